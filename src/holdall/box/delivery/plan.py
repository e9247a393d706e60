"""What a request for content gets: status, headers, and which stretches of the content, decided before any is read."""

import secrets
from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from holdall.box.delivery.preconditions import Validators, range_applies, refuse
from holdall.box.delivery.ranges import ByteRange, parse_ranges

RawHeaders = Iterable[tuple[bytes, bytes]]

_DECIDING = frozenset(
    {b"if-match", b"if-modified-since", b"if-none-match", b"if-range", b"if-unmodified-since", b"range"}
)


class Stretch(msgspec.Struct, frozen=True):
    """A part of a body: text of our own, then bytes of the content."""

    head: bytes
    part: ByteRange | None

    @property
    def length(self) -> int:
        """How many bytes both are."""
        return len(self.head) + (self.part.length if self.part else 0)


class Plan(msgspec.Struct, frozen=True):
    """An answer that is decided and not yet sent. `length` is how many bytes its stretches are together."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    stretches: tuple[Stretch, ...] = ()
    length: int = 0


class Representation:
    """Content as it can be sent: its size, what tells its states apart, and the headers that say what it is."""

    def __init__(self, size: int, validators: Validators, labels: Mapping[str, str]) -> None:
        self._size = size
        self._validators = validators
        self._labels = labels
        self._common = {
            "accept-ranges": "bytes",
            "cache-control": "private",
            "etag": validators.etag,
            "last-modified": validators.last_modified,
        }

    def answer(self, method: str, request: RawHeaders) -> Plan:
        """The answer to a GET or HEAD with these headers; that to HEAD has the headers of a GET and nothing to send."""
        deciding = _read(request)
        plan = self._decide(method, deciding) if deciding else self._whole
        return Plan(plan.status, plan.headers) if method == "HEAD" else plan

    @cached_property
    def _whole(self) -> Plan:
        return self._send(None)

    def _decide(self, method: str, request: Mapping[str, str]) -> Plan:
        refused = refuse(request, self._validators)
        if refused == 304:
            return _plan(304, self._common)
        if refused is not None:
            return _plan(refused, self._common, {"content-length": "0"})
        ranges = None
        if method == "GET" and range_applies(request, self._validators):
            ranges = parse_ranges(request.get("range"), self._size)
        if ranges == []:
            return _plan(416, self._common, {"content-range": f"bytes */{self._size}", "content-length": "0"})
        return self._send(ranges)

    def _send(self, ranges: list[ByteRange] | None) -> Plan:
        headers = {**self._common, **self._labels}
        if ranges is None:
            whole = (Stretch(b"", ByteRange(0, self._size - 1)),) if self._size else ()
            return _plan(200, headers, {"content-length": str(self._size)}, whole)
        if len(ranges) == 1:
            more = {"content-range": ranges[0].content_range(self._size), "content-length": str(ranges[0].length)}
            return _plan(206, headers, more, (Stretch(b"", ranges[0]),))
        boundary = secrets.token_hex(16)
        stretches = []
        for number, part in enumerate(ranges):
            line_end = "\r\n" if number else ""
            head = (
                f"{line_end}--{boundary}\r\ncontent-type: {headers['content-type']}\r\n"
                f"content-range: {part.content_range(self._size)}\r\n\r\n"
            )
            stretches.append(Stretch(head.encode(), part))
        stretches.append(Stretch(f"\r\n--{boundary}--\r\n".encode(), None))
        length = sum(stretch.length for stretch in stretches)
        more = {"content-type": f"multipart/byteranges; boundary={boundary}", "content-length": str(length)}
        return _plan(206, headers, more, tuple(stretches))


def _read(request: RawHeaders) -> dict[str, str]:
    """The headers that decide on the answer; those sent more than once are one list."""
    deciding: dict[str, str] = {}
    for name, value in request:
        if name in _DECIDING:
            text, known = value.decode("latin-1"), deciding.get(name.decode())
            deciding[name.decode()] = text if known is None else f"{known}, {text}"
    return deciding


def _plan(
    status: int, headers: Mapping[str, str], more: Mapping[str, str] = {}, stretches: tuple[Stretch, ...] = ()
) -> Plan:
    encoded = tuple((name.encode(), value.encode("latin-1")) for name, value in {**headers, **more}.items())
    return Plan(status, encoded, stretches, sum(stretch.length for stretch in stretches))
