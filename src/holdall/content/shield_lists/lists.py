"""Shield lists of an enterprise: made, read, changed and removed by its administrators.

https://developer.box.com/reference/v2025.0/resources/shield-list/. A name is given once.
"""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, InvalidParameter, NotFound
from holdall.content.identity.locking import lock_enterprise
from holdall.content.identity.subject import Subject
from holdall.content.shield_lists.members import Kind, check_members
from holdall.content.shield_lists.tables import shield_lists

NAME_LIMIT = 255


class ShieldListMini(msgspec.Struct, frozen=True):
    """A list without its members, of which there may be very many."""

    id: int
    name: str
    kind: Kind


class ShieldList(msgspec.Struct, frozen=True):
    """A list. Instants in microseconds UTC."""

    id: int
    name: str
    description: str
    kind: Kind
    members: list[str]
    created_at: int
    updated_at: int
    enterprise_id: int


class WantedList(msgspec.Struct, frozen=True):
    """What a list shall be; a description that is None stays."""

    name: str
    description: str | None
    kind: Kind
    members: list[str]


_OWN = shield_lists.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger)
_LIST = query(
    sa.select(shield_lists.c.id, shield_lists.c.name, shield_lists.c.kind).where(_OWN).order_by(shield_lists.c.id),
    into=ShieldListMini,
)
_FIND = query(
    sa.select(
        *(
            shield_lists.c[name]
            for name in ("id", "name", "description", "kind", "members", "created_at", "updated_at", "enterprise_id")
        )
    ).where(_OWN, shield_lists.c.id == sa.bindparam("id", type_=sa.BigInteger)),
    into=ShieldList,
)
_NAMED = query(sa.select(shield_lists.c.id).where(_OWN, shield_lists.c.name == sa.bindparam("name", type_=sa.Text)))


async def list_shield_lists(reader: Reader, subject: Subject) -> Sequence[ShieldListMini]:
    """The lists of the enterprise, by id; raises InsufficientPermissions."""
    _require_admin(subject)
    return await reader.all(_LIST, enterprise_id=subject.enterprise_id)


async def find_shield_list(reader: Reader, subject: Subject, list_id: int) -> ShieldList:
    """One of them; raises InsufficientPermissions and NotFound."""
    _require_admin(subject)
    found = await reader.one(_FIND, enterprise_id=subject.enterprise_id, id=list_id)
    if found is None:
        raise NotFound(f"There is no shield list {list_id}")
    return found


async def create_shield_list(tx: Transaction, subject: Subject, wanted: WantedList) -> ShieldList:
    """A unit: keep a new list; raises InsufficientPermissions, InvalidParameter, and Conflict for a name that is taken."""
    _require_admin(subject)
    await _check(tx, subject, wanted, own_id=None)
    list_id = tx.new_id()
    await tx.insert(
        shield_lists,
        id=list_id,
        enterprise_id=subject.enterprise_id,
        name=wanted.name,
        description=wanted.description or "",
        kind=wanted.kind,
        members=wanted.members,
        created_at=tx.now,
        updated_at=tx.now,
    )
    return await find_shield_list(tx, subject, list_id)


async def change_shield_list(tx: Transaction, subject: Subject, list_id: int, wanted: WantedList) -> ShieldList:
    """A unit: let a list be another; raises as `create_shield_list`, and NotFound."""
    found = await find_shield_list(tx, subject, list_id)
    await _check(tx, subject, wanted, own_id=list_id)
    await tx.update(
        shield_lists,
        {"id": list_id},
        name=wanted.name,
        description=found.description if wanted.description is None else wanted.description,
        kind=wanted.kind,
        members=wanted.members,
        updated_at=tx.now,
    )
    return await find_shield_list(tx, subject, list_id)


async def remove_shield_list(tx: Transaction, subject: Subject, list_id: int) -> None:
    """A unit: forget a list; raises InsufficientPermissions and NotFound."""
    await find_shield_list(tx, subject, list_id)
    await tx.delete(shield_lists, id=list_id)


def _require_admin(subject: Subject) -> None:
    subject.require_admin("see and change its shield lists")


async def _check(tx: Transaction, subject: Subject, wanted: WantedList, *, own_id: int | None) -> None:
    if not 1 <= len(wanted.name.strip()) <= NAME_LIMIT:
        raise InvalidParameter("name", f"must have 1 to {NAME_LIMIT} characters")
    check_members(wanted.kind, wanted.members)
    await lock_enterprise(tx, subject.enterprise_id)  # one at a time, so that a name is given once
    taken = await tx.value(_NAMED, enterprise_id=subject.enterprise_id, name=wanted.name)
    if taken not in {None, own_id}:
        raise Conflict(f"A shield list with the name {wanted.name!r} exists already: choose another name")
