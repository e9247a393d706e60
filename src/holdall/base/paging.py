"""Markers: opaque positions in a list, so that the next page starts by key and costs the same wherever it is."""

import base64
import binascii

import msgspec

from holdall.base.errors import InvalidParameter

MarkerKey = list[int | str | None]


def encode_marker(key: MarkerKey) -> str:
    """A marker that stands for the sort key of the last row of a page."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(key)).decode().rstrip("=")


def decode_marker(marker: str, length: int) -> MarkerKey:
    """The sort key of `length` parts in a marker; raises InvalidParameter for anything we did not make."""
    try:
        raw = base64.urlsafe_b64decode(marker + "=" * (-len(marker) % 4))
        key = msgspec.msgpack.decode(raw, type=MarkerKey)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        key = []
    if len(key) != length:
        raise InvalidParameter("marker", "is not a marker of this list; start again without it", code="invalid_marker")
    return key


def check_limit(limit: int | None, *, default: int, maximum: int) -> int:
    """The page size to use; Box caps a larger limit silently and refuses a negative one."""
    if limit is None:
        return default
    if limit < 0:
        raise InvalidParameter("limit", "must not be negative")
    return min(limit, maximum) or default
