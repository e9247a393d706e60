"""An upload session: parts side by side, each with its SHA-1, then a commit of the whole.

With a journal a later process goes on with the session; the server says which parts it has, and each is compared.
"""

import asyncio
import base64
import hashlib
import threading
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from typing import Any

import msgspec

from holdall.connector.errors import BoxError, Kind
from holdall.connector.recipes.clients import Client
from holdall.connector.recipes.files import FileRange, LocalFile
from holdall.connector.recipes.journal import Journal
from holdall.connector.recipes.lists import pages
from holdall.connector.recipes.progress import Progress
from holdall.connector.recipes.together import work_through
from holdall.connector.recipes.upload import Target, UploadOptions, arrived, verified

COMMIT_PATIENCE = 3600.0
"""Seconds that a server may take to put a large file together."""

_GONE = frozenset({Kind.NOT_FOUND, Kind.CONFLICT})
_OVERLAP = "range_overlaps_existing_range"


async def upload_in_parts(box: Client, file: LocalFile, target: Target, options: UploadOptions) -> dict[str, Any]:
    """Upload in parts; answers the file's record and raises BoxError as the calls do.

    Without a journal a failed upload removes its session; with one it stays, to go on later.
    """
    journal = Journal(options.journal, {**file.identity(), **msgspec.to_builtins(target)})
    stop = threading.Event()
    whole = asyncio.ensure_future(asyncio.to_thread(file.sha1, stop=stop))
    try:
        session = await _session(box, file, target, journal, whole)
        if "sha1" in session:  # an earlier process had finished
            journal.remove()
            return session
        try:
            parts = await _Parts(box, file.size, session, options).upload(file)
            record = await _commit(box, session["id"], parts, target, await whole)
        except BaseException:
            if options.journal is None:
                await _abort(box, session["id"])
            raise
        journal.remove()
        return verified(record, whole.result().hex())
    finally:
        stop.set()
        await asyncio.wait([whole])


async def upload_as_it_comes(
    box: Client, source: AsyncIterable[bytes], target: Target, options: UploadOptions
) -> dict[str, Any]:
    """Upload a source of a known size in parts that are held in memory; answers and raises as `upload_in_parts`.

    What the source raises comes out of here, and nothing of it is left at the server.
    """
    assert options.size is not None
    session = await _new_session(box, options.size, target)
    try:
        parts, sha1 = await _Parts(box, options.size, session, options).upload_from(source)
        record = await _commit(box, session["id"], parts, target, sha1)
    except BaseException:
        await _abort(box, session["id"])
        raise
    return verified(record, sha1.hex())


async def _session(
    box: Client, file: LocalFile, target: Target, journal: Journal, whole: "asyncio.Future[bytes]"
) -> dict[str, Any]:
    """The session of the journal, or a new one; the file's record where the journal's session had ended well."""
    kept = journal.read()
    if kept:
        try:
            session: dict[str, Any] = await box.call("get_files_upload_sessions_id", upload_session_id=kept["id"])
        except BoxError as error:
            if error.kind is not Kind.NOT_FOUND:
                raise
        else:
            return session
        record = await arrived(box, target, (await whole).hex())
        if record is not None:
            return record
    session = await _new_session(box, file.size, target)
    journal.write({"id": session["id"]})
    return session


async def _new_session(box: Client, size: int, target: Target) -> dict[str, Any]:
    place = {"folder_id": target.folder_id} if target.file_id is None else {"file_id": target.file_id}
    operation = "post_files_upload_sessions" if target.file_id is None else "post_files_id_upload_sessions"
    session: dict[str, Any] = await box.call(operation, **place, file_size=size, file_name=target.name)
    return session


