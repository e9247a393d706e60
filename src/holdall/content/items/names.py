"""What an item may be called, and when two names are the same.

The rules are Box's: https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors (item_name_invalid).
"""

import unicodedata

from holdall.base.errors import InvalidParameter

MAX_NAME_LENGTH = 255
_RESERVED = {".", ".."}
_UNPRINTABLE = {"Cc", "Cs"}  # control characters, and halves of a character that no encoding can carry


def check_name(name: str) -> str:
    """The name, where it may be given to an item.

    Raises InvalidParameter with the code item_name_invalid or item_name_too_long.
    """
    if len(name) > MAX_NAME_LENGTH:
        message = f"has {len(name)} characters; a name has {MAX_NAME_LENGTH} at most"
        raise InvalidParameter("name", message, code="item_name_too_long")
    problem = _problem(name)
    if problem:
        shown = name.encode("utf-8", "backslashreplace").decode()
        raise InvalidParameter("name", problem, code="item_name_invalid", value=shown)
    return name


def name_key(name: str) -> str:
    """What must be unique among the active items of a folder: the name without regard to case and composition."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def extension_of(name: str) -> str:
    """What follows the last dot of a file's name, or an empty string where there is none."""
    stem, dot, extension = name.rpartition(".")
    return extension if dot and stem else ""


def _problem(name: str) -> str:
    if not name:
        return "must not be empty"
    if "/" in name or "\\" in name:
        return "must not contain a slash or a backslash"
    if name in _RESERVED:
        return "must not be . or .."
    if name[0] == " " or name[-1] == " ":
        return "must not begin or end with a space"
    if not name.isprintable() and any(unicodedata.category(character) in _UNPRINTABLE for character in name):
        return "must not contain control characters"
    return ""
