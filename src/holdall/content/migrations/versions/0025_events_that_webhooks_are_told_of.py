"""Which events a webhook is told of: those behind its making and before its end, by their numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.add_column("webhooks", sa.Column("after_sequence", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("webhooks", sa.Column("until_sequence", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("webhooks", schema=None) as batch_op:
        batch_op.drop_column("until_sequence")
        batch_op.drop_column("after_sequence")
