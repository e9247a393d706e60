"""Hubs for tests, made over HTTP."""

from typing import Any

import httpx

from tests.support.client import Client


async def make_hub(client: Client, title: str = "Contracts", **more: Any) -> str:
    """The id of a new hub; `more` are its description and, set afterwards, its settings."""
    description = {name: more.pop(name) for name in ("description",) if name in more}
    answer = await client.call("post_hubs_v2025.0", json={"title": title, **description})
    assert answer.status_code == 201, answer.text
    hub_id: str = answer.json()["id"]
    if more:
        changed = await client.call("put_hubs_id_v2025.0", hub_id=hub_id, json=more)
        assert changed.status_code == 200, changed.text
    return hub_id


async def ask_in(client: Client, hub_id: str, grantee: dict[str, Any], role: str = "viewer") -> httpx.Response:
    """The answer to an invitation of a user ({"id"} or {"login"}) or a group ({"type": "group", "id"}) to a hub."""
    accessible_by = {"type": "user", **{name: str(value) for name, value in grantee.items()}}
    body = {"hub": {"type": "hubs", "id": hub_id}, "accessible_by": accessible_by, "role": role}
    return await client.call("post_hub_collaborations_v2025.0", json=body)


async def let_in(client: Client, hub_id: str, grantee: dict[str, Any], role: str = "viewer") -> str:
    """The same where it must succeed: the id of the collaboration."""
    answer = await ask_in(client, hub_id, grantee, role)
    assert answer.status_code == 201, answer.text
    collaboration_id: str = answer.json()["id"]
    return collaboration_id


async def manage(client: Client, hub_id: str, *operations: tuple[str, str, Any]) -> list[tuple[int, str | None]]:
    """Do (action, type, id) with items of a hub: status and error of each."""
    body = {"operations": [{"action": act, "item": {"type": kind, "id": str(one)}} for act, kind, one in operations]}
    answer = await client.call("post_hubs_id_manage_items_v2025.0", hub_id=hub_id, json=body)
    assert answer.status_code == 207, answer.text
    return [(one["status"], one.get("error")) for one in answer.json()["operations"]]


async def items_in(client: Client, hub_id: str, **parameters: Any) -> list[str]:
    """The names of what somebody sees in a hub."""
    answer = await client.call("get_hub_items_v2025.0", hub_id=hub_id, **parameters)
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()["entries"]]
