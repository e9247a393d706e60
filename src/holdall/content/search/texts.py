"""Takes the text of a content into the index: once for each blob, for all files and versions that have it."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from holdall.base.db import Database, Transaction, contains, query
from holdall.content.search.documents import content_words
from holdall.content.search.pending import ask_about_texts
from holdall.content.search.tables import search_texts

_HAS_TEXT = query(sa.select(search_texts.c.size).where(search_texts.c.blob_key == sa.bindparam("blob_key")))
_KNOWN = query(sa.select(search_texts.c.blob_key).where(contains(search_texts.c.blob_key, "blob_keys")))
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
    await keep_words(db, {blob_key: content_words(pieces)})


async def keep_words(db: Database, words: Mapping[str, str]) -> None:
    """The same for several blobs, by their keys, in one unit of work; `words` are those of `content_words`."""
    if words:
        await db.write(_keep, words)


async def has_text(reader: Database, blob_key: str) -> bool:
    """Whether the words of this blob are there, be it none."""
    return await reader.value(_HAS_TEXT, blob_key=blob_key) is not None


async def remove_unused_texts(tx: Transaction) -> int:
    """A unit of work: forget the words of blobs that are gone; how many blobs that were."""
    return await tx.run(_REMOVE_UNUSED)


async def _keep(tx: Transaction, words: Mapping[str, str]) -> None:
    known = {blob_key for (blob_key,) in await tx.all(_KNOWN, blob_keys=list(words))}
    new = [key for key in words if key not in known]
    if new:
        await tx.insert_many(
            search_texts, [{"blob_key": key, "words": words[key], "size": len(words[key])} for key in new]
        )
        await ask_about_texts(tx, new)
