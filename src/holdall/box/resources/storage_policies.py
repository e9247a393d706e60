"""Storage policies: the places where content may live, and to whom they are assigned."""

from typing import Literal

import msgspec

from holdall.base.errors import NotFound
from holdall.base.paging import check_limit, decode_marker, encode_marker
from holdall.box.binding import Fields, Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, View
from holdall.content.storage_policies import assignments
from holdall.content.storage_policies.assignments import Assignee, AssigneeType, Assignment

POLICY = View[str](
    {"type": lambda name: "storage_policy", "id": lambda name: name, "name": lambda name: name},
    mini=(),
    standard=("name",),
)


class PolicyReference(msgspec.Struct):
    """A policy named by its id, which is its name."""

    id: str
    type: Literal["storage_policy"] = "storage_policy"


class AssigneeReference(msgspec.Struct):
    """A user, or the enterprise."""

    id: EntityId
    type: AssigneeType


class NewAssignment(msgspec.Struct):
    """A policy, and for whose content it shall be."""

    storage_policy: PolicyReference
    assigned_to: AssigneeReference


class ChangedAssignment(msgspec.Struct):
    """The policy that takes the place of the present one."""

    storage_policy: PolicyReference


@operation("get_storage_policies")
async def list_policies(
    ctx: Context, fields: Fields = None, marker: str | None = None, limit: int | None = None
) -> Document:
    """The places that the server's operator has set up, the default first."""
    limit = check_limit(limit, default=100, maximum=1000)
    start = max(decode_marker(marker, tuple[int])[0], 0) if marker else 0
    names = _policies(ctx)[start:]
    following = encode_marker((start + limit,)) if len(names) > limit else None
    return {
        "entries": [POLICY.render(name, fields) for name in names[:limit]],
        "limit": limit,
        "next_marker": following,
        "prev_marker": None,
    }


@operation("get_storage_policies_id")
async def get_policy(ctx: Context, storage_policy_id: str) -> Document:
    """One of them."""
    if storage_policy_id not in _policies(ctx):
        raise NotFound(f"There is no storage policy {storage_policy_id!r}")
    return POLICY.render(storage_policy_id)


@operation("get_storage_policy_assignments")
async def list_assignments(
    ctx: Context, resolved_for_type: AssigneeType, resolved_for_id: Id, marker: str | None = None
) -> Document:
    """The one assignment that holds for a user or the enterprise, inherited or not."""
    if marker is not None:
        decode_marker(marker, tuple[int])
    assignee = Assignee(resolved_for_type, resolved_for_id)
    found = await assignments.resolve(ctx.db, ctx.subject, assignee, _names(ctx))
    return {"entries": [_render(found)], "limit": 1000, "next_marker": None, "prev_marker": None}


@operation("post_storage_policy_assignments")
async def assign_policy(ctx: Context, body: NewAssignment) -> Document:
    """Let the new content of a user, or of all who have no policy of their own, go to a place."""
    assignee = Assignee(body.assigned_to.type, body.assigned_to.id)
    made = await ctx.db.write(assignments.assign, ctx.subject, assignee, body.storage_policy.id, _names(ctx))
    return _render(made)


@operation("get_storage_policy_assignments_id")
async def get_assignment(ctx: Context, storage_policy_assignment_id: str) -> Document:
    """One assignment."""
    return _render(await assignments.find(ctx.db, ctx.subject, storage_policy_assignment_id, _names(ctx)))


@operation("put_storage_policy_assignments_id")
async def change_assignment(ctx: Context, storage_policy_assignment_id: str, body: ChangedAssignment) -> Document:
    """Let new content go to another place from now on; what is there stays where it is."""
    changed = await ctx.db.write(
        assignments.change, ctx.subject, storage_policy_assignment_id, body.storage_policy.id, _names(ctx)
    )
    return _render(changed)


@operation("delete_storage_policy_assignments_id")
async def unassign_policy(ctx: Context, storage_policy_assignment_id: str) -> None:
    """Give a user back to the enterprise's policy, or the enterprise to the server's."""
    await ctx.db.write(assignments.unassign, ctx.subject, storage_policy_assignment_id, _names(ctx))


def _policies(ctx: Context) -> tuple[str, ...]:
    """The names of the policies, for those who may know them."""
    ctx.subject.require_admin("see its storage policies")
    return _names(ctx)


def _names(ctx: Context) -> tuple[str, ...]:
    return ctx.platform.stores.policies


def _render(assignment: Assignment) -> Document:
    assignee = assignment.assignee
    return {
        "type": "storage_policy_assignment",
        "id": assignment.id,
        "storage_policy": POLICY.mini(assignment.store),
        "assigned_to": {"type": assignee.type, "id": str(assignee.id)},
    }
