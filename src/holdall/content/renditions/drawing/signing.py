"""The tasks of sign requests: sources put together into one PDF with the tags that stand in it, and marks put on it.

What comes of it holds the pages of its sources and nothing else of them: no scripts, no forms, no attachments.
https://developer.box.com/guides/box-sign/document-types/structured
"""

import ctypes
import io
import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import msgspec
import pypdfium2
import pypdfium2.raw

from holdall.content.renditions.drawing.letters import SANS
from holdall.content.renditions.drawing.paper import wide
from holdall.content.renditions.errors import Refused
from holdall.content.renditions.marks import Mark
from holdall.content.renditions.pdf_file import open_pdf

MOST_PAGES = 1000
MOST_TAGS = 300
_SLANT = 0.25
"""How far the letters of a typed signature lean, so that it looks like one."""
_PAD = 2.5
"""The width of what a signature is drawn on, by its height."""
_SHEET = (595, 842)
_TAG = re.compile(r"\[\[\s*([sidtc])\s*\|\s*(\d{1,2})\s*((?:\|[^\]\|]*)*)\]\]")
_CHARACTERS = 200_000
_COVER_EDGE = 1000

_pdfium: Any = pypdfium2.raw


def assemble_sources(source: BinaryIO, options: Mapping[str, Any]) -> dict[str, bytes]:
    """The parts `pdf`, one document of PDFs that lie behind each other (`options["sizes"]`), and `tags`, as JSON."""
    made = pypdfium2.PdfDocument.new()
    for size in options["sizes"]:
        with open_pdf(io.BytesIO(source.read(size))) as document:
            if len(made) + len(document) > MOST_PAGES:
                raise Refused(f"It has more than {MOST_PAGES} pages")
            made.import_pages(document)
    if not len(made):
        raise Refused("It has no pages")
    tags: list[dict[str, Any]] = []
    for number in range(len(made)):
        found = list(itertools.islice(_tags_on(made, number), MOST_TAGS - len(tags)))
        if found:
            _cover(made, number, found)
        tags += found
    return {"pdf": _save(made), "tags": msgspec.json.encode(tags)}


def put_marks(source: BinaryIO, options: Mapping[str, Any]) -> dict[str, bytes]:
    """The part `pdf`: a document with `options["marks"]` on it, behind it `options["sheets"]` new pages for some of them."""
    marks = msgspec.convert(options["marks"], list[Mark])
    with open_pdf(source) as document:
        own = len(document)
        for _ in range(options["sheets"]):
            document.new_page(*_SHEET).close()
        data = SANS.data
        letters = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
        font = _pdfium.FPDFText_LoadFont(document, letters, len(data), _pdfium.FPDF_FONT_TRUETYPE, 1)
        by_page: dict[int, list[Mark]] = {}
        for mark in marks:
            by_page.setdefault(mark.page + own if mark.is_on_sheet else mark.page, []).append(mark)
        for number in sorted(by_page.keys() & set(range(len(document)))):
            page = document[number]
            for mark in by_page[number]:
                _draw(document, page, font, mark)
            _pdfium.FPDFPage_GenerateContent(page)
            page.close()
        saved = _save(document)
        _pdfium.FPDFFont_Close(font)
    return {"pdf": saved}


def _tags_on(document: pypdfium2.PdfDocument, number: int) -> Iterator[dict[str, Any]]:
    page = document[number]
    text = page.get_textpage()
    left, bottom, right, top = page.get_bbox()
    across, up = max(right - left, 1.0), max(top - bottom, 1.0)
    count = min(text.count_chars(), _CHARACTERS)
    codes = (
        _pdfium.FPDFText_GetUnicode(text, at) for at in range(count)
    )  # one for each box, which whole texts are not
    words = "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)
    for found in _TAG.finditer(words):
        boxes = [text.get_charbox(at) for at in range(found.start(), found.end())]
        x, y = min(box[0] for box in boxes) - left, top - max(box[3] for box in boxes)
        yield {
            "kind": found[1],
            "signer": int(found[2]),
            "options": [part.strip() for part in found[3].split("|")[1:]],
            "page": number,
            "x": x / across,
            "y": y / up,
            "width": (max(box[2] for box in boxes) - left - x) / across,
            "height": (top - min(box[1] for box in boxes) - y) / up,
        }
    text.close()
    page.close()


