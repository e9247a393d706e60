"""Workflows: which a folder has, who may start them on what, and what their outcomes do."""

from typing import Any

import pytest

from holdall.base.errors import InvalidParameter
from holdall.content.mail import list_mail
from holdall.control.seeding import apply_seed, parse_seed
from tests.support.enterprise import Enterprise
from tests.support.metadata import apply, make_classifications, make_template, values_on
from tests.support.sharing import share
from tests.support.tree import create, error_of, make_file, names_in
from tests.support.workflows import carry_out, make_workflow, start, workflow_of

LABELS = {"type": "variable", "variable_type": "user_list"}


def people(*user_ids: int) -> dict[str, Any]:
    """Users as a start names them."""
    return {**LABELS, "variable_value": [{"type": "user", "id": str(one)} for one in user_ids]}


class Desk:
    """A folder with a file, in the account of the enterprise's user."""

    def __init__(self, enterprise: Enterprise, folder_id: Any, file_id: Any) -> None:
        self.enterprise, self.folder_id, self.file_id = enterprise, folder_id, file_id

    async def run(self, *outcomes: dict[str, Any], **body: Any) -> tuple[str, str | None]:
        """The state of a run of a flow with these outcomes on the file, and why it failed."""
        user = self.enterprise.user
        await make_workflow(user, self.folder_id, *outcomes)
        answer = await start(user, await workflow_of(user, self.folder_id), self.folder_id, self.file_id, **body)
        assert answer.status_code == 204, answer.text
        run = await carry_out(self.enterprise)
        return run.state, run.reason

    async def file(self, fields: str) -> dict[str, Any]:
        """Fields of the file."""
        answer = await self.enterprise.user.call("get_files_id", file_id=self.file_id, fields=fields)
        document: dict[str, Any] = answer.json()
        return document


@pytest.fixture
async def desk(enterprise: Enterprise) -> Desk:
    folder_id = (await create(enterprise.user, "desk"))["id"]
    return Desk(enterprise, folder_id, (await make_file(enterprise, "a.txt", parent_id=folder_id)).item.id)


@pytest.mark.operation("get_workflows")
class TestList:
    async def test_it_tells_what_a_flow_does_and_not_how(self, desk: Desk) -> None:
        workflow_id = await make_workflow(
            desk.enterprise.user,
            desk.folder_id,
            {"action": "assign_task", "name": "Approve", "if_rejected": [{"action": "delete_file"}]},
            {"action": "lock_file"},
            description="For contracts",
            is_enabled=False,
        )
        found = await workflow_of(desk.enterprise.user, desk.folder_id)
        (flow,) = found["flows"]
        assert {name: found[name] for name in found if name != "flows"} == {
            "type": "workflow",
            "id": str(workflow_id),
            "name": "Review",
            "description": "For contracts",
            "is_enabled": False,
        }
        assert flow["trigger"] == {
            "type": "trigger",
            "trigger_type": "WORKFLOW_MANUAL_START",
            "scope": [
                {
                    "type": "trigger_scope",
                    "ref": "/event/source/parameters/folder",
                    "object": {"type": "folder", "id": desk.folder_id},
                }
            ],
        }
        assert [(one["name"], one["action_type"]) for one in flow["outcomes"]] == [
            ("Approve", "assign_task"),
            ("Lock file", "lock_file"),
        ]
        assert [one["action_type"] for one in flow["outcomes"][0]["if_rejected"]] == ["delete_file"]

    async def test_pages_and_other_triggers(self, desk: Desk) -> None:
        user = desk.enterprise.user
        for name in ("one", "two", "two"):
            await make_workflow(user, desk.folder_id, {"action": "lock_file"}, name=name)
        first = (await user.call("get_workflows", folder_id=desk.folder_id, limit=1)).json()
        rest = (await user.call("get_workflows", folder_id=desk.folder_id, marker=first["next_marker"])).json()
        other = await user.call("get_workflows", folder_id=desk.folder_id, trigger_type="WORKFLOW_UPLOAD")
        names = [one["name"] for page in (first, rest) for one in page["entries"]]
        assert (names, rest["next_marker"], error_of(other)) == (["one", "two"], None, (400, "bad_request"))


