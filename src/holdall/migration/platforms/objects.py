"""Object stores, S3 and everything that speaks it: the platform `s3`, over obstore.

A folder is what keys have in common before a slash, so there is none without content.
"""

import re
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    InvalidPathError,
    NotFoundError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)
from obstore.store import ObjectStore

from .content import PIECE, Content
from .errors import Kind, PlatformError
from .names import PathRules, problem
from .platform import Details, Entry, Features, Platform

if TYPE_CHECKING:
    from obstore import GetResult

_WHOLE = 8 * PIECE
"""Up to this size a file is one request, which the store itself refuses where the key is taken."""
_BATCH = 1000
_NO_TAG = (None, "", '""')
_MTIME = "mtime"
"""The metadata that keeps a file's time, in seconds since 1970 with a fraction; rclone's word and form."""

_KINDS: Sequence[tuple[type[Exception], Kind]] = (
    (FileNotFoundError, Kind.NOT_FOUND),
    (NotFoundError, Kind.NOT_FOUND),
    (AlreadyExistsError, Kind.NAME_TAKEN),
    (PreconditionError, Kind.CHANGED),
    (PermissionDeniedError, Kind.FORBIDDEN),
    (UnauthenticatedError, Kind.FORBIDDEN),
    (InvalidPathError, Kind.NAME_REFUSED),
)


class ObjectPlatform(Platform):
    """A bucket, or what is below a prefix of it. The store's own settings (endpoint, keys, prefix) are the caller's."""

    id = "s3"
    features = Features(
        empty_folders=False,
        timestamps=frozenset({"modified"}),
        hashes=frozenset({"md5"}),
        max_size=5 * 1024**4,
    )
    rules = PathRules(
        unit="bytes",
        segment_max=1024,
        total_max=1024,
        invalid_characters=frozenset("/\\"),
        control_characters=False,
    )

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def root(self) -> Entry:
        """The bucket or prefix; see Platform."""
        return _folder("")

    async def entry(self, address: str) -> Entry:
        """A file with the time that it was given, or a folder by its slash; see Platform."""
        if address.endswith("/") or not address:
            if address and not await self._holds(address):
                raise PlatformError(Kind.NOT_FOUND, f"there is no {address} in the bucket")
            return _folder(address)
        found = await self._call(obstore.get_async, address, options={"head": True})
        return _file(found.meta, found.attributes)

    async def child(self, folder: Entry, name: str) -> Entry | None:
        """A file or folder by its name; see Platform."""
        for address in (folder.address + name, f"{folder.address}{name}/"):
            try:
                return await self.entry(address)
            except PlatformError as error:
                if error.kind is not Kind.NOT_FOUND:
                    raise
        return None

    async def children(self, folder: Entry) -> AsyncIterator[Sequence[Entry]]:
        """The next level of keys; see Platform. Times are those of the upload until a file is opened."""
        prefix = folder.address.rstrip("/")
        listed = await self._call(obstore.list_with_delimiter_async, prefix or None)
        # Some tools put an empty object under the folder's own name, and some servers show a folder that was emptied
        # as such an object without an entity tag.
        objects = [meta for meta in listed["objects"] if meta["e_tag"] not in _NO_TAG]
        if folder.address and not objects and not listed["common_prefixes"]:
            raise PlatformError(Kind.NOT_FOUND, f"there is no {folder.address} in the bucket")
        entries = [_folder(f"{common}/") for common in listed["common_prefixes"]]
        entries += [_file(meta) for meta in objects if meta["path"] != prefix]
        for start in range(0, len(entries), _BATCH):
            yield entries[start : start + _BATCH]

    async def open(self, file: Entry) -> Content:
        """An object's bytes; see Platform."""
        found = await self._call(obstore.get_async, file.address, options={"if_match": file.revision})
        return _ObjectContent(file, found)

    async def create_folder(self, parent: Entry, name: str, details: Details) -> Entry:
        """Where files may go; it is there once there is one. See Platform."""
        address = self._new(parent, name)
        if await self.child(parent, name) is not None:
            raise PlatformError(Kind.NAME_TAKEN, f"{address} is taken")
        return _folder(f"{address}/")

    async def create_file(self, parent: Entry, name: str, content: Content, details: Details) -> Entry:
        """A new object; see Platform."""
        address = self._new(parent, name)
        if await self._holds(f"{address}/"):
            raise PlatformError(Kind.NAME_TAKEN, f"{address} is a folder")
        if content.size <= _WHOLE:
            return await self._put(address, await content.read(), details, mode="create")
        if await self.child(parent, name) is not None:
            raise PlatformError(Kind.NAME_TAKEN, f"{address} is taken")
        return await self._put(address, content.pieces(), details)

    async def replace(self, file: Entry, content: Content, details: Details) -> Entry:
        """Another object under the key; see Platform."""
        now = await self.entry(file.address)
        if now.revision != file.revision:
            raise PlatformError(Kind.CHANGED, f"{file.address} has changed since it was looked at")
        whole = content.size <= _WHOLE
        return await self._put(file.address, await content.read() if whole else content.pieces(), details)

    async def move(self, entry: Entry, parent: Entry, name: str) -> Entry:
        """Object stores cannot; see Platform."""
        raise PlatformError(Kind.UNSUPPORTED, f"an object store does not move; copy {entry.address} and delete it")

    async def delete(self, entry: Entry) -> None:
        """Remove the object, or all below the prefix; see Platform."""
        if entry.type == "folder":
            found = False
            async for page in self._below(entry.address):
                found = True
                await self._call(obstore.delete_async, [meta["path"] for meta in page])
            if not found:
                raise PlatformError(Kind.NOT_FOUND, f"there is no {entry.address} in the bucket")
            return
        await self.entry(entry.address)
        await self._call(obstore.delete_async, entry.address)

    async def _put(self, address: str, source: Any, details: Details, **options: Any) -> Entry:
        attributes = {_MTIME: _seconds(details.modified)} if details.modified is not None else {}
        try:
            await self._call(obstore.put_async, address, source, attributes=attributes, **options)
        except PlatformError as error:
            if error.kind is Kind.CHANGED and options:  # what some stores call a key that is taken
                raise PlatformError(Kind.NAME_TAKEN, error.message) from error
            raise
        return await self.entry(address)

    def _new(self, parent: Entry, name: str) -> str:
        if reason := problem(name, self.rules):
            raise PlatformError(Kind.NAME_REFUSED, f"the name {name!r} {reason}")
        return parent.address + name

    async def _holds(self, folder: str) -> bool:
        async for _ in self._below(folder, chunk_size=1):
            return True
        return False

    async def _below(self, folder: str, chunk_size: int = _BATCH) -> AsyncIterator[Sequence[Any]]:
        try:
            async for page in obstore.list(self._store, folder.rstrip("/"), chunk_size=chunk_size):
                yield page
        except (BaseError, OSError) as error:
            raise problem_of(error) from error

    async def _call(self, operation: Any, *arguments: Any, **options: Any) -> Any:
        try:
            return await operation(self._store, *arguments, **options)
        except (BaseError, OSError) as error:
            raise problem_of(error) from error


