"""Collaborations that cross a barrier: found a page at a time, whatever the barrier's status is.

That of a group crosses where any of its members is kept from the item's owner, as at Box.
"""

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.content.access.place import Place
from holdall.content.access.reach import find_places
from holdall.content.barriers.tables import barrier_members, barrier_restrictions, barrier_segments
from holdall.content.directory.tables import groups, memberships
from holdall.content.identity.tables import users
from holdall.content.sharing.collaboration_tables import collaborations


class Shared(msgspec.Struct, frozen=True):
    """A collaboration of somebody who is kept from something; the name and the login are the user's or the group's."""

    id: int
    enterprise_id: int
    item_id: int
    user_id: int | None
    group_id: int | None
    role: str
    user_name: str | None
    user_login: str | None
    group_name: str | None


class Crossing(msgspec.Struct, frozen=True):
    """A collaboration that crosses the barrier, where its item is, and the names of the segments on both sides."""

    shared: Shared
    place: Place
    owner_id: int
    segment: str
    owner_segment: str


class Page(msgspec.Struct, frozen=True):
    """Some crossings, and the collaboration after which to go on; None at the end."""

    crossings: Sequence[Crossing]
    after: int | None


_BARRIER = sa.bindparam("barrier_id", type_=sa.BigInteger)
_kept = (
    sa.select(barrier_members.c.user_id)
    .join_from(barrier_members, barrier_restrictions, barrier_restrictions.c.segment_id == barrier_members.c.segment_id)
    .where(barrier_members.c.barrier_id == _BARRIER)
)
_groups_of_kept = sa.select(memberships.c.group_id).where(memberships.c.user_id.in_(_kept))
_SHARED = query(
    sa.select(
        *(collaborations.c[name] for name in Shared.__struct_fields__[:6]),
        users.c.name.label("user_name"),
        users.c.login.label("user_login"),
        groups.c.name.label("group_name"),
    )
    .select_from(
        collaborations.outerjoin(users, users.c.id == collaborations.c.user_id).outerjoin(
            groups, groups.c.id == collaborations.c.group_id
        )
    )
    .where(
        collaborations.c.id > sa.bindparam("after", type_=sa.BigInteger),
        collaborations.c.status != "rejected",
        sa.or_(collaborations.c.user_id.in_(_kept), collaborations.c.group_id.in_(_groups_of_kept)),
    )
    .order_by(collaborations.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Shared,
)
_SEGMENTS_OF = query(
    sa.select(barrier_members.c.user_id, barrier_members.c.segment_id).where(
        barrier_members.c.barrier_id == _BARRIER, contains(barrier_members.c.user_id, "user_ids")
    )
)
_SEGMENTS_IN = query(
    sa.select(memberships.c.group_id, barrier_members.c.segment_id)
    .join_from(memberships, barrier_members, barrier_members.c.user_id == memberships.c.user_id)
    .where(barrier_members.c.barrier_id == _BARRIER, contains(memberships.c.group_id, "group_ids"))
    .distinct()
)
_PAIRS = query(
    sa.select(barrier_restrictions.c.segment_id, barrier_restrictions.c.restricted_segment_id).where(
        barrier_restrictions.c.barrier_id == _BARRIER
    )
)
_NAMES = query(
    sa.select(barrier_segments.c.id, barrier_segments.c.name).where(barrier_segments.c.barrier_id == _BARRIER)
)


async def find_crossings(reader: Reader, barrier_id: int, *, after: int, limit: int) -> Page:
    """Those of the next `limit` collaborations of people who are kept from something that cross the barrier."""
    shared = await reader.all(_SHARED, barrier_id=barrier_id, after=after, limit=limit)
    following = shared[-1].id if len(shared) == limit else None
    places = await find_places(reader, 0, {one.item_id for one in shared})
    owners = {place.chain[-1].owner_id for place in places.values()} - {None}
    people = {one.user_id for one in shared} - {None}
    segment_of = dict(await reader.all(_SEGMENTS_OF, barrier_id=barrier_id, user_ids=_sorted(owners | people)))
    in_groups: dict[int, list[int]] = {}
    group_ids = _sorted({one.group_id for one in shared} - {None})
    for group_id, segment_id in await reader.all(_SEGMENTS_IN, barrier_id=barrier_id, group_ids=group_ids):
        in_groups.setdefault(group_id, []).append(segment_id)
    pairs = set(await reader.all(_PAIRS, barrier_id=barrier_id))
    names = dict(await reader.all(_NAMES, barrier_id=barrier_id))
    crossings = []
    for one in shared:
        place = places.get(one.item_id)
        owner_id = None if place is None else place.chain[-1].owner_id
        if place is None or owner_id is None or owner_id not in segment_of:
            continue
        theirs = segment_of[owner_id]
        mine = [segment_of[one.user_id]] if one.user_id is not None else in_groups.get(one.group_id or 0, [])
        crossed = next((segment_id for segment_id in mine if (segment_id, theirs) in pairs), None)
        if crossed is not None:
            crossings.append(Crossing(one, place, owner_id, names[crossed], names[theirs]))
    return Page(crossings, following)


def _sorted(ids: Iterable[int | None]) -> list[int]:
    return sorted(one for one in ids if one is not None)
