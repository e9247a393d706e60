"""Folders of this machine, below a root that no path leads out of: the platforms `fs` and `nfs`.

A file appears under its name when all its bytes are there; what changes while it is read is noticed.
"""

import asyncio
import contextlib
import os
import secrets
import shutil
import stat
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from errno import (
    EACCES,
    EDQUOT,
    EEXIST,
    EFBIG,
    EINVAL,
    EMLINK,
    ENAMETOOLONG,
    ENOENT,
    ENOSPC,
    ENOSYS,
    ENOTDIR,
    ENOTEMPTY,
    ENOTSUP,
    EPERM,
    EROFS,
)
from pathlib import Path
from typing import ParamSpec, TypeVar

from .content import PIECE, BytesContent, Content, write_sparse
from .errors import Kind, PlatformError
from .names import PathRules, problem
from .platform import Details, Entry, Features, Platform

P = ParamSpec("P")
T = TypeVar("T")

_PAGE = 1000
_PARTIAL = ".holdall-partial-"
"""What a file is called before all its bytes are there; such names are never listed."""

_CHECKED_FOR = 1.0
"""For so many seconds a folder that was found to be below the root is taken to be there still."""
_CHECKED_AT_MOST = 10_000

_ABANDONED = 24 * 3600
"""After so many seconds nobody writes such a file any more."""

_KINDS = {
    ENOENT: Kind.NOT_FOUND,
    ENOTDIR: Kind.NOT_FOUND,
    EEXIST: Kind.NAME_TAKEN,
    ENOTEMPTY: Kind.NAME_TAKEN,
    EACCES: Kind.FORBIDDEN,
    EPERM: Kind.FORBIDDEN,
    EROFS: Kind.FORBIDDEN,
    ENOSPC: Kind.FULL,
    EDQUOT: Kind.FULL,
    EFBIG: Kind.TOO_LARGE,
    ENAMETOOLONG: Kind.NAME_REFUSED,
    EINVAL: Kind.NAME_REFUSED,
}


