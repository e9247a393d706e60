"""The collector: removes blobs that nothing refers to, and bytes in the stores that no row names, after a grace time.

A row goes first, in a unit of work that looks again for references; its bytes follow once that has committed. A crash in
between leaves bytes without a row, which the next collection finds.
"""

import asyncio
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import msgspec
import sqlalchemy as sa
import structlog

from holdall.base.clock import DAY, SECOND, Clock
from holdall.base.db import Database, Query, Transaction, contains, query
from holdall.base.turns import take_turn

from .opening import Stores
from .ownership import claim_unowned, is_foreign
from .store import BlobEntry, BlobStore
from .tables import blob_parts, blobs, references

log = structlog.get_logger()

BATCH = 500


class Collected(msgspec.Struct):
    """What a collection removed: blobs with their rows, and orphans (bytes without a row); `bytes` are theirs together.

    `unnamed` counts garbage that stays because the settings no longer name its store. `foreign` names stores whose
    orphans were left alone because they may be another database's blobs.
    """

    blobs: int = 0
    orphans: int = 0
    bytes: int = 0
    unnamed: int = 0
    foreign: list[str] = []


class Row(NamedTuple):
    """A blob's row, and whether anything refers to it."""

    key: str
    store: str | None
    size: int
    unreferenced_since: int | None
    is_referenced: bool


class Gone(NamedTuple):
    """A blob whose row is deleted; a manifest has no store."""

    key: str
    store: str | None
    size: int


async def collect(db: Database, stores: Stores, *, grace: int) -> Collected:
    """Remove what has been garbage for `grace` seconds and answer what that was.

    A blob's grace begins when a collection first sees that nothing refers to it: so with a grace of a day, what loses
    its last reference stays for a day at least. Raises StoreUnavailable where a store fails; what was done until then
    is done, and the next collection goes on.
    """
    collected = Collected()
    # The parts that a manifest leaves behind may have keys before its own, which this round has passed.
    while await _collect_rows(db, stores, grace * SECOND, collected):
        pass
    for store in stores.values():
        if await is_foreign(db, store):
            collected.foreign.append(store.name)
        else:
            await claim_unowned(db, store)
            await _collect_orphans(db, store, grace * SECOND, collected)
    return collected


async def collect_in_turn(db: Database, stores: Stores, *, grace: int) -> Collected | None:
    """Collect and log it if it is due, once a day whichever process asks; None where it is not."""
    if not await db.write(take_turn, "collect garbage", DAY):
        return None
    collected = await collect(db, stores, grace=grace)
    log.info("garbage collected", **msgspec.structs.asdict(collected))
    if collected.foreign:
        log.warning("blob stores belong to another database, so their orphans stay", stores=collected.foreign)
    return collected


async def _collect_rows(db: Database, stores: Stores, grace: int, collected: Collected) -> bool:
    """Go through all rows once; whether a manifest was removed, so that its parts are due now."""
    after, removed_manifest = "", False
    collected.unnamed = 0
    while batch := await db.all(_rows_after(references()), after=after, limit=BATCH):
        after = batch[-1].key
        now = db.clock.now()
        garbage = [row for row in batch if not row.is_referenced]
        await _mark(db, batch)
        due = [row for row in garbage if (row.unreferenced_since or now) <= now - grace]
        named = [row for row in due if row.store is None or row.store in stores]
        collected.unnamed += len(due) - len(named)
        # A manifest may have thousands of parts, so each is a unit of its own.
        units = [[row.key for row in named if row.store is not None]]
        units += [[row.key] for row in named if row.store is None]
        await asyncio.sleep(0)  # reading SQLite never waits, and a pass must not keep others from their turn
        for keys in units:
            if keys:
                gone = await db.write(_delete_rows, keys, now - grace)
                await _delete_bytes(stores, gone, collected)
                removed_manifest |= any(blob.store is None for blob in gone)
    return removed_manifest


async def _mark(db: Database, batch: Sequence[Row]) -> None:
    """Write down when garbage was first seen, and strike that out for what is referred to again."""
    found = [row.key for row in batch if not row.is_referenced and row.unreferenced_since is None]
    saved = [row.key for row in batch if row.is_referenced and row.unreferenced_since is not None]

    async def unit(tx: Transaction) -> None:
        await tx.run(_SET_MARK, keys=found, since=tx.now)
        await tx.run(_SET_MARK, keys=saved, since=None)

    if found or saved:
        await db.write(unit)


