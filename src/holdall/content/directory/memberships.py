"""Who is in which group, and who of them looks after it."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import Conflict, InsufficientPermissions, InvalidParameter, NotFound
from holdall.content.access.reach import find_places
from holdall.content.barriers.errors import blocked
from holdall.content.barriers.walls import all_barred
from holdall.content.directory.groups import Group, check_offset, find_group, is_group_admin
from holdall.content.directory.tables import groups, memberships
from holdall.content.events.outbox import Audience, emit
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.sharing.collaboration_tables import collaborations


class Membership(msgspec.Struct, frozen=True):
    """A membership with the names that its wire form carries."""

    id: int
    role: str
    configurable_permissions: dict[str, bool] | None
    created_at: int
    modified_at: int
    user_id: int
    user_name: str
    user_login: str
    group_id: int
    group_name: str
    member_viewability_level: str


_SELECT = (
    sa.select(
        memberships.c.id,
        memberships.c.role,
        memberships.c.configurable_permissions,
        memberships.c.created_at,
        memberships.c.modified_at,
        users.c.id.label("user_id"),
        users.c.name.label("user_name"),
        users.c.login.label("user_login"),
        groups.c.id.label("group_id"),
        groups.c.name.label("group_name"),
        groups.c.member_viewability_level,
    )
    .join_from(memberships, users, users.c.id == memberships.c.user_id)
    .join(groups, groups.c.id == memberships.c.group_id)
    .where(memberships.c.enterprise_id == sa.bindparam("enterprise_id"))
)
_FIND = query(_SELECT.where(memberships.c.id == sa.bindparam("membership_id")), into=Membership)
_OF_GROUP = query(
    _SELECT.where(memberships.c.group_id == sa.bindparam("group_id"))
    .order_by(memberships.c.id)
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("offset")),
    into=Membership,
)
_OF_USER = query(
    _SELECT.where(memberships.c.user_id == sa.bindparam("user_id"))
    .order_by(memberships.c.id)
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("offset")),
    into=Membership,
)
_COUNT_OF_GROUP = query(
    sa.select(sa.func.count()).select_from(memberships).where(memberships.c.group_id == sa.bindparam("group_id"))
)
_COUNT_OF_USER = query(
    sa.select(sa.func.count()).select_from(memberships).where(memberships.c.user_id == sa.bindparam("user_id"))
)
_IN_GROUP = query(
    sa.select(memberships.c.id).where(
        memberships.c.group_id == sa.bindparam("group_id"), memberships.c.user_id == sa.bindparam("user_id")
    )
)
_SHARED_WITH_GROUP = query(
    sa.select(collaborations.c.item_id)
    .where(
        collaborations.c.group_id == sa.bindparam("group_id", type_=sa.BigInteger),
        collaborations.c.status != "rejected",
    )
    .distinct(),
    lambda item_id: item_id,
)
_FIND_USER = query(
    sa.select(users.c.id).where(
        users.c.id == sa.bindparam("user_id"),
        users.c.enterprise_id == sa.bindparam("enterprise_id"),
        users.c.deleted_at.is_(None),
    )
)


async def find_membership(reader: Reader, subject: Subject, membership_id: int) -> Membership:
    """The membership with this id; raises NotFound where there is none that the subject may see."""
    membership = await reader.one(_FIND, membership_id=membership_id, enterprise_id=subject.enterprise_id)
    if membership is None or not (
        membership.user_id == subject.user_id
        or await _sees_members(reader, subject, membership.group_id, membership.member_viewability_level)
    ):
        raise NotFound(f"There is no group membership with id {membership_id}")
    return membership


async def list_group_members(
    reader: Reader, subject: Subject, group_id: int, *, limit: int, offset: int
) -> tuple[Sequence[Membership], int]:
    """A page of a group's memberships and how many there are; raises NotFound, Forbidden or InvalidParameter."""
    check_offset(offset)
    group = await find_group(reader, subject, group_id)
    if not await _sees_members(reader, subject, group_id, group.member_viewability_level):
        raise InsufficientPermissions(f"You may not see the members of group {group_id}")
    rows = await reader.all(
        _OF_GROUP, group_id=group_id, enterprise_id=subject.enterprise_id, limit=limit, offset=offset
    )
    return rows, await reader.value(_COUNT_OF_GROUP, group_id=group_id)


async def list_user_groups(
    reader: Reader, subject: Subject, user_id: int, *, limit: int, offset: int
) -> tuple[Sequence[Membership], int]:
    """A page of a user's memberships and how many there are; raises NotFound, Forbidden or InvalidParameter."""
    check_offset(offset)
    await _require_user(reader, subject, user_id)
    if user_id != subject.user_id and not subject.is_admin:
        raise InsufficientPermissions(f"You may not see the groups of user {user_id}")
    rows = await reader.all(_OF_USER, user_id=user_id, enterprise_id=subject.enterprise_id, limit=limit, offset=offset)
    return rows, await reader.value(_COUNT_OF_USER, user_id=user_id)


