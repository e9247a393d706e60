"""`holdall connect`: connections that the shell, agents and file systems use, made, listed, chosen and removed.

A new connection is tried before it is kept. Secrets are asked for or read from the standard input, never arguments.
"""

import sys
from getpass import getpass
from pathlib import Path
from typing import Any

import cyclopts
import msgspec

from holdall.cli.app import AsJson
from holdall.cli.box.output import writer_for
from holdall.cli.failures import run_to_exit
from holdall.connector.connections import Connection, Connections, open_box
from holdall.connector.errors import BoxError, Kind

app = cyclopts.App(name="connect", version_flags=[])

_ADMINS = frozenset({"admin", "coadmin"})


@app.command
def token(*, name: str = "token", url: str | None = None, as_user: str | None = None) -> None:
    """Use an access token that you have, such as a developer token; it is asked for, or read from the standard input.

    At Box: Developer Console, your app, Configuration, Generate Developer Token. At Holdall: `holdall token`.

    Parameters
    ----------
    name
        What the connection is called.
    url
        The address of a server of your own, such as http://127.0.0.1:8880; without it, Box.
    as_user
        The id of the user to act as.
    """
    connection = Connection(kind="token", base_url=_address(url), as_user=as_user)
    run_to_exit(_connect(name, connection, token=_ask("Access token")))


@app.command
def box(
    *,
    client_id: str,
    name: str = "box",
    url: str | None = None,
    port: int = 8910,
    redirect_uri: str | None = None,
    public: bool = False,
    admin_mode: bool = False,
) -> None:
    """Sign in in the browser with an OAuth 2 application; its client secret is asked for, or read from standard input.

    The printed link leads to the consent page, and the answer comes back to this machine: the application must have the
    redirect URI http://127.0.0.1:PORT/callback.

    Parameters
    ----------
    client_id
        The application's client id.
    name
        What the connection is called.
    url
        The address of a server of your own; without it, Box.
    port
        Where on this machine the answer is awaited.
    redirect_uri
        Another redirect URI of the application, for a browser on another machine; you paste the address it ends at.
    public
        The application has no secret (PKCE alone).
    admin_mode
        Make sure that it is an admin or co-admin who signs in, so that --as-user can reach every user's content.
    """
    connection = Connection(kind="oauth", base_url=_address(url), client_id=client_id, redirect_uri=redirect_uri)
    secret = None if public else _ask("Client secret")
    run_to_exit(_connect(name, connection, secret=secret, port=port, admin_mode=admin_mode))


@app.command
def jwt(settings_file: Path, /, *, name: str = "jwt", url: str | None = None, user_id: str | None = None) -> None:
    """Sign in as an application with a key pair: the app settings JSON of the Developer Console or `holdall app create`.

    Parameters
    ----------
    settings_file
        The JSON file; it is read at every use, and stays where it is.
    name
        What the connection is called.
    url
        The address of a server of your own; without it, Box.
    user_id
        The user of the enterprise to sign in as; without it, the service account.
    """
    connection = Connection(
        kind="jwt", base_url=_address(url), settings_file=str(settings_file.resolve()), user_id=user_id
    )
    run_to_exit(_connect(name, connection))


@app.command
def ccg(
    *,
    client_id: str,
    enterprise_id: str | None = None,
    user_id: str | None = None,
    name: str = "ccg",
    url: str | None = None,
) -> None:
    """Sign in as an application by client credentials; the client secret is asked for, or read from standard input.

    Parameters
    ----------
    client_id
        The application's client id.
    enterprise_id
        The enterprise whose service account signs in.
    user_id
        The user to sign in as, instead of the service account.
    name
        What the connection is called.
    url
        The address of a server of your own; without it, Box.
    """
    if (enterprise_id is None) == (user_id is None):
        raise _usage("give --enterprise-id or --user-id, and not both")
    connection = Connection(
        kind="ccg", base_url=_address(url), client_id=client_id, enterprise_id=enterprise_id, user_id=user_id
    )
    run_to_exit(_connect(name, connection, secret=_ask("Client secret")))


@app.command(name="list")
def list_connections(*, json: AsJson = False) -> None:
    """List the connections; the one in use is marked."""
    run_to_exit(_list(json))


@app.command
def use(name: str, /) -> None:
    """Use this connection where none is named.

    Parameters
    ----------
    name
        What the connection is called.
    """
    run_to_exit(_use(name))


@app.command
def remove(name: str, /) -> None:
    """Forget a connection, with its token and secret. The token itself stays valid until it ends or is revoked.

    Parameters
    ----------
    name
        What the connection is called.
    """
    run_to_exit(_remove(name))


async def _list(json: bool) -> int:
    connections = Connections()
    current = connections.current
    records = [
        {
            "current": "*" if name == current else "",
            "name": name,
            "kind": connection.kind,
            "address": connection.base_url or "Box",
            **{
                field: value
                for field in ("client_id", "enterprise_id", "user_id", "as_user", "settings_file")
                if (value := getattr(connection, field)) is not None
            },
        }
        for name, connection in connections.all().items()
    ]
    if json:
        print(msgspec.json.encode(records).decode())
        return 0
    if not records:
        print("no connections yet: holdall connect --help")
        return 0
    writer = writer_for("table", ["current", "name", "kind", "address"], sys.stdout)
    for record in records:
        writer.write(record)
    writer.close()
    return 0


async def _use(name: str) -> int:
    Connections().use(name)
    print(f"{name} is used from now on")
    return 0


async def _remove(name: str) -> int:
    Connections().remove(name)
    print(f"{name} is forgotten")
    return 0


async def _connect(
    name: str,
    connection: Connection,
    *,
    token: str | None = None,
    secret: str | None = None,
    port: int = 0,
    admin_mode: bool = False,
) -> int:
    """Keep a connection once the server has answered who is signed in; raises BoxError where it does not."""
    connections = Connections()
    with connections.changing(name):
        if token is not None:
            connections.keep_token(name, token)
        if secret is not None:
            connections.keep_secret(name, secret)
        if connection.kind == "oauth":
            from holdall.cli.consent import sign_in_by_browser  # late: it brings a web server

            paste = connection.redirect_uri is not None
            connection = await sign_in_by_browser(connections, name, connection, port=port, paste=paste)
        connections.add(name, connection)
        me = await _signed_in(name, admin_mode)
    address = connection.base_url or "Box"
    print(f"{name}: connected to {address} as {me.get('name')} ({me.get('login')}, user {me.get('id')})")
    return 0


async def _signed_in(name: str, admin_mode: bool) -> dict[str, Any]:
    async with open_box(name) as client:
        me: dict[str, Any] = await client.call("get_users_me", fields="id,name,login,role,enterprise")
    if admin_mode and me.get("role") not in _ADMINS:
        raise BoxError(Kind.FORBIDDEN, f"{me.get('login')} is no admin or co-admin: admin mode needs one")
    return me


def _address(url: str | None) -> str | None:
    """The address, checked; raises a usage failure for one that can not be."""
    connection = Connection(kind="token", base_url=url)
    try:
        assert connection.hosts
    except ValueError as error:
        raise _usage(str(error)) from None
    return url.rstrip("/") if url else None


def _ask(what: str) -> str:
    secret = getpass(f"{what}: ") if sys.stdin.isatty() else sys.stdin.readline()
    if not secret.strip():
        raise _usage(f"{what.lower()} is empty")
    return secret.strip()


def _usage(message: str) -> SystemExit:
    print(f"holdall: {message}", file=sys.stderr)
    return SystemExit(2)
