"""Everything that a child can be asked for, by name. Its modules are imported before the child shuts itself in."""

import io
import itertools
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from PIL import Image

from holdall.content.renditions.drawing.draw import (
    describe_pdf,
    draw_one_page,
    draw_sizes,
    encode,
    make_pdf,
    stamp_words,
)
from holdall.content.renditions.drawing.pictures import FORMATS
from holdall.content.renditions.drawing.signing import assemble_sources, put_marks
from holdall.content.renditions.errors import Refused
from holdall.content.renditions.formats import Format
from holdall.content.renditions.notes import make_note
from holdall.content.renditions.templates.tasks import fill_template, list_tags
from holdall.content.renditions.text.extract import extract_text

Task = Callable[[BinaryIO, Mapping[str, Any]], dict[str, bytes]]

TASKS: dict[str, Task] = {
    "text": extract_text,
    "sizes": draw_sizes,
    "page": draw_one_page,
    "pdf": make_pdf,
    "facts": describe_pdf,
    "stamp": stamp_words,
    "assemble": assemble_sources,
    "marks": put_marks,
    "template_tags": list_tags,
    "fill": fill_template,
    "note": make_note,
}


def warm_up() -> None:
    """Do each kind of work once, so that whatever a library imports or reads at its first use is there."""
    Image.init()
    document = make_pdf(io.BytesIO("a é".encode()), {"format": Format.TEXT})["pdf"]
    draw_sizes(io.BytesIO(document), {"format": Format.PDF, "parts": ("png-32", "jpg-32")})
    assemble_sources(io.BytesIO(document), {"sizes": [len(document)]})
    for form, mode in itertools.product(FORMATS, ("1", "L", "P", "RGB", "RGBA", "CMYK", "I;16")):
        with suppress(KeyError, OSError, ValueError, Refused):  # not every form has every mode, or can be written
            picture = io.BytesIO()
            Image.new(mode, (8, 8)).save(picture, form)
            draw_sizes(picture, {"format": Format.PICTURE, "parts": ("png-32", "jpg-32")})
    for kind in ("png", "jpg"):
        stamp_words(io.BytesIO(encode(Image.new("RGB", (8, 8)), kind)), {"form": kind, "words": "words"})
    make_note(io.BytesIO("# a [b](http://ü.de) &amp;".encode()), {"author": ("1", ""), "at": 0})
    for encoding in ("utf-8", "cp1252"):
        extract_text(io.BytesIO("grüße".encode(encoding)), {"format": Format.HTML})
