"""Who collaborates on a hub: invited, given another role, and removed. Whoever is invited collaborates at once.

https://developer.box.com/guides/hubs-api/hubs-collaborations/hub-collaborations and
https://docs.box.com/en/box-hubs/using-box-hubs/sharing-a-hub (people from outside, groups).
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Forbidden, InsufficientPermissions, NotFound
from holdall.content.barriers.errors import blocked
from holdall.content.directory.tables import groups
from holdall.content.events.outbox import NOBODY, Actor, Audience, emit
from holdall.content.hubs.contents import is_kept_inside
from holdall.content.hubs.standing import HubRole, Standing, find_hub, find_hub_to_change
from holdall.content.hubs.tables import hub_collaborations, hubs
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.sharing.invitees import (
    Invitee,
    check_outside,
    find_invited_group,
    find_login,
    find_user,
    forbidden,
    kept_from,
)


class HubCollaboration(msgspec.Struct, frozen=True):
    """A row of `hub_collaborations`, and the names that its wire form carries."""

    id: int
    hub_id: int
    user_id: int | None
    group_id: int | None
    role: HubRole
    enterprise_id: int
    """Whose hub it is."""
    hub_title: str
    user_name: str | None
    user_login: str | None
    user_enterprise_id: int | None
    group_name: str | None


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to invite to which hub: exactly one of `user_id`, `group_id` and `login`."""

    hub_id: int
    role: HubRole
    user_id: int | None = None
    group_id: int | None = None
    login: str | None = None


