"""The file system: fsspec's verbs on the connector's calls and recipes.

Overwriting a file adds a version to it; removing something moves it to the trash; copies and moves happen on the server.
"""

import errno
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from fsspec.asyn import sync, sync_wrapper
from fsspec.callbacks import DEFAULT_CALLBACK

from holdall.connector.box import Box
from holdall.connector.connections import Connections
from holdall.connector.errors import BoxError, Kind
from holdall.connector.fsspec.failures import os_errors
from holdall.connector.fsspec.files import ReadFile, WriteFile
from holdall.connector.fsspec.reading import ReadingFileSystem, told
from holdall.connector.fsspec.tree import FIELDS, Info, info_of


class HoldallFileSystem(ReadingFileSystem):
    """`holdall://folder/file.txt`: the content of a Box account, from the top folder of the signed-in user.

    `connection` names a connection of `holdall connect`; `token` and `base_url` do without one; with neither, the
    environment or the connection in use says who is calling. `root_folder_id` begins elsewhere than at the top, and
    `as_user` acts as another user. Listings are remembered for `listings_expiry_time` seconds.
    """

    def _open(
        self,
        path: str,
        mode: str = "rb",
        block_size: int | None = None,
        autocommit: bool = True,
        cache_options: dict[str, Any] | None = None,
        **options: Any,
    ) -> Any:
        if mode == "rb":
            info = sync(self.loop, self._file, path)
            return ReadFile(self, info, block_size or "default", cache_options=cache_options, **options)
        if mode not in {"wb", "xb", "ab"}:
            raise ValueError(f"a file opens with rb, wb, xb or ab, not {mode}")
        if mode == "xb" and self.exists(path):
            raise FileExistsError(errno.EEXIST, "File exists", path)
        settings = {"mode": "create"} if mode == "xb" else {}
        return WriteFile(self, path, mode, autocommit, **settings)

    # Changing

    async def _pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **options: Any) -> None:
        await self._upload(self._strip_protocol(path), bytes(value), mode, None)

    async def _put_file(
        self, lpath: str, rpath: str, mode: str = "overwrite", callback: Any = DEFAULT_CALLBACK, **options: Any
    ) -> None:
        source = Path(lpath)
        if source.is_dir():
            await self._makedirs(rpath, exist_ok=True)
            return
        await self._upload(self._strip_protocol(rpath), source, mode, told(callback))

    async def _upload(
        self, path: str, source: bytes | Path, mode: str, progress: Callable[[int, int], None] | None
    ) -> None:
        box, tree = self._client()
        before = await self._info_or_none(path)
        if before is not None and mode == "create":
            raise FileExistsError(errno.EEXIST, "File exists", path)
        if before is not None and before["type"] != "file":
            raise IsADirectoryError(errno.EISDIR, "Is a directory", path)
        parent, name = await self._place(path)
        with os_errors(path):
            await box.upload(
                source,
                name=name,
                folder_id=parent,
                on_conflict="error" if mode == "create" else "version",
                progress=progress,
            )
        tree.forget(path)

    async def _mkdir(self, path: str, create_parents: bool = True, **options: Any) -> None:
        path = self._strip_protocol(path)
        box, tree = self._client()
        parent, _, name = path.rpartition("/")
        folder = await (self._folder(parent) if create_parents else self._info(parent))
        with os_errors(path):
            record = await box.call("post_folders", name=name, parent={"id": folder["id"]})
        tree.forget(path)
        tree.learn(info_of(record, parent))

    async def _makedirs(self, path: str, exist_ok: bool = False) -> None:
        path = self._strip_protocol(path)
        if not exist_ok and await self._exists(path):
            raise FileExistsError(errno.EEXIST, "File exists", path)
        await self._folder(path)

    async def _rmdir(self, path: str) -> None:
        await self._remove(await self._directory(path), recursive=False)

    async def _rm_file(self, path: str, **options: Any) -> None:
        await self._remove(await self._info(path), recursive=False)

    async def _rm(self, path: Any, recursive: bool = False, maxdepth: int | None = None, **options: Any) -> None:
        if maxdepth is not None:
            await super()._rm(path, recursive=recursive, maxdepth=maxdepth, **options)
            return
        paths = await self._expand_path(path)
        for one in paths:
            info = await self._info_or_none(one)
            if info is None and any(one.startswith(other + "/") for other in paths):
                continue  # it went with the folder that it was in
            if info is None:
                raise FileNotFoundError(errno.ENOENT, "No such file or directory", one)
            if info["type"] == "directory" and not recursive:
                raise IsADirectoryError(errno.EISDIR, "Is a directory", one)
            await self._remove(info, recursive=recursive)

    async def _remove(self, info: Info, recursive: bool) -> None:
        box, tree = self._client()
        if not info["name"]:
            raise PermissionError(errno.EPERM, "The root can not be removed", "")
        with os_errors(info["name"]):
            if info["type"] == "directory":
                await box.call("delete_folders_id", folder_id=info["id"], recursive=recursive)
            else:
                kind = "file" if info["type"] == "file" else "web_link"
                await box.call(f"delete_{kind}s_id", **{f"{kind}_id": info["id"]})
        tree.forget_below(info["name"])

    async def _cp_file(self, path1: str, path2: str, **options: Any) -> None:
        path1, path2 = self._strip_protocol(path1), self._strip_protocol(path2)
        info = await self._info(path1)
        if info["type"] == "directory":
            await self._makedirs(path2, exist_ok=True)
            return
        before = await self._info_or_none(path2)
        if before is not None:
            if before["id"] != info["id"]:
                await self._replace(info, path2)
            return
        box, tree = self._client()
        parent, name = await self._place(path2)
        with os_errors(path2):
            await box.call("post_files_id_copy", file_id=info["id"], parent={"id": parent}, name=name)
        tree.forget(path2)

    async def _replace(self, info: Info, path: str) -> None:
        """Give a file the content of another one, as a new version: no copy on the server does that."""
        box, _ = self._client()
        with tempfile.TemporaryDirectory(prefix="holdall-") as folder:
            content = Path(folder) / "content"
            with os_errors(info["name"]):
                await box.download(info, content)
            await self._upload(path, content, "overwrite", None)

    async def _mv(self, path1: str, path2: str, recursive: bool = False, **options: Any) -> None:
        """Move or rename on the server, whatever is below; into a folder where path2 is one."""
        into = path2.endswith("/")
        path1, path2 = self._strip_protocol(path1), self._strip_protocol(path2)
        info = await self._info(path1)
        before = await self._info_or_none(path2)
        if into or (before is not None and before["type"] == "directory"):
            path2 = f"{path2}/{path1.rpartition('/')[2]}".lstrip("/")
            before = await self._info_or_none(path2)
        if path1 == path2:
            return
        if before is not None and before["type"] == "file" == info["type"]:
            await self._replace(info, path2)
            await self._remove(info, recursive=False)
            return
        box, tree = self._client()
        parent, name = await self._place(path2)
        kind = {"directory": "folder", "file": "file"}.get(info["type"], "web_link")
        with os_errors(path2):
            await box.call(f"put_{kind}s_id", **{f"{kind}_id": info["id"], "name": name, "parent": {"id": parent}})
        tree.forget_below(path1)
        tree.forget(path2)

    async def _mv_file(self, path1: str, path2: str) -> None:
        await self._mv(path1, path2)

    mv = sync_wrapper(_mv)
    rmdir = sync_wrapper(_rmdir)

    # Where things go

    async def _place(self, path: str) -> tuple[str, str]:
        """The id of the folder that a path is in, made where it is missing, and the name in it."""
        parent, _, name = path.rpartition("/")
        return (await self._folder(parent))["id"], name

    async def _folder(self, path: str) -> Info:
        """A folder, made with those above it where it is missing; somebody else may make it at the same time."""
        info = await self._info_or_none(path)
        if info is not None:
            return await self._directory(path)
        box, tree = self._client()
        parent, _, name = path.rpartition("/")
        above = await self._folder(parent)
        try:
            record = await box.call("post_folders", name=name, parent={"id": above["id"]}, fields=FIELDS)
        except BoxError as error:
            tree.forget(path)
            if error.kind is Kind.CONFLICT and (info := await self._info_or_none(path)) is not None:
                return await self._directory(path)
            with os_errors(path):
                raise
        tree.forget(path)
        info = info_of(record, parent)
        tree.learn(info)
        return info


class BoxFileSystem(HoldallFileSystem):
    """`box+holdall://folder/file.txt`: the same at Box itself, where `holdall://` may lead to a server of one's own.

    Without a token or a connection's name, the connection in use is taken if it leads to Box, else the first that does.
    """

    protocol: ClassVar[Any] = "box+holdall"

    def _make_box(self) -> Box:
        if self._token is None and self._connection is None:
            self._connection = _connection_to_box()
        return super()._make_box()


def _connection_to_box() -> str:
    connections = Connections()
    leading = [name for name, connection in connections.all().items() if connection.base_url is None]
    if connections.current in leading:
        return str(connections.current)
    if not leading:
        raise BoxError(Kind.UNAUTHORIZED, "no connection leads to Box: holdall connect box, jwt, ccg or token")
    return leading[0]
