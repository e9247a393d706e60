"""Whom an invitation is for, and whether the enterprises on both sides let them collaborate."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Forbidden, InsufficientPermissions, InvalidParameter, NotFound
from holdall.content.access import Access
from holdall.content.barriers.errors import blocked
from holdall.content.barriers.walls import barred_member, is_barred
from holdall.content.directory.groups import find_group, is_group_admin
from holdall.content.directory.tables import email_aliases, memberships
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.identity.users import is_address
from holdall.content.sharing.allowlist import may_collaborate
from holdall.content.sharing.collaboration_tables import collaborations


class Invitee(msgspec.Struct, frozen=True):
    """A user, a group, or an address that nobody has as login."""

    enterprise_id: int | None
    login: str
    user_id: int | None = None
    group_id: int | None = None
    kind: str = ""
    """Of a user: managed, app or service."""
    may_go_outside: bool = True
    """Whether a user may collaborate outside the own enterprise."""

    @property
    def key(self) -> dict[str, Any]:
        """The column of collaborations that says for whom it is."""
        if self.user_id is not None:
            return {"user_id": self.user_id}
        if self.group_id is not None:
            return {"group_id": self.group_id}
        return {"invite_key": self.login.casefold()}


_PERSON = sa.select(users.c.id, users.c.enterprise_id, users.c.login, users.c.kind, users.c.options).where(
    users.c.deleted_at.is_(None), users.c.status != "inactive"
)
_FIND_BY_ID = query(_PERSON.where(users.c.id == sa.bindparam("user_id", type_=sa.BigInteger)))
_KEY = sa.bindparam("login_key", type_=sa.Text)
_OF_ALIAS = sa.select(email_aliases.c.user_id).where(email_aliases.c.email_key == _KEY)
_FIND_BY_ADDRESS = query(_PERSON.where(sa.or_(users.c.login_key == _KEY, users.c.id.in_(_OF_ALIAS))))
_KNOWN_ALREADY = query(
    sa.select(collaborations.c.id)
    .where(
        collaborations.c.user_id == sa.bindparam("user_id", type_=sa.BigInteger),
        collaborations.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
        collaborations.c.status == "accepted",
    )
    .limit(1)
)
_IS_MEMBER = query(
    sa.select(memberships.c.id).where(
        memberships.c.group_id == sa.bindparam("group_id", type_=sa.BigInteger),
        memberships.c.user_id == sa.bindparam("user_id", type_=sa.BigInteger),
    )
)
_MEMBERS = query(
    sa.select(users.c.login)
    .join_from(memberships, users, users.c.id == memberships.c.user_id)
    .where(
        memberships.c.group_id == sa.bindparam("group_id", type_=sa.BigInteger),
        users.c.kind == "managed",
        users.c.status != "inactive",
    )
)


async def find_user(reader: Reader, subject: Subject, user_id: int) -> Invitee:
    """The user with this id; raises NotFound.

    Ids are easy to guess, so users of other enterprises are named by login, unless they collaborate with ours already.
    """
    row = await reader.one(_FIND_BY_ID, user_id=user_id)
    if row is not None and row[1] != subject.enterprise_id:
        known = await reader.value(_KNOWN_ALREADY, user_id=user_id, enterprise_id=subject.enterprise_id)
        row = None if known is None else row
    if row is None:
        raise NotFound(f"There is no user with id {user_id}; people outside the enterprise are invited by login")
    return _user(row)


async def find_login(reader: Reader, login: str) -> Invitee:
    """The user with this login or email alias, or the address where nobody has it; raises InvalidParameter."""
    login = login.strip()
    if not is_address(login):
        raise InvalidParameter("accessible_by.login", f"{login!r} is not an e-mail address")
    row = await reader.one(_FIND_BY_ADDRESS, login_key=login.casefold())
    return Invitee(enterprise_id=None, login=login) if row is None else _user(row)


async def find_invited_group(reader: Reader, subject: Subject, group_id: int) -> Invitee:
    """The group with this id; raises NotFound, or Forbidden where the subject may not invite it."""
    group = await find_group(reader, subject, group_id)
    level = group.invitability_level
    if level != "all_managed_users" and not await is_group_admin(reader, subject, group_id):
        is_member = await reader.value(_IS_MEMBER, group_id=group_id, user_id=subject.user_id) is not None
        if level == "admins_only" or not is_member:
            raise InsufficientPermissions(f"You may not invite group {group_id}")
    return Invitee(enterprise_id=group.enterprise_id, login=subject.login, group_id=group.id)


async def addresses_of(tx: Transaction, invitee: Invitee) -> Sequence[str]:
    """Whom to write to; application users and service accounts read no mail."""
    if invitee.group_id is not None:
        return [login for (login,) in await tx.all(_MEMBERS, group_id=invitee.group_id)]
    return [invitee.login] if invitee.kind in {"", "managed"} else []


async def check_policies(reader: Reader, subject: Subject, access: Access, invitee: Invitee) -> None:
    """Raise Forbidden (forbidden_by_policy) where either side's enterprise, or the folder, does not let them in."""
    enterprise_id = access.item.enterprise_id
    if invitee.enterprise_id == enterprise_id:
        return
    if "is_collaboration_restricted_to_enterprise" in access.settings:
        raise forbidden("The folder is open to users of its owner's enterprise alone")
    await check_outside(reader, enterprise_id, access.owner_id, invitee)


