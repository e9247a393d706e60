"""Collaborations: who may invite whom to an item, change a role, answer an invitation, and end a collaboration.

https://developer.box.com/guides/collaborations/ and the table of roles that `content.access.actions` cites.
"""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, InsufficientPermissions, InvalidParameter, NotFound
from holdall.content.access import Access, Action, Role, lock_trees, reach, reach_to_change
from holdall.content.access.actions import OWNERS
from holdall.content.directory.groups import find_group, is_group_admin
from holdall.content.events.outbox import emit
from holdall.content.identity.subject import Subject
from holdall.content.items.news import announce
from holdall.content.items.rows import FIND_ITEMS, TYPE_NAMES
from holdall.content.items.siblings import mini_of
from holdall.content.items.tables import ItemType
from holdall.content.mail import post_mail
from holdall.content.sharing.collaboration_rows import Collaboration, find_row, rows_of_group, same_row
from holdall.content.sharing.collaboration_tables import collaborations
from holdall.content.sharing.invitees import (
    Invitee,
    addresses_of,
    check_barrier,
    check_policies,
    find_invited_group,
    find_login,
    find_user,
)
from holdall.content.sharing.ownership import hand_over
from holdall.content.terms.asking import TermsRequired

InviteRole = Literal["editor", "viewer", "previewer", "uploader", "previewer uploader", "viewer uploader", "co-owner"]
Status = Literal["pending", "accepted", "rejected"]

FOLDER_ROLES: tuple[str, ...] = (
    "editor",
    "viewer",
    "previewer",
    "uploader",
    "previewer uploader",
    "viewer uploader",
    "co-owner",
)
FILE_ROLES: tuple[str, ...] = ("editor", "viewer")
"""Box has single-file collaborations in these two roles alone."""


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What to share with whom: exactly one of `user_id`, `group_id` and `login`. Instants in microseconds UTC."""

    item_id: int
    kind: ItemType
    role: InviteRole
    user_id: int | None = None
    group_id: int | None = None
    login: str | None = None
    can_view_path: bool = False
    is_access_only: bool = False
    expires_at: int | None = None
    address: str | None = None
    """The address of this server, for the mail to whom the item is shared with; None writes no mail."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different about a collaboration; what is UNSET stays."""

    role: InviteRole | Literal["owner"] | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    expires_at: int | UnsetType | None = UNSET
    can_view_path: bool | UnsetType = UNSET


def roles_to_give(access: Access) -> tuple[str, ...]:
    """The roles that the subject may invite others in; co-owners are made by owners and co-owners alone."""
    if access.is_root or not access.allows(Action.INVITE) or access.item.type == ItemType.WEB_LINK:
        return ()
    if access.item.type == ItemType.FILE:
        return FILE_ROLES
    return FOLDER_ROLES if access.role in OWNERS else tuple(role for role in FOLDER_ROLES if role != "co-owner")


async def invite(tx: Transaction, subject: Subject, wanted: Invitation) -> Collaboration:
    """A unit: share an item. Users of the item's enterprise, its groups and application users accept at once.

    Raises NotFound, Forbidden (forbidden_by_policy where an enterprise, a barrier or the folder forbids it), InvalidParameter, and
    BadRequest with the codes user_already_collaborator and collaborations_not_available_on_root_folder.
    """
    if wanted.item_id in {0, subject.root_id}:
        raise _no_root()
    access = await reach_to_change(tx, subject, wanted.item_id, wanted.kind, Action.INVITE)
    if access.is_root:
        raise _no_root()
    _check_role(access, wanted.role)
    _check_terms(tx, access, wanted.expires_at, wanted.can_view_path)
    invitee = await _find_invitee(tx, subject, wanted)
    if invitee.user_id is not None and invitee.user_id == access.owner_id:
        raise _already()
    await check_policies(tx, subject, access, invitee)
    await check_barrier(tx, access, invitee)
    present = await same_row(tx, access.item.id, invitee.key)
    if present is not None:
        if not present.is_over(tx.now):
            raise _already()
        await tx.delete(collaborations, id=present.id)
    row = await _insert(tx, access, wanted, invitee)
    await _announce(tx, access, "COLLABORATION_INVITE", row)
    if wanted.address is not None:
        await _write_mail(tx, access, invitee, row, wanted.address)
    return row


async def find_collaboration(reader: Reader, subject: Subject, collaboration_id: int) -> Collaboration:
    """One collaboration, for whom it is for and for all who may see who collaborates; raises NotFound."""
    return (await _find(reader, subject, collaboration_id))[0]


async def list_group_collaborations(
    reader: Reader, subject: Subject, group_id: int, *, limit: int, offset: int
) -> tuple[list[Collaboration], int]:
    """A page of what a group was invited to, for its administrators; raises NotFound or Forbidden."""
    await _require_group_admin(reader, subject, group_id)
    return await rows_of_group(reader, group_id, limit=limit, offset=offset)


