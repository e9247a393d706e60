"""SIGKILL at random moments: what was acknowledged is there, what was not is there as a whole or not at all.

After every kill the server starts on the same data, and fsck, which reads every byte, finds nothing.
"""

import asyncio
import hashlib
from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.db import query
from holdall.content.events.tables import events
from tests.faults.killable import Dice, Killable, Kills, attempt
from tests.faults.sessions import ChunkedUpload
from tests.faults.tree import Tree

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

_CREATED = query(sa.select(events.c.source_id).where(events.c.event_type == "ITEM_CREATE"))
CHUNKED_SIZE = 20_000_000
UPLOAD_SIZES = (0, 1, 10_000, 70_000, 300_000, 2_000_000)


def sha1(content: bytes) -> str:
    return hashlib.sha1(content).hexdigest()


async def test_uploads(server: Killable, dice: Dice, kills: int):
    tree, killer = Tree(server), Kills(server, dice)
    for number in range(kills):
        folder = await tree.create_folder(f"Uploads {number}")
        sent = {f"{size} {index}.bin": dice.random.randbytes(size) for index in range(2) for size in UPLOAD_SIZES}
        acknowledged: dict[str, dict[str, Any]] = {}

        async def upload(name: str, folder: str = folder, sent: Any = sent, acknowledged: Any = acknowledged) -> None:
            if (file := await tree.upload(name, folder, sent[name])) is not None:
                acknowledged[name] = file

        await killer.kill_during([upload(name) for name in sent])

        entries = {entry["name"]: entry for entry in await tree.entries(folder)}
        assert acknowledged.keys() <= entries.keys() <= sent.keys()
        for name, entry in entries.items():
            assert (entry["size"], entry["sha1"]) == (len(sent[name]), sha1(sent[name]))
            assert await tree.download(entry["id"]) == sent[name]
        assert {name: file["id"] for name, file in acknowledged.items()}.items() <= {
            name: entry["id"] for name, entry in entries.items()
        }.items()
        assert await tree.totals(folder) == (sum(entry["size"] for entry in entries.values()), len(entries))
    await killer.finish()


async def test_chunked_commits(server: Killable, dice: Dice, kills: int):
    tree, killer = Tree(server), Kills(server, dice, with_hashes=False)
    body = dice.random.randbytes(CHUNKED_SIZE)
    for number in range(kills):
        folder = await tree.create_folder(f"Commits {number}")
        content = number.to_bytes(8) + body[8:]
        upload = await ChunkedUpload.begin(server, folder, "Large.bin", content)
        await upload.send_parts()

        await killer.kill_during([upload.commit()])

        acknowledged, entries = upload.file, await tree.entries(folder)
        assert acknowledged is None or [entry["id"] for entry in entries] == [acknowledged["id"]]
        if not entries:
            assert await upload.listed_parts() == upload.parts  # nothing that was sent needs sending again
        await upload.commit()  # again, or for the first time: a client that heard nothing asks once more
        assert upload.file is not None
        listed = [(entry["id"], entry["size"], entry["sha1"]) for entry in await tree.entries(folder)]
        assert listed == [(upload.file["id"], len(content), sha1(content))]
        assert await tree.totals(folder) == (len(content), 1)
        if number % 10 == 0:
            assert await tree.download(upload.file["id"]) == content
    await killer.finish()


async def test_parts_of_chunked_uploads(server: Killable, dice: Dice, kills: int):
    tree, killer = Tree(server), Kills(server, dice, with_hashes=False)
    body = dice.random.randbytes(CHUNKED_SIZE)
    folder = await tree.create_folder("Chunked")
    sent = 0
    for number in range(kills):
        content = number.to_bytes(8) + body[8:]
        upload = await ChunkedUpload.begin(server, folder, f"Large {number}.bin", content)

        await killer.kill_during([upload.send_parts()])

        listed = await upload.listed_parts()
        assert upload.parts.items() <= listed.items()
        for offset, part in listed.items():
            assert part["sha1"] == sha1(content[offset : offset + part["size"]])
        sent += len(listed)
        if number % 10 == 5:
            await upload.send_parts()
            await upload.commit()
            assert upload.file is not None
            assert await tree.download(upload.file["id"]) == content
    assert sent * 4 > kills  # parts of many uploads had come before the kill
    await killer.finish()


