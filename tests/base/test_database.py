"""Units of work and queries, on SQLite and PostgreSQL alike."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from holdall.base.clock import Clock
from holdall.base.db import (
    Database,
    Json,
    Memory,
    Transaction,
    contains,
    json_rows,
    open_database,
    query,
    rows_of,
    sqlite,
)
from holdall.base.db.blocks import id_blocks
from holdall.base.db.database import ForeignKeyViolation, UniqueViolation
from holdall.base.db.migrate import current_revision, differences, head_revision, upgrade
from holdall.base.db.query import dialect_of
from holdall.base.db.revision import DatabaseUnusable, bring_up_to_date
from holdall.base.ids import LOW_WATER, IdBlock

shelf = sa.MetaData()
books = sa.Table(
    "books",
    shelf,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("title", sa.Text, nullable=False, unique=True),
    sa.Column("details", Json, nullable=False),
    sa.Column("lent", sa.Boolean, nullable=False),
    sa.Column("sequel_of", sa.BigInteger, sa.ForeignKey("books.id")),
)


class Book(msgspec.Struct):
    id: int
    title: str
    details: dict[str, Any]
    lent: bool
    sequel_of: int | None


ALL_BOOKS = query(sa.select(*rows_of(Book, books)).order_by(books.c.id), into=Book)
BOOK_BY_TITLE = query(sa.select(*rows_of(Book, books)).where(books.c.title == sa.bindparam("title")), into=Book)
BOOKS_IN = query(sa.select(books.c.id).where(contains(books.c.id, "ids")).order_by(books.c.id))
TITLES_IN = query(sa.select(books.c.title).where(contains(books.c.title, "titles")).order_by(books.c.title))
BOOKS_AS_TEXT = query(
    sa.select(json_rows(books.c.id, books.c.title, books.c.sequel_of)).where(contains(books.c.id, "ids"))
)
COUNT = query(sa.select(sa.func.count()).select_from(books))


@pytest.fixture
async def db(empty_database_url: str) -> AsyncIterator[Database]:
    """A database with an empty table of books."""
    database = await open_database(empty_database_url)
    dialect = dialect_of(database.dialect)

    async def prepare(tx: Transaction) -> None:
        for table in (books, id_blocks):
            create = sa.schema.CreateTable(table)
            await tx.run(query(sa.text(str(create.compile(dialect=dialect)))))

    # The block of ids is reserved before a unit begins, so its table must be there first.
    database.ids.refill(1)
    await database.write(prepare)
    database.ids.clear()
    yield database
    await database.close()


async def add(tx: Transaction, /, title: str, **more: Any) -> int:
    book_id = tx.new_id()
    await tx.insert(books, **{"id": book_id, "title": title, "details": {}, "lent": False, "sequel_of": None, **more})
    return book_id


async def lend(tx: Transaction, *, lent: bool) -> None:
    await tx.update(books, {"title": "Emma"}, lent=lent)


async def recalled(db: Database, title: str) -> Book | None:
    return await db.recall(BOOK_BY_TITLE, title=title)


class TestRows:
    async def test_json_and_booleans_come_back_as_they_went_in(self, db: Database) -> None:
        details = {"pages": 12, "tags": ["a", None], "é": {"nested": True}}
        book_id = await db.write(add, "Emma", details=details, lent=True)
        assert await db.all(ALL_BOOKS) == [Book(book_id, "Emma", details, True, None)]

    async def test_a_list_is_looked_up_in_the_index_however_many_rows_there_are(self) -> None:
        compiled = BOOKS_IN.compiled("sqlite")
        connection = sqlite3.connect(":memory:")
        connection.execute(str(sa.schema.CreateTable(books).compile(dialect=dialect_of("sqlite"))))
        plan = connection.execute(f"EXPLAIN QUERY PLAN {compiled.sql}", compiled.arguments({"ids": [1]})).fetchall()
        connection.close()
        assert plan[0][3] == "SEARCH books USING COVERING INDEX sqlite_autoindex_books_1 (id=?)"

    async def test_one_answers_none_where_there_is_no_row(self, db: Database) -> None:
        assert await db.one(BOOK_BY_TITLE, title="Emma") is None
        assert await db.value(BOOKS_IN, ids=[1]) is None

    async def test_what_is_recalled_is_what_was_committed_last_by_any_process(
        self, db: Database, empty_database_url: str
    ) -> None:
        other = await open_database(empty_database_url)
        found = []
        for writer, lent in ((db, None), (other, True), (db, False), (other, True)):
            if lent is None:
                await writer.write(add, title="Emma", lent=False)
            else:
                await writer.write(lend, lent=lent)
            found += [await recalled(reader, "Emma") for reader in (db, other, db)]
        await other.close()
        assert [book and book.lent for book in found] == [False] * 3 + [True] * 3 + [False] * 3 + [True] * 3

    async def test_a_row_that_is_not_there_is_recalled_as_soon_as_it_is(self, db: Database) -> None:
        before = [await recalled(db, "Emma") for _ in range(2)]
        await db.write(add, title="Emma")
        after = await recalled(db, "Emma")
        assert (before, after and after.title) == ([None, None], "Emma")

    async def test_each_question_recalls_its_own_row(self, db: Database) -> None:
        for title in ("Emma", "Ivanhoe"):
            await db.write(add, title=title)
        titles = [await recalled(db, title) for title in ("Emma", "Ivanhoe", "Emma")]
        assert [book and book.title for book in titles] == ["Emma", "Ivanhoe", "Emma"]

    async def test_a_list_parameter_serves_any_length(self, db: Database) -> None:
        ids = [await db.write(add, title) for title in ("a", "b", "c")]
        assert await db.all(BOOKS_IN, ids=[]) == []
        assert await db.all(BOOKS_IN, ids=[ids[2], ids[0], 5]) == [(ids[0],), (ids[2],)]
        assert await db.all(TITLES_IN, titles=["b", "it's"]) == [("b",)]

    async def test_many_rows_come_as_one_text_whatever_is_in_them(self, db: Database) -> None:
        first = await db.write(add, 'Emma "the book"\n')
        second = await db.write(add, "Ümit", sequel_of=first)

        text = await db.value(BOOKS_AS_TEXT, ids=[first, second])

        rows = sorted(msgspec.json.decode(text))
        assert rows == [[first, 'Emma "the book"\n', None], [second, "Ümit", first]]
        assert msgspec.json.decode(await db.value(BOOKS_AS_TEXT, ids=[]) or "[]") == []

    async def test_a_missing_parameter_is_named(self, db: Database) -> None:
        with pytest.raises(TypeError, match="lacks its parameter 'title'"):
            await db.one(BOOK_BY_TITLE)

    async def test_update_and_delete_tell_how_many_rows_they_changed(self, db: Database) -> None:
        book_id = await db.write(add, "Emma")

        async def change(tx: Transaction) -> tuple[int, int, int]:
            updated = await tx.update(books, {"id": book_id}, title="Persuasion", details={"x": None})
            missed = await tx.update(books, {"id": -1}, title="Sanditon")
            return updated, missed, await tx.delete(books, title="Persuasion")

        assert await db.write(change) == (1, 0, 1)
        assert await db.value(COUNT) == 0


class TestUnitsOfWork:
    async def test_what_a_unit_raises_comes_out_and_nothing_of_it_is_kept(self, db: Database) -> None:
        async def fail(tx: Transaction) -> None:
            await add(tx, "Emma")
            raise LookupError("no")

        with pytest.raises(LookupError, match="no"):
            await db.write(fail)
        assert await db.value(COUNT) == 0

    async def test_a_failing_unit_does_not_harm_the_others_of_its_group(self, db: Database) -> None:
        async def fail(tx: Transaction) -> None:
            await add(tx, "bad")
            raise LookupError("no")

        outcomes = await asyncio.gather(
            *[db.write(fail) if number % 3 == 0 else db.write(add, f"book {number}") for number in range(30)],
            return_exceptions=True,
        )
        assert [isinstance(one, LookupError) for one in outcomes] == [number % 3 == 0 for number in range(30)]
        assert await db.value(COUNT) == 20

    async def test_a_unit_sees_its_own_writes_and_readers_see_what_was_answered(self, db: Database) -> None:
        async def unit(tx: Transaction) -> int:
            await add(tx, "Emma")
            return int(await tx.value(COUNT))

        assert (await db.write(unit), await db.value(COUNT)) == (1, 1)

    async def test_ids_are_never_given_twice_by_concurrent_units(self, db: Database) -> None:
        ids = await asyncio.gather(*[db.write(add, f"book {number}") for number in range(200)])
        assert len(set(ids)) == 200

    async def test_callbacks_run_after_a_commit_and_only_then(self, db: Database) -> None:
        called: list[str] = []

        async def unit(tx: Transaction, name: str, fails: bool) -> None:
            tx.after_commit(lambda: called.append(name))
            if fails:
                raise LookupError

        await db.write(unit, "kept", False)
        with pytest.raises(LookupError):
            await db.write(unit, "failed", True)
        assert called == ["kept"]

    async def test_the_same_key_twice_is_a_unique_violation(self, db: Database) -> None:
        await db.write(add, "Emma")
        with pytest.raises(UniqueViolation):
            await db.write(add, "Emma")

    async def test_a_reference_to_nothing_is_a_foreign_key_violation(self, db: Database) -> None:
        with pytest.raises(ForeignKeyViolation):
            await db.write(add, "Emma 2", sequel_of=-5)

    async def test_a_unit_that_takes_too_many_ids_is_told_to_split(self, db: Database) -> None:
        async def greedy(tx: Transaction) -> None:
            for _ in range(3 * LOW_WATER):
                tx.new_id()

        with pytest.raises(RuntimeError, match="split it"):
            await db.write(greedy)
        await db.write(add, "still works")


class TestSqliteAlone:
    async def test_a_unit_that_awaits_something_else_is_refused_and_undone(self, tmp_path: Path) -> None:
        database = await _with_books(tmp_path / "a.db")

        async def wait(tx: Transaction) -> None:
            await add(tx, "Emma")
            await asyncio.sleep(0)

        with pytest.raises(RuntimeError, match="nothing but its transaction"):
            await database.write(wait)
        assert await database.value(COUNT) == 0
        await database.close()

    async def test_a_commit_that_fails_fails_every_unit_of_its_group(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite, "GROUP_SECONDS", 60)  # however slow the machine, the three are one group
        database = await _with_books(tmp_path / "a.db")

        async def dangling(tx: Transaction) -> None:
            # A deferred constraint is only found out by the commit itself.
            await tx.run(query(sa.text("PRAGMA defer_foreign_keys = ON")))
            await add(tx, "sequel", sequel_of=-5)

        outcomes = await asyncio.gather(
            database.write(add, "one"), database.write(dangling), database.write(add, "two"), return_exceptions=True
        )
        assert [type(one).__name__ for one in outcomes] == ["IntegrityError"] * 3
        assert await database.value(COUNT) == 0
        assert await database.write(add, "afterwards") > 0
        await database.close()

    async def test_a_writer_in_another_process_is_waited_for(self, tmp_path: Path) -> None:
        first, second = await _with_books(tmp_path / "a.db"), await open_database(f"sqlite:///{tmp_path / 'a.db'}")
        await asyncio.gather(
            *[(first, second)[number % 2].write(add, f"book {number}") for number in range(100)],
        )
        assert await first.value(COUNT) == await second.value(COUNT) == 100
        await first.close()
        await second.close()

    async def test_ids_of_two_processes_never_meet(self, tmp_path: Path) -> None:
        first, second = await _with_books(tmp_path / "a.db"), await open_database(f"sqlite:///{tmp_path / 'a.db'}")
        ids = [await (first, second)[number % 2].write(add, f"book {number}") for number in range(20)]
        assert len(set(ids)) == 20
        await first.close()
        await second.close()


class TestMigrations:
    def test_code_and_migrations_agree_and_a_second_upgrade_does_nothing(self, empty_database_url: str) -> None:
        assert upgrade(empty_database_url) == (None, head_revision())
        assert upgrade(empty_database_url) == (head_revision(), head_revision())
        assert current_revision(empty_database_url) == head_revision()
        assert differences(empty_database_url) == []

    def test_a_new_file_begins_with_the_record_and_is_what_the_migrations_make(self, tmp_path: Path) -> None:
        recorded, migrated = tmp_path / "recorded.db", tmp_path / "migrated.db"
        upgrade(f"sqlite:///{migrated}")

        assert bring_up_to_date(f"sqlite:///{recorded}") == (None, head_revision())

        assert _made(recorded) == _made(migrated)

    def test_a_file_with_tables_and_no_revision_is_left_to_the_migrations(self, tmp_path: Path) -> None:
        place = tmp_path / "a.db"
        connection = sqlite3.connect(place)
        connection.execute("CREATE TABLE enterprises (id INTEGER)")
        connection.close()

        with pytest.raises(DatabaseUnusable, match="table enterprises already exists"):
            bring_up_to_date(f"sqlite:///{place}")

        assert ("table", "enterprises", ["CREATE TABLE enterprises (id INTEGER)"]) in _made(place)


async def test_a_url_of_another_kind_is_refused_without_showing_it() -> None:
    with pytest.raises(ValueError, match="not 'mysql'"):
        await open_database("mysql://user:secret@host/db")


async def test_what_is_held_of_a_file_is_bounded_as_asked(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path / 'a.db'}", memory=Memory(cached=8192, mapped=0))
    cached, mapped = query(sa.text("PRAGMA cache_size"), int), query(sa.text("PRAGMA mmap_size"), int)

    async def of_the_writer(tx: Transaction) -> tuple[int, int]:
        return await tx.value(cached), await tx.value(mapped)

    assert (await database.value(cached), await database.value(mapped)) == (-8192, 0)
    await database.close()


async def _with_books(path: Path) -> Database:
    database = await open_database(f"sqlite:///{path}", Clock(), block := IdBlock())
    block.refill(1)

    async def prepare(tx: Transaction) -> None:
        for table in (books, id_blocks):
            await tx.run(query(sa.text(str(sa.schema.CreateTable(table).compile(dialect=dialect_of("sqlite"))))))

    await database.write(prepare)
    block.clear()
    return database


def _made(path: Path) -> list[tuple[str, str, list[str]]]:
    """What there is in a file; the migrations write the constraints of a table in any order."""
    connection = sqlite3.connect(path)
    made = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name").fetchall()
    connection.close()
    return [(kind, name, sorted(line.rstrip(", ") for line in sql.split("\n"))) for kind, name, sql in made]
