"""`holdall mcp`: the whole contract for agents, over the standard streams or HTTP; and the keys of those who come by HTTP."""

import ipaddress
import sys
from pathlib import Path
from typing import Annotated

import cyclopts

from holdall.cli.box.output import writer_for
from holdall.cli.failures import run_to_exit
from holdall.connector.connections import Connections
from holdall.connector.errors import ArgumentError

app = cyclopts.App(name="mcp", version_flags=[])
keys = cyclopts.App(
    name="key", help="Keys for agents that come by HTTP, each leading to a connection.", version_flags=[]
)
app.command(keys)

_Patterns = Annotated[list[str] | None, cyclopts.Parameter(negative=())]


@app.default
def serve(
    *,
    connection: str | None = None,
    read_only: Annotated[bool, cyclopts.Parameter(negative=())] = False,
    allow: _Patterns = None,
    deny: _Patterns = None,
    folder: Path | None = None,
    audit: Path | None = None,
    http: Annotated[bool, cyclopts.Parameter(negative=())] = False,
    host: str = "127.0.0.1",
    port: int = 8970,
    url: str | None = None,
) -> None:
    """Serve the Box API to agents by the Model Context Protocol: search_operations, describe_operation, call_operation.

    Over the standard streams, an agent's program starts this command itself. Over HTTP (--http), everybody brings a key
    of their own (holdall mcp key add), which leads to their own connection.

    Parameters
    ----------
    connection
        The connection that is used over the standard streams, and over HTTP where there are no keys.
    read_only
        Refuse whatever changes or deletes something.
    allow
        Only operations that match: tag:files, method:GET, effect:reads, or an id with * and ?. Repeatable.
    deny
        No operation that matches, such as effect:deletes; wins over --allow. Repeatable.
    folder
        The folder that uploads may take local files from; without it, none.
    audit
        Where calls are written down, as JSON lines; without it, mcp-audit.jsonl in the configuration folder.
    http
        Serve streamable HTTP at http://HOST:PORT/mcp instead of the standard streams.
    host
        The address to listen at; another than this machine's own needs keys.
    port
        The port to listen at.
    url
        The address that agents reach the server at, where it differs.
    """
    run_to_exit(
        _serve(
            connection=connection,
            policy=(read_only, tuple(allow or ()), tuple(deny or ())),
            folder=folder,
            audit=audit,
            address=(host, port, url) if http else None,
        )
    )


@keys.command(name="add")
def add_key(user: str, /, *, connection: str) -> None:
    """Make a key for somebody's agents, in place of an older one, and print it: it is told only now.

    Parameters
    ----------
    user
        Who it is for; the audit log names them so.
    connection
        The connection that their agents use (see holdall connect list).
    """
    run_to_exit(_add_key(user, connection))


@keys.command(name="list")
def list_keys() -> None:
    """List who has a key, and which connection it leads to."""
    run_to_exit(_list_keys())


@keys.command(name="remove")
def remove_key(user: str, /) -> None:
    """Take somebody's key back.

    Parameters
    ----------
    user
        Whose it is.
    """
    run_to_exit(_remove_key(user))


async def _serve(
    *,
    connection: str | None,
    policy: tuple[bool, tuple[str, ...], tuple[str, ...]],
    folder: Path | None,
    audit: Path | None,
    address: tuple[str, int, str | None] | None,
) -> int:
    try:
        from holdall.connector.mcp import AgentSettings, AuditLog, Keys, Policy, make_server
    except ImportError as error:
        raise ValueError(f"holdall mcp needs more: pip install 'holdall[mcp]' ({error.name} is missing)") from None
    directory = Connections().directory
    known = Keys(_key_file())
    keyed = address is not None and bool(known.all())
    settings = AgentSettings(
        policy=Policy(*policy),
        connection=connection,
        keys=known if keyed else None,
        url=_url(*address) if address else None,
        folder=folder,
    )
    if not keyed and address is not None and not _is_own(address[0]):
        raise ArgumentError(f"{address[0]} can be reached from elsewhere: make keys first (holdall mcp key add)")
    log = AuditLog(audit or directory / "mcp-audit.jsonl")
    server = make_server(settings, log)
    try:
        if address is None:
            await server.run_stdio_async()
        else:
            print(f"agents: {settings.url} ({'a key per user' if keyed else 'no keys'})", file=sys.stderr, flush=True)
            await server.run_streamable_http_async(host=address[0], port=address[1])
    finally:
        log.close()
    return 0


async def _add_key(user: str, connection: str) -> int:
    from holdall.connector.mcp.keys import Keys

    Connections().get(connection)
    print(Keys(_key_file()).add(user, connection))
    return 0


async def _list_keys() -> int:
    from holdall.connector.mcp.keys import Keys

    writer = writer_for("table", ["user", "connection"], sys.stdout)
    for user, key in Keys(_key_file()).all().items():
        writer.write({"user": user, "connection": key.connection})
    writer.close()
    return 0


async def _remove_key(user: str) -> int:
    from holdall.connector.mcp.keys import Keys

    Keys(_key_file()).remove(user)
    print(f"the key of {user} is taken back")
    return 0


def _key_file() -> Path:
    return Connections().directory / "mcp-keys.json"


def _url(host: str, port: int, url: str | None) -> str:
    return url or f"http://{host}:{port}/mcp"


def _is_own(host: str) -> bool:
    """Whether only this machine reaches the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
