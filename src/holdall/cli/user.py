"""`holdall user`: make the people of an enterprise and give them passwords."""

from typing import Literal

import cyclopts
import msgspec

from holdall.base.db import Database
from holdall.base.db.database import UniqueViolation
from holdall.base.keys import ServerKey
from holdall.base.passwords import hash_password
from holdall.cli.app import AsJson, refuse
from holdall.cli.offline import choose_enterprise, choose_password, choose_user, print_rows, run
from holdall.cli.place import HERE, Place
from holdall.content.identity.inventory import list_all_users
from holdall.content.identity.provision import create_user
from holdall.content.identity.sign_in import find_account_by_id, set_password
from holdall.content.identity.users import NAME_LENGTH, is_address

app = cyclopts.App(name="user")


@app.command
def create(
    login: str,
    *,
    name: str | None = None,
    enterprise: str | None = None,
    role: Literal["user", "coadmin", "admin"] = "user",
    generate_password: bool = False,
    password_stdin: bool = False,
    place: Place = HERE,
    json: AsJson = False,
) -> None:
    """Make a user who signs in with an e-mail address and a password.

    The password is asked for, unless --generate-password prints a new one or --password-stdin reads it.

    Parameters
    ----------
    login
        The e-mail address to sign in with.
    name
        The name that others see; without it, the part of the address before the @.
    enterprise
        The id or name of the enterprise; needed only where there are several.
    role
        What the user may do in the enterprise; the first user should be its admin.
    generate_password
        Make a password and print it.
    password_stdin
        Read the password from the first line of the standard input.
    """
    name = name or login.partition("@")[0]
    if not is_address(login):
        refuse(f"{login!r} is not an e-mail address")
    if not 0 < len(name) <= NAME_LENGTH:
        refuse(f"a name has 1 to {NAME_LENGTH} characters")
    password = choose_password(generate=generate_password, from_stdin=password_stdin)

    async def work(db: Database, _key: ServerKey) -> dict[str, str]:
        chosen = await choose_enterprise(db, enterprise)
        hashed = await hash_password(password)
        try:
            user_id = await db.write(
                create_user, enterprise_id=chosen.id, login=login, name=name, role=role, password_hash=hashed
            )
        except UniqueViolation:
            refuse(f"a user with the login {login} exists already")
        return {"id": str(user_id), "login": login, "name": name, "role": role, "enterprise_id": str(chosen.id)}

    made = run(place, work)
    if generate_password:
        made["password"] = password
    if json:
        print(msgspec.json.encode(made).decode())
    else:
        print(f"user {made['id']} ({login}) in enterprise {made['enterprise_id']}")
        if generate_password:
            print(f"password {password}")


@app.command
def password(
    user: str,
    *,
    generate_password: bool = False,
    password_stdin: bool = False,
    place: Place = HERE,
) -> None:
    """Give a user a new password; browsers that are signed in with the old one are signed out.

    Parameters
    ----------
    user
        The login or id of the user.
    generate_password
        Make a password and print it.
    password_stdin
        Read the password from the first line of the standard input.
    """
    chosen = choose_password(generate=generate_password, from_stdin=password_stdin)

    async def work(db: Database, _key: ServerKey) -> str:
        found = await choose_user(db, user)
        account = await find_account_by_id(db, found.id)
        if account is None or found.kind != "managed":
            refuse(f"{found.login} is the account of an application: nobody signs in with it")
        await set_password(db, account, chosen)
        return found.login

    login = run(place, work)
    print(f"{login} has a new password{f': {chosen}' if generate_password else ''}")


@app.command(name="list")
def list_all(*, enterprise: str | None = None, place: Place = HERE, json: AsJson = False) -> None:
    """List the users of an enterprise, the accounts of its applications among them.

    Parameters
    ----------
    enterprise
        The id or name of the enterprise; needed only where there are several.
    """

    async def work(db: Database, _key: ServerKey) -> list[dict[str, str]]:
        chosen = await choose_enterprise(db, enterprise)
        return [
            {
                "id": str(one.id),
                "login": one.login,
                "name": one.name,
                "kind": one.kind,
                "role": one.role,
                "status": one.status,
            }
            for one in await list_all_users(db, chosen.id)
        ]

    print_rows(run(place, work), json=json)
