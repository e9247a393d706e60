"""How an item of a job looks on the wire, with both its sides; times are seconds since 1970."""

import mimetypes
from collections.abc import Mapping, Sequence
from typing import Any

from holdall.migration.api.context import Context
from holdall.migration.engine.filters import GROUPS
from holdall.migration.engine.reasons import Reason
from holdall.migration.engine.rows import Item
from holdall.migration.service.error_categories import Category, categories_of
from holdall.migration.service.items import destination_paths
from holdall.migration.service.scope import Scope

USUAL = (
    "id",
    "job_id",
    "parent_id",
    "type",
    "source",
    "destination",
    "status",
    "message",
    "audit_category",
    "retried",
    "transferred_on",
)
COLUMNS = (
    "id",
    "job_id",
    "type",
    "status",
    "category",
    "message",
    "source_path",
    "destination_path",
    "bytes",
    "versions",
    "hash",
    "verified",
    "source_modified_on",
    "transferred_on",
    "retried",
)
_TYPES = {"folder": "container"}


async def item_views(ctx: Context, scope: Scope, found: Sequence[Item]) -> list[dict[str, Any]]:
    """The items of a page; a constant number of queries."""
    paths = await destination_paths(ctx.db, found)
    categories = await categories_of(ctx.db, found)
    return [_view(item, scope, paths, categories) for item in found]


async def item_rows(ctx: Context, scope: Scope, found: Sequence[Item]) -> list[list[Any]]:
    """The same as rows of COLUMNS."""
    return [
        [
            view["id"],
            view["job_id"],
            view["type"],
            view["status"],
            (view["audit_category"] or {}).get("name"),
            view["message"],
            view["source"]["path"],
            (view["destination"] or {}).get("path"),
            view["source"]["bytes"],
            view["versions"],
            view["source"]["hash"],
            view["verified"],
            view["source"]["modified_on"],
            view["transferred_on"],
            view["retried"],
        ]
        for view in await item_views(ctx, scope, found)
    ]


def category_view(category: Category) -> dict[str, Any]:
    """An error category."""
    view: dict[str, Any] = {
        "id": category.id,
        "name": category.name,
        "description": category.description,
        "action": category.action,
        "level": category.level,
        "priority": category.priority,
        "built_in": category.reason is not None,
        "filter": category.filter,
        "type": "audit_category",
    }
    if category.reason is not None:
        view |= {"audit_type": -category.id, "reason": category.reason.value}
    return view


def content_category(extension: str) -> str:
    """The kind of content that an extension stands for, as the predefined groups of filters have it."""
    return next((name for name, extensions in GROUPS.items() if extension in extensions), "other")


def seconds(moment: int | None) -> int | None:
    """Microseconds as seconds."""
    return None if moment is None else moment // 1_000_000


def _view(item: Item, scope: Scope, paths: Mapping[int, str], categories: Mapping[int, Category]) -> dict[str, Any]:
    subject = scope.subjects[item.job_id]
    category = categories.get(item.id)
    there = item.destination_address is not None
    return {
        "id": item.id,
        "job_id": subject.id,
        "parent_id": item.parent_id,
        "root": item.depth == 1,
        "type": _TYPES.get(item.type, "item"),
        "source": _source(item, subject.path_of("source")),
        "destination": _destination(item, f"{subject.path_of('destination')}/{paths[item.id]}") if there else None,
        "source_to_destination": True,
        "status": item.status,
        "processing": _processing(item),
        "message": item.reason,
        "audit_category": category_view(category) if category is not None else None,
        "retried": max(item.attempts - 1, 0),
        "versions": item.versions,
        "verified": item.verified_run is not None,
        "transferred_on": seconds(item.transferred_at),
        "link_remediation_status": "nothing_to_remediate",
    }


def _source(item: Item, root: str) -> dict[str, Any]:
    hashes = item.source.get("hashes", {})
    return {
        "id": item.source_address,
        **_named(item, item.name),
        "path": f"{root}/{item.path}",
        "bytes": item.size,
        "version": item.source_revision or None,
        "hash": item.sha1 or hashes.get("sha1"),
        "created_on": seconds(item.source.get("created")),
        "modified_on": seconds(item.source.get("modified")),
    }


def _destination(item: Item, path: str) -> dict[str, Any]:
    return {
        "id": item.destination_address,
        **_named(item, item.destination_name or item.name),
        "path": path,
        "bytes": item.size,
        "version": item.destination_revision,
        "hash": item.sha1 if item.verified_run is not None else None,
    }


def _named(item: Item, name: str) -> dict[str, Any]:
    stem, dot, extension = name.rpartition(".")
    extension = extension.lower() if stem and dot and item.type == "file" else ""
    known: dict[str, Any] = {"name": name, "caption": name, "ext": extension or None}
    if item.type == "file":
        known |= {"mime_type": mimetypes.guess_type(name)[0], "file_type": content_category(extension)}
    return known


def _processing(item: Item) -> list[str]:
    done = {"renamed": item.category == Reason.NAME_CHANGED.value, "verified": item.verified_run is not None}
    return [name for name, is_so in done.items() if is_so] or ["none"]
