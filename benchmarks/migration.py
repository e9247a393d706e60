"""`holdall migrate` from folder to folder, each file proved by its SHA-1, against `rclone copy` as it comes; its memory."""

import itertools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from benchmarks.bench import Bench, say
from benchmarks.figures import Figure, Target
from benchmarks.large_files import MEBIBYTE, random_file
from benchmarks.memory import PEAK, memory_of
from benchmarks.processes import BenchmarkFailed, Missing, need
from benchmarks.rounds import medians

NAMES = ("migrate_10k", "migrate_256m", "migrate_no_change", "memory_migrate", "memory_migrate_flat")
SMALL_FILES = 10_000
FEW, MANY = 1_000, 100_000
LARGE_FILES = 20
_TARGET = Target(least_ratio=1)


def run(bench: Bench) -> Iterator[Figure]:
    """Files a second, or MiB a second; each round begins with an empty destination, but for the run without changes. Peak memory in MiB."""
    places = (bench.folder / f"place {number}" for number in itertools.count())
    yield from _memory(bench, places)
    if not any(bench.wants(name) for name in NAMES[:3]):
        return
    rclone = need("rclone")
    if bench.wants("migrate_10k"):
        source = small_files(bench.folder / "small")
        yield _compare(bench, "migrate_10k", source, places, (SMALL_FILES, "files/s"))
        shutil.rmtree(source)
    if bench.wants("migrate_no_change"):
        yield _no_change(bench, small_files(bench.folder / "many", MANY, size=64), places, rclone)
        shutil.rmtree(bench.folder / "many")
    if bench.wants("migrate_256m"):
        source = large_files(bench.folder / "large")
        yield _compare(bench, "migrate_256m", source, places, (LARGE_FILES * 256, "MiB/s"), tidy=True)


def large_files(folder: Path, files: int = LARGE_FILES) -> Path:
    """Make a folder of random files of 256 MiB."""
    for number in range(files):
        random_file(folder / f"{number}.bin", 256 * MEBIBYTE)
    return folder


def small_files(folder: Path, files: int = SMALL_FILES, *, size: int = 10_240, in_each: int = 100) -> Path:
    """Make a folder of random files, so many in each of its folders."""
    for number in range(files):
        file = folder / f"folder {number // in_each}" / f"{number}.bin"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(os.urandom(size))
    return folder


def _memory(bench: Bench, places: Iterator[Path]) -> Iterator[Figure]:
    """The peak with many files in folders of a hundred, or in a single one, against that with few; on Linux alone."""
    shapes = {"memory_migrate": 100, "memory_migrate_flat": MANY}
    for name in filter(bench.wants, shapes):
        if not Path("/proc/self/status").exists():
            raise Missing("the kernel does not count peak memory in /proc")
        say(f"{name}: {MANY} files, {FEW} files")
        peaks = {files: _peak_of_two_runs(next(places), files, shapes[name]) for files in (MANY, FEW)}
        target = Target(most_above=64)
        against = f"{FEW:,} files"
        yield Figure(name=name, against=against, ours=peaks[MANY], theirs=peaks[FEW], unit="MiB", target=target)


def _peak_of_two_runs(place: Path, files: int, in_each: int) -> float:
    """The higher peak of a first run, and of a second one without changes."""
    source = small_files(place / "from", files, size=64, in_each=in_each)
    command = ours(source, place / "to", place / "ledger.db")
    peak = max(_peak(command) for _ in range(2))
    shutil.rmtree(place)
    return peak


def _peak(command: list[str | Path]) -> float:
    """The peak of a process's resident memory in MiB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        with suppress(StopIteration):  # one that is just ending has no memory any more
            peak = memory_of(process.pid, PEAK)
        time.sleep(0.02)
    if process.returncode:
        raise BenchmarkFailed(f"holdall migrate ended with {process.returncode}")
    return peak


def ours(source: Path | str, destination: Path | str, ledger: Path) -> list[str | Path]:
    """The command that migrates from one place to another."""
    return [sys.executable, "-m", "holdall", "migrate", source, destination, "--ledger", ledger]


def seconds_of(command: list[str | Path], environment: Mapping[str, str] = {}) -> float:
    """How long a command takes, with further variables of its environment; raises BenchmarkFailed where it fails."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=False)
    if done.returncode:
        raise BenchmarkFailed(f"{command} ended with {done.returncode}: {done.stderr[-500:]}")
    return time.perf_counter() - began


def _compare(
    bench: Bench, name: str, source: Path, places: Iterator[Path], amount: tuple[int, str], *, tidy: bool = False
) -> Figure:
    say(f"{name}: holdall migrate, rclone copy")

    def rate(command: Callable[[Path], list[str | Path]]) -> Callable[[float], float]:
        def once(_seconds_given: float) -> float:
            place = next(places)
            place.mkdir()
            os.sync()  # what the other has left to be written is not written at this one's expense
            # Small files stay: ext4 avoids the numbers of files that were just removed, which slows down the next round.
            seconds = seconds_of(command(place))
            if tidy:
                shutil.rmtree(place)
            return amount[0] / seconds

        return once

    rates = medians(
        {
            "ours": rate(lambda place: ours(source, place / "to", place / "ledger.db")),
            "rclone": rate(lambda place: [need("rclone"), "copy", source, place / "to"]),
        },
        rounds=bench.rounds,
        seconds=0,
    )
    return Figure(
        name=name, against="rclone copy", ours=rates["ours"], theirs=rates["rclone"], unit=amount[1], target=_TARGET
    )


def _no_change(bench: Bench, source: Path, places: Iterator[Path], rclone: str) -> Figure:
    say("migrate_no_change: holdall migrate, rclone copy, each for the second time")
    mine, other = next(places), next(places)
    commands: dict[str, list[str | Path]] = {
        "ours": ours(source, mine / "to", mine / "ledger.db"),
        "rclone": [rclone, "copy", source, other / "to"],
    }
    for place, command in zip((mine, other), commands.values(), strict=True):
        place.mkdir()
        seconds_of(command)
    rates = medians(
        {
            "ours": lambda _: MANY / seconds_of(commands["ours"]),
            "rclone": lambda _: MANY / seconds_of(commands["rclone"]),
        },
        rounds=bench.rounds,
        seconds=0,
    )
    return Figure(
        name="migrate_no_change", against="rclone copy", ours=rates["ours"], theirs=rates["rclone"], unit="files/s"
    )
