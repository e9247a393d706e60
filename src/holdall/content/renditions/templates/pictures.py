"""Pictures of the data: Base64 in the place of a placeholder whose alternative text is a tag, or of a tag in the text."""

import base64
import binascii
import io
from copy import deepcopy

from lxml import etree
from PIL import Image

from holdall.content.renditions.templates.language import Tag
from holdall.content.renditions.templates.package import Element, Package
from holdall.content.renditions.templates.runs import empty_run
from holdall.content.renditions.templates.values import Scope, Unfilled

_KINDS = {"PNG": ("png", "image/png"), "JPEG": ("jpeg", "image/jpeg"), "GIF": ("gif", "image/gif")}
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_DRAWING = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}drawing"
_MOST_PIXELS = 50_000_000
_MOST_BYTES = 10 * 1024 * 1024
_UNIT = 9525  # of Word's measure, to a pixel
_WIDEST = 5_486_400  # in Word's measure: 6 inches
_INLINE = etree.fromstring(
    """<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="0" cy="0"/><wp:docPr id="1" name="Picture"/><a:graphic
><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr
><pic:cNvPr id="0" name="Picture"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=""/><a:stretch><a:fillRect/></a:stretch
></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom
></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"""
)


def fill_picture(package: Package, part: str, name: Element, tag: Tag, scope: Scope) -> None:
    """Put a picture of the data where a placeholder is, in its size; `name` says what that is called. Raises Unfilled.

    One that is optional and has no picture is taken out.
    """
    holder = name.getparent()
    blips = list(holder.iter(_BLIP))
    if not blips:
        raise Unfilled(f"{tag.text[:200]} is the alternative text of something that is no picture")
    content = _content(tag, scope)
    if content is None:
        drawing = next(holder.iterancestors(_DRAWING), None)
        if drawing is not None:
            drawing.getparent().remove(drawing)
        return
    identifier = _add(package, part, content, tag)
    for blip in blips:
        blip.set(_EMBED, identifier)
        for inner in list(blip):  # another form of the placeholder, as a drawing
            blip.remove(inner)
    name.set("descr", "")


def put_picture(package: Package, part: str, run: Element, tag: Tag, scope: Scope) -> None:
    """Put a picture of the data in the place of a tag, as large as it is but not wider than a page. Raises Unfilled."""
    content = _content(tag, scope)
    if content is None:
        empty_run(run)
        return
    identifier = _add(package, part, content, tag)
    with Image.open(io.BytesIO(content), formats=tuple(_KINDS)) as picture:
        width, height = picture.size
    scale = min(_UNIT, _WIDEST / width)
    drawing = deepcopy(_INLINE)
    for element in drawing.iter():
        if element.get("cx") is not None:
            element.set("cx", str(int(width * scale)))
            element.set("cy", str(max(1, int(height * scale))))
    next(drawing.iter(_BLIP)).set(_EMBED, identifier)
    empty_run(run)
    run.append(drawing)


def _content(tag: Tag, scope: Scope) -> bytes | None:
    """The bytes that the data has for a picture; None where it may do without."""
    text = scope.text_of(tag)
    if not text and tag.has("optional"):
        return None
    _, _, encoded = text.rpartition("base64,")
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Unfilled(f"The value of {tag.text[:200]} is no picture in Base64") from None


def _add(package: Package, part: str, content: bytes, tag: Tag) -> str:
    kind = _kind_of(content)
    if kind is None:
        raise Unfilled(f"The value of {tag.text[:200]} is no PNG, JPEG or GIF that can be read")
    return package.add_picture(part, content, *kind)


def _kind_of(content: bytes) -> tuple[str, str] | None:
    """The extension and the media type of a picture that Word can show; None for what is broken or too large."""
    if len(content) > _MOST_BYTES:
        return None
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_KINDS)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            picture.verify()
            return _KINDS.get(picture.format or "")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
