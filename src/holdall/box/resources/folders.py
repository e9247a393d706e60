"""Folders: their fields, their items, making, changing, copying and deleting them."""

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.errors import BadRequest, InvalidParameter
from holdall.base.ids import new_secret
from holdall.box.binding import Fields, Id
from holdall.box.bodies import EntityId, Reference
from holdall.box.changing import LinkBody, change_item
from holdall.box.context import Answer, Context
from holdall.box.operations import operation
from holdall.box.views.items import Document, render_item, render_items
from holdall.box.views.lists import marker_page, sorted_page
from holdall.box.views.scene import NOWHERE
from holdall.content.access import Access, Action, manages_content, reach_active
from holdall.content.identity.users import find_colleague
from holdall.content.items.changes import Changes
from holdall.content.items.copies import copy_folder as copy_folder_tree
from holdall.content.items.folders import create_folder as make_folder
from holdall.content.items.home import home_page_after, home_page_at, shared_in
from holdall.content.items.listing import DEFAULT_LIMIT, By, Direction, Order, Where, page_after, page_at, page_size
from holdall.content.items.making import is_current
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import trash_item

SyncState = Literal["synced", "not_synced", "partially_synced"]


class UploadEmail(msgspec.Struct):
    """Whom the folder takes files from by mail."""

    access: Literal["open", "collaborators"] = "open"


class NewFolder(msgspec.Struct):
    """A folder to make."""

    name: str
    parent: Reference
    folder_upload_email: UploadEmail | UnsetType | None = UNSET
    sync_state: SyncState | UnsetType = UNSET


class NewParent(msgspec.Struct):
    """Where to move something; `user_id` names whose root folder the id 0 is."""

    id: EntityId
    user_id: EntityId | UnsetType | None = UNSET


class FolderChange(msgspec.Struct):
    """What can be changed of a folder; absent leaves it as it is."""

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    parent: NewParent | UnsetType = UNSET
    tags: list[str] | UnsetType | None = UNSET
    sync_state: SyncState | UnsetType = UNSET
    can_non_owners_invite: bool | UnsetType = UNSET
    can_non_owners_view_collaborators: bool | UnsetType = UNSET
    is_collaboration_restricted_to_enterprise: bool | UnsetType = UNSET
    folder_upload_email: UploadEmail | UnsetType | None = UNSET
    shared_link: LinkBody | UnsetType | None = UNSET
    collections: list[Reference] | UnsetType | None = UNSET


class Copy(msgspec.Struct):
    """Where a copy shall be, and its name where that is another."""

    parent: Reference
    name: str | None = None
    version: EntityId | None = None


@operation("get_folders_id", "get_folders_id#get_shared_link")
async def get_folder(
    ctx: Context,
    folder_id: Id,
    *,
    fields: Fields = None,
    if_none_match: str | None = None,
    sort: By = "name",
    direction: Direction = "ASC",
    offset: int = 0,
    limit: int | None = None,
) -> Document | Answer:
    """One folder, with the first page of its items."""
    folder = await reach_active(ctx.db, ctx.subject, folder_id, ItemType.FOLDER)
    if is_current(folder.item, if_none_match):
        return Answer(status=304)
    return await _render(ctx, folder, fields, _Window(Order(sort, direction), offset, page_size(limit)))


@operation("get_folders_id_items")
async def list_folder_items(
    ctx: Context,
    folder_id: Id,
    *,
    fields: Fields = None,
    usemarker: bool = False,
    marker: str | None = None,
    offset: int = 0,
    limit: int | None = None,
    sort: By = "name",
    direction: Direction = "ASC",
) -> Document:
    """A page of the files, folders and web links in a folder."""
    folder = await reach_active(ctx.db, ctx.subject, folder_id, ItemType.FOLDER)
    order = Order(sort, direction)
    if not usemarker:
        if marker is not None:
            raise InvalidParameter("marker", "needs usemarker=true", code="invalid_parameter")
        return await _item_collection(ctx, folder, fields, _Window(order, offset, page_size(limit)))
    size = page_size(limit)
    shared = await shared_in(ctx.db, folder)
    if shared is not None:
        page = await home_page_after(ctx.db, folder, shared, order, marker=marker or None, limit=size)
    else:
        page = await page_after(ctx.db, Where("folder", folder.item.id), order, marker=marker or None, limit=size)
    entries = await render_items(ctx.db, page.entries, folder.child(folder.item), fields, shared or NOWHERE)
    return marker_page(entries, limit=size, next_marker=page.next_marker)


@operation("post_folders")
async def create_folder(ctx: Context, body: NewFolder, fields: Fields = None) -> Document:
    """Make an empty folder."""
    options = {
        name: value
        for name, value in (
            ("sync_state", body.sync_state),
            ("folder_upload_email", _upload_email(body.name, body.folder_upload_email)),
        )
        if value is not UNSET and value is not None
    }
    folder = await ctx.db.write(make_folder, ctx.subject, parent_id=body.parent.id, name=body.name, options=options)
    return await _render(ctx, folder, fields, is_new=True)


