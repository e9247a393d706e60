"""Children by id: a page in order of id skips what is in the trash, as the other orders do."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ACTIVE = sa.text("trashed_at IS NULL")


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.drop_index("ix_items_children", "items")
    op.create_index("ix_items_children", "items", ["parent_id"])
    op.create_index(
        "ix_items_by_id", "items", ["parent_id", "type", "id"], sqlite_where=_ACTIVE, postgresql_where=_ACTIVE
    )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_index("ix_items_by_id", "items")
    op.drop_index("ix_items_children", "items")
    op.create_index("ix_items_children", "items", ["parent_id", "type", "id"])
