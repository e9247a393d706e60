"""Maps of accounts and groups as they are kept: a row, its exceptions, its exclusions; and as a run uses them.

A later edit of a map does not touch what was carried already; a `permissions` reset of a job does.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from holdall.base.db import Transaction, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, NotFound
from holdall.migration.engine.mapping import Pair, Rules, Sid

from .bodies import TransferBody
from .connections import get_connection
from .listing import Page, list_page
from .map_bodies import (
    KINDS,
    ExceptionBody,
    ExclusionBody,
    MapBody,
    MapByBody,
    MapSide,
    MapType,
    SidBody,
    SideName,
    check_exceptions,
    check_exclusions,
    check_map,
    map_by_of,
    plain,
    policy_of,
)
from .people import Person
from .tables import map_exceptions, map_exclusions, maps
from .users import new_identifier


class PeopleMap(msgspec.Struct, frozen=True, kw_only=True):
    """A map's row."""

    id: str
    type: MapType
    name: str
    source: dict[str, Any]
    destination: dict[str, Any]
    map_by: dict[str, bool]
    unmapped_policy: str | None
    created_by: str | None
    created_on: int
    modified_by: str | None
    modified_on: int


class MapException(msgspec.Struct, frozen=True):
    """An explicit pair of a map."""

    id: int
    source: dict[str, Any]
    destination: dict[str, Any]


class MapExclusion(msgspec.Struct, frozen=True):
    """Somebody whom a map leaves out on one side."""

    id: int
    side: SideName
    sid: dict[str, Any]


def _map_of_row(*values: Any) -> PeopleMap:
    return PeopleMap(**dict(zip(PeopleMap.__struct_fields__, values, strict=True)))


_MAPS = sa.select(*rows_of(PeopleMap, maps))
_ID, _TYPE = sa.bindparam("id", type_=sa.Text), sa.bindparam("type", type_=sa.Text)
_BY_ID = query(_MAPS.where(maps.c.id == _ID, maps.c.type == _TYPE), _map_of_row)
_LOCKED = query(_MAPS.where(maps.c.id == _ID, maps.c.type == _TYPE).with_for_update(), _map_of_row)
_EXCEPTIONS = sa.select(*rows_of(MapException, map_exceptions)).where(map_exceptions.c.map_id == _ID)
_EXCLUSIONS = sa.select(*rows_of(MapExclusion, map_exclusions)).where(map_exclusions.c.map_id == _ID)
_ALL_EXCEPTIONS = query(_EXCEPTIONS.order_by(map_exceptions.c.id), MapException)
_ALL_EXCLUSIONS = query(_EXCLUSIONS.order_by(map_exclusions.c.id), MapExclusion)
_SIDE = sa.bindparam("side", type_=sa.Text)
_DELETE_EXCLUSIONS = query(
    sa.delete(map_exclusions).where(map_exclusions.c.map_id == _ID, map_exclusions.c.side == _SIDE)
)


async def list_maps(reader: Reader, kind: MapType, page: Page) -> tuple[list[PeopleMap], int]:
    """A page of the maps of a kind, `q` in their names."""
    sortable = {"name": maps.c.name, "created_on": maps.c.created_on, "id": maps.c.id}
    return await list_page(
        reader,
        _MAPS.where(maps.c.type == _TYPE),
        page,
        into=_map_of_row,
        sortable=sortable,
        searched=(maps.c.name,),
        type=kind,
    )


async def get_map(reader: Reader, kind: MapType, map_id: str, *, lock: bool = False) -> PeopleMap:
    """A map by id; raises NotFound. `lock` keeps others from changing it before this unit ends."""
    found: PeopleMap | None = await reader.one(_LOCKED if lock else _BY_ID, id=map_id, type=kind)
    if found is None:
        raise NotFound(f"There is no {kind.replace('_', ' ')} {map_id}; GET /v1/{kind}s lists them")
    return found


async def create_map(tx: Transaction, by: Person, kind: MapType, body: MapBody) -> PeopleMap:
    """A unit: make a map; raises BadRequest."""
    check_map(body)
    sides = {name: await _side(tx, getattr(body, name), name) for name in ("source", "destination")}
    map_id = new_identifier()
    row = {
        "name": _named(body.name or "") if body.name is not UNSET else f"A{kind.replace('_', ' ')[1:]}",
        "map_by": _kept_rules(MapByBody() if body.map_by is UNSET else body.map_by),
        "unmapped_policy": None if body.unmapped_policy is UNSET else body.unmapped_policy,
        "created_by": by.id,
        "created_on": tx.now,
        "modified_by": by.id,
        "modified_on": tx.now,
    }
    await tx.insert(maps, id=map_id, type=kind, **sides, **row)
    await _write_lists(tx, map_id, body)
    return await get_map(tx, kind, map_id)


