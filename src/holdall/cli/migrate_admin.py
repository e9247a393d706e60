"""`holdall migrate admin`: the first administrator of the migration service, and the way back in when a password is lost."""

from holdall.base.db import Database
from holdall.base.keys import ServerKey
from holdall.cli.offline import choose_password, run
from holdall.cli.place import HERE, Place
from holdall.migration.service.users import make_administrator


def admin(
    login: str = "admin", *, generate_password: bool = False, password_stdin: bool = False, place: Place = HERE
) -> None:
    """Make an administrator of a server's migration service, or give one a new password, which ends their tokens.

    The password is asked for, unless --generate-password prints a new one or --password-stdin reads it.

    Parameters
    ----------
    login
        The name to sign in with at /connect/token.
    generate_password
        Make a password and print it.
    password_stdin
        Read the password from the first line of the standard input.
    """
    password = choose_password(generate=generate_password, from_stdin=password_stdin)

    async def work(db: Database, _key: ServerKey) -> str:
        return (await make_administrator(db, login, password)).login

    made = run(place, work)
    print(f"{made} is an administrator of the migration service{f'; password {password}' if generate_password else ''}")
