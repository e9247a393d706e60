"""The part of a blocking client that works in the thread which calls: one request after another, and no event loop.

Signing in stays in the loop, where one renewal serves all who wait for it; a token at hand is taken here.
"""

import threading
from typing import TYPE_CHECKING

from holdall.connector.box import Box
from holdall.connector.clock import SystemClock, ThreadClock
from holdall.connector.exchange import Caller, Exchange, SignIn
from holdall.connector.portal import portal
from holdall.connector.transport import HttpTransport

if TYPE_CHECKING:
    from holdall.connector.thread_transport import ThreadTransport


class _SignInFromThread:
    """A sign-in that threads use: what it has to ask for is asked in the loop."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in

    @property
    def subject(self) -> str | None:
        """Whose limits the calls count against, as far as it is known."""
        return self._sign_in.subject

    async def access_token(self, call: Caller) -> str:
        """A token that should be valid now; raises BoxError where none can be had."""
        token: str | None = getattr(self._sign_in, "token_at_hand", None)
        return token or portal().run(self._sign_in.access_token(call))

    async def renewed_token(self, call: Caller, refused: str) -> str | None:
        """Another token than the one that the server refused; None where there is no way to one."""
        return portal().run(self._sign_in.renewed_token(call, refused))


class Nearby:
    """What a client and its views share for calls in the calling thread, made when it is first needed."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._lock = threading.Lock()
        self._transport: ThreadTransport | None = None
        self._exchange: Exchange | None = None
        self._is_made = False

    def client(self, box: Box) -> Box | None:
        """A view of the client whose requests go out from the calling thread, under the same limits.

        None where it needs the loop: it has a transport or a clock of its own, a limit for whole calls, or a proxy.
        """
        if box.has_time_limit:
            return None
        with self._lock:
            if not self._is_made:
                self._exchange, self._is_made = self._make(), True
        return None if self._exchange is None else box.over(self._exchange, ThreadClock())

    def _make(self) -> Exchange | None:
        box, exchange = self._box, self._box.exchange
        if type(exchange.transport) is not HttpTransport or type(box.clock) is not SystemClock:
            return None
        self._transport = transport = exchange.transport.for_threads()
        return None if transport is None else exchange.over(transport, _SignInFromThread(box.sign_in), ThreadClock())

    @property
    def is_open(self) -> bool:
        """Whether there are connections to close."""
        return self._transport is not None and self._transport.is_open

    def close(self) -> None:
        """Close its connections."""
        if self._transport is not None:
            self._transport.close_all()
