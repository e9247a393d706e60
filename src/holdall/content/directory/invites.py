"""Invitations of a user of another enterprise to join this one.

https://developer.box.com/reference/resources/invite/
A user who belongs to an enterprise cannot leave it by accepting, as at Box, so an invitation stays pending.
"""

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, InsufficientPermissions, NotFound
from holdall.content.directory.tables import invites
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import enterprises, users
from holdall.content.mail import post_mail


class Invite(msgspec.Struct, frozen=True):
    """An invitation with the names that its wire form carries."""

    id: int
    status: str
    created_at: int
    modified_at: int
    enterprise_id: int
    enterprise_name: str
    invited_by: int
    inviter_name: str
    inviter_login: str
    actionable_by: int
    invitee_name: str
    invitee_login: str


_inviter, _invitee = users.alias("inviter"), users.alias("invitee")
_SELECT = (
    sa.select(
        invites.c.id,
        invites.c.status,
        invites.c.created_at,
        invites.c.modified_at,
        enterprises.c.id.label("enterprise_id"),
        enterprises.c.name.label("enterprise_name"),
        invites.c.invited_by,
        _inviter.c.name.label("inviter_name"),
        _inviter.c.login.label("inviter_login"),
        invites.c.actionable_by,
        _invitee.c.name.label("invitee_name"),
        _invitee.c.login.label("invitee_login"),
    )
    .join_from(invites, enterprises, enterprises.c.id == invites.c.enterprise_id)
    .join(_inviter, _inviter.c.id == invites.c.invited_by)
    .join(_invitee, _invitee.c.id == invites.c.actionable_by)
)
_FIND = query(
    _SELECT.where(
        invites.c.id == sa.bindparam("invite_id"),
        sa.or_(
            sa.and_(
                invites.c.enterprise_id == sa.bindparam("enterprise_id"), sa.bindparam("is_admin", type_=sa.Boolean)
            ),
            invites.c.actionable_by == sa.bindparam("user_id"),
        ),
    ),
    into=Invite,
)
_FIND_PENDING = query(
    _SELECT.where(
        invites.c.actionable_by == sa.bindparam("user_id", type_=sa.BigInteger), invites.c.status == "pending"
    ).order_by(invites.c.id),
    into=Invite,
)
_FIND_SAME = query(
    sa.select(invites.c.id).where(
        invites.c.enterprise_id == sa.bindparam("enterprise_id"), invites.c.actionable_by == sa.bindparam("user_id")
    )
)
_FIND_INVITEE = query(
    sa.select(users.c.id, users.c.enterprise_id).where(
        users.c.login_key == sa.bindparam("login_key"), users.c.deleted_at.is_(None)
    )
)


async def find_invite(reader: Reader, subject: Subject, invite_id: int) -> Invite:
    """One invitation, for administrators of the enterprise and for the invited; raises NotFound."""
    invite = await reader.one(
        _FIND,
        invite_id=invite_id,
        enterprise_id=subject.enterprise_id,
        user_id=subject.user_id,
        is_admin=subject.is_admin,
    )
    if invite is None:
        raise NotFound(f"There is no invite with id {invite_id}")
    return invite


async def invites_of(reader: Reader, subject: Subject) -> list[Invite]:
    """The invitations that the subject has to other enterprises, in the order in which they were made."""
    return await reader.all(_FIND_PENDING, user_id=subject.user_id)


async def invite_user(tx: Transaction, subject: Subject, *, enterprise_id: int, login: str, link: str) -> Invite:
    """A unit: invite the user with this login, and tell them by mail; a second invitation renews the first.

    Raises Forbidden, NotFound for an unknown login or enterprise, BadRequest for a user of the enterprise.
    """
    if enterprise_id != subject.enterprise_id:
        raise NotFound(f"There is no enterprise with id {enterprise_id}")
    if not subject.is_admin:
        raise InsufficientPermissions("Only an administrator may invite users to the enterprise")
    invitee = await tx.one(_FIND_INVITEE, login_key=login.strip().casefold())
    if invitee is None:
        raise NotFound(f"There is no user with the login {login!r}")
    user_id, other_enterprise = invitee
    if other_enterprise == subject.enterprise_id:
        raise BadRequest(f"{login!r} is a user of the enterprise already")
    invite_id = await tx.value(_FIND_SAME, enterprise_id=enterprise_id, user_id=user_id)
    if invite_id is None:
        invite_id = tx.new_id()
        await tx.insert(
            invites,
            id=invite_id,
            enterprise_id=enterprise_id,
            invited_by=subject.user_id,
            actionable_by=user_id,
            status="pending",
            created_at=tx.now,
            modified_at=tx.now,
        )
    else:
        await tx.update(invites, {"id": invite_id}, invited_by=subject.user_id, modified_at=tx.now)
    invite = await find_invite(tx, subject, invite_id)
    await post_mail(
        tx,
        enterprise_id=enterprise_id,
        recipient=invite.invitee_login,
        template="enterprise_invite",
        inviter=invite.inviter_name,
        enterprise=invite.enterprise_name,
        link=link,
    )
    return invite
