"""Reads what a search is asked: ranges, lists of ids, content types, metadata filters; says what is wrong with them.

https://developer.box.com/reference/get-search/
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from holdall.base.clock import parse_instant
from holdall.base.errors import BadRequest, InvalidParameter
from holdall.box.binding import LARGEST_ID
from holdall.content.items.rows import TYPES_BY_NAME
from holdall.content.search.filters import Filters, Trash
from holdall.content.search.language import Expression, read_query
from holdall.content.search.tiers import ANYWHERE, FIELDS

_INSTANTS = {"created_at_range": "created", "updated_at_range": "updated", "deleted_at_range": "deleted"}
_IDS = {
    "owner_user_ids": "owner_ids",
    "recent_updater_user_ids": "updater_ids",
    "ancestor_folder_ids": "ancestor_ids",
    "deleted_user_ids": "deleter_ids",
}


class MetadataFilter(msgspec.Struct, rename="camel"):
    """A metadata filter: the template, and what the values of its fields must be."""

    scope: str
    template_key: str
    filters: dict[str, Any] | list[dict[str, Any]] = {}

    @property
    def by_field(self) -> dict[str, Any]:
        """The filters, in whichever form they came."""
        parts = self.filters if isinstance(self.filters, list) else [self.filters]
        return {key: value for part in parts for key, value in part.items()}


class Wish(msgspec.Struct, frozen=True):
    """What is looked for."""

    expression: Expression | None
    """The words; None where the query has none."""
    metadata: MetadataFilter | None


def read_wish(query: str | None, mdfilters: str | None) -> Wish | None:
    """What is looked for, None where a query without words finds nothing; raises BadRequest and InvalidParameter."""
    metadata = _metadata_filter(mdfilters) if mdfilters else None
    if query is None or not query.strip():
        if metadata is not None:
            return Wish(None, metadata)
        reason = {"reason": "missing_parameter", "name": "query", "message": "query or mdfilters is required"}
        raise BadRequest("A search needs a query or mdfilters", context_info={"errors": [reason]})
    expression = read_query(query)
    return None if expression is None else Wish(expression, metadata)


def read_scope(content_types: Iterable[str] | None) -> frozenset[str]:
    """The fields that are looked into; raises InvalidParameter for one that there is not."""
    fields = frozenset(content_types or ()) or ANYWHERE
    for field in sorted(fields - ANYWHERE):
        raise InvalidParameter("content_types", f"{field!r} is none of {', '.join(FIELDS)}")
    return fields


def read_filters(
    *,
    now: int,
    trash: Trash,
    kind: str | None,
    extensions: Iterable[str] | None,
    size_range: str | None,
    instants: dict[str, str | None],
    ids: dict[str, tuple[str, ...] | None],
) -> Filters:
    """The filters; `instants` and `ids` hold parameters by their names. Raises InvalidParameter."""
    limits: dict[str, object] = {}
    for name, text in instants.items():
        limits |= _bounds(_INSTANTS[name], [_instant(name, one) for one in _ends(name, text)], default_to=now)
    limits |= _bounds("size", [_size(one) for one in _ends("size_range", size_range)])
    for name, values in ids.items():
        if values is not None:
            limits[_IDS[name]] = tuple(_id(name, value) for value in values)
    if extensions is not None:
        limits["extensions"] = tuple(one.removeprefix(".").casefold() for one in extensions)
    if kind is not None:
        limits["kind"] = TYPES_BY_NAME[kind]
    return msgspec.convert({**limits, "trash": trash}, Filters)


def _metadata_filter(text: str) -> MetadataFilter:
    try:
        (wanted,) = msgspec.json.decode(text, type=list[MetadataFilter])
    except (ValueError, msgspec.MsgspecError):
        message = "must be a JSON list of one object with scope, templateKey and filters"
        raise InvalidParameter("mdfilters", message) from None
    return wanted


def _ends(name: str, text: str | None) -> list[str]:
    """The two ends of a range, one of which may be empty; nothing where there is no range."""
    if text is None or not text.strip():
        return []
    ends = [end.strip() for end in text.split(",")]
    if len(ends) > 2 or not any(ends):
        raise InvalidParameter(name, f"{text!r} is not a range: two values with a comma between, one may be left out")
    return [*ends, ""][:2]


def _bounds(name: str, ends: list[int | None], default_to: int | None = None) -> dict[str, object]:
    """The bounds of a range. Where it is open at its end, the present is the end of a range in time."""
    if not ends:
        return {}
    low, high = ends
    if low is not None and high is not None and low > high:
        parameter = "size_range" if name == "size" else f"{name}_at_range"
        raise InvalidParameter(parameter, "begins after its end")
    bounds = {f"{name}_from": low, f"{name}_to": default_to if high is None else high}
    return {bound: value for bound, value in bounds.items() if value is not None}


def _instant(name: str, text: str) -> int | None:
    try:
        return parse_instant(text) if text else None
    except (ValueError, OverflowError) as error:
        raise InvalidParameter(name, str(error)) from None


def _size(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and int(text) <= LARGEST_ID):
        raise InvalidParameter("size_range", f"{text!r} is not a number of bytes")
    return int(text) if text else None


def _id(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= LARGEST_ID):
        raise InvalidParameter(name, f"{text!r} is not an id: ids are numbers")
    return int(text)
