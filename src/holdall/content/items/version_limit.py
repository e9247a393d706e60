"""How many versions a file keeps: an enterprise may set a limit, and then the oldest make room for the newest.

What Box does at the limit of an account: https://support.box.com/hc/en-us/articles/360043697054
"""

import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.content.access import Access
from holdall.content.governance.keeping import kept_versions
from holdall.content.identity.tables import enterprises
from holdall.content.items.space import free_space
from holdall.content.items.tables import versions

SETTING = "version_limit"
"""The name of the limit among the settings of an enterprise; without it every version is kept."""

_OF_FILE = versions.c.item_id == sa.bindparam("file_id", type_=sa.BigInteger)
_LAST_NUMBER = query(sa.select(sa.func.max(versions.c.number)).where(_OF_FILE))
_FIND_SETTINGS = query(
    sa.select(enterprises.c.settings).where(enterprises.c.id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
)
_FIND_PAST = query(
    sa.select(versions.c.id, versions.c.size)
    .where(_OF_FILE, versions.c.id != sa.bindparam("current_id", type_=sa.BigInteger), versions.c.trashed_at.is_(None))
    .order_by(versions.c.number.desc())
)
_DELETE = query(sa.delete(versions).where(contains(versions.c.id, "ids")))


async def next_number(tx: Transaction, file_id: int) -> int:
    """The number of the version that a file gets next; 1 was the first upload."""
    return 1 + int(await tx.value(_LAST_NUMBER, file_id=file_id) or 0)


async def keep_to_limit(tx: Transaction, access: Access) -> None:
    """Remove the oldest versions of a file that its enterprise's limit leaves no room for.

    Never the current one, and none that a hold or a retention keeps.
    """
    file = access.item
    settings = await tx.value(_FIND_SETTINGS, enterprise_id=file.enterprise_id)
    limit = settings.get(SETTING)
    if not limit:
        return
    past = await tx.all(_FIND_PAST, file_id=file.id, current_id=file.version_id)
    oldest = past[limit - 1 :]
    if oldest:
        kept = await kept_versions(tx, [file.id])
        oldest = [one for one in oldest if one[0] not in kept]
    if oldest:
        await tx.run(_DELETE, ids=[version_id for version_id, _ in oldest])
        await free_space(tx, access.owner_id, sum(size for _, size in oldest))
