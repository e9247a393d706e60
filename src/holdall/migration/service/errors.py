"""Refusals of the service that have more to say than one sentence; all others are those of `base.errors`."""

from collections.abc import Sequence

from holdall.base.errors import BadRequest


class Refused(BadRequest):
    """A request with several faults, each told in a description of its own."""

    def __init__(self, descriptions: Sequence[str]) -> None:
        super().__init__("; ".join(descriptions))
        self.descriptions = list(descriptions)
