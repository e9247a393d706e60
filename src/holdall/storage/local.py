"""The local store: every blob is a plain file in a folder, and is on the disk before its writer says so.

A file has its final name from the start: what makes a blob exist is the row that names it, never the file.
"""

import asyncio
import errno
import hashlib
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TypeVar

from holdall.base.files import write_all

from .group_sync import GroupSync, start_writeback, sync_folder
from .local_read import FilePieces
from .store import (
    OWNER_PATH,
    PIECE,
    BlobEntry,
    BlobMissing,
    BlobStore,
    BlobWriter,
    Pieces,
    StoredBlob,
    StoreError,
    StoreFull,
    StoreUnavailable,
    blob_path,
    check_size,
    new_key,
    path_key,
)

_T = TypeVar("_T")

_BACKLOG = 4 * PIECE  # what a writer may hold back while its thread works: twice this much memory per upload
_WRITEBACK_STEP = 8 * 1024 * 1024  # the disk is kept busy while a large blob arrives, so that its fsync is short
_LIST_BATCH = 1000
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class LocalStore(BlobStore):
    """Blobs as files under `root`, which is made where it is missing unless it `must_exist`.

    Raises StoreUnavailable where it cannot be made or is missing.
    """

    def __init__(self, root: Path, *, name: str = "local", threads: int = 8, must_exist: bool = False) -> None:
        self.name = name
        self.root = root
        if must_exist and not root.is_dir():
            raise StoreUnavailable(f"there is no blob store at {root}")
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _translate(error, root) from error
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="holdall-bytes")
        self._syncing = ThreadPoolExecutor(1, thread_name_prefix="holdall-sync")  # never behind a large upload
        self._group = GroupSync(self._syncing)
        self._lasting_folders: set[Path] = set()
        self._small_folder = (0, "")

    async def check(self) -> None:
        """Do nothing if the folder can be written; raises StoreUnavailable with the reason where it cannot."""
        if not os.access(self.root, os.R_OK | os.W_OK | os.X_OK):
            raise StoreUnavailable(f"{self.root} is not a folder that this process may write")

    def create(self, expected_size: int | None = None) -> BlobWriter:
        """Begin a blob; see BlobStore.create."""
        return _LocalWriter(self, expected_size)

    async def read(self, key: str, offset: int, length: int) -> Pieces:
        """A range in pieces; see BlobStore.read."""
        path = self.root / blob_path(key)
        try:
            descriptor = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise _translate(error, path) from error
        return FilePieces(descriptor, key, offset, length, self._executor)

    async def size(self, key: str) -> int:
        """The size in bytes; raises BlobMissing."""
        path = self.root / blob_path(key)
        try:
            return path.stat().st_size
        except OSError as error:
            raise _translate(error, path) from error

    async def delete(self, keys: Iterable[str]) -> None:
        """Unlink the files; see BlobStore.delete."""
        paths = [self.root / blob_path(key) for key in keys]
        await self.run(_unlink_all, paths)

    async def entries(self) -> AsyncIterator[BlobEntry]:
        """Every blob in order of key; see BlobStore.entries."""
        found = _scan(self.root)
        while batch := await self.run(lambda: list(islice(found, _LIST_BATCH))):
            for entry in batch:
                yield entry

    async def read_owner(self) -> str | None:
        """The note in the file; see BlobStore.read_owner."""
        try:
            return (self.root / OWNER_PATH).read_text().strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _translate(error, self.root / OWNER_PATH) from error

    async def write_owner(self, owner: str) -> None:
        """Write the note; see BlobStore.write_owner."""
        await self.run(_replace_file, self.root / OWNER_PATH, owner)

    async def close(self) -> None:
        """End the threads once what they do is done."""
        self._executor.shutdown()
        self._syncing.shutdown()

    async def run(self, work: Callable[..., _T], *arguments: object) -> _T:
        """Run blocking work in one of the store's threads; an OSError comes back as the StoreError that it means."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, work, *arguments)
        except OSError as error:
            raise _translate(error, self.root) from error

    def small_folder(self) -> str:
        """The folder of the small blobs that will be synced in the next group: one, so that one fsync serves all."""
        if self._small_folder[0] != self._group.number:
            self._small_folder = (self._group.number, new_key()[:3])
        return self._small_folder[1]

    def create_file(self, folder: str | None = None) -> tuple[str, Path, int]:
        """A new empty file: its key, path and descriptor open for writing; raises StoreError."""
        key = new_key(folder)
        path = self.root / blob_path(key)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            try:
                return key, path, os.open(path, flags, 0o640)
            except FileNotFoundError:
                path.parent.mkdir(exist_ok=True)
                return key, path, os.open(path, flags, 0o640)
        except OSError as error:
            raise _translate(error, path) from error

    async def make_durable(self, path: Path, file: int) -> None:
        """Sync a file (it is closed then) and its name, in a group with others; raises StoreError."""
        folder = path.parent
        # Another process may have made the folder a moment ago and not yet have synced the root: so each does so once.
        folders = (folder,) if folder in self._lasting_folders else (folder, self.root)
        try:
            await self._group.sync(file, folders)
        except OSError as error:
            raise _translate(error, path) from error
        self._lasting_folders.add(folder)


class _LocalWriter(BlobWriter):
    """Keeps up to a piece in memory: a small blob becomes a file in one go, a larger one is written by a thread."""

    def __init__(self, store: LocalStore, expected_size: int | None) -> None:
        self._store = store
        self._expected_size = expected_size
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        self._pending: list[bytes] = []
        self._pending_size = 0
        self._size = 0
        self._key = ""
        self._path: Path | None = None
        self._file: int | None = None
        self._flushed = 0
        self._job: asyncio.Future[None] | None = None
        self._ended = False

    async def write(self, piece: bytes) -> None:
        """Add a piece; see BlobWriter.write."""
        self._pending.append(piece)
        self._pending_size += len(piece)
        self._size += len(piece)
        if self._pending_size < PIECE:
            return
        if self._job is not None and not self._job.done() and self._pending_size < _BACKLOG:
            return
        await self._settle()
        self._job = asyncio.ensure_future(self._store.run(self._consume, self._take()))

    async def finish(self) -> StoredBlob:
        """Write the rest, sync, and answer the blob; see BlobWriter.finish."""
        try:
            check_size(self._size, self._expected_size)
            if self._job is None:
                # A thread would cost a small blob more than hashing and writing it here does.
                try:
                    self._consume(self._take(), self._store.small_folder())
                except OSError as error:
                    raise _translate(error, self._store.root) from error
            else:
                await self._settle()
                await self._store.run(self._consume, self._take())
            file, self._file = self._file, None
            assert file is not None
            assert self._path is not None
            await self._store.make_durable(self._path, file)
        except BaseException:
            await self.abort()
            raise
        self._ended = True
        return StoredBlob(self._key, self._size, self._sha1.hexdigest())

    async def abort(self) -> None:
        """Remove the file; see BlobWriter.abort."""
        if self._ended:
            return
        self._ended = True
        try:
            with suppress(StoreError):
                await self._settle()
        except asyncio.CancelledError:
            assert self._job is not None
            self._job.add_done_callback(self._remove_after)
            raise
        self._remove()

    def _remove_after(self, job: "asyncio.Future[None]") -> None:
        job.exception()  # seen: nobody else will ask
        self._remove()

    def _remove(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    async def _settle(self) -> None:
        """Wait for the thread to be done with what it has; raises what it raised."""
        if self._job is not None:
            # A cancelled request must not take the job with it: the thread would go on with a closed file.
            await asyncio.shield(self._job)

    def _take(self) -> list[bytes]:
        pieces, self._pending, self._pending_size = self._pending, [], 0
        return pieces if len(pieces) <= 16 else [b"".join(pieces)]

    def _consume(self, pieces: list[bytes], folder: str | None = None) -> None:
        """Hash and write pieces; runs in a thread for all but small blobs. Raises OSError or StoreError."""
        if self._file is None:
            self._key, self._path, self._file = self._store.create_file(folder)
        for piece in pieces:
            self._sha1.update(piece)
            write_all(self._file, piece)
            self._flushed += len(piece)
        if self._flushed >= _WRITEBACK_STEP:
            start_writeback(self._file)
            self._flushed = 0


def _replace_file(path: Path, text: str) -> None:
    draft = path.with_suffix(f".{new_key()}")
    draft.write_text(f"{text}\n")
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def _unlink_all(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _scan(root: Path) -> Iterator[BlobEntry]:
    """The blobs under a root in order of key: folder by folder, so no more than a folder is in memory."""
    for folder in sorted(root.iterdir()):
        if len(folder.name) != 3 or not folder.is_dir():
            continue
        with os.scandir(folder) as files:
            names = sorted(file.name for file in files if path_key(f"{folder.name}/{file.name}") is not None)
        for name in names:
            with suppress(FileNotFoundError):  # deleted since the folder was read
                status = (folder / name).stat()
                yield BlobEntry(name, status.st_size, status.st_mtime)


def _translate(error: OSError, path: Path) -> StoreError:
    """The StoreError that an OSError at a path means."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return BlobMissing(f"there is no blob {path.name}")
    if error.errno in _NO_ROOM:
        return StoreFull(f"{path}: {error.strerror}")
    return StoreUnavailable(f"{path}: {error.strerror}")
