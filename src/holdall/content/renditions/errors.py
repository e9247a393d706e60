"""Why nothing could be made of a file. Each carries a sentence for logs and for whoever asks why."""

from holdall.base.errors import Unavailable


class Refused(Exception):
    """The content cannot be rendered: broken, locked by a password, too large, or not what its name says."""


class Exhausted(Refused):
    """The child was killed over it: out of time or memory, crashed, or its answer was too large."""


class NoChild(Unavailable):
    """No child could be begun, which is no fault of the content: the machine has no memory, or Holdall is damaged."""

    def __init__(self, message: str) -> None:
        super().__init__(f"Previews cannot be made now: {message}", headers={"retry-after": "10"})
