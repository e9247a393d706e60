"""An object store as a blob store: S3 and everything that speaks it, Google Cloud Storage, Azure, through obstore.

An object appears when its upload completes, and the store's answer is the promise that it lasts.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any, Self, cast
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import AzureStore, GCSStore, MemoryStore, S3Store, from_url

from holdall.base.tasks import end

from .store import (
    OWNER_PATH,
    PIECE,
    BlobDamaged,
    BlobEntry,
    BlobMissing,
    BlobStore,
    BlobWriter,
    Pieces,
    StoredBlob,
    StoreError,
    StoreUnavailable,
    blob_path,
    check_size,
    new_key,
    path_key,
)

_RemoteStore = S3Store | GCSStore | AzureStore | MemoryStore

_STEP = 4 * PIECE  # hashed and handed on at once
_UPLOAD_PART = 8 * 1024 * 1024
_PARTS_AT_ONCE = 3  # with what the sockets hold, an upload takes about 40 MiB
_MAX_PARTS = 10_000  # S3's; the others allow more
_UNKNOWN_SIZE_PART = 16 * 1024 * 1024  # so that a blob of unknown size may reach 156 GiB
_READ_WINDOWS = (PIECE, 4 * PIECE, 16 * PIECE)  # the first answer comes soon, the later ones in few requests
_PATIENCE = timedelta(seconds=30)  # for one request and its repetitions: a client waits for the answer
_LIST_BATCH = 1000
_CLIENT_OPTIONS = ("allow_http", "connect_timeout", "timeout", "proxy_url", "allow_invalid_certificates")


class RemoteStore(BlobStore):
    """Blobs as objects under a URL such as `s3://bucket/prefix?region=eu-central-1`.

    The query holds obstore's options of the store and its client; credentials may be left to the environment
    (AWS_ACCESS_KEY_ID and so on) or the machine's role. Raises ValueError for a URL or option that obstore does not know.
    """

    def __init__(self, url: str, *, name: str, retries: int = 10) -> None:
        self.name = name
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        client = {option: options.pop(option) for option in _CLIENT_OPTIONS if option in options}
        self.location = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        try:
            opened = from_url(
                self.location,
                config=cast(Any, options),
                client_options=cast(Any, client),
                retry_config={"max_retries": retries, "retry_timeout": _PATIENCE},
            )
        except (BaseError, ValueError) as error:
            raise ValueError(f"{self.location} is no blob store: {error}") from error
        if not isinstance(opened, _RemoteStore):
            raise ValueError(f"{self.location} is no object store; use s3://, gs://, az:// or a folder")  # noqa: TRY004
        self.objects: _RemoteStore = opened

    async def check(self) -> None:
        """Do nothing if the store answers a listing; raises StoreUnavailable with its reason where it does not."""
        async for _ in self.entries():
            break

    def create(self, expected_size: int | None = None) -> BlobWriter:
        """Begin a blob; see BlobStore.create."""
        return _RemoteWriter(self, expected_size)

    async def read(self, key: str, offset: int, length: int) -> Pieces:
        """A range in pieces; see BlobStore.read."""
        pieces = _RemotePieces(self, key, offset, length)
        await pieces.fetch_first()
        return pieces

    async def size(self, key: str) -> int:
        """The size in bytes; raises BlobMissing."""
        meta = await self.call(obstore.head_async, blob_path(key), key=key)
        return int(meta["size"])

    async def delete(self, keys: Iterable[str]) -> None:
        """Remove the objects; see BlobStore.delete."""
        paths = [blob_path(key) for key in keys]
        if not paths:
            return
        try:
            await self.call(obstore.delete_async, paths)
        except BlobMissing:
            # Some stores refuse to delete what is not there, and then stop: so one by one.
            for path in paths:
                with suppress(BlobMissing):
                    await self.call(obstore.delete_async, path)

    async def read_owner(self) -> str | None:
        """The note in an object; see BlobStore.read_owner."""
        try:
            found = await self.call(obstore.get_async, OWNER_PATH)
        except BlobMissing:
            return None
        return bytes(await found.bytes_async()).decode()

    async def write_owner(self, owner: str) -> None:
        """Write the note; see BlobStore.write_owner."""
        await self.call(obstore.put_async, OWNER_PATH, file=owner.encode())

    async def entries(self) -> AsyncIterator[BlobEntry]:
        """Every blob in the order that the store lists them, which all supported ones promise to be that of the key."""
        listing = obstore.list(self.objects, chunk_size=_LIST_BATCH)
        while True:
            try:
                batch = await anext(listing)
            except StopAsyncIteration:
                return
            except (BaseError, OSError) as error:
                raise self.translate(error) from error
            for meta in batch:
                key = path_key(meta["path"])
                if key is not None:
                    yield BlobEntry(key, meta["size"], meta["last_modified"].timestamp())

    async def call(self, verb: Callable[..., Any], path: object, /, key: str = "", **options: object) -> Any:
        """Ask the store; its errors come back as StoreErrors."""
        try:
            return await verb(self.objects, path, **options)
        except (BaseError, OSError) as error:
            raise self.translate(error, key) from error

    def translate(self, error: Exception, key: str = "") -> StoreError:
        """The StoreError that an error of obstore means."""
        if isinstance(error, FileNotFoundError):
            return BlobMissing(f"there is no blob {key} in {self.location}")
        reason = str(error).split("\n", 1)[0]
        return StoreUnavailable(f"{self.location}: {reason}")


class _RemoteWriter(BlobWriter):
    """Collects a part before anything is sent: a small blob is one request, a larger one a multipart upload."""

    def __init__(self, store: RemoteStore, expected_size: int | None) -> None:
        self._store = store
        self._expected_size = expected_size
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        self._key = new_key()
        self._pending: list[bytes] = []
        self._pending_size = 0
        self._size = 0
        self._ended = False
        self._upload = obstore.open_writer_async(
            store.objects,
            blob_path(self._key),
            buffer_size=part_size(expected_size),
            max_concurrency=_PARTS_AT_ONCE,
        )

    async def write(self, piece: bytes) -> None:
        """Add a piece; see BlobWriter.write."""
        self._pending.append(piece)
        self._pending_size += len(piece)
        self._size += len(piece)
        if self._pending_size >= _STEP:
            await self._send()

    async def finish(self) -> StoredBlob:
        """Complete the upload and answer the blob; see BlobWriter.finish."""
        try:
            check_size(self._size, self._expected_size)
            await self._send()
            await self._ask(self._upload.close())
        except BaseException:
            await self.abort()
            raise
        self._ended = True
        return StoredBlob(self._key, self._size, self._sha1.hexdigest())

    async def abort(self) -> None:
        """Give the upload up; see BlobWriter.abort."""
        if self._ended:
            return
        self._ended = True
        # Leaving the writer's context with an error is how obstore is told to abort a multipart upload. After a failed
        # close it is gone already; then the object may or may not be there.
        with suppress(BaseError, OSError):
            await self._upload.__aexit__(BlobMissing, None, None)
            return
        with suppress(StoreError):
            await self._store.delete([self._key])

    async def _send(self) -> None:
        """Hash what is pending and hand it to the upload, which waits where the store is behind."""
        pieces, self._pending, self._pending_size = self._pending, [], 0
        data = b"".join(pieces)
        if len(data) < PIECE:
            self._sha1.update(data)
            if data:
                await self._ask(self._upload.write(data))
        else:
            hashed = asyncio.get_running_loop().run_in_executor(None, self._sha1.update, data)
            try:
                await self._ask(self._upload.write(data))
            finally:
                await hashed

    async def _ask(self, request: Any) -> None:
        try:
            await request
        except (BaseError, OSError) as error:
            raise self._store.translate(error, self._key) from error


class _RemotePieces(Pieces):
    """A range, fetched in windows that grow; while one is given out the next is on its way.

    Requests of their own, unlike one long answer, are short enough to be repeated when a connection breaks, and a
    slow client holds no connection.
    """

    def __init__(self, store: RemoteStore, key: str, offset: int, length: int) -> None:
        self._store = store
        self._key = key
        self._path = blob_path(key)
        self._offset = offset
        self._left = length
        self._windows = iter(_READ_WINDOWS)
        self._window = PIECE
        self._next: asyncio.Task[bytes] | None = None
        self._data = memoryview(b"")

    def __aiter__(self) -> Self:
        return self

    async def fetch_first(self) -> None:
        """Fetch the first window, so that a missing blob is known before the first piece."""
        if self._left <= 0:
            await self._store.size(self._key)
            return
        self._request()
        await self._advance()

    async def __anext__(self) -> bytes:
        if not self._data:
            if self._next is None:
                raise StopAsyncIteration
            await self._advance()
        piece = bytes(self._data[:PIECE])
        self._data = self._data[PIECE:]
        return piece

    async def aclose(self) -> None:
        """Drop what was fetched and what is on its way; the iterator is at its end."""
        self._data = memoryview(b"")
        pending, self._next = self._next, None
        if pending is not None:
            await end([pending])

    def _request(self) -> None:
        self._window = next(self._windows, self._window)
        length = min(self._window, self._left)
        self._next = asyncio.create_task(self._fetch(self._offset, length))
        self._offset += length
        self._left -= length

    async def _advance(self) -> None:
        assert self._next is not None
        task, self._next = self._next, None
        data = await task
        if self._left:
            self._request()
        self._data = memoryview(data)

    async def _fetch(self, offset: int, length: int) -> bytes:
        try:
            fetch = partial(obstore.get_range_async, start=offset, length=length)
            data = bytes(await self._store.call(fetch, self._path, key=self._key))
        except StoreUnavailable:
            # Stores answer a range outside the object with errors of many kinds: its size tells what it was.
            size = await self._store.size(self._key)
            if offset + length <= size:
                raise
            data = b""
        if len(data) < length:
            raise BlobDamaged(f"{self._key} ends {length - len(data)} bytes before byte {offset + length}")
        return data


def part_size(expected_size: int | None) -> int:
    """How large the parts of a multipart upload are, in bytes, so that the blob fits in as many as S3 allows."""
    if expected_size is None:
        return _UNKNOWN_SIZE_PART
    return max(_UPLOAD_PART, -(-expected_size // _MAX_PARTS))
