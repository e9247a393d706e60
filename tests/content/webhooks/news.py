"""What webhooks are told in tests: events taken straight from the outbox, without the engine."""

import json
from typing import Any

import sqlalchemy as sa

from holdall.base.db import query, rows_of
from holdall.box.webhook_news import ApiRenderer
from holdall.content.events.feed import Event
from holdall.content.events.tables import events
from holdall.content.webhooks.records import Record, list_deliveries
from holdall.content.webhooks.telling import queue_deliveries
from tests.support.client import Client
from tests.support.enterprise import Enterprise

_first = (
    sa.select(sa.func.min(events.c.sequence))
    .where(events.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
    .scalar_subquery()
)
_SINCE = query(
    sa.select(*rows_of(Event, events)).where(events.c.sequence >= _first).order_by(events.c.sequence), into=Event
)


async def watch(client: Client, target_id: Any, *triggers: str, kind: str = "folder", **body: Any) -> int:
    """A webhook and its id."""
    wanted = {"address": "http://127.0.0.1:9/", **body, "triggers": list(triggers)}
    answer = await client.call("post_webhooks", json={"target": {"id": str(target_id), "type": kind}, **wanted})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


async def queue_all(enterprise: Enterprise) -> int:
    """Enter in the ledger everything that has happened since the enterprise began; how many deliveries are new."""
    db = enterprise.gateway.platform.db
    return await queue_deliveries(db, await db.all(_SINCE, enterprise_id=enterprise.id), ApiRenderer())


async def records_of(enterprise: Enterprise, webhook_id: int) -> list[Record]:
    """The deliveries to a webhook as the ledger has them, the earliest first."""
    found = await list_deliveries(enterprise.gateway.platform.db, webhook_id=webhook_id, limit=1000)
    return found[::-1]


async def told(enterprise: Enterprise, webhook_id: int) -> list[dict[str, Any]]:
    """The bodies of everything that a webhook is to be told by now."""
    await queue_all(enterprise)
    return [json.loads(record.body) for record in await records_of(enterprise, webhook_id)]


async def triggers_told(enterprise: Enterprise, webhook_id: int) -> list[tuple[str, str]]:
    """The same, as triggers and ids of what it was about."""
    return [(body["trigger"], body["source"]["id"]) for body in await told(enterprise, webhook_id)]
