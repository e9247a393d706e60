"""Takes the texts out of contents that the index has not read yet: in the background, in a confined process.

What is asked for twice is done once: a text is kept for each blob, and with it that there is none. Small plain texts
need no process: what is UTF-8 is decoded by the interpreter, as every request's body is.
"""

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, contains, query
from holdall.base.errors import NotFound
from holdall.base.pace import BackgroundPiece
from holdall.content.events.feed import Event
from holdall.content.items.tables import items, versions
from holdall.content.renditions.formats import Format, format_of, has_text
from holdall.content.renditions.making import Renditions
from holdall.content.search.documents import content_words
from holdall.content.search.tables import search_texts
from holdall.content.search.texts import keep_text, keep_words
from holdall.storage import DATABASE, BlobMissing, Stores
from holdall.storage.tables import blobs

_TELLING = frozenset(
    {"ITEM_UPLOAD", "ITEM_CREATE", "ITEM_COPY", "ITEM_RENAME", "ITEM_MODIFY", "ITEM_UNDELETE_VIA_TRASH"}
)
"""Events after which a file may have a content that was not read, or a name by which it can be read."""

AT_A_TIME = 32
"""Plain texts in one unit of work, which takes some milliseconds."""


class Unread(msgspec.Struct, frozen=True):
    """The current version of a file whose text has not been taken out."""

    version_id: int
    name: str
    blob_key: str
    store: str | None
    size: int

    @property
    def is_plain(self) -> bool:
        """Whether it is a text that lies in the database, and so is small and at hand."""
        return self.store == DATABASE and format_of(self.name) is Format.TEXT


_unread = (
    sa.select(versions.c.id, items.c.name, versions.c.blob_key, blobs.c.store, versions.c.size)
    .join_from(items, versions, versions.c.id == items.c.version_id)
    .join(blobs, blobs.c.key == versions.c.blob_key)
    .where(~sa.exists(sa.select(search_texts.c.size).where(search_texts.c.blob_key == versions.c.blob_key)))
)
_OF_FILES = query(_unread.where(contains(items.c.id, "ids")), into=Unread)
_OF_VERSIONS = query(_unread.where(contains(versions.c.id, "ids")), into=Unread)


async def take_plain_texts(db: Database, stores: Stores, events: Sequence[Event]) -> list[int]:
    """Take the small plain texts of the files that events tell of into the index, a few at a time.

    Answers the current versions of the others, as far as there are texts that have yet to be taken out of them.
    """
    ids = {one.source_id for one in events if one.source_type == "file" and one.event_type in _TELLING}
    found = _readable(await db.all(_OF_FILES, ids=list(ids))) if ids else []
    left = {one.version_id for one in found}
    plain = [one for one in found if one.is_plain]
    for start in range(0, len(plain), AT_A_TIME):
        async with BackgroundPiece():
            left -= await _take_some(db, stores, plain[start : start + AT_A_TIME])
    return sorted(left)


async def read_texts(db: Database, renditions: Renditions, version_ids: Sequence[int]) -> None:
    """Take the texts of these versions into the index; those that are current no more are left out.

    A content that cannot be read has no text. Raises StoreError where the store fails.
    """
    for one in _readable(await db.all(_OF_VERSIONS, ids=list(version_ids))):
        async with BackgroundPiece():
            try:
                text = await renditions.text(one.version_id, one.name)
            except NotFound:
                continue
            await keep_text(db, one.blob_key, [text])


async def _take_some(db: Database, stores: Stores, plain: Sequence[Unread]) -> set[int]:
    """Take plain texts in; the versions whose texts these are."""
    texts = [(one, await _plain_text(stores, one)) for one in plain]
    await keep_words(db, {one.blob_key: content_words([text]) for one, text in texts if text is not None})
    return {one.version_id for one, text in texts if text is not None}


async def _plain_text(stores: Stores, one: Unread) -> str | None:
    """What a text says; None where that takes more than to decode UTF-8, or where it is gone."""
    try:
        pieces = await stores[DATABASE].read(one.blob_key, 0, one.size)
        content = b"".join([piece async for piece in pieces])
        return None if b"\0" in content else content.decode()
    except (BlobMissing, UnicodeDecodeError):
        return None


def _readable(found: Iterable[Unread]) -> list[Unread]:
    return [one for one in found if has_text(format_of(one.name))]
