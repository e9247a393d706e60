"""Lists of the versions that assignments keep, each once, however many places it is kept from."""

from collections.abc import Callable, Sequence

import msgspec

from holdall.base.db.database import Reader
from holdall.base.errors import InvalidParameter
from holdall.base.paging import decode_marker, encode_marker
from holdall.content.governance.assignments import Assignment
from holdall.content.governance.coverage import Cover, covers_of
from holdall.content.governance.walking import Found, Spot, Walk

_FRAME = 3
_HEAD = 3


class Listed(msgspec.Struct, frozen=True):
    """A version that is kept, and everything that covers it."""

    file_id: int
    version_id: int
    covers: list[Cover]
    """By any assignment, those whose time is over too."""


class Position(msgspec.Struct, frozen=True):
    """Where a page begins: a spot of the walk, and of the first file there the version behind which to go on."""

    spot: Spot = Spot()
    after_version: int = 0

    def behind(self, version_id: int) -> "Position":
        """The same spot, and further in its file."""
        return Position(self.spot, version_id)


Choice = Callable[[Listed], bool]


async def page_of_kept(
    reader: Reader, assignments: Sequence[Assignment], position: Position, limit: int, choose: Choice
) -> tuple[list[Listed], Position | None]:
    """At most `limit` versions that any of the assignments keeps and that are chosen, and where the next page begins.

    The assignments are in the order of their ids. A page may be short.
    """
    walk = Walk(reader, assignments, position.spot)
    found = await walk.page(limit)
    covers = await covers_of(reader, {one.file_id for one in found})
    by_file: dict[int, list[int]] = {}
    for version_id in sorted(covers):
        by_file.setdefault(covers[version_id][0].file_id, []).append(version_id)
    ids = {one.id for one in assignments}
    page: list[Listed] = []
    for number, one in enumerate(found):
        after = position.after_version if number == 0 else 0
        for version_id in by_file.get(one.file_id, ()):
            if version_id <= after or not _is_first(one, covers[version_id], ids, reader.now):
                continue
            listed = Listed(one.file_id, version_id, covers[version_id])
            if choose(listed):
                if len(page) == limit:
                    return page, Position(one.before, page[-1].version_id if page[-1].file_id == one.file_id else 0)
                page.append(listed)
    return page, None if walk.spot is None else Position(walk.spot)


def _is_first(found: Found, covers: Sequence[Cover], ids: set[int], now: int) -> bool:
    """Whether the version is kept, and this is the first of the places that it is kept from."""
    keeping = [(one.assignment_id, one.place_id) for one in covers if one.assignment_id in ids and one.keeps(now)]
    return bool(keeping) and min(keeping) == (found.assignment_id, found.place_id)


def write_position(position: Position) -> str:
    """A position as a marker."""
    spot = position.spot
    numbers = [spot.assignment_id, spot.place_id, position.after_version]
    return encode_marker((*numbers, *(number for frame in spot.frames for number in frame)))


def read_position(marker: str | None) -> Position:
    """The position that a marker stands for, or the first one; raises InvalidParameter."""
    if not marker:
        return Position()
    numbers = decode_marker(marker, tuple[int, ...])
    rest = numbers[_HEAD:]
    if len(numbers) < _HEAD or len(rest) % _FRAME or not all(abs(one) < 2**63 for one in numbers):
        raise InvalidParameter("marker", "is not a marker of this list; start again without it", code="invalid_marker")
    frames = tuple((rest[at], rest[at + 1], rest[at + 2]) for at in range(0, len(rest), _FRAME))
    return Position(Spot(numbers[0], numbers[1], frames), numbers[2])


def is_current(listed: Listed) -> bool:
    """Whether it is what its file is now."""
    return listed.covers[0].is_current


def is_past(listed: Listed) -> bool:
    """Whether it is what its file was before."""
    return not is_current(listed)
