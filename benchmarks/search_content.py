"""100,000 files with texts, and their index: written straight into the tables, since nobody could wait for uploads."""

import asyncio
import hashlib
import random
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from benchmarks.bench import say
from benchmarks.processes import BenchmarkFailed
from holdall.base.db import Database, Transaction, open_database, query
from holdall.content.identity import provision
from holdall.content.identity.tables import applications, users
from holdall.content.items.tables import ItemType, items, versions
from holdall.content.search.index import SearchIndex
from holdall.content.search.tables import search_texts
from holdall.content.sharing.collaboration_tables import collaborations
from holdall.storage.tables import blobs

FILES, FOLDERS = 100_000, 1_000
SEEN = 50
"""How many of them the colleague sees."""
FIRST_WORD, RARE_WORDS = 100_000_000_000_000, 3_333
"""The words "w" and a number from FIRST_WORD on are each in 30 files or 31, in as many folders: a full page."""
EVERYWHERE = "everywhere"
_COMMON = [f"common{number}" for number in range(2_000)]
_WORDS = 40
_UNIT = 2_000  # files that one unit of work writes
_PATIENCE = 900.0

_OWNER = query(sa.select(users.c.id, users.c.enterprise_id, users.c.root_id).where(users.c.kind == "managed"))
_APPLICATION = query(sa.select(applications.c.id))
_ANALYZE = query(sa.text("ANALYZE"))


def fill(url: str) -> str:
    """Write the files, share SEEN of them with a colleague, build the index; answers the colleague's access token."""
    return asyncio.run(_fill(url))


async def _fill(url: str) -> str:
    db = await open_database(url)
    try:
        owner = await db.one(_OWNER)
        if owner is None:
            raise BenchmarkFailed("the run's database has no user")
        dice = random.Random(7)
        folders = await db.write(_make_folders, owner)
        numbers = range(0, FILES, _UNIT)
        for first in numbers:
            await db.write(_make_files, owner, folders, range(first, first + _UNIT), dice)
        token = await db.write(_make_colleague, owner, folders)
        await _build_index(db)
        return token
    finally:
        await db.close()


async def _build_index(db: Database) -> None:
    say("Building the index ...")
    index = SearchIndex(db)
    if not await index.catch_up(seconds=_PATIENCE):
        raise BenchmarkFailed(f"the index was not built in {_PATIENCE} seconds")
    await index.tidy(everything=True)  # as background work does every night
    await db.write(_gather_statistics)


async def _gather_statistics(tx: Transaction) -> None:
    await tx.run(_ANALYZE)


async def _make_folders(tx: Transaction, owner: tuple[int, int, int]) -> list[int]:
    """Folders two below the root, each with its share of the files."""
    above = [_item(tx, owner, ItemType.FOLDER, f"Area {number}", owner[2]) for number in range(10)]
    made = [
        _item(tx, owner, ItemType.FOLDER, f"Project {number}", above[number % 10]["id"]) for number in range(FOLDERS)
    ]
    await tx.insert_many(items, above)
    await tx.insert_many(items, made)
    return [folder["id"] for folder in made]


async def _make_files(
    tx: Transaction, owner: tuple[int, int, int], folders: Sequence[int], numbers: range, dice: random.Random
) -> None:
    new_items, new_versions, new_blobs, texts = [], [], [], []
    for number in numbers:
        key, sha1 = f"bench-{number}", hashlib.sha1(str(number).encode(), usedforsecurity=False).hexdigest()
        file = _item(tx, owner, ItemType.FILE, f"Report {number}.txt", folders[number % FOLDERS])
        file |= {"version_id": tx.new_id(), "size": 1, "sha1": sha1}
        new_items.append(file)
        new_versions.append(_version(file, key))
        new_blobs.append(
            {"key": key, "enterprise_id": owner[1], "store": "bench", "size": 1, "sha1": sha1, "created_at": tx.now}
        )
        words = [EVERYWHERE, f"w{FIRST_WORD + number % RARE_WORDS}", *dice.choices(_COMMON, k=_WORDS)]
        texts.append({"blob_key": key, "words": " ".join(words), "size": 8 * len(words)})
    for table, rows in ((blobs, new_blobs), (items, new_items), (versions, new_versions), (search_texts, texts)):
        await tx.insert_many(table, rows)


async def _make_colleague(tx: Transaction, owner: tuple[int, int, int], folders: Sequence[int]) -> str:
    """A user of the same enterprise, with a role on SEEN of the files: half a folder, moved into one of its own."""
    enterprise_id = owner[1]
    user_id = await provision.create_user(
        tx, enterprise_id=enterprise_id, login=f"few.{enterprise_id}@example.com", name="Colleague"
    )
    shared = _item(tx, owner, ItemType.FOLDER, "Shared", owner[2])
    await tx.insert(items, **shared)
    some = query(
        sa.update(items)
        .where(items.c.id.in_(sa.select(items.c.id).where(items.c.parent_id == folders[0]).limit(SEEN)))
        .values(parent_id=shared["id"])
    )
    await tx.run(some)
    await tx.insert(
        collaborations,
        id=tx.new_id(),
        item_id=shared["id"],
        user_id=user_id,
        role="viewer",
        status="accepted",
        can_view_path=False,
        is_access_only=False,
        enterprise_id=enterprise_id,
        created_at=tx.now,
        modified_at=tx.now,
    )
    application_id = await tx.value(_APPLICATION)
    return await provision.issue_token(
        tx, enterprise_id=enterprise_id, user_id=user_id, application_id=application_id, lifetime=24 * 3600
    )


def _item(tx: Transaction, owner: tuple[int, int, int], kind: ItemType, name: str, parent_id: int) -> dict[str, Any]:
    user_id, enterprise_id, _ = owner
    return {
        "id": tx.new_id(),
        "enterprise_id": enterprise_id,
        "type": kind.value,
        "parent_id": parent_id,
        "name": name,
        "name_key": name.lower(),
        "description": "",
        "sequence": 0,
        "size": 0,
        "item_count": 0,
        "created_by": user_id,
        "created_at": tx.now,
        "modified_by": user_id,
        "modified_at": tx.now,
        "tags": [],
        "options": {},
    }


def _version(file: dict[str, Any], key: str) -> dict[str, Any]:
    same = ("enterprise_id", "name", "size", "sha1", "created_at", "created_by", "modified_at", "modified_by")
    return {name: file[name] for name in same} | {
        "id": file["version_id"],
        "item_id": file["id"],
        "number": 1,
        "blob_key": key,
    }
