"""Jobs' items counted in the ways that people ask about: status, size, age, extension, kind, depth, and why they wait.

The database counts, some thousand rows at a time, so that nobody else waits while a million are counted.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.clock import DAY
from holdall.base.db import Query, json_number, query
from holdall.base.db.database import Reader
from holdall.migration.engine.filters import GROUPS
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.reasons import ABOUT, Reason
from holdall.migration.tables import items

SIZES: Sequence[tuple[str, int]] = (
    ("empty", 0),
    ("up to 10 kB", 10_000),
    ("up to 100 kB", 100_000),
    ("up to 1 MB", 1_000_000),
    ("up to 10 MB", 10_000_000),
    ("up to 100 MB", 100_000_000),
    ("up to 1 GB", 1_000_000_000),
)
LARGER = "larger"
AGES: Sequence[tuple[str, int]] = (
    ("up to a week", 7 * DAY),
    ("up to a month", 30 * DAY),
    ("up to a year", 365 * DAY),
    ("up to two years", 2 * 365 * DAY),
    ("up to five years", 5 * 365 * DAY),
)
OLDER = "older"
_UNITS: Mapping[str, tuple[str, int]] = {
    "d": ("days", DAY),
    "w": ("weeks", 7 * DAY),
    "m": ("months", 30 * DAY),
    "y": ("years", 365 * DAY),
}
OTHER = "other"
NO_REASON = "none"
_ROWS_AT_ONCE = 20_000
FLAGGED_LISTED = 1000


class Amount(msgspec.Struct):
    """How many items of one kind one side has, and their bytes; links are counted with the files."""

    files: int = 0
    folders: int = 0
    bytes: int = 0

    @property
    def items(self) -> int:
        """Files and folders together."""
        return self.files + self.folders

    def add(self, other: "Amount") -> None:
        """Count another amount in."""
        self.files += other.files
        self.folders += other.folders
        self.bytes += other.bytes


class Bucket(msgspec.Struct):
    """One kind of item: what the source has of it, and what of that is at the destination."""

    name: str
    source: Amount = msgspec.field(default_factory=Amount)
    destination: Amount = msgspec.field(default_factory=Amount)

    def add(self, other: "Bucket") -> None:
        """Count another kind in."""
        self.source.add(other.source)
        self.destination.add(other.destination)


class Flagged(msgspec.Struct, frozen=True):
    """An item that waits for a person."""

    path: str
    reason: str
    attempts: int


Classes = Sequence[tuple[str, int]]


def ages_of(text: str) -> Classes:
    """Five equal classes of age, each as wide as `2d`, `2w`, `2m` or `2y` says; raises ValueError for other texts.

    A month has 30 days and a year 365, as in filters.
    """
    found = re.fullmatch(r"([1-9][0-9]{0,3})([dwmy])", text.strip().lower())
    if found is None:
        raise ValueError("is a number of days, weeks, months or years, such as 2d, 2w, 2m or 2y")
    width, (name, unit) = int(found[1]), _UNITS[found[2]]
    return [(f"up to {width * step} {name}", width * step * unit) for step in range(1, 6)]


def _case(column: Any, classes: Classes, beyond: str) -> sa.ColumnElement[str]:
    return sa.case(*((column <= most, sa.literal(name)) for name, most in classes), else_=sa.literal(beyond))


_DOTTED = sa.func.rtrim(items.c.name, sa.func.replace(items.c.name, ".", ""))
"""The name up to its last dot."""
_EXTENSION = sa.case(
    (sa.or_(items.c.type != "file", sa.func.length(_DOTTED) <= 1), ""),
    else_=sa.func.lower(sa.func.substr(items.c.name, sa.func.length(_DOTTED) + 1)),
)
_MODIFIED = json_number(items.c.source, sa.literal("modified"))
_AGE = sa.bindparam("now", type_=sa.BigInteger) - _MODIFIED


def _age_case(ages: Classes) -> sa.ColumnElement[str]:
    return sa.case((_MODIFIED.is_(None), sa.literal("unknown")), else_=_case(_AGE, ages, OLDER))


_KEYS: Mapping[str, sa.ColumnElement[Any]] = {
    "status": items.c.status,
    "category": sa.func.coalesce(items.c.category, NO_REASON),
    "size": _case(items.c.size, SIZES, LARGER),
    "age": _age_case(AGES),
    "ext": _EXTENSION,
    "content_category": _EXTENSION,
    "depth": items.c.depth,
}
DIMENSIONS = tuple(_KEYS)
_FILES_ALONE = {"size", "age", "ext", "content_category"}

_RANGE = (
    items.c.job_id == sa.bindparam("job", type_=sa.Text),
    items.c.id > sa.bindparam("after", type_=sa.BigInteger),
    items.c.depth > 0,
)
_END = query(
    sa.select(sa.func.max(sa.column("id"))).select_from(
        sa.select(items.c.id).where(*_RANGE[:2]).order_by(items.c.id).limit(_ROWS_AT_ONCE).subquery()
    )
)


@cache
def _counted(dimension: str) -> Query[Any]:
    return _counting(_KEYS[dimension], files_alone=dimension in _FILES_ALONE)


def _counting(key: sa.ColumnElement[Any], *, files_alone: bool) -> Query[Any]:
    there = items.c.destination_address.is_not(None)
    statement = sa.select(
        key.label("key"),
        items.c.type,
        there.label("there"),
        sa.func.count(),
        sa.cast(sa.func.sum(items.c.size), sa.BigInteger),
    ).where(*_RANGE, items.c.id <= sa.bindparam("end", type_=sa.BigInteger))
    if files_alone:
        statement = statement.where(items.c.type == "file")
    return query(statement.group_by(sa.literal_column("1"), items.c.type, sa.literal_column("3")))


async def count_by(
    reader: Reader,
    ledgers: Sequence[str],
    dimension: str,
    *,
    now: int,
    categories: sa.ColumnElement[Any] | None = None,
    ages: Classes = AGES,
) -> list[Bucket]:
    """The items of jobs by one of DIMENSIONS, all kinds; `categories` is what names an item's category, if not its reason,
    and `ages` are the classes of age.
    """
    if dimension == "category" and categories is not None:
        statement = _counting(categories, files_alone=False)
    elif dimension == "age" and ages is not AGES:
        statement = _counting(_age_case(ages), files_alone=True)
    else:
        statement = _counted(dimension)
    given = {"now": now} if dimension == "age" else {}
    found: dict[str, Bucket] = {}
    for job in ledgers:
        after = 0
        while end := await reader.value(_END, job=job, after=after):
            for key, kind, there, count, size in await reader.all(statement, job=job, after=after, end=end, **given):
                name = _name(dimension, key)
                bucket = found.setdefault(name, Bucket(name))
                folder = kind == "folder"
                amount = Amount(0 if folder else count, count if folder else 0, size)
                bucket.source.add(amount)
                if there:
                    bucket.destination.add(amount)
            after = end
            await asyncio.sleep(0)  # the others' turn
    return _in_order(dimension, list(found.values()), ages)


def largest(buckets: Sequence[Bucket], most: int) -> list[Bucket]:
    """The first kinds, and all others as one."""
    if len(buckets) <= most:
        return list(buckets)
    other = Bucket(OTHER)
    for bucket in buckets[most:]:
        other.add(bucket)
    return [*buckets[:most], other]


async def flagged_items(ledger: Ledger) -> list[Flagged]:
    """The first items of a job that wait for a person."""
    found = await ledger.noticed("remediation", FLAGGED_LISTED)
    return [Flagged(item.path, item.reason or "", item.attempts) for item in found]


def reason_name(word: str) -> str:
    """What people call a reason, by its word in the ledger."""
    return ABOUT[Reason(word)].name if word in set(Reason) else word


def is_worrying(word: str) -> bool:
    """Whether a reason is one of a warning or an error."""
    return word not in set(Reason) or ABOUT[Reason(word)].level in ("warn", "error")


def _name(dimension: str, key: Any) -> str:
    if dimension == "content_category":
        return next((name for name, extensions in GROUPS.items() if key in extensions), "others")
    return str(key) or "none"


def _in_order(dimension: str, found: list[Bucket], ages: Classes) -> list[Bucket]:
    classes = {"size": [*SIZES, (LARGER, 0)], "age": [*ages, (OLDER, 0), ("unknown", 0)]}
    if dimension in classes:
        order = [name for name, _ in classes[dimension]]
        return sorted(found, key=lambda bucket: order.index(bucket.name))
    if dimension == "depth":
        return sorted(found, key=lambda bucket: int(bucket.name))
    return sorted(found, key=lambda bucket: (-bucket.source.items, bucket.name))