class LocalPlatform(Platform):
    """A folder of this machine and what is below it; symbolic links are entries, never followed.

    Raises PlatformError (NOT_FOUND) where the root is no folder.
    """

    id = "fs"
    features = Features(
        stable_identity=True,
        move=True,
        links="symbolic",
        timestamps=frozenset({"modified"}),
    )
    rules = PathRules(unit="bytes", control_characters=True, invalid_characters=frozenset("/"))

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise PlatformError(Kind.NOT_FOUND, f"{root} is no folder; make it, or name another")
        self._root = root.resolve()
        self._tidied: set[Path] = set()
        self._checked: dict[str, float] = {}

    async def root(self) -> Entry:
        """The root; see Platform."""
        return await _thread(self._stat, "")

    async def entry(self, address: str) -> Entry:
        """One entry; see Platform."""
        return await _thread(self._stat, address)

    async def child(self, folder: Entry, name: str) -> Entry | None:
        """An entry of a folder; see Platform."""
        try:
            found = await _thread(self._stat, _join(folder.address, name))
        except PlatformError as error:
            if error.kind is Kind.NOT_FOUND:
                return None
            raise
        return found

    async def children(self, folder: Entry) -> AsyncIterator[Sequence[Entry]]:
        """The entries of a folder; see Platform."""
        place = self._inside(folder.address)
        if place.is_symlink():
            raise PlatformError(Kind.NOT_FOUND, f"{folder.address} is a link now, and no folder")
        scan = await _thread(os.scandir, place)
        try:
            while page := await _thread(self._page, folder.address, scan):
                yield page
        finally:
            await _thread(scan.close)

    async def open(self, file: Entry) -> Content:
        """The bytes of a file; see Platform."""
        if file.size > PIECE:
            return await _thread(_LocalContent, self._inside(file.address), file)
        return await _thread(_read_whole, self._inside(file.address), file)

    async def create_folder(self, parent: Entry, name: str, details: Details) -> Entry:
        """A new folder; see Platform."""
        return await _thread(self._create_folder, parent.address, name)

    async def create_file(self, parent: Entry, name: str, content: Content, details: Details) -> Entry:
        """A new file; see Platform."""
        address = self._new(parent.address, name)
        return await self._write(address, content, details, _link)

    async def replace(self, file: Entry, content: Content, details: Details) -> Entry:
        """New bytes for a file; see Platform."""

        def put(partial: Path, place: Path) -> None:
            now = self._stat(file.address)
            if now.revision != file.revision:
                raise PlatformError(Kind.CHANGED, f"{file.address} has changed since it was looked at")
            partial.replace(place)

        return await self._write(file.address, content, details, put)

    async def create_link(self, parent: Entry, name: str, target: str) -> Entry:
        """A new symbolic link; see Platform. FORBIDDEN where it would lead out of the root."""
        address = self._new(parent.address, name)
        folder = self._inside(parent.address)
        if not Path(os.path.normpath(folder / target)).is_relative_to(self._root):
            raise PlatformError(Kind.FORBIDDEN, f"the link {address} would lead out of the folder, to {target}")
        await _thread((folder / name).symlink_to, target)
        return await self.entry(address)

    async def move(self, entry: Entry, parent: Entry, name: str) -> Entry:
        """Another name or parent; see Platform."""
        return await _thread(self._move, entry, self._new(parent.address, name))

    async def delete(self, entry: Entry) -> None:
        """Remove; see Platform."""
        place = self._inside(entry.address)
        await _thread(shutil.rmtree if entry.type == "folder" else os.unlink, place)

    async def settle(self) -> None:
        """Have the system write out what it holds back; see Platform."""
        await _thread(os.sync)

    def _inside(self, address: str) -> Path:
        """The place of an address; FORBIDDEN where a link on the way leads out of the root."""
        parent = address.rpartition("/")[0]
        if time.monotonic() > self._checked.get(parent, 0):
            parts = address.split("/")
            if ".." in parts or not Path(os.path.realpath(self._root / parent)).is_relative_to(self._root):
                raise PlatformError(Kind.FORBIDDEN, f"{address} is not below the folder of the connection")
            if len(self._checked) > _CHECKED_AT_MOST:
                self._checked.clear()
            self._checked[parent] = time.monotonic() + _CHECKED_FOR
        return self._root / address

    def _new(self, parent: str, name: str) -> str:
        if reason := problem(name, self.rules):
            raise PlatformError(Kind.NAME_REFUSED, f"the name {name!r} {reason}")
        return _join(parent, name)

    def _stat(self, address: str) -> Entry:
        place = self._inside(address)
        return _entry(address, place.name if address else "", place.lstat(), place)

    def _page(self, folder: str, scan: Iterator[os.DirEntry[str]]) -> list[Entry]:
        entries: list[Entry] = []
        for found in scan:
            if found.name.startswith(_PARTIAL):
                continue
            with contextlib.suppress(FileNotFoundError):  # gone since it was listed
                status = found.stat(follow_symlinks=False)
                entries.append(_entry(_join(folder, found.name), found.name, status, found.path))
            if len(entries) == _PAGE:
                break
        return entries

    def _create_folder(self, parent: str, name: str) -> Entry:
        address = self._new(parent, name)
        self._inside(address).mkdir()
        return self._stat(address)

    def _move(self, entry: Entry, address: str) -> Entry:
        source, target = self._inside(entry.address), self._inside(address)
        status = source.lstat()
        # A name that differs in case alone is the same file where the file system does not tell them apart.
        if os.path.lexists(target) and not os.path.samestat(target.lstat(), status):
            raise FileExistsError(EEXIST, os.strerror(EEXIST), str(target))
        source.rename(target)
        return self._stat(address)

    async def _write(
        self, address: str, content: Content, details: Details, put: Callable[[Path, Path], None]
    ) -> Entry:
        place = self._inside(address)
        await self._tidy(place.parent)
        partial = place.with_name(_PARTIAL + secrets.token_hex(8))
        whole = await content.read() if content.size <= PIECE else None

        def finish(data: bytes | None) -> Entry:
            if data is not None:
                partial.write_bytes(data)
            _set_times(partial, details)
            put(partial, place)
            return self._stat(address)

        try:
            if whole is None:
                await _save(content, partial)
            return await _thread(finish, whole)
        except BaseException:
            with contextlib.suppress(OSError):
                partial.unlink()
            raise

    async def _tidy(self, folder: Path) -> None:
        """Remove what a process that was killed has left in a folder that is written to, once for each folder."""
        if folder in self._tidied:
            return
        self._tidied.add(folder)
        await _thread(_remove_partials, folder)


