"""The wire form of resources whose fields all come from one row (joined where it takes more than one table)."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar

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


def offset_page(entries: list[Document], *, total_count: int, limit: int, offset: int, **more: Any) -> Document:
    """A page of a list that is read by offset."""
    return {"total_count": total_count, "limit": limit, "offset": offset, "entries": entries, **more}
