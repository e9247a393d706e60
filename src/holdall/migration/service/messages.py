"""Sends what notifications have to tell, by mail and by webhook. A message may arrive twice after a crash, and is never lost."""

from collections.abc import Sequence
from typing import Any

import aiosmtplib
import msgspec
import sqlalchemy as sa
import structlog

from holdall.base.clock import HOUR, MINUTE, SECOND
from holdall.base.db import Database, Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.turns import take_turn
from holdall.work import Site, every

from .mail_server import MailServer, mail_server
from .tables import messages
from .webhook_calls import open_webhooks, webhook_secret

BATCH = 50
TURN = 2 * SECOND
BACK_OFF = (MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR, 24 * HOUR)
"""Waits between attempts; after the last of them a message is given up."""

log = structlog.get_logger()


class Message(msgspec.Struct, frozen=True):
    """A message as its row tells it."""

    id: int
    handler: str
    recipient: str
    subject: str
    text: str
    body: dict[str, Any]
    created_on: int
    sent_on: int | None
    attempts: int
    last_error: str | None

    def as_mail(self) -> dict[str, Any]:
        """The message as the inbox of a development server shows mail."""
        told = {name: getattr(self, name) for name in ("id", "recipient", "subject", "text", "attempts", "last_error")}
        return {**told, "created_at": self.created_on, "sent_at": self.sent_on}


_DUE = query(
    sa.select(*rows_of(Message, messages))
    .where(messages.c.next_attempt_on <= sa.bindparam("now"), messages.c.handler == sa.bindparam("handler"))
    .order_by(messages.c.next_attempt_on, messages.c.id)
    .limit(BATCH),
    Message,
)
_LATEST = query(
    sa.select(*rows_of(Message, messages)).order_by(messages.c.id.desc()).limit(sa.bindparam("limit")), Message
)


@every(2, "send notifications of migrations")
async def send_messages(site: Site) -> None:
    """Send what is due. Mail waits while no server is configured, and the inbox of a development server shows it."""
    await deliver_messages(site)


async def deliver_messages(site: Site) -> int:
    """Send what is due, one process at a time; how many were sent."""
    due = {handler: await site.db.all(_DUE, now=site.db.now, handler=handler) for handler in ("email", "webhook")}
    if not any(due.values()) or not await site.db.write(take_turn, "notifications", TURN):
        return 0
    server = await mail_server(site.db, site.key, site.settings) if due["email"] else None
    sent = await _send_mail(site.db, server, due["email"]) if server is not None else 0
    return sent + (await _send_webhooks(site, due["webhook"]) if due["webhook"] else 0)


async def latest_messages(reader: Reader, *, limit: int = 100) -> Sequence[Message]:
    """The latest messages, newest first, sent or not."""
    return await reader.all(_LATEST, limit=limit)


async def _send_mail(database: Database, server: MailServer, due: Sequence[Message]) -> int:
    sent = 0
    try:
        async with server.connect() as connection:
            for message in due:
                mail = server.compose(message.recipient, message.subject, message.text, f"migration-{message.id}")
                try:
                    await connection.send_message(mail)
                except aiosmtplib.SMTPResponseException as error:
                    await database.write(_failed, message, f"{error.code} {error.message}", error.code >= 500)
                else:
                    await database.write(_sent, message)
                    sent += 1
    except (aiosmtplib.SMTPException, OSError) as error:
        # The server as a whole: what is left waits, and no message is blamed for good.
        log.warning("mail server cannot be used", host=server.host, error=type(error).__name__)
        for message in due[sent:]:
            await database.write(_failed, message, f"{type(error).__name__} at {server.host}", False)
    return sent


async def _send_webhooks(site: Site, due: Sequence[Message]) -> int:
    sent = 0
    async with open_webhooks(site.settings, await webhook_secret(site.db, site.key)) as caller:
        for message in due:
            body = {"id": str(message.id), "created_on": message.created_on // SECOND, **message.body}
            problem = await caller.call(message.recipient, str(message.id), body, site.db.now // SECOND)
            if problem is None:
                await site.db.write(_sent, message)
                sent += 1
            else:
                await site.db.write(_failed, message, problem, False)
    return sent


async def _sent(tx: Transaction, message: Message) -> None:
    values = {"sent_on": tx.now, "attempts": message.attempts + 1, "next_attempt_on": None, "last_error": None}
    await tx.update(messages, {"id": message.id}, **values)


async def _failed(tx: Transaction, message: Message, error: str, is_final: bool) -> None:
    again = None if is_final or message.attempts >= len(BACK_OFF) else tx.now + BACK_OFF[message.attempts]
    values = {"attempts": message.attempts + 1, "next_attempt_on": again, "last_error": error}
    await tx.update(messages, {"id": message.id}, **values)
