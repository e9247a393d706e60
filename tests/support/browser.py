"""A person at a browser: follows redirections on the server, keeps cookies, reads forms and submits them."""

from html.parser import HTMLParser
from typing import Any

import argon2
import httpx

from holdall.box.gateway import Gateway

SITE = "https://holdall.test"
_cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def cheap_hash(password: str) -> str:
    """A hash of the password that takes no time to make or to try; signing in with it makes a proper one."""
    return _cheap.hash(password)


class Form:
    """A form of a page: where it goes, and what its fields hold before anybody types."""

    def __init__(self, action: str, method: str) -> None:
        self.action = action
        self.method = method
        self.fields: dict[str, str] = {}
        self.buttons: list[str] = []


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given["action"], given["method"]))
        elif tag == "input" and given.get("type") == "checkbox" and "checked" not in given:
            pass  # what is not ticked is not sent
        elif tag == "input" and given.get("type") != "file":
            self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif tag == "button" and "name" in given:
            self.forms[-1].buttons.append(f"{given['name']}={given['value']}")


class Browser:
    """One browser with its cookies; `response` is the page that it shows, or the redirection that leads elsewhere."""

    def __init__(self, gateway: Gateway | None, site: str = SITE) -> None:
        """Without a gateway the site is reached over a socket."""
        transport = None if gateway is None else httpx.ASGITransport(gateway)
        self.http = httpx.AsyncClient(transport=transport, base_url=site)
        self.response = httpx.Response(204)
        self._site = site

    async def visit(self, address: str, **parameters: str) -> httpx.Response:
        """Go to an address."""
        return await self._follow(await self.http.get(address, params=parameters or None))

    async def submit(self, form: int = -1, /, **fields: str) -> httpx.Response:
        """Fill in a form of the page, the last one unless told otherwise, and submit it."""
        chosen = self.forms[form]
        return await self.post(chosen.action, chosen.fields | fields)

    async def post(self, address: str, fields: dict[str, Any], **headers: str) -> httpx.Response:
        """Send a form to an address, wherever it comes from."""
        return await self._follow(await self.http.post(address, data=fields, headers=headers))

    async def send_files(
        self, address: str, *files: tuple[str, bytes], token: str | None = None, **fields: str
    ) -> httpx.Response:
        """Send a form with files of the page that is shown; `token` stands in for the page's own."""
        fields = {"form_token": self.forms[-1].fields["form_token"] if token is None else token, **fields}
        parts: list[tuple[str, Any]] = [(name, (None, value)) for name, value in fields.items()]
        parts += [("files", (name, content)) for name, content in files]
        return await self._follow(await self.http.post(address, files=parts))

    @property
    def forms(self) -> list[Form]:
        """The forms of the page that change something; the one that searches is on all pages."""
        reader = _Reader()
        reader.feed(self.response.text)
        return [form for form in reader.forms if form.method != "get"]

    @property
    def destination(self) -> httpx.URL:
        """Where the browser was led that is not on this server."""
        return httpx.URL(self.response.headers["location"])

    async def _follow(self, response: httpx.Response) -> httpx.Response:
        while response.has_redirect_location and str(response.url.join(response.headers["location"])).startswith(
            self._site
        ):
            response = await self.http.get(response.headers["location"])
        self.response = response
        return response
