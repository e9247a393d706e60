"""Which items of the source a job moves: the filter rules of the migration API.

Exclude beats include; a rule list matches when any of its rules does.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from holdall.migration.platforms.platform import Entry

from .metadata_filter import Operator, Wanted, metadata_test

DAY = 24 * 60 * 60 * 1_000_000
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}

GROUPS: Mapping[str, frozenset[str]] = {
    "audio": frozenset(["aac", "aif", "aiff", "flac", "m4a", "mid", "midi", "mp3", "ogg", "opus", "wav", "wma"]),
    "windows": frozenset(["cab", "cur", "dll", "drv", "ico", "inf", "lnk", "msi", "msp", "ocx", "reg", "sys"]),
    "executables": frozenset(["app", "bat", "bin", "cmd", "com", "exe", "jar", "msi", "ps1", "sh", "vbs"]),
    "movies": frozenset(["3gp", "avi", "flv", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "webm", "wmv"]),
    "images": frozenset(
        ["bmp", "gif", "heic", "ico", "jpeg", "jpg", "png", "psd", "raw", "svg", "tif", "tiff", "webp"]
    ),
    "temporary": frozenset(["bak", "swp", "temp", "tmp"]),
    "documents": frozenset(
        ["csv", "doc", "docx", "md", "odp", "ods", "odt", "pdf", "ppt", "pptx", "rtf", "txt", "xls", "xlsx"]
    ),
}
"""The extensions of each predefined group."""

_LOCK_FILE = "~$"


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """A time: within the last `value` units, or from one second since 1970 to another."""

    type: Literal["day", "week", "month", "year", "range"] = "day"
    value: int = 0
    from_: int | None = msgspec.field(default=None, name="from")
    to: int | None = None


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One condition; `type` says which of the other fields count."""

    type: str
    extensions: list[str] = []
    min: int | None = None
    max: int | None = None
    targets: list[str] = []
    range: Range | None = None
    text: str = ""
    groups: list[str] = []
    schema: str = ""
    property: str = ""
    op: Operator = "eq"
    value: Wanted = None


class RuleList(msgspec.Struct, frozen=True, kw_only=True):
    """Rules with what happens to the items that any of them matches."""

    action: Literal["exclude", "include"] | None = None
    type: str = "filter_rule"
    rules: list[Rule] = []


class Filter:
    """The filter of a job's source; `asks_for_metadata` is that entries are to tell theirs.

    Raises ValueError for a rule of a type that is not known, or without what its type needs.
    """

    def __init__(self, lists: Sequence[RuleList], now: int) -> None:
        self._excluding: list[tuple[str, _Test]] = []
        self._including: list[_Test] = []
        kinds = {_kind(rule) for listed in lists for rule in listed.rules}
        self.asks_for_metadata = "metadata" in kinds
        for listed in lists:
            for rule in listed.rules:
                test = _test(rule, now)
                if listed.action == "include":
                    self._including.append(test)
                else:
                    self._excluding.append((rule.type, test))

    @classmethod
    def of(cls, lists: Sequence[Mapping[str, Any]], now: int) -> "Filter":
        """The filter as the API writes it; `now` is microseconds UTC. Raises ValueError with what is wrong."""
        try:
            return cls(msgspec.convert(lists, list[RuleList]), now)
        except msgspec.ValidationError as error:
            raise ValueError(f"the filter is not understood: {error}") from error

    def why_not(self, entry: Entry, path: str) -> str | None:
        """Why an entry is left out, or None. Includes choose among files; folders lead to them."""
        for kind, test in self._excluding:
            if test(entry, path):
                return f"is left out by the filter {kind}"
        if self._including and entry.type != "folder" and not any(test(entry, path) for test in self._including):
            return "is not among what the filter includes"
        return None


_Test = Callable[[Entry, str], bool]


