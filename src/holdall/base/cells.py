"""Cells of CSV files that people open in spreadsheets: a text that a spreadsheet would take for a formula is told as text.

Names of files come from anybody, and `=HYPERLINK(...)` is a name; see https://owasp.org/www-community/attacks/CSV_Injection.
"""

from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
QUOTE = "'"
"""What spreadsheets take as the sign of a text, and do not show."""


def cell(value: Any) -> Any:
    """The value as it is written: texts that begin like a formula, or with the sign itself, get the sign before them."""
    return QUOTE + value if isinstance(value, str) and value.startswith((*_FORMULA, QUOTE)) else value


def text_of(written: str) -> str:
    """The text that `cell` was given; a text that it would not have written stays as it is, such as 't Hooft."""
    return written[1:] if written.startswith(QUOTE) and cell(written[1:]) == written else written
