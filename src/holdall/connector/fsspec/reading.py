"""The reading half of the file system: what is at a path, and its bytes."""

import asyncio
import contextlib
import errno
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from fsspec.asyn import AsyncFileSystem, sync
from fsspec.callbacks import DEFAULT_CALLBACK
from fsspec.utils import stringify_path

from holdall.connector.box import Box
from holdall.connector.connections import open_box
from holdall.connector.fsspec.failures import os_errors
from holdall.connector.fsspec.tree import FIELDS, Info, Tree, info_of

_BATCH = 16
_EXPIRY_SECONDS = 10


class ReadingFileSystem(AsyncFileSystem):  # type: ignore[misc]
    """What is there, and its bytes; see HoldallFileSystem for the options."""

    protocol: ClassVar[Any] = "holdall"
    root_marker = ""
    cachable = True

    def __init__(
        self,
        *,
        connection: str | None = None,
        token: str | None = None,
        base_url: str | None = None,
        as_user: str | None = None,
        root_folder_id: str = "0",
        batch_size: int = _BATCH,
        listings_expiry_time: float = _EXPIRY_SECONDS,
        **options: Any,
    ) -> None:
        super().__init__(batch_size=batch_size, listings_expiry_time=listings_expiry_time, **options)
        self._connection = connection
        self._token = token
        self._base_url = base_url
        self._as_user = as_user
        self._root_folder_id = root_folder_id
        self._opened: tuple[Box, Tree] | None = None

    @classmethod
    def _strip_protocol(cls, path: Any) -> Any:
        if isinstance(path, list):
            return [cls._strip_protocol(one) for one in path]
        text = stringify_path(path)
        protocols = (cls.protocol,) if isinstance(cls.protocol, str) else cls.protocol
        for protocol in protocols:
            text = text.removeprefix(f"{protocol}://")
        return "/".join(part for part in text.split("/") if part)

    def _make_box(self) -> Box:
        """The client; raises BoxError where nobody is signed in."""
        box = Box(self._token, base_url=self._base_url) if self._token else open_box(self._connection)
        return box.as_user(self._as_user) if self._as_user else box

    def _client(self) -> tuple[Box, Tree]:
        if self._opened is None:
            with os_errors(""):
                box = self._make_box()
            self._opened = box, Tree(box, self._root_folder_id, self.dircache)
            weakref.finalize(self, _close, asyncio.get_running_loop(), box)
        return self._opened

    # What is there

    async def _info(self, path: str, **options: Any) -> Info:
        path = self._strip_protocol(path)
        _, tree = self._client()
        with os_errors(path):
            info = await tree.find(path)
        if info is None:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", path)
        return info

    async def _ls(self, path: str, detail: bool = True, refresh: bool = False, **options: Any) -> list[Any]:
        path = self._strip_protocol(path)
        _, tree = self._client()
        if refresh:
            tree.forget_below(path)
        info = await self._info(path)
        infos = [info]
        if info["type"] == "directory":
            with os_errors(path):
                infos = await tree.listing(path, info["id"])
        return list(infos) if detail else sorted(one["name"] for one in infos)

    async def _find(self, path: str, maxdepth: int | None = None, withdirs: bool = False, **options: Any) -> Any:
        """Everything below a path; without a depth, many folders are listed at a time."""
        detail = options.pop("detail", False)
        path = self._strip_protocol(path)
        info = await self._info_or_none(path)
        if maxdepth is not None or info is None or info["type"] != "directory":
            return await super()._find(path, maxdepth=maxdepth, withdirs=withdirs, detail=detail, **options)
        box, _ = self._client()
        found = {path: info} if withdirs and path else {}
        with os_errors(path):
            async for item in box.walk(info["id"], fields=FIELDS):
                one = info_of(item.item, "/".join([path, *item.path[:-1]]).strip("/"))
                if withdirs or one["type"] != "directory":
                    found[one["name"]] = one
        found = dict(sorted(found.items()))
        return found if detail else list(found)

    async def _exists(self, path: str, **options: Any) -> bool:
        return await self._info_or_none(self._strip_protocol(path)) is not None

    async def _info_or_none(self, path: str) -> Info | None:
        with contextlib.suppress(FileNotFoundError):
            return await self._info(path)
        return None

    # Reading

    async def _cat_file(self, path: str, start: int | None = None, end: int | None = None, **options: Any) -> bytes:
        info = await self._file(path)
        box, _ = self._client()
        first, last, _ = slice(start, end).indices(info["size"])
        if last <= first:
            return b""
        if (first, last) != (0, info["size"]):
            return await self._read_range(info, first, last)
        with os_errors(path):
            return await box.read(info)

    async def _read_range(self, info: Info, start: int, end: int) -> bytes:
        """The bytes from start to end (not included) of the version that was looked at."""
        box, _ = self._client()
        arguments = {"file_id": info["id"], "range": f"bytes={start}-{end - 1}"}
        version = (info.get("file_version") or {}).get("id")
        with os_errors(info["name"]):
            content = await box.call("get_files_id_content", **arguments, **({"version": version} if version else {}))
            async with content:
                read: bytes = await content.read()
        if len(read) != end - start:
            raise OSError(errno.EIO, f"{end - start} bytes were asked for, {len(read)} came", info["name"])
        return read

    def read_range(self, info: Info, start: int, end: int) -> bytes:
        """As `_read_range`, waited for."""
        content: bytes = sync(self.loop, self._read_range, info, start, end)
        return content

    async def _get_file(self, rpath: str, lpath: str, callback: Any = DEFAULT_CALLBACK, **options: Any) -> None:
        info = await self._info(rpath)
        target = Path(lpath)
        if info["type"] == "directory":
            target.mkdir(parents=True, exist_ok=True)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        box, _ = self._client()
        with os_errors(rpath):
            await box.download(info, target, progress=told(callback))

    async def _file(self, path: str) -> Info:
        info = await self._info(path)
        if info["type"] == "directory":
            raise IsADirectoryError(errno.EISDIR, "Is a directory", path)
        return info

    async def _directory(self, path: str) -> Info:
        info = await self._info(path)
        if info["type"] != "directory":
            raise NotADirectoryError(errno.ENOTDIR, "Not a directory", path)
        return info

    # About one path

    def created(self, path: str) -> Any:
        """When it was made."""
        return self.info(path).get("created")

    def modified(self, path: str) -> Any:
        """When its content was last changed."""
        return self.info(path).get("modified")

    def ukey(self, path: str) -> str:
        """Another one for every content: the SHA-1 of a file, the version of a folder."""
        info = self.info(path)
        return str(info.get("sha1") or info.get("etag"))


def told(callback: Any) -> Callable[[int, int], None]:
    """Tell a transfer's progress to fsspec's callback."""

    def tell(done: int, total: int) -> None:
        callback.set_size(total)
        callback.absolute_update(done)

    return tell


def _close(loop: asyncio.AbstractEventLoop, box: Box) -> None:
    """Close a client when its file system is forgotten, from whatever thread forgets it."""
    if loop.is_running():
        loop.call_soon_threadsafe(lambda: loop.create_task(box.close()))
