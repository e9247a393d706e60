"""Search: following what happens, and taking the texts out of new contents."""

from collections.abc import Sequence

from holdall.base.db import Transaction
from holdall.base.pace import BackgroundPiece
from holdall.content.events.feed import Event
from holdall.content.orders import place_order
from holdall.content.search.extraction import read_texts, take_plain_texts
from holdall.content.search.texts import remove_unused_texts
from holdall.work import Queue, Site, consumer, schedule, step, workflow

TEXTS_AT_A_TIME = 20
FOLLOW_SECONDS = 20.0


@consumer("search texts", rests=True)
async def follow(site: Site, events: Sequence[Event]) -> None:
    """Take in the words of what was uploaded, and keep the index up, so that searches find little left to do.

    Texts first: the index then reads a file once. It reads the events itself, from its own place.
    """
    if version_ids := await take_plain_texts(site.db, site.stores, events):
        await site.db.write(_place_orders, version_ids)
    await catch_up(site)


@workflow("read texts", queue=Queue.LONG)
async def take_texts(site: Site, version_ids: list[int]) -> None:
    """Take the texts out of some versions, and have them found."""
    await step(read_texts, site.db, site.renditions, version_ids)
    await step(catch_up, site)


@schedule("tidy search texts", "17 3 * * *")
async def tidy_texts(site: Site) -> None:
    """Forget the words of contents that are gone, and bring the index into one piece."""
    await step(_remove_unused, site)
    await step(site.search_index.tidy, everything=True)


@schedule("tidy search index", "*/10 * * * *")
async def tidy_index(site: Site) -> None:
    """Keep the index in few pieces."""
    await step(site.search_index.tidy)


async def catch_up(site: Site) -> bool:
    """Bring the index up to now, a rest after each unit; whether there was time for that."""
    return await site.search_index.catch_up(seconds=FOLLOW_SECONDS, piece=BackgroundPiece)


async def _place_orders(tx: Transaction, version_ids: list[int]) -> None:
    for start in range(0, len(version_ids), TEXTS_AT_A_TIME):
        await place_order(tx, "read texts", version_ids[start : start + TEXTS_AT_A_TIME])


async def _remove_unused(site: Site) -> int:
    return await site.db.write(remove_unused_texts)
