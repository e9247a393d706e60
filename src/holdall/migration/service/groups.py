"""Roles that people make, and ownership groups, which form a tree."""

from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Conflict, Forbidden, NotFound
from holdall.migration.service.listing import Page, list_page
from holdall.migration.service.people import Person
from holdall.migration.service.permissions import BUILT_IN, Role
from holdall.migration.service.tables import groups, roles, users
from holdall.migration.service.users import check_permissions, new_identifier

DEEPEST = 20
"""How many groups may lie within each other."""


class Group(msgspec.Struct, frozen=True):
    """An ownership group."""

    id: str
    name: str
    parent_id: str | None


_GROUPS = sa.select(*rows_of(Group, groups))
_GROUP = query(_GROUPS.where(groups.c.id == sa.bindparam("id")), Group)
_SOME_GROUPS = query(_GROUPS.where(contains(groups.c.id, "ids")), Group)
_USED = query(
    sa.select(
        sa.or_(
            sa.exists().where(groups.c.parent_id == sa.bindparam("id")),
            sa.exists().where(users.c.group_id == sa.bindparam("id")),
        )
    )
)
_ROLES = query(
    sa.select(roles.c.id, roles.c.name, roles.c.permissions).order_by(roles.c.name, roles.c.id),
    lambda identifier, name, permissions: Role(identifier, name, frozenset(permissions)),
)
_HOLDERS = query(sa.select(users.c.id, users.c.roles).with_for_update())


async def list_roles(reader: Reader) -> list[Role]:
    """Every role: the built-in ones first."""
    return [*BUILT_IN.values(), *await reader.all(_ROLES)]


async def get_role(reader: Reader, role_id: str) -> Role:
    """A role by id; raises NotFound."""
    for role in await list_roles(reader):
        if role.id == role_id:
            return role
    raise NotFound(f"There is no role {role_id}; GET /v1/roles lists them")


async def create_role(tx: Transaction, by: Person, name: str, permissions: Iterable[str]) -> Role:
    """A unit: make a role; raises BadRequest, or Forbidden for permissions that `by` lacks."""
    chosen = check_permissions(by, permissions)
    role = Role(new_identifier(), _named(name), frozenset(chosen))
    audited = {"created_by": by.id, "created_on": tx.now, "modified_by": by.id, "modified_on": tx.now}
    await tx.insert(roles, id=role.id, name=role.name, permissions=chosen, **audited)
    return role


async def change_role(
    tx: Transaction, by: Person, role_id: str, *, name: str | None, permissions: Iterable[str] | None
) -> Role:
    """A unit: change a role; None leaves a part as it is. Raises NotFound, BadRequest or Forbidden."""
    role = await _own_role(tx, by, role_id)
    values: dict[str, Any] = {} if name is None else {"name": _named(name)}
    if permissions is not None:
        values["permissions"] = check_permissions(by, permissions)
    await tx.update(roles, {"id": role.id}, **values, modified_by=by.id, modified_on=tx.now)
    return await get_role(tx, role_id)


async def delete_role(tx: Transaction, by: Person, role_id: str) -> None:
    """A unit: remove a role that nobody has; raises NotFound, Forbidden or Conflict."""
    role = await _own_role(tx, by, role_id)
    if any(role.id in held for _, held in await tx.all(_HOLDERS)):
        raise Conflict(f"Somebody has the role {role.name}; take it from them first")
    await tx.delete(roles, id=role.id)


async def list_groups(reader: Reader, page: Page, *, parent_id: str | None) -> tuple[list[Group], int]:
    """A page of groups, only those right below another one where that is asked for."""
    statement = _GROUPS if parent_id is None else _GROUPS.where(groups.c.parent_id == parent_id)
    sortable = {"name": groups.c.name, "id": groups.c.id}
    return await list_page(reader, statement, page, into=Group, sortable=sortable, searched=(groups.c.name,))


async def get_group(reader: Reader, group_id: str) -> Group:
    """A group by id; raises NotFound."""
    found = await reader.one(_GROUP, id=group_id)
    if found is None:
        raise NotFound(f"There is no group {group_id}; GET /v1/groups lists them")
    return found


async def groups_by_id(reader: Reader, ids: Iterable[str | None]) -> dict[str, Group]:
    """The groups with these ids; ids without one are left out."""
    wanted = [one for one in dict.fromkeys(ids) if one is not None]
    return {group.id: group for group in await reader.all(_SOME_GROUPS, ids=wanted)} if wanted else {}


async def create_group(tx: Transaction, by: Person, name: str, parent_id: str | None) -> Group:
    """A unit: make a group; raises BadRequest."""
    group = Group(new_identifier(), _named(name), parent_id)
    await _check_parent(tx, group)
    audited = {"created_by": by.id, "created_on": tx.now, "modified_by": by.id, "modified_on": tx.now}
    await tx.insert(groups, id=group.id, name=group.name, parent_id=parent_id, **audited)
    return group


async def change_group(tx: Transaction, by: Person, group: Group) -> Group:
    """A unit: give a group another name or parent; raises BadRequest where it would lie within itself."""
    _named(group.name)
    await _check_parent(tx, group)
    values = {"name": group.name, "parent_id": group.parent_id, "modified_by": by.id, "modified_on": tx.now}
    await tx.update(groups, {"id": group.id}, **values)
    return group


async def delete_group(tx: Transaction, group_id: str) -> None:
    """A unit: remove a group that is empty; raises NotFound or Conflict."""
    group = await get_group(tx, group_id)
    if await tx.value(_USED, id=group_id):
        raise Conflict(f"The group {group.name} has groups or people in it; move them first")
    await tx.delete(groups, id=group_id)


def _named(name: str) -> str:
    if not 0 < len(name.strip()) <= 255:
        raise BadRequest("A name has 1 to 255 characters")
    return name


async def _own_role(tx: Transaction, by: Person, role_id: str) -> Role:
    role = await get_role(tx, role_id)
    if role.is_built_in:
        raise Forbidden(f"The role {role.name} is built in and stays as it is; make one of your own")
    check_permissions(by, role.permissions)
    return role


async def _check_parent(tx: Transaction, group: Group) -> None:
    above, parent_id = {group.id}, group.parent_id
    while parent_id is not None:
        if parent_id in above or len(above) > DEEPEST:
            raise BadRequest(f"The group {group.name} cannot lie there: within itself, or more than {DEEPEST} deep")
        above.add(parent_id)
        parent = await tx.one(_GROUP, id=parent_id)
        if parent is None:
            raise BadRequest(f"There is no group {parent_id}; GET /v1/groups lists them")
        parent_id = parent.parent_id
