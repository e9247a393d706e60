"""Downloads of any size, checked by SHA-1, in ranges side by side when they are large; they go on after a crash.

The bytes arrive in a file beside the target, which takes the target's name only when it is whole and right.
"""

import asyncio
import hashlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from holdall.connector.content import Content
from holdall.connector.errors import BoxError, Kind
from holdall.connector.recipes.clients import Client
from holdall.connector.recipes.files import BLOCK, read_at, write_at
from holdall.connector.recipes.journal import Journal
from holdall.connector.recipes.progress import Progress, Tell
from holdall.connector.recipes.together import work_through

RANGE = 32 * 1024 * 1024
"""How many bytes are asked for at once; a smaller file comes in one piece."""

SMALL = 4 * 1024 * 1024
"""Up to here a content is read into memory, and its record is asked for only where it is needed."""

_BREAKS = 8
"""How often one range may break off without a byte in between."""


class DownloadOptions(msgspec.Struct, frozen=True):
    """How a download goes about its work.

    With `resume` what an earlier process left is used; with `durable` the content is on the disk before it gets its name.
    """

    concurrency: int = 4
    resume: bool = True
    durable: bool = False
    progress: Tell | None = None
    range_size: int = RANGE


class Wanted(msgspec.Struct, frozen=True):
    """The content to fetch: of which file and version, and what it must be."""

    file_id: str
    version_id: str | None
    size: int
    sha1: str


class Downloaded(msgspec.Struct, frozen=True):
    """What arrived."""

    path: Path
    size: int
    sha1: str


class Small(msgspec.Struct, frozen=True):
    """A content in memory, and its SHA-1 that something vouched for."""

    content: bytes
    sha1: str


async def wanted(box: Client, file: str | Mapping[str, Any], version_id: str | None) -> Wanted:
    """What to fetch, asked from the server unless a record with size and SHA-1 is at hand.

    The version is named wherever it is known, so that all ranges come from the same one.
    """
    if isinstance(file, Mapping) and {"id", "size", "sha1"} <= file.keys() and version_id is None:
        version = (file.get("file_version") or {}).get("id")
        return Wanted(str(file["id"]), version, int(file["size"]), file["sha1"])
    identifier = file if isinstance(file, str) else str(file["id"])
    if version_id is not None:
        record = await box.call(
            "get_files_id_versions_id", file_id=identifier, file_version_id=version_id, fields=["size", "sha1"]
        )
        return Wanted(identifier, version_id, int(record["size"]), record["sha1"])
    record = await box.call("get_files_id", file_id=identifier, fields=["size", "sha1", "file_version"])
    return Wanted(identifier, (record.get("file_version") or {}).get("id"), int(record["size"]), record["sha1"])


