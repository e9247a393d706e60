"""A curl command read as what it says: method, URL, headers and body; nothing about Box yet.

What curl itself would trip over, but has one plain meaning, is put right and noted.
"""

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import msgspec

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"})


def _options(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DATA = _options("-d --data --data-ascii --data-raw --data-binary --data-urlencode --json")
_VALUED = _DATA | _options(
    "-X --request -H --header -F --form --form-string -o --output -u --user --url -T --upload-file -A --user-agent"
)
_IGNORED_VALUED = _options(
    "-e --referer -b --cookie -c --cookie-jar -m --max-time --connect-timeout --retry --retry-delay -w --write-out "
    "--cacert --resolve -x --proxy --max-redirs"
)
_FLAGS = _options("-L --location --location-trusted -G --get -I --head -O --remote-name")
_IGNORED_FLAGS = _options(
    "-i --include -s --silent -S --show-error -k --insecure -f --fail -v --verbose --compressed -g --globoff -N --no-buffer "
    "-J --remote-header-name -# --progress-bar --http1.1 --http2 --fail-with-body"
)
_NAKED_DATA = re.compile(r"(\s(?:-d|--data|--data-raw|--data-binary))[ \t]*\r?\n\s*([\[{].*)$", re.DOTALL)
_FORM_PIECE = re.compile(r'(?:"(?:\\.|[^"\\])*"|[^;"])+')
_WORDS = re.compile(r"'[^']*'|\\\r?\n|\\.|\"(?:\\.|[^\"\\])*\"", re.DOTALL)


class CurlSyntaxError(ValueError):
    """The text is no curl command that can be read."""


class Data(msgspec.Struct, frozen=True):
    """One -d: a text, or the file that holds it; `encode` is the name under which --data-urlencode escapes it."""

    text: str | None = None
    path: str | None = None
    encode: str | None = None

    def read(self) -> str:
        """What curl would send for it; raises OSError where the file can not be read."""
        text = self.text if self.text is not None else Path(self.path or "").read_text()
        if self.encode is None:
            return text
        return f"{self.encode}={quote(text, safe='')}" if self.encode else quote(text, safe="")


class FormField(msgspec.Struct, frozen=True):
    """One -F: a text, or a file to send or (`inline`) to read."""

    name: str
    text: str | None = None
    path: str | None = None
    inline: bool = False
    filename: str | None = None
    content_type: str | None = None


class CurlCommand(msgspec.Struct, frozen=True):
    """What a curl command says. Header names are in lower case; `notes` tells what had to be put right."""

    method: str
    url: str
    headers: dict[str, str] = {}
    data: list[Data] = []
    form: list[FormField] = []
    upload: str | None = None
    user: str | None = None
    output: str | None = None
    notes: list[str] = []


def parse_curl(command: str | Sequence[str]) -> CurlCommand:
    """What the command says, from its text or the words that a shell made of it.

    Raises CurlSyntaxError where it is no curl command, names no single URL, or has options that are not known here.
    """
    notes: list[str] = []
    words = _split(command, notes) if isinstance(command, str) else list(command)
    if words and Path(words[0]).name in {"curl", "curl.exe"}:
        words = words[1:]
    elif isinstance(command, str):
        raise CurlSyntaxError("a curl command begins with curl")
    reader = _Reader(words, notes)
    reader.read()
    return reader.command()


def _split(text: str, notes: list[str]) -> list[str]:
    text = text.strip()
    if naked := _NAKED_DATA.search(text):
        notes.append(f"the body after {naked.group(1).strip()} stands on a line of its own, without quotes")
        text = text[: naked.start()] + naked.group(1) + " " + shlex.quote(naked.group(2))
    if text.endswith("\\"):
        notes.append("the command ends with a backslash that continues nothing")
        text = text.removesuffix("\\")
    for closing in ("", "'", '"'):
        try:
            words = shlex.split(_WORDS.sub(_join_lines, text + closing))
        except ValueError:
            continue
        if closing:
            notes.append(f"the last {closing} is missing")
        return words
    raise CurlSyntaxError("the quotes of the command do not match")


def _join_lines(found: re.Match[str]) -> str:
    """A backslash at the end of a line joins it with the next one, but not inside single quotes."""
    text = found.group()
    return text if text.startswith("'") else re.sub(r"\\\r?\n", "", text)


class _Reader:
    """Goes through a command's words once, as curl does."""

    def __init__(self, words: list[str], notes: list[str]) -> None:
        self.words = words
        self.notes = notes
        self.method: str | None = None
        self.urls: list[str] = []
        self.headers: dict[str, str] = {}
        self.data: list[Data] = []
        self.form: list[FormField] = []
        self.values: dict[str, str] = {}
        self.flags: set[str] = set()

    def read(self) -> None:
        while self.words:
            word = self.words.pop(0)
            if word == "--":
                continue
            if not word.startswith("-") or word == "-":
                self._bare(word)
            elif word.startswith("--"):
                name, _, value = word.partition("=")
                self._option(name, value if "=" in word else None)
            else:
                self._short(word)

    def _short(self, word: str) -> None:
        """Letters may stand together (-sSL), and a value may follow its letter directly (-XPOST)."""
        for place, letter in enumerate(word[1:], 1):
            option = "-" + letter
            if option in _VALUED | _IGNORED_VALUED:
                self._option(option, word[place + 1 :] or None)
                return
            self._option(option, None)

    def _bare(self, word: str) -> None:
        if word in METHODS:
            self.notes.append(f"-X is missing before {word}")
            self.method = word
        elif word.strip():
            self.urls.append(word)

    def _option(self, name: str, value: str | None) -> None:
        if name in _FLAGS:
            self.flags.add(name)
            return
        if name in _IGNORED_FLAGS:
            return
        if name not in _VALUED | _IGNORED_VALUED:
            raise CurlSyntaxError(f"the option {name} of curl is not known here")
        if value is None:
            if not self.words:
                raise CurlSyntaxError(f"{name} needs a value")
            value = self.words.pop(0)
        if name in _DATA:
            self.data.append(_data(name, value, self.headers))
        elif name in {"-X", "--request"}:
            self._request(value)
        elif name in {"-H", "--header"}:
            self._header(value)
        elif name in {"-F", "--form", "--form-string"}:
            self.form.append(_form_field(value, literal=name == "--form-string"))
        elif name == "--url":
            self.urls.append(value)
        else:
            self.values[name] = value

    def _request(self, value: str) -> None:
        if value.startswith("-"):
            self.notes.append(f"-X takes {value} for the method")
            self.words.insert(0, value)
            return
        self.method = value.upper()

    def _header(self, value: str) -> None:
        name, colon, text = value.partition(":")
        if not colon:
            name, _, text = value.partition(";")
        self.headers[name.strip().lower()] = text.strip()

    def command(self) -> CurlCommand:
        urls = [*self.urls]
        if len(urls) != 1:
            raise CurlSyntaxError(f"a command with one URL is needed, not {len(urls)}")
        url, data = urls[0], self.data
        if self.flags & {"-G", "--get"}:
            url += ("&" if "?" in url else "?") + "&".join(item.read() for item in data)
            data = []
        upload = self.values.get("-T") or self.values.get("--upload-file")
        sends = "PUT" if upload else "POST" if data or self.form else "HEAD" if self.flags & {"-I", "--head"} else "GET"
        return CurlCommand(
            method=self.method or sends,
            url=url if "://" in url else "https://" + url,
            headers=self.headers,
            data=data,
            form=self.form,
            upload=upload,
            user=self.values.get("-u") or self.values.get("--user"),
            output=self._output(url),
            notes=self.notes,
        )

    def _output(self, url: str) -> str | None:
        if self.flags & {"-O", "--remote-name"}:
            return url.partition("?")[0].rstrip("/").rpartition("/")[2]
        return self.values.get("-o") or self.values.get("--output")


def _data(option: str, value: str, headers: dict[str, str]) -> Data:
    if option == "--json":
        headers.setdefault("content-type", "application/json")
    if option == "--data-urlencode":
        return _urlencoded(value)
    if value.startswith("@") and option != "--data-raw":
        return Data(path=value[1:])
    return Data(text=value)


def _urlencoded(value: str) -> Data:
    """`name=text`, `name@file`, `=text`, `@file` or a text alone."""
    found = re.search(r"[=@]", value)
    if found is None:
        return Data(text=value, encode="")
    name, rest = value[: found.start()], value[found.end() :]
    return Data(text=rest, encode=name) if found.group() == "=" else Data(path=rest, encode=name)


def _form_field(value: str, *, literal: bool) -> FormField:
    name, equals, rest = value.partition("=")
    if not equals:
        raise CurlSyntaxError(f"-F needs name=value, not {value}")
    if literal:
        return FormField(name, text=rest)
    if not rest.startswith(("@", "<")):
        return FormField(name, text=rest)
    path, *options = (_unquote(text) for text in _FORM_PIECE.findall(rest[1:]))
    settings = dict(option.split("=", 1) for option in options if "=" in option)
    return FormField(
        name,
        path=path,
        inline=rest.startswith("<"),
        filename=_unquote(settings["filename"]) if "filename" in settings else None,
        content_type=settings.get("type"),
    )


def _unquote(text: str) -> str:
    """Inside double quotes, a backslash protects the next character."""
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if quoted else text


def read_all(data: Sequence[Data]) -> str:
    """The body that several -d make together; raises OSError where a file can not be read."""
    return "&".join(item.read() for item in data)
