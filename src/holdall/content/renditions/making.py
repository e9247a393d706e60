"""Renditions of versions: found where they were made before, made in a child where not, once for each blob."""

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from typing import IO

from holdall.base.db import Database
from holdall.base.errors import NotFound
from holdall.content.items.versions import StoredContent, find_content
from holdall.content.renditions.children import Children
from holdall.content.renditions.errors import Exhausted, Refused
from holdall.content.renditions.formats import Format, format_of, has_text
from holdall.content.renditions.messages import Job
from holdall.content.renditions.rows import Rendition, find_renditions, record_refusal, record_renditions
from holdall.storage import BlobStore, StoredBlob, Stores, read_parts

MAX_SOURCE = 256 * 1024 * 1024
"""The largest file, in bytes, that anything is made of."""

TASKS: dict[str, tuple[str, ...]] = {"text": ("text",)}
"""The parts that each task of a child makes."""
_TASK_OF = {part: task for task, parts in TASKS.items() for part in parts}


class Renditions:
    """What is made of files, for all of one server process. `close` ends its children."""

    def __init__(self, db: Database, stores: Stores, children: Children | None = None) -> None:
        self._db = db
        self._stores = stores
        self._children = children or Children()
        self._making: dict[tuple[str, str, str], asyncio.Task[None]] = {}

    async def text(self, version_id: int, name: str) -> str:
        """The text of a version of a file of this name; empty where it has none or cannot be read.

        At most a million characters, without control characters but tab and newline. It is made at the first call,
        which takes seconds at most, and read from the store after that. Raises NotFound for a version that is gone,
        and StoreError.
        """
        kind = format_of(name)
        if kind is None or not has_text(kind):
            return ""
        content = await find_content(self._db, version_id)
        if content is None:
            raise NotFound(f"There is no version {version_id}")
        made = await self.make(content, kind, "text")
        return "" if made is None else (await self.read(made)).decode()

    async def make(self, content: StoredContent, kind: Format, part: str) -> Rendition | None:
        """A part of a version's content, made now unless it was before; None where it cannot be made.

        Raises StoreError where the content cannot be read or the part not be kept.
        """
        found = (await find_renditions(self._db, content.blob_key, kind)).get(part)
        if found is None or not found.is_final(self._db.now):
            await asyncio.shield(self.begin(content, kind, part))
            found = (await find_renditions(self._db, content.blob_key, kind)).get(part)
        return found if found is not None and found.is_made else None

    def begin(self, content: StoredContent, kind: Format, part: str) -> "asyncio.Task[None]":
        """The task that makes a part, which goes on whoever waits for it: one for all who ask in this process."""
        task = _TASK_OF[part]
        key = (content.blob_key, kind, task)
        making = self._making.get(key)
        if making is None:
            making = self._making[key] = asyncio.create_task(self._make(content, kind, task))
            making.add_done_callback(lambda _: self._making.pop(key, None))
        return making

    async def read(self, rendition: Rendition) -> bytes:
        """The bytes of a part that is made. Raises StoreError."""
        part = rendition.stored()
        if part.size == 0:
            return b""
        pieces = await read_parts(self._stores, [part], 0, part.size)
        return b"".join([piece async for piece in pieces])

    async def close(self) -> None:
        """Give up what is being made, and end the children."""
        tasks = list(self._making.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._children.close()

    async def _make(self, content: StoredContent, kind: Format, task: str) -> None:
        try:
            made = await self._carry_out(content, kind, task)
        except Refused as refusal:
            is_death = isinstance(refusal, Exhausted)
            await self._db.write(
                record_refusal, content.blob_key, kind, TASKS[task], reason=str(refusal), is_death=is_death
            )
        else:
            await self._keep(content, kind, made)

    async def _carry_out(self, content: StoredContent, kind: Format, task: str) -> dict[str, bytes]:
        if content.size > MAX_SOURCE:
            raise Refused(f"It has {content.size} bytes; at most {MAX_SOURCE} are rendered")
        with tempfile.TemporaryFile() as source:
            await self._spool(content, source)
            made = await self._children.carry_out(Job(task, {"format": kind}), source)
        return {part: made[part] for part in TASKS[task] if part in made}

    async def _spool(self, content: StoredContent, source: IO[bytes]) -> None:
        """Copy the content into a file without a name, which is all of our storage that a child gets to see."""
        if content.size:
            parts = await content.parts(self._db)
            pieces = await read_parts(self._stores, parts, 0, content.size)
            async for piece in pieces:
                source.write(piece)
        source.flush()

    async def _keep(self, content: StoredContent, kind: Format, made: Mapping[str, bytes]) -> None:
        store = self._stores.default
        stored: dict[str, StoredBlob] = {}
        try:
            for part, data in made.items():
                stored[part] = await store.put(data)
            was_kept = await self._db.write(record_renditions, content.blob_key, kind, stored, store=store.name)
        except BaseException:
            await _drop(store, list(stored.values()))
            raise
        if not was_kept:
            await _drop(store, list(stored.values()))


async def _drop(store: BlobStore, stored: Sequence[StoredBlob]) -> None:
    await store.delete([blob.key for blob in stored])
