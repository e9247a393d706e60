"""Tables of skills, of the folders that they are on for, and of their invocations. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column

# What a skill is told goes out as deliveries of webhooks do: the row of `webhooks` with the same id has its address.
skills = sa.Table(
    "skills",
    metadata,
    sa.Column(
        "id", sa.BigInteger, sa.ForeignKey("webhooks.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    enterprise_column(),
    sa.Column("application_id", sa.BigInteger, sa.ForeignKey("applications.id"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("extensions", Json, nullable=False),  # of the files that it is for; an empty list is all
    sa.Index("uq_skills_name", "enterprise_id", "name", unique=True),
)

skill_folders = sa.Table(
    "skill_folders",
    metadata,
    sa.Column("folder_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("skill_id", sa.BigInteger, sa.ForeignKey("skills.id", ondelete="CASCADE"), primary_key=True),
    sa.Index("ix_skill_folders_skill_id", "skill_id"),
)

skill_invocations = sa.Table(
    "skill_invocations",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    enterprise_column(),
    sa.Column("skill_id", sa.BigInteger, sa.ForeignKey("skills.id", ondelete="CASCADE"), nullable=False),
    sa.Column("event_sequence", sa.BigInteger, nullable=False),  # what happened, so that it is told of once
    sa.Column("file_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("version_id", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # invoked, processing, success, transient_failure, permanent_failure
    sa.Column("usage", Json),  # what the skill says that it cost
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
    sa.Index("uq_skill_invocations_event", "skill_id", "event_sequence", unique=True),
    sa.Index("ix_skill_invocations_file_id", "file_id", "skill_id"),
)
