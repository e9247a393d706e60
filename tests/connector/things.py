"""What documented curl commands are called upon: content that is made when it is first asked for."""

import itertools
import os
from pathlib import Path
from typing import Any

from holdall.connector import BlockingBox

_numbers = itertools.count(os.getpid() * 1000)


class Things:
    """Things by the names of the methods that make them."""

    def __init__(self, box: BlockingBox, address: str, folder: Path) -> None:
        self.box = box
        self.address = address
        self.folder = folder
        self.state: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self.state:
            self.state[name] = getattr(self, name)()
        return self.state[name]

    def new(self, word: str) -> str:
        """A name that nothing has yet."""
        return f"{word}-{next(_numbers)}"
