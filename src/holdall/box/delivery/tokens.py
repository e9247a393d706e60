"""The tokens in links to content: what a link says, signed, so that nobody else can make one."""

import base64
import binascii

import msgspec

from holdall.base.clock import SECOND
from holdall.base.errors import Gone, NotFound
from holdall.base.keys import ServerKey

_PURPOSE = "download link"
_SIGNATURE_LENGTH = 43


class Link(msgspec.Struct, frozen=True, array_like=True):
    """What a link says: which version, until when (seconds since 1970), and whether a browser may show it."""

    version_id: int
    expires_at: int
    inline: bool = False

    def require_live(self, now: int) -> None:
        """Raise Gone where the link has expired; `now` is in microseconds UTC."""
        if self.expires_at <= now // SECOND:
            raise Gone("This download link has expired; ask for the content of the file again")


_decode = msgspec.msgpack.Decoder(Link).decode
_encode = msgspec.msgpack.Encoder().encode


def write_token(key: ServerKey, link: Link) -> str:
    """The token of a link, safe in a URL."""
    payload = base64.urlsafe_b64encode(_encode(link)).decode().rstrip("=")
    return payload + key.sign(payload, _PURPOSE)


def read_token(key: ServerKey, token: str) -> Link:
    """What a token says; raises NotFound for one that this server has not made."""
    payload, signature = token[:-_SIGNATURE_LENGTH], token[-_SIGNATURE_LENGTH:]
    if not key.verify(payload, signature, _PURPOSE):
        raise NotFound("This is not a download link of this server")
    try:
        return _decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise NotFound("This is not a download link of this server") from None
