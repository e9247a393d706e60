"""Folders of this machine, below a root that no path leads out of: the platforms `fs` and `nfs`.

Most calls of the system are run in threads, so that others are answered meanwhile.
"""

import contextlib
import itertools
import os
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from errno import EEXIST
from pathlib import Path
from typing import Any

from .content import PIECE, BytesContent, Content
from .errors import Kind, PlatformError
from .local_files import (
    PARTIAL,
    LocalContent,
    changed,
    entry_of,
    join,
    nanoseconds_of,
    of_system,
    problem_at,
    problem_of,
    remove_partials,
    save,
    write_out,
)
from .local_small import ChangedError, Copied, Failed, Reading, Writing, read, rename_new, write
from .names import PathRules, problem
from .platform import Details, DirectPlatform, Entry, Features

_PAGE = 1000
_CHECKED_FOR = 1.0
"""For so many seconds a folder that was found to be below the root is taken to be there still."""
_CHECKED_AT_MOST = 10_000


class LocalPlatform(DirectPlatform):
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
        self._root_path = str(self._root)
        self._tidied: set[str] = set()
        self._mark = secrets.token_hex(8)
        self._numbers = itertools.count()
        self._checked: dict[str, float] = {}

    async def root(self) -> Entry:
        """The root; see Platform."""
        return await of_system(self._stat, "")

    async def entry(self, address: str) -> Entry:
        """One entry; see Platform."""
        return await of_system(self._stat, address)

    async def child(self, folder: Entry, name: str) -> Entry | None:
        """An entry of a folder; see Platform."""
        try:
            found = await of_system(self._stat, join(folder.address, name))
        except PlatformError as error:
            if error.kind is Kind.NOT_FOUND:
                return None
            raise
        return found

    async def children(self, folder: Entry) -> AsyncIterator[Sequence[Entry]]:
        """The entries of a folder; see Platform."""
        scan, page = await of_system(self._begin, folder)
        try:
            while page:
                yield page
                page = await of_system(self._page, folder.address, scan) if len(page) == _PAGE else []
        finally:
            scan.close()

    async def open(self, file: Entry) -> Content:
        """The bytes of a file; see Platform."""
        if file.size > PIECE:
            return await of_system(LocalContent, self._inside(file.address), file)
        return BytesContent(await of_system(self._read, file))

    async def sha1(self, file: Entry) -> str:
        """The SHA-1 of a file's bytes, which are read; see Platform."""
        content = await of_system(LocalContent, self._inside(file.address), file)
        try:
            return await content.read_sha1()
        finally:
            content.close_now()

    async def create_folder(self, parent: Entry, name: str, details: Details) -> Entry:
        """A new folder; see Platform."""
        return await of_system(self._create_folder, parent.address, name)

    async def create_file(self, parent: Entry, name: str, content: Content, details: Details) -> Entry:
        """A new file; see Platform."""
        address = self._new(parent.address, name)
        return await self._write(address, content, details, rename_new)

    async def replace(self, file: Entry, content: Content, details: Details) -> Entry:
        """New bytes for a file; see Platform."""

        def put(partial: str, place: str) -> None:
            now = self._stat(file.address)
            if now.revision != file.revision:
                raise changed(file.address)
            os.replace(partial, place)

        return await self._write(file.address, content, details, put)

    async def create_link(self, parent: Entry, name: str, target: str) -> Entry:
        """A new symbolic link; see Platform. FORBIDDEN where it would lead out of the root."""
        address = self._new(parent.address, name)
        place = self._inside(address)
        if not Path(os.path.normpath(os.path.join(os.path.dirname(place), target))).is_relative_to(self._root):
            raise PlatformError(Kind.FORBIDDEN, f"the link {address} would lead out of the folder, to {target}")
        await of_system(os.symlink, target, place)
        return await self.entry(address)

    async def move(self, entry: Entry, parent: Entry, name: str) -> Entry:
        """Another name or parent; see Platform."""
        return await of_system(self._move, entry, self._new(parent.address, name))

    async def delete(self, entry: Entry) -> None:
        """Remove; see Platform."""
        place = self._inside(entry.address)
        await of_system(shutil.rmtree if entry.type == "folder" else os.unlink, place)

    async def settle(self) -> None:
        """Have the system write out what it holds back; see Platform."""
        await of_system(write_out, self._root)

    def _inside(self, address: str) -> str:
        """The place of an address; FORBIDDEN where a link on the way leads out of the root."""
        parent = address.rpartition("/")[0]
        if time.monotonic() > self._checked.get(parent, 0):
            parts = address.split("/")
            if ".." in parts or not Path(os.path.realpath(self._root / parent)).is_relative_to(self._root):
                raise PlatformError(Kind.FORBIDDEN, f"{address} is not below the folder of the connection")
            if len(self._checked) > _CHECKED_AT_MOST:
                self._checked.clear()
            self._checked[parent] = time.monotonic() + _CHECKED_FOR
        return f"{self._root_path}/{address}" if address else self._root_path

    def _new(self, parent: str, name: str) -> str:
        if reason := problem(name, self.rules):
            raise PlatformError(Kind.NAME_REFUSED, f"the name {name!r} {reason}")
        return join(parent, name)

    def _stat(self, address: str) -> Entry:
        place = self._inside(address)
        return entry_of(address, os.path.basename(place) if address else "", os.lstat(place), place)

    def _begin(self, folder: Entry) -> tuple[Any, list[Entry]]:
        place = self._inside(folder.address)
        if os.path.islink(place):
            raise PlatformError(Kind.NOT_FOUND, f"{folder.address} is a link now, and no folder")
        scan = os.scandir(place)
        return scan, self._page(folder.address, scan)

    def _page(self, folder: str, scan: Iterator[os.DirEntry[str]]) -> list[Entry]:
        entries: list[Entry] = []
        for found in scan:
            if found.name.startswith(PARTIAL):
                continue
            with contextlib.suppress(FileNotFoundError):  # gone since it was listed
                status = found.stat(follow_symlinks=False)
                entries.append(entry_of(join(folder, found.name), found.name, status, found.path))
            if len(entries) == _PAGE:
                break
        return entries

    def _create_folder(self, parent: str, name: str) -> Entry:
        address = self._new(parent, name)
        os.mkdir(self._inside(address))
        return self._stat(address)

    def _move(self, entry: Entry, address: str) -> Entry:
        source, target = self._inside(entry.address), self._inside(address)
        status = os.lstat(source)
        # A name that differs in case alone is the same file where the file system does not tell them apart.
        if os.path.lexists(target) and not os.path.samestat(os.lstat(target), status):
            raise FileExistsError(EEXIST, os.strerror(EEXIST), target)
        os.rename(source, target)
        return self._stat(address)

    def reading(self, file: Entry) -> Reading:
        """How to read a small file; see DirectPlatform."""
        return self._inside(file.address), file.revision, file.size

    def writing(self, parent: Entry, name: str, details: Details) -> Writing:
        """How to write a new small file; see DirectPlatform."""
        place = self._inside(self._new(parent.address, name))
        try:
            self._tidy(place)
        except OSError as error:
            raise problem_of(error) from error
        return self._partial(place), place, nanoseconds_of(details)

    def written(self, parent: Entry, name: str, copied: Copied) -> Entry:
        """A small file that was written; see DirectPlatform."""
        identity, revision, _ = copied
        return Entry(address=join(parent.address, name), identity=identity, type="file", name=name, revision=revision)

    def problem_at(self, address: str, failed: Failed) -> PlatformError:
        """Why a small file could not be read or written; see DirectPlatform."""
        return problem_at(address, failed)

    def _read(self, file: Entry) -> bytes:
        try:
            return read(*self.reading(file))
        except ChangedError:
            raise changed(file.address) from None

    def _write_now(self, address: str, data: bytes, details: Details, put: Callable[[str, str], None]) -> Entry:
        place = self._inside(address)
        self._tidy(place)
        status = write(data, self._partial(place), nanoseconds_of(details), lambda partial: put(partial, place))
        return entry_of(address, os.path.basename(place), status, place)

    async def _write(self, address: str, content: Content, details: Details, put: Callable[[str, str], None]) -> Entry:
        if content.size <= PIECE:
            return await of_system(self._write_now, address, await content.read(), details, put)
        place = self._inside(address)
        await of_system(self._tidy, place)
        partial = self._partial(place)
        try:
            status = await save(content, partial, details)
            await of_system(put, partial, place)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(partial)
            raise
        return entry_of(address, os.path.basename(place), status, place)

    def _partial(self, place: str) -> str:
        return os.path.join(os.path.dirname(place), f"{PARTIAL}{self._mark}{next(self._numbers):x}")

    def _tidy(self, place: str) -> None:
        """Remove what a process that was killed has left in a folder that is written to, once for each folder."""
        folder = os.path.dirname(place)
        if folder not in self._tidied:
            self._tidied.add(folder)
            remove_partials(Path(folder))
