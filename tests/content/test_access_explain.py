"""Decisions are explained, and the access report tells who reaches what and by which grant."""

from dataclasses import dataclass

import msgspec
import pytest

from holdall.base.errors import NotFound
from holdall.content.access import Action
from holdall.content.access.explain import Explanation, explain, read_action, subject_for
from holdall.content.access.report import report_access
from holdall.content.identity.inventory import find_user
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.governance import hold, make_hold
from tests.support.sharing import share
from tests.support.tree import make_file, make_folder


@dataclass
class Stage:
    """Uma's folder Outer with Inner in it and a file in that; Vic views Outer, and Ed's group edits Inner."""

    enterprise: Enterprise
    outer: int
    inner: int
    file: int
    viewer_id: int
    editor_id: int
    editor: Client
    group_id: int
    collaborations: list[str]

    async def ask(self, user_id: int, action: Action, item_id: int) -> Explanation:
        """The explanation for a user."""
        db = self.enterprise.gateway.platform.db
        user = await find_user(db, str(user_id))
        assert user is not None
        return await explain(db, subject_for(user), action, item_id)


@pytest.fixture
async def stage(enterprise: Enterprise) -> Stage:
    """The stage, made over HTTP."""
    viewer_id, _ = await enterprise.new_user("Vic Viewer")
    editor_id, editor = await enterprise.new_user("Ed Editor")
    group_id = int((await enterprise.admin.call("post_groups", json={"name": "Team"})).json()["id"])
    member = {"user": {"id": str(editor_id)}, "group": {"id": str(group_id)}}
    await enterprise.admin.call("post_group_memberships", json=member)
    outer = (await make_folder(enterprise, "Outer")).item.id
    inner = (await make_folder(enterprise, "Inner", parent_id=outer)).item.id
    file = (await make_file(enterprise, "a.txt", parent_id=inner)).item.id
    made = [
        await share(enterprise.user, outer, {"id": viewer_id}, "viewer"),
        await share(enterprise.user, inner, {"type": "group", "id": group_id}, "editor"),
        await share(enterprise.user, file, {"login": f"x.{enterprise.id}@elsewhere.example"}, "viewer", "file"),
    ]
    ids = [one["id"] for one in made]
    return Stage(enterprise, outer, inner, file, viewer_id, editor_id, editor, group_id, ids)


class TestExplain:
    async def test_a_grant_from_above_is_named(self, stage: Stage) -> None:
        found = await stage.ask(stage.viewer_id, Action.DOWNLOAD, stage.file)
        grant = f"user {stage.viewer_id} is viewer of item {stage.file} by folder {stage.outer}"
        assert (found.allowed, found.reasons) == (True, [f"{grant} (collaboration {stage.collaborations[0]})"])

    async def test_a_role_that_is_too_low_is_said(self, stage: Stage) -> None:
        found = await stage.ask(stage.viewer_id, Action.RENAME, stage.file)
        assert (found.allowed, found.reasons[-1]) == (False, f"as viewer of item {stage.file}, nobody may rename it")

    async def test_what_is_held_is_said_of_who_would_remove_it_for_good(self, stage: Stage) -> None:
        policy = await make_hold(stage.enterprise)
        await hold(stage.enterprise, policy, "file", stage.file)
        found = await stage.ask(stage.enterprise.user_id, Action.PURGE, stage.outer)
        assert not found.allowed
        assert f"is on hold by the legal hold policy {policy['id']} until" in found.reasons[-1]

    async def test_a_group_is_named(self, stage: Stage) -> None:
        found = await stage.ask(stage.editor_id, Action.RENAME, stage.file)
        assert found.allowed
        assert f"as a member of group {stage.group_id}" in found.reasons[0]

    async def test_what_is_hidden_names_invitations_without_effect(self, stage: Stage) -> None:
        editor_id = stage.editor_id
        hidden = await stage.ask(editor_id, Action.VIEW, stage.outer)
        missing = await stage.ask(editor_id, Action.VIEW, 1)
        owner = stage.enterprise.user_id
        assert (hidden.allowed, hidden.reasons) == (
            False,
            [f"item {stage.outer} belongs to user {owner}, and nothing lets user {editor_id} know of it"],
        )
        assert (missing.allowed, missing.reasons) == (False, ["there is no item 1"])

    async def test_a_lock_the_trash_and_an_administrator_are_said(self, stage: Stage) -> None:
        lock = {"lock": {"access": "lock"}}
        await stage.editor.call("put_files_id", file_id=stage.file, json=lock)
        locked = await stage.ask(stage.enterprise.user_id, Action.RENAME, stage.file)
        admin = await stage.ask(stage.enterprise.admin_id, Action.VIEW, stage.file)
        await stage.enterprise.user.call("delete_folders_id", folder_id=stage.outer, recursive=True)
        trashed = await stage.ask(stage.enterprise.user_id, Action.VIEW_COLLABORATORS, stage.file)
        assert (locked.allowed, locked.reasons[-1]) == (
            False,
            f"user {stage.editor_id} has locked item {stage.file}",
        )
        assert (admin.allowed, admin.reasons[0]) == (
            True,
            f"user {stage.enterprise.admin_id} administers the enterprise of item {stage.file}",
        )
        assert (trashed.allowed, trashed.reasons[-1]) == (False, "nobody may view collaborators what is in the trash")

    def test_an_unknown_action_names_the_known_ones(self) -> None:
        assert read_action("set-share-access") is Action.SET_SHARE_ACCESS
        with pytest.raises(ValueError, match="there are view, preview, download"):
            read_action("fly")


class TestReport:
    async def test_every_person_and_the_grant_is_there(self, stage: Stage) -> None:
        db = stage.enterprise.gateway.platform.db
        lines = [msgspec.structs.asdict(line) async for line in report_access(db, stage.outer)]
        found = [
            (line["path"], line["user_id"], line["role"], line["by"], line["collaboration_id"], line["status"])
            for line in lines
            if line["by"] != "administrator"
        ]
        first, second, third = stage.collaborations
        assert found == [
            ("All Files/Outer", str(stage.enterprise.user_id), "owner", "owner", "", "accepted"),
            ("All Files/Outer", str(stage.viewer_id), "viewer", "collaboration", first, "accepted"),
            ("All Files/Outer/Inner", str(stage.editor_id), "editor", "group", second, "accepted"),
            ("All Files/Outer/Inner/a.txt", "", "viewer", "collaboration", third, "pending"),
        ]
        administrators = {line["user_id"] for line in lines if line["by"] == "administrator"}
        assert str(stage.enterprise.admin_id) in administrators

    async def test_a_role_from_above_stands_on_the_folder_asked_for(self, stage: Stage) -> None:
        db = stage.enterprise.gateway.platform.db
        lines = [line async for line in report_access(db, stage.inner)]
        inherited = [(line.path, line.granted_on) for line in lines if line.user_id == str(stage.viewer_id)]
        assert inherited == [("All Files/Outer/Inner", str(stage.outer))]

    async def test_what_does_not_exist_has_no_report(self, enterprise: Enterprise) -> None:
        with pytest.raises(NotFound):
            assert [line async for line in report_access(enterprise.gateway.platform.db, 1)]
