"""Error categories: what an item's reason is called, built in for every reason, and made by people for what they look for.

A category of one's own is a filter over what the ledger knows of an item; the one with the lowest priority number wins.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Conflict, InvalidParameter, NotFound
from holdall.migration.engine.reasons import ABOUT, BY_NUMBER, Level, Reason
from holdall.migration.engine.rows import Item
from holdall.migration.tables import items

from .tables import audit_categories

BUILT_IN_PRIORITY = 100
"""Categories of one's own come before those that are built in."""


class Category(msgspec.Struct, frozen=True):
    """What a kind of trouble is called. Ids of built-in categories are the number of the reason, below zero."""

    id: int
    name: str
    description: str | None
    action: str | None
    level: str
    priority: int
    filter: dict[str, Any] | None

    @property
    def reason(self) -> Reason | None:
        """The reason that a built-in category stands for."""
        return BY_NUMBER.get(-self.id)


class ContextFilter(msgspec.Struct, frozen=True, kw_only=True):
    """A comparison of what is known of an item with a value."""

    name: str
    op: str = "eq"
    value: Any = None
    select: Any = None


class ContextRule(msgspec.Struct, frozen=True, kw_only=True):
    """A comparison in the shape of a filter rule."""

    filter: ContextFilter
    type: Literal["filter_context"] = "filter_context"


class ContextRules(msgspec.Struct, frozen=True, kw_only=True):
    """The comparisons of a category; an item belongs to it where all are true."""

    rules: list[ContextRule]
    type: str = "filter_rule"


class CategoryBody(msgspec.Struct, kw_only=True):
    """A category as it is sent."""

    name: str
    filter: ContextRules
    description: str | None = None
    action: str | None = None
    level: Level = "warn"
    priority: int = 1
    type: Any = None


_CUSTOM = query(
    sa.select(*rows_of(Category, audit_categories)).order_by(audit_categories.c.priority, audit_categories.c.id),
    Category,
)


def built_in(reason: Reason) -> Category:
    """The category of a reason."""
    about = ABOUT[reason]
    return Category(-about.number, about.name, about.description, about.advice, about.level, BUILT_IN_PRIORITY, None)


async def custom_categories(reader: Reader) -> list[Category]:
    """The categories that people made, those that win at first."""
    return await reader.all(_CUSTOM)


async def all_categories(reader: Reader, *, lesser: bool) -> list[Category]:
    """Every category; without the `lesser` ones only those of warnings and errors."""
    found = [*await custom_categories(reader), *(built_in(reason) for reason in ABOUT)]
    return [one for one in found if lesser or one.level in ("warn", "error")]


async def find_category(reader: Reader, name: str) -> Category:
    """A category by its id, its name or the word of its reason; raises InvalidParameter."""
    for one in await all_categories(reader, lesser=True):
        if name.lower() in {str(one.id), one.name.lower(), one.reason.value if one.reason else ""}:
            return one
    raise InvalidParameter("category", f"is a category of GET /v1/transfers/categories?priority=all, not {name!r}")


async def create_category(tx: Transaction, body: CategoryBody) -> Category:
    """A unit: make a category; raises BadRequest for a filter that cannot be followed."""
    if not body.name.strip():
        raise BadRequest("A category needs a name")
    rules = msgspec.to_builtins(body.filter)
    category = Category(tx.new_id(), body.name, body.description, body.action, body.level, body.priority, rules)
    condition_of(category)
    await tx.insert(audit_categories, **msgspec.structs.asdict(category))
    return category


async def delete_category(tx: Transaction, category_id: int) -> None:
    """A unit: remove a category that people made; raises NotFound, or Conflict for one that is built in."""
    if -category_id in BY_NUMBER:
        raise Conflict(f"The category {category_id} is built in and stays")
    if not await tx.delete(audit_categories, id=category_id):
        raise NotFound(f"There is no category {category_id}; GET /v1/transfers/categories lists them")


