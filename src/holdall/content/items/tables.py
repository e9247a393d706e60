"""Tables of the tree and of file versions. Instants are microseconds UTC, sizes bytes."""

from enum import IntEnum
from typing import Any

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column
from holdall.storage.tables import register_reference


class ItemType(IntEnum):
    """What an item is; the order is the one in which Box lists them."""

    FOLDER = 0
    FILE = 1
    WEB_LINK = 2


_ACTIVE = "trashed_at IS NULL"
_IN_TRASH = "trash_owner_id IS NOT NULL"


def _where(condition: str) -> dict[str, Any]:
    """An index of those rows alone, in both dialects."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


# A tree whose root is in nobody's trash but has a `purge_at` is out of everybody's reach: at 0 it is being removed,
# and later than that it is being copied, and removed at that time if the copy was not finished.
items = sa.Table(
    "items",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("type", sa.SmallInteger, nullable=False),
    sa.Column("parent_id", sa.BigInteger, sa.ForeignKey("items.id")),  # none for the root of a user
    # Who owns a tree is said at its root alone, so that moving a folder to another owner changes one row.
    sa.Column("owner_id", sa.BigInteger, sa.ForeignKey("users.id", deferrable=True, initially="DEFERRED")),
    sa.Column("name", sa.Text, nullable=False),
    # Casefolded and NFC: what must be unique among active siblings. Both databases order it by code point.
    sa.Column("name_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("sequence", sa.BigInteger, nullable=False),  # the etag; grows with every change
    sa.Column("size", sa.BigInteger, nullable=False),  # of the current version; of a folder, all active content below
    sa.Column("item_count", sa.BigInteger, nullable=False),  # active children of a folder
    sa.Column("version_id", sa.BigInteger),  # the current version of a file
    sa.Column("sha1", sa.Text),
    sa.Column("url", sa.Text),  # of a web link
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", deferrable=True, initially="DEFERRED")),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_by", sa.BigInteger, sa.ForeignKey("users.id", deferrable=True, initially="DEFERRED")),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Column("content_created_at", sa.BigInteger),
    sa.Column("content_modified_at", sa.BigInteger),
    # Set on the item that was put in the trash; what is under it is in the trash because its ancestor is.
    sa.Column("trashed_at", sa.BigInteger),
    sa.Column("trashed_by", sa.BigInteger, sa.ForeignKey("users.id", deferrable=True, initially="DEFERRED")),
    sa.Column("trash_owner_id", sa.BigInteger),  # whose trash it is in
    sa.Column("purge_at", sa.BigInteger),
    sa.Column("lock", Json),
    sa.Column("tags", Json, nullable=False),
    sa.Column("options", Json, nullable=False),  # the rarely set ones: sync_state, folder_upload_email, ...
    sa.Index("uq_items_active_name", "parent_id", "name_key", unique=True, **_where(_ACTIVE)),
    # A page of a folder in each order that a client may ask for; what is in the trash is in none of them.
    sa.Index("ix_items_by_name", "parent_id", "type", "name_key", "id", **_where(_ACTIVE)),
    sa.Index("ix_items_by_date", "parent_id", "type", "modified_at", "id", **_where(_ACTIVE)),
    sa.Index("ix_items_by_size", "parent_id", "type", "size", "id", **_where(_ACTIVE)),
    sa.Index("ix_items_by_id", "parent_id", "type", "id", **_where(_ACTIVE)),
    sa.Index("ix_items_children", "parent_id", "type", "id"),  # of every status: for removals, for what is kept
    sa.Index("ix_items_trash_by_name", "trash_owner_id", "type", "name_key", "id", **_where(_IN_TRASH)),
    sa.Index("ix_items_trash_by_date", "trash_owner_id", "type", "trashed_at", "id", **_where(_IN_TRASH)),
    sa.Index("ix_items_trash_by_size", "trash_owner_id", "type", "size", "id", **_where(_IN_TRASH)),
    sa.Index("ix_items_trash_by_id", "trash_owner_id", "type", "id", **_where(_IN_TRASH)),
    sa.Index("ix_items_purge_at", "purge_at", **_where("purge_at IS NOT NULL")),
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),  # 1 is the first upload
    sa.Column("name", sa.Text, nullable=False),  # the file's name at that version; promoting restores it
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha1", sa.Text, nullable=False),
    sa.Column("blob_key", sa.Text, sa.ForeignKey("blobs.key"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", deferrable=True, initially="DEFERRED")),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Column("modified_by", sa.BigInteger, sa.ForeignKey("users.id", deferrable=True, initially="DEFERRED")),
    sa.Column("trashed_at", sa.BigInteger),
    sa.Column("trashed_by", sa.BigInteger),
    sa.Column("restored_at", sa.BigInteger),
    sa.Column("restored_by", sa.BigInteger),
    sa.Index("ix_versions_item", "item_id", "number"),
    sa.Index("ix_versions_blob_key", "blob_key"),
)
register_reference(versions.c.blob_key)

folder_locks = sa.Table(
    "folder_locks",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("folder_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("prevents_move", sa.Boolean, nullable=False),
    sa.Column("prevents_delete", sa.Boolean, nullable=False),
    sa.Index("ix_folder_locks_folder_id", "folder_id"),
    sa.Index("ix_folder_locks_enterprise_id", "enterprise_id"),
)

favorites = sa.Table(
    "favorites",
    metadata,
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("added_at", sa.BigInteger, nullable=False),
    sa.Index("ix_favorites_item_id", "item_id"),
)
