"""What a platform allows in names and paths, and how a name from elsewhere is made to fit.

The words are those of the platforms' `path.validation`; the remedies are `segment_transform`,
`encode_invalid_characters` and `segment_truncate`.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Literal

import msgspec

Unit = Literal["characters", "bytes", "utf16"]


class PathRules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules for one segment of a path, and for paths as a whole; lengths are counted in `unit`.

    `reserved` names are compared without case, and without an extension where `reserved_with_extension`.
    """

    segment_max: int = 255
    total_max: int | None = None
    unit: Unit = "characters"
    invalid_characters: frozenset[str] = frozenset()
    control_characters: bool = False
    invalid_beginnings: tuple[str, ...] = ()
    invalid_endings: tuple[str, ...] = ()
    reserved: frozenset[str] = frozenset({".", ".."})
    reserved_with_extension: bool = False
    case_sensitive: bool = True
    composition_sensitive: bool = True


def length(text: str, unit: Unit) -> int:
    """How long a text is in a unit."""
    if unit == "characters":
        return len(text)
    return len(text.encode("utf-8" if unit == "bytes" else "utf-16-le", "surrogatepass")) // (
        2 if unit == "utf16" else 1
    )


def problem(name: str, rules: PathRules) -> str | None:
    """Why a name may not be given on the platform, as a sentence's end; None where it may."""
    if is_plain(name, rules):
        return None
    if not name:
        return "is empty"
    if _reserved_part(name, rules) in rules.reserved:
        return "is reserved"
    size = length(name, rules.unit)
    if size > rules.segment_max:
        return f"is {size} {rules.unit} long, where {rules.segment_max} are allowed"
    return _refused_part(name, rules)


def path_problem(path: Sequence[str], rules: PathRules) -> str | None:
    """Why a whole path is refused; None where it is not."""
    if rules.total_max is None:
        return None
    size = length("/".join(path), rules.unit)
    return f"is {size} {rules.unit} long, where {rules.total_max} are allowed" if size > rules.total_max else None


def transform(name: str, rules: PathRules, *, encoding: bool = False) -> str:
    """The name with `_` for everything that the platform refuses, or where `encoding` with `%3A` and the like; it may
    still be too long.
    """
    instead = _encoded if encoding and "%" not in rules.invalid_characters else _underscores
    text = _refused(rules).sub(lambda found: instead(found[0]), name) or "_"
    while rules.invalid_endings and text.endswith(rules.invalid_endings):
        kept = text.rstrip("".join(rules.invalid_endings))
        text = kept + instead(text[len(kept) :])
    if rules.invalid_beginnings and text.startswith(rules.invalid_beginnings):
        kept = text.lstrip("".join(rules.invalid_beginnings))
        text = instead(text[: len(text) - len(kept)]) + kept
    if _reserved_part(text, rules) in rules.reserved:
        text = f"_{text}" if text.strip(".") else "_" * len(text)
    return text


def is_plain(name: str, rules: PathRules) -> bool:
    """Whether a name may be given as it is, which one look tells of the names that most files have."""
    return _plain(rules).fullmatch(name) is not None and _reserved_part(name, rules) not in rules.reserved


def truncate(name: str, rules: PathRules) -> str:
    """The name cut to the platform's length; an extension of up to 16 characters stays whole."""
    if length(name, rules.unit) <= rules.segment_max:
        return name
    stem, dot, extension = name.rpartition(".")
    ending = dot + extension if stem and len(extension) <= 16 else ""
    stem = name[: len(name) - len(ending)]
    low, high = 0, len(stem)
    while low < high:
        middle = (low + high + 1) // 2
        if length(stem[:middle] + ending, rules.unit) <= rules.segment_max:
            low = middle
        else:
            high = middle - 1
    return _whole(stem[:low]) + ending


class Remedies(msgspec.Struct, frozen=True, kw_only=True):
    """What may be done to a name: replace what is refused, with `encoding` by its codes, and shorten what is too long."""

    transforming: bool
    encoding: bool
    truncating: bool


def fitted(name: str, rules: PathRules, remedies: Remedies) -> str:
    """The name with the remedies that are allowed; it may still be refused, as `problem` says."""
    if is_plain(name, rules):
        return name
    replacing, encoding = remedies.transforming or remedies.encoding, remedies.encoding
    text = transform(name, rules, encoding=encoding) if replacing else name
    if remedies.truncating:
        text = truncate(text, rules)
        text = transform(text, rules) if replacing else text  # by characters, which do not make it longer again
    return text


@cache
def _plain(rules: PathRules) -> re.Pattern[str]:
    """Finds the names that most files have, which break no rule but that of reserved ones; nothing where a rule is about letters."""
    rare = "".join(rules.invalid_characters | {part[:1] for part in rules.invalid_beginnings + rules.invalid_endings})
    if rules.segment_max < 2 or re.search(r"\w", rare):
        return re.compile("(?!)")
    inside = "".join(re.escape(character) for character in " .-" if character not in rules.invalid_characters)
    return re.compile(rf"\w(?:[\w{inside}]{{0,{rules.segment_max - 2}}}\w)?", re.ASCII)


def _underscores(text: str) -> str:
    return "_" * len(text)


def _encoded(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


def key(name: str, rules: PathRules) -> str:
    """What two names share when the platform takes them for the same."""
    if not rules.composition_sensitive:
        name = unicodedata.normalize("NFC", name)
    if not rules.case_sensitive:
        name = unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
    return name


@cache
def _refused(rules: PathRules) -> re.Pattern[str]:
    """Finds the characters that the rules refuse."""
    control = "" if rules.control_characters else r"\x00-\x1f\x7f-\x9f\ud800-\udfff"
    return re.compile(f"[\\0{control}{re.escape(''.join(sorted(rules.invalid_characters)))}]")


def _refused_part(name: str, rules: PathRules) -> str | None:
    if bad := sorted(set(_refused(rules).findall(name))):
        return f"contains {' '.join(_shown(character) for character in bad)}"
    if name.startswith(rules.invalid_beginnings or ("\0",)):
        return f"begins with {_shown(name[0])}"
    if name.endswith(rules.invalid_endings or ("\0",)):
        return f"ends with {_shown(name[-1])}"
    return None


def _reserved_part(name: str, rules: PathRules) -> str:
    return (name.split(".", 1)[0] or name).lower() if rules.reserved_with_extension else name.lower()


def _shown(character: str) -> str:
    return repr(character) if character.isprintable() and character != " " else f"U+{ord(character):04X}"


def _whole(text: str) -> str:
    """The text without a joiner at its end, whose other half was cut off."""
    return text.rstrip("\u200d")
