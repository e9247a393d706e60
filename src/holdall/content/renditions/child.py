"""The child: a process that imports what it needs, shuts itself in, and then makes things of files until it is told off.

It is started with a socket as its standard input, and with its limits as arguments; the server's `children.py` does that.
"""

import gc
import importlib
import os
import pkgutil
import socket
import sys
from collections.abc import Mapping

from holdall.content.renditions.confinement import (
    be_the_first_to_die,
    die_with_the_server,
    filter_system_calls,
    give_up_privileges,
    limit_resources,
)
from holdall.content.renditions.errors import Refused
from holdall.content.renditions.messages import LENGTH, Job, Reply, decode_job, frame
from holdall.content.renditions.tasks import TASKS, Task, warm_up

_MOST_FILES = 256
_GIVES_WAY = 5  # to the server, when there is not enough of the processor for both

READY = "ready"
READY_UNCONFINED = "ready without a filter of system calls"


def main(tasks: Mapping[str, Task]) -> None:
    """Serve jobs until the server closes the socket or kills this process. Arguments: bytes of memory, CPU seconds."""
    memory, cpu_seconds = (int(argument) for argument in sys.argv[1:3])
    server = socket.socket(fileno=os.dup(0))
    be_the_first_to_die()
    os.nice(_GIVES_WAY)
    _import_encodings()
    warm_up()
    os.closerange(server.fileno() + 1, _MOST_FILES)  # what an import may have left open; nothing is inherited
    limit_resources(memory=memory, cpu_seconds=cpu_seconds)
    give_up_privileges()
    die_with_the_server()
    is_confined = filter_system_calls()
    server.sendall(frame(Reply(parts={READY if is_confined else READY_UNCONFINED: b""})))
    while (received := _receive(server)) is not None:
        job, descriptor = received
        reply = _carry_out(tasks, job, descriptor)
        server.sendall(frame(reply))
        if reply.is_last:
            return


def _carry_out(tasks: Mapping[str, Task], job: Job, descriptor: int) -> Reply:
    try:
        with os.fdopen(descriptor, "rb") as source:
            source.seek(0)
            return Reply(parts=tasks[job.task](source, job.options))
    except Refused as refusal:
        return Reply(refusal=str(refusal))
    except MemoryError:
        gc.collect()
        return Reply(refusal="It needs more memory than a child may have", is_last=True)
    except RecursionError:
        return Reply(refusal="It is nested too deeply")
    except Exception as error:
        # A library stumbled over the content: what it says helps whoever looks for the reason.
        return Reply(refusal=f"{type(error).__name__}: {error}"[:500], is_last=True)


def _receive(server: socket.socket) -> tuple[Job, int] | None:
    """The next job and the descriptor of its file; None when the server has gone."""
    data, descriptors = bytearray(), list[int]()
    while len(data) < LENGTH or len(data) < LENGTH + int.from_bytes(data[:LENGTH]):
        piece, received, _, _ = socket.recv_fds(server, 65536, 1)
        if not piece:
            return None
        data += piece
        descriptors += received
    return decode_job(bytes(data[LENGTH:])), descriptors[0]


def _import_encodings() -> None:
    """Import every codec of Python: once the door is shut, none can be read from disk."""
    import encodings

    for module in pkgutil.iter_modules(encodings.__path__):
        if module.name not in {"mbcs", "oem"}:  # of Windows
            importlib.import_module(f"encodings.{module.name}")


if __name__ == "__main__":
    main(TASKS)
