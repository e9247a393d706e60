"""The two typefaces in which text is set, and the width of each of their letters.

DejaVu has Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian letters; what it lacks is set as an empty square.
"""

import io
from functools import cached_property
from pathlib import Path

from PIL import ImageFont

_FOLDER = Path(__file__).parent.parent / "fonts"
_MEASURED_AT = 1000
_LOOKED_AT = 16
_NO_LETTER = "\U0010fffe"
_SQUARE = "\u25a1"


class Typeface:
    """A typeface that was read from disk, before the child shut itself in."""

    def __init__(self, file: str) -> None:
        self.data = (_FOLDER / file).read_bytes()
        self._widths: dict[str, float] = {}
        self._shown: dict[str, str] = {}

    @cached_property
    def _ruler(self) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(io.BytesIO(self.data), _MEASURED_AT)

    @cached_property
    def _glass(self) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(io.BytesIO(self.data), _LOOKED_AT)

    @cached_property
    def _blank(self) -> bytes:
        return bytes(self._glass.getmask(_NO_LETTER))

    def width(self, text: str) -> float:
        """How wide a text is, for letters of one point."""
        widths, total = self._widths, 0.0
        for letter in text:
            width = widths.get(letter)
            if width is None:
                width = widths[letter] = self._ruler.getlength(letter) / _MEASURED_AT
            total += width
        return total

    def shown(self, text: str) -> str:
        """The text as it is set: a square for each letter that the typeface lacks."""
        return text if text.isascii() else "".join(map(self._show, text))

    def _show(self, letter: str) -> str:
        shown = self._shown.get(letter)
        if shown is None:
            is_missing = not letter.isspace() and bytes(self._glass.getmask(letter)) == self._blank
            shown = self._shown[letter] = _SQUARE if is_missing else letter
        return shown


SANS = Typeface("DejaVuSans.ttf")
MONO = Typeface("DejaVuSansMono.ttf")
