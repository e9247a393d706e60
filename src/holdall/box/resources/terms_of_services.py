"""Terms of service: what people have to accept before they work with the content of an enterprise."""

from typing import Any

import msgspec

from holdall.base.clock import format_instant
from holdall.box.binding import Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, View
from holdall.content.terms import terms
from holdall.content.terms.terms import Terms, TermsStatus, TermsType

_FIELDS: dict[str, Any] = {
    "type": lambda one: "terms_of_service",
    "id": lambda one: str(one.id),
    "status": lambda one: one.status,
    "enterprise": lambda one: {"type": "enterprise", "id": str(one.enterprise_id), "name": one.enterprise_name},
    "tos_type": lambda one: one.tos_type,
    "text": lambda one: one.text,
    "created_at": lambda one: format_instant(one.created_at),
    "modified_at": lambda one: format_instant(one.modified_at),
}
TERMS = View[Terms](_FIELDS, mini=(), standard=_FIELDS)


class NewTerms(msgspec.Struct):
    """Terms to write."""

    status: TermsStatus
    text: str
    tos_type: TermsType = "managed"


class TermsChange(msgspec.Struct):
    """What terms shall be."""

    status: TermsStatus
    text: str


@operation("get_terms_of_services")
async def list_terms(ctx: Context, tos_type: TermsType | None = None) -> Document:
    """The terms of the enterprise: all of them for administrators, for others those that they are asked to accept."""
    found = await terms.list_terms(ctx.db, ctx.subject, tos_type)
    return {"total_count": len(found), "entries": [TERMS.render(one) for one in found]}


@operation("post_terms_of_services")
async def create_terms(ctx: Context, body: NewTerms) -> Document:
    """Write terms for the enterprise's own people (managed) or for those who collaborate from outside (external)."""
    return TERMS.render(
        await ctx.db.write(terms.create_terms, ctx.subject, tos_type=body.tos_type, status=body.status, text=body.text)
    )


@operation("get_terms_of_services_id")
async def get_terms(ctx: Context, terms_of_service_id: Id) -> Document:
    """Terms of the own enterprise, or of another one in which the user collaborates."""
    return TERMS.render(await terms.find_terms(ctx.db, ctx.subject, terms_of_service_id))


@operation("put_terms_of_services_id")
async def change_terms(ctx: Context, terms_of_service_id: Id, body: TermsChange) -> Document:
    """Rewrite terms, enable or disable them. A new text, and enabling them again, asks everybody anew."""
    changed = await ctx.db.write(
        terms.change_terms, ctx.subject, terms_of_service_id, status=body.status, text=body.text
    )
    return TERMS.render(changed)
