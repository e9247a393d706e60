"""The tables of hubs, of who collaborates on them, and of what is in them. Instants are microseconds UTC."""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


hubs = sa.Table(
    "hubs",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("title_key", sa.Text, nullable=False),  # for sorting and searching, as items.name_key
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("description_key", sa.Text, nullable=False),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("updated_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("updated_at", sa.BigInteger, nullable=False),
    sa.Column("accessed_at", sa.BigInteger, nullable=False),
    sa.Column("view_count", sa.BigInteger, nullable=False),
    sa.Column("is_ai_enabled", sa.Boolean, nullable=False),
    sa.Column("is_collaboration_restricted_to_enterprise", sa.Boolean, nullable=False),
    sa.Column("can_non_owners_invite", sa.Boolean, nullable=False),
    sa.Column("can_shared_link_be_created", sa.Boolean, nullable=False),
    sa.Column("can_public_shared_link_be_created", sa.Boolean, nullable=False),
    sa.Column("copy_hub_access", sa.Text, nullable=False),  # all, company, none
    sa.Column("link_token", sa.Text, unique=True),  # of its shared link; null where it has none
    sa.Column("link_access", sa.Text),  # open, company, collaborators
    sa.Index("ix_hubs_enterprise_id", "enterprise_id", "id"),
)

hub_collaborations = sa.Table(
    # Exactly one of user and group says to whom.
    "hub_collaborations",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("hub_id", sa.BigInteger, sa.ForeignKey("hubs.id", ondelete="CASCADE"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE")),
    sa.Column("group_id", sa.BigInteger, sa.ForeignKey("groups.id", ondelete="CASCADE")),
    sa.Column("role", sa.Text, nullable=False),  # co-owner, editor, viewer
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Index("ix_hub_collaborations_hub", "hub_id", "id"),
    sa.Index("uq_hub_collaborations_user", "user_id", "hub_id", unique=True, **_where("user_id IS NOT NULL")),
    sa.Index("uq_hub_collaborations_group", "group_id", "hub_id", unique=True, **_where("group_id IS NOT NULL")),
)

hub_items = sa.Table(
    # Whoever may see the hub may view these items and what is in them, so decisions look from an item for its hubs.
    "hub_items",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("hub_id", sa.BigInteger, sa.ForeignKey("hubs.id", ondelete="CASCADE"), nullable=False),
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("added_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("added_at", sa.BigInteger, nullable=False),
    sa.Index("uq_hub_items_item", "item_id", "hub_id", unique=True),
    sa.Index("ix_hub_items_hub", "hub_id", "id"),
)
