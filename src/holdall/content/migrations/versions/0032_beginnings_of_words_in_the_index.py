"""beginnings of words in the index."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

# The index is built anew: each document says more. The words of contents stay.
FORGET_WORDS = {
    "sqlite": "INSERT INTO search_words (search_words) VALUES ('delete-all')",
    "postgresql": "DELETE FROM search_vectors",
}
# Where one of two words is in most documents, it is looked up in a page of its list for each document that has the other:
# smaller pages cost a third. Pieces of the index are brought together by twos, so that a word is looked up in few of them.
SETTINGS = {"pgsz": (1_000, 4_050), "usermerge": (2, 4)}


def upgrade() -> None:
    """Bring the schema to this revision."""
    _forget()
    _set(0)
    _make_state(sa.Column("version", sa.BigInteger(), nullable=False))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    _forget()
    _set(1)
    _make_state()


def _forget() -> None:
    for statement in (FORGET_WORDS[op.get_bind().dialect.name], "DELETE FROM search_documents"):
        op.execute(statement)
    op.drop_table("search_state")


def _set(which: int) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, values in SETTINGS.items():
            op.execute(f"INSERT INTO search_words (search_words, rank) VALUES ('{name}', {values[which]})")


def _make_state(*more: sa.Column[int]) -> None:
    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("rebuilt_to", sa.BigInteger(), nullable=True),
        *more,
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )
