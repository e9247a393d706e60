"""What the index holds of an item: its words in three texts, made so that one index answers for all fields and for each.

`fields` has the words of name, tags, description and comments as they are; `marks` has the same words again, each behind a
character that stands for its field, and then the beginnings of the words of name and tags, each once; `content` has the words
of the file's text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

import msgspec

from holdall.content.search.words import is_single, parts_of, words_of

BREAK = "\ue010"
"""A word of its own between texts, so that no phrase reaches over their border. Every document begins with one."""

NOTHING = "\ue011"
"""A word that no document has."""

MARKS: Mapping[str, str] = {"name": "\ue000", "tags": "\ue001", "description": "\ue002", "comments": "\ue003"}
"""What stands before the words of each field. No text has these characters as part of a word."""

BEGINNINGS: Mapping[str, str] = {"name": "\ue004", "tags": "\ue005"}
"""What stands before the beginnings of words, in the fields whose words are found by them.

The engines find words by their beginnings themselves, but gather all of them first: 3 ms for one that 100,000 names have.
"""

SHORTEST_BEGINNING, LONGEST_BEGINNING = 2, 20
"""Longer ones are left to the engines: few words have them. The beginning of one letter finds nothing (see `rendering`)."""

MOST_FIELD_WORDS, MOST_FIELD_BYTES = 3_500, 100_000
MOST_BEGINNINGS, MOST_BEGINNINGS_BYTES = 3_500, 100_000
MOST_CONTENT_WORDS, MOST_CONTENT_BYTES = 12_500, 400_000
"""PostgreSQL tells apart the places of 16,383 words in a document of at most 1 MB. Box reads 10,000 bytes of a text."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What is indexed of an item."""

    name: str
    description: str = ""
    tags: Sequence[str] = ()
    comments: Sequence[str] = ()
    text_key: str | None = None


class Document(msgspec.Struct, frozen=True):
    """A row of the index: words, separated by spaces, and whose text is the content."""

    item_id: int
    fields: str
    marks: str
    text_key: str | None


def document_of(item_id: int, source: Source) -> Document:
    """The row of an item."""
    marked = list(_limited(_marked(source), MOST_FIELD_WORDS, MOST_FIELD_BYTES))
    words = " ".join(word for _, word in marked)
    beginnings = _limited(_beginnings(marked), MOST_BEGINNINGS, MOST_BEGINNINGS_BYTES)
    marks = " ".join(mark + word for mark, word in chain(marked, beginnings))
    return Document(item_id, words, marks, source.text_key)


def content_words(pieces: Iterable[str]) -> str:
    """The words of a text that comes in pieces, as `search_texts` keeps them; what comes after enough words is not read.

    Pieces end where words end.
    """
    words: list[str] = []
    for piece in pieces:
        words += words_of(piece, MOST_CONTENT_WORDS - len(words))
        if len(words) == MOST_CONTENT_WORDS:
            break
    return _cut(" ".join(words), MOST_CONTENT_BYTES)


def _cut(words: str, most_bytes: int) -> str:
    """The first words, of at most so many bytes with the space behind each."""
    text = words.encode()
    return words if len(text) < most_bytes else text[: max(text.rfind(b" ", 0, most_bytes), 0)].decode()


def _limited(words: Iterable[tuple[str, str]], most: int, most_bytes: int) -> Iterator[tuple[str, str]]:
    """The first words, so many at most and of so many bytes at most."""
    for mark, word in islice(words, most):
        most_bytes -= len(word.encode()) + 1
        if most_bytes < 0:
            return
        yield mark, word


def _marked(source: Source) -> Iterator[tuple[str, str]]:
    """Each word with its field's mark."""
    for field, words in _texts(source):
        yield "", BREAK
        for word in words:
            yield MARKS[field], word


def _beginnings(marked: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The beginnings of words, each once, those of the name first."""
    found = dict.fromkeys(
        (_BEGINNING_OF[mark], word[:length])
        for mark, word in marked
        if mark in _BEGINNING_OF and not is_single(word)
        for length in range(SHORTEST_BEGINNING, min(len(word), LONGEST_BEGINNING) + 1)
    )
    yield from found


_BEGINNING_OF = {MARKS[field]: mark for field, mark in BEGINNINGS.items()}


def _texts(source: Source) -> Iterator[tuple[str, list[str]]]:
    """The words of each text of an item, the name first: what is left out of a long document is its last comments."""
    yield "name", words_of(source.name)
    if parts := parts_of(source.name):
        yield "name", parts
    for tag in source.tags:
        yield "tags", words_of(tag)
    if source.description:
        yield "description", words_of(source.description)
    for comment in source.comments:
        yield "comments", words_of(comment)
