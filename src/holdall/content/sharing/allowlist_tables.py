"""Tables of the collaboration allowlist. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column

allowlist_entries = sa.Table(
    "allowlist_entries",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("domain", sa.Text, nullable=False),  # in lower case
    sa.Column("direction", sa.Text, nullable=False),  # inbound, outbound, both
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Index("uq_allowlist_entries_domain", "enterprise_id", "domain", unique=True),
)

allowlist_exemptions = sa.Table(
    "allowlist_exemptions",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Index("uq_allowlist_exemptions_user", "enterprise_id", "user_id", unique=True),
)
