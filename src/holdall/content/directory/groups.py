"""Groups of an enterprise: made, changed and removed by its administrators, seen by those who may work with them."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Conflict, InsufficientPermissions, InvalidParameter, NotFound
from holdall.content.directory.tables import groups, memberships
from holdall.content.events.outbox import emit
from holdall.content.identity.subject import Subject

LARGEST_OFFSET = 10_000
"""Box refuses an offset beyond this one."""


class Group(msgspec.Struct, frozen=True):
    """A group as its row tells it."""

    id: int
    enterprise_id: int
    name: str
    name_key: str
    description: str
    provenance: str
    external_sync_identifier: str
    invitability_level: str
    member_viewability_level: str
    created_at: int
    modified_at: int


_COLUMNS = rows_of(Group, groups)
_ENTERPRISE = groups.c.enterprise_id == sa.bindparam("enterprise_id")
# An administrator sees every group; anybody else those they belong to or may invite.
_VISIBLE = sa.or_(
    sa.bindparam("sees_all", type_=sa.Boolean),
    groups.c.invitability_level == "all_managed_users",
    sa.exists().where(memberships.c.group_id == groups.c.id, memberships.c.user_id == sa.bindparam("user_id")),
)
_LISTED = sa.and_(
    _ENTERPRISE, _VISIBLE, sa.func.substr(groups.c.name_key, 1, sa.bindparam("length")) == sa.bindparam("prefix")
)

_FIND = query(sa.select(*_COLUMNS).where(groups.c.id == sa.bindparam("group_id"), _ENTERPRISE, _VISIBLE), into=Group)
_LIST = query(
    sa.select(*_COLUMNS)
    .where(_LISTED)
    .order_by(groups.c.name_key, groups.c.id)
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("offset")),
    into=Group,
)
_COUNT = query(sa.select(sa.func.count()).select_from(groups).where(_LISTED))
_NAMESAKE = query(sa.select(groups.c.id).where(_ENTERPRISE, groups.c.name_key == sa.bindparam("name_key")))
_IS_GROUP_ADMIN = query(
    sa.select(memberships.c.id).where(
        memberships.c.group_id == sa.bindparam("group_id"),
        memberships.c.user_id == sa.bindparam("user_id"),
        memberships.c.role == "admin",
    )
)


async def find_group(reader: Reader, subject: Subject, group_id: int) -> Group:
    """The group with this id; raises NotFound where there is none that the subject may see."""
    group = await reader.one(_FIND, group_id=group_id, **_sight(subject))
    if group is None:
        raise NotFound(f"There is no group with id {group_id}")
    return group


async def list_groups(
    reader: Reader, subject: Subject, *, prefix: str | None, limit: int, offset: int
) -> tuple[Sequence[Group], int]:
    """A page of the groups that the subject may see, by name, and how many there are; raises InvalidParameter."""
    check_offset(offset)
    key = (prefix or "").casefold()
    filters = {**_sight(subject), "prefix": key, "length": len(key)}
    return await reader.all(_LIST, **filters, limit=limit, offset=offset), await reader.value(_COUNT, **filters)


async def create_group(tx: Transaction, subject: Subject, values: dict[str, Any]) -> Group:
    """A unit: make a group; raises Forbidden, InvalidParameter or Conflict for a name that is taken."""
    _require_admin(subject)
    name = _checked_name(values["name"])
    await _require_free_name(tx, subject, name)
    group_id = tx.new_id()
    row = {
        "description": "",
        "provenance": "",
        "external_sync_identifier": "",
        "invitability_level": "all_managed_users",
        "member_viewability_level": "admins_and_members",
        **values,
        "id": group_id,
        "enterprise_id": subject.enterprise_id,
        "name": name,
        "name_key": name.casefold(),
        "created_at": tx.now,
        "modified_at": tx.now,
    }
    await tx.insert(groups, **row)
    await emit(tx, subject, "GROUP_CREATION", source_type="group", source_id=group_id, name=name)
    return await find_group(tx, subject, group_id)


async def update_group(tx: Transaction, subject: Subject, group_id: int, values: dict[str, Any]) -> Group:
    """A unit: change what `values` names; raises NotFound, Forbidden, InvalidParameter or Conflict."""
    group = await find_group(tx, subject, group_id)
    _require_admin(subject)
    changes = dict(values)
    if "name" in changes:
        changes["name"] = _checked_name(changes["name"])
        changes["name_key"] = changes["name"].casefold()
        if changes["name_key"] != group.name_key:
            await _require_free_name(tx, subject, changes["name"])
    if changes:
        await tx.update(groups, {"id": group_id}, **changes, modified_at=tx.now)
        await emit(tx, subject, "GROUP_EDITED", source_type="group", source_id=group_id, changed=sorted(values))
    return await find_group(tx, subject, group_id)


async def delete_group(tx: Transaction, subject: Subject, group_id: int) -> None:
    """A unit: remove the group, its memberships and its grants; raises NotFound or Forbidden."""
    group = await find_group(tx, subject, group_id)
    _require_admin(subject)
    await tx.delete(groups, id=group_id)
    await emit(tx, subject, "GROUP_DELETION", source_type="group", source_id=group_id, name=group.name)


async def is_group_admin(reader: Reader, subject: Subject, group_id: int) -> bool:
    """Whether the subject looks after the group: as an administrator of the enterprise or of the group."""
    return subject.is_admin or await reader.one(_IS_GROUP_ADMIN, group_id=group_id, user_id=subject.user_id) is not None


def check_offset(offset: int) -> None:
    """Raise InvalidParameter for an offset that Box would refuse."""
    if not 0 <= offset <= LARGEST_OFFSET:
        raise InvalidParameter("offset", f"must be between 0 and {LARGEST_OFFSET}")


def _sight(subject: Subject) -> dict[str, Any]:
    return {"enterprise_id": subject.enterprise_id, "sees_all": subject.is_admin, "user_id": subject.user_id}


def _require_admin(subject: Subject) -> None:
    if not subject.is_admin:
        raise InsufficientPermissions("Only an administrator of the enterprise may do this to a group")


def _checked_name(name: str) -> str:
    stripped = name.strip()
    if not stripped:
        raise BadRequest("A group needs a name", code="bad_request")
    return stripped


async def _require_free_name(tx: Transaction, subject: Subject, name: str) -> None:
    taken = await tx.value(_NAMESAKE, enterprise_id=subject.enterprise_id, name_key=name.casefold())
    if taken is not None:
        raise Conflict(
            f"The enterprise has a group called {name!r} already; choose another name",
            code="invalid_parameter",
            context_info={"conflicts": [{"type": "group", "id": str(taken), "name": name}]},
        )
