"""The table of archives: which folders are archives, and whose they are."""

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column

archives = sa.Table(
    "archives",
    metadata,
    # The folder that is the archive; its option `archive` says so to whoever decides on access.
    sa.Column(
        "id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    enterprise_column(),
    # The account that owns the content of this archive: nobody signs in as it, and nobody finds it among the users.
    sa.Column("owner_id", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("name_key", sa.Text, nullable=False),
    sa.Index("uq_archives_name", "enterprise_id", "name_key", unique=True),
    sa.Index(None, "enterprise_id", "id"),
)
