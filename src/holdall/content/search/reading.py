"""Reads a few documents to see whether they match, which costs less than looking each of them up in FTS5.

It must find what FTS5 would find; a property test compares both with a naive reading.
"""

from collections.abc import Callable, Sequence

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.content.search.language import AllOf, Expression, Not, Words
from holdall.content.search.rendering import ways_to_say
from holdall.content.search.tables import search_documents, search_texts
from holdall.content.search.tiers import Tier

MOST_CHARACTERS = 500_000
"""So much is read at once; texts that are longer than their share of it are better looked up."""


class Text(msgspec.Struct, frozen=True):
    """The words of a document, each with a space before and behind it."""

    item_id: int
    fields: str
    marks: str
    content: str


_TEXTS = query(
    sa.select(
        search_documents.c.item_id,
        search_documents.c.fields,
        search_documents.c.marks,
        sa.case((search_texts.c.size <= sa.bindparam("longest", type_=sa.Integer), search_texts.c.words)),
        search_documents.c.text_key,
    )
    .select_from(search_documents.outerjoin(search_texts, search_texts.c.blob_key == search_documents.c.text_key))
    .where(contains(search_documents.c.item_id, "ids"))
)


async def read_texts(reader: Reader, item_ids: Sequence[int]) -> tuple[list[Text], list[int]]:
    """The documents of these items, and the ids of those that are too long to be read."""
    rows = await reader.all(_TEXTS, ids=list(item_ids), longest=MOST_CHARACTERS // max(len(item_ids), 1))
    texts = [
        Text(item_id, f" {fields} ", f" {marks} ", f" {content} " if content is not None else "")
        for item_id, fields, marks, content, key in rows
        if content is not None or key is None
    ]
    read = {text.item_id for text in texts}
    return texts, [row[0] for row in rows if row[0] not in read]


Check = Callable[[Text], bool]


def tier_checks(tiers: Sequence[Tier]) -> list[Check]:
    """What tells for each of the tiers whether a document is in it."""
    return [_check(tier.expression, tier) for tier in tiers]


def tier_of(text: Text, checks: Sequence[Check]) -> int | None:
    """The first of the tiers that a document is in, None where it is in none; the last has all that match."""
    if not checks[-1](text):
        return None
    return next(place for place, check in enumerate(checks) if check(text))


def _check(expression: Expression, tier: Tier) -> Check:
    if isinstance(expression, Words):
        return _check_words(expression, tier)
    if isinstance(expression, Not):
        unwanted = _check(expression.part, Tier(expression.part, tier.scope, tier.scope))
        return lambda text: not unwanted(text)
    parts = [_check(part, tier) for part in expression.parts]
    if isinstance(expression, AllOf):
        return lambda text: all(part(text) for part in parts)
    return lambda text: any(part(text) for part in parts)


def _check_words(leaf: Words, tier: Tier) -> Check:
    in_marks, in_fields, in_content = [], [], []
    for way in ways_to_say(leaf, tier.within):
        words = f" {' '.join(way.words)}{'' if way.is_beginning else ' '}"
        if way.column == "marks":
            in_marks.append(words)
        else:
            in_content.append(words)
        if way.column == "any":
            in_fields.append(words)

    def check(text: Text) -> bool:
        for wanted, found in ((in_marks, text.marks), (in_fields, text.fields), (in_content, text.content)):
            for words in wanted:
                if words in found:
                    return True
        return False

    return check
