"""What bodies are made of: references to items, and instants."""

from typing import Annotated

import msgspec

from holdall.base.clock import SECOND, parse_instant
from holdall.base.errors import InvalidParameter
from holdall.box.binding import LARGEST_ID

IdNumber = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_ID)]
"""An id in a body, as a string of digits or a number."""


class ItemReference(msgspec.Struct):
    """An item named by its id, as in `{"parent": {"id": "0"}}`."""

    id: IdNumber


def instant(name: str, text: str | None) -> int | None:
    """Microseconds UTC of a date and time in a body, to the second as Box keeps them; raises InvalidParameter."""
    if text is None:
        return None
    try:
        return parse_instant(text) // SECOND * SECOND
    except ValueError as error:
        raise InvalidParameter(name, str(error)) from None
