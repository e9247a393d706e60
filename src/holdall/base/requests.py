"""What every face reads of a request in the same way: its body within a limit, the segments of its path, addresses."""

import ipaddress
import re
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.types import Scope

from holdall.base.errors import BadRequest, ContentTooLarge
from holdall.base.settings import Settings

_PLAIN_HOST = re.compile(r"[0-9A-Za-z.:\[\]-]+")


def segments_of(scope: Scope) -> list[str]:
    """The parts of the path; an encoded slash belongs to a part and does not divide it."""
    raw: bytes = scope.get("raw_path") or b""
    if b"%2f" in raw.lower():
        return [unquote(part) for part in raw.decode("ascii", "replace").strip("/").split("/")]
    path: str = scope["path"]
    return path.strip("/").split("/")


def base_url_of(request: Request, settings: Settings) -> str:
    """The address at which the client reaches this server, without a trailing slash."""
    if settings.public_url:
        return settings.public_url
    host = request.headers.get("host", "")
    if not _PLAIN_HOST.fullmatch(host):
        host = request.url.netloc  # which takes a whole address apart, so it is not asked for every link
    return f"{request.scope['scheme']}://{host}"


def network_address(request: Request) -> str | None:
    """Where the request comes from, unless that is this machine: a proxy, for everybody alike."""
    client = request.client
    try:
        return None if client is None or ipaddress.ip_address(client.host).is_loopback else client.host
    except ValueError:
        return None


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body, at most `limit` bytes; raises ContentTooLarge, or BadRequest where the client breaks off."""
    declared = request.headers.get("content-length")
    if declared is not None and declared.isdigit() and int(declared) > limit:
        raise ContentTooLarge(f"The body has {declared} bytes; at most {limit} are taken here")
    pieces: list[bytes] = []
    size = 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > limit:
                raise ContentTooLarge(f"The body has more than the {limit} bytes that are taken here")
            pieces.append(piece)
    except ClientDisconnect:
        raise BadRequest("The body ended before it was complete") from None
    return b"".join(pieces)
