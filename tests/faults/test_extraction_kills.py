"""Workers that are killed while they take texts out of files: every file is found by its words in the end, and by no others."""

import asyncio

import pytest
import sqlalchemy as sa

from holdall.base.db import query
from holdall.content.orders.tables import work_orders
from holdall.content.search.tables import search_texts
from tests.faults.killable import Dice, Killable, Nursery, Workers
from tests.faults.tree import Tree
from tests.support.documents import docx, pdf

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

FILES = 3  # between two kills: a text, a PDF, a document of Word
READING_SECONDS = 0.5  # about what it takes to read them
PATIENCE = 180.0
_READ = query(sa.select(sa.func.count()).select_from(search_texts))
_OPEN_ORDERS = query(sa.select(sa.func.count()).select_from(work_orders))


async def upload_documents(tree: Tree, folder: str, number: int) -> dict[str, str]:
    """Three files of different kinds, each with a word of its own; the word by the file's id."""
    words = {kind: f"walrus{kind}{number:04}" for kind in ("txt", "pdf", "docx")}
    contents = {"txt": words["txt"].encode(), "pdf": pdf(words["pdf"]), "docx": docx(words["docx"])}
    found: dict[str, str] = {}
    for kind, word in words.items():
        file = await tree.upload(f"{number}.{kind}", folder, contents[kind])
        assert file is not None
        found[file["id"]] = word
    return found


async def files_with(server: Killable, word: str) -> list[str]:
    """The ids of the files that a search for a word finds."""
    answer = await server.http.get("/2.0/search", params={"query": word})
    assert answer.status_code == 200, answer.text
    return [entry["id"] for entry in answer.json()["entries"]]


async def test_every_text_is_taken_out_once_whenever_the_workers_are_killed(
    server: Killable, nursery: Nursery, dice: Dice, kills: int
) -> None:
    tree, words, interrupted = Tree(server), dict[str, str](), 0
    folder = await tree.create_folder("read")
    async with server.database() as db:
        workers = Workers(nursery, server.settings, 1 if db.dialect == "sqlite" else 2)
        try:
            for number in range(kills):
                read = await db.value(_READ)
                words |= await upload_documents(tree, folder, number)
                async with asyncio.timeout(PATIENCE):
                    while await db.value(_READ) == read:
                        await asyncio.sleep(0.005)
                await asyncio.sleep(dice.moment(READING_SECONDS))
                interrupted += await db.value(_READ) < len(words) or bool(await db.value(_OPEN_ORDERS))
                await workers.replace(number % len(workers))
            async with asyncio.timeout(PATIENCE):
                while await db.value(_READ) < len(words) or await db.value(_OPEN_ORDERS):
                    await asyncio.sleep(0.1)
            read = await db.value(_READ)
        finally:
            await workers.close()

    assert read == len(words) == kills * FILES
    assert {file: await files_with(server, word) for file, word in words.items()} == {file: [file] for file in words}
    assert interrupted > 0, f"none of {kills} kills was during the work"