async def add_member(
    tx: Transaction,
    subject: Subject,
    *,
    group_id: int,
    user_id: int,
    role: str = "member",
    configurable_permissions: dict[str, bool] | None = None,
) -> Membership:
    """A unit: put a user into a group; raises NotFound, Forbidden, InvalidParameter or Conflict for a member.

    Forbidden has the code forbidden_by_policy where an information barrier keeps the user from what the group has.
    """
    group = await _group_to_change(tx, subject, group_id)
    await _require_user(tx, subject, user_id)
    _check_permissions(role, configurable_permissions)
    if await tx.value(_IN_GROUP, group_id=group_id, user_id=user_id) is not None:
        raise Conflict(f"User {user_id} is a member of group {group_id} already")
    await _check_barrier(tx, subject, group, user_id)
    membership_id = tx.new_id()
    await tx.insert(
        memberships,
        id=membership_id,
        enterprise_id=subject.enterprise_id,
        group_id=group_id,
        user_id=user_id,
        role=role,
        configurable_permissions=configurable_permissions,
        created_at=tx.now,
        modified_at=tx.now,
    )
    await _emit(tx, subject, "GROUP_ADD_USER", group=(group.id, group.name), user_id=user_id, role=role)
    return await find_membership(tx, subject, membership_id)


async def update_membership(
    tx: Transaction, subject: Subject, membership_id: int, values: dict[str, Any]
) -> Membership:
    """A unit: change role or permissions of a member; raises NotFound, Forbidden or InvalidParameter."""
    membership = await find_membership(tx, subject, membership_id)
    group = await _group_to_change(tx, subject, membership.group_id)
    role = values.get("role", membership.role)
    changes = dict(values)
    if role == "member":
        _check_permissions(role, values.get("configurable_permissions"))
        changes["configurable_permissions"] = None
    if values:
        await tx.update(memberships, {"id": membership_id}, **changes, modified_at=tx.now)
        await _emit(tx, subject, "GROUP_EDITED", group=(group.id, group.name), user_id=membership.user_id, role=role)
    return await find_membership(tx, subject, membership_id)


async def remove_member(tx: Transaction, subject: Subject, membership_id: int) -> None:
    """A unit: take a user out of a group; members may leave by themselves. Raises NotFound or Forbidden."""
    membership = await find_membership(tx, subject, membership_id)
    if membership.user_id != subject.user_id:
        await _group_to_change(tx, subject, membership.group_id)
    await tx.delete(memberships, id=membership_id)
    place = (membership.group_id, membership.group_name)
    await _emit(tx, subject, "GROUP_REMOVE_USER", group=place, user_id=membership.user_id)


async def _group_to_change(tx: Transaction, subject: Subject, group_id: int) -> Group:
    group = await find_group(tx, subject, group_id)
    if not await is_group_admin(tx, subject, group_id):
        raise InsufficientPermissions(f"Only an administrator may change who is in group {group_id}")
    return group


async def _check_barrier(tx: Transaction, subject: Subject, group: Group, user_id: int) -> None:
    """Raise BarrierBlocks where something is shared with the group that an information barrier keeps the user from."""
    if not await all_barred(tx, user_id):
        return
    shared = await tx.all(_SHARED_WITH_GROUP, group_id=group.id)
    places = await find_places(tx, user_id, shared)
    if any(place.is_barred for place in places.values()):
        message = f"something is shared with group {group.id} that belongs to somebody whom user {user_id} is kept from"
        about: dict[str, Any] = {
            "source_type": "user",
            "source_id": user_id,
            "group_id": str(group.id),
            "group_name": group.name,
        }
        raise blocked(subject, "GROUP_ADD_USER", message, **about)


async def _require_user(reader: Reader, subject: Subject, user_id: int) -> None:
    if await reader.value(_FIND_USER, user_id=user_id, enterprise_id=subject.enterprise_id) is None:
        raise NotFound(f"There is no user with id {user_id}")


async def _sees_members(reader: Reader, subject: Subject, group_id: int, level: str) -> bool:
    if level == "all_managed_users" or await is_group_admin(reader, subject, group_id):
        return True
    is_member = await reader.value(_IN_GROUP, group_id=group_id, user_id=subject.user_id) is not None
    return level == "admins_and_members" and is_member


def _check_permissions(role: str, permissions: dict[str, bool] | None) -> None:
    if permissions is not None and role != "admin":
        raise InvalidParameter("configurable_permissions", "is only for members with the role admin")


async def _emit(
    tx: Transaction, subject: Subject, event_type: str, *, group: tuple[int, str], user_id: int, **more: Any
) -> None:
    details = {"group_id": str(group[0]), "group_name": group[1], **more}
    await emit(
        tx, subject, event_type, source_type="user", source_id=user_id, audience=Audience(owner_id=user_id), **details
    )
