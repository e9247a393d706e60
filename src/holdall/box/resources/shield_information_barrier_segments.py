"""The segments of an information barrier, their members, and what they are kept from."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.resources.shield_information_barriers import BarrierReference
from holdall.box.views.barriers import MEMBER, RESTRICTION, SEGMENT
from holdall.box.views.plain import Document, marker_page, start_of_page
from holdall.content.barriers import members, restrictions, segments


class SegmentReference(msgspec.Struct):
    """A segment named by its id."""

    id: EntityId
    type: Literal["shield_information_barrier_segment"] = "shield_information_barrier_segment"


class UserReference(msgspec.Struct):
    """A user named by id."""

    id: EntityId
    type: Literal["user"] = "user"


class NewSegment(msgspec.Struct):
    """A segment to add."""

    shield_information_barrier: BarrierReference
    name: str
    description: str = ""


class SegmentChange(msgspec.Struct):
    """What a segment shall be; absent leaves it as it is."""

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET


class NewMember(msgspec.Struct):
    """A user to put into a segment."""

    shield_information_barrier_segment: SegmentReference
    user: UserReference
    shield_information_barrier: BarrierReference | UnsetType = UNSET


class NewRestriction(msgspec.Struct):
    """A segment to keep another one from."""

    shield_information_barrier_segment: SegmentReference
    restricted_segment: SegmentReference
    shield_information_barrier: BarrierReference | UnsetType = UNSET


def _named(barrier: BarrierReference | UnsetType) -> int | None:
    return None if barrier is UNSET else barrier.id


@operation("get_shield_information_barrier_segments")
async def list_segments(
    ctx: Context, shield_information_barrier_id: Id, marker: str | None = None, limit: int | None = None
) -> Document:
    """The segments of a barrier."""
    limit, after = start_of_page(limit, marker)
    found = await segments.list_segments(
        ctx.db, ctx.subject, shield_information_barrier_id, after=after, limit=limit + 1
    )
    return marker_page(SEGMENT, found, limit)


@operation("post_shield_information_barrier_segments")
async def create_segment(ctx: Context, body: NewSegment) -> Document:
    """Add a segment to a barrier."""
    barrier_id, named = body.shield_information_barrier.id, {"name": body.name, "description": body.description}
    return SEGMENT.render(await ctx.db.write(segments.create_segment, ctx.subject, barrier_id, **named))


@operation("get_shield_information_barrier_segments_id")
async def get_segment(ctx: Context, shield_information_barrier_segment_id: Id) -> Document:
    """One segment."""
    return SEGMENT.render(await segments.find_segment(ctx.db, ctx.subject, shield_information_barrier_segment_id))


@operation("put_shield_information_barrier_segments_id")
async def change_segment(ctx: Context, shield_information_barrier_segment_id: Id, body: SegmentChange) -> Document:
    """Give a segment another name or description."""
    values = {} if body.name is UNSET else {"name": body.name}
    if body.description is not UNSET:
        values["description"] = body.description or ""
    changed = await ctx.db.write(segments.change_segment, ctx.subject, shield_information_barrier_segment_id, values)
    return SEGMENT.render(changed)


@operation("delete_shield_information_barrier_segments_id")
async def delete_segment(ctx: Context, shield_information_barrier_segment_id: Id) -> None:
    """Remove a segment with its members and restrictions."""
    await ctx.db.write(segments.delete_segment, ctx.subject, shield_information_barrier_segment_id)


@operation("get_shield_information_barrier_segment_members")
async def list_members(
    ctx: Context, shield_information_barrier_segment_id: Id, marker: str | None = None, limit: int | None = None
) -> Document:
    """Who is in a segment."""
    limit, after = start_of_page(limit, marker)
    found = await members.list_members(
        ctx.db, ctx.subject, shield_information_barrier_segment_id, after=after, limit=limit + 1
    )
    return marker_page(MEMBER, found, limit)


@operation("post_shield_information_barrier_segment_members")
async def add_member(ctx: Context, body: NewMember) -> Document:
    """Put a user into a segment; a user is in one at most."""
    segment_id, barrier_id = body.shield_information_barrier_segment.id, _named(body.shield_information_barrier)
    made = await ctx.db.write(members.add_member, ctx.subject, segment_id, body.user.id, barrier_id=barrier_id)
    return MEMBER.render(made)


@operation("get_shield_information_barrier_segment_members_id")
async def get_member(ctx: Context, shield_information_barrier_segment_member_id: Id) -> Document:
    """One member of a segment."""
    found = await members.find_member(ctx.db, ctx.subject, shield_information_barrier_segment_member_id)
    return MEMBER.render(found)


@operation("delete_shield_information_barrier_segment_members_id")
async def remove_member(ctx: Context, shield_information_barrier_segment_member_id: Id) -> None:
    """Take a user out of a segment."""
    await ctx.db.write(members.remove_member, ctx.subject, shield_information_barrier_segment_member_id)


@operation("get_shield_information_barrier_segment_restrictions")
async def list_restrictions(
    ctx: Context, shield_information_barrier_segment_id: Id, marker: str | None = None, limit: int | None = None
) -> Document:
    """What the people of a segment are kept from."""
    limit, after = start_of_page(limit, marker)
    found = await restrictions.list_restrictions(
        ctx.db, ctx.subject, shield_information_barrier_segment_id, after=after, limit=limit + 1
    )
    return marker_page(RESTRICTION, found, limit)


@operation("post_shield_information_barrier_segment_restrictions")
async def add_restriction(ctx: Context, body: NewRestriction) -> Document:
    """Keep the people of a segment from what the people of another have. The other way takes a restriction of its own."""
    made = await ctx.db.write(
        restrictions.add_restriction,
        ctx.subject,
        body.shield_information_barrier_segment.id,
        body.restricted_segment.id,
        barrier_id=_named(body.shield_information_barrier),
    )
    return RESTRICTION.render(made)


@operation("get_shield_information_barrier_segment_restrictions_id")
async def get_restriction(ctx: Context, shield_information_barrier_segment_restriction_id: Id) -> Document:
    """One restriction."""
    found = await restrictions.find_restriction(ctx.db, ctx.subject, shield_information_barrier_segment_restriction_id)
    return RESTRICTION.render(found)


@operation("delete_shield_information_barrier_segment_restrictions_id")
async def remove_restriction(ctx: Context, shield_information_barrier_segment_restriction_id: Id) -> None:
    """Take a restriction away."""
    await ctx.db.write(restrictions.remove_restriction, ctx.subject, shield_information_barrier_segment_restriction_id)
