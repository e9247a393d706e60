"""Governance and background work together: holds are applied and released, and content is disposed of, by themselves."""

import asyncio
from typing import Any

from holdall.base.clock import DAY
from holdall.content.governance.disposition import dispose_due
from tests.support.enterprise import Enterprise
from tests.support.governance import call, empty, held_files, hold, make_hold, make_retention, purge, retain
from tests.support.metadata import apply, make_template
from tests.support.tree import create, make_file

PATIENCE_SECONDS = 60.0


async def status_of(enterprise: Enterprise, policy: Any) -> str:
    """What a legal hold policy says of itself."""
    found = await call(enterprise.admin, "get_legal_hold_policies_id", legal_hold_policy_id=policy["id"])
    return str(found["status"])


async def test_holds_are_applied_and_released_and_retention_finds_its_files(working: Enterprise) -> None:
    template = await make_template(working)
    file = await make_file(working, "a")
    await apply(working.user, file.item.id, "file", template["templateKey"], {})
    policy = await make_hold(working)
    assignment = await hold(working, policy, "interactions", working.user_id)
    folder = await create(working.user, "folder")
    retained = await make_retention(working, retention_length=1)
    await retain(working, retained, "metadata_template", template["id"])
    late = await make_file(working, "late", parent_id=folder["id"])
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await held_files(working, assignment) != [str(file.item.id), str(late.item.id)]:
            await asyncio.sleep(0.1)
        while await status_of(working, policy) != "active":
            await asyncio.sleep(0.1)
        refused = await purge(working.user, "file", late.item.id)
        await call(working.admin, "delete_legal_hold_policies_id", 202, legal_hold_policy_id=policy["id"])
        while await status_of(working, policy) != "released":
            await asyncio.sleep(0.1)
        while await ends_at(working, file.item.id) is None:
            await asyncio.sleep(0.1)
    done = await empty(working.user, "file", late.item.id)
    platform = working.gateway.platform
    platform.clock.advance(2 * DAY)
    try:
        await dispose_due(platform.db)
    finally:
        platform.clock.advance(-2 * DAY)
    gone = await working.user.call("get_files_id", file_id=file.item.id)
    assert (refused.status_code, done.status_code, gone.status_code) == (403, 204, 404)


async def ends_at(enterprise: Enterprise, file_id: int) -> Any:
    """When the retention of a file ends."""
    found = await call(enterprise.user, "get_files_id", file_id=file_id, fields="disposition_at")
    return found["disposition_at"]
