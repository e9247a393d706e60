"""The table of shared links. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column

shared_links = sa.Table(
    "shared_links",
    metadata,
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    enterprise_column(),
    sa.Column("token", sa.Text, nullable=False, unique=True),  # the last part of the link's address
    sa.Column("access", sa.Text, nullable=False),  # open, company, collaborators
    sa.Column("password_hash", sa.Text),  # argon2
    sa.Column("unshared_at", sa.BigInteger),  # from then on there is no link
    sa.Column("vanity_name", sa.Text),
    sa.Column("vanity_key", sa.Text, unique=True),  # casefolded
    sa.Column("can_download", sa.Boolean, nullable=False),
    sa.Column("can_edit", sa.Boolean, nullable=False),
    sa.Column("download_count", sa.BigInteger, nullable=False),
    sa.Column("preview_count", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Index("ix_shared_links_enterprise_id", "enterprise_id"),
)

link_visits = sa.Table(
    # Who has opened which link lately: what is shared like that can be searched for.
    "link_visits",
    metadata,
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("token", sa.Text, nullable=False),  # of the link as it was, and its password: another one is another link
    sa.Column("password_hash", sa.Text),
    sa.Column("opened_at", sa.BigInteger, nullable=False),
    sa.Index("ix_link_visits_item_id", "item_id"),
)
