"""Input that nobody means well with: no route of the service fails at it, and every refusal has the one shape."""

from collections.abc import Iterator

import httpx
import pytest

from holdall.migration.api.routing import Route, all_routes
from tests.migration.api.answers import all_described

IDENTIFIERS = [
    "0" * 32,
    "-1",
    "0",
    "999999999999999999999999",
    "a" * 5000,
    "%00",
    "..%2F..",
    "'%20OR%201=1--",
    "%F0%9F%98%80",
]
QUERIES = [
    "fields=all&fields=" + "a." * 2000,
    "fields=..,.,id.id.id",
    "q=%00%27%25_%5C&sort=name+ASC",
    "q=%ED%A0%80&limit=1",
    "limit=0&offset=9999999999",
    "sort=;drop+table",
    "offset=-1",
    "status=none&active=maybe&kind=x&job=x&jobs=,&execution=x&parent=%00&id=x&age=1q",
    "&".join(f"a{number}=1" for number in range(900)),
]
BODIES = [b"{", b"[]", b'"x"', b"\xff", b'{"a":' * 50_000, b'{"name": {"a": []}}', b'{"id": 1e400}', b"NaN"]


def routes(*methods: str) -> Iterator[Route]:
    return (route for route in all_routes() if route.method in methods and not route.full_path.startswith("/connect"))


def at(route: Route, identifier: str) -> str:
    return "/".join(identifier if part.startswith("{") else part for part in ("", *route.segments))


def check(answer: httpx.Response, what: str) -> None:
    assert answer.status_code < 500, f"{what}: {answer.status_code} {answer.text[:500]}"
    if answer.status_code >= 400:
        assert all(all_described(answer)), what


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
async def test_queries(service: httpx.AsyncClient, query: str):
    for route in routes("GET"):
        address = f"{at(route, '0' * 32)}?{query}"
        check(await service.get(address), f"{route.name} {query[:60]}")


@pytest.mark.parametrize("identifier", IDENTIFIERS, ids=range(len(IDENTIFIERS)))
async def test_identifiers(service: httpx.AsyncClient, identifier: str):
    for route in routes("GET", "DELETE", "PATCH", "PUT"):
        if "{" in route.path:
            body = b"" if route.method in {"GET", "DELETE"} else b"{}"
            check(await service.request(route.method, at(route, identifier), content=body), route.name)


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
async def test_bodies(service: httpx.AsyncClient, body: bytes):
    for route in routes("POST", "PUT", "PATCH"):
        if route.method == "POST" or "{" in route.path:
            check(await service.request(route.method, at(route, "0" * 32), content=body), route.name)


async def test_a_body_that_is_too_large_is_refused(service: httpx.AsyncClient):
    answer = await service.post("/v1/connections", content=b" " * (10 * 1024 * 1024 + 1))

    assert answer.status_code == 413
    assert all_described(answer) == ["The body has 10485761 bytes; at most 10485760 are taken here"]
