"""What each database does for the index: takes documents in and out, and names those that match, the newest first.

SQLite has the FTS5 table `search_words`, PostgreSQL the table `search_vectors` with a GIN index (revision 0029 makes them).
FTS5 keeps no text of its own here: it is told what was there, from the view `search_source`, before that changes.
"""

from collections import defaultdict
from collections.abc import Container, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from holdall.base.db import Query, Transaction, contains, query
from holdall.base.db.schema import List
from holdall.content.search.documents import Document
from holdall.content.search.tables import search_documents, search_texts


def _text(statement: str, **types: Any) -> Query[tuple[Any, ...]]:
    return query(sa.text(statement).bindparams(*(sa.bindparam(name, type_=kind) for name, kind in types.items())))


_IDS = List(sa.BigInteger())
_SOURCE = (
    "SELECT item_id, fields, marks, content FROM search_source "
    "WHERE item_id IN (SELECT value FROM json_each(:ids)) ORDER BY item_id"
)
_FORGET_WORDS = _text(
    "INSERT INTO search_words (search_words, rowid, fields, marks, content) "
    f"SELECT 'delete', item_id, fields, marks, content FROM ({_SOURCE})",
    ids=_IDS,
)
_READ_WORDS = _text(f"INSERT INTO search_words (rowid, fields, marks, content) {_SOURCE}", ids=_IDS)
_MERGE_WORDS = _text("INSERT INTO search_words (search_words, rank) VALUES ('merge', :pages)", pages=sa.Integer())
MERGED_PAGES = 400
"""Of 1,000 bytes: what one unit of work brings together."""
_CHANGES = _text("SELECT total_changes()")
_FORGET_ALL_WORDS = _text("INSERT INTO search_words (search_words) VALUES ('delete-all')")
_FORGET_VECTORS = _text("DELETE FROM search_vectors WHERE item_id = ANY(:ids)", ids=_IDS)
_FORGET_ALL_VECTORS = _text("DELETE FROM search_vectors")
_WRITE_VECTOR = _text(
    "INSERT INTO search_vectors (item_id, vector) VALUES (:item_id, CAST(:vector AS TSVECTOR))",
    item_id=sa.BigInteger(),
    vector=sa.Text(),
)
_FORGET_DOCUMENTS = query(sa.delete(search_documents).where(contains(search_documents.c.item_id, "ids")))
_TEXTS = query(
    sa.select(search_texts.c.blob_key, search_texts.c.words).where(contains(search_texts.c.blob_key, "keys"))
)

_WORDS = sa.table("search_words", sa.column("rowid", sa.BigInteger))
_VECTORS = sa.table("search_vectors", sa.column("item_id", sa.BigInteger), sa.column("vector", TSVECTOR))


def hits(dialect: str, name: str, *, is_among: bool, walks: bool = False) -> sa.Select[int]:
    """The ids of the documents that match the query given as the parameter `name`.

    Either of those in the list `among`, or the newest `most` of those before the id `before`. PostgreSQL gathers all that
    match before it knows the newest; where many do, it is cheaper if it walks, from the newest document back, over `walk`.
    """
    if is_among:
        return _hits_among(dialect, name)
    if walks and dialect == "postgresql":
        return _hits_on_walk(name)
    document_id, matches = _matching(dialect, name)
    # PostgreSQL orders by an expression: along the index by id it would ask of every document whether it matches.
    order = document_id if dialect == "sqlite" else document_id + 0
    before, most = sa.bindparam("before", type_=sa.BigInteger), sa.bindparam("most", type_=sa.BigInteger)
    return sa.select(document_id.label("id")).where(matches, order < before).order_by(order.desc()).limit(most)


def _hits_among(dialect: str, name: str) -> sa.Select[int]:
    if dialect == "sqlite":
        document_id, matches = _matching(dialect, name)
        return sa.select(document_id.label("id")).where(matches, contains(document_id, "among"))
    # The offset keeps PostgreSQL from the index of words, in which it would find every document that matches.
    some = sa.select(_VECTORS).where(contains(_VECTORS.c.item_id, "among")).offset(0).subquery()
    return sa.select(some.c.item_id.label("id")).where(_is_match(some.c.vector, name))


