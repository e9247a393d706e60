"""Tables of upload sessions and of the parts they have received. Instants are microseconds UTC, sizes bytes."""

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column
from holdall.storage.tables import register_reference

upload_sessions = sa.Table(
    "upload_sessions",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    enterprise_column(),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    # One of the two: the folder of a new file, or the file that gets a new version. Either may be gone at the commit.
    sa.Column("folder_id", sa.BigInteger),
    sa.Column("file_id", sa.BigInteger),
    sa.Column("name", sa.Text),  # of a new file; a new one for the file of a new version
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("part_size", sa.BigInteger, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("store", sa.Text),  # where its parts go, as the owner's storage policy said; none is the default
    sa.Column("committed_file_id", sa.BigInteger),  # what the commit made, so that a repeated one answers the same
    sa.Index(None, "expires_at"),
    sa.Index(None, "user_id"),
)

upload_parts = sa.Table(
    "upload_parts",
    metadata,
    sa.Column("session_id", sa.Text, sa.ForeignKey("upload_sessions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),  # 0 is the part at the beginning of the file
    sa.Column("part_id", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha1", sa.Text, nullable=False),
    sa.Column("blob_key", sa.Text, sa.ForeignKey("blobs.key"), nullable=False),
    sa.Index("ix_upload_parts_blob_key", "blob_key"),
)
register_reference(upload_parts.c.blob_key)
