"""`holdall enterprise`: make the organizations that users and content belong to."""

from pathlib import Path

import cyclopts
import msgspec

from holdall.base.clock import format_instant
from holdall.base.db import Database, Transaction
from holdall.base.keys import ServerKey
from holdall.cli.app import refuse
from holdall.cli.offline import print_table, run
from holdall.content.identity.inventory import list_enterprises
from holdall.content.identity.provision import create_enterprise

app = cyclopts.App(name="enterprise")


@app.command
def create(name: str, *, data: Path | None = None, database: str | None = None, json: bool = False) -> None:
    """Make an enterprise. Its first user should be its admin: `holdall user create LOGIN --role admin`.

    Parameters
    ----------
    name
        What the organization is called.
    data
        Folder of the server's data (HOLDALL_DATA).
    database
        sqlite:///path or postgresql://... (HOLDALL_DATABASE); without it, the file holdall.db in the data folder.
    json
        Print a JSON object, for scripts.
    """
    if not name.strip():
        refuse("an enterprise needs a name")

    async def work(db: Database, _key: ServerKey) -> int:
        return await db.write(_create, name)

    enterprise_id = run(data, database, work)
    if json:
        print(msgspec.json.encode({"id": str(enterprise_id), "name": name}).decode())
    else:
        print(f"enterprise {enterprise_id} ({name})")
        print(f"next: holdall user create LOGIN --name NAME --role admin --enterprise {enterprise_id}")


@app.command(name="list")
def list_all(*, data: Path | None = None, database: str | None = None, json: bool = False) -> None:
    """List the enterprises of the server.

    Parameters
    ----------
    data
        Folder of the server's data (HOLDALL_DATA).
    database
        sqlite:///path or postgresql://... (HOLDALL_DATABASE); without it, the file holdall.db in the data folder.
    json
        Print a JSON list, for scripts.
    """

    async def work(db: Database, _key: ServerKey) -> list[dict[str, object]]:
        return [
            {"id": str(one.id), "name": one.name, "users": one.users, "created_at": format_instant(one.created_at)}
            for one in await list_enterprises(db)
        ]

    rows = run(data, database, work)
    if json:
        print(msgspec.json.encode(rows).decode())
    else:
        print_table(rows)


async def _create(tx: Transaction, name: str) -> int:
    return await create_enterprise(tx, name=name)
