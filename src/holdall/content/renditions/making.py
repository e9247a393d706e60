"""Renditions of versions: found where they were made before, made in a child where not, once for each blob."""

import asyncio
import tempfile
from collections.abc import Mapping
from typing import IO

import msgspec
import structlog

from holdall.base.db import Database
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.base.tasks import end
from holdall.content.items.versions import find_content
from holdall.content.renditions.children import Children
from holdall.content.renditions.errors import Exhausted, Refused
from holdall.content.renditions.formats import Format, format_of, has_text
from holdall.content.renditions.messages import Job
from holdall.content.renditions.parts import FACTS, PDF, TEXT, Work, work_of
from holdall.content.renditions.rows import NONE, Rendition, find_renditions, record_refusal, record_renditions
from holdall.storage import Intake, Part, Stores, StoreUnavailable, Taken, find_parts, read_parts

MAX_SOURCE = 256 * 1024 * 1024
"""The largest file, in bytes, that anything is made of."""
_AT_ONCE = 3  # a file is copied for a child while the others are at work

_log = structlog.get_logger()


class Source(msgspec.Struct, frozen=True):
    """Bytes that something can be made of: those of a version, or of what was made of one."""

    blob_key: str
    store: str | None
    size: int
    kind: Format

    async def parts(self, reader: Reader) -> list[Part]:
        """The blobs that the bytes are made of, in order."""
        if self.store is not None:
            return [Part(self.store, self.blob_key, self.size)]
        return await find_parts(reader, self.blob_key)


class Pages(msgspec.Struct, frozen=True):
    """A document as a PDF, and how many pages it has."""

    pdf: Source
    count: int


