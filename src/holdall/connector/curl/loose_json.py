"""JSON as it is found in documentation: read with the small slips of people, each of them named.

What cannot be read in one way only is refused.
"""

import json
import re
from typing import Any

_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+)', re.DOTALL)
_COMMA = ","
_NO_VALUE = frozenset("]}:" + _COMMA)
_CLOSER = {"{": "}", "[": "]"}


def read_loose_json(text: str) -> tuple[Any, list[str]]:
    """The value and what had to be put right in the text to read it, a sentence each with its line.

    Put right are superfluous and missing commas, names without quotes, missing or swapped brackets.
    Raises ValueError with the line where the text stays unclear.
    """
    try:
        return json.loads(text), []
    except json.JSONDecodeError:
        reader = _Reader(text)
        return reader.document(), list(dict.fromkeys(reader.notes))


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.notes: list[str] = []

    def document(self) -> Any:
        value = self.value()
        if self.peek() is not None:
            raise self.unclear("more follows the end of the JSON")
        return value

    def line(self) -> int:
        found = _TOKEN.match(self.text, self.place)
        return self.text.count("\n", 0, found.start(1) if found else len(self.text.rstrip())) + 1

    def note(self, what: str) -> None:
        self.notes.append(f"JSON line {self.line()}: {what}")

    def unclear(self, what: str) -> ValueError:
        return ValueError(f"JSON line {self.line()}: {what}")

    def peek(self) -> str | None:
        found = _TOKEN.match(self.text, self.place)
        if found is None and self.text[self.place :].strip():
            raise self.unclear("a text without its closing quote")
        return found.group(1) if found else None

    def take(self) -> str | None:
        token = self.peek()
        found = _TOKEN.match(self.text, self.place)
        self.place = found.end() if found else len(self.text)
        return token

    def value(self) -> Any:
        token = self.peek()
        if token is None or token in _NO_VALUE:
            raise self.unclear("a value is missing")
        if token in _CLOSER:
            return self.container()
        try:
            value = json.loads(token, strict=False)
        except json.JSONDecodeError:
            self.take()
            if self.peek() != ":" or not re.fullmatch(r"[\w$.-]+", token):
                raise self.unclear(f"{token} is no value") from None
            self.note(f"the name {token} lacks its quotes")
            return token
        self.take()
        return value

    def container(self) -> Any:
        opener = self.take()
        assert opener is not None
        values: list[Any] = []
        pairs: dict[str, Any] = {}
        while (token := self.peek()) not in {"}", "]", None}:
            if values or pairs:
                self.comma(token)
                if self.peek() in {"}", "]", None}:
                    self.note("a superfluous comma before the closing bracket")
                    break
            entry = self.value()
            if self.peek() == ":":
                self.take()
                pairs[str(entry)] = self.value()
            else:
                values.append(entry)
        self.close(opener)
        return self.contents(opener, values, pairs)

    def comma(self, token: str | None) -> None:
        if token == _COMMA:
            self.take()
        else:
            self.note("a comma is missing before this line's value")

    def close(self, opener: str) -> None:
        closer = self.peek()
        if closer is None:
            self.note(f"the closing {_CLOSER[opener]} is missing")
            return
        if closer != _CLOSER[opener]:
            self.note(f"{closer} closes what {opener} opened")
        self.take()

    def contents(self, opener: str, values: list[Any], pairs: dict[str, Any]) -> Any:
        if values and pairs:
            raise self.unclear("names with values and values without names in one bracket")
        if opener == "{" and values:
            self.note("the list that ends here stands in { } instead of [ ]")
        if opener == "[" and pairs:
            self.note("the object that ends here lacks its { }")
            return [pairs]
        return values if opener == "[" or values else pairs