async def test_group_commit(server: Killable, dice: Dice, kills: int):
    tree, killer = Tree(server), Kills(server, dice)
    ids: list[str] = []
    for number in range(kills):
        folder = await tree.create_folder(f"Folders {number}")
        asked = {f"{task} {index}" for task in range(16) for index in range(4)}
        acknowledged: dict[str, str] = {}

        async def create(task: int, folder: str = folder, acknowledged: Any = acknowledged) -> None:
            for index in range(4):
                body = {"name": f"{task} {index}", "parent": {"id": folder}}
                if (answer := await attempt(server.http.post("/2.0/folders", json=body))) is None:
                    return
                acknowledged[body["name"]] = answer.json()["id"]

        await killer.kill_during([create(task) for task in range(16)])

        entries = {entry["name"]: entry["id"] for entry in await tree.entries(folder)}
        assert acknowledged.items() <= entries.items()
        assert entries.keys() <= asked
        assert await tree.totals(folder) == (0, len(entries))
        ids += [folder, *entries.values()]
    async with server.database() as db:
        announced = Counter(source_id for (source_id,) in await db.all(_CREATED))
    assert announced == Counter(map(int, ids))  # one event for each folder that exists, none for any other
    await killer.finish()


async def test_moves(server: Killable, dice: Dice, kills: int):
    tree, killer = Tree(server), Kills(server, dice)
    here, there = await tree.create_folder("Here"), await tree.create_folder("There")
    folders = [await tree.create_folder(f"Folder {index}", here) for index in range(8)]
    files = [await tree.upload(f"File {index}", here, b"x" * index) for index in range(8)]
    await asyncio.gather(*(tree.upload("Inside", folder, b"content") for folder in folders))
    paths = {folder: f"/2.0/folders/{folder}" for folder in folders}
    paths |= {file["id"]: f"/2.0/files/{file['id']}" for file in files if file is not None}
    places = dict.fromkeys(paths, here)
    for _ in range(kills):
        acknowledged: dict[str, str] = {}
        targets = {item: there if place == here else here for item, place in places.items()}

        async def move(item: str, targets: Any = targets, acknowledged: Any = acknowledged) -> None:
            body = {"parent": {"id": targets[item]}}
            if await attempt(server.http.put(paths[item], json=body)) is not None:
                acknowledged[item] = targets[item]

        await killer.kill_during([move(item) for item in paths])

        listed = [(entry["id"], folder) for folder in (here, there) for entry in await tree.entries(folder)]
        places = dict(listed)
        assert len(listed) == len(places) == len(paths)  # everything is in one place
        assert acknowledged.items() <= places.items()
        for item, place in places.items():
            found = (await server.http.get(paths[item], params={"fields": "parent,path_collection"})).json()
            assert (found["parent"]["id"], found["path_collection"]["entries"][-1]["id"]) == (place, place)
    await killer.finish()


async def test_restores_from_the_trash(server: Killable, dice: Dice, kills: int):
    tree, killer = Tree(server), Kills(server, dice)
    parent = await tree.create_folder("Parent")
    folders = [await tree.create_folder(f"Folder {index}", parent) for index in range(6)]
    await asyncio.gather(*(tree.upload("Inside", folder, b"content") for folder in folders))
    files = [await tree.upload(f"File {index}", parent, b"x" * index) for index in range(6)]
    paths = {folder: f"/2.0/folders/{folder}" for folder in folders}
    paths |= {file["id"]: f"/2.0/files/{file['id']}" for file in files if file is not None}
    for _ in range(kills):
        active = {entry["id"] for entry in await tree.entries(parent)}
        for item in active:
            query_ = {"recursive": "true"} if item in folders else {}
            assert (await server.http.delete(paths[item], params=query_)).status_code == 204
        acknowledged: set[str] = set()

        async def restore(item: str, acknowledged: set[str] = acknowledged) -> None:
            if await attempt(server.http.post(paths[item], json={})) is not None:
                acknowledged.add(item)

        await killer.kill_during([restore(item) for item in paths])

        active = {entry["id"] for entry in await tree.entries(parent)}
        assert acknowledged <= active
        for item, path in paths.items():
            in_trash = (await server.http.get(f"{path}/trash")).status_code == 200
            is_active = (await server.http.get(path)).json().get("item_status") == "active"
            assert (is_active, in_trash) == (item in active, item not in active)
        trash = (await server.http.get("/2.0/folders/trash/items", params={"limit": 1000})).json()["entries"]
        assert {entry["id"] for entry in trash} == paths.keys() - active
    await killer.finish()
