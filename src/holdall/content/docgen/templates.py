"""Which files are templates: marked by those who may edit them, seen by those who see the file."""

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import InvalidParameter, NotFound
from holdall.content.access import Access, Action, reach_active, reach_many, reach_to_change, shared_with
from holdall.content.docgen.tables import docgen_templates
from holdall.content.identity.subject import Subject
from holdall.content.items.names import extension_of
from holdall.content.items.tables import ItemType
from holdall.content.items.versions import find_live_version
from holdall.content.renditions.formats import Format, format_of
from holdall.content.renditions.making import Renditions
from holdall.content.renditions.parts import TEMPLATE_TAGS

MARKABLE = frozenset({"docx", "pdf"})
"""What may be marked. Box takes PDFs too, in which there is nothing to be filled: documents cannot be made of them."""
MOST_LOOKED_AT = 1000
"""Templates that are looked at for one page: a page may be short, and the next one goes on behind it."""
PATIENCE = 5.0
"""Seconds for which a request waits until the tags of a template are known."""


class TemplateTag(msgspec.Struct, frozen=True):
    """A tag in a template: what it says, its kind, and the paths of the data that it needs."""

    tag_content: str
    tag_type: str
    json_paths: list[str]


_FILE = sa.bindparam("file_id", type_=sa.BigInteger)
_IS_MARKED = query(sa.select(docgen_templates.c.file_id).where(docgen_templates.c.file_id == _FILE), lambda one: one)
_LIST = query(
    sa.select(docgen_templates.c.file_id)
    .where(
        contains(docgen_templates.c.enterprise_id, "enterprises"),
        docgen_templates.c.file_id > sa.bindparam("after", type_=sa.BigInteger),
    )
    .order_by(docgen_templates.c.file_id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger)),
    lambda one: one,
)


async def mark_template(tx: Transaction, subject: Subject, file_id: int) -> Access:
    """A unit: mark a file as a template; one that is marked already stays so.

    Raises NotFound, Forbidden for who may not edit the file, and InvalidParameter for what cannot be a template.
    """
    file = await reach_to_change(tx, subject, file_id, ItemType.FILE, Action.EDIT)
    if extension_of(file.item.name).lower() not in MARKABLE:
        message = f"{file.item.name} cannot be a template: templates are Word documents whose names end with .docx"
        raise InvalidParameter("file", message)
    if await tx.one(_IS_MARKED, file_id=file_id) is None:
        await tx.insert(
            docgen_templates,
            file_id=file_id,
            enterprise_id=file.item.enterprise_id,
            created_by=subject.user_id,
            created_at=tx.now,
        )
    return file


async def unmark_template(tx: Transaction, subject: Subject, file_id: int) -> None:
    """A unit: let a template be a file as others. Raises NotFound for what is none, and Forbidden."""
    await find_template(tx, subject, file_id)
    await reach_to_change(tx, subject, file_id, ItemType.FILE, Action.EDIT)
    await tx.delete(docgen_templates, file_id=file_id)


async def find_template(reader: Reader, subject: Subject, file_id: int, action: Action = Action.VIEW) -> Access:
    """The file of a template; raises NotFound for what is none or is hidden, and Forbidden."""
    file = await reach_active(reader, subject, file_id, ItemType.FILE, action)
    if await reader.one(_IS_MARKED, file_id=file_id) is None:
        raise NotFound(f"The file {file_id} is not marked as a Doc Gen template")
    return file


async def list_templates(
    reader: Reader, subject: Subject, *, after: int, limit: int
) -> tuple[list[Access], int | None]:
    """A page of the templates that the subject owns or collaborates on, and the id behind which the next page begins.

    None is for no next page.
    """
    others = await shared_with(reader, subject)
    enterprises = list({subject.enterprise_id, *(access.item.enterprise_id for access in others.values())})
    found: list[Access] = []
    looked_at = 0
    while len(found) < limit and looked_at < MOST_LOOKED_AT:
        ids = await reader.all(_LIST, enterprises=enterprises, after=after, limit=limit)
        seen = await reach_many(reader, subject, ids)
        for file_id in ids:
            if file_id in seen and not seen[file_id].is_trashed and seen[file_id].allows(Action.VIEW):
                found.append(seen[file_id])
                if len(found) == limit:
                    return found, file_id
        if len(ids) < limit:
            return found, None
        after, looked_at = ids[-1], looked_at + len(ids)
    return found, after


async def read_tags(
    reader: Reader, renditions: Renditions, subject: Subject, file_id: int, version_id: int | None
) -> list[TemplateTag] | None:
    """The tags of a template, or of a version of it; None while they are being looked for, which takes a moment.

    There are none in what is no Word document in spite of its name. Raises NotFound and Forbidden.
    """
    file = await find_template(reader, subject, file_id, Action.PREVIEW)
    chosen = version_id if version_id is not None else file.item.version_id
    assert chosen is not None
    await find_live_version(reader, file_id, chosen)
    if format_of(file.item.name) is not Format.DOCUMENT:
        return []
    source = await renditions.source(chosen, file.item.name)
    assert source is not None
    made = await renditions.get(source, TEMPLATE_TAGS, patience=PATIENCE)
    if made is None:
        return None
    return msgspec.json.decode(await renditions.read(made), type=list[TemplateTag]) if made.is_made else []
