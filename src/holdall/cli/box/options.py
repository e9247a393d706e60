"""The options that every operation's command has beside the operation's own: how to call, and what to do with the answer.

Where an operation has an option of the same name, the operation's own wins and this one keeps its other name.
"""

from pathlib import Path
from typing import Annotated, Any, Literal

import cyclopts
import msgspec

Format = Literal["json", "jsonl", "table", "csv"]

CALL = cyclopts.Group("Call", sort_key=3)
OUTPUT = cyclopts.Group("Output", sort_key=4)


class CallOptions(msgspec.Struct, frozen=True):
    """How a command calls and what it does with the answer."""

    body: str | None = None
    null: list[str] | None = None
    header: list[str] | None = None
    connection: str | None = None
    as_user: str | None = None
    timeout: float | None = None
    all: bool = False
    rows: str | None = None
    parallel: int = 4
    results: Path | None = None
    dry_run: bool = False
    curl: bool = False
    show_token: bool = False
    output: Format | None = None
    columns: list[str] | None = None
    save: Path | None = None
    errors: Literal["text", "json"] = "text"

    @property
    def picked(self) -> list[str]:
        """The fields that the output is reduced to, empty for all."""
        return [name.strip() for text in self.columns or [] for name in text.split(",") if name.strip()]


class _Option(msgspec.Struct, frozen=True):
    names: tuple[str, ...]
    kind: Any
    help: str
    group: cyclopts.Group
    env_var: str | None = None
    metavar: str | None = None


GENERAL = {
    "body": _Option(("--body",), str, "The whole body: JSON, @file, or - for the standard input.", CALL),
    "null": _Option(
        ("--null",), list[str], "Send null for this field, which clears it. Repeatable.", CALL, metavar="FIELD"
    ),
    "header": _Option(("--header",), list[str], "One more header, `Name: value`. Repeatable.", CALL),
    "connection": _Option(
        ("--connection", "-c"), str, "The connection to use (see holdall connect list).", CALL, "HOLDALL_CONNECTION"
    ),
    "as_user": _Option(("--as-user",), str, "The id of the user to act as.", CALL, "HOLDALL_AS_USER", "ID"),
    "timeout": _Option(("--timeout",), float, "Seconds for each whole call, retries included.", CALL),
    "rows": _Option(
        ("--from", "--rows"), str, "Call once per row of this CSV file; its columns are options.", CALL, metavar="CSV"
    ),
    "parallel": _Option(("--parallel",), int, "How many rows are called at a time.", CALL),
    "results": _Option(
        ("--results",), Path, "Where each row's result is kept (.csv or .jsonl); run again to go on.", CALL
    ),
    "dry_run": _Option(("--dry-run",), bool, "Print the request instead of sending it.", CALL),
    "curl": _Option(("--curl",), bool, "Print the curl command instead of sending it.", CALL),
    "show_token": _Option(("--show-token",), bool, "Write the token itself into the curl command.", CALL),
    "all": _Option(("--all",), bool, "Every page of a list instead of the first.", OUTPUT),
    "output": _Option(("--output", "-o"), Format, "How the answer is printed.", OUTPUT),
    "columns": _Option(
        ("--fields", "--columns"), list[str], "Only these fields, by commas; dots lead inside.", OUTPUT, metavar="NAMES"
    ),
    "save": _Option(("--save",), Path, "Write the bytes or the answer into this file.", OUTPUT),
    "errors": _Option(
        ("--errors",), Literal["text", "json"], "How a failure is told on standard error.", OUTPUT, "HOLDALL_ERRORS"
    ),
}


def annotation(key: str, taken: set[str]) -> Any:
    """The annotation of a general option beside options with these names."""
    option = GENERAL[key]
    names = tuple(name for name in option.names if name not in taken)
    boolean = option.kind is bool
    parameter = cyclopts.Parameter(
        name=names,
        help=option.help,
        group=option.group,
        negative=() if boolean else None,
        negative_iterable=(),
        env_var=option.env_var,
        metavar=option.metavar,
        show_default=False,
        allow_leading_hyphen=key in {"body", "rows"},
    )
    return Annotated[option.kind | None, parameter]


def general_keys(operation_takes: set[str]) -> list[str]:
    """The general options that still have a name beside an operation's own."""
    return [key for key, option in GENERAL.items() if set(option.names) - operation_takes]
