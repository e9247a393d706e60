"""Speaks HTTP byte by byte, for what no client library would send."""

import socket
from contextlib import closing
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 30


class Wire:
    """One connection to a server."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        assert parts.hostname is not None
        self.host = f"{parts.hostname}:{parts.port}"
        self.socket = socket.create_connection((parts.hostname, parts.port or 80), timeout=TIMEOUT_SECONDS)
        self._reader = self.socket.makefile("rb")

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> None:
        """Send a request; header names are written with `_`. A Content-Length that is given is not corrected."""
        named = {"host": self.host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if body and "content-length" not in named and "transfer-encoding" not in named:
            named["content-length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        self.send_raw(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)

    def send_raw(self, raw: bytes) -> None:
        """Send these bytes."""
        self.socket.sendall(raw)

    def read(self, *, of_head: bool = False) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the next answer; raises EOFError where the connection ends before it does."""
        line = self._line()
        headers = {}
        while header := self._line():
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        status = int(line.split()[1])
        if status == 100:
            return status, headers, b""
        size = 0 if of_head else int(headers.get("content-length", 0))
        body = self._reader.read(size)
        if len(body) < size:
            raise EOFError(f"{len(body)} of {size} bytes")
        return status, headers, body

    def is_closed(self) -> bool:
        """Whether the server has closed the connection; waits until it says something."""
        try:
            return self._reader.read(1) == b""
        except ConnectionError:
            return True

    def close(self) -> None:
        """Go away without a word."""
        self._reader.close()
        self.socket.close()

    def _line(self) -> str:
        raw = self._reader.readline()
        if not raw.endswith(b"\n"):
            raise EOFError("the connection ended")
        return raw.decode("latin-1").rstrip("\r\n")


def ask(base_url: str, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request on a connection of its own."""
    with closing(Wire(base_url)) as wire:
        wire.send(method, path, body, **headers)
        return wire.read(of_head=method == "HEAD")
