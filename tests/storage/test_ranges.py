"""Ranges over the parts of a whole: whatever the parts' sizes, a range is what slicing their sum would give."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdall.storage import PIECE, BlobDamaged, BlobMissing, Part, Stores, StoreUnavailable, read_parts
from holdall.storage.local import LocalStore
from holdall.storage.ranges import segments
from tests.suites.blob_store import NO_KEY, random_bytes, read_all

SIZES = st.lists(st.integers(0, 50), max_size=12)


@st.composite
def wholes_with_a_range(draw):
    sizes = draw(SIZES)
    offset = draw(st.integers(0, sum(sizes)))
    return sizes, offset, draw(st.integers(0, sum(sizes) - offset))


def parts_of(sizes: list[int]) -> list[Part]:
    return [Part("main", f"{number}", size) for number, size in enumerate(sizes)]


@given(wholes_with_a_range())
def test_segments_are_the_bytes_that_slicing_the_whole_gives(case):
    sizes, offset, length = case
    whole = [(str(number), position) for number, size in enumerate(sizes) for position in range(size)]

    found = list(segments(parts_of(sizes), offset, length))

    taken = [(s.part.key, position) for s in found for position in range(s.offset, s.offset + s.length)]
    assert taken == whole[offset : offset + length]
    assert [s.length for s in found if s.length == 0] == []


@given(SIZES, st.integers(-5, 700), st.integers(-5, 700))
def test_a_range_outside_the_whole_is_refused(sizes: list[int], offset: int, length: int):
    inside = offset >= 0 and length >= 0 and offset + length <= sum(sizes)

    if inside:
        assert sum(segment.length for segment in segments(parts_of(sizes), offset, length)) == length
    else:
        with pytest.raises(ValueError, match="not inside the whole"):
            list(segments(parts_of(sizes), offset, length))


@pytest.fixture
async def stores(tmp_path: Path):
    stores = Stores(LocalStore(tmp_path / "main", name="main"), LocalStore(tmp_path / "second", name="second"))
    yield stores
    await stores.close()


async def manifest(stores: Stores, *contents: bytes) -> list[Part]:
    """Each content as a blob, in the stores by turns."""
    parts = []
    for data, name in zip(contents, itertools.cycle(stores), strict=False):
        stored = await stores[name].put(data)
        parts.append(Part(name, stored.key, stored.size))
    return parts


async def test_a_whole_spread_over_stores_is_read_across_its_parts(stores: Stores):
    contents = [random_bytes(PIECE + 3), b"", random_bytes(10), random_bytes(2 * PIECE), b"x"]
    whole = b"".join(contents)
    parts = await manifest(stores, *contents)

    for offset, length in [(0, len(whole)), (PIECE, 20), (PIECE + 2, PIECE + 13), (len(whole) - 1, 1), (7, 0)]:
        pieces = [piece async for piece in await read_parts(stores, parts, offset, length)]
        assert b"".join(pieces) == whole[offset : offset + length]
        assert max([len(piece) for piece in pieces], default=0) <= PIECE


async def test_a_whole_without_bytes_is_read_as_nothing(stores: Stores):
    assert await read_all(await read_parts(stores, [], 0, 0)) == b""
    assert await read_all(await read_parts(stores, await manifest(stores, b""), 0, 0)) == b""


async def test_a_missing_first_part_is_said_before_the_first_piece(stores: Stores):
    with pytest.raises(BlobMissing):
        await read_parts(stores, [Part("main", NO_KEY, 5)], 0, 5)


async def test_a_missing_later_part_is_said_when_it_is_reached(stores: Stores):
    parts = [*await manifest(stores, b"here"), Part("main", NO_KEY, 5)]
    pieces = await read_parts(stores, parts, 0, 9)

    assert await anext(pieces) == b"here"
    with pytest.raises(BlobMissing):
        await anext(pieces)


async def test_a_part_shorter_than_its_row_is_said_to_be_damaged(stores: Stores):
    (part,) = await manifest(stores, b"here")

    with pytest.raises(BlobDamaged):
        await read_all(await read_parts(stores, [Part(part.store, part.key, 5)], 0, 5))


async def test_a_store_that_the_settings_do_not_name_is_said_by_name(stores: Stores):
    with pytest.raises(StoreUnavailable, match="archive"):
        await read_parts(stores, [Part("archive", NO_KEY, 5)], 0, 5)
    assert "archive" not in stores
    assert list(stores) == ["main", "second"]
    assert len(stores) == 2
    assert stores.default is stores["main"]


async def test_reading_across_parts_can_stop_early(stores: Stores):
    pieces = await read_parts(stores, await manifest(stores, b"one", b"two"), 0, 6)
    first = await anext(pieces)

    await pieces.aclose()

    assert first == b"one"
    assert [piece async for piece in pieces] == []
