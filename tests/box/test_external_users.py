"""External users: ordering that they are let go, and what the background work ends."""

from typing import Any

import httpx
import pytest

from holdall.content.orders import open_orders
from holdall.content.sharing.external_users import LETTING_GO, end_some
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import share
from tests.support.tree import create, error_of


async def submit(client: Client, *user_ids: Any) -> httpx.Response:
    """The answer to the wish to let users go."""
    wanted = [{"type": "user", "id": str(one)} for one in user_ids]
    return await client.call("post_external_users_submit_delete_job_v2025.0", json={"external_users": wanted})


async def orders_of(enterprise: Enterprise) -> list[Any]:
    """What was ordered for the enterprise."""
    orders = await open_orders(enterprise.gateway.platform.db, LETTING_GO)
    return [one for one in orders if one[0] == enterprise.id]


async def carry_out(enterprise: Enterprise, limit: int = 100) -> int:
    """Do what the engine would do; how many batches that took."""
    count = 0
    for order in await orders_of(enterprise):
        count += 1
        while await end_some(enterprise.gateway.platform.db, *order, limit=limit):
            count += 1
    return count


@pytest.fixture
async def other(enterprise: Enterprise) -> Enterprise:
    return await make_enterprise(enterprise.gateway)


async def invite(enterprise: Enterprise, other: Enterprise, name: str, *, accept: bool = True) -> str:
    """The id of a new folder that is shared with the user of the other enterprise."""
    folder_id = str((await create(enterprise.user, name))["id"])
    login = (await other.user.call("get_users_me")).json()["login"]
    shared = await share(enterprise.user, folder_id, {"login": login})
    if accept:
        body = {"status": "accepted"}
        answer = await other.user.call("put_collaborations_id", collaboration_id=shared["id"], json=body)
        assert answer.status_code == 200, answer.text
    return folder_id


@pytest.mark.operation("post_external_users_submit_delete_job_v2025.0")
class TestLettingGo:
    async def test_what_was_shared_is_so_no_more_and_the_owner_is_told(
        self, enterprise: Enterprise, other: Enterprise
    ) -> None:
        folders = [await invite(enterprise, other, name) for name in ("one", "two")]
        await invite(enterprise, other, "unanswered", accept=False)
        start = (await enterprise.admin.call("get_events", stream_type="admin_logs", stream_position="now")).json()
        answer = await submit(enterprise.admin, other.user_id)
        before = [(await other.user.call("get_folders_id", folder_id=one)).status_code for one in folders]
        batches = await carry_out(enterprise, limit=2)
        after = [(await other.user.call("get_folders_id", folder_id=one)).status_code for one in folders]
        pending = (await other.user.call("get_collaborations", status="pending")).json()["entries"]
        told = await enterprise.admin.call(
            "get_events",
            stream_type="admin_logs",
            stream_position=start["next_stream_position"],
            event_type="COLLABORATION_REMOVE",
        )
        assert (answer.status_code, answer.json()) == (
            207,
            {"entries": [{"user_id": str(other.user_id), "status": 202}]},
        )
        assert (before, after, pending, batches) == ([200, 200], [404, 404], [], 2)
        assert [one["created_by"]["id"] for one in told.json()["entries"]] == [str(enterprise.admin_id)] * 3

    async def test_what_others_share_and_what_comes_later_stays(
        self, enterprise: Enterprise, other: Enterprise
    ) -> None:
        third = await make_enterprise(enterprise.gateway)
        elsewhere = await invite(third, other, "elsewhere")
        colleague_id, colleague = await enterprise.new_user("Colleague")
        folder_id = await invite(enterprise, other, "shared")
        await share(enterprise.user, folder_id, {"id": colleague_id})
        await submit(enterprise.admin, other.user_id)
        later = await invite(enterprise, other, "later")
        await carry_out(enterprise)
        seen = {
            "the other's from elsewhere": await other.user.call("get_folders_id", folder_id=elsewhere),
            "the other's from later": await other.user.call("get_folders_id", folder_id=later),
            "the colleague's": await colleague.call("get_folders_id", folder_id=folder_id),
            "the other's": await other.user.call("get_folders_id", folder_id=folder_id),
        }
        assert [one.status_code for one in seen.values()] == [200, 200, 200, 404]

    async def test_each_user_is_judged_alone_and_once(self, enterprise: Enterprise, other: Enterprise) -> None:
        await invite(enterprise, other, "shared")
        answer = await submit(enterprise.admin, enterprise.user_id, other.user_id, other.user_id, other.admin_id)
        entries = answer.json()["entries"]
        assert [(one["user_id"], one["status"], "detail" in one) for one in entries] == [
            (str(enterprise.user_id), 404, True),
            (str(other.user_id), 202, False),
            (str(other.admin_id), 404, True),
        ]
        assert [order[1] for order in await orders_of(enterprise)] == [other.user_id]

    async def test_nothing_is_ordered_by_others_than_admins_or_of_nobody(
        self, enterprise: Enterprise, other: Enterprise
    ) -> None:
        await invite(enterprise, other, "shared")
        answers = [
            await submit(enterprise.user, other.user_id),
            await submit(other.admin, other.user_id),
            await submit(enterprise.admin, other.admin_id),
            await submit(enterprise.admin),
            await submit(enterprise.admin, *range(1, 1002)),
        ]
        assert [error_of(one) for one in answers] == [(404, "not_found")] * 3 + [(400, "bad_request")] * 2
        assert await orders_of(enterprise) == []
