"""The tables of tasks and of their assignments. Instants are microseconds UTC."""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


tasks = sa.Table(
    "tasks",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),  # the enterprise that the file belonged to when the task was set
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("action", sa.Text, nullable=False),  # review, complete
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("completion_rule", sa.Text, nullable=False),  # all_assignees, any_assignee
    sa.Column("due_at", sa.BigInteger),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", deferrable=True, initially="DEFERRED")),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Index("ix_tasks_item", "item_id", "id"),
)

task_assignments = sa.Table(
    "task_assignments",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("task_id", sa.BigInteger, sa.ForeignKey("tasks.id", ondelete="CASCADE"), nullable=False),
    sa.Column(
        "user_id", sa.BigInteger, sa.ForeignKey("users.id", deferrable=True, initially="DEFERRED"), nullable=False
    ),
    sa.Column("assigned_by", sa.BigInteger, sa.ForeignKey("users.id", deferrable=True, initially="DEFERRED")),
    sa.Column("assigned_at", sa.BigInteger, nullable=False),
    sa.Column("message", sa.Text),  # what the assignee says to it
    sa.Column("resolution_state", sa.Text, nullable=False),  # incomplete, completed, approved, rejected
    sa.Column("completed_at", sa.BigInteger),
    sa.Column("remind_at", sa.BigInteger),  # when the assignee is to be reminded; none once that was done
    sa.Column("reminded_at", sa.BigInteger),
    sa.Index("uq_task_assignments_user", "task_id", "user_id", unique=True),
    sa.Index("ix_task_assignments_task", "task_id", "id"),
    sa.Index("ix_task_assignments_user", "user_id"),
    sa.Index("ix_task_assignments_remind_at", "remind_at", **_where("remind_at IS NOT NULL")),
)
