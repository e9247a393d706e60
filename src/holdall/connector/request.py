"""A call as the request that carries it, before anything is sent.

The transport sends it, the curl rendering and a dry run print it, tests compare it.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterable, AsyncIterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

import msgspec


class Pieces(ABC):
    """Bytes of known length that can be produced as often as they are needed."""

    length: int

    @abstractmethod
    def __aiter__(self) -> AsyncIterator[bytes]:
        """The bytes in pieces, from the start."""


Source = bytes | bytearray | memoryview | Path | IO[bytes] | AsyncIterable[bytes]
"""Where bytes to upload come from: memory, a file by its path, an open binary file, or pieces as they are made."""


class FileContent(msgspec.Struct, frozen=True):
    """Bytes for a file part of a form, where the name or type that travels with them matters."""

    source: Source
    filename: str | None = None
    content_type: str | None = None


class JsonBody(msgspec.Struct, frozen=True):
    """A value that travels as JSON, under its content type."""

    value: Any
    content_type: str = "application/json"

    def encode(self) -> bytes:
        """The bytes on the wire."""
        return msgspec.json.encode(self.value)


class FormBody(msgspec.Struct, frozen=True):
    """Fields that travel URL-encoded, as sign-in does."""

    fields: dict[str, str]
    content_type: str = "application/x-www-form-urlencoded"

    def encode(self) -> bytes:
        """The bytes on the wire."""
        return urlencode(self.fields).encode()


class StreamBody(msgspec.Struct, frozen=True):
    """Bytes that travel as they are, such as a part of a large file."""

    source: Source
    content_type: str = "application/octet-stream"


class Part(msgspec.Struct, frozen=True):
    """A field of a multipart form: a JSON text, or bytes with a file name."""

    name: str
    value: str | Source
    filename: str | None = None
    content_type: str | None = None


class MultipartBody(msgspec.Struct, frozen=True):
    """A multipart form; the order of its parts matters to Box (attributes first)."""

    parts: list[Part]


Body = JsonBody | FormBody | StreamBody | MultipartBody


class Request(msgspec.Struct, frozen=True):
    """One HTTP request: everything but the token.

    `headers` have lower-case names and lack `authorization`, `content-length` and, for multipart, `content-type`,
    which belong to the sending; `needs_token` says whether a bearer token is added.
    """

    operation_id: str
    method: str
    url: str
    headers: dict[str, str] = {}
    body: Body | None = None
    needs_token: bool = True
