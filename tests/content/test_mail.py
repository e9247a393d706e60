"""The outbox of mail, and a real SMTP server that it is sent to."""

import asyncio
import email
import email.policy
import socket
from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from holdall.base.clock import MINUTE, SECOND
from holdall.base.db import Database, open_database
from holdall.content.identity.provision import create_enterprise
from holdall.content.mail import deliver_mail, list_mail, post_mail
from holdall.content.mail.delivery import BACK_OFF
from holdall.content.mail.outbox import render_mail

VALUES = {
    "inviter": "Ada <b>",
    "item_name": "Plans & more",
    "item_type": "folder",
    "role": "editor",
    "is_pending": True,
    "is_unknown": False,
    "link": "https://holdall.test/?a=1&b=2",
}
SENDER = "Holdall <no-reply@example.com>"


class Receiver:
    """Keeps what a mail server gets, and answers as it is told."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answers: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
        return answer


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def smtp(receiver: Receiver) -> Iterator[str]:
    """The address of a mail server on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(receiver, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
async def db(ready_database_url: str) -> AsyncIterator[Database]:
    """A database of its own: delivery takes what is due of all enterprises."""
    database = await open_database(ready_database_url)
    yield database
    await database.close()


async def post(db: Database, *recipients: str) -> None:
    async def unit(tx: Any) -> None:
        enterprise_id = await create_enterprise(tx, name="Acme")
        for recipient in recipients:
            await post_mail(tx, enterprise_id=enterprise_id, recipient=recipient, template="collaboration", **VALUES)

    await db.write(unit)


class TestOutbox:
    async def test_a_mail_is_kept_only_if_its_unit_is(self, db: Database) -> None:
        async def unit(tx: Any) -> None:
            enterprise_id = await create_enterprise(tx, name="Acme")
            await post_mail(tx, enterprise_id=enterprise_id, recipient="a@b.c", template="collaboration", **VALUES)
            raise LookupError("no")

        with pytest.raises(LookupError, match="no"):
            await db.write(unit)
        assert await list_mail(db) == []

    def test_html_is_escaped_and_text_is_not(self) -> None:
        subject, text, html = render_mail("collaboration", **VALUES)
        assert subject == "Ada <b> has shared “Plans & more” with you"
        assert "https://holdall.test/?a=1&b=2" in text
        assert ("Ada &lt;b&gt;" in html, "<b>" in html) == (True, False)

    def test_a_line_break_cannot_add_a_header(self) -> None:
        subject, _, _ = render_mail("collaboration", **{**VALUES, "item_name": "x\r\nBcc: all@example.com"})
        assert "\n" not in subject

    @pytest.mark.parametrize(("template", "values"), [("nothing", VALUES), ("collaboration", {"inviter": "Ada"})])
    def test_an_unknown_template_or_a_missing_value_is_named(self, template: str, values: dict[str, Any]) -> None:
        with pytest.raises(LookupError, match="template"):
            render_mail(template, **values)


class TestDelivery:
    async def test_without_a_server_mail_waits_in_the_outbox(self, db: Database) -> None:
        await post(db, "ada@example.com")
        sent = await deliver_mail(db, smtp="", sender=SENDER)
        assert (sent, [one.sent_at for one in await list_mail(db)]) == (0, [None])

    async def test_mail_arrives_once_with_text_and_html(self, db: Database, smtp: str, receiver: Receiver) -> None:
        await post(db, "ada@example.com")
        first = await deliver_mail(db, smtp=smtp, sender=SENDER)
        db.clock.advance(10 * SECOND)
        second = await deliver_mail(db, smtp=smtp, sender=SENDER)
        (message,) = receiver.messages
        assert (first, second) == (1, 0)
        assert (message["To"], message["From"]) == ("ada@example.com", SENDER)
        assert [part.get_content_type() for part in message.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]

    async def test_two_processes_do_not_send_at_the_same_time(self, db: Database, smtp: str) -> None:
        await post(db, "ada@example.com")
        sent = await asyncio.gather(*[deliver_mail(db, smtp=smtp, sender=SENDER) for _ in range(3)])
        assert sorted(sent) == [0, 0, 1]

    async def test_a_temporary_refusal_is_tried_again_later(self, db: Database, smtp: str, receiver: Receiver) -> None:
        receiver.answers = ["451 later"]
        await post(db, "ada@example.com")
        sent = []
        for wait in (0, 10 * SECOND, MINUTE):
            db.clock.advance(wait)
            sent.append(await deliver_mail(db, smtp=smtp, sender=SENDER))
        (mail,) = await list_mail(db)
        assert (sent, mail.attempts, mail.last_error) == ([0, 0, 1], 2, "451 later")

    async def test_a_final_refusal_ends_it_and_harms_no_other(
        self, db: Database, smtp: str, receiver: Receiver
    ) -> None:
        receiver.answers = ["550 no such user"]
        await post(db, "nobody@example.com", "ada@example.com")
        await deliver_mail(db, smtp=smtp, sender=SENDER)
        db.clock.advance(sum(BACK_OFF))
        await deliver_mail(db, smtp=smtp, sender=SENDER)
        assert [message["To"] for message in receiver.messages] == ["ada@example.com"]

    async def test_a_server_that_is_away_costs_no_mail(self, db: Database, tmp_path: Path) -> None:
        await post(db, "ada@example.com")
        sent = await deliver_mail(db, smtp="smtp://127.0.0.1:9", sender=SENDER)
        (mail,) = await list_mail(db)
        assert (sent, mail.sent_at, mail.attempts, "127.0.0.1" in (mail.last_error or "")) == (0, None, 1, True)

    @pytest.mark.parametrize("address", ["mail.example.com", "https://mail.example.com", "smtp://"])
    async def test_an_address_that_is_none_is_refused(self, db: Database, address: str) -> None:
        with pytest.raises(ValueError, match="smtp://host"):
            await deliver_mail(db, smtp=address, sender=SENDER)
