"""Collaborations as they are read: with the names of whom they are for and of who made them."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.content.directory.tables import groups
from holdall.content.identity.tables import users
from holdall.content.sharing.collaboration_tables import collaborations

_NOW = sa.bindparam("now", type_=sa.BigInteger)


class Collaboration(msgspec.Struct, frozen=True):
    """A row of `collaborations`, and the names that its wire form carries. Instants in microseconds UTC."""

    id: int
    enterprise_id: int
    item_id: int
    user_id: int | None
    group_id: int | None
    invite_email: str | None
    role: str
    status: str
    can_view_path: bool
    is_access_only: bool
    expires_at: int | None
    created_by: int | None
    created_at: int
    modified_at: int
    acknowledged_at: int | None
    user_name: str | None
    user_login: str | None
    user_status: str | None
    user_enterprise_id: int | None
    group_name: str | None
    creator_name: str | None
    creator_login: str | None
    creator_status: str | None


def not_expired(source: sa.FromClause) -> sa.ColumnElement[bool]:
    """A collaboration whose time, if it has one, is not over."""
    return sa.or_(source.c.expires_at.is_(None), source.c.expires_at > _NOW)


def in_force(source: sa.FromClause) -> sa.ColumnElement[bool]:
    """A collaboration that gives its role now: accepted, and not expired."""
    return sa.and_(source.c.status == "accepted", not_expired(source))


_OWN_COLUMNS = Collaboration.__struct_fields__[:15]
_creators = users.alias("creators")
_SELECT = (
    sa.select(
        *(collaborations.c[name] for name in _OWN_COLUMNS),
        users.c.name,
        users.c.login,
        users.c.status.label("user_status"),
        users.c.enterprise_id.label("user_enterprise_id"),
        groups.c.name.label("group_name"),
        _creators.c.name.label("creator_name"),
        _creators.c.login.label("creator_login"),
        _creators.c.status.label("creator_status"),
    )
    .select_from(
        collaborations.outerjoin(users, users.c.id == collaborations.c.user_id)
        .outerjoin(groups, groups.c.id == collaborations.c.group_id)
        .outerjoin(_creators, _creators.c.id == collaborations.c.created_by)
    )
    .where(not_expired(collaborations))
)
_FIND = query(_SELECT.where(collaborations.c.id == sa.bindparam("collaboration_id")), into=Collaboration)
_ON_ITEMS = query(
    _SELECT.where(
        contains(collaborations.c.item_id, "ids"),
        collaborations.c.status != "rejected",
        collaborations.c.id > sa.bindparam("after", type_=sa.BigInteger),
    )
    .order_by(collaborations.c.id)
    .limit(sa.bindparam("limit")),
    into=Collaboration,
)
_PENDING = sa.and_(
    collaborations.c.user_id == sa.bindparam("user_id", type_=sa.BigInteger),
    collaborations.c.status == "pending",
    not_expired(collaborations),
)
_OF_GROUP = sa.and_(
    collaborations.c.group_id == sa.bindparam("group_id", type_=sa.BigInteger), not_expired(collaborations)
)


def _page(condition: sa.ColumnElement[bool]) -> Any:
    return query(
        _SELECT.where(condition)
        .order_by(collaborations.c.id)
        .limit(sa.bindparam("limit"))
        .offset(sa.bindparam("offset")),
        into=Collaboration,
    )


def _count(condition: sa.ColumnElement[bool]) -> Any:
    return query(sa.select(sa.func.count()).select_from(collaborations).where(condition))


_LIST_PENDING, _COUNT_PENDING = _page(_PENDING), _count(_PENDING)
_LIST_OF_GROUP, _COUNT_OF_GROUP = _page(_OF_GROUP), _count(_OF_GROUP)
_SHARED_ITEMS = query(
    sa.select(collaborations.c.item_id)
    .where(
        contains(collaborations.c.item_id, "ids"), collaborations.c.status != "rejected", not_expired(collaborations)
    )
    .distinct()
)


async def find_row(reader: Reader, collaboration_id: int) -> Collaboration | None:
    """The collaboration with this id, whoever may see it; None where there is none or its time is over."""
    return await reader.one(_FIND, collaboration_id=collaboration_id, now=reader.now)


async def rows_on(reader: Reader, item_ids: Sequence[int], *, after: int, limit: int) -> list[Collaboration]:
    """The pending and accepted collaborations on these items, by id, from beyond `after`."""
    return await reader.all(_ON_ITEMS, ids=list(item_ids), after=after, limit=limit, now=reader.now)


async def pending_rows(reader: Reader, user_id: int, *, limit: int, offset: int) -> tuple[list[Collaboration], int]:
    """A page of the invitations that a user has not answered, and how many there are."""
    rows = await reader.all(_LIST_PENDING, user_id=user_id, limit=limit, offset=offset, now=reader.now)
    return rows, await reader.value(_COUNT_PENDING, user_id=user_id, now=reader.now)


async def rows_of_group(reader: Reader, group_id: int, *, limit: int, offset: int) -> tuple[list[Collaboration], int]:
    """A page of the collaborations of a group, and how many there are."""
    rows = await reader.all(_LIST_OF_GROUP, group_id=group_id, limit=limit, offset=offset, now=reader.now)
    return rows, await reader.value(_COUNT_OF_GROUP, group_id=group_id, now=reader.now)


async def shared_items(reader: Reader, item_ids: Sequence[int]) -> set[int]:
    """Those of the items that somebody was invited to."""
    rows = await reader.all(_SHARED_ITEMS, ids=list(item_ids), now=reader.now)
    return {item_id for (item_id,) in rows}


class Same(msgspec.Struct, frozen=True):
    """A collaboration that is on an item for somebody already."""

    id: int
    status: str
    expires_at: int | None

    def is_over(self, now: int) -> bool:
        """Whether it was rejected or has expired, so that a new one may take its place."""
        return self.status == "rejected" or (self.expires_at is not None and self.expires_at <= now)


def _find_same(name: str) -> Any:
    return query(
        sa.select(collaborations.c.id, collaborations.c.status, collaborations.c.expires_at).where(
            collaborations.c.item_id == sa.bindparam("item_id", type_=sa.BigInteger),
            collaborations.c[name] == sa.bindparam(name, type_=collaborations.c[name].type),
        ),
        into=Same,
    )


_SAME = {name: _find_same(name) for name in ("user_id", "group_id", "invite_key")}


async def same_row(reader: Reader, item_id: int, key: dict[str, Any]) -> Same | None:
    """The collaboration that an item has for a user, a group or an address: `key` is its column and value."""
    (name,) = key
    found: Same | None = await reader.one(_SAME[name], item_id=item_id, **key)
    return found
