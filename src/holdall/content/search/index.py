"""Keeps the index up with the events, in short units of work, from wherever the last one stopped.

A unit that reads events also notes how far it has come, so however many processes keep the index up, and whenever one of
them dies, each event counts. Looking at an item again changes nothing.
"""

import asyncio
import secrets
import time
from collections.abc import Callable, Hashable, MutableMapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext

import msgspec
import sqlalchemy as sa

from holdall.base.clock import LATEST, SECOND
from holdall.base.db import Database, Transaction, contains, query, rows_of
from holdall.content.events.feed import Event, read_batch
from holdall.content.events.horizon import Horizon
from holdall.content.events.tables import events
from holdall.content.items.tables import items
from holdall.content.search.engine import forget_everything, merge_some
from holdall.content.search.pending import ask_about_children, ask_again
from holdall.content.search.sources import index_items
from holdall.content.search.tables import search_documents, search_pending, search_state

Piece = Callable[[], AbstractAsyncContextManager[object]]

BATCH = 100
TIDY_UNITS = 500
MOST_TOTALS = 10_000
"""How many counts are remembered at most."""

UNREMARKABLE = frozenset({"ITEM_DOWNLOAD", "ITEM_PREVIEW", "ITEM_OPEN", "LOCK_CREATE", "LOCK_DESTROY", "ITEM_SHARED"})
"""Events after which an item says what it said before; others that do not matter only cost a look."""

_ITEM_TYPES = frozenset({"file", "folder", "web_link"})


class State(msgspec.Struct, frozen=True):
    """How far the index is: the last event it has followed, the last item that a rebuild has come to."""

    sequence: int
    rebuilt_to: int | None
    is_complete: bool
    version: int
    """Another number whenever something has changed that may change what is found."""


class Progress(msgspec.Struct, frozen=True):
    """What a unit has done: whether nothing is left to do, and the last event that was read."""

    is_done: bool
    sequence: int = 0


class _Totals(msgspec.Struct, frozen=True):
    version: int
    known: dict[Hashable, int]


_STATE_ROW = sa.select(*rows_of(State, search_state))
_STATE = query(_STATE_ROW, into=State)
_LOCK_STATE = query(_STATE_ROW.with_for_update(), into=State)
_CONDITION = query(
    sa.select(
        search_state.c.version,
        search_state.c.is_complete
        & search_state.c.rebuilt_to.is_(None)
        & ~sa.exists().where(events.c.sequence > search_state.c.sequence, events.c.created_at <= sa.bindparam("newest"))
        & ~sa.exists(sa.select(search_pending.c.item_id)),
    ),
)
_PENDING = query(
    sa.select(search_pending.c.item_id, search_pending.c.with_children).order_by(search_pending.c.item_id).limit(BATCH)
)
_TAKE_PENDING = query(sa.delete(search_pending).where(contains(search_pending.c.item_id, "ids")))
_NEXT_ITEMS = query(
    sa.select(items.c.id).where(items.c.id > sa.bindparam("after", type_=sa.BigInteger)).order_by(items.c.id).limit(300)
)
_COUNT = query(sa.select(sa.func.count()).select_from(search_documents))
_LAST = 2**63 - 1


class SearchIndex:
    """The index of one platform, as one process keeps it up; `delay` is how many seconds it stays behind."""

    def __init__(self, db: Database, horizon: Horizon | None = None, *, delay: int = 0) -> None:
        self.db = db
        self._horizon = horizon or Horizon()
        self._delay = delay * SECOND
        self._totals = _Totals(0, {})

    async def catch_up(self, *, seconds: float, piece: Piece = nullcontext) -> bool:
        """Follow what has happened until now, less the delay; False where that would take more than so many seconds.

        Costs one query where nothing has happened. Each unit of work is done inside a `piece`, which may rest after it.
        """
        return await self.version_now(seconds=seconds, piece=piece) is not None

    async def version_now(self, *, seconds: float, piece: Piece = nullcontext) -> int | None:
        """The same; answers the version that the index has then, None where that would take too long.

        While it stays the same, the same is found by the same people.
        """
        deadline = time.monotonic() + seconds
        version, is_current = await self._condition()
        if is_current:
            return version
        progress = Progress(is_done=False)
        while not progress.is_done:
            if time.monotonic() > deadline:
                return None
            try:
                async with asyncio.timeout(deadline - time.monotonic()):
                    settled = await self._horizon.advance(self.db)
            except TimeoutError:
                return None
            async with piece():
                progress = await self.db.write(follow, settled=settled, newest=self._newest, after=progress.sequence)
        version, _ = await self._condition()
        return version

    def totals(self, version: int) -> MutableMapping[Hashable, int]:
        """How many items some searches have found at this version; a place to remember more."""
        if self._totals.version != version or len(self._totals.known) >= MOST_TOTALS:
            self._totals = _Totals(version, {})
        return self._totals.known

    async def tidy(self, *, everything: bool = False) -> None:
        """Bring what was written in small pieces together, in short units; stops after some seconds' work.

        `everything` brings all of it into one piece, in which words are looked up at a third of the cost of four.
        """
        more = await self.db.write(merge_some, everything=everything)
        for _ in range(TIDY_UNITS):
            if not more:
                return
            more = await self.db.write(merge_some)

    async def is_current(self) -> bool:
        """Whether the index has followed everything that it should have by now."""
        _, is_current = await self._condition()
        return is_current

    async def count(self) -> int:
        """How many items the index holds."""
        return int(await self.db.value(_COUNT))

    async def state(self) -> State | None:
        """How far the index is; None where it has never been begun."""
        return await self.db.one(_STATE)

    async def _condition(self) -> tuple[int, bool]:
        """The index's version, and whether it is current."""
        return await self.db.one(_CONDITION, newest=self._newest) or (0, False)

    @property
    def _newest(self) -> int:
        """The instant up to which events are followed. Without a delay a clock that was moved back must not matter."""
        return self.db.now - self._delay if self._delay else LATEST


