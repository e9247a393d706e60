"""The page of a file request, where somebody without an account puts files into a folder."""

from collections.abc import AsyncIterator

import msgspec
from starlette.responses import Response

from holdall.base.errors import ApiError, BadRequest, Gone
from holdall.box.context import Context
from holdall.box.operations import page
from holdall.console.file_form import FileForm
from holdall.console.pages import STALE, Refused, redirect, render, render_message
from holdall.content.file_requests.requests import FileRequest
from holdall.content.file_requests.submissions import (
    MOST_FILES,
    Arrived,
    Sender,
    check_sender,
    name_of,
    open_request,
    require_room,
    submit,
)
from holdall.content.storage_policies.choosing import store_of
from holdall.storage import Intake

PATH = "/f"

_NOT_THERE = ("There is nothing here", "This address leads to no file request. Ask whoever sent it to you.")
_CLOSED = (
    "No more files, please",
    "This file request takes no files any more. Ask whoever sent it to you for another.",
)
_REFUSALS = {
    "storage_limit_exceeded": "There is not enough room for that much. Tell whoever asked you for the files.",
    "file_size_limit_exceeded": "One of the files is larger than those that are taken here.",
}
"""By code: what the errors of the platform say is not for strangers."""


@page("GET", PATH + "/{token}")
async def show_request(ctx: Context, token: str) -> Response:
    """The form for files."""
    try:
        request, _ = await open_request(ctx.db, token)
    except ApiError as error:
        return _refuse(ctx, error)
    sent = ctx.request.query_params.get("sent", "")
    return _ask(ctx, request, sent=int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0)


@page("POST", PATH + "/{token}")
async def submit_files(ctx: Context, token: str) -> Response:
    """Put files into the folder, all or none."""
    try:
        request, maker = await open_request(ctx.db, token)
    except ApiError as error:
        return _refuse(ctx, error)
    form = FileForm(ctx, most_files=MOST_FILES)
    arrived: list[Arrived] = []
    stores = ctx.platform.stores
    intake = stores.intake
    try:
        await form.read_fields()
        sender = _sender_of(form)
        check_sender(request, sender)
        owner_id = await require_room(ctx.db, request, maker, form.least_size)
        intake = stores.intake_of(await store_of(ctx.db, owner_id))
        async for one in _take_in(form, intake):
            arrived.append(one)
        if not arrived:
            raise BadRequest("Choose a file at least")
        await ctx.db.write(submit, intake, token=token, sender=sender, arrived=arrived, address=ctx.base_url)
    except (Refused, ApiError) as error:
        for one in arrived:
            await intake.discard(one.taken)
        if isinstance(error, Gone):
            return _refuse(ctx, error)
        return _ask(ctx, request, error, _sender_of(form))
    return redirect(f"{PATH}/{token}?sent={len(arrived)}")


def _sender_of(form: FileForm) -> Sender:
    return Sender(form.fields.get("email", "").strip(), form.fields.get("description", ""))


async def _take_in(form: FileForm, intake: Intake) -> AsyncIterator[Arrived]:
    """The files of a form, each taken in; raises BadRequest and what storing bytes does."""
    async for file_name, pieces in form.files():
        name = name_of(file_name)
        async with intake.create() as writer:
            async for piece in pieces:
                await writer.write(piece)
            taken = await writer.finish()
        yield Arrived(name, taken)


def _ask(
    ctx: Context,
    request: FileRequest,
    error: Refused | ApiError | None = None,
    sender: Sender | None = None,
    sent: int = 0,
) -> Response:
    problem, status = "", 200
    if isinstance(error, ApiError):
        problem, status = _REFUSALS.get(error.reason, error.message), error.status
    elif error is not None:
        problem, status = STALE, 400
    return render(
        ctx,
        "file_request.html",
        status=status,
        request=request,
        sender=msgspec.structs.asdict(sender or Sender()),
        problem=problem,
        sent=sent,
        most=MOST_FILES,
    )


def _refuse(ctx: Context, error: ApiError) -> Response:
    # Box answers 404 for a request that takes no files any more, and so do we.
    heading, text = _CLOSED if isinstance(error, Gone) else _NOT_THERE
    return render_message(ctx, heading, text, status=404)
