"""App item associations: the hubs that a file or a folder is in."""

from holdall.base.paging import encode_marker
from holdall.box.binding import Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.hubs import app_item
from holdall.box.views.plain import Document, start_of_page
from holdall.content.access import reach_active
from holdall.content.hubs.associations import APPLICATION_TYPE, Association, list_associations
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.tables import ItemType


@operation("get_files_id_app_item_associations")
async def list_of_file(
    ctx: Context,
    file_id: Id,
    limit: int | None = None,
    marker: str | None = None,
    application_type: str = APPLICATION_TYPE,
) -> Document:
    """The hubs that a file is in, by itself or with a folder above it."""
    return await _page(ctx, file_id, ItemType.FILE, start_of_page(limit, marker), application_type)


@operation("get_folders_id_app_item_associations")
async def list_of_folder(
    ctx: Context,
    folder_id: Id,
    limit: int | None = None,
    marker: str | None = None,
    application_type: str = APPLICATION_TYPE,
) -> Document:
    """The hubs that a folder is in, by itself or with one above it."""
    return await _page(ctx, folder_id, ItemType.FOLDER, start_of_page(limit, marker), application_type)


async def _page(ctx: Context, item_id: int, kind: ItemType, start: tuple[int, int], application_type: str) -> Document:
    limit, after = start
    access = await reach_active(ctx.db, ctx.subject, item_id, kind)
    is_known = application_type == APPLICATION_TYPE
    found = await list_associations(ctx.db, access, after=after, limit=limit + 1) if is_known else ()
    page = found[:limit]
    following = encode_marker((page[-1].id,)) if len(found) > limit else None
    return {"entries": [_association(one) for one in page], "limit": limit, "next_marker": following}


def _association(one: Association) -> Document:
    return {
        "type": "app_item_association",
        "id": str(one.id),
        "app_item": app_item(one.hub_id),
        "item": {"type": TYPE_NAMES[one.type], "id": str(one.item_id)},
    }
