"""The ledger's tables: what a job knows of every item, and what its runs did. Instants are microseconds UTC.

A run's state is in these rows alone, so that going on after a crash is starting again.
"""

import sqlalchemy as sa

from holdall.base.db import Json, metadata

NOTICED = "status IN ('remediation', 'retry', 'skipped', 'processed')"
"""The items that people ask for by their status: few, so an index of them alone costs next to nothing."""

runs = sa.Table(
    "migration_runs",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("job_id", sa.Text, nullable=False),
    sa.Column("phase", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("options", Json, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("started_at", sa.BigInteger, nullable=False),
    sa.Column("finished_at", sa.BigInteger),
    sa.Column("rate_limits", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("led_until", sa.BigInteger, nullable=False, server_default="0"),  # others help while somebody leads it
    sa.Column("node_address", sa.Text),  # the host that ran it
    sa.Column("stats", Json),  # as the run ended; what it had to do may be undone or forgotten later
    sa.Index(None, "job_id", "id"),
)

samples = sa.Table(
    "migration_samples",
    metadata,
    sa.Column("run_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("sampled_at", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("items", sa.BigInteger, nullable=False),  # files and links, moved since the run began
    sa.Column("bytes", sa.BigInteger, nullable=False),
)

items = sa.Table(
    "migration_items",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("job_id", sa.Text, nullable=False),
    sa.Column("parent_id", sa.BigInteger),  # the row of the folder; none for the job's own root
    sa.Column("depth", sa.Integer, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False),  # from the job's root on, for people
    sa.Column("source_identity", sa.Text, nullable=False),
    sa.Column("source_address", sa.Text, nullable=False),
    sa.Column("source_revision", sa.Text, nullable=False),
    sa.Column("source", Json, nullable=False),  # the rest of what the source tells
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha1", sa.Text),  # of the bytes that went by
    sa.Column("destination_address", sa.Text),
    sa.Column("destination_identity", sa.Text),
    sa.Column("destination_name", sa.Text),
    sa.Column("destination_parent_id", sa.BigInteger),  # the row of the folder that it is in at the destination
    sa.Column("destination_revision", sa.Text),
    sa.Column("relocation", Json),  # where the counterpart is being moved: the folder's row and the name
    sa.Column("moved_revision", sa.Text),  # the source's revision that the destination holds
    sa.Column("action", sa.Text, nullable=False),  # what this run has to do: create, update, move, delete, none
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),  # for people
    sa.Column("category", sa.Text),  # the same as one of the closed list of reasons
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),  # moved in the last run that touched it, all versions together
    sa.Column("versions", sa.Integer, nullable=False),
    sa.Column("seen_run", sa.BigInteger, nullable=False),  # the last run that found it on the source
    sa.Column("listed_run", sa.BigInteger),  # a folder: the last run that listed all that is in it
    sa.Column("changed_run", sa.BigInteger),  # the last run that had something to do for it
    sa.Column("transferred_at", sa.BigInteger),
    sa.Column("verified_run", sa.BigInteger),  # the last run that found both sides equal
    sa.Column("created_run", sa.BigInteger),  # the run that made the counterpart; none where it was there before
    sa.Column("claimed_until", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("claimed_by", sa.BigInteger, nullable=False, server_default="0"),  # a helper; 0: who leads the run
    sa.UniqueConstraint("job_id", "source_identity"),
    sa.Index(None, "job_id", "type", "action", "status", "depth", "id"),
    sa.Index(None, "parent_id", "name"),
    sa.Index(None, "destination_parent_id", "destination_name"),
    sa.Index(None, "job_id", "id"),
    sa.Index(
        "ix_migration_items_noticed",
        "job_id",
        "status",
        "id",
        sqlite_where=sa.text(NOTICED),
        postgresql_where=sa.text(NOTICED),
    ),
)

changes = sa.Table(
    "migration_changes",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("job_id", sa.Text, nullable=False),
    sa.Column("run_id", sa.BigInteger, nullable=False),
    sa.Column("item_id", sa.BigInteger, nullable=False),
    sa.Column("event", sa.Text, nullable=False),  # updated, moved or deleted; what was created says so itself
    sa.Column("before", Json, nullable=False),  # the counterpart as it was
    sa.Column("undone", sa.Boolean, nullable=False),
    sa.Index(None, "run_id", "id"),
)

audit = sa.Table(
    "migration_audit",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("job_id", sa.Text, nullable=False),
    sa.Column("run_id", sa.BigInteger),
    sa.Column("item_id", sa.BigInteger),
    sa.Column("level", sa.Text, nullable=False),  # trace, debug, info, warn or error
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),  # the kind of a failure, the same for all items with it
    sa.Column("message", sa.Text),
    sa.Column("path", sa.Text),
    sa.Column("bytes", sa.BigInteger),
    sa.Column("recorded_on", sa.BigInteger, nullable=False),
    sa.Index(None, "job_id", "id"),
    sa.Index(None, "item_id", "id"),
)

security = sa.Table(
    "migration_security_map",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("job_id", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),  # account or group
    sa.Column("source_key", sa.Text, nullable=False),
    sa.Column("source", Json, nullable=False),
    sa.Column("destination", Json),
    sa.Column("resolution", sa.Text, nullable=False),  # what matched: exception, email, default, unmapped, excluded...
    sa.Column("permissions", sa.BigInteger, nullable=False),  # how many were carried over with it
    sa.Column("message", sa.Text),
    sa.UniqueConstraint("job_id", "type", "source_key"),
)

permissions = sa.Table(
    "migration_permissions",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("job_id", sa.Text, nullable=False),
    sa.Column("run_id", sa.BigInteger, nullable=False),
    sa.Column("item_id", sa.BigInteger, nullable=False),
    sa.Column("security_id", sa.BigInteger),
    sa.Column("identity", sa.Text, nullable=False),  # what the source knows it by
    sa.Column("rights", sa.Text, nullable=False),
    sa.Column("access", sa.Text, nullable=False),  # allow or deny
    sa.Column("destination_address", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.UniqueConstraint("item_id", "identity"),
    sa.Index(None, "job_id", "id"),
)

extras = sa.Table(
    "migration_extras",
    metadata,
    sa.Column("item_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("job_id", sa.Text, nullable=False),
    sa.Column("run_id", sa.BigInteger, nullable=False),  # the last run that carried them over, or tried to
    sa.Column("status", sa.Text, nullable=False),  # success, retry or remediation
    sa.Column("reason", sa.Text),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("carried", Json, nullable=False),  # what was written of what has no row of its own
    sa.Index(None, "job_id", "run_id"),
)

comments = sa.Table(
    "migration_comments",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("job_id", sa.Text, nullable=False),
    sa.Column("item_id", sa.BigInteger, nullable=False),
    sa.Column("identity", sa.Text, nullable=False),  # what the source knows it by
    sa.Column("destination_address", sa.Text, nullable=False),
    sa.UniqueConstraint("item_id", "identity"),
    sa.Index(None, "job_id"),
)
