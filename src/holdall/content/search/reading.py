"""Reads a few documents to see whether they match, which costs less than looking each of them up in FTS5.

It must find what FTS5 would find; a property test compares both with a naive reading.
"""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, json_rows, query
from holdall.base.db.database import Reader
from holdall.content.search.language import AllOf, Expression, Not, Words
from holdall.content.search.rendering import ways_to_say
from holdall.content.search.tables import search_documents, search_texts
from holdall.content.search.tiers import Tier

MOST_CHARACTERS = 500_000
"""Longer texts are better looked up."""


class Text(msgspec.Struct, frozen=True, array_like=True):
    """The words of a document, with spaces between."""

    item_id: int
    fields: str
    marks: str
    content: str

    def has(self, words: Sequence[str], column: str, *, is_beginning: bool) -> bool:
        """Whether the words stand one after the other."""
        wanted = f" {' '.join(words)}{'' if is_beginning else ' '}"
        if column == "marks":
            return wanted in f" {self.marks} "
        return wanted in f" {self.content} " or (column == "any" and wanted in f" {self.fields} ")


_documents = search_documents.outerjoin(search_texts, search_texts.c.blob_key == search_documents.c.text_key)
_OF_ITEMS = contains(search_documents.c.item_id, "ids")
_SIZE = query(sa.select(sa.func.sum(search_texts.c.size)).select_from(_documents).where(_OF_ITEMS))
_TEXTS = query(
    sa.select(
        json_rows(
            search_documents.c.item_id,
            search_documents.c.fields,
            search_documents.c.marks,
            sa.func.coalesce(search_texts.c.words, ""),
        )
    )
    .select_from(_documents)
    .where(_OF_ITEMS)
)
_decode = msgspec.json.Decoder(list[Text]).decode


async def read_texts(reader: Reader, item_ids: Sequence[int]) -> list[Text] | None:
    """The documents of these items, or None where they are too long."""
    ids = list(item_ids)
    if (await reader.value(_SIZE, ids=ids) or 0) > MOST_CHARACTERS:
        return None
    return _decode(await reader.value(_TEXTS, ids=ids) or "[]")


def tier_of(text: Text, tiers: Sequence[Tier]) -> int | None:
    """The first of the tiers that a document is in, None where it is in none; the last has all that match."""
    if not _matches(text, tiers[-1].expression, tiers[-1]):
        return None
    return next(place for place, tier in enumerate(tiers) if _matches(text, tier.expression, tier))


def _matches(text: Text, expression: Expression, tier: Tier) -> bool:
    if isinstance(expression, Words):
        ways = ways_to_say(expression, tier.within)
        return any(text.has(way.words, way.column, is_beginning=way.is_beginning) for way in ways)
    if isinstance(expression, Not):
        return not _matches(text, expression.part, Tier(expression.part, tier.scope, tier.scope))
    parts = (_matches(text, part, tier) for part in expression.parts)
    return all(parts) if isinstance(expression, AllOf) else any(parts)