class _ObjectContent(Content):
    """An object's bytes as they arrive; the store keeps them the ones that were asked for."""

    def __init__(self, file: Entry, found: "GetResult") -> None:
        super().__init__(file.size)
        self._found = found
        self.modified = _time(found.attributes)

    async def _pieces(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._found.stream(min_chunk_size=PIECE):
                yield bytes(piece)
        except (BaseError, OSError) as error:
            raise problem_of(error) from error


def problem_of(error: Exception) -> PlatformError:
    """The platform's error for one of obstore's, in its first line: the rest repeats the request."""
    message = str(error).splitlines()[0]
    kind = next((kind for known, kind in _KINDS if isinstance(error, known)), None)
    if kind is None:  # a listing's errors have no class of their own
        kind = Kind.FORBIDDEN if "status code: 403" in message or "status code: 401" in message else Kind.UNAVAILABLE
    return PlatformError(kind, message)


def _folder(address: str) -> Entry:
    return Entry(address=address, identity=address, type="folder", name=address.rstrip("/").rpartition("/")[2])


def _file(meta: Any, attributes: Any = None) -> Entry:
    address, tag = meta["path"], meta["e_tag"] or ""
    given = _time(attributes or {})
    return Entry(
        address=address,
        identity=address,
        type="file",
        name=address.rpartition("/")[2],
        revision=tag,
        size=meta["size"],
        hashes={"md5": tag.strip('"')} if _MD5.fullmatch(tag) else {},
        modified=given if given is not None else _microseconds(meta["last_modified"]),
    )


_MD5 = re.compile('"[0-9a-f]{32}"')
"""An entity tag that is a hash: one of an upload in parts has a number behind it."""


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond


def _seconds(microseconds: int) -> str:
    return str(Decimal(microseconds).scaleb(-6))


def _time(attributes: Any) -> int | None:
    try:
        return int(Decimal(attributes[_MTIME]).scaleb(6))
    except (KeyError, InvalidOperation):
        return None
