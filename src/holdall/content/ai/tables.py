"""The tables of the AI agents that enterprises define, and of whom an agent is for. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column

ai_agents = sa.Table(
    "ai_agents",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("access_state", sa.Text, nullable=False),  # enabled, disabled, enabled_for_selected_users
    sa.Column("icon_reference", sa.Text),
    # What it can do, each with how a model is asked for it; NULL where it cannot.
    sa.Column("ask", Json),
    sa.Column("text_gen", Json),
    sa.Column("extract", Json),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Index("ix_ai_agents_enterprise_id", "enterprise_id", "id"),
)

ai_agent_entities = sa.Table(
    # A user or a group whom an agent is for, where it is for some alone.
    "ai_agent_entities",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("agent_id", sa.BigInteger, sa.ForeignKey("ai_agents.id", ondelete="CASCADE"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE")),
    sa.Column("group_id", sa.BigInteger, sa.ForeignKey("groups.id", ondelete="CASCADE")),
    sa.Index("ix_ai_agent_entities_agent_id", "agent_id", "id"),
    sa.Index("ix_ai_agent_entities_user_id", "user_id"),
    sa.Index("ix_ai_agent_entities_group_id", "group_id"),
)
