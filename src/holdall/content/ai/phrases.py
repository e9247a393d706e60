"""Phrases of English by which texts tell common facts without a label: names, births, ages, homes, employers, addresses.

The offline extractor looks here for what no label tells. It is a short list of what people write, not an understanding of it.
"""

import re
from collections.abc import Callable, Iterator, Set
from typing import NamedTuple

_NAME = r"[A-Z][\w'’-]{0,40}(?: [A-Z][\w'’-]{0,40}){0,3}"
_PERSON = rf"\b(?:[Nn]ame is|[Nn]ame:|named|called) ({_NAME})"
_BIRTH = r"\bborn (?:in |on )?(?:the )?([^.;\n]{4,40})"
_YEAR_OF_BIRTH = r"\bborn [^.;\n]{0,40}?(?<!\d)(\d{4})(?!\d)"
_AGE = r"\b(\d{1,3}) years old\b"
_PLACE = rf"\b(?:[Ll]ives?|[Ll]iving|[Bb]ased|[Ll]ocated) (?:in|at) ({_NAME}(?:, [A-Z][\w'’-]{{1,40}})?)"
_EMPLOYER = rf"\b(?:[Ww]ork(?:s|ed|ing)? (?:at|for)|[Ee]mployed (?:at|by)) ({_NAME})"
_MAIL = r"(?<![\w.+-])([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})"
_PHONE = r"(?<![\w.+-])(\+?\d{1,4}[ .-]?\(?\d{2,4}\)?(?:[ .-]?\d{2,4}){2,4})(?![\w-])"
_ADDRESS_ON_THE_WEB = r"\b(https?://[^\s<>\"')]{3,200})"
_CITY = r"[A-Z][\w.'’-]{0,40}(?: [A-Z][\w.'’-]{0,40}){0,3}"
_POSTAL_ADDRESSES = (
    re.compile(
        rf"(?<!\d)(?P<street>\d{{1,6}} [A-Z][^,;\n]{{2,50}}), (?P<city>{_CITY}), (?P<state>[A-Z]{{2}}) "
        r"(?P<zip>\d{5}(?:-\d{4})?)(?:, (?P<country>[A-Z][A-Za-z]{1,30}(?: [A-Z][A-Za-z]{1,30}){0,2}))?"
    ),
    re.compile(
        rf"\b(?P<street>[A-Z][^,;\n]{{2,50}} \d{{1,5}}[a-z]?), (?P<zip>\d{{4,5}}) (?P<city>{_CITY})"
        r"(?:, (?P<country>[A-Z][A-Za-z]{1,30}(?: [A-Z][A-Za-z]{1,30}){0,2}))?"
    ),
)
_JOB = re.compile(
    rf"\b(?P<title>[A-Z][\w-]{{1,40}}(?: [A-Z][\w-]{{1,40}}){{0,3}}) at (?P<company>{_NAME})"
    r" from (?P<start>\d{4}) (?:to|until) (?P<end>\d{4}|today|now|present)\b"
)
_PARTS_OF_ADDRESSES = {
    "street": {"street"},
    "city": {"city", "town"},
    "state": {"state", "province"},
    "zip": {"zip", "postal", "postcode"},
    "country": {"country"},
}
_PARTS_OF_JOBS = {
    "title": {"title", "role", "position"},
    "company": {"company", "employer", "organization"},
    "start": {"start", "from", "since"},
    "end": {"end", "until"},
}


class Told(NamedTuple):
    """A fact that a text tells, and where in the text it stands."""

    value: str
    start: int


class Facts(NamedTuple):
    """Facts that belong together, by their part (street, city, ...), and where in the text they stand."""

    parts: dict[str, str]
    start: int


class _Phrase(NamedTuple):
    """How texts tell a fact that has one of `words` in its name, all of `more` and none of `but`."""

    words: Set[str]
    pattern: re.Pattern[str]
    more: Set[str] = frozenset()
    but: Set[str] = frozenset()
    part: Callable[[str], str | None] = str


def _first_word(text: str) -> str | None:
    return text.split(maxsplit=1)[0]


def _last_word(text: str) -> str | None:
    words = text.split()
    return words[-1] if len(words) > 1 else None


_THINGS = frozenset({"company", "file", "product", "project", "user", "organization", "document", "city", "country"})
_PHRASES = (
    _Phrase({"first", "given"}, re.compile(_PERSON), more={"name"}, part=_first_word),
    _Phrase({"last", "family"}, re.compile(_PERSON), more={"name"}, part=_last_word),
    _Phrase({"surname"}, re.compile(_PERSON), part=_last_word),
    _Phrase({"name"}, re.compile(_PERSON), but=_THINGS | {"first", "given", "last", "family", "middle"}),
    _Phrase({"birth", "born"}, re.compile(_YEAR_OF_BIRTH), more={"year"}),
    _Phrase({"birth", "born", "birthday", "birthdate"}, re.compile(_BIRTH), but={"year", "place", "city", "country"}),
    _Phrase({"age"}, re.compile(_AGE)),
    _Phrase({"location", "residence", "city", "town", "home"}, re.compile(_PLACE)),
    _Phrase({"company", "employer", "workplace"}, re.compile(_EMPLOYER)),
    _Phrase({"email", "mail"}, re.compile(_MAIL)),
    _Phrase({"phone", "telephone", "mobile", "fax"}, re.compile(_PHONE)),
    _Phrase({"website", "url", "homepage"}, re.compile(_ADDRESS_ON_THE_WEB)),
)


def tell(words: Set[str], text: str) -> Iterator[Told]:
    """What phrases of a text tell of a fact whose name has these words (in lower case)."""
    for phrase in _PHRASES:
        if phrase.words & words and phrase.more <= words and not phrase.but & words:
            for found in phrase.pattern.finditer(text):
                value = phrase.part(found[1].strip())
                if value:
                    yield Told(value, found.start(1))
    if "address" in words and not words & {"email", "mail", "web", "ip"}:
        yield from (Told(found[0], found.start()) for one in _POSTAL_ADDRESSES for found in one.finditer(text))


def facts_of(words: Set[str], text: str) -> Iterator[Facts]:
    """The facts that a text tells together, for a name with these words: postal addresses, and jobs with their years."""
    patterns: tuple[re.Pattern[str], ...] = ()
    if "address" in words:
        patterns = _POSTAL_ADDRESSES
    elif words & {"work", "job", "jobs", "employment", "career", "experience"}:
        patterns = (_JOB,)
    for pattern in patterns:
        for found in pattern.finditer(text):
            yield Facts({name: part for name, part in found.groupdict().items() if part}, found.start())


def part_named(words: Set[str]) -> str | None:
    """The part of such facts that a name with these words asks for."""
    for part, names in (*_PARTS_OF_ADDRESSES.items(), *_PARTS_OF_JOBS.items()):
        if names & words:
            return part
    return None
