"""The wire form of resources whose fields all come from one row (joined where it takes more than one table)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

from holdall.base.paging import check_limit, decode_marker, encode_marker

Row = TypeVar("Row")
Document = dict[str, Any]


class View(Generic[Row]):
    """The fields of a resource, and which of them are its base, its mini and its standard set."""

    def __init__(
        self,
        fields: Mapping[str, Callable[[Row], Any]],
        *,
        mini: Iterable[str],
        standard: Iterable[str],
        base: Iterable[str] = ("type", "id"),
    ) -> None:
        self.fields = fields
        self._base = tuple(base)
        self._mini = self._choose(tuple(mini))
        self._standard = self._choose(tuple(standard))
        self._choose_cached = lru_cache(maxsize=256)(self._choose)

    def mini(self, row: Row) -> Document:
        """The few fields by which other resources name this one."""
        return {name: read(row) for name, read in self._mini}

    def render(self, row: Row, fields: tuple[str, ...] | None = None) -> Document:
        """The standard form, or the base with the fields that were asked for; unknown names are ignored, as Box does."""
        chosen = self._standard if fields is None else self._choose_cached(fields)
        return {name: read(row) for name, read in chosen}

    def _choose(self, names: tuple[str, ...]) -> tuple[tuple[str, Callable[[Row], Any]], ...]:
        wanted = dict.fromkeys((*self._base, *names))
        return tuple((name, self.fields[name]) for name in wanted if name in self.fields)


class SparseView(View[Row]):
    """A view of which fields that have no value are left out, because the contract has no null for them."""

    def render(self, row: Row, fields: tuple[str, ...] | None = None) -> Document:
        """The fields that have a value."""
        return {name: value for name, value in super().render(row, fields).items() if value is not None}


def offset_page(entries: list[Document], *, total_count: int, limit: int, offset: int, **more: Any) -> Document:
    """A page of a list that is read by offset."""
    return {"total_count": total_count, "limit": limit, "offset": offset, "entries": entries, **more}


def start_of_page(limit: int | None, marker: str | None) -> tuple[int, int]:
    """The page size, and the id after which the page of an id-ordered list starts; raises InvalidParameter."""
    after = decode_marker(marker, tuple[int])[0] if marker else 0
    return check_limit(limit, default=100, maximum=1000), after


def marker_page(view: View[Any], found: Sequence[Any], limit: int, fields: tuple[str, ...] | None = None) -> Document:
    """A page of an id-ordered list; `found` holds one row more than `limit` where another page follows."""
    page = found[:limit]
    following = encode_marker((page[-1].id,)) if len(found) > limit else None
    return {"entries": [view.render(one, fields) for one in page], "limit": limit, "next_marker": following}
