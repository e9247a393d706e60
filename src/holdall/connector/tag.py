"""What the generated faces stand on: a tag forwards every call to the client that it belongs to."""

from abc import ABC, abstractmethod
from typing import Any


class Face(ABC):
    """A client that can call any operation of the contract; the generated tags are its attributes."""

    @abstractmethod
    async def call(self, operation: str, /, **arguments: Any) -> Any:
        """Call an operation by id or title; answers what the contract says it answers."""


class BlockingFace(ABC):
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