class _Parts:
    """The parts of one session."""

    def __init__(self, box: Client, total: int, session: Mapping[str, Any], options: UploadOptions) -> None:
        self._box = box
        self._total = total
        self._id = session["id"]
        self._size = int(session["part_size"])
        self._resumed = int(session.get("num_parts_processed") or 0) > 0
        self._workers = options.concurrency
        self._progress = Progress(total, options.progress)
        self._parts: dict[int, dict[str, Any]] = {}

    async def upload(self, file: LocalFile) -> list[dict[str, Any]]:
        """All parts of a file as the server knows them, in order."""
        if self._resumed:
            await self._take_over(file)

        async def send(place: int) -> None:
            await self._send(place, file, place)

        missing = [place for place in range(0, self._total, self._size) if place not in self._parts]
        await work_through(missing, send, self._workers)
        return self._finished()

    async def upload_from(self, source: AsyncIterable[bytes]) -> tuple[list[dict[str, Any]], bytes]:
        """The same of bytes as they come, and the SHA-1 of them all."""
        digest, place = hashlib.sha1(usedforsecurity=False), 0
        parts, turn = _cut(source, self._size), asyncio.Lock()

        async def next_part() -> tuple[int, bytes] | None:
            nonlocal place
            async with turn:
                part = await anext(parts, None)
                if part is None:
                    return None
                await asyncio.to_thread(digest.update, part)
                place += len(part)
                if len(part) != self._length(place - len(part)):
                    raise self._another_size(place)
                return place - len(part), part

        async def worker(_number: int) -> None:
            while found := await next_part():
                await self._send(found[0], LocalFile(found[1]), 0)

        await work_through(range(self._workers), worker, self._workers)
        if place != self._total:
            raise self._another_size(place)
        return self._finished(), digest.digest()

    def _another_size(self, so_far: int) -> BoxError:
        return BoxError(
            Kind.CORRUPT, f"the source has not the {self._total} bytes that it had announced ({so_far} so far)"
        )

    def _finished(self) -> list[dict[str, Any]]:
        self._progress.finish()
        return [self._parts[place] for place in sorted(self._parts)]

    def _length(self, place: int) -> int:
        return min(self._size, self._total - place)

    async def _take_over(self, file: LocalFile) -> None:
        """The parts that the server has of this very content; others are sent again."""
        async for page in pages(self._box, "get_files_upload_sessions_id_parts", {"upload_session_id": self._id}):
            for part in page:
                place = int(part["offset"])
                length = self._length(place)
                if part["size"] != length:
                    continue
                if part["sha1"] == (await asyncio.to_thread(file.sha1, place, length)).hex():
                    self._parts[place] = part
                    self._progress.add(part["size"])

    async def _send(self, place: int, file: LocalFile, start: int) -> None:
        """Send the part at a place, whose bytes begin at `start` of the file."""
        length = self._length(place)
        sha1 = await asyncio.to_thread(file.sha1, start, length)
        try:
            answer = await self._box.call(
                "put_files_upload_sessions_id",
                upload_session_id=self._id,
                digest=_digest(sha1),
                content_range=f"bytes {place}-{place + length - 1}/{self._total}",
                body=FileRange(file, start, length, self._progress.add),
            )
            part: dict[str, Any] = answer["part"]
        except BoxError as error:
            if error.code != _OVERLAP:
                raise
            part = await self._existing(place, error)  # an attempt whose answer was lost has stored it
        if part["size"] != length or part.get("sha1", sha1.hex()) != sha1.hex():
            raise BoxError(Kind.CORRUPT, f"the server's part at {place} is not the one that was sent")
        self._parts[place] = part

    async def _existing(self, place: int, error: BoxError) -> dict[str, Any]:
        async for page in pages(self._box, "get_files_upload_sessions_id_parts", {"upload_session_id": self._id}):
            for part in page:
                if int(part["offset"]) == place:
                    found: dict[str, Any] = part
                    return found
        raise error


async def _cut(source: AsyncIterable[bytes], size: int) -> AsyncIterator[bytes]:
    """The same bytes in parts of one size, but for the last."""
    held = bytearray()
    async for piece in source:
        held += piece
        while len(held) >= size:
            yield bytes(memoryview(held)[:size])
            del held[:size]
    if held:
        yield bytes(held)


async def _commit(
    box: Client, session_id: str, parts: list[dict[str, Any]], target: Target, sha1: bytes
) -> dict[str, Any]:
    body: dict[str, Any] = {"parts": parts}
    if target.attributes:
        body["attributes"] = target.attributes
    arguments = {"upload_session_id": session_id, "digest": _digest(sha1), "body": body}
    if target.if_match is not None:
        arguments["if_match"] = target.if_match
    end = box.clock.seconds() + COMMIT_PATIENCE
    while True:
        try:
            answer = await box.call_with("post_files_upload_sessions_id_commit", arguments)
        except BoxError as error:
            if error.kind is Kind.NOT_READY and box.clock.seconds() < end:
                continue
            if error.kind not in _GONE:
                raise
            record = await arrived(box, target, sha1.hex())  # a commit whose answer was lost ends the session too
            if record is None:
                raise
            return record
        committed: dict[str, Any] = answer["entries"][0]
        return committed


async def _abort(box: Client, session_id: str) -> None:
    """Remove a session, if that is possible; it would end by itself."""
    try:
        async with asyncio.timeout(10):
            await box.call("delete_files_upload_sessions_id", upload_session_id=session_id)
    except (BoxError, TimeoutError, asyncio.CancelledError):
        return


def _digest(sha1: bytes) -> str:
    return "sha=" + base64.b64encode(sha1).decode()
