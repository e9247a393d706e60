"""The table of integration mappings. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column

slack_mappings = sa.Table(
    "slack_mappings",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("channel_id", sa.Text, nullable=False),
    # Where the channel is: one of the two names it, the other is empty.
    sa.Column("workspace_id", sa.Text, nullable=False),
    sa.Column("org_id", sa.Text, nullable=False),
    sa.Column("folder_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("is_manually_created", sa.Boolean, nullable=False),
    sa.Column("is_access_management_disabled", sa.Boolean, nullable=False),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Index("uq_slack_mappings_channel", "enterprise_id", "channel_id", "workspace_id", "org_id", unique=True),
    sa.Index("ix_slack_mappings_folder_id", "folder_id"),
)

teams_mappings = sa.Table(
    "teams_mappings",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("place_type", sa.Text, nullable=False),
    sa.Column("place_id", sa.Text, nullable=False),
    sa.Column("tenant_id", sa.Text, nullable=False),
    sa.Column("team_id", sa.Text, nullable=False),
    sa.Column("folder_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Index("uq_teams_mappings_place", "enterprise_id", "tenant_id", "place_type", "place_id", unique=True),
    sa.Index("uq_teams_mappings_folder_id", "folder_id", unique=True),
)
