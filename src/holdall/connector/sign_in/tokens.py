"""Access tokens, where they are kept, and the rule that many callers share one renewal."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, Protocol, Self

import msgspec

from holdall.connector.errors import BoxError, Kind
from holdall.connector.exchange import Caller

MARGIN_SECONDS = 60.0
"""A token this close to its end is renewed before it is used."""


_LOST_ANSWERS = 2


class Token(msgspec.Struct, frozen=True):
    """An access token, when it ends (seconds since 1970), and what came with it."""

    access_token: str
    expires_at: float
    refresh_token: str | None = None
    restricted_to: list[Any] = []

    @classmethod
    def granted(cls, answer: Mapping[str, Any], now: float) -> Self:
        """The token in the answer of the token operation; raises BoxError where there is none in it."""
        try:
            return cls(
                access_token=answer["access_token"],
                expires_at=now + float(answer["expires_in"]),
                refresh_token=answer.get("refresh_token"),
                restricted_to=answer.get("restricted_to") or [],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise BoxError(
                Kind.CORRUPT, "the server's grant holds no token", operation_id="post_oauth2_token"
            ) from error

    def is_fresh(self, now: float) -> bool:
        """Whether it still lasts a while."""
        return now < self.expires_at - MARGIN_SECONDS


class TokenStore(Protocol):
    """Where a token outlives the process."""

    def load(self) -> Token | None:
        """The token that is kept, if any."""

    def save(self, token: Token) -> None:
        """Keep this token instead."""

    def clear(self) -> None:
        """Keep none; clearing twice is no error."""


class MemoryStore:
    """Keeps a token as long as the process lives."""

    def __init__(self, token: Token | None = None) -> None:
        self._token = token

    def load(self) -> Token | None:
        """The token that is kept, if any."""
        return self._token

    def save(self, token: Token) -> None:
        """Keep this token instead."""
        self._token = token

    def clear(self) -> None:
        """Keep none."""
        self._token = None


class RenewingSignIn(ABC):
    """A sign-in that can get a new token by itself, once for all who wait for one.

    Subclasses say how, in `_obtain`, and in `repeats` whether asking again after a lost answer does no harm.
    """

    repeats = True

    def __init__(self, store: TokenStore | None = None, clock: Callable[[], float] = time.time) -> None:
        self.store = store or MemoryStore()
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token: Token | None = None

    @property
    def subject(self) -> str | None:
        """Whose limits the calls count against, as far as it is known."""
        return None

    @property
    def token_at_hand(self) -> str | None:
        """The token, where nothing has to be asked for it."""
        token = self._token
        return token.access_token if token is not None and token.is_fresh(self._clock()) else None

    async def access_token(self, call: Caller) -> str:
        """A token that should be valid now; raises BoxError where none can be had."""
        return self.token_at_hand or await self._renew(call, None)

    async def renewed_token(self, call: Caller, refused: str) -> str | None:
        """Another token than the refused one; raises BoxError where the server grants none."""
        return await self._renew(call, refused)

    async def _renew(self, call: Caller, refused: str | None) -> str:
        async with self._lock:
            token = self.store.load()  # another caller, or another process, may have renewed it meanwhile
            if token is None or token.access_token == refused or not token.is_fresh(self._clock()):
                token = await self._obtain_surely(call, token)
                self.store.save(token)
            self._token = token
            return token.access_token

    async def _obtain_surely(self, call: Caller, old: Token | None) -> Token:
        for _ in range(_LOST_ANSWERS):
            try:
                return await self._obtain(call, old)
            except BoxError as error:
                if error.kind is not Kind.OUTCOME_UNKNOWN or not self.repeats:
                    raise
        return await self._obtain(call, old)

    def forget(self) -> None:
        """Keep no token any more; the next call asks for a new one."""
        self._token = None
        self.store.clear()

    @abstractmethod
    async def _obtain(self, call: Caller, old: Token | None) -> Token:
        """A new token from the server; raises BoxError where it grants none."""


async def grant(call: Caller, operation_id: str, fields: Mapping[str, Any], now: Callable[[], float]) -> Token:
    """The token that the token operation grants; a refusal is raised as UNAUTHORIZED."""
    try:
        answer = await call(operation_id, {"body": dict(fields)})
    except BoxError as error:
        if error.status in {400, 401, 403}:
            error.kind = Kind.UNAUTHORIZED
        raise
    return Token.granted(answer, now())
