"""The result file of a run over rows: a line per row as it ends, so that a run that was cut off can go on.

A row whose call changes something is marked before it is sent: without a result it may have happened, and is never
sent again unasked.
"""

import csv
import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

RowStatus = Literal["started", "done", "failed", "unknown"]


class RowResult(msgspec.Struct, omit_defaults=True):
    """How one row ended. `digest` is of what the row asked for; `answer` is only kept in a .jsonl file."""

    row: int
    digest: str
    status: RowStatus
    type: str | None = None
    id: str | None = None
    http_status: int | None = None
    code: str | None = None
    message: str | None = None
    answer: Any = None


_COLUMNS = [name for name in RowResult.__struct_fields__ if name != "answer"]


def digest_of(operation_id: str, given: Mapping[str, Any]) -> str:
    """What tells whether a row still asks for the same."""
    text = msgspec.json.encode([operation_id, sorted(given.items())], enc_hook=str)
    return hashlib.sha256(text).hexdigest()[:16]


class ResultFile:
    """A .csv or .jsonl file that grows by a line per result. Raises OSError where it can not be written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._json = path.suffix == ".jsonl"
        self.results: dict[int, RowResult] = {}
        self._load()
        self._file = path.open("a", encoding="utf-8", newline="")
        if not self._json and path.stat().st_size == 0:
            self._file.write(",".join(_COLUMNS) + "\n")

    def add(self, result: RowResult) -> None:
        """Keep a result; it is in the file when this returns."""
        self.results[result.row] = result
        self._file.write(self._line(result))
        self._file.flush()

    def close(self) -> None:
        """Bring the file into its final form: one line per row, in the rows' order."""
        self._file.close()
        draft = self.path.with_name(self.path.name + ".part")
        with draft.open("w", encoding="utf-8", newline="") as file:
            if not self._json:
                file.write(",".join(_COLUMNS) + "\n")
            for row in sorted(self.results):
                file.write(self._line(self.results[row]))
        draft.replace(self.path)

    def _line(self, result: RowResult) -> str:
        if self._json:
            return msgspec.json.encode(result).decode() + "\n"
        text = io.StringIO()
        values = [getattr(result, name) for name in _COLUMNS]
        csv.writer(text, lineterminator="\n").writerow(["" if value is None else value for value in values])
        return text.getvalue()

    def _load(self) -> None:
        """Read what an earlier run left; a last line that was cut off counts as not written, and is taken away."""
        if not self.path.exists():
            return
        content = self.path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            self.path.write_bytes(whole)
        try:
            for record in self._records(whole.decode()):
                result = msgspec.convert(record, RowResult, strict=False)
                self.results[result.row] = result
        except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError):
            raise ValueError(f"{self.path} is no result file of an earlier run: name another with --results") from None

    def _records(self, text: str) -> list[dict[str, Any]]:
        if self._json:
            return [msgspec.json.decode(line) for line in text.splitlines()]
        rows = csv.DictReader(io.StringIO(text, newline=""))
        return [{name: value for name, value in row.items() if value not in {"", None}} for row in rows]
