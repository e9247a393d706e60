"""Does it stay as fast when a folder grows: 100,000 items against 100; and an item 30 folders deep against one.

"Theirs" is our own server on the small side. A rate of 1/1.3 of the small one is what is promised.
"""

import asyncio
from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from benchmarks.bench import Bench, say
from benchmarks.figures import Figure, Target
from benchmarks.load import NUMBER, Request, ask, measure
from benchmarks.processes import need
from benchmarks.rounds import medians
from benchmarks.servers import Server, holdall
from benchmarks.sharing import share_with_groups
from benchmarks.tenant import Client, make_tenant
from holdall.base.db import Transaction, open_database, query
from holdall.base.settings import Settings
from holdall.content.items.tables import items, versions

SMALL, LARGE = 100, 100_000
DEEP = 30
PAGE = 50
_PROMISE = Target(least_ratio=1 / 1.3)
_UNIT_FILES = 4_000  # a unit of work may take 10,000 ids, and a file takes two
NAMES = ("list_page", "list_middle_page", "lookup", "create", "access_depth", "access_collaborator")

_ANALYZE = query(sa.text("ANALYZE"))
_ITEM = query(sa.select(items).where(items.c.id == sa.bindparam("item_id", type_=sa.BigInteger)))
_VERSION = query(sa.select(versions).where(versions.c.item_id == sa.bindparam("item_id", type_=sa.BigInteger)))


class Folder(msgspec.Struct, frozen=True):
    """A folder of files: its id, the id of a file in it, and the marker that stands in its middle."""

    id: str
    file: str
    middle: str


def run(bench: Bench) -> Iterator[Figure]:
    """Each request on the large side and on the small one, in turns."""
    need("wrk")
    token = make_tenant(bench)
    with holdall(bench) as server:
        client = Client(server.address, token)
        say(f"Filling folders with {SMALL} and {LARGE} items ...")
        folders = {count: _folder(bench, client, count) for count in (SMALL, LARGE)}
        large, small = (_requests(client, folders[count]) for count in (LARGE, SMALL))
        for name in large:
            if bench.wants(name):
                yield _compare(bench, server, name, f"{SMALL} items", large[name], small[name], _PROMISE)
        if bench.wants("access_depth"):
            deep, shallow = (_deep_folder(client, depth) for depth in (DEEP, 1))
            yield _compare(bench, server, "access_depth", "depth 1", _get(client, deep), _get(client, shallow), None)
        if bench.wants("access_collaborator"):
            yield _compare_collaborator(bench, server, client)


def _compare_collaborator(bench: Bench, server: Server, client: Client) -> Figure:
    """GET of a file by a collaborator in 50 groups, 30 steps below the root, against its owner's at depth 1."""
    top = client.create_folder("Shared")
    below = top
    for level in range(DEEP - 2):
        below = client.create_folder(f"Below {level}", below)
    deep, shallow = client.upload("deep", below, b"content"), client.upload("shallow", "0", b"content")
    colleague = Client(server.address, share_with_groups(bench, top))
    ours, theirs = (
        Request(method="GET", path=f"/2.0/files/{file}", headers=who.headers)
        for who, file in ((colleague, deep), (client, shallow))
    )
    return _compare(bench, server, "access_collaborator", "owner, depth 1", ours, theirs, Target(least_ratio=1 / 1.5))


def _compare(
    bench: Bench, server: Server, name: str, against: str, large: Request, small: Request, target: Target | None
) -> Figure:
    say(f"{name}: against {against}")
    for request in (large, small):
        ask(server.address, request)
    rates = medians(
        {
            "large": lambda seconds: measure(server.address, large, seconds=seconds).per_second,
            "small": lambda seconds: measure(server.address, small, seconds=seconds).per_second,
        },
        rounds=bench.rounds,
        seconds=bench.seconds,
    )
    return Figure(
        name=name, against=against, ours=rates["large"], theirs=rates["small"], unit="requests/s", target=target
    )


def _requests(client: Client, folder: Folder) -> dict[str, Request]:
    page = f"/2.0/folders/{folder.id}/items?fields=id,type,name,size,modified_at&usemarker=true&limit={PAGE}"
    body = f'{{"name": "New {NUMBER}", "parent": {{"id": "{folder.id}"}}}}'.encode()
    json_headers = {**client.headers, "content-type": "application/json"}
    return {
        "list_page": Request(method="GET", path=page, headers=client.headers),
        "list_middle_page": Request(method="GET", path=f"{page}&marker={folder.middle}", headers=client.headers),
        "lookup": Request(method="GET", path=f"/2.0/files/{folder.file}", headers=client.headers),
        # The small folder grows by what a run creates, some thousands: still far from the large one.
        "create": Request(method="POST", path="/2.0/folders", headers=json_headers, body=body),
    }


def _get(client: Client, folder: str) -> Request:
    return Request(method="GET", path=f"/2.0/folders/{folder}?fields=id,name", headers=client.headers)


def _deep_folder(client: Client, depth: int) -> str:
    folder = "0"
    for level in range(depth):
        folder = client.create_folder(f"Level {level} of {depth}", folder)
    return folder


def _folder(bench: Bench, client: Client, count: int) -> Folder:
    """A folder of `count` files: one uploaded, the others copies of its rows."""
    folder = client.create_folder(f"Folder of {count}")
    file = client.upload("File 0", folder, b"content")
    settings = Settings(data=bench.folder / "data", database=bench.database)
    asyncio.run(_multiply(settings.database_url, int(file), count))
    found = client.send("GET", f"/2.0/folders/{folder}/items?limit=1&fields=id")
    assert found["total_count"] == count, found
    return Folder(folder, file, _middle(client, folder, count))


async def _multiply(url: str, file: int, count: int) -> None:
    db = await open_database(url)
    try:
        for first in range(1, count, _UNIT_FILES):
            await db.write(_copy_rows, file, range(first, min(first + _UNIT_FILES, count)))
        if db.dialect == "postgresql":  # it does so by itself, but up to a minute after the rows came
            await db.write(_gather_statistics)
    finally:
        await db.close()


async def _gather_statistics(tx: Transaction) -> None:
    await tx.run(_ANALYZE)


async def _copy_rows(tx: Transaction, file: int, numbers: range) -> None:
    item = _row(items, await tx.all(_ITEM, item_id=file))
    version = _row(versions, await tx.all(_VERSION, item_id=file))
    new_items, new_versions = [], []
    for number in numbers:
        item_id, version_id, name = tx.new_id(), tx.new_id(), f"File {number}"
        new_items.append({**item, "id": item_id, "version_id": version_id, "name": name, "name_key": name.lower()})
        new_versions.append({**version, "id": version_id, "item_id": item_id, "name": name})
    await tx.insert_many(items, new_items)
    await tx.insert_many(versions, new_versions)
    folder = _row(items, await tx.all(_ITEM, item_id=item["parent_id"]))
    grown = {"size": folder["size"] + len(numbers) * item["size"], "item_count": folder["item_count"] + len(numbers)}
    await tx.update(items, {"id": folder["id"]}, **grown)


def _row(table: sa.Table, rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    (row,) = rows
    return dict(zip(table.c.keys(), row, strict=True))


def _middle(client: Client, folder: str, count: int) -> str:
    """The marker after half of the folder's items."""
    marker, passed = "", 0
    while passed < count // 2:
        limit = min(1000, count // 2 - passed)
        page = client.send("GET", f"/2.0/folders/{folder}/items?usemarker=true&fields=id&limit={limit}&marker={marker}")
        marker, passed = page["next_marker"], passed + limit
    return marker
