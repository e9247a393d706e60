"""The table of archives that were asked for. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import Json, metadata
from holdall.content.identity.tables import enterprise_column

zip_downloads = sa.Table(
    "zip_downloads",
    metadata,
    sa.Column("token_hash", sa.Text, primary_key=True),  # of the secret in the address, which is all one needs
    enterprise_column(),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("standing", Json, nullable=False),  # what the token that asked may do at most (see Standing)
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("roots", Json, nullable=False),  # what it is made of (see Root)
    sa.Column("state", sa.Text, nullable=False),  # waiting, in_progress, succeeded, failed
    sa.Column("total_file_count", sa.Integer, nullable=False),
    sa.Column("downloaded_file_count", sa.Integer, nullable=False),
    sa.Column("skipped_file_count", sa.Integer, nullable=False),
    sa.Column("skipped_folder_count", sa.Integer, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("expires_at", sa.BigInteger, nullable=False),  # of the address; once begun, of what is told of it
    sa.Column("touched_at", sa.BigInteger),  # when the process that sends it last said so
    sa.Index(None, "user_id"),
    sa.Index(None, "enterprise_id"),
    sa.Index(None, "expires_at"),
)
