"""Tables of terms of service and of who has accepted them. Instants are microseconds UTC."""

import sqlalchemy as sa

from holdall.base.db import metadata
from holdall.content.identity.tables import enterprise_column

terms_of_services = sa.Table(
    "terms_of_services",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    enterprise_column(),
    sa.Column("tos_type", sa.Text, nullable=False),  # managed: for the enterprise's own people; external: for others
    sa.Column("status", sa.Text, nullable=False),  # enabled, disabled
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),  # one more whenever everybody is to be asked anew
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Index("uq_terms_of_services_type", "enterprise_id", "tos_type", unique=True),
)

terms_of_service_user_statuses = sa.Table(
    "terms_of_service_user_statuses",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("terms_id", sa.BigInteger, sa.ForeignKey("terms_of_services.id", ondelete="CASCADE"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("is_accepted", sa.Boolean, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),  # of the terms that were answered
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("modified_at", sa.BigInteger, nullable=False),
    sa.Index("uq_terms_of_service_user_statuses_user", "terms_id", "user_id", unique=True),
    sa.Index(None, "user_id"),
)
