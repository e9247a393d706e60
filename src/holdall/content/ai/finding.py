"""Finds the values of fields in texts without a model: by labels, rows of tables, phrases, and what stands beside a name.

What it does not find it leaves out: it makes up nothing, and understands nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from holdall.content.ai.fields import Unfit, Wanted, dates_in, fit, numbers_in
from holdall.content.ai.passages import Source
from holdall.content.ai.phrases import facts_of, part_named, tell

LONGEST_TEXT = 100_000
"""So many characters of all texts together are looked through."""
MOST_ROWS = 1000

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W_]+")
_END = re.compile(r"(?<=[.!?;])\s+")
_APART = re.compile(r";\s+(?=[^:;=]{1,80}[:=])")
_DECORATION = "*_#>-•· \t"
_LABEL = re.compile(r"(?P<label>[^:=|\t]{1,80}?)[*_ ]*(?::(?!//)|=|\||\t)[*_ \t]*(?P<value>.*)")
_SAYING = re.compile(
    r"(?:(?:my|the|your|his|her|its|our|their|this) )?(?P<label>[\w' -]{1,60}?) (?:is|are|was|were) (?P<value>.{1,500})",
    re.IGNORECASE,
)
_LITTLE = frozenset(
    ["a", "an", "the", "of", "for", "in", "on", "at", "to", "by", "your", "my", "is", "are", "was", "what", "which"]
)
_RULE = re.compile(r"[|\s:+-]+")
_SURE, _LIKELY, _POSSIBLE = 0.9, 0.75, 0.55


class Found(NamedTuple):
    """A value, the text that it was found in, and how sure that is, of 1."""

    value: Any
    source: Source
    text: str
    score: float


class Texts:
    """Texts, and what their labels say."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources: list[Source] = []
        left = LONGEST_TEXT
        for source in sources:
            self.sources.append(source._replace(text=source.text[:left]))
            left = max(left - len(source.text), 0)
        self._labelled: dict[str, list[Found]] = {}
        self._sentences: list[tuple[frozenset[str], str, Source]] = []
        for source in self.sources:
            self._read(source)

    def find(self, field: Wanted) -> Found | None:
        """The value of a field, None where nothing tells it."""
        if field.type == "table":
            return self._find_table(field)
        if field.type == "struct":
            return self._find_struct(field)
        for candidate in self._candidates(field):
            value = _value(field, candidate.value)
            if value not in (None, "", []):
                return candidate._replace(value=value)
        return None

    def _candidates(self, field: Wanted) -> Iterator[Found]:
        for name in _names(field):
            yield from self._labelled.get("".join(words_of(name)), ())
        words = _words(field)
        for source in self.sources:
            for told in tell(words, source.text):
                yield Found(told.value, source, _line_at(source.text, told.start), _LIKELY)
        if field.type not in {"string", "text", "boolean"}:
            meaningful = words - _LITTLE
            for there, sentence, source in self._sentences:
                if meaningful and meaningful <= there:
                    yield Found(sentence, source, sentence, _POSSIBLE)

    def _find_struct(self, field: Wanted) -> Found | None:
        for source in self.sources:
            for facts in facts_of(_words(field), source.text):
                value = _parts(field.fields, facts.parts)
                if any(one is not None for one in value.values()):
                    return Found(value, source, _line_at(source.text, facts.start), _LIKELY)
        found = {one.key: self.find(one) for one in field.fields}
        there = [one for one in found.values() if one is not None]
        if not there:
            return None
        value = {key: None if one is None else one.value for key, one in found.items()}
        return there[0]._replace(value=value, score=min(one.score for one in there))

    def _find_table(self, field: Wanted) -> Found | None:
        for source in self.sources:
            rows = _rows_below_header(field.fields, source.text)
            if rows:
                return Found(rows, source, rows_text(rows), _SURE)
            told = [(_parts(field.fields, one.parts), one.start) for one in facts_of(_words(field), source.text)][
                :MOST_ROWS
            ]
            if told:
                return Found([row for row, _ in told], source, _line_at(source.text, told[0][1]), _LIKELY)
        return None

    def _read(self, source: Source) -> None:
        lines = [line.strip() for line in source.text.splitlines()]
        lines = [line for line in lines if line]
        for number, line in enumerate(lines):
            for piece in _APART.split(line):
                following = lines[number + 1] if number + 1 < len(lines) else ""
                self._read_label(piece, following, source)
            for sentence in _END.split(line):
                self._sentences.append((frozenset(words_of(sentence)), sentence, source))
                said = _SAYING.match(sentence)
                if said is not None:
                    self._note(said["label"], said["value"], sentence, source, _LIKELY)

    def _read_label(self, piece: str, following: str, source: Source) -> None:
        labelled = _LABEL.match(piece.strip(_DECORATION + "|"))
        if labelled is None:
            return
        value = labelled["value"] or following
        # A row with more cells than two is a row of a table.
        if "|" not in value and "\t" not in value:
            self._note(labelled["label"], value, piece, source, _SURE)

    def _note(self, label: str, value: str, text: str, source: Source, score: float) -> None:
        value = value.strip(_DECORATION + ".,;!?\"'“”")
        if value:
            self._labelled.setdefault("".join(words_of(label)), []).append(Found(value, source, text, score))


