"""Maps of accounts and of groups: the same resource under two names, with exceptions and exclusions that CSV can hold too."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, cast

import msgspec

from holdall.base.errors import BadRequest
from holdall.migration.api.bodies import decode
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Csv, Many, One
from holdall.migration.api.many import check_filters, chosen, each
from holdall.migration.api.routing import route
from holdall.migration.api.uploads import sent_file
from holdall.migration.service.listing import Page
from holdall.migration.service.map_bodies import ExceptionBody, ExclusionBody, MapBody, MapType, SideName
from holdall.migration.service.map_files import (
    EXCEPTION_COLUMNS,
    EXCLUSION_COLUMNS,
    exception_row,
    exclusion_row,
    read_exceptions,
    read_exclusions,
)
from holdall.migration.service.map_preview import preview
from holdall.migration.service.maps import (
    MapException,
    MapExclusion,
    PeopleMap,
    change_map,
    create_map,
    delete_map,
    get_map,
    list_exceptions,
    list_exclusions,
    list_maps,
    write_exceptions,
    write_exclusions,
)

_READ, _WRITE = "maps.read", "maps.write"
_PIECE = 1000


class ExceptionsBody(msgspec.Struct, kw_only=True):
    """Pairs to add, or with `append` false to put in place of those there are."""

    items: list[ExceptionBody]
    append: bool = True


class ExclusionsBody(msgspec.Struct, kw_only=True):
    """The same of people and groups to leave out."""

    items: list[ExclusionBody]
    append: bool = True


@route("GET", "account_maps", permission=_READ)
@route("GET", "group_maps", permission=_READ)
async def list_all_maps(ctx: Context) -> Many:
    """List maps; `q` searches their names."""
    kind = _kind(ctx)
    found, total = await list_maps(ctx.db, kind, ctx.page)
    return Many(f"{kind}s", [_view(ctx, one) for one in found], total, ctx.page)


@route("POST", "account_maps", permission=_WRITE)
@route("POST", "group_maps", permission=_WRITE)
async def post_map(ctx: Context) -> One:
    """Make a map: connections and defaults of both sides, rules, exceptions, exclusions, what to do about the unknown."""
    body = await ctx.body(MapBody)
    return _one(ctx, await ctx.db.write(create_map, ctx.person, _kind(ctx), body), status=201)


@route("GET", "account_maps/{id}", permission=_READ)
@route("GET", "group_maps/{id}", permission=_READ)
async def get_one_map(ctx: Context, id: str) -> One:
    """Get a map; its exceptions and exclusions are lists of their own."""
    return _one(ctx, await get_map(ctx.db, _kind(ctx), id))


@route("PUT", "account_maps/{id}", permission=_WRITE)
@route("PUT", "group_maps/{id}", permission=_WRITE)
@route("PATCH", "account_maps/{id}", permission=_WRITE)
@route("PATCH", "group_maps/{id}", permission=_WRITE)
async def patch_map(ctx: Context, id: str) -> One:
    """Change a map; what the body does not name stays, and lists that it names are replaced."""
    body = await ctx.body(MapBody)
    return _one(ctx, await ctx.db.write(change_map, ctx.person, _kind(ctx), id, body))


@route("DELETE", "account_maps/{id}", permission=_WRITE)
@route("DELETE", "group_maps/{id}", permission=_WRITE)
async def delete_one_map(ctx: Context, id: str) -> None:
    """Remove a map. Jobs that name it do not begin any more."""
    await ctx.db.write(delete_map, _kind(ctx), id)


@route("DELETE", "account_maps", permission=_WRITE)
@route("DELETE", "group_maps", permission=_WRITE)
async def delete_maps(ctx: Context) -> Counted:
    """Remove all maps whose names `q` is in, with `limit` those of the page alone."""
    check_filters(ctx, ("q",))
    found = await chosen(ctx, lambda page: list_maps(ctx.db, _kind(ctx), page))
    return await each(ctx, [one.id for one in found], lambda id: ctx.db.write(delete_map, _kind(ctx), id))


@route("GET", "account_maps/{id}/exceptions", permission=_READ)
@route("GET", "group_maps/{id}/exceptions", permission=_READ)
async def get_exceptions(ctx: Context, id: str) -> Many:
    """List the explicit pairs of a map."""
    await get_map(ctx.db, _kind(ctx), id)
    found, total = await list_exceptions(ctx.db, id, ctx.page)
    return Many("item", [_pair(one) for one in found], total, ctx.page)


@route("GET", "account_maps/{id}/exceptions.csv", permission=_READ)
@route("GET", "group_maps/{id}/exceptions.csv", permission=_READ)
async def get_exceptions_csv(ctx: Context, id: str) -> Csv:
    """The explicit pairs of a map as CSV, as they can be sent."""
    found = await get_map(ctx.db, _kind(ctx), id)
    return Csv(f"{found.id}-exceptions.csv", EXCEPTION_COLUMNS, _exception_rows(ctx, id))


@route("POST", "account_maps/{id}/exceptions", permission=_WRITE)
@route("POST", "group_maps/{id}/exceptions", permission=_WRITE)
async def post_exceptions(ctx: Context, id: str) -> Many:
    """Add pairs, or with `append` false replace them all: `{"append", "items"}`, or CSV as a form's file or as the body."""
    raw, is_csv = await sent_file(ctx)
    body = ExceptionsBody(items=read_exceptions(raw), append=_append(ctx)) if is_csv else decode(raw, ExceptionsBody)
    await ctx.db.write(write_exceptions, ctx.person, _kind(ctx), id, body.items, body.append)
    found, total = await list_exceptions(ctx.db, id, ctx.page)
    return Many("item", [_pair(one) for one in found], total, ctx.page)


