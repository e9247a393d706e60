"""Reading a range of what is stored as one blob or, after a chunked upload, as an ordered list of them.

A chunked upload is never assembled: its commit writes down the list of its parts, and reading walks along it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Self

import msgspec

from .store import BlobStore, Pieces


class Part(msgspec.Struct, frozen=True):
    """A blob as a part of a whole: the name of its store, its key there, its size in bytes."""

    store: str
    key: str
    size: int


class Segment(msgspec.Struct, frozen=True):
    """What a range takes of one part: `length` bytes from `offset` on, both at least 0 and within the part."""

    part: Part
    offset: int
    length: int


def segments(parts: Sequence[Part], offset: int, length: int) -> Iterator[Segment]:
    """Which bytes of which parts make `length` bytes from `offset` on, in order; empty ones are left out.

    Raises ValueError for a range that is not inside the whole.
    """
    if offset < 0 or length < 0 or offset + length > sum(part.size for part in parts):
        raise ValueError(f"{length} bytes from {offset} on are not inside the whole")
    for part in parts:
        if length == 0:
            return
        taken = min(part.size - offset, length)
        if taken > 0:
            yield Segment(part, offset, taken)
            length -= taken
            offset = 0
        else:
            offset -= part.size


async def read_parts(stores: Mapping[str, BlobStore], parts: Sequence[Part], offset: int, length: int) -> Pieces:
    """A range of a whole made of parts; one part is read as it is.

    Raises as BlobStore.read: what is wrong with the first part before the first piece, with a later one when it is
    reached. Raises ValueError for a range that is not inside the whole.
    """
    wanted = iter(list(segments(parts, offset, length)))
    pieces = _PartPieces(stores, wanted)
    await pieces.open_next()
    return pieces


class _PartPieces(Pieces):
    """The pieces of one segment after the other, with one part open at a time."""

    def __init__(self, stores: Mapping[str, BlobStore], wanted: Iterator[Segment]) -> None:
        self._stores = stores
        self._wanted = wanted
        self._current: Pieces | None = None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while self._current is not None:
            try:
                return await anext(self._current)
            except StopAsyncIteration:
                await self.open_next()
        raise StopAsyncIteration

    async def open_next(self) -> None:
        """Open the next part, or be at the end where there is none."""
        self._current = None
        segment = next(self._wanted, None)
        if segment is not None:
            store = self._stores[segment.part.store]
            self._current = await store.read(segment.part.key, segment.offset, segment.length)

    async def aclose(self) -> None:
        """Close the part that is open; the iterator is at its end."""
        current, self._current = self._current, None
        if current is not None:
            await current.aclose()
