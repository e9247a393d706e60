"""The information barrier of an enterprise, and the reports of what enabling it removes."""

from typing import Literal

import msgspec

from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.barriers import BARRIER, REPORT
from holdall.box.views.plain import Document, marker_page, start_of_page
from holdall.content.barriers import barriers, reports
from holdall.content.barriers.barriers import Status


class EnterpriseReference(msgspec.Struct):
    """An enterprise named by its id."""

    id: EntityId
    type: Literal["enterprise"] = "enterprise"


class BarrierReference(msgspec.Struct):
    """A barrier named by its id."""

    id: EntityId
    type: Literal["shield_information_barrier"] = "shield_information_barrier"


class NewBarrier(msgspec.Struct):
    """A barrier to begin."""

    enterprise: EnterpriseReference


class StatusChange(msgspec.Struct):
    """What a barrier shall be."""

    id: EntityId
    status: Status


class NewReport(msgspec.Struct):
    """A report to write."""

    shield_information_barrier: BarrierReference


@operation("get_shield_information_barriers")
async def list_barriers(ctx: Context, marker: str | None = None, limit: int | None = None) -> Document:
    """The enterprise's barrier, if it has one."""
    limit, after = start_of_page(limit, marker)
    found = await barriers.list_barriers(ctx.db, ctx.subject, after=after, limit=limit + 1)
    return marker_page(BARRIER, found, limit)


@operation("post_shield_information_barriers")
async def create_barrier(ctx: Context, body: NewBarrier) -> Document:
    """Begin a barrier, as a draft. An enterprise has one."""
    return BARRIER.render(await ctx.db.write(barriers.create_barrier, ctx.subject, body.enterprise.id))


@operation("get_shield_information_barriers_id")
async def get_barrier(ctx: Context, shield_information_barrier_id: Id) -> Document:
    """The barrier and its status."""
    return BARRIER.render(await barriers.find_barrier(ctx.db, ctx.subject, shield_information_barrier_id))


@operation("post_shield_information_barriers_change_status")
async def change_status(ctx: Context, body: StatusChange) -> Document:
    """Enable a barrier (`pending`: it acts at once, and is enabled when what crosses it is gone), or disable it."""
    return BARRIER.render(await ctx.db.write(barriers.change_status, ctx.subject, body.id, body.status))


@operation("get_shield_information_barrier_reports")
async def list_reports(
    ctx: Context, shield_information_barrier_id: Id, marker: str | None = None, limit: int | None = None
) -> Document:
    """The reports on a barrier."""
    limit, after = start_of_page(limit, marker)
    found = await reports.list_reports(ctx.db, ctx.subject, shield_information_barrier_id, after=after, limit=limit + 1)
    return marker_page(REPORT, found, limit)


@operation("post_shield_information_barrier_reports")
async def create_report(ctx: Context, body: NewReport) -> Document:
    """Have a report written of the collaborations that enabling a barrier removes."""
    return REPORT.render(await ctx.db.write(reports.create_report, ctx.subject, body.shield_information_barrier.id))


@operation("get_shield_information_barrier_reports_id")
async def get_report(ctx: Context, shield_information_barrier_report_id: Id) -> Document:
    """A report: whether it is done, and the folder that its file is in."""
    return REPORT.render(await reports.find_report(ctx.db, ctx.subject, shield_information_barrier_report_id))
