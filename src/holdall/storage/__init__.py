"""Bytes: blob stores, ranges, hashing, garbage collection and the check of rows against blobs.

A blob never changes once it is stored; the content room decides which row points at which.

    store = open_store("/var/lib/holdall/blobs", name="main")      # or file:///..., s3://bucket/prefix?...
    async with store.create(expected_size=None) as writer:         # no input or output yet
        async for piece in body:                                   # bytes, best of PIECE (256 KiB)
            await writer.write(piece)
        stored = await writer.finish()                             # durable now: stored.key, .size, .sha1
    stored = await store.put(b"small")                             # the same for bytes in memory

    pieces = await store.read(key, offset, length)                 # raises BlobMissing here, before any piece
    pieces = await read_parts(stores, [Part(store, key, size), ...], offset, length)   # over a manifest
    async for piece in pieces: ...                                 # at most PIECE each; `aclose()` to stop early

Rows, in a unit of work (a key in another table needs a foreign key to blobs.key and `register_reference`):

    await record_blob(tx, stored, store=store.name, enterprise_id=...)
    whole = await record_manifest(tx, [part.key, ...], sha1=..., enterprise_id=...)   # a chunked upload's commit
    parts = await find_parts(db, key)                              # of either kind; then read_parts

`stores` is a `Stores` (`platform.stores`, or `open_stores(settings)`): name -> open store, and `stores.default` for new
blobs. Errors are StoreError's: BlobMissing, BlobDamaged, SizeMismatch, StoreFull, StoreUnavailable. A finished blob
without a row is garbage: record it in the unit of work that refers to it.
"""

from . import checks as checks
from .collection import Collected, collect, collect_in_turn
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
    "PIECE",
    "BlobDamaged",
    "BlobEntry",
    "BlobMissing",
    "BlobStore",
    "BlobWriter",
    "Collected",
    "LocalStore",
    "Part",
    "Pieces",
    "SizeMismatch",
    "StoreError",
    "StoreFull",
    "StoreUnavailable",
    "StoredBlob",
    "Stores",
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
