"""Renditions of versions: made once for each blob, kept as blobs of their own, and gone with their source."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, open_database, query
from holdall.base.errors import NotFound
from holdall.content.items.tables import items, versions
from holdall.content.renditions.children import Children, Limits
from holdall.content.renditions.making import Renditions
from holdall.content.renditions.rows import MAX_ATTEMPTS, RETRY_AFTER
from holdall.content.renditions.tables import renditions
from holdall.storage import LocalStore, Stores, collect, record_manifest
from holdall.storage.collection import Collected
from holdall.storage.fsck import Report, examine
from holdall.storage.tables import blobs
from tests.content.renditions.conftest import HOSTILE
from tests.storage.rows import ENTERPRISE, file_of, recorded, refer
from tests.support.documents import docx, pdf

_ROWS = query(
    sa.select(renditions.c.part, renditions.c.blob_key.is_not(None), renditions.c.refusal, renditions.c.attempts)
)
_SIZES = query(sa.select(blobs.c.size).order_by(blobs.c.size))


@pytest.fixture
async def db(ready_database_url: str) -> AsyncIterator[Database]:
    database = await open_database(ready_database_url)
    yield database
    await database.close()


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    stores = Stores(LocalStore(tmp_path / "blobs", name="main"))
    yield stores
    await stores.close()


@pytest.fixture
async def maker(db: Database, stores: Stores, children: Children) -> Renditions:
    """What makes renditions, with the children that the tests of this folder share."""
    return Renditions(db, stores, children)


async def version_of(db: Database, stores: Stores, content: bytes) -> int:
    return await db.write(refer, (await recorded(db, stores, content)).key, len(content))


async def forget_all(tx: Transaction) -> None:
    await tx.run(query(sa.delete(versions)))
    await tx.run(query(sa.delete(items)))


async def test_text_is_made_once_and_read_from_the_store_after_that(
    db: Database, stores: Stores, maker: Renditions
) -> None:
    content = docx("Dear Ada")
    version = await version_of(db, stores, content)
    first = await maker.text(version, "letter.docx")
    without_children = Renditions(db, stores, Children(size=0))
    assert (first, await without_children.text(version, "letter.docx")) == ("Dear Ada", "Dear Ada")
    assert await db.all(_ROWS) == [("text", True, "", 0)]
    assert await db.all(_SIZES) == [(8,), (len(content),)]


async def test_those_who_ask_at_once_share_the_work(db: Database, stores: Stores, maker: Renditions) -> None:
    version = await version_of(db, stores, b"Hello")
    texts = await asyncio.gather(*(maker.text(version, "a.txt") for _ in range(10)))
    assert (texts, len(await db.all(_ROWS))) == (["Hello"] * 10, 1)


def of_blobs(report: Report) -> list[str]:
    """What the check of bytes finds; the trees of these tests are no whole ones, which the check of items would tell."""
    return [finding.subject for finding in report.findings if finding.check != "items"]


async def test_two_processes_that_make_the_same_keep_one(db: Database, stores: Stores, children: Children) -> None:
    version = await version_of(db, stores, b"Hello")
    processes = [Renditions(db, stores, children) for _ in range(2)]
    texts = await asyncio.gather(*(process.text(version, "a.txt") for process in processes))
    report = await examine(db, stores, grace=0)
    assert (texts, await db.all(_SIZES), of_blobs(report)) == (["Hello", "Hello"], [(5,), (5,)], [])


async def test_what_somebody_waits_for_does_not_wait_for_the_background(db: Database, stores: Stores) -> None:
    children = Children(size=2, limits=Limits(), module=HOSTILE)
    maker = Renditions(db, stores, children)
    versions = [await version_of(db, stores, f"slow {number}".encode()) for number in range(5)]
    slow = [asyncio.create_task(maker.text(version, "slow.md")) for version in versions]
    source = await maker.source(await version_of(db, stores, b"quick"), "a.txt")
    assert source is not None
    async with asyncio.timeout(60):
        found = await maker.get(source, "facts", patience=None)
    waiting = [one.done() for one in slow]
    for one in slow:
        one.cancel()
    await maker.close()
    assert (found is not None and found.is_made, waiting) == (True, [False] * 5)


async def test_the_same_bytes_under_another_name_are_another_rendition(
    db: Database, stores: Stores, maker: Renditions
) -> None:
    version = await version_of(db, stores, b"<p>Hello</p>")
    assert [await maker.text(version, name) for name in ("a.txt", "a.html")] == ["<p>Hello</p>", "Hello"]


async def test_what_cannot_be_read_has_an_empty_text_and_is_not_tried_again(
    db: Database, stores: Stores, maker: Renditions
) -> None:
    version = await version_of(db, stores, b"no archive")
    texts = [
        await maker.text(version, "a.docx"),
        await Renditions(db, stores, Children(size=0)).text(version, "a.docx"),
    ]
    assert texts == ["", ""]
    assert await db.all(_ROWS) == [("text", False, "It is no office file that can be read: File is not a zip file", 0)]


async def test_pictures_and_unknown_files_have_no_text(db: Database, stores: Stores, maker: Renditions) -> None:
    version = await version_of(db, stores, b"bytes")
    assert [await maker.text(version, name) for name in ("a.png", "a.exe", "a")] == ["", "", ""]
    assert await db.all(_ROWS) == []


async def test_a_version_that_is_gone_is_said_to_be(maker: Renditions) -> None:
    with pytest.raises(NotFound):
        await maker.text(17, "a.txt")


async def test_an_upload_in_parts_is_rendered_as_a_whole(db: Database, stores: Stores, maker: Renditions) -> None:
    content = pdf("One page", "And another")
    parts = [await recorded(db, stores, content[:100]), await recorded(db, stores, content[100:])]
    whole = await db.write(record_manifest, [part.key for part in parts], sha1="", enterprise_id=ENTERPRISE)
    version = await db.write(refer, whole.key, whole.size)
    assert await maker.text(version, "a.pdf") == "One page\n\nAnd another"


async def test_a_file_that_killed_a_child_is_tried_again_later_but_not_for_ever(db: Database, stores: Stores) -> None:
    version = await version_of(db, stores, b"deadly")
    killers = Children(size=1, limits=Limits(), module=HOSTILE)
    maker = Renditions(db, stores, killers)
    attempts = []
    for _ in range(2 * (MAX_ATTEMPTS + 1)):
        assert await maker.text(version, "a.txt") == ""
        attempts.append((await db.all(_ROWS))[0][3])
        db.clock.advance(RETRY_AFTER // 2 + 1)
    await maker.close()
    assert attempts == [1, 1, 2, 2, 3, 3, 3, 3]


async def test_a_source_that_went_meanwhile_leaves_nothing(db: Database, stores: Stores, maker: Renditions) -> None:
    version = await version_of(db, stores, b"Hello")
    making = asyncio.create_task(maker.text(version, "a.txt"))
    await asyncio.sleep(0)
    await db.write(forget_all)
    await collect(db, stores, grace=0)
    await asyncio.gather(making, return_exceptions=True)
    await collect(db, stores, grace=0)
    report = await examine(db, stores, grace=0)
    assert (await db.all(_ROWS), await db.all(_SIZES), report.findings) == ([], [], [])


async def test_renditions_go_with_their_source_and_not_before(db: Database, stores: Stores, maker: Renditions) -> None:
    version = await version_of(db, stores, b"Hello, world")
    await maker.text(version, "a.txt")
    kept = await collect(db, stores, grace=0)
    await db.write(forget_all)
    gone = [await collect(db, stores, grace=0), await collect(db, stores, grace=0)]
    assert (kept, sum(one.bytes for one in gone), await db.all(_SIZES)) == (Collected(), 24, [])


async def test_the_check_of_everything_misses_the_bytes_of_a_rendition(
    db: Database, stores: Stores, maker: Renditions
) -> None:
    version = await version_of(db, stores, b"Hello")
    await maker.text(version, "a.txt")
    clean = await examine(db, stores, grace=0, with_hashes=True)
    key = await db.value(query(sa.select(renditions.c.blob_key)))
    file_of(stores, key).unlink()
    report = await examine(db, stores, grace=0)
    assert (of_blobs(clean), of_blobs(report)) == ([], [f"blob {key}"])
