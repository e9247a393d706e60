"""What tags say with data: paths looked up, calculations and conditions worked out, values written as text.

Numbers are decimal, as JSON has them: 5060.50 stays what it is, and 0.1 + 0.2 is 0.3.
"""

from collections.abc import Iterator
from decimal import Context, Decimal, DecimalException
from typing import Any

import msgspec

from holdall.content.renditions.templates.forms import write_form, write_number
from holdall.content.renditions.templates.language import Constant, Expression, Operation, Path, Tag, paths_of

MOST_NOTES = 100
"""Errors, and warnings, that are told of a document."""
COUNTER = "$index"
"""Inside a loop, the number of the round, from 1."""

_arithmetic = Context(prec=28, Emax=400, Emin=-400)
_MISSING: Any = object()
_NOTHING: tuple[Any, ...] = (None, "", [], {})


class Unfilled(Exception):
    """A tag that cannot be filled with this data; says why."""


class Report:
    """What is to be told of a document: errors, and which paths of the data the template has asked for."""

    def __init__(self) -> None:
        self.errors: dict[str, None] = {}
        self.used: set[str] = set()

    def error(self, message: str) -> None:
        """Tell of something that went wrong; once, and not without an end."""
        if len(self.errors) < MOST_NOTES:
            self.errors[message] = None

    def warnings(self, data: dict[str, Any]) -> list[str]:
        """Which of the data no tag has asked for."""
        found = []
        for path in _leaves(data, ""):
            if not any(
                path == used or path.startswith(f"{used}.") or used.startswith(f"{path}.") for used in self.used
            ):
                found.append(f"The input data has '{path[:200]}', which no tag of the template asks for")
            if len(found) == MOST_NOTES:
                break
        return found


class Scope:
    """The data, and the names that loops have given to items of its lists."""

    def __init__(self, data: dict[str, Any], report: Report, outer: "dict[str, tuple[str, Any]] | None" = None) -> None:
        self.data = data
        self._report = report
        self._names = outer or {}

    def within(self, alias: str, path: Path, item: Any, number: int) -> "Scope":
        """The same in a round of a loop; `number` is 0 in the first."""
        names = {**self._names, alias: (self.name_of(path), item), COUNTER: ("", number + 1)}
        return Scope(self.data, self._report, names)

    def name_of(self, path: Path) -> str:
        """A path as the data knows it, without the names that loops give."""
        full, (first, *_) = str(path), path.steps
        known = self._names.get(str(first))
        return full if known is None else known[0] + full[len(str(first)) :]

    def find(self, path: Path) -> Any:
        """What the data has there; None where it has nothing, or null."""
        self._report.used.add(self.name_of(path))
        first, *rest = path.steps
        known = self._names.get(str(first))
        value = self.data.get(str(first), _MISSING) if known is None else known[1]
        for step in rest:
            value = _step(value, step)
        return None if value is _MISSING else value

    def require(self, path: Path) -> Any:
        """The same; raises Unfilled where there is nothing."""
        value = self.find(path)
        if value is None:
            raise Unfilled(f"The input data has no '{self.name_of(path)[:200]}'")
        return value

    def evaluate(self, expression: Expression) -> Any:
        """The value of an expression; raises Unfilled."""
        if isinstance(expression, Path):
            return self.require(expression)
        if isinstance(expression, Constant):
            return expression.value
        return self._work_out(expression)

    def holds(self, expression: Expression) -> bool:
        """Whether a condition holds; what the data does not have makes none hold, and is no error."""
        if isinstance(expression, Operation):
            return self._decide(expression)
        value = self.find(expression) if isinstance(expression, Path) else expression.value
        return value not in _NOTHING and value not in (False, 0) and str(value).lower() != "false"

    def _decide(self, operation: Operation) -> bool:
        if operation.name == "present":
            values = [self.find(path) for path in paths_of(operation.left)]
            return bool(values) and all(value not in _NOTHING for value in values)
        if operation.name == "not":
            return not self.holds(operation.left)
        if operation.name in {"and", "or"}:
            assert operation.right is not None
            sides = (self.holds(operation.left), self.holds(operation.right))  # both, so that both count as asked for
            return all(sides) if operation.name == "and" else any(sides)
        try:
            return bool(self._work_out(operation))
        except Unfilled:
            return False

    def text_of(self, tag: Tag) -> str:
        """What is written in a tag's place; raises Unfilled."""
        assert tag.expression is not None
        default = next((one.argument for one in tag.modifiers if one.name == "default"), None)
        try:
            value = self.evaluate(tag.expression)
        except Unfilled:
            if default is not None:
                return default
            if tag.has("optional"):
                return ""
            raise
        text = _text(value)
        for modifier in tag.modifiers:
            if modifier.name == "uppercase":
                text = text.upper()
            elif modifier.name == "lowercase":
                text = text.lower()
            elif modifier.name == "format":
                formed = write_form(text, modifier.argument)
                if formed is None:
                    raise Unfilled(f"The value of {tag.text[:200]} cannot be written as {modifier.argument!r}")
                text = formed
        return text

    def _work_out(self, operation: Operation) -> Any:
        name = operation.name
        if name in {"present", "not", "and", "or"}:
            return self.holds(operation)
        left = self.evaluate(operation.left)
        if operation.right is None:
            return _of_list(name, left)
        right = self.evaluate(operation.right)
        if name in {"==", "!="}:
            return _are_equal(left, right) == (name == "==")
        if name == "contains":
            return (
                any(_are_equal(one, right) for one in left) if isinstance(left, list) else _text(right) in _text(left)
            )
        if name in {"<", ">", "<=", ">="}:
            return _compare(name, left, right)
        return _calculate(name, _number(left), _number(right))


