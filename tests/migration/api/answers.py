"""What tests read of the service's answers."""

from typing import Any

import httpx


def described(answer: httpx.Response) -> str:
    """The only description of an error, whose body must have the one shape that clients read."""
    (description,) = all_described(answer)
    return description


def all_described(answer: httpx.Response) -> list[str]:
    """The descriptions of an error, whose body must have the one shape that clients read."""
    body = answer.json()
    assert list(body) == ["errors"]
    assert {tuple(one) for one in body["errors"]} == {("description",)}
    return [one["description"] for one in body["errors"]]


def one(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    """The object in an envelope that is as it must be."""
    body = answer.json()
    assert (answer.status_code, body.get("status")) == (status, status), body
    found: dict[str, Any] = body[body["type"]]
    return found


def many(answer: httpx.Response, key: str | None = None) -> list[dict[str, Any]]:
    """The rows in an envelope that is as it must be."""
    body = answer.json()
    assert (answer.status_code, body.get("status")) == (200, 200), body
    assert {"offset", "limit", "has_more", "links"} <= body["meta"].keys()
    found: list[dict[str, Any]] = body[key or body["type"]]
    return found
