"""What verbs share that work on the data of a server without asking it: it may run meanwhile, or not."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from getpass import getpass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import cyclopts
import msgspec

from holdall.base.db import Database, open_database
from holdall.base.db.revision import DatabaseUnusable, bring_up_to_date
from holdall.base.errors import ApiError
from holdall.base.keys import ServerKey, load_server_key
from holdall.base.passwords import check_password, new_password
from holdall.base.settings import Settings, load_settings
from holdall.cli.app import refuse
from holdall.cli.place import Place
from holdall.content.identity.applications import Application
from holdall.content.identity.inventory import Enterprise, find_user, list_applications, list_enterprises
from holdall.content.identity.users import User

Result = TypeVar("Result")
Several = Annotated[tuple[str, ...], cyclopts.Parameter(negative_iterable=(), show_default=False)]
"""An option that may be given several times, a value each."""


def run(place: Place, work: Callable[[Database, ServerKey], Awaitable[Result]]) -> Result:
    """Run work on the database and with the key that the settings name, made where they are not there yet.

    Says why and exits with status 2 where that cannot be, or the work raises ApiError.
    """
    try:
        settings = load_settings(None, data=place.data, database=place.database)
        settings.data.mkdir(parents=True, exist_ok=True)
        bring_up_to_date(settings.database_url)
        key = load_server_key(settings.key_file or settings.data / "server.key")
    except (ValueError, DatabaseUnusable) as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"{error.filename} cannot be used: {error.strerror}")
    try:
        return asyncio.run(_with_database(settings, key, work))
    except ApiError as error:
        refuse(error.message)


def choose_password(*, generate: bool, from_stdin: bool) -> str:
    """A new password: made, read from the standard input, or asked for twice."""
    if generate:
        return new_password()
    if from_stdin:
        chosen = sys.stdin.readline().rstrip("\n")
    elif sys.stdin.isatty():
        chosen = getpass("Password: ")
        if getpass("The same again: ") != chosen:
            refuse("the two passwords differ")
    else:
        refuse("nobody is there to type a password: add --generate-password or --password-stdin")
    try:
        check_password(chosen)
    except ValueError as error:
        refuse(str(error))
    return chosen


async def choose_enterprise(db: Database, wanted: str | None) -> Enterprise:
    """The enterprise with this id or name; without one, the only one there is."""
    known = await list_enterprises(db)
    if wanted is not None:
        found = [one for one in known if wanted in {str(one.id), one.name}]
        if len(found) == 1:
            return found[0]
        refuse(f"{'no' if not found else 'more than one'} enterprise is called {wanted!r}; {_known_enterprises(known)}")
    if len(known) != 1:
        refuse(f"say which enterprise with --enterprise; {_known_enterprises(known)}")
    return known[0]


async def choose_application(db: Database, wanted: str | None, enterprise_id: int | None = None) -> Application:
    """The application with this client id or name; without one, the only one (of the enterprise)."""
    known = [one for one in await list_applications(db) if enterprise_id in {None, one.enterprise_id}]
    if wanted is not None:
        known = [one for one in known if wanted in {one.client_id, one.name, str(one.id)}]
    if not known:
        what = "there is no application" if wanted is None else f"no application is called {wanted!r}"
        refuse(f"{what}; make one with `holdall app create NAME`")
    if len(known) > 1:
        refuse(f"say which application is meant: {', '.join(f'{one.client_id} ({one.name})' for one in known)}")
    return known[0]


async def choose_user(db: Database, login_or_id: str) -> User:
    """The user with this login or id."""
    user = await find_user(db, login_or_id)
    if user is None:
        refuse(f"no user has the login or id {login_or_id!r}; `holdall user list` shows them")
    return user


def print_rows(rows: list[dict[str, Any]], *, json: bool) -> None:
    """Print rows: a JSON list for scripts; for people one line each, the columns aligned under their names."""
    if json:
        print(msgspec.json.encode(rows).decode())
        return
    if not rows:
        print("none")
        return
    lines = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads; exits with status 2 where it is there already."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        refuse(f"{path} is there already; name another file")
    except OSError as error:
        refuse(f"{path} cannot be written: {error.strerror}")
    with suppress(OSError):
        path.chmod(0o600)
    path.write_text(text)


def _known_enterprises(known: list[Enterprise]) -> str:
    if not known:
        return "there is none yet: make one with `holdall enterprise create NAME`"
    return f"there are: {', '.join(f'{one.id} ({one.name})' for one in known)}"


async def _with_database(
    settings: Settings, key: ServerKey, work: Callable[[Database, ServerKey], Awaitable[Result]]
) -> Result:
    db = await open_database(settings.database_url)
    try:
        return await work(db, key)
    finally:
        await db.close()
