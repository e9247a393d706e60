"""Cuts a connection: ASGI has no word for it, so the socket is found among the process's own and shut down."""

import os
import socket
import stat
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
            if candidate.family not in {socket.AF_INET, socket.AF_INET6}:
                continue
            host, port = candidate.getpeername()[:2]
            if (host.removeprefix("::ffff:"), port) == (client[0].removeprefix("::ffff:"), int(client[1])):
                candidate.shutdown(socket.SHUT_RDWR)


def _descriptors() -> Iterator[int]:
    """The numbers of the open sockets of this process."""
    for folder in (Path("/proc/self/fd"), Path("/dev/fd")):
        if folder.is_dir():
            for entry in list(folder.iterdir()):
                with suppress(OSError):
                    if stat.S_ISSOCK(os.fstat(int(entry.name)).st_mode):
                        yield int(entry.name)
            return
