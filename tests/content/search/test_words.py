"""What a word is: how names and texts are taken apart, and what is the same word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdall.content.search.documents import (
    BREAK,
    MARKS,
    MOST_CONTENT_BYTES,
    MOST_CONTENT_WORDS,
    NOTHING,
    content_words,
)
from holdall.content.search.words import LONGEST_WORD, parts_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Q3_report-final.v2.pdf", ["q3", "report", "final", "v2", "pdf"]),
        ("it's O'Neil", ["it", "s", "o", "neil"]),
        ("Ærøskøbing Straße ÉTÉ", ["aeroskobing", "strasse", "ete"]),
        ("re\u0301sume\u0301 résumé RÉSUMÉ", ["resume", "resume", "resume"]),
        ("Ёлка ёлка елка", ["елка", "елка", "елка"]),
        ("İstanbul ISTANBUL ıstanbul", ["istanbul", "istanbul", "istanbul"]),
        ("ﬁle Ｆｉｌｅ", ["file", "file"]),
        ("東京都の報告書.docx", [*"東京都の報告書", "docx"]),
        ("보고서를", [*"보고서를"]),
        ("ไทย", [*"ไทย"]),
        ("\ue000 \ue010 ++ ...", []),
        ("x" * 100, ["x" * LONGEST_WORD]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("QuarterlyReport2024.pdf", ["quarterly", "report", "2024", "pdf"]),
        ("parseXMLFile", ["parse", "xml", "file"]),
        ("IMG20240101.jpg", ["img", "20240101", "jpg"]),
        ("ÉricPlan", ["eric", "plan"]),
        ("БюджетПлан", ["бюджет", "план"]),
        ("plain report.txt", []),
        ("東京都", []),
        ("보고서", []),
    ],
)
def test_parts_of_compounds(name: str, parts: list[str]) -> None:
    assert parts_of(name) == parts


@given(st.text())
def test_no_word_has_a_character_that_the_databases_would_take_for_something_else(text: str) -> None:
    special = {BREAK, NOTHING, *MARKS.values(), "'", '"', "*", ":", " ", "\\", "&", "|", "!", "<", "(", ")", "\0"}
    for word in [*words_of(text), *parts_of(text)]:
        assert word
        assert special.isdisjoint(word)


@given(st.text())
def test_words_stay_the_same_however_a_text_is_cut_between_them(text: str) -> None:
    assert content_words(text.split()) == " ".join(words_of(text))


@pytest.mark.parametrize("word", ["ab", "é", "語"])
def test_of_a_long_text_the_first_words_count(word: str) -> None:
    (kept,) = words_of(word)
    pieces = [f"{word} " * (MOST_CONTENT_WORDS - 1), f"{word} {word}", word]
    assert content_words(pieces) == " ".join([kept] * MOST_CONTENT_WORDS)


def test_of_a_text_with_long_words_as_much_counts_as_there_is_room_for() -> None:
    word = "x" * LONGEST_WORD
    room = MOST_CONTENT_BYTES // (LONGEST_WORD + 1)
    assert room < MOST_CONTENT_WORDS
    assert content_words([f"{word} " * MOST_CONTENT_WORDS]) == " ".join([word] * room)
