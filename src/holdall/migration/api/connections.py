"""Connections to platforms: made, changed, tested, pooled, deleted. What they sign in with is never told again."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.clock import SECOND
from holdall.base.errors import BadRequest, NotFound
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Many, One, Raw
from holdall.migration.api.many import check_filters, chosen, each
from holdall.migration.api.platforms import brief_view
from holdall.migration.api.routing import route
from holdall.migration.platforms.errors import PlatformError
from holdall.migration.service.connecting import (
    NewConnection,
    change_connection,
    create_connection,
    delete_connection,
    join_pool,
    leave_pool,
    list_connections,
    probe,
    probe_and_note,
)
from holdall.migration.service.connections import Connection, check_place, connections_by_id, get_connection
from holdall.migration.service.credentials import Credentials, read_auth, read_changes
from holdall.migration.service.known_platforms import KnownPlatform, features_of, known_platform, validation_of
from holdall.migration.service.listing import Page

USUAL = ("id", "name", "disabled", "group", "readonly", "platform", "account", "pool", "links")
"""What a connection in a list tells without `fields`."""


class Reference(msgspec.Struct):
    """Something else by its id."""

    id: str | None = None
    name: str | None = None


class ConnectionBody(msgspec.Struct, kw_only=True):
    """A connection as it is sent. What only the server says of one may be sent back, and is not read."""

    name: str | UnsetType | None = UNSET
    platform: Reference | UnsetType = UNSET
    auth: dict[str, Any] | UnsetType | None = UNSET
    readonly: bool | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET
    admin_mode: bool | UnsetType = UNSET
    id: Any = None
    type: Any = None
    group: Any = None
    account: Any = None
    pool: Any = None
    features: Any = None
    path: Any = None
    links: Any = None
    created_by: Any = None
    created_on: Any = None
    modified_by: Any = None
    modified_on: Any = None


@route("GET", "connections", permission="connections.read")
async def list_all_connections(ctx: Context) -> Many:
    """List connections and pools.

    `platform` is a platform's id, `active` true or false for enabled or disabled ones, `pools=true` for pools alone; `q`
    searches names; they are sorted by name, created_on, modified_on, platform or id.
    """
    found, total = await _listed(ctx, ctx.page)
    return Many("connections", await views(ctx, found), total, ctx.page, USUAL)


@route("POST", "connections", permission="connections.write")
async def post_connection(ctx: Context) -> One:
    """Make a connection: `name`, `platform.id` and `auth`, and if wanted `readonly`, `disabled`, `admin_mode`.

    It is tried at once; where it cannot be used now it is kept, and a warning says why.
    """
    body = await ctx.body(ConnectionBody)
    if body.platform is UNSET or not body.platform.id:
        raise BadRequest("A connection needs platform.id; GET /v1/connections/platforms lists them")
    platform = _platform_of(body.platform.id)
    fields = read_auth(platform, body.auth or {}, ctx.warnings)
    _check_place(ctx, platform.id, fields)
    new = NewConnection(
        platform_id=platform.id,
        name=body.name or platform.name,
        credentials=Credentials(fields),
        admin_mode=_admin_mode(body, fields) or False,
        readonly=body.readonly or False,
        disabled=body.disabled or False,
    )
    connection = await ctx.db.write(create_connection, ctx.site.key, ctx.person.id, new)
    if not connection.disabled:
        connection = await probe_and_note(ctx.site, connection, ctx.warnings)
    return await _one(ctx, connection, status=201)


@route("GET", "connections/{id}", permission="connections.read")
async def get_one_connection(ctx: Context, id: str) -> One:
    """Get a connection or a pool, with its platform's features and path rules; never what it signs in with."""
    return await _one(ctx, await get_connection(ctx.db, id))


@route("PUT", "connections/{id}", permission="connections.write")
async def put_connection(ctx: Context, id: str) -> One:
    """Replace a connection's properties; `auth` as a whole where it is sent, and kept where it is not."""
    return await _change(ctx, id, merge=False)


@route("PATCH", "connections/{id}", permission="connections.write")
async def patch_connection(ctx: Context, id: str) -> One:
    """Change what is sent of a connection; of `auth` the fields that are sent, null removes one."""
    return await _change(ctx, id, merge=True)


@route("DELETE", "connections/{id}", permission="connections.write")
async def delete_one_connection(ctx: Context, id: str) -> None:
    """Remove a connection that no job uses, or a pool, whose connections stay."""
    await ctx.db.write(delete_connection, id)


@route("DELETE", "connections", permission="connections.write")
async def delete_connections(ctx: Context) -> Counted:
    """Remove all connections that a list with the same filters would have, with `limit` those of the page alone.

    Those that jobs use stay, and are told in `warnings`.
    """
    check_filters(ctx, ("platform", "active", "pools", "q"))
    found = await chosen(ctx, lambda page: _listed(ctx, page))
    return await each(ctx, [one.id for one in found], lambda id: ctx.db.write(delete_connection, id))


@route("POST", "connections/{id}/test", permission="connections.read")
async def test_connection(ctx: Context, id: str) -> Raw:
    """Try a connection now: whether it can be used, whom it is signed in as, and what is wrong. An addition of Holdall."""
    await get_connection(ctx.db, id)
    account, problem = await probe(ctx.site, id)
    told = {"succeeded": problem is None, "account": account, "message": problem}
    return Raw({"status": 200, "type": "connection_test", "connection_test": told})


