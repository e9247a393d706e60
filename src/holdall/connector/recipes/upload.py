"""Uploads of any size: in one request while small, else in parts, side by side; always checked by SHA-1.

What may have happened is looked up before anything is sent twice, so no upload ends as a silent half.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterable, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import IO, Any, Literal

import msgspec

from holdall.connector.errors import BoxError, Kind
from holdall.connector.recipes.clients import Client
from holdall.connector.recipes.files import BLOCK, FileRange, LocalFile
from holdall.connector.recipes.progress import Progress, Tell
from holdall.connector.request import Source

SINGLE_LIMIT = 50_000_000
"""From here on a file is uploaded in parts, as Box asks; parts are possible from 20 MB."""

_LOST_ANSWERS = 3


class Target(msgspec.Struct, frozen=True):
    """Where an upload goes: a new file in a folder, or a new version of a file that is still the one of `if_match`.

    `attributes` are times: content_created_at, content_modified_at.
    """

    name: str
    folder_id: str = "0"
    file_id: str | None = None
    if_match: str | None = None
    attributes: dict[str, str] = {}


class UploadOptions(msgspec.Struct, frozen=True):
    """How an upload goes about its work; `journal` lets a later process go on with it.

    `size` is how many bytes an asynchronous source has: a large one then goes as it comes, and is not put down before.
    """

    on_conflict: Literal["error", "version"] = "error"
    concurrency: int = 4
    journal: Path | None = None
    progress: Tell | None = None
    single_limit: int = SINGLE_LIMIT
    size: int | None = None


async def upload(box: Client, source: Source, target: Target, options: UploadOptions) -> dict[str, Any]:
    """Upload to the target; answers the file's record.

    With `on_conflict="version"` a file of that name in the folder gets a new version instead of an error.
    Raises BoxError as the calls do: CONFLICT for a taken name, CORRUPT where the server's SHA-1 differs from ours.
    """
    from holdall.connector.recipes.upload_parts import upload_as_it_comes  # late: it looks things up here

    if isinstance(source, AsyncIterable) and options.size is not None and options.size >= options.single_limit:
        return await _send(partial(upload_as_it_comes, box, source), target, options)
    if isinstance(source, AsyncIterable) or not _can_be_placed(source):
        with tempfile.TemporaryFile() as spool:
            return await _upload(box, LocalFile(await _spooled(source, spool)), target, options)
    return await _upload(box, LocalFile(source), target, options)


async def _upload(box: Client, file: LocalFile, target: Target, options: UploadOptions) -> dict[str, Any]:
    send = upload_whole
    if file.size >= options.single_limit:
        from holdall.connector.recipes.upload_parts import upload_in_parts as send  # late: it looks things up here
    try:
        return await _send(partial(send, box, file), target, options)
    finally:
        file.close()


async def _send(
    send: Callable[[Target, UploadOptions], Awaitable[dict[str, Any]]], target: Target, options: UploadOptions
) -> dict[str, Any]:
    """Upload in one of the ways; a taken name is found out before anything of the source is read, or it can be read again."""
    try:
        return await send(target, options)
    except BoxError as error:
        existing = conflicting_file(error)
        if options.on_conflict != "version" or existing is None or target.file_id is not None:
            raise
        return await send(msgspec.structs.replace(target, file_id=existing["id"]), options)


async def upload_whole(box: Client, file: LocalFile, target: Target, options: UploadOptions) -> dict[str, Any]:
    """Upload in one request; answers the file's record and raises BoxError as the calls do."""
    small = file.size <= BLOCK
    sha1 = (file.sha1() if small else await asyncio.to_thread(file.sha1)).hex()
    progress = Progress(file.size, options.progress)
    operation, arguments = _whole_call(target)
    arguments["content_md5"] = sha1  # the header's name is old; Box takes a SHA-1 in it
    for attempt in range(_LOST_ANSWERS):
        arguments["file"] = file.read(0, file.size) if small else FileRange(file, 0, file.size, progress.add)
        try:
            answer = await box.call_with(operation, arguments)
        except BoxError as error:
            record = await settle(box, error, target, sha1, again=attempt > 0)
            if record is None and attempt + 1 < _LOST_ANSWERS:
                continue
            if record is None:
                raise
        else:
            record = answer["entries"][0]
        progress.finish()
        return verified(record, sha1)
    raise AssertionError("the loop returns or raises")