def _cover(document: pypdfium2.PdfDocument, number: int, tags: list[dict[str, Any]]) -> None:
    """Lay the colour of the paper over tags, so that what is put in their places can be read."""
    page = document[number]
    left, bottom, right, top = page.get_bbox()
    across, up = right - left, top - bottom
    picture = page.render(scale=min(1.0, _COVER_EDGE / max(across, up, 1.0))).to_pil().convert("RGB")
    for tag in tags:
        x, y, width, height = (tag[name] for name in ("x", "y", "width", "height"))
        corners = (x * picture.width, y * picture.height, (x + width) * picture.width, (y + height) * picture.height)
        box = picture.crop((int(corners[0]), int(corners[1]), int(corners[2]) + 1, int(corners[3]) + 1))
        _, paper = max(box.getcolors(box.width * box.height) or [(1, (255, 255, 255))])
        paint = _pdfium.FPDFPageObj_CreateNewRect(
            left + x * across - 1, top - (y + height) * up - 1, width * across + 2, height * up + 2
        )
        _pdfium.FPDFPageObj_SetFillColor(paint, *paper, 255)
        _pdfium.FPDFPath_SetDrawMode(paint, _pdfium.FPDF_FILLMODE_WINDING, 0)
        _pdfium.FPDFPage_InsertObject(page, paint)
    _pdfium.FPDFPage_GenerateContent(page)
    page.close()


def _draw(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, font: Any, mark: Mark) -> None:
    left, bottom, right, top = page.get_bbox()
    across, up = right - left, top - bottom
    x, y = left + mark.x * across, top - mark.y * up
    width, height = mark.width * across, mark.height * up
    if mark.strokes and mark.lean:  # drawn on a pad of this shape
        width = min(width, height * _PAD)
        height = width / _PAD
    for stroke in mark.strokes:
        _draw_stroke(page, [(x + a * width, y - b * height) for a, b in stroke], mark.color, max(height / 40, 0.7))
    if not mark.text or mark.strokes:
        return
    size = min(height * 0.75, width / max(SANS.width(mark.text) + _SLANT, 0.5), mark.largest)
    written = _pdfium.FPDFPageObj_CreateTextObj(document, font, size)
    _pdfium.FPDFText_SetText(written, wide(SANS.shown(mark.text)))
    _pdfium.FPDFPageObj_SetFillColor(written, *mark.color, 255)
    slant = _SLANT if mark.lean else 0
    _pdfium.FPDFPageObj_Transform(written, 1, 0, slant, 1, x, y - (height + size * 0.7) / 2)
    _pdfium.FPDFPage_InsertObject(page, written)


def _draw_stroke(
    page: pypdfium2.PdfPage, points: list[tuple[float, float]], color: tuple[int, int, int], thickness: float
) -> None:
    path = _pdfium.FPDFPageObj_CreateNewPath(*points[0])
    for point in points[1:] or points:
        _pdfium.FPDFPath_LineTo(path, *point)
    _pdfium.FPDFPageObj_SetStrokeColor(path, *color, 255)
    _pdfium.FPDFPageObj_SetStrokeWidth(path, thickness)
    _pdfium.FPDFPageObj_SetLineCap(path, _pdfium.FPDF_LINECAP_ROUND)
    _pdfium.FPDFPageObj_SetLineJoin(path, _pdfium.FPDF_LINEJOIN_ROUND)
    _pdfium.FPDFPath_SetDrawMode(path, _pdfium.FPDF_FILLMODE_NONE, 1)
    _pdfium.FPDFPage_InsertObject(page, path)


def _save(document: pypdfium2.PdfDocument) -> bytes:
    content = io.BytesIO()
    document.save(content, flags=_pdfium.FPDF_SUBSET_NEW_FONTS)
    return content.getvalue()
