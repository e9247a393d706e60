"""The recipes for programs without an event loop: the same ones, waited for; lists come over a page at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from holdall.connector.payload import is_small
from holdall.connector.portal import HERE, portal
from holdall.connector.recipes.face import Recipes

if TYPE_CHECKING:
    from pathlib import Path

    from holdall.connector.box import Box
    from holdall.connector.recipes.download import Downloaded
    from holdall.connector.recipes.events import EventStream, StreamType
    from holdall.connector.recipes.progress import Tell
    from holdall.connector.recipes.walk import Found

P = ParamSpec("P")
T = TypeVar("T")


class _OverBox(Protocol):
    _box: Box

    @property
    def _near(self) -> Box | None:
        """The client for what needs no loop; None where everything does."""


def _waited(
    method: Callable[Concatenate[Recipes, P], Awaitable[T]], needs_loop: Callable[..., bool] = lambda *_, **__: False
) -> Callable[Concatenate[_OverBox, P], T]:
    """The blocking method with the parameters of an asynchronous one; it runs in the calling thread where it can."""

    def wait(self: _OverBox, /, *arguments: P.args, **options: P.kwargs) -> T:
        near = None if needs_loop(*arguments, **options) else self._near

        async def work() -> T:
            return await method(near or self._box, *arguments, **options)

        return (portal() if near is None else HERE).run(work())

    wait.__name__ = method.__name__
    wait.__doc__ = method.__doc__
    return wait


class BlockingRecipes(ABC):
    """What people do with more than one call, waited for."""

    _box: Box

    @property
    @abstractmethod
    def _near(self) -> Box | None:
        """The client for what needs no loop; None where everything does."""

    upload = _waited(Recipes.upload, needs_loop=lambda source, **_: not is_small(source))
    read = _waited(Recipes.read)
    wait = _waited(Recipes.wait)

    def download(
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
        """Download a file, or a version of it, to a path; see `Box.download`. Small ones are written by this thread."""
        from holdall.connector.recipes.download import DownloadOptions, download, fetch_small, wanted, write_small

        options = DownloadOptions(concurrency, resume, durable, progress)
        runner = portal() if self._near is None else HERE
        small = runner.run(fetch_small(self._near or self._box, file, version_id))
        if small is not None:
            done = write_small(small, target, durable=durable)
            if progress is not None:
                progress(done.size, done.size)
            return done

        async def whole() -> Downloaded:
            return await download(self._box, await wanted(self._box, file, version_id), target, options)

        return portal().run(whole())

    def iterate(self, operation: str, /, **arguments: Any) -> Iterator[Any]:
        """The entries of any list, to its end; see `Box.iterate`."""
        return _flat(self._box.pages(operation, **arguments))

    def pages(self, operation: str, /, **arguments: Any) -> Iterator[list[Any]]:
        """As `iterate`, a page of entries at a time."""
        return portal().iterate(self._box.pages(operation, **arguments))

    def walk(
        self, folder_id: str = "0", *, fields: Sequence[str] | None = None, concurrency: int = 8
    ) -> Iterator[Found]:
        """Every item below a folder with the names that lead to it; see `Box.walk`."""
        from holdall.connector.recipes.walk import FIELDS, walk_pages

        return _flat(walk_pages(self._box, folder_id, fields=fields or FIELDS, concurrency=concurrency))

    def follow(
        self, position: str = "now", *, stream_type: StreamType = "all", every: float = 5.0
    ) -> BlockingEventStream:
        """What happens after a position, each event once; see `Box.follow`."""
        return BlockingEventStream(self._box.follow(position, stream_type=stream_type, every=every))


class BlockingEventStream:
    """The events after a position for a program without an event loop."""

    def __init__(self, stream: EventStream) -> None:
        self._stream = stream

    @property
    def position(self) -> str:
        """Where to begin next time."""
        return self._stream.position

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """New events one by one, for ever."""
        return _flat(self._stream.pages())


def _flat(source: AsyncIterator[list[T]]) -> Iterator[T]:
    for page in portal().iterate(source):
        yield from page
