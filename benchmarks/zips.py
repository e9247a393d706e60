"""An archive of several large files, against the download of the same files one by one; and its memory."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.bench import Bench, say
from benchmarks.figures import Figure, Target
from benchmarks.large_files import MEBIBYTE, random_file, upload_headers
from benchmarks.memory import PEAK, memory_of, session, watch
from benchmarks.processes import BenchmarkFailed
from benchmarks.rounds import medians
from benchmarks.servers import Server, holdall
from benchmarks.tenant import Client, make_tenant
from benchmarks.transfer import download, drain, upload

FILE_SIZE = 256 * MEBIBYTE
NAMES = ("zip_download", "memory_zip_download")


def run(bench: Bench) -> Iterator[Figure]:
    """The rate in MiB a second, and the peak and idle resident memory in MiB, that on Linux alone."""
    file = random_file(bench.folder / "files" / "large.bin", FILE_SIZE)
    token = make_tenant(bench)
    with holdall(bench) as server:
        client = Client(server.address, token)
        files = _files(server, client, file, max(1, round(bench.zip_gibibytes * 1024 * MEBIBYTE / FILE_SIZE)))
        if bench.wants("zip_download"):
            yield _rate(bench, server, client, files)
        if bench.wants("memory_zip_download") and Path("/proc/self/clear_refs").exists():
            yield _memory(server, client, files)


def _files(server: Server, client: Client, file: Path, number: int) -> list[str]:
    """So many large files in a folder: one, and copies of it, which share its bytes."""
    folder = client.send("POST", "/2.0/folders", {"name": "Files", "parent": {"id": "0"}})["id"]
    upload(server.address, upload_headers(client), folder=folder, name="Large 0", file=file)
    first: str = client.send("GET", f"/2.0/folders/{folder}/items?fields=id")["entries"][0]["id"]
    place = {"parent": {"id": folder}}
    return [
        first,
        *(
            client.send("POST", f"/2.0/files/{first}/copy", {**place, "name": f"Large {copy}"})["id"]
            for copy in range(1, number)
        ),
    ]


def _fetch(server: Server, client: Client, files: list[str]) -> float:
    """Ask for an archive and fetch it; the seconds of the fetching."""
    prepared = client.send("POST", "/2.0/zip_downloads", {"items": [{"type": "file", "id": one} for one in files]})
    seconds, size = drain(server.address, urlsplit(prepared["download_url"]).path)
    if size < len(files) * FILE_SIZE:
        raise BenchmarkFailed(f"an archive of {len(files)} files of {FILE_SIZE} bytes has {size} bytes")
    return seconds


def _rate(bench: Bench, server: Server, client: Client, files: list[str]) -> Figure:
    mebibytes = len(files) * FILE_SIZE / MEBIBYTE

    def one_by_one(_seconds: float) -> float:
        return mebibytes / sum(
            download(server.address, f"/2.0/files/{one}/content", client.headers)[0] for one in files
        )

    say(f"zip_download: an archive of {mebibytes:,.0f} MiB, its files one by one")
    rates = medians(
        {"ours": lambda _: mebibytes / _fetch(server, client, files), "files": one_by_one},
        rounds=bench.rounds,
        seconds=0,
    )
    target = Target(least_ratio=0.5)
    return Figure(
        name="zip_download", against="files", ours=rates["ours"], theirs=rates["files"], unit="MiB/s", target=target
    )


def _memory(server: Server, client: Client, files: list[str]) -> Figure:
    say("memory_zip_download: peak, idle")
    _fetch(server, client, files)
    processes = session(server.pid)
    idle = watch(processes)
    _fetch(server, client, files)
    peak = sum(memory_of(process, PEAK) for process in processes)
    target = Target(most_above=64)
    return Figure(name="memory_zip_download", against="idle", ours=peak, theirs=idle, unit="MiB", target=target)
