"""Information barriers and background work together: a report comes by itself, and then the barrier is enabled."""

import asyncio

from tests.support.barriers import (
    PREFIX,
    barrier_named,
    change_status,
    make,
    make_barrier,
    make_segment,
    restrict,
    status_of,
)
from tests.support.enterprise import Enterprise
from tests.support.sharing import share
from tests.support.tree import create

PATIENCE_SECONDS = 60.0


async def test_a_barrier_is_reported_on_and_enabled(working: Enterprise) -> None:
    other_id, other = await working.new_user()
    shared = await share(other, (await create(other, "Plans"))["id"], {"id": working.user_id})
    barrier_id = await make_barrier(working)
    kept = await make_segment(working.admin, barrier_id, "Research", working.user_id)
    await restrict(working.admin, kept, await make_segment(working.admin, barrier_id, "Trading", other_id))
    report = {
        "shield_information_barrier_report_id": await make(
            working.admin, f"{PREFIX}_reports", shield_information_barrier=barrier_named(barrier_id)
        )
    }
    read = "get_shield_information_barrier_reports_id"
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await working.admin.call(read, **report)).json()["status"] == "pending":
            await asyncio.sleep(0.1)
        assert (await change_status(working.admin, barrier_id, "pending")).status_code == 200
        while await status_of(working, barrier_id) == "pending":
            await asyncio.sleep(0.1)
    gone = await other.call("get_collaborations_id", collaboration_id=shared["id"])
    assert ((await working.admin.call(read, **report)).json()["status"], gone.status_code) == ("done", 404)
    assert await status_of(working, barrier_id) == "enabled"