@operation(
    "put_folders_id",
    "put_folders_id#add_shared_link",
    "put_folders_id#update_shared_link",
    "put_folders_id#remove_shared_link",
)
async def update_folder(
    ctx: Context, folder_id: Id, body: FolderChange, fields: Fields = None, if_match: str | None = None
) -> Document:
    """Rename a folder, move it, describe it, or change its settings."""
    wanted = {
        "sync_state": body.sync_state,
        "can_non_owners_invite": body.can_non_owners_invite,
        "can_non_owners_view_collaborators": body.can_non_owners_view_collaborators,
        "is_collaboration_restricted_to_enterprise": body.is_collaboration_restricted_to_enterprise,
        "folder_upload_email": _upload_email(str(folder_id), body.folder_upload_email),
    }
    changes = Changes(
        name=body.name,
        parent_id=await parent_id_of(ctx, body.parent),
        description=body.description or "" if body.description is not UNSET else UNSET,
        tags=body.tags or [] if body.tags is not UNSET else UNSET,
        options={name: value for name, value in wanted.items() if value is not UNSET},
    )
    folder = await change_item(
        ctx,
        folder_id,
        ItemType.FOLDER,
        changes,
        collections=body.collections,
        shared_link=body.shared_link,
        if_match=if_match,
    )
    return await _render(ctx, folder, fields)


@operation("delete_folders_id")
async def delete_folder(ctx: Context, folder_id: Id, recursive: bool = False, if_match: str | None = None) -> None:
    """Put a folder into the trash; with everything in it only where `recursive` says so."""
    await ctx.db.write(
        trash_item,
        ctx.subject,
        folder_id,
        ItemType.FOLDER,
        retention=ctx.platform.settings.trash_retention,
        recursive=recursive,
        if_match=if_match,
    )


@operation("post_folders_id_copy")
async def copy_folder(ctx: Context, folder_id: Id, body: Copy, fields: Fields = None) -> Document:
    """Copy a folder with everything in it; the copy appears when it is complete."""
    folder = await copy_folder_tree(ctx.db, ctx.subject, folder_id, parent_id=body.parent.id, name=body.name)
    return await _render(ctx, folder, fields)


async def parent_id_of(ctx: Context, parent: NewParent | UnsetType) -> int | UnsetType:
    """The folder to move something to; raises BadRequest where `user_id` comes with another id than 0.

    Another's root folder is open to administrators alone, for what they take out of an archive.
    """
    if parent is UNSET:
        return UNSET
    if parent.user_id is UNSET or parent.user_id is None:
        return parent.id
    if parent.id != 0:
        raise BadRequest("With a user_id the parent can be that user's root folder alone, and its id is 0")
    if parent.user_id == ctx.subject.user_id:
        return 0
    if not manages_content(ctx.subject):
        raise InvalidParameter("parent.user_id", "is another user: only your own root folder is open to you")
    return (await find_colleague(ctx.db, ctx.subject, parent.user_id)).root_id


class _Window(msgspec.Struct, frozen=True):
    """Which of a folder's items to show."""

    order: Order = Order()
    offset: int = 0
    limit: int = DEFAULT_LIMIT


_FIRST_ITEMS = _Window()


async def _render(
    ctx: Context, folder: Access, fields: Fields, window: _Window = _FIRST_ITEMS, *, is_new: bool = False
) -> Document:
    """A folder, with its items where they belong to the answer and the token may list them; a new one has none."""
    document = await render_item(ctx.db, folder, fields, is_new=is_new)
    if (fields is None or "item_collection" in fields) and folder.allows(Action.VIEW):
        if is_new:
            page = sorted_page([], total_count=0, order=window.order, offset=window.offset, limit=window.limit)
        else:
            page = await _item_collection(ctx, folder, None, window)
        document["item_collection"] = page
    return document


async def _item_collection(ctx: Context, folder: Access, fields: Fields, window: _Window) -> Document:
    order, offset, limit = window.order, window.offset, window.limit
    shared = await shared_in(ctx.db, folder)
    if shared is not None:
        found = await home_page_at(ctx.db, folder, shared, order, offset=offset, limit=limit)
    else:
        found = await page_at(ctx.db, Where("folder", folder.item.id), order, offset=offset, limit=limit)
    entries = await render_items(ctx.db, found, folder.child(folder.item), fields, shared or NOWHERE)
    total = folder.item.item_count + len(shared or NOWHERE)
    return sorted_page(entries, total_count=total, order=order, offset=offset, limit=limit)


def _upload_email(name: str, wanted: UploadEmail | UnsetType | None) -> dict[str, str] | UnsetType | None:
    if wanted is UNSET or wanted is None:
        return wanted
    word = "".join(character for character in name if character.isascii() and character.isalnum())[:20] or "folder"
    return {"access": wanted.access, "email": f"upload.{word}.{new_secret(10).lower()}@u.holdall.invalid"}