class Renditions:
    """What is made of files, for all of one server process. `close` ends its children."""

    def __init__(self, db: Database, stores: Stores, children: Children | None = None) -> None:
        self._db = db
        self._stores = stores
        self._children = children or Children()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._background = asyncio.Semaphore(1)
        self._making: dict[tuple[str, str, str], asyncio.Task[None]] = {}

    async def source(self, version_id: int, name: str) -> Source | None:
        """What there is to make things of in a version of a file of this name; None where its name says nothing.

        Raises NotFound for a version that is gone.
        """
        kind = format_of(name)
        if kind is None:
            return None
        content = await find_content(self._db, version_id)
        if content is None:
            raise NotFound(f"There is no version {version_id}")
        return Source(content.blob_key, content.store, content.size, kind)

    async def text(self, version_id: int, name: str) -> str:
        """The text of a version of a file of this name, for work that nobody waits for; empty where there is none.

        At most a million characters, without control characters but tab and newline. It is made at the first call,
        which takes seconds at most, and read from the store after that. Raises NotFound for a version that is gone,
        and StoreError or NoChild, after which it may be tried again.
        """
        source = await self.source(version_id, name)
        if source is None or not has_text(source.kind):
            return ""
        made = await self.make_in_background(source, TEXT)
        return "" if made is None else (await self.read(made)).decode()

    async def pages(self, source: Source, *, patience: float | None) -> "Pages | None":
        """The pages of a document; None where it takes longer than `patience` seconds to know them: ask again.

        Where there are none, a picture's for example, they are no pages. Raises StoreError and NoChild.
        """
        pdf = source
        if source.kind is not Format.PDF:
            made = await self.get(source, PDF, patience=patience) if has_text(source.kind) else NONE
            if made is None or not made.is_made:
                return None if made is None else Pages(source, 0)
            stored = made.stored()
            pdf = Source(stored.key, stored.store, stored.size, Format.PDF)
        facts = await self.get(pdf, FACTS, patience=patience)
        if facts is None or not facts.is_made:
            return None if facts is None else Pages(pdf, 0)
        return Pages(pdf, int(msgspec.json.decode(await self.read(facts))["pages"]))

    async def make(self, source: Source, part: str) -> Rendition | None:
        """A part, made now unless it was before; None where it cannot be made.

        Raises StoreError where the source cannot be read or the part not be kept, and NoChild.
        """
        found = await self.get(source, part, patience=None)
        return found if found is not None and found.is_made else None

    async def make_in_background(self, source: Source, part: str) -> Rendition | None:
        """The same for work that nobody waits for: one at a time, so that children are left for those who do."""
        async with self._background:
            return await self.make(source, part)

    async def find(self, source: Source, part: str) -> Rendition | None:
        """A part that was made, or that cannot be made; None where nobody has tried, or should try again."""
        found = (await find_renditions(self._db, source.blob_key, source.kind)).get(part)
        return found if found is not None and found.is_final(self._db.now) else None

    async def get(self, source: Source, part: str, *, patience: float | None) -> Rendition | None:
        """The same, made now; None where that takes longer than `patience` seconds: it goes on, so ask again.

        Raises StoreError and NoChild.
        """
        found = await self.find(source, part)
        if found is not None:
            return found
        making = self.begin(source, part)
        await asyncio.wait([making], timeout=patience)
        if not making.done():
            return None
        if not making.cancelled():
            making.result()
        return (await find_renditions(self._db, source.blob_key, source.kind)).get(part)

    def begin(self, source: Source, part: str) -> "asyncio.Task[None]":
        """The task that makes a part, which goes on whoever waits for it: one for all who ask in this process."""
        work = work_of(part)
        key = (source.blob_key, source.kind, work.name)
        making = self._making.get(key)
        if making is None:
            making = self._making[key] = asyncio.create_task(self._make(source, work))
            making.add_done_callback(lambda done: self._finish(key, done))
        return making

    async def read(self, rendition: Rendition) -> bytes:
        """The bytes of a part that is made. Raises StoreError."""
        part = rendition.stored()
        if part.size == 0:
            return b""
        pieces = await read_parts(self._stores, [part], 0, part.size)
        return b"".join([piece async for piece in pieces])

    async def read_source(self, source: Source) -> bytes:
        """All bytes of a source, for those that are not many. Raises StoreError."""
        if not source.size:
            return b""
        pieces = await read_parts(self._stores, await source.parts(self._db), 0, source.size)
        return b"".join([piece async for piece in pieces])

    async def carry_out(self, job: Job, data: bytes) -> dict[str, bytes]:
        """What a child makes of bytes of ours, which is not kept. Raises Refused and NoChild."""
        with tempfile.TemporaryFile() as copy:
            copy.write(data)
            copy.flush()
            return await self._children.carry_out(job, copy)

    async def stamp(self, picture: bytes, form: str, words: str) -> bytes:
        """A picture of ours in the form `png` or `jpg` with words across it; made anew each time, and not kept.

        It is stamped in a child as it was drawn in one: whoever had that in his hands has made these bytes. Raises
        StoreUnavailable where that fails, so that nobody sees it without its stamp.
        """
        try:
            made = await self.carry_out(Job("stamp", {"form": form, "words": words}), picture)
        except Refused as refusal:
            raise StoreUnavailable(f"A picture cannot be stamped: {refusal}") from None
        return made["stamped"]

    async def close(self) -> None:
        """Give up what is being made, and end the children."""
        await end(list(self._making.values()))
        await self._children.close()

    def _finish(self, key: tuple[str, str, str], done: "asyncio.Task[None]") -> None:
        self._making.pop(key, None)
        if not done.cancelled() and (error := done.exception()) is not None:
            _log.warning("a rendition could not be kept", work=key[2], reason=str(error))

    async def _make(self, source: Source, work: Work) -> None:
        try:
            async with self._turns:
                made = await self._carry_out(source, work)
        except Refused as refusal:
            is_death = isinstance(refusal, Exhausted)
            reason = str(refusal)
            await self._db.write(
                record_refusal, source.blob_key, source.kind, work.parts, reason=reason, is_death=is_death
            )
        else:
            await self._keep(source, made)

    async def _carry_out(self, source: Source, work: Work) -> dict[str, bytes]:
        if source.size > MAX_SOURCE:
            raise Refused(f"It has {source.size} bytes; at most {MAX_SOURCE} are rendered")
        with tempfile.TemporaryFile() as copy:
            await self._spool(source, copy)
            made = await self._children.carry_out(work.job(source.kind), copy)
        missing = [part for part in work.parts if part not in made]
        if missing:
            raise Exhausted(f"The child did not answer {missing[0]}")
        return {part: made[part] for part in work.parts}

    async def _spool(self, source: Source, copy: IO[bytes]) -> None:
        """Copy the content into a file without a name, which is all of our storage that a child gets to see."""
        if source.size:
            pieces = await read_parts(self._stores, await source.parts(self._db), 0, source.size)
            async for piece in pieces:
                copy.write(piece)
        copy.flush()

    async def _keep(self, source: Source, made: Mapping[str, bytes]) -> None:
        # Beside the bytes that it is made of, where these are to be: a storage policy says so.
        parts = await source.parts(self._db)
        intake = self._stores.intake_of(parts[0].store if parts else None)
        taken: dict[str, Taken] = {}
        try:
            for part, data in made.items():
                taken[part] = await intake.put(data)
        except BaseException:
            await _discard(intake, taken)
            raise
        # Where this fails, the rows may be there nevertheless; what has none is the collector's.
        if not await self._db.write(record_renditions, source.blob_key, source.kind, taken, intake):
            await _discard(intake, taken)


async def _discard(intake: Intake, taken: Mapping[str, Taken]) -> None:
    for one in taken.values():
        await intake.discard(one)
