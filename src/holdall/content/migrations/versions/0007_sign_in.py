"""sign-in."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_table(
        "failed_sign_ins",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_failed_sign_ins")),
    )
    with op.batch_alter_table("failed_sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_failed_sign_ins_last_at"), ["last_at"], unique=False)

    op.create_table(
        "browser_sessions",
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_browser_sessions_user_id")),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_browser_sessions")),
    )
    with op.batch_alter_table("browser_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_browser_sessions_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_browser_sessions_user_id"), ["user_id"], unique=False)

    with op.batch_alter_table("assertions_seen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assertions_seen_expires_at"), ["expires_at"], unique=False)

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name_key", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("application_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("deleted_at", sa.BigInteger(), nullable=True))
        batch_op.drop_index(batch_op.f("uq_users_external_app_user_id"))
        batch_op.create_index("uq_users_external_app_user_id", ["application_id", "external_app_user_id"], unique=True)

    op.execute("UPDATE users SET name_key = lower(name)")
    with op.batch_alter_table("access_tokens", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_downscoped", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("access_tokens", schema=None) as batch_op:
        batch_op.drop_column("is_downscoped")

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index("uq_users_external_app_user_id")
        batch_op.create_index(
            batch_op.f("uq_users_external_app_user_id"), ["enterprise_id", "external_app_user_id"], unique=True
        )
        batch_op.drop_column("deleted_at")
        batch_op.drop_column("application_id")
        batch_op.drop_column("name_key")

    with op.batch_alter_table("assertions_seen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assertions_seen_expires_at"))

    with op.batch_alter_table("browser_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_browser_sessions_user_id"))
        batch_op.drop_index(batch_op.f("ix_browser_sessions_expires_at"))

    op.drop_table("browser_sessions")
    with op.batch_alter_table("failed_sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_failed_sign_ins_last_at"))

    op.drop_table("failed_sign_ins")
