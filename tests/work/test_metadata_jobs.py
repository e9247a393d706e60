"""Metadata and background work together: policies reach what is below a folder, and what comes later, by themselves."""

import asyncio

from tests.box.test_metadata_cascade_policies import make_policy, make_tree, name_on
from tests.support.enterprise import Enterprise
from tests.support.metadata import apply
from tests.support.tree import make_file

PATIENCE_SECONDS = 60.0


async def test_a_policy_is_carried_out_on_what_is_there_and_on_what_comes(working: Enterprise) -> None:
    tree = await make_tree(working)
    await apply(working.user, tree.top, "folder", "contract", {"name": "new"})
    await make_policy(working, tree.top)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await tree.names(working) != ["new"] * 3:
            await asyncio.sleep(0.1)
        late = (await make_file(working, "late", parent_id=tree.inner)).item.id
        while await name_on(working, late, "file") != "new":
            await asyncio.sleep(0.1)
    assert await tree.names(working) == ["new"] * 3
