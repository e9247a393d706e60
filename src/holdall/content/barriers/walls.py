"""What barriers in force keep apart: whose content whom is kept from. A barrier acts from the moment it is to be enabled.

Every question begins at the row of one member, so it costs next to nothing for everybody else.
"""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import json_rows, query
from holdall.base.db.database import Reader
from holdall.content.barriers.tables import barrier_members, barrier_restrictions, barrier_segments, barriers
from holdall.content.directory.tables import memberships

IN_FORCE = ("pending", "enabled")

_USER = sa.bindparam("user_id", type_=sa.BigInteger)
_OWNER = sa.bindparam("owner_id", type_=sa.BigInteger)
_mine = barrier_members.alias("mine")
_theirs = barrier_members.alias("theirs")


def _wall(*columns: Any) -> sa.Select[Any]:
    """Pairs of members of whom the first (mine) is kept from what belongs to the second (theirs)."""
    # Our own words, as part of the statement: parameters would be passed at every request.
    in_force = sa.or_(*(barriers.c.status == sa.literal_column(f"'{status}'") for status in IN_FORCE))
    return (
        sa.select(*columns)
        .select_from(_mine)
        .join(barriers, sa.and_(barriers.c.id == _mine.c.barrier_id, in_force))
        .join(barrier_restrictions, barrier_restrictions.c.segment_id == _mine.c.segment_id)
        .join(_theirs, _theirs.c.segment_id == barrier_restrictions.c.restricted_segment_id)
    )


def barred_owners(owner_ids: sa.Select[Any]) -> sa.ScalarSelect[str]:
    """Those of some owners whose content the user (`user_id`) is kept from, as one text of a larger query."""
    return (
        _wall(json_rows(_theirs.c.user_id))
        .where(_mine.c.user_id == _USER, _theirs.c.user_id.in_(owner_ids))
        .scalar_subquery()
    )


_ALL_BARRED = query(_wall(_theirs.c.user_id).where(_mine.c.user_id == _USER), lambda owner_id: owner_id)
_IS_BARRED = query(_wall(_mine.c.id).where(_mine.c.user_id == _USER, _theirs.c.user_id == _OWNER))
_BARRED_MEMBER = query(
    _wall(_mine.c.user_id)
    .join(memberships, memberships.c.user_id == _mine.c.user_id)
    .where(memberships.c.group_id == sa.bindparam("group_id", type_=sa.BigInteger), _theirs.c.user_id == _OWNER)
    .limit(1)
)
_SEGMENT = query(
    sa.select(barrier_segments.c.name)
    .join_from(barrier_members, barrier_segments, barrier_segments.c.id == barrier_members.c.segment_id)
    .where(barrier_members.c.user_id == _USER)
)


async def all_barred(reader: Reader, user_id: int) -> frozenset[int]:
    """Everybody whose content a user is kept from."""
    return frozenset(await reader.all(_ALL_BARRED, user_id=user_id))


async def is_barred(reader: Reader, user_id: int, owner_id: int) -> bool:
    """Whether a user is kept from what an owner has."""
    return await reader.value(_IS_BARRED, user_id=user_id, owner_id=owner_id) is not None


async def are_apart(reader: Reader, one: int, other: int) -> bool:
    """Whether a barrier keeps either of two users from what the other has."""
    return await is_barred(reader, one, other) or await is_barred(reader, other, one)


async def barred_member(reader: Reader, group_id: int, owner_id: int) -> int | None:
    """A member of a group who is kept from what an owner has, if there is one."""
    found: int | None = await reader.value(_BARRED_MEMBER, group_id=group_id, owner_id=owner_id)
    return found


async def why_barred(reader: Reader, user_id: int, owner_id: int) -> str:
    """One sentence for people who ask why."""
    mine = await reader.value(_SEGMENT, user_id=user_id)
    theirs = await reader.value(_SEGMENT, user_id=owner_id)
    return (
        f"an information barrier keeps user {user_id} (segment {mine!r}) from what belongs to user {owner_id} "
        f"(segment {theirs!r})"
    )
