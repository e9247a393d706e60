"""What agents called, as JSON lines: who, which operation, with what, and how it ended; never a secret.

A call that the policy refused is in it too.
"""

import os
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

_SECRET = re.compile(r"password|secret|token|assertion|boxapi|private_key|authorization", re.IGNORECASE)
_LONGEST = 200
_HIDDEN = "***"


class AuditLog:
    """A file that only its owner may read, one line per call. Raises OSError where it can not be opened."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._clock = clock

    def write(
        self, *, user: str | None, operation: str, arguments: Mapping[str, Any], outcome: str, **more: Any
    ) -> None:
        """Add a line; `outcome` is ok, refused, or the kind of the failure."""
        record = {
            "time": datetime.fromtimestamp(self._clock(), UTC).isoformat(),
            "user": user,
            "operation": operation,
            "arguments": without_secrets(arguments),
            "outcome": outcome,
            **{name: value for name, value in more.items() if value is not None},
        }
        os.write(self._descriptor, msgspec.json.encode(record, enc_hook=str) + b"\n")

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)


def without_secrets(value: Any, name: str = "") -> Any:
    """The value as it may be written down: secrets hidden by their names, long texts cut."""
    if name and _SECRET.search(name) and value is not None:
        return _HIDDEN
    if isinstance(value, Mapping):
        return {key: without_secrets(part, str(key)) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [without_secrets(part) for part in value]
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"{value[:_LONGEST]}... ({len(value)} characters)"
    return value
