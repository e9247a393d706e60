"""Indexes of items: a page of a folder or of a trash in each order starts by key; names order by code point."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ACTIVE = "trashed_at IS NULL"
_IN_TRASH = "trash_owner_id IS NOT NULL"
_INDEXES = {
    "ix_items_by_name": (["parent_id", "type", "name_key", "id"], _ACTIVE),
    "ix_items_by_date": (["parent_id", "type", "modified_at", "id"], _ACTIVE),
    "ix_items_by_size": (["parent_id", "type", "size", "id"], _ACTIVE),
    "ix_items_children": (["parent_id", "type", "id"], None),
    "ix_items_trash_by_name": (["trash_owner_id", "type", "name_key", "id"], _IN_TRASH),
    "ix_items_trash_by_date": (["trash_owner_id", "type", "trashed_at", "id"], _IN_TRASH),
    "ix_items_trash_by_size": (["trash_owner_id", "type", "size", "id"], _IN_TRASH),
    "ix_items_trash_by_id": (["trash_owner_id", "type", "id"], _IN_TRASH),
    "ix_items_purge_at": (["purge_at"], "purge_at IS NOT NULL"),
}


def upgrade() -> None:
    """Bring the schema to this revision."""
    for name in ("ix_items_listing", "ix_items_trash", "ix_items_purge_at"):
        op.drop_index(name, "items")
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("items", "name_key", type_=sa.Text(collation="C"), existing_nullable=False)
    for name, (columns, condition) in _INDEXES.items():
        where = sa.text(condition) if condition else None
        op.create_index(name, "items", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take the schema back to the revision before."""
    for name in _INDEXES:
        op.drop_index(name, "items")
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("items", "name_key", type_=sa.Text(), existing_nullable=False)
    op.create_index("ix_items_listing", "items", ["parent_id", "type", "name_key", "id"])
    op.create_index("ix_items_trash", "items", ["trash_owner_id", "type", "name_key", "id"])
    op.create_index("ix_items_purge_at", "items", ["purge_at"])
