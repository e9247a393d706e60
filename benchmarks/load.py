"""Load from wrk: one request of ours, with a number that counts up in it, over many connections at once.

What is measured is checked first by one request of the same bytes, and a run with a single refused request fails.
"""

import http.client
import itertools
import json
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import msgspec

from benchmarks.processes import BenchmarkFailed

NUMBER = "@NUMBER@"
CONNECTIONS = 16
_SCRIPT = Path(__file__).with_name("load.lua")
_fresh = itertools.count(100_000_000_000_000, 20_000_000)


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request to repeat. NUMBER in the path or body becomes `first`, `first` + 1 ... of `count`; 0 is without end."""

    method: str
    path: str
    headers: dict[str, str] = {}
    body: bytes = b""
    first: int | None = None
    """None counts on from numbers that this run has not used yet, for names that must be new."""
    count: int = 0
    follow: bool = False
    """Whether the address in the answer is fetched too; the two count as one request."""

    def bytes_for(self, host: str) -> bytes:
        """The request as it goes over the wire, NUMBER still in it. Numbers have fifteen digits, so the length is known."""
        length = len(self.body.replace(NUMBER.encode(), b"100000000000000"))
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body or self.method in {"POST", "PUT"}:
            lines.append(f"Content-Length: {length}")
        return "\r\n".join([*lines, "", ""]).encode() + self.body


class Rate(msgspec.Struct, frozen=True):
    """Requests a second, and how long they took in milliseconds."""

    per_second: float
    median_ms: float
    p99_ms: float


class _Report(msgspec.Struct):
    requests: int
    microseconds: int
    refused: int
    broken: int
    median: int
    p99: int


def ask(address: str, request: Request) -> bytes:
    """Send the request once and answer the body, of the second answer where it is followed; raises BenchmarkFailed."""
    number = str(next(_fresh) if request.first is None else request.first)
    path, body = request.path.replace(NUMBER, number), request.body.replace(NUMBER.encode(), number.encode())
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    try:
        connection.request(request.method, path, body or None, request.headers)
        answer = connection.getresponse()
        content = answer.read()
        if request.follow and answer.status == 302:
            target = urlsplit(answer.headers["location"])
            connection.request("GET", f"{target.path}?{target.query}" if target.query else target.path)
            answer = connection.getresponse()
            content = answer.read()
    finally:
        connection.close()
    if not 200 <= answer.status < 400:
        raise BenchmarkFailed(f"{request.method} {address}{path} answered {answer.status}: {content[:300]!r}")
    return content


def measure(address: str, request: Request, *, seconds: float, connections: int = CONNECTIONS) -> Rate:
    """The rate at which the server at `address` answers, 0 for none; raises BenchmarkFailed where it refuses one."""
    first = next(_fresh) if request.first is None else request.first
    with TemporaryDirectory() as folder:
        file = Path(folder) / "request"
        file.write_bytes(request.bytes_for(urlsplit(address).netloc))
        options = [f"-t1 -c{connections} -d{max(1, round(seconds))} --timeout 10s", f"-s {_SCRIPT}"]
        command = ["wrk", *" ".join(options).split(" "), address, "--", str(file), str(first), str(request.count)]
        run = subprocess.run(
            [*command, "follow" if request.follow else "once"], capture_output=True, text=True, check=False
        )
    if run.returncode:
        raise BenchmarkFailed(f"wrk failed: {run.stdout}{run.stderr}")
    report = msgspec.convert(json.loads(run.stdout.strip().rpartition("\n")[2]), _Report)
    if report.refused or report.broken:
        raise BenchmarkFailed(f"{request.method} {address}{request.path}: {report}")
    steps = 2 if request.follow else 1
    return Rate(report.requests / steps * 1_000_000 / report.microseconds, report.median / 1000, report.p99 / 1000)
