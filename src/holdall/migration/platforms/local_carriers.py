"""Programs beside this process that read and write small files for it, so that its lock is no limit to how fast they go."""

import marshal
import queue
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import local_small

_PROGRAMS = 2
"""More gain nothing: most of a small file's time is the system's, and the ledger keeps another processor busy."""

_WORTH = 32
"""Fewer files are done here, in less time than it takes to ask."""


class Carriers:
    """Some programs, each started when there is enough for it; to be closed. Every method waits on the thread that calls."""

    def __init__(self) -> None:
        self._slots: queue.LifoQueue[subprocess.Popen[bytes] | None] = queue.LifoQueue()
        for _ in range(_PROGRAMS):
            self._slots.put(None)

    def run(self, work: str, files: Sequence[Any]) -> list[Any]:
        """What local_small answers; a program that dies may leave files that are there already to be done once more."""
        if len(files) < _WORTH:
            return local_small.run(work, files)
        program = self._slots.get()
        try:
            program = program or _start()
            return _ask(program, work, files)
        except (OSError, EOFError):
            if program is not None:
                _end(program)
            program = None
            return local_small.run(work, files)
        finally:
            self._slots.put(program)

    def close(self) -> None:
        """End the programs."""
        for _ in range(_PROGRAMS):
            program = self._slots.get()
            if program is not None:
                _end(program)
            self._slots.put(None)


def _start() -> "subprocess.Popen[bytes]":
    # Without the packages of this environment, which would take longer to look through than all else.
    command = [sys.executable, "-I", "-S", str(Path(local_small.__file__))]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - a program of our own


def _ask(program: "subprocess.Popen[bytes]", work: str, files: Sequence[Any]) -> list[Any]:
    assert program.stdin is not None
    assert program.stdout is not None
    marshal.dump((work, list(files)), program.stdin)
    program.stdin.flush()
    answer: list[Any] = marshal.load(program.stdout)  # noqa: S302 - as above
    return answer


def _end(program: "subprocess.Popen[bytes]") -> None:
    program.kill()  # between two lots of files, or dead
    program.communicate()
