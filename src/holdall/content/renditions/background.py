"""Thumbnails made before anybody asks: of what was uploaded and is likely to be looked at.

Texts and pages of the web are left out: they are many, change often, and their thumbnails are made in milliseconds.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.content.events.feed import Event
from holdall.content.items.tables import items
from holdall.content.renditions.formats import Format, format_of
from holdall.content.renditions.making import Renditions
from holdall.content.renditions.parts import THUMBNAILS

_LEFT_OUT = {None, Format.TEXT, Format.HTML}
_FILES = query(sa.select(items.c.id, items.c.name).where(contains(items.c.id, "ids")))
_VERSIONS = query(sa.select(items.c.version_id, items.c.name).where(contains(items.c.id, "ids")))


async def files_to_draw(reader: Reader, events: Sequence[Event]) -> list[int]:
    """The files that events say were uploaded and that should have thumbnails, ids in order."""
    ids = {event.source_id for event in events if event.event_type == "ITEM_UPLOAD" and event.source_type == "file"}
    if not ids:
        return []
    found = await reader.all(_FILES, ids=list(ids))
    return sorted(file_id for file_id, name in found if format_of(name) not in _LEFT_OUT)


async def draw_thumbnails(reader: Reader, renditions: Renditions, file_ids: Sequence[int]) -> int:
    """Make the thumbnails of the current versions of these files; how many files have theirs now.

    Of what cannot be drawn it is noted that it cannot. Raises StoreError and NoChild, after which it may be done again.
    """
    drawn = 0
    for version_id, name in await reader.all(_VERSIONS, ids=list(file_ids)):
        try:
            source = await renditions.source(version_id, name)
        except NotFound:
            continue  # it was removed for good meanwhile
        if source is not None and await renditions.make_in_background(source, THUMBNAILS[0]) is not None:
            drawn += 1
    return drawn