async def check_outside(reader: Reader, enterprise_id: int, owner_id: int, invitee: Invitee) -> None:
    """Raise Forbidden (forbidden_by_policy) where either side's enterprise does not let a user share with somebody outside."""
    owner = await reader.one(_FIND_BY_ID, user_id=owner_id)
    if owner is None:
        raise BadRequest("The owner of the item cannot share it now", code="bad_request")
    if not (_user(owner).may_go_outside and invitee.may_go_outside):
        raise forbidden("The user may not collaborate outside the enterprise")
    await _check_list(reader, enterprise_id, owner_id, invitee.login, "inbound")
    if invitee.enterprise_id is not None:
        await _check_list(reader, invitee.enterprise_id, invitee.user_id, _user(owner).login, "outbound")


async def kept_from(reader: Reader, owner_id: int, invitee: Invitee) -> int | None:
    """The user, or a member of the group, whom an information barrier keeps from what an owner has, if there is one."""
    if invitee.group_id is not None:
        return await barred_member(reader, invitee.group_id, owner_id)
    is_kept = invitee.user_id is not None and await is_barred(reader, invitee.user_id, owner_id)
    return invitee.user_id if is_kept else None


async def check_barrier(reader: Reader, access: Access, invitee: Invitee) -> None:
    """Raise BarrierBlocks where an information barrier keeps the user, or a member of the group, from the item's owner."""
    owner_id = access.owner_id
    kept = await kept_from(reader, owner_id, invitee)
    if kept is not None:
        message = f"user {kept} is kept from what belongs to user {owner_id}, who owns item {access.item.id}"
        about: dict[str, Any] = {"user_id": kept}
        if invitee.group_id is not None:
            about["group_id"] = invitee.group_id
        raise blocked(access.subject, "COLLAB", message, item=access.item, owner_id=owner_id, **about)


async def _check_list(
    reader: Reader, enterprise_id: int, user_id: int | None, login: str, direction: Literal["inbound", "outbound"]
) -> None:
    if not await may_collaborate(
        reader, enterprise_id=enterprise_id, user_id=user_id, other_login=login, direction=direction
    ):
        raise forbidden("The collaboration allowlist of an enterprise does not let them collaborate")


def forbidden(message: str) -> Forbidden:
    """The refusal of what an enterprise's rules do not let people share."""
    return Forbidden(message, code="forbidden_by_policy")


def _user(row: tuple[Any, ...]) -> Invitee:
    user_id, enterprise_id, login, kind, options = row
    return Invitee(
        enterprise_id=enterprise_id,
        login=login,
        user_id=user_id,
        kind=kind,
        may_go_outside=not options.get("is_external_collab_restricted", False),
    )
