"""Takes the texts out of contents that the index has not read yet: in the background, in a confined process.

What is asked for twice is done once: a text is kept for each blob, and with it that there is none.
"""

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.content.events.feed import Event
from holdall.content.items.tables import items, versions
from holdall.content.renditions.formats import format_of, has_text
from holdall.content.renditions.making import Renditions
from holdall.content.search.tables import search_texts
from holdall.content.search.texts import keep_text

_TELLING = frozenset(
    {"ITEM_UPLOAD", "ITEM_CREATE", "ITEM_COPY", "ITEM_RENAME", "ITEM_MODIFY", "ITEM_UNDELETE_VIA_TRASH"}
)
"""Events after which a file may have a content that was not read, or a name by which it can be read."""


class Unread(msgspec.Struct, frozen=True):
    """The current version of a file whose text has not been taken out."""

    version_id: int
    name: str
    blob_key: str


_unread = (
    sa.select(versions.c.id, items.c.name, versions.c.blob_key)
    .join_from(items, versions, versions.c.id == items.c.version_id)
    .where(~sa.exists(sa.select(search_texts.c.size).where(search_texts.c.blob_key == versions.c.blob_key)))
)
_OF_FILES = query(_unread.where(contains(items.c.id, "ids")), into=Unread)
_OF_VERSIONS = query(_unread.where(contains(versions.c.id, "ids")), into=Unread)


async def versions_to_read(reader: Reader, events: Sequence[Event]) -> list[int]:
    """The current versions of the files that events tell of, as far as their texts have yet to be taken out."""
    ids = {one.source_id for one in events if one.source_type == "file" and one.event_type in _TELLING}
    found = await reader.all(_OF_FILES, ids=list(ids)) if ids else []
    return sorted(one.version_id for one in _readable(found))


async def read_texts(db: Database, renditions: Renditions, version_ids: Sequence[int]) -> None:
    """Take the texts of these versions into the index; those that are current no more are left out.

    A content that cannot be read has no text. Raises StoreError where the store fails.
    """
    for one in _readable(await db.all(_OF_VERSIONS, ids=list(version_ids))):
        try:
            text = await renditions.text(one.version_id, one.name)
        except NotFound:
            continue
        await keep_text(db, one.blob_key, [text])


def _readable(found: Iterable[Unread]) -> list[Unread]:
    return [one for one in found if has_text(format_of(one.name))]
