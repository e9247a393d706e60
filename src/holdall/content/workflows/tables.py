"""Tables of workflows and of what was started of them. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column

workflows = sa.Table(
    "workflows",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("folder_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("is_enabled", sa.Boolean, nullable=False),
    sa.Column("flow_id", sa.BigInteger, nullable=False),  # Holdall's have one flow each
    sa.Column("outcomes", Json, nullable=False),  # what the flow does, in order: see definitions.Outcome
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Index("ix_workflows_folder_id", "folder_id"),
)

workflow_runs = sa.Table(
    "workflow_runs",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("workflow_id", sa.BigInteger, sa.ForeignKey("workflows.id", ondelete="CASCADE"), nullable=False),
    sa.Column("started_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("started_at", sa.BigInteger, nullable=False),
    sa.Column("folder_id", sa.BigInteger, nullable=False),
    sa.Column("file_ids", Json, nullable=False),
    sa.Column("plan", Json, nullable=False),  # the outcomes as they were, with what the start said of them
    sa.Column("position", sa.Integer, nullable=False),  # of the next outcome in the plan
    sa.Column("state", sa.Text, nullable=False),  # running, waiting (for tasks), done, failed
    sa.Column("reason", sa.Text),  # why it failed
    sa.Index("ix_workflow_runs_workflow_id", "workflow_id"),
)

workflow_tasks = sa.Table(
    # Tasks that runs have assigned: a run that waits goes on when they are decided.
    "workflow_tasks",
    metadata,
    sa.Column("task_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("run_id", sa.BigInteger, sa.ForeignKey("workflow_runs.id", ondelete="CASCADE"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),  # of the outcome that assigned it
    sa.Index("ix_workflow_tasks_run_id", "run_id"),
)
