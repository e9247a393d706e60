"""What people do with their files in the browser: make folders, put files in, rename, link, throw away."""

from starlette.responses import Response

from holdall.base.db import Transaction
from holdall.base.errors import ApiError, BadRequest
from holdall.box.context import Context
from holdall.box.operations import page
from holdall.console.file_form import FileForm
from holdall.console.own import enter, show_own
from holdall.console.pages import STALE, Form, Refused, read_form, redirect
from holdall.console.showing import read_item_id
from holdall.content.access import Action, reach_active, reach_to_change
from holdall.content.identity.subject import Subject
from holdall.content.items.changes import Changes, update_item
from holdall.content.items.folders import create_folder
from holdall.content.items.names import check_name
from holdall.content.items.rows import TYPES_BY_NAME
from holdall.content.items.siblings import find_by_name
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import trash_item
from holdall.content.sharing.links import LinkRequest, set_link
from holdall.content.uploads.receive import Incoming, Receiver

MOST_FILES = 100


@page("POST", "/folder/{item_id}")
async def submit_change(ctx: Context, item_id: str) -> Response:
    """Make a folder in a folder, or change one of its items."""
    subject = await enter(ctx, ItemType.FOLDER, item_id)
    if isinstance(subject, Response):
        return subject
    retention = ctx.platform.settings.trash_retention
    try:
        await ctx.db.write(_carry_out, subject, read_item_id(item_id), await read_form(ctx), retention=retention)
    except (Refused, ApiError) as error:
        return await _show_problem(ctx, subject, item_id, error)
    return redirect(f"/folder/{item_id}")


@page("POST", "/folder/{item_id}/upload")
async def submit_files(ctx: Context, item_id: str) -> Response:
    """Put files into a folder; one with the name of a file that is there becomes its new version."""
    subject = await enter(ctx, ItemType.FOLDER, item_id)
    if isinstance(subject, Response):
        return subject
    arrived = 0
    try:
        folder = await reach_active(ctx.db, subject, read_item_id(item_id), ItemType.FOLDER, Action.UPLOAD)
        form = FileForm(ctx, most_files=MOST_FILES)
        await form.read_fields()
        receiver = Receiver(ctx.db, ctx.platform.stores, subject)
        async for file_name, pieces in form.files():
            name = check_name(file_name.replace("\\", "/").rpartition("/")[2].strip())
            present = await find_by_name(ctx.db, folder.item.id, name)
            if present is not None and present.type == ItemType.FILE:
                await receiver.receive_version(Incoming(pieces), file_id=present.id)
            else:
                await receiver.receive_file(Incoming(pieces), parent_id=folder.item.id, name=name)
            arrived += 1
        if not arrived:
            raise BadRequest("Choose a file at least")
    except (Refused, ApiError) as error:
        return await _show_problem(ctx, subject, item_id, error, arrived)
    return redirect(f"/folder/{item_id}")


async def _carry_out(tx: Transaction, subject: Subject, folder_id: int, form: Form, *, retention: int) -> None:
    """A unit: what a form of the page asks for; raises BadRequest where that is nothing, and what the change does.

    `retention` is in seconds.
    """
    action = form.get("action", "")
    if action == "create_folder":
        await create_folder(tx, subject, parent_id=folder_id, name=form.get("name", "").strip())
        return
    item_id, kind = read_item_id(form.get("item", "")), TYPES_BY_NAME.get(form.get("type", ""))
    if kind is None:
        raise BadRequest("Choose an item")
    if action == "rename":
        await update_item(tx, subject, item_id, kind, Changes(name=form.get("name", "").strip()))
    elif action == "trash":
        await trash_item(tx, subject, item_id, kind, retention=retention)
    elif action in {"link", "unlink"}:
        access = await reach_to_change(tx, subject, item_id, kind, Action.VIEW)
        await set_link(tx, access, LinkRequest() if action == "link" else None)
    else:
        raise BadRequest("Choose what to do")


async def _show_problem(
    ctx: Context, subject: Subject, item_id: str, error: Refused | ApiError, arrived: int = 0
) -> Response:
    problem, status = (
        (STALE, 400) if isinstance(error, Refused) else (f"That did not work: {error.message}.", error.status)
    )
    if arrived:
        problem = f"{problem} {arrived} {'file has' if arrived == 1 else 'files have'} arrived before."
    return await show_own(ctx, subject, item_id, ItemType.FOLDER, problem=problem, status=status)
