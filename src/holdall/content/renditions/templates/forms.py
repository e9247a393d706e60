"""How values are written: dates in another order, numbers in the ways of countries, masks such as `xxx-xxxx`."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

_DATE_PATTERN = re.compile(r"(?:d{1,4}|m{1,4}|y{4}|y{2}|[^dmyx])+", re.IGNORECASE)
_DATE_PART = re.compile(r"d{1,4}|m{1,4}|y{4}|y{2}", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST_DIGITS = 60


def write_form(text: str, form: str) -> str | None:
    """A text in a form: a pattern of a date, `US-Number`, `EU-Number`, or a mask; None where it is no such thing."""
    if form.lower() in {"us-number", "eu-number"}:
        return _write_grouped(text, is_european=form[0] in "eE")
    if "x" in form.lower():
        return _write_masked(text, form)
    if _DATE_PATTERN.fullmatch(form) and _DATE_PART.search(form):
        return _write_date(text, form)
    return None


def write_number(number: Decimal) -> str:
    """A number without an exponent, unless it is too long for people to read."""
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return str(number)
    return format(number, "f")


def _write_grouped(text: str, *, is_european: bool) -> str | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return None
    written = format(number, ",f")
    return written.translate(str.maketrans(",.", ".,")) if is_european else written


def _write_masked(text: str, mask: str) -> str:
    """The letters of a text in the places of `x`; what does not fit follows, and what it is too short for is left out."""
    rest = list(text)
    written = []
    for letter in mask:
        if not rest:
            break
        written.append(rest.pop(0) if letter in "xX" else letter)
    return "".join(written) + "".join(rest)


def _write_date(text: str, pattern: str) -> str | None:
    day = _read_date(text.strip())
    if day is None:
        return None
    forms = {
        "d": str(day.day), "dd": f"{day.day:02}", "ddd": _DAYS[day.weekday()][:3], "dddd": _DAYS[day.weekday()],
        "m": str(day.month), "mm": f"{day.month:02}", "mmm": _MONTHS[day.month - 1][:3], "mmmm": _MONTHS[day.month - 1],
        "yy": f"{day.year % 100:02}", "yyyy": f"{day.year:04}",
    }  # fmt: skip
    return _DATE_PART.sub(lambda found: forms[found[0].lower()], pattern)


def _read_date(text: str) -> date | None:
    """A date, the year first or the day first, as the documents of tags write it."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
