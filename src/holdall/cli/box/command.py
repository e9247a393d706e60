"""An operation as a command: a function whose parameters are the operation's options, for the parser to read.

It is made when the operation is named on the command line, never before.
"""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import cyclopts

from holdall.cli.box.flags import Flag, flags_of
from holdall.cli.box.options import CallOptions, annotation, general_keys
from holdall.contract import Operation, find_operation

REQUIRED = cyclopts.Group("Required", sort_key=1)
OPTIONAL = cyclopts.Group("Optional", sort_key=2)

_METAVARS = {"boolean": None, "json": "JSON", "file": "PATH", "list": "LIST", "integer": "INT", "number": "NUMBER"}


def command_of(operation_id: str) -> Callable[..., None]:
    """The command's function; raises LookupError for an unknown operation."""
    operation = find_operation(operation_id)
    flags = flags_of(operation_id)
    taken = {name for flag in flags for name in flag.names}
    general = general_keys(taken)
    parameters = [_own_parameter(flag) for flag in flags]
    parameters += [
        inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation(key, taken))
        for key in general
    ]
    shape = inspect.Signature(parameters)

    def run(*positional: Any, **named: Any) -> None:
        given = shape.bind(*positional, **named).arguments
        options = {key: given.pop(key) for key in general if given.get(key) is not None}
        from holdall.cli.box.calls import run_command  # late: a help page needs no client

        run_command(operation, given, CallOptions(**options))

    run.__name__ = operation.id
    run.__doc__ = help_text(operation)
    run.__signature__ = shape  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def help_text(operation: Operation) -> str:
    """What stands above the options on the help page."""
    version = "" if operation.api_version == "2024.0" else f" (API version {operation.api_version})"
    title = operation.title.partition(": ")[2] or operation.title
    return f"{title}.\n\n{operation.id}: {operation.method} {operation.path}{version}"


def _own_parameter(flag: Flag) -> inspect.Parameter:
    kind: Any = {"boolean": bool, "list": list[str]}.get(flag.kind, str)
    parameter = cyclopts.Parameter(
        name=flag.names,
        help=flag.help,
        group=REQUIRED if flag.field.required and not flag.whole else OPTIONAL,
        metavar=_METAVARS.get(flag.kind, "TEXT"),
        completer=_completer(flag.field.choices) if flag.field.choices and not flag.whole else None,
        show=not flag.whole,
        show_default=False,
        negative_iterable=(),
        allow_leading_hyphen=flag.kind in {"file", "json", "integer", "number"},
    )
    place = inspect.Parameter.POSITIONAL_OR_KEYWORD if flag.positional else inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(flag.key, place, default=None, annotation=Annotated[kind | None, parameter])


def _completer(choices: list[str]) -> Callable[[Any], list[str]]:
    """The contract's values are offered, not enforced: a server may know more."""
    return lambda context: choices
