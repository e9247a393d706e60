"""A document's text set on pages: lines broken to the width of the paper, columns of a sheet beside each other.

What comes of an office file this way says what it says, in its order, slide by slide and sheet by sheet. It does not look as
its maker meant it to: no pictures, no typefaces, no layout.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from holdall.content.renditions.drawing.letters import MONO, SANS, Typeface
from holdall.content.renditions.formats import Format

MAX_PAGES = 100
_TAB = "    "


class Style(msgspec.Struct, frozen=True):
    """How pages of a kind look; lengths in points."""

    width: float
    height: float
    margin: float
    face: Typeface
    size: float
    title: float = 0.0
    """The size of the first line of a page, where that is its title."""
    has_columns: bool = False
    gap: float = 0.0
    """What is left free below a paragraph, in sizes of letters."""

    @property
    def leading(self) -> float:
        """From line to line, in sizes of letters."""
        return 1.4


_PAPER = Style(width=595, height=842, margin=57, face=SANS, size=11, gap=0.4)
_STYLES = {
    Format.TEXT: Style(width=595, height=842, margin=43, face=MONO, size=9),
    Format.PRESENTATION: Style(width=960, height=540, margin=60, face=SANS, size=22, title=34, gap=0.4),
    Format.SPREADSHEET: Style(width=842, height=595, margin=43, face=SANS, size=9, title=13, has_columns=True),
}


class Line(NamedTuple):
    """Some text on a page: from the left and from the bottom, in points, with the size of its letters."""

    left: float
    bottom: float
    size: float
    text: str


def style_of(kind: Format) -> Style:
    """The style for documents of a format."""
    return _STYLES.get(kind, _PAPER)


def set_pages(pages: list[str], style: Style, limit: int = MAX_PAGES) -> list[list[Line]]:
    """The lines of each page of paper, at most `limit`: those of the document's own pages, each begun anew."""
    paper: list[list[Line]] = []
    for page in pages:
        for sheet in _set(page, style):
            paper.append(sheet)
            if len(paper) == limit:
                return paper
    return paper


def _set(page: str, style: Style) -> Iterator[list[Line]]:
    lines: list[Line] = []
    bottom = style.height - style.margin
    for size, pieces in _rows(page, style):
        step = size * style.leading
        if bottom - step < style.margin and lines:
            yield lines
            lines, bottom = [], style.height - style.margin
        bottom -= step
        lines += [Line(style.margin + left, bottom, size, style.face.shown(text)) for left, text in pieces if text]
    yield lines


def _rows(page: str, style: Style) -> Iterator[tuple[float, list[tuple[float, str]]]]:
    """The rows of a page from the top, with the size of letters: what is in them, from which distance to the margin."""
    room = style.width - 2 * style.margin
    rest = page
    if style.title:
        title, _, rest = page.partition("\n")
        for text in _broken(title, style.face, room / style.title):
            yield style.title, [(0.0, text)]
        yield style.size, []
    if style.has_columns:
        yield from ((style.size, pieces) for pieces in _columns(rest, style, room))
        return
    for line in rest.split("\n"):
        for text in _broken(line.replace("\t", _TAB), style.face, room / style.size):
            yield style.size, [(0.0, text)]
        if style.gap:
            yield style.size * style.gap, []


def _columns(text: str, style: Style, room: float) -> Iterator[list[tuple[float, str]]]:
    """Cells beside each other; one that is wider than its column is cut, and what has no room beside it is left out."""
    rows = [line.split("\t") for line in text.split("\n")]
    widest = room / 3
    gap = style.size
    widths: list[float] = []
    for row in rows:
        for number, cell in enumerate(row[:64]):
            width = min(style.face.width(cell[:200]) * style.size, widest)
            if number == len(widths):
                widths.append(width)
            else:
                widths[number] = max(widths[number], width)
    for row in rows:
        pieces, left = [], 0.0
        for cell, width in zip(row, widths, strict=False):
            if left + width > room:
                break
            pieces.append((left, _cut(cell, style.face, width / style.size)))
            left += width + gap
        yield pieces


def _cut(text: str, face: Typeface, room: float) -> str:
    """As much of a text as fits, with an ellipsis where it does not."""
    if face.width(text[:400]) <= room + 0.01 and len(text) <= 400:
        return text
    room -= face.width("…")
    end = 0
    while end < len(text) and (room := room - face.width(text[end])) >= 0:
        end += 1
    return text[:end] + "…"


def _broken(line: str, face: Typeface, room: float) -> Iterator[str]:
    """A line in pieces that fit: broken between words, and inside a word that is wider than the paper."""
    if face.width(line) <= room:
        yield line
        return
    start, fits, used, at = 0, 0, 0.0, 0
    while at < len(line):
        width = face.width(line[at])
        if used + width > room and at > start:
            end = fits if fits > start else at
            yield line[start:end].rstrip()
            start = fits = at = end
            used = 0.0
            continue
        used += width
        at += 1
        if line[at - 1] == " ":
            fits = at
    yield line[start:].rstrip()