async def change_collaboration(
    tx: Transaction, subject: Subject, collaboration_id: int, change: Change
) -> Collaboration | None:
    """A unit: change a collaboration, or answer an invitation; None where the item has a new owner now.

    Raises NotFound, Forbidden, InvalidParameter, TermsRequired where an invitation from another enterprise is accepted
    before its terms, and BadRequest with the code invalid_status.
    """
    row, access = await _find_to_change(tx, subject, collaboration_id)
    if change.status is not UNSET and change.status != row.status:
        await _answer(tx, subject, row, change.status)
    if change.role == "owner":
        await _make_owner(tx, access, row)
        return None
    values = _values(tx, access, row, change)
    if values:
        await tx.update(collaborations, {"id": row.id}, **values, modified_at=tx.now)
        if access is not None:
            await _tell_change(tx, access, row, values)
    changed = await find_row(tx, row.id)
    assert changed is not None
    return changed


async def remove_collaboration(tx: Transaction, subject: Subject, collaboration_id: int) -> None:
    """A unit: end a collaboration; those it is for may leave by themselves. Raises NotFound or Forbidden."""
    row, access = await _find_to_change(tx, subject, collaboration_id)
    if row.user_id != subject.user_id:
        _require_management(access, row)
    await tx.delete(collaborations, id=row.id)
    if access is not None:
        await _announce(tx, access, "COLLABORATION_REMOVE", row)


async def _require_group_admin(reader: Reader, subject: Subject, group_id: int) -> None:
    """Raise NotFound for a group that the subject may not see, Forbidden where it does not administer it."""
    await find_group(reader, subject, group_id)
    if not await is_group_admin(reader, subject, group_id):
        raise InsufficientPermissions(f"Only an administrator may see what group {group_id} collaborates on")


def _no_root() -> BadRequest:
    return BadRequest("Root folder cannot be collaborated", code="collaborations_not_available_on_root_folder")


def _already() -> BadRequest:
    return BadRequest("User is already a collaborator", code="user_already_collaborator")


async def _find_invitee(tx: Transaction, subject: Subject, wanted: Invitation) -> Invitee:
    if wanted.group_id is not None:
        return await find_invited_group(tx, subject, wanted.group_id)
    if wanted.user_id is not None:
        return await find_user(tx, subject, wanted.user_id)
    assert wanted.login is not None, "an invitation names a user, a group or a login"
    return await find_login(tx, wanted.login)


def _check_role(access: Access, role: str) -> None:
    if access.item.type == ItemType.FILE and role not in FILE_ROLES:
        raise InvalidParameter("role", f"{role!r} is not a role on a single file; there are {', '.join(FILE_ROLES)}")
    if role not in roles_to_give(access):
        raise InsufficientPermissions(f"You may not make anybody {role} of item {access.item.id}")


def _check_terms(tx: Transaction, access: Access, expires_at: int | None, can_view_path: bool) -> None:
    if expires_at is not None:
        if expires_at <= tx.now:
            raise InvalidParameter("expires_at", "must be in the future")
        if access.role not in OWNERS:
            raise InsufficientPermissions("Only owners and co-owners say when a collaboration expires")
    if can_view_path:
        if access.item.type != ItemType.FOLDER:
            raise InvalidParameter("can_view_path", "is for folders alone")
        if access.role not in OWNERS:
            raise InsufficientPermissions("Only owners and co-owners let collaborators see the path")


async def _insert(tx: Transaction, access: Access, wanted: Invitation, invitee: Invitee) -> Collaboration:
    is_own = invitee.enterprise_id == access.item.enterprise_id
    is_accepted = is_own or invitee.group_id is not None or invitee.kind in {"app", "service"}
    row_id = tx.new_id()
    await tx.insert(
        collaborations,
        id=row_id,
        enterprise_id=access.item.enterprise_id,
        item_id=access.item.id,
        **invitee.key,
        **({} if "invite_key" not in invitee.key else {"invite_email": invitee.login}),
        role=wanted.role,
        status="accepted" if is_accepted else "pending",
        can_view_path=wanted.can_view_path,
        is_access_only=wanted.is_access_only,
        expires_at=wanted.expires_at,
        created_by=access.subject.user_id,
        created_at=tx.now,
        modified_at=tx.now,
        acknowledged_at=tx.now if is_accepted else None,
    )
    row = await find_row(tx, row_id)
    assert row is not None
    return row


async def _find(reader: Reader, subject: Subject, collaboration_id: int) -> tuple[Collaboration, Access | None]:
    """A collaboration that the subject may see, and its access to the item; whom it is for may lack that still."""
    row = await find_row(reader, collaboration_id)
    if row is None:
        raise _unknown(collaboration_id)
    try:
        access = await reach(reader, subject, row.item_id)
    except (NotFound, TermsRequired):
        access = None
    if row.user_id != subject.user_id and (access is None or not access.allows(Action.VIEW_COLLABORATORS)):
        raise _unknown(collaboration_id)
    return row, access


async def _find_to_change(
    tx: Transaction, subject: Subject, collaboration_id: int
) -> tuple[Collaboration, Access | None]:
    row, _ = await _find(tx, subject, collaboration_id)
    await lock_trees(tx, row.item_id)
    row, access = await _find(tx, subject, collaboration_id)
    if access is not None and row.user_id != subject.user_id:
        access.require_active()
    return row, access


