"""The page where people who may edit a folder make file requests for it, change them and take them away."""

from starlette.responses import Response

from holdall.base.clock import format_instant
from holdall.base.db import Transaction
from holdall.base.errors import ApiError, BadRequest, InvalidParameter
from holdall.box.bodies import read_instant
from holdall.box.context import Context
from holdall.box.operations import page
from holdall.console.own import show_nothing
from holdall.console.pages import STALE, Form, Refused, read_form, redirect, render, signed_in
from holdall.console.showing import read_item_id
from holdall.console.sign_in import ask_to_sign_in
from holdall.content.file_requests.requests import (
    Wanted,
    change_request,
    create_request,
    list_requests,
    remove_request,
)
from holdall.content.identity.subject import Subject

_LAST_SECOND = "T23:59:59Z"


@page("GET", "/folder/{item_id}/file-requests")
async def show_requests(ctx: Context, item_id: str) -> Response:
    """The file requests of a folder."""
    subject = await signed_in(ctx)
    return _ask(ctx, item_id) if subject is None else await _show(ctx, subject, item_id)


@page("POST", "/folder/{item_id}/file-requests")
async def submit_request(ctx: Context, item_id: str) -> Response:
    """Make a file request, change one, or take one away."""
    subject = await signed_in(ctx)
    if subject is None:
        return _ask(ctx, item_id)
    try:
        await ctx.db.write(_carry_out, subject, read_item_id(item_id), await read_form(ctx))
    except Refused:
        return await _show(ctx, subject, item_id, STALE, 400)
    except ApiError as error:
        return await _show(ctx, subject, item_id, f"That did not work: {error.message}.", error.status)
    return redirect(_address(item_id))


async def _carry_out(tx: Transaction, subject: Subject, folder_id: int, form: Form) -> None:
    """A unit: what a form asks for; raises BadRequest where that is nothing, and what the change does."""
    action, request_id = form.get("action", ""), read_item_id(form.get("request", "0"))
    if action == "create":
        await create_request(tx, subject, folder_id, _read_wanted(form))
    elif action == "change":
        await change_request(tx, subject, request_id, _read_wanted(form))
    elif action in {"activate", "deactivate"}:
        await change_request(tx, subject, request_id, Wanted(is_active=action == "activate"))
    elif action == "remove":
        await remove_request(tx, subject, request_id)
    else:
        raise BadRequest("Choose what to do")


def _read_wanted(form: Form) -> Wanted:
    """What a form says of a request. A date means that day to its end, in UTC. Raises InvalidParameter."""
    date = form.get("expires_on", "").strip()
    if date and len(date) != len("2031-02-03"):
        raise InvalidParameter("expires_on", "is a date such as 2031-02-03")
    return Wanted(
        title=form.get("title", "").strip(),
        description=form.get("description", "").strip(),
        is_email_required="is_email_required" in form,
        is_description_required="is_description_required" in form,
        expires_at=read_instant("expires_on", date + _LAST_SECOND) if date else None,
    )


def _address(item_id: str) -> str:
    return f"/folder/{item_id}/file-requests"


def _ask(ctx: Context, item_id: str) -> Response:
    goal = _address(item_id) if item_id.isascii() and item_id.isdigit() else "/folder/0"
    return ask_to_sign_in(ctx, goal, purpose="the file requests of a folder")


async def _show(ctx: Context, subject: Subject, item_id: str, problem: str = "", status: int = 200) -> Response:
    try:
        found, folder = await list_requests(ctx.db, subject, read_item_id(item_id))
    except ApiError as error:
        return show_nothing(ctx, subject, error)
    return render(
        ctx,
        "folder_requests.html",
        status=status,
        subject=subject,
        folder=folder.item,
        requests=[(one, one.status(ctx.db.now), _day(one.expires_at)) for one in found],
        base_url=ctx.base_url,
        problem=problem,
    )


def _day(instant: int | None) -> str:
    return "" if instant is None else format_instant(instant)[:10]
