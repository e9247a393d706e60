"""Pictures for tests: plain ones of every form, and measures of what came back."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

RED = (200, 30, 30)


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 300), mode: str = "RGB", **more: Any) -> bytes:
    """A red picture, or a plain one where the mode has no red."""
    written = io.BytesIO()
    color = RED if mode == "RGB" else None
    image = Image.new(mode, size) if color is None else Image.new(mode, size, color)
    image.save(written, kind, **more)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    """A picture that was answered."""
    return Image.open(io.BytesIO(content))


def form_and_size(content: bytes) -> tuple[str | None, tuple[int, int]]:
    """The form and the size of a picture that was answered."""
    image = opened(content)
    return image.format, image.size


def psd(size: tuple[int, int]) -> bytes:
    """A red picture as Photoshop keeps it, without layers: only the picture that they make together."""
    width, height = size
    header = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, height, width, 8, 3)
    no_sections = struct.pack(">III", 0, 0, 0)
    planes = b"".join(bytes([value]) * (width * height) for value in RED)
    return header + no_sections + struct.pack(">H", 0) + planes


def png_bomb(width: int, height: int) -> bytes:
    """A PNG of zeros in few bytes, which says that it has so many pixels of one bit each."""
    row = b"\0" * (width // 8 + 1)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
