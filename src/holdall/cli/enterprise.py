"""`holdall enterprise`: make the organizations that users and content belong to."""

from typing import Annotated

import cyclopts
import msgspec
from cyclopts import validators

from holdall.base.clock import format_instant
from holdall.base.db import Database, Transaction
from holdall.base.keys import ServerKey
from holdall.cli.app import AsJson, refuse
from holdall.cli.offline import choose_enterprise, print_rows, run
from holdall.cli.place import HERE, Place
from holdall.content.identity.enterprise_settings import EnterpriseSettings, LinkAccess, change_enterprise
from holdall.content.identity.inventory import list_enterprises
from holdall.content.identity.provision import create_enterprise

app = cyclopts.App(name="enterprise")


@app.command
def create(name: str, *, place: Place = HERE, json: AsJson = False) -> None:
    """Make an enterprise. Its first user should be its admin: `holdall user create LOGIN --role admin`.

    Parameters
    ----------
    name
        What the organization is called.
    """
    if not name.strip():
        refuse("an enterprise needs a name")

    async def work(db: Database, _key: ServerKey) -> int:
        return await db.write(_create, name)

    enterprise_id = run(place, work)
    if json:
        print(msgspec.json.encode({"id": str(enterprise_id), "name": name}).decode())
    else:
        print(f"enterprise {enterprise_id} ({name})")
        print(f"next: holdall user create LOGIN --name NAME --role admin --enterprise {enterprise_id}")


@app.command(name="list")
def list_all(*, place: Place = HERE, json: AsJson = False) -> None:
    """List the enterprises of the server."""

    async def work(db: Database, _key: ServerKey) -> list[dict[str, object]]:
        return [
            {"id": str(one.id), "name": one.name, "users": one.users, "created_at": format_instant(one.created_at)}
            for one in await list_enterprises(db)
        ]

    print_rows(run(place, work), json=json)


@app.command
def settings(
    enterprise: str | None = None,
    /,
    *,
    shared_link_default: LinkAccess | None = None,
    shared_link_limit: LinkAccess | None = None,
    version_limit: Annotated[int, cyclopts.Parameter(validator=validators.Number(gte=1))] | None = None,
    new_user_space: Annotated[int, cyclopts.Parameter(validator=validators.Number(gte=-1))] | None = None,
    place: Place = HERE,
    json: AsJson = False,
) -> None:
    """Change what an enterprise has decided for itself, and print it. A running server follows at once.

    Parameters
    ----------
    enterprise
        Its id or name; the only one without.
    shared_link_default
        What a new shared link gets; open without a decision.
    shared_link_limit
        The most open that any shared link is, whatever it says.
    version_limit
        How many versions a file keeps; all without a decision.
    new_user_space
        How many bytes a new user may store, -1 without limit; 10 GiB without a decision.
    """
    given = {
        "shared_link_default_access": shared_link_default,
        "shared_link_access_limit": shared_link_limit,
        "version_limit": version_limit,
        "new_user_space_amount": new_user_space,
    }
    wanted = msgspec.convert({name: value for name, value in given.items() if value is not None}, EnterpriseSettings)

    async def work(db: Database, _key: ServerKey) -> EnterpriseSettings:
        return await db.write(change_enterprise, (await choose_enterprise(db, enterprise)).id, wanted)

    decided = msgspec.to_builtins(run(place, work))
    if json:
        print(msgspec.json.encode(decided).decode())
    else:
        for name in given:
            print(f"{name}: {decided.get(name, 'not decided')}")


async def _create(tx: Transaction, name: str) -> int:
    return await create_enterprise(tx, name=name)
