"""The mail server that notifications go through: the one that is configured over REST, else the platform's own.

Source of the words and of `socketoptions`: the vendor's page on configuring SMTP.
"""

from email.message import EmailMessage
from email.utils import formatdate
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest
from holdall.base.keys import ServerKey
from holdall.base.settings import Settings

from .tables import settings

PURPOSE = "migration mail server"
_NAME = "email"
_TIMEOUT_SECONDS = 30
_NO_TLS, _CHOOSE, _TLS, _STARTTLS, _STARTTLS_IF_OFFERED, _UNSET = 0, 1, 2, 3, 4, -1
SOCKET_OPTIONS = (_NO_TLS, _CHOOSE, _TLS, _STARTTLS, _STARTTLS_IF_OFFERED, _UNSET)

_VALUE = query(sa.select(settings.c.value).where(settings.c.name == sa.bindparam("name")))


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """How mail is sent. `socketoptions`: 0 no TLS, 1 as the port says, 2 TLS at once, 3 STARTTLS, 4 STARTTLS if offered."""

    host: str = ""
    port: int = 587
    socketoptions: int = _UNSET
    sender: str | None = None
    username: str | None = None
    password: str | None = None

    def told(self) -> dict[str, Any]:
        """What may be told of it: the password is not."""
        return {
            "host": self.host,
            "port": self.port,
            "socketoptions": self.socketoptions,
            "from": self.sender,
            "from_address": self.sender,
            "username": self.username,
            "password_set": self.password is not None,
        }

    def connect(self) -> aiosmtplib.SMTP:
        """A connection to open with `async with`."""
        at_once = self.socketoptions == _TLS or (self.socketoptions in (_CHOOSE, _UNSET) and self.port == 465)
        starttls = {_NO_TLS: False, _STARTTLS: True}.get(self.socketoptions)
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.username,
            password=self.password,
            use_tls=at_once,
            start_tls=False if at_once else starttls,
            timeout=_TIMEOUT_SECONDS,
        )

    def compose(self, recipient: str, subject: str, text: str, identifier: str) -> EmailMessage:
        """A mail; `identifier` is the same at every attempt, so that a mail box may recognise the second of two."""
        sender = self.sender or self.username or ""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = recipient
        message["Subject"] = " ".join(subject.split())
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{identifier}@{sender.rpartition('@')[2].strip('<> ') or 'localhost'}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        return message


async def read_mail_server(reader: Reader, key: ServerKey) -> MailServer | None:
    """The server that is configured over REST; None where there is none."""
    sealed = await reader.value(_VALUE, name=_NAME)
    return None if sealed is None else msgspec.json.decode(key.unseal(sealed, PURPOSE), type=MailServer)


async def mail_server(reader: Reader, key: ServerKey, site: Settings) -> MailServer | None:
    """The server that mail goes through, or None: then mail waits."""
    configured = await read_mail_server(reader, key)
    if configured is not None or not site.smtp:
        return configured
    parts = urlsplit(site.smtp)
    is_tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or (465 if is_tls else 587),
        socketoptions=_TLS if is_tls else _STARTTLS_IF_OFFERED,
        sender=site.mail_from,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


async def change_mail_server(tx: Transaction, key: ServerKey, said: dict[str, Any]) -> MailServer:
    """A unit: set what is said of the mail server; the rest stays. Raises BadRequest."""
    now = await read_mail_server(tx, key) or MailServer()
    names = {"from": "sender", "from_address": "sender"}
    given = {names.get(name, name): value for name, value in said.items()}
    unknown = given.keys() - set(MailServer.__struct_fields__)
    if unknown:
        raise BadRequest(
            f"A mail server has host, port, socketoptions, from, username and password, not {min(unknown)!r}"
        )
    try:
        server = msgspec.convert({**msgspec.structs.asdict(now), **given}, MailServer, strict=False)
    except msgspec.ValidationError as error:
        raise BadRequest(f"The mail server is not understood: {error}") from None
    if not server.host or not (server.sender or server.username):
        raise BadRequest("A mail server needs a host, and from or username")
    if not 0 < server.port < 65536 or server.socketoptions not in SOCKET_OPTIONS:
        raise BadRequest("port is 1 to 65535, and socketoptions 0 to 4, or -1")
    if any("\n" in text or "\r" in text for text in (server.host, server.sender or "")):
        raise BadRequest("host and from are one line each")
    value = key.seal(msgspec.json.encode(server).decode(), PURPOSE)
    if not await tx.update(settings, {"name": _NAME}, value=value):
        await tx.insert(settings, name=_NAME, value=value)
    return server
