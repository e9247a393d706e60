"""The connector beside the official SDK: the same work against the same server, each client in a process of its own."""

import asyncio
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.bench import Bench, say
from benchmarks.connector_worker import AT_ONCE, CONTENT, FILES, MEBIBYTE
from benchmarks.figures import Figure, Target
from benchmarks.large_files import random_file
from benchmarks.processes import BenchmarkFailed
from benchmarks.servers import Server, holdall
from benchmarks.tenant import make_tenant
from holdall.connector import Box, Settings

ITEMS = 10_000
LARGE = 1024 * MEBIBYTE
NAMES = (
    *("connector_list", "connector_upload", "connector_download"),
    *("connector_list_blocking", "connector_upload_blocking", "connector_download_blocking"),
    *("connector_upload_1g", "connector_download_1g", "connector_memory_upload_1g", "connector_memory_download_1g"),
    "connector_import",
)
_SMALL = {"list": "items/s", "upload": "files/s", "download": "files/s"}
_numbers = itertools.count()


def run(bench: Bench) -> Iterator[Figure]:
    """Rates and peak memory of both clients; the time of an import against the one that is promised."""
    if bench.wants("connector_import"):
        yield _import()
    token = make_tenant(bench)
    place = bench.folder / "client"
    place.mkdir()
    with holdall(bench) as server:
        for case, unit in _SMALL.items():
            for client, ending in (("ours", ""), ("blocking", "_blocking")):
                if bench.wants(f"connector_{case}{ending}"):
                    folder = asyncio.run(_prepare(case, server, token, place))
                    yield _compare(
                        bench, f"connector_{case}{ending}", client, case, unit, (server, token, folder, place)
                    )
        yield from _large(bench, server, token, place)


def _large(bench: Bench, server: Server, token: str, place: Path) -> Iterator[Figure]:
    for case in ("upload", "download"):
        names = (f"connector_{case}_1g", f"connector_memory_{case}_1g")
        if not any(bench.wants(name) for name in names):
            continue
        if not (place / "large.bin").exists():
            random_file(place / "files" / "large.bin", LARGE).rename(place / "large.bin")
        folder = asyncio.run(_prepare(f"{case}_large", server, token, place))
        figures = _run_both(bench, names[0], "ours", f"{case}_large", (server, token, folder, place))
        rates, peaks = figures
        yield _figure(names[0], rates, "MiB/s", Target(least_ratio=1))
        yield _figure(names[1], peaks, "MiB", Target(most_above=0))


def _compare(
    bench: Bench, name: str, client: str, case: str, unit: str, where: tuple[Server, str, str, Path]
) -> Figure:
    rates, _ = _run_both(bench, name, client, case, where)
    return _figure(name, rates, unit, Target(least_ratio=2))


def _figure(name: str, values: dict[str, float], unit: str, target: Target) -> Figure:
    return Figure(name=name, against="boxsdk", ours=values["ours"], theirs=values["boxsdk"], unit=unit, target=target)


def _run_both(
    bench: Bench, name: str, client: str, case: str, where: tuple[Server, str, str, Path]
) -> tuple[dict[str, float], dict[str, float]]:
    """Medians of rates and of peak memory, in interleaved rounds."""
    say(f"{name}: {client}, boxsdk")
    server, token, given, place = where
    results: dict[str, list[dict[str, float]]] = {"ours": [], "boxsdk": []}
    for _ in range(bench.rounds):
        for side, which in (("ours", client), ("boxsdk", "boxsdk")):
            # The server finds its way through a folder that has just been made as quickly for the last as for the first.
            folder = asyncio.run(_prepare("upload", server, token, place)) if case == "upload" else given
            command = [sys.executable, "-m", "benchmarks.connector_worker", which, case, server.address, token, folder]
            ended = subprocess.run([*command, str(place)], capture_output=True, text=True, check=False)
            if ended.returncode:
                raise BenchmarkFailed(f"{which} could not do {case}: {ended.stderr[-500:]}")
            results[side].append(json.loads(ended.stdout))
    rates = {side: median(one["rate"] for one in found) for side, found in results.items()}
    peaks = {side: median(one["peak"] for one in found) for side, found in results.items()}
    return rates, peaks


async def _prepare(case: str, server: Server, token: str, place: Path) -> str:
    """A folder with what the case needs; the ids of files to fetch are left in the client's place."""
    async with Box(token, base_url=server.address, settings=Settings(connections=AT_ONCE)) as box:
        folder = (await box.folders.create(name=f"{case} {next(_numbers)}", parent={"id": "0"}))["id"]
        slots = asyncio.Semaphore(AT_ONCE)

        async def make(number: int) -> str:
            async with slots:
                if case == "list":
                    return (await box.folders.create(name=f"item {number}", parent={"id": folder}))["id"]
                return str((await box.upload(CONTENT, name=f"file {number}", folder_id=folder))["id"])

        if case == "list":
            await asyncio.gather(*(make(number) for number in range(ITEMS)))
        elif case == "download":
            ids = await asyncio.gather(*(make(number) for number in range(FILES)))
            (place / "ids.json").write_text(json.dumps(ids))
        elif case == "download_large":
            record = await box.upload(place / "large.bin", folder_id=folder)
            (place / "ids.json").write_text(json.dumps([record["id"]]))
        return folder


def _import() -> Figure:
    """Milliseconds that `import holdall.connector` adds to a bare interpreter, against the 150 that are promised."""
    say("connector_import: ours, nothing imported")

    def milliseconds(code: str) -> float:
        script = f"import time; t = time.perf_counter(); {code}; print((time.perf_counter() - t) * 1000)"
        return min(
            float(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout)
            for _ in range(10)
        )

    took = milliseconds("import holdall.connector")
    return Figure(
        name="connector_import", against="promise", ours=took, theirs=150, unit="ms", target=Target(most_above=0)
    )
