"""Relevance: which of a query's ways to match come first.

What a name says counts more than what a text says, and all the words more than some of them. Within a tier the newest item
comes first. So a page is found without weighing everything that matches, and both databases agree on the order.
"""

import msgspec

from holdall.content.search.language import AllOf, Expression, OneOf, Words, leaves

FIELDS = ("name", "description", "file_content", "comments", "tags")
"""What can be searched: the content types of https://developer.box.com/reference/get-search/."""

ANYWHERE = frozenset(FIELDS)
NAME = frozenset({"name"})


class Tier(msgspec.Struct, frozen=True):
    """An expression, the fields in which its words are looked for, and those in which the words after NOT are."""

    expression: Expression
    within: frozenset[str]
    scope: frozenset[str]


def tiers_of(expression: Expression, scope: frozenset[str] = ANYWHERE) -> list[Tier]:
    """The tiers of an expression, the best first; the last is all that matches, and each of the others is part of it."""
    wanted: list[tuple[Expression, frozenset[str]]] = []
    has_names = "name" in scope
    if isinstance(expression, OneOf) and all(isinstance(part, Words) for part in expression.parts):
        every = AllOf(expression.parts)
        words = leaves(expression)
        if has_names:
            phrase = Words(tuple(word for one in words for word in one.words), is_exact=words[-1].is_exact)
            wanted += [(phrase, NAME), (every, NAME)]
        wanted.append((every, scope))
    if has_names:
        wanted.append((expression, NAME))
    wanted.append((expression, scope))
    return [Tier(one, within, scope) for one, within in dict.fromkeys(wanted)]
