"""`holdall webhook`: what webhooks there are, what they were told, telling it once more, and the keys that sign it."""

from pathlib import Path
from typing import Any, Literal

import cyclopts
import msgspec

from holdall.base.clock import SECOND, format_instant, parse_instant
from holdall.base.db import Database, Transaction
from holdall.base.keys import ServerKey
from holdall.cli.app import refuse
from holdall.cli.offline import choose_application, print_table, run
from holdall.content.webhooks.ledger import Status
from holdall.content.webhooks.records import (
    Record,
    describe,
    list_all_webhooks,
    list_deliveries,
    replay_deliveries,
    replay_delivery,
)
from holdall.content.webhooks.signing import KeyName, SignatureKeys, rotate_key, signature_keys

app = cyclopts.App(name="webhook")


@app.command(name="list")
def list_all(*, data: Path | None = None, database: str | None = None, json: bool = False) -> None:
    """List the webhooks of the server, the oldest first.

    Parameters
    ----------
    data
        Folder of the server's data (HOLDALL_DATA).
    database
        sqlite:///path or postgresql://... (HOLDALL_DATABASE); without it, the file holdall.db in the data folder.
    json
        Print a JSON list, for scripts.
    """

    async def work(db: Database, _key: ServerKey) -> list[dict[str, Any]]:
        return [
            {
                "id": str(one.id),
                "application_id": str(one.application_id),
                "user_id": str(one.user_id),
                "target": f"{one.target_type} {one.target_id}",
                "address": one.address,
                "triggers": " ".join(one.triggers),
                "waiting": one.waiting,
                "dead": one.dead,
            }
            for one in await list_all_webhooks(db)
        ]

    _print(run(data, database, work), json=json)


@app.command
def deliveries(
    *,
    webhook: int | None = None,
    status: Status | None = None,
    since: str | None = None,
    limit: int = 100,
    data: Path | None = None,
    database: str | None = None,
    json: bool = False,
) -> None:
    """Print what webhooks were or will be told, the latest first.

    Parameters
    ----------
    webhook
        The id of a webhook; without it, those to all of them.
    status
        pending (not tried yet), failed (to be tried again), delivered or dead (given up).
    since
        A date and time such as 2031-02-03T04:05:06Z.
    limit
        At most so many.
    data
        Folder of the server's data (HOLDALL_DATA).
    database
        sqlite:///path or postgresql://... (HOLDALL_DATABASE); without it, the file holdall.db in the data folder.
    json
        Print a JSON list with the bodies, for scripts.
    """
    start = _read_since(since)

    async def work(db: Database, _key: ServerKey) -> list[Record]:
        return await list_deliveries(db, webhook_id=webhook, status=status, since=start, limit=limit)

    found = run(data, database, work)
    if json:
        print(msgspec.json.encode([describe(one) for one in found]).decode())
    else:
        print_table([_brief(one) for one in found])


@app.command
def replay(
    *delivery: int,
    webhook: int | None = None,
    status: Literal["dead", "delivered", "failed"] = "dead",
    since: str | None = None,
    data: Path | None = None,
    database: str | None = None,
) -> None:
    """Make deliveries once more: those named, or else all that were given up. A running server begins within a second.

    Parameters
    ----------
    delivery
        Ids of deliveries.
    webhook
        The id of a webhook, where no deliveries are named; without it, those to all of them.
    status
        Which deliveries, where none are named.
    since
        Only those made since a date and time such as 2031-02-03T04:05:06Z.
    data
        Folder of the server's data (HOLDALL_DATA).
    database
        sqlite:///path or postgresql://... (HOLDALL_DATABASE); without it, the file holdall.db in the data folder.
    """
    start = _read_since(since)

    async def work(db: Database, _key: ServerKey) -> int:
        if not delivery:
            return await db.write(replay_deliveries, webhook_id=webhook, status=status, since=start)

        async def unit(tx: Transaction) -> int:
            for one in delivery:
                if not await replay_delivery(tx, one):
                    raise LookupError(f"there is no delivery with id {one}; none was made again")
            return len(delivery)

        return await db.write(unit)

    try:
        count = run(data, database, work)
    except LookupError as error:
        refuse(str(error))
    print(f"{count} {'delivery' if count == 1 else 'deliveries'} will be made again")


@app.command
def keys(
    application: str | None = None, *, data: Path | None = None, database: str | None = None, json: bool = False
) -> None:
    """Print the two keys that an application's webhooks are signed with.

    Parameters
    ----------
    application
        The client id or name; needed only where there are several.
    data
        Folder of the server's data (HOLDALL_DATA).
    database
        sqlite:///path or postgresql://... (HOLDALL_DATABASE); without it, the file holdall.db in the data folder.
    json
        Print a JSON object, for scripts.
    """

    async def work(db: Database, key: ServerKey) -> SignatureKeys:
        chosen = await choose_application(db, application)
        try:
            return await signature_keys(db, key, chosen.id)
        except ValueError as error:
            refuse(str(error))

    _print_keys(run(data, database, work), json=json)


@app.command(name="rotate-key")
def rotate(
    which: KeyName,
    application: str | None = None,
    *,
    data: Path | None = None,
    database: str | None = None,
    json: bool = False,
) -> None:
    """Put a new key in the place of one of the two, and print both. Everything that is sent from then on is signed with it.

    Receivers that trust either signature notice nothing, as long as they learn the new key before the other one is
    rotated too.

    Parameters
    ----------
    which
        primary or secondary.
    application
        The client id or name; needed only where there are several.
    data
        Folder of the server's data (HOLDALL_DATA).
    database
        sqlite:///path or postgresql://... (HOLDALL_DATABASE); without it, the file holdall.db in the data folder.
    json
        Print a JSON object, for scripts.
    """

    async def work(db: Database, key: ServerKey) -> SignatureKeys:
        chosen = await choose_application(db, application)
        try:
            return await db.write(rotate_key, key, chosen.id, which)
        except ValueError as error:
            refuse(str(error))

    _print_keys(run(data, database, work), json=json)


def _brief(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "webhook": record.webhook_id,
        "created_at": format_instant(record.created_at),
        "trigger": record.trigger,
        "item": record.item_id,
        "status": record.status,
        "attempts": record.attempts,
        "problem": record.error or "",
    }


def _read_since(since: str | None) -> int:
    try:
        return 0 if since is None else parse_instant(since) // SECOND * SECOND
    except ValueError as error:
        refuse(f"--since: {error}")


def _print(rows: list[dict[str, Any]], *, json: bool) -> None:
    if json:
        print(msgspec.json.encode(rows).decode())
    else:
        print_table(rows)


def _print_keys(found: SignatureKeys, *, json: bool) -> None:
    if json:
        print(msgspec.json.encode(found).decode())
    else:
        print(f"primary    {found.primary or 'none'}\nsecondary  {found.secondary or 'none'}")
