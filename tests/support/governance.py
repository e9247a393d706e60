"""Legal holds and retention policies made over HTTP, and the background work that they order."""

from typing import Any

import httpx
import sqlalchemy as sa

from holdall.base.db import query
from holdall.content.events.feed import EVENT_COLUMNS, Event
from holdall.content.events.tables import events
from holdall.content.governance.assignments import ENDING, end_governance
from holdall.content.governance.by_metadata import APPLYING as APPLYING_RETENTION
from holdall.content.governance.custody import APPLYING, EVENTS, apply_batch, follow_custodians
from holdall.content.governance.metadata_filling import apply_retention_batch
from holdall.content.orders import open_orders
from tests.support.client import Client
from tests.support.enterprise import Enterprise

_NEWS = query(
    sa.select(*EVENT_COLUMNS)
    .where(events.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
    .order_by(events.c.sequence),
    into=Event,
)


async def call(client: Client, operation_id: str, status: int = 200, **more: Any) -> Any:
    """The document of an answer that must have this status."""
    answer = await client.call(operation_id, **more)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


async def make_hold(enterprise: Enterprise, name: str = "Acme v. Roadrunner", **body: Any) -> Any:
    """A legal hold policy; an ongoing one, unless the body says otherwise."""
    body = {"policy_name": name, "is_ongoing": True, **body}
    return await call(enterprise.admin, "post_legal_hold_policies", 201, json=body)


async def ask_to_hold(enterprise: Enterprise, policy: Any, kind: str, target_id: Any) -> httpx.Response:
    """The answer to the wish to assign a legal hold policy."""
    body = {"policy_id": policy["id"], "assign_to": {"type": kind, "id": str(target_id)}}
    return await enterprise.admin.call("post_legal_hold_policy_assignments", json=body)


async def hold(enterprise: Enterprise, policy: Any, kind: str, target_id: Any) -> Any:
    """An assignment of a legal hold policy."""
    answer = await ask_to_hold(enterprise, policy, kind, target_id)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def catch_up(enterprise: Enterprise) -> None:
    """Do what the engine would do about governance: all news of the enterprise, and all orders."""
    db = enterprise.gateway.platform.db
    await follow_custodians(db, await db.all(_NEWS, enterprise_id=enterprise.id))
    for (assignment_id,) in await open_orders(db, APPLYING):
        progress: tuple[str, int] | None = (EVENTS, 0)
        while progress is not None:
            progress = await apply_batch(db, assignment_id, progress)
    for (assignment_id,) in await open_orders(db, APPLYING_RETENTION):
        after: int | None = 0
        while after is not None:
            after = await apply_retention_batch(db, assignment_id, after)
    if await open_orders(db, ENDING):
        await end_governance(db)


async def purge(client: Client, kind: str, item_id: Any) -> httpx.Response:
    """The answer to the wish to remove an item for good: it is put into the trash first."""
    await call(client, f"delete_{kind}s_id", 204, **{f"{kind}_id": item_id}, **_deep(kind))
    return await empty(client, kind, item_id)


async def empty(client: Client, kind: str, item_id: Any) -> httpx.Response:
    """The answer to the wish to remove an item from the trash for good."""
    return await client.call(f"delete_{kind}s_id_trash", **{f"{kind}_id": item_id})


def _deep(kind: str) -> dict[str, Any]:
    return {"recursive": "true"} if kind == "folder" else {}


async def held_files(enterprise: Enterprise, assignment: Any, **more: Any) -> list[str]:
    """The ids of the files whose current version an assignment holds."""
    page = await call(
        enterprise.admin,
        "get_legal_hold_policy_assignments_id_files_on_hold",
        legal_hold_policy_assignment_id=assignment["id"],
        **more,
    )
    return [entry["id"] for entry in page["entries"]]


async def ask_for_retention(enterprise: Enterprise, **body: Any) -> httpx.Response:
    """The answer to the wish for a retention policy: one that deletes after 30 days, unless the body says otherwise."""
    wanted = {
        "policy_name": "Invoices",
        "policy_type": "finite",
        "retention_length": "30",
        "disposition_action": "permanently_delete",
        **body,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    return await enterprise.admin.call("post_retention_policies", json=given)


async def make_retention(enterprise: Enterprise, **body: Any) -> Any:
    """A retention policy."""
    answer = await ask_for_retention(enterprise, **body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def ask_to_retain(
    enterprise: Enterprise, policy: Any, kind: str, target_id: Any = None, **more: Any
) -> httpx.Response:
    """The answer to the wish to assign a retention policy."""
    target = {"type": kind} if target_id is None else {"type": kind, "id": str(target_id)}
    body = {"policy_id": policy["id"], "assign_to": target, **more}
    return await enterprise.admin.call("post_retention_policy_assignments", json=body)


async def retain(enterprise: Enterprise, policy: Any, kind: str, target_id: Any = None, **more: Any) -> Any:
    """An assignment of a retention policy."""
    answer = await ask_to_retain(enterprise, policy, kind, target_id, **more)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def retained_files(enterprise: Enterprise, assignment: Any, **more: Any) -> list[str]:
    """The ids of the files whose current version an assignment retains."""
    page = await call(
        enterprise.admin,
        "get_retention_policy_assignments_id_files_under_retention",
        retention_policy_assignment_id=assignment["id"],
        **more,
    )
    return [entry["id"] for entry in page["entries"]]