async def settle(box: Client, error: BoxError, target: Target, sha1: str, *, again: bool) -> dict[str, Any] | None:
    """What an upload's failure comes to: the record where it happened after all, None where it did not.

    `again` says that an earlier attempt may have happened, so that a taken name may be our own doing.
    Raises the error where it is final.
    """
    existing = conflicting_file(error)
    if again and existing is not None and existing.get("sha1") == sha1:
        return await _record(box, existing["id"])
    if error.kind is not Kind.OUTCOME_UNKNOWN:
        raise error
    return await arrived(box, target, sha1)


async def arrived(box: Client, target: Target, sha1: str) -> dict[str, Any] | None:
    """The record of the target's file if it has this content already."""
    if target.file_id is not None:
        record = await _record(box, target.file_id)
        return record if record.get("sha1") == sha1 else None
    try:
        await box.call("options_files_content", name=target.name, parent={"id": target.folder_id})
    except BoxError as error:
        existing = conflicting_file(error)
        if existing is not None and existing.get("sha1") == sha1:
            return await _record(box, existing["id"])
        if existing is None:
            raise
    return None


def conflicting_file(error: BoxError) -> dict[str, Any] | None:
    """The file that has the name already, where that is what an error says; Box tells of one, or of a list."""
    if error.kind is not Kind.CONFLICT:
        return None
    conflicts = error.context.get("conflicts")
    first = conflicts[0] if isinstance(conflicts, list) and conflicts else conflicts
    return first if isinstance(first, dict) and first.get("type") == "file" else None


def verified(record: dict[str, Any], sha1: str) -> dict[str, Any]:
    """The record, once its SHA-1 is ours; raises BoxError (CORRUPT) for another."""
    if record.get("sha1", sha1) != sha1:
        message = f"the server's SHA-1 of file {record.get('id')} is {record['sha1']}, and ours is {sha1}"
        raise BoxError(Kind.CORRUPT, message)
    return record


def _whole_call(target: Target) -> tuple[str, dict[str, Any]]:
    if target.file_id is None:
        attributes = {"name": target.name, "parent": {"id": target.folder_id}, **target.attributes}
        return "post_files_content", {"attributes": attributes}
    arguments: dict[str, Any] = {"file_id": target.file_id, "attributes": {"name": target.name, **target.attributes}}
    if target.if_match is not None:
        arguments["if_match"] = target.if_match
    return "post_files_id_content", arguments


async def _record(box: Client, file_id: str) -> dict[str, Any]:
    record: dict[str, Any] = await box.call("get_files_id", file_id=file_id)
    return record


def _can_be_placed(source: Source) -> bool:
    """Whether the bytes can be read at any place: in memory, by a path, or in a real open file."""
    if isinstance(source, bytes | bytearray | memoryview | Path):
        return True
    try:
        source.fileno()  # type: ignore[union-attr]
    except (OSError, AttributeError):
        return False
    return bool(source.seekable())  # type: ignore[union-attr]


async def _spooled(source: Source, spool: IO[bytes]) -> bytes | IO[bytes]:
    """The bytes of a source of unknown length: in memory while they are few, else in the temporary file."""
    held = bytearray()
    async for piece in _pieces(source):
        held += piece
        if len(held) > 8 * BLOCK:
            await asyncio.to_thread(spool.write, held)
            held.clear()
    if spool.tell() == 0:
        return bytes(held)
    spool.write(held)
    spool.flush()
    spool.seek(0)
    return spool


async def _pieces(source: Any) -> AsyncIterable[bytes]:
    if isinstance(source, AsyncIterable):
        async for piece in source:
            yield piece
    else:
        while block := await asyncio.to_thread(source.read, BLOCK):
            yield block
