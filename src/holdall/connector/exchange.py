"""One call from request to answer: token, pacing, sending, and every attempt after the first.

This is the whole of the behaviour under stress on one screen; what is decided is in retry.py and effects.py.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol
from urllib.parse import urljoin

import msgspec

from holdall.connector.clock import Clock
from holdall.connector.effects import answers_content, changes_nothing, is_repeatable, may_be_unready
from holdall.connector.errors import BoxError, Kind
from holdall.connector.pacing import Pacer
from holdall.connector.payload import Payload, payload
from holdall.connector.request import Request
from holdall.connector.retry import RetryPolicy, error_of, passes, retry_after, undecided
from holdall.connector.transport import Answer, BrokenError, Message, NotSentError, Transport
from holdall.contract import Operation

Caller = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
"""Calls a public operation by id with its arguments, as signing in does."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HOPS = 5
_HEADERS_OF_CONTENT = frozenset({"range", "if-range", "accept-encoding"})


class SignIn(Protocol):
    """Where access tokens come from."""

    @property
    def subject(self) -> str | None:
        """Whose limits the calls count against, as far as it is known."""

    async def access_token(self, call: Caller) -> str:
        """A token that should be valid now; raises BoxError where none can be had."""

    async def renewed_token(self, call: Caller, refused: str) -> str | None:
        """Another token than the one that the server refused; None where there is no way to one."""


class Progress(msgspec.Struct):
    """What is known about a call that is not answered yet.

    `in_flight` stays set where a time limit stops the call in the middle of an attempt.
    """

    failed: int = 0
    in_flight: bool = False
    doubt: bool = False
    renewed: bool = False