class _LocalContent(Content):
    """The bytes of a file that is compared with its entry before and after it is read."""

    def __init__(self, place: Path, file: Entry) -> None:
        self._descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | getattr(os, "O_BINARY", 0))
        self._file = file
        try:
            self._check()
        except BaseException:
            os.close(self._descriptor)
            raise
        super().__init__(file.size)
        self._open = True

    async def _pieces(self) -> AsyncIterator[bytes]:
        left = self.size  # and no more: a file may grow for ever
        while left and (piece := await _thread(os.read, self._descriptor, min(PIECE, left))):
            left -= len(piece)
            yield piece
        self._check()
        self.close_now()

    def read_at_once(self) -> bytes:
        """All bytes, on the thread that calls; raises PlatformError (CHANGED)."""
        with open(self._descriptor, "rb", closefd=False) as opened:
            data = opened.read(self.size)
        self._check()
        return data

    async def close(self) -> None:
        """Close the file."""
        self.close_now()

    def close_now(self) -> None:
        """Close the file on the thread that calls."""
        if self._open:
            self._open = False
            os.close(self._descriptor)

    def _check(self) -> None:
        status = os.fstat(self._descriptor)
        if _revision(status) != self._file.revision:
            raise PlatformError(Kind.CHANGED, f"{self._file.address} has changed since it was looked at")


def _read_whole(place: Path, file: Entry) -> BytesContent:
    """The bytes of a small file, in one visit of a thread."""
    content = _LocalContent(place, file)
    try:
        return BytesContent(content.read_at_once())
    finally:
        content.close_now()


async def _save(content: Content, place: Path) -> None:
    descriptor = await _thread(os.open, place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        async for piece in content.pieces():
            await _thread(write_sparse, descriptor, piece)
        await _thread(os.ftruncate, descriptor, content.size)
    finally:
        await _thread(os.close, descriptor)


def _remove_partials(folder: Path) -> None:
    for left in folder.glob(f"{_PARTIAL}*"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - left.stat().st_ctime > _ABANDONED:
                left.unlink()


async def _thread(call: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """What the call answers, run off the event loop; its OSError becomes a PlatformError."""
    work = asyncio.ensure_future(asyncio.to_thread(call, *arguments, **options))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])  # the thread cannot be stopped, and what it makes is to be tidied after it
        raise
    except OSError as error:
        raise _problem(error) from error


def _problem(error: OSError) -> PlatformError:
    kind = _KINDS.get(error.errno or 0, Kind.UNAVAILABLE)
    return PlatformError(kind, f"{error.filename or 'the file system'}: {error.strerror or error}")


def _join(parent: str, name: str) -> str:
    return f"{parent}/{name}" if parent else name


def _link(partial: Path, place: Path) -> None:
    """Give the bytes their name unless it is taken: a link is refused then, a rename would replace."""
    try:
        place.hardlink_to(partial)
        partial.unlink()
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if os.path.lexists(place):
            raise FileExistsError(EEXIST, os.strerror(EEXIST), str(place)) from error
        partial.rename(place)


_NO_HARD_LINKS = {EPERM, ENOTSUP, ENOSYS, EMLINK}


def _set_times(place: Path, details: Details) -> None:
    if details.modified is not None:
        nanoseconds = details.modified * 1000
        os.utime(place, ns=(nanoseconds, nanoseconds), follow_symlinks=False)


def _revision(status: os.stat_result) -> str:
    return f"{status.st_mtime_ns:x}-{status.st_size:x}"


def _entry(address: str, name: str, status: os.stat_result, place: Path | str) -> Entry:
    mode = status.st_mode
    kind = _TYPES.get(stat.S_IFMT(mode), "other")
    created = getattr(status, "st_birthtime_ns", None)
    return Entry(
        address=address,
        identity=_identity(status, kind, address),
        type=kind,  # type: ignore[arg-type] # the table holds the words of EntryType
        name=name,
        revision=_revision(status),
        size=status.st_size if kind == "file" else 0,
        created=created // 1000 if created is not None else None,
        modified=status.st_mtime_ns // 1000,
        target=str(Path(place).readlink()) if kind == "link" else None,
        problem=_why_not(name, kind),
    )


def _identity(status: os.stat_result, kind: str, address: str) -> str:
    """What stays through renames; of several names for one file each is a file of its own."""
    identity = f"{status.st_dev:x}:{status.st_ino:x}"
    return f"{identity}:{address}" if kind == "file" and status.st_nlink > 1 else identity


_TYPES = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}


def _why_not(name: str, kind: str) -> str | None:
    if kind == "other":
        return "is a device, a pipe or a socket"
    if any("\udc80" <= character <= "\udcff" for character in name):
        return "has a name that is no UTF-8"
    return None
