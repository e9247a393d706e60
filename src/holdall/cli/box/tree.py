"""The commands of `holdall box`, made one at a time: an attribute of this module is made when it is asked for.

The parser names attributes by tag or operation id, so a run makes one tag's list and one operation's options.
"""

from typing import Any

import cyclopts

from holdall.cli.box.command import command_of, help_text
from holdall.cli.box.tokens import command_name
from holdall.connector.naming import operation_names
from holdall.contract import find_operation, load_operations

_COLON = "!"
"""Stands for the colon of an operation's id, which ends the module's name in the parser's references."""


def __getattr__(name: str) -> Any:
    """The app of all tags (`app`), of a tag, or the function of an operation."""
    if name == "app":
        return box_app()
    if name in operation_names():
        return tag_app(name)
    operation_id = name.replace(_COLON, ":")
    if operation_id in load_operations():
        return command_of(operation_id)
    raise AttributeError(name)


def tag_app(tag: str) -> cyclopts.App:
    """The operations of a tag; raises KeyError for an unknown one."""
    app = cyclopts.App(name=command_name(tag), help=f"The operations of {tag.replace('_', ' ')}.", version_flags=[])
    for method, operation_id in operation_names()[tag].items():
        app.command(
            f"{__name__}:{operation_id.replace(':', _COLON)}",
            name=command_name(method),
            help=help_text(find_operation(operation_id)),
            version_flags=[],
        )
    return app


def box_app() -> cyclopts.App:
    """Every tag."""
    app = cyclopts.App(
        name="box",
        help="Call any operation of the Box API: holdall box TAG OPERATION --param value.",
        help_epilogue=(
            "An operation's id works as well: holdall box get_files_id 123. "
            "Who is calling comes from a connection (holdall connect) or from HOLDALL_URL and HOLDALL_TOKEN."
        ),
        version_flags=[],
    )
    for tag, methods in operation_names().items():
        app.command(f"{__name__}:{tag}", name=command_name(tag), help=", ".join(command_name(name) for name in methods))
    return app
