"""Files and their versions: a first upload, a new version, what a preflight asks.

Each is (part of) a unit of work. The bytes are in the store already; a blob without a row is the collector's.
"""

from typing import Any

import msgspec

from holdall.base.db import Transaction
from holdall.base.db.database import Reader
from holdall.content.access import Access, Action, reach_active, reach_to_change
from holdall.content.identity.subject import Subject
from holdall.content.items.making import check_etag, insert_item, new_item
from holdall.content.items.names import check_name, name_key
from holdall.content.items.news import announce
from holdall.content.items.rows import Item
from holdall.content.items.siblings import require_free_name
from holdall.content.items.space import change_children, check_space, grow, take_space
from holdall.content.items.tables import ItemType, items, versions
from holdall.content.items.version_limit import keep_to_limit, next_number

UPLOADER = "uploader"
"""The option of a file, and what its event tells, where somebody without an account has uploaded it."""
_BY_NOBODY = {"created_by": None, "modified_by": None}


class Content(msgspec.Struct, frozen=True):
    """Bytes that are in the store: where, how many, and their SHA-1 in hex."""

    blob_key: str
    size: int
    sha1: str


async def add_file(
    tx: Transaction,
    subject: Subject,
    *,
    parent_id: int,
    name: str,
    content: Content,
    content_created_at: int | None = None,
    content_modified_at: int | None = None,
    description: str = "",
    uploader: str | None = None,
) -> Access:
    """Put a new file into a folder. Instants in microseconds UTC; those not given are the present.

    With `uploader`, somebody without an account uploads by the right of the subject: nobody has made the file, and this
    (an e-mail address, or nothing) is told as the name of who did.

    Raises NotFound or Forbidden for the folder, InvalidParameter for the name, Conflict where it is taken, Forbidden
    where the owner's storage or file size limit is too small.
    """
    check_name(name)
    folder = await reach_to_change(tx, subject, parent_id, ItemType.FOLDER, Action.UPLOAD)
    await require_free_name(tx, folder.item.id, name, ItemType.FILE)
    await take_space(tx, folder.owner_id, content.size)
    about: dict[str, Any] = {} if uploader is None else {UPLOADER: uploader}
    file = new_item(
        tx,
        folder,
        ItemType.FILE,
        name,
        description=description,
        size=content.size,
        version_id=tx.new_id(),
        sha1=content.sha1,
        content_created_at=tx.now if content_created_at is None else content_created_at,
        content_modified_at=tx.now if content_modified_at is None else content_modified_at,
        **({**_BY_NOBODY, "options": about} if about else {}),
    )
    await insert_item(tx, file)
    await _insert_version(tx, file, content, number=1)
    access = folder.child(file)
    await change_children(tx, subject, access.folder_ids, size=content.size, count=1)
    await announce(tx, access, "ITEM_UPLOAD", **about)
    return access


async def add_version(
    tx: Transaction,
    subject: Subject,
    *,
    file_id: int,
    content: Content,
    name: str | None = None,
    content_modified_at: int | None = None,
    if_match: str | None = None,
) -> Access:
    """Make new content the current version of a file, under a new name where one is given.

    Raises what `add_file` does, and PreconditionFailed where `if_match` is not the file's etag.
    """
    access = await reach_to_change(tx, subject, file_id, ItemType.FILE, Action.UPLOAD)
    file = access.item
    check_etag(file, if_match)
    if name is not None and name != file.name:
        check_name(name)
        assert file.parent_id is not None
        await require_free_name(tx, file.parent_id, name, ItemType.FILE, except_id=file.id)
    return await replace_content(
        tx,
        access,
        content,
        name=file.name if name is None else name,
        content_modified_at=tx.now if content_modified_at is None else content_modified_at,
        event_type="ITEM_UPLOAD",
    )


async def replace_content(
    tx: Transaction, access: Access, content: Content, *, name: str, content_modified_at: int, event_type: str
) -> Access:
    """Make content the current version of a file under this name; the caller has checked that it may, and the name.

    Raises Forbidden where the owner's storage or file size limit is too small.
    """
    await take_space(tx, access.owner_id, content.size)
    changed = await set_content(
        tx, access, version_id=tx.new_id(), content=content, name=name, content_modified_at=content_modified_at
    )
    number = await next_number(tx, changed.item.id)
    await _insert_version(tx, changed.item, content, number=number)
    await keep_to_limit(tx, changed)
    await announce(tx, changed, event_type, old_name=access.item.name)
    return changed


async def set_content(
    tx: Transaction, access: Access, *, version_id: int, content: Content, name: str, content_modified_at: int
) -> Access:
    """Point a file at another version, and let the folders above it grow; the caller has checked that it may.

    The version's row, the event and the space of the owner are the caller's.
    """
    file = access.item
    values = {
        "version_id": version_id,
        "size": content.size,
        "sha1": content.sha1,
        "name": name,
        "name_key": name_key(name),
        "sequence": file.sequence + 1,
        "modified_by": access.subject.user_id,
        "modified_at": tx.now,
        "content_modified_at": content_modified_at,
    }
    await tx.update(items, {"id": file.id}, **values)
    await grow(tx, access.folder_ids, content.size - file.size)
    return access.with_item(msgspec.structs.replace(file, **values))


async def check_new_file(
    reader: Reader, subject: Subject, *, parent_id: int, name: str, size: int | None = None
) -> Access:
    """Raise what `add_file` would, without making anything; answers the access to the folder."""
    check_name(name)
    folder = await reach_active(reader, subject, parent_id, ItemType.FOLDER, Action.UPLOAD)
    await require_free_name(reader, folder.item.id, name, ItemType.FILE)
    await check_space(reader, folder.owner_id, size or 0)
    return folder


async def check_new_version(
    reader: Reader, subject: Subject, *, file_id: int, name: str | None = None, size: int | None = None
) -> Access:
    """Raise what `add_version` would, without making anything; answers the access to the file."""
    access = await reach_active(reader, subject, file_id, ItemType.FILE, Action.UPLOAD)
    if name is not None:
        check_name(name)
        assert access.item.parent_id is not None
        await require_free_name(reader, access.item.parent_id, name, ItemType.FILE, except_id=file_id)
    await check_space(reader, access.owner_id, size or 0)
    return access


async def _insert_version(tx: Transaction, file: Item, content: Content, *, number: int) -> None:
    await tx.insert(
        versions,
        id=file.version_id,
        enterprise_id=file.enterprise_id,
        item_id=file.id,
        number=number,
        name=file.name,
        size=content.size,
        sha1=content.sha1,
        blob_key=content.blob_key,
        created_at=tx.now,
        created_by=file.modified_by,
        modified_at=tx.now,
        modified_by=file.modified_by,
    )
