"""One large file up, against sha1sum of the same file; one down, against nginx sending it."""

import itertools
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench import Bench, say
from benchmarks.figures import Figure, Target
from benchmarks.processes import Missing, need
from benchmarks.rounds import medians
from benchmarks.servers import Server, holdall, nginx
from benchmarks.tenant import BOUNDARY, Client, make_tenant
from benchmarks.transfer import download, upload

MEBIBYTE = 1024 * 1024
SIZE = 256 * MEBIBYTE
NAMES = ("upload_256m", "download_256m")


def run(bench: Bench) -> Iterator[Figure]:
    """The two figures, in MiB a second."""
    file = random_file(bench.folder / "files" / "large.bin", SIZE)
    token = make_tenant(bench)
    with holdall(bench) as server:
        client = Client(server.address, token)
        if bench.wants("upload_256m"):
            yield _uploads(bench, server, client, file)
        if bench.wants("download_256m"):
            try:
                yield _downloads(bench, server, client, file)
            except Missing as missing:
                say(f"The figure against nginx is left out: {missing}")


def random_file(path: Path, size: int) -> Path:
    """Write a file of random bytes and answer its path."""
    path.parent.mkdir(exist_ok=True)
    with Path("/dev/urandom").open("rb") as source, path.open("wb") as target:
        for _ in range(size // MEBIBYTE):
            target.write(source.read(MEBIBYTE))
    return path


def upload_headers(client: Client) -> dict[str, str]:
    """The headers of a simple upload."""
    return {**client.headers, "content-type": f"multipart/form-data; boundary={BOUNDARY}"}


def _uploads(bench: Bench, server: Server, client: Client, file: Path) -> Figure:
    need("sha1sum")
    numbers = itertools.count()
    headers = upload_headers(client)

    def ours(_seconds: float) -> float:
        return SIZE / MEBIBYTE / upload(server.address, headers, folder="0", name=f"Large {next(numbers)}", file=file)

    def theirs(_seconds: float) -> float:
        started = time.perf_counter()
        subprocess.run(["sha1sum", file], check=True, capture_output=True)
        return SIZE / MEBIBYTE / (time.perf_counter() - started)

    say("upload_256m: ours, sha1sum")
    rates = medians({"ours": ours, "sha1sum": theirs}, rounds=bench.rounds, seconds=0)
    return _figure("upload_256m", "sha1sum", rates, 0.75)


def _downloads(bench: Bench, server: Server, client: Client, file: Path) -> Figure:
    need("nginx")
    upload(server.address, upload_headers(client), folder="0", name="Download.bin", file=file)
    listing = client.send("GET", "/2.0/folders/0/items?fields=id,name&limit=1000")
    file_id = next(entry["id"] for entry in listing["entries"] if entry["name"] == "Download.bin")

    def rate(address: str, path: str, headers: dict[str, str]) -> float:
        seconds, size = download(address, path, headers)
        return size / MEBIBYTE / seconds

    say("download_256m: ours, nginx")
    with nginx(bench, file.parent) as peer:
        rates = medians(
            {
                "ours": lambda _: rate(server.address, f"/2.0/files/{file_id}/content", client.headers),
                "nginx": lambda _: rate(peer.address, f"/{file.name}", {}),
            },
            rounds=bench.rounds,
            seconds=0,
        )
    return _figure("download_256m", "nginx", rates, 0.9)


def _figure(name: str, against: str, rates: dict[str, float], least: float) -> Figure:
    target = Target(least_ratio=least)
    return Figure(name=name, against=against, ours=rates["ours"], theirs=rates[against], unit="MiB/s", target=target)
