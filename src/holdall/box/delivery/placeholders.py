"""Drawings that stand in for thumbnails: a sheet of paper with a folded corner, and the file's extension on it."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from holdall.content.items.names import extension_of

PATH = "/d/placeholders"
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg"}
_SIZES = {"32", "64", "128", "160", "256", "320"}
_MAX_LABEL = 5
_NO_LABEL = "file"
_PAPER, _EDGE, _INK = (244, 246, 248), (176, 186, 196), (96, 108, 120)
_FINER = 4  # drawn so many times larger, for smooth edges


def placeholder_name(file_name: str, form: str) -> str:
    """What the placeholder of a file is called in the form `png` or `jpg`."""
    extension = extension_of(file_name).lower()
    is_label = extension.isascii() and extension.isalnum() and len(extension) <= _MAX_LABEL
    return f"{extension if is_label else _NO_LABEL}.{form}"


def draw_placeholder(name: str, size: str) -> tuple[bytes, str] | None:
    """The drawing of this name and its media type; None for none of ours."""
    label, _, form = name.partition(".")
    if size not in _SIZES or form not in MEDIA_TYPES or placeholder_name(f"x.{label}", form) != name:
        return None
    return _draw("" if label == _NO_LABEL else label.upper(), int(size), form), MEDIA_TYPES[form]


@lru_cache(maxsize=256)
def _draw(label: str, size: int, form: str) -> bytes:
    large = size * _FINER
    picture = Image.new("RGB", (large, large), (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    left, top, right, bottom, fold = (round(large * share) for share in (0.18, 0.06, 0.82, 0.94, 0.2))
    line = max(1, large // 48)
    sheet = [(left, top), (right - fold, top), (right, top + fold), (right, bottom), (left, bottom)]
    draw.polygon(sheet, _PAPER, _EDGE, line)
    draw.polygon([(right - fold, top), (right - fold, top + fold), (right, top + fold)], _EDGE)
    if label:
        font = ImageFont.load_default(large * 0.16)
        draw.text((large / 2, large * 0.62), label, _INK, font, anchor="mm")
    written = io.BytesIO()
    smaller = picture.resize((size, size), Image.Resampling.LANCZOS)
    smaller.save(written, "JPEG" if form == "jpg" else "PNG")
    return written.getvalue()
