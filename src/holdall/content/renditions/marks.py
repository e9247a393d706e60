"""A mark that is put on a page of a document: what the server asks a child for."""

import msgspec


class Mark(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Words or strokes within a box of a page, in parts of its width and height, from its upper left corner.

    `page` counts the pages of the document from 0; on a `sheet` it counts those that are added behind it. `lean` is for words
    that shall look like a signature. The points of strokes are parts of the box.
    """

    page: int
    x: float
    y: float
    width: float
    height: float
    is_on_sheet: bool = False
    text: str = ""
    strokes: list[list[tuple[float, float]]] = []
    lean: bool = False
    largest: float = 28.0
    """The size of letters, in points, that is not gone beyond."""
    color: tuple[int, int, int] = (0, 0, 0)
