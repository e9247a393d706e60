"""Information barriers for tests: made over HTTP, and enabled by the steps of background work."""

from typing import Any

from holdall.box.gateway import Gateway
from holdall.content.barriers.barriers import ENABLING
from holdall.content.barriers.enabling import remove_some
from holdall.content.barriers.reports import write_report
from holdall.content.orders import open_orders
from tests.support.client import Client
from tests.support.enterprise import Enterprise

PREFIX = "post_shield_information_barrier"


async def make(admin: Client, operation_id: str, **body: Any) -> Any:
    """The id of what an operation makes."""
    response = await admin.call(operation_id, json=body)
    assert response.status_code == 201, response.text
    return response.json()["id"]


def named(kind: str, thing_id: Any) -> dict[str, str]:
    """How a body names a thing."""
    return {"type": kind, "id": str(thing_id)}


def barrier_named(barrier_id: Any) -> dict[str, str]:
    return named("shield_information_barrier", barrier_id)


def segment_named(segment_id: Any) -> dict[str, str]:
    return named("shield_information_barrier_segment", segment_id)


async def make_barrier(enterprise: Enterprise) -> Any:
    """The id of a draft."""
    return await make(enterprise.admin, f"{PREFIX}s", enterprise=named("enterprise", enterprise.id))


async def make_segment(admin: Client, barrier_id: Any, name: str, *user_ids: Any) -> Any:
    """The id of a segment with members."""
    barrier = barrier_named(barrier_id)
    segment_id = await make(admin, f"{PREFIX}_segments", shield_information_barrier=barrier, name=name)
    for user_id in user_ids:
        await add_member(admin, segment_id, user_id)
    return segment_id


async def add_member(admin: Client, segment_id: Any, user_id: Any) -> Any:
    """The id of a member."""
    body = {"shield_information_barrier_segment": segment_named(segment_id), "user": named("user", user_id)}
    return await make(admin, f"{PREFIX}_segment_members", **body)


async def restrict(admin: Client, segment_id: Any, restricted_id: Any) -> Any:
    """The id of a restriction."""
    return await make(
        admin,
        f"{PREFIX}_segment_restrictions",
        type="shield_information_barrier_segment_restriction",
        shield_information_barrier_segment=segment_named(segment_id),
        restricted_segment=segment_named(restricted_id),
    )


async def change_status(admin: Client, barrier_id: Any, status: str) -> Any:
    """What comes of it."""
    return await admin.call(
        "post_shield_information_barriers_change_status", json={"id": str(barrier_id), "status": status}
    )


async def report_on(enterprise: Enterprise, barrier_id: Any) -> Any:
    """A report that is done."""
    report_id = await make(enterprise.admin, f"{PREFIX}_reports", shield_information_barrier=barrier_named(barrier_id))
    platform = enterprise.gateway.platform
    await write_report(platform.db, platform.stores, int(report_id))
    response = await enterprise.admin.call(
        "get_shield_information_barrier_reports_id", shield_information_barrier_report_id=report_id
    )
    return response.json()


async def enable(enterprise: Enterprise, barrier_id: Any, *, with_work: bool = True) -> None:
    """Have a barrier enabled; without the background work, it stays pending."""
    await report_on(enterprise, barrier_id)
    response = await change_status(enterprise.admin, barrier_id, "pending")
    assert (response.status_code, response.json()["status"]) == (200, "pending"), response.text
    if with_work:
        await work(enterprise.gateway, barrier_id)


async def work(gateway: Gateway, barrier_id: Any) -> None:
    """Do what was ordered for a barrier."""
    for ordered, since in await open_orders(gateway.platform.db, ENABLING):
        after: int | None = 0
        while str(ordered) == str(barrier_id) and after is not None:
            after = await remove_some(gateway.platform.db, ordered, since, after)


async def wall_off(enterprise: Enterprise, kept: Any, owner: Any, *, with_work: bool = True) -> Any:
    """Keep one user from what another has: the id of the barrier, which is enabled."""
    barrier_id = await make_barrier(enterprise)
    segment_id = await make_segment(enterprise.admin, barrier_id, "Research", kept)
    restricted_id = await make_segment(enterprise.admin, barrier_id, "Trading", owner)
    await restrict(enterprise.admin, segment_id, restricted_id)
    await enable(enterprise, barrier_id, with_work=with_work)
    return barrier_id


async def status_of(enterprise: Enterprise, barrier_id: Any) -> str:
    """The barrier's status."""
    place = {"shield_information_barrier_id": barrier_id}
    status: str = (await enterprise.admin.call("get_shield_information_barriers_id", **place)).json()["status"]
    return status
