"""What a subject may do to an item: owners, administrators, scopes, limits of tokens, states of users, locks."""

from typing import Any

import msgspec
import pytest

from holdall.base.clock import HOUR
from holdall.base.db import Database
from holdall.base.errors import Forbidden, NotFound
from holdall.content.access import Action, reach, reach_active
from holdall.content.access.actions import ALL, CONTENT_CHANGES, READING
from holdall.content.identity.subject import Restriction, Subject
from holdall.content.items.changes import Changes, LockRequest, update_item
from holdall.content.items.tables import ItemType
from tests.support.client import counted_queries
from tests.support.enterprise import Enterprise
from tests.support.tree import add_version, make_file, make_folder, subject_of


def as_subject(subject: Subject, **changes: Any) -> Subject:
    return msgspec.structs.replace(subject, **changes)


@pytest.fixture
def db(enterprise: Enterprise) -> Database:
    return enterprise.gateway.platform.db


@pytest.fixture
async def owner(enterprise: Enterprise) -> Subject:
    return await subject_of(enterprise.user)


class TestRoles:
    async def test_the_owner_of_the_root_owns_everything_below(self, enterprise: Enterprise, owner: Subject) -> None:
        folder = (await make_folder(enterprise, "a")).item
        file = await make_file(enterprise, "b", parent_id=folder.id)
        access = await reach(enterprise.gateway.platform.db, owner, file.item.id)
        assert (access.allowed, access.owner_id) == (ALL, owner.user_id)
        assert access.reasons == (f"user {owner.user_id} is the owner of item {file.item.id}",)
        assert [step.name for step in access.path] == ["All Files", "a"]

    async def test_another_user_of_the_enterprise_knows_of_nothing(
        self, enterprise: Enterprise, db: Database, owner: Subject
    ) -> None:
        _, client = await enterprise.new_user()
        with pytest.raises(NotFound):
            await reach(db, await subject_of(client), owner.root_id)

    async def test_an_administrator_with_enterprise_content_reads_everything_and_archives_it(
        self, enterprise: Enterprise, db: Database
    ) -> None:
        file = (await make_file(enterprise, "a")).item
        admin = await subject_of(enterprise.admin)
        access = await reach(db, admin, file.id)
        assert access.allowed == READING | {Action.ARCHIVE}
        with pytest.raises(Forbidden) as refused:
            access.require(Action.RENAME)
        assert refused.value.reason == "access_denied_insufficient_permissions"

    async def test_without_enterprise_content_an_administrator_is_like_any_other(
        self, enterprise: Enterprise, db: Database
    ) -> None:
        file = (await make_file(enterprise, "a")).item
        admin = as_subject(await subject_of(enterprise.admin), scopes=frozenset({"root_readwrite"}))
        with pytest.raises(NotFound):
            await reach(db, admin, file.id)

    async def test_enterprise_content_gives_nothing_to_a_user_who_is_no_administrator(
        self, enterprise: Enterprise, db: Database, owner: Subject
    ) -> None:
        _, client = await enterprise.new_user()
        with pytest.raises(NotFound):
            await reach(db, await subject_of(client), owner.root_id)

    async def test_an_administrator_of_another_enterprise_knows_of_nothing(
        self, enterprise: Enterprise, db: Database, owner: Subject
    ) -> None:
        admin = as_subject(await subject_of(enterprise.admin), enterprise_id=1)
        with pytest.raises(NotFound):
            await reach(db, admin, owner.root_id)


class TestScopes:
    @pytest.mark.parametrize(
        ("scopes", "allowed"),
        [
            ({"root_readwrite"}, ALL),
            ({"root_readonly"}, READING),
            ({"base_explorer"}, {Action.VIEW}),
            ({"base_preview"}, {Action.VIEW, Action.PREVIEW}),
            ({"base_upload"}, {Action.VIEW, Action.UPLOAD}),
            ({"item_rename", "item_preview"}, {Action.VIEW, Action.PREVIEW, Action.RENAME}),
            ({"item_download"}, {Action.VIEW, Action.DOWNLOAD}),
            ({"item_delete"}, {Action.DELETE}),
            ({"item_share"}, {Action.VIEW, Action.SHARE, Action.SET_SHARE_ACCESS}),
            ({"annotation_view_self"}, {Action.VIEW_OWN_ANNOTATIONS}),
            ({"manage_groups"}, set()),
        ],
    )
    async def test_a_token_allows_what_its_scopes_say(
        self, enterprise: Enterprise, owner: Subject, scopes: set[str], allowed: set[Action]
    ) -> None:
        narrow = as_subject(owner, scopes=frozenset(scopes))
        access = await reach(enterprise.gateway.platform.db, narrow, owner.root_id)
        assert access.allowed == allowed

    async def test_what_the_scopes_do_not_say_is_refused_as_such(
        self, enterprise: Enterprise, db: Database, owner: Subject
    ) -> None:
        file = (await make_file(enterprise, "a")).item
        narrow = as_subject(owner, scopes=frozenset({"root_readonly"}))
        with pytest.raises(Forbidden) as refused:
            await reach_active(db, narrow, file.id, ItemType.FILE, Action.UPLOAD)
        assert refused.value.reason == "insufficient_scope"


