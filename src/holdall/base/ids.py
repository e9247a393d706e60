"""Identifiers: numbers from one sequence for all rows, and secrets that cannot be guessed.

A process takes numbers from the database in blocks, so an id costs no query and is never given twice.
"""

import hashlib
import os
import re
import secrets
import uuid

FIRST_ID = 1_000_000_001
BLOCK_SIZE = 200_000
LOW_WATER = 100_000


_PIECE = 16
_PIECES = 256
_random: list[bytes] = []
"""Random bytes for what is no secret: drawn many at a time, since each draw is a call of the system."""

_NUMBER = re.compile(r"-?[0-9]{1,18}", re.ASCII)


def number_in(text: str) -> int | None:
    """The whole number that a text from outside is, None where it is none or larger than the database keeps."""
    return int(text) if _NUMBER.fullmatch(text) else None


class IdBlock:
    """The numbers this process may still give out; the database refills it before a unit of work begins."""

    def __init__(self) -> None:
        self.next = 0
        self.end = 0

    @property
    def is_low(self) -> bool:
        """Whether a refill is due: one unit of work may take LOW_WATER numbers."""
        return self.end - self.next < LOW_WATER

    def refill(self, start: int) -> None:
        """Continue with the BLOCK_SIZE numbers from `start`; what was left of the old block is never given."""
        self.next, self.end = start, start + BLOCK_SIZE

    def clear(self) -> None:
        """Forget the block, because the transaction that reserved it did not commit."""
        self.next = self.end = 0

    def take(self) -> int:
        """The next number; raises RuntimeError when one unit of work asks for more than LOW_WATER."""
        if self.next >= self.end:
            raise RuntimeError(f"a unit of work may take {LOW_WATER} ids at most; split it into smaller units")
        self.next += 1
        return self.next - 1


def new_secret(length: int = 32) -> str:
    """A random string of `length` letters and digits, for tokens and client secrets."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    return "".join(secrets.choice(alphabet) for _ in range(length))


def new_uuid() -> str:
    """A random UUID in its usual text form."""
    return str(uuid.UUID(bytes=_random_piece(), version=4))


def new_request_id() -> str:
    """A short random id for one request, unique enough to find it in a log."""
    return _random_piece()[:8].hex()


def _random_piece() -> bytes:
    """Sixteen random bytes, given once; a forked child draws its own."""
    try:
        return _random.pop()
    except IndexError:
        drawn = os.urandom(_PIECE * _PIECES)
        _random.extend(drawn[place : place + _PIECE] for place in range(_PIECE, len(drawn), _PIECE))
        return drawn[:_PIECE]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_random.clear)


def secret_hash(secret: str) -> str:
    """SHA-256 in hex: how high-entropy secrets such as tokens are stored. Passwords need argon2 instead."""
    return hashlib.sha256(secret.encode()).hexdigest()
