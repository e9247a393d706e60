"""Calls keep under the server's limits: they wait a little before, each user for himself."""

import asyncio

from holdall.connector import Box, Hosts, Limit, Pace, Settings
from tests.connector.conftest import SkippingClock
from tests.connector.server import ScriptedServer


def paced(server: ScriptedServer, clock: SkippingClock, **limits: tuple[Limit, ...]) -> Box:
    pace = Pace(**{"user": (), "uploads": (), "searches": (), "sign": (), "all_searches": (), **limits})
    return Box("t", base_url=server.url, settings=Settings(pace=pace), clock=clock)


async def test_calls_beyond_the_burst_wait_for_their_turn(server: ScriptedServer, clock: SkippingClock) -> None:
    async with paced(server, clock, user=(Limit(60, 60, burst=3),)) as box:
        for _ in range(6):
            await box.users.get_me()

    assert clock.waits == [1.0, 1.0, 1.0]


async def test_calls_at_once_queue_up(server: ScriptedServer) -> None:
    class Standing(SkippingClock):
        async def sleep(self, seconds: float) -> None:
            self.waits.append(seconds)

    clock = Standing()
    async with paced(server, clock, user=(Limit(60, 60),)) as box:
        await asyncio.gather(*(box.users.get_me() for _ in range(4)))

    assert clock.waits == [1.0, 2.0, 3.0]


async def test_each_user_has_his_own_limit(server: ScriptedServer, clock: SkippingClock) -> None:
    async with paced(server, clock, user=(Limit(60, 60),)) as box:
        for user in "123":
            await box.as_user(user).users.get_me()

    assert clock.waits == []


async def test_the_application_limit_counts_all_users(server: ScriptedServer, clock: SkippingClock) -> None:
    async with paced(server, clock, application=(Limit(10, 1),)) as box:
        for user in "123":
            await box.as_user(user).users.get_me()

    assert [round(wait, 6) for wait in clock.waits] == [0.1, 0.1]


async def test_searches_have_a_limit_on_top(server: ScriptedServer, clock: SkippingClock) -> None:
    async with paced(server, clock, searches=(Limit(6, 1, burst=6), Limit(60, 60, burst=6))) as box:
        for _ in range(8):
            await box.search.search(query="a")
        await box.users.get_me()

    assert [round(wait, 6) for wait in clock.waits] == [1.0, 1.0]


def test_boxs_limits_hold_at_box_and_none_elsewhere() -> None:
    at_box, elsewhere = Box("t"), Box("t", base_url="http://127.0.0.1:1")
    own_domain = Box("t", settings=Settings(hosts=Hosts.at("https://notbox.com")))

    assert (at_box.pace, elsewhere.pace, own_domain.pace) == (Pace(), Pace.unlimited(), Pace.unlimited())
    assert Pace().user == (Limit(1000, 60, burst=100),)
