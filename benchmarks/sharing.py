"""A collaborator far down a tree: a user in 50 groups, one of which was invited to the folder on top."""

import asyncio

import sqlalchemy as sa

from benchmarks.bench import Bench
from benchmarks.processes import BenchmarkFailed
from holdall.base.db import Transaction, open_database, query
from holdall.base.settings import Settings
from holdall.content.directory.tables import groups, memberships
from holdall.content.identity import provision
from holdall.content.identity.tables import applications
from holdall.content.sharing.collaboration_tables import collaborations

GROUPS = 50

_APPLICATION = query(sa.select(applications.c.id, applications.c.enterprise_id))


def share_with_groups(bench: Bench, folder: str) -> str:
    """Make the user, its groups and the invitation, and answer the user's access token."""
    settings = Settings(data=bench.folder / "data", database=bench.database)
    return asyncio.run(_write(settings.database_url, int(folder)))


async def _write(url: str, folder: int) -> str:
    db = await open_database(url)
    try:
        return await db.write(_unit, folder)
    finally:
        await db.close()


async def _unit(tx: Transaction, folder: int) -> str:
    found = await tx.one(_APPLICATION)
    if found is None:
        raise BenchmarkFailed("the run's database has no application")
    application_id, enterprise_id = found
    login = f"colleague.{enterprise_id}@example.com"
    user_id = await provision.create_user(tx, enterprise_id=enterprise_id, login=login, name="Colleague")
    common = {"enterprise_id": enterprise_id, "created_at": tx.now, "modified_at": tx.now}
    texts = dict.fromkeys(("description", "provenance", "external_sync_identifier"), "")
    levels = dict.fromkeys(("invitability_level", "member_viewability_level"), "admins_only")
    ids = [tx.new_id() for _ in range(GROUPS)]
    for group_id in ids:
        name = {"name": f"Group {group_id}", "name_key": f"group {group_id}"}
        await tx.insert(groups, id=group_id, **name, **texts, **levels, **common)
        await tx.insert(memberships, id=tx.new_id(), group_id=group_id, user_id=user_id, role="member", **common)
    await tx.insert(
        collaborations,
        id=tx.new_id(),
        item_id=folder,
        group_id=ids[-1],
        role="viewer",
        status="accepted",
        can_view_path=False,
        is_access_only=False,
        **common,
    )
    return await provision.issue_token(
        tx, enterprise_id=enterprise_id, user_id=user_id, application_id=application_id, lifetime=24 * 3600
    )
