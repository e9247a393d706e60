"""Long polls: a request that is answered when something happens in its user's stream, or after a while.

The address that a client polls carries its channel: the user and a position, signed, so that any process of the server
can go on with it, and the same one after it was killed.
"""

import asyncio
import base64
import binascii
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec

from holdall.base.clock import MINUTE, Clock
from holdall.base.db import Database
from holdall.base.errors import NotFound
from holdall.base.keys import ServerKey
from holdall.content.events.bell import Listener, listening_to
from holdall.content.events.horizon import Horizon
from holdall.content.events.streams import Stream, has_more, list_channels

LIFETIME = 10 * MINUTE
MAX_RETRIES = 10
LOOK_SECONDS = 2.0
"""How often a poll looks by itself: a process may die before it can tell others of its last commit, and more may be
shared with the user by then."""
SETTLE_SECONDS = 0.005
"""How soon it looks again where an event is there that may not be read yet."""
GATHER_SECONDS = 0.004
"""How long after a bell events are left to gather, so that busy times do not make every poll look at every commit."""
REMEMBERED = 10_000

_PURPOSE = "long poll"
_SIGNATURE_LENGTH = 43

Message = Literal["new_change", "reconnect", "max_retries"]


class Channel(msgspec.Struct, frozen=True, array_like=True):
    """What the address of a long poll says: whose stream, from which position, and until when (microseconds UTC)."""

    user_id: int
    position: int
    expires_at: int


class _Poll(msgspec.Struct):
    """What this process remembers of a channel."""

    told: int
    """The position up to which the client was told to look."""
    retries: int = 0
    """Polls in a row that the client gave up."""


class LongPolls:
    """The channels that this process has seen lately; another process begins where their address says."""

    def __init__(self) -> None:
        self._polls: OrderedDict[str, _Poll] = OrderedDict()
        self._ending = asyncio.Event()

    def end(self) -> None:
        """Send every client that waits, and all who come, elsewhere: the server is about to stop."""
        self._ending.set()

    async def until_end(self, has_left: Callable[[], Awaitable[object]]) -> None:
        """Wait until the client of one poll has left or all polls are ended."""
        waits = [asyncio.ensure_future(one) for one in (has_left(), self._ending.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()

    def find(self, token: str, channel: Channel) -> _Poll:
        """What is remembered of a channel."""
        poll = self._polls.setdefault(token, _Poll(told=channel.position))
        self._polls.move_to_end(token)
        if len(self._polls) > REMEMBERED:
            self._polls.popitem(last=False)
        return poll


class Waiter(msgspec.Struct):
    """One long poll on its way: `position` is where its client's knowledge ends."""

    db: Database
    horizon: Horizon
    channel: Channel
    stream: Stream
    position: int

    async def wait(self, seconds: float, has_left: Callable[[], Awaitable[object]]) -> bool:
        """Whether anything was told to the user behind the position before the time was over or the client left."""
        now = asyncio.get_running_loop().time
        deadline = now() + seconds
        leaving = asyncio.ensure_future(has_left())
        try:
            while not leaving.done() and now() < deadline:
                # Anew from time to time: more may be shared with the user by now.
                channels = await list_channels(self.db, self.channel.user_id, self.stream)
                with listening_to(channels) as listener:
                    if await self._listen(listener, channels, min(deadline, now() + LOOK_SECONDS), leaving):
                        return True
            return False
        finally:
            leaving.cancel()

    async def _listen(
        self, listener: Listener, channels: list[int], until: float, leaving: "asyncio.Future[object]"
    ) -> bool:
        """Whether there was news on these channels before a moment of the loop's clock, or before the client left."""
        now = asyncio.get_running_loop().time
        while not leaving.done():
            if await self._has_news(channels):
                return True
            remaining = until - now()
            if remaining <= 0:
                break
            await _pause(listener, min(SETTLE_SECONDS, remaining) if self.horizon.is_waiting else remaining, leaving)
        return False

    async def _has_news(self, channels: list[int]) -> bool:
        until = await self.horizon.advance(self.db)
        if until <= self.position:
            return False
        if await has_more(self.db, channels, after=self.position, until=until):
            return True
        self.position = until
        return False


async def _pause(listener: Listener, seconds: float, leaving: "asyncio.Future[object]") -> None:
    ringing = asyncio.ensure_future(listener.wait(seconds))
    await asyncio.wait((ringing, leaving), return_when=asyncio.FIRST_COMPLETED)
    if ringing.done() and ringing.result():
        await asyncio.sleep(GATHER_SECONDS)
    ringing.cancel()


async def poll(
    polls: LongPolls, waiter: Waiter, token: str, *, now: int, seconds: float, has_left: Callable[[], Awaitable[object]]
) -> Message:
    """Wait for news and say what the client shall do next: look for events, or begin anew."""
    if waiter.channel.expires_at <= now:
        return "reconnect"
    remembered = polls.find(token, waiter.channel)
    if remembered.retries >= MAX_RETRIES:
        return "max_retries"
    remembered.retries += 1
    if not await waiter.wait(seconds, lambda: polls.until_end(has_left)):
        return "reconnect"
    remembered.retries, remembered.told = 0, max(remembered.told, waiter.horizon.settled)
    return "new_change"


def write_channel(key: ServerKey, clock: Clock, user_id: int, position: int) -> str:
    """A channel of a user that is good for `LIFETIME` from now, safe in an address."""
    channel = Channel(user_id, position, clock.now() + LIFETIME)
    payload = base64.urlsafe_b64encode(msgspec.msgpack.encode(channel)).decode().rstrip("=")
    return payload + key.sign(payload, _PURPOSE)


def read_channel(key: ServerKey, token: str) -> Channel:
    """What a channel says; raises NotFound for one that this server has not made."""
    payload, signature = token[:-_SIGNATURE_LENGTH], token[-_SIGNATURE_LENGTH:]
    if not key.verify(payload, signature, _PURPOSE):
        raise NotFound("This is not a channel of this server")
    try:
        return msgspec.msgpack.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)), type=Channel)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise NotFound("This is not a channel of this server") from None
