"""Both databases find what a naive reading of the documents finds, for any query."""

import asyncio
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdall.base.db import Database, Transaction, open_database, query
from holdall.base.errors import InvalidParameter
from holdall.content.search.documents import Source, content_words, document_of
from holdall.content.search.engine import forget_everything, hits, write_documents
from holdall.content.search.language import AllOf, Expression, Not, Words, read_query
from holdall.content.search.reading import read_texts, tier_checks, tier_of
from holdall.content.search.rendering import render, without
from holdall.content.search.tables import search_texts
from holdall.content.search.tiers import ANYWHERE, FIELDS, Tier, tiers_of
from holdall.content.search.words import is_single, parts_of, words_of

EXAMPLES = 120
NAMES = ["report", "Reporting", "QuarterlyReport", "東京都", "a", "blue-box", "incomprehensibilities"]
TEXTS = [*NAMES, "rep", "quarterly", "京都", "box blue", "Über", "blue"]
TYPED = [*TEXTS, "uber", "REPO", "東", '"blue box"', '"reporting"', "x", "incomprehensibilitie", "incomp"]
OPERATORS = ["AND", "OR", "NOT", "and"]

texts = st.lists(st.sampled_from(TEXTS), max_size=3).map(" ".join)
scopes = st.just(ANYWHERE) | st.frozensets(st.sampled_from(FIELDS), min_size=1)
queries = st.lists(st.sampled_from(TYPED) | st.sampled_from(OPERATORS), min_size=1, max_size=6).map(" ".join)


class Written:
    """An item as somebody wrote it."""

    def __init__(self, name: str, description: str, tags: list[str], comments: list[str], content: str) -> None:
        self.source = Source(name=name, description=description, tags=tags, comments=comments)
        self.content = content
        self.texts: dict[str, list[list[str]]] = {
            "name": [words_of(name), parts_of(name)],
            "description": [words_of(description)],
            "tags": [words_of(tag) for tag in tags],
            "comments": [words_of(comment) for comment in comments],
            "file_content": [words_of(content)],
        }

    def __repr__(self) -> str:
        return repr(self.texts)

    def matches(self, expression: Expression, within: frozenset[str], scope: frozenset[str]) -> bool:
        """Whether the item is what the expression says; what it must not say is looked for in all of the scope."""
        if isinstance(expression, Words):
            return any(self._says(expression, field) for field in within)
        if isinstance(expression, Not):
            return not self.matches(expression.part, scope, scope)
        parts = (self.matches(part, within, scope) for part in expression.parts)
        return all(parts) if isinstance(expression, AllOf) else any(parts)

    def _says(self, leaf: Words, field: str) -> bool:
        size = len(leaf.words)
        for text in self.texts[field]:
            for start in range(len(text) - size + 1):
                *first, last = text[start : start + size]
                if first == list(leaf.words[:-1]) and self._is_last(leaf, field, last):
                    return True
        return False

    def _is_last(self, leaf: Words, field: str, word: str) -> bool:
        wanted = leaf.words[-1]
        by_beginning = field in {"name", "tags"} and not leaf.is_exact and len(wanted) > 1 and not is_single(wanted)
        return word == wanted or (by_beginning and word.startswith(wanted))


written = st.builds(
    Written,
    name=st.sampled_from(NAMES),
    description=texts,
    tags=st.lists(texts, max_size=2),
    comments=st.lists(texts, max_size=2),
    content=texts,
)


