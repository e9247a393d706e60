"""A child in which a hole of a library has been used: its tasks do what an attacker would do next."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from holdall.content.renditions.child import main

Options = Mapping[str, Any]


def _attempt(action: Callable[[], object]) -> dict[str, bytes]:
    """What came of an action: `done`, or the name of what it met."""
    try:
        action()
    except (OSError, RuntimeError) as error:
        return {"result": type(error).__name__.encode()}
    return {"result": b"done"}


def echo(source: BinaryIO, _: Options) -> dict[str, bytes]:
    return {"result": source.read()}


def whoami(_: BinaryIO, __: Options) -> dict[str, bytes]:
    return {"pid": str(os.getpid()).encode(), "environment": " ".join(sorted(os.environ)).encode()}


def read_file(_: BinaryIO, options: Options) -> dict[str, bytes]:
    return _attempt(Path(options["path"]).read_bytes)


def write_source(source: BinaryIO, _: Options) -> dict[str, bytes]:
    return _attempt(lambda: os.write(source.fileno(), b"overwritten"))


def list_folder(_: BinaryIO, __: Options) -> dict[str, bytes]:
    return _attempt(lambda: list(Path("/").iterdir()))


def connect(_: BinaryIO, __: Options) -> dict[str, bytes]:
    return _attempt(lambda: socket.create_connection(("127.0.0.1", 1), timeout=1))


def fork(_: BinaryIO, __: Options) -> dict[str, bytes]:
    return _attempt(os.fork)


def start_thread(_: BinaryIO, __: Options) -> dict[str, bytes]:
    return _attempt(threading.Thread(target=int).start)


def execute(_: BinaryIO, __: Options) -> dict[str, bytes]:
    return _attempt(lambda: os.execv(sys.executable, [sys.executable]))


def kill_parent(_: BinaryIO, options: Options) -> dict[str, bytes]:
    return _attempt(lambda: os.kill(options["pid"], signal.SIGTERM))


def raise_limit(_: BinaryIO, __: Options) -> dict[str, bytes]:
    import resource

    limit = resource.RLIM_INFINITY
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ValueError, OSError) as error:
        return {"result": type(error).__name__.encode()}
    return {"result": b"done"}


def text(source: BinaryIO, _: Options) -> dict[str, bytes]:
    if source.read(4) == b"slow":
        loop(source, {})
    os._exit(11)


def facts(_: BinaryIO, __: Options) -> dict[str, bytes]:
    return {"facts": b"{}"}


def loop(_: BinaryIO, __: Options) -> dict[str, bytes]:
    while True:
        pass


def hog(_: BinaryIO, __: Options) -> dict[str, bytes]:
    kept = [bytearray(1024 * 1024) for _ in range(64 * 1024)]
    return {"result": str(len(kept)).encode()}


def crash(_: BinaryIO, __: Options) -> dict[str, bytes]:
    os._exit(11)


def flood(_: BinaryIO, __: Options) -> dict[str, bytes]:
    return {"result": bytes(2 * 1024 * 1024)}


def lie(_: BinaryIO, __: Options) -> dict[str, bytes]:
    for descriptor in (0, 3):
        try:
            os.write(descriptor, b"\x00\x00\x00\x05wrong")
        except OSError:
            continue
    return {}


def stumble(_: BinaryIO, __: Options) -> dict[str, bytes]:
    raise KeyError("missing")


def recurse(source: BinaryIO, options: Options) -> dict[str, bytes]:
    return recurse(source, options)


if __name__ == "__main__":
    main(
        {
            task.__name__: task
            for task in (
                echo,
                whoami,
                read_file,
                write_source,
                list_folder,
                connect,
                fork,
                start_thread,
                execute,
                kill_parent,
                raise_limit,
                text,
                facts,
                loop,
                hog,
                crash,
                flood,
                lie,
                stumble,
                recurse,
            )
        }
    )