_SELECT = sa.select(
    *(hub_collaborations.c[name] for name in ("id", "hub_id", "user_id", "group_id", "role")),
    hubs.c.enterprise_id,
    hubs.c.title,
    users.c.name,
    users.c.login,
    users.c.enterprise_id.label("user_enterprise_id"),
    groups.c.name.label("group_name"),
).select_from(
    hub_collaborations.join(hubs, hubs.c.id == hub_collaborations.c.hub_id)
    .outerjoin(users, users.c.id == hub_collaborations.c.user_id)
    .outerjoin(groups, groups.c.id == hub_collaborations.c.group_id)
)
_HUB = hub_collaborations.c.hub_id == sa.bindparam("hub_id", type_=sa.BigInteger)
_FIND = query(_SELECT.where(hub_collaborations.c.id == sa.bindparam("id", type_=sa.BigInteger)), into=HubCollaboration)
_LIST = query(
    _SELECT.where(_HUB, hub_collaborations.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(hub_collaborations.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=HubCollaboration,
)
_SAME = {
    name: query(
        sa.select(hub_collaborations.c.id).where(
            _HUB, hub_collaborations.c[name] == sa.bindparam(name, type_=sa.BigInteger)
        )
    )
    for name in ("user_id", "group_id")
}
_OTHER_CO_OWNER = query(
    sa.select(hub_collaborations.c.id)
    .where(_HUB, hub_collaborations.c.role == "co-owner", hub_collaborations.c.id != sa.bindparam("id"))
    .limit(1)
)


_OF_OUTSIDER = query(
    _SELECT.where(
        hub_collaborations.c.user_id == sa.bindparam("user_id", type_=sa.BigInteger),
        hubs.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
        hub_collaborations.c.created_at <= sa.bindparam("until", type_=sa.BigInteger),
    ).order_by(hub_collaborations.c.id),
    into=HubCollaboration,
)


async def list_collaborations(
    reader: Reader, subject: Subject, hub_id: int, *, after: int, limit: int
) -> Sequence[HubCollaboration]:
    """Some of those who collaborate on a hub, by id, for all who may see the hub; raises as `find_hub`."""
    await find_hub(reader, subject, hub_id)
    return await reader.all(_LIST, hub_id=hub_id, after=after, limit=limit)


async def find_collaboration(reader: Reader, subject: Subject, collaboration_id: int) -> HubCollaboration:
    """One of them; raises NotFound where the subject may not see its hub."""
    row = await reader.one(_FIND, id=collaboration_id)
    if row is not None:
        try:
            await find_hub(reader, subject, row.hub_id)
        except NotFound:
            row = None
    if row is None:
        raise NotFound(f"There is no hub collaboration with id {collaboration_id}")
    return row


async def invite(tx: Transaction, subject: Subject, wanted: Wanted) -> HubCollaboration:
    """A unit: let a user or a group collaborate on a hub.

    Raises NotFound, Forbidden (forbidden_by_policy where an enterprise, a barrier or the hub forbids it), and BadRequest with
    the code user_already_collaborator.
    """
    standing = await find_hub_to_change(tx, subject, wanted.hub_id)
    _require_role(standing, wanted.role)
    invitee = await _find_invitee(tx, subject, wanted)
    await _check_invitee(tx, standing, invitee, wanted.role)
    ((name, value),) = invitee.key.items()
    if await tx.value(_SAME[name], hub_id=wanted.hub_id, **invitee.key) is not None:
        raise BadRequest("User is already a collaborator", code="user_already_collaborator")
    row_id = tx.new_id()
    await tx.insert(
        hub_collaborations,
        id=row_id,
        hub_id=wanted.hub_id,
        **{name: value},
        role=wanted.role,
        created_by=subject.user_id,
        created_at=tx.now,
    )
    made = await find_collaboration(tx, subject, row_id)
    await _tell(tx, subject, "COLLABORATION_INVITE", made)
    return made


async def change_collaboration(
    tx: Transaction, subject: Subject, collaboration_id: int, role: HubRole | UnsetType
) -> HubCollaboration:
    """A unit: give another role; raises NotFound and Forbidden."""
    row, standing = await _find_to_change(tx, subject, collaboration_id)
    if role is UNSET or role == row.role:
        return row
    _require_role(standing, row.role)
    _require_role(standing, role)
    if row.user_id is not None and row.user_enterprise_id != row.enterprise_id:
        _require_viewer(role)
    await _keep_a_co_owner(tx, row)
    await tx.update(hub_collaborations, {"id": row.id}, role=role)
    changed = msgspec.structs.replace(row, role=role)
    await _tell(tx, subject, "COLLABORATION_ROLE_CHANGE", changed, old_role=row.role, role=role)
    return changed


async def remove_collaboration(tx: Transaction, subject: Subject, collaboration_id: int) -> None:
    """A unit: let somebody go; those it is for may leave by themselves. Raises NotFound and Forbidden."""
    row, standing = await _find_to_change(tx, subject, collaboration_id)
    if row.user_id != subject.user_id:
        _require_role(standing, row.role)
    await _keep_a_co_owner(tx, row)
    await tx.delete(hub_collaborations, id=row.id)
    await _tell(tx, subject, "COLLABORATION_REMOVE", row)


async def let_go(tx: Transaction, by: Actor, user_id: int, until: int, reason: str) -> None:
    """Part of a unit: end what somebody from outside collaborates on by now, in the hubs of the enterprise of `by`."""
    for row in await tx.all(_OF_OUTSIDER, user_id=user_id, enterprise_id=by.enterprise_id, until=until):
        await tx.delete(hub_collaborations, id=row.id)
        await _tell(tx, by, "COLLABORATION_REMOVE", row, reason=reason)


async def _find_to_change(
    tx: Transaction, subject: Subject, collaboration_id: int
) -> tuple[HubCollaboration, Standing]:
    row = await find_collaboration(tx, subject, collaboration_id)
    standing = await find_hub_to_change(tx, subject, row.hub_id)
    return await find_collaboration(tx, subject, collaboration_id), standing  # again, now that nobody else changes it


async def _find_invitee(tx: Transaction, subject: Subject, wanted: Wanted) -> Invitee:
    if wanted.group_id is not None:
        return await find_invited_group(tx, subject, wanted.group_id)
    if wanted.user_id is not None:
        return await find_user(tx, subject, wanted.user_id)
    assert wanted.login is not None, "an invitation names a user, a group or a login"
    invitee = await find_login(tx, wanted.login)
    if invitee.user_id is None:
        raise NotFound(f"Nobody here has the login {wanted.login!r}: only people with an account collaborate on hubs")
    return invitee


async def _check_invitee(tx: Transaction, standing: Standing, invitee: Invitee, role: HubRole) -> None:
    hub = standing.hub
    if invitee.enterprise_id != hub.enterprise_id:
        if hub.is_collaboration_restricted_to_enterprise:
            raise forbidden(f"Hub {hub.id} is open to users of its enterprise alone: its co-owners decide")
        _require_viewer(role)
        if await is_kept_inside(tx, hub.id):
            raise forbidden(f"Hub {hub.id} holds what is open to users of its owner's enterprise alone")
        await check_outside(tx, hub.enterprise_id, standing.subject.user_id, invitee)
    kept = await kept_from(tx, hub.created_by, invitee)
    if kept is not None:
        message = f"user {kept} is kept from what belongs to user {hub.created_by}, who has made hub {hub.id}"
        raise blocked(standing.subject, "COLLAB", message, user_id=kept)


def _require_role(standing: Standing, role: HubRole) -> None:
    if role not in standing.roles_to_give:
        raise InsufficientPermissions(f"You may not decide who is {role} of hub {standing.hub.id}")


def _require_viewer(role: HubRole) -> None:
    if role != "viewer":
        raise forbidden("People of other enterprises can only be viewers of a hub")


async def _keep_a_co_owner(tx: Transaction, row: HubCollaboration) -> None:
    if row.role == "co-owner" and await tx.value(_OTHER_CO_OWNER, hub_id=row.hub_id, id=row.id) is None:
        raise Forbidden(f"Hub {row.hub_id} has no other co-owner: make somebody co-owner first, or delete the hub")


async def _tell(tx: Transaction, by: Actor, event_type: str, row: HubCollaboration, **details: Any) -> None:
    """Tell the log of the hub's enterprise, and the user whom it is about."""
    told = {
        "id": str(row.id),
        "role": row.role,
        "status": "accepted",
        "user_id": None if row.user_id is None else str(row.user_id),
        "group_id": None if row.group_id is None else str(row.group_id),
    }
    await emit(
        tx,
        by,
        event_type,
        source_type="app_item",
        source_id=row.hub_id,
        audience=NOBODY if row.user_id is None else Audience(user_ids=(row.user_id,)),
        title=row.hub_title,
        collaboration=told,
        **details,
    )
