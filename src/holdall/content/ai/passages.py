"""Which sentences of some texts match a question best: the ranking of SQLite's FTS5 (BM25, on stems) over them alone.

It is all that the offline answerer does, and for a model it chooses what of long texts the model gets to read.
"""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import NamedTuple

from holdall.content.search.words import words_of

MOST_SENTENCES = 50_000
LONGEST = 1000
"""A sentence without an end is cut there, in characters."""

_END = re.compile(r"(?<=[.!?…。！？])[\s\"'”’)\]]*\s+|\n\s*\n|\n(?=[-*•#|])|(?<=[。！？])")
_COMMON = frozenset(
    [
        "a",
        "about",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "doing",
        "down",
        "for",
        "from",
        "get",
        "give",
        "had",
        "has",
        "have",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "list",
        "make",
        "me",
        "my",
        "of",
        "on",
        "one",
        "or",
        "our",
        "please",
        "say",
        "says",
        "should",
        "show",
        "so",
        "tell",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "write",
        "you",
        "your",
        "document",
        "documents",
        "file",
        "files",
        "text",
    ]
)
"""Words of questions that say nothing about their subject."""


class Source(NamedTuple):
    """A text that is asked, and the file that it is the content of."""

    file_id: int
    name: str
    text: str


class Passage(NamedTuple):
    """A sentence of a source, by its place among all; the lower the rank, the better the match."""

    place: int
    source: Source
    sentence: str
    rank: float


def sentences_of(sources: Iterable[Source]) -> list[tuple[Source, str]]:
    """The sentences of all sources in their order, without runs of white space."""
    found: list[tuple[Source, str]] = []
    for source in sources:
        for piece in _END.split(source.text):
            sentence = " ".join(piece.split())
            found += [(source, sentence[start : start + LONGEST]) for start in range(0, len(sentence), LONGEST)]
            if len(found) >= MOST_SENTENCES:
                return found[:MOST_SENTENCES]
    return found


def best_passages(question: str, sources: Sequence[Source], most: int) -> list[Passage]:
    """The sentences that match a question best, at most so many, the best first; none where no word of it is there."""
    words = dict.fromkeys(words_of(question, 500))
    asked = [word for word in words if word not in _COMMON] or list(words)
    sentences = sentences_of(sources)
    if not asked or not sentences:
        return []
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE sentences USING fts5(words, tokenize='porter unicode61')")
        rows = ((place, " ".join(words_of(sentence))) for place, (_, sentence) in enumerate(sentences))
        db.executemany("INSERT INTO sentences (rowid, words) VALUES (?, ?)", rows)
        match = " OR ".join(f'"{word}"' for word in asked)
        ranked = db.execute(
            "SELECT rowid, rank FROM sentences WHERE sentences MATCH ? ORDER BY rank, rowid LIMIT ?", (match, most)
        )
        return [Passage(place, sentences[place][0], sentences[place][1], rank) for place, rank in ranked]


def fitting(question: str, sources: Sequence[Source], budget: int) -> list[Source]:
    """The sources, where they have no more characters than the budget; otherwise what of them matches best, in order."""
    if sum(len(source.text) for source in sources) <= budget:
        return list(sources)
    chosen: list[Passage] = []
    left = budget
    for passage in best_passages(question, sources, budget // 20):
        if len(passage.sentence) < left:
            chosen.append(passage)
            left -= len(passage.sentence) + 1
    if not chosen:
        share = budget // len(sources)
        return [source._replace(text=source.text[:share]) for source in sources]
    kept = sorted(chosen)
    return [
        source._replace(text=" ".join(one.sentence for one in kept if one.source.file_id == source.file_id))
        for source in sources
        if any(one.source.file_id == source.file_id for one in kept)
    ]
