"""Skill cards on files: instances of a global template, which hold a list of cards."""

from typing import Any

from holdall.base.json_patch import Step
from holdall.box.binding import Id
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.resources.metadata_instances import FILE, apply_to, change_on, read_on, remove_from
from holdall.box.views.plain import Document
from holdall.content.metadata.instances import Place
from holdall.content.metadata.template_rows import GLOBAL, SKILL_CARDS


@operation("get_files_id_metadata_global_boxSkillsCards")
async def get_cards(ctx: Context, file_id: Id) -> Document:
    """The skill cards on a file."""
    return await read_on(ctx, Place(file_id, FILE, GLOBAL, SKILL_CARDS))


@operation("post_files_id_metadata_global_boxSkillsCards")
async def create_cards(ctx: Context, file_id: Id, body: dict[str, Any]) -> Document:
    """Put skill cards on a file that has none."""
    return await apply_to(ctx, Place(file_id, FILE, GLOBAL, SKILL_CARDS), body)


@operation("put_files_id_metadata_global_boxSkillsCards")
async def update_cards(ctx: Context, file_id: Id, body: list[Step]) -> Document:
    """Replace skill cards on a file."""
    return await change_on(ctx, Place(file_id, FILE, GLOBAL, SKILL_CARDS), body)


@operation("delete_files_id_metadata_global_boxSkillsCards")
async def delete_cards(ctx: Context, file_id: Id) -> None:
    """Take all skill cards off a file."""
    await remove_from(ctx, Place(file_id, FILE, GLOBAL, SKILL_CARDS))
