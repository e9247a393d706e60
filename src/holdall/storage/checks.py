"""What the storage room checks: the database file, every blob's bytes, the parts of wholes, and who refers to blobs."""

import hashlib
from collections.abc import AsyncIterator
from typing import NamedTuple

import sqlalchemy as sa

from holdall.base.db import Query, query

from .collection import is_older, recorded_keys
from .database import DATABASE
from .fsck import Examination, register_check
from .ownership import is_foreign
from .ranges import read_parts
from .rows import find_parts
from .store import BlobEntry, BlobMissing, BlobStore, Pieces, StoreError, StoreUnavailable, blob_path
from .tables import blob_parts, blobs, references

_BATCH = 1000


class _Row(NamedTuple):
    key: str
    size: int
    sha1: str


class _Whole(NamedTuple):
    key: str
    size: int
    sha1: str
    parts: int
    last: int
    parts_size: int


@register_check("database")
async def check_database(exam: Examination) -> None:
    """SQLite's own check of its file; a PostgreSQL server looks after its own."""
    if exam.db.dialect != "sqlite":
        return
    for (problem,) in await exam.db.all(query(sa.text("PRAGMA quick_check"))):
        if problem != "ok":
            await exam.found("the database file", str(problem), "Restore the database from a backup")
    for table, row_id, parent, _ in await exam.db.all(query(sa.text("PRAGMA foreign_key_check"))):
        await exam.found(
            f"row {row_id} of table {table}",
            f"It refers to a row of {parent} that is not there",
            "Restore the database from a backup, or delete the row with sqlite3",
        )


@register_check("blobs")
async def check_blobs(exam: Examination) -> None:
    """Rows and bytes of every store in one walk along both, in order of key: flat memory, one listing."""
    for (name,) in await exam.db.all(_STORE_NAMES):
        if name not in exam.stores:
            count = await exam.db.value(_COUNT_OF_STORE, store=name)
            await exam.found(
                f"store {name}", f"{count} blobs are in it, but the settings do not name it", "Name it in the settings"
            )
    for store in exam.stores.values():
        if await is_foreign(exam.db, store):
            await exam.found(
                f"store {store.name}",
                "A note in it says that it belongs to another database, so its orphans are not collected",
                f"Check the setting; if the store is yours alone, take it over with `holdall storage claim {store.name}`",
            )
        await _walk(exam, store)


async def _walk(exam: Examination, store: BlobStore) -> None:
    rows, entries = _rows_of(exam, store.name), _in_order(store)
    row, entry = await anext(rows, None), await anext(entries, None)
    young = 0
    while row is not None or entry is not None:
        if entry is None or (row is not None and row.key < entry.key):
            assert row is not None
            exam.count("blobs")
            await _check_missing(exam, store, row)
            row = await anext(rows, None)
        elif row is None or entry.key < row.key:
            if is_older(entry, exam.grace):
                await _check_orphan(exam, store, entry)
            else:
                young += 1
            entry = await anext(entries, None)
        else:
            exam.count("blobs")
            exam.count("bytes", entry.size)
            await _check_content(exam, store, row, entry)
            row, entry = await anext(rows, None), await anext(entries, None)
    if young:
        exam.note(
            f"{young} blobs in store {store.name} have no row yet; they are too young to say that they are orphans"
        )


async def _check_missing(exam: Examination, store: BlobStore, row: _Row) -> None:
    if row.key in await recorded_keys(exam.db, [row.key]) and not await store.exists(row.key):
        await exam.found(
            f"blob {row.key}",
            f"Its bytes are not in store {store.name}. {await _users_of(exam, row.key)}",
            _lost(row.key, store.name),
        )


async def _check_orphan(exam: Examination, store: BlobStore, entry: BlobEntry) -> None:
    async def remove() -> None:
        await store.delete([entry.key])

    if not await recorded_keys(exam.db, [entry.key]) and await store.exists(entry.key):
        await exam.found(
            f"blob {entry.key}",
            f"{entry.size} bytes are in store {store.name}, but no row names them",
            "`holdall storage collect` or `holdall fsck --repair` removes them",
            remove,
        )


async def _check_content(exam: Examination, store: BlobStore, row: _Row, entry: BlobEntry) -> None:
    problem = None
    if entry.size != row.size:
        problem = f"It has {entry.size} bytes in store {store.name}, but its row says {row.size}"
    elif exam.with_hashes:
        try:
            sha1 = await _hash(await store.read(row.key, 0, row.size))
        except StoreUnavailable:
            raise
        except StoreError as error:
            problem = str(error)
        else:
            if sha1 != row.sha1:
                problem = f"Its bytes in store {store.name} have the SHA-1 {sha1}, but its row says {row.sha1}"
    # It may have been deleted between the listing and the look.
    if problem is not None and row.key in await recorded_keys(exam.db, [row.key]):
        await exam.found(f"blob {row.key}", f"{problem}. {await _users_of(exam, row.key)}", _lost(row.key, store.name))


