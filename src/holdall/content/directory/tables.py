"""Tables of groups and their members. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column
from holdall.storage import register_reference

groups = sa.Table(
    "groups",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False),  # casefolded: what must be unique in the enterprise
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("provenance", sa.Text, nullable=False),  # where the group is kept, when another directory synchronizes it
    sa.Column("external_sync_identifier", sa.Text, nullable=False),
    sa.Column("invitability_level", sa.Text, nullable=False),  # who may invite the group to collaborate
    sa.Column("member_viewability_level", sa.Text, nullable=False),  # who may see its members
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Index("uq_groups_name", "enterprise_id", "name_key", unique=True),
)

memberships = sa.Table(
    "memberships",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("group_id", sa.BigInteger, sa.ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("role", sa.Text, nullable=False),  # member, admin
    sa.Column("configurable_permissions", Json),  # of a group's admin: can_run_reports, ...
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Index("uq_memberships", "group_id", "user_id", unique=True),
    sa.Index("ix_memberships_user_id", "user_id", "group_id"),
)

email_aliases = sa.Table(
    "email_aliases",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("email_key", sa.Text, nullable=False, unique=True),  # casefolded: an address belongs to one user
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Index("ix_email_aliases_user_id", "user_id", "id"),
)

avatars = sa.Table(
    # One picture in each size that Box keeps.
    "avatars",
    metadata,
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("size", sa.Text, primary_key=True),  # small, large, preview
    sa.Column("blob_key", sa.Text, sa.ForeignKey("blobs.key"), nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Index("ix_avatars_blob_key", "blob_key"),
)

invites = sa.Table(
    "invites",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),  # the one that invites
    sa.Column("invited_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("actionable_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # pending
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Index("uq_invites", "enterprise_id", "actionable_by", unique=True),
)

register_reference(avatars.c.blob_key)
