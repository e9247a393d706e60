"""What belongs to a user beside the user: further addresses, sessions, invitations to an enterprise."""

import msgspec

from holdall.base.clock import format_instant
from holdall.base.errors import BadRequest
from holdall.box.binding import Fields, Id
from holdall.box.bodies import Reference
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.items import render_item
from holdall.box.views.plain import Document, View
from holdall.box.views.users import user_mini
from holdall.content.directory import email_aliases, invites, sessions
from holdall.content.directory.email_aliases import EmailAlias
from holdall.content.directory.invites import Invite
from holdall.content.items import transfer

TERMINATION_MESSAGE = "Request is successful, please check the admin events for the status of the job"
"""What Box answers; clients compare it."""

EMAIL_ALIAS = View[EmailAlias](
    {
        "type": lambda alias: "email_alias",
        "id": lambda alias: str(alias.id),
        "email": lambda alias: alias.email,
        # An administrator vouches for the address, so nobody is asked to confirm it.
        "is_confirmed": lambda alias: True,
    },
    mini=("email",),
    standard=("email", "is_confirmed"),
)
INVITE = View[Invite](
    {
        "type": lambda invite: "invite",
        "id": lambda invite: str(invite.id),
        "invited_to": lambda invite: {
            "type": "enterprise",
            "id": str(invite.enterprise_id),
            "name": invite.enterprise_name,
        },
        "actionable_by": lambda invite: user_mini(invite.actionable_by, invite.invitee_name, invite.invitee_login),
        "invited_by": lambda invite: user_mini(invite.invited_by, invite.inviter_name, invite.inviter_login),
        "status": lambda invite: invite.status,
        "created_at": lambda invite: format_instant(invite.created_at),
        "modified_at": lambda invite: format_instant(invite.modified_at),
    },
    mini=("status",),
    standard=("invited_to", "actionable_by", "invited_by", "status", "created_at", "modified_at"),
)


class NewEmailAlias(msgspec.Struct):
    """An address to give to a user."""

    email: str


class UsersToEnd(msgspec.Struct):
    """Users whose sessions shall end, by id or login."""

    user_ids: list[str] = []
    user_logins: list[str] = []


class GroupsToEnd(msgspec.Struct):
    """Groups whose members' sessions shall end."""

    group_ids: list[str] = []


class EnterpriseReference(msgspec.Struct):
    """An enterprise named by id."""

    id: int


class LoginReference(msgspec.Struct):
    """A user named by login."""

    login: str


class NewInvite(msgspec.Struct):
    """Whom to invite, and where to."""

    enterprise: EnterpriseReference
    actionable_by: LoginReference


@operation("get_users_id_email_aliases")
async def list_aliases(ctx: Context, user_id: Id) -> Document:
    """The addresses of a user beside the login."""
    entries = [EMAIL_ALIAS.render(one) for one in await email_aliases.list_email_aliases(ctx.db, ctx.subject, user_id)]
    return {"total_count": len(entries), "entries": entries}


@operation("post_users_id_email_aliases")
async def add_alias(ctx: Context, user_id: Id, body: NewEmailAlias) -> Document:
    """Give a user one more address. Only administrators may."""
    return EMAIL_ALIAS.render(await ctx.db.write(email_aliases.add_email_alias, ctx.subject, user_id, body.email))


@operation("delete_users_id_email_aliases_id")
async def remove_alias(ctx: Context, user_id: Id, email_alias_id: Id) -> None:
    """Take an address from a user. Only administrators may."""
    await ctx.db.write(email_aliases.remove_email_alias, ctx.subject, user_id, email_alias_id)


@operation("post_users_terminate_sessions")
async def end_user_sessions(ctx: Context, body: UsersToEnd) -> Document:
    """Sign users out everywhere: their tokens end at once. Only administrators may."""
    if not body.user_ids and not body.user_logins:
        raise BadRequest("Users can not be NULL or EMPTY")
    ids = _numbers(body.user_ids, "User")
    await ctx.db.write(sessions.end_user_sessions, ctx.subject, ids, body.user_logins)
    return {"message": TERMINATION_MESSAGE}


@operation("post_groups_terminate_sessions")
async def end_group_sessions(ctx: Context, body: GroupsToEnd) -> Document:
    """Sign the members of groups out everywhere: their tokens end at once. Only administrators may."""
    if not body.group_ids:
        raise BadRequest("Groups can not be NULL or EMPTY")
    await ctx.db.write(sessions.end_group_sessions, ctx.subject, _numbers(body.group_ids, "Group"))
    return {"message": TERMINATION_MESSAGE}


@operation("post_invites")
async def invite_user(ctx: Context, body: NewInvite, fields: Fields = None) -> Document:
    """Invite a user of another enterprise into this one. Only administrators may."""
    invite = await ctx.db.write(
        invites.invite_user,
        ctx.subject,
        enterprise_id=body.enterprise.id,
        login=body.actionable_by.login,
        link=f"{ctx.base_url}/invitations",
    )
    return INVITE.render(invite, fields)


@operation("get_invites_id")
async def get_invite(ctx: Context, invite_id: Id, fields: Fields = None) -> Document:
    """One invitation, for administrators of the enterprise and for the invited."""
    return INVITE.render(await invites.find_invite(ctx.db, ctx.subject, invite_id), fields)


def _numbers(texts: list[str], thing: str) -> list[int]:
    if not all(text.isascii() and text.isdigit() and len(text) < 19 for text in texts):
        raise BadRequest(f"{thing} id format is string: a number written as text")
    return [int(text) for text in texts]


class NewOwner(msgspec.Struct):
    """Who shall own what another user owned."""

    owned_by: Reference


@operation("put_users_id_folders_0")
async def transfer_content(
    ctx: Context, user_id: Id, body: NewOwner, fields: Fields = None, notify: bool = False
) -> Document:
    """Give everything that a user owns to another, as a folder in that one's account. Only administrators may."""
    folder = await ctx.db.write(transfer.transfer_content, ctx.subject, user_id, body.owned_by.id, notify=notify)
    return await render_item(ctx.db, folder, fields)