async def change_map(tx: Transaction, by: Person, kind: MapType, map_id: str, body: MapBody) -> PeopleMap:
    """A unit: change what the body names of a map; lists that it names are replaced. Raises NotFound or BadRequest."""
    known = await get_map(tx, kind, map_id, lock=True)
    check_map(body)
    values: dict[str, Any] = {"modified_by": by.id, "modified_on": tx.now}
    for name in ("source", "destination"):
        side = getattr(body, name)
        if side is not UNSET:
            values[name] = getattr(known, name) | await _side(tx, side, name)
    if body.name is not UNSET:
        values["name"] = _named(body.name)
    if body.map_by is not UNSET:
        values["map_by"] = _kept_rules(body.map_by)
    if body.unmapped_policy is not UNSET:
        values["unmapped_policy"] = body.unmapped_policy
    await tx.update(maps, {"id": map_id}, **values)
    await _write_lists(tx, map_id, body)
    return await get_map(tx, kind, map_id)


async def delete_map(tx: Transaction, kind: MapType, map_id: str) -> None:
    """A unit: remove a map with its exceptions and exclusions; raises NotFound. Jobs that name it do not begin any more."""
    await get_map(tx, kind, map_id, lock=True)
    await tx.delete(map_exceptions, map_id=map_id)
    await tx.delete(map_exclusions, map_id=map_id)
    await tx.delete(maps, id=map_id)


async def list_exceptions(reader: Reader, map_id: str, page: Page) -> tuple[list[MapException], int]:
    """A page of the pairs of a map, in the order in which they were sent."""
    sortable = {"id": map_exceptions.c.id}
    return await list_page(reader, _EXCEPTIONS, page, into=MapException, sortable=sortable, id=map_id)


async def list_exclusions(
    reader: Reader, map_id: str, page: Page, side: SideName | None
) -> tuple[list[MapExclusion], int]:
    """A page of whom a map leaves out, on both sides or on one."""
    statement = _EXCLUSIONS if side is None else _EXCLUSIONS.where(map_exclusions.c.side == side)
    return await list_page(reader, statement, page, into=MapExclusion, sortable={"id": map_exclusions.c.id}, id=map_id)


async def write_exceptions(  # noqa: PLR0917 - whose pairs, and how
    tx: Transaction, by: Person, kind: MapType, map_id: str, pairs: Sequence[ExceptionBody], append: bool
) -> None:
    """A unit: add pairs to a map, or put them in place of those it has; raises NotFound or BadRequest."""
    check_exceptions(pairs)
    await get_map(tx, kind, map_id, lock=True)
    if not append:
        await tx.delete(map_exceptions, map_id=map_id)
    rows = [{"source": plain(pair.source), "destination": plain(pair.destination)} for pair in pairs]
    await tx.insert_many(map_exceptions, [{"id": tx.new_id(), "map_id": map_id, **row} for row in rows])
    await tx.update(maps, {"id": map_id}, modified_by=by.id, modified_on=tx.now)


async def write_exclusions(  # noqa: PLR0917 - whose, and how
    tx: Transaction,
    by: Person,
    kind: MapType,
    map_id: str,
    side: SideName,
    exclusions: Sequence[ExclusionBody],
    append: bool,
) -> None:
    """A unit: add to whom a map leaves out on a side, or put them in place of those; raises NotFound or BadRequest."""
    check_exclusions(exclusions, "items")
    await get_map(tx, kind, map_id, lock=True)
    if not append:
        await tx.run(_DELETE_EXCLUSIONS, id=map_id, side=side)
    rows = [{"id": tx.new_id(), "map_id": map_id, "side": side, "sid": plain(one.sid)} for one in exclusions]
    await tx.insert_many(map_exclusions, rows)
    await tx.update(maps, {"id": map_id}, modified_by=by.id, modified_on=tx.now)


async def rules_of(reader: Reader, found: PeopleMap) -> Rules:
    """A map as a run uses it."""
    pairs = await reader.all(_ALL_EXCEPTIONS, id=found.id)
    left_out = await reader.all(_ALL_EXCLUSIONS, id=found.id)
    kind = KINDS[found.type]

    def sid(said: Mapping[str, Any]) -> Sid:
        return msgspec.convert(dict(said), SidBody).sid(kind)

    default = found.destination.get("default")
    return Rules(
        exceptions=[Pair(source=sid(pair.source), destination=sid(pair.destination)) for pair in pairs],
        excluded_sources=[sid(one.sid) for one in left_out if one.side == "source"],
        excluded_destinations=[sid(one.sid) for one in left_out if one.side == "destination"],
        map_by=map_by_of(msgspec.convert(found.map_by, MapByBody)),
        default=sid(default) if default else None,
        unmapped_policy=policy_of(found.unmapped_policy),
    )


