"""The operations of the Box API, read from operations.json.

The operation id is the one name of an operation everywhere in the project.
"""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

JsonSchema = dict[str, Any]

FIRST_VERSION = "2024.0"
"""The version that is meant where a request names none."""


class Seed(msgspec.Struct, frozen=True):
    """Where the connector document lists the operation: its number (None for two known from curl samples) and title."""

    title: str
    n: int | None


class Parameter(msgspec.Struct, frozen=True, rename={"location": "in"}):
    """A parameter in the path, the query or a header; `style` is "comma" where a list is joined by commas."""

    name: str
    location: str
    schema: JsonSchema
    required: bool = False
    style: str | None = None


class Body(msgspec.Struct, frozen=True):
    """The request body: a JSON schema per content type."""

    content: dict[str, JsonSchema]
    required: bool = False


class Response(msgspec.Struct, frozen=True):
    """What an answer with one status carries: a JSON schema per content type."""

    content: dict[str, JsonSchema] = {}
    headers: list[str] = []


class Operation(msgspec.Struct, frozen=True):
    """One operation of the API: its route, parameters, body and answers.

    `host` names the server it lives on at Box (`api`, `api_root`, `upload`, `upload_session`, `authorize`,
    `download`); `variant` is the part of the id after `#`, which is never sent; `version` is the API version.
    """

    id: str
    tag: str
    method: str
    path: str
    host: str
    version: str
    variant: str | None = None
    newer_title: str | None = msgspec.field(default=None, name="title")
    seed: Seed | None = None
    parameters: list[Parameter] = []
    body: Body | None = None
    responses: dict[str, Response] = {}
    public: bool = False

    @property
    def api_version(self) -> str:
        """The API version to ask for; operations known only from the curl samples are of the first one."""
        return FIRST_VERSION if self.version == "curl-samples" else self.version

    @property
    def title(self) -> str:
        """The title in the connector document; for the operations that it does not list, the public description's."""
        return self.seed.title if self.seed else self.newer_title or self.id


@cache
def load_operations() -> dict[str, Operation]:
    """Every operation by id, in the contract's order."""
    raw = Path(__file__).with_name("operations.json").read_bytes()
    return {operation.id: operation for operation in msgspec.json.decode(raw, type=list[Operation])}


def find_operation(operation_id: str) -> Operation:
    """The operation with this id; raises LookupError with the nearest ids where there is none."""
    operations = load_operations()
    if operation_id in operations:
        return operations[operation_id]
    from difflib import get_close_matches  # late: only an error needs it

    near = ", ".join(get_close_matches(operation_id, operations, n=3)) or "none is near"
    raise LookupError(f"no operation is called {operation_id!r} (did you mean: {near})")