def words_of(name: str) -> list[str]:
    """The words of a name in lower case: those of firstName, first_name and First name are the same."""
    return [word.lower() for word in _WORD.findall(name)]


def rows_text(rows: Sequence[dict[str, Any]]) -> str:
    """The first row of a table as a line."""
    return " | ".join(str(value) for value in rows[0].values() if value is not None)


def _names(field: Wanted) -> list[str]:
    return list(dict.fromkeys(one for one in (field.display_name, field.key, field.description) if one))


def _words(field: Wanted) -> frozenset[str]:
    return frozenset(words_of(f"{field.key} {field.display_name or ''}"))


def _value(field: Wanted, text: str) -> Any:
    """The value of a field in a text of its own; None where there is none."""
    if field.type in {"enum", "multiSelect"}:
        folded = text.casefold()
        there = [(_place(one, folded), one) for one in field.options]
        chosen = (
            [one for place, one in sorted(there) if place >= 0]
            if field.type == "enum"
            else [one for place, one in there if place >= 0]
        )
        return next(iter(chosen), None) if field.type == "enum" else chosen
    if field.type in {"float", "number"}:
        return next(numbers_in(text), None)
    if field.type == "date" and next(dates_in(text), None) is None:
        return None
    try:
        return fit(field, text)
    except Unfit:
        return None


def _place(option: str, folded: str) -> int:
    found = re.search(rf"(?<!\w){re.escape(option.casefold())}(?!\w)", folded)
    return -1 if found is None else found.start()


def _parts(fields: Sequence[Wanted], parts: dict[str, str]) -> dict[str, Any]:
    """The values of the fields of a struct, or of a row, among facts that belong together."""
    values = {field.key: parts.get(part_named(_words(field)) or "") for field in fields}
    return {
        field.key: None if values[field.key] is None else _value(field, values[field.key] or "") for field in fields
    }


def _line_at(text: str, start: int) -> str:
    """The sentence of a text that has this place."""
    begin = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start) + 1, 0)
    line = text[begin : start + 300].strip().partition("\n")[0]
    return _END.split(line)[0]


def _rows_below_header(fields: Sequence[Wanted], text: str) -> list[dict[str, Any]]:
    """The rows of a table whose header names most of the fields: cells between |, tabs, semicolons or commas."""
    names = {"".join(words_of(name)): field for field in fields for name in _names(field)}
    lines = text.splitlines()
    for number, line in enumerate(lines):
        for mark in "|\t;,":
            columns = [names.get("".join(words_of(cell))) for cell in _cells(line, mark)]
            known = {one.key for one in columns if one is not None}
            if len(known) >= 2 and 2 * len(known) > len(fields):
                return list(_rows(fields, columns, lines[number + 1 :], mark))
    return []


def _rows(
    fields: Sequence[Wanted], columns: list[Wanted | None], lines: list[str], mark: str
) -> Iterator[dict[str, Any]]:
    for line in lines[:MOST_ROWS]:
        cells = _cells(line, mark)
        if mark == "|" and _RULE.fullmatch(line):
            continue
        if len(cells) != len(columns):
            return
        row = dict.fromkeys((one.key for one in fields), None)
        row |= {field.key: _value(field, cell) for field, cell in zip(columns, cells, strict=True) if field and cell}
        yield row


def _cells(line: str, mark: str) -> list[str]:
    return [cell.strip(" *") for cell in line.strip().strip("|").split(mark)] if mark in line else []