async def download(box: Client, what: Wanted, target: Path, options: DownloadOptions) -> Downloaded:
    """Fetch the content into a file, which is replaced as a whole.

    Raises BoxError: CORRUPT where what arrived is not what the server's SHA-1 promised, else as the calls do.
    """
    if what.size <= options.range_size:
        return await _in_one(box, what, target, options)
    partial = target.with_name(f".{target.name}.part")
    journal = Journal(target.with_name(f".{target.name}.journal"), msgspec.to_builtins(what))
    descriptor = os.open(partial, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        transfer = _Ranges(box, what, descriptor, journal, options)
        sha1 = await transfer.run(journal.read() if options.resume else {})
        if sha1 != what.sha1:
            journal.remove()
            raise _corrupt(what, sha1)
        if options.durable:
            await asyncio.to_thread(os.fsync, descriptor)
    finally:
        os.close(descriptor)
    partial.replace(target)
    journal.remove()
    return Downloaded(target, what.size, sha1)


async def read(box: Client, what: Wanted) -> bytes:
    """The content, in memory; raises BoxError as `download` does."""
    content = bytearray(what.size)

    def keep(block: bytes, place: int) -> None:
        content[place : place + len(block)] = block

    await _fetch(box, what, 0, what.size, keep)
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    if sha1 != what.sha1:
        raise _corrupt(what, sha1)
    return bytes(content)


async def fetch_small(box: Client, file: str | Mapping[str, Any], version_id: str | None) -> Small | None:
    """The content of a small file that is named by its id, without asking for its record first.

    None where it is not small, or breaks off, or where nothing vouches for it: then `wanted` must be asked. The server
    vouches with an ETag that is the SHA-1, as Holdall's is; any other is compared with the record afterwards.
    """
    if not isinstance(file, str):
        return None
    version = {} if version_id is None else {"version": version_id}
    content: Content = await box.call("get_files_id_content", file_id=file, **version)
    async with content:
        if content.status != 200 or content.size is None or content.size > SMALL:
            return None
        try:
            whole = await content.read()
        except BoxError:
            return None
    sha1 = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    vouched = content.headers.get("etag", "").strip('"') == sha1 or (await wanted(box, file, version_id)).sha1 == sha1
    return Small(whole, sha1) if vouched else None


def write_small(small: Small, target: Path, *, durable: bool) -> Downloaded:
    """Put a whole content in a file, which is replaced as a whole.

    To take the place of another file may wait for the disk, as with `durable`: ext4 writes the bytes first.
    """
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with partial.open("wb") as file:
            file.write(small.content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return Downloaded(target, len(small.content), small.sha1)


async def _in_one(box: Client, what: Wanted, target: Path, options: DownloadOptions) -> Downloaded:
    progress = Progress(what.size, options.progress)
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    digest = hashlib.sha1(usedforsecurity=False)
    try:
        with partial.open("wb") as file:

            def keep(block: bytes, place: int) -> None:
                file.write(block)
                digest.update(block)
                progress.add(len(block))

            await _fetch(box, what, 0, what.size, keep)
            if digest.hexdigest() != what.sha1:
                raise _corrupt(what, digest.hexdigest())
            if options.durable:
                file.flush()
                await asyncio.to_thread(os.fsync, file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return Downloaded(target, what.size, what.sha1)


class _Ranges:
    """A large content, range by range, hashed in order while later ranges still arrive."""

    def __init__(self, box: Client, what: Wanted, descriptor: int, journal: Journal, options: DownloadOptions) -> None:
        self._box = box
        self._what = what
        self._descriptor = descriptor
        self._journal = journal
        self._options = options
        self._progress = Progress(what.size, options.progress)
        self._done: set[int] = set()
        self._arrived = asyncio.Event()

    async def run(self, kept: dict[str, Any]) -> str:
        """Fetch what is missing; answers the SHA-1 of the whole."""
        if kept.get("range_size") == self._options.range_size and os.fstat(self._descriptor).st_size == self._what.size:
            self._done = set(kept.get("done", []))
            self._progress.add(sum(self._length(place) for place in self._done))
        else:
            os.ftruncate(self._descriptor, self._what.size)
        places = range(0, self._what.size, self._options.range_size)
        hashing = asyncio.ensure_future(self._hash(places))
        try:
            missing = [place for place in places if place not in self._done]
            await work_through(missing, self._range, self._options.concurrency)
            return await hashing
        finally:
            hashing.cancel()
            await asyncio.wait([hashing])

    def _length(self, place: int) -> int:
        return min(self._options.range_size, self._what.size - place)

    async def _range(self, place: int) -> None:
        def keep(block: bytes, at: int) -> None:
            write_at(self._descriptor, block, at)
            self._progress.add(len(block))

        await _fetch(self._box, self._what, place, self._length(place), keep)
        self._done.add(place)
        self._arrived.set()
        # Without an fsync: after a loss of power the journal may promise too much, and the SHA-1 will tell.
        self._journal.write({"range_size": self._options.range_size, "done": sorted(self._done)}, durable=False)

    async def _hash(self, places: range) -> str:
        digest = hashlib.sha1(usedforsecurity=False)

        def add(place: int, length: int) -> None:
            end = place + length
            while place < end and (block := read_at(self._descriptor, min(BLOCK, end - place), place)):
                digest.update(block)
                place += len(block)

        for place in places:
            while place not in self._done:
                self._arrived.clear()
                await self._arrived.wait()
            await asyncio.to_thread(add, place, self._length(place))
        return digest.hexdigest()


async def _fetch(box: Client, what: Wanted, start: int, length: int, keep: Any) -> None:
    """Hand over a range's bytes in order; after a break it goes on where it stopped."""
    place, end, breaks = start, start + length, 0
    while place < end or length == 0:
        arguments: dict[str, Any] = {"file_id": what.file_id}
        if what.version_id is not None:
            arguments["version"] = what.version_id
        if (place, end) != (0, what.size):
            arguments["range"] = f"bytes={place}-{end - 1}"
        before = place
        content: Content = await box.call_with("get_files_id_content", arguments)
        async with content:
            _check_range(content, what, place, end)
            try:
                async for block in content:
                    fitting = block[: end - place]
                    keep(fitting, place)
                    place += len(fitting)
            except BoxError:
                breaks = 0 if place > before else breaks + 1
                if breaks >= _BREAKS:
                    raise
                continue
        if place < end:
            raise BoxError(Kind.CORRUPT, f"the server sent {place - before} bytes where it promised {end - before}")
        return


def _check_range(content: Content, what: Wanted, place: int, end: int) -> None:
    """Raise BoxError (CORRUPT) where an answer is not the range that was asked for."""
    if content.status == 200 and place == 0 and end == what.size:
        return
    told = content.headers.get("content-range", "")
    if content.status != 206 or not told.startswith(f"bytes {place}-"):
        raise BoxError(Kind.CORRUPT, f"asked for the bytes from {place}, the server sent {told or 'something else'}")


def _corrupt(what: Wanted, sha1: str) -> BoxError:
    message = f"the content of file {what.file_id} has SHA-1 {sha1}, and the server promised {what.sha1}"
    return BoxError(Kind.CORRUPT, message, operation_id="get_files_id_content")
