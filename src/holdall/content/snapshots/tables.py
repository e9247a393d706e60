"""Tables of snapshots: copies of all rows at one instant, kept beside them. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.storage import register_reference

snapshots = sa.Table(
    "snapshots",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("revision", sa.Text, nullable=False),  # of the schema: a copy fits no other one
    sa.Column("taken_at", sa.BigInteger, nullable=False),
)

snapshot_rows = sa.Table(
    "snapshot_rows",
    metadata,
    sa.Column("name", sa.Text, sa.ForeignKey("snapshots.name", ondelete="CASCADE"), primary_key=True),
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("rows", sa.Text, nullable=False),  # a JSON list of lists
)

snapshot_blobs = sa.Table(
    # What a snapshot would need again is not garbage.
    "snapshot_blobs",
    metadata,
    sa.Column("name", sa.Text, sa.ForeignKey("snapshots.name", ondelete="CASCADE"), primary_key=True),
    sa.Column("blob_key", sa.Text, sa.ForeignKey("blobs.key"), primary_key=True),
    sa.Index("ix_snapshot_blobs_blob_key", "blob_key"),
)
register_reference(snapshot_blobs.c.blob_key)
