"""Tables of stored blobs. Instants are microseconds UTC, sizes bytes.

A blob has bytes in a store, or it is a manifest: a list of blobs that are its parts. Other rooms refer to both alike.
"""

import sqlalchemy as sa

from holdall.base.db import metadata

blobs = sa.Table(
    "blobs",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    # Who brought the bytes. Versions of another enterprise may share them after a copy, so it decides nothing.
    sa.Column("enterprise_id", sa.BigInteger, nullable=False),
    sa.Column("store", sa.Text),  # the name of a store in the settings; none for a manifest
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha1", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("unreferenced_since", sa.BigInteger),  # when the collector first saw that nothing refers to it
    sqlite_with_rowid=False,
)

# The bytes of blobs in the database itself. Rows of `blobs` name it as a store like any other, by the key that is this
# number in hex; there is no foreign key between the two, as there is none to a file.
small_blobs = sa.Table(
    "small_blobs",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("stored_at", sa.BigInteger, nullable=False),  # by the real time
    sa.Column("content", sa.LargeBinary, nullable=False),
)

blob_parts = sa.Table(
    "blob_parts",
    metadata,
    sa.Column("blob_key", sa.Text, sa.ForeignKey("blobs.key", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),  # 0 is the first part
    sa.Column("part_key", sa.Text, sa.ForeignKey("blobs.key"), nullable=False),
    sa.Index("ix_blob_parts_part_key", "part_key"),
    sqlite_with_rowid=False,
)

# The stores that the settings have named while this database was open, so that one that is missing is missed.
known_stores = sa.Table("known_stores", metadata, sa.Column("name", sa.Text, primary_key=True))

# One row: what this database is called in the stores that belong to it.
store_owner = sa.Table(
    "store_owner",
    metadata,
    sa.Column("only", sa.Integer, primary_key=True, autoincrement=False),  # always 1
    sa.Column("id", sa.Text, nullable=False),
)

_references: list[sa.Column[str]] = []


def register_reference(column: sa.Column[str]) -> None:
    """Say that a column holds keys of blobs: what it names is kept. A room calls this beside its table.

    The column needs a foreign key to blobs.key, so that no reference can come into being while the blob goes, and an
    index that begins with it, since the collector looks up every blob in it. Raises ValueError where one is missing.
    """
    keys = {key.target_fullname for key in column.foreign_keys}
    leading = [next(iter(index.columns), None) for index in column.table.indexes]
    leading.append(next(iter(column.table.primary_key.columns), None))
    if keys != {"blobs.key"} or column not in leading:
        raise ValueError(f"{column} needs a foreign key to blobs.key and an index that begins with it")
    if column not in _references:
        _references.append(column)


def references() -> tuple[sa.Column[str], ...]:
    """Every column that refers to blobs."""
    return tuple(_references)


register_reference(blob_parts.c.part_key)
