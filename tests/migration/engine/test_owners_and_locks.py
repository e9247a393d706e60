"""Owners and locks between two Holdalls over sockets."""

import pytest
import sqlalchemy as sa

from holdall.base.db import query
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.tables import permissions
from tests.migration.engine.test_extras import ADD
from tests.migration.engine.two import Two
from tests.suites.platforms import read


class TestLocks:
    async def locked(self, two: Two) -> str:
        file = await two.file()
        lock = {"access": "lock", "is_download_prevented": False}
        await two.old_box.call("put_files_id", file_id=file, lock=lock)
        return file

    async def test_locks_are_ignored_unless_they_are_asked_for(self, two: Two):
        await self.locked(two)

        await two.migrate()

        assert (await two.there("report.txt"))["lock"] is None

    async def test_a_lock_is_mirrored_and_ends_when_the_source_s_does(self, two: Two):
        file = await self.locked(two)

        await two.migrate(lock_propagation="mirror_lock")
        lock = (await two.there("report.txt"))["lock"]
        await two.old_box.call("put_files_id", file_id=file, lock=None)
        await two.migrate(lock_propagation="mirror_lock", reset_permissions=True)

        assert lock["created_by"]["login"] == two.new.admin.login
        assert (await two.there("report.txt"))["lock"] is None

    @pytest.mark.parametrize("how", ["mirror_lock", "mirror_owner"])
    async def test_a_locked_file_follows_the_changes_of_whoever_holds_the_lock(self, two: Two, how: str):
        team = await two.folder()
        file = await two.file(folder=team)
        await two.share("folder", team)
        async with two.old.box(two.uma) as uma:
            await uma.call("put_files_id", file_id=file, lock={"access": "lock"})
            await two.migrate(lock_propagation=how, permissions=ADD)
            await uma.upload(b"changed", name="report.txt", file_id=file)
        run = await two.migrate(lock_propagation=how, permissions=ADD)

        found = await two.destination.find(["Team", "report.txt"])
        holder = {"mirror_lock": two.new.admin.login, "mirror_owner": two.new_uma.login}[how]
        assert (run.status, await read(two.destination, found)) == ("completed", b"changed")
        assert (await two.there("Team", "report.txt"))["lock"]["created_by"]["login"] == holder

    async def test_a_lock_has_its_holder_s_counterpart_where_that_is_wanted(self, two: Two):
        team = await two.folder()
        file = await two.file(folder=team)
        await two.share("folder", team)
        async with two.old.box(two.uma) as uma:
            await uma.call("put_files_id", file_id=file, lock={"access": "lock"})

        await two.migrate(lock_propagation="mirror_owner", permissions=ADD)

        assert (await two.there("Team", "report.txt"))["lock"]["created_by"]["login"] == two.new_uma.login


class TestOwners:
    @pytest.fixture
    async def owned(self, two: Two) -> Two:
        """From a root where a folder of Uma's lies beside the administrator's own, into the root of an account."""
        async with two.old.box(two.uma) as box:
            folder = await box.call("post_folders", name="Uma's", parent={"id": "0"})
            await box.upload(b"u", name="hers.txt", folder_id=folder["id"])
            await box.call(
                "post_collaborations",
                item={"type": "folder", "id": folder["id"]},
                accessible_by={"type": "user", "id": two.old.admin.id},
                role="editor",
            )
        two.source, two.destination = BoxPlatform(two.old_box), BoxPlatform(two.new_box)
        return two

    async def test_a_folder_at_the_top_is_handed_to_its_owner_s_counterpart(self, owned: Two):
        run = await owned.migrate(preserve_owners=True)

        found = [await owned.there(*path) for path in (["Uma's"], ["Uma's", "hers.txt"], ["root"])]
        assert run.status == "completed"
        assert [one["owned_by"]["login"] for one in found] == [
            owned.new_uma.login,
            owned.new_uma.login,
            owned.new.admin.login,
        ]

    async def test_what_an_owner_s_counterpart_may_write_is_written_as_that_account(self, owned: Two):
        await owned.migrate(preserve_owners=True)

        found = await owned.destination.find(["Uma's", "hers.txt"])
        fields = ["created_by", "modified_by"]
        record = await owned.new_box.call("get_files_id", file_id=found.address.split("/")[1], fields=fields)
        assert [record[name]["login"] for name in fields] == [owned.new_uma.login] * 2

    async def test_owners_stay_as_they_are_unless_they_are_asked_for(self, owned: Two):
        await owned.migrate()

        assert (await owned.there("Uma's"))["owned_by"]["login"] == owned.new.admin.login

    async def test_an_owner_who_cannot_own_the_counterpart_is_written_down(self, owned: Two):
        owned.destination = BoxPlatform(owned.new_box, root_folder_id=(await owned.there("root"))["id"])

        run = await owned.migrate(preserve_owners=True)

        told = await owned.database.all(
            query(sa.select(permissions.c.status, permissions.c.reason).where(permissions.c.identity == "owner"))
        )
        assert run.status == "completed"
        assert (
            "skipped",
            f"belongs to {owned.new.admin.login}, who cannot hand it over: "
            "only folders at the top of an account are handed over",
        ) in told
        assert (await owned.there("Uma's"))["owned_by"]["login"] == owned.new.admin.login
