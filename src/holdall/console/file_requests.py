"""The page of a file request, where somebody without an account puts files into a folder."""

from collections.abc import AsyncIterator

import msgspec
from multipart import MultipartSegment
from starlette.responses import Response

from holdall.base.errors import ApiError, BadRequest, Gone
from holdall.box.context import Context
from holdall.box.incoming import BodyStream
from holdall.box.multipart_body import MultipartBody
from holdall.box.operations import page
from holdall.box.upload_form import OVERHEAD
from holdall.console.pages import STALE, Refused, check_form, redirect, render, render_message
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
FIELDS = ("form_token", "email", "description")
"""What a form says before its files; their bytes are not read before it was checked."""
FIELD_LIMIT = 64 * 1024

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
    form = _Form(ctx)
    arrived: list[Arrived] = []
    stores = ctx.platform.stores
    intake = stores.intake
    try:
        sender = await form.read_sender()
        check_sender(request, sender)
        owner_id = await require_room(ctx.db, request, maker, form.least_size)
        intake = stores.intake_of(await store_of(ctx.db, owner_id))
        async for one in form.files(intake):
            arrived.append(one)
        if not arrived:
            raise BadRequest("Choose a file at least")
        await ctx.db.write(submit, intake, token=token, sender=sender, arrived=arrived, address=ctx.base_url)
    except (Refused, ApiError) as error:
        for one in arrived:
            await intake.discard(one.taken)
        if isinstance(error, Gone):
            return _refuse(ctx, error)
        return _ask(ctx, request, error, form.sender)
    return redirect(f"{PATH}/{token}?sent={len(arrived)}")


class _Form:
    """The form of the page as it arrives: what its sender says, then the files."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._part: MultipartSegment | None = None
        self.sender = Sender()
        body = BodyStream(ctx.request, ctx.platform.settings.upload_limit + OVERHEAD)
        content_type = ctx.request.headers.get("content-type", "")
        self._body = MultipartBody(body, content_type, most_parts=MOST_FILES + len(FIELDS) + 1)

    @property
    def least_size(self) -> int:
        """How many bytes the files have at least, as far as the form's length tells."""
        return max((self._body.length or 0) - OVERHEAD, 0)

    async def read_sender(self) -> Sender:
        """What comes before the files; raises Refused for a form that is not of our page, and BadRequest."""
        given: dict[str, str] = {}
        while (part := await self._body.next_part()) is not None and part.filename is None:
            value = bytearray()
            async for piece in self._body.pieces():
                value += piece
                if len(value) > FIELD_LIMIT:
                    raise BadRequest("A field of the form is too long")
            given[part.name] = value.decode("utf-8", "replace").replace("\0", "")
        self._part = part
        self.sender = Sender(given.get("email", "").strip(), given.get("description", ""))
        check_form(self._ctx, given)
        return self.sender

    async def files(self, intake: Intake) -> AsyncIterator[Arrived]:
        """The files, each taken in; raises BadRequest and what storing bytes does."""
        while self._part is not None:
            if self._part.filename:  # without one nothing was chosen
                name = name_of(self._part.filename)
                async with intake.create() as writer:
                    async for piece in self._body.pieces():
                        await writer.write(piece)
                    taken = await writer.finish()
                yield Arrived(name, taken)
            self._part = await self._body.next_part()


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