async def _delete_rows(tx: Transaction, keys: list[str], since: int) -> list[Gone]:
    """Delete those of these blobs that nothing refers to now; parts of a manifest are garbage `since` then.

    The lock waits for units that are about to refer to one of them, since their foreign key holds its row, and keeps
    new ones out: so what is asked after it stays true.
    """
    await tx.all(_LOCK, keys=keys)
    gone = await tx.all(_unreferenced(references()), keys=keys)
    manifests = [blob.key for blob in gone if blob.store is None]
    if manifests:
        parts = [key for (key,) in await tx.all(_PARTS_OF, keys=manifests)]
        await tx.run(_SET_MARK, keys=parts, since=since)
    await tx.run(_DELETE, keys=[blob.key for blob in gone])
    return gone


async def _delete_bytes(stores: Stores, gone: Sequence[Gone], collected: Collected) -> None:
    for name in {blob.store for blob in gone if blob.store is not None}:
        await stores[name].delete([blob.key for blob in gone if blob.store == name])
    collected.blobs += len(gone)
    collected.bytes += sum(blob.size for blob in gone if blob.store is not None)


async def _collect_orphans(db: Database, store: BlobStore, grace: int, collected: Collected) -> None:
    """Remove what is in a store without a row and has not changed for the grace time.

    An upload under way, or stored but not yet recorded, is young: its file was written to a moment ago.
    """
    batch: list[BlobEntry] = []
    async for entry in store.entries():
        if is_older(entry, grace):
            batch.append(entry)
        if len(batch) == BATCH:
            await _delete_orphans(db, store, batch, collected)
            batch = []
    await _delete_orphans(db, store, batch, collected)


async def _delete_orphans(db: Database, store: BlobStore, batch: list[BlobEntry], collected: Collected) -> None:
    recorded = await recorded_keys(db, [entry.key for entry in batch])
    orphans = [entry for entry in batch if entry.key not in recorded]
    if orphans:
        await store.delete([entry.key for entry in orphans])
        collected.orphans += len(orphans)
        collected.bytes += sum(entry.size for entry in orphans)


async def recorded_keys(db: Database, keys: list[str]) -> set[str]:
    """Which of these keys have a row."""
    return {key for (key,) in await db.all(_RECORDED, keys=keys)} if keys else set()


def is_older(entry: BlobEntry, grace: int) -> bool:
    """Whether a store last changed a blob more than `grace` microseconds ago.

    By the real time: a store's clock does not move with ours when a test or the control plane moves it.
    """
    return entry.modified * SECOND <= Clock().now() - grace


_RECORDED = query(sa.select(blobs.c.key).where(contains(blobs.c.key, "keys")))
_LOCK = query(
    sa.select(blobs.c.key).where(contains(blobs.c.key, "keys")).order_by(blobs.c.key).with_for_update(of=blobs)
)
_PARTS_OF = query(sa.select(blob_parts.c.part_key).where(contains(blob_parts.c.blob_key, "keys")).distinct())
_SET_MARK = query(
    sa.update(blobs)
    .where(contains(blobs.c.key, "keys"))
    .values(unreferenced_since=sa.bindparam("since", type_=sa.BigInteger))
)
_DELETE = query(sa.delete(blobs).where(contains(blobs.c.key, "keys")))


@cache
def _rows_after(columns: tuple[sa.Column[str], ...]) -> Query[Row]:
    return query(
        sa.select(blobs.c.key, blobs.c.store, blobs.c.size, blobs.c.unreferenced_since, _is_referenced(columns))
        .where(blobs.c.key > sa.bindparam("after", type_=sa.Text))
        .order_by(blobs.c.key)
        .limit(sa.bindparam("limit", type_=sa.BigInteger)),
        Row,
    )


@cache
def _unreferenced(columns: tuple[sa.Column[str], ...]) -> Query[Gone]:
    return query(
        sa.select(blobs.c.key, blobs.c.store, blobs.c.size)
        .where(contains(blobs.c.key, "keys"))
        .where(~_is_referenced(columns)),
        Gone,
    )


def _is_referenced(columns: tuple[sa.Column[str], ...]) -> sa.ColumnElement[bool]:
    return sa.or_(*(sa.exists(sa.select(sa.literal(1)).where(column == blobs.c.key)) for column in columns))
