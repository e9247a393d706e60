"""The rows of blobs: recorded in the unit of work that refers to them, and read before their bytes are."""

from collections.abc import Sequence

import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query, rows_of
from holdall.base.db.database import Reader

from .ranges import Part
from .store import BlobMissing, StoredBlob, new_key
from .tables import blob_parts, blobs

_KEY = sa.bindparam("key", type_=sa.Text)
_part = blobs.alias("part")

_PARTS = query(
    sa.union_all(
        sa.select(*rows_of(Part, blobs), sa.literal(0).label("number"))
        .where(blobs.c.key == _KEY)
        .where(blobs.c.store.is_not(None)),
        sa.select(*rows_of(Part, _part), blob_parts.c.number)
        .join_from(blob_parts, _part, _part.c.key == blob_parts.c.part_key)
        .where(blob_parts.c.blob_key == _KEY),
    ).order_by("number"),
    lambda store, key, size, _number: Part(store, key, size),
)

_SIZES = query(
    sa.select(blobs.c.key, blobs.c.size).where(contains(blobs.c.key, "keys")).where(blobs.c.store.is_not(None))
)


async def record_blob(tx: Transaction, blob: StoredBlob, *, store: str, enterprise_id: int) -> None:
    """Record a blob that the store of this name has made durable, before anything in this unit refers to it."""
    await tx.insert(
        blobs,
        key=blob.key,
        enterprise_id=enterprise_id,
        store=store,
        size=blob.size,
        sha1=blob.sha1,
        created_at=tx.now,
    )


async def record_manifest(tx: Transaction, part_keys: Sequence[str], *, sha1: str, enterprise_id: int) -> StoredBlob:
    """Record recorded blobs as one whole, in this order, and answer it; `sha1` is the hex SHA-1 of all its bytes.

    A blob may be a part more than once, and of many wholes. Raises BlobMissing where a part is not recorded or is a
    manifest itself, and ValueError for no parts.
    """
    if not part_keys:
        raise ValueError("a whole needs a part")
    sizes = dict(await tx.all(_SIZES, keys=list(set(part_keys))))
    missing = [key for key in part_keys if key not in sizes]
    if missing:
        raise BlobMissing(f"no blob is recorded under {missing[0]!r}")
    whole = StoredBlob(new_key(), sum(sizes[key] for key in part_keys), sha1)
    await tx.insert(
        blobs, key=whole.key, enterprise_id=enterprise_id, store=None, size=whole.size, sha1=sha1, created_at=tx.now
    )
    await tx.insert_many(
        blob_parts,
        ({"blob_key": whole.key, "number": number, "part_key": key} for number, key in enumerate(part_keys)),
    )
    return whole


async def find_parts(reader: Reader, key: str) -> list[Part]:
    """The parts that make up a blob, in order: itself, or those of its manifest. Raises BlobMissing."""
    parts = await reader.all(_PARTS, key=key)
    if not parts:
        raise BlobMissing(f"no blob is recorded under {key!r}")
    return parts
