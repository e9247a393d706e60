"""Search: following what happens, and taking the texts out of new contents."""

from collections.abc import Sequence

from holdall.base.db import Transaction
from holdall.content.events.feed import Event
from holdall.content.orders import place_order
from holdall.content.search.extraction import read_texts, versions_to_read
from holdall.content.search.texts import remove_unused_texts
from holdall.work import Queue, Site, consumer, schedule, step, workflow

TEXTS_AT_A_TIME = 20
FOLLOW_SECONDS = 5.0


@consumer("search index")
async def follow(site: Site, events: Sequence[Event]) -> None:
    """Keep the index up, so that searches find little left to do; it reads the events itself, from its own place."""
    await site.search_index.catch_up(seconds=FOLLOW_SECONDS)


@consumer("search texts")
async def order_texts(site: Site, events: Sequence[Event]) -> None:
    """Have the texts taken out of what was uploaded."""
    if version_ids := await versions_to_read(site.db, events):
        await site.db.write(_place_orders, version_ids)


@workflow("read texts", queue=Queue.LONG)
async def take_texts(site: Site, version_ids: list[int]) -> None:
    """Take the texts out of some versions, and have them found."""
    await step(read_texts, site.db, site.renditions, version_ids)
    await step(site.search_index.catch_up, seconds=FOLLOW_SECONDS)


@schedule("tidy search texts", "17 3 * * *")
async def tidy_texts(site: Site) -> None:
    """Forget the words of contents that are gone."""
    await step(_remove_unused, site)


@schedule("tidy search index", "*/10 * * * *")
async def tidy_index(site: Site) -> None:
    """Keep the index in few pieces."""
    await step(site.search_index.tidy)


async def _place_orders(tx: Transaction, version_ids: list[int]) -> None:
    for start in range(0, len(version_ids), TEXTS_AT_A_TIME):
        await place_order(tx, "read texts", version_ids[start : start + TEXTS_AT_A_TIME])


async def _remove_unused(site: Site) -> int:
    return await site.db.write(remove_unused_texts)
