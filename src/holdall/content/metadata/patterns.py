"""Patterns of LIKE: `%` for any characters, `_` for one, a backslash before either of them for itself.

SQLite's own LIKE takes no notice of case, so there it is GLOB that is asked.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from holdall.content.metadata.query_language import invalid_query

MOST_ANY = 20
"""Each `%` may have to be tried at every place of a text."""


def matches(column: sa.ColumnElement[str], pattern: str, dialect: str) -> sa.ColumnElement[bool]:
    """Whether a text matches, as it is written; raises BadRequest (invalid_query) for too many `%`."""
    pieces = list(_pieces(pattern))
    if sum(is_special and piece == "%" for piece, is_special in pieces) > MOST_ANY:
        raise invalid_query(f"A pattern has {MOST_ANY} % at most")
    if dialect == "sqlite":
        glob = "".join({"%": "*", "_": "?"}[one] if special else _for_glob(one) for one, special in pieces)
        return column.op("GLOB", is_comparison=True)(sa.literal(glob, sa.Text))
    like = "".join(one if special else _for_like(one) for one, special in pieces)
    return column.like(sa.literal(like, sa.Text), escape="\\")


def _pieces(pattern: str) -> Iterator[tuple[str, bool]]:
    """The characters, and whether each stands for others."""
    characters = iter(pattern)
    for one in characters:
        if one == "\\":
            yield next(characters, "\\"), False
        else:
            yield one, one in "%_"


def _for_glob(character: str) -> str:
    return f"[{character}]" if character in "*?[" else character


def _for_like(character: str) -> str:
    return f"\\{character}" if character in "%_\\" else character
