"""What people type, read with Box's operators."""

import pytest

from holdall.base.errors import InvalidParameter
from holdall.content.search.language import MOST_WORDS, AllOf, Expression, Not, OneOf, Words, read_query

BLUE, BOX, RED = Words(("blue",)), Words(("box",)), Words(("red",))


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("blue", BLUE),
        ("blue box", OneOf((BLUE, BOX))),
        ("Blue-Box", Words(("blue", "box"))),
        ('"Blue Box"', Words(("blue", "box"), is_exact=True)),
        ("“Blue Box”", Words(("blue", "box"), is_exact=True)),
        ('"blue" red', OneOf((Words(("blue",), is_exact=True), RED))),
        ('red"blue box"', OneOf((RED, Words(("blue", "box"), is_exact=True)))),
        ("blue AND box", AllOf((BLUE, BOX))),
        ("blue OR box", OneOf((BLUE, BOX))),
        ("blue AND NOT box", AllOf((BLUE, Not(BOX)))),
        ("blue NOT box", AllOf((BLUE, Not(BOX)))),
        ("NOT blue", Not(BLUE)),
        ("NOT NOT blue", BLUE),
        ("blue box OR red", OneOf((AllOf((BLUE, BOX)), RED))),
        ("blue OR box AND NOT red", OneOf((BLUE, AllOf((BOX, Not(RED)))))),
        ('"AND"', Words(("and",), is_exact=True)),
    ],
)
def test_queries(query: str, expression: Expression) -> None:
    assert read_query(query) == expression


@pytest.mark.parametrize("word", ["and", "or", "not", "And", "Or", "Not"])
def test_operators_in_small_letters_are_words(word: str) -> None:
    assert read_query(f"blue {word} box") == OneOf((BLUE, Words((word.lower(),)), BOX))


@pytest.mark.parametrize(
    "query", ["AND blue", "blue AND", "blue OR", "OR blue", "blue NOT", "OR OR blue", "( blue )", '"blue', "blue ***"]
)
def test_what_is_left_open_is_ignored(query: str) -> None:
    assert read_query(query) == BLUE


@pytest.mark.parametrize("query", ["", "   ", "***", "AND", "NOT", "AND OR NOT", '""', '"', "\ue000"])
def test_a_query_without_words_says_nothing(query: str) -> None:
    assert read_query(query) is None


def test_a_query_of_too_many_words_is_refused() -> None:
    assert read_query("word " * MOST_WORDS) is not None
    with pytest.raises(InvalidParameter):
        read_query("word " * (MOST_WORDS + 1))
