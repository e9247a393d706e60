"""The path of every request to the migration service, on one screen: plain ASGI beside the gateway of the Box API.

route -> authentication -> permission -> handler -> answer or error -> access log, metrics
"""

import time
from typing import Any

import msgspec
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from holdall.base.db.database import UniqueViolation
from holdall.base.errors import ApiError, Conflict, Unauthorized
from holdall.base.exchange import Exchange
from holdall.base.logs import log_request
from holdall.base.metrics import IN_FLIGHT, count_request
from holdall.base.pace import note_request
from holdall.base.requests import segments_of
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Csv, body_of, csv_response
from holdall.migration.api.errors import OAuthRefusal, body_of_error, failure_of_platform
from holdall.migration.api.routing import Route, RouteTable
from holdall.migration.platforms.errors import PlatformError
from holdall.migration.service.people import find_person
from holdall.work import Site

FIRST_SEGMENTS = frozenset({"v1", "connect"})
"""What the paths of the service begin with."""

_encode = msgspec.json.Encoder().encode


def is_of_the_service(path: str) -> bool:
    """Whether a path is one of the migration service's and not of the Box API."""
    return path[1:].partition("/")[0].lower() in FIRST_SEGMENTS


class Face:
    """Answers the service's requests for one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.routes = RouteTable()
        self._is_https = site.settings.public_url.startswith("https:")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        started = time.perf_counter()
        exchange = Exchange(scope, receive, send, is_https=self._is_https or scope["scheme"] == "https")
        context = Context(self.site, Request(scope, exchange.receive, exchange.send), exchange.request_id)
        IN_FLIGHT.inc()
        try:
            response = await self._answer(context, exchange)
            await response(scope, exchange.receive, exchange.send)
        finally:
            IN_FLIGHT.dec()
            self._record(context, exchange, time.perf_counter() - started)
        await exchange.drain()

    async def _answer(self, context: Context, exchange: Exchange) -> Response:
        """What to send, errors included: nothing but a bug of the server leaves here as an exception."""
        try:
            scope = context.request.scope
            route, values = self.routes.find(scope["method"], segments_of(scope))
            exchange.name = route.name
            await self._admit(route, context)
            return await _response(await route.handler(context, **values), context)
        except ApiError as error:
            return _json(body_of_error(error), error.status, error.headers)
        except PlatformError as error:
            failure = failure_of_platform(error)
            return _json(body_of_error(failure), failure.status, failure.headers)
        except UniqueViolation:
            conflict = Conflict("Somebody made the same at this moment; look, and try again")
            return _json(body_of_error(conflict), conflict.status)
        except OAuthRefusal as refusal:
            return _json(refusal.body, refusal.status, refusal.headers)
        except Exception:
            structlog.get_logger().exception("request failed", request_id=context.request_id, operation=exchange.name)
            failure = ApiError(f"The server failed; its log tells why under request {context.request_id}")
            return _json(body_of_error(failure), 500)

    async def _admit(self, route: Route, context: Context) -> None:
        if route.is_public:
            return
        kind, _, token = context.request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise Unauthorized(
                "Send a token in the header Authorization: Bearer ...; POST /connect/token gives one",
                error="invalid_request",
            )
        context.person_or_none = await find_person(self.site.db, token.strip())
        if context.person_or_none is None:
            raise Unauthorized("The token is unknown or has expired; POST /connect/token gives a new one")
        if route.permission is not None:
            context.check(route.permission)

    def _record(self, context: Context, exchange: Exchange, seconds: float) -> None:
        count_request(exchange.name, exchange.status, seconds)
        note_request()
        person = context.person_or_none
        log_request(exchange, seconds, person=person.id if person else None)


async def _response(answer: Any, context: Context) -> Response:
    if answer is None:
        return Response(status_code=204)
    if isinstance(answer, Response):
        return answer
    if isinstance(answer, Csv):
        return await csv_response(answer, plain=context.asked.flag("plain"))
    status, body = body_of(answer, context)
    return _json(body, status)


def _json(body: Any, status: int, headers: dict[str, str] | None = None) -> Response:
    kept = {"cache-control": "no-store", **(headers or {})}
    return Response(_encode(body), status, kept, media_type="application/json")