@route("GET", "account_maps/{id}/exclusions", permission=_READ)
@route("GET", "group_maps/{id}/exclusions", permission=_READ)
@route("GET", "account_maps/{id}/exclusions/{side}", permission=_READ)
@route("GET", "group_maps/{id}/exclusions/{side}", permission=_READ)
async def get_exclusions(ctx: Context, id: str, side: str | None = None) -> Many:
    """List whom a map leaves out, on both sides or on one."""
    await get_map(ctx.db, _kind(ctx), id)
    return await _exclusions(ctx, id, None if side is None else _side(side))


@route("GET", "account_maps/{id}/exclusions/source.csv", permission=_READ)
@route("GET", "group_maps/{id}/exclusions/source.csv", permission=_READ)
async def get_source_exclusions_csv(ctx: Context, id: str) -> Csv:
    """Whom a map leaves out of the source's people as CSV, as it can be sent."""
    return await _exclusions_csv(ctx, id, "source")


@route("GET", "account_maps/{id}/exclusions/destination.csv", permission=_READ)
@route("GET", "group_maps/{id}/exclusions/destination.csv", permission=_READ)
async def get_destination_exclusions_csv(ctx: Context, id: str) -> Csv:
    """The same of the destination's people."""
    return await _exclusions_csv(ctx, id, "destination")


@route("POST", "account_maps/{id}/exclusions", permission=_WRITE)
@route("POST", "group_maps/{id}/exclusions", permission=_WRITE)
@route("POST", "account_maps/{id}/exclusions/{side}", permission=_WRITE)
@route("POST", "group_maps/{id}/exclusions/{side}", permission=_WRITE)
async def post_exclusions(ctx: Context, id: str, side: str = "source") -> Many:
    """Leave people or groups out, on the source's side where none is named; sent as exceptions are."""
    end = _side(side)
    raw, is_csv = await sent_file(ctx)
    body = ExclusionsBody(items=read_exclusions(raw), append=_append(ctx)) if is_csv else decode(raw, ExclusionsBody)
    await ctx.db.write(write_exclusions, ctx.person, _kind(ctx), id, end, body.items, body.append)
    return await _exclusions(ctx, id, end)


@route("GET", "account_maps/{id}/preview", permission=_READ)
@route("GET", "group_maps/{id}/preview", permission=_READ)
async def get_preview(ctx: Context, id: str) -> Many:
    """Whom everybody of the source's connection would be at the destination: who has no counterpart is seen before a run."""
    found = await get_map(ctx.db, _kind(ctx), id)
    rows, total = await preview(ctx.site, found, ctx.page)
    return Many("item", rows, total, ctx.page)


def _kind(ctx: Context) -> MapType:
    return "group_map" if "/group_maps" in ctx.request.url.path.lower() else "account_map"


def _side(side: str) -> SideName:
    if side.lower() not in ("source", "destination"):
        raise BadRequest(f"exclusions are for source or destination, not for {side!r}")
    return cast(SideName, side.lower())


def _append(ctx: Context) -> bool:
    """A file is added to what there is, unless the query says `append=0`."""
    asked = ctx.asked.boolean("append")
    return True if asked is None else asked


async def _exclusions_csv(ctx: Context, map_id: str, side: SideName) -> Csv:
    found = await get_map(ctx.db, _kind(ctx), map_id)
    return Csv(f"{found.id}-exclusions-{side}.csv", EXCLUSION_COLUMNS, _exclusion_rows(ctx, map_id, side))


async def _exclusions(ctx: Context, map_id: str, side: SideName | None) -> Many:
    found, total = await list_exclusions(ctx.db, map_id, ctx.page, side)
    return Many("item", [_left_out(one) for one in found], total, ctx.page)


async def _exception_rows(ctx: Context, map_id: str) -> AsyncIterator[Sequence[Any]]:
    offset = 0
    while True:
        found, _ = await list_exceptions(ctx.db, map_id, Page(offset=offset, limit=_PIECE))
        for one in found:
            yield exception_row(one.source, one.destination)
        if len(found) < _PIECE:
            return
        offset += _PIECE


async def _exclusion_rows(ctx: Context, map_id: str, side: SideName) -> AsyncIterator[Sequence[Any]]:
    offset = 0
    while True:
        found, _ = await list_exclusions(ctx.db, map_id, Page(offset=offset, limit=_PIECE), side)
        for one in found:
            yield exclusion_row(one.sid)
        if len(found) < _PIECE:
            return
        offset += _PIECE


def _one(ctx: Context, found: PeopleMap, *, status: int = 200) -> One:
    return One(found.type, _view(ctx, found), status)


def _view(ctx: Context, found: PeopleMap) -> dict[str, Any]:
    return {
        "id": found.id,
        "name": found.name,
        "type": found.type,
        "source": found.source,
        "destination": found.destination,
        "map_by": found.map_by,
        "unmapped_policy": found.unmapped_policy or "default",
        "created_by": found.created_by,
        "created_on": found.created_on // 1_000_000,
        "modified_by": found.modified_by,
        "modified_on": found.modified_on // 1_000_000,
        "links": {"self": {"href": ctx.url(f"{found.type}s/{found.id}")}},
    }


def _pair(one: MapException) -> dict[str, Any]:
    return {"id": one.id, "source": one.source, "destination": one.destination}


def _left_out(one: MapExclusion) -> dict[str, Any]:
    return {"id": one.id, "side": one.side, "sid": one.sid}
