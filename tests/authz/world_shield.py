"""What an enterprise keeps of terms of service, devices and information barriers, and how each is made."""

from typing import Any

from holdall.base.db import Transaction
from holdall.content.identity.device_pinners import Device, pin_device
from holdall.content.identity.tokens import Holder, open_grant
from tests.authz.world import World, makes
from tests.support.barriers import (
    PREFIX,
    add_member,
    barrier_named,
    make,
    make_barrier,
    make_segment,
    report_on,
    restrict,
)
from tests.support.terms import answer_terms, write_terms


@makes("terms_of_service_id")
async def _terms(world: World) -> Any:
    return await write_terms(world.admin, status="disabled", text=world.marker)


@makes("terms_of_service_user_status_id")
async def _terms_status(world: World) -> Any:
    terms_id = await world.get("terms_of_service_id")
    return (await answer_terms(world.admin, terms_id, world.enterprise.user_id)).json()["id"]


@makes("device_pinner_id")
async def _device_pinner(world: World) -> Any:
    enterprise = world.enterprise

    async def unit(tx: Transaction) -> None:
        who = {"user_id": enterprise.user_id, "enterprise_id": enterprise.id}
        grant_id = await open_grant(tx, application_id=enterprise.application_id, **who)
        holder = Holder(**who, application_id=enterprise.application_id, grant_id=grant_id)
        await pin_device(tx, holder, Device(world.marker, world.marker))

    await enterprise.gateway.platform.db.write(unit)
    listed = await world.admin.call("get_enterprises_id_device_pinners", enterprise_id=enterprise.id)
    return listed.json()["entries"][0]["id"]


@makes("shield_information_barrier_id")
async def _barrier(world: World) -> Any:
    return await make_barrier(world.enterprise)


@makes("shield_information_barrier_report_id")
async def _barrier_report(world: World) -> Any:
    barrier = barrier_named(await world.get("shield_information_barrier_id"))
    return await make(world.admin, f"{PREFIX}_reports", shield_information_barrier=barrier)


@makes("shield_information_barrier_segment_id")
async def _barrier_segment(world: World) -> Any:
    return await make_segment(world.admin, await world.get("shield_information_barrier_id"), world.marker)


@makes("restricted_segment_id")
async def _restricted_segment(world: World) -> Any:
    return await make_segment(world.admin, await world.get("shield_information_barrier_id"), f"{world.marker} too")


@makes("shield_information_barrier_segment_member_id")
async def _barrier_member(world: World) -> Any:
    segment_id = await world.get("shield_information_barrier_segment_id")
    return await add_member(world.admin, segment_id, world.enterprise.user_id)


@makes("shield_information_barrier_segment_restriction_id")
async def _barrier_restriction(world: World) -> Any:
    segment_id = await world.get("shield_information_barrier_segment_id")
    return await restrict(world.admin, segment_id, await world.get("restricted_segment_id"))


@makes("ready_barrier_id")
async def _ready_barrier(world: World) -> Any:
    """One that can be enabled."""
    barrier_id = await world.get("shield_information_barrier_id")
    await world.get("shield_information_barrier_segment_restriction_id")
    await report_on(world.enterprise, barrier_id)
    return barrier_id
