"""The path of every request, on one screen: plain ASGI, one ordered list of steps.

route -> fault -> authentication -> rate limit -> arguments -> operation -> answer or error -> access log, metrics
"""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import structlog
from starlette.types import Receive, Scope, Send

from holdall.base.errors import ApiError, NotImplementedYet, Unauthorized
from holdall.base.exchange import ConnectionCut, Exchange
from holdall.base.logs import log_request
from holdall.base.metrics import IN_FLIGHT, count_request
from holdall.base.pace import note_request
from holdall.base.requests import segments_of
from holdall.box.address import set_address
from holdall.box.context import Answer, Context
from holdall.box.errors import PlainError, error_body, store_failure
from holdall.box.platform import Platform
from holdall.box.rate_limit import RateLimiter
from holdall.box.routes import Route, RouteTable
from holdall.content.identity.authentication import authenticate
from holdall.content.sharing.link_opening import with_link
from holdall.storage import StoreError

_encode = msgspec.json.Encoder().encode

Fault = Callable[[Context, Exchange], Awaitable["Answer | None"]]

_JSON = (b"content-type", b"application/json")
_NOT_STORED = (b"cache-control", b"no-cache, no-store")
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""Probes come every few seconds and would drown the log; their failures are logged."""
_OPEN_LINKS_THEMSELVES = frozenset({"get_shared_items"})
"""Operations to which a shared link may say where to go, and not what one may do there."""


class Gateway:
    """Answers requests for one platform."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.routes = RouteTable()
        self.rate_limiter = RateLimiter(platform.settings, platform.clock)
        self._is_https = platform.settings.public_url.startswith("https:")
        self.fault: Fault | None = None
        """Set by the control plane: may answer in place of an operation, delay it, or cut the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        started = time.perf_counter()
        exchange = Exchange(scope, receive, send, is_https=self._is_https or scope["scheme"] == "https")
        context = Context(self.platform, exchange)
        set_address(lambda: context.base_url)
        IN_FLIGHT.inc()
        try:
            answer, default_status = await self._answer(context, exchange)
            await _send(answer, default_status, exchange)
        except ConnectionCut:
            return
        finally:
            IN_FLIGHT.dec()
            self._record(context, exchange, time.perf_counter() - started)
        await exchange.drain()

    async def _answer(self, context: Context, exchange: Exchange) -> tuple[Any, int]:
        """What to send and its status, errors included: nothing but a bug of the server leaves here as an exception."""
        try:
            route = self._find_route(context, exchange)
            if self.fault is not None and (injected := await self.fault(context, exchange)) is not None:
                return injected, 200
            if not route.is_public:
                await self._authenticate(route, context)
                self.rate_limiter.count(route.host, context.subject.actor_id)
            return await self._operate(route, context), route.status
        except ApiError as error:
            await self._keep_mark(error, context)
            return Answer(error_body(error, context.request_id), error.status, error.headers), error.status
        except StoreError as error:
            failure = store_failure(error, context.request_id)
            return Answer(error_body(failure, context.request_id), failure.status, failure.headers), failure.status
        except PlainError as error:
            return Answer(error.body, error.status, error.headers), error.status
        except ConnectionCut:
            raise
        except Exception:
            structlog.get_logger().exception("request failed", request_id=context.request_id, operation=exchange.name)
            failure = ApiError(f"The server failed; its log tells why under request {context.request_id}")
            return Answer(error_body(failure, context.request_id), 500), 500

    async def _keep_mark(self, error: ApiError, context: Context) -> None:
        """Write down what was refused, where that is to be known; the answer is the same if that fails."""
        if error.mark is None:
            return
        try:
            await self.platform.db.write(error.mark)
        except Exception:
            structlog.get_logger().exception("a refusal left no mark", request_id=context.request_id)

    def _find_route(self, context: Context, exchange: Exchange) -> Route:
        scope = exchange.scope
        version = exchange.header(b"box-version")
        route, context.path_values = self.routes.find(scope["method"], segments_of(scope), version)
        context.operation_id = route.operation_id
        exchange.name = route.name
        return route

    async def _authenticate(self, route: Route, context: Context) -> None:
        header = context.exchange.header
        kind, _, token = (header(b"authorization") or "").partition(" ")
        if not kind and route.takes_token_in_query:
            kind, token = "bearer", context.request.query_params.get("access_token", "")
        if kind.lower() != "bearer" or not token:
            raise Unauthorized("Send a token in the header Authorization: Bearer ...", error="invalid_request")
        context.subject = await authenticate(
            self.platform.db, token.strip(), as_user=header(b"as-user"), operation_id=route.opened_by
        )
        limits = context.subject.restriction
        shared_link = header(b"boxapi") or (limits.link_header if limits is not None else None)
        if shared_link is not None and route.operation_id not in _OPEN_LINKS_THEMSELVES:
            context.subject = await with_link(self.platform.db, context.subject, shared_link)

    async def _operate(self, route: Route, context: Context) -> Any:
        if route.handler is None:
            raise NotImplementedYet(f"This version of Holdall does not have {route.operation_id} yet")
        if route.binding is None:
            return await route.handler(context, **dict(zip(route.names, context.path_values, strict=True)))
        return await route.handler(context, **await route.binding.arguments(context))

    def _record(self, context: Context, exchange: Exchange, seconds: float) -> None:
        count_request(exchange.name, exchange.status, seconds)
        note_request()
        if exchange.name in _QUIET and exchange.status < 400:
            return
        subject = context.subject_or_none
        enterprise, user = (None, None) if subject is None else (subject.enterprise_id, subject.user_id)
        log_request(exchange, seconds, enterprise=enterprise, user=user)


async def _send(answer: Any, default_status: int, exchange: Exchange) -> None:
    """Send a body as JSON with its headers; a Response sends itself."""
    if callable(answer):
        await answer(exchange.scope, exchange.receive, exchange.send)
        return
    status, headers = default_status, []
    if isinstance(answer, Answer):
        status = answer.status or default_status
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.headers.items()]
        answer = answer.body
    body = b"" if answer is None else _encode(answer)
    if body:
        headers.append(_JSON)
        if b"cache-control" not in dict(headers):
            headers.append(_NOT_STORED)
    if status not in {204, 304}:
        headers.append((b"content-length", str(len(body)).encode()))
    await exchange.send({"type": "http.response.start", "status": status, "headers": headers})
    await exchange.send({"type": "http.response.body", "body": body})
