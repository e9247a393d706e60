"""Thumbnails of what was uploaded, made before anybody asks for them."""

from collections.abc import Sequence

from holdall.base.db import Transaction
from holdall.content.events.feed import Event
from holdall.content.orders import place_order
from holdall.content.renditions.background import draw_thumbnails, files_to_draw
from holdall.work import Queue, Site, consumer, step, workflow

FILES_AT_A_TIME = 10


@consumer("thumbnails")
async def order_thumbnails(site: Site, events: Sequence[Event]) -> None:
    """Have thumbnails made of uploads."""
    if file_ids := await files_to_draw(site.db, events):
        await site.db.write(_place_orders, file_ids)


@workflow("make thumbnails", queue=Queue.LONG)
async def make_thumbnails(site: Site, file_ids: list[int]) -> None:
    """Make the thumbnails of some files."""
    await step(draw_thumbnails, site.db, site.renditions, file_ids)


async def _place_orders(tx: Transaction, file_ids: list[int]) -> None:
    for start in range(0, len(file_ids), FILES_AT_A_TIME):
        await place_order(tx, "make thumbnails", file_ids[start : start + FILES_AT_A_TIME])
