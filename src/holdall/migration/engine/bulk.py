"""New small files between two platforms of this machine, many at a time and beside this process.

Whatever is not a plain case is left for the ordinary way, which looks at an item anew.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from holdall.migration.platforms.content import PIECE
from holdall.migration.platforms.errors import PlatformError
from holdall.migration.platforms.local_small import Copied, Failed, Reading, Writing
from holdall.migration.platforms.platform import Details, DirectPlatform, Entry
from holdall.migration.platforms.threads import in_thread

from .audit import Event
from .rows import Item
from .sides import Postponed, Sides

T = TypeVar("T")

_FILES = 100
_BYTES = 8 * PIECE
"""How much is done at a time at most: a run that is to stop waits for no more than this."""

AT_ONCE = 3
"""How many such lots are under way: one for each program that carries them, and one that waits for the next to be free."""


class Small(msgspec.Struct, frozen=True):
    """A small file, and where it goes."""

    source: Entry
    folder: Entry
    name: str
    details: Details


Carried = tuple[Entry, str]
"""What became of a small file: its entry at the destination, and the SHA-1 of its bytes."""


async def transfer_small(sides: Sides, items: Sequence[Item]) -> list[Item]:
    """Bring over those of the items that are plain cases; answers the others, those that failed among them."""
    ends = direct_ends(sides)
    if ends is None:
        return list(items)
    await sides.know_folders(items)
    plain: list[tuple[Item, Item, Small]] = []
    rest: list[Item] = []
    for item in items:
        found = await _plain(sides, item)
        if found is None:
            rest.append(item)
        else:
            plain.append((item, *found))

    async def bring(some: list[tuple[Item, Item, Small]]) -> None:
        made = await carry(sides, ends, [file for _, _, file in some])
        for (item, parent, file), outcome in zip(some, made, strict=True):
            if isinstance(outcome, PlatformError):
                sides.release(item)
                rest.append(item)
            else:
                entry, sha1 = outcome
                size = file.source.size
                await sides.arrived(item, parent, entry, Event.CREATED, sha1=sha1, sent=size, versions=1)

    await sides.together(portions(plain, _size_of), bring, min(AT_ONCE, sides.options.parallel_writes))
    return rest


def direct_ends(sides: Sides) -> tuple[DirectPlatform, DirectPlatform] | None:
    """Both sides, where both are of this machine."""
    source, destination = sides.source, sides.destination
    if isinstance(source, DirectPlatform) and isinstance(destination, DirectPlatform):
        return source, destination
    return None


def is_small(sides: Sides, size: int) -> bool:
    """Whether so many bytes go at once, and the destination takes them."""
    limit = sides.destination.features.max_size
    return size <= PIECE and (limit is None or size <= limit)


def portions(files: Iterable[T], size_of: Callable[[T], int]) -> Iterator[list[T]]:
    """The files in lots, each of which is soon done."""
    portion: list[T] = []
    size = 0
    for file in files:
        portion.append(file)
        size += size_of(file)
        if len(portion) == _FILES or size >= _BYTES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


async def carry(
    sides: Sides, ends: tuple[DirectPlatform, DirectPlatform], files: Sequence[Small]
) -> list[Carried | PlatformError]:
    """What became of each file, or why it failed."""
    return await in_thread(_carry, sides, ends, files)


def _size_of(file: tuple[Item, Item, Small]) -> int:
    return file[2].source.size


async def _plain(sides: Sides, item: Item) -> tuple[Item, Small] | None:
    """The folder that a file goes to, and how; None where that takes a look at something else."""
    if item.action != "create" or not is_small(sides, item.size):
        return None
    parent = await sides.folder(item)
    if parent is None:
        return None
    try:
        name = sides.name_for(item.path, item.name)
        sides.take(item, parent, name)
    except (PlatformError, Postponed):
        return None
    source = item.source_entry()
    return parent, Small(source, parent.destination_entry(), name, details_of(sides, source))


def details_of(sides: Sides, source: Entry) -> Details:
    """What a small file's counterpart is told besides its bytes."""
    return Details.of(source) if sides.options.timestamps else Details()


def _carry(
    sides: Sides, ends: tuple[DirectPlatform, DirectPlatform], files: Sequence[Small]
) -> list[Carried | PlatformError]:
    source, destination = ends
    made: list[Carried | PlatformError | None] = []
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


def _outcome(destination: DirectPlatform, file: Small, answer: Copied | Failed) -> Carried | PlatformError:
    if len(answer) == 2:
        return destination.problem_at(file.source.address, answer)
    try:
        return destination.written(file.folder, file.name, answer), answer[2]
    except PlatformError as error:
        return error
