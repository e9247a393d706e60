"""Who has accepted which terms of service."""

from typing import Any, Literal

import msgspec

from holdall.base.clock import format_instant
from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, View
from holdall.box.views.users import user_mini
from holdall.content.terms import statuses
from holdall.content.terms.statuses import Status

_FIELDS: dict[str, Any] = {
    "type": lambda status: "terms_of_service_user_status",
    "id": lambda status: str(status.id),
    "tos": lambda status: {"type": "terms_of_service", "id": str(status.terms_id)},
    "user": lambda status: user_mini(status.user_id, status.user_name, status.user_login),
    "is_accepted": lambda status: status.is_accepted,
    "created_at": lambda status: format_instant(status.created_at),
    "modified_at": lambda status: format_instant(status.modified_at),
}
STATUS = View[Status](_FIELDS, mini=(), standard=_FIELDS)


class TermsReference(msgspec.Struct):
    """Terms of service named by their id."""

    id: EntityId
    type: Literal["terms_of_service"] = "terms_of_service"


class UserReference(msgspec.Struct):
    """A user named by id."""

    id: EntityId
    type: Literal["user"] = "user"


class NewStatus(msgspec.Struct):
    """A first answer."""

    tos: TermsReference
    user: UserReference
    is_accepted: bool


class StatusChange(msgspec.Struct):
    """A further answer."""

    is_accepted: bool


@operation("get_terms_of_service_user_statuses")
async def list_statuses(ctx: Context, tos_id: Id, user_id: Id | None = None) -> Document:
    """Who has answered to terms: the own answer, and everybody's for administrators who manage users."""
    found = await statuses.list_statuses(ctx.db, ctx.subject, tos_id, user_id)
    return {"total_count": len(found), "entries": [STATUS.render(one) for one in found]}


@operation("post_terms_of_service_user_statuses")
async def create_status(ctx: Context, body: NewStatus) -> Document:
    """Accept or decline terms for the first time, for oneself or for somebody whom one manages."""
    made = await ctx.db.write(
        statuses.create_status, ctx.subject, body.tos.id, body.user.id, is_accepted=body.is_accepted
    )
    return STATUS.render(made)


@operation("put_terms_of_service_user_statuses_id")
async def change_status(ctx: Context, terms_of_service_user_status_id: Id, body: StatusChange) -> Document:
    """Accept or decline terms that were answered before."""
    changed = await ctx.db.write(
        statuses.change_status, ctx.subject, terms_of_service_user_status_id, is_accepted=body.is_accepted
    )
    return STATUS.render(changed)
