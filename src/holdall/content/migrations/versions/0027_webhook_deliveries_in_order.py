"""Due deliveries of webhooks are read in order from their index, however many are due at the same instant."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_OPEN = sa.text("next_attempt_at IS NOT NULL")


def upgrade() -> None:
    """Bring the schema to this revision."""
    _replace(["webhook_id", "next_attempt_at", "event_sequence"])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    _replace(["webhook_id", "next_attempt_at"])


def _replace(columns: list[str]) -> None:
    op.drop_index("ix_webhook_deliveries_due", "webhook_deliveries")
    op.create_index(
        "ix_webhook_deliveries_due", "webhook_deliveries", columns, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
