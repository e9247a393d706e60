"""Cascade policies: folders whose metadata everything below them gets."""

import msgspec

from holdall.base.errors import InvalidParameter
from holdall.base.paging import decode_marker, encode_marker
from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document
from holdall.content.metadata import policies
from holdall.content.metadata.policies import Policy, Resolution

PAGE = 100


class NewPolicy(msgspec.Struct):
    """A policy to make."""

    folder_id: EntityId
    scope: str
    template_key: str = msgspec.field(name="templateKey")


class Force(msgspec.Struct):
    """How to resolve conflicts with instances that are there already."""

    conflict_resolution: Resolution


@operation("post_metadata_cascade_policies")
async def create_policy(ctx: Context, body: NewPolicy) -> Document:
    """Let everything below a folder have its metadata, what comes later too."""
    created = await ctx.db.write(
        policies.create_policy, ctx.subject, body.folder_id, scope=body.scope, template_key=body.template_key
    )
    return _render(created)


@operation("get_metadata_cascade_policies")
async def list_policies(
    ctx: Context, folder_id: Id, owner_enterprise_id: Id | None = None, marker: str | None = None, offset: int = 0
) -> Document:
    """The policies of a folder, the oldest first."""
    if offset < 0:
        raise InvalidParameter("offset", "must not be negative")
    after = decode_marker(marker, tuple[int])[0] if marker else 0
    found = await policies.list_policies(ctx.db, ctx.subject, folder_id, owner_enterprise_id)
    rest = [policy for policy in found if policy.id > after][offset:]
    following = encode_marker((rest[PAGE - 1].id,)) if len(rest) > PAGE else None
    entries = [_render(policy) for policy in rest[:PAGE]]
    return {"entries": entries, "limit": PAGE, "next_marker": following, "prev_marker": None}


@operation("get_metadata_cascade_policies_id")
async def get_policy(ctx: Context, metadata_cascade_policy_id: str) -> Document:
    """One policy."""
    return _render(await policies.find_policy(ctx.db, ctx.subject, metadata_cascade_policy_id))


@operation("delete_metadata_cascade_policies_id")
async def delete_policy(ctx: Context, metadata_cascade_policy_id: str) -> None:
    """End a policy; what came by it stays."""
    await ctx.db.write(policies.delete_policy, ctx.subject, metadata_cascade_policy_id)


@operation("post_metadata_cascade_policies_id_apply")
async def apply_policy(ctx: Context, metadata_cascade_policy_id: str, body: Force) -> None:
    """Carry a policy out on all that is below its folder; the answer does not wait for it."""
    await ctx.db.write(policies.apply_policy, ctx.subject, metadata_cascade_policy_id, body.conflict_resolution)


def _render(policy: Policy) -> Document:
    return {
        "id": policy.uuid,
        "type": "metadata_cascade_policy",
        "owner_enterprise": {"type": "enterprise", "id": str(policy.enterprise_id)},
        "parent": {"type": "folder", "id": str(policy.folder_id)},
        "scope": policy.template.scope,
        "templateKey": policy.template.template_key,
    }
