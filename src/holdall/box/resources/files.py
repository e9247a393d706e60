"""Files: their fields, changing, locking, copying and deleting them. Their bytes are in uploads and downloads."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.box.binding import Fields, Id
from holdall.box.bodies import Reference, read_instant, read_optional_instant
from holdall.box.changing import LinkBody, change_item
from holdall.box.context import Answer, Context
from holdall.box.delivery.preview_links import embed_link
from holdall.box.operations import operation
from holdall.box.resources.folders import Copy, NewParent, parent_id_of
from holdall.box.views.items import Document, render_item
from holdall.box.views.representations import hinted_entries
from holdall.content.access import Action, reach
from holdall.content.items.changes import Changes, LockRequest
from holdall.content.items.copies import copy_file as make_copy
from holdall.content.items.making import is_current
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import trash_item


class LockBody(msgspec.Struct):
    """A lock to put on a file."""

    access: Literal["lock"] = "lock"
    expires_at: str | None = None
    is_download_prevented: bool = False


class FilePermissions(msgspec.Struct):
    """Who may download a file: everybody with the right to, or only those of them in the owner's enterprise."""

    can_download: Literal["open", "company"] | UnsetType = UNSET


class FileChange(msgspec.Struct):
    """What can be changed of a file; absent leaves it as it is."""

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    parent: NewParent | UnsetType = UNSET
    tags: list[str] | UnsetType | None = UNSET
    lock: LockBody | UnsetType | None = UNSET
    content_created_at: str | UnsetType = UNSET
    content_modified_at: str | UnsetType = UNSET
    disposition_at: str | UnsetType = UNSET
    shared_link: LinkBody | UnsetType | None = UNSET
    collections: list[Reference] | UnsetType | None = UNSET
    permissions: FilePermissions | UnsetType | None = UNSET


@operation("get_files_id", "get_files_id#get_shared_link")
async def get_file(
    ctx: Context, file_id: Id, fields: Fields = None, if_none_match: str | None = None, x_rep_hints: str | None = None
) -> Document | Answer:
    """One file; one that is in the trash says so in its item_status."""
    file = await reach(ctx.db, ctx.subject, file_id, ItemType.FILE)
    file.require(Action.VIEW)
    if is_current(file.item, if_none_match):
        return Answer(status=304)
    document = await render_item(ctx.db, file, fields)
    if fields is not None:
        if x_rep_hints is not None and "representations" in fields:
            document["representations"] = await hinted_entries(ctx, file, x_rep_hints)
        if "expiring_embed_link" in fields:
            document["expiring_embed_link"] = embed_link(ctx, file)
    return document


@operation(
    "put_files_id",
    "put_files_id#add_shared_link",
    "put_files_id#update_shared_link",
    "put_files_id#remove_shared_link",
)
async def update_file(
    ctx: Context, file_id: Id, body: FileChange, fields: Fields = None, if_match: str | None = None
) -> Document:
    """Rename a file, move it, describe it, lock it, set its own times, or have it retained for longer."""
    changes = Changes(
        name=body.name,
        parent_id=await parent_id_of(ctx, body.parent),
        description=body.description or "" if body.description is not UNSET else UNSET,
        tags=body.tags or [] if body.tags is not UNSET else UNSET,
        lock=_lock_request(body.lock),
        options=_options(body.permissions),
        content_created_at=read_optional_instant("content_created_at", body.content_created_at),
        content_modified_at=read_optional_instant("content_modified_at", body.content_modified_at),
    )
    file = await change_item(
        ctx,
        file_id,
        ItemType.FILE,
        changes,
        collections=body.collections,
        shared_link=body.shared_link,
        disposition_at=read_optional_instant("disposition_at", body.disposition_at),
        if_match=if_match,
    )
    return await render_item(ctx.db, file, fields)


@operation("delete_files_id")
async def delete_file(ctx: Context, file_id: Id, if_match: str | None = None) -> None:
    """Put a file into the trash."""
    retention = ctx.platform.settings.trash_retention
    await ctx.db.write(trash_item, ctx.subject, file_id, ItemType.FILE, retention=retention, if_match=if_match)


@operation("post_files_id_copy")
async def copy_file(ctx: Context, file_id: Id, body: Copy, fields: Fields = None) -> Document:
    """Copy a file, or an earlier version of it."""
    copy = await ctx.db.write(
        make_copy, ctx.subject, file_id, parent_id=body.parent.id, name=body.name, version_id=body.version
    )
    return await render_item(ctx.db, copy, fields)


def _lock_request(lock: LockBody | UnsetType | None) -> LockRequest | UnsetType | None:
    if lock is UNSET or lock is None:
        return lock
    expires_at = None if lock.expires_at is None else read_instant("lock.expires_at", lock.expires_at)
    return LockRequest(expires_at, lock.is_download_prevented)


def _options(permissions: FilePermissions | UnsetType | None) -> dict[str, str | None]:
    if permissions is UNSET or permissions is None or permissions.can_download is UNSET:
        return {}
    return {"can_download": "company" if permissions.can_download == "company" else None}
