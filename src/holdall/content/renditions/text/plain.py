"""Plain text in whatever encoding it was written: marked, UTF-8, or the most likely of the others."""

import codecs
import io
from typing import BinaryIO

import charset_normalizer

from holdall.content.renditions.errors import Refused
from holdall.content.renditions.text.collector import MAX_CHARACTERS, Collector

_SAMPLE = 64 * 1024
_MAX_BYTES = 4 * MAX_CHARACTERS
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_plain(source: BinaryIO, collector: Collector) -> None:
    """Collect the text of a file; raises Refused for what is no text."""
    encoding = detect_encoding(source.read(_SAMPLE))
    source.seek(0)
    lines = io.TextIOWrapper(source, encoding, errors="replace", newline=None)
    try:
        left = _MAX_BYTES
        while left > 0 and (piece := lines.read(_SAMPLE)):
            collector.add(piece)
            left -= len(piece)
    finally:
        lines.detach()


def detect_encoding(sample: bytes) -> str:
    """The encoding of the text that begins with these bytes; raises Refused where they are no text."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if b"\0" not in sample and _is_utf8(sample):
        return "utf-8"
    found = charset_normalizer.from_bytes(sample).best()
    if found is not None:
        return found.encoding
    if b"\0" in sample:
        raise Refused("It is no text: it holds zero bytes")
    return "cp1252"  # every byte but five means something in it


def _is_utf8(sample: bytes) -> bool:
    """Whether this is UTF-8, of which the last character may be cut in two."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
