"""The root of the holdall command: every verb is registered here by the name of its function.

A verb's module is imported when the verb is used, so that the command starts fast whatever it grows to.
"""

import sys
from importlib.metadata import version
from typing import NoReturn

import cyclopts

app = cyclopts.App(
    name="holdall",
    help="A content platform that speaks the Box API, a connector for it, and a migration service.",
    version=lambda: version("holdall"),
)
app.command("holdall.cli.serve:serve", name="serve", help="Run the platform: the Box API at an address of yours.")
app.command("holdall.cli.operations:operations", name="operations", help="List the operations of the Box API.")
app.command("holdall.cli.db:app", name="db", help="The database: bring it up to date, or tell where it is.")
app.command("holdall.cli.storage:app", name="storage", help="Stored bytes: collect garbage, take over a store.")
app.command("holdall.cli.storage:fsck", name="fsck", help="Check that everything kept agrees, both ways.")

BAD_USAGE = 2


def main() -> None:
    """Run the command and exit with its status: 2 where it was called in a way that cannot be."""
    try:
        app(exit_on_error=False)
    except cyclopts.CycloptsError:
        sys.exit(BAD_USAGE)


def refuse(message: str) -> NoReturn:
    """Say in one line why the command cannot do what it was asked for, and exit with status 2."""
    print(f"holdall: {message}", file=sys.stderr)
    sys.exit(BAD_USAGE)
