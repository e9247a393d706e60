"""Office files as they are kept: XML in a zip archive, read as a stream, so that what unpacks to gigabytes fills nothing."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol
from xml.parsers import expat

from holdall.content.renditions.errors import Refused
from holdall.content.renditions.text.collector import Collector

_PIECE = 64 * 1024
_MAX_MEMBERS = 20_000
MAX_UNPACKED = 256 * 1024 * 1024
"""What one part of an archive may unpack to; a book of a thousand pages is a hundredth of it."""


class Handler(Protocol):
    """What is told of the elements of a document; names are without their namespaces."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, text: str) -> None:
        """Text between two tags."""


@contextmanager
def open_package(source: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """The archive in an open file; raises Refused for what is none, or what is not worth opening."""
    try:
        package = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused(f"It is no office file that can be read: {error}") from None
    with package:
        if len(package.namelist()) > _MAX_MEMBERS:
            raise Refused(f"The archive has {len(package.namelist())} parts")
        yield package


def read_xml(package: zipfile.ZipFile, member: str, handler: Handler, collector: Collector) -> None:
    """Tell a handler what a part of the archive says; raises Refused for broken parts and bombs.

    A part with a document type is refused: office files have none, and entities are what such a bomb is made of.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: handler.start(_local(name), attributes)
    parser.EndElementHandler = lambda name: handler.end(_local(name))
    parser.CharacterDataHandler = handler.characters
    parser.StartDoctypeDeclHandler = _refuse_document_type
    unpacked = 0
    try:
        with package.open(member) as part:
            while piece := part.read(_PIECE):
                unpacked += len(piece)
                if unpacked > MAX_UNPACKED:
                    raise Refused(f"A part of the archive unpacks to more than {MAX_UNPACKED} bytes")
                parser.Parse(piece, False)
                collector.keep_time()
        parser.Parse(b"", True)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, RuntimeError, OSError) as error:
        raise Refused(f"The part {member[:100]} of the archive cannot be read: {error}") from None


def _refuse_document_type(*_: object) -> None:
    raise Refused("A part of the archive has a document type, which office files have not")


def _local(name: str) -> str:
    return name.rpartition(":")[2]
