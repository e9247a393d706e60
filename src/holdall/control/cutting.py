"""Cuts a connection: ASGI has no word for it, so the socket is found among the process's own and shut down."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from starlette.types import Scope


def cut_connection(scope: Scope) -> None:
    """Shut the socket down that the request came by; nothing happens where there is none, as in a test without one."""
    client = scope.get("client")
    if client is None:
        return
    for descriptor in _descriptors():
        with suppress(OSError), closing(socket.socket(fileno=os.dup(descriptor))) as candidate:
            host, port = candidate.getpeername()[:2]
            if (host.removeprefix("::ffff:"), port) == (client[0].removeprefix("::ffff:"), int(client[1])):
                candidate.shutdown(socket.SHUT_RDWR)


def _descriptors() -> Iterator[int]:
    for folder in (Path("/proc/self/fd"), Path("/dev/fd")):
        if folder.is_dir():
            yield from (int(entry.name) for entry in folder.iterdir())
            return
