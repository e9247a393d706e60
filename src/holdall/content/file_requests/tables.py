"""The table of file requests. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column

file_requests = sa.Table(
    "file_requests",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),  # the folder's
    sa.Column("folder_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("token", sa.Text, nullable=False, unique=True),  # the end of its address, which nobody guesses
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False),
    sa.Column("is_email_required", sa.Boolean, nullable=False),
    sa.Column("is_description_required", sa.Boolean, nullable=False),
    sa.Column("expires_at", sa.BigInteger),
    sa.Column("sequence", sa.BigInteger, nullable=False),  # the etag; grows with every change
    # Whose right to upload each submission leans on: without it the page takes nothing.
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("updated_by", sa.BigInteger),
    sa.Column("updated_at", sa.BigInteger, nullable=False),
    sa.Index("ix_file_requests_folder", "folder_id", "id"),
    sa.Index("ix_file_requests_created_by", "created_by"),
)
