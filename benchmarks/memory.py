"""The server's peak memory while 1 GiB comes in and goes out, against what it holds when idle."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench import Bench, say
from benchmarks.figures import Figure, Target
from benchmarks.large_files import MEBIBYTE, random_file, upload_headers
from benchmarks.processes import Missing
from benchmarks.servers import holdall
from benchmarks.tenant import Client, make_tenant
from benchmarks.transfer import download, upload

SIZE = 1024 * MEBIBYTE
NAMES = ("memory_upload_1g", "memory_download_1g")
PEAK = "VmHWM"
RESET_PEAK = "5"  # proc(5), clear_refs


def run(bench: Bench) -> Iterator[Figure]:
    """Peak and idle resident memory of all the server's processes, in MiB; on Linux alone."""
    if not Path("/proc/self/clear_refs").exists():
        raise Missing("the kernel does not count peak memory in /proc")
    file = random_file(bench.folder / "files" / "huge.bin", SIZE)
    small = random_file(bench.folder / "small" / "small.bin", MEBIBYTE)
    token = make_tenant(bench)
    with holdall(bench) as server:
        client = Client(server.address, token)
        headers = upload_headers(client)
        upload(server.address, headers, folder="0", name="Small.bin", file=small)  # idle, and everything imported
        for name in NAMES:
            say(f"{name}: peak, idle")
            processes = session(server.pid)
            idle = watch(processes)
            if name == "memory_upload_1g":
                upload(server.address, headers, folder="0", name="Huge.bin", file=file)
            else:
                download(server.address, f"/2.0/files/{_huge(client)}/content", client.headers)
            peak = sum(memory_of(process, PEAK) for process in processes)
            if bench.wants(name):
                target = Target(most_above=64)
                yield Figure(name=name, against="idle", ours=peak, theirs=idle, unit="MiB", target=target)


def _huge(client: Client) -> str:
    entries = client.send("GET", "/2.0/folders/0/items?fields=id,name")["entries"]
    found: str = next(entry["id"] for entry in entries if entry["name"] == "Huge.bin")
    return found


def watch(processes: list[int]) -> float:
    """Forget the peaks of processes; what they hold now, in MiB."""
    for process in processes:
        Path(f"/proc/{process}/clear_refs").write_text(RESET_PEAK)
    return sum(memory_of(process, "VmRSS") for process in processes)


def session(leader: int) -> list[int]:
    """The processes of the session that the server was started in."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == leader:  # proc(5): after the name come state, parent, group, session
            found.append(int(status.parent.name))
    return found


def memory_of(process: int, field: str) -> float:
    """A field of /proc/PID/status in MiB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))