@register_check("wholes")
async def check_wholes(exam: Examination) -> None:
    """Every manifest has all its parts, and they make up its size (and with hashes its SHA-1)."""
    after = ""
    while batch := await exam.db.all(_WHOLES, after=after, limit=_BATCH):
        after = batch[-1].key
        for whole in batch:
            exam.count("wholes")
            problem = None
            if whole.parts == 0 or whole.last != whole.parts - 1:
                problem = f"It has {whole.parts} parts, numbered up to {whole.last}"
            elif whole.parts_size != whole.size:
                problem = f"Its parts have {whole.parts_size} bytes together, but its row says {whole.size}"
            elif exam.with_hashes:
                problem = await _wrong_hash(exam, whole)
            if problem is not None:
                await exam.found(f"blob {whole.key}", f"{problem}. {await _users_of(exam, whole.key)}", _LOST_WHOLE)


async def _wrong_hash(exam: Examination, whole: _Whole) -> str | None:
    try:
        sha1 = await _hash(await read_parts(exam.stores, await find_parts(exam.db, whole.key), 0, whole.size))
    except BlobMissing:
        return None  # the check of blobs says which part is missing; or the whole went meanwhile
    if sha1 == whole.sha1:
        return None
    return f"Its parts have the SHA-1 {sha1} together, but its row says {whole.sha1}"


@register_check("references")
async def check_references(exam: Examination) -> None:
    """Whatever refers to a blob refers to one that has a row."""
    for column in references():
        lost = sa.select(column).outerjoin_from(column.table, blobs, blobs.c.key == column).where(blobs.c.key.is_(None))
        for (key,) in await exam.db.all(query(lost)):
            await exam.found(f"table {column.table.name}", f"It refers to blob {key}, which has no row", _lost(key))
    waiting = await exam.db.value(_WAITING)
    if waiting:
        exam.note(f"{waiting} blobs are garbage that waits for the collector")


async def _hash(pieces: Pieces) -> str:
    digest = hashlib.sha1(usedforsecurity=False)
    async for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


async def _users_of(exam: Examination, key: str) -> str:
    """Which tables refer to a blob, for people."""
    counts = []
    for column in references():
        count = await exam.db.value(query(sa.select(sa.func.count()).where(column == sa.bindparam("key"))), key=key)
        if count:
            counts.append(f"{count} in {column.table.name}")
    return (
        f"References to it: {', '.join(counts)}" if counts else "Nothing refers to it, so the collector will remove it"
    )


def _lost(key: str, store: str | None = None) -> str:
    if store == DATABASE:
        return _LOST_WHOLE
    return (
        f"Restore {blob_path(key)} in the store from a backup; without one, whoever owns the file must upload it again"
    )


_LOST_WHOLE = "Restore the database from a backup; without one, whoever owns the file must upload it again"


async def _rows_of(exam: Examination, store: str) -> AsyncIterator[_Row]:
    after = ""
    while batch := await exam.db.all(_ROWS, after=after, store=store, limit=_BATCH):
        after = batch[-1].key
        for row in batch:
            yield row


async def _in_order(store: BlobStore) -> AsyncIterator[BlobEntry]:
    """The entries of a store; raises StoreUnavailable where they are not in order, since the walk relies on that."""
    last = ""
    async for entry in store.entries():
        if entry.key <= last:
            raise StoreUnavailable(f"store {store.name} does not list in the order of keys, so it cannot be checked")
        last = entry.key
        yield entry


_AFTER = blobs.c.key > sa.bindparam("after", type_=sa.Text)
_LIMIT = sa.bindparam("limit", type_=sa.BigInteger)
_STORE = blobs.c.store == sa.bindparam("store", type_=sa.Text)

_ROWS: Query[_Row] = query(
    sa.select(blobs.c.key, blobs.c.size, blobs.c.sha1).where(_AFTER, _STORE).order_by(blobs.c.key).limit(_LIMIT), _Row
)
_STORE_NAMES = query(sa.select(blobs.c.store).where(blobs.c.store.is_not(None)).distinct())
_COUNT_OF_STORE = query(sa.select(sa.func.count()).where(_STORE))
_WAITING = query(sa.select(sa.func.count()).where(blobs.c.unreferenced_since.is_not(None)))

_part = blobs.alias("part")
_WHOLES: Query[_Whole] = query(
    sa.select(
        blobs.c.key,
        blobs.c.size,
        blobs.c.sha1,
        sa.func.count(blob_parts.c.number),
        sa.func.coalesce(sa.func.max(blob_parts.c.number), -1),
        sa.cast(sa.func.coalesce(sa.func.sum(_part.c.size), 0), sa.BigInteger),
    )
    .outerjoin_from(blobs, blob_parts, blob_parts.c.blob_key == blobs.c.key)
    .outerjoin(_part, _part.c.key == blob_parts.c.part_key)
    .where(_AFTER, blobs.c.store.is_(None))
    .group_by(blobs.c.key, blobs.c.size, blobs.c.sha1)
    .order_by(blobs.c.key)
    .limit(_LIMIT),
    _Whole,
)
