"""The ledger as its operators read it, and deliveries that are made once more."""

from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.clock import format_instant
from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.webhooks.tables import SKILL, webhook_deliveries, webhooks

_NOW = sa.bindparam("now", type_=sa.BigInteger)


class Record(msgspec.Struct, frozen=True):
    """A delivery with where it goes. Instants in microseconds UTC."""

    id: int
    webhook_id: int
    address: str
    trigger: str
    item_id: int
    event_id: str
    status: str
    attempts: int
    created_at: int
    first_attempt_at: int | None
    next_attempt_at: int | None
    ended_at: int | None
    answer: int | None
    error: str | None
    body: str


class Summary(msgspec.Struct, frozen=True):
    """A webhook, and how many deliveries it waits for and has lost."""

    id: int
    application_id: int
    user_id: int
    target_type: str
    target_id: int
    address: str
    triggers: list[str]
    waiting: int
    dead: int


_deliveries = webhook_deliveries.c


def _how_many(condition: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(webhook_deliveries)
        .where(_deliveries.webhook_id == webhooks.c.id, condition)
        .scalar_subquery()
    )


_WEBHOOKS = query(
    sa.select(
        webhooks.c.id,
        webhooks.c.application_id,
        webhooks.c.user_id,
        webhooks.c.target_type,
        webhooks.c.target_id,
        webhooks.c.address,
        webhooks.c.triggers,
        _how_many(_deliveries.next_attempt_at.is_not(None)),
        _how_many(_deliveries.status == "dead"),
    )
    .where(webhooks.c.retired_at.is_(None), webhooks.c.target_type != SKILL)
    .order_by(webhooks.c.id),
    lambda id, application_id, user_id, kind, *rest: Summary(id, application_id, user_id, TYPE_NAMES[kind], *rest),
)


def _chosen(*more: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Deliveries of a webhook, in a status, made since an instant: each of them only where it is given."""
    webhook_id = sa.bindparam("of_webhook", type_=sa.BigInteger)
    status = sa.bindparam("of_status", type_=sa.Text)
    since = sa.bindparam("since", type_=sa.BigInteger)
    return sa.and_(
        sa.or_(webhook_id.is_(None), _deliveries.webhook_id == webhook_id),
        sa.or_(status.is_(None), _deliveries.status == status),
        _deliveries.created_at >= since,
        *more,
    )


_LIST = query(
    sa.select(*(webhooks.c.address if name == "address" else _deliveries[name] for name in Record.__struct_fields__))
    .join_from(webhook_deliveries, webhooks)
    .where(_chosen())
    .order_by(_deliveries.id.desc())
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    into=Record,
)
_AGAIN = {
    "status": "pending",
    "attempts": 0,
    "first_attempt_at": None,
    "next_attempt_at": _NOW,
    "ended_at": None,
    "answer": None,
    "error": None,
}
_REPLAY = query(sa.update(webhook_deliveries).where(_chosen()).values(**_AGAIN))
_REPLAY_ONE = query(
    sa.update(webhook_deliveries)
    .where(_deliveries.id == sa.bindparam("delivery_id", type_=sa.BigInteger))
    .values(**_AGAIN)
)


async def list_all_webhooks(reader: Reader) -> list[Summary]:
    """Every webhook of the server, the oldest first."""
    return await reader.all(_WEBHOOKS)


async def list_deliveries(
    reader: Reader, *, webhook_id: int | None = None, status: str | None = None, since: int = 0, limit: int = 100
) -> list[Record]:
    """The latest deliveries of all enterprises, newest first; of one webhook, or in one status, where that is given."""
    return await reader.all(_LIST, of_webhook=webhook_id, of_status=status, since=since, limit=limit)


def describe(record: Record) -> dict[str, Any]:
    """A delivery as JSON: ids and instants as texts, the body as the JSON that it is."""
    document = msgspec.structs.asdict(record)
    for name in ("created_at", "first_attempt_at", "next_attempt_at", "ended_at"):
        document[name] = None if document[name] is None else format_instant(document[name])
    for name in ("id", "webhook_id", "item_id"):
        document[name] = str(document[name])
    document["body"] = msgspec.json.decode(record.body)
    return document


async def replay_deliveries(
    tx: Transaction, *, webhook_id: int | None = None, status: str | None = "dead", since: int = 0
) -> int:
    """A unit: make deliveries once more, with all their attempts, as soon as may be; how many."""
    return await tx.run(_REPLAY, of_webhook=webhook_id, of_status=status, since=since, now=tx.now)


async def replay_delivery(tx: Transaction, delivery_id: int) -> bool:
    """A unit: the same for one delivery; False where there is none of this id."""
    return await tx.run(_REPLAY_ONE, delivery_id=delivery_id, now=tx.now) == 1
