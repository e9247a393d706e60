"""Searches for tests."""

from typing import Any

from holdall.content.events.feed import read_batch
from holdall.content.search.extraction import read_texts, take_plain_texts
from tests.support.client import Client
from tests.support.enterprise import Enterprise


async def search(client: Client, query: str, **parameters: Any) -> dict[str, Any]:
    """The answer to a search that must succeed."""
    response = await client.call("get_search", query=query, **parameters)
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    return document


async def names(client: Client, query: str, **parameters: Any) -> list[str]:
    """The names of what is found, in its order; all of it is counted."""
    found = await search(client, query, **parameters)
    assert found["total_count"] == len(found["entries"])
    return [entry["name"] for entry in found["entries"]]


async def read_contents(enterprise: Enterprise, *file_ids: Any) -> None:
    """Take the texts of files into the index, as background work does after their uploads."""
    platform = enterprise.gateway.platform
    wanted = {int(file_id) for file_id in file_ids}
    events = [
        event
        for event in await read_batch(platform.db, after=0, until=2**63 - 1, limit=10**9)
        if event.source_id in wanted
    ]
    left = await take_plain_texts(platform.db, platform.stores, events)
    await read_texts(platform.db, platform.renditions, left)
