"""Items and versions as they are read from their tables."""

from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Json, contains, query, rows_of
from holdall.content.items.tables import ItemType, items, versions

TYPE_NAMES: dict[int, str] = {ItemType.FOLDER: "folder", ItemType.FILE: "file", ItemType.WEB_LINK: "web_link"}
TYPES_BY_NAME = {name: ItemType(kind) for kind, name in TYPE_NAMES.items()}


class Lock(msgspec.Struct, frozen=True):
    """A lock on a file: nobody but its maker changes the file until it expires. Instants in microseconds UTC."""

    id: int
    created_by: int
    created_at: int
    expires_at: int | None = None
    is_download_prevented: bool = False


class Item(msgspec.Struct, frozen=True):
    """A row of the table `items`: a folder, a file or a web link. Instants in microseconds UTC, sizes in bytes."""

    id: int
    enterprise_id: int
    type: int
    parent_id: int | None
    owner_id: int | None
    name: str
    name_key: str
    description: str
    sequence: int
    size: int
    item_count: int
    version_id: int | None
    sha1: str | None
    url: str | None
    created_by: int | None
    created_at: int
    modified_by: int | None
    modified_at: int
    content_created_at: int | None
    content_modified_at: int | None
    trashed_at: int | None
    trashed_by: int | None
    trash_owner_id: int | None
    purge_at: int | None
    lock: dict[str, Any] | None
    tags: list[str]
    options: dict[str, Any]

    @property
    def etag(self) -> str:
        """The version of the item's metadata, as If-Match and If-None-Match name it."""
        return str(self.sequence)

    def active_lock(self, now: int) -> Lock | None:
        """The lock that is in force at `now`, or None."""
        if self.lock is None:
            return None
        lock = msgspec.convert(self.lock, Lock)
        return lock if lock.expires_at is None or lock.expires_at > now else None


class Version(msgspec.Struct, frozen=True):
    """A row of the table `versions`: one content that a file has or had."""

    id: int
    enterprise_id: int
    item_id: int
    number: int
    name: str
    size: int
    sha1: str
    blob_key: str
    created_at: int
    created_by: int | None
    modified_at: int
    modified_by: int | None
    trashed_at: int | None
    trashed_by: int | None
    restored_at: int | None
    restored_by: int | None


def version_mini(version_id: int | None, sha1: str | None) -> dict[str, Any]:
    """The mini form of a version on the wire."""
    return {"type": "file_version", "id": str(version_id), "sha1": sha1}


ITEM_COLUMNS = rows_of(Item, items)
PLAIN_COLUMNS = [
    sa.type_coerce(column, sa.Text) if isinstance(column.type, Json) else column for column in ITEM_COLUMNS
]
"""The same with JSON as it is written, for rows that are read as JSON themselves."""
VERSION_COLUMNS = rows_of(Version, versions)


FIND_ITEMS = query(sa.select(*ITEM_COLUMNS).where(contains(items.c.id, "ids")), into=Item)
FIND_VERSION = query(sa.select(*VERSION_COLUMNS).where(versions.c.id == sa.bindparam("version_id")), into=Version)
