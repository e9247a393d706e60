"""What a handler is given: the request, the subject, the platform; and what it may answer."""

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.requests import Request

from holdall.base.db import Database
from holdall.base.exchange import Exchange
from holdall.base.requests import base_url_of, read_body
from holdall.box.platform import Platform
from holdall.content.identity.subject import Subject


class Answer(msgspec.Struct):
    """An answer with more to say than its body: a status other than the contract's first, or headers."""

    body: Any = None
    status: int | None = None
    headers: Mapping[str, str] = {}


class Context:
    """One request on its way through the gateway."""

    __slots__ = ("_request", "_subject", "exchange", "operation_id", "path_values", "platform", "request_id")

    def __init__(self, platform: Platform, exchange: Exchange) -> None:
        self.platform = platform
        self.exchange = exchange
        self.request_id = exchange.request_id
        self.operation_id: str | None = None
        self.path_values: tuple[str, ...] = ()
        self._request: Request | None = None
        self._subject: Subject | None = None

    @property
    def request(self) -> Request:
        """The whole request; what only needs its headers asks `exchange` for them, which costs a tenth."""
        if self._request is None:
            exchange = self.exchange
            self._request = Request(exchange.scope, exchange.receive, exchange.send)
        return self._request

    @property
    def db(self) -> Database:
        """The platform's database."""
        return self.platform.db

    @property
    def subject(self) -> Subject:
        """Whom the token speaks for. Public operations have none and must not ask."""
        assert self._subject is not None, "a public operation has no subject"
        return self._subject

    @subject.setter
    def subject(self, subject: Subject) -> None:
        self._subject = subject

    @property
    def subject_or_none(self) -> Subject | None:
        """The subject where the request carried a token."""
        return self._subject

    @property
    def base_url(self) -> str:
        """The address at which the client reaches this server, without a trailing slash."""
        return base_url_of(self.request, self.platform.settings)

    @property
    def download_url(self) -> str:
        """The address for links to content, without a trailing slash."""
        return self.platform.download_url or self.base_url

    async def read_body(self, limit: int | None = None) -> bytes:
        """The whole body, at most `limit` bytes (default: the setting); raises ContentTooLarge or BadRequest."""
        return await read_body(self.request, self.platform.settings.body_limit if limit is None else limit)
