"""The servers that are measured: ours, the floor, and the peers, each on a free loopback port."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from benchmarks.bench import BUILD, Bench, say
from benchmarks.processes import BenchmarkFailed, free_port, need, running

PRISM = "@stoplight/prism-cli@5.16.0"


class Server(msgspec.Struct, frozen=True):
    """A running server: its address and the id of the process that was started."""

    address: str
    pid: int


@contextmanager
def holdall(bench: Bench, more: Mapping[str, str] | None = None) -> Iterator[Server]:
    """One server process of ours as an operator starts it, on the run's data; rate limits alone are off.

    `more` are further variables of its environment.
    """
    port = free_port()
    program = Path(sys.executable).with_name("holdall")
    command: list[str | Path] = [program, "serve", "--port", str(port), "--data", bench.folder / "data"]
    environment = {"HOLDALL_RATE_LIMIT": "0", "HOLDALL_UPLOAD_RATE_LIMIT": "0", "HOLDALL_LOG_FORMAT": "json"}
    if bench.database:
        environment["HOLDALL_DATABASE"] = bench.database
    environment |= more or {}
    with running(command, port=port, log=bench.folder / "holdall.log", environment=environment) as process:
        yield Server(f"http://127.0.0.1:{port}", process.pid)


@contextmanager
def floor(bench: Bench) -> Iterator[Server]:
    """The bare ASGI application on the same server with the same settings."""
    port = free_port()
    options = ["--interface", "asgi", "--loop", "uvloop", "--no-ws", "--workers", "1", "--port", str(port)]
    command = [sys.executable, "-m", "granian", *options, "benchmarks.floor:application"]
    with running(command, port=port, log=bench.folder / "floor.log") as process:
        yield Server(f"http://127.0.0.1:{port}", process.pid)


@contextmanager
def moto(bench: Bench) -> Iterator[Server]:
    """Moto's S3 server."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("moto_server")), "-p", str(port)]
    with running(command, port=port, log=bench.folder / "moto.log") as process:
        yield Server(f"http://127.0.0.1:{port}", process.pid)


@contextmanager
def prism(bench: Bench, description: bytes) -> Iterator[Server]:
    """Prism mocking the API that an OpenAPI document describes; raises Missing without node."""
    program = _installed_prism()
    document = bench.folder / "openapi.json"
    document.write_bytes(description)
    port = free_port()
    command: list[str | Path] = [program, "mock", "--verboseLevel", "silent", "--port", str(port), document]
    with running(command, port=port, log=bench.folder / "prism.log") as process:
        yield Server(f"http://127.0.0.1:{port}", process.pid)


@contextmanager
def nginx(bench: Bench, folder: Path) -> Iterator[Server]:
    """Nginx with one worker sending the files of a folder by sendfile; raises Missing without nginx."""
    program, port = need("nginx"), free_port()
    place = bench.folder / "nginx"
    place.mkdir()
    configuration = place / "nginx.conf"
    temporary = "".join(
        f"{kind}_temp_path {place}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # The server runs as whoever runs the benchmark: as root, it would give up the right to read the folder.
    user = "user root;" if sys.platform == "linux" and Path("/proc/self").stat().st_uid == 0 else ""
    configuration.write_text(
        f"{user} worker_processes 1; daemon off; pid {place}/pid; error_log {place}/error.log;"
        f"events {{}} http {{ access_log off; sendfile on; tcp_nopush on; {temporary}"
        f"server {{ listen 127.0.0.1:{port}; root {folder}; }} }}"
    )
    command: list[str | Path] = [program, "-e", place / "error.log", "-c", configuration]
    with running(command, port=port, log=place / "output") as process:
        yield Server(f"http://127.0.0.1:{port}", process.pid)


def _installed_prism() -> Path:
    """Prism in the build folder, put there by npm the first time."""
    need("node")
    folder = BUILD / "prism"
    program, stamp = folder / "node_modules/.bin/prism", folder / "installed"
    if not stamp.exists() or stamp.read_text() != PRISM:
        say(f"Installing {PRISM} ...")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(json.dumps({"private": True}))
        command = [need("npm"), "install", "--no-audit", "--no-fund", "--loglevel=error", PRISM]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if run.returncode:
            raise BenchmarkFailed(f"npm could not install {PRISM}: {run.stderr[-500:]}")
        stamp.write_text(PRISM)
    return program
