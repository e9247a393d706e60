"""What people type into a search, with Box's operators, read into an expression of words and phrases.

https://developer.box.com/reference/get-search/ (query): quotes, AND, OR and NOT in capitals. Words side by side mean OR,
unless one of the operators is used; then all of them are meant. NOT binds closest, then AND, then OR. Anything can be read:
an operator without its operand is ignored, and so is punctuation.
"""

import re
from collections.abc import Callable, Sequence

import msgspec

from holdall.base.errors import InvalidParameter
from holdall.content.search.words import words_of

MOST_WORDS = 100
"""How many words a query may have: each is a look-up of its own."""

_PIECE = re.compile(r'["“”]([^"“”]*)["“”]|(\S+?)(?=["“”]|\s|$)')
_OPERATORS = frozenset({"AND", "OR", "NOT"})


class Words(msgspec.Struct, frozen=True):
    """Words one after the other. Where they were not typed in quotes, the last may be the beginning of a word."""

    words: tuple[str, ...]
    is_exact: bool = False


class AllOf(msgspec.Struct, frozen=True):
    """Everything in it."""

    parts: "tuple[Expression, ...]"


class OneOf(msgspec.Struct, frozen=True):
    """One of the things in it, or several."""

    parts: "tuple[Expression, ...]"


class Not(msgspec.Struct, frozen=True):
    """Whatever does not match."""

    part: "Expression"


Expression = Words | AllOf | OneOf | Not
_Piece = Words | str  # a string is an operator


def read_query(text: str) -> Expression | None:
    """The expression that a query says, or None where it has no word; raises InvalidParameter for too many words."""
    pieces = list(_pieces(text))
    if sum(len(piece.words) for piece in pieces if isinstance(piece, Words)) > MOST_WORDS:
        raise InvalidParameter("query", f"has more than {MOST_WORDS} words", code="bad_request")
    has_operators = any(isinstance(piece, str) for piece in pieces)
    return _alternatives(pieces) if has_operators else _join(OneOf, [one for one in pieces if isinstance(one, Words)])


def leaves(expression: Expression) -> list[Words]:
    """The words and phrases of an expression, in their order."""
    if isinstance(expression, Words):
        return [expression]
    if isinstance(expression, Not):
        return leaves(expression.part)
    return [leaf for part in expression.parts for leaf in leaves(part)]


def _pieces(text: str) -> list[_Piece]:
    """Words, phrases and operators as they come; what has no word in it is left out."""
    pieces: list[_Piece] = []
    for match in _PIECE.finditer(text):
        quoted, plain = match.groups()
        if plain in _OPERATORS:
            pieces.append(plain)
        elif words := words_of(quoted if plain is None else plain):
            pieces.append(Words(tuple(words), is_exact=plain is None))
    return pieces


def _alternatives(pieces: Sequence[_Piece]) -> Expression | None:
    return _join(OneOf, [part for group in _split(pieces, "OR") if (part := _conjunction(group)) is not None])


def _conjunction(pieces: Sequence[_Piece]) -> Expression | None:
    parts: list[Expression] = []
    is_negated = False
    for piece in pieces:
        if piece == "NOT":
            is_negated = not is_negated
        elif isinstance(piece, Words):
            parts.append(Not(piece) if is_negated else piece)
            is_negated = False
    return _join(AllOf, parts)


def _join(kind: Callable[[tuple[Expression, ...]], Expression], parts: Sequence[Expression]) -> Expression | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(tuple(parts))


def _split(pieces: Sequence[_Piece], operator: str) -> list[list[_Piece]]:
    groups: list[list[_Piece]] = [[]]
    for piece in pieces:
        if piece == operator:
            groups.append([])
        else:
            groups[-1].append(piece)
    return groups
