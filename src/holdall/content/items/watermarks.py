"""Watermarks on files and folders: put there and taken away; a folder's holds for everything below it.

https://developer.box.com/reference/resources/watermark/. What is watermarked stays so when it is moved or copied to where
nothing is: https://support.box.com/hc/en-us/articles/360044195253
"""

from typing import Any

import msgspec

from holdall.base.db import Transaction
from holdall.base.db.database import Reader
from holdall.base.errors import InsufficientPermissions, NotFound
from holdall.content.access import Access, Action, reach_active, reach_to_change
from holdall.content.access.place import WATERMARK
from holdall.content.identity.subject import Subject
from holdall.content.items.news import announce
from holdall.content.items.rows import TYPE_NAMES, Item
from holdall.content.items.tables import ItemType, items


class Watermark(msgspec.Struct, frozen=True):
    """The watermark that an item has itself. Instants in microseconds UTC."""

    created_at: int
    modified_at: int


async def find_watermark(reader: Reader, subject: Subject, item_id: int, kind: ItemType) -> Watermark:
    """The watermark of an item; raises NotFound, also where it has none but that of a folder above it."""
    return _require(await reach_active(reader, subject, item_id, kind, Action.VIEW))


async def set_watermark(tx: Transaction, subject: Subject, item_id: int, kind: ItemType) -> tuple[Watermark, bool]:
    """A unit: watermark an item, or do so again; whether it had none. Raises NotFound or Forbidden."""
    access = await reach_to_change(tx, subject, item_id, kind, Action.WATERMARK)
    if access.is_root:
        raise InsufficientPermissions("A root folder cannot be watermarked")
    present = _read(access.item)
    watermark = Watermark(tx.now if present is None else present.created_at, tx.now)
    await _write(tx, access, watermark)
    if present is None:
        await announce(tx, access, "WATERMARK_LABEL_CREATE")
    return watermark, present is None


async def remove_watermark(tx: Transaction, subject: Subject, item_id: int, kind: ItemType) -> None:
    """A unit: take the item's own watermark away; raises NotFound, also where it has none, or Forbidden."""
    access = await reach_to_change(tx, subject, item_id, kind, Action.WATERMARK)
    _require(access)
    await _write(tx, access, None)
    await announce(tx, access, "WATERMARK_LABEL_DELETE")


async def keep_watermark(tx: Transaction, before: Access, after: Access) -> Access:
    """Part of a unit that has moved an item: what a folder's watermark was on gets one of its own where it lost that."""
    if not before.is_watermarked or after.is_watermarked:
        return after
    kept = await _write(tx, after, Watermark(tx.now, tx.now))
    await announce(tx, kept, "WATERMARK_LABEL_CREATE")
    return kept


def options_of_copy(source: Access, destination: Access, now: int) -> dict[str, Any]:
    """The same for a copy: the options that it has besides those that every copy keeps."""
    if not source.under_watermark or destination.is_watermarked or WATERMARK in source.item.options:
        return {}
    return {WATERMARK: msgspec.to_builtins(Watermark(now, now))}


def _read(item: Item) -> Watermark | None:
    return msgspec.convert(item.options[WATERMARK], Watermark) if WATERMARK in item.options else None


def _require(access: Access) -> Watermark:
    watermark = _read(access.item)
    if watermark is None:
        raise NotFound(f"The {TYPE_NAMES[access.item.type]} {access.item.id} has no watermark of its own")
    return watermark


async def _write(tx: Transaction, access: Access, watermark: Watermark | None) -> Access:
    options = {name: value for name, value in access.item.options.items() if name != WATERMARK}
    if watermark is not None:
        options[WATERMARK] = msgspec.to_builtins(watermark)
    await tx.update(items, {"id": access.item.id}, options=options)
    return access.with_item(msgspec.structs.replace(access.item, options=options))
