"""`holdall webhook`: what webhooks there are, what they were told, telling it once more, and the keys that sign it."""

from typing import Any, Literal

import cyclopts
import msgspec

from holdall.base.clock import SECOND, format_instant, parse_instant
from holdall.base.db import Database, Transaction
from holdall.base.keys import ServerKey
from holdall.cli.app import AsJson, refuse
from holdall.cli.offline import choose_application, print_rows, run
from holdall.cli.place import HERE, Place
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
def list_all(*, place: Place = HERE, json: AsJson = False) -> None:
    """List the webhooks of the server, the oldest first."""

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

    print_rows(run(place, work), json=json)


@app.command
def deliveries(
    *,
    webhook: int | None = None,
    status: Status | None = None,
    since: str | None = None,
    limit: int = 100,
    place: Place = HERE,
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
    json
        Print a JSON list with the bodies, for scripts.
    """
    start = _read_since(since)

    async def work(db: Database, _key: ServerKey) -> list[Record]:
        return await list_deliveries(db, webhook_id=webhook, status=status, since=start, limit=limit)

    found = run(place, work)
    print_rows([describe(one) if json else _brief(one) for one in found], json=json)


@app.command
def replay(
    *delivery: int,
    webhook: int | None = None,
    status: Literal["dead", "delivered", "failed"] = "dead",
    since: str | None = None,
    place: Place = HERE,
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
        count = run(place, work)
    except LookupError as error:
        refuse(str(error))
    print(f"{count} {'delivery' if count == 1 else 'deliveries'} will be made again")


@app.command
def keys(application: str | None = None, *, place: Place = HERE, json: AsJson = False) -> None:
    """Print the two keys that an application's webhooks are signed with.

    Parameters
    ----------
    application
        The client id or name; needed only where there are several.
    """

    async def work(db: Database, key: ServerKey) -> SignatureKeys:
        chosen = await choose_application(db, application)
        try:
            return await signature_keys(db, key, chosen.id)
        except ValueError as error:
            refuse(str(error))

    _print_keys(run(place, work), json=json)


@app.command(name="rotate-key")
def rotate(
    which: KeyName,
    application: str | None = None,
    *,
    place: Place = HERE,
    json: AsJson = False,
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
    """

    async def work(db: Database, key: ServerKey) -> SignatureKeys:
        chosen = await choose_application(db, application)
        try:
            return await db.write(rotate_key, key, chosen.id, which)
        except ValueError as error:
            refuse(str(error))

    _print_keys(run(place, work), json=json)


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


def _print_keys(found: SignatureKeys, *, json: bool) -> None:
    if json:
        print(msgspec.json.encode(found).decode())
    else:
        print(f"primary    {found.primary or 'none'}\nsecondary  {found.secondary or 'none'}")
