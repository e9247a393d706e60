"""A job's items counted in the ways that people ask about: status, size, age, type, and why something is flagged.

One walk over the ledger; what is remembered grows with the kinds, not with the items.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from holdall.base.clock import DAY
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.rows import Item

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
    ("a week", 7 * DAY),
    ("a month", 30 * DAY),
    ("a year", 365 * DAY),
    ("two years", 2 * 365 * DAY),
    ("five years", 5 * 365 * DAY),
)
OLDER = "older"
_LISTED = 12
"""How many kinds of a breakdown are told; the others are one."""
FLAGGED_LISTED = 1000


class Bucket(msgspec.Struct, frozen=True):
    """One kind of item: how many there are, and their bytes."""

    name: str
    items: int
    bytes: int


class Flagged(msgspec.Struct, frozen=True):
    """An item that waits for a person."""

    path: str
    reason: str
    attempts: int


class Breakdown(msgspec.Struct, frozen=True, kw_only=True):
    """A job in numbers. Sizes, ages and extensions are those of files that are at the destination."""

    by_status: Sequence[Bucket]
    by_size: Sequence[Bucket]
    by_age: Sequence[Bucket]
    by_extension: Sequence[Bucket]
    by_depth: Sequence[Bucket]
    by_reason: Sequence[Bucket]
    flagged: Sequence[Flagged]
    verified: int


class _Tally:
    """Counts by name, with bytes."""

    def __init__(self) -> None:
        self._items: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()

    def add(self, name: str, size: int) -> None:
        self._items[name] += 1
        self._bytes[name] += size

    def in_order(self, names: Sequence[str]) -> list[Bucket]:
        """The named kinds that there are, in this order."""
        return [Bucket(name, self._items[name], self._bytes[name]) for name in names if self._items[name]]

    def largest(self) -> list[Bucket]:
        """The most frequent kinds, and all others as one."""
        ranked = [Bucket(name, count, self._bytes[name]) for name, count in self._items.most_common()]
        if len(ranked) <= _LISTED:
            return ranked
        rest = ranked[_LISTED:]
        return [*ranked[:_LISTED], Bucket("others", sum(one.items for one in rest), sum(one.bytes for one in rest))]


async def break_down(ledger: Ledger) -> Breakdown:
    """The numbers of a job as its ledger has them now."""
    tallies: Mapping[str, _Tally] = {
        name: _Tally() for name in ("status", "size", "age", "extension", "depth", "reason")
    }
    flagged: list[Flagged] = []
    verified = after = 0
    while page := await ledger.all(after):
        after = page[-1].id
        for item in page:
            _count(item, tallies, ledger.database.now)
            verified += item.verified_run is not None
            if item.status == "remediation" and len(flagged) < FLAGGED_LISTED:
                flagged.append(Flagged(item.path, item.reason or "", item.attempts))
    return Breakdown(
        by_status=tallies["status"].largest(),
        by_size=tallies["size"].in_order([name for name, _ in SIZES] + [LARGER]),
        by_age=tallies["age"].in_order([name for name, _ in AGES] + [OLDER]),
        by_extension=tallies["extension"].largest(),
        by_depth=tallies["depth"].in_order([str(depth) for depth in range(1, 1000)]),
        by_reason=tallies["reason"].largest(),
        flagged=flagged,
        verified=verified,
    )


def _count(item: Item, tallies: Mapping[str, _Tally], now: int) -> None:
    tallies["status"].add(item.status, item.size)
    if item.status in ("remediation", "skipped"):
        tallies["reason"].add((item.reason or "").split(":")[0][:120], item.size)
    if item.type != "file" or item.status not in ("success", "processed"):
        return
    tallies["size"].add(next((name for name, most in SIZES if item.size <= most), LARGER), item.size)
    modified = item.source.get("modified")
    if modified is not None:
        tallies["age"].add(next((name for name, most in AGES if now - modified <= most), OLDER), item.size)
    stem, dot, extension = item.name.rpartition(".")
    tallies["extension"].add(extension.lower() if stem and dot else "none", item.size)
    tallies["depth"].add(str(item.depth), item.size)