def _hits_on_walk(name: str) -> sa.Select[int]:
    """The same in PostgreSQL, of the newest `walk` documents alone."""
    before, most, walk = (sa.bindparam(one, type_=sa.BigInteger) for one in ("before", "most", "walk"))
    document_id = _VECTORS.c.item_id
    newest = sa.select(_VECTORS).where(document_id < before).order_by(document_id.desc()).limit(walk).subquery()
    matches = _is_match(newest.c.vector, name)
    return sa.select(newest.c.item_id.label("id")).where(matches).order_by(newest.c.item_id.desc()).limit(most)


def _matching(dialect: str, name: str) -> tuple[sa.ColumnElement[int], sa.ColumnElement[bool]]:
    """The column with a document's id, and the condition that it matches."""
    if dialect == "sqlite":
        match = sa.literal_column("search_words").op("MATCH", is_comparison=True)
        return _WORDS.c.rowid, match(sa.bindparam(name, type_=sa.Text))
    return _VECTORS.c.item_id, _is_match(_VECTORS.c.vector, name)


def _is_match(vector: sa.ColumnElement[str], name: str) -> sa.ColumnElement[bool]:
    return vector.op("@@", is_comparison=True)(sa.cast(sa.bindparam(name, type_=sa.Text), TSQUERY))


async def write_documents(
    tx: Transaction, documents: Sequence[Document], gone: Sequence[int], present: Container[int]
) -> None:
    """Put documents in place of those of their items, and take out those of items that are gone.

    `present` are the items that have documents now.
    """
    old = sorted([*gone, *(one.item_id for one in documents if one.item_id in present)])
    if old:
        await tx.run(_FORGET_WORDS if tx.dialect == "sqlite" else _FORGET_VECTORS, ids=old)
        await tx.run(_FORGET_DOCUMENTS, ids=old)
    if not documents:
        return
    rows = [
        {"item_id": one.item_id, "fields": one.fields, "marks": one.marks, "text_key": one.text_key}
        for one in documents
    ]
    await tx.insert_many(search_documents, rows)
    if tx.dialect == "sqlite":
        await tx.run(_READ_WORDS, ids=[one.item_id for one in documents])
        return
    keys = {document.text_key for document in documents} - {None}
    texts = dict(await tx.all(_TEXTS, keys=list(keys))) if keys else {}
    for document in documents:
        content = texts.get(document.text_key, "")
        await tx.run(_WRITE_VECTOR, item_id=document.item_id, vector=vector_of(document, content))


async def merge_some(tx: Transaction, *, everything: bool = False) -> bool:
    """A unit of work: bring some of what was written apart together, which makes searches faster; whether there is more.

    `everything` begins to bring all of it together, which later units go on with. PostgreSQL does so by itself.
    """
    if tx.dialect != "sqlite":
        return False
    before = await tx.value(_CHANGES)
    await tx.run(_MERGE_WORDS, pages=-MERGED_PAGES if everything else MERGED_PAGES)
    return int(await tx.value(_CHANGES)) - int(before) > 1  # FTS5's own sign that there was nothing to do


async def forget_everything(tx: Transaction) -> None:
    """Take every document out."""
    await tx.run(_FORGET_ALL_WORDS if tx.dialect == "sqlite" else _FORGET_ALL_VECTORS)
    await tx.delete(search_documents)


def vector_of(document: Document, content: str) -> str:
    """A document as PostgreSQL reads a tsvector: each word with its places; those of the content have the weight D.

    A word's mark has the place of the word, so marked phrases are phrases too. Beginnings of words have no place.
    """
    places: defaultdict[str, list[str]] = defaultdict(list)
    fields, marks = document.fields.split(" "), document.marks.split(" ")
    for texts in (fields, marks[: len(fields)]):
        for place, word in enumerate(texts, 1):
            places[word].append(f"{place}A")
    for place, word in enumerate(content.split(" ") if content else (), len(fields) + 2):
        places[word].append(str(place))  # without a letter the weight is D
    placed = [f"'{word}':{','.join(where)}" for word, where in places.items()]
    return " ".join([*placed, *(f"'{word}'" for word in marks[len(fields) :])])
