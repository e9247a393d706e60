"""Takes items into the index: what they say in the tree, in comments, and in the words of contents."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.content.comments.tables import comments
from holdall.content.items.tables import items, versions
from holdall.content.search.documents import Document, Source, document_of
from holdall.content.search.engine import write_documents
from holdall.content.search.tables import search_documents, search_texts

MOST_COMMENTS = 200
"""The latest comments of an item that are read; of what they say the index takes as much as it has room for."""


class _Row(msgspec.Struct, frozen=True):
    id: int
    name: str
    description: str
    tags: list[str]
    text_key: str | None
    size: int | None


_ROWS = query(
    sa.select(items.c.id, items.c.name, items.c.description, items.c.tags, search_texts.c.blob_key, search_texts.c.size)
    .select_from(
        items.outerjoin(versions, versions.c.id == items.c.version_id).outerjoin(
            search_texts, search_texts.c.blob_key == versions.c.blob_key
        )
    )
    .where(
        contains(items.c.id, "ids"),
        sa.or_(items.c.parent_id.is_not(None), items.c.trashed_at.is_not(None)),  # the others are roots of users
    )
    .order_by(items.c.id),
    into=_Row,
)
_place = sa.func.row_number().over(partition_by=comments.c.item_id, order_by=comments.c.id.desc()).label("place")
_latest = (
    sa.select(comments.c.item_id, comments.c.message, _place).where(contains(comments.c.item_id, "ids")).subquery()
)
_MESSAGES = query(
    sa.select(_latest.c.item_id, _latest.c.message)
    .where(_latest.c.place <= MOST_COMMENTS)
    .order_by(_latest.c.item_id, _latest.c.place)
)
_DOCUMENTS = query(
    sa.select(
        search_documents.c.item_id, search_documents.c.fields, search_documents.c.marks, search_documents.c.text_key
    ).where(contains(search_documents.c.item_id, "ids")),
    into=Document,
)


BUDGET = 400_000
"""Characters of contents that one unit of work takes in: it must be short, since others wait for it."""


async def index_items(tx: Transaction, item_ids: Iterable[int]) -> list[int]:
    """Part of a unit: make the index say what these items say. Answers those that are left for another unit."""
    ids = sorted(set(item_ids))
    rows = await tx.all(_ROWS, ids=ids)
    rest = _beyond_budget(rows)
    known = {row.id: row for row in rows}
    ids = [item_id for item_id in ids if item_id not in rest]
    present = {document.item_id: document for document in await tx.all(_DOCUMENTS, ids=ids)}
    said = await _messages(tx, ids)
    wanted = [_document(known[item_id], said[item_id]) for item_id in ids if item_id in known]
    changed = [document for document in wanted if present.get(document.item_id) != document]
    await write_documents(tx, changed, sorted(present.keys() - known.keys()), present.keys())
    return sorted(rest)


def _beyond_budget(rows: Sequence[_Row]) -> set[int]:
    """The items whose contents are too much for this unit, which takes one at least."""
    taken = 0
    rest: set[int] = set()
    for row in rows:
        taken += row.size or 0
        if taken > BUDGET and row is not rows[0]:
            rest.add(row.id)
    return rest


async def _messages(tx: Transaction, ids: list[int]) -> defaultdict[int, list[str]]:
    said: defaultdict[int, list[str]] = defaultdict(list)
    for item_id, message in await tx.all(_MESSAGES, ids=ids):
        said[item_id].append(message)
    return said


def _document(row: _Row, messages: list[str]) -> Document:
    source = Source(name=row.name, description=row.description, tags=row.tags, comments=messages, text_key=row.text_key)
    return document_of(row.id, source)
