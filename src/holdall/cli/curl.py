"""`holdall curl`: a curl command of Box's documentation, understood and run against the configured server."""

import sys
from pathlib import Path
from typing import Annotated, Any

import cyclopts
import msgspec

from holdall.cli.box.calls import call_and_print, open_client, preview
from holdall.cli.box.flags import call_arguments, find_flag
from holdall.cli.box.options import CallOptions
from holdall.cli.failures import run_to_exit
from holdall.connector.curl import CurlCall, parse_curl, recognise
from holdall.connector.errors import ArgumentError
from holdall.connector.naming import method_name


def curl(
    *words: Annotated[str, cyclopts.Parameter(allow_leading_hyphen=True)],
    explain: bool = False,
    dry_run: bool = False,
    set_: Annotated[list[str] | None, cyclopts.Parameter(name="--set", negative=())] = None,
    connection: str | None = None,
    as_user: str | None = None,
    show_curl: bool = False,
) -> None:
    """Run a curl command of Box's documentation: put `holdall` before it, or quote it after `holdall curl`.

    The operation is recognised by its address, wherever that points, and called at the server of your connection, as its
    user: a token in the command is not used. Small slips of the source are put right and told.

    Parameters
    ----------
    words
        The command, pasted or in quotes.
    explain
        Tell what was understood: the operation, its arguments, and what was put right. Nothing is sent.
    dry_run
        Print the request that would be sent.
    set_
        Another value for an argument, `file_id=123`. Repeatable.
    connection
        The connection to use (see holdall connect list).
    as_user
        The id of the user to act as.
    show_curl
        Print the command for the configured server instead of sending it.
    """
    text = words[0] if len(words) == 1 else None
    options = CallOptions(connection=connection, as_user=as_user, dry_run=dry_run, curl=show_curl)
    run_to_exit(_run(text if text is not None else words, set_ or [], explain, options))


async def _run(command: str | tuple[str, ...], changes: list[str], explain: bool, options: CallOptions) -> int:
    call = recognise(_with_name(command) if isinstance(command, str) else parse_curl(command))
    call = msgspec.structs.replace(call, arguments=_merged(call.arguments, _changed(call, changes)))
    if explain:
        print(explanation(call))
        return 0
    for note in call.notes:
        print(f"holdall: {note}", file=sys.stderr)
    if call.doubts:
        raise ArgumentError(f"not sent: {'; '.join(call.doubts)}", operation_id=call.operation.id)
    options = msgspec.structs.replace(
        options,
        as_user=options.as_user or call.as_user,
        header=[f"{name}: {value}" for name, value in call.headers.items()],
        save=Path(call.output) if call.output else None,
    )
    if options.dry_run or options.curl:
        await preview(call.operation, call.arguments, options)
        return 0
    async with open_client(options) as box:
        await call_and_print(box, call.operation, call.arguments, options)
    return 0


def explanation(call: CurlCall) -> str:
    """What was understood, a line each."""
    lines = [f"operation  {call.operation.id}", f"title      {call.operation.title}"]
    lines.append(f"python     box.{call.operation.tag}.{method_name(call.operation.id)}(...)")
    lines += [f"argument   {name} = {_shown(value)}" for name, value in call.arguments.items()]
    lines += [f"header     {name}: {value}" for name, value in call.headers.items()]
    lines += [f"as user    {call.as_user}"] if call.as_user else []
    lines += [f"same as    {other}" for other in call.same]
    lines += [f"put right  {note}" for note in call.notes]
    lines += [f"not sent   {doubt}" for doubt in call.doubts]
    return "\n".join(lines)


def _with_name(text: str) -> str:
    return text if text.lstrip().startswith("curl") else f"curl {text}"


def _changed(call: CurlCall, changes: list[str]) -> dict[str, Any]:
    given = {}
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals:
            raise ArgumentError(f"--set takes name=value, not {change!r}")
        given[find_flag(call.operation.id, name).key] = value
    return call_arguments(call.operation.id, given)


def _merged(whole: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The arguments with these parts in place of theirs."""
    merged = dict(whole)
    for name, value in changes.items():
        inner = merged.get(name)
        merged[name] = _merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return merged


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value, enc_hook=str).decode()
