"""Sends the outbox through SMTP. A mail may arrive twice after a crash, and is never lost."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

import aiosmtplib
import sqlalchemy as sa
import structlog

from holdall.base.clock import HOUR, MINUTE, SECOND
from holdall.base.db import Database, Transaction, query, rows_of
from holdall.base.turns import take_turn
from holdall.content.mail.outbox import Mail
from holdall.content.mail.tables import mails

BATCH = 50
TURN = 2 * SECOND
BACK_OFF = (MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR, 24 * HOUR)
"""Waits between attempts; after the last of them a mail is given up."""
TIMEOUT_SECONDS = 30
DEFAULT_PORTS = {"smtp": 587, "smtps": 465}

log = structlog.get_logger()

_DUE = query(
    sa.select(*rows_of(Mail, mails))
    .where(mails.c.next_attempt_at <= sa.bindparam("now"))
    .order_by(mails.c.next_attempt_at, mails.c.id)
    .limit(BATCH),
    into=Mail,
)


async def deliver_mail(db: Database, *, smtp: str, sender: str) -> int:
    """Send what is due through the server at `smtp` (smtp[s]://user:password@host:port); how many were sent.

    Without an address nothing is sent: mail stays in the outbox, where the inbox of a development server shows it.
    One process at a time sends. Raises ValueError for an address that is not one.
    """
    if not smtp:
        return 0
    server = _Server(smtp)
    if not await db.write(take_turn, "mail", TURN):
        return 0
    due = await db.all(_DUE, now=db.clock.now())
    return await _send_all(db, server, sender, due) if due else 0


async def _send_all(db: Database, server: "_Server", sender: str, due: Sequence[Mail]) -> int:
    sent = 0
    try:
        async with server.connect() as connection:
            for mail in due:
                try:
                    await connection.send_message(compose(mail, sender))
                except aiosmtplib.SMTPResponseException as error:
                    await db.write(_note_failure, mail, f"{error.code} {error.message}", error.code >= 500)
                else:
                    await db.write(_note_sent, mail)
                    sent += 1
    except (aiosmtplib.SMTPException, OSError) as error:
        # The server as a whole: what is left waits, and no mail is blamed for good.
        log.warning("mail server cannot be used", host=server.host, error=type(error).__name__)
        for mail in due[sent:]:
            await db.write(_note_failure, mail, f"{type(error).__name__} at {server.host}", False)
    return sent


async def _note_sent(tx: Transaction, mail: Mail) -> None:
    await tx.update(mails, {"id": mail.id}, sent_at=tx.now, attempts=mail.attempts + 1, next_attempt_at=None)


async def _note_failure(tx: Transaction, mail: Mail, error: str, is_final: bool) -> None:
    again = None if is_final or mail.attempts >= len(BACK_OFF) else tx.now + BACK_OFF[mail.attempts]
    await tx.update(mails, {"id": mail.id}, attempts=mail.attempts + 1, next_attempt_at=again, last_error=error)


def compose(mail: Mail, sender: str) -> EmailMessage:
    """The mail as a message with a text and an HTML form."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(datetime.fromtimestamp(mail.created_at / SECOND, UTC))
    # The same id at every attempt, so that a mail box may recognise the second of two.
    message["Message-ID"] = f"<mail-{mail.id}-{mail.created_at}@{sender.rpartition('@')[2].strip('<> ')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


class _Server:
    """The mail server that an address names."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            raise ValueError("the mail server must be smtp://host or smtps://host, with user:password@ where it asks")
        self.host = parts.hostname
        self._port = parts.port or DEFAULT_PORTS[parts.scheme]
        self._uses_tls = parts.scheme == "smtps"
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None

    def connect(self) -> aiosmtplib.SMTP:
        """A connection to open with `async with`; STARTTLS is used where the server offers it."""
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self._port,
            username=self._user,
            password=self._password,
            use_tls=self._uses_tls,
            timeout=TIMEOUT_SECONDS,
        )
