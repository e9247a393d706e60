"""An archive on its way out: the bytes of a zip file, made as they are asked for, one piece in memory at a time.

The format is written by the standard library, into a sink that hands on what it is given. Files are stored, not packed:
most of what people keep is packed already, and packing would cost more than ten times as much as all the rest.
"""

import stat
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any, Literal

from holdall.base.clock import SECOND
from holdall.base.db import Database, Transaction
from holdall.base.errors import Forbidden, NotFound
from holdall.content.access import Access, Action, reach_active
from holdall.content.items.news import announce
from holdall.content.items.rows import Item
from holdall.content.items.tables import ItemType
from holdall.content.items.versions import find_content
from holdall.content.zips.contents import Found, Root, files_below
from holdall.content.zips.requests import Begun
from holdall.content.zips.tables import zip_downloads
from holdall.storage import BlobMissing, Pieces, Stores, read_parts

LONGEST_PATH = 65_000
"""In bytes; the format has two bytes for the length of a path."""
_UNTOLD = 200
"""How many files may be on their way out before it is told that they were downloaded."""
_EARLIEST, _LATEST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)  # what the format can say
_FILE_MODE, _FOLDER_MODE = stat.S_IFREG | 0o644, stat.S_IFDIR | 0o755


class _Sink:
    """A file that cannot be rewound, of which everything that is written is taken out again."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep what is written until it is taken."""
        self._written.append(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> list[bytes]:
        """What was written since the last time."""
        written, self._written = self._written, []
        return written


class Archive:
    """One download of an archive. `pieces` is its content; `report` and `finish` say how far it has come."""

    def __init__(self, db: Database, stores: Stores, begun: Begun) -> None:
        self._db = db
        self._stores = stores
        self._begun = begun
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_STORED)  # type: ignore[call-overload]
        self._untold: list[Access] = []
        self.downloaded = 0
        self.skipped_files = 0
        self.skipped_folders = 0

    async def pieces(self) -> AsyncGenerator[bytes]:
        """The content, in pieces; raises StoreError where a file cannot be read to its end.

        What whoever asked may not download any more, or what is gone, is left out.
        """
        for root in self._begun.roots:
            async for found in self._contents(root):
                async with aclosing(self._add(found)) as added:  # lets go of the file where nobody reads on
                    async for piece in added:
                        yield piece
                if len(self._untold) >= _UNTOLD:
                    await self.report()
        self._zip.close()
        for piece in self._sink.take():
            yield piece

    async def report(self) -> None:
        """Write down how far the download has come, and which files and folders were downloaded."""
        await self._tell("in_progress")

    async def finish(self, state: Literal["succeeded", "failed"]) -> None:
        """Write down how the download has ended; what it was to have and does not have was skipped."""
        if state == "succeeded":
            missing = self._begun.total_file_count - self.downloaded - self.skipped_files
            self.skipped_files += max(missing, 0)
        await self._tell(state)

    async def _tell(self, state: str) -> None:
        untold, self._untold = self._untold, []
        try:
            await self._db.write(self._write, untold, state)
        except BaseException:
            self._untold = untold + self._untold
            raise

    async def _contents(self, root: Root) -> AsyncIterator[Found]:
        """The files of something that was asked for; none of a folder that is out of reach by now."""
        if not root.is_folder:
            access = await self._reach(root.id, ItemType.FILE)
            if access is None:
                self.skipped_files += 1
            else:
                yield Found(root.name, access.item)
            return
        folder = await self._reach(root.id, ItemType.FOLDER)
        if folder is None:
            self.skipped_folders += 1
            return
        async for found in files_below(self._db, root.id, f"{root.name}/"):
            yield found
        self._untold.append(folder)

    async def _add(self, found: Found) -> AsyncGenerator[bytes]:
        can_be_named = len(found.path.encode()) <= LONGEST_PATH and found.path not in self._zip.NameToInfo
        if found.file is None:
            if can_be_named:
                self._zip.mkdir(_member(found.path, None))
            return
        access = await self._reach(found.file.id, ItemType.FILE) if can_be_named else None
        opened = None if access is None else await self._open(access.item)
        if access is None or opened is None:
            self.skipped_files += 1
            return
        try:
            with self._zip.open(_member(found.path, access.item), "w") as member:
                async for content in opened:
                    member.write(content)
                    for piece in self._sink.take():
                        yield piece
        finally:
            await opened.aclose()
        for piece in self._sink.take():
            yield piece
        self.downloaded += 1
        self._untold.append(access)

    async def _reach(self, item_id: int, kind: ItemType) -> Access | None:
        """The item, if whoever asked may download it now."""
        try:
            return await reach_active(self._db, self._begun.subject, item_id, kind, Action.DOWNLOAD)
        except (NotFound, Forbidden):
            return None

    async def _open(self, file: Item) -> Pieces | None:
        """The content of a file; None where it is gone."""
        assert file.version_id is not None
        content = await find_content(self._db, file.version_id)
        try:
            return (
                None
                if content is None
                else await read_parts(self._stores, await content.parts(self._db), 0, content.size)
            )
        except BlobMissing:
            return None

    async def _write(self, tx: Transaction, told: list[Access], state: str) -> None:
        for access in told:
            details: dict[str, Any] = {}
            if access.item.type == ItemType.FILE:
                details["version_id"] = access.item.version_id
            await announce(tx, access, "ITEM_DOWNLOAD", **details)
        done = self.downloaded + self.skipped_files
        await tx.update(
            zip_downloads,
            {"token_hash": self._begun.token_hash},
            state=state,
            total_file_count=max(self._begun.total_file_count, done),
            downloaded_file_count=self.downloaded,
            skipped_file_count=self.skipped_files,
            skipped_folder_count=self.skipped_folders,
            touched_at=tx.now,
        )


def _member(path: str, file: Item | None) -> zipfile.ZipInfo:
    """The head of a file in the archive, or of a folder; times are UTC."""
    if file is None:
        member = zipfile.ZipInfo(path)
        member.external_attr = _FOLDER_MODE << 16 | 0x10
        member.CRC = 0
        return member
    changed_at = file.modified_at if file.content_modified_at is None else file.content_modified_at
    moment = datetime.fromtimestamp(changed_at // SECOND, UTC).timetuple()[:6]
    member = zipfile.ZipInfo(path, min(max(moment, _EARLIEST), _LATEST))
    member.external_attr = _FILE_MODE << 16
    member.file_size = file.size  # says beforehand whether the file needs the 64 bit form
    return member
