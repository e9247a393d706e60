"""Where new blobs go: small ones into the database with the row that refers to them, others into a store at once.

One commit makes a small blob and its row durable together; a store would need a sync of its own before it.
"""

import hashlib
from types import TracebackType
from typing import Self

import msgspec

from holdall.base.db import Transaction

from .database import DATABASE, insert_small
from .rows import record_blob
from .store import BlobStore, BlobWriter, StoredBlob, check_size


class Taken(msgspec.Struct, frozen=True):
    """Bytes that were taken in, with their size and hex SHA-1: `stored` already, or `content` that waits for its row."""

    size: int
    sha1: str
    stored: StoredBlob | None = None
    content: bytes = b""


class Intake:
    """Takes new blobs for a store; those of at most `small` bytes go into the database, with 0 none."""

    def __init__(self, store: BlobStore, *, small: int = 0) -> None:
        self.store = store
        self.small = small

    def create(self, expected_size: int | None = None) -> "IntakeWriter":
        """Begin a blob; with `expected_size` (bytes), `finish` refuses any other size."""
        return IntakeWriter(self, expected_size)

    async def put(self, data: bytes) -> Taken:
        """Take a blob that is in memory already; raises as `IntakeWriter.finish` does."""
        async with self.create(len(data)) as writer:
            await writer.write(data)
            return await writer.finish()

    async def record(self, tx: Transaction, taken: Taken, *, enterprise_id: int) -> StoredBlob:
        """Record what was taken in, before anything in this unit refers to it, and answer it with its key."""
        if taken.stored is not None:
            await record_blob(tx, taken.stored, store=self.store.name, enterprise_id=enterprise_id)
            return taken.stored
        blob = StoredBlob(await insert_small(tx, taken.content), taken.size, taken.sha1)
        await record_blob(tx, blob, store=DATABASE, enterprise_id=enterprise_id)
        return blob

    async def discard(self, taken: Taken) -> None:
        """Remove what was taken in and will not be recorded. Raises StoreUnavailable."""
        if taken.stored is not None:
            await self.store.delete([taken.stored.key])


class IntakeWriter:
    """One blob on its way in: `write` pieces, then `finish`; leaving its `async with` unfinished aborts it."""

    def __init__(self, intake: Intake, expected_size: int | None) -> None:
        self._intake = intake
        self._expected_size = expected_size
        self._pieces: list[bytes] = []
        self._size = 0
        self._writer: BlobWriter | None = None if intake.small else intake.store.create(expected_size)

    async def write(self, piece: bytes) -> None:
        """Add a piece at the end; see BlobWriter.write."""
        if self._writer is None:
            self._pieces.append(piece)
            self._size += len(piece)
            if self._size <= self._intake.small:
                return
            self._writer = self._intake.store.create(self._expected_size)
            piece, self._pieces = b"".join(self._pieces), []
        await self._writer.write(piece)

    async def finish(self) -> Taken:
        """The bytes with their SHA-1: what is not small is durable in the store now.

        Raises SizeMismatch, StoreFull or StoreUnavailable, and then leaves nothing behind.
        """
        if self._writer is not None:
            stored = await self._writer.finish()
            return Taken(stored.size, stored.sha1, stored=stored)
        check_size(self._size, self._expected_size)
        content = b"".join(self._pieces)
        return Taken(len(content), hashlib.sha1(content, usedforsecurity=False).hexdigest(), content=content)

    async def abort(self) -> None:
        """Drop what was written; nothing stays. Does nothing after `finish`."""
        if self._writer is not None:
            await self._writer.abort()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.abort()
