"""Where an address of Box leads: the client that reaches it, and what is there."""

from typing import NamedTuple

from holdall.connector import Box


class Reached(NamedTuple):
    """The client that reaches an address, and what is there; `prefix` is what its own addresses begin with."""

    box: Box
    type: str
    id: str
    prefix: str = ""
