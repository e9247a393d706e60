"""Deliveries: signed, in order, tried again as Box does, and given up in the end."""

import asyncio
from typing import Any

import pytest
from box_sdk_gen.managers.webhooks import WebhooksManager

from holdall.base.clock import DAY, HOUR, SECOND
from holdall.box.gateway import Gateway
from holdall.content.webhooks.delivering import MOST_AT_ONCE, Deliverer
from holdall.content.webhooks.ledger import RETRY_AFTER
from holdall.content.webhooks.sending import Sender
from holdall.content.webhooks.signing import rotate_key, signature_keys
from tests.content.webhooks.news import queue_all, records_of, watch
from tests.support.client import counted_queries
from tests.support.enterprise import Enterprise
from tests.support.receiver import Receiver
from tests.support.tree import create, make_file

LONGER_THAN_ANY_REST = 60 * SECOND


async def rename(enterprise: Enterprise, file_id: Any, *names: str) -> None:
    for name in names:
        answer = await enterprise.user.call("put_files_id", file_id=file_id, json={"name": name})
        assert answer.status_code == 200, answer.text


async def watched_folder(enterprise: Enterprise, receiver: Receiver, *triggers: str, **body: Any) -> tuple[str, int]:
    folder = (await create(enterprise.user, "watched"))["id"]
    triggers = triggers or ("FILE.UPLOADED", "FILE.RENAMED")
    return folder, await watch(enterprise.user, folder, *triggers, **{"address": receiver.address, **body})


async def deliver_until_nothing_is_due(gateway: Gateway, deliverer: Deliverer, hours: int = 3) -> list[int]:
    """Let time go by in steps; the instants, in seconds since the start, at which the clock stood."""
    clock = gateway.platform.clock
    start = clock.now()
    stops: list[int] = []
    for instant in (0, *RETRY_AFTER, hours * HOUR):
        clock.set(start + instant + LONGER_THAN_ANY_REST * len(stops))
        stops.append(clock.now() - start)
        await deliverer.drain()
    return stops


def names_told(receiver: Receiver) -> list[str]:
    return [one.body["source"]["name"] for one in receiver.received]


def outcome(record: Any) -> tuple[Any, ...]:
    return record.status, record.attempts, record.answer, record.error


