"""What a transfer must know to go on after a crash: a small file beside the work, removed when it is done.

It says which work it belongs to; a journal of other work is ignored.
"""

import os
from pathlib import Path
from typing import Any

import msgspec


class Journal:
    """A JSON file that is replaced as a whole; without a path it remembers nothing."""

    def __init__(self, path: Path | None, work: dict[str, Any]) -> None:
        self._path = path
        self._work = work

    def read(self) -> dict[str, Any]:
        """What was written for this work; empty where there is nothing, or nothing that can be read."""
        if self._path is None:
            return {}
        try:
            content = msgspec.json.decode(self._path.read_bytes())
            return dict(content["state"]) if content["work"] == self._work else {}
        except (FileNotFoundError, msgspec.DecodeError, KeyError, TypeError, ValueError):
            return {}

    def write(self, state: dict[str, Any], *, durable: bool = True) -> None:
        """Remember this instead; where `durable`, even through a loss of power."""
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_name(self._path.name + ".new")
        with temporary.open("wb") as file:
            file.write(msgspec.json.encode({"work": self._work, "state": state}))
            if durable:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(self._path)

    def remove(self) -> None:
        """Forget it: the work is done, or begins anew."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
