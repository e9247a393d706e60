"""The ledger of deliveries: what each webhook is told, in which order, and how often that was tried.

A delivery is `pending` until it is tried, `failed` while it will be tried again, and ends as `delivered` or `dead`. The
deliveries of one item to one webhook go out one after the other, in the order of the events.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.clock import SECOND
from holdall.base.db import Database, Transaction, contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.content.webhooks.tables import webhook_deliveries, webhooks

Status = Literal["pending", "failed", "delivered", "dead"]

RETRY_AFTER = tuple(seconds * SECOND for seconds in (1, 5, 15, 45, 120, 300, 600, 1200, 2400, 3900, 5400, 7200))
"""When a delivery is tried again, counted from its first attempt: twelve times in two hours, as Box does.

https://developer.box.com/guides/webhooks/v2/ (retries)
"""
SHORTEST_WAIT = SECOND
"""Between two attempts, where the first of them came late."""

_deliveries = webhook_deliveries.c
_NOW = sa.bindparam("now", type_=sa.BigInteger)
_WEBHOOK = sa.bindparam("webhook_id", type_=sa.BigInteger)


class NewDelivery(msgspec.Struct, frozen=True):
    """Something that a webhook is to be told."""

    enterprise_id: int
    webhook_id: int
    event_sequence: int
    event_id: str
    trigger: str
    item_id: int
    body: str


class Delivery(msgspec.Struct, frozen=True):
    """A delivery that is due."""

    id: int
    event_sequence: int
    item_id: int
    body: str
    attempts: int
    first_attempt_at: int | None


class Attempt(msgspec.Struct, frozen=True):
    """How an attempt ended: the status of the answer, or what went wrong without one."""

    delivery: Delivery
    began_at: int
    answer: int | None
    error: str | None

    @property
    def succeeded(self) -> bool:
        """Whether the receiver has it."""
        return self.error is None


_KNOWN = query(
    sa.select(_deliveries.webhook_id, _deliveries.event_sequence, _deliveries.trigger).where(
        contains(_deliveries.webhook_id, "ids"),
        _deliveries.event_sequence >= sa.bindparam("first", type_=sa.BigInteger),
        _deliveries.event_sequence <= sa.bindparam("last", type_=sa.BigInteger),
    )
)
_THERE = query(
    sa.select(webhooks.c.id).where(contains(webhooks.c.id, "ids")).with_for_update(read=True, key_share=True)
)
_TOUCH = query(sa.update(webhooks).where(contains(webhooks.c.id, "ids")).values(triggered_at=_NOW))
_DUE = query(
    sa.select(*rows_of(Delivery, webhook_deliveries))
    .where(_deliveries.webhook_id == _WEBHOOK, _deliveries.next_attempt_at <= _NOW)
    .order_by(_deliveries.next_attempt_at, _deliveries.event_sequence, _deliveries.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Delivery,
)
_OPEN_OF_ITEMS = query(
    sa.select(_deliveries.id, _deliveries.item_id, _deliveries.next_attempt_at)
    .where(
        _deliveries.webhook_id == _WEBHOOK,
        contains(_deliveries.item_id, "ids"),
        _deliveries.event_sequence <= sa.bindparam("last", type_=sa.BigInteger),
        _deliveries.next_attempt_at.is_not(None),
    )
    .order_by(_deliveries.item_id, _deliveries.event_sequence, _deliveries.id)
)
_WAIT = query(
    sa.update(webhook_deliveries)
    .where(contains(_deliveries.id, "ids"), _deliveries.next_attempt_at.is_not(None))
    .values(next_attempt_at=sa.bindparam("until", type_=sa.BigInteger))
)
_waiting = webhook_deliveries.alias("waiting")
_first = sa.select(sa.func.min(_waiting.c.webhook_id).label("id")).where(_waiting.c.next_attempt_at.is_not(None))
_steps = _first.cte("steps", recursive=True)
_steps = _steps.union_all(
    sa.select(_first.where(_waiting.c.webhook_id > _steps.c.id).correlate(_steps).scalar_subquery()).where(
        _steps.c.id.is_not(None)
    )
)
_WITH_DUE = query(
    # From one webhook that has something open to the next one by the index: it does not matter how many have nothing.
    sa.select(_steps.c.id).where(
        sa.exists().where(_deliveries.webhook_id == _steps.c.id, _deliveries.next_attempt_at <= _NOW)
    ),
    lambda webhook_id: webhook_id,
)
_DELIVERED = query(
    sa.update(webhook_deliveries)
    .where(contains(_deliveries.id, "ids"))
    .values(
        status="delivered",
        attempts=_deliveries.attempts + 1,
        first_attempt_at=sa.func.coalesce(_deliveries.first_attempt_at, sa.bindparam("began_at", type_=sa.BigInteger)),
        next_attempt_at=None,
        ended_at=_NOW,
        answer=sa.bindparam("status_code", type_=sa.Integer),
        error=None,
    )
)


async def add_deliveries(tx: Transaction, wanted: Sequence[NewDelivery]) -> int:
    """A unit: enter deliveries, each once however often it is asked for; how many are new.

    Those to webhooks that were removed meanwhile are left out.
    """
    if not wanted:
        return 0
    ids = list({one.webhook_id for one in wanted})
    there = {webhook_id for (webhook_id,) in await tx.all(_THERE, ids=ids)}
    sequences = [one.event_sequence for one in wanted]
    known = set(await tx.all(_KNOWN, ids=ids, first=min(sequences), last=max(sequences)))
    new = [
        one
        for one in wanted
        if one.webhook_id in there and (one.webhook_id, one.event_sequence, one.trigger) not in known
    ]
    await tx.insert_many(webhook_deliveries, [_row(tx, one) for one in new])
    if new:
        await tx.run(_TOUCH, ids=list({one.webhook_id for one in new}), now=tx.now)
    return len(new)


async def webhooks_with_due(reader: Reader) -> list[int]:
    """The webhooks that have something to be told by now."""
    return await reader.all(_WITH_DUE, now=reader.now)


async def due_lanes(db: Database, webhook_id: int, limit: int) -> list[list[Delivery]]:
    """What a webhook is to be told now, about `limit` deliveries: a lane for each item, in the order of its events.

    What is due behind a delivery that has to wait waits as long as that.
    """
    while due := await db.all(_DUE, webhook_id=webhook_id, now=db.now, limit=limit):
        items, last = list({one.item_id for one in due}), max(one.event_sequence for one in due)
        lanes, waiting = arrange(due, await db.all(_OPEN_OF_ITEMS, webhook_id=webhook_id, ids=items, last=last))
        if waiting:
            await db.write(_let_wait, waiting)
        if lanes:
            return lanes
    return []


def arrange(
    due: Sequence[Delivery], open_rows: Iterable[tuple[int, int, int]]
) -> tuple[list[list[Delivery]], dict[int, list[int]]]:
    """The lanes that can be delivered, and the ids of what must wait, by the instant until which it waits.

    `open_rows` are ids, items and next attempts of everything open of the same items, in the order of the events. A lane
    is what is due of an item from its first open delivery on, up to the first one that is not.
    """
    found = {one.id: one for one in due}
    lanes: list[list[Delivery]] = []
    waiting: dict[int, list[int]] = {}
    for _, rows in groupby(open_rows, key=itemgetter(1)):
        lane: list[Delivery] = []
        until: int | None = None
        for delivery_id, _, next_attempt_at in rows:
            one = found.get(delivery_id)
            if one is None:
                until = next_attempt_at if until is None else max(until, next_attempt_at)
            elif until is None:
                lane.append(one)
            else:
                waiting.setdefault(until, []).append(delivery_id)
        if lane:
            lanes.append(lane)
    return lanes, waiting


async def note_attempts(tx: Transaction, webhook_id: int, attempts: Sequence[Attempt]) -> None:
    """A unit: enter how attempts ended."""
    delivered: dict[int | None, list[Attempt]] = {}
    for attempt in attempts:
        if attempt.succeeded:
            delivered.setdefault(attempt.answer, []).append(attempt)
        else:
            await tx.update(webhook_deliveries, {"id": attempt.delivery.id}, **_after_failure(tx.now, attempt))
    for answer, those in delivered.items():
        ids, began_at = [one.delivery.id for one in those], min(one.began_at for one in those)
        await tx.run(_DELIVERED, ids=ids, began_at=began_at, now=tx.now, status_code=answer)
    if delivered:
        await tx.update(webhooks, {"id": webhook_id}, delivered_at=tx.now)


async def _let_wait(tx: Transaction, waiting: Mapping[int, list[int]]) -> None:
    for until, ids in waiting.items():
        await tx.run(_WAIT, ids=ids, until=until)


def _row(tx: Transaction, new: NewDelivery) -> Mapping[str, Any]:
    return {
        "id": tx.new_id(),
        **msgspec.structs.asdict(new),
        "status": "pending",
        "attempts": 0,
        "created_at": tx.now,
        "next_attempt_at": tx.now,
    }


def _after_failure(now: int, attempt: Attempt) -> dict[str, Any]:
    """The columns of a delivery whose attempt has failed: when it is tried again, or that it is not."""
    retries = attempt.delivery.attempts  # of those that came before, the first was no retry
    first = attempt.delivery.first_attempt_at or attempt.began_at
    is_over = retries >= len(RETRY_AFTER)
    return {
        "status": "dead" if is_over else "failed",
        "attempts": attempt.delivery.attempts + 1,
        "first_attempt_at": first,
        "next_attempt_at": None if is_over else max(first + RETRY_AFTER[retries], now + SHORTEST_WAIT),
        "ended_at": now if is_over else None,
        "answer": attempt.answer,
        "error": attempt.error,
    }
