"""Uploads while the world is told of them: events followed, content indexed, a webhook on the folder; against without."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit, urlunsplit

import msgspec
import sqlalchemy as sa

from benchmarks.bench import Bench, say
from benchmarks.figures import Figure, Target
from benchmarks.load import NUMBER, Request, ask, measure
from benchmarks.operations import SMALL
from benchmarks.processes import BenchmarkFailed, need
from benchmarks.rounds import medians
from benchmarks.servers import Server, floor, holdall
from benchmarks.tenant import BOUNDARY, Client, make_tenant, multipart
from holdall.base.db import open_database, query
from holdall.base.settings import Settings
from holdall.content.events.cursor_tables import event_cursors
from holdall.content.events.tables import events
from holdall.content.webhooks.tables import webhook_deliveries

NAMES = ("upload_10k_told", "webhook_deliveries")
PATIENCE = 600

_BEHIND = query(
    sa.select(
        sa.select(sa.func.count())
        .select_from(webhook_deliveries)
        .where(webhook_deliveries.c.next_attempt_at.is_not(None))
        .scalar_subquery(),
        sa.select(sa.func.max(events.c.sequence)).scalar_subquery(),
        sa.select(event_cursors.c.sequence).where(event_cursors.c.consumer == "webhooks").scalar_subquery(),
        sa.select(sa.func.count())
        .select_from(webhook_deliveries)
        .where(webhook_deliveries.c.status == "delivered")
        .scalar_subquery(),
    )
)


def run(bench: Bench) -> Iterator[Figure]:
    """Rates of uploads with and without everything that listens to them; and how fast what has piled up is delivered."""
    need("wrk")
    with ExitStack() as stack:
        told, alone = _own(bench, "told"), _own(bench, "alone")
        receiver = stack.enter_context(floor(bench))
        requests = {}
        for name, one, environment in (
            ("ours", told, {"HOLDALL_WEBHOOK_TARGETS": "anywhere"}),
            ("without", alone, {"HOLDALL_WORK": "elsewhere"}),
        ):
            token = make_tenant(one)
            server = stack.enter_context(holdall(one, environment))
            requests[name] = server, _upload(server, token, receiver if name == "ours" else None)
            ask(server.address, requests[name][1])
        _wait_until_told(told)
        say("upload_10k_told: ours, without")
        if bench.wants("upload_10k_told"):
            yield _uploads(bench, told, requests)
        if bench.wants("webhook_deliveries"):
            yield _deliveries(bench, told, *requests["ours"])


def _uploads(bench: Bench, told: Bench, requests: dict[str, tuple[Server, Request]]) -> Figure:
    def ours(seconds: float) -> float:
        server, request = requests["ours"]
        rate = measure(server.address, request, seconds=seconds).per_second
        _wait_until_told(told)  # or what is left of it would slow down the others
        return rate

    def without(seconds: float) -> float:
        server, request = requests["without"]
        return measure(server.address, request, seconds=seconds).per_second

    rates = medians({"ours": ours, "without": without}, rounds=bench.rounds, seconds=bench.seconds)
    return Figure(
        name="upload_10k_told",
        against="without",
        ours=rates["ours"],
        theirs=rates["without"],
        unit="requests/s",
        target=Target(least_ratio=0.7),
    )


def _deliveries(bench: Bench, told: Bench, server: Server, request: Request) -> Figure:
    """Deliveries a second from the first upload until the last of them was told, against the uploads alone."""
    before = _behind(told)[3]
    started = time.monotonic()
    uploads = measure(server.address, request, seconds=bench.seconds).per_second
    _wait_until_told(told)
    delivered = (_behind(told)[3] - before) / (time.monotonic() - started)
    return Figure(name="webhook_deliveries", against="uploads", ours=delivered, theirs=uploads, unit="requests/s")


def _upload(server: Server, token: str, receiver: Server | None) -> Request:
    """The upload of a small file into a folder, which has a webhook where there is a receiver."""
    client = Client(server.address, token)
    folder = client.create_folder("uploaded")
    if receiver is not None:
        body = {
            "target": {"id": folder, "type": "folder"},
            "address": f"{receiver.address}/200/2",
            "triggers": ["FILE.UPLOADED"],
        }
        client.send("POST", "/2.0/webhooks", body)
    content = "".join(f"Line {number} of a small text.\n" for number in range(1000))[:SMALL].encode()
    headers = {**client.headers, "content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    upload = multipart(folder, f"New {NUMBER}.txt", content)
    return Request(method="POST", path="/api/2.0/files/content", headers=headers, body=upload)


def _own(bench: Bench, name: str) -> Bench:
    """The same run on data of its own, in a database of its own."""
    folder = bench.folder / name
    folder.mkdir()
    database = bench.database
    if database:
        parts = urlsplit(database)
        database = urlunsplit(parts._replace(path=f"/{name}"))
        asyncio.run(_create_database(bench.database, name))
    return msgspec.structs.replace(bench, folder=folder, database=database)


async def _create_database(url: str, name: str) -> None:
    import asyncpg  # late: only with --database postgresql

    connection = await asyncpg.connect(url)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()


def _wait_until_told(told: Bench) -> None:
    """Wait until the follower is at the last event and everything that it queued has been delivered."""
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        waiting, last, place, _ = _behind(told)
        if not waiting and last == place:
            return
        time.sleep(0.2)
    raise BenchmarkFailed(f"after {PATIENCE} seconds there are still {waiting} deliveries to be made")


def _behind(told: Bench) -> tuple[int, int, int, int]:
    """Deliveries that wait, the last event, the last event that was followed, and deliveries that were made."""
    settings = Settings(data=told.folder / "data", database=told.database)
    return asyncio.run(_read(settings.database_url))


async def _read(url: str) -> tuple[int, int, int, int]:
    db = await open_database(url)
    try:
        found = await db.one(_BEHIND)
    finally:
        await db.close()
    assert found is not None
    waiting, last, place, delivered = found
    return waiting, last or 0, place or 0, delivered
