"""Visits everything below a folder, many folders at a time; in no particular order.

Memory holds the folders still to visit and a bounded number of items, whatever the size of the tree.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import msgspec

from holdall.connector.errors import BoxError, Kind
from holdall.connector.recipes.clients import Client
from holdall.connector.recipes.lists import pages

FIELDS = ("type", "id", "name", "etag", "size", "sha1", "content_modified_at")
"""What is read of each item unless a program asks for more."""

_PAGES_AHEAD = 16


class Found(msgspec.Struct, frozen=True):
    """An item, and the names of the folders that lead to it from where the walk began, its own name last."""

    item: dict[str, Any]
    path: tuple[str, ...]


async def walk_pages(
    box: Client, folder_id: str = "0", *, fields: Sequence[str] = FIELDS, concurrency: int = 8
) -> AsyncGenerator[list[Found], None]:
    """Everything below a folder, in batches.

    A folder that disappears while the tree is walked is left out; the first one must be there.
    Raises BoxError as listing does.
    """
    walk = _Walk(box, list(dict.fromkeys((*fields, "type", "id", "name"))))
    walk.folders.put_nowait((folder_id, ()))
    tasks = [asyncio.ensure_future(walk.work()) for _ in range(concurrency)]
    tasks.append(asyncio.ensure_future(walk.finish()))
    try:
        while (result := await walk.results.get()) is not None:
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Walk:
    """Folders to visit, and what was found."""

    def __init__(self, box: Client, fields: list[str]) -> None:
        self._box = box
        self._fields = fields
        self.folders: asyncio.Queue[tuple[str, tuple[str, ...]]] = asyncio.Queue()
        self.results: asyncio.Queue[list[Found] | BaseException | None] = asyncio.Queue(_PAGES_AHEAD)

    async def work(self) -> None:
        """Visit one folder after the other, for ever."""
        while True:
            identifier, path = await self.folders.get()
            try:
                await self._visit(identifier, path)
            except Exception as error:
                gone = isinstance(error, BoxError) and error.kind is Kind.NOT_FOUND and path != ()
                if not gone:
                    await self.results.put(error)
            finally:
                self.folders.task_done()

    async def finish(self) -> None:
        """Say so when no folder is left."""
        await self.folders.join()
        await self.results.put(None)

    async def _visit(self, identifier: str, path: tuple[str, ...]) -> None:
        arguments = {"folder_id": identifier, "fields": self._fields}
        async with contextlib.aclosing(pages(self._box, "get_folders_id_items", arguments)) as source:
            async for entries in source:
                found = [Found(entry, (*path, entry["name"])) for entry in entries]
                for one in found:
                    if one.item["type"] == "folder":
                        self.folders.put_nowait((one.item["id"], one.path))
                await self.results.put(found)


async def walk(
    box: Client, folder_id: str = "0", *, fields: Sequence[str] = FIELDS, concurrency: int = 8
) -> AsyncGenerator[Found, None]:
    """Everything below a folder, one by one; see `walk_pages`."""
    source = walk_pages(box, folder_id, fields=fields, concurrency=concurrency)
    async with contextlib.aclosing(source):
        async for batch in source:
            for found in batch:
                yield found
