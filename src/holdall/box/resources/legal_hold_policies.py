"""Legal hold policies of the enterprise: making, reading, changing and releasing them."""

import msgspec
from msgspec import UNSET, UnsetType

from holdall.box.binding import Fields, Id
from holdall.box.context import Answer, Context
from holdall.box.operations import operation
from holdall.box.patch import given
from holdall.box.views.governance import HOLDS, holds_to_render, render_hold
from holdall.box.views.plain import Document, marker_page, start_of_page
from holdall.content.governance import holds


class NewPolicy(msgspec.Struct):
    """A policy to make."""

    policy_name: str
    description: str | None = None
    filter_started_at: str | None = None
    filter_ended_at: str | None = None
    is_ongoing: bool | None = None


class PolicyChange(msgspec.Struct):
    """What can be changed of a policy; absent and null leave it as it is."""

    policy_name: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    release_notes: str | UnsetType | None = UNSET


@operation("post_legal_hold_policies")
async def create_policy(ctx: Context, body: NewPolicy) -> Document:
    """Make a policy, which holds nothing until it is assigned to something."""
    policy = await ctx.db.write(
        holds.create_hold,
        ctx.subject,
        policy_name=body.policy_name,
        description=body.description or "",
        is_ongoing=bool(body.is_ongoing),
        filter_started_at=body.filter_started_at,
        filter_ended_at=body.filter_ended_at,
    )
    return await render_hold(ctx.db, policy)


@operation("get_legal_hold_policies")
async def list_policies(
    ctx: Context, policy_name: str = "", fields: Fields = None, marker: str | None = None, limit: int | None = None
) -> Document:
    """The policies of the enterprise, the oldest first, released ones too."""
    limit, after = start_of_page(limit, marker)
    found = await holds.list_holds(ctx.db, ctx.subject, prefix=policy_name, after=after, limit=limit + 1)
    return marker_page(HOLDS, await holds_to_render(ctx.db, found), limit, fields)


@operation("get_legal_hold_policies_id")
async def get_policy(ctx: Context, legal_hold_policy_id: Id) -> Document:
    """One policy."""
    return await render_hold(ctx.db, await holds.find_hold(ctx.db, ctx.subject, legal_hold_policy_id))


@operation("put_legal_hold_policies_id")
async def update_policy(ctx: Context, legal_hold_policy_id: Id, body: PolicyChange) -> Document:
    """Change what a policy is called, and what is noted of it."""
    policy = await ctx.db.write(holds.change_hold, ctx.subject, legal_hold_policy_id, **given(body))
    return await render_hold(ctx.db, policy)


@operation("delete_legal_hold_policies_id")
async def delete_policy(ctx: Context, legal_hold_policy_id: Id) -> Answer:
    """Release what a policy holds; the answer does not wait for it."""
    await ctx.db.write(holds.release_hold, ctx.subject, legal_hold_policy_id)
    return Answer(status=202)
