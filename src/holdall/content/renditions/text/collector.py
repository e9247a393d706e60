"""Where extracted text is collected: bounded in length and time, and free of what no database or browser takes."""

import re
import time

MAX_CHARACTERS = 1_000_000
"""What is kept of a file's text; the rest is left out."""
MAX_SECONDS = 10.0
"""After this time what was found so far is the text."""

# Control characters but tab and newline, and halves of surrogate pairs: PostgreSQL takes no NUL, UTF-8 no half.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff￾￿]")
_PAGE_BREAK = "\f"
_MANY_EMPTY_LINES = re.compile(r"\n{3,}")
_SPACE_AT_END = re.compile(r"[ \t\u00a0]+\n")


class Enough(Exception):
    """There is no need to read on: the collector is full, or the time is over."""


class Collector:
    """Takes text piece by piece; raises Enough when it has what it may have."""

    def __init__(self, limit: int = MAX_CHARACTERS, seconds: float = MAX_SECONDS) -> None:
        self._pieces: list[str] = []
        self._left = limit
        self._end = time.monotonic() + seconds

    def add(self, text: str) -> None:
        """Take some text as it stands; breaks between lines are the caller's."""
        self._pieces.append(text[: self._left])
        self._left -= len(text)
        self.keep_time()

    def break_page(self) -> None:
        """What follows begins a new page where there are pages: the next slide or sheet."""
        self.add(f"\n{_PAGE_BREAK}\n")

    def keep_time(self) -> None:
        """Raise Enough where nothing more is wanted: for callers that read much and find little."""
        if self._left <= 0 or time.monotonic() > self._end:
            raise Enough

    def text(self) -> str:
        """What was collected, with line ends of one kind and no more than one empty line in a row."""
        return _clean("".join(self._pieces))

    def pages(self) -> list[str]:
        """The same, divided where a page was broken."""
        return [_clean(page) for page in "".join(self._pieces).split(_PAGE_BREAK)]


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNWANTED.sub("", text)
    text = _SPACE_AT_END.sub("\n", text)
    return _MANY_EMPTY_LINES.sub("\n\n", text).strip("\n")
