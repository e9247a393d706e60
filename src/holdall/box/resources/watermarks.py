"""Watermarks on files and folders: putting them there, reading and removing them."""

from typing import Literal

import msgspec

from holdall.base.clock import format_instant
from holdall.box.binding import Id
from holdall.box.context import Answer, Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document
from holdall.content.items import watermarks
from holdall.content.items.tables import ItemType
from holdall.content.items.watermarks import Watermark


class Imprint(msgspec.Struct):
    """What a watermark says; there is one kind."""

    imprint: Literal["default"]


class NewWatermark(msgspec.Struct):
    """A watermark to put on an item."""

    watermark: Imprint


@operation("get_files_id_watermark")
async def get_file_watermark(ctx: Context, file_id: Id) -> Document:
    """The watermark that a file has itself."""
    return _render(await watermarks.find_watermark(ctx.db, ctx.subject, file_id, ItemType.FILE))


@operation("put_files_id_watermark")
async def set_file_watermark(ctx: Context, file_id: Id, body: NewWatermark) -> Answer:
    """Watermark a file: its previews are stamped from now on."""
    return await _set(ctx, file_id, ItemType.FILE)


@operation("delete_files_id_watermark")
async def delete_file_watermark(ctx: Context, file_id: Id) -> None:
    """Take the watermark off a file; one that comes from a folder above it stays."""
    await ctx.db.write(watermarks.remove_watermark, ctx.subject, file_id, ItemType.FILE)


@operation("get_folders_id_watermark")
async def get_folder_watermark(ctx: Context, folder_id: Id) -> Document:
    """The watermark that a folder has itself."""
    return _render(await watermarks.find_watermark(ctx.db, ctx.subject, folder_id, ItemType.FOLDER))


@operation("put_folders_id_watermark")
async def set_folder_watermark(ctx: Context, folder_id: Id, body: NewWatermark) -> Answer:
    """Watermark a folder: the previews of all files below it are stamped from now on."""
    return await _set(ctx, folder_id, ItemType.FOLDER)


@operation("delete_folders_id_watermark")
async def delete_folder_watermark(ctx: Context, folder_id: Id) -> None:
    """Take the watermark off a folder and what is in it."""
    await ctx.db.write(watermarks.remove_watermark, ctx.subject, folder_id, ItemType.FOLDER)


async def _set(ctx: Context, item_id: int, kind: ItemType) -> Answer:
    watermark, is_new = await ctx.db.write(watermarks.set_watermark, ctx.subject, item_id, kind)
    return Answer(_render(watermark), status=201 if is_new else 200)


def _render(watermark: Watermark) -> Document:
    times = {"created_at": format_instant(watermark.created_at), "modified_at": format_instant(watermark.modified_at)}
    return {"watermark": times}
