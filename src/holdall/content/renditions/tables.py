"""The table of what was made of blobs. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.storage.tables import register_reference

# A row for each part that was made of a blob, or that cannot be made of it. Copies of a file share their blob, and so
# what was made of it; the row goes with the blob, and the collector removes the bytes then.
renditions = sa.Table(
    "renditions",
    metadata,
    sa.Column("source_key", sa.Text, sa.ForeignKey("blobs.key", ondelete="CASCADE"), primary_key=True),
    # What the file's name said it was: the same bytes may have two names.
    sa.Column("format", sa.Text, primary_key=True),
    sa.Column("part", sa.Text, primary_key=True),  # text, png-256, ...
    sa.Column("blob_key", sa.Text, sa.ForeignKey("blobs.key")),  # none where it cannot be made
    sa.Column("refusal", sa.Text, nullable=False),  # why it cannot
    sa.Column("attempts", sa.Integer, nullable=False),  # those that ended with the death of a child
    sa.Column("maker", sa.Integer, nullable=False),  # which generation of our code made it, or could not
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Index("ix_renditions_blob_key", "blob_key"),
)
register_reference(renditions.c.blob_key)