class Library:
    """An index of some documents, numbered from 1."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def write(self, shelf: Sequence[Written]) -> None:
        """Put these documents in place of those of before."""
        await self.db.write(self._write, shelf)

    async def _write(self, tx: Transaction, shelf: Sequence[Written]) -> None:
        await forget_everything(tx)
        await tx.delete(search_texts)
        documents = []
        for number, one in enumerate(shelf, 1):
            key = f"text {number}" if one.content else None
            if key is not None:
                words = content_words([one.content])
                await tx.insert(search_texts, blob_key=key, words=words, size=len(words))
            documents.append(document_of(number, _with_text(one.source, key)))
        await write_documents(tx, documents, [], ())

    async def find(self, words: str) -> set[int]:
        """The numbers of the documents that match."""
        statement = query(hits(self.db.dialect, "words", is_among=False))
        return {number for (number,) in await self.db.all(statement, words=words, before=1_000, most=1_000)}


def _with_text(source: Source, key: str | None) -> Source:
    return msgspec.structs.replace(source, text_key=key)


@pytest.mark.timeout(900)  # an interruption would look like a failure, and be shrunk for ever
def test_every_tier_of_a_query_finds_what_the_documents_say(ready_database_url: str) -> None:
    with asyncio.Runner() as runner:
        library = Library(runner.run(open_database(ready_database_url)))

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(written, min_size=1, max_size=8), st.lists(queries, min_size=4, max_size=8), scopes)
        def check(shelf: list[Written], typed: list[str], scope: frozenset[str]) -> None:
            runner.run(library.write(shelf))
            for text in typed:
                expression = read_query(text)
                if expression is not None:
                    runner.run(_compare(library, shelf, tiers_of(expression, scope)))

        try:
            check()
        finally:
            runner.run(library.db.close())


async def _compare(library: Library, shelf: list[Written], tiers: list[Tier]) -> None:
    """Each tier finds what it says and is part of the last one; with those before taken out, the rest is found.

    Reading the documents finds the same as looking them up.
    """
    texts, too_long = await read_texts(library.db, range(1, len(shelf) + 1))
    assert too_long == []
    checks = tier_checks(tiers)
    read = {text.item_id: tier_of(text, checks) for text in texts}
    firsts = {number: [_is_in(one, tier) for tier in tiers] for number, one in enumerate(shelf, 1)}
    assert read == {number: found.index(True) if any(found) else None for number, found in firsts.items()}
    before: set[int] = set()
    everything = {number for number, one in enumerate(shelf, 1) if _is_in(one, tiers[-1])}
    for place, tier in enumerate(tiers):
        expected = {number for number, one in enumerate(shelf, 1) if _is_in(one, tier)}
        words = render(library.db.dialect, tier)
        assert await library.find(words) == expected, (tier, shelf)
        assert expected <= everything, (tier, shelf)
        assert await library.find(without(library.db.dialect, words, tiers[:place])) == expected - before
        before |= expected


def _is_in(one: Written, tier: Tier) -> bool:
    return one.matches(tier.expression, tier.within, tier.scope)


@pytest.mark.timeout(900)
def test_no_query_breaks_the_databases(ready_database_url: str) -> None:
    pieces = st.text() | st.sampled_from(['"', "'", "*", "NOT", "AND", "OR", "(", ")", ":", "^", "&", "|", "!", "<->"])
    with asyncio.Runner() as runner:
        library = Library(runner.run(open_database(ready_database_url)))
        runner.run(library.write([Written("report", "", [], [], "blue box")]))

        @settings(max_examples=400, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(pieces, max_size=12).map(" ".join), scopes)
        def check(text: str, scope: frozenset[str]) -> None:
            try:
                expression = read_query(text)
            except InvalidParameter:
                return
            for tier in tiers_of(expression, scope) if expression is not None else ():
                assert runner.run(library.find(render(library.db.dialect, tier))) <= {1}

        try:
            check()
        finally:
            runner.run(library.db.close())


def test_the_longest_query_is_answered(ready_database_url: str) -> None:
    with asyncio.Runner() as runner:
        library = Library(runner.run(open_database(ready_database_url)))
        runner.run(library.write([Written("report", "", [], [], "blue box")]))
        for joint in (" ", " AND ", " OR ", " NOT ", " AND NOT "):
            expression = read_query(joint.join(["report", *(f"word{number}" for number in range(99))]))
            assert expression is not None
            found = [runner.run(library.find(render(library.db.dialect, tier))) for tier in tiers_of(expression)]
            assert found[-1] == (set() if joint == " AND " else {1})
        runner.run(library.db.close())
