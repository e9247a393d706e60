"""How an answer is printed: JSON, JSON lines, CSV, or a table for people.

Records are written as they come, so that a list of any length needs no memory; only a table is drawn at its end.
"""

import csv
import sys
from collections.abc import Iterable, Mapping
from typing import IO, Any, Protocol

import msgspec

from holdall.cli.box.options import Format

_COLUMNS = 8
_FIRST_COLUMNS = ("type", "id", "name", "login", "title", "role", "status", "size", "modified_at", "created_at")


class Writer(Protocol):
    """Takes records one by one."""

    def write(self, record: Any) -> None:
        """Print one record, or keep it for the end."""

    def close(self) -> None:
        """Print what is left."""


def print_answer(value: Any, form: Format | None, picked: list[str], stream: IO[str] | None = None) -> None:
    """Print one answer. Without a form: a table for a list on a terminal, JSON for everything else."""
    stream = stream or sys.stdout
    entries = entries_of(value)
    form = form or ("table" if entries is not None and stream.isatty() else "json")
    if form == "json":
        chosen = value if not picked else pick_all(value, picked)
        _print_json(chosen, stream)
        return
    writer = writer_for(form, picked, stream)
    for record in entries if entries is not None else [value] if value is not None else []:
        writer.write(record)
    writer.close()


def writer_for(form: Format, picked: list[str], stream: IO[str]) -> Writer:
    """A writer of many records."""
    if form == "csv":
        return CsvWriter(stream, picked)
    if form == "table":
        return TableWriter(stream, picked)
    return JsonLinesWriter(stream, picked) if form == "jsonl" else JsonArrayWriter(stream, picked)


def entries_of(value: Any) -> list[Any] | None:
    """The records of an answer that is a list, None for one that is not."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and isinstance(value.get("entries"), list):
        entries: list[Any] = value["entries"]
        return entries
    return None


def pick_all(value: Any, names: list[str]) -> Any:
    """The answer with only these fields in it, or in each of its entries."""
    if isinstance(value, list):
        return [pick(record, names) for record in value]
    if entries_of(value) is not None:
        return {**value, "entries": [pick(record, names) for record in value["entries"]]}
    return pick(value, names)


def pick(record: Any, names: Iterable[str]) -> Any:
    """Only these fields of a record, in this order; a dotted name leads inside and keeps the objects around it."""
    picked: dict[str, Any] = {}
    for name in names:
        steps = name.split(".")
        place = picked
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        place[steps[-1]] = value_at(record, name)
    return picked


def value_at(record: Any, name: str) -> Any:
    """The value under a dotted name, None where there is none."""
    for step in name.split("."):
        record = record.get(step) if isinstance(record, Mapping) else None
    return record


def flatten(record: Any, prefix: str = "") -> dict[str, Any]:
    """A record's values by dotted names; lists stay whole."""
    if not isinstance(record, Mapping):
        return {prefix.rstrip(".") or "value": record}
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping) and value:
            flat |= flatten(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = value
    return flat


def cell(value: Any) -> str:
    """A value in one cell: nothing for null, JSON for what is no text or number."""
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


class JsonArrayWriter:
    """One JSON list, an element per line."""

    def __init__(self, stream: IO[str], picked: list[str]) -> None:
        self._stream = stream
        self._picked = picked
        self._before = "[\n  "

    def write(self, record: Any) -> None:
        """Print one element."""
        chosen = pick(record, self._picked) if self._picked else record
        self._stream.write(self._before + msgspec.json.encode(chosen).decode())
        self._before = ",\n  "

    def close(self) -> None:
        """Close the list."""
        self._stream.write("[]\n" if self._before.startswith("[") else "\n]\n")


class JsonLinesWriter:
    """A JSON value per line."""

    def __init__(self, stream: IO[str], picked: list[str]) -> None:
        self._stream = stream
        self._picked = picked

    def write(self, record: Any) -> None:
        """Print one line."""
        chosen = pick(record, self._picked) if self._picked else record
        self._stream.write(msgspec.json.encode(chosen).decode() + "\n")

    def close(self) -> None:
        """Nothing is left."""


class CsvWriter:
    """A table for spreadsheets; without picked fields, its columns are those of the first record."""

    def __init__(self, stream: IO[str], picked: list[str]) -> None:
        self._rows = csv.writer(stream, lineterminator="\n")
        self._columns = picked
        self._begun = False

    def write(self, record: Any) -> None:
        """Print one row, and the head before the first."""
        flat = flatten(record)
        if not self._begun:
            self._begun = True
            self._columns = self._columns or list(flat)
            self._rows.writerow(self._columns)
        self._rows.writerow([cell(flat[name] if name in flat else value_at(record, name)) for name in self._columns])

    def close(self) -> None:
        """A list without records still has its head, where the fields are known."""
        if not self._begun and self._columns:
            self._rows.writerow(self._columns)


class TableWriter:
    """A table for people, drawn when all records are there."""

    def __init__(self, stream: IO[str], picked: list[str]) -> None:
        self._stream = stream
        self._picked = picked
        self._records: list[Any] = []

    def write(self, record: Any) -> None:
        """Keep one record."""
        self._records.append(record)

    def close(self) -> None:
        """Draw the table."""
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        columns = self._picked or table_columns(self._records)
        table = Table(*columns, box=None, pad_edge=False, header_style="bold")
        for record in self._records:
            table.add_row(*(Text(cell(value_at(record, name))) for name in columns))
        width = None if self._stream.isatty() else 10_000
        Console(file=self._stream, width=width).print(table if self._records else "(none)")


def table_columns(records: list[Any]) -> list[str]:
    """The fields that a table shows where nobody picked: the most telling simple ones."""
    names = list(dict.fromkeys(name for record in records[:50] if isinstance(record, Mapping) for name in record))
    simple = [
        name for name in names if all(not isinstance(value_at(record, name), Mapping | list) for record in records[:50])
    ]
    telling = [name for name in _FIRST_COLUMNS if name in simple]
    others = [name for name in simple if name not in telling and name not in {"etag", "sequence_id"}]
    return (telling + others)[:_COLUMNS] or names[:_COLUMNS]


def _print_json(value: Any, stream: IO[str]) -> None:
    if value is None:
        return
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    if stream.isatty():
        from rich.console import Console

        Console(file=stream).print_json(text)
    else:
        stream.write(text + "\n")
