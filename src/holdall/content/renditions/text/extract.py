"""The task `text`: what a file says, as UTF-8."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from holdall.content.renditions.errors import Refused
from holdall.content.renditions.formats import Format
from holdall.content.renditions.text.collector import Collector, Enough
from holdall.content.renditions.text.documents import read_open_document, read_presentation, read_word
from holdall.content.renditions.text.html import read_html
from holdall.content.renditions.text.pdf import read_pdf
from holdall.content.renditions.text.plain import read_plain
from holdall.content.renditions.text.sheets import read_sheets

_READERS: dict[Format, Callable[[BinaryIO, Collector], None]] = {
    Format.PDF: read_pdf,
    Format.DOCUMENT: read_word,
    Format.PRESENTATION: read_presentation,
    Format.SPREADSHEET: read_sheets,
    Format.OPEN_DOCUMENT: read_open_document,
    Format.HTML: read_html,
    Format.TEXT: read_plain,
}


def extract_text(source: BinaryIO, options: Mapping[str, Any]) -> dict[str, bytes]:
    """The part `text` of a file of `options["format"]`; raises Refused."""
    collector = Collector()
    collect(source, Format(options["format"]), collector)
    return {"text": collector.text().encode()}


def collect(source: BinaryIO, kind: Format, collector: Collector) -> None:
    """Collect what a file of this format says, as far as the collector takes it; raises Refused."""
    reader = _READERS.get(kind)
    if reader is None:
        raise Refused(f"There is no text to take out of a {kind}")
    with suppress(Enough):
        reader(source, collector)
