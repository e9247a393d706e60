"""Folders in the trash: seeing them, taking them out, removing them for good."""

from holdall.box.binding import Fields, Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.resources.trashed_items import Restoration, remove_for_good
from holdall.box.views.items import Document, render_trash_item
from holdall.content.access import Action
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import reach_trashed, restore_item


@operation("get_folders_id_trash")
async def get_trashed_folder(ctx: Context, folder_id: Id, fields: Fields = None) -> Document:
    """A folder that was put into the trash itself, not inside another."""
    folder = await reach_trashed(ctx.db, ctx.subject, folder_id, ItemType.FOLDER)
    folder.require(Action.VIEW)
    return await render_trash_item(ctx.db, folder, fields)


@operation("post_folders_id")
async def restore_folder(ctx: Context, folder_id: Id, body: Restoration, fields: Fields = None) -> Document:
    """Take a folder out of the trash: to where it was, or to another folder or under another name."""
    parent_id = None if body.parent is None else body.parent.id
    folder = await ctx.db.write(
        restore_item, ctx.subject, folder_id, ItemType.FOLDER, name=body.name, parent_id=parent_id
    )
    return await render_trash_item(ctx.db, folder, fields)


@operation("delete_folders_id_trash")
async def delete_trashed_folder(ctx: Context, folder_id: Id) -> None:
    """Remove a folder from the trash for good, with everything in it."""
    await remove_for_good(ctx, folder_id, ItemType.FOLDER)
