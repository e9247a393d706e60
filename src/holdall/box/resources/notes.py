"""Box Notes: made of Markdown."""

from typing import Annotated, Literal

import msgspec

from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document
from holdall.content.notes.converting import convert_markdown


class FolderOfNote(msgspec.Struct):
    """Where the note goes."""

    id: EntityId
    type: Literal["folder"] = "folder"


class NewNote(msgspec.Struct, forbid_unknown_fields=True):
    """What a note is made of."""

    content: str
    content_format: Literal["markdown"]
    parent: FolderOfNote
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=247)]


@operation("post_notes_convert_v2026.0")
async def convert_to_note(ctx: Context, body: NewNote) -> Document:
    """Make a note of Markdown, a file whose name ends with .boxnote."""
    platform = ctx.platform
    file_id = await convert_markdown(
        ctx.db,
        platform.stores,
        platform.renditions,
        ctx.subject,
        folder_id=body.parent.id,
        name=body.name,
        content=body.content,
    )
    return {"type": "file", "id": str(file_id)}
