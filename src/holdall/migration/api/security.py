"""Permissions, the security map and embedded links of jobs over HTTP."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import msgspec

from holdall.migration.api.context import Context
from holdall.migration.api.envelopes import Counted, Csv, Many
from holdall.migration.api.routing import route
from holdall.migration.api.scopes import asked_items, asked_scope
from holdall.migration.engine.statements import BY_IDS
from holdall.migration.service.listing import Page
from holdall.migration.service.scope import Scope
from holdall.migration.service.security import (
    Mapped,
    Permission,
    list_permissions,
    list_security_map,
    mapped_by_ids,
)

PERMISSION_COLUMNS = (
    "id",
    "job_id",
    "item_id",
    "path",
    "type",
    "source",
    "identity",
    "mapped_to",
    "rights",
    "access",
    "status",
    "reason",
)
MAP_COLUMNS = ("id", "job_id", "type", "source", "destination", "resolution", "permissions", "message")
LINK_COLUMNS = ("target", "link", "remediated_link", "remediation_status", "remediation_status_reason", "count")
_EACH = 1000


@route("GET", "transfers/permissions", permission="reports.read")
@route("GET", "transfers/{job}/permissions", permission="reports.read")
async def get_permissions(ctx: Context, job: str | None = None) -> Many:
    """List the permissions that the jobs `job` or `jobs` carried over, on the items `id`; `q` searches whom they are for."""
    scope = await asked_scope(ctx, job)
    found, total = await list_permissions(ctx.db, scope, ctx.page, items=asked_items(ctx, "id", "items"))
    return Many("item", await _permission_views(ctx, scope, found), total, ctx.page)


@route("GET", "transfers/permissions.csv", permission="reports.read")
@route("GET", "transfers/{job}/permissions.csv", permission="reports.read")
async def get_permissions_csv(ctx: Context, job: str | None = None) -> Csv:
    """The same as a CSV file, all pages together."""
    scope, items = await asked_scope(ctx, job), asked_items(ctx, "id", "items")

    async def page_of(page: Page) -> list[dict[str, Any]]:
        found, _ = await list_permissions(ctx.db, scope, page, items=items)
        return await _permission_views(ctx, scope, found)

    def row(view: dict[str, Any]) -> list[Any]:
        mapped, target = view["security_map"] or {}, view["target"]
        to = (mapped.get("destination") or {}).get("email") or (mapped.get("destination") or {}).get("name")
        here = mapped.get("source") or {}
        who = here.get("email") or here.get("name")
        head = [view["id"], view["job_id"], target["id"], target["path"], here.get("type"), who]
        return [*head, view["identity"], to, view["rights"], view["access"], view["status"], view["message"]]

    return Csv("permissions.csv", PERMISSION_COLUMNS, _rows(page_of, row))


@route("GET", "transfers/security_map", permission="reports.read")
@route("GET", "transfers/{job}/security_map", permission="reports.read")
async def get_security_map(ctx: Context, job: str | None = None) -> Many:
    """List how each person and group of the source was mapped, by `resolution`; `q` searches names."""
    scope = await asked_scope(ctx, job)
    found, total = await list_security_map(ctx.db, scope, ctx.page, resolutions=ctx.asked.texts("resolution"))
    return Many("item", [_mapped_view(one, scope) for one in found], total, ctx.page)


@route("GET", "transfers/security_map.csv", permission="reports.read")
@route("GET", "transfers/{job}/security_map.csv", permission="reports.read")
async def get_security_map_csv(ctx: Context, job: str | None = None) -> Csv:
    """The same as a CSV file, all pages together."""
    scope = await asked_scope(ctx, job)

    async def page_of(page: Page) -> list[dict[str, Any]]:
        found, _ = await list_security_map(ctx.db, scope, page, resolutions=ctx.asked.texts("resolution"))
        return [_mapped_view(one, scope) for one in found]

    def row(view: dict[str, Any]) -> list[Any]:
        to = view["destination"] or {}
        head = [
            view["id"],
            view["job_id"],
            view["source"]["type"],
            view["source"].get("email") or view["source"].get("name"),
        ]
        return [*head, to.get("email") or to.get("name"), view["resolution"], view["permissions"], view["message"]]

    return Csv("security_map.csv", MAP_COLUMNS, _rows(page_of, row))


@route("GET", "transfers/links", permission="reports.read")
@route("GET", "transfers/{job}/links", permission="reports.read")
async def get_links(ctx: Context, job: str | None = None) -> Many:
    """List the links inside documents that jobs found. Jobs here do not look into documents, so there are none, ever."""
    await asked_scope(ctx, job)
    return Many("item", [], 0, ctx.page)


@route("GET", "transfers/links.csv", permission="reports.read")
@route("GET", "transfers/{job}/links.csv", permission="reports.read")
async def get_links_csv(ctx: Context, job: str | None = None) -> Csv:
    """The same as a CSV file: a heading."""
    await asked_scope(ctx, job)

    async def rows() -> AsyncIterator[Sequence[Any]]:
        nothing: Sequence[Sequence[Any]] = ()
        for row in nothing:
            yield row

    return Csv("links.csv", LINK_COLUMNS, rows())


@route("PATCH", "transfers/links", permission="jobs.run")
async def patch_links(ctx: Context) -> Counted:
    """Decide about links inside documents: there are none, so none is changed."""
    return Counted(0)


async def _rows(
    page_of: Callable[[Page], Any], row: Callable[[dict[str, Any]], Sequence[Any]]
) -> AsyncIterator[Sequence[Any]]:
    page = Page(limit=_EACH)
    while views := await page_of(page):
        for view in views:
            yield row(view)
        page = msgspec.structs.replace(page, offset=page.offset + _EACH)


async def _permission_views(ctx: Context, scope: Scope, found: Sequence[Permission]) -> list[dict[str, Any]]:
    people = await mapped_by_ids(ctx.db, [one.security_id for one in found if one.security_id is not None])
    items = {item.id: item for item in await ctx.db.all(BY_IDS, ids=[one.item_id for one in found])} if found else {}
    views = []
    for one in found:
        mapped, item = people.get(one.security_id or 0), items.get(one.item_id)
        views.append(
            {
                "id": one.id,
                "job_id": scope.subjects[one.job_id].id,
                "execution_id": one.run_id,
                "target": {"id": one.item_id, "path": item.path if item is not None else None},
                "security_map": _mapped_view(mapped, scope) if mapped is not None else None,
                "identity": one.identity,
                "rights": one.rights,
                "access": one.access,
                "status": one.status,
                "message": one.reason,
                "audit_trail": None,
            }
        )
    return views


def _mapped_view(one: Mapped, scope: Scope) -> dict[str, Any]:
    return {
        "id": one.id,
        "job_id": scope.subjects[one.job_id].id,
        "source": {"type": one.type, **one.source},
        "destination": {"type": one.type, **one.destination} if one.destination is not None else None,
        "resolution": one.resolution,
        "permissions": one.permissions,
        "message": one.message,
    }
