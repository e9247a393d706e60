"""Large bodies over one plain socket, sent by the kernel from a file and received into one buffer.

A client that costs next to nothing, so that what is measured is the server.
"""

import socket
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.processes import BenchmarkFailed
from benchmarks.tenant import multipart

_BUFFER = 1024 * 1024
_LAST_CHUNK = b"0\r\n\r\n"


def upload(address: str, headers: Mapping[str, str], *, folder: str, name: str, file: Path) -> float:
    """Upload the file in one request and answer the seconds until the answer's end; raises BenchmarkFailed."""
    before, after = multipart(folder, name, b"@").split(b"@")
    size = file.stat().st_size
    length = len(before) + size + len(after)
    head = _head("POST", address, "/api/2.0/files/content", {**headers, "content-length": str(length)})
    with file.open("rb") as source, _connection(address) as connection:
        started = time.perf_counter()
        connection.sendall(head + before)
        connection.sendfile(source)
        connection.sendall(after)
        status, _headers, _ = _answer(connection)
        seconds = time.perf_counter() - started
    if status != 201:
        raise BenchmarkFailed(f"an upload of {size} bytes was answered {status}")
    return seconds


def download(address: str, path: str, headers: Mapping[str, str] = {}) -> tuple[float, int]:
    """Fetch a path, one redirect followed; the seconds it took and the bytes of the body; raises BenchmarkFailed."""
    buffer = memoryview(bytearray(_BUFFER))
    started = time.perf_counter()
    for _ in range(2):
        with _connection(address) as connection:
            connection.sendall(_head("GET", address, path, headers))
            status, received, body = _answer(connection)
            if status == 302:
                target = urlsplit(received["location"])
                path, headers = f"{target.path}?{target.query}" if target.query else target.path, {}
                continue
            expected, size = int(received.get("content-length", 0)), len(body)
            while size < expected and (count := connection.recv_into(buffer)):
                size += count
        if status != 200 or size != expected:
            raise BenchmarkFailed(f"{path} answered {status} with {size} of {expected} bytes")
        return time.perf_counter() - started, size
    raise BenchmarkFailed(f"{path} is redirected for ever")


def drain(address: str, path: str) -> tuple[float, int]:
    """Fetch a body whose length nobody knows; the seconds it took and its bytes on the wire; raises BenchmarkFailed."""
    buffer = memoryview(bytearray(_BUFFER))
    with _connection(address) as connection:
        started = time.perf_counter()
        connection.sendall(_head("GET", address, path, {"connection": "close"}))
        status, _headers, body = _answer(connection)
        size, tail = len(body), body[-len(_LAST_CHUNK) :]
        while count := connection.recv_into(buffer):
            size += count
            tail = (tail + bytes(buffer[max(count - len(_LAST_CHUNK), 0) : count]))[-len(_LAST_CHUNK) :]
        seconds = time.perf_counter() - started
    if status != 200 or tail != _LAST_CHUNK:
        raise BenchmarkFailed(f"{path} answered {status} and broke off after {size} bytes")
    return seconds, size


def _connection(address: str) -> socket.socket:
    netloc = urlsplit(address)
    return socket.create_connection((netloc.hostname or "", netloc.port or 0), timeout=120)


def _head(method: str, address: str, path: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"host: {urlsplit(address).netloc}"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode()


def _answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by lower-case name, and what came of the body together with them."""
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = connection.recv(65536)
        if not piece:
            raise BenchmarkFailed(f"the server closed the connection after {raw!r}")
        raw += piece
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return int(first.split(" ")[1]), headers, body
