"""The index follows what happens, from wherever it was left, and can be built anew."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import msgspec
import pytest
import sqlalchemy as sa

from holdall.base.clock import SECOND, Clock
from holdall.base.db import Database, Transaction, open_database, query
from holdall.base.ids import IdBlock
from holdall.content.events.tables import events
from holdall.content.identity import provision
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items import folders
from holdall.content.items.changes import Changes, update_item
from holdall.content.items.copies import copy_folder
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import trash_item
from holdall.content.search import sources
from holdall.content.search.filters import Filters
from holdall.content.search.find import Effort, Order, Search, find
from holdall.content.search.index import SearchIndex, clear, follow
from holdall.content.search.language import Words
from holdall.content.search.tables import search_documents, search_pending, search_state
from holdall.content.search.texts import has_text, keep_text, remove_unused_texts
from holdall.content.search.tiers import ANYWHERE
from holdall.content.search.viewer import viewer_of
from tests.support.tree import add_file

_USER = query(sa.select(users.c.id, users.c.root_id, users.c.enterprise_id))
_STATE = query(sa.select(search_state.c.sequence, search_state.c.rebuilt_to, search_state.c.is_complete))
_LAST_EVENT = query(sa.select(sa.func.max(events.c.sequence)))
_BLOB = query(
    sa.text("SELECT blob_key FROM versions WHERE item_id = :item_id").bindparams(
        sa.bindparam("item_id", type_=sa.BigInteger)
    )
)


class Shelf:
    """The content of one user, and what is found in it."""

    def __init__(self, db: Database, subject: Subject) -> None:
        self.db = db
        self.subject = subject
        self.index = SearchIndex(db)

    async def folder(self, name: str, parent_id: int = 0) -> int:
        """A new folder."""
        made = await self.db.write(folders.create_folder, self.subject, parent_id=parent_id, name=name)
        return made.item.id

    async def file(self, name: str, parent_id: int = 0) -> int:
        """A new file."""
        made = await self.db.write(add_file, self.subject, parent_id=parent_id, name=name, size=1)
        return made.item.id

    async def rename(self, item_id: int, name: str) -> None:
        """Another name for a file."""
        await self.db.write(update_item, self.subject, item_id, ItemType.FILE, Changes(name=name))

    async def found(self, word: str) -> list[int]:
        """What the index finds as it is, the newest first."""
        viewer = await viewer_of(self.db, self.subject)
        assert viewer is not None
        search = Search(expression=Words((word,)), scope=ANYWHERE, filters=Filters(), viewer=viewer)
        return (await find(self.db, search, Order(), offset=0, limit=1000)).ids

    async def blob_of(self, item_id: int) -> str:
        """The key of the blob of a file's only version."""
        return str(await self.db.value(_BLOB, item_id=item_id))


@pytest.fixture
async def shelf(ready_database_url: str) -> AsyncIterator[Shelf]:
    """An empty account."""
    db = await open_database(ready_database_url, Clock(), IdBlock())

    async def unit(tx: Transaction) -> None:
        enterprise_id = await provision.create_enterprise(tx, name="Acme")
        await provision.create_user(tx, enterprise_id=enterprise_id, login="uma@example.com", name="Uma")

    await db.write(unit)
    user_id, root_id, enterprise_id = await db.one(_USER) or (0, 0, 0)
    subject = Subject(
        user_id=user_id,
        enterprise_id=enterprise_id,
        application_id=0,
        grant_id=0,
        name="Uma",
        login="uma@example.com",
        kind="managed",
        role="user",
        status="active",
        root_id=root_id,
        scopes=frozenset({"root_readwrite"}),
        actor_id=user_id,
        token_hash="",
    )
    yield Shelf(db, subject)
    await db.close()


FROM_THE_NEWEST = Effort(few_matches=1, few_items=0, very_few_items=0, step=3)


class TestCountsOfMany:
    async def _count(self, shelf: Shelf) -> int:
        """How many walruses a search counts."""
        version = await shelf.index.version_now(seconds=60)
        viewer = await viewer_of(shelf.db, shelf.subject)
        assert version is not None
        assert viewer is not None
        search = Search(expression=Words(("walrus",)), scope=ANYWHERE, filters=Filters(), viewer=viewer)
        totals = shelf.index.totals(version)
        found = await find(shelf.db, search, Order(), offset=0, limit=2, effort=FROM_THE_NEWEST, totals=totals)
        return found.total

    async def test_a_count_is_remembered_while_nothing_changes(self, shelf: Shelf) -> None:
        for number in range(4):
            await shelf.file(f"walrus {number}")
        assert await self._count(shelf) == 4
        version = await shelf.index.version_now(seconds=60)
        assert version is not None
        totals = shelf.index.totals(version)
        totals.update(dict.fromkeys(totals, 7))
        assert await self._count(shelf) == 7

    async def test_it_is_counted_again_after_whatever_changes_what_is_found(self, shelf: Shelf) -> None:
        folder_id = await shelf.folder("sea")
        ids = [await shelf.file(f"walrus {number}", folder_id) for number in range(4)]
        assert await self._count(shelf) == 4
        await shelf.file("walrus 4")
        assert await self._count(shelf) == 5
        await shelf.rename(ids[0], "oyster")
        assert await self._count(shelf) == 4
        await keep_text(shelf.db, await shelf.blob_of(ids[0]), ["a walrus"])
        assert await self._count(shelf) == 5
        await shelf.db.write(trash_item, shelf.subject, folder_id, ItemType.FOLDER, retention=60)
        assert await self._count(shelf) == 1


