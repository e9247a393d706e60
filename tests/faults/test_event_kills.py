"""Followers of events while the server is killed at random moments: each event reaches them once, in order."""

import asyncio
import json
import os
import subprocess
import sys
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from holdall.base.db import query
from holdall.content.events.tables import events
from tests.faults.killable import Dice, Killable, attempt
from tests.faults.tree import Tree

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

BURST = 12
LONGEST = 0.15  # seconds from the first request of a burst to the kill
PATIENCE = 60.0

_CREATED = query(
    sa.select(events.c.event_id).where(events.c.event_type == "ITEM_CREATE").order_by(events.c.sequence),
    lambda event_id: event_id,
)


async def follow(http: httpx.AsyncClient, heard: list[str]) -> None:
    """Hear of every new folder, for ever, by the book: poll, ask, go on from there; ask again where the server is away."""
    position, address = 0, None
    while True:
        try:
            page = (await http.get(f"/2.0/events?stream_position={position}&limit=7")).json()
            heard += [event["event_id"] for event in page["entries"] if event["event_type"] == "ITEM_CREATE"]
            position = page["next_stream_position"]
            if page["entries"]:
                continue
            if address is None:
                address = (await http.options("/2.0/events")).json()["entries"][0]["url"]
            told = (await http.get(f"{address}&stream_position={position}")).json()
            address = address if told["message"] == "new_change" else None
        except httpx.TransportError:
            await asyncio.sleep(0.02)


async def test_a_long_poller_hears_of_everything_once(server: Killable, dice: Dice, kills: int) -> None:
    heard: list[str] = []
    tree, following = Tree(server), asyncio.create_task(follow(server.http, heard))
    for number in range(kills // 3):
        await tree.create_folder(f"{number}")
        bodies = [{"name": f"{number} {one}", "parent": {"id": "0"}} for one in range(BURST)]
        work = asyncio.gather(*(attempt(server.http.post("/2.0/folders", json=body)) for body in bodies))
        await asyncio.sleep(dice.moment(LONGEST))
        await server.kill()
        await work
        await server.start()
    async with server.database() as db:
        written = await db.all(_CREATED)
    async with asyncio.timeout(PATIENCE):
        while len(heard) < len(written):
            await asyncio.sleep(0.02)
    following.cancel()
    assert heard == written
    assert len(written) > kills // 3  # more was committed than what came before the bursts


async def test_a_commit_in_one_process_ends_the_long_poll_at_another(server: Killable) -> None:
    twin, tree = server.twin(), Tree(server)
    await twin.start()
    try:
        (entry,) = (await twin.http.options("/2.0/events")).json()["entries"]
        for number in range(5):
            now = (await twin.http.get("/2.0/events?stream_position=now")).json()["next_stream_position"]
            polling = asyncio.create_task(twin.http.get(f"{entry['url']}&stream_position={now}"))
            await asyncio.sleep(0.02)
            await tree.create_folder(f"folder {number}")
            assert (await asyncio.wait_for(polling, PATIENCE)).json()["message"] == "new_change"
            page = (await twin.http.get(f"/2.0/events?stream_position={now}")).json()
            assert [event["source"]["name"] for event in page["entries"]] == [f"folder {number}"]
    finally:
        await twin.close()


async def test_the_command_goes_on_when_the_server_is_back(server: Killable) -> None:
    tree, command = Tree(server), [sys.executable, "-m", "holdall", "events", "--follow", "--every", "0.1"]
    token = str(server.http.headers["authorization"]).removeprefix("Bearer ")
    environment = {**os.environ, "HOLDALL_URL": str(server.http.base_url).rstrip("/"), "HOLDALL_TOKEN": token}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    assert process.stdout is not None
    try:
        printed: list[dict[str, Any]] = []
        for number in range(3):
            await tree.create_folder(f"folder {number}")
            if number < 2:
                await server.kill()
                await server.start()
        for _ in range(3):
            line = await asyncio.wait_for(asyncio.to_thread(process.stdout.readline), PATIENCE)
            printed.append(json.loads(line))
        assert [event["source"]["name"] for event in printed] == ["folder 0", "folder 1", "folder 2"]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
