"""A person's own files, and what others share with the person: where the links of mail lead to."""

from starlette.responses import Response

from holdall.base.errors import ApiError, NotFound
from holdall.box.context import Context
from holdall.box.operations import page
from holdall.console.pages import redirect, render_message, signed_in
from holdall.console.showing import Frame, read_item_id, record_use, send_content, show_item
from holdall.console.sign_in import ask_to_sign_in
from holdall.console.terms import lead_to_terms
from holdall.content.access import Action, reach_active
from holdall.content.identity.subject import Subject
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.tables import ItemType
from holdall.content.terms.asking import TermsRequired

_NOTHING = (
    "There is nothing here for you",
    "It was removed, or it is not shared with you any more. You may have been invited to it with another address.",
)


@page("GET", "/")
async def show_start(ctx: Context) -> Response:
    """The first page of a person: All Files."""
    return redirect(_address(ItemType.FOLDER, 0))


@page("GET", "/folder/{item_id}")
async def show_folder(ctx: Context, item_id: str) -> Response:
    """What is in a folder; 0 is All Files."""
    return await _show(ctx, item_id, ItemType.FOLDER)


@page("GET", "/file/{item_id}")
async def show_file(ctx: Context, item_id: str) -> Response:
    """A preview of a file."""
    return await _show(ctx, item_id, ItemType.FILE)


@page("GET", "/web_link/{item_id}")
async def show_web_link(ctx: Context, item_id: str) -> Response:
    """Where a web link leads."""
    return await _show(ctx, item_id, ItemType.WEB_LINK)


@page("GET", "/file/{item_id}/download")
async def download_file(ctx: Context, item_id: str) -> Response:
    """The content of a file."""
    subject = await enter(ctx, ItemType.FILE, item_id)
    if isinstance(subject, Response):
        return subject
    try:
        file = await reach_active(ctx.db, subject, read_item_id(item_id), ItemType.FILE, Action.DOWNLOAD)
        response = send_content(ctx, file)
    except TermsRequired as required:
        return lead_to_terms(required.terms_id, ctx.request.url.path)
    except ApiError as error:
        return show_nothing(ctx, subject, error)
    await ctx.db.write(record_use, file, "ITEM_DOWNLOAD")
    return response


async def enter(ctx: Context, kind: ItemType, item_id: str) -> Subject | Response:
    """Who has signed in; or the page that comes before that of an item: to sign in, or to accept terms."""
    goal = _address(kind, int(item_id) if item_id.isascii() and item_id.isdigit() else 0)
    return await enter_at(ctx, goal)


async def enter_at(ctx: Context, goal: str) -> Subject | Response:
    """The same for a page of any address of ours."""
    subject = await signed_in(ctx)
    if subject is None:
        return ask_to_sign_in(ctx, goal, purpose="your files")
    ctx.subject = subject  # for the log, and for what asks the request whose it is
    if subject.terms_due is not None:
        return lead_to_terms(subject.terms_due, goal)
    return subject


async def _show(ctx: Context, item_id: str, kind: ItemType) -> Response:
    subject = await enter(ctx, kind, item_id)
    return subject if isinstance(subject, Response) else await show_own(ctx, subject, item_id, kind)


async def show_own(
    ctx: Context, subject: Subject, item_id: str, kind: ItemType, *, problem: str = "", status: int = 200
) -> Response:
    """The page of an item for somebody who has signed in; `problem` is why something that was asked for did not work."""
    try:
        item = await reach_active(ctx.db, subject, read_item_id(item_id), kind, Action.VIEW)
    except TermsRequired as required:
        return lead_to_terms(required.terms_id, _address(kind, int(item_id)))
    except ApiError as error:
        return show_nothing(ctx, subject, error)
    if kind is ItemType.FILE and item.allows(Action.PREVIEW):
        await ctx.db.write(record_use, item, "ITEM_PREVIEW")
    frame = Frame(address=_address, trail=item.path, subject=subject, problem=problem, status=status)
    return await show_item(ctx, item, frame)


def _address(kind: int, item_id: int) -> str:
    return f"/{TYPE_NAMES[kind]}/{item_id}"


def show_nothing(ctx: Context, subject: Subject, error: ApiError) -> Response:
    """What is said where somebody who has signed in reaches for what is not theirs."""
    heading, text = _NOTHING
    text = f"{text} You are signed in as {subject.login}."
    status = 404 if isinstance(error, NotFound) else error.status
    return render_message(ctx, heading, text, status=status, action=("/folder/0", "Go to All Files"))