@route("PATCH", "connections/{id}/pool", permission="connections.write")
async def patch_pool(ctx: Context, id: str) -> One:
    """Put a connection into a pool: `id` or `name` of one, or the name of a new one. Jobs take its id as a connection's."""
    body = await ctx.body(Reference)
    return await _one(ctx, await ctx.db.write(join_pool, ctx.person.id, id, pool_id=body.id, name=body.name))


@route("DELETE", "connections/{id}/pool", permission="connections.write")
async def delete_pool(ctx: Context, id: str) -> One:
    """Take a connection out of its pool."""
    return await _one(ctx, await ctx.db.write(leave_pool, ctx.person.id, id))


async def views(ctx: Context, found: Sequence[Connection]) -> list[dict[str, Any]]:
    """Connections as they are told."""
    pools = await connections_by_id(ctx.db, [one.pool_id for one in found if one.pool_id])
    return [_view(ctx, one, pools.get(one.pool_id or "")) for one in found]


async def _listed(ctx: Context, page: Page) -> tuple[list[Connection], int]:
    platform = ctx.asked.text("platform")
    return await list_connections(
        ctx.db,
        page,
        platform_id=None if platform is None else platform.lower(),
        active=ctx.asked.boolean("active"),
        pools=ctx.asked.flag("pools"),
    )


async def _one(ctx: Context, connection: Connection, *, status: int = 200) -> One:
    return One("connection", (await views(ctx, [connection]))[0], status)


def _view(ctx: Context, one: Connection, pool: Connection | None) -> dict[str, Any]:
    platform = known_platform(one.platform_id)
    address = ctx.url(f"connections/{one.id}")
    return {
        "id": one.id,
        "name": one.name,
        "platform": brief_view(platform),
        "group": one.is_pool,
        "disabled": one.disabled,
        "readonly": one.readonly,
        "admin_mode": one.admin_mode,
        "account": None if one.account is None else {**one.account, "type": "account"},
        "pool": None if pool is None else {"id": pool.id, "name": pool.name, "type": "connection"},
        "features": features_of(platform),
        "path": {"validation": validation_of(platform)},
        "created_by": one.created_by,
        "created_on": one.created_on // SECOND,
        "modified_by": one.modified_by,
        "modified_on": one.modified_on // SECOND,
        "type": "connection",
        "links": {
            "self": {"href": address},
            "edit": {"href": f"{address}/edit"},
            "items": {"href": f"{address}/items"},
        },
    }


async def _change(ctx: Context, connection_id: str, *, merge: bool) -> One:
    body = await ctx.body(ConnectionBody)
    connection = await get_connection(ctx.db, connection_id)
    if body.platform is not UNSET and body.platform.id and body.platform.id.lower() != connection.platform_id:
        raise BadRequest(
            f"The connection is to {connection.platform_id} and stays so; make another for another platform"
        )
    columns = _columns(body, is_put=not merge)
    if body.auth is not UNSET and body.auth is not None:
        known = Credentials.unseal(ctx.site.key, connection.auth) if merge else Credentials()
        columns |= _auth_columns(ctx, connection, body, known)
    connection = await ctx.db.write(change_connection, ctx.person.id, connection_id, columns)
    if "auth" in columns and not connection.disabled:
        connection = await probe_and_note(ctx.site, connection, ctx.warnings)
    return await _one(ctx, connection)


def _auth_columns(ctx: Context, connection: Connection, body: ConnectionBody, known: Credentials) -> dict[str, Any]:
    credentials = read_changes(known_platform(connection.platform_id), known, body.auth or {}, ctx.warnings)
    admin_mode = _admin_mode(body, credentials.fields)
    _check_place(ctx, connection.platform_id, credentials.fields)
    sealed = {"auth": credentials.seal(ctx.site.key)}
    return sealed if admin_mode is None else {**sealed, "admin_mode": admin_mode}


def _columns(body: ConnectionBody, *, is_put: bool) -> dict[str, Any]:
    columns: dict[str, Any] = {} if body.name in (UNSET, None) else {"name": body.name}
    for name in ("readonly", "disabled", "admin_mode"):
        value = getattr(body, name)
        if value is not UNSET:
            columns[name] = value
        elif is_put and name != "admin_mode":
            columns[name] = False
    if is_put and "name" not in columns:
        raise BadRequest("A connection needs a name; PATCH changes only what is sent")
    return columns


def _platform_of(platform_id: str) -> KnownPlatform:
    try:
        return known_platform(platform_id)
    except NotFound:
        raise BadRequest(
            f"platform.id: {platform_id!r} is not known; GET /v1/connections/platforms lists them"
        ) from None


def _check_place(ctx: Context, platform_id: str, fields: dict[str, Any]) -> None:
    try:
        check_place(ctx.site, platform_id, fields)
    except (PlatformError, ValueError) as error:
        raise BadRequest(str(error)) from None


def _admin_mode(body: ConnectionBody, fields: dict[str, Any]) -> bool | None:
    """Whether paths begin with a user, as the body says at its top or among the fields; None where it does not say."""
    said = fields.pop("admin_mode", None)
    return said if body.admin_mode is UNSET else body.admin_mode
