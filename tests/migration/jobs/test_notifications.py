"""Notifications: who is told, of what, when a run ends; a real mail server and a real receiver of webhooks."""

import base64
import email
import email.policy
import hmac
import json
import socket
from collections.abc import AsyncIterator, Iterator
from email.message import Message
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiohttp import web
from aiosmtpd.controller import Controller

from holdall.base.clock import SECOND
from holdall.base.ids import new_secret
from holdall.base.turns import turns
from holdall.migration.service.messages import BACK_OFF, deliver_messages, latest_messages
from holdall.migration.service.permissions import AUDITOR, Role
from holdall.migration.service.tables import messages, notifications, settings
from tests.migration.jobs.world import World


class Call(NamedTuple):
    """A call of a webhook."""

    body: Any
    headers: dict[str, str]
    raw: bytes


class Receiver:
    """A mail server: keeps what it gets, and answers as it is told."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.answers: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return answer


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def smtp_port(receiver: Receiver) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(receiver, hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()


@pytest.fixture
async def hooks() -> AsyncIterator[tuple[str, list[Call]]]:
    """The address of a receiver of webhooks, and the calls that it got."""
    got: list[Call] = []

    async def take(request: web.Request) -> web.Response:
        got.append(Call(await request.json(), dict(request.headers), await request.read()))
        return web.Response(status=200 if len(got) > 1 else 503)

    application = web.Application()
    application.router.add_post("/", take)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield f"http://127.0.0.1:{port}/", got
    await runner.cleanup()


@pytest.fixture(autouse=True)
async def nobody_is_told(world: World) -> AsyncIterator[None]:
    yield

    async def unit(tx: Any) -> None:
        for message in await latest_messages(tx):
            await tx.delete(messages, id=message.id)
        for one in (await world.client.get("/v1/notifications?limit=1000")).json()["notifications"]:
            await tx.delete(notifications, id=one["id"])
        await tx.delete(settings, name="email")
        await tx.delete(turns, name="notifications")  # a test's clock may have been ahead

    await world.site.db.write(unit)


async def tell(world: World, recipient: str, *types: str, handler: str = "email") -> str:
    body = {"recipient": recipient, "handler": handler, "notification_types": list(types)}
    answer = await world.client.post("/v1/notifications", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["notification"]["id"])


async def told(world: World) -> list[tuple[str, str]]:
    return [(one.recipient, one.subject) for one in reversed(await latest_messages(world.site.db))]


async def configure(world: World, port: int) -> None:
    said = {"host": "127.0.0.1", "port": port, "socketoptions": 0, "from": "Holdall <mover@company.test>"}
    answer = await world.client.patch("/v1/notifications/handlers/email", json=said)
    assert answer.status_code == 200, answer.text


class TestNotifications:
    async def test_they_are_made_read_changed_and_removed(self, world: World):
        identifier = await tell(world, "person@company.test", "job-completed")

        listed = (await world.client.get("/v1/notifications/")).json()
        changed = await world.client.patch(
            f"/v1/notifications/{identifier}", json={"notification_types": ["job-failed"]}
        )
        removed = await world.client.delete(f"/v1/notifications/{identifier}")

        expected = {"recipient": "person@company.test", "handler": "email", "kind": "email", "type": "notification"}
        assert listed["notifications"] == [{"id": identifier, **expected, "notification_types": ["job-completed"]}]
        assert changed.json()["notification"]["notification_types"] == ["job-failed"]
        assert removed.status_code == 204
        assert (await world.client.get(f"/v1/notifications/{identifier}")).status_code == 404

    @pytest.mark.parametrize(
        "body",
        [
            {"recipient": "nobody", "notification_types": ["job-failed"]},
            {"recipient": "a@b.test\r\nBcc: c@d.test", "notification_types": ["job-failed"]},
            {"recipient": "a@b.test", "notification_types": ["job-exploded"]},
            {"recipient": "a@b.test", "notification_types": []},
            {"recipient": "a@b.test", "handler": "sms", "notification_types": ["job-failed"]},
            {"recipient": "file:///etc/passwd", "handler": "webhook", "notification_types": ["job-failed"]},
        ],
    )
    async def test_what_cannot_be_told_is_refused(self, world: World, body: dict[str, Any]):
        assert (await world.client.post("/v1/notifications", json=body)).status_code == 400

    async def test_the_types_and_handlers_are_lists(self, world: World):
        types = (await world.client.get("/v1/notifications/types")).json()["notification_types"]
        categories = (await world.client.get("/v1/notifications/categories")).json()["notification_categories"]
        handlers = (await world.client.get("/v1/notifications/handlers")).json()["notification_handlers"]

        assert {one["id"] for one in types} >= {"job-completed", "job-failed", "connection-failed"}
        assert {one["id"] for group in categories for one in group["notification_types"]} == {
            one["id"] for one in types
        }
        assert [one["id"] for one in handlers] == ["email", "webhook"]


class TestRuns:
    async def test_who_wants_to_know_is_told_when_a_run_ends(self, world: World):
        await tell(world, "boss@company.test", "job-completed", "job-failed")
        await tell(world, "nobody@company.test", "connection-failed")
        world.write("one.txt")
        job_id = await world.create(name="Move it")

        await world.run(job_id)

        assert await told(world) == [("boss@company.test", "Job completed: Move it")]

    async def test_a_side_that_cannot_be_opened_is_a_failed_connection_and_a_failed_job(self, world: World):
        await tell(world, "boss@company.test", "job-failed")
        await tell(world, "network@company.test", "connection-failed")
        source = {"connection": {"id": world.source_id}, "target": {"path": "/not there"}}
        job_id = await world.create(name="Broken", transfer={"source": source})

        await world.run(job_id)

        assert sorted(await told(world)) == [
            ("boss@company.test", "Job failed: Broken"),
            ("network@company.test", "Connection failed: Broken"),
        ]

    async def test_users_get_the_mail_that_they_want_if_they_may_see_jobs(self, world: World):
        async def user(login: str, role: Role | None, **wishes: Any) -> dict[str, Any]:
            roles = [] if role is None else [{"id": role.id}]
            login = f"{login}-{new_secret(8).lower()}@company.test"
            body = {"login": login, "password": "long enough for one", "email": login, "roles": roles}
            answer = await world.client.post("/v1/users", json={**body, "notifications": wishes})
            assert answer.status_code == 201, answer.text
            made.append(answer.json()["user"]["id"])
            return {**answer.json(), "login": login}

        made: list[str] = []
        wants = await user("wants", AUDITOR, email=True, sms=True, notification_types=["job-completed", "weather"])
        everything = await user("everything", AUDITOR, email=True)
        await user("other", AUDITOR, email=True, notification_types=["job-failed"])
        await user("silent", AUDITOR, notification_types=["job-completed"])
        await user("stranger", None, email=True)
        await tell(world, wants["login"], "job-completed")
        job_id = await world.create(name="Move it")

        await world.run(job_id)
        for user_id in made:
            await world.client.delete(f"/v1/users/{user_id}")

        assert [recipient for recipient, _ in await told(world)] == [wants["login"], everything["login"]]
        assert len(wants["warnings"]) == 2

    async def test_a_run_that_a_person_cancels_is_told_to_nobody(self, world: World):
        await tell(world, "boss@company.test", "job-completed", "job-failed")
        job_id = await world.create()
        await world.patch(job_id, "start")
        await world.look()
        await world.patch(job_id, "cancel")

        await world.work()

        assert await told(world) == []


class TestMail:
    async def test_mail_waits_for_a_server_and_is_sent_once(self, world: World, receiver: Receiver, smtp_port: int):
        await tell(world, "boss@company.test", "job-completed")
        await world.run(await world.create(name="Line\nbreak"))

        without = await deliver_messages(world.site)
        await configure(world, smtp_port)
        world.later(seconds=5)
        sent = await deliver_messages(world.site)
        world.later(seconds=5)
        again = await deliver_messages(world.site)

        assert (without, sent, again) == (0, 1, 0)
        [mail] = receiver.messages
        assert (mail["To"], mail["From"]) == ("boss@company.test", "Holdall <mover@company.test>")
        assert mail["Subject"] == "Job completed: Line break"

    async def test_what_the_server_does_not_take_now_is_sent_later(
        self, world: World, receiver: Receiver, smtp_port: int
    ):
        receiver.answers = ["451 later"]
        await tell(world, "boss@company.test", "job-completed")
        await configure(world, smtp_port)
        await world.run(await world.create())

        first = await deliver_messages(world.site)
        world.later(seconds=BACK_OFF[0] // SECOND + 5)
        second = await deliver_messages(world.site)

        assert (first, second) == (0, 1)

    async def test_the_server_is_configured_told_without_its_password_and_tested(
        self, world: World, receiver: Receiver, smtp_port: int
    ):
        await configure(world, smtp_port)
        await world.client.patch("/v1/notifications/handlers/email", json={"password": "very secret"})
        configured = await world.client.get("/v1/notifications/handlers/email/configure")
        await world.client.patch("/v1/notifications/handlers/email", json={"password": None})

        tested = await world.client.patch("/v1/notifications/handlers/email/test", json={"recipient": "a@b.test"})

        assert "very secret" not in configured.text
        smtp = configured.json()["smtp"]
        assert (smtp["host"], smtp["port"], smtp["password_set"]) == ("127.0.0.1", smtp_port, True)
        assert (tested.status_code, [mail["To"] for mail in receiver.messages]) == (200, ["a@b.test"])

    @pytest.mark.parametrize(
        "said",
        [
            {"port": 25},
            {"host": "h", "from": "a@b.test", "port": 0},
            {"host": "h", "from": "a@b.test", "socketoptions": 9},
            {"host": "h", "from": "a@b.test\nBcc: c@d.test"},
            {"host": "h", "from": "a@b.test", "colour": "red"},
            {"host": ["h"], "from": "a@b.test"},
        ],
    )
    async def test_a_server_that_is_none_is_refused(self, world: World, said: dict[str, Any]):
        assert (await world.client.patch("/v1/notifications/handlers/email", json=said)).status_code == 400

    async def test_a_server_that_does_not_answer_fails_the_test_with_the_reason(self, world: World):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            await configure(world, probe.getsockname()[1])

        answer = await world.client.patch("/v1/notifications/handlers/email/test", json={"recipient": "a@b.test"})

        assert answer.status_code == 502
        assert "did not take the mail" in answer.json()["errors"][0]["description"]


class TestWebhooks:
    async def test_a_receiver_gets_the_notification_as_json_at_the_second_attempt(
        self, world: World, hooks: tuple[str, list[Call]], tmp_path: Path
    ):
        address, got = hooks
        await tell(world, address, "job-completed", handler="webhook")
        world.write("one.txt")
        job_id = await world.create(name="Move it")
        await world.run(job_id)

        first = await deliver_messages(world.site)
        world.later(minutes=2)
        second = await deliver_messages(world.site)

        assert (first, second) == (0, 1)
        body = got[0].body
        assert body == got[1].body
        assert body.items() >= {"notification_type": "job-completed", "type": "notification"}.items()
        assert body["job"] == {"id": job_id, "name": "Move it", "type": "job"}
        assert json.dumps(body["execution"]).count("completed") == 1

    async def test_calls_are_signed_with_the_secret_as_standard_webhooks_have_it(
        self, world: World, hooks: tuple[str, list[Call]]
    ):
        address, got = hooks
        key = b"24 bytes are long enough"
        handler = "/v1/notifications/handlers/webhook"
        secret = f"whsec_{base64.b64encode(key).decode()}"

        configured = await world.client.patch(handler, json={"secret": secret})
        refused = await world.client.patch(handler, json={"secret": "short"})
        answers = [await world.client.patch(f"{handler}/test", json={"recipient": address}) for _ in range(2)]
        await world.client.patch(handler, json={"secret": None})
        await world.client.patch(f"{handler}/test", json={"recipient": address})

        assert (configured.json()["notification_handler"]["signed"], secret in configured.text) == (True, False)
        assert refused.status_code == 400
        assert [answer.status_code for answer in answers] == [502, 200]  # as the receiver answers
        call = got[1]
        signed = f"{call.headers['webhook-id']}.{call.headers['webhook-timestamp']}.".encode() + call.raw
        expected = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
        assert call.headers["webhook-signature"] == f"v1,{expected}"
        assert call.body["notification_type"] == "test"
        assert "webhook-signature" not in got[2].headers
