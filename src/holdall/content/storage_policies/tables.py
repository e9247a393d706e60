"""The table of assignments of storage policies, to users and to enterprises."""

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column

storage_policy_assignments = sa.Table(
    "storage_policy_assignments",
    metadata,
    # user_5 or enterprise_3, as at Box: each has one at most, and whoever knows the one knows the other.
    sa.Column("id", sa.Text, primary_key=True),
    enterprise_column(),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id")),  # none for the assignment to the enterprise
    sa.Column("store", sa.Text, nullable=False),  # the name of a store, which is the policy's id too
)
