"""The package of a Word document: its parts read within limits, changed as trees, and written again.

Trees are lxml's: Word takes a document for broken whose prefixes of namespaces have changed, and the standard library's change.
"""

import io
import zipfile
import zlib
from typing import Any, BinaryIO

from lxml import etree

from holdall.content.renditions.errors import Refused
from holdall.content.renditions.text.documents import word_parts
from holdall.content.renditions.text.packages import open_package

MAX_PART = 32 * 1024 * 1024
MAX_PACKAGE = 160 * 1024 * 1024
"""What a part that is read as a tree, and all parts together, may unpack to."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TYPES = "[Content_Types].xml"
_TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip archive can name

Element = Any
"""An element of lxml, which has no types."""


class Package:
    """An open document: `texts` are the roots of the parts in which text stands, by name."""

    def __init__(self, source: BinaryIO) -> None:
        with open_package(source) as package:
            self._members = _read_all(package)
        self.texts: dict[str, Element] = {name: _parse(name, self._members[name]) for name in word_parts(self._members)}
        self._trees = dict(self.texts)
        self._pictures = 0

    def add_picture(self, part: str, content: bytes, extension: str, media_type: str) -> str:
        """Keep a picture for a part of the document; the name by which the part speaks of it."""
        self._pictures += 1
        name = f"media/generated{self._pictures}.{extension}"
        folder, _, file = part.rpartition("/")
        self._members[f"{folder}/{name}"] = content
        relations = self._tree(f"{folder}/_rels/{file}.rels", _RELATIONS_NAMESPACE, "Relationships")
        identifier = f"generated{self._pictures}"
        etree.SubElement(relations, f"{{{_RELATIONS_NAMESPACE}}}Relationship", Id=identifier, Type=_IMAGE, Target=name)
        types = self._tree(_TYPES, _TYPES_NAMESPACE, "Types")
        if not any(one.get("Extension", "").lower() == extension for one in types):
            default = etree.Element(f"{{{_TYPES_NAMESPACE}}}Default", Extension=extension, ContentType=media_type)
            types.insert(0, default)
        return identifier

    def write(self) -> bytes:
        """The document as a file; raises Refused where it has grown too large."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
            for name in sorted(self._members, key=lambda name: name != _TYPES):  # which readers expect to be the first
                tree = self._trees.get(name)
                content = self._members[name] if tree is None else _serialize(tree)
                package.writestr(zipfile.ZipInfo(name, _EARLIEST), content, zipfile.ZIP_DEFLATED)
        return written.getvalue()

    def _tree(self, name: str, namespace: str, root: str) -> Element:
        """A part that says what else there is, as a tree that is written with the others."""
        tree = self._trees.get(name)
        if tree is None:
            content = self._members.get(name)
            tree = (
                etree.Element(f"{{{namespace}}}{root}", nsmap={None: namespace})
                if content is None
                else _parse(name, content)
            )
            self._trees[name] = tree
            self._members.setdefault(name, b"")
        return tree


def _read_all(package: zipfile.ZipFile) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    room = MAX_PACKAGE
    for info in package.infolist():
        name = info.filename
        if name.endswith("/"):
            continue
        if name in members or name.startswith("/") or ".." in name.split("/") or "\\" in name:
            raise Refused("The archive names a part twice, or one outside of it")
        try:
            with package.open(info) as part:
                content = part.read(room + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, NotImplementedError) as error:
            raise Refused(f"The part {name[:100]} of the archive cannot be read: {error}") from None
        room -= len(content)
        if room < 0:
            raise Refused(f"The archive unpacks to more than {MAX_PACKAGE} bytes")
        members[name] = content
    return members


def _parse(name: str, content: bytes) -> Element:
    """A part as a tree; raises Refused for what is broken, too large, or has a document type, as no office file has."""
    if len(content) > MAX_PART:
        raise Refused(f"The part {name[:100]} of the archive has more than {MAX_PART} bytes")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(f"The part {name[:100]} of the archive cannot be read: {str(error)[:200]}") from None
    information = tree.getroottree().docinfo
    if information.internalDTD is not None or information.doctype:
        raise Refused("A part of the archive has a document type, which office files have not")
    return tree


def _serialize(tree: Element) -> bytes:
    content: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    if len(content) > 2 * MAX_PART:
        raise Refused(f"A part of the document would have more than {2 * MAX_PART} bytes")
    return content
