"""Who may have which webhook: making, finding, changing and removing them.

https://developer.box.com/reference/resources/webhook/ and the guide of its limitations.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, UnsetType

from holdall.base.addresses import Reach, check_address
from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Conflict, InvalidParameter, NotFound
from holdall.content.access import Action, reach_active
from holdall.content.events.tables import events
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.tables import ItemType
from holdall.content.webhooks.tables import SKILL, webhooks
from holdall.content.webhooks.triggers import FITTING, FOR_FOLDERS

LIMIT = 1000
"""Webhooks of one application and one user."""


class Webhook(msgspec.Struct, frozen=True):
    """A webhook as its row tells it. Instants in microseconds UTC."""

    id: int
    enterprise_id: int
    application_id: int
    user_id: int
    target_type: int
    target_id: int
    address: str
    triggers: list[str]
    scopes: list[str]
    created_at: int
    after_sequence: int
    until_sequence: int | None
    retired_at: int | None


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a webhook shall be; what is UNSET stays as it is."""

    target_type: ItemType | UnsetType = UNSET
    target_id: int | UnsetType = UNSET
    address: str | UnsetType = UNSET
    triggers: Sequence[str] | UnsetType = UNSET


_ROW = rows_of(Webhook, webhooks)
_OWN = sa.and_(
    webhooks.c.application_id == sa.bindparam("application_id", type_=sa.BigInteger),
    webhooks.c.user_id == sa.bindparam("user_id", type_=sa.BigInteger),
    webhooks.c.retired_at.is_(None),
    webhooks.c.target_type != SKILL,
)
_FIND = query(sa.select(*_ROW).where(_OWN, webhooks.c.id == sa.bindparam("webhook_id")), into=Webhook)
_LIST = query(
    sa.select(*_ROW)
    .where(_OWN, webhooks.c.id > sa.bindparam("after", type_=sa.BigInteger))
    .order_by(webhooks.c.id)
    .limit(sa.bindparam("limit")),
    into=Webhook,
)
_ON_TARGET = query(
    sa.select(webhooks.c.id).where(_OWN, webhooks.c.target_id == sa.bindparam("target_id", type_=sa.BigInteger))
)
LAST_EVENT = query(sa.select(sa.func.max(events.c.sequence)))
_COUNT = query(sa.select(sa.func.count()).select_from(webhooks).where(_OWN))
_LOCK_USER = query(sa.select(users.c.id).where(users.c.id == sa.bindparam("user_id")).with_for_update())


async def create_webhook(
    tx: Transaction,
    subject: Subject,
    *,
    target_type: ItemType,
    target_id: int,
    address: str,
    triggers: Sequence[str],
    reach: Reach,
) -> Webhook:
    """A unit: a webhook of the subject's user and application.

    Raises InvalidParameter, NotFound or Forbidden for the target, Conflict where there is one on it, and BadRequest for a
    root folder and beyond the limit.
    """
    wanted = check_triggers(triggers, target_type)
    check_address(address, reach)
    await tx.one(_LOCK_USER, user_id=subject.user_id)
    await _check_target(tx, subject, target_type, target_id)
    owner = {"application_id": subject.application_id, "user_id": subject.user_id}
    if await tx.value(_COUNT, **owner) >= LIMIT:
        raise BadRequest(f"An application has at most {LIMIT} webhooks for a user; remove one first")
    webhook = Webhook(
        id=tx.new_id(),
        enterprise_id=subject.enterprise_id,
        **owner,
        target_type=target_type,
        target_id=target_id,
        address=address,
        triggers=wanted,
        scopes=sorted(subject.scopes),
        created_at=tx.now,
        after_sequence=await tx.value(LAST_EVENT) or 0,
        until_sequence=None,
        retired_at=None,
    )
    await tx.insert(webhooks, **msgspec.structs.asdict(webhook))
    return webhook


async def list_webhooks(reader: Reader, subject: Subject, *, after: int, limit: int) -> list[Webhook]:
    """The webhooks of the subject's user and application, by id, from beyond `after`."""
    return await reader.all(
        _LIST, application_id=subject.application_id, user_id=subject.user_id, after=after, limit=limit
    )


async def find_webhook(reader: Reader, subject: Subject, webhook_id: int) -> Webhook:
    """A webhook of the subject's user and application; raises NotFound, also for others'."""
    found = await reader.one(
        _FIND, application_id=subject.application_id, user_id=subject.user_id, webhook_id=webhook_id
    )
    if found is None:
        raise NotFound(f"There is no webhook with id {webhook_id}")
    return found


async def change_webhook(tx: Transaction, subject: Subject, webhook_id: int, wish: Wish, *, reach: Reach) -> Webhook:
    """A unit: change a webhook; it is then as one that was made so. Raises as `find_webhook` and `create_webhook`."""
    await tx.one(_LOCK_USER, user_id=subject.user_id)
    webhook = await find_webhook(tx, subject, webhook_id)
    values: dict[str, Any] = {name: value for name, value in msgspec.structs.asdict(wish).items() if value is not UNSET}
    changed = msgspec.structs.replace(webhook, **values)
    kind = ItemType(changed.target_type)
    triggers = check_triggers(changed.triggers, kind)
    if "address" in values:
        check_address(changed.address, reach)
    if (changed.target_id, changed.target_type) != (webhook.target_id, webhook.target_type):
        await _check_target(tx, subject, kind, changed.target_id)
    changed = msgspec.structs.replace(changed, triggers=triggers, scopes=sorted(subject.scopes))
    await tx.update(webhooks, {"id": webhook.id}, **values | {"triggers": triggers, "scopes": changed.scopes})
    return changed


async def remove_webhook(tx: Transaction, subject: Subject, webhook_id: int) -> None:
    """A unit: remove a webhook with all that was to be told to it; raises NotFound."""
    webhook = await find_webhook(tx, subject, webhook_id)
    await tx.delete(webhooks, id=webhook.id)


def check_triggers(triggers: Sequence[str], target_type: ItemType) -> list[str]:
    """The triggers, each once; raises InvalidParameter for none, an unknown one, or one that does not fit the target."""
    wanted = list(dict.fromkeys(triggers))
    if not wanted:
        raise InvalidParameter("triggers", "must name what the webhook is to be told of")
    for trigger in wanted:
        if trigger not in FOR_FOLDERS:
            raise InvalidParameter("triggers", f"{trigger!r} is not a trigger")
        if trigger not in FITTING[target_type]:
            raise InvalidParameter("triggers", f"{trigger} is for folders alone")
    return wanted


async def _check_target(tx: Transaction, subject: Subject, kind: ItemType, target_id: int) -> None:
    """Raise unless the subject may have a webhook on the item and has none there."""
    access = await reach_active(tx, subject, target_id, kind, Action.VIEW)
    if access.is_root:
        raise BadRequest("A root folder cannot have a webhook; put it on a folder inside it")
    present = await tx.value(
        _ON_TARGET, application_id=subject.application_id, user_id=subject.user_id, target_id=target_id
    )
    if present is not None:
        message = f"Webhook:{present} already exists on the specified target."
        error = {"reason": "invalid_parameter", "name": "existWebhookId", "message": message}
        raise Conflict(message, context_info={"errors": [error]})
