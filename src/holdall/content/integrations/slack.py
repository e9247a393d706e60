"""Slack integration mappings: which folder holds what is shared in a channel. One channel has one folder.

https://developer.box.com/reference/resources/integration-mapping/. Holdall keeps them for the integration, and gives nobody
access by them: people in a channel are Slack's to know.
"""

import re
from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, InvalidParameter, NotFound
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.integrations.folders import one_at_a_time, require_admin, require_folder, unless_none
from holdall.content.integrations.tables import slack_mappings
from holdall.content.items.rows import ITEM_COLUMNS, Item
from holdall.content.items.tables import items

_SLACK_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Channel(msgspec.Struct, frozen=True):
    """A channel of Slack, in a workspace or in an organization: one of the two ids is empty."""

    id: str
    workspace_id: str = ""
    org_id: str = ""


class Person(msgspec.Struct, frozen=True):
    """A user as mappings name one."""

    id: int
    name: str
    login: str


class Mapping(msgspec.Struct, frozen=True):
    """A mapping, its folder, and who made and changed it. Instants in microseconds UTC."""

    id: int
    channel: Channel
    folder: Item
    is_manually_created: bool
    is_access_management_disabled: bool
    created_by: Person
    created_at: int
    modified_by: Person
    modified_at: int


class Filter(msgspec.Struct, frozen=True):
    """Which mappings are asked for; None asks for all."""

    channel_id: str | None = None
    folder_id: int | None = None
    is_manually_created: bool | None = None


_makers, _changers = users.alias("makers"), users.alias("changers")
_PLAIN = ("id", "channel_id", "workspace_id", "org_id", "is_manually_created", "is_access_management_disabled")
_TIMES = ("created_at", "modified_at")


def _mapping(*values: Any) -> Mapping:
    own, times, rest = values[:6], values[6:8], values[8:]
    return Mapping(
        id=own[0],
        channel=Channel(*own[1:4]),
        folder=Item(*rest[6:]),
        is_manually_created=bool(own[4]),
        is_access_management_disabled=bool(own[5]),
        created_by=Person(*rest[:3]),
        created_at=times[0],
        modified_by=Person(*rest[3:6]),
        modified_at=times[1],
    )


_ALL = (
    sa.select(
        *(slack_mappings.c[name] for name in (*_PLAIN, *_TIMES)),
        *(
            people.c[name].label(f"{people.name}_{name}")
            for people in (_makers, _changers)
            for name in ("id", "name", "login")
        ),
        *(column.label(f"folder_{column.name}") for column in ITEM_COLUMNS),
    )
    .join_from(slack_mappings, items, items.c.id == slack_mappings.c.folder_id)
    .join(_makers, _makers.c.id == slack_mappings.c.created_by)
    .join(_changers, _changers.c.id == slack_mappings.c.modified_by)
    .where(slack_mappings.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
)


_FIND = query(_ALL.where(slack_mappings.c.id == sa.bindparam("id", type_=sa.BigInteger)), _mapping)
_LIST = query(
    _ALL.where(
        slack_mappings.c.id > sa.bindparam("after", type_=sa.BigInteger),
        unless_none(slack_mappings.c.channel_id, "channel_id"),
        unless_none(slack_mappings.c.folder_id, "folder_id"),
        unless_none(slack_mappings.c.is_manually_created, "is_manually_created"),
    )
    .order_by(slack_mappings.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    _mapping,
)
_TAKEN = query(
    sa.select(slack_mappings.c.id).where(
        slack_mappings.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
        *(
            slack_mappings.c[name] == sa.bindparam(name, type_=sa.Text)
            for name in ("channel_id", "workspace_id", "org_id")
        ),
    )
)


async def list_mappings(
    reader: Reader, subject: Subject, wanted: Filter, *, after: int, limit: int
) -> Sequence[Mapping]:
    """The mappings of the enterprise, by id; raises InsufficientPermissions."""
    require_admin(subject)
    values = msgspec.structs.asdict(wanted)
    return await reader.all(_LIST, enterprise_id=subject.enterprise_id, after=after, limit=limit, **values)


async def find_mapping(reader: Reader, subject: Subject, mapping_id: int) -> Mapping:
    """One of them; raises InsufficientPermissions and NotFound."""
    require_admin(subject)
    mapping = await reader.one(_FIND, enterprise_id=subject.enterprise_id, id=mapping_id)
    if mapping is None:
        raise NotFound(f"There is no integration mapping {mapping_id}")
    return mapping


async def map_channel(
    tx: Transaction, subject: Subject, channel: Channel, folder_id: int, *, is_access_management_disabled: bool
) -> Mapping:
    """A unit: map a channel to a folder.

    Raises InsufficientPermissions, InvalidParameter, NotFound for the folder, and BadRequest with Box's codes
    CHANNEL_ALREADY_MAPPED, BOX_FOLDER_EXTERNALLY_OWNED and SERVICE_ACCOUNT_IS_NOT_A_COOWNER_OR_OWNER.
    """
    require_admin(subject)
    _check_channel(channel)
    await one_at_a_time(tx, subject)
    place = {"channel_id": channel.id, "workspace_id": channel.workspace_id, "org_id": channel.org_id}
    if await tx.value(_TAKEN, enterprise_id=subject.enterprise_id, **place) is not None:
        raise BadRequest(f"Channel {channel.id} is mapped to a folder already", code="CHANNEL_ALREADY_MAPPED")
    folder_id = await require_folder(tx, subject, folder_id)
    mapping_id = tx.new_id()
    await tx.insert(
        slack_mappings,
        id=mapping_id,
        enterprise_id=subject.enterprise_id,
        folder_id=folder_id,
        is_manually_created=True,
        is_access_management_disabled=is_access_management_disabled,
        created_by=subject.user_id,
        created_at=tx.now,
        modified_by=subject.user_id,
        modified_at=tx.now,
        **place,
    )
    return await find_mapping(tx, subject, mapping_id)


async def change_mapping(
    tx: Transaction,
    subject: Subject,
    mapping_id: int,
    *,
    folder_id: int | None,
    is_access_management_disabled: bool | None,
) -> Mapping:
    """A unit: map a channel to another folder, or by other options; None stays. Raises as `map_channel`, and NotFound."""
    await find_mapping(tx, subject, mapping_id)
    values: dict[str, Any] = {}
    if folder_id is not None:
        values["folder_id"] = await require_folder(tx, subject, folder_id)
    if is_access_management_disabled is not None:
        values["is_access_management_disabled"] = is_access_management_disabled
    if values:
        await tx.update(slack_mappings, {"id": mapping_id}, modified_by=subject.user_id, modified_at=tx.now, **values)
    return await find_mapping(tx, subject, mapping_id)


async def unmap_channel(tx: Transaction, subject: Subject, mapping_id: int) -> None:
    """A unit: forget a mapping; the folder stays as it is. Raises InsufficientPermissions and NotFound."""
    await find_mapping(tx, subject, mapping_id)
    await tx.delete(slack_mappings, id=mapping_id)


def _check_channel(channel: Channel) -> None:
    if bool(channel.workspace_id) == bool(channel.org_id):
        message = "say where the channel is: either slack_workspace_id or slack_org_id"
        raise InvalidParameter("partner_item", message)
    for name, value in (
        ("id", channel.id),
        ("slack_workspace_id", channel.workspace_id),
        ("slack_org_id", channel.org_id),
    ):
        if (value and not _SLACK_ID.fullmatch(value)) or (name == "id" and not value):
            raise InvalidParameter(f"partner_item.{name}", f"{value!r} is no id of Slack's")
