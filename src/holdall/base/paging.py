"""Markers: opaque positions in a list, so that the next page starts by key and costs the same wherever it is."""

import base64
import binascii
from typing import Any, TypeVar

import msgspec

from holdall.base.errors import InvalidParameter

Key = TypeVar("Key")
_URL_SAFE = str.maketrans("-_", "+/")


def encode_marker(key: tuple[int | str | None, ...]) -> str:
    """A marker that stands for the sort key of the last row of a page."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(key)).decode().rstrip("=")


def decode_marker(marker: str, kind: type[Key]) -> Key:
    """The sort key in a marker, as `kind` says (such as `tuple[int, str]`); raises InvalidParameter for anything else."""
    try:
        raw = base64.b64decode(marker.translate(_URL_SAFE) + "=" * (-len(marker) % 4), validate=True)
        key = msgspec.msgpack.decode(raw, type=kind)
        _check_for_database(key)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise InvalidParameter(
            "marker", "is not a marker of this list; start again without it", code="invalid_marker"
        ) from None
    return key


def _check_for_database(key: Any) -> None:
    """Raise ValueError for what no row has, and no database would take as a parameter."""
    for value in key if isinstance(key, tuple) else (key,):
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise ValueError("a larger number than a database keeps")
        if isinstance(value, str) and "\0" in value:
            raise ValueError("a character that PostgreSQL does not keep")


def check_limit(limit: int | None, *, default: int, maximum: int) -> int:
    """The page size to use; Box caps a larger limit silently and refuses a negative one."""
    if limit is None:
        return default
    if limit < 0:
        raise InvalidParameter("limit", "must not be negative")
    return min(limit, maximum) or default