class TestSignatures:
    async def test_the_validator_of_the_official_sdk_accepts_them(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        platform = enterprise.gateway.platform
        for which in ("primary", "secondary"):
            keys = await platform.db.write(rotate_key, platform.key, enterprise.application_id, which)
        folder, _ = await watched_folder(enterprise, receiver)
        await make_file(enterprise, 'Übersicht "2/3" 😀 \\.txt'.replace("/", "-").replace("\\", "'"), parent_id=folder)
        await queue_all(enterprise)
        await deliverer.drain()
        (one,) = receiver.received
        assert keys.primary is not None

        def accepts(primary: str, secondary: str | None, text: str = one.text) -> bool:
            return WebhooksManager.validate_message(text, one.headers, primary, secondary_key=secondary)

        assert (
            accepts(keys.primary, keys.secondary),
            accepts("other", keys.secondary),
            accepts(keys.primary, None),
        ) == (
            True,
            True,
            True,
        )
        assert (accepts("other", "another"), accepts(keys.primary, None, one.text + " ")) == (False, False)

    async def test_a_key_that_was_rotated_signs_from_then_on_and_the_other_one_stays(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        platform = enterprise.gateway.platform
        for which in ("primary", "secondary"):
            before = await platform.db.write(rotate_key, platform.key, enterprise.application_id, which)
        after = await platform.db.write(rotate_key, platform.key, enterprise.application_id, "primary")
        assert await signature_keys(platform.db, platform.key, enterprise.application_id) == after
        assert (after.secondary, after.primary == before.primary) == (before.secondary, False)

    async def test_an_application_without_keys_sends_no_signatures(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        folder, _ = await watched_folder(enterprise, receiver)
        await make_file(enterprise, "a", parent_id=folder)
        await queue_all(enterprise)
        await deliverer.drain()
        (one,) = receiver.received
        assert {name for name in one.headers if name.startswith("box-")} == {
            "box-delivery-id",
            "box-delivery-timestamp",
            "box-signature-version",
            "box-signature-algorithm",
        }


class TestDelivery:
    async def test_what_a_receiver_takes_is_delivered_once(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        folder, webhook = await watched_folder(enterprise, receiver)
        for number in range(100):
            await make_file(enterprise, f"{number}", parent_id=folder)
        await queue_all(enterprise)
        await deliverer.drain()
        await deliverer.drain()
        assert sorted(names_told(receiver), key=int) == [str(number) for number in range(100)]
        assert {outcome(record) for record in await records_of(enterprise, webhook)} == {("delivered", 1, 200, None)}
        assert 1 < receiver.most_at_once <= MOST_AT_ONCE

    async def test_what_happens_to_one_item_is_told_in_order_whatever_fails(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        folder, _ = await watched_folder(enterprise, receiver)
        files = [(await make_file(enterprise, f"{letter}0", parent_id=folder)).item.id for letter in "abc"]
        for file_id, letter in zip(files, "abc", strict=True):
            await rename(enterprise, file_id, *(f"{letter}{number}" for number in range(1, 5)))
        await queue_all(enterprise)
        receiver.answers = [200, 500, 503, 200, 400, 200, 500, 200, 302, 500]
        answered = list(receiver.answers)
        await deliver_until_nothing_is_due(enterprise.gateway, deliverer)
        taken = [
            name for name, status in zip(names_told(receiver), answered + [200] * 99, strict=False) if status == 200
        ]
        for letter in "abc":
            assert [name for name in taken if name[0] == letter] == [f"{letter}{number}" for number in range(5)]

    async def test_what_happens_often_to_one_item_is_told_in_batches(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        folder, _ = await watched_folder(enterprise, receiver)
        file_id = (await make_file(enterprise, "0", parent_id=folder)).item.id
        names = [str(number) for number in range(1, 100)]
        await rename(enterprise, file_id, *names)
        await queue_all(enterprise)
        receiver.answers = [200, 200, 400]
        await deliverer.drain()
        told_before = len(receiver.received)
        enterprise.gateway.platform.clock.advance(2 * SECOND)
        with counted_queries(enterprise.gateway.platform.db) as queries:
            await deliverer.drain()
        assert (told_before, receiver.most_at_once) == (3, 1)
        assert names_told(receiver) == ["0", "1", "2", "2", *names[2:]]
        assert len(queries) < 30

    async def test_each_attempt_has_an_id_and_a_time_of_its_own_and_the_same_body(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        folder, _ = await watched_folder(enterprise, receiver)
        await make_file(enterprise, "a", parent_id=folder)
        await queue_all(enterprise)
        receiver.answers = [500]
        for _ in range(2):
            await deliverer.drain()
            enterprise.gateway.platform.clock.advance(2 * SECOND)
        first, second = receiver.received
        assert first.text == second.text
        assert first.headers["box-delivery-id"] != second.headers["box-delivery-id"]
        assert first.headers["box-delivery-timestamp"] < second.headers["box-delivery-timestamp"]

    async def test_it_is_tried_twelve_times_more_in_two_hours_and_then_given_up(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        folder, webhook = await watched_folder(enterprise, receiver)
        await make_file(enterprise, "a", parent_id=folder)
        await queue_all(enterprise)
        receiver.answers = [500] * 20
        clock = enterprise.gateway.platform.clock
        await deliverer.drain()
        (record,) = await records_of(enterprise, webhook)
        assert record.first_attempt_at is not None
        tried = []
        for instant in (*RETRY_AFTER, 3 * HOUR, DAY):
            for around in (-SECOND // 2, SECOND // 2):
                clock.set(record.first_attempt_at + instant + around)
                await deliverer.drain()
                tried.append(len(receiver.received))
        # Half a second early nothing more is tried; half a second late it is, twelve times.
        assert tried == [*(count for number in range(1, 13) for count in (number, number + 1)), 13, 13, 13, 13]
        (record,) = await records_of(enterprise, webhook)
        assert outcome(record) == ("dead", 13, 500, "the receiver answered 500: refused")

    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    async def test_redirections_are_failures_and_not_followed(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer, status: int
    ) -> None:
        from aiohttp import web

        folder, webhook = await watched_folder(enterprise, receiver)
        await make_file(enterprise, "a", parent_id=folder)
        await queue_all(enterprise)
        elsewhere = {"location": f"http://127.0.0.1:{receiver.port}/elsewhere"}
        receiver.answers = [lambda: web.Response(status=status, headers=elsewhere)]
        await deliverer.drain()
        (record,) = await records_of(enterprise, webhook)
        assert ([one.path for one in receiver.received], record.status, record.answer) == (["/hook"], "failed", status)

    async def test_a_receiver_that_is_away_is_not_asked_for_each_delivery(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        folder, webhook = await watched_folder(enterprise, receiver)
        for number in range(20):
            await make_file(enterprise, f"{number}", parent_id=folder)
        await queue_all(enterprise)
        await receiver.stop()
        for _ in range(3):
            await deliverer.drain()
        attempts = [record.attempts for record in await records_of(enterprise, webhook)]
        await receiver.start()
        enterprise.gateway.platform.clock.advance(LONGER_THAN_ANY_REST)
        await deliverer.drain()
        assert (sum(attempts), len(receiver.received)) == (2, 20)

    async def test_one_that_is_slow_does_not_keep_others_waiting(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        folder, slow = await watched_folder(enterprise, receiver)
        other = (await create(enterprise.user, "other"))["id"]
        quick = await watch(enterprise.user, other, "FILE.UPLOADED", address=f"http://127.0.0.1:{receiver.port}/quick")
        receiver.delay = lambda received: 0.5 if received.path == "/hook" else 0
        for one in (folder, other):
            await make_file(enterprise, "a", parent_id=one)
        await queue_all(enterprise)
        await deliverer.drain()
        assert [one.path for one in receiver.received] == ["/quick", "/hook"]
        assert slow != quick

    async def test_what_breaks_or_takes_too_long_is_a_failure_that_is_explained(
        self, enterprise: Enterprise, receiver: Receiver
    ) -> None:
        platform = enterprise.gateway.platform
        receiver.delay = lambda _received: 0.3
        keys = await signature_keys(platform.db, platform.key, enterprise.application_id)
        async with Sender(timeout=0.1, reach="anywhere") as sender:
            late = await sender.send(receiver.address, "{}", keys, 0)
            away = await sender.send("http://127.0.0.1:9/", "{}", keys, 0)
            nowhere = await sender.send("http://nowhere.invalid/", "{}", keys, 0)
            plain = await sender.send(f"https://127.0.0.1:{receiver.port}/", "{}", keys, 0)
        assert [one.status for one in (late, away, nowhere, plain)] == [None] * 4
        assert late.error == "no answer within 0.1 seconds"
        assert away.error == "no connection: Connection refused"
        assert nowhere.error in {"the name of the receiver leads nowhere", "no answer within 0.1 seconds"}
        assert "connection" in (plain.error or "")

    async def test_an_answer_without_end_is_not_read(self, enterprise: Enterprise, receiver: Receiver) -> None:
        from aiohttp import web

        async def endless() -> Any:
            while True:
                yield b"x" * 65536

        receiver.answers = [lambda: web.Response(status=200, body=endless())]
        platform = enterprise.gateway.platform
        keys = await signature_keys(platform.db, platform.key, enterprise.application_id)
        async with Sender(timeout=2, reach="anywhere") as sender:
            answer = await sender.send(receiver.address, "{}", keys, 0)
        assert (answer.status, answer.error) == (200, None)

    async def test_what_was_removed_meanwhile_is_not_delivered(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        folder, webhook = await watched_folder(enterprise, receiver)
        await make_file(enterprise, "a", parent_id=folder)
        await queue_all(enterprise)
        await enterprise.user.call("delete_webhooks_id", webhook_id=webhook)
        await deliverer.drain()
        assert (receiver.received, await records_of(enterprise, webhook)) == ([], [])

    async def test_a_new_address_gets_what_the_old_one_did_not_take(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        folder, webhook = await watched_folder(enterprise, receiver, address="http://127.0.0.1:9/")
        await make_file(enterprise, "a", parent_id=folder)
        await queue_all(enterprise)
        await deliverer.drain()
        await enterprise.user.call("put_webhooks_id", webhook_id=webhook, json={"address": receiver.address})
        enterprise.gateway.platform.clock.advance(LONGER_THAN_ANY_REST)
        await deliverer.drain()
        assert names_told(receiver) == ["a"]


class TestClock:
    async def test_a_clock_that_is_set_back_keeps_nobody_from_being_told(
        self, enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
    ) -> None:
        clock = enterprise.gateway.platform.clock
        folder, webhook = await watched_folder(enterprise, receiver)
        clock.advance(-DAY)
        await make_file(enterprise, "a", parent_id=folder)
        await queue_all(enterprise)
        receiver.answers = [503]
        clock.advance(2 * DAY)
        await deliverer.drain()
        clock.advance(-DAY)
        await make_file(enterprise, "b", parent_id=folder)
        await queue_all(enterprise)
        await deliverer.drain()
        assert names_told(receiver) == ["a", "b"]
        assert [record.status for record in await records_of(enterprise, webhook)] == ["failed", "delivered"]


class TestPrivateTargets:
    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "0x7f000001", "[::ffff:127.0.0.1]"])
    async def test_no_connection_is_made_whatever_the_address_is_called(self, receiver: Receiver, host: str) -> None:
        from holdall.content.webhooks.signing import SignatureKeys

        async with Sender(timeout=2, reach="public") as sender:
            answer = await sender.send(f"http://{host}:{receiver.port}/hook", "{}", SignatureKeys(), 0)
        assert (answer.status, answer.error, receiver.received) == (
            None,
            "the receiver is not in the internet, and webhooks may lead nowhere else",
            [],
        )

    async def test_where_they_are_allowed_they_are_reached(self, receiver: Receiver) -> None:
        from holdall.content.webhooks.signing import SignatureKeys

        async with Sender(timeout=2, reach="anywhere") as sender:
            answer = await sender.send(receiver.address.replace("127.0.0.1", "localhost"), "{}", SignatureKeys(), 0)
        assert (answer.status, len(receiver.received)) == (200, 1)


async def test_deliveries_go_on_beside_new_events(
    enterprise: Enterprise, receiver: Receiver, deliverer: Deliverer
) -> None:
    from holdall.content.events.bell import listening

    folder, _ = await watched_folder(enterprise, receiver)
    with listening() as listener:
        running = asyncio.create_task(deliverer.run(listener))
        for number in range(3):
            await make_file(enterprise, f"{number}", parent_id=folder)
            await queue_all(enterprise)
            while len(receiver.received) <= number:
                await asyncio.sleep(0.005)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert names_told(receiver) == ["0", "1", "2"]
