"""Tables of the tree and of file versions. Instants are microseconds UTC, sizes bytes."""

from enum import IntEnum

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column
from holdall.storage.tables import register_reference


class ItemType(IntEnum):
    """What an item is; the order is the one in which Box lists them."""

    FOLDER = 0
    FILE = 1
    WEB_LINK = 2


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
    sa.Column("name_key", sa.Text, nullable=False),  # NFC and casefolded: what must be unique among active siblings
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
    sa.Index(
        "uq_items_active_name",
        "parent_id",
        "name_key",
        unique=True,
        sqlite_where=sa.text("trashed_at IS NULL"),
        postgresql_where=sa.text("trashed_at IS NULL"),
    ),
    sa.Index("ix_items_listing", "parent_id", "type", "name_key", "id"),
    sa.Index("ix_items_trash", "trash_owner_id", "type", "name_key", "id"),
    sa.Index("ix_items_purge_at", "purge_at"),
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
