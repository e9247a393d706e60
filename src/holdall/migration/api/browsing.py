"""What is behind a connection: its items, its people and groups, and how much there is."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from holdall.base.clock import SECOND
from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Csv, Many, One, Raw
from holdall.migration.api.routing import route
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Account, Entry, Group, Platform, Wanted
from holdall.migration.platforms.schemas import Schema
from holdall.migration.service.browsing import Counts, address_of, count, flat, item_id, list_items, take
from holdall.migration.service.connections import open_side_of
from holdall.migration.service.listing import sort_rows

_COLUMNS = ("items_count", "items_bytes", "containers_count", "is_complete")


@route("POST", "connections/{id}/items", permission="connections.read")
@route("GET", "connections/{id}/items", permission="connections.read")
async def list_root_items(ctx: Context, id: str) -> Many:
    """List what is in a folder: the one at `path`, or the connection's root.

    `q` searches names in that folder; `sort` is by name, bytes or modified_on, else they come as the platform has them. The
    header `X-Connect-As` (an e-mail address, an id or a name) looks as another account. POST does the same, for long queries.
    """
    async with _opened(ctx, id, ctx.asked.text("path")) as (platform, folder):
        return await _items(ctx, id, platform, folder)


@route("POST", "connections/{id}/items/{item}", permission="connections.read")
@route("GET", "connections/{id}/items/{item}", permission="connections.read")
async def list_child_items(ctx: Context, id: str, item: str) -> Many:
    """List what is in the folder with this id, as items tell theirs."""
    async with _opened(ctx, id, None) as (platform, _):
        folder = await platform.entry(address_of(item))
        if folder.type != "folder":
            raise PlatformError(Kind.UNSUPPORTED, f"{folder.name} is a {folder.type}; name a folder")
        return await _items(ctx, id, platform, folder)


@route("GET", "connections/{id}/files/metadata_schema", permission="connections.read")
@route("GET", "connections/{id}/folders/metadata_schema", permission="connections.read")
@route("GET", "connections/{id}/files/{item}/metadata_schema", permission="connections.read")
@route("GET", "connections/{id}/folders/{item}/metadata_schema", permission="connections.read")
async def list_schemas(ctx: Context, id: str, item: str | None = None) -> Many:
    """List the schemas of metadata that items of the connection may have, with their properties; of the item with this id,
    or at `path`, also the values that it has. Platforms without metadata have none.
    """
    async with _opened(ctx, id, None) as (platform, _):
        if platform.extras is None or not platform.features.metadata:
            return Many("metadata_schemas", [], 0, ctx.page)
        entry = await _meant(ctx, platform, item)
        values = {} if entry is None else {one.schema: one.values for one in await platform.extras.metadata(entry)}
        found, total = sort_rows(
            sorted(await platform.extras.schemas(), key=lambda one: one.id), ctx.page, {"id": lambda schema: schema.id}
        )
        rows = [_schema(one, values.get(one.id)) for one in found]
        return Many("metadata_schemas", rows, total, ctx.page)


@route("GET", "connections/{id}/accounts", permission="connections.read")
async def list_accounts(ctx: Context, id: str) -> Many:
    """List the people of the platform; `q` is how their names or addresses begin."""
    async with _opened(ctx, id, None, as_other=False) as (platform, _):
        found, total, more = await take(flat(platform.accounts(ctx.page.q)), ctx.page)
        return Many("accounts", [_account(one) for one in found], total, ctx.page, has_more=more)


@route("GET", "connections/{id}/accounts/{account}", permission="connections.read")
async def get_account(ctx: Context, id: str, account: str) -> One:
    """Get one person of the platform, by id or e-mail address."""
    async with _opened(ctx, id, None, as_other=False) as (platform, _):
        return One("account", _account(await platform.account(_named(account))))


@route("GET", "connections/{id}/groups", permission="connections.read")
async def list_groups(ctx: Context, id: str) -> Many:
    """List the groups of the platform; `q` is how their names begin."""
    async with _opened(ctx, id, None, as_other=False) as (platform, _):
        found, total, more = await take(flat(platform.groups(ctx.page.q)), ctx.page)
        return Many("groups", [_group(one) for one in found], total, ctx.page, has_more=more)


@route("GET", "connections/{id}/groups/{group}", permission="connections.read")
async def get_group(ctx: Context, id: str, group: str) -> One:
    """Get one group of the platform by id."""
    async with _opened(ctx, id, None, as_other=False) as (platform, _):
        return One("group", _group(await platform.group(Wanted(id=group))))


@route("GET", "connections/{id}/stats", permission="connections.read")
async def get_stats(ctx: Context, id: str) -> Raw:
    """Count files, bytes and folders under `path`; `ignoreHidden=1` and `ignoreShared=1` leave those out.

    Counting ends after four minutes; `is_complete` says whether it came to its end.
    """
    counts = await _count(ctx, id)
    items = {"count": counts.items, "bytes": counts.bytes}
    stats = {"items": items, "containers": {"count": counts.containers}, "is_complete": counts.is_complete}
    return Raw({"item_stats": stats})


@route("GET", "connections/{id}/stats.csv", permission="connections.read")
async def get_stats_csv(ctx: Context, id: str) -> Csv:
    """Count the same, as CSV."""
    counts = await _count(ctx, id)

    async def rows() -> AsyncIterator[Sequence[Any]]:
        yield (counts.items, counts.bytes, counts.containers, counts.is_complete)

    return Csv("stats.csv", _COLUMNS, rows())


@asynccontextmanager
async def _opened(
    ctx: Context, connection_id: str, path: str | None, *, as_other: bool = True
) -> AsyncIterator[tuple[Platform, Entry]]:
    """The platform behind a connection for one request, as the account that the header names."""
    wanted = ctx.request.headers.get("x-connect-as", "").strip() if as_other else ""
    account = msgspec.to_builtins(_named(wanted)) if wanted else None
    side = await open_side_of(ctx.site, connection_id, path, impersonate_as=account)
    try:
        yield side.platform, side.root
    finally:
        await side.platform.close()


def _named(words: str) -> Wanted:
    if "@" in words:
        return Wanted(email=words)
    return Wanted(id=words) if words.isdigit() else Wanted(name=words)


async def _count(ctx: Context, connection_id: str) -> Counts:
    flags = {"ignore_hidden": ctx.asked.flag("ignorehidden"), "ignore_shared": ctx.asked.flag("ignoreshared")}
    async with _opened(ctx, connection_id, ctx.asked.text("path")) as (platform, root):
        return await count(platform, root, **flags)


async def _meant(ctx: Context, platform: Platform, item: str | None) -> Entry | None:
    """The item with this id, or at the `path` of the query; None where neither is said."""
    if item is not None:
        return await platform.entry(address_of(item))
    names = [name for name in (ctx.asked.text("path") or "").split("/") if name]
    return await platform.find(names) if names else None


def _schema(schema: Schema, values: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "id": schema.id,
        "name": schema.caption,
        "hidden": schema.hidden,
        "properties": [
            {
                "name": one.name,
                "type": one.type,
                "caption": one.caption,
                "description": one.description,
                "hidden": one.hidden,
                "options": [choice.name for choice in one.choices],
            }
            for one in schema.properties
        ],
        "values": values,
        "type": "metadata_schema",
    }


async def _items(ctx: Context, connection_id: str, platform: Platform, folder: Entry) -> Many:
    found, total, more = await list_items(platform, folder, ctx.page)
    rows = [_item(ctx, connection_id, entry) for entry in found]
    return Many("items", rows, total, ctx.page, has_more=more)


def _item(ctx: Context, connection_id: str, entry: Entry) -> dict[str, Any]:
    identifier = item_id(entry.address)
    is_folder = entry.type == "folder"
    created, modified = (None if time is None else time // SECOND for time in (entry.created, entry.modified))
    return {
        "id": identifier,
        "name": entry.name,
        "type": "container" if is_folder else "item",
        "item_type": {"id": entry.type, "name": entry.type, "type": "item_type"},
        "bytes": None if is_folder else entry.size,
        "etag": entry.revision or None,
        "hash": next((f"{name}:{value}" for name, value in sorted(entry.hashes.items())), None),
        "owner": None if entry.owner is None else _account(entry.owner),
        "is_hidden": entry.name.startswith("."),
        "is_shared": entry.shared,
        "content_created_on": created,
        "created_on": created,
        "content_modified_on": modified,
        "modified_on": modified,
        "target": entry.target,
        "problem": entry.problem,
        "links": {"items": {"href": ctx.url(f"connections/{connection_id}/items/{identifier}")}} if is_folder else {},
    }


def _account(account: Account) -> dict[str, Any]:
    given, _, surname = (account.name or "").rpartition(" ")
    return {
        "id": account.id,
        "external_id": account.external_id,
        "name": account.name,
        "email": account.email,
        "username": account.username,
        "given_name": given or None,
        "surname": surname or None,
        "admin": account.admin,
        "built_in": account.built_in,
        "disabled": account.disabled,
        "readonly": False,
        "type": "account",
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "caption": group.caption,
        "external_id": group.external_id,
        "admin": False,
        "built_in": False,
        "disabled": False,
        "readonly": False,
        "type": "group",
    }
