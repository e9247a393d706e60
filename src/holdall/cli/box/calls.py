"""One call of `holdall box`: what was given becomes the call, and the answer is printed.

With --curl or --dry-run nothing is sent; with --from it is done once per row.
"""

import sys
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any, NoReturn

import msgspec

from holdall.cli.box.flags import call_arguments
from holdall.cli.box.options import CallOptions
from holdall.cli.box.output import print_answer, writer_for
from holdall.cli.box.transfer import save, shown_uploads
from holdall.cli.failures import run_to_exit
from holdall.connector.box import Box
from holdall.connector.connections import open_box, rendering_of
from holdall.connector.content import Content
from holdall.connector.curl import write_curl
from holdall.connector.errors import ArgumentError
from holdall.connector.render import RenderSettings, render
from holdall.connector.request import FormBody, JsonBody, MultipartBody, Request, StreamBody
from holdall.connector.signature import signature
from holdall.contract import Operation


def run_command(operation: Operation, given: Mapping[str, Any], options: CallOptions) -> NoReturn:
    """Do what a command says and exit with its status."""
    if options.rows is not None:
        from holdall.cli.box.rows import run_rows  # late: most calls are one

        run_to_exit(run_rows(operation, given, options), options.errors)
    run_to_exit(_run(operation, given, options), options.errors)


async def _run(operation: Operation, given: Mapping[str, Any], options: CallOptions) -> int:
    arguments = call_arguments(operation.id, given, body=options.body, null=options.null)
    _ask_for_columns(operation, arguments, options)
    if options.curl or options.dry_run:
        await preview(operation, arguments, options)
        return 0
    render(operation, arguments)  # what does not fit is told before anybody signs in
    async with open_client(options) as box:
        await call_and_print(box, operation, arguments, options)
    return 0


def _ask_for_columns(operation: Operation, arguments: dict[str, Any], options: CallOptions) -> None:
    """What is to be shown is asked for, where nothing else is and the operation lets one choose."""
    fields = signature(operation.id).by_name.get("fields")
    if options.picked and fields is not None and fields.location == "query":
        arguments.setdefault("fields", list(dict.fromkeys(name.partition(".")[0] for name in options.picked)))


def open_client(options: CallOptions) -> Box:
    """The client that the options ask for; raises BoxError where nobody is signed in."""
    box = open_box(options.connection)
    if options.as_user:
        box = box.as_user(options.as_user)
    return box.with_options(headers=headers_of(options), timeout=options.timeout)


def headers_of(options: CallOptions) -> dict[str, str]:
    """The further headers; raises ArgumentError for one without a colon."""
    headers = {}
    for text in options.header or []:
        name, colon, value = text.partition(":")
        if not colon:
            raise ArgumentError(f"--header takes 'Name: value', not {text!r}")
        headers[name.strip().lower()] = value.strip()
    return headers


async def call_and_print(box: Box, operation: Operation, arguments: dict[str, Any], options: CallOptions) -> None:
    """Call, then print or save the answer; raises BoxError and OSError."""
    if options.all:
        await _print_all(box, operation, arguments, options)
        return
    with shown_uploads(arguments) as shown:
        value = await box.call_with(operation.id, shown)
    if isinstance(value, Content):
        async with value:
            saved = await save(value, options.save, _default_name(operation, arguments))
        if saved is not None:
            print(f"saved {saved}", file=sys.stderr)
    elif options.save is not None:
        with options.save.open("w") as stream:
            print_answer(value, options.output or "json", options.picked, stream)
    else:
        print_answer(value, options.output, options.picked)


async def _print_all(box: Box, operation: Operation, arguments: dict[str, Any], options: CallOptions) -> None:
    """Print every entry of a list as its pages come."""
    form = options.output or ("table" if options.save is None and sys.stdout.isatty() else "json")
    with options.save.open("w") if options.save else nullcontext(sys.stdout) as stream:
        writer = writer_for(form, options.picked, stream)
        async for entry in box.iterate(operation.id, **arguments):
            writer.write(entry)
        writer.close()


async def preview(operation: Operation, arguments: dict[str, Any], options: CallOptions) -> None:
    """Print the request, or the curl command that sends it; nothing is sent, except for a token to show."""
    rendering = rendering_of(options.connection)
    request = render(
        operation,
        arguments,
        RenderSettings(rendering.hosts, options.as_user or rendering.as_user, headers_of(options)),
    )
    if not options.curl:
        print(request_text(request))
        return
    token = None
    if options.show_token and request.needs_token:
        async with open_client(options) as box:
            token = await box.sign_in.access_token(box.call_with)
    print(write_curl(request, token))


def request_text(request: Request) -> str:
    """A request as it would travel: the first line, the headers, and a body that is text."""
    lines = [f"{request.method} {request.url}"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    match request.body:
        case JsonBody(value, content_type):
            text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
            lines += [f"content-type: {content_type}", "", text]
        case FormBody() as form:
            lines += [f"content-type: {form.content_type}", "", form.encode().decode()]
        case StreamBody(source, content_type):
            lines += [f"content-type: {content_type}", "", f"<bytes of {getattr(source, 'name', source)}>"]
        case MultipartBody(parts):
            lines += ["content-type: multipart/form-data", ""]
            lines += [
                f"{part.name}: {part.value if isinstance(part.value, str) else f'<bytes of {part.filename}>'}"
                for part in parts
            ]
    return "\n".join(lines)


def _default_name(operation: Operation, arguments: Mapping[str, Any]) -> str:
    """A name for an answer that brings none: what it is of, and its id."""
    ids = [str(value) for name, value in arguments.items() if name.endswith("_id")]
    return "-".join([operation.tag, *ids[:1]])
