"""Files in the trash: seeing them, taking them out, removing them for good."""

from holdall.box.binding import Fields, Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.resources.trashed_items import Restoration, remove_for_good
from holdall.box.views.items import Document, render_trash_item
from holdall.content.access import Action
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import reach_trashed, restore_item


@operation("get_files_id_trash")
async def get_trashed_file(ctx: Context, file_id: Id, fields: Fields = None) -> Document:
    """A file that was put into the trash itself, not inside a folder."""
    file = await reach_trashed(ctx.db, ctx.subject, file_id, ItemType.FILE)
    file.require(Action.VIEW)
    return await render_trash_item(ctx.db, file, fields)


@operation("post_files_id")
async def restore_file(ctx: Context, file_id: Id, body: Restoration, fields: Fields = None) -> Document:
    """Take a file out of the trash: to where it was, or to another folder or under another name."""
    parent_id = None if body.parent is None else body.parent.id
    file = await ctx.db.write(restore_item, ctx.subject, file_id, ItemType.FILE, name=body.name, parent_id=parent_id)
    return await render_trash_item(ctx.db, file, fields)


@operation("delete_files_id_trash")
async def delete_trashed_file(ctx: Context, file_id: Id) -> None:
    """Remove a file from the trash for good, with all its versions."""
    await remove_for_good(ctx, file_id, ItemType.FILE)
