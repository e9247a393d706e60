"""Pictures of strangers, opened: upright, in eight bits, and no larger than asked for."""

import math
from typing import BinaryIO

from PIL import AvifImagePlugin, Image, ImageOps, UnidentifiedImageError

from holdall.content.renditions.errors import Refused

FORMATS = ("AVIF", "BMP", "GIF", "JPEG", "JPEG2000", "PNG", "PSD", "TGA", "TIFF", "WEBP")
MAX_PIXELS = 100_000_000
"""The largest picture that is unpacked as a whole; four bytes a pixel have room in a child."""
MAX_PIXELS_OF_JPEG = 500_000_000
"""A JPEG is unpacked at a fraction of its size."""

_WHITE = (255, 255, 255)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # a child cannot begin any
Image.MAX_IMAGE_PIXELS = None  # the limits above are ours, and the memory of a child is bounded


def open_picture(source: BinaryIO, edge: int) -> Image.Image:
    """The picture in a file, the first of several, upright, with no edge longer than `edge` pixels; RGB or RGBA.

    Raises Refused for what is no picture, broken, or too large.
    """
    try:
        with Image.open(source, formats=FORMATS) as image:
            limit = MAX_PIXELS_OF_JPEG if image.format in {"JPEG", "MPO"} else MAX_PIXELS
            if math.prod(image.size) > limit:
                raise Refused(f"The picture has {image.width} x {image.height} pixels")
            image.draft("RGB", (edge, edge))
            picture = _to_eight_bits(image)
            fit(picture, edge)
            return ImageOps.exif_transpose(picture) if "exif" in image.info else picture
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        raise Refused(f"It is no picture that can be read: {error}") from None


def fit(image: Image.Image, edge: int) -> None:
    """Make a picture smaller in place, so that it has room in a square of `edge` pixels; a smaller one stays."""
    image.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)


def on_white(image: Image.Image) -> Image.Image:
    """The picture as it looks on white paper: RGB."""
    if image.mode == "RGB":
        return image
    paper = Image.new("RGB", image.size, _WHITE)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """RGBA where anything may be seen through, RGB elsewhere."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256, "L")
    elif image.mode in {"I", "F"}:
        image = ImageOps.autocontrast(image.convert("F").point(lambda value: value / 256).convert("L"))
    is_transparent = image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info
    return image.convert("RGBA" if is_transparent else "RGB")