def _test(rule: Rule, now: int) -> _Test:
    make = _TESTS.get(_kind(rule))
    if make is None:
        raise ValueError(f"there is no filter rule {rule.type!r}; known are {', '.join(sorted(_TESTS))}")
    return make(rule, now)


def _kind(rule: Rule) -> str:
    return rule.type.removeprefix("filter_")


def _extension(rule: Rule, now: int) -> _Test:
    wanted = {extension.lstrip(".").lower() for extension in rule.extensions}
    if not wanted:
        raise ValueError("a filter_extension needs extensions")
    return lambda entry, path: entry.type == "file" and _extension_of(entry.name) in wanted


def _size(rule: Rule, now: int) -> _Test:
    if rule.min is None and rule.max is None:
        raise ValueError("a filter_size needs min, max or both, in bytes")
    low, high = rule.min if rule.min is not None else 0, rule.max if rule.max is not None else float("inf")
    return lambda entry, path: entry.type == "file" and not low <= entry.size <= high


def _date(rule: Rule, now: int) -> _Test:
    span = rule.range
    if span is None:
        raise ValueError("a filter_date needs a range")
    if span.type == "range":
        low = (span.from_ or 0) * 1_000_000
        high = span.to * 1_000_000 if span.to is not None else float("inf")
    else:
        low, high = now - span.value * _DAYS[span.type] * DAY, float("inf")
    targets = set(rule.targets or ["modified_on"])
    times = {"created_on": "created", "modified_on": "modified"}
    chosen = [name for target, name in times.items() if targets & {target, "all"}]

    def within(entry: Entry, path: str) -> bool:
        moments = [getattr(entry, name) for name in chosen]
        return entry.type == "file" and any(moment is not None and low <= moment <= high for moment in moments)

    return within


def _pattern(rule: Rule, now: int) -> _Test:
    parts = [part.strip().lower() for part in rule.text.split(";") if part.strip()]
    if not parts:
        raise ValueError("a filter_pattern needs text")
    pattern = re.compile("|".join(re.escape(part).replace(r"\*", ".*") for part in parts), re.DOTALL)
    targets = set(rule.targets or ["all"])

    def matches(entry: Entry, path: str) -> bool:
        target = "container" if entry.type == "folder" else "item"
        return bool(targets & {target, "all"}) and pattern.fullmatch(entry.name.lower()) is not None

    return matches


def _path(rule: Rule, now: int) -> _Test:
    wanted = rule.text.strip("/")
    if not wanted:
        raise ValueError("a filter_path needs text")
    return lambda entry, path: path == wanted or path.startswith(f"{wanted}/")


def _group(rule: Rule, now: int) -> _Test:
    unknown = [name for name in rule.groups if name.lower() not in GROUPS]
    if unknown or not rule.groups:
        raise ValueError(f"a filter_group needs groups among {', '.join(sorted(GROUPS))}; not {', '.join(unknown)}")
    wanted = frozenset().union(*(GROUPS[name.lower()] for name in rule.groups))
    locks = "temporary" in {name.lower() for name in rule.groups}
    return lambda entry, path: (
        entry.type == "file" and (_extension_of(entry.name) in wanted or (locks and entry.name.startswith(_LOCK_FILE)))
    )


def _shared(rule: Rule, now: int) -> _Test:
    return lambda entry, path: entry.shared


def _hidden(rule: Rule, now: int) -> _Test:
    return lambda entry, path: entry.name.startswith(".")


def _metadata(rule: Rule, now: int) -> _Test:
    test = metadata_test(rule.schema, rule.property, rule.op, rule.value)
    return lambda entry, path: test(entry)


def _extension_of(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""


_TESTS: Mapping[str, Callable[[Rule, int], _Test]] = {
    "extension": _extension,
    "size": _size,
    "date": _date,
    "pattern": _pattern,
    "path": _path,
    "group": _group,
    "hidden": _hidden,
    "metadata": _metadata,
    "shared": _shared,
}
