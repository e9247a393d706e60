"""How far a transfer is, for a program that shows it."""

from collections.abc import Callable

Tell = Callable[[int, int], None]
"""Is told how many bytes are done, and of how many."""


class Progress:
    """Adds up what was transferred and tells the program."""

    def __init__(self, total: int, tell: Tell | None) -> None:
        self._done = 0
        self._total = total
        self._tell = tell

    def add(self, count: int) -> None:
        """So many bytes more are done; negative where they were in vain."""
        self._done += count
        if self._tell is not None:
            self._tell(self._done, self._total)

    def finish(self) -> None:
        """Everything is done."""
        if self._tell is not None and self._done != self._total:
            self._tell(self._total, self._total)