def _unknown(collaboration_id: int) -> NotFound:
    return NotFound(f"There is no collaboration with id {collaboration_id}")


def _require_management(access: Access | None, row: Collaboration) -> Access:
    """Owners and co-owners manage all collaborators of an item, editors who may invite all but the co-owners."""
    if access is None or row.role not in roles_to_give(access):
        raise InsufficientPermissions(f"You may not change who collaborates on item {row.item_id}")
    return access


async def _answer(tx: Transaction, subject: Subject, row: Collaboration, status: Status) -> None:
    """Accept or reject an invitation: only whom it is for, and only once."""
    if row.status != "pending" or status == "pending":
        message = "You can change the status only if the collaboration is pending"
        raise BadRequest(message, code="invalid_status")
    if row.user_id != subject.user_id:
        raise InsufficientPermissions("Only the invited user answers an invitation")
    await tx.update(collaborations, {"id": row.id}, status=status, acknowledged_at=tx.now, modified_at=tx.now)
    answered = msgspec.structs.replace(row, status=status)
    if status == "accepted":
        access = await reach(tx, subject, row.item_id)
        await check_policies(tx, subject, access, await find_login(tx, subject.login))
        await _announce(tx, access, "COLLABORATION_ACCEPT", answered)
    else:
        (item,) = await tx.all(FIND_ITEMS, ids=[row.item_id])
        # Not one of Box's event types: webhooks alone tell of it.
        await emit(
            tx,
            subject,
            "COLLABORATION_REJECT",
            source_type=TYPE_NAMES[item.type],
            source_id=item.id,
            parent_id=item.parent_id,
            item=mini_of(item),
            collaboration=_told(answered),
        )


def _values(tx: Transaction, access: Access | None, row: Collaboration, change: Change) -> dict[str, Any]:
    """The columns that become different."""
    values: dict[str, Any] = {}
    if change.role is not UNSET and change.role != row.role:
        access = _require_management(access, row)
        _check_role(access, change.role)
        values["role"] = change.role
    if change.expires_at is not UNSET and change.expires_at != row.expires_at:
        access = _require_management(access, row)
        _check_terms(tx, access, change.expires_at or tx.now + 1, can_view_path=False)
        values["expires_at"] = change.expires_at
    if change.can_view_path is not UNSET and change.can_view_path != row.can_view_path:
        access = _require_management(access, row)
        if access.role is not Role.OWNER:
            raise InsufficientPermissions("Only the owner changes whether a collaborator sees the path")
        _check_terms(tx, access, None, can_view_path=change.can_view_path)
        values["can_view_path"] = change.can_view_path
    return values


async def _make_owner(tx: Transaction, access: Access | None, row: Collaboration) -> None:
    if access is None or access.role is not Role.OWNER or not access.allows(Action.INVITE):
        raise InsufficientPermissions("Only the owner of an item gives it to somebody else")
    if row.user_id is None or row.status != "accepted":
        raise BadRequest("Only a user who has accepted the collaboration can become the owner")
    await _announce(tx, access, "COLLABORATION_ROLE_CHANGE", row, old_role=row.role, role="owner")
    await hand_over(tx, access, row.id, row.user_id)


async def _tell_change(tx: Transaction, access: Access, row: Collaboration, values: dict[str, Any]) -> None:
    changed = msgspec.structs.replace(row, **values)
    if "role" in values:
        await _announce(tx, access, "COLLABORATION_ROLE_CHANGE", changed, old_role=row.role, role=changed.role)
    if "expires_at" in values:
        times = {"expires_at": changed.expires_at, "old_expires_at": row.expires_at}
        await _announce(tx, access, "UPDATE_COLLABORATION_EXPIRATION", changed, **times)


async def _announce(tx: Transaction, access: Access, event_type: str, row: Collaboration, **details: Any) -> None:
    invited = () if row.user_id is None else (row.user_id,)
    await announce(tx, access, event_type, also_to=invited, collaboration=_told(row), **details)


def _told(row: Collaboration) -> dict[str, Any]:
    """What events tell of a collaboration."""
    return {
        "id": str(row.id),
        "role": row.role,
        "status": row.status,
        "user_id": None if row.user_id is None else str(row.user_id),
        "group_id": None if row.group_id is None else str(row.group_id),
        "invite_email": row.invite_email,
    }


async def _write_mail(tx: Transaction, access: Access, invitee: Invitee, row: Collaboration, server: str) -> None:
    is_pending, kind = row.status == "pending", TYPE_NAMES[access.item.type]
    for address in await addresses_of(tx, invitee):
        if address == access.subject.login:
            continue
        await post_mail(
            tx,
            enterprise_id=access.item.enterprise_id,
            recipient=address,
            template="collaboration",
            inviter=access.subject.name,
            item_name=access.item.name,
            item_type=kind.replace("_", " "),
            role=row.role,
            link=f"{server}/invitations" if is_pending else f"{server}/{kind}/{access.item.id}",
            is_pending=is_pending,
            is_unknown=row.user_id is None and row.group_id is None,
        )
