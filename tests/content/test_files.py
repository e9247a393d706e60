"""Files and versions as units of work: what uploads build on."""

import pytest

from holdall.base.clock import MINUTE
from holdall.base.errors import Conflict, Forbidden, InvalidParameter, NotFound, PreconditionFailed
from holdall.box.views.items import render_item
from holdall.content.access import reach
from holdall.content.items import files
from holdall.content.items.tables import ItemType
from tests.support.enterprise import Enterprise
from tests.support.tree import add_version, make_file, subject_of


class TestAddFile:
    async def test_a_new_file_is_in_its_folder_and_counts_there(self, enterprise: Enterprise) -> None:
        db, subject = enterprise.gateway.platform.db, await subject_of(enterprise.user)
        access = await make_file(enterprise, "a.txt", size=7)
        root = await reach(db, subject, 0, ItemType.FOLDER)
        found = await reach(db, subject, access.item.id, ItemType.FILE)
        assert found.item == access.item
        assert (root.item.size, root.item.item_count, root.item.sequence) == (7, 1, 0)
        assert (found.item.parent_id, found.item.size, found.item.etag) == (root.item.id, 7, "0")

    async def test_a_name_that_differs_in_case_only_is_taken_and_the_conflict_is_named(
        self, enterprise: Enterprise
    ) -> None:
        first = await make_file(enterprise, "Straße.txt")
        with pytest.raises(Conflict) as refused:
            await make_file(enterprise, "STRASSE.TXT")
        assert refused.value.reason == "item_name_in_use"
        assert refused.value.context_info == {
            "conflicts": {
                "type": "file",
                "id": str(first.item.id),
                "sequence_id": "0",
                "etag": "0",
                "name": "Straße.txt",
                "sha1": first.item.sha1,
                "file_version": {
                    "type": "file_version",
                    "id": str(first.item.version_id),
                    "sha1": first.item.sha1,
                },
            }
        }

    async def test_the_storage_limit_of_the_owner_is_kept(self, enterprise: Enterprise) -> None:
        _, client = await enterprise.new_user(space_amount=10)
        await make_file(enterprise, "fits", size=6, client=client)
        with pytest.raises(Forbidden) as refused:
            await make_file(enterprise, "does not", size=5, client=client)
        assert refused.value.reason == "storage_limit_exceeded"
        await make_file(enterprise, "does", size=4, client=client)

    async def test_the_file_size_limit_of_the_owner_is_kept(self, enterprise: Enterprise) -> None:
        _, client = await enterprise.new_user(max_upload_size=10)
        with pytest.raises(Forbidden) as refused:
            await make_file(enterprise, "large", size=11, client=client)
        assert refused.value.reason == "file_size_limit_exceeded"

    async def test_a_folder_of_somebody_else_is_not_there(self, enterprise: Enterprise) -> None:
        _, stranger = await enterprise.new_user()
        subject = await subject_of(enterprise.user)
        with pytest.raises(NotFound):
            await make_file(enterprise, "a", parent_id=subject.root_id, client=stranger)

    @pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", " a", "a ", "a\nb", "\x7f", "x" * 256])
    async def test_a_name_that_cannot_be_is_refused(self, enterprise: Enterprise, name: str) -> None:
        with pytest.raises(InvalidParameter) as refused:
            await make_file(enterprise, name)
        assert refused.value.reason == ("item_name_too_long" if len(name) > 255 else "item_name_invalid")


class TestAddVersion:
    async def test_a_version_replaces_the_content_and_both_take_space(self, enterprise: Enterprise) -> None:
        db, subject = enterprise.gateway.platform.db, await subject_of(enterprise.user)
        file = (await make_file(enterprise, "a.txt", size=10)).item
        changed = await db.write(add_version, subject, file_id=file.id, size=4, name="b.txt", if_match="0")
        root = await reach(db, subject, 0)
        assert (await reach(db, subject, file.id)).item == changed.item
        assert (changed.item.name, changed.item.size, changed.item.etag) == ("b.txt", 4, "1")
        assert changed.item.version_id != file.version_id
        assert (root.item.size, root.item.item_count) == (4, 1)
        document = await render_item(db, changed, ("version_number",))
        assert document == {"type": "file", "id": str(file.id), "etag": "1", "version_number": "2"}

    async def test_another_etag_in_if_match_is_refused(self, enterprise: Enterprise) -> None:
        db, subject = enterprise.gateway.platform.db, await subject_of(enterprise.user)
        file = (await make_file(enterprise, "a.txt")).item
        with pytest.raises(PreconditionFailed):
            await db.write(add_version, subject, file_id=file.id, size=1, if_match="7")
        assert (await reach(db, subject, file.id)).item == file

    async def test_a_name_of_a_sibling_is_refused(self, enterprise: Enterprise) -> None:
        db, subject = enterprise.gateway.platform.db, await subject_of(enterprise.user)
        file = (await make_file(enterprise, "a.txt")).item
        await make_file(enterprise, "b.txt")
        with pytest.raises(Conflict):
            await db.write(add_version, subject, file_id=file.id, size=1, name="B.txt")


class TestPreflight:
    async def test_it_raises_what_the_upload_would_and_makes_nothing(self, enterprise: Enterprise) -> None:
        db, subject = enterprise.gateway.platform.db, await subject_of(enterprise.user)
        await make_file(enterprise, "a.txt")
        with pytest.raises(Conflict):
            await files.check_new_file(db, subject, parent_id=0, name="a.txt")
        with pytest.raises(Forbidden):
            await files.check_new_file(db, subject, parent_id=0, name="b.txt", size=10**15)
        folder = await files.check_new_file(db, subject, parent_id=0, name="b.txt", size=5)
        assert (folder.item.item_count, folder.item.size) == (1, 0)


class TestRenderItem:
    async def test_the_standard_form_of_a_file(self, enterprise: Enterprise) -> None:
        db = enterprise.gateway.platform.db
        instant = 10 * MINUTE
        access = await make_file(enterprise, "a.txt", size=3, content_created_at=0, content_modified_at=instant)
        file, uma = access.item, {"type": "user", "id": str(enterprise.user_id), "name": "Uma User"}
        document = await render_item(db, access, None)
        root = {"type": "folder", "id": "0", "sequence_id": None, "etag": None, "name": "All Files"}
        uma["login"] = access.subject.login
        times = {name: document.pop(name) for name in ("created_at", "modified_at")}
        assert times["created_at"] == times["modified_at"]
        assert document == {
            "type": "file",
            "id": str(file.id),
            "etag": "0",
            "sequence_id": "0",
            "name": "a.txt",
            "sha1": file.sha1,
            "file_version": {"type": "file_version", "id": str(file.version_id), "sha1": file.sha1},
            "description": "",
            "size": 3,
            "path_collection": {"total_count": 1, "entries": [root]},
            "trashed_at": None,
            "purged_at": None,
            "content_created_at": "1970-01-01T00:00:00+00:00",
            "content_modified_at": "1970-01-01T00:10:00+00:00",
            "created_by": uma,
            "modified_by": uma,
            "owned_by": uma,
            "shared_link": None,
            "parent": root,
            "item_status": "active",
        }
