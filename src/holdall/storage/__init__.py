"""Bytes: blob stores, ranges, hashing, garbage collection and the check of rows against blobs.

A blob never changes once it is stored; the content room decides which row points at which.

    async with stores.intake.create(expected_size=None) as writer: # no input or output yet
        async for piece in body:                                   # bytes, best of PIECE (256 KiB)
            await writer.write(piece)
        taken = await writer.finish()                              # .size, .sha1; a large one is durable now
    taken = await stores.intake.put(b"small")                      # the same for bytes in memory

    pieces = await store.read(key, offset, length)                 # raises BlobMissing here, before any piece
    pieces = await read_parts(stores, [Part(store, key, size), ...], offset, length)   # over a manifest
    async for piece in pieces: ...                                 # at most PIECE each; `aclose()` to stop early

Rows, in a unit of work (a key in another table needs a foreign key to blobs.key and `register_reference`):

    blob = await stores.intake.record(tx, taken, enterprise_id=...)   # a small one becomes durable with this unit
    whole = await record_manifest(tx, [part.key, ...], sha1=..., enterprise_id=...)   # a chunked upload's commit
    parts = await find_parts(db, key)                              # of either kind; then read_parts

`stores` is a `Stores` (`platform.stores`, or `open_stores(settings, db)`): name -> open store, and `stores.intake` for
new blobs. What goes into a store whatever its size is written with `stores.default` (`create`, `put`, `finish` answers a
durable StoredBlob) and recorded with `record_blob`. Errors are StoreError's: BlobMissing, BlobDamaged, SizeMismatch, StoreFull, StoreUnavailable. A finished blob
without a row is garbage: record it in the unit of work that refers to it.
"""

from . import checks as checks
from .collection import Collected, collect, collect_in_turn
from .database import DATABASE, DatabaseStore
from .intake import Intake, IntakeWriter, Taken
from .local import LocalStore
from .opening import Stores, open_store, open_stores
from .ranges import Part, read_parts
from .rows import find_parts, record_blob, record_manifest
from .store import (
    PIECE,
    BlobDamaged,
    BlobEntry,
    BlobMissing,
    BlobStore,
    BlobWriter,
    Pieces,
    SizeMismatch,
    StoredBlob,
    StoreError,
    StoreFull,
    StoreUnavailable,
)
from .tables import register_reference

__all__ = [
    "DATABASE",
    "PIECE",
    "BlobDamaged",
    "BlobEntry",
    "BlobMissing",
    "BlobStore",
    "BlobWriter",
    "Collected",
    "DatabaseStore",
    "Intake",
    "IntakeWriter",
    "LocalStore",
    "Part",
    "Pieces",
    "SizeMismatch",
    "StoreError",
    "StoreFull",
    "StoreUnavailable",
    "StoredBlob",
    "Stores",
    "Taken",
    "collect",
    "collect_in_turn",
    "find_parts",
    "open_store",
    "open_stores",
    "read_parts",
    "record_blob",
    "record_manifest",
    "register_reference",
]
