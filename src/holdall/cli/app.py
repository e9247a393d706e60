"""The root of the holdall command: every verb is registered here by the name of its function.

A verb's module is imported when the verb is used, so that the command starts fast whatever it grows to.
"""

import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import cyclopts


def _version() -> str:
    from importlib.metadata import version  # late: it takes longer to load than the rest of this module

    return version("holdall")


app = cyclopts.App(
    name="holdall",
    help="A content platform that speaks the Box API, a connector for it, and a migration service.",
    version=_version,
)
app.command("holdall.cli.serve:serve", name="serve", help="Run the platform: the Box API at an address of yours.")
app.command("holdall.cli.worker:worker", name="worker", help="Do background work, beside servers that do none.")
app.command("holdall.cli.work:app", name="work", help="Background work: list it, cancel, pause, resume, retry it.")
app.command("holdall.cli.control:app", name="control", help="A development server: reset, seed, clock, faults.")
app.command("holdall.cli.operations:operations", name="operations", help="List the operations of the Box API.")
app.command("holdall.cli.db:app", name="db", help="The database: bring it up to date, or tell where it is.")
app.command("holdall.cli.enterprise:app", name="enterprise", help="Enterprises: make one, list them.")
app.command("holdall.cli.user:app", name="user", help="Users: make one, set a password, list them.")
app.command("holdall.cli.application:app", name="app", help="Applications: make one, print its settings, list them.")
app.command("holdall.cli.token:token", name="token", help="Print an access token, to try the API at once.")
app.command("holdall.cli.access:explain", name="explain", help="Why a user may or may not do something to an item.")
app.command("holdall.cli.access:access_report", name="access-report", help="Who can reach what, as CSV.")
app.command(
    "holdall.cli.storage:app", name="storage", help="Stored bytes: list stores, collect garbage, take over a store."
)
app.command("holdall.cli.storage:fsck", name="fsck", help="Check that everything kept agrees, both ways.")
app.command("holdall.cli.search:app", name="search", help="The search index: build it anew, or tell how far it is.")
app.command("holdall.cli.skill:app", name="skill", help="Skills: tell applications of files in folders, or no more.")
app.command("holdall.cli.workflow:app", name="workflow", help="Workflows of folders: define, list, switch, remove.")
app.command("holdall.cli.hub:app", name="hub", help="Hubs: give them shared links, or take these away.")
app.command("holdall.cli.webhook:app", name="webhook", help="Webhooks: what they were told, once more, and their keys.")
app.command("holdall.cli.sign_template:app", name="sign-template", help="Templates of sign requests: make one.")
app.command("holdall.cli.box.tree:app", name="box", help="Call any operation of the Box API.")
app.command("holdall.cli.curl:curl", name="curl", help="Run a curl command of Box's documentation.")
app.command("holdall.cli.transfer:upload", name="upload", help="Upload files of any size.")
app.command("holdall.cli.transfer:download", name="download", help="Download files of any size.")
app.command("holdall.cli.events:events", name="events", help="What has happened, and what happens, as JSON lines.")
app.command("holdall.cli.migrate:app", name="migrate", help="Move content between Box, Holdall, disks and buckets.")
app.command("holdall.cli.mcp:app", name="mcp", help="Serve the Box API to agents (Model Context Protocol).")
app.command("holdall.cli.connect:app", name="connect", help="Connections: where to call, and as whom.")
app.register_install_completion_command()

AsJson = Annotated[bool, cyclopts.Parameter(negative="", help="Print JSON, for scripts.")]
"""The option of verbs that print for people by default."""

BAD_USAGE = 2
_EXTRAS = dict.fromkeys(("aiohttp", "cryptography", "joserfc"), "connector,cli") | {"mcp": "mcp", "fsspec": "fsspec"}
"""Which extra brings a library; `server` has all others."""


def main(words: Sequence[str] | None = None) -> None:
    """Run the command (by default, the process's) and exit with its status: 2 where it was called in a way that cannot be."""
    try:
        app(_words(list(sys.argv[1:] if words is None else words)), exit_on_error=False)
    except cyclopts.CycloptsError:
        sys.exit(BAD_USAGE)
    except ImportError as error:  # the library loads a verb's module by its name
        missing = error.__cause__ if isinstance(error.__cause__, ModuleNotFoundError) else error
        name = (missing.name or "").partition(".")[0]
        if not name or name == "holdall":
            raise
        extra = _EXTRAS.get(name, "server")
        refuse(f"this verb needs more: pip install 'holdall[{extra}]' ({name} is missing)")


def _words(words: list[str]) -> list[str]:
    """The command line in the parser's form: the options of operations have more than one spelling."""
    if words[:1] != ["box"]:
        return words
    from holdall.cli.box.tokens import normalise

    return ["box", *normalise(words[1:])]


def refuse(message: str) -> NoReturn:
    """Say in one line why the command cannot do what it was asked for, and exit with status 2."""
    print(f"holdall: {message}", file=sys.stderr)
    sys.exit(BAD_USAGE)
