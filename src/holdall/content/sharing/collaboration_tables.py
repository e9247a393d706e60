"""The table of collaborations: who was given which role on which item. Instants are microseconds UTC."""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


collaborations = sa.Table(
    # Exactly one of user, group and address says to whom; the address until somebody has it as login.
    "collaborations",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),  # the enterprise that the item belonged to when the invitation was made
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE")),
    sa.Column("group_id", sa.BigInteger, sa.ForeignKey("groups.id", ondelete="CASCADE")),
    sa.Column("invite_email", sa.Text),
    sa.Column("invite_key", sa.Text),  # the address casefolded, as users.login_key
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # pending, accepted, rejected
    sa.Column("can_view_path", sa.Boolean, nullable=False),
    sa.Column("is_access_only", sa.Boolean, nullable=False),
    sa.Column("expires_at", sa.BigInteger),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", deferrable=True, initially="DEFERRED")),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Column("acknowledged_at", sa.BigInteger),  # when it was accepted or rejected
    # Decisions look from an item for its grants: first for the one of a user, then for those of groups.
    sa.Index("uq_collaborations_user", "item_id", "user_id", unique=True, **_where("user_id IS NOT NULL")),
    sa.Index("uq_collaborations_group", "item_id", "group_id", unique=True, **_where("group_id IS NOT NULL")),
    sa.Index("uq_collaborations_invite", "item_id", "invite_key", unique=True, **_where("invite_key IS NOT NULL")),
    sa.Index("ix_collaborations_item", "item_id", "id"),
    sa.Index("ix_collaborations_user", "user_id", "id", **_where("user_id IS NOT NULL")),
    sa.Index("ix_collaborations_of_group", "group_id", "id", **_where("group_id IS NOT NULL")),
    sa.Index("ix_collaborations_invite", "invite_key", **_where("invite_key IS NOT NULL")),
    sa.Index("ix_collaborations_expires_at", "expires_at", **_where("expires_at IS NOT NULL")),
)
