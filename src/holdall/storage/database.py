"""The store inside the database: small blobs, which are durable when the row that refers to them commits.

A blob's key is the number of its row in hex, so that what comes in together lies together, in this table and in every index of keys.
"""

import asyncio
import hashlib
import re
import time
from collections.abc import AsyncIterator, Iterable
from typing import Self

import sqlalchemy as sa

from holdall.base.clock import SECOND
from holdall.base.db import Database, Transaction, contains, query

from .store import (
    PIECE,
    BlobDamaged,
    BlobEntry,
    BlobMissing,
    BlobStore,
    BlobWriter,
    Pieces,
    StoredBlob,
    check_size,
)
from .tables import small_blobs, store_owner

DATABASE = "database"
"""What rows call this store."""

_KEY = re.compile(r"0{16}[0-7][0-9a-f]{15}")
_LIST_BATCH = 200

_ID = sa.bindparam("id", type_=sa.BigInteger)
_READ = query(sa.select(small_blobs.c.content).where(small_blobs.c.id == _ID))
_SIZE = query(sa.select(sa.func.length(small_blobs.c.content)).where(small_blobs.c.id == _ID))
_DELETE = query(sa.delete(small_blobs).where(contains(small_blobs.c.id, "ids")))
_LIST = query(
    sa.select(small_blobs.c.id, sa.func.length(small_blobs.c.content), small_blobs.c.stored_at)
    .where(small_blobs.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(small_blobs.c.id)
    .limit(_LIST_BATCH)
)
_OWNER = query(sa.select(store_owner.c.id))


class DatabaseStore(BlobStore):
    """Blobs as rows. What is read or written here is in memory as a whole, so it is for small ones: see `Intake`."""

    def __init__(self, db: Database) -> None:
        self.name = DATABASE
        self._db = db

    async def check(self) -> None:
        """Do nothing: a database that is open can be used."""

    def create(self, expected_size: int | None = None) -> BlobWriter:
        """Begin a blob that its writer commits alone; see BlobStore.create, and `insert_small` for one with its row."""
        return _DatabaseWriter(self._db, expected_size)

    async def read(self, key: str, offset: int, length: int) -> Pieces:
        """A range in pieces; see BlobStore.read."""
        content = await self._db.value(_READ, id=_id_of(key))
        if content is None:
            raise _missing(key)
        return _MemoryPieces(key, content, offset, length)

    async def size(self, key: str) -> int:
        """The size in bytes; raises BlobMissing."""
        size = await self._db.value(_SIZE, id=_id_of(key))
        if size is None:
            raise _missing(key)
        return int(size)

    async def delete(self, keys: Iterable[str]) -> None:
        """Delete the rows; see BlobStore.delete."""
        ids = [int(key, 16) for key in keys if _KEY.fullmatch(key)]
        if ids:
            await self._db.write(_delete, ids)

    async def entries(self) -> AsyncIterator[BlobEntry]:
        """Every blob in order of key; see BlobStore.entries."""
        after = 0
        while batch := await self._db.all(_LIST, after=after):
            for after, size, stored_at in batch:
                yield BlobEntry(_key_of(after), size, stored_at / SECOND)
            await asyncio.sleep(0)  # reading SQLite never waits, and a walk must not keep others from their turn

    async def read_owner(self) -> str | None:
        """The name of the database itself: its store is nobody else's."""
        owner: str | None = await self._db.value(_OWNER)
        return owner

    async def write_owner(self, owner: str) -> None:
        """Give the database this name; see BlobStore.write_owner."""
        await self._db.write(_set_owner, owner)


class _DatabaseWriter(BlobWriter):
    """Keeps the blob in memory and inserts it at the end."""

    def __init__(self, db: Database, expected_size: int | None) -> None:
        self._db = db
        self._expected_size = expected_size
        self._content = bytearray()

    async def write(self, piece: bytes) -> None:
        """Add a piece; see BlobWriter.write."""
        self._content += piece

    async def finish(self) -> StoredBlob:
        """Insert the row and wait for its commit; see BlobWriter.finish."""
        check_size(len(self._content), self._expected_size)
        content = bytes(self._content)
        key = await self._db.write(insert_small, content)
        return StoredBlob(key, len(content), hashlib.sha1(content, usedforsecurity=False).hexdigest())

    async def abort(self) -> None:
        """Nothing is written before the end; see BlobWriter.abort."""


class _MemoryPieces(Pieces):
    """Pieces of bytes that are in memory."""

    def __init__(self, key: str, content: bytes, offset: int, length: int) -> None:
        self._key = key
        self._content = content
        self._offset = offset
        self._left = length

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if self._left <= 0:
            raise StopAsyncIteration
        piece = self._content[self._offset : self._offset + min(PIECE, self._left)]
        if not piece:
            missing, self._left = self._left, 0
            raise BlobDamaged(f"{self._key} ends at byte {self._offset}, {missing} bytes early")
        self._offset += len(piece)
        self._left -= len(piece)
        return piece

    async def aclose(self) -> None:
        """Let go of the bytes; the iterator is at its end."""
        self._content, self._left = b"", 0


async def insert_small(tx: Transaction, content: bytes) -> str:
    """Insert a blob in a unit of work and answer its key; it is durable when the unit has committed."""
    number = tx.new_id()
    # The real time, as for every store: the clock of tests and the control plane does not move a store's.
    await tx.insert(small_blobs, id=number, content=content, stored_at=time.time_ns() // 1000)
    return _key_of(number)


async def _delete(tx: Transaction, ids: list[int]) -> None:
    await tx.run(_DELETE, ids=ids)


async def _set_owner(tx: Transaction, owner: str) -> None:
    await tx.delete(store_owner, only=1)
    await tx.insert(store_owner, only=1, id=owner)


def _key_of(number: int) -> str:
    return f"{number:032x}"


def _id_of(key: str) -> int:
    if not _KEY.fullmatch(key):
        raise _missing(key)
    return int(key, 16)


def _missing(key: str) -> BlobMissing:
    return BlobMissing(f"there is no blob {key!r} in the database")
