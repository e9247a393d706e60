"""The language of tags: `{{path}}`, `{{path :: format("US-Number")}}`, `{{a * b}}`, `{{if …}}`, `{{for x in list}}`.

Its documents show it by examples; where they are silent, what is taken here is told in docs/how-to/generate-documents.md.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

import msgspec


class TagKind(StrEnum):
    """What a tag does."""

    VALUE = "value"
    IF = "if"
    ELSE_IF = "elseif"
    ELSE = "else"
    END_IF = "endif"
    FOR = "for"
    END_FOR = "endfor"
    TABLE_ROW = "tablerow"
    END_TABLE_ROW = "endtablerow"


ENDS = {TagKind.IF: TagKind.END_IF, TagKind.FOR: TagKind.END_FOR, TagKind.TABLE_ROW: TagKind.END_TABLE_ROW}
"""What ends each kind of tag that others may stand in."""


class Path(msgspec.Struct, frozen=True):
    """Where in the data: names, and numbers of places in lists (0 is the first)."""

    steps: tuple[str | int, ...]

    def __str__(self) -> str:
        """The names as data is spoken of, without the numbers."""
        return ".".join(step for step in self.steps if isinstance(step, str))


class Constant(msgspec.Struct, frozen=True):
    """A number, a text, true or false."""

    value: Any


class Operation(msgspec.Struct, frozen=True):
    """An operator or a function of one or two values."""

    name: str
    left: "Expression"
    right: "Expression | None" = None


Expression = Path | Constant | Operation


class Modifier(msgspec.Struct, frozen=True):
    """What stands behind `::`, such as `optional` or `format("xxx-xxxx")`."""

    name: str
    argument: str = ""


class Tag(msgspec.Struct, frozen=True):
    """A tag as it was understood; `text` is the whole of it, as the document has it."""

    text: str
    kind: TagKind
    expression: Expression | None = None
    alias: str = ""
    modifiers: tuple[Modifier, ...] = ()

    def has(self, name: str) -> bool:
        """Whether this modifier stands in it."""
        return any(one.name == name for one in self.modifiers)


class TagError(Exception):
    """A tag that cannot be understood; says why."""


TAG = re.compile(r"\{\{([^{}\n]*)\}\}")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " "})
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|"(?P<double>[^"]*)"|'(?P<single>[^']*)'"""
    r"""|(?P<path>[^\W\d][\w$]*(?:\.[\w$]+|\[\d+\])*|\$[\w$]+(?:\.[\w$]+|\[\d+\])*)"""
    r"""|(?P<operator>==|!=|<>|>=|<=|&&|\|\||[-<>=+*/%()!]))"""
)
_LOOP = re.compile(r"(\$?[^\W\d][\w$]*)\s+in\s+(\S+)")
_KEYWORD = re.compile(
    r"(else\s*if|endif|endfor|endtablerow|tablerow|else|for|if)(?![\w.\[$])\s*(.*)", re.IGNORECASE | re.DOTALL
)
_MODIFIER = re.compile(r"""\s*(\w+)\s*(?:\(\s*(?:"([^"]*)"|'([^']*)'|([^"')]*))\s*\))?\s*""")
_MODIFIERS = frozenset({"optional", "default", "uppercase", "lowercase", "format", "image"})
FUNCTIONS = frozenset({"sum", "count", "average", "min", "max", "round"})
"""What may be made of lists; a `$` before a name is allowed."""
_COMPARISONS = {"=": "==", "<>": "!=", **{one: one for one in ("==", "!=", ">", "<", ">=", "<=", "contains")}}
_MOST_DEPTH = 30


def parse_tag(text: str) -> Tag:
    """A tag, braces included, as it is meant; raises TagError."""
    inner = text[2:-2].translate(_QUOTES).strip()
    found = _KEYWORD.fullmatch(inner)
    if found is None:
        head, modifiers = _split_modifiers(inner)
        return Tag(text, TagKind.VALUE, _Parser(head).whole(), modifiers=modifiers)
    kind, rest = TagKind(re.sub(r"\s", "", found[1].lower())), found[2].strip()
    if kind in {TagKind.IF, TagKind.ELSE_IF}:
        return Tag(text, kind, _Parser(rest).whole())
    if kind in {TagKind.FOR, TagKind.TABLE_ROW}:
        head, modifiers = _split_modifiers(rest)
        loop = _LOOP.fullmatch(head)
        expression = None if loop is None else _Parser(loop[2]).whole()
        if loop is None or not isinstance(expression, Path):
            raise TagError(f"behind {kind} stands: name in list")
        return Tag(text, kind, expression, loop[1], modifiers)
    if rest:
        raise TagError(f"nothing may stand behind {kind}")
    return Tag(text, kind)


