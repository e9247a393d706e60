"""Sharing for tests: collaborations made over HTTP."""

from typing import Any

import httpx

from tests.support.client import Client


async def send_invitation(
    client: Client, item: Any, grantee: dict[str, Any], role: str = "editor", kind: str = "folder", **more: Any
) -> httpx.Response:
    """Invite a user ({"id"}), a login ({"login"}) or a group ({"type": "group", "id"}) to an item."""
    query = {name: more.pop(name) for name in ("notify", "fields") if name in more}
    body = {
        "item": {"type": kind, "id": str(item)},
        "accessible_by": {"type": "user", **{name: str(value) for name, value in grantee.items()}},
        "role": role,
        **more,
    }
    return await client.call("post_collaborations", json=body, **query)


async def share(
    client: Client, item: Any, grantee: dict[str, Any], role: str = "editor", kind: str = "folder", **more: Any
) -> dict[str, Any]:
    """The same where it must succeed: the new collaboration."""
    response = await send_invitation(client, item, grantee, role, kind, **more)
    assert response.status_code == 201, response.text
    document: dict[str, Any] = response.json()
    return document


def error_of(response: httpx.Response) -> tuple[int, str]:
    """Status and code of an error."""
    return response.status_code, response.json()["code"]
