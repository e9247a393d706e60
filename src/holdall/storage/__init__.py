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

`stores` is a `Stores`: name -> open store, and `stores.default` for new blobs. Errors are StoreError's: BlobMissing,
BlobDamaged, SizeMismatch, StoreFull, StoreUnavailable. A finished blob without a row is garbage: record it in the
unit of work that refers to it.
"""

from .opening import Stores, open_store
from .ranges import Part, read_parts
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

__all__ = [
    "PIECE",
    "BlobDamaged",
    "BlobEntry",
    "BlobMissing",
    "BlobStore",
    "BlobWriter",
    "Part",
    "Pieces",
    "SizeMismatch",
    "StoreError",
    "StoreFull",
    "StoreUnavailable",
    "StoredBlob",
    "Stores",
    "open_store",
    "read_parts",
]
