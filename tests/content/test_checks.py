"""What fsck finds in the tree: nothing where all is right, and each way in which it can be wrong."""

from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, contains, query
from holdall.content.identity.tables import users
from holdall.content.items import checks
from holdall.content.items.copies import copy_folder
from holdall.content.items.tables import ItemType, items, versions
from holdall.content.items.trash import purge_item, trash_item
from holdall.storage.fsck import Finding, examine
from tests.support.enterprise import Enterprise
from tests.support.tree import add_version, make_file, make_folder, subject_of

TREE = {"items", "folders", "space"}
assert checks.BATCH


@pytest.fixture
def db(enterprise: Enterprise) -> Database:
    return enterprise.gateway.platform.db


async def findings(enterprise: Enterprise, *ids: int, may_repair: bool = False) -> list[Finding]:
    """What is found about these items and users, in a database that other tests use too."""
    platform = enterprise.gateway.platform
    report = await examine(platform.db, platform.stores, grace=0, may_repair=may_repair, only=TREE)
    subjects = {f"{kind} {one}" for one in ids for kind in ("item", "folder", "user")}
    return [finding for finding in report.findings if finding.subject in subjects]


async def spoil(db: Database, item_id: int, **values: Any) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.update(items, {"id": item_id}, **values)

    await db.write(unit)


class TestCleanTree:
    async def test_a_tree_that_was_used_is_clean(self, enterprise: Enterprise, db: Database) -> None:
        subject = await subject_of(enterprise.user)
        folder = (await make_folder(enterprise, "a")).item
        inner = (await make_folder(enterprise, "b", parent_id=folder.id)).item
        file = (await make_file(enterprise, "c", parent_id=inner.id, size=5)).item
        await db.write(add_version, subject, file_id=file.id, size=7)
        copy = await copy_folder(db, subject, folder.id, parent_id=0, name="copy")
        await db.write(trash_item, subject, file.id, ItemType.FILE, retention=100)
        await db.write(trash_item, subject, copy.item.id, ItemType.FOLDER, retention=100)
        await db.write(purge_item, subject, copy.item.id, ItemType.FOLDER)
        ids = (subject.root_id, subject.user_id, folder.id, inner.id, file.id, copy.item.id)
        assert await findings(enterprise, *ids) == []


class TestFindings:
    @pytest.mark.parametrize("values", [{"size": 3}, {"item_count": 7}])
    async def test_a_wrong_sum_is_found_and_counted_again(
        self, enterprise: Enterprise, db: Database, values: dict[str, int]
    ) -> None:
        outer = (await make_folder(enterprise, "outer")).item
        inner = (await make_folder(enterprise, "inner", parent_id=outer.id)).item
        await make_file(enterprise, "f", parent_id=inner.id, size=5)
        await spoil(db, inner.id, **values)
        ids = (inner.id, outer.id, (await subject_of(enterprise.user)).root_id)
        found = await findings(enterprise, *ids)
        repaired = await findings(enterprise, *ids, may_repair=True)
        assert f"folder {inner.id}" in {finding.subject for finding in found}
        assert [finding.repaired for finding in repaired] == [True] * len(found)
        assert await findings(enterprise, *ids) == []

    async def test_wrong_sums_are_put_right_all_the_way_up(self, enterprise: Enterprise, db: Database) -> None:
        root_id = (await subject_of(enterprise.user)).root_id
        ids, parent_id = [root_id], 0
        for name in "abcde":
            parent_id = (await make_folder(enterprise, name, parent_id=parent_id)).item.id
            ids.append(parent_id)
        await make_file(enterprise, "f", parent_id=parent_id, size=5)
        for folder_id in ids:
            await spoil(db, folder_id, size=1000 + folder_id)
        await findings(enterprise, *ids, may_repair=True)
        sizes = await db.all(query(sa.select(items.c.size).where(contains(items.c.id, "ids"))), ids=ids)
        assert sizes == [(5,)] * 6

    async def test_wrong_charges_are_found_and_put_right(self, enterprise: Enterprise, db: Database) -> None:
        await make_file(enterprise, "f", size=5)

        async def unit(tx: Transaction) -> None:
            await tx.update(users, {"id": enterprise.user_id}, space_used=9)

        await db.write(unit)
        (found,) = await findings(enterprise, enterprise.user_id, may_repair=True)
        assert found.problem == "9 bytes are charged, but the versions in the user's trees have 5"
        assert await findings(enterprise, enterprise.user_id) == []

    @pytest.mark.parametrize(
        ("values", "problem"),
        [
            ({"owner_id": "user"}, "It has an owner of its own, but is not the root of a tree"),
            ({"purge_at": 5}, "It is in a trash, but was not put there"),
            ({"name_key": "another"}, "The key of its name is not that of its name"),
            ({"parent_id": None}, "It is not in a folder, and is no user's root"),
            ({"parent_id": "file"}, "What it is in is not a folder"),
            ({"version_id": None}, "Its current version is missing, or another file's, or does not agree with it"),
            ({"sha1": "00"}, "Its current version is missing, or another file's, or does not agree with it"),
            ({"type": ItemType.WEB_LINK}, "It has versions, but is no file"),
        ],
    )
    async def test_a_row_that_cannot_be_is_found(
        self, enterprise: Enterprise, db: Database, values: dict[str, Any], problem: str
    ) -> None:
        other = (await make_file(enterprise, "other")).item
        file = (await make_file(enterprise, "file")).item
        known = {"user": enterprise.user_id, "file": other.id}
        await spoil(db, file.id, **{name: known.get(value, value) for name, value in values.items()})
        found = await findings(enterprise, file.id)
        before = {name: getattr(file, name) for name in values}
        await spoil(db, file.id, **before)  # other tests look at this database too
        assert [finding.problem for finding in found] == [problem]
        assert found[0].remedy == "Restore the database from a backup"

    async def test_a_loop_of_folders_is_found(self, enterprise: Enterprise, db: Database) -> None:
        outer = (await make_folder(enterprise, "outer")).item
        inner = (await make_folder(enterprise, "inner", parent_id=outer.id)).item
        await spoil(db, outer.id, parent_id=inner.id)
        found = await findings(enterprise, outer.id, inner.id)
        await spoil(db, outer.id, parent_id=outer.parent_id)
        loops = [finding.subject for finding in found if finding.problem.startswith("It is in a loop")]
        assert sorted(loops) == sorted([f"item {outer.id}", f"item {inner.id}"])

    async def test_a_version_that_is_gone_is_found(self, enterprise: Enterprise, db: Database) -> None:
        file = (await make_file(enterprise, "file")).item

        async def unit(tx: Transaction) -> None:
            await tx.delete(versions, id=file.version_id)

        await db.write(unit)
        assert [finding.check for finding in await findings(enterprise, file.id)] == ["items"]
        await spoil(db, file.id, type=ItemType.WEB_LINK, version_id=None)
