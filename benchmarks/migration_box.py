"""Migrations between a folder and a Holdall, against rclone's `box` backend on the same server through the same TLS proxy."""

import itertools
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from benchmarks.bench import Bench, say
from benchmarks.box_hosts import Disguise, as_box
from benchmarks.figures import Figure, Target
from benchmarks.migration import LARGE_FILES, SMALL_FILES, large_files, ours, seconds_of, small_files
from benchmarks.processes import need
from benchmarks.rounds import medians
from benchmarks.servers import holdall
from benchmarks.tenant import make_tenant

NAMES = ("migrate_10k_to_holdall", "migrate_10k_from_holdall", "migrate_256m_to_holdall", "migrate_256m_from_holdall")
_ROUNDS = 2
"""At most so many, and none to warm up: rclone calls Box a hundred times a second at most, and large files fill disks."""

Command = tuple[list[str | Path], Mapping[str, str]]


def run(bench: Bench) -> Iterator[Figure]:
    """Files a second, or MiB a second; each turn begins with an empty destination."""
    kinds = {
        "10k": (small_files, (SMALL_FILES, "files/s"), 1.5),
        "256m": (large_files, (LARGE_FILES * 256, "MiB/s"), 1.0),
    }
    token = make_tenant(bench)
    need("rclone")
    with holdall(bench) as server, as_box(bench, server) as box:
        for kind, (make, amount, least) in kinds.items():
            names = [f"migrate_{kind}_{way}_holdall" for way in ("to", "from")]
            if not any(map(bench.wants, names)):
                continue
            source = make(bench.folder / kind)
            turns = _Turns(bench, box, token, kind, source)
            for name, ways in zip(names, (turns.up, turns.down), strict=True):
                if bench.wants(name):
                    say(f"{name}: holdall migrate, rclone copy")
                    yield _figure(bench, name, ways(), amount, Target(least_ratio=least))
            shutil.rmtree(source)


class _Turns:
    """The commands of the contestants, each time with a destination that is not there yet."""

    def __init__(self, bench: Bench, box: Disguise, token: str, kind: str, source: Path) -> None:
        self._bench = bench
        self._ours, self._rclone = box.ours(token), box.rclone(token)
        self._kind = kind
        self._source = source
        self._numbers = itertools.count()

    def up(self) -> Mapping[str, Callable[[], float]]:
        """From the folder to the server."""
        return {"ours": lambda: self._up_ours(self._name()), "rclone": lambda: self._up_rclone(self._name())}

    def down(self) -> Mapping[str, Callable[[], float]]:
        """Back to a folder, which is removed."""
        name = self._name()
        self._up_ours(name)
        return {"ours": partial(self._down, name, is_ours=True), "rclone": partial(self._down, name, is_ours=False)}

    def _up_ours(self, name: str) -> float:
        return seconds_of(ours(self._source, f"box:/{name}", self._bench.folder / f"{name}.db"), self._ours)

    def _up_rclone(self, name: str) -> float:
        return seconds_of([need("rclone"), "copy", self._source, f"bench:{name}"], self._rclone)

    def _down(self, name: str, *, is_ours: bool) -> float:
        place = self._bench.folder / self._name()
        if is_ours:
            seconds = seconds_of(ours(f"box:/{name}", place, self._bench.folder / f"{place.name}.db"), self._ours)
        else:
            seconds = seconds_of([need("rclone"), "copy", f"bench:{name}", place], self._rclone)
        shutil.rmtree(place)
        return seconds

    def _name(self) -> str:
        return f"{self._kind} {next(self._numbers)}"


def _figure(
    bench: Bench, name: str, turns: Mapping[str, Callable[[], float]], amount: tuple[int, str], target: Target
) -> Figure:
    def rate(turn: Callable[[], float], _seconds: float) -> float:
        return amount[0] / turn()

    contestants = {who: partial(rate, turn) for who, turn in turns.items()}
    rates = medians(contestants, rounds=min(bench.rounds, _ROUNDS), seconds=0, warm_up=False)
    values = {"ours": rates["ours"], "theirs": rates["rclone"]}
    return Figure(name=name, against="rclone copy", **values, unit=amount[1], target=target)
