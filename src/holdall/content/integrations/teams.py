"""Teams integration mappings: which folder holds the files of a team or channel. Each has one folder, and a folder one of them.

https://developer.box.com/reference/resources/integration-mapping-teams/. Holdall keeps them for the integration, and gives
nobody access by them: members of a team are Microsoft's to know.
"""

import re
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, InvalidParameter, NotFound
from holdall.content.identity.subject import Subject
from holdall.content.integrations.folders import one_at_a_time, require_admin, require_folder, unless_none
from holdall.content.integrations.tables import teams_mappings

PlaceType = Literal["channel", "team"]

# Ids of Teams are those of threads, as they are or as addresses write them: 19:abc@thread.tacv2, 19%3Aabc%40thread.tacv2.
_TEAMS_ID = re.compile(r"[A-Za-z0-9_.:@%=+/-]{1,255}")


class Place(msgspec.Struct, frozen=True):
    """A team, or a channel of one."""

    type: PlaceType
    id: str
    tenant_id: str
    team_id: str


class Mapping(msgspec.Struct, frozen=True):
    """A mapping. Instants in microseconds UTC."""

    id: int
    place: Place
    folder_id: int
    created_at: int
    modified_at: int


class Filter(msgspec.Struct, frozen=True):
    """Which mappings are asked for; None asks for all."""

    place_type: PlaceType | None = None
    place_id: str | None = None
    folder_id: int | None = None


def _mapping(*values: Any) -> Mapping:
    return Mapping(values[0], Place(*values[1:5]), *values[5:])


_ALL = sa.select(
    *(
        teams_mappings.c[name]
        for name in ("id", "place_type", "place_id", "tenant_id", "team_id", "folder_id", "created_at", "modified_at")
    )
).where(teams_mappings.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
_FIND = query(_ALL.where(teams_mappings.c.id == sa.bindparam("id", type_=sa.BigInteger)), _mapping)
_LIST = query(
    _ALL.where(
        *(unless_none(teams_mappings.c[name], name) for name in ("place_type", "place_id", "folder_id"))
    ).order_by(teams_mappings.c.id),
    _mapping,
)
_TAKEN = query(
    sa.select(teams_mappings.c.id).where(
        teams_mappings.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
        *(
            teams_mappings.c[name] == sa.bindparam(name, type_=sa.Text)
            for name in ("tenant_id", "place_type", "place_id")
        ),
    )
)
_OF_FOLDER = query(
    sa.select(teams_mappings.c.id).where(teams_mappings.c.folder_id == sa.bindparam("folder_id", type_=sa.BigInteger))
)


async def list_mappings(reader: Reader, subject: Subject, wanted: Filter) -> Sequence[Mapping]:
    """The mappings of the enterprise, by id; raises InsufficientPermissions."""
    require_admin(subject)
    return await reader.all(_LIST, enterprise_id=subject.enterprise_id, **msgspec.structs.asdict(wanted))


async def find_mapping(reader: Reader, subject: Subject, mapping_id: int) -> Mapping:
    """One of them; raises InsufficientPermissions and NotFound."""
    require_admin(subject)
    mapping = await reader.one(_FIND, enterprise_id=subject.enterprise_id, id=mapping_id)
    if mapping is None:
        raise NotFound(f"There is no integration mapping {mapping_id}")
    return mapping


async def map_place(tx: Transaction, subject: Subject, place: Place, folder_id: int) -> Mapping:
    """A unit: map a team or a channel to a folder.

    Raises InsufficientPermissions, InvalidParameter, what `require_folder` raises, and BadRequest with Box's codes
    TEAM_ALREADY_MAPPED, CHANNEL_ALREADY_MAPPED and FOLDER_ALREADY_MAPPED.
    """
    require_admin(subject)
    _check_place(place)
    await one_at_a_time(tx, subject)
    where = {"tenant_id": place.tenant_id, "place_type": place.type, "place_id": place.id}
    if await tx.value(_TAKEN, enterprise_id=subject.enterprise_id, **where) is not None:
        message = f"{place.type.capitalize()} {place.id} is mapped to a folder already: change that mapping"
        raise BadRequest(message, code=f"{place.type.upper()}_ALREADY_MAPPED")
    mapping_id = tx.new_id()
    await tx.insert(
        teams_mappings,
        id=mapping_id,
        enterprise_id=subject.enterprise_id,
        team_id=place.team_id,
        folder_id=await _require_free_folder(tx, subject, folder_id),
        created_at=tx.now,
        modified_at=tx.now,
        **where,
    )
    return await find_mapping(tx, subject, mapping_id)


async def change_mapping(tx: Transaction, subject: Subject, mapping_id: int, *, folder_id: int | None) -> Mapping:
    """A unit: map a team or a channel to another folder; None stays. Raises as `map_place`, and NotFound."""
    require_admin(subject)
    await one_at_a_time(tx, subject)
    mapping = await find_mapping(tx, subject, mapping_id)
    if folder_id is None or folder_id == mapping.folder_id:
        return mapping
    folder_id = await _require_free_folder(tx, subject, folder_id)
    await tx.update(teams_mappings, {"id": mapping_id}, folder_id=folder_id, modified_at=tx.now)
    return await find_mapping(tx, subject, mapping_id)


async def unmap_place(tx: Transaction, subject: Subject, mapping_id: int) -> None:
    """A unit: forget a mapping; the folder stays as it is. Raises InsufficientPermissions and NotFound."""
    await find_mapping(tx, subject, mapping_id)
    await tx.delete(teams_mappings, id=mapping_id)


def _check_place(place: Place) -> None:
    for name in ("id", "tenant_id", "team_id"):
        value = getattr(place, name)
        if not _TEAMS_ID.fullmatch(value):
            raise InvalidParameter(f"partner_item.{name}", f"{value!r} is no id of Microsoft Teams")


async def _require_free_folder(tx: Transaction, subject: Subject, folder_id: int) -> int:
    folder_id = await require_folder(tx, subject, folder_id)
    if await tx.value(_OF_FOLDER, folder_id=folder_id) is not None:
        message = f"Folder {folder_id} is mapped to another team or channel: choose another, or remove that mapping"
        raise BadRequest(message, code="FOLDER_ALREADY_MAPPED")
    return folder_id
