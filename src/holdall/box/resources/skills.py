"""Skill cards on files: instances of a global template, which hold a list of cards."""

from typing import Any, Literal

import msgspec

from holdall.base.json_patch import Step
from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.resources.metadata_instances import FILE, apply_to, change_on, read_on, remove_from
from holdall.box.views.plain import Document
from holdall.content.metadata.instances import Place
from holdall.content.metadata.template_rows import GLOBAL, SKILL_CARDS
from holdall.content.skills.reporting import Report, Status, report


class Cards(msgspec.Struct):
    """The cards that are to be on a file."""

    cards: list[dict[str, Any]] = []


class FileReference(msgspec.Struct):
    """A file by id."""

    id: EntityId
    type: Literal["file"] = "file"


class VersionReference(msgspec.Struct):
    """A version by id."""

    id: EntityId
    type: Literal["file_version"] = "file_version"


class Usage(msgspec.Struct):
    """What the work has cost."""

    unit: str | None = None
    value: float | None = None


class ReportBody(msgspec.Struct):
    """How far a skill is with a file."""

    status: Status
    metadata: Cards
    file: FileReference
    file_version: VersionReference | None = None
    usage: Usage | None = None


@operation("put_skill_invocations_id")
async def report_on_invocation(ctx: Context, skill_id: str, body: ReportBody) -> None:
    """What a skill reports of a file: its status, and all cards that are to be on it."""
    told = Report(
        status=body.status,
        cards=body.metadata.cards,
        file_id=body.file.id,
        version_id=None if body.file_version is None else body.file_version.id,
        usage=None if body.usage is None else msgspec.to_builtins(body.usage),
    )
    await ctx.db.write(report, ctx.subject, skill_id, told)


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
