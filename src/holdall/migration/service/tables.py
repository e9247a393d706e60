"""The service's tables. Ids of 32 hexadecimal digits are text; instants are microseconds UTC.

What a request said is kept as it was said (`transfer`, `schedule`), so that an answer can echo it.
"""

import sqlalchemy as sa

from holdall.base.db import Json, metadata


def _audited() -> list[sa.Column[int | str]]:
    """Who made and changed a row, and when."""
    return [
        sa.Column("created_by", sa.Text),
        sa.Column("created_on", sa.BigInteger, nullable=False),
        sa.Column("modified_by", sa.Text),
        sa.Column("modified_on", sa.BigInteger, nullable=False),
    ]


users = sa.Table(
    "migration_users",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("login", sa.Text, nullable=False, unique=True),
    sa.Column("password_hash", sa.Text),
    sa.Column("name", sa.Text),
    sa.Column("email", sa.Text),
    sa.Column("phone", sa.Text),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("roles", Json, nullable=False),
    sa.Column("group_id", sa.Text),
    sa.Column("preferences", Json, nullable=False),
    *_audited(),
)

roles = sa.Table(
    "migration_roles",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("permissions", Json, nullable=False),
    *_audited(),
)

groups = sa.Table(
    "migration_groups",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("parent_id", sa.Text),
    *_audited(),
)

tokens = sa.Table(
    "migration_tokens",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),  # of the token, which is never kept
    sa.Column("kind", sa.Text, nullable=False),  # access or refresh
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Index(None, "user_id"),
)

connections = sa.Table(
    "migration_connections",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("platform_id", sa.Text, nullable=False),
    sa.Column("auth", sa.Text),  # sealed with the server's key; it is never told again
    sa.Column("account", Json),  # whom it is signed in as
    sa.Column("admin_mode", sa.Boolean, nullable=False),
    sa.Column("readonly", sa.Boolean, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("is_pool", sa.Boolean, nullable=False),
    sa.Column("pool_id", sa.Text),
    *_audited(),
    sa.Index(None, "pool_id"),
)

sign_ins = sa.Table(
    "migration_sign_ins",
    metadata,
    sa.Column("state", sa.Text, primary_key=True),
    sa.Column("platform_id", sa.Text, nullable=False),
    sa.Column("connection_id", sa.Text),  # the connection to sign in anew
    sa.Column("request", sa.Text, nullable=False),  # sealed: it may hold a client's secret
    sa.Column("created_by", sa.Text),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
)

categories = sa.Table(
    "migration_job_categories",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False, unique=True),
)

schedulers = sa.Table(
    "migration_schedulers",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("caption", sa.Text),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # running, paused or stop
)

jobs = sa.Table(
    "migration_jobs",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("parent_id", sa.Text),  # the mapping job that made it
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("is_template", sa.Boolean, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("discriminator", sa.Text),
    sa.Column("transfer", Json, nullable=False),
    sa.Column("convention", Json),
    sa.Column("schedule", Json, nullable=False),
    sa.Column("stop_policy", Json),
    sa.Column("retention", Json),
    sa.Column("warnings", Json, nullable=False),  # what was said and is not understood
    sa.Column("category_id", sa.BigInteger, nullable=False),
    sa.Column("scheduler_id", sa.BigInteger, nullable=False),
    sa.Column("source_id", sa.Text),  # connections or pools
    sa.Column("destination_id", sa.Text),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("asked", sa.Text),  # what a person wants of the run under way: pause or cancel
    sa.Column("reset", Json),  # the resets that the next run begins with
    sa.Column("execute_on", sa.BigInteger),  # when it is to run next
    sa.Column("run_id", sa.BigInteger),  # the run under way
    sa.Column("executions", sa.BigInteger, nullable=False),  # counted for the stop policy
    sa.Column("completions", sa.BigInteger, nullable=False),
    sa.Column("failures", sa.BigInteger, nullable=False),
    sa.Column("window_on", sa.BigInteger),  # the beginning of the window that `window_executions` counts in
    sa.Column("window_executions", sa.BigInteger, nullable=False),
    *_audited(),
    sa.Column("deleted_on", sa.BigInteger),
    sa.Index(None, "parent_id"),
    sa.Index(None, "status", "execute_on"),
    sa.Index(None, "category_id"),
)

audit_categories = sa.Table(
    "migration_audit_categories",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("action", sa.Text),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("filter", Json),
)

maps = sa.Table(
    "migration_maps",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("type", sa.Text, nullable=False),  # account_map or group_map
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("source", Json, nullable=False),  # the connection and the default of each side
    sa.Column("destination", Json, nullable=False),
    sa.Column("map_by", Json, nullable=False),
    sa.Column("unmapped_policy", sa.Text),
    *_audited(),
)

map_exceptions = sa.Table(
    "migration_map_exceptions",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("map_id", sa.Text, nullable=False),
    sa.Column("source", Json, nullable=False),
    sa.Column("destination", Json, nullable=False),
    sa.Index(None, "map_id", "id"),
)

map_exclusions = sa.Table(
    "migration_map_exclusions",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("map_id", sa.Text, nullable=False),
    sa.Column("side", sa.Text, nullable=False),  # source or destination
    sa.Column("sid", Json, nullable=False),
    sa.Index(None, "map_id", "id"),
)

reports = sa.Table(
    "migration_reports",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("parameters", Json, nullable=False),
    *_audited(),
)

notifications = sa.Table(
    "migration_notifications",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("handler", sa.Text, nullable=False),
    sa.Column("notification_types", Json, nullable=False),
)

messages = sa.Table(
    "migration_messages",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("handler", sa.Text, nullable=False),  # email or webhook
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("body", Json, nullable=False),  # the same for programs
    sa.Column("created_on", sa.BigInteger, nullable=False),
    sa.Column("sent_on", sa.BigInteger),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_attempt_on", sa.BigInteger),  # none once it was sent or given up
    sa.Column("last_error", sa.Text),
    sa.Index("ix_migration_messages_due", "next_attempt_on"),
)

settings = sa.Table(
    "migration_settings",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),  # JSON; sealed where it holds a password
)