async def rules_for_job(
    reader: Reader,
    kind: MapType,
    said: Mapping[str, Any] | None,
    connections: tuple[str | int | None, str | int | None],
) -> Rules:
    """The rules of the map that a job names by id, or spells out; those of no map where it does neither.

    `connections` are the job's own, source and destination; raises BadRequest where the map is for others, or is not there.
    """
    if not said:
        return Rules()
    if said.get("id") is None:
        return _inline(kind, said)
    try:
        found = await get_map(reader, kind, str(said["id"]).lower().replace("-", ""))
    except NotFound as error:
        raise BadRequest(f"transfer.{kind}.id: {error.message}") from None
    for name, mine in zip(("source", "destination"), connections, strict=True):
        others = (getattr(found, name).get("connection") or {}).get("id")
        if (
            others is not None
            and mine is not None
            and others != mine
            and not await _is_in_pool(reader, others, str(mine))
        ):
            raise BadRequest(
                f"transfer.{kind}.id: the map {found.name!r} is for another {name} connection ({others}) than the job's"
            )
    return await rules_of(reader, found)


async def maps_of_job(reader: Reader, transfer: TransferBody) -> tuple[Rules, Rules]:
    """The rules for the accounts and for the groups of a job; raises BadRequest."""
    connections = (transfer.source.connection.id, transfer.destination.connection.id)
    accounts = await rules_for_job(reader, "account_map", transfer.account_map, connections)
    return accounts, await rules_for_job(reader, "group_map", transfer.group_map, connections)


async def _is_in_pool(reader: Reader, connection_id: str, pool_id: str) -> bool:
    """Whether a connection is a member of a pool, whose people are the same."""
    try:
        return (await get_connection(reader, connection_id)).pool_id == pool_id
    except NotFound:
        return False


def _inline(kind: MapType, said: Mapping[str, Any]) -> Rules:
    try:
        body = msgspec.convert(dict(said), MapBody)
    except msgspec.ValidationError as error:
        raise BadRequest(f"transfer.{kind} is refused: {error}") from None
    try:
        check_map(body)
        rules = map_by_of(MapByBody() if body.map_by is UNSET else body.map_by)
    except BadRequest as error:
        raise BadRequest(f"transfer.{kind}.{error.message}") from None
    source, destination = (MapSide() if side is UNSET else side for side in (body.source, body.destination))
    sid = KINDS[kind]
    return Rules(
        exceptions=[
            Pair(source=pair.source.sid(sid), destination=pair.destination.sid(sid))
            for pair in (() if body.exceptions is UNSET else body.exceptions)
        ],
        excluded_sources=[one.sid.sid(sid) for one in source.exclusions or ()],
        excluded_destinations=[one.sid.sid(sid) for one in destination.exclusions or ()],
        map_by=rules,
        default=None if destination.default is None else destination.default.sid(sid),
        unmapped_policy=policy_of(None if body.unmapped_policy is UNSET else body.unmapped_policy),
    )


async def _side(tx: Transaction, side: Any, name: str) -> dict[str, Any]:
    """What is kept of a side; raises BadRequest for a connection that is not there."""
    if side is UNSET:
        return {}
    kept: dict[str, Any] = {"default": plain(side.default)}
    if side.connection is not None:
        connection_id = side.connection.id.lower().replace("-", "")
        try:
            await get_connection(tx, connection_id)
        except NotFound as error:
            raise BadRequest(f"{name}.connection.id: {error.message}") from None
        kept["connection"] = {"id": connection_id}
    return kept


async def _write_lists(tx: Transaction, map_id: str, body: MapBody) -> None:
    """Put the lists that a body names in place of those that a map has."""
    if body.exceptions is not UNSET:
        await tx.delete(map_exceptions, map_id=map_id)
        rows = [{"source": plain(pair.source), "destination": plain(pair.destination)} for pair in body.exceptions]
        await tx.insert_many(map_exceptions, [{"id": tx.new_id(), "map_id": map_id, **row} for row in rows])
    for name, side in (("source", body.source), ("destination", body.destination)):
        if side is not UNSET and side.exclusions is not None:
            await tx.run(_DELETE_EXCLUSIONS, id=map_id, side=name)
            await tx.insert_many(map_exclusions, _exclusion_rows(tx, map_id, name, side.exclusions))


def _exclusion_rows(
    tx: Transaction, map_id: str, side: str, exclusions: Iterable[ExclusionBody]
) -> list[dict[str, Any]]:
    return [{"id": tx.new_id(), "map_id": map_id, "side": side, "sid": plain(one.sid)} for one in exclusions]


def _kept_rules(body: MapByBody) -> dict[str, bool]:
    return {name: value for name, value in msgspec.to_builtins(body).items() if name != "ldap"}


def _named(name: str) -> str:
    if not 0 < len(name.strip()) <= 255:
        raise BadRequest("name: has 1 to 255 characters")
    return name
