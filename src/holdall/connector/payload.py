"""A request's body as bytes: how long it is, whether it can be sent again, and its pieces.

Large bodies are read piece by piece, so that an upload of any size takes the memory of one piece.
"""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncGenerator, AsyncIterable
from pathlib import Path
from typing import IO

from holdall.connector.request import Body, FormBody, JsonBody, MultipartBody, Part, Pieces, Source, StreamBody

PIECE = 1024 * 1024
"""How many bytes of a file are read at once."""

_IN_MEMORY = (bytes, bytearray, memoryview)


class Payload:
    """The bytes of a body.

    `length` is None where nobody knows it before the end. `replayable` says whether it can be sent twice, and
    `finished` whether the pieces of the current sending have all been handed over; `failure` is what reading them
    raised.
    """

    def __init__(self, chunks: list[bytes | Source], content_type: str) -> None:
        self._chunks = chunks
        self.content_type = content_type
        self._places = [_place(chunk) for chunk in chunks]
        lengths = [_length(chunk) for chunk in chunks]
        self.length = sum(known for known in lengths if known is not None) if None not in lengths else None
        self.replayable = all(
            place is not None or isinstance(chunk, (*_IN_MEMORY, Path, Pieces))
            for chunk, place in zip(chunks, self._places, strict=True)
        )
        self.finished = False
        self.failure: Exception | None = None

    def whole(self, most: int = PIECE) -> bytes | None:
        """All bytes where they are in memory and small enough to send in one piece."""
        if (
            self.length is None
            or self.length > most
            or not all(isinstance(chunk, _IN_MEMORY) for chunk in self._chunks)
        ):
            return None
        return b"".join(self._chunks)  # type: ignore[arg-type]

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """The bytes in pieces, from the start; a file that was open is read from where it stood at first."""
        self.finished = False
        try:
            for chunk, place in zip(self._chunks, self._places, strict=True):
                async with contextlib.aclosing(_pieces(chunk, place)) as source:
                    async for piece in source:
                        yield piece
        except Exception as error:
            self.failure = error
            raise
        self.finished = True


def is_at_hand(body: Body | None) -> bool:
    """Whether a body is in memory, and no content of a file that is worth sending in pieces."""
    match body:
        case StreamBody():
            return is_small(body.source)
        case MultipartBody():
            return all(isinstance(part.value, str) or is_small(part.value) for part in body.parts)
        case _:
            return True


def is_small(source: Source) -> bool:
    """Whether bytes are in memory and few."""
    return isinstance(source, _IN_MEMORY) and len(source) <= PIECE


def payload(body: Body) -> Payload:
    """The bytes of a body under its content type."""
    match body:
        case JsonBody() | FormBody():
            return Payload([body.encode()], body.content_type)
        case StreamBody():
            return Payload([body.source], body.content_type)
        case MultipartBody():
            return _multipart(body.parts)


def _multipart(parts: list[Part]) -> Payload:
    """A form by RFC 7578, its boundary unlikely enough to never be in the content."""
    boundary = secrets.token_hex(16)
    chunks: list[bytes | Source] = []
    for number, part in enumerate(parts):
        lines = ["" if number == 0 else "\r\n", f"--{boundary}\r\n", "Content-Disposition: form-data"]
        lines.append(f'; name="{_escape(part.name)}"')
        if part.filename is not None:
            lines.append(f'; filename="{_escape(part.filename)}"')
        if part.content_type is not None:
            lines.append(f"\r\nContent-Type: {part.content_type}")
        elif part.filename is not None:
            lines.append("\r\nContent-Type: application/octet-stream")
        chunks.append("".join([*lines, "\r\n\r\n"]).encode())
        chunks.append(part.value.encode() if isinstance(part.value, str) else part.value)
    chunks.append(f"\r\n--{boundary}--\r\n".encode())
    return Payload(chunks, f"multipart/form-data; boundary={boundary}")


def _escape(text: str) -> str:
    """A name inside quotes, as browsers write it."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _is_file(chunk: bytes | Source) -> bool:
    return hasattr(chunk, "read")


def _place(chunk: bytes | Source) -> int | None:
    """Where an open file stands, if it can be brought back there."""
    if isinstance(chunk, (*_IN_MEMORY, Path)) or not _is_file(chunk):
        return None
    file: IO[bytes] = chunk  # type: ignore[assignment]
    return file.tell() if file.seekable() else None


def _length(chunk: bytes | Source) -> int | None:
    if isinstance(chunk, memoryview):
        return chunk.nbytes
    if isinstance(chunk, bytes | bytearray):
        return len(chunk)
    if isinstance(chunk, Path):
        return chunk.stat().st_size
    if isinstance(chunk, Pieces):
        return chunk.length
    place = _place(chunk)
    if place is None:
        return None
    file: IO[bytes] = chunk  # type: ignore[assignment]
    end = file.seek(0, 2)
    file.seek(place)
    return end - place


async def _pieces(chunk: bytes | Source, place: int | None) -> AsyncGenerator[bytes, None]:
    if isinstance(chunk, _IN_MEMORY):
        view = memoryview(chunk).cast("B")
        for start in range(0, len(view), PIECE):
            yield bytes(view[start : start + PIECE])
    elif isinstance(chunk, AsyncIterable):
        source = aiter(chunk)
        try:
            async for piece in source:
                yield piece
        finally:
            if isinstance(source, AsyncGenerator):
                await source.aclose()
    elif isinstance(chunk, Path):
        with chunk.open("rb") as file:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece
    else:
        if place is not None:
            chunk.seek(place)
        while piece := await asyncio.to_thread(chunk.read, PIECE):
            yield piece