async def clear(tx: Transaction) -> None:
    """Part of a unit: forget all but the words of contents, so that the index is built from nothing."""
    await forget_everything(tx)
    await tx.delete(search_pending)
    await tx.delete(search_state)


async def follow(tx: Transaction, *, settled: int, newest: int, after: int) -> Progress:
    """A unit of work: take some of what has happened into the index.

    Events up to `settled` (see `Horizon`) are done with after this. Later ones are read as well, since they have been
    committed, and again when they have settled. What happened after the instant `newest` waits.
    """
    state = await tx.one(_LOCK_STATE)
    if state is None:
        await tx.insert(search_state, id=1, sequence=settled, rebuilt_to=0, is_complete=False, version=_new_version())
        return Progress(is_done=False)
    if state.rebuilt_to is not None:
        await _rebuild(tx, state.rebuilt_to)
        return Progress(is_done=False)
    start = max(after, state.sequence)
    batch = await read_batch(tx, after=start, until=_LAST, limit=BATCH)
    due = _until(batch, newest)
    if due:
        await _take_events(tx, due)
        sequence = max(min(due[-1].sequence, settled), state.sequence)
        is_change = any(one.event_type not in UNREMARKABLE for one in due)
        version = _new_version() if is_change else state.version
        if (sequence, version) != (state.sequence, state.version):
            await tx.update(search_state, {"id": 1}, sequence=sequence, version=version)
        return Progress(is_done=False, sequence=due[-1].sequence)
    return Progress(is_done=not await _take_pending(tx), sequence=start)


def _new_version() -> int:
    """A number that no other version has: at random, because an index that is cleared has forgotten the last one."""
    return secrets.randbits(62)


def _until(batch: Sequence[Event], newest: int) -> Sequence[Event]:
    """The events before the first that is too new."""
    for position, event in enumerate(batch):
        if event.created_at > newest:
            return batch[:position]
    return batch


async def _take_events(tx: Transaction, batch: Sequence[Event]) -> None:
    """Look at the items that the events are about; a copied folder has told nothing of what is in it."""
    told = [one for one in batch if one.source_type in _ITEM_TYPES and one.event_type not in UNREMARKABLE]
    copied = [one.source_id for one in told if one.event_type == "ITEM_COPY" and one.source_type == "folder"]
    await ask_about_children(tx, [item_id for item_id in copied if item_id is not None])
    await _take(tx, [one.source_id for one in told if one.source_id is not None])


async def _take_pending(tx: Transaction) -> bool:
    """Look at some of the items that were asked about, and ask about those in their folders; False where none is left."""
    pending = await tx.all(_PENDING)
    if not pending:
        return False
    ids = [item_id for item_id, _ in pending]
    await tx.run(_TAKE_PENDING, ids=ids)
    await tx.update(search_state, {"id": 1}, version=_new_version())
    await ask_about_children(tx, [item_id for item_id, with_children in pending if with_children])
    await _take(tx, ids)
    return True


async def _take(tx: Transaction, item_ids: Sequence[int]) -> None:
    """Look at items; those that are too much for this unit wait among those that were asked about."""
    if item_ids:
        await ask_again(tx, await index_items(tx, item_ids))


async def _rebuild(tx: Transaction, after: int) -> None:
    """Look at the next items by id. When there is none, everything is indexed that was there at the beginning."""
    found = [item_id for (item_id,) in await tx.all(_NEXT_ITEMS, after=after)]
    if not found:
        await tx.update(search_state, {"id": 1}, rebuilt_to=None, is_complete=True, version=_new_version())
        return
    left = await index_items(tx, found)
    await tx.update(search_state, {"id": 1}, rebuilt_to=left[0] - 1 if left else found[-1])
