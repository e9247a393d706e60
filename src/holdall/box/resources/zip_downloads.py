"""Archives of several files and folders: asking for one, downloading it, and how far that has come."""

from typing import Literal

import msgspec
from starlette.responses import Response

from holdall.base.clock import format_instant
from holdall.base.errors import NotFound
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.delivery.archives import MEDIA_TYPE, ArchiveResponse
from holdall.box.operations import operation
from holdall.box.views.plain import Document
from holdall.content.items.tables import ItemType
from holdall.content.zips.archive import Archive
from holdall.content.zips.contents import Conflict
from holdall.content.zips.requests import begin_zip, find_status, is_waiting, prepare_zip

_KINDS = {"file": ItemType.FILE, "folder": ItemType.FOLDER}


class ItemToPack(msgspec.Struct):
    """Something that shall be in an archive."""

    type: Literal["file", "folder"]
    id: EntityId


class NewZipDownload(msgspec.Struct):
    """An archive to make."""

    items: list[ItemToPack]
    download_file_name: str | None = None


@operation("post_zip_downloads")
async def create_zip_download(ctx: Context, body: NewZipDownload) -> Document:
    """Ask for an archive: everything is checked, and an address given that is good for one download, soon."""
    prepared = await prepare_zip(
        ctx.db,
        ctx.subject,
        [(_KINDS[item.type], item.id) for item in body.items],
        file_name=body.download_file_name or "",
        byte_limit=ctx.platform.settings.zip_limit,
    )
    return {
        "download_url": f"{ctx.download_url}/2.0/zip_downloads/{prepared.token}/content",
        "status_url": f"{ctx.base_url}/2.0/zip_downloads/{prepared.token}/status",
        "expires_at": format_instant(prepared.expires_at),
        "name_conflicts": [[_render(one) for one in conflict] for conflict in prepared.conflicts],
    }


@operation("get_zip_downloads_id_content")
async def send_zip(ctx: Context, zip_download_id: str) -> ArchiveResponse | Response:
    """The archive itself, made while it is sent. Whoever has the address may download it, once."""
    if ctx.request.method == "HEAD":  # asks whether, and must not use the address up
        if not await is_waiting(ctx.db, zip_download_id):
            raise NotFound("This address is not good for a download, or not any more: ask for a new one")
        return Response(media_type=MEDIA_TYPE)
    begun, file_name = await ctx.db.write(begin_zip, zip_download_id)
    return ArchiveResponse(Archive(ctx.db, ctx.platform.stores, begun), file_name)


@operation("get_zip_downloads_id_status")
async def get_zip_status(ctx: Context, zip_download_id: str) -> Document:
    """How far the download has come, from its beginning on for 12 hours, for whoever asked for the archive."""
    status = await find_status(ctx.db, ctx.subject, zip_download_id)
    return {
        "total_file_count": status.total_file_count,
        "downloaded_file_count": status.downloaded_file_count,
        "skipped_file_count": status.skipped_file_count,
        "skipped_folder_count": status.skipped_folder_count,
        "state": status.state,
    }


def _render(conflict: Conflict) -> Document:
    return {
        "id": str(conflict.id),
        "type": "folder" if conflict.is_folder else "file",
        "original_name": conflict.original_name,
        "download_name": conflict.download_name,
    }
