"""Bytes on their way, with a bar on a terminal: files that are sent, and answers that are saved."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

import msgspec

from holdall.cli.box.flags import files_in
from holdall.connector.content import Content
from holdall.connector.request import FileContent


class CountedFile:
    """A file on disk that tells how much of it has been read."""

    def __init__(self, path: Path, progress: Any, task: Any) -> None:
        self._file = path.open("rb")
        self._progress = progress
        self._task = task
        self.name = str(path)

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        self._progress.update(self._task, completed=self._file.tell())
        return piece

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The current place."""
        return self._file.tell()

    def seekable(self) -> bool:
        """It can be sent twice."""
        return True

    def close(self) -> None:
        """Close it."""
        self._file.close()


@contextmanager
def shown_uploads(arguments: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The arguments with a bar for every file in them, where somebody watches."""
    if not sys.stderr.isatty() or not any(True for _ in files_in(arguments)):
        yield arguments
        return
    with progress_bars() as progress:
        opened: list[CountedFile] = []

        def counted(path: Path) -> CountedFile:
            opened.append(CountedFile(path, progress, progress.add_task(path.name, total=path.stat().st_size)))
            return opened[-1]

        shown = {
            name: msgspec.structs.replace(value, source=counted(value.source))
            if isinstance(value, FileContent) and isinstance(value.source, Path)
            else counted(value)
            if isinstance(value, Path)
            else value
            for name, value in arguments.items()
        }
        try:
            yield shown
        finally:
            for file in opened:
                file.close()


async def save(content: Content, target: Path | None, default_name: str) -> Path | None:
    """Write an answer's bytes into the file, or under the server's name for it into this folder.

    Without a target and with an output that is no terminal, they go to the output and the answer is None. A file
    appears under its name when it is whole. Raises BoxError where the bytes break off, OSError where it can not be
    written.
    """
    if target is None and not sys.stdout.isatty():
        async for piece in content:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return None
    if target is None or target.is_dir():
        target = (target or Path()) / (served_name(content) or default_name)
    draft = target.with_name(target.name + ".part")
    try:
        with draft.open("wb") as file:
            await _copy(content, file, target.name)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


async def _copy(content: Content, file: IO[bytes], name: str) -> None:
    if not sys.stderr.isatty():
        async for piece in content:
            file.write(piece)
        return
    with progress_bars() as progress:
        task = progress.add_task(name, total=content.size)
        async for piece in content:
            file.write(piece)
            progress.advance(task, len(piece))


def served_name(content: Content) -> str | None:
    """The file name of the answer's Content-Disposition (RFC 6266), without any folder in it."""
    text = content.headers.get("content-disposition", "")
    extended = re.search(r"filename\*\s*=\s*UTF-8''([^;]+)", text, re.IGNORECASE)
    plain = re.search(r'filename\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;\s]+))', text, re.IGNORECASE)
    if extended:
        name = unquote(extended.group(1))
    elif plain:
        name = re.sub(r"\\(.)", r"\1", plain.group(1)) if plain.group(1) is not None else plain.group(2)
    else:
        return None
    name = name.replace("\\", "/").rpartition("/")[2].strip()
    return name if name not in {"", ".", ".."} else None


@contextmanager
def progress_bars() -> Iterator[Any]:
    """Bars on standard error for bytes on their way."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as progress:
        yield progress