def paths_of(expression: Expression | None) -> Iterator[Path]:
    """The paths that an expression names, from left to right."""
    if isinstance(expression, Path):
        yield expression
    elif isinstance(expression, Operation):
        yield from paths_of(expression.left)
        yield from paths_of(expression.right)


def _split_modifiers(inner: str) -> tuple[str, tuple[Modifier, ...]]:
    """What stands before the first `::`, and the modifiers behind it."""
    head, *rest = re.split(r"""::(?=(?:[^"]*"[^"]*")*[^"]*$)""", inner)
    modifiers = []
    for part in rest:
        found = _MODIFIER.fullmatch(part)
        name = "" if found is None else found[1].lower()
        if found is None or name not in _MODIFIERS:
            raise TagError(f"there is no {part.strip()!r}; there are {', '.join(sorted(_MODIFIERS))}")
        modifiers.append(Modifier(name, found[2] or found[3] or (found[4] or "").strip()))
    return head.strip(), tuple(modifiers)


class _Parser:
    """Reads an expression: or, and, not, comparisons, sums, products, and what stands in brackets."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        """All of it as one expression; raises TagError."""
        if not self._tokens:
            raise TagError("there is nothing in it")
        made = self._either()
        if self._at < len(self._tokens):
            raise TagError(f"{self._tokens[self._at][1]!r} is not expected")
        return made

    def _take(self, *names: str) -> str | None:
        """The next token where it is one of these operators or words."""
        if self._at < len(self._tokens):
            kind, value = self._tokens[self._at]
            if kind in {"operator", "path"} and str(value).lower() in names:
                self._at += 1
                return str(value).lower()
        return None

    def _either(self) -> Expression:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise TagError("it is nested too deeply")
        left = self._both()
        while self._take("or", "||"):
            left = Operation("or", left, self._both())
        self._depth -= 1
        return left

    def _both(self) -> Expression:
        left = self._negation()
        while self._take("and", "&&"):
            left = Operation("and", left, self._negation())
        return left

    def _negation(self) -> Expression:
        count = 0
        while self._take("not", "!"):
            count += 1
        made = self._comparison()
        return Operation("not", made) if count % 2 else made

    def _comparison(self) -> Expression:
        left = self._sum()
        if name := self._take(*_COMPARISONS):
            return Operation(_COMPARISONS[name], left, self._sum())
        if self._take("ispresent"):
            return Operation("present", left)
        if self._take("isnotpresent"):
            return Operation("not", Operation("present", left))
        return left

    def _sum(self) -> Expression:
        left = self._product()
        while name := self._take("+", "-"):
            left = Operation(name, left, self._product())
        return left

    def _product(self) -> Expression:
        left = self._one()
        while name := self._take("*", "/", "%"):
            left = Operation(name, left, self._one())
        return left

    def _one(self) -> Expression:
        if self._take("-"):
            return Operation("-", Constant(Decimal(0)), self._atom())
        return self._atom()

    def _atom(self) -> Expression:
        if self._take("("):
            made = self._either()
            if not self._take(")"):
                raise TagError("a bracket is not closed")
            return made
        if self._at == len(self._tokens):
            raise TagError("it ends too early")
        kind, value = self._tokens[self._at]
        self._at += 1
        if kind == "operator":
            raise TagError(f"{value!r} is not expected")
        if kind != "path":
            return Constant(value)
        name = str(value).removeprefix("$").lower()
        if name in FUNCTIONS and self._take("("):
            argument = self._either()
            if not self._take(")"):
                raise TagError("a bracket is not closed")
            return Operation(name, argument)
        if name in {"true", "false"}:
            return Constant(name == "true")
        return Path(tuple(_steps(str(value))))


def _tokens(text: str) -> Iterator[tuple[str, Any]]:
    at, text = 0, text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise TagError(f"{text[at:].strip()[:20]!r} is not understood; names have no spaces and no hyphens")
        value: Any = found[found.lastgroup]
        if found.lastgroup == "number":
            try:
                value = Decimal(value)
            except InvalidOperation:
                raise TagError(f"{value[:20]} is no number") from None
        yield found.lastgroup, value
        at = found.end()


def _steps(path: str) -> Iterator[str | int]:
    for name, index in re.findall(r"([\w$]+)|\[(\d+)\]", path):
        yield name if name else int(index[:9])
