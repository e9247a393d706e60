"""Tables of the search index. The words themselves are in what each database has for them, beside these tables.

SQLite: the FTS5 table `search_words`, whose texts are those of the view `search_source`. PostgreSQL: the table
`search_vectors` with its GIN index. Both are made by a migration and written by `engine` alone.
"""

from typing import Any

import sqlalchemy as sa

from holdall.base.db import metadata

metadata.info.setdefault("unmanaged", set()).update({"search_words", "search_vectors"})


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


search_texts = sa.Table(
    # The words of a content that text was taken from: once for each blob, however many files and versions have it. They
    # outlive the blob for as long as a document names them (see below), so there is no foreign key.
    "search_texts",
    metadata,
    sa.Column("blob_key", sa.Text, primary_key=True),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),  # of the words, in characters
)

search_documents = sa.Table(
    # What the index holds of an item, which may be gone: to change it, FTS5 must be told what was there before.
    "search_documents",
    metadata,
    sa.Column("item_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("fields", sa.Text, nullable=False),
    sa.Column("marks", sa.Text, nullable=False),
    sa.Column("text_key", sa.Text),  # whose words are its content: a key of search_texts
    sa.Index("ix_search_documents_text_key", "text_key", **_where("text_key IS NOT NULL")),
)

search_pending = sa.Table(
    # Items whose words may have changed since they were read; those of a copied folder with all that is below.
    "search_pending",
    metadata,
    sa.Column("item_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("with_children", sa.Boolean, nullable=False),
)

search_state = sa.Table(
    "search_state",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),  # there is one row, 1
    sa.Column("sequence", sa.BigInteger, nullable=False),  # of the last event that was followed
    sa.Column("rebuilt_to", sa.BigInteger),  # the last item that a rebuild has come to; none where none is going on
    sa.Column("version", sa.BigInteger, nullable=False),  # another number after each change
    sa.Column("is_complete", sa.Boolean, nullable=False),  # false while a rebuild goes on that began with nothing
)
