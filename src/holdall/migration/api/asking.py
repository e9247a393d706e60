"""What the query of a request says: flags, fields, a page, filters. Names and spellings are those of the vendor's client."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from holdall.base.errors import InvalidParameter
from holdall.base.ids import number_in
from holdall.migration.service.listing import Page

DEFAULT_LIMIT = 100
MAXIMUM_LIMIT = 1000
_YES = {"", "1", "true", "yes"}
_NO = {"0", "false", "no"}
_ALWAYS = {"id", "type", "kind"}
"""What clients read of every object without asking for it."""


class Asked:
    """The query string of one request; names are read without regard to case."""

    def __init__(self, query: str) -> None:
        self.pairs = [
            (name.lower(), value) for name, value in parse_qsl(query, keep_blank_values=True, max_num_fields=1000)
        ]

    def __contains__(self, name: str) -> bool:
        return any(known == name for known, _ in self.pairs)

    def text(self, name: str) -> str | None:
        """The value of a parameter, None where it is absent or empty."""
        return next((value for known, value in self.pairs if known == name and value), None)

    def texts(self, name: str) -> list[str]:
        """The values of a parameter that may be repeated or hold a comma list."""
        return [
            part.strip() for known, value in self.pairs if known == name for part in value.split(",") if part.strip()
        ]

    def flag(self, name: str) -> bool:
        """Whether a flag is set: present without a value, `1` or `true`; raises InvalidParameter for other values."""
        return self.boolean(name) or False

    def boolean(self, name: str) -> bool | None:
        """What a parameter of yes or no says, None where it is absent; raises InvalidParameter."""
        value = next((value for known, value in self.pairs if known == name), None)
        if value is None:
            return None
        if value.lower() not in _YES | _NO:
            raise InvalidParameter(name, f"is 1 or 0, not {value!r}")
        return value.lower() in _YES

    def whole(self, name: str) -> int | None:
        """The whole number that a parameter is, None where it is absent; raises InvalidParameter."""
        value = self.text(name)
        if value is None:
            return None
        number = number_in(value)
        if number is None:
            raise InvalidParameter(name, f"is a whole number, not {value!r}")
        return number

    def choice(self, name: str, choices: Collection[str]) -> str | None:
        """A parameter that is one of a closed list, None where it is absent; raises InvalidParameter."""
        value = self.text(name)
        if value is not None and value.lower() not in choices:
            raise InvalidParameter(name, f"is one of {', '.join(choices)}, not {value!r}")
        return None if value is None else value.lower()

    @property
    def page(self) -> Page:
        """The part of a list that is asked for; raises InvalidParameter."""
        offset, limit = self.whole("offset") or 0, self.whole("limit")
        if offset < 0:
            raise InvalidParameter("offset", "is at least 0")
        if limit is not None and limit < 0:
            raise InvalidParameter("limit", "is at least 0")
        limit = DEFAULT_LIMIT if limit is None else min(limit, MAXIMUM_LIMIT)
        return Page(offset=offset, limit=limit, sort=self._sort(), q=self.text("q"))

    @property
    def fields(self) -> "Fields":
        """The properties of objects that are asked for."""
        return Fields(self.texts("fields"))

    def with_offset(self, offset: int, limit: int) -> str:
        """The same query for another page of the list."""
        kept = [(name, value) for name, value in self.pairs if name not in {"offset", "limit"}]
        return urlencode([*kept, ("offset", str(offset)), ("limit", str(limit))])

    def _sort(self) -> tuple[tuple[str, bool], ...]:
        found = []
        for part in self.texts("sort"):
            name, _, direction = part.partition(" ")
            if direction.strip().lower() not in {"", "asc", "desc"}:
                raise InvalidParameter("sort", f"is a name and ASC or DESC, such as name ASC, not {part!r}")
            found.append((name.lower(), direction.strip().lower() == "desc"))
        return tuple(found)


class Fields:
    """Which properties an answer's objects have: those asked for, `all`, or an object's usual ones."""

    def __init__(self, names: Sequence[str]) -> None:
        self.is_all = "all" in names
        self.names = frozenset(names) - {"all"}

    def wants(self, name: str) -> bool:
        """Whether a property that is not among the usual ones is asked for: what is costly is made only then."""
        return self.is_all or any(asked == name or asked.startswith(f"{name}.") for asked in self.names)

    def cut(self, value: Mapping[str, Any], usual: Collection[str] | None) -> dict[str, Any]:
        """The object with the properties that are asked for; `usual` names those it has without being asked, None is all."""
        if self.is_all or (not self.names and usual is None):
            return dict(value)
        names = self.names or frozenset(usual or ())
        return _cut(value, names | (_ALWAYS & value.keys()))


def _cut(value: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The properties that dotted names lead to, in the order of the object."""
    below: dict[str, set[str]] = {}
    for name in names:
        head, _, rest = name.partition(".")
        below.setdefault(head, set()).add(rest)
    return {
        name: found if "" in below[name] else _cut_below(found, below[name])
        for name, found in value.items()
        if name in below
    }


def _cut_below(value: Any, names: Collection[str]) -> Any:
    if isinstance(value, Mapping):
        return _cut(value, names)
    if isinstance(value, list):
        return [_cut_below(one, names) for one in value]
    return value
