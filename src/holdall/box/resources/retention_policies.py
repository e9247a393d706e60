"""Retention policies of the enterprise: making, reading, changing, retiring and deleting them."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.errors import InvalidParameter
from holdall.box.binding import Fields, Id
from holdall.box.bodies import Reference
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, marker_page, start_of_page
from holdall.box.views.retention import (
    RETENTION_ASSIGNMENTS,
    RETENTIONS,
    render_retention,
    retention_assignments_to_render,
    retentions_to_render,
)
from holdall.content.governance import retention_assignments, retentions
from holdall.content.governance.retention_assignments import TargetType
from holdall.content.governance.retentions import (
    INDEFINITE,
    NO_EXTENSION,
    DispositionAction,
    PolicyType,
    Wish,
    check_known_status,
    read_days,
)

WireType = Literal["modifiable", "non_modifiable", "non-modifiable"]
Days = str | int | UnsetType | None


class NewPolicy(msgspec.Struct, kw_only=True):
    """A policy to make."""

    policy_name: str
    policy_type: PolicyType
    disposition_action: DispositionAction
    description: str | UnsetType | None = UNSET
    retention_length: Days = UNSET
    retention_type: WireType | UnsetType | None = UNSET
    can_owner_extend_retention: bool | UnsetType | None = UNSET
    max_extension_length: Days = UNSET
    are_owners_notified: bool | UnsetType | None = UNSET
    custom_notification_recipients: list[Reference] | UnsetType | None = UNSET


class PolicyChange(msgspec.Struct, kw_only=True):
    """What can be changed of a policy; absent and null leave it as it is."""

    policy_name: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    disposition_action: DispositionAction | UnsetType | None = UNSET
    retention_type: WireType | UnsetType | None = UNSET
    retention_length: Days = UNSET
    status: str | UnsetType | None = UNSET
    can_owner_extend_retention: bool | UnsetType | None = UNSET
    max_extension_length: Days = UNSET
    are_owners_notified: bool | UnsetType | None = UNSET
    custom_notification_recipients: list[Reference] | UnsetType | None = UNSET


@operation("post_retention_policies")
async def create_policy(ctx: Context, body: NewPolicy) -> Document:
    """Make a policy, which retains nothing until it is assigned to something."""
    policy = await ctx.db.write(retentions.create_retention, ctx.subject, body.policy_type, _wish(body))
    return await render_retention(ctx.db, policy)


@operation("get_retention_policies")
async def list_policies(
    ctx: Context,
    *,
    policy_name: str = "",
    policy_type: PolicyType | None = None,
    created_by_user_id: Id | None = None,
    fields: Fields = None,
    limit: int | None = None,
    marker: str | None = None,
) -> Document:
    """The policies of the enterprise, the oldest first."""
    size, after = start_of_page(limit, marker)
    found = await retentions.list_retentions(
        ctx.db,
        ctx.subject,
        prefix=policy_name,
        policy_type=policy_type,
        created_by=created_by_user_id,
        after=after,
        limit=size + 1,
    )
    return marker_page(RETENTIONS, await retentions_to_render(ctx.db, found), size, fields)


@operation("get_retention_policies_id")
async def get_policy(ctx: Context, retention_policy_id: Id, fields: Fields = None) -> Document:
    """One policy."""
    policy = await retentions.find_retention(ctx.db, ctx.subject, retention_policy_id)
    return await render_retention(ctx.db, policy, fields)


@operation("put_retention_policies_id")
async def update_policy(ctx: Context, retention_policy_id: Id, body: PolicyChange) -> Document:
    """Change a policy, for what it retains already too; or retire it, so that it takes no new content in."""
    status = body.status if isinstance(body.status, str) else None
    policy = await retentions.find_retention(ctx.db, ctx.subject, retention_policy_id)
    retire = check_known_status(policy, status)
    if body.retention_length == INDEFINITE and policy.policy_type == "finite":
        raise InvalidParameter("retention_length", "of a finite policy is a number of days")
    policy = await ctx.db.write(
        retentions.change_retention, ctx.subject, retention_policy_id, _wish(body), retire=retire
    )
    return await render_retention(ctx.db, policy)


@operation("delete_retention_policies_id")
async def delete_policy(ctx: Context, retention_policy_id: Id) -> None:
    """Delete a policy; what it retained is retained no more."""
    await ctx.db.write(retentions.delete_retention, ctx.subject, retention_policy_id)


@operation("get_retention_policies_id_assignments")
async def list_assignments(
    ctx: Context,
    retention_policy_id: Id,
    *,
    type: TargetType | None = None,
    fields: Fields = None,
    marker: str | None = None,
    limit: int | None = None,
) -> Document:
    """What a policy is assigned to, the oldest first."""
    size, after = start_of_page(limit, marker)
    found = await retention_assignments.list_retention_assignments(
        ctx.db, ctx.subject, retention_policy_id, target_type=type, after=after, limit=size + 1
    )
    return marker_page(RETENTION_ASSIGNMENTS, await retention_assignments_to_render(ctx.db, found), size, fields)


def _wish(body: NewPolicy | PolicyChange) -> Wish:
    recipients = body.custom_notification_recipients
    length = read_days("retention_length", _given(body.retention_length), word=INDEFINITE)
    return Wish(
        policy_name=UNSET if body.policy_name is None else body.policy_name,
        description=UNSET if body.description is None else body.description,
        retention_length=UNSET if length is None else length,
        disposition_action=body.disposition_action or UNSET,
        retention_type=_retention_type(body.retention_type),
        can_owner_extend_retention=_flag(body.can_owner_extend_retention),
        max_extension_length=_extension(_given(body.max_extension_length)),
        are_owners_notified=_flag(body.are_owners_notified),
        recipients=[one.id for one in recipients] if isinstance(recipients, list) else UNSET,
    )


def _given(value: Days) -> str | int | None:
    return None if value is UNSET else value


def _flag(value: bool | UnsetType | None) -> bool | UnsetType:
    return UNSET if value is None else value


def _retention_type(wanted: WireType | UnsetType | None) -> Literal["modifiable", "non_modifiable"] | UnsetType:
    if not isinstance(wanted, str):
        return UNSET
    return "modifiable" if wanted == "modifiable" else "non_modifiable"


def _extension(value: str | int | None) -> int | UnsetType:
    if value is None:
        return UNSET
    days = read_days("max_extension_length", value, word=NO_EXTENSION)
    if days == 0:
        raise InvalidParameter("max_extension_length", "must be at least 1, or none")
    return days or 0
