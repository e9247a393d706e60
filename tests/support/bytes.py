"""What is left in the database and in the store: for tests that show that nothing is."""

import sqlalchemy as sa

from holdall.base.db import query
from holdall.content.identity.tables import users
from holdall.storage.tables import blobs
from tests.support.enterprise import Enterprise

_COUNT = query(sa.select(sa.func.count()).where(blobs.c.enterprise_id == sa.bindparam("enterprise_id")))
_SPACE = query(sa.select(users.c.space_used).where(users.c.id == sa.bindparam("user_id")))
_KEYS = query(sa.select(blobs.c.key).where(blobs.c.store.is_not(None)), lambda key: key)


async def blobs_of(enterprise: Enterprise) -> int:
    """How many blobs the enterprise has recorded; also shows that no store keeps one that is not recorded."""
    platform = enterprise.gateway.platform
    stored = {entry.key for store in platform.stores.values() async for entry in store.entries()}
    assert stored - set(await platform.db.all(_KEYS)) == set()
    count: int = await platform.db.value(_COUNT, enterprise_id=enterprise.id)
    return count


async def space_used(enterprise: Enterprise, user_id: int | None = None) -> int:
    """How many bytes the enterprise's user, or another one, is charged with."""
    used: int = await enterprise.gateway.platform.db.value(_SPACE, user_id=user_id or enterprise.user_id)
    return used
