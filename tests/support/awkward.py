"""Content for migrations: folders and files under awkward names, with dates and earlier versions.

What there is follows from a number, so that a test that fails can be repeated.
"""

import asyncio
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from holdall.connector import Box

FOLDERS, FILES = 300, 2000
_AT_ONCE = 16
_FIRST_SECOND, _LAST_SECOND = 1_100_000_000, 1_700_000_000

_NAMES = [
    "two words",
    "emoji 😀👩‍👩‍👧",
    "nfc é",
    "nfd e\u0301 a\u0308",
    "中文 العربية",
    "quote ' \" `",
    "percent %41 100%",
    "hash # question ? star *",
    "colon : pipe | angle <>",
    "[brackets] {braces} ~",
    ".hidden",
    "-dash",
    "con",
    "UPPER lower",
    "a,b;c=d&e+f",
    "$HOME $(id) `x`",
]
_ENDINGS = [".txt", ".TXT", ".tar.gz", "", ".", "...", ".docx"]
_LONGEST = 255


class File(NamedTuple):
    """A file: its versions from the oldest to the current one, and when the content was changed, in seconds UTC."""

    versions: list[bytes]
    modified: int


Content = dict[tuple[str, ...], File | None]
"""What there is by its path; None for a folder. A folder stands before what is in it."""


def make_content(number: int, folders: int = FOLDERS, files: int = FILES) -> Content:
    """The content that a number stands for."""
    dice = random.Random(number)
    places: list[tuple[str, ...]] = [()]
    made: Content = {}
    for count in range(folders):
        place = (*dice.choice(places[-40:]), f"{dice.choice(_NAMES)} {count}{dice.choice(['', '.', ' x'])}")
        made[place] = None
        places.append(place)
    for count in range(files):
        name = f"{dice.choice(_NAMES)} {count}{dice.choice(_ENDINGS)}"
        if count % 100 == 0:
            name = "l" * (_LONGEST - 8) + f"{count:04}.bin"
        versions = [_content(dice, count, version) for version in range(3 if count % 20 == 0 else 1)]
        made[*dice.choice(places), name] = File(versions, dice.randint(_FIRST_SECOND, _LAST_SECOND))
    return made


def _content(dice: random.Random, count: int, version: int) -> bytes:
    """Bytes that no other file has; a few files have many."""
    size = 300_000 if count % 250 == 0 else dice.randrange(3000)
    return f"{count} {version} ".encode() + dice.randbytes(size)


async def plant(box: Box, content: Content, folder_id: str) -> dict[tuple[str, ...], str]:
    """Make all of it below a folder of an account; the ids by path."""
    ids: dict[tuple[str, ...], str] = {(): folder_id}
    turn = asyncio.Semaphore(_AT_ONCE)

    async def upload(path: tuple[str, ...], file: File) -> None:
        times: dict[str, Any] = {
            "content_modified_at": _instant(file.modified),
            "content_created_at": _instant(file.modified),
        }
        async with turn:
            made = await box.upload(file.versions[0], name=path[-1], folder_id=ids[path[:-1]], **times)
            for version in file.versions[1:]:
                await box.upload(version, name=path[-1], file_id=made["id"], **times)
            ids[path] = made["id"]

    for path, file in content.items():
        if file is None:
            folder = await box.call("post_folders", name=path[-1], parent={"id": ids[path[:-1]]})
            ids[path] = folder["id"]
    await asyncio.gather(*(upload(path, file) for path, file in content.items() if file is not None))
    return ids


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def read_folder(folder: Path) -> dict[tuple[str, ...], Any]:
    """What a folder of this machine holds, in the form of `newest`."""
    return {path.relative_to(folder).parts: _on_disk(path) for path in folder.rglob("*")}


def _on_disk(path: Path) -> tuple[bytes, int] | None:
    return None if path.is_dir() else (path.read_bytes(), int(path.stat().st_mtime))


def newest(content: Content) -> dict[tuple[str, ...], tuple[bytes, int] | None]:
    """The current content and its date by path, as a place without versions holds it."""
    return {path: file and (file.versions[-1], file.modified) for path, file in content.items()}


def files_of(content: Content) -> Iterator[tuple[tuple[str, ...], File]]:
    """The files alone."""
    return ((path, file) for path, file in content.items() if file is not None)
