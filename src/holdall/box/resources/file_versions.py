"""Versions of files: listing, promoting, deleting and restoring them. Uploads make them."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.errors import InvalidParameter
from holdall.box.binding import Fields, Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.file_versions import render_version, render_versions
from holdall.box.views.plain import Document, offset_page
from holdall.content.access import reach_active
from holdall.content.items.listing import check_offset, page_size
from holdall.content.items.tables import ItemType
from holdall.content.items.version_changes import promote_version, restore_version, trash_version
from holdall.content.items.versions import count_past_versions, find_version, past_versions


class Promotion(msgspec.Struct):
    """The version to promote."""

    id: EntityId
    type: Literal["file_version"] = "file_version"


class Restoration(msgspec.Struct):
    """What is to become of a version: only null, which restores it."""

    trashed_at: str | UnsetType | None = UNSET


@operation("get_files_id_versions")
async def list_versions(
    ctx: Context, file_id: Id, fields: Fields = None, limit: int | None = None, offset: int = 0
) -> Document:
    """The past versions of a file, the latest first; the current one is not among them."""
    size = page_size(limit)
    check_offset(offset)
    file = (await reach_active(ctx.db, ctx.subject, file_id, ItemType.FILE)).item
    versions = await past_versions(ctx.db, file, offset=offset, limit=size)
    entries = await render_versions(ctx.db, versions, fields, retention=ctx.platform.settings.trash_retention)
    return offset_page(entries, total_count=await count_past_versions(ctx.db, file), limit=size, offset=offset)


@operation("get_files_id_versions_id")
async def get_version(ctx: Context, file_id: Id, file_version_id: Id, fields: Fields = None) -> Document:
    """One version of a file, also while it is in the trash of versions."""
    await reach_active(ctx.db, ctx.subject, file_id, ItemType.FILE)
    version = await find_version(ctx.db, file_id, file_version_id)
    return await render_version(ctx.db, version, fields, retention=ctx.platform.settings.trash_retention)


@operation("post_files_id_versions_current")
async def make_current(ctx: Context, file_id: Id, body: Promotion, fields: Fields = None) -> Document:
    """Make a copy of an old version the current one, name included."""
    file = (await ctx.db.write(promote_version, ctx.subject, file_id=file_id, version_id=body.id)).item
    assert file.version_id is not None
    version = await find_version(ctx.db, file_id, file.version_id)
    return await render_version(ctx.db, version, fields, retention=ctx.platform.settings.trash_retention)


@operation("delete_files_id_versions_id")
async def delete_version(ctx: Context, file_id: Id, file_version_id: Id, if_match: str | None = None) -> None:
    """Put a past version into the trash of versions."""
    await ctx.db.write(trash_version, ctx.subject, file_id=file_id, version_id=file_version_id, if_match=if_match)


@operation("put_files_id_versions_id")
async def restore(ctx: Context, file_id: Id, file_version_id: Id, body: Restoration) -> Document:
    """Take a version out of the trash of versions."""
    if body.trashed_at is not None:
        raise InvalidParameter("trashed_at", "must be null, which restores the version")
    version = await ctx.db.write(restore_version, ctx.subject, file_id=file_id, version_id=file_version_id)
    return await render_version(ctx.db, version, None, retention=ctx.platform.settings.trash_retention)
