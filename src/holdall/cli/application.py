"""`holdall app`: make the applications that clients sign in as, and hand out their settings."""

from pathlib import Path
from urllib.parse import urlsplit

import cyclopts
import msgspec

from holdall.base.db import Database, Transaction
from holdall.base.keys import ServerKey
from holdall.cli.app import AsJson, refuse
from holdall.cli.offline import Several, choose_application, choose_enterprise, print_rows, run, write_private
from holdall.cli.place import HERE, Place
from holdall.content.identity.app_settings import (
    NewApplication,
    SigningKey,
    app_settings,
    make_application,
    new_signing_key,
)
from holdall.content.identity.applications import CLIENT_SECRET, public_keys
from holdall.content.identity.errors import OAuthError
from holdall.content.identity.inventory import list_applications
from holdall.content.identity.provision import DEFAULT_SCOPES, register_public_key
from holdall.content.identity.scopes import APPLICATION_SCOPES, parse_scopes

app = cyclopts.App(name="app")


@app.command
def create(
    name: str,
    *,
    enterprise: str | None = None,
    redirect_uri: Several = (),
    scope: Several = (),
    jwt: bool = True,
    as_user: bool = True,
    user_tokens: bool = True,
    output: Path | None = None,
    place: Place = HERE,
) -> None:
    """Make an application and print its settings as Box's developer console does, ready for the SDKs.

    The settings hold the client id and secret and, unless --no-jwt, the private key that signs for it: the server
    keeps none of that key, so keep the file safe.

    Parameters
    ----------
    name
        What people read when the application asks for access.
    enterprise
        The id or name of the enterprise; needed only where there are several.
    redirect_uri
        An address that people are led back to after consent; may be given several times.
    scope
        A scope, such as root_readonly; may be given several times. Without any, the application may do everything.
    jwt
        Make a key pair, so that the application signs in without a person (JWT).
    as_user
        Let it act for users with the header As-User.
    user_tokens
        Let it get tokens for users.
    output
        Write the settings into this file, which only its owner can read.
    """
    scopes = _check_scopes(scope)
    for address in redirect_uri:
        _check_redirect(address)
    key = new_signing_key() if jwt else None

    async def work(db: Database, server_key: ServerKey) -> NewApplication:
        chosen = await choose_enterprise(db, enterprise)

        async def unit(tx: Transaction) -> NewApplication:
            return await make_application(
                tx,
                server_key,
                enterprise_id=chosen.id,
                name=name,
                key=key,
                scopes=scopes,
                redirect_uris=redirect_uri,
                can_act_as_user=as_user,
                can_create_user_tokens=user_tokens,
            )

        return await db.write(unit)

    _hand_out(run(place, work).settings(key), output)


@app.command
def show(application: str | None = None, *, place: Place = HERE) -> None:
    """Print an application's settings again, with its secret. The private key is not among them: see `app key`.

    Parameters
    ----------
    application
        The client id or name; needed only where there are several.
    """

    async def work(db: Database, key: ServerKey) -> dict[str, object]:
        return await _settings_of(db, key, application, None)

    _hand_out(run(place, work), None)


@app.command(name="key")
def add_key(
    application: str | None = None,
    *,
    output: Path | None = None,
    place: Place = HERE,
) -> None:
    """Make one more key pair for an application and print its settings with the new private key; the old keys stay.

    Parameters
    ----------
    application
        The client id or name; needed only where there are several.
    output
        Write the settings into this file, which only its owner can read.
    """
    signing_key = new_signing_key()

    async def work(db: Database, key: ServerKey) -> dict[str, object]:
        return await _settings_of(db, key, application, signing_key)

    _hand_out(run(place, work), output)


@app.command(name="list")
def list_all(*, place: Place = HERE, json: AsJson = False) -> None:
    """List the applications of the server."""

    async def work(db: Database, _key: ServerKey) -> list[dict[str, object]]:
        return [
            {
                "client_id": one.client_id,
                "name": one.name,
                "enterprise_id": str(one.enterprise_id),
                "keys": len(await public_keys(db, one.id)),
                "redirect_uris": " ".join(one.redirect_uris),
            }
            for one in await list_applications(db)
        ]

    print_rows(run(place, work), json=json)


async def _settings_of(
    db: Database, key: ServerKey, wanted: str | None, signing_key: SigningKey | None
) -> dict[str, object]:
    """An application's settings; with a new key, that is registered first."""
    application = await choose_application(db, wanted)
    if signing_key is not None:

        async def unit(tx: Transaction) -> None:
            await register_public_key(
                tx,
                application_id=application.id,
                public_key_id=signing_key.public_key_id,
                public_key=signing_key.public_key,
            )

        await db.write(unit)
    try:
        secret = key.unseal(application.client_secret, CLIENT_SECRET)
    except ValueError as error:
        refuse(str(error))
    return app_settings(application.enterprise_id, application.client_id, secret, signing_key)


def _check_scopes(scopes: tuple[str, ...]) -> tuple[str, ...]:
    try:
        chosen = tuple(parse_scopes(" ".join(scopes)))
    except OAuthError as error:
        refuse(f"{error.description}; there are {', '.join(APPLICATION_SCOPES)}")
    for one in chosen:
        if one not in APPLICATION_SCOPES:
            refuse(f"{one} is no scope of applications; there are {', '.join(APPLICATION_SCOPES)}")
    return chosen or DEFAULT_SCOPES


def _check_redirect(address: str) -> None:
    parts = urlsplit(address)
    if not parts.scheme or (parts.scheme in {"http", "https"} and not parts.netloc) or parts.fragment:
        refuse(f"{address!r} is no address to lead back to: it needs a scheme, such as https, and no fragment")


def _hand_out(settings: dict[str, object], output: Path | None) -> None:
    text = msgspec.json.format(msgspec.json.encode(settings), indent=2).decode()
    if output is None:
        print(text)
    else:
        write_private(output, f"{text}\n")
        print(f"wrote {output}")