class TestFollowing:
    async def test_one_that_has_caught_up_has_nothing_to_do_and_writes_nothing(self, shelf: Shelf) -> None:
        await shelf.file("walrus")
        assert not await shelf.index.is_current()
        assert await shelf.index.catch_up(seconds=60)
        assert await shelf.index.is_current()
        state = await shelf.db.one(_STATE)
        assert state == (await shelf.db.value(_LAST_EVENT), None, True)

    async def test_changes_are_found_after_it_has_caught_up(self, shelf: Shelf) -> None:
        first, second = await shelf.file("walrus 1"), await shelf.file("walrus 2")
        await shelf.index.catch_up(seconds=60)
        assert await shelf.found("walrus") == [second, first]
        await shelf.rename(first, "oyster")
        assert await shelf.found("walrus") == [second, first]
        await shelf.index.catch_up(seconds=60)
        assert (await shelf.found("walrus"), await shelf.found("oyster")) == ([second], [first])

    async def test_it_goes_on_where_a_unit_has_stopped(self, shelf: Shelf) -> None:
        await shelf.index.catch_up(seconds=60)
        ids = [await shelf.file(f"walrus {number}") for number in range(3)]
        last = await shelf.db.value(_LAST_EVENT)
        while not (await shelf.db.write(follow, settled=last, newest=2**62, after=0)).is_done:
            assert await shelf.found("walrus") in (ids[::-1], [])
        assert await shelf.found("walrus") == ids[::-1]

    async def test_so_many_processes_as_like_follow_at_once(self, shelf: Shelf) -> None:
        ids = [await shelf.file(f"walrus {number}") for number in range(5)]
        followers = [SearchIndex(shelf.db) for _ in range(4)]
        assert all(await asyncio.gather(*(one.catch_up(seconds=60) for one in followers)))
        assert await shelf.found("walrus") == ids[::-1]

    async def test_a_copied_folder_is_read_with_all_that_is_below(self, shelf: Shelf) -> None:
        top = await shelf.folder("top")
        below = await shelf.folder("below", top)
        for number in range(250):
            await shelf.file(f"walrus {number}", below)
        await shelf.index.catch_up(seconds=60)
        await copy_folder(shelf.db, shelf.subject, top, parent_id=0, name="copy")
        assert len(await shelf.found("walrus")) == 250
        assert await shelf.index.catch_up(seconds=60)
        assert len(await shelf.found("walrus")) == 500

    async def test_with_a_delay_what_happened_since_waits(self, shelf: Shelf) -> None:
        index = SearchIndex(shelf.db, delay=10)
        await index.catch_up(seconds=60)
        file_id = await shelf.file("walrus")
        assert await index.catch_up(seconds=60)
        assert await shelf.found("walrus") == []
        shelf.db.clock.advance(11 * SECOND)
        assert await index.catch_up(seconds=60)
        assert await shelf.found("walrus") == [file_id]

    async def test_contents_that_are_much_for_one_unit_are_taken_by_several(
        self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sources, "BUDGET", 20)
        ids = [await shelf.file(f"{number}.txt") for number in range(4)]
        for file_id in ids:
            await keep_text(shelf.db, await shelf.blob_of(file_id), ["the walrus said"])
        assert await shelf.index.catch_up(seconds=60)
        assert await shelf.found("walrus") == ids[::-1]

    async def test_who_follows_ends_wherever_it_is_cancelled(self, shelf: Shelf) -> None:
        await shelf.index.catch_up(seconds=60)
        for turns in range(12):
            await shelf.file(f"walrus {turns}")
            following = asyncio.create_task(shelf.index.catch_up(seconds=60))
            for _ in range(turns):
                await asyncio.sleep(0)
            if following.cancel():
                await asyncio.wait([following])
                assert following.cancelled()

    async def test_without_patience_it_says_that_it_is_behind(self, shelf: Shelf) -> None:
        await shelf.file("walrus")
        assert not await shelf.index.catch_up(seconds=0)


