"""Keys with which people's agents come in over HTTP, each leading to one connection; only their hashes are kept.

A key is not a token of Box: it opens this server alone, and can be taken back here.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import msgspec

_PREFIX = "hma_"


class Key(msgspec.Struct, frozen=True):
    """Whose agents use which connection."""

    connection: str
    sha256: str


class Keys:
    """The keys in a file; raises ValueError where it is damaged."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> dict[str, Key]:
        """Every key by its user's name."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Key])
        except FileNotFoundError:
            return {}
        except msgspec.DecodeError as error:
            raise ValueError(f"{self._path} is damaged: {error}") from None

    def add(self, user: str, connection: str) -> str:
        """Make a key for this user, instead of an older one; this is the only time that it is told."""
        key = _PREFIX + secrets.token_urlsafe(32)
        self._write({**self.all(), user: Key(connection, _hash(key))})
        return key

    def remove(self, user: str) -> None:
        """Take a user's key back; raises LookupError for an unknown user."""
        keys = self.all()
        if user not in keys:
            raise LookupError(f"{user} has no key")
        del keys[user]
        self._write(keys)

    def find(self, key: str) -> tuple[str, Key] | None:
        """The user whose key this is, and what it leads to."""
        digest = _hash(key)
        for user, known in self.all().items():
            if hmac.compare_digest(known.sha256, digest):
                return user, known
        return None

    def _write(self, keys: dict[str, Key]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        draft.touch(0o600)
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(keys), indent=2))
        draft.replace(self._path)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
