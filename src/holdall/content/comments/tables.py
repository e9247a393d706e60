"""The table of comments. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column

comments = sa.Table(
    "comments",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),  # the enterprise that the file belonged to when the comment was made
    sa.Column("item_id", sa.BigInteger, sa.ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    sa.Column("reply_to", sa.BigInteger),  # the comment that this one answers, which may be gone
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("tagged_message", sa.Text, nullable=False),  # with @[id:name] for whom it mentions; else empty
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", deferrable=True, initially="DEFERRED")),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Index("ix_comments_item", "item_id", "id"),
)
