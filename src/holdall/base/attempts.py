"""Guesses at a secret, counted before they are tried, so that nobody gets many, also not side by side.

A key names what is guessed at, or who guesses. When a key has had its free failures, the wait before its next attempt doubles
each time, from a minute up to a quarter of an hour. A day without an attempt forgets it.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from holdall.base.clock import HOUR, MINUTE, SECOND
from holdall.base.db import Transaction, contains, metadata, query
from holdall.base.db.database import Reader

FREE_FAILURES = {"login": 10, "person": 10, "address": 100, "link": 1000, "guest": 20}
"""By the word that a key begins with: a login, one of the migration service, where sign-ins come from, a shared link, and
one caller at one link."""
LONGEST_WAIT = 15 * MINUTE
FORGOTTEN_AFTER = 24 * HOUR

failed_sign_ins = sa.Table(
    # How often a secret was guessed wrong, until it is guessed right or enough time has gone by.
    "failed_sign_ins",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),  # what is guessed at, or who guesses
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_at", sa.BigInteger, nullable=False),
    sa.Index(None, "last_at"),
)

_KEY = failed_sign_ins.c.key == sa.bindparam("key", type_=sa.Text)
_FAILURES = query(sa.select(failed_sign_ins.c.failures, failed_sign_ins.c.last_at).where(_KEY).with_for_update())
_FAILURES_OF = query(
    sa.select(failed_sign_ins.c.key, failed_sign_ins.c.failures, failed_sign_ins.c.last_at).where(
        contains(failed_sign_ins.c.key, "keys")
    )
)
_TAKE_BACK = query(
    sa.update(failed_sign_ins)
    .where(_KEY, failed_sign_ins.c.failures > 0)
    .values(failures=failed_sign_ins.c.failures - 1)
)


async def count_attempt(tx: Transaction, keys: Iterable[str]) -> int:
    """A unit: count an attempt as a failure until it has succeeded; the seconds to wait where it comes too soon."""
    for key in keys:
        found = await tx.one(_FAILURES, key=key)
        failures, last_at = found if found is not None and found[1] > tx.now - FORGOTTEN_AFTER else (0, 0)
        wait = _seconds_left(key, failures, last_at, tx.now)
        if wait:
            return wait
        if found is None:
            await tx.insert(failed_sign_ins, key=key, failures=1, last_at=tx.now)
        else:
            await tx.update(failed_sign_ins, {"key": key}, failures=failures + 1, last_at=tx.now)
    return 0


async def seconds_to_wait(reader: Reader, keys: Iterable[str]) -> int:
    """How long until the next attempt with these keys is let through; 0 is at once."""
    rows = await reader.all(_FAILURES_OF, keys=list(keys))
    return max((_seconds_left(key, failures, last_at, reader.now) for key, failures, last_at in rows), default=0)


async def forget_attempts(tx: Transaction, key: str) -> None:
    """Part of a unit: an attempt has succeeded, and this key has none against it any more."""
    await tx.delete(failed_sign_ins, key=key)


async def take_back_attempt(tx: Transaction, key: str) -> None:
    """Part of a unit: an attempt has succeeded, so it was no failure; the others that were counted stay."""
    await tx.run(_TAKE_BACK, key=key)


def _seconds_left(key: str, failures: int, last_at: int, now: int) -> int:
    excess = failures - FREE_FAILURES[key.partition(":")[0]]
    wait = min(MINUTE * 2 ** min(excess, 10), LONGEST_WAIT) if excess >= 0 else 0
    return int(last_at + wait - now) // SECOND + 1 if last_at + wait > now else 0
