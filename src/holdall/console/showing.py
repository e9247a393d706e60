"""Shows a folder, a file or a web link to a person: on the page of a shared link, or among the person's own files."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
from starlette.responses import RedirectResponse, Response

from holdall.base.db import Transaction
from holdall.base.errors import NotFound
from holdall.box.context import Context
from holdall.box.delivery.links import make_link
from holdall.console.pages import render
from holdall.console.preview import Shown, begin_session, look_at
from holdall.content.access import Access, Action, Step
from holdall.content.identity.subject import Subject
from holdall.content.items.home import home_page_at, shared_in
from holdall.content.items.listing import Order, Where, page_at
from holdall.content.items.news import announce
from holdall.content.items.rows import TYPE_NAMES, Item
from holdall.content.items.tables import ItemType
from holdall.content.sharing.links import links_of

PAGE_SIZE = 100


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """Where an item is shown: how its page and others are addressed, and the folders above it that have pages."""

    address: Callable[[int, int], str]
    """The address of the page of an item, by type and id; /download after it is its content."""
    trail: Sequence[Step]
    subject: Subject | None = None
    """Whose files these are, named in the bar; None on the page of a link."""
    problem: str = ""
    """Why what a person has asked for on the page did not work."""
    status: int = 200


class Row(msgspec.Struct, frozen=True):
    """An item in a list, and what the person may do to it there."""

    item: Item
    link: str | None = None
    """The address of its shared link."""
    may_rename: bool = False
    may_trash: bool = False
    may_share: bool = False

    @property
    def has_actions(self) -> bool:
        """Whether there is anything to do."""
        return self.may_rename or self.may_trash or self.may_share


async def show_item(ctx: Context, item: Access, frame: Frame) -> Response:
    """The page of an item that the subject may view."""
    if item.item.type == ItemType.WEB_LINK:
        host = urlsplit(item.item.url or "").hostname
        return render(ctx, "web_link.html", item=item.item, host=host, **_in_frame(frame))
    if item.item.type == ItemType.FOLDER:
        return await _show_folder(ctx, item, frame)
    return await _show_file(ctx, item, frame)


async def record_use(tx: Transaction, file: Access, event_type: Literal["ITEM_PREVIEW", "ITEM_DOWNLOAD"]) -> None:
    """A unit, or part of one: a file was seen or fetched on a page."""
    await announce(tx, file, event_type, version_id=file.item.version_id)


def send_content(ctx: Context, file: Access) -> Response:
    """The way to the content of a file; raises NotFound for anything else."""
    if file.item.version_id is None:
        raise NotFound("Only files can be downloaded")
    return RedirectResponse(make_link(ctx, file.item.version_id), 302)


def read_item_id(text: str) -> int:
    """The id in the address of a page; raises NotFound for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotFound("There is no such item")
    return int(text)


def read_offset(ctx: Context) -> int:
    """Where the page of a list begins that the address names; 0 for what is no number."""
    offset = ctx.request.query_params.get("offset", "0")
    return min(int(offset), 10_000) if offset.isascii() and offset.isdigit() else 0


async def _show_folder(ctx: Context, folder: Access, frame: Frame) -> Response:
    start = read_offset(ctx)
    shared = await shared_in(ctx.db, folder)
    if shared is not None:
        found = await home_page_at(ctx.db, folder, shared, Order(), offset=start, limit=PAGE_SIZE)
    else:
        found = await page_at(ctx.db, Where("folder", folder.item.id), Order(), offset=start, limit=PAGE_SIZE)
    total = folder.item.item_count + len(shared or ())
    is_own = frame.subject is not None
    return render(
        ctx,
        "folder.html",
        status=frame.status,
        folder=folder.item,
        name="All Files" if folder.is_root else folder.item.name,
        here=frame.address(ItemType.FOLDER, 0 if folder.is_root else folder.item.id),
        rows=await _rows(ctx, folder, shared or {}, found) if is_own else [Row(item) for item in found],
        kinds=ItemType,
        type_names=TYPE_NAMES,
        can_download=folder.allows(Action.DOWNLOAD),
        may_add=is_own and folder.allows(Action.UPLOAD),
        may_ask_for_files=is_own and folder.allows(Action.EDIT) and not folder.is_root,
        problem=frame.problem,
        earlier=max(0, start - PAGE_SIZE) if start else None,
        later=start + PAGE_SIZE if start + PAGE_SIZE < total else None,
        **_in_frame(frame),
    )


async def _rows(ctx: Context, folder: Access, shared: Mapping[int, Access], found: Sequence[Item]) -> list[Row]:
    """The items of a person's own page, in as many queries for many as for one."""
    links = await links_of(ctx.db, [item.id for item in found])
    rows = []
    for item in found:
        access, link = shared.get(item.id) or folder.child(item), links.get(item.id)
        rows.append(
            Row(
                item,
                link=None if link is None else f"{ctx.base_url}/s/{link.token}",
                may_rename=access.allows(Action.RENAME),
                may_trash=access.allows(Action.DELETE),
                may_share=access.allows(Action.SHARE),
            )
        )
    return rows


async def _show_file(ctx: Context, file: Access, frame: Frame) -> Response:
    item = file.item
    assert item.version_id is not None
    shown = Shown("none")
    if file.allows(Action.PREVIEW):
        shown = await look_at(ctx.platform.renditions, file, item.name, item.version_id, begin_session(ctx, file))
    return render(
        ctx,
        "file.html",
        file=item,
        can_download=file.allows(Action.DOWNLOAD),
        shown=shown,
        **_in_frame(frame),
    )


def _in_frame(frame: Frame) -> dict[str, Any]:
    trail = [
        (frame.address(ItemType.FOLDER, 0), "All Files")  # whoever's root it is, people speak of their own
        if step.parent_id is None
        else (frame.address(ItemType.FOLDER, step.id), step.name)
        for step in frame.trail
    ]
    return {"address": frame.address, "trail": trail, "subject": frame.subject}
