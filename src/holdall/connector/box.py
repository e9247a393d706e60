"""The client: any operation by id, by title, or as `box.<tag>.<name>(...)`.

`Box` is for `async` programs; blocking.py makes the same client for the others.
"""

import ssl
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec

from holdall.connector.clock import Clock, SystemClock
from holdall.connector.content import Content
from holdall.connector.errors import BoxError, Kind
from holdall.connector.exchange import Exchange, SignIn
from holdall.connector.generated.faces import Tags
from holdall.connector.hosts import Hosts
from holdall.connector.pacing import Pace, Pacer
from holdall.connector.recipes.face import Recipes
from holdall.connector.render import RenderSettings, render
from holdall.connector.request import Request
from holdall.connector.retry import RetryPolicy
from holdall.connector.sign_in.developer import DeveloperToken
from holdall.connector.sign_in.grants import downscope, revoke
from holdall.connector.sign_in.tokens import Token
from holdall.connector.signature import find
from holdall.connector.transport import Answer, HttpTransport, Timeouts, Transport
from holdall.contract import Operation


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How a client behaves; the defaults suit Box.

    `hosts` says where the operations live; `connections` is how many are open at once; `proxy` a proxy's URL (else the
    environment's). `pace` None means Box's limits at Box and none elsewhere.
    """

    hosts: Hosts = Hosts()
    retry: RetryPolicy = RetryPolicy()
    pace: Pace | None = None
    timeouts: Timeouts = Timeouts()
    connections: int = 100
    proxy: str | None = None
    headers: dict[str, str] = {}


class Box(Tags, Recipes):
    """A client of Box, or of a server that speaks its API.

    `sign_in` is a way to tokens, or an access token itself. `base_url` points every operation at one server, such as
    Holdall at `http://127.0.0.1:8880`. Use it as `async with Box(...) as box`, or close it.
    """

    def __init__(
        self,
        sign_in: SignIn | str,
        *,
        base_url: str | None = None,
        settings: Settings = Settings(),  # noqa: B008 (frozen)
        tls: ssl.SSLContext | None = None,
        transport: Transport | None = None,
        clock: Clock = SystemClock(),  # noqa: B008 (stateless)
    ) -> None:
        hosts = Hosts.at(base_url) if base_url is not None else settings.hosts
        self.pace = settings.pace or (Pace() if _is_box(hosts) else Pace.unlimited())
        self.sign_in: SignIn = DeveloperToken(sign_in) if isinstance(sign_in, str) else sign_in
        self.settings = settings
        self.clock = clock
        self._rendering = RenderSettings(hosts=hosts, headers=settings.headers)
        self._timeout: float | None = None
        self._exchange = Exchange(
            transport=transport
            or HttpTransport(
                timeouts=settings.timeouts, connections=settings.connections, tls=tls, proxy=settings.proxy
            ),
            sign_in=self.sign_in,
            policy=settings.retry,
            pacer=Pacer(self.pace, clock),
            caller=self.call_with,
            clock=clock,
        )

    @property
    def hosts(self) -> Hosts:
        """Where the operations live."""
        return self._rendering.hosts

    async def call(self, operation: str, /, **arguments: Any) -> Any:
        """Call an operation by its id or its title; arguments go by Python or wire name, None is null.

        Answers a record (a dict as it arrived), `Content` where the answer is bytes, or None where there is none.
        Raises BoxError; LookupError for an unknown operation.
        """
        return await self.call_with(operation, arguments)

    async def call_with(self, operation: str, arguments: Mapping[str, Any]) -> Any:
        """As `call`, with the arguments in a mapping."""
        found = find(operation)
        return await self.carry(found, render(found, arguments, self._rendering))

    async def carry(self, operation: Operation, request: Request) -> Any:
        """What the server answers to a request that `render` made; answers and raises as `call` does."""
        return _value(await self._exchange.run(operation, request, self._timeout), operation.id)

    @property
    def exchange(self) -> Exchange:
        """What carries the requests."""
        return self._exchange

    @property
    def has_time_limit(self) -> bool:
        """Whether whole calls are limited in time; see `with_options`."""
        return self._timeout is not None

    def over(self, exchange: Exchange, clock: Clock) -> Self:
        """The same client whose requests are carried by another exchange."""
        view = self._view()
        view._exchange, view.clock = exchange, clock
        return view

    async def fetch(self, url: str, *, patience: float = 120.0) -> Any:
        """The document at an address that the server handed out, such as one for long polling; asked for once.

        The token goes along to the API's own host only. Raises BoxError.
        """
        own = urlsplit(url)[:2] == urlsplit(self.hosts.api)[:2]
        return _value(await self._exchange.fetch(url, with_token=own, patience=patience), "fetch")

    def render(self, operation: Operation | str, /, **arguments: Any) -> Request:
        """The request that a call would send, without sending it and without a token."""
        return render(operation, arguments, self._rendering)

    def as_user(self, user_id: str) -> Self:
        """The same client acting as another user, on the same connections and limits; it is closed with this one."""
        return self._view(as_user=user_id)

    def with_options(self, *, headers: Mapping[str, str] | None = None, timeout: float | None = None) -> Self:
        """The same client with further headers on every call, or a time limit in seconds for each whole call."""
        view = self._view(headers={**self._rendering.headers, **(headers or {})})
        view._timeout = timeout if timeout is not None else self._timeout
        return view

    async def downscope(
        self, scopes: Sequence[str], *, resource: str | None = None, shared_link: str | None = None
    ) -> Token:
        """A weaker token of this sign-in: only these scopes, only for one file or folder, or for a shared link.

        `resource` is the item's URL at Box, such as https://api.box.com/2.0/files/1, on every server.
        Raises BoxError where the server does not grant it.
        """
        return await downscope(
            self.call_with, self.sign_in, scopes, resource=resource, shared_link=shared_link, now=time.time()
        )

    async def sign_out(self) -> None:
        """End the current token at the server and forget it; raises BoxError where the server refuses."""
        await revoke(self.call_with, self.sign_in)

    @property
    def is_open(self) -> bool:
        """Whether there are connections to close."""
        return self._exchange.transport.is_open

    async def close(self) -> None:
        """Close all connections."""
        await self._exchange.transport.close()

    async def __aenter__(self) -> Self:
        """The client itself, closed at the end of the block."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        await self.close()

    def _view(self, **changes: Any) -> Self:
        view = object.__new__(type(self))
        own = {name: value for name, value in vars(self).items() if name in _STATE}
        vars(view).update(own, _rendering=msgspec.structs.replace(self._rendering, **changes))
        return view


_STATE = frozenset({"sign_in", "settings", "clock", "pace", "_timeout", "_exchange"})
"""What a view shares; its tags are its own."""


def _is_box(hosts: Hosts) -> bool:
    name = urlsplit(hosts.api).hostname or ""
    return name == "box.com" or name.endswith(".box.com")


def _value(answer: Answer, operation_id: str) -> Any:
    if answer.stream is not None:
        return Content(answer.stream, answer.status, answer.headers)
    if not answer.body:
        return None
    try:
        return msgspec.json.decode(answer.body)
    except msgspec.DecodeError as error:
        raise BoxError(
            Kind.CORRUPT,
            f"the answer is no JSON: {error}",
            operation_id=operation_id,
            status=answer.status,
            headers=answer.headers,
        ) from error
