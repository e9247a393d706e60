"""What the generated faces stand on: a tag forwards every call to the client that it belongs to."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar


class _Tagged:
    """Makes a tag when it is first used, and keeps it; a generated subclass names the tags and their classes.

    Type checkers and editors see the tags as attributes with their types, and only those.
    """

    _tags: ClassVar[Mapping[str, str]] = {}
    """The class of each tag's methods, in the generated module of that tag."""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """The methods of a tag; raises AttributeError for what is no tag."""
            if name not in self._tags:
                raise AttributeError(f"{type(self).__name__!r} has no tag or attribute {name!r}")
            module = import_module(f"holdall.connector.generated.tags.{name}")
            tag = vars(self)[name] = getattr(module, self._tags[name])(self)
            return tag

    def __dir__(self) -> list[str]:
        """Everything that there is, the tags too."""
        return sorted({*super().__dir__(), *self._tags})


class Face(_Tagged, ABC):
    """A client that can call any operation of the contract; the generated tags are its attributes."""

    @abstractmethod
    async def call(self, operation: str, /, **arguments: Any) -> Any:
        """Call an operation by id or title; answers what the contract says it answers."""


class BlockingFace(_Tagged, ABC):
    """A client that waits for every answer."""

    @abstractmethod
    def call(self, operation: str, /, **arguments: Any) -> Any:
        """Call an operation by id or title and wait for its answer."""


class Tag:
    """The operations of one tag."""

    def __init__(self, face: Face) -> None:
        self._call = face.call


class BlockingTag:
    """The operations of one tag, each waited for."""

    def __init__(self, face: BlockingFace) -> None:
        self._call = face.call
