"""The Range header: which bytes of a representation a client asks for.

The rules are those of RFC 9110, section 14: https://www.rfc-editor.org/rfc/rfc9110#section-14
"""

import re

import msgspec

MAX_RANGES = 100
"""A request for more ranges than this is answered with the whole: it asks for work, not for bytes."""

_HEADER = re.compile(r"\s*bytes\s*=(.*)", re.ASCII | re.IGNORECASE | re.DOTALL)
_SPEC = re.compile(r"([0-9]*)\s*-\s*([0-9]*)", re.ASCII)
_DIGITS = 19  # more digits than any size has; Python refuses to read thousands of them


class ByteRange(msgspec.Struct, frozen=True):
    """The bytes from `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes it has: at least one."""
        return self.last - self.first + 1

    def content_range(self, size: int) -> str:
        """The Content-Range header of this part of `size` bytes."""
        return f"bytes {self.first}-{self.last}/{size}"


def parse_ranges(header: str | None, size: int) -> list[ByteRange] | None:
    """The ranges that a Range header asks for of `size` bytes, in its order.

    None is the whole: no header, another unit, a header that breaks the grammar, or ranges that together are larger
    than the whole. An empty list is a request that cannot be satisfied (416).
    """
    match = _HEADER.fullmatch(header) if header else None
    if match is None:
        return None
    specs = [spec.strip() for spec in match[1].split(",")]
    specs = [spec for spec in specs if spec]
    if not specs or len(specs) > MAX_RANGES:
        return None
    ranges = []
    for spec in specs:
        found = _SPEC.fullmatch(spec)
        if found is None:
            return None
        bounds = _bounds(found[1], found[2], size)
        if bounds is None:
            return None
        first, last = bounds
        if first <= last:
            ranges.append(ByteRange(first, last))
    if sum(one.length for one in ranges) > size:
        return None
    return ranges


def _bounds(first: str, last: str, size: int) -> tuple[int, int] | None:
    """The first and last byte of one range, an empty one where nothing of it exists; None for broken grammar."""
    if not first and not last:
        return None
    if not first:
        return _suffix(_number(last), size)
    start = _number(first)
    end = _number(last) if last else size
    if end < start and last:
        return None
    return start, min(end, size - 1)


def _suffix(length: int, size: int) -> tuple[int, int] | None:
    """The last `length` bytes. Of an empty file they are the whole, which has no Content-Range."""
    if length and not size:
        return None
    return max(size - length, 0), size - 1


def _number(digits: str) -> int:
    digits = digits.lstrip("0")
    return int(digits or "0") if len(digits) <= _DIGITS else 10**_DIGITS