class TestLateTransactions:
    async def test_what_was_committed_is_found_beside_a_transaction_that_goes_on_and_so_is_that_one_later(
        self, shelf: Shelf, ready_database_url: str
    ) -> None:
        if shelf.db.dialect == "sqlite":
            await shelf.index.catch_up(seconds=60)  # one writes at a time there, so nothing is late
            assert await shelf.index.is_current()
            return
        early = await shelf.file("early")
        await shelf.index.catch_up(seconds=60)
        connection: Any = await asyncpg.connect(ready_database_url)
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute("UPDATE items SET name = 'renamed walrus' WHERE id = $1", early)
        await connection.execute(
            "INSERT INTO events (enterprise_id, event_id, event_type, created_at, source_type, source_id, details)"
            " VALUES ($1, 'late', 'ITEM_RENAME', 1, 'file', $2, '{}')",
            shelf.subject.enterprise_id,
            early,
        )
        second = await self.other_user_makes("walrus", shelf)
        await shelf.index.catch_up(seconds=60)
        assert await self.documents_with("walrus", shelf) == {second}
        await transaction.commit()
        await connection.close()
        await shelf.index.catch_up(seconds=60)
        assert await self.documents_with("walrus", shelf) == {second, early}

    async def other_user_makes(self, name: str, shelf: Shelf) -> int:
        """A folder in another tree, since the late transaction holds the lock on this one."""

        async def unit(tx: Transaction) -> tuple[int, int]:
            user_id = await provision.create_user(
                tx, enterprise_id=shelf.subject.enterprise_id, login="carl@example.com", name="Carl"
            )
            root_id = await tx.value(query(sa.select(users.c.root_id).where(users.c.id == user_id)))
            return user_id, root_id

        user_id, root_id = await shelf.db.write(unit)
        other = msgspec.structs.replace(shelf.subject, user_id=user_id, root_id=root_id)
        return (await shelf.db.write(folders.create_folder, other, parent_id=0, name=name)).item.id

    async def documents_with(self, word: str, shelf: Shelf) -> set[int]:
        """The items that the index has this word of."""
        rows = await shelf.db.all(
            query(sa.select(search_documents.c.item_id).where(search_documents.c.fields.contains(word)))
        )
        return {item_id for (item_id,) in rows}


class TestTexts:
    async def test_a_text_is_kept_once_and_found_through_all_files_that_have_it(self, shelf: Shelf) -> None:
        file_id = await shelf.file("file.txt")
        key = await shelf.blob_of(file_id)
        assert not await has_text(shelf.db, key)
        await keep_text(shelf.db, key, ["The walrus ", "and the carpenter"])
        await keep_text(shelf.db, key, ["another text"])
        assert await has_text(shelf.db, key)
        await shelf.index.catch_up(seconds=60)
        assert (await shelf.found("carpenter"), await shelf.found("another")) == ([file_id], [])

    async def test_words_of_blobs_that_are_gone_are_forgotten(self, shelf: Shelf) -> None:
        key = await shelf.blob_of(await shelf.file("file.txt"))
        await keep_text(shelf.db, key, ["walrus"])
        await keep_text(shelf.db, "no such blob", ["walrus"])
        assert await shelf.db.write(remove_unused_texts) == 1
        assert (await has_text(shelf.db, key), await has_text(shelf.db, "no such blob")) == (True, False)


class TestRebuilding:
    async def test_it_is_built_from_nothing_with_the_texts_that_were_kept(self, shelf: Shelf) -> None:
        ids = [await shelf.file(f"walrus {number}") for number in range(3)]
        await keep_text(shelf.db, await shelf.blob_of(ids[0]), ["oyster"])
        await shelf.index.catch_up(seconds=60)
        await shelf.db.write(clear)
        assert (await shelf.found("walrus"), await shelf.index.is_current()) == ([], False)
        assert await shelf.index.catch_up(seconds=60)
        assert (await shelf.found("walrus"), await shelf.found("oyster")) == (ids[::-1], [ids[0]])
        assert await shelf.index.count() == 3

    async def test_it_goes_on_where_it_was_stopped(self, shelf: Shelf) -> None:
        folder = await shelf.folder("place")
        ids = [await shelf.file(f"walrus {number}", folder) for number in range(310)]
        last = await shelf.db.value(_LAST_EVENT)
        for _ in range(2):  # the first unit begins, the second takes some items
            assert not (await shelf.db.write(follow, settled=last, newest=2**62, after=0)).is_done
        some = await shelf.index.count()
        assert 0 < some < 311
        late = await shelf.file("walrus late")
        assert await SearchIndex(shelf.db).catch_up(seconds=60)
        assert await shelf.found("walrus") == [late, *ids[::-1]]

    async def test_nothing_waits_when_it_is_done(self, shelf: Shelf) -> None:
        await shelf.file("walrus")
        await shelf.index.catch_up(seconds=60)
        assert await shelf.db.all(query(sa.select(search_pending))) == []


class TestTidying:
    async def test_a_tidy_index_finds_what_it_found(self, shelf: Shelf) -> None:
        ids = []
        for number in range(20):
            ids.append(await shelf.file(f"walrus {number}"))
            await shelf.index.catch_up(seconds=60)
        await shelf.index.tidy()
        await shelf.index.tidy()
        assert await shelf.found("walrus") == ids[::-1]