def condition_of(category: Category) -> sa.ColumnElement[bool]:
    """What is true of the rows of items that belong to a category; raises BadRequest."""
    if category.reason is not None:
        return items.c.category == sa.literal(category.reason.value)
    rules = msgspec.convert(category.filter, ContextRules).rules
    if not rules:
        raise BadRequest("The filter of a category needs at least one rule")
    return sa.and_(*(_compared(rule.filter) for rule in rules))


async def categories_of(reader: Reader, found: Sequence[Item]) -> dict[int, Category]:
    """The category of each item that has one; as many queries as there are categories that people made."""
    categories = {item.id: built_in(Reason(item.category)) for item in found if item.category is not None}
    for one in reversed(await custom_categories(reader)):
        wanted = sa.select(items.c.id).where(contains(items.c.id, "ids"), condition_of(one))
        for identifier in await reader.all(query(wanted, int), ids=[item.id for item in found]):
            categories[identifier] = one
    return categories


_TEXTS: Mapping[str, sa.ColumnElement[Any]] = {
    "reason": sa.func.coalesce(items.c.category, ""),
    "message": sa.func.coalesce(items.c.reason, ""),
    "path": items.c.path,
    "name": items.c.name,
    "status": items.c.status,
}
_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": lambda left, right: left == right,
    "ne": lambda left, right: left != right,
    "lt": lambda left, right: left < right,
    "le": lambda left, right: left <= right,
    "gt": lambda left, right: left > right,
    "ge": lambda left, right: left >= right,
}
_TEXT_OPERATORS: Mapping[str, Callable[[Any, str], Any]] = {
    "starts_with": lambda left, right: left.startswith(right, autoescape=True),
    "ends_with": lambda left, right: left.endswith(right, autoescape=True),
    "contains": lambda left, right: left.icontains(right, autoescape=True),
}
_NAMES = ("audit_type", "bytes", *_TEXTS)


def _compared(rule: ContextFilter) -> sa.ColumnElement[bool]:
    if rule.name not in _NAMES:
        raise BadRequest(f"filter.name is one of {', '.join(_NAMES)}, not {rule.name!r}")
    negated = rule.op.startswith("not_")
    condition = _condition(rule, rule.op.removeprefix("not_"))
    return sa.not_(condition) if negated else condition


def _condition(rule: ContextFilter, operator: str) -> sa.ColumnElement[bool]:
    column = items.c.size if rule.name == "bytes" else _TEXTS.get(rule.name, _TEXTS["reason"])
    if operator == "empty":
        return column == ("" if rule.name != "bytes" else 0)
    if operator == "in":
        if not isinstance(rule.value, list) or not rule.value:
            raise BadRequest("filter.value is a list of values where filter.op is in or not_in")
        return sa.or_(*(column == _value(rule.name, one) for one in rule.value))
    value = _value(rule.name, rule.value)
    if operator in _TEXT_OPERATORS and rule.name not in ("audit_type", "bytes"):
        return _TEXT_OPERATORS[operator](column, value)  # type: ignore[no-any-return]
    if operator in _OPERATORS:
        return _OPERATORS[operator](column, sa.literal(value))  # type: ignore[no-any-return]
    known = ", ".join((*_OPERATORS, *_TEXT_OPERATORS, "in", "empty"))
    raise BadRequest(f"filter.op is one of {known}, or not_ before one of the last, not {rule.op!r}")


def _value(name: str, value: Any) -> Any:
    """The value as the ledger has it: audit types are numbers of reasons."""
    if name == "audit_type":
        reason = BY_NUMBER.get(value) if isinstance(value, int) else None
        if reason is None:
            raise BadRequest(f"There is no audit_type {value!r}; GET /v1/transfers/categories?priority=all lists them")
        return reason.value
    if name == "bytes":
        if not isinstance(value, int):
            raise BadRequest("filter.value is a whole number where filter.name is bytes")
        return value
    if not isinstance(value, str):
        raise BadRequest(f"filter.value is a text where filter.name is {name}")
    return value
