"""What a blob store is: the one small interface behind which all bytes live, and its errors.

A blob is written once under a key that the store chooses, never changed, and found only through the row that names it.
"""

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterable
from types import TracebackType
from typing import Self

import msgspec

#: The largest piece that a read gives, and the size in which callers had best write: larger ones gain nothing and
#: cost memory for each request under way (measured, docs/decisions).
PIECE = 256 * 1024

#: Where a store notes its owner, relative to its root.
OWNER_PATH = "holdall-owner"

_KEY = re.compile(r"[0-9a-f]{32}")


class StoreError(Exception):
    """A store could not do what it was asked; the message says which and why."""


class BlobMissing(StoreError):
    """The store holds no blob under this key."""


class BlobDamaged(StoreError):
    """The store holds fewer bytes under this key than its row says."""


class SizeMismatch(StoreError):
    """The bytes written are not as many as the writer was told to expect."""


class StoreFull(StoreError):
    """The store has no room (disk, quota or file size limit) for these bytes."""


class StoreUnavailable(StoreError):
    """The store cannot be reached, refuses the credentials, or failed; the same call may succeed later."""


class StoredBlob(msgspec.Struct, frozen=True):
    """A blob that is durable: its key, its size in bytes and its SHA-1 as 40 lower-case hex digits."""

    key: str
    size: int
    sha1: str


class BlobEntry(msgspec.Struct, frozen=True):
    """A blob as the store lists it: key, size in bytes, and when the store last changed it (POSIX seconds).

    `modified` is the store's own clock, which no test or control plane moves.
    """

    key: str
    size: int
    modified: float


class Pieces(AsyncIterator[bytes]):
    """Bytes on their way out, in pieces of at most PIECE bytes; read it to its end or close it."""

    @abstractmethod
    async def aclose(self) -> None:
        """Let go of files and connections; the iterator is then at its end."""


class BlobWriter(ABC):
    """One blob being written: `write` pieces, then `finish`; leaving its `async with` unfinished aborts it.

    One task at a time may use a writer.
    """

    @abstractmethod
    async def write(self, piece: bytes) -> None:
        """Add a piece (bytes, best of PIECE) at the end; waits while the store is behind, so memory stays flat.

        Raises StoreFull or StoreUnavailable; the writer is then good for `abort` only.
        """

    @abstractmethod
    async def finish(self) -> StoredBlob:
        """Make the blob durable and answer its key, size and SHA-1.

        Once this has answered, the blob survives a crash of the process and of the machine.
        Raises SizeMismatch, StoreFull or StoreUnavailable, and then leaves nothing behind.
        """

    @abstractmethod
    async def abort(self) -> None:
        """Drop what was written; nothing stays. Does nothing after `finish` or a first `abort`."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.abort()


class BlobStore(ABC):
    """Where blobs live. `name` is what rows call the store; all methods may be used by many tasks at once."""

    name: str

    @abstractmethod
    async def check(self) -> None:
        """Do nothing if the store can be used; raises StoreUnavailable with the reason where it cannot."""

    @abstractmethod
    def create(self, expected_size: int | None = None) -> BlobWriter:
        """Begin a blob of any size; with `expected_size` (bytes), `finish` refuses any other size.

        Does no input or output yet. A crash before `finish` leaves at most bytes that no row names: the
        collector removes them.
        """

    async def put(self, data: bytes) -> StoredBlob:
        """Store a blob that is in memory already; raises as `BlobWriter.finish` does."""
        async with self.create(len(data)) as writer:
            await writer.write(data)
            return await writer.finish()

    @abstractmethod
    async def read(self, key: str, offset: int, length: int) -> Pieces:
        """The `length` bytes from `offset` on, in pieces of at most PIECE bytes.

        Raises BlobMissing or StoreUnavailable before the first piece, so that a response can still say so. The
        iterator raises BlobDamaged where the blob ends before `offset + length`.
        """

    @abstractmethod
    async def size(self, key: str) -> int:
        """The size of a blob in bytes; raises BlobMissing."""

    async def exists(self, key: str) -> bool:
        """Whether the store holds a blob under this key."""
        try:
            await self.size(key)
        except BlobMissing:
            return False
        return True

    @abstractmethod
    async def delete(self, keys: Iterable[str]) -> None:
        """Remove blobs; one that is gone already is no error. Raises StoreUnavailable.

        Downloads under way from a local store still read to their end.
        """

    @abstractmethod
    def entries(self) -> AsyncIterator[BlobEntry]:
        """Every blob, in ascending order of key, in flat memory however many there are.

        Includes blobs that are being written or were left by a crash; other things in the store are not listed.
        """

    @abstractmethod
    async def read_owner(self) -> str | None:
        """What `write_owner` wrote last, or None: which database this store belongs to."""

    @abstractmethod
    async def write_owner(self, owner: str) -> None:
        """Note beside the blobs which database they belong to; it replaces an earlier note."""

    async def close(self) -> None:  # noqa: B027 - a store may hold nothing
        """Release threads and connections; the store is not used afterwards."""


def check_size(size: int, expected: int | None) -> None:
    """Raises SizeMismatch where an expected size is given and is not this size."""
    if expected is not None and size != expected:
        raise SizeMismatch(f"{size} bytes came where {expected} were expected")


def new_key(directory: str | None = None) -> str:
    """A key that no blob has: 32 random lower-case hex digits, of which the first 3 name the folder.

    With `directory` (3 hex digits) the blob falls into that folder. Unlike other identifiers keys stay
    random when a test fixes those, since two of one name would be one file.
    """
    if directory is None:
        return secrets.token_hex(16)
    return directory + secrets.token_hex(15)[:29]


def blob_path(key: str) -> str:
    """Where a store keeps this key, relative to its root; raises BlobMissing for what is no key.

    4,096 folders keep each small enough for every file system (10 million blobs: 2,400 in each), and since a
    folder is named by how its keys begin, listing folder by folder lists in the order of keys.
    """
    if not _KEY.fullmatch(key):
        raise BlobMissing(f"{key!r} is no key of a blob")
    return f"{key[:3]}/{key}"


def path_key(path: str) -> str | None:
    """The key of the blob that a store keeps at this path relative to its root; None for anything else."""
    folder, _, key = path.rpartition("/")
    return key if _KEY.fullmatch(key) and folder == key[:3] else None
