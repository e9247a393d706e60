"""What the generated faces stand on: a tag forwards every call to the client that it belongs to."""

from typing import Any


class Face:
    """A client that can call any operation of the contract; the generated tags are its attributes."""

    async def call(self, operation: str, /, **arguments: Any) -> Any:
        """Call an operation by id or title; answers what the contract says it answers."""
        raise NotImplementedError


class BlockingFace:
    """A client that waits for every answer."""

    def call(self, operation: str, /, **arguments: Any) -> Any:
        """Call an operation by id or title and wait for its answer."""
        raise NotImplementedError


class Tag:
    """The operations of one tag."""

    def __init__(self, face: Face) -> None:
        self._call = face.call


class BlockingTag:
    """The operations of one tag, each waited for."""

    def __init__(self, face: BlockingFace) -> None:
        self._call = face.call
