"""Exceptions and exclusions of maps, and matches of users, as CSV: with a heading that names the columns, or the shortest form without one.

Exceptions have `source_email`, `destination_email` and the like; exclusions `email`, `name` and the like. Without a heading a row
of exceptions is two columns and one of exclusions is one: an address where it holds an @, else a name.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from holdall.base.cells import text_of
from holdall.base.errors import BadRequest

from .bodies import AccountBody, MatchBody
from .map_bodies import ExceptionBody, ExclusionBody, SidBody

PROPERTIES = ("id", "email", "name", "username", "caption")
EXCEPTION_COLUMNS = tuple(f"{side}_{name}" for side in ("source", "destination") for name in PROPERTIES)
EXCLUSION_COLUMNS = PROPERTIES
_ACCOUNT = ("id", "email", "name", "username")
MATCH_COLUMNS = (
    *(f"{side}_{name}" for side in ("source", "destination") for name in _ACCOUNT),
    *("excluded", "resolution", "message"),
)
_YES = ("1", "true", "yes")


def read_exceptions(raw: bytes) -> list[ExceptionBody]:
    """The pairs in a file; raises BadRequest naming the line that is wrong."""
    rows, columns = _rows(raw, EXCEPTION_COLUMNS, 2)
    pairs = []
    for line, row in rows:
        sides = {side: _sid(row, columns, f"{side}_") for side in ("source", "destination")}
        for side, sid in sides.items():
            if not sid.names_somebody:
                raise BadRequest(f"line {line}: names nobody at the {side}")
        pairs.append(ExceptionBody(**sides))
    return pairs


def read_exclusions(raw: bytes) -> list[ExclusionBody]:
    """Whom a file leaves out; raises BadRequest naming the line that is wrong."""
    rows, columns = _rows(raw, EXCLUSION_COLUMNS, 1)
    found = []
    for line, row in rows:
        sid = _sid(row, columns, "")
        if not sid.names_somebody:
            raise BadRequest(f"line {line}: names nobody")
        found.append(ExclusionBody(sid=sid))
    return found


def read_matches(raw: bytes) -> list[MatchBody]:
    """The pairs of users in a file, and those with a word of yes under `excluded`; raises BadRequest naming the line.

    Who has no counterpart in it is left as before, so that the whole list can be sent back.
    """
    rows, columns = _rows(raw, MATCH_COLUMNS, 2)
    found = []
    for line, row in rows:
        source, destination = _sid(row, columns, "source_"), _sid(row, columns, "destination_")
        excluded = columns is not None and dict(zip(columns, row, strict=False)).get("excluded", "").lower() in _YES
        if excluded and not source.names_somebody:
            raise BadRequest(f"line {line}: names nobody at the source to exclude")
        if excluded:
            found.append(MatchBody(source=_account(source), excluded=True))
        elif source.names_somebody and destination.names_somebody:
            found.append(MatchBody(source=_account(source), destination=_account(destination)))
        elif columns is None:
            raise BadRequest(f"line {line}: names nobody at the {'destination' if source.names_somebody else 'source'}")
    return found


def match_row(
    source: Mapping[str, Any] | None, destination: Mapping[str, Any] | None, resolution: str, message: str | None
) -> list[str]:
    """A pair of users in the order of MATCH_COLUMNS."""
    people = [str((side or {}).get(name) or "") for side in (source, destination) for name in _ACCOUNT]
    return [*people, "1" if resolution == "excluded" else "", resolution, message or ""]


def _account(sid: SidBody) -> AccountBody:
    return AccountBody(**{name: getattr(sid, name) for name in _ACCOUNT})


def exception_row(source: Mapping[str, Any], destination: Mapping[str, Any]) -> list[str]:
    """A pair in the order of EXCEPTION_COLUMNS."""
    return [str(side.get(name) or "") for side in (source, destination) for name in PROPERTIES]


def exclusion_row(sid: Mapping[str, Any]) -> list[str]:
    """Somebody in the order of EXCLUSION_COLUMNS."""
    return [str(sid.get(name) or "") for name in PROPERTIES]


def _rows(raw: bytes, known: Sequence[str], shortest: int) -> tuple[list[tuple[int, list[str]]], Sequence[str] | None]:
    """The rows with their lines, and the columns that a heading names."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRequest("The file is not UTF-8 text") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, [text_of(cell.strip()) for cell in row]))
    except csv.Error as error:
        raise BadRequest(f"line {reader.line_num}: is no CSV: {error}") from None
    if not rows:
        return [], None
    heading = [cell.lower() for cell in rows[0][1]]
    if any(cell in known for cell in heading):
        unknown = [cell for cell in heading if cell and cell not in known]
        if unknown:
            raise BadRequest(f"line {rows[0][0]}: the column {unknown[0]!r} is not known; there are {', '.join(known)}")
        return rows[1:], heading
    for line, row in rows:
        if len(row) != shortest:
            raise BadRequest(
                f"line {line}: has {len(row)} columns; without a heading there are {shortest}, "
                f"with one any of {', '.join(known)}"
            )
    return rows, None


def _sid(row: Sequence[str], columns: Sequence[str] | None, prefix: str) -> SidBody:
    if columns is None:
        value = row[1] if prefix == "destination_" else row[0]
        return SidBody(email=value) if "@" in value else SidBody(name=value)
    cells = dict(zip(columns, row, strict=False))
    return msgspec.convert({name: cells.get(f"{prefix}{name}") or None for name in PROPERTIES}, SidBody)