def _step(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(str(step), _MISSING)
    if isinstance(value, list):
        if isinstance(step, int):
            return value[step] if step < len(value) else _MISSING
        found = [_step(one, step) for one in value]
        return [one for one in found if one is not _MISSING] or _MISSING
    return _MISSING


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return write_number(Decimal(value))
    if isinstance(value, list) and not any(isinstance(one, list | dict) for one in value):
        return ", ".join(map(_text, value))
    raise Unfilled("An object, or a list of objects, cannot be written as text: name one of its values")


def _number(value: Any) -> Decimal:
    """A value that is calculated with: a number, or a text that is one."""
    if isinstance(value, str | int | float | Decimal) and not isinstance(value, bool):
        try:
            number = _arithmetic.create_decimal(value.strip() if isinstance(value, str) else value)
        except DecimalException:
            number = None
        if number is not None and number.is_finite():
            return number
    raise Unfilled(f"{str(value)[:50]!r} is no number to calculate with")


def _calculate(name: str, left: Decimal, right: Decimal) -> Decimal:
    work = {
        "+": _arithmetic.add,
        "-": _arithmetic.subtract,
        "*": _arithmetic.multiply,
        "/": _arithmetic.divide,
        "%": _arithmetic.remainder,
    }[name]
    try:
        return _shortest(work(left, right))
    except DecimalException:
        raise Unfilled(f"{left} {name} {right} has no value") from None


def _of_list(name: str, value: Any) -> Decimal:
    values = value if isinstance(value, list) else [value]
    if name == "count":
        return Decimal(len(values))
    numbers = [_number(one) for one in values]
    total = Decimal(0)
    for number in numbers:
        total = _calculate("+", total, number)
    if name == "sum":
        return total
    if not numbers:
        raise Unfilled(f"There is no {name} of an empty list")
    if name in {"min", "max"}:
        return min(numbers) if name == "min" else max(numbers)
    return _calculate("/", total, Decimal(len(numbers))) if name == "average" else _rounded(total)


def _rounded(number: Decimal) -> Decimal:
    """A number with two places behind the point, as money has; one that is too large for that stays as it is."""
    return number.quantize(Decimal("0.01"), context=_arithmetic) if number.adjusted() < 25 else number


def _shortest(number: Decimal) -> Decimal:
    """A result without more places behind the point than anybody reads, and without zeros at its end."""
    if number and number.adjusted() < 15:  # beyond it there is no room for ten places
        number = number.quantize(Decimal("1e-10"), context=_arithmetic)
    return number.normalize(_arithmetic)


def _are_equal(left: Any, right: Any) -> bool:
    try:
        return _number(left) == _number(right)
    except Unfilled:
        pass
    if isinstance(left, bool) or isinstance(right, bool):
        return str(left).lower() == str(right).lower()
    return bool(left == right)


def _compare(name: str, left: Any, right: Any) -> bool:
    try:
        first: Any = _number(left)
        second: Any = _number(right)
    except Unfilled:
        first, second = _text(left), _text(right)
    is_met: bool = {"<": first < second, ">": first > second, "<=": first <= second, ">=": first >= second}[name]
    return is_met


def _leaves(value: dict[str, Any], place: str) -> Iterator[str]:
    for name, inner in value.items():
        path = f"{place}.{name}" if place else name
        if isinstance(inner, dict) and inner:
            yield from _leaves(inner, path)
        else:
            yield path


def read_data(data: bytes) -> dict[str, Any]:
    """The data of a document from its JSON, with numbers as they were written. Raises msgspec.MsgspecError."""
    return _decode(data)


_decode = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode
