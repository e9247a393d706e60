"""Copying: a file in one unit of work, a folder in as many as its size asks for.

A copy of a folder grows out of everybody's reach and is put into its place as a whole at the end, so nobody ever sees a
part of it. Copies share the bytes of what they were made of. A copy that was cut short is removed when its lease ends.
"""

from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.clock import HOUR
from holdall.base.db import Database, Transaction, contains, query
from holdall.base.errors import BadRequest, Conflict, NotFound
from holdall.content.access import Access, Action, lock_trees, reach_active
from holdall.content.access.place import WATERMARK
from holdall.content.identity.subject import Subject
from holdall.content.items.making import insert_item, new_item
from holdall.content.items.moves import reach_destination
from holdall.content.items.names import check_name
from holdall.content.items.news import announce
from holdall.content.items.rows import FIND_VERSION, ITEM_COLUMNS, Item, Version
from holdall.content.items.siblings import require_free_name
from holdall.content.items.space import change_children, take_space
from holdall.content.items.tables import ItemType, items, versions
from holdall.content.items.trash import discard
from holdall.content.items.watermarks import options_of_copy
from holdall.content.metadata.copying import copy_instances
from holdall.content.metadata.telling import tell

BATCH = 500
LEASE = HOUR
_KEPT = ("description", "url", "sha1", "content_created_at", "content_modified_at", "tags")
_KEPT_OPTIONS = ("sync_state", "can_non_owners_invite", "can_non_owners_view_collaborators", WATERMARK)

_CHILDREN = query(
    sa.select(*ITEM_COLUMNS)
    .where(
        items.c.parent_id == sa.bindparam("folder_id", type_=sa.BigInteger),
        items.c.trashed_at.is_(None),
        sa.tuple_(items.c.type, items.c.id)
        > sa.tuple_(sa.bindparam("after_type", type_=sa.BigInteger), sa.bindparam("after_id", type_=sa.BigInteger)),
    )
    .order_by(items.c.type, items.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Item,
)
_FIND_BLOBS = query(sa.select(versions.c.id, versions.c.blob_key).where(contains(versions.c.id, "ids")))
_RENEW_LEASE = query(
    sa.update(items)
    .where(items.c.id == sa.bindparam("root_id", type_=sa.BigInteger), items.c.purge_at > 0)
    .values(purge_at=sa.bindparam("until", type_=sa.BigInteger))
)


class _Pending(msgspec.Struct, frozen=True):
    """A folder of which children are still to be copied: those after one of a type and id."""

    source_id: int
    copy_id: int
    after_type: int = -1
    after_id: int = 0


class _Batch(msgspec.Struct, frozen=True):
    """What one unit of work copied: folders made under others, and what each folder gained."""

    pending: list[_Pending]
    folders: list[tuple[int, int]]
    gains: list[tuple[int, int, int]]


class _Copy:
    """The state of one copy between its units of work: changed only after a unit has committed."""

    def __init__(self, root: Access, source: Item) -> None:
        self.root = root
        self.source = source
        self.pending = [_Pending(source.id, root.item.id)]
        self.parents: dict[int, int] = {}
        self.sizes: dict[int, int] = {}
        self.counts: dict[int, int] = {}

    def add(self, batch: _Batch) -> None:
        """Take over what a unit has done."""
        self.pending = batch.pending
        self.parents.update(batch.folders)
        for folder_id, size, count in batch.gains:
            self.sizes[folder_id] = self.sizes.get(folder_id, 0) + size
            self.counts[folder_id] = self.counts.get(folder_id, 0) + count

    def totals(self) -> list[tuple[int, int, int]]:
        """The size and number of items of each folder; folders were made from above, so sizes add up from below."""
        sizes = dict(self.sizes)
        for folder_id, parent_id in reversed(self.parents.items()):
            sizes[parent_id] = sizes.get(parent_id, 0) + sizes.get(folder_id, 0)
        return [(folder_id, sizes.get(folder_id, 0), count) for folder_id, count in self.counts.items()]


async def copy_file(
    tx: Transaction,
    subject: Subject,
    file_id: int,
    *,
    parent_id: int,
    name: str | None = None,
    version_id: int | None = None,
) -> Access:
    """Copy one version of a file, the current one unless told, into a folder.

    Raises NotFound for file, version and folder, Forbidden, InvalidParameter and Conflict as for a new file.
    """
    await lock_trees(tx, file_id, parent_id or subject.root_id)
    place = await reach_active(tx, subject, file_id, ItemType.FILE, Action.DOWNLOAD)
    source = place.item
    folder = await reach_destination(tx, subject, place, parent_id, "ITEM_COPY")
    name = source.name if name is None else check_name(name)
    await require_free_name(tx, folder.item.id, name, ItemType.FILE)
    version = await _version_of(tx, source, version_id)
    await take_space(tx, folder.owner_id, version.size)
    file = new_item(tx, folder, ItemType.FILE, name, **_kept(source, **options_of_copy(place, folder, tx.now)))
    file = msgspec.structs.replace(file, version_id=tx.new_id(), size=version.size, sha1=version.sha1)
    await insert_item(tx, file)
    await tx.insert(versions, **_first_version(file, version.blob_key))
    copy = folder.child(file)
    await change_children(tx, subject, copy.folder_ids, size=file.size, count=1)
    await announce(tx, copy, "ITEM_COPY", copied_from=source.id)
    await _copy_metadata(tx, source, copy)
    return copy


async def copy_folder(
    db: Database, subject: Subject, folder_id: int, *, parent_id: int, name: str | None = None
) -> Access:
    """Copy a folder with everything active in it into another folder; answers when the whole copy is there.

    Raises NotFound, Forbidden, InvalidParameter, Conflict, and BadRequest for a root folder or a copy into itself.
    """
    if name is not None:
        check_name(name)
    first = await db.write(_begin, subject, folder_id, parent_id, name)
    if isinstance(first, Access):
        return first
    copy = first
    try:
        while copy.pending:
            copy.add(await db.write(_continue, copy))
        totals = copy.totals()
        for start in range(0, len(totals), BATCH):
            await db.write(_set_totals, totals[start : start + BATCH])
        return await db.write(_finish, copy, subject, parent_id)
    except BaseException:
        await db.write(discard, copy.root.item.id, copy.root.owner_id)
        raise


async def _begin(tx: Transaction, subject: Subject, folder_id: int, parent_id: int, name: str | None) -> Access | _Copy:
    """Check everything, make the copy's root out of reach and copy a first batch; finish where that was all."""
    await lock_trees(tx, folder_id or subject.root_id, parent_id or subject.root_id)
    source = await reach_active(tx, subject, folder_id, ItemType.FOLDER, Action.DOWNLOAD)
    if source.is_root:
        raise BadRequest("A root folder cannot be copied")
    destination = await reach_destination(tx, subject, source, parent_id, "ITEM_COPY")
    name = source.item.name if name is None else name
    await require_free_name(tx, destination.item.id, name, ItemType.FOLDER)
    root = new_item(
        tx, destination, ItemType.FOLDER, name, **_kept(source.item, **options_of_copy(source, destination, tx.now))
    )
    hidden = {"parent_id": None, "owner_id": destination.owner_id, "trashed_at": tx.now, "purge_at": tx.now + LEASE}
    await insert_item(tx, msgspec.structs.replace(root, **hidden))
    copy = _Copy(destination.child(root), source.item)
    copy.add(await _copy_batch(tx, copy.root, copy.pending))
    if copy.pending:
        return copy
    await _set_totals(tx, copy.totals())
    return await _attach(tx, copy, destination)


async def _continue(tx: Transaction, copy: _Copy) -> _Batch:
    """Copy the next batch; raises Conflict where the copy's lease has ended."""
    if not await tx.run(_RENEW_LEASE, root_id=copy.root.item.id, until=tx.now + LEASE):
        raise Conflict("The copy took too long and was given up", code="operation_blocked_temporary")
    return await _copy_batch(tx, copy.root, copy.pending)


async def _finish(tx: Transaction, copy: _Copy, subject: Subject, parent_id: int) -> Access:
    """Put a copy that is complete into its place, which may have changed meanwhile."""
    await lock_trees(tx, parent_id or subject.root_id)
    destination = await reach_active(tx, subject, parent_id, ItemType.FOLDER, Action.UPLOAD)
    await require_free_name(tx, destination.item.id, copy.root.item.name, ItemType.FOLDER)
    still_there = await tx.run(_RENEW_LEASE, root_id=copy.root.item.id, until=tx.now + LEASE)
    if not still_there or destination.owner_id != copy.root.owner_id:
        raise Conflict("The destination changed hands meanwhile; try again", code="operation_blocked_temporary")
    return await _attach(tx, copy, destination)


async def _attach(tx: Transaction, copy: _Copy, destination: Access) -> Access:
    source, root_id = copy.source, copy.root.item.id
    size = next((size for folder_id, size, _ in copy.totals() if folder_id == root_id), 0)
    values = {"parent_id": destination.item.id, "owner_id": None, "trashed_at": None, "purge_at": None}
    await tx.update(items, {"id": root_id}, **values)
    root = msgspec.structs.replace(copy.root.item, **values, size=size, item_count=copy.counts.get(root_id, 0))
    access = destination.child(root)
    await change_children(tx, destination.subject, access.folder_ids, size=size, count=1)
    await announce(tx, access, "ITEM_COPY", copied_from=source.id)
    await _copy_metadata(tx, source, access)
    return access


async def _copy_batch(tx: Transaction, root: Access, pending: list[_Pending]) -> _Batch:
    """Copy up to BATCH items of the pending folders, the last of them first; what is below is pending after."""
    left, budget = list(pending), BATCH
    copies: list[tuple[Item, Item]] = []
    while left and budget > 0:
        now = left.pop()
        children = await tx.all(
            _CHILDREN, folder_id=now.source_id, after_type=now.after_type, after_id=now.after_id, limit=budget
        )
        made = [(source, _copy_of(tx, root, source, now.copy_id)) for source in children]
        if len(children) == budget:
            left.append(msgspec.structs.replace(now, after_type=children[-1].type, after_id=children[-1].id))
        left += [_Pending(source.id, copy.id) for source, copy in made if source.type == ItemType.FOLDER]
        copies += made
        budget -= len(children)
    await _insert_copies(tx, root.owner_id, copies)
    gains = [(_parent_of(copy), copy.size, 1) for _, copy in copies]
    folders = [(copy.id, _parent_of(copy)) for _, copy in copies if copy.type == ItemType.FOLDER]
    return _Batch(left, folders, gains)


async def _insert_copies(tx: Transaction, owner_id: int, copies: list[tuple[Item, Item]]) -> None:
    files = [(source, copy) for source, copy in copies if copy.type == ItemType.FILE]
    if files:
        sizes = [copy.size for _, copy in files]
        await take_space(tx, owner_id, sum(sizes), file_size=max(sizes))
    await tx.insert_many(items, [msgspec.structs.asdict(copy) for _, copy in copies])
    blobs = dict(await tx.all(_FIND_BLOBS, ids=[source.version_id for source, _ in files])) if files else {}
    await tx.insert_many(versions, [_first_version(copy, blobs[source.version_id]) for source, copy in files])
    await copy_instances(tx, copies)


async def _copy_metadata(tx: Transaction, source: Item, copy: Access) -> None:
    """The metadata of an item that is told of itself, and not with a folder that it is in."""
    for instance in await copy_instances(tx, [(source, copy.item)]):
        await tell(tx, copy, "METADATA_INSTANCE_COPY", instance)


async def _set_totals(tx: Transaction, totals: list[tuple[int, int, int]]) -> None:
    for folder_id, size, count in totals:
        await tx.update(items, {"id": folder_id}, size=size, item_count=count)


async def _version_of(tx: Transaction, file: Item, version_id: int | None) -> Version:
    version = await tx.one(FIND_VERSION, version_id=file.version_id if version_id is None else version_id)
    if version is None or version.item_id != file.id or version.trashed_at is not None:
        raise NotFound(f"The file {file.id} has no version {version_id}")
    return version


def _copy_of(tx: Transaction, root: Access, source: Item, parent_id: int) -> Item:
    is_file = source.type == ItemType.FILE
    copy = new_item(tx, root, ItemType(source.type), source.name, **_kept(source))
    return msgspec.structs.replace(
        copy,
        parent_id=parent_id,
        size=source.size if is_file else 0,
        version_id=tx.new_id() if is_file else None,
    )


def _kept(source: Item, **more_options: Any) -> dict[str, Any]:
    """What a copy has in common with what it was made of."""
    options = {name: source.options[name] for name in _KEPT_OPTIONS if name in source.options}
    return {name: getattr(source, name) for name in _KEPT} | {"options": options | more_options}


def _first_version(file: Item, blob_key: str) -> dict[str, Any]:
    return {
        "id": file.version_id,
        "enterprise_id": file.enterprise_id,
        "item_id": file.id,
        "number": 1,
        "name": file.name,
        "size": file.size,
        "sha1": file.sha1,
        "blob_key": blob_key,
        "created_at": file.created_at,
        "created_by": file.created_by,
        "modified_at": file.modified_at,
        "modified_by": file.modified_by,
    }


def _parent_of(item: Item) -> int:
    assert item.parent_id is not None
    return item.parent_id
