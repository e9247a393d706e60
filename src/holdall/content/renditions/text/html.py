"""The text of a page: what a reader would see, without its scripts and styles."""

import re
from html.parser import HTMLParser
from typing import BinaryIO

from holdall.content.renditions.text.collector import Collector
from holdall.content.renditions.text.plain import detect_encoding

_PIECE = 64 * 1024
_MAX_BYTES = 32 * 1024 * 1024
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.IGNORECASE)
_SILENT = {"script", "style", "template", "noscript", "svg", "math", "object", "iframe"}
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "option", "p", "pre", "section", "summary", "table", "title", "tr", "ul",
})  # fmt: skip
_CELLS = {"td", "th"}


def read_html(source: BinaryIO, collector: Collector) -> None:
    """Collect what a page says; raises Refused for what is no text."""
    sample = source.read(_PIECE)
    source.seek(0)
    parser = _Reader(collector)
    text = source.read(_MAX_BYTES).decode(_encoding(sample), "replace")
    for start in range(0, len(text), _PIECE):
        parser.feed(text[start : start + _PIECE])
        collector.keep_time()
    parser.close()


class _Reader(HTMLParser):
    """Hands on what is between the tags."""

    def __init__(self, collector: Collector) -> None:
        super().__init__(convert_charrefs=True)
        self._collector = collector
        self._silence: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; what follows a script's tag is not for reading."""
        if tag in _SILENT:
            self._silence.append(tag)
        elif tag in _BLOCKS:
            self._collector.add("\n")
        elif tag in _CELLS:
            self._collector.add("\t")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that has no content cannot silence what follows."""
        if tag in _BLOCKS:
            self._collector.add("\n")

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        if tag in self._silence:
            del self._silence[self._silence.index(tag) :]
        elif tag in _BLOCKS and not self._silence:
            self._collector.add("\n")

    def handle_data(self, data: str) -> None:
        """Text, in which any white space is one space."""
        if not self._silence and data:
            lead = " " if data[0].isspace() else ""
            trail = " " if data[-1].isspace() else ""
            words = " ".join(data.split())
            self._collector.add(f"{lead}{words}{trail}" if words else lead)


def _encoding(sample: bytes) -> str:
    declared = _DECLARED.search(sample)
    if declared is not None:
        name = declared[1].decode()
        try:
            "".encode(name)
        except (LookupError, UnicodeError):
            return detect_encoding(sample)
        return name
    return detect_encoding(sample)
