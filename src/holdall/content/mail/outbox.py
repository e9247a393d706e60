"""Writes mail into the outbox, and reads it back for the inbox page of development servers."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import jinja2
import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.content.mail.tables import mails


class Mail(msgspec.Struct, frozen=True):
    """A mail as its row tells it."""

    id: int
    enterprise_id: int
    recipient: str
    subject: str
    text: str
    html: str
    created_at: int
    sent_at: int | None
    attempts: int
    last_error: str | None


_LATEST = query(sa.select(*rows_of(Mail, mails)).order_by(mails.c.id.desc()).limit(sa.bindparam("limit")), into=Mail)


async def post_mail(tx: Transaction, *, enterprise_id: int, recipient: str, template: str, **values: Any) -> int:
    """Part of a unit: put a mail into the outbox and answer its id; raises LookupError for an unknown template."""
    subject, text, html = render_mail(template, **values)
    mail_id = tx.new_id()
    await tx.insert(
        mails,
        id=mail_id,
        enterprise_id=enterprise_id,
        recipient=recipient,
        subject=subject,
        text=text,
        html=html,
        created_at=tx.now,
        attempts=0,
        next_attempt_at=tx.now,
    )
    return mail_id


async def list_mail(reader: Reader, *, limit: int = 100) -> Sequence[Mail]:
    """The latest mail of all enterprises, newest first."""
    return await reader.all(_LATEST, limit=limit)


def render_mail(template: str, **values: Any) -> tuple[str, str, str]:
    """Subject, text and HTML of a template; raises LookupError for an unknown one, and for a value that it lacks."""
    try:
        plain = _templates().get_template(f"{template}.txt").render(values)
        html = _templates().get_template(f"{template}.html").render(values)
    except jinja2.TemplateNotFound as error:
        raise LookupError(f"there is no mail template {error.name!r}") from None
    except jinja2.UndefinedError as error:
        raise LookupError(f"the mail template {template!r} lacks a value: {error.message}") from None
    subject, _, text = plain.partition("\n")
    # A line break in a subject would start a header of the sender's choice.
    return " ".join(subject.split()), text.strip() + "\n", html


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("holdall.content.mail"),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
