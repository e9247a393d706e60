"""Takes the text of a content into the index: once for each blob, for all files and versions that have it."""

from collections.abc import Iterable

import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.content.search.documents import content_words
from holdall.content.search.pending import ask_about_text
from holdall.content.search.tables import search_texts

_HAS_TEXT = query(sa.select(search_texts.c.size).where(search_texts.c.blob_key == sa.bindparam("blob_key")))
_REMOVE_UNUSED = query(
    sa.text(
        "DELETE FROM search_texts WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE blobs.key = search_texts.blob_key) "
        "AND NOT EXISTS (SELECT 1 FROM search_documents WHERE search_documents.text_key = search_texts.blob_key)"
    )
)


async def keep_text(db: Database, blob_key: str, pieces: Iterable[str]) -> None:
    """Keep the words of a text that was taken from a blob, so that the files that have it are found by them.

    The text may come in pieces that end where words end; only its beginning is read (see `documents`). The text of a
    blob does not change, so one that is there already stays.
    """
    await db.write(_keep, blob_key, content_words(pieces))


async def has_text(reader: Database, blob_key: str) -> bool:
    """Whether the words of this blob are there, be it none."""
    return await reader.value(_HAS_TEXT, blob_key=blob_key) is not None


async def remove_unused_texts(tx: Transaction) -> int:
    """A unit of work: forget the words of blobs that are gone; how many blobs that were."""
    return await tx.run(_REMOVE_UNUSED)


async def _keep(tx: Transaction, blob_key: str, words: str) -> None:
    if await tx.value(_HAS_TEXT, blob_key=blob_key) is None:
        await tx.insert(search_texts, blob_key=blob_key, words=words, size=len(words))
        await ask_about_text(tx, blob_key)
