"""The representations that a kind of file has, by Box's names, dimensions and properties.

https://developer.box.com/guides/representations/ lists them; thumbnails are pictures of the first page.
"""

from functools import cache

import msgspec

from holdall.content.renditions.formats import Format, has_text
from holdall.content.renditions.parts import PDF, TEXT

_THUMBNAILS = (32, 94, 160, 320)
_PICTURES = (1024, 2048)


class Representation(msgspec.Struct, frozen=True):
    """One of them: what it is called in addresses, its kind, Box's `properties`, and the part of ours that it is.

    A paged one has no part: each of its pages is one, `edge` pixels long.
    """

    name: str
    kind: str
    part: str | None
    properties: dict[str, str]
    edge: int = 0

    @property
    def is_paged(self) -> bool:
        """Whether it is a picture of each page."""
        return self.part is None

    @property
    def is_thumbnail(self) -> bool:
        """Whether looking at it is no preview of the file yet."""
        return self.properties.get("thumb") == "true"

    @property
    def is_picture(self) -> bool:
        """Whether a watermark can be stamped on it."""
        return self.kind in {"jpg", "png"}


@cache
def representations_of(kind: Format) -> tuple[Representation, ...]:
    """What a file of this format has, in Box's order."""
    found = [_picture("jpg", edge, is_thumbnail=edge in _THUMBNAILS) for edge in (*_THUMBNAILS, *_PICTURES)]
    if kind is Format.PICTURE:
        return (*found, *(_picture("png", edge) for edge in _PICTURES))
    found.append(Representation("pdf", "pdf", PDF, {}))
    found += [_pages(edge) for edge in _PICTURES]
    if has_text(kind):
        found.append(Representation("extracted_text", "extracted_text", TEXT, {}))
    return tuple(found)


def find_representation(kind: Format, name: str) -> Representation | None:
    """The representation of this name; None where such files have none."""
    return next((one for one in representations_of(kind) if one.name == name), None)


def _picture(kind: str, edge: int, *, is_thumbnail: bool = False) -> Representation:
    size = f"{edge}x{edge}"
    properties = {"dimensions": size, "paged": "false", "thumb": "true" if is_thumbnail else "false"}
    return Representation(f"{kind}_{size}", kind, f"{kind}-{edge}", properties)


def _pages(edge: int) -> Representation:
    size = f"{edge}x{edge}"
    properties = {"dimensions": size, "paged": "true", "thumb": "false"}
    return Representation(f"png_paged_{size}", "png", None, properties, edge)
