"""The language of metadata queries, as Box describes it, read into a tree of conditions.

https://developer.box.com/guides/metadata/queries/syntax/. NOT binds closest, then AND, then OR. Values are arguments
(`:name`), numbers, or texts in single quotes; a key that is no plain word stands in double quotes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NoReturn

import msgspec

from holdall.base.errors import BadRequest

LONGEST, DEEPEST = 10_000, 50
"""Our own limits: characters of a query, and parentheses in each other."""

Operator = Literal["=", "<>", "<", "<=", ">", ">=", "LIKE", "ILIKE", "IN", "HASANY", "HASALL", "HASANCESTOR"]


class Compare(msgspec.Struct, frozen=True):
    """A field that has a value of which something holds; `values` are one, or several for IN and the HAS operators."""

    field: str
    operator: Operator
    values: tuple[Any, ...]
    is_negated: bool = False
    """Whether it holds of values of which the operator does not; a field without a value never matches."""


class HasNone(msgspec.Struct, frozen=True):
    """A field that has no value."""

    field: str


class Negation(msgspec.Struct, frozen=True):
    """Whatever does not match."""

    part: "Condition"


class Every(msgspec.Struct, frozen=True):
    """All of the parts."""

    parts: "tuple[Condition, ...]"


class Some(msgspec.Struct, frozen=True):
    """At least one of the parts."""

    parts: "tuple[Condition, ...]"


Condition = Compare | HasNone | Negation | Every | Some

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<argument>:[A-Za-z_][A-Za-z0-9_]*)
      | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)
      | (?P<text>'(?:[^']|'')*')
      | (?P<quoted>"[^"]+")
      | (?P<word>[^\W\d][\w$.-]*)
      | (?P<sign><>|!=|<=|>=|[=<>(),])
    )""",
    re.VERBOSE,
)
_SIGNS = {"=", "<>", "!=", "<", "<=", ">", ">="}
_LISTS = {"IN", "HASANY", "HASALL", "HASANCESTOR"}


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str

    @property
    def word(self) -> str:
        """The word in capitals, where it is one: keywords are not told apart by case."""
        return self.text.upper() if self.kind == "word" else ""


def invalid_query(message: str) -> BadRequest:
    """A query that says nothing that could be asked."""
    return BadRequest(message, code="invalid_query")


def read_condition(text: str, arguments: Mapping[str, Any]) -> Condition | None:
    """What a query says, None where it is empty.

    Raises BadRequest (invalid_query, or unexpected_json_type for an argument that has no value).
    """
    if len(text) > LONGEST:
        raise invalid_query(f"A query has {LONGEST} characters at most")
    tokens = _tokens(text)
    return _Reader(tokens, arguments).read() if tokens else None


def _tokens(text: str) -> list[_Token]:
    tokens, place, end = [], 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            raise invalid_query(f"The query cannot be read at {text[place : place + 20].strip()!r}")
        tokens.append(_Token(found.lastgroup, found[found.lastgroup]))
        place = found.end()
    return tokens


class _Reader:
    def __init__(self, tokens: Sequence[_Token], arguments: Mapping[str, Any]) -> None:
        self._tokens = [*tokens, _Token("end", "the end")]
        self._place = 0
        self._depth = 0
        self._arguments = arguments

    def read(self) -> Condition:
        condition = self._some()
        if self._next.kind != "end":
            self._refuse("AND, OR, or the end")
        return condition

    @property
    def _next(self) -> _Token:
        return self._tokens[self._place]

    def _take(self) -> _Token:
        self._place += 1
        return self._tokens[self._place - 1]

    def _took(self, word: str) -> bool:
        """Whether the next token is this keyword or sign, which is then behind us."""
        is_it = word in {self._next.word, self._next.text if self._next.kind == "sign" else ""}
        self._place += is_it
        return is_it

    def _need(self, sign: str) -> None:
        if not self._took(sign):
            self._refuse(sign)

    def _refuse(self, wanted: str) -> NoReturn:
        raise invalid_query(f"The query has {self._next.text} where {wanted} is needed")

    def _some(self) -> Condition:
        return self._joined("OR", Some, self._every)

    def _every(self) -> Condition:
        return self._joined("AND", Every, self._one)

    def _joined(
        self, word: str, kind: Callable[[tuple[Condition, ...]], Condition], part: Callable[[], Condition]
    ) -> Condition:
        parts = [part()]
        while self._took(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else kind(tuple(parts))

    def _one(self) -> Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            raise invalid_query(f"A query has {DEEPEST} parentheses and NOT in each other at most")
        if self._took("NOT"):
            condition: Condition = Negation(self._one())
        elif self._took("("):
            condition = self._some()
            self._need(")")
        else:
            condition = self._comparison()
        self._depth -= 1
        return condition

    def _comparison(self) -> Condition:
        field = self._field()
        if self._took("IS"):
            is_negated = self._took("NOT")
            self._need("NULL")
            return Negation(HasNone(field)) if is_negated else HasNone(field)
        is_negated = self._took("NOT")
        operator = self._next.word or self._next.text
        if operator in {"LIKE", "ILIKE"}:
            self._take()
            return Compare(field, operator, (self._value(),), is_negated)  # type: ignore[arg-type]
        if operator in _LISTS and (operator == "IN" or not is_negated):
            self._take()
            return Compare(field, operator, self._values(), is_negated)  # type: ignore[arg-type]
        if operator not in _SIGNS or is_negated:
            self._refuse("a comparison")
        self._take()
        return Compare(field, "<>" if operator == "!=" else operator, (self._value(),))  # type: ignore[arg-type]

    def _field(self) -> str:
        if self._next.kind == "quoted":
            return self._take().text[1:-1]
        if self._next.kind != "word" or self._next.word in {"AND", "OR", "NOT"}:
            self._refuse("the key of a field")
        return self._take().text

    def _values(self) -> tuple[Any, ...]:
        self._need("(")
        values = [self._value()]
        while self._took(","):
            values.append(self._value())
        self._need(")")
        return tuple(values)

    def _value(self) -> Any:
        token = self._next
        if token.kind not in {"argument", "number", "text"}:
            self._refuse("a value")
        self._take()
        if token.kind == "number":
            return float(token.text)
        if token.kind == "text":
            return token.text[1:-1].replace("''", "'")
        name = token.text[1:]
        if name not in self._arguments:
            raise BadRequest(f"query_params has no {name}, which the query names", code="unexpected_json_type")
        value = self._arguments[name]
        return tuple(value) if isinstance(value, list) else value
