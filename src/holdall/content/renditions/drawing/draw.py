"""The tasks that draw: thumbnails, larger pictures, single pages, and the PDF of a document."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

import msgspec
import pypdfium2
from PIL import Image

from holdall.content.renditions.drawing.pages import draw_page
from holdall.content.renditions.drawing.paper import write_pdf
from holdall.content.renditions.drawing.pictures import fit, on_white, open_picture
from holdall.content.renditions.drawing.setting import MAX_PAGES, set_pages, style_of
from holdall.content.renditions.formats import Format
from holdall.content.renditions.pdf_file import open_pdf
from holdall.content.renditions.text.collector import Collector
from holdall.content.renditions.text.extract import collect
from holdall.content.watermarks.stamp import stamp_picture

_CHARACTERS = 400_000
"""More than fill the pages of a PDF that we set."""
_CHARACTERS_OF_A_PAGE = 20_000
_DRAWING_EDGE = 640
"""Pages are drawn larger than their thumbnails and made smaller, which looks better."""


def draw_sizes(source: BinaryIO, options: Mapping[str, Any]) -> dict[str, bytes]:
    """Parts such as `png-256` and `jpg-1024`, those of `options["parts"]`: the picture, or the first page."""
    sizes = {part: (kind, int(edge)) for part in options["parts"] for kind, _, edge in [part.partition("-")]}
    largest = max(edge for _, edge in sizes.values())
    picture = _first_picture(source, Format(options["format"]), largest)
    made = {}
    for part, (kind, edge) in sorted(sizes.items(), key=lambda entry: -entry[1][1]):
        smaller = picture.copy()
        fit(smaller, edge)
        made[part] = encode(smaller, kind)
    return made


def draw_one_page(source: BinaryIO, options: Mapping[str, Any]) -> dict[str, bytes]:
    """The page `options["page"]` (1 is the first) of a PDF as a PNG with `options["edge"]` pixels, as `options["part"]`."""
    with open_pdf(source) as document:
        picture = draw_page(document, options["page"] - 1, options["edge"])
    return {options["part"]: encode(picture, "png")}


def describe_pdf(source: BinaryIO, _options: Mapping[str, Any]) -> dict[str, bytes]:
    """The part `facts` of a PDF: a JSON object with the number of its `pages`."""
    with open_pdf(source) as document:
        return {"facts": msgspec.json.encode({"pages": len(document)})}


def make_pdf(source: BinaryIO, options: Mapping[str, Any]) -> dict[str, bytes]:
    """The part `pdf`: a document's text on paper."""
    return {"pdf": _set_document(source, Format(options["format"]), MAX_PAGES)}


def stamp_words(source: BinaryIO, options: Mapping[str, Any]) -> dict[str, bytes]:
    """The part `stamped`: a picture that was made here before, in its form `options["form"]`, with `options["words"]`."""
    return {"stamped": stamp_picture(source.read(), options["form"], options["words"])}


def encode(picture: Image.Image, kind: str) -> bytes:
    """A picture as PNG or JPEG, with nothing in it but its pixels."""
    written = io.BytesIO()
    if kind == "jpg":
        on_white(picture).save(written, "JPEG", quality=85, optimize=True)
    else:
        picture.info.clear()
        picture.save(written, "PNG", compress_level=6)
    return written.getvalue()


def _first_picture(source: BinaryIO, kind: Format, edge: int) -> Image.Image:
    if kind is Format.PICTURE:
        return open_picture(source, edge)
    with _first_page(source, kind) as document:
        return draw_page(document, 0, max(edge, _DRAWING_EDGE))


@contextmanager
def _first_page(source: BinaryIO, kind: Format) -> Iterator[pypdfium2.PdfDocument]:
    if kind is not Format.PDF:
        source = io.BytesIO(_set_document(source, kind, 1))
    with open_pdf(source) as document:
        yield document


def _set_document(source: BinaryIO, kind: Format, pages: int) -> bytes:
    collector = Collector(_CHARACTERS if pages > 1 else _CHARACTERS_OF_A_PAGE)
    collect(source, kind, collector)
    style = style_of(kind)
    return write_pdf(set_pages(collector.pages(), style, pages), style)
