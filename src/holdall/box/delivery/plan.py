"""What a request for content gets: status, headers, and which stretches of the content, decided before any is read."""

import secrets
from collections.abc import Mapping

import msgspec

from holdall.box.delivery.preconditions import Validators, range_applies, refuse
from holdall.box.delivery.ranges import ByteRange, parse_ranges


class Stretch(msgspec.Struct, frozen=True):
    """A part of a body: text of our own, then bytes of the content."""

    head: bytes
    part: ByteRange | None

    @property
    def length(self) -> int:
        """How many bytes both are."""
        return len(self.head) + (self.part.length if self.part else 0)


class Plan(msgspec.Struct, frozen=True):
    """An answer that is decided and not yet sent. A HEAD request gets the headers of a GET without its stretches."""

    status: int
    headers: dict[str, str]
    stretches: tuple[Stretch, ...] = ()


def plan_answer(
    method: str, request: Mapping[str, str], validators: Validators, size: int, labels: Mapping[str, str]
) -> Plan:
    """The answer to a GET or HEAD with these headers for content of `size` bytes; `labels` say what the content is."""
    headers = {
        "accept-ranges": "bytes",
        "cache-control": "private",
        "etag": validators.etag,
        "last-modified": validators.last_modified,
    }
    refused = refuse(request, validators)
    if refused == 304:
        return Plan(304, headers)
    if refused is not None:
        return Plan(refused, {**headers, "content-length": "0"})
    ranges = None
    if method == "GET" and range_applies(request, validators):
        ranges = parse_ranges(request.get("range"), size)
    if ranges == []:
        return Plan(416, {**headers, "content-range": f"bytes */{size}", "content-length": "0"})
    plan = _send_ranges(ranges, size, {**headers, **labels})
    return Plan(plan.status, plan.headers) if method == "HEAD" else plan


def _send_ranges(ranges: list[ByteRange] | None, size: int, headers: dict[str, str]) -> Plan:
    if ranges is None:
        whole = (Stretch(b"", ByteRange(0, size - 1)),) if size else ()
        return Plan(200, {**headers, "content-length": str(size)}, whole)
    if len(ranges) == 1:
        headers["content-range"] = ranges[0].content_range(size)
        headers["content-length"] = str(ranges[0].length)
        return Plan(206, headers, (Stretch(b"", ranges[0]),))
    boundary = secrets.token_hex(16)
    stretches = []
    for number, part in enumerate(ranges):
        line_end = "\r\n" if number else ""
        head = (
            f"{line_end}--{boundary}\r\ncontent-type: {headers['content-type']}\r\n"
            f"content-range: {part.content_range(size)}\r\n\r\n"
        )
        stretches.append(Stretch(head.encode(), part))
    stretches.append(Stretch(f"\r\n--{boundary}--\r\n".encode(), None))
    headers["content-type"] = f"multipart/byteranges; boundary={boundary}"
    headers["content-length"] = str(sum(stretch.length for stretch in stretches))
    return Plan(206, headers, tuple(stretches))
