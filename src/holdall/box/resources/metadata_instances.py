"""Metadata on files and folders: applying, reading, changing and removing instances of templates."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from holdall.base.json_patch import Step
from holdall.box.binding import Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.metadata import render_on
from holdall.box.views.plain import Document
from holdall.content.access import Access
from holdall.content.items.tables import ItemType
from holdall.content.metadata import instances
from holdall.content.metadata.instance_rows import Instance
from holdall.content.metadata.instances import Place
from holdall.content.metadata.taxonomy_rows import Node, nodes_above

FILE, FOLDER = ItemType.FILE, ItemType.FOLDER
Hydrated = Literal["hydrated"]
"""The one view besides the usual: nodes of taxonomies are told whole."""


@operation("get_files_id_metadata")
async def list_on_file(ctx: Context, file_id: Id, view: Hydrated | None = None) -> Document:
    """All metadata on a file that the user may know of."""
    return await list_on(ctx, file_id, FILE, view)


@operation("get_folders_id_metadata")
async def list_on_folder(ctx: Context, folder_id: Id, view: Hydrated | None = None) -> Document:
    """All metadata on a folder that the user may know of."""
    return await list_on(ctx, folder_id, FOLDER, view)


@operation("get_files_id_metadata_id_id")
async def get_on_file(
    ctx: Context, file_id: Id, scope: str, template_key: str, view: Hydrated | None = None
) -> Document:
    """The instance of a template on a file."""
    return await read_on(ctx, Place(file_id, FILE, scope, template_key), view)


@operation("get_folders_id_metadata_id_id")
async def get_on_folder(ctx: Context, folder_id: Id, scope: str, template_key: str) -> Document:
    """The instance of a template on a folder."""
    return await read_on(ctx, Place(folder_id, FOLDER, scope, template_key))


@operation("post_files_id_metadata_id_id")
async def apply_to_file(ctx: Context, file_id: Id, scope: str, template_key: str, body: dict[str, Any]) -> Document:
    """Apply a template to a file, with values for its fields."""
    return await apply_to(ctx, Place(file_id, FILE, scope, template_key), body)


@operation("post_folders_id_metadata_id_id")
async def apply_to_folder(ctx: Context, folder_id: Id, scope: str, template_key: str, body: dict[str, Any]) -> Document:
    """Apply a template to a folder, with values for its fields."""
    return await apply_to(ctx, Place(folder_id, FOLDER, scope, template_key), body)


@operation("put_files_id_metadata_id_id")
async def change_on_file(ctx: Context, file_id: Id, scope: str, template_key: str, body: list[Step]) -> Document:
    """Change the values of an instance on a file by JSON Patch: all of its steps are taken, or none."""
    return await change_on(ctx, Place(file_id, FILE, scope, template_key), body)


@operation("put_folders_id_metadata_id_id")
async def change_on_folder(ctx: Context, folder_id: Id, scope: str, template_key: str, body: list[Step]) -> Document:
    """Change the values of an instance on a folder by JSON Patch: all of its steps are taken, or none."""
    return await change_on(ctx, Place(folder_id, FOLDER, scope, template_key), body)


@operation("delete_files_id_metadata_id_id")
async def remove_from_file(ctx: Context, file_id: Id, scope: str, template_key: str) -> None:
    """Take an instance off a file."""
    await remove_from(ctx, Place(file_id, FILE, scope, template_key))


@operation("delete_folders_id_metadata_id_id")
async def remove_from_folder(ctx: Context, folder_id: Id, scope: str, template_key: str) -> None:
    """Take an instance off a folder."""
    await remove_from(ctx, Place(folder_id, FOLDER, scope, template_key))


async def list_on(ctx: Context, item_id: int, kind: ItemType, view: Hydrated | None) -> Document:
    """All instances on an item."""
    access, found = await instances.list_instances(ctx.db, ctx.subject, item_id, kind)
    return {"entries": await _render(ctx, access, found, view), "limit": 100}


async def read_on(ctx: Context, place: Place, view: Hydrated | None = None) -> Document:
    """The instance at a place."""
    access, instance = await instances.find_instance(ctx.db, ctx.subject, place)
    return (await _render(ctx, access, [instance], view))[0]


async def _render(ctx: Context, access: Access, found: Sequence[Instance], view: Hydrated | None) -> list[Document]:
    above: Mapping[int, Node] | None = None
    if view is not None:
        above = await nodes_above(ctx.db, [node for one in found for node in one.nodes.values()])
    return [render_on(access, one, above) for one in found]


async def apply_to(ctx: Context, place: Place, values: dict[str, Any]) -> Document:
    """Apply a template at a place."""
    return render_on(*await ctx.db.write(instances.apply_instance, ctx.subject, place, values))


async def change_on(ctx: Context, place: Place, steps: list[Step]) -> Document:
    """Change the instance at a place."""
    return render_on(*await ctx.db.write(instances.change_instance, ctx.subject, place, steps))


async def remove_from(ctx: Context, place: Place) -> None:
    """Take the instance at a place away."""
    await ctx.db.write(instances.remove_instance, ctx.subject, place)
