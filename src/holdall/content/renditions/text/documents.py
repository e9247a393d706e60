"""Word, PowerPoint and OpenDocument: the text of their paragraphs in the order of the document."""

import re
from collections.abc import Callable, Iterable
from typing import BinaryIO

from holdall.content.renditions.errors import Refused
from holdall.content.renditions.text.collector import Collector
from holdall.content.renditions.text.packages import Handler, open_package, read_xml

_WORD_PARTS = (
    r"word/document\.xml",
    r"word/header\d*\.xml",
    r"word/footer\d*\.xml",
    r"word/(footnotes|endnotes)\.xml",
)
_SLIDE_PARTS = (r"ppt/slides/slide\d+\.xml", r"ppt/notesSlides/notesSlide\d+\.xml")
_CONTENT_PARTS = (r"content\.xml",)
_NUMBER = re.compile(r"\d+")
_MAX_SPACES = 100


def word_parts(names: Iterable[str]) -> list[str]:
    """Those of the parts of a Word document in which text stands, in the order in which they are read.

    Raises Refused where there are none.
    """
    return _in_order(list(names), _WORD_PARTS)


def read_word(source: BinaryIO, collector: Collector) -> None:
    """Collect the text of a Word document, its headers, footers and notes."""
    _read(source, collector, _WORD_PARTS, lambda: _OpenXml(collector))


def read_presentation(source: BinaryIO, collector: Collector) -> None:
    """Collect the text of a presentation's slides, then of its notes."""
    _read(source, collector, _SLIDE_PARTS, lambda: _OpenXml(collector), is_paged=True)


def read_open_document(source: BinaryIO, collector: Collector) -> None:
    """Collect the text of an OpenDocument text or presentation."""
    _read(source, collector, _CONTENT_PARTS, lambda: _OpenDocument(collector))


class _OpenXml:
    """Text of Office Open XML is inside `t`; `p` is a paragraph, `tr` and `tc` a table's row and cell (ISO/IEC 29500)."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._is_text = False
        self._cells = 0
        self._cell_ends = ""
        """What comes between two paragraphs of a cell, or two cells; after the last one of a row it does not come."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A run of text, a tab or a line break begins."""
        if name == "t":
            self._is_text = True
            self._collector.add(self._cell_ends)
            self._cell_ends = ""
        elif name == "tc":
            self._cells += 1
        elif name == "tab":
            self._collector.add("\t")
        elif name in {"br", "cr"}:
            self._collector.add("\n")

    def end(self, name: str) -> None:
        """A run or a paragraph ends; a row of a table is a line, with tabs between its cells."""
        if name == "t":
            self._is_text = False
        elif name == "p" and self._cells:
            self._cell_ends = self._cell_ends or " "
        elif name in {"p", "tr"}:
            self._cell_ends = ""
            self._collector.add("\n")
        elif name == "tc":
            self._cells -= 1
            self._cell_ends = "\t"

    def characters(self, text: str) -> None:
        """Text counts inside a run alone."""
        if self._is_text:
            self._collector.add(text)


class _OpenDocument:
    """Text of OpenDocument is whatever is inside a paragraph or heading (ISO/IEC 26300)."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A paragraph or a slide begins, or something that stands for white space."""
        if name == "page":
            self._collector.break_page()
        elif name in {"p", "h"}:
            self._depth += 1
        elif name == "tab":
            self._collector.add("\t")
        elif name == "line-break":
            self._collector.add("\n")
        elif name == "s":
            count = next((value for key, value in attributes.items() if key.endswith(":c")), "1")
            self._collector.add(" " * min(int(count), _MAX_SPACES) if count.isdecimal() else " ")

    def end(self, name: str) -> None:
        """A paragraph ends."""
        if name in {"p", "h"}:
            self._depth -= 1
            self._collector.add("\n")

    def characters(self, text: str) -> None:
        """Text counts inside a paragraph alone."""
        if self._depth > 0:
            self._collector.add(text)


def _read(
    source: BinaryIO,
    collector: Collector,
    parts: tuple[str, ...],
    make: Callable[[], Handler],
    *,
    is_paged: bool = False,
) -> None:
    with open_package(source) as package:
        members = _in_order(package.namelist(), parts)
        for member in members:
            read_xml(package, member, make(), collector)
            if is_paged and member != members[-1]:
                collector.break_page()
            else:
                collector.add("\n")


def _in_order(names: list[str], parts: tuple[str, ...]) -> list[str]:
    """The members that are wanted: by kind of part, and by number (slide 10 follows slide 9); raises Refused for none."""
    members: list[str] = []
    for part in parts:
        found = [name for name in names if re.fullmatch(part, name)]
        members += sorted(found, key=lambda name: [int(number) for number in _NUMBER.findall(name)[:3]])
    if not members:
        raise Refused("The archive has none of the parts of such a document")
    return members
