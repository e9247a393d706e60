"""The words of a text, as both databases keep them and as queries ask for them.

Both engines are given words that are ready: one rule for what a word is, whichever database holds the index.
"""

import re
import sys
import unicodedata
from itertools import islice

LONGEST_WORD = 64
"""Words are cut there: nobody types longer ones, and PostgreSQL takes none of more than 2 KB."""

# What stands for itself under NFKD and yet is typed as something else by those without the key.
_FOLDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ς": "σ"}
)
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe00-\ufe0f]+")
# Scripts that write no spaces between words, and Hangul, whose particles are glued to the word: a word of each character,
# so that a sequence of characters is found wherever it stands.
_SINGLE = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\u3105-\u312f\uac00-\ud7a3\u1100-\u11ff"  # Bopomofo, Hangul
)
_WORD = re.compile(rf"[{_SINGLE}]|(?:(?![{_SINGLE}])[^\W_])+")
_IS_SINGLE = re.compile(rf"[{_SINGLE}]")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W_]")
# What the characters of ASCII are in words; a table is many times as fast as an expression.
_PLAIN = "".join(character.lower() if character.isalnum() else " " for character in map(chr, range(128)))


def words_of(text: str, most: int = sys.maxsize) -> list[str]:
    """The words of a text in their order, in lower case and without accents; punctuation divides them.

    The first `most` of them; what comes after is not looked at.
    """
    if text.isascii():
        words = text.translate(_PLAIN).split(None, most)[:most]
    else:
        words = [match.group() for match in islice(_WORD.finditer(fold(text)), most)]
    return [word[:LONGEST_WORD] for word in words]


def fold(text: str) -> str:
    """The text without regard to case, accents, width and composition."""
    return unicodedata.normalize("NFC", _without_accents(text).casefold().translate(_FOLDED))


def parts_of(name: str) -> list[str]:
    """The words of a name with compounds taken apart: QuarterlyReport2024 is quarterly, report, 2024.

    Empty where that says no more than the words themselves.
    """
    bare = name if name.isascii() else _without_accents(name)
    shape = bare if bare.isascii() else "".join(map(_shape, bare))
    parts = [word for match in _PART.finditer(shape) for word in words_of(bare[match.start() : match.end()])]
    return parts if parts != words_of(name) else []


def is_single(word: str) -> bool:
    """Whether a word is one character of a script without spaces."""
    return _IS_SINGLE.match(word) is not None


def _without_accents(text: str) -> str:
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))


def _shape(character: str) -> str:
    """An ASCII character of the same kind: letters of any script have parts by their case, as those of ASCII do."""
    if character.isupper():
        return "A"
    if character.islower() or (character.isalpha() and not is_single(character)):
        return "a"
    return "0" if character.isdigit() else character if is_single(character) else "_"
