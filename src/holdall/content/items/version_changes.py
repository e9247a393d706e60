"""What is done to the versions of a file: promoting an old one, the trash of versions, and their end.

Every version counts against the storage of the owner, in the trash too, until it is removed for good.
"""

import sqlalchemy as sa

from holdall.base.clock import SECOND
from holdall.base.db import Database, Transaction, contains, query
from holdall.base.errors import BadRequest, NotFound
from holdall.content.access import Access, Action, lock_trees, reach_to_change
from holdall.content.governance.keeping import kept_versions
from holdall.content.identity.subject import Subject
from holdall.content.items.files import Content, replace_content
from holdall.content.items.making import check_etag
from holdall.content.items.news import announce
from holdall.content.items.rows import Version
from holdall.content.items.siblings import require_free_name
from holdall.content.items.space import free_space
from holdall.content.items.tables import ItemType, items, versions
from holdall.content.items.versions import find_live_version, find_version

BATCH = 100

_FIND_EXPIRED = query(
    sa.select(versions.c.id, versions.c.item_id)
    .where(
        versions.c.trashed_at <= sa.bindparam("before", type_=sa.BigInteger),
        versions.c.id > sa.bindparam("after", type_=sa.BigInteger),
    )
    .order_by(versions.c.id)
    .limit(BATCH)
)
_LOCK_EXPIRED = query(
    sa.select(versions.c.id, versions.c.item_id, versions.c.size)
    .where(contains(versions.c.id, "ids"), versions.c.trashed_at <= sa.bindparam("before", type_=sa.BigInteger))
    .order_by(versions.c.id)
    .with_for_update()
)
_climb = (
    sa.select(items.c.id.label("file_id"), items.c.parent_id, items.c.owner_id)
    .where(contains(items.c.id, "ids"))
    .cte("climb", recursive=True)
)
_climb = _climb.union_all(
    sa.select(_climb.c.file_id, items.c.parent_id, items.c.owner_id).join_from(
        _climb, items, items.c.id == _climb.c.parent_id
    )
)
_FIND_OWNERS = query(sa.select(_climb.c.file_id, _climb.c.owner_id).where(_climb.c.parent_id.is_(None)))
_DELETE = query(sa.delete(versions).where(contains(versions.c.id, "ids")))


async def promote_version(tx: Transaction, subject: Subject, *, file_id: int, version_id: int) -> Access:
    """Make a new current version with the content and the name of an old one; the file with it.

    Raises NotFound, Forbidden, Conflict where the old name is taken, and BadRequest for the current version.
    """
    access = await reach_to_change(tx, subject, file_id, ItemType.FILE, Action.UPLOAD)
    file = access.item
    version = await find_live_version(tx, file_id, version_id)
    if version.id == file.version_id:
        raise BadRequest(f"The version {version_id} is the current one already")
    if version.name != file.name:
        assert file.parent_id is not None
        await require_free_name(tx, file.parent_id, version.name, ItemType.FILE, except_id=file.id)
    return await replace_content(
        tx,
        access,
        Content(version.blob_key, version.size, version.sha1),
        name=version.name,
        content_modified_at=tx.now,
        event_type="ITEM_MAKE_CURRENT_VERSION",
    )


async def trash_version(
    tx: Transaction, subject: Subject, *, file_id: int, version_id: int, if_match: str | None = None
) -> None:
    """Put a past version of a file into the trash of versions, where it stays readable for a while.

    Raises NotFound, Forbidden, PreconditionFailed where `if_match` is not the file's etag, and BadRequest for the
    current version, without which the file would have no content.
    """
    access = await reach_to_change(tx, subject, file_id, ItemType.FILE, Action.DELETE)
    check_etag(access.item, if_match)
    version = await find_live_version(tx, file_id, version_id)
    if version.id == access.item.version_id:
        raise BadRequest("The current version cannot be deleted: promote another one first, or delete the file")
    values = {"trashed_at": tx.now, "trashed_by": subject.user_id, "restored_at": None, "restored_by": None}
    await tx.update(versions, {"id": version.id}, modified_at=tx.now, modified_by=subject.user_id, **values)
    await announce(tx, access, "ITEM_MODIFY", version_id=version.id, trashed=True)


async def restore_version(tx: Transaction, subject: Subject, *, file_id: int, version_id: int) -> Version:
    """Take a version out of the trash of versions; raises NotFound (not_trashed for one that is not there), Forbidden."""
    access = await reach_to_change(tx, subject, file_id, ItemType.FILE, Action.UPLOAD)
    version = await find_version(tx, file_id, version_id)
    if version.trashed_at is None:
        raise NotFound(f"The version {version_id} is not in the trash", code="not_trashed")
    values = {"trashed_at": None, "trashed_by": None, "restored_at": tx.now, "restored_by": subject.user_id}
    await tx.update(versions, {"id": version.id}, modified_at=tx.now, modified_by=subject.user_id, **values)
    await announce(tx, access, "FILE_VERSION_RESTORE", version_id=version.id)
    return await find_version(tx, file_id, version_id)


async def remove_expired_versions(db: Database, *, retention: int) -> int:
    """Remove for good the versions that have been in the trash for `retention` seconds; how many there were.

    What a hold or a retention keeps stays where it is.
    """
    count = after = 0
    while expired := await db.all(_FIND_EXPIRED, before=db.now - retention * SECOND, after=after):
        count += await db.write(_remove, expired, db.now - retention * SECOND)
        after = expired[-1][0]
    return count


async def _remove(tx: Transaction, expired: list[tuple[int, int]], before: int) -> int:
    file_ids = list({file_id for _, file_id in expired})
    await lock_trees(tx, *file_ids)
    owners = dict(await tx.all(_FIND_OWNERS, ids=file_ids))
    found = await tx.all(_LOCK_EXPIRED, ids=[version_id for version_id, _ in expired], before=before)
    kept = await kept_versions(tx, file_ids)
    removed = [one for one in found if one[0] not in kept]
    for _, file_id, size in removed:
        await free_space(tx, owners[file_id], size)
    await tx.run(_DELETE, ids=[version_id for version_id, _, _ in removed])
    return len(removed)
