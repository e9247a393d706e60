"""Invitations that wait for an address: they become a user's when the user gets it, as login or as an alias."""

import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.content.sharing.collaboration_tables import collaborations

_USER = sa.bindparam("owner_id", type_=sa.BigInteger)
_WAITING = collaborations.c.invite_key == sa.bindparam("key", type_=sa.Text)
_same = collaborations.alias("same")
_DROP_REPEATED = query(
    sa.delete(collaborations).where(
        _WAITING, collaborations.c.item_id.in_(sa.select(_same.c.item_id).where(_same.c.user_id == _USER))
    )
)
_BIND = query(sa.update(collaborations).where(_WAITING).values(user_id=_USER, invite_email=None, invite_key=None))
_ACCEPT_OWN = query(
    sa.update(collaborations)
    .where(
        collaborations.c.user_id == _USER,
        collaborations.c.status == "pending",
        collaborations.c.enterprise_id == sa.bindparam("own_enterprise_id", type_=sa.BigInteger),
    )
    .values(status="accepted", acknowledged_at=sa.bindparam("now", type_=sa.BigInteger))
)


async def bind_invitations(tx: Transaction, user_id: int, enterprise_id: int, login: str) -> None:
    """Part of a unit that gives a user this address: invitations of the address are the user's from now on.

    Those of the user's own enterprise count as accepted, as for every user of it.
    """
    key = login.casefold()
    await tx.run(_DROP_REPEATED, key=key, owner_id=user_id)
    if await tx.run(_BIND, key=key, owner_id=user_id):
        await tx.run(_ACCEPT_OWN, owner_id=user_id, own_enterprise_id=enterprise_id, now=tx.now)


async def end_collaborations(tx: Transaction, user_id: int) -> None:
    """Part of a unit that deletes a user: nothing is shared with the user any more."""
    await tx.delete(collaborations, user_id=user_id)
