"""The end of webhooks that nobody removed: those whose target or owner is gone, and those that nobody hears.

A retired webhook is told so (WEBHOOK.DELETED), and its rows are kept until that and what came before has been told.
https://developer.box.com/guides/webhooks/v2/delete-v2/ (automatic webhook deletion)
"""

from typing import Any

import sqlalchemy as sa

from holdall.base.clock import DAY, HOUR, format_instant
from holdall.base.db import Database, Transaction, contains, query, rows_of
from holdall.base.ids import new_uuid
from holdall.content.identity.tables import users
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.tables import items
from holdall.content.webhooks.rules import LAST_EVENT, Webhook
from holdall.content.webhooks.signing import write_body
from holdall.content.webhooks.tables import SKILL, webhook_deliveries, webhooks
from holdall.content.webhooks.triggers import WEBHOOK_DELETED

UNHEARD = 30 * DAY
"""A webhook that nothing was delivered to for so long is retired,"""
MISSED = 14 * DAY
"""if it was still to be told of something so long after that delivery."""
KEPT_DELIVERED = 7 * DAY
KEPT_DEAD = 30 * DAY
KEPT_RETIRED = HOUR
LAST = 2**62
"""In the order of an item's deliveries the end comes last."""
BATCH = 500

_NOW = sa.bindparam("now", type_=sa.BigInteger)
_heard_at = sa.func.coalesce(webhooks.c.delivered_at, webhooks.c.created_at)
_there = sa.exists().where(
    items.c.id == webhooks.c.target_id, sa.or_(items.c.purge_at.is_(None), items.c.purge_at != 0)
)
_owned = sa.exists().where(users.c.id == webhooks.c.user_id, users.c.deleted_at.is_(None))
_TO_RETIRE = query(
    sa.select(*rows_of(Webhook, webhooks)).where(
        webhooks.c.retired_at.is_(None),
        webhooks.c.target_type != SKILL,
        sa.or_(
            ~_there,
            ~_owned,
            sa.and_(_heard_at <= _NOW - UNHEARD, webhooks.c.triggered_at - _heard_at > MISSED),
        ),
    ),
    into=Webhook,
)
_RETIRE = query(
    sa.update(webhooks)
    .where(webhooks.c.id == sa.bindparam("webhook_id", type_=sa.BigInteger), webhooks.c.retired_at.is_(None))
    .values(retired_at=_NOW, until_sequence=sa.bindparam("last", type_=sa.BigInteger))
)
_open = sa.exists().where(
    webhook_deliveries.c.webhook_id == webhooks.c.id, webhook_deliveries.c.next_attempt_at.is_not(None)
)
_TO_FORGET = query(
    sa.select(webhooks.c.id).where(webhooks.c.retired_at <= _NOW - KEPT_RETIRED, ~_open), lambda webhook_id: webhook_id
)
_old = (
    sa.select(webhook_deliveries.c.id)
    .where(
        webhook_deliveries.c.ended_at <= _NOW - KEPT_DELIVERED,
        sa.or_(webhook_deliveries.c.status == "delivered", webhook_deliveries.c.ended_at <= _NOW - KEPT_DEAD),
    )
    .limit(BATCH)
)
_TO_PRUNE = query(_old, lambda delivery_id: delivery_id)
_PRUNE = query(sa.delete(webhook_deliveries).where(contains(webhook_deliveries.c.id, "ids")))


async def tidy_webhooks(db: Database) -> int:
    """Retire webhooks, forget those that were retired and told, and drop old deliveries; how many were retired."""
    count = await retire_webhooks(db)
    for webhook_id in await db.all(_TO_FORGET, now=db.now):
        await db.write(_forget, webhook_id)
    while old := await db.all(_TO_PRUNE, now=db.now):
        await db.write(_prune, old)
    return count


async def retire_webhooks(db: Database) -> int:
    """End the webhooks whose target or owner is gone and those that nobody hears; how many."""
    found = await db.all(_TO_RETIRE, now=db.now)
    for webhook in found:
        await db.write(retire, webhook)
    return len(found)


async def retire(tx: Transaction, webhook: Webhook) -> None:
    """A unit: end a webhook, and let its receiver know."""
    last = await tx.value(LAST_EVENT) or 0
    if not await tx.run(_RETIRE, webhook_id=webhook.id, now=tx.now, last=last):
        return  # somebody was faster
    event_id = new_uuid()
    await tx.insert(
        webhook_deliveries,
        id=tx.new_id(),
        enterprise_id=webhook.enterprise_id,
        webhook_id=webhook.id,
        event_sequence=LAST,
        event_id=event_id,
        trigger=WEBHOOK_DELETED,
        item_id=webhook.target_id,
        body=write_body(_body(webhook, event_id, tx.now)),
        status="pending",
        attempts=0,
        created_at=tx.now,
        next_attempt_at=tx.now,
    )


def _body(webhook: Webhook, event_id: str, now: int) -> dict[str, Any]:
    return {
        "type": "webhook_event",
        "id": event_id,
        "created_at": format_instant(now),
        "trigger": WEBHOOK_DELETED,
        "webhook": {"id": str(webhook.id), "type": "webhook"},
        "created_by": None,
        "source": {"id": str(webhook.target_id), "type": TYPE_NAMES[webhook.target_type]},
        "additional_info": {"reason": "auto_cleanup"},
    }


async def _forget(tx: Transaction, webhook_id: int) -> None:
    await tx.delete(webhooks, id=webhook_id)


async def _prune(tx: Transaction, ids: list[int]) -> None:
    await tx.run(_PRUNE, ids=ids)
