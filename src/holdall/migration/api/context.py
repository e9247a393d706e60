"""What a handler is given: the request and what it says, who asks, and the pieces of the server."""

from functools import cached_property
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request

from holdall.base.db import Database
from holdall.base.errors import BadRequest, Forbidden
from holdall.base.requests import base_url_of, read_body
from holdall.migration.api.asking import Asked, Fields
from holdall.migration.api.bodies import decode, decode_object, unknown_names
from holdall.migration.service.listing import Page
from holdall.migration.service.people import Person
from holdall.work import Site

Body = TypeVar("Body", bound=msgspec.Struct)


class Context:
    """One request on its way. `asked` is its query; `warnings` are told in the answer beside what it answers."""

    def __init__(self, site: Site, request: Request, request_id: str) -> None:
        self.site = site
        self.request = request
        self.request_id = request_id
        self.asked = Asked(request.scope["query_string"].decode("latin-1"))
        self.warnings: list[str] = []
        self.person_or_none: Person | None = None

    @property
    def db(self) -> Database:
        """The server's database."""
        return self.site.db

    @property
    def person(self) -> Person:
        """Who asks. Public routes have nobody and must not ask."""
        assert self.person_or_none is not None, "a public route knows nobody"
        return self.person_or_none

    @property
    def page(self) -> Page:
        """The part of a list that is asked for; raises InvalidParameter."""
        return self.asked.page

    @cached_property
    def fields(self) -> Fields:
        """The properties that are asked for."""
        return self.asked.fields

    @property
    def base_url(self) -> str:
        """The address at which the client reaches this server, without a trailing slash."""
        return base_url_of(self.request, self.site.settings)

    def url(self, path: str) -> str:
        """The address of a resource: `ctx.url("jobs/..")`."""
        return f"{self.base_url}/v1/{path}"

    def page_url(self, offset: int, limit: int) -> str:
        """The address of another page of the list that is asked for."""
        return f"{self.base_url}{self.request.url.path}?{self.asked.with_offset(offset, limit)}"

    def check(self, permission: str) -> None:
        """Raise Forbidden where the person has no role with this permission."""
        if permission not in self.person.permissions:
            raise Forbidden(f"{self.person.login} may not do this: no role of theirs has the permission {permission}")

    async def raw_body(self) -> bytes:
        """The body as it came; raises ContentTooLarge or BadRequest."""
        return await read_body(self.request, self.site.settings.body_limit)

    async def object(self) -> dict[str, Any]:
        """The JSON object in the body, empty where there is no body; raises BadRequest saying where it is wrong."""
        return decode_object(await self.raw_body())

    async def body(self, kind: type[Body]) -> Body:
        """The body as a struct; what the struct does not know becomes a warning. Raises BadRequest naming what is wrong."""
        raw = await self.raw_body()
        found = decode(raw or b"{}", kind)
        for name in unknown_names(decode_object(raw), kind):
            self.warnings.append(f"{name} is not known here and was ignored")
        return found

    async def form(self) -> dict[str, str]:
        """The fields of a form; raises BadRequest for a body that is none."""
        if not self.request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            raise BadRequest("Send a form: Content-Type: application/x-www-form-urlencoded")
        try:
            return dict(Asked((await self.raw_body()).decode()).pairs)
        except ValueError:
            raise BadRequest("The form cannot be read as UTF-8 text") from None
