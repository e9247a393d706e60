"""Writes a tier of a query in the language of each database. Words are letters and digits, so nothing needs escaping."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from holdall.content.search.documents import BEGINNINGS, BREAK, LONGEST_BEGINNING, MARKS, NOTHING, SHORTEST_BEGINNING
from holdall.content.search.language import AllOf, Expression, Not, OneOf, Words
from holdall.content.search.tiers import ANYWHERE, Tier
from holdall.content.search.words import is_single


class Way(msgspec.Struct, frozen=True):
    """One of the ways in which a document may have the words of a leaf."""

    words: tuple[str, ...]
    column: Literal["any", "marks", "content"]
    is_beginning: bool = False


def ways_to_say(leaf: Words, within: frozenset[str]) -> Iterator[Way]:
    """The ways in which words may be in any of the fields. Where all may have them, the plain words say so at once."""
    last = leaf.words[-1]
    is_beginning = not leaf.is_exact and not is_single(last) and len(last) >= SHORTEST_BEGINNING
    is_kept = len(leaf.words) == 1 and len(last) <= LONGEST_BEGINNING
    is_anywhere = within >= ANYWHERE
    if is_anywhere:
        yield Way(leaf.words, "any")
    for field in sorted(within):
        by_beginning = is_beginning and field in BEGINNINGS
        if field == "file_content":
            if not is_anywhere:
                yield Way(leaf.words, "content")
        elif by_beginning and is_kept:
            yield Way((BEGINNINGS[field] + last,), "marks")
        elif not is_anywhere or by_beginning:
            yield Way(tuple(MARKS[field] + word for word in leaf.words), "marks", by_beginning)


class Fts5:
    """The query language of SQLite's FTS5."""

    conjunction, alternative = " AND ", " OR "

    def phrase(self, words: Sequence[str], *, is_beginning: bool = False, in_content: bool = False) -> str:
        """Words one after the other, the last perhaps the beginning of one."""
        phrase = f'"{" ".join(words)}"'
        return f"{'content : ' if in_content else ''}{phrase}{' *' if is_beginning else ''}"

    def without(self, wanted: str, unwanted: str) -> str:
        """What matches one and not the other."""
        return f"({wanted} NOT {unwanted})"


class TsQuery:
    """The type tsquery of PostgreSQL. The words of contents have the weight D."""

    conjunction, alternative = " & ", " | "

    def phrase(self, words: Sequence[str], *, is_beginning: bool = False, in_content: bool = False) -> str:
        """Words one after the other, the last perhaps the beginning of one."""
        flags = "D" if in_content else ""
        ends = [flags] * (len(words) - 1) + [flags + "*" if is_beginning else flags]
        lexemes = (f"'{word}'{':' + end if end else ''}" for word, end in zip(words, ends, strict=True))
        return f"({' <-> '.join(lexemes)})"

    def without(self, wanted: str, unwanted: str) -> str:
        """What matches one and not the other."""
        return f"({wanted} & !{unwanted})"


LANGUAGES: dict[str, Fts5 | TsQuery] = {"sqlite": Fts5(), "postgresql": TsQuery()}


def render(dialect: str, tier: Tier) -> str:
    """A tier in the language of a database."""
    return _render(LANGUAGES[dialect], tier.expression, tier)


def without(dialect: str, wanted: str, tiers: Sequence[Tier]) -> str:
    """What matches and is in none of these tiers."""
    return LANGUAGES[dialect].without(wanted, render_any(dialect, tiers)) if tiers else wanted


def render_any(dialect: str, tiers: Iterable[Tier]) -> str:
    """What any of several tiers finds, in the language of a database."""
    language = LANGUAGES[dialect]
    return _any(language, (_render(language, tier.expression, tier) for tier in tiers))


def _render(language: Fts5 | TsQuery, expression: Expression, tier: Tier) -> str:
    if isinstance(expression, Words):
        return _leaf(language, expression, tier.within)
    if isinstance(expression, OneOf):
        return _any(language, (_render(language, part, tier) for part in expression.parts))
    parts = expression.parts if isinstance(expression, AllOf) else (expression,)
    wanted = [_render(language, part, tier) for part in parts if not isinstance(part, Not)]
    found = f"({language.conjunction.join(wanted)})" if wanted else language.phrase([BREAK])
    unwanted = [_excluded(language, part.part, tier) for part in parts if isinstance(part, Not)]
    return language.without(found, _any(language, unwanted)) if unwanted else found


def _excluded(language: Fts5 | TsQuery, expression: Expression, tier: Tier) -> str:
    return _render(language, expression, Tier(expression, tier.scope, tier.scope))


def _leaf(language: Fts5 | TsQuery, leaf: Words, within: frozenset[str]) -> str:
    phrases = [
        language.phrase(one.words, is_beginning=one.is_beginning, in_content=one.column == "content")
        for one in ways_to_say(leaf, within)
    ]
    return _any(language, phrases) if phrases else language.phrase([NOTHING])


def _any(language: Fts5 | TsQuery, parts: Iterable[str]) -> str:
    return f"({language.alternative.join(parts)})"