class TestRestrictions:
    async def test_a_token_for_a_folder_reaches_the_folder_and_what_is_below(
        self, enterprise: Enterprise, db: Database, owner: Subject
    ) -> None:
        outer = (await make_folder(enterprise, "outer")).item
        folder = (await make_folder(enterprise, "folder", parent_id=outer.id)).item
        inner = (await make_folder(enterprise, "inner", parent_id=folder.id)).item
        file = (await make_file(enterprise, "file", parent_id=inner.id)).item
        narrow = as_subject(owner, restriction=Restriction(item_type="folder", item_id=folder.id))
        for item, path in (
            (folder, ["All Files"]),
            (inner, ["All Files", "folder"]),
            (file, ["All Files", "folder", "inner"]),
        ):
            access = await reach(db, narrow, item.id)
            assert [step.name for step in access.path] == path
        for item_id in (0, outer.id):
            with pytest.raises(NotFound):
                await reach(db, narrow, item_id)

    async def test_a_token_for_the_root_folder_reaches_everything(
        self, enterprise: Enterprise, db: Database, owner: Subject
    ) -> None:
        file = (await make_file(enterprise, "file")).item
        narrow = as_subject(owner, restriction=Restriction(item_type="folder", item_id=owner.root_id))
        assert [step.name for step in (await reach(db, narrow, file.id)).path] == ["All Files"]

    async def test_a_token_for_a_shared_link_reaches_nothing_else(
        self, enterprise: Enterprise, db: Database, owner: Subject
    ) -> None:
        narrow = as_subject(owner, restriction=Restriction(shared_link="https://holdall.test/s/abc"))
        with pytest.raises(NotFound):
            await reach(db, narrow, owner.root_id)

    async def test_a_move_out_of_the_folder_is_refused(
        self, enterprise: Enterprise, db: Database, owner: Subject
    ) -> None:
        folder = (await make_folder(enterprise, "folder")).item
        file = (await make_file(enterprise, "file", parent_id=folder.id)).item
        narrow = as_subject(owner, restriction=Restriction(item_type="folder", item_id=folder.id))
        with pytest.raises(NotFound):
            await db.write(update_item, narrow, file.id, ItemType.FILE, Changes(parent_id=0))


class TestStatus:
    @pytest.mark.parametrize(
        ("status", "forbidden"),
        [
            ("cannot_delete_edit", CONTENT_CHANGES - {Action.UPLOAD}),
            ("cannot_delete_edit_upload", CONTENT_CHANGES),
            ("inactive", ALL),
        ],
    )
    async def test_the_status_of_the_user_takes_rights_away(
        self, enterprise: Enterprise, db: Database, owner: Subject, status: str, forbidden: set[Action]
    ) -> None:
        access = await reach(db, as_subject(owner, status=status), owner.root_id)
        assert access.allowed == ALL - forbidden


class TestLocks:
    async def lock(self, enterprise: Enterprise, holder: Subject, **options: Any) -> int:
        """A file of the owner's that another user holds a lock on."""
        db = enterprise.gateway.platform.db
        file = (await make_file(enterprise, "a")).item
        owner = await subject_of(enterprise.user)
        request = Changes(lock=LockRequest(**options))
        changed = await db.write(update_item, owner, file.id, ItemType.FILE, request)

        async def give(tx: Any) -> None:
            from holdall.content.items.tables import items

            await tx.update(items, {"id": file.id}, lock={**(changed.item.lock or {}), "created_by": holder.user_id})

        await db.write(give)
        return file.id

    async def test_anothers_lock_forbids_every_change_and_the_owner_may_take_it_away(
        self, enterprise: Enterprise, db: Database, owner: Subject
    ) -> None:
        holder = await subject_of(enterprise.admin)
        file_id = await self.lock(enterprise, holder)
        access = await reach(db, owner, file_id)
        assert not access.allowed & {Action.RENAME, Action.MOVE, Action.DELETE, Action.UPLOAD, Action.EDIT}
        assert access.reasons[1] == f"user {holder.user_id} has locked item {file_id}"
        for refuse in (
            db.write(update_item, owner, file_id, ItemType.FILE, Changes(name="b")),
            db.write(update_item, owner, file_id, ItemType.FILE, Changes(lock=LockRequest())),
            db.write(add_version, owner, file_id=file_id, size=1),
        ):
            with pytest.raises(Forbidden) as refused:
                await refuse
            assert refused.value.reason == "access_denied_item_locked"
        await db.write(update_item, owner, file_id, ItemType.FILE, Changes(lock=None))
        renamed = await db.write(update_item, owner, file_id, ItemType.FILE, Changes(name="b"))
        assert renamed.item.name == "b"

    async def test_downloads_are_forbidden_only_where_the_lock_says_so(
        self, enterprise: Enterprise, db: Database, owner: Subject
    ) -> None:
        holder = await subject_of(enterprise.admin)
        for prevented in (True, False):
            file_id = await self.lock(enterprise, holder, is_download_prevented=prevented)
            assert (await reach(db, owner, file_id)).allows(Action.DOWNLOAD) is not prevented
            await db.write(update_item, owner, file_id, ItemType.FILE, Changes(lock=None))
            await db.write(update_item, owner, file_id, ItemType.FILE, Changes(name=f"b {prevented}"))

    async def test_a_lock_forbids_nothing_once_it_has_expired(
        self, enterprise: Enterprise, db: Database, owner: Subject
    ) -> None:
        clock = enterprise.gateway.platform.clock
        file_id = await self.lock(enterprise, await subject_of(enterprise.admin), expires_at=clock.now() + HOUR)
        before = (await reach(db, owner, file_id)).allows(Action.RENAME)
        clock.advance(HOUR)
        try:
            after = (await reach(db, owner, file_id)).allows(Action.RENAME)
        finally:
            clock.advance(-HOUR)
        assert (before, after) == (False, True)


class TestCost:
    async def test_a_decision_is_one_query_at_any_depth(
        self, enterprise: Enterprise, db: Database, owner: Subject
    ) -> None:
        folder_id = 0
        for depth in range(30):
            folder_id = (await make_folder(enterprise, str(depth), parent_id=folder_id)).item.id
            with counted_queries(db) as seen:
                access = await reach(db, owner, folder_id)
            assert (len(seen), len(access.path)) == (1, depth + 1)
