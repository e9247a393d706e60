"""The page of a person's trash: what was thrown away, back to where it was or removed for good."""

from starlette.responses import Response

from holdall.base.clock import format_instant
from holdall.base.errors import ApiError, BadRequest
from holdall.box.context import Context
from holdall.box.operations import page
from holdall.box.resources.trashed_items import remove_for_good
from holdall.console.own import enter_at
from holdall.console.pages import STALE, Form, Refused, read_form, redirect, render
from holdall.console.showing import PAGE_SIZE, read_item_id, read_offset
from holdall.content.identity.subject import Subject
from holdall.content.items.listing import Order, Where, count_trash, page_at
from holdall.content.items.rows import TYPE_NAMES, TYPES_BY_NAME
from holdall.content.items.trash import restore_item

PATH = "/trash"


@page("GET", PATH)
async def show_trash(ctx: Context) -> Response:
    """What a person has in the trash, by name."""
    subject = await enter_at(ctx, PATH)
    return subject if isinstance(subject, Response) else await _show(ctx, subject)


@page("POST", PATH)
async def submit_choice(ctx: Context) -> Response:
    """Take an item out of the trash, or remove it for good."""
    subject = await enter_at(ctx, PATH)
    if isinstance(subject, Response):
        return subject
    try:
        await _carry_out(ctx, subject, await read_form(ctx))
    except Refused:
        return await _show(ctx, subject, STALE, 400)
    except ApiError as error:
        return await _show(ctx, subject, f"That did not work: {error.message}.", error.status)
    return redirect(PATH)


async def _carry_out(ctx: Context, subject: Subject, form: Form) -> None:
    item_id, kind = read_item_id(form.get("item", "")), TYPES_BY_NAME.get(form.get("type", ""))
    action = form.get("action", "")
    if kind is None or action not in {"restore", "remove"}:
        raise BadRequest("Choose an item and what to do")
    if action == "restore":
        await ctx.db.write(restore_item, subject, item_id, kind)
    else:
        await remove_for_good(ctx, item_id, kind)


async def _show(ctx: Context, subject: Subject, problem: str = "", status: int = 200) -> Response:
    start = read_offset(ctx)
    found = await page_at(ctx.db, Where("trash", subject.user_id), Order(), offset=start, limit=PAGE_SIZE)
    total = await count_trash(ctx.db, subject.user_id)
    return render(
        ctx,
        "trash.html",
        status=status,
        subject=subject,
        items=[(item, _day(item.trashed_at), _day(item.purge_at)) for item in found],
        type_names=TYPE_NAMES,
        problem=problem,
        earlier=max(0, start - PAGE_SIZE) if start else None,
        later=start + PAGE_SIZE if start + PAGE_SIZE < total else None,
    )


def _day(instant: int | None) -> str:
    return "" if instant is None else format_instant(instant)[:10]