class Exchange:
    """Carries requests over one transport, for one sign-in, under one policy."""

    def __init__(
        self,
        *,
        transport: Transport,
        sign_in: SignIn,
        policy: RetryPolicy,
        pacer: Pacer,
        caller: Caller,
        clock: Clock,
    ) -> None:
        self.transport = transport
        self.sign_in = sign_in
        self._policy = policy
        self._pacer = pacer
        self._caller = caller
        self._clock = clock

    def over(self, transport: Transport, sign_in: SignIn, clock: Clock) -> "Exchange":
        """The same policy and limits, counted together, over another transport."""
        return Exchange(
            transport=transport,
            sign_in=sign_in,
            policy=self._policy,
            pacer=self._pacer,
            caller=self._caller,
            clock=clock,
        )

    async def run(self, operation: Operation, request: Request, seconds: float | None) -> Answer:
        """The answer with a status of success, in so many seconds; raises BoxError for every other end."""
        progress = Progress()
        if seconds is None:
            return await self._attempts(operation, request, progress)
        try:
            async with asyncio.timeout(seconds):
                return await self._attempts(operation, request, progress)
        except TimeoutError:
            maybe = (progress.in_flight or progress.doubt) and not changes_nothing(operation.id)
            kind = Kind.OUTCOME_UNKNOWN if maybe else Kind.TIMED_OUT
            raise BoxError(kind, f"no answer in {seconds} seconds", operation_id=operation.id) from None

    async def fetch(self, url: str, *, with_token: bool, patience: float) -> Answer:
        """The answer at an address that the server handed out, asked for once; raises BoxError for a failure."""
        headers = {"authorization": f"Bearer {await self.sign_in.access_token(self._caller)}"} if with_token else {}
        try:
            answer = await self.transport.send(Message("GET", url, headers, patience=patience), stream=False)
        except (NotSentError, BrokenError) as cause:
            raise BoxError(Kind.UNREACHABLE, str(cause)) from cause
        if not 200 <= answer.status < 300:
            raise error_of(answer, url.partition("?")[0])
        return answer

    async def _attempts(self, operation: Operation, request: Request, progress: Progress) -> Answer:
        body = payload(request.body) if request.body is not None else None
        user = request.headers.get("as-user") or self.sign_in.subject
        token = await self.sign_in.access_token(self._caller) if request.needs_token else None
        while True:
            if (delay := self._pacer.delay(operation, user)) > 0:
                await self._clock.sleep(delay)
            outcome = await self._attempt(operation, request, body, token, progress)
            if isinstance(outcome, Answer):
                return outcome
            again = body is None or body.replayable
            if outcome.status == 401 and token is not None and again and not progress.renewed:
                progress.renewed = True
                token = await self.sign_in.renewed_token(self._caller, token)
                if token is not None:
                    continue
            if operation.method == "DELETE" and progress.doubt and outcome.kind is Kind.NOT_FOUND:
                return Answer(204, {})  # an earlier attempt, whose answer was lost, has done it
            progress.failed += 1
            pause = self._pause(outcome, progress.failed)
            repeatable = is_repeatable(operation.id)
            if not again or pause is None or not self._may_repeat(outcome, progress, repeatable):
                raise self._final(operation, outcome, progress)
            if outcome.kind is Kind.RATE_LIMITED:
                self._pacer.hold(user, pause)
            await self._clock.sleep(pause)

    async def _attempt(
        self, operation: Operation, request: Request, body: Payload | None, token: str | None, progress: Progress
    ) -> Answer | BoxError:
        headers = dict(request.headers)
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        stream = answers_content(operation.id)
        if stream:
            headers.setdefault("accept-encoding", "identity")
        progress.in_flight = True
        try:
            answer = await self.transport.send(Message(request.method, request.url, headers, body), stream=stream)
            if stream and answer.status in _REDIRECTS and "location" in answer.headers:
                answer = await self._follow(request, headers, answer)
        except NotSentError as cause:
            progress.in_flight = False
            return BoxError(Kind.UNREACHABLE, str(cause), operation_id=operation.id)
        except BrokenError as cause:
            progress.doubt = True
            return BoxError(Kind.UNREACHABLE, f"no answer: {cause}", operation_id=operation.id)
        progress.in_flight = False
        if 200 <= answer.status < 300 and not may_be_unready(operation.id, answer):
            return answer
        error = error_of(answer, operation.id)
        progress.doubt = progress.doubt or undecided(error)
        return error

    async def _follow(self, request: Request, headers: dict[str, str], answer: Answer) -> Answer:
        """The content at the end of redirections: without token, as whom and every other header of the API."""
        kept = {name: value for name, value in headers.items() if name in _HEADERS_OF_CONTENT}
        url = request.url
        for _ in range(_HOPS):
            target = urljoin(url, answer.headers["location"])
            if _scheme(target) not in {"https", _scheme(url)}:
                return Answer(502, {}, b'{"message": "the server redirected to an unprotected address"}')
            url = target
            answer = await self.transport.send(Message("GET", url, kept), stream=True)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                break
        if answer.status == 401:
            answer.status = 403  # the address is refused, not our token: signing in again would not help
        return answer

    def _may_repeat(self, error: BoxError, progress: Progress, repeatable: bool) -> bool:
        if error.status is None:
            return repeatable or not progress.doubt
        return passes(error, repeatable)

    def _pause(self, error: BoxError, failed: int) -> float | None:
        """Seconds before the next attempt; None where there should be none."""
        if failed >= self._policy.attempts:
            return None
        asked = retry_after(error.headers)
        if asked is None:
            return self._policy.wait(failed)
        return asked if asked <= self._policy.patience else None

    def _final(self, operation: Operation, error: BoxError, progress: Progress) -> BoxError:
        """The error as it is raised: what may have happened is never called a plain failure."""
        open_ended = error.kind in {Kind.UNREACHABLE, Kind.UNAVAILABLE, Kind.RATE_LIMITED, Kind.CHANGED}
        if progress.doubt and open_ended and not changes_nothing(operation.id):
            error.kind = Kind.OUTCOME_UNKNOWN
        return error


def _scheme(url: str) -> str:
    return url.partition(":")[0].lower()
