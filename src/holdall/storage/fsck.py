"""The check of everything that must agree: rows against bytes both ways, wholes against parts, and what rooms add.

It may run beside a server: whatever looks wrong is looked at again, since blobs come and go meanwhile.
"""

from collections.abc import Awaitable, Callable, Container

import msgspec

from holdall.base.clock import SECOND
from holdall.base.db import Database

from .opening import Stores


class Finding(msgspec.Struct, frozen=True):
    """Something that is not as it must be: which check, about what, what is wrong, and what to do about it."""

    check: str
    subject: str
    problem: str
    remedy: str
    repaired: bool = False


class Report(msgspec.Struct):
    """What an examination saw: how many of what, what is wrong, and what is worth knowing though it is right."""

    counts: dict[str, int] = msgspec.field(default_factory=dict)
    findings: list[Finding] = msgspec.field(default_factory=list)
    notes: list[str] = msgspec.field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong, or all of it was repaired."""
        return all(finding.repaired for finding in self.findings)


class Examination:
    """What a check is given: the database and stores to look at, what was asked for, and the report to write in.

    `with_hashes` asks to read every byte, `may_repair` allows what is safe: what cannot lose anything that is
    referred to. `grace` is in microseconds.
    """

    def __init__(self, db: Database, stores: Stores, grace: int, *, with_hashes: bool, may_repair: bool) -> None:
        self.db = db
        self.stores = stores
        self.grace = grace
        self.with_hashes = with_hashes
        self.may_repair = may_repair
        self.report = Report()
        self.check = ""

    def count(self, what: str, number: int = 1) -> None:
        """Add to how many of `what` were looked at."""
        self.report.counts[what] = self.report.counts.get(what, 0) + number

    def note(self, text: str) -> None:
        """Add something worth knowing that is not wrong."""
        self.report.notes.append(text)

    async def found(
        self, subject: str, problem: str, remedy: str, repair: Callable[[], Awaitable[object]] | None = None
    ) -> None:
        """Add a finding; where repairs are allowed, `repair` (safe to do at any time) is done first.

        What `repair` raises ends the examination.
        """
        repaired = repair is not None and self.may_repair
        if repair is not None and self.may_repair:
            await repair()
        self.report.findings.append(Finding(self.check, subject, problem, remedy, repaired))


Check = Callable[[Examination], Awaitable[None]]
_checks: dict[str, Check] = {}


def register_check(name: str) -> Callable[[Check], Check]:
    """Make a function one of the checks, under a short name that findings carry; they run in the order registered."""

    def register(check: Check) -> Check:
        _checks[name] = check
        return check

    return register


async def examine(
    db: Database,
    stores: Stores,
    *,
    grace: int,
    with_hashes: bool = False,
    may_repair: bool = False,
    only: Container[str] | None = None,
) -> Report:
    """Run every registered check, or `only` those, and answer what they saw.

    `grace` (seconds) is how young bytes may lack a row.

    Raises StoreError where a store cannot be looked at.
    """
    examination = Examination(db, stores, grace * SECOND, with_hashes=with_hashes, may_repair=may_repair)
    for examination.check, check in _checks.items():
        if only is None or examination.check in only:
            await check(examination)
    return examination.report
