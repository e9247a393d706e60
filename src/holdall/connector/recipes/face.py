"""The recipes as methods of a client; each recipe's module is loaded when it is first used."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from holdall.connector.errors import ArgumentError

if TYPE_CHECKING:
    from holdall.connector.clock import Clock
    from holdall.connector.recipes.download import Downloaded
    from holdall.connector.recipes.events import EventStream, StreamType
    from holdall.connector.recipes.progress import Tell
    from holdall.connector.recipes.walk import Found
    from holdall.connector.request import Source


class Recipes(ABC):
    """What people do with more than one call."""

    clock: Clock

    @abstractmethod
    async def call(self, operation: str, /, **arguments: Any) -> Any:
        """Call an operation."""

    @abstractmethod
    async def call_with(self, operation: str, arguments: Mapping[str, Any]) -> Any:
        """As `call`, with the arguments in a mapping."""

    @abstractmethod
    async def fetch(self, url: str) -> Any:
        """The document at an address that the server handed out."""

    def iterate(self, operation: str, /, **arguments: Any) -> AsyncGenerator[Any, None]:
        """The entries of any list, to its end, whichever way the operation pages.

        Raises ArgumentError for an operation that answers no list, BoxError as its calls do.
        """
        from holdall.connector.recipes.lists import iterate

        return iterate(self, operation, arguments)

    def pages(self, operation: str, /, **arguments: Any) -> AsyncGenerator[list[Any], None]:
        """As `iterate`, a page of entries at a time."""
        from holdall.connector.recipes.lists import pages

        return pages(self, operation, arguments)

    def walk(
        self, folder_id: str = "0", *, fields: Sequence[str] | None = None, concurrency: int = 8
    ) -> AsyncGenerator[Found, None]:
        """Every item below a folder with the names that lead to it, many folders at a time, in no particular order.

        A folder that disappears meanwhile is left out. Raises BoxError as listing does.
        """
        from holdall.connector.recipes.walk import FIELDS, walk

        return walk(self, folder_id, fields=fields or FIELDS, concurrency=concurrency)

    async def upload(
        self,
        source: Source,
        *,
        name: str | None = None,
        folder_id: str = "0",
        file_id: str | None = None,
        if_match: str | None = None,
        content_created_at: datetime | str | None = None,
        content_modified_at: datetime | str | None = None,
        on_conflict: Literal["error", "version"] = "error",
        concurrency: int = 4,
        journal: Path | None = None,
        progress: Tell | None = None,
        size: int | None = None,
    ) -> dict[str, Any]:
        """Upload bytes of any size as a new file of a folder, or as a new version of `file_id`; answers its record.

        Large files go in parts, side by side; with a `journal` path a later process goes on where this one ended.
        The server's SHA-1 is compared with ours. `name` is a path's own unless it is given; a new version keeps its
        file's. `progress` is told the bytes done and in all. With the `size` of an asynchronous source a large one goes as
        it comes; without, it is put down in a temporary file before.

        Raises BoxError as the calls do: CONFLICT for a taken name (unless `on_conflict` makes it a version), CORRUPT
        where the SHA-1 differs; ArgumentError where a name is missing.
        """
        from holdall.connector.recipes.upload import Target, UploadOptions, upload

        if name is None and file_id is not None:
            name = (await self.call("get_files_id", file_id=file_id, fields=["name"]))["name"]
        elif name is None and isinstance(source, Path):
            name = source.name
        if name is None:
            raise ArgumentError("upload: bytes without a path need a name")
        times = {"content_created_at": content_created_at, "content_modified_at": content_modified_at}
        attributes = {key: _text(value) for key, value in times.items() if value is not None}
        target = Target(name, folder_id, file_id, if_match, attributes)
        options = UploadOptions(on_conflict, concurrency, journal, progress, size=size)
        return await upload(self, source, target, options)

    async def download(
        self,
        file: str | Mapping[str, Any],
        target: Path,
        *,
        version_id: str | None = None,
        concurrency: int = 4,
        resume: bool = True,
        durable: bool = False,
        progress: Tell | None = None,
    ) -> Downloaded:
        """Download a file, or a version of it, to a path; large ones in ranges, side by side.

        `file` is an id, or a record with `id`, `size` and `sha1`, which saves a call. What was interrupted goes on
        where it ended. The target gets its name when the SHA-1 is right, and with `durable` when it is on the disk.

        Raises BoxError: CORRUPT where the content is not the promised one, else as the calls do.
        """
        from holdall.connector.recipes.download import DownloadOptions, download, fetch_small, wanted, write_small

        options = DownloadOptions(concurrency, resume, durable, progress)
        small = await fetch_small(self, file, version_id)
        if small is None:
            return await download(self, await wanted(self, file, version_id), target, options)
        if durable or target.exists():
            done = await asyncio.to_thread(write_small, small, target, durable=durable)
        else:
            done = write_small(small, target, durable=durable)
        if progress is not None:
            progress(done.size, done.size)
        return done

    async def read(self, file: str | Mapping[str, Any], *, version_id: str | None = None) -> bytes:
        """The content of a file, or of a version, in memory and checked; raises BoxError as `download` does."""
        from holdall.connector.recipes.download import fetch_small, read, wanted

        small = await fetch_small(self, file, version_id)
        if small is not None:
            return small.content
        return await read(self, await wanted(self, file, version_id))

    def follow(self, position: str = "now", *, stream_type: StreamType = "all", every: float = 5.0) -> EventStream:
        """What happens after a position, each event once, as soon as the server tells.

        `every` is the seconds between questions where the server cannot tell by itself.
        """
        from holdall.connector.recipes.events import EventStream

        return EventStream(self, position, stream_type=stream_type, every=every)

    async def wait(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        *,
        until: Callable[[Any], bool] | None = None,
        every: float = 1.0,
        patience: float = 3600.0,
    ) -> Any:
        """Ask again until the answer's `status` or `state` is a final one, or `until` accepts it.

        Raises BoxError (NOT_READY) after `patience` seconds, and as the call does.
        """
        from holdall.connector.recipes.wait import is_finished, wait

        return await wait(self, operation, arguments, until=until or is_finished, every=every, patience=patience)


def _text(value: datetime | str) -> str:
    return value if isinstance(value, str) else value.isoformat()
