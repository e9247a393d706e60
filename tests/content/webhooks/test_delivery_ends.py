"""Webhook deliveries that end: given up, taken back, or asked for again."""

from holdall.base.clock import DAY, HOUR, SECOND
from holdall.content.webhooks.delivering import Deliverer
from holdall.content.webhooks.records import replay_deliveries, replay_delivery
from holdall.content.webhooks.retirement import tidy_webhooks
from tests.content.webhooks.news import queue_all, records_of, watch
from tests.content.webhooks.test_delivering import (
    deliver_until_nothing_is_due,
    names_told,
    outcome,
    rename,
    watched_folder,
)
from tests.support.enterprise import Enterprise
from tests.support.receiver import Receiver
from tests.support.tree import create, error_of, make_file


class TestReplay:
    async def test_dead_letters_are_delivered_once_more_when_asked_for(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        folder, webhook = await watched_folder(enterprise, receiver)
        await make_file(enterprise, "a", parent_id=folder)
        await queue_all(enterprise)
        receiver.answers = [500] * 13
        await deliver_until_nothing_is_due(enterprise.gateway, deliverer)
        (dead,) = await records_of(enterprise, webhook)
        db = enterprise.gateway.platform.db
        replayed = await db.write(replay_deliveries, webhook_id=webhook)
        await deliverer.drain()
        (record,) = await records_of(enterprise, webhook)
        assert (dead.status, replayed, outcome(record)) == ("dead", 1, ("delivered", 1, 200, None))
        assert await db.write(replay_deliveries, webhook_id=webhook) == 0
        assert (await db.write(replay_delivery, record.id), await db.write(replay_delivery, 1)) == (True, False)
        await deliverer.drain()
        assert len({one.text for one in receiver.received}) == 1
        assert len(receiver.received) == 15

    async def test_one_that_is_replayed_goes_before_later_ones_of_its_item(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        platform = enterprise.gateway.platform
        folder, webhook = await watched_folder(enterprise, receiver)
        file_id = (await make_file(enterprise, "0", parent_id=folder)).item.id
        await queue_all(enterprise)
        await deliverer.drain()
        (first,) = await records_of(enterprise, webhook)
        names = [str(number) for number in range(1, 150)]
        await rename(enterprise, file_id, *names)
        await queue_all(enterprise)
        platform.clock.advance(SECOND)
        await platform.db.write(replay_delivery, first.id)
        await deliverer.drain()
        assert names_told(receiver) == ["0", "0", *names]


class TestEnd:
    async def test_when_its_target_is_gone_a_webhook_says_so_and_ends(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        platform = enterprise.gateway.platform
        folder, webhook = await watched_folder(enterprise, receiver, "FOLDER.TRASHED", "FOLDER.DELETED")
        await enterprise.user.call("delete_folders_id", folder_id=folder)
        assert await tidy_webhooks(platform.db) == 0
        await enterprise.user.call("delete_folders_id_trash", folder_id=folder)
        assert await tidy_webhooks(platform.db) == 1
        found = await enterprise.user.call("get_webhooks_id", webhook_id=webhook)
        await queue_all(enterprise)
        await deliverer.drain()
        bodies = [one.body for one in receiver.received]
        assert error_of(found) == (404, "not_found")
        assert [one["trigger"] for one in bodies] == ["FOLDER.TRASHED", "FOLDER.DELETED", "WEBHOOK.DELETED"]
        assert (bodies[2]["source"], bodies[2]["additional_info"]) == (
            {"id": folder, "type": "folder"},
            {"reason": "auto_cleanup"},
        )
        platform.clock.advance(2 * HOUR)
        assert (await tidy_webhooks(platform.db), await records_of(enterprise, webhook)) == (0, [])

    async def test_when_its_owner_is_deleted_a_webhook_ends(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        await watched_folder(enterprise, receiver)
        await enterprise.admin.call(
            "put_users_id_folders_0", user_id=enterprise.user_id, json={"owned_by": {"id": str(enterprise.admin_id)}}
        )
        deleted = await enterprise.admin.call("delete_users_id", user_id=enterprise.user_id)
        retired = await tidy_webhooks(enterprise.gateway.platform.db)
        await deliverer.drain()
        assert (deleted.status_code, retired, [one.body["trigger"] for one in receiver.received]) == (
            204,
            1,
            ["WEBHOOK.DELETED"],
        )

    async def test_a_webhook_that_nobody_has_heard_for_a_month_ends(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        platform = enterprise.gateway.platform
        folder, webhook = await watched_folder(enterprise, receiver)
        quiet = (await create(enterprise.user, "quiet"))["id"]
        await watch(enterprise.user, quiet, "FILE.UPLOADED", address=receiver.address)
        await make_file(enterprise, "a", parent_id=folder)
        await queue_all(enterprise)
        await deliverer.drain()
        platform.clock.advance(15 * DAY)
        await make_file(enterprise, "b", parent_id=folder)
        await queue_all(enterprise)
        early = await tidy_webhooks(platform.db)
        platform.clock.advance(15 * DAY)
        assert (early, await tidy_webhooks(platform.db)) == (0, 1)
        assert [record.trigger for record in await records_of(enterprise, webhook)] == [
            "FILE.UPLOADED",
            "WEBHOOK.DELETED",
        ]

    async def test_old_deliveries_are_dropped_and_dead_ones_kept_longer(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        platform = enterprise.gateway.platform
        folder, webhook = await watched_folder(enterprise, receiver)
        await make_file(enterprise, "a", parent_id=folder)
        await queue_all(enterprise)
        receiver.answers = [500] * 13
        await deliver_until_nothing_is_due(enterprise.gateway, deliverer)
        await make_file(enterprise, "b", parent_id=folder)
        await queue_all(enterprise)
        await deliverer.drain()
        kept = []
        for days in (0, 8, 23):
            platform.clock.advance(days * DAY)
            await tidy_webhooks(platform.db)
            kept.append([record.status for record in await records_of(enterprise, webhook)])
        assert kept == [["dead", "delivered"], ["dead"], []]
