"""New small files between two platforms of this machine, many at a time and beside this process.

Whatever is not a plain case is left for the ordinary way, which looks at an item anew.
"""

from collections.abc import Iterator, Sequence

import msgspec

from holdall.migration.platforms.content import PIECE
from holdall.migration.platforms.errors import PlatformError
from holdall.migration.platforms.local_small import Copied, Failed, Reading, Writing
from holdall.migration.platforms.platform import Details, DirectPlatform, Entry
from holdall.migration.platforms.threads import in_thread

from .audit import Event
from .rows import Item
from .sides import Postponed, Sides

_FILES = 100
_BYTES = 8 * PIECE
"""How much is done at a time at most: a run that is to stop waits for no more than this."""

_AT_ONCE = 3
"""How many such lots are under way: one for each program that carries them, and one that waits for the next to be free."""


class _Plain(msgspec.Struct, frozen=True):
    """A file that can be brought over without looking at anything else."""

    item: Item
    source: Entry
    parent: Item
    folder: Entry
    name: str
    details: Details


async def transfer_small(sides: Sides, items: Sequence[Item]) -> list[Item]:
    """Bring over those of the items that are plain cases; answers the others, those that failed among them."""
    source, destination = sides.source, sides.destination
    if not isinstance(source, DirectPlatform) or not isinstance(destination, DirectPlatform):
        return list(items)
    await sides.know_folders(items)
    plain: list[_Plain] = []
    rest: list[Item] = []
    for item in items:
        found = await _plain(sides, item)
        if found is None:
            rest.append(item)
        else:
            plain.append(found)

    async def carry(some: list[_Plain]) -> None:
        made = await in_thread(_carry, sides, source, destination, some)
        for file, outcome in zip(some, made, strict=True):
            if isinstance(outcome, PlatformError):
                sides.release(file.item)
                rest.append(file.item)
            else:
                await _arrived(sides, file, *outcome)

    await sides.together(_portions(plain), carry, min(_AT_ONCE, sides.options.parallel_writes))
    return rest


async def _plain(sides: Sides, item: Item) -> _Plain | None:
    limit = sides.destination.features.max_size
    if item.action != "create" or item.size > PIECE or (limit is not None and item.size > limit):
        return None
    parent = await sides.folder(item)
    if parent is None:
        return None
    try:
        name = sides.name_for(item)
        sides.take(item, parent, name)
    except (PlatformError, Postponed):
        return None
    source = item.source_entry()
    details = Details.of(source) if sides.options.timestamps else Details()
    return _Plain(item, source, parent, parent.destination_entry(), name, details)


def _portions(files: Sequence[_Plain]) -> Iterator[list[_Plain]]:
    portion: list[_Plain] = []
    size = 0
    for file in files:
        portion.append(file)
        size += file.source.size
        if len(portion) == _FILES or size >= _BYTES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _carry(
    sides: Sides, source: DirectPlatform, destination: DirectPlatform, files: Sequence[_Plain]
) -> list[tuple[Entry, str] | PlatformError]:
    """What became of each file: its entry at the destination and the SHA-1 of its bytes, or why it failed."""
    made: list[tuple[Entry, str] | PlatformError | None] = []
    asked: list[tuple[Reading, Writing]] = []
    for file in files:
        try:
            asked.append((source.reading(file.source), destination.writing(file.folder, file.name, file.details)))
        except PlatformError as error:
            made.append(error)
        else:
            made.append(None)
    answers = iter(sides.carriers.run("copy", asked))
    return [
        _outcome(destination, file, next(answers)) if known is None else known
        for file, known in zip(files, made, strict=True)
    ]


def _outcome(destination: DirectPlatform, file: _Plain, answer: Copied | Failed) -> tuple[Entry, str] | PlatformError:
    if len(answer) == 2:
        return destination.problem_at(file.source.address, answer)
    try:
        return destination.written(file.folder, file.name, answer), answer[2]
    except PlatformError as error:
        return error


async def _arrived(sides: Sides, file: _Plain, entry: Entry, sha1: str) -> None:
    await sides.arrived(file.item, file.parent, entry, Event.CREATED, sha1=sha1, sent=file.source.size, versions=1)
