"""The server's own key: seals secrets at rest and signs what clients carry back to us.

One key file; a separate key is derived for each purpose, so that a signature never serves where another is due.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12


class ServerKey:
    """Seals text so that only this server reads it, and signs text so that nobody else can have made it."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError(f"a server key has {KEY_BYTES} bytes, not {len(secret)}")
        self._secret = secret

    def seal(self, text: str, purpose: str) -> str:
        """The text encrypted and authenticated for one purpose."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + AESGCM(self._derive(purpose)).encrypt(nonce, text.encode(), None)
        return base64.urlsafe_b64encode(sealed).decode()

    def unseal(self, sealed: str, purpose: str) -> str:
        """The text of `seal`; raises ValueError where key or purpose are others, or it was changed."""
        try:
            raw = base64.urlsafe_b64decode(sealed)
            return AESGCM(self._derive(purpose)).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None).decode()
        except (InvalidTag, binascii.Error, ValueError):
            raise ValueError(f"a sealed {purpose} cannot be read: was the server's key file replaced?") from None

    def sign(self, text: str, purpose: str) -> str:
        """A signature of the text for one purpose, safe in a URL."""
        digest = hmac.digest(self._derive(purpose), text.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def verify(self, text: str, signature: str, purpose: str) -> bool:
        """Whether `signature` is the one that `sign` gives."""
        return hmac.compare_digest(self.sign(text, purpose).encode(), signature.encode())

    def _derive(self, purpose: str) -> bytes:
        return _derive(self._secret, purpose)


@lru_cache(maxsize=256)
def _derive(secret: bytes, purpose: str) -> bytes:
    return hmac.digest(secret, f"holdall:{purpose}".encode(), hashlib.sha256)


def load_server_key(path: Path) -> ServerKey:
    """The key in the file, made with mode 0600 where there is none; raises ValueError for a file that is no key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
    try:
        return ServerKey(bytes.fromhex(path.read_text().strip()))
    except ValueError:
        raise ValueError(f"{path} is not a server key of {KEY_BYTES} bytes in hex") from None
