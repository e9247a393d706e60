"""What is behind a connection, for people and scripts that choose what to move: items, accounts, groups, counts."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from typing import Any, TypeVar, cast

import msgspec

from holdall.base.errors import NotFound
from holdall.base.tasks import end
from holdall.migration.platforms.platform import Entry, Platform
from holdall.migration.service.listing import Page, sort_rows

Row = TypeVar("Row")
COUNT_SECONDS = 240
"""How long a count may take before it is told as far as it came: clients give up after five minutes."""
_AT_ONCE = 8
SORTABLE: dict[str, Callable[[Entry], Any]] = {
    "name": lambda entry: entry.name.casefold(),
    "bytes": lambda entry: entry.size,
    "modified_on": lambda entry: entry.modified or 0,
}


class Counts(msgspec.Struct):
    """What is under a path; not complete where counting took too long."""

    items: int = 0
    bytes: int = 0
    containers: int = 0
    is_complete: bool = True


def item_id(address: str) -> str:
    """An entry's address as an id that fits into one part of a path."""
    return base64.urlsafe_b64encode(address.encode("utf-8", "surrogateescape")).decode().rstrip("=")


def address_of(identifier: str) -> str:
    """The address in an item's id; raises NotFound for anything else."""
    try:
        padded = identifier + "=" * (-len(identifier) % 4)
        return base64.b64decode(padded, b"-_", validate=True).decode("utf-8", "surrogateescape")
    except (binascii.Error, ValueError):
        raise NotFound(f"{identifier!r} is not the id of an item; GET a connection's items to see ids") from None


async def list_items(platform: Platform, folder: Entry, page: Page) -> tuple[list[Entry], int | None, bool]:
    """A page of what is in a folder, how many there are where that is known, and whether there are more.

    In the platform's own order they are read as far as needed; in another one all of them are.
    """
    entries = _named(platform.children(folder), page.q)
    if page.sort:
        rows, total = sort_rows([entry async for entry in entries], page, SORTABLE)
        return rows, total, total > page.offset + len(rows)
    return await take(entries, page)


async def take(rows: AsyncIterator[Row], page: Page) -> tuple[list[Row], int | None, bool]:
    """A page of rows that come one by one, how many there are where the end was reached, and whether there are more."""
    found: list[Row] = []
    count = 0
    async with aclosing(cast(Any, rows)) as listed:
        async for row in listed:
            count += 1
            if count > page.offset + page.limit:
                return found, None, True
            if count > page.offset:
                found.append(row)
    return found, count, False


async def flat(pages: AsyncIterator[Sequence[Row]]) -> AsyncIterator[Row]:
    """The rows of pages, one by one."""
    async with aclosing(cast(Any, pages)) as listed:
        async for page in listed:
            for row in page:
                yield row


async def count(platform: Platform, root: Entry, *, ignore_hidden: bool, ignore_shared: bool) -> Counts:
    """What is under a folder; `ignore_shared` leaves out what belongs to somebody else than the account that looks."""
    counts = Counts()
    waiting = [root]
    active: set[asyncio.Task[list[Entry]]] = set()

    def counts_as(entry: Entry) -> bool:
        is_hidden = ignore_hidden and entry.name.startswith(".")
        return not is_hidden and not (ignore_shared and entry.shared)

    async def look(folder: Entry) -> list[Entry]:
        folders = []
        async for entry in flat(platform.children(folder)):
            if not counts_as(entry):
                continue
            if entry.type == "folder":
                counts.containers += 1
                folders.append(entry)
            else:
                counts.items += 1
                counts.bytes += entry.size
        return folders

    try:
        async with asyncio.timeout(COUNT_SECONDS):
            while waiting or active:
                while waiting and len(active) < _AT_ONCE:
                    active.add(asyncio.create_task(look(waiting.pop())))
                done, active = await asyncio.wait(active, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    waiting += task.result()
    except TimeoutError:
        counts.is_complete = False
    finally:
        await end(active)
    return counts


async def _named(pages: AsyncIterator[Sequence[Entry]], q: str | None) -> AsyncIterator[Entry]:
    sought = (q or "").casefold()
    async for entry in flat(pages):
        if sought in entry.name.casefold():
            yield entry
