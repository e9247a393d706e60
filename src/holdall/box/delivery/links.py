"""Links to content that need no token: signed by this server, for one version, good for minutes.

A link is a capability: whoever has it reads that version until it expires, as with Box's own.
"""

import base64
import binascii

import msgspec

from holdall.base.clock import SECOND
from holdall.base.errors import Gone, NotFound
from holdall.box.context import Context

PATH = "/d/1/{token}/download"
_PURPOSE = "download link"
_SIGNATURE_LENGTH = 43


class Link(msgspec.Struct, frozen=True, array_like=True):
    """What a link says: which version, until when (seconds since 1970), and whether a browser may show it."""

    version_id: int
    expires_at: int
    inline: bool = False


_decode = msgspec.msgpack.Decoder(Link).decode
_encode = msgspec.msgpack.Encoder().encode


def make_link(ctx: Context, version_id: int, *, inline: bool = False) -> str:
    """An absolute link to the content of a version, good for the time that the settings say."""
    lifetime = ctx.platform.settings.download_link_lifetime
    link = Link(version_id, ctx.db.now // SECOND + lifetime, inline)
    payload = base64.urlsafe_b64encode(_encode(link)).decode().rstrip("=")
    return ctx.download_url + PATH.replace("{token}", payload + ctx.platform.key.sign(payload, _PURPOSE))


def read_link(ctx: Context, token: str) -> Link:
    """What the token of a link says; raises NotFound for one that is not ours, and Gone for one that has expired."""
    payload, signature = token[:-_SIGNATURE_LENGTH], token[-_SIGNATURE_LENGTH:]
    if not ctx.platform.key.verify(payload, signature, _PURPOSE):
        raise NotFound("This is not a download link of this server")
    try:
        link = _decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise NotFound("This is not a download link of this server") from None
    if link.expires_at <= ctx.db.now // SECOND:
        raise Gone("This download link has expired; ask for the content of the file again")
    return link