@pytest.mark.operation("post_workflows_id_start")
class TestStart:
    async def test_what_cannot_be_started_is_refused(self, desk: Desk) -> None:
        user, elsewhere = desk.enterprise.user, await make_file(desk.enterprise, "elsewhere.txt")
        await make_workflow(user, desk.folder_id, {"action": "assign_task"})
        found = await workflow_of(user, desk.folder_id)
        outcome_id = found["flows"][0]["outcomes"][0]["id"]
        other_flow = {**found, "flows": [{"id": "1"}]}
        named = [{"id": outcome_id, "task_collaborators": people(desk.enterprise.user_id)}]
        answers = [
            await start(user, {**found, "id": "1"}, desk.folder_id, desk.file_id),
            await start(user, other_flow, desk.folder_id, desk.file_id),
            await start(user, found, 0, desk.file_id, outcomes=named),
            await start(user, found, desk.folder_id, elsewhere.item.id, outcomes=named),
            await start(user, found, desk.folder_id, 1, outcomes=named),
            await start(user, found, desk.folder_id, outcomes=named),
            await start(user, found, desk.folder_id, desk.file_id),
            await start(user, found, desk.folder_id, desk.file_id, outcomes=[*named, {"id": "1"}]),
            await start(
                user, found, desk.folder_id, desk.file_id, outcomes=[{"id": outcome_id, "collaborators": people(1)}]
            ),
        ]
        assert [error_of(one) for one in answers] == [
            (404, "workflow_not_found"),
            (404, "flow_missing_or_inaccessible"),
            (400, "workflow_not_active_on_provided_folder"),
            (400, "workflow_not_active_on_provided_folder"),
            (403, "insufficient_access"),
            (400, "bad_request"),
            *[(400, "parameters_provided_do_not_match_target_outcome")] * 3,
        ]

    async def test_one_that_is_disabled_is_not_started(self, desk: Desk) -> None:
        user = desk.enterprise.user
        await make_workflow(user, desk.folder_id, {"action": "delete_file"}, is_enabled=False)
        answer = await start(user, await workflow_of(user, desk.folder_id), desk.folder_id, desk.file_id)
        assert error_of(answer) == (400, "workflow_is_not_enabled")

    async def test_it_does_what_whoever_started_it_may_do(self, desk: Desk) -> None:
        viewer_id, viewer = await desk.enterprise.new_user()
        await share(desk.enterprise.user, desk.folder_id, {"id": viewer_id}, role="viewer")
        await make_workflow(desk.enterprise.user, desk.folder_id, {"action": "delete_file"})
        answer = await start(viewer, await workflow_of(viewer, desk.folder_id), desk.folder_id, desk.file_id)
        run = await carry_out(desk.enterprise)
        assert (answer.status_code, run.state, run.position) == (204, "failed", 0)
        assert await names_in(desk.enterprise.user, desk.folder_id) == ["a.txt"]


