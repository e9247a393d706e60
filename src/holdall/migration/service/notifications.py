"""Who is told of what: recipients by mail or webhook, and the messages that wait to be sent to them."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.addresses import Reach, check_address
from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, NotFound
from holdall.migration.engine.rows import Run

from .job_rows import Job
from .listing import Page, list_page
from .people import permissions_of
from .tables import messages, notifications, users
from .users import new_identifier

Handler = Literal["email", "webhook"]


class Type(msgspec.Struct, frozen=True):
    """Something that people may want to be told."""

    id: str
    name: str
    description: str
    category: str


TYPES = {
    one.id: one
    for one in (
        Type("job-completed", "Job completed", "A run of a job came to its end.", "jobs"),
        Type("job-failed", "Job failed", "A run of a job ended early, or could not begin.", "jobs"),
        Type("job-awaiting-user", "Job waits", "A run would delete more than its brake allows, and asks.", "jobs"),
        Type("connection-failed", "Connection failed", "A side of a job could not be opened.", "connections"),
    )
}
CATEGORIES = {"jobs": "Jobs", "connections": "Connections"}

_OF_STATUS = {
    "completed": ("job-completed",),
    "no_changes": ("job-completed",),
    "warn": ("job-completed",),
    "failed": ("job-failed",),
    "failed_to_start": ("job-failed", "connection-failed"),
    "awaiting-user": ("job-awaiting-user",),
}
"""What is told of a run by how it ended; of one that a person cancelled nothing is."""


class Notification(msgspec.Struct, frozen=True):
    """Somebody who is told of some things."""

    id: str
    recipient: str
    handler: str
    notification_types: list[str]


_ALL = sa.select(*rows_of(Notification, notifications))
_ONE = query(_ALL.where(notifications.c.id == sa.bindparam("id")), Notification)
_USERS = query(
    sa.select(users.c.id, users.c.email, users.c.preferences)
    .where(users.c.disabled.is_(False), users.c.email.is_not(None))
    .order_by(users.c.id)
)
_EVERYBODY = query(_ALL.order_by(notifications.c.id), Notification)


async def list_notifications(reader: Reader, page: Page) -> tuple[list[Notification], int]:
    """A page of recipients, and how many there are."""
    sortable = {"recipient": notifications.c.recipient, "id": notifications.c.id}
    searched = (notifications.c.recipient,)
    return await list_page(reader, _ALL, page, into=Notification, sortable=sortable, searched=searched)


async def get_notification(reader: Reader, identifier: str) -> Notification:
    """A recipient by the id of the notification; raises NotFound."""
    found = await reader.one(_ONE, id=identifier)
    if found is None:
        raise NotFound(f"There is no notification {identifier}; GET /v1/notifications lists them")
    return found


async def save_notification(tx: Transaction, one: Notification, reach: Reach) -> Notification:
    """A unit: add a recipient, or change the one with this id; raises BadRequest or NotFound.

    Webhooks lead only where `reach` allows.
    """
    _check(one.recipient, one.handler, one.notification_types, reach)
    values = msgspec.structs.asdict(one) | {"id": one.id or new_identifier()}
    if not one.id:
        await tx.insert(notifications, **values)
    elif not await tx.update(notifications, {"id": one.id}, **values):
        raise NotFound(f"There is no notification {one.id}; GET /v1/notifications lists them")
    return await get_notification(tx, values["id"])


async def delete_notification(tx: Transaction, identifier: str) -> None:
    """A unit: tell a recipient no more; raises NotFound."""
    if not await tx.delete(notifications, id=identifier):
        raise NotFound(f"There is no notification {identifier}; GET /v1/notifications lists them")


def _check(recipient: str, handler: str, types: Sequence[str], reach: Reach) -> None:
    if handler not in ("email", "webhook"):
        raise BadRequest(f"handler is email or webhook, not {handler!r}; others are not there")
    unknown = [one for one in types if one not in TYPES]
    if unknown or not types:
        raise BadRequest(f"notification_types are some of {', '.join(TYPES)}, not {', '.join(unknown) or 'none'}")
    if handler == "webhook":
        check_address(recipient, reach)
    elif not is_address(recipient):
        raise BadRequest(f"recipient is an e-mail address, not {recipient!r}")


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What users want to be told of, as they say it of themselves; without types it is everything."""

    email: bool = False
    sms: bool = False
    notification_types: list[str] | None = None


def is_address(text: str) -> bool:
    """Whether mail can be sent there."""
    return text.isprintable() and " " not in text and "@" in text[1:-1] and len(text) <= 254


async def notify_of_run(tx: Transaction, job: Job, run: Run, flagged: int) -> None:
    """Part of a unit: tell those who want to know how a run ended, each of them once."""
    types = _OF_STATUS.get(run.status, ())
    if not types:
        return
    told: set[tuple[str, str]] = set()
    for one in [*await tx.all(_EVERYBODY), *await _users_who_want_mail(tx)]:
        wanted = [name for name in types if name in one.notification_types]
        key = (one.handler, one.recipient.casefold())
        if wanted and key not in told:
            told.add(key)
            await post_message(tx, one.handler, one.recipient, *_message(job, run, wanted[0], flagged))


async def _users_who_want_mail(tx: Transaction) -> list[Notification]:
    """The enabled users who want mail, have an address, and may see jobs."""
    found = []
    for user_id, address, preferences in await tx.all(_USERS):
        wishes = wishes_of(preferences)
        if wishes.email and is_address(address) and "jobs.read" in await permissions_of(tx, user_id):
            types = list(TYPES) if wishes.notification_types is None else wishes.notification_types
            found.append(Notification(user_id, address, "email", types))
    return found


def wishes_of(preferences: Mapping[str, Any]) -> Wishes:
    """What a user wants to be told of; what is not understood of it counts as no wish."""
    try:
        return msgspec.convert(preferences.get("notifications") or {}, Wishes, strict=False)
    except msgspec.ValidationError:
        return Wishes()


def _message(job: Job, run: Run, kind: str, flagged: int) -> tuple[str, str, dict[str, Any]]:
    """Subject, text, and the same for programs."""
    told = {
        "completed": "is done",
        "no_changes": "found nothing new",
        "warn": "is done, and some items wait for a person",
    }
    outcome = told.get(run.status, TYPES[kind].description.rstrip(".").lower())
    lines = [f"The job {job.name} {outcome}." if run.status in told else f"The job {job.name}: {outcome}."]
    if run.reason:
        lines.append(run.reason)
    if flagged:
        lines.append(f"{flagged:,} items wait for a person: GET /v1/transfers/{job.id}/items/flagged lists them.")
    body = {
        "type": "notification",
        "notification_type": kind,
        "job": {"id": job.id, "name": job.name, "type": "job"},
        "execution": {
            "id": run.id,
            "status": run.status,
            "reason": run.reason,
            "start_time": run.started_at // 1_000_000,
            "end_time": run.finished_at // 1_000_000 if run.finished_at is not None else None,
            "flagged": flagged,
        },
    }
    return f"{TYPES[kind].name}: {job.name}", "\n\n".join(lines) + "\n", body


async def post_message(  # noqa: PLR0917 - what a message consists of
    tx: Transaction, handler: str, recipient: str, subject: str, text: str, body: dict[str, Any]
) -> None:
    """Part of a unit: put a message among those that are to be sent; it is sent if, and only if, the unit commits."""
    await tx.insert(
        messages,
        id=tx.new_id(),
        handler=handler,
        recipient=recipient,
        subject=" ".join(subject.split()),
        text=text,
        body=body,
        created_on=tx.now,
        attempts=0,
        next_attempt_on=tx.now,
    )
