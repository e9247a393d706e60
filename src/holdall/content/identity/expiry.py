"""Takes away what sign-in leaves behind: tokens, codes, sessions and counts that are over, a batch at a time."""

import sqlalchemy as sa

from holdall.base.attempts import FORGOTTEN_AFTER, failed_sign_ins
from holdall.base.clock import DAY, HOUR
from holdall.base.db import Database, Transaction, query
from holdall.base.turns import take_turn
from holdall.content.identity.tables import (
    access_tokens,
    assertions_seen,
    authorization_codes,
    browser_sessions,
    grants,
    refresh_tokens,
)

TURN = HOUR
BATCH = 1000
KEPT = DAY
"""How long a token is known to have expired, so that its holder is told so and not that it never was."""


def _expired(table: sa.Table, instant: sa.Column[int], *key: sa.Column[str]) -> sa.Delete:
    oldest = sa.select(*key).where(instant < sa.bindparam("before", type_=sa.BigInteger)).order_by(instant).limit(BATCH)
    return sa.delete(table).where(sa.tuple_(*key).in_(oldest) if len(key) > 1 else key[0].in_(oldest))


_EXPIRED = [
    (query(_expired(table, instant, *key)), kept)
    for table, instant, key, kept in (
        (access_tokens, access_tokens.c.expires_at, (access_tokens.c.token_hash,), KEPT),
        (refresh_tokens, refresh_tokens.c.expires_at, (refresh_tokens.c.token_hash,), KEPT),
        (authorization_codes, authorization_codes.c.expires_at, (authorization_codes.c.code_hash,), KEPT),
        (browser_sessions, browser_sessions.c.expires_at, (browser_sessions.c.secret_hash,), 0),
        (
            assertions_seen,
            assertions_seen.c.expires_at,
            (assertions_seen.c.application_id, assertions_seen.c.jti),
            0,
        ),
        (failed_sign_ins, failed_sign_ins.c.last_at, (failed_sign_ins.c.key,), FORGOTTEN_AFTER),
    )
]
_EMPTY_GRANTS = query(
    sa.delete(grants).where(
        grants.c.id.in_(
            sa.select(grants.c.id)
            .where(
                grants.c.created_at < sa.bindparam("before", type_=sa.BigInteger),
                *(
                    ~sa.exists().where(table.c.grant_id == grants.c.id)
                    for table in (access_tokens, refresh_tokens, authorization_codes)
                ),
            )
            .limit(BATCH)
        )
    )
)
"""Grants without any token left: nobody can use them again."""


async def remove_over_in_turn(db: Database) -> int:
    """`remove_over` where it is this process's turn; how many rows were removed."""
    return await remove_over(db) if await db.write(take_turn, "sign-in", TURN) else 0


async def remove_over(db: Database) -> int:
    """Remove what is over; how many rows. Safe to run in several processes and to stop at any moment."""
    count = 0
    while removed := await db.write(_remove_batch):
        count += removed
    return count


async def _remove_batch(tx: Transaction) -> int:
    count = 0
    for statement, kept in _EXPIRED:
        count += await tx.run(statement, before=tx.now - kept)
    return count + await tx.run(_EMPTY_GRANTS, before=tx.now - KEPT)