class TestOutcomes:
    async def test_files_are_moved_copied_locked_marked_and_deleted(self, desk: Desk) -> None:
        user = desk.enterprise.user
        target = (await create(user, "target"))["id"]
        first = await desk.run(
            {"action": "copy_file", "folder": target},
            {"action": "watermark_file"},
            {"action": "lock_file"},
        )
        marked = await desk.file("lock,watermark_info")
        second = await desk.run(
            {"action": "unlock_file"},
            {"action": "remove_watermark_file"},
            {"action": "remove_watermark_file"},
            {"action": "delete_file"},
        )
        plain = await desk.file("lock,watermark_info,item_status")
        assert (first, second) == (("done", None), ("done", None))
        assert await names_in(user, target) == ["a.txt"]
        seen = [(one["lock"] is not None, one["watermark_info"]["is_watermarked"]) for one in (marked, plain)]
        assert (seen, plain["item_status"]) == ([(True, True), (False, False)], "trashed")

    async def test_the_folder_is_filled_renamed_copied_and_moved(self, desk: Desk) -> None:
        user = desk.enterprise.user
        target = (await create(user, "target"))["id"]
        state = await desk.run(
            {"action": "create_folder", "folder_name": "done"},
            {"action": "copy_folder", "folder": target, "folder_name": "as it was"},
            {"action": "rename_folder", "folder_name": "closed"},
            {"action": "move_folder", "folder": target},
        )
        assert (state, await names_in(user, target)) == (("done", None), ["as it was", "closed"])
        assert await names_in(user, desk.folder_id) == ["done", "a.txt"]

    async def test_metadata_and_labels_are_set_whether_or_not_they_are_there(self, desk: Desk) -> None:
        user = desk.enterprise.user
        await make_template(desk.enterprise)
        await make_classifications(desk.enterprise)
        await apply(user, desk.file_id, "file", "contract", {"name": "old"})
        state = await desk.run(
            {"action": "add_metadata", "scope": "enterprise", "template_key": "contract", "values": {"name": "new"}},
            {"action": "apply_file_classification", "classification": "Secret"},
            {"action": "apply_folder_classification", "classification": "Secret"},
        )
        labels = [
            (await user.call(f"get_{kind}s_id", **{f"{kind}_id": one}, fields="classification")).json()[
                "classification"
            ]
            for kind, one in (("file", desk.file_id), ("folder", desk.folder_id))
        ]
        assert state == ("done", None)
        assert ((await values_on(user, desk.file_id, "file", "contract"))["name"], [one["name"] for one in labels]) == (
            "new",
            ["Secret", "Secret"],
        )

    async def test_people_are_told_and_get_access(self, desk: Desk) -> None:
        user_id, _ = await desk.enterprise.new_user("Tom")
        state = await desk.run(
            {"action": "share_folder", "role": "viewer", "people": [user_id]},
            {"action": "share_folder", "role": "viewer", "people": [user_id]},
            {"action": "send_notification", "message": "have a look", "people": [user_id]},
        )
        shared = await desk.enterprise.user.call("get_folders_id_collaborations", folder_id=desk.folder_id)
        mails = [one for one in await list_mail(desk.enterprise.gateway.platform.db) if "have a look" in one.text]
        assert (state, [one["role"] for one in shared.json()["entries"]]) == (("done", None), ["viewer"])
        assert [one.enterprise_id for one in mails] == [desk.enterprise.id]

    @pytest.mark.parametrize(("decision", "names"), [("approved", ["done", "a.txt"]), ("rejected", [])])
    async def test_a_task_is_waited_for_and_its_rejection_goes_another_way(
        self, desk: Desk, decision: str, names: list[str]
    ) -> None:
        tom_id, tom = await desk.enterprise.new_user("Tom")
        outcomes: list[dict[str, Any]] = [
            {"action": "assign_task", "role": "viewer", "if_rejected": [{"action": "delete_file"}]},
            {"action": "create_folder", "folder_name": "done"},
        ]
        user = desk.enterprise.user
        await make_workflow(user, desk.folder_id, *outcomes)
        found = await workflow_of(user, desk.folder_id)
        said = {"id": found["flows"][0]["outcomes"][0]["id"], "task_collaborators": people(tom_id)}
        await start(user, found, desk.folder_id, desk.file_id, outcomes=[said])
        before = await carry_out(desk.enterprise)
        task = (await tom.call("get_files_id_tasks", file_id=desk.file_id)).json()["entries"][0]
        assignment = task["task_assignment_collection"]["entries"][0]["id"]
        await tom.call("put_task_assignments_id", task_assignment_id=assignment, json={"resolution_state": decision})
        after = await carry_out(desk.enterprise)
        assert (before.state, after.state) == ("waiting", "done")
        assert await names_in(user, desk.folder_id) == names

    async def test_what_is_refused_ends_the_run_and_what_was_done_stays(self, desk: Desk) -> None:
        state, reason = await desk.run(
            {"action": "create_folder", "folder_name": "done"},
            {"action": "move_file", "folder": 1},
            {"action": "delete_file"},
        )
        assert (state, reason is not None and "1" in reason) == ("failed", True)
        assert await names_in(desk.enterprise.user, desk.folder_id) == ["done", "a.txt"]


class TestDefinitions:
    @pytest.mark.parametrize(
        ("outcome", "said"),
        [
            ({"action": "upload_file"}, "a file request takes these"),
            ({"action": "restore_folder"}, "in the trash cannot be started on"),
            ({"action": "go_back_to_step"}, "may never end"),
            ({"action": "sing"}, "'sing' is none of add_metadata"),
            ({"action": "move_file"}, "move_file needs it"),
            ({"action": "move_file", "folder": "desk"}, "'desk' is not the id of a folder"),
            ({"action": "lock_file", "message": "x"}, "lock_file does not take it"),
            ({"action": "share_file", "role": "co-owner"}, "one of editor, viewer"),
            ({"action": "assign_task", "people": ["nobody@example.org"]}, "no user 'nobody@example.org'"),
            ({"action": "wait_for_task"}, "comes after an assign_task"),
        ],
    )
    async def test_what_cannot_be_carried_out_is_refused_with_the_reason(
        self, desk: Desk, outcome: dict[str, Any], said: str
    ) -> None:
        with pytest.raises(InvalidParameter, match=said):
            await make_workflow(desk.enterprise.user, desk.folder_id, outcome)

    async def test_a_seed_defines_one(self, desk: Desk) -> None:
        login = (await desk.enterprise.user.call("get_users_me")).json()["login"]
        seed = f"""
content:
  - {{owner: {login}, items: [{{folder: inbox, key: inbox}}, {{folder: archive, key: archive}}]}}
workflows:
  - owner: {login}
    folder: inbox
    name: File away
    outcomes: [{{action: move_file, folder: archive}}]
    key: filing
"""
        planted = await apply_seed(desk.enterprise.gateway.platform, parse_seed(seed))
        found = await workflow_of(desk.enterprise.user, planted.keys["inbox"])
        assert (found["id"], found["name"]) == (planted.keys["filing"], "File away")
