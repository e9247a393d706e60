"""Stamps a picture: words across all of it, again and again, so that no part of it can be passed on without them.

They are light with a dark edge and half transparent, so that they can be read on every ground, and so can what is below.
"""

import io
import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

ANGLE = 30
OPACITY = 110
_TIMES = 2
"""How often the words fit along the longer edge; on small pictures the letters are as small as they may be."""
_LETTER_WIDTH = 0.5  # of its height, on average
_SMALLEST, _LARGEST = 9, 48
_JPEG_QUALITY = 88


def stamp(picture: Image.Image, words: str) -> Image.Image:
    """A copy of a picture of any mode with the words across it; one with transparency keeps that, others are RGB."""
    stamped = picture.convert("RGB")
    tile, step = _tile(words, _letter_height(max(picture.size), words))
    colours, mask = tile.convert("RGB"), tile.getchannel("A")
    for place in _places(picture.size, tile.size, step):
        stamped.paste(colours, place, mask)
    if picture.has_transparency_data:
        stamped.putalpha(picture.convert("RGBA").getchannel("A"))
    return stamped


def stamp_picture(picture: bytes, form: Literal["png", "jpg"], words: str) -> bytes:
    """The same for an encoded picture that the server has made itself; it is not safe for what comes from outside."""
    with Image.open(io.BytesIO(picture)) as opened:
        stamped = stamp(opened, words)
    out = io.BytesIO()
    if form == "jpg":
        stamped.convert("RGB").save(out, "JPEG", quality=_JPEG_QUALITY)
    else:
        stamped.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _places(size: tuple[int, int], tile: tuple[int, int], step: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Where the turned words go: in rows along them, of which every other is shifted, as far as they touch the picture."""
    cosine, sine = math.cos(math.radians(ANGLE)), math.sin(math.radians(ANGLE))
    reach = math.hypot(*size) / 2 + max(tile)
    rows, columns = math.ceil(reach / step[1]), math.ceil(reach / step[0]) + 1
    for row in range(-rows, rows + 1):
        for column in range(-columns, columns + 1):
            across, down = (column + row % 2 / 2) * step[0], row * step[1]
            left = round(size[0] / 2 + across * cosine + down * sine - tile[0] / 2)
            top = round(size[1] / 2 - across * sine + down * cosine - tile[1] / 2)
            if -tile[0] < left < size[0] and -tile[1] < top < size[1]:
                yield left, top


@lru_cache(maxsize=64)
def _tile(words: str, letter_height: int) -> tuple[Image.Image, tuple[int, int]]:
    """The words once, turned, and how far apart they go before they are turned."""
    font = ImageFont.load_default(letter_height)
    edge = max(1, letter_height // 14)
    left, top, right, bottom = font.getbbox(words, stroke_width=edge)
    straight = Image.new("RGBA", (math.ceil(right - left), math.ceil(bottom - top)))
    ImageDraw.Draw(straight).text(
        (-left, -top),
        words,
        font=font,
        fill=(255, 255, 255, OPACITY),
        stroke_width=edge,
        stroke_fill=(0, 0, 0, OPACITY),
    )
    gap = letter_height * 2
    turned = straight.rotate(ANGLE, Image.Resampling.BICUBIC, expand=True)
    return turned, (straight.width + gap, straight.height + gap)


def _letter_height(longer_edge: int, words: str) -> int:
    """In pixels: such that the words fit along the edge so many times."""
    fitting = round(longer_edge / _TIMES / max(len(words), 1) / _LETTER_WIDTH)
    return min(max(fitting, _SMALLEST), _LARGEST)
