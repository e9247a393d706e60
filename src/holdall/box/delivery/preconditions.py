"""Conditional requests for content: may the answer be sent, is it needed, does the range still fit.

Order and comparisons are those of RFC 9110, section 13: https://www.rfc-editor.org/rfc/rfc9110#section-13
"""

import re
from collections.abc import Mapping
from email.utils import formatdate, parsedate_to_datetime

import msgspec

from holdall.base.clock import SECOND

_TAG = re.compile(r'(W/)?("[^"]*")')


class Validators(msgspec.Struct, frozen=True):
    """What tells one state of a representation from another: a strong entity tag, and an instant in microseconds."""

    etag: str
    modified_at: int

    @property
    def last_modified(self) -> str:
        """The Last-Modified header, which knows whole seconds."""
        return formatdate(self.modified_at // SECOND, usegmt=True)


def refuse(headers: Mapping[str, str], validators: Validators) -> int | None:
    """304 or 412 where the conditions of a GET or HEAD say so; None where the content is to be sent."""
    if_match = headers.get("if-match")
    if if_match is not None:
        if not _names(if_match, validators.etag, weak=False):
            return 412
    elif _is_before(headers.get("if-unmodified-since"), validators) is True:
        return 412
    if_none_match = headers.get("if-none-match")
    if if_none_match is not None:
        return 304 if _names(if_none_match, validators.etag, weak=True) else None
    return 304 if _is_before(headers.get("if-modified-since"), validators) is False else None


def range_applies(headers: Mapping[str, str], validators: Validators) -> bool:
    """Whether a Range header counts: there is no If-Range, or it names the present state exactly."""
    if_range = headers.get("if-range")
    if if_range is None:
        return True
    if_range = if_range.strip()
    if if_range.startswith(('"', "W/")):
        return if_range == validators.etag
    return _seconds(if_range) == validators.modified_at // SECOND


def _names(header: str, etag: str, *, weak: bool) -> bool:
    if header.strip() == "*":
        return True
    return any(tag == etag and (weak or not prefix) for prefix, tag in _TAG.findall(header))


def _is_before(header: str | None, validators: Validators) -> bool | None:
    """Whether the date in the header is before the last change; None where there is no readable date."""
    seconds = None if header is None else _seconds(header)
    return None if seconds is None else seconds < validators.modified_at // SECOND


def _seconds(date: str) -> int | None:
    try:
        return int(parsedate_to_datetime(date.strip()).timestamp())
    except (ValueError, OverflowError):
        return None
