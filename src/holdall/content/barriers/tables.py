"""Tables of information barriers, their segments and their reports. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column


def _barrier_column() -> sa.Column[int]:
    return sa.Column("barrier_id", sa.BigInteger, sa.ForeignKey("barriers.id", ondelete="CASCADE"), nullable=False)


def _segment_column(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, sa.ForeignKey("barrier_segments.id", ondelete="CASCADE"), nullable=False)


def _authors() -> tuple[sa.Column[int], ...]:
    """Who made a row and who changed it last, and when."""
    return (
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("updated_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    )


barriers = sa.Table(
    "barriers",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("status", sa.Text, nullable=False),  # draft, pending, enabled, disabled
    *_authors(),
    sa.Column("enabled_at", sa.BigInteger),
    sa.Column("enabled_by", sa.BigInteger, sa.ForeignKey("users.id")),
    sa.Index("uq_barriers_enterprise", "enterprise_id", unique=True),
)

barrier_segments = sa.Table(
    "barrier_segments",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    _barrier_column(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False),  # casefolded: a name is given once in a barrier
    sa.Column("description", sa.Text, nullable=False),
    *_authors(),
    sa.Index("uq_barrier_segments_name", "barrier_id", "name_key", unique=True),
)

barrier_members = sa.Table(
    # A user is in one segment at most, since an enterprise has one barrier.
    "barrier_members",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    _barrier_column(),
    _segment_column("segment_id"),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    *_authors(),
    sa.Index("uq_barrier_members_user", "user_id", unique=True),
    sa.Index(None, "segment_id", "id"),
)

barrier_restrictions = sa.Table(
    # The people of a segment may not reach what belongs to those of the restricted one; the other way is another row.
    "barrier_restrictions",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    _barrier_column(),
    _segment_column("segment_id"),
    _segment_column("restricted_segment_id"),
    *_authors(),
    sa.Index("uq_barrier_restrictions_segments", "segment_id", "restricted_segment_id", unique=True),
    sa.Index(None, "restricted_segment_id"),
)

barrier_reports = sa.Table(
    "barrier_reports",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    _barrier_column(),
    sa.Column("status", sa.Text, nullable=False),  # pending, done, error
    sa.Column("folder_id", sa.BigInteger),  # where the report's file is, once there is one
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
    sa.Column("updated_at", sa.BigInteger, nullable=False),
    sa.Index(None, "barrier_id", "id"),
)
