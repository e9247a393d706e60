"""Automate workflows: the workflows of a folder as actions that start them."""

from typing import Any

import pytest

from tests.support.enterprise import Enterprise
from tests.support.sharing import share
from tests.support.tree import create, error_of, make_file
from tests.support.workflows import carry_out, make_workflow, workflow_of

DELETE = {"action": "delete_file"}


async def actions(enterprise: Enterprise, folder_id: Any, **page: Any) -> Any:
    """The answer that lists the actions of a folder."""
    answer = await enterprise.user.call("get_automate_workflows_v2026.0", folder_id=folder_id, **page)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def folder_id(enterprise: Enterprise) -> Any:
    return (await create(enterprise.user, "desk"))["id"]


@pytest.mark.operation("get_automate_workflows_v2026.0")
class TestList:
    async def test_an_action_is_the_flow_of_an_enabled_workflow(self, enterprise: Enterprise, folder_id: Any) -> None:
        workflow_id = await make_workflow(enterprise.user, folder_id, DELETE, description="For contracts")
        workflow = await workflow_of(enterprise.user, folder_id)
        await make_workflow(enterprise.user, folder_id, DELETE, name="Off", is_enabled=False)
        (action,) = (await actions(enterprise, folder_id))["entries"]
        assert action == {
            "type": "workflow_action",
            "id": workflow["flows"][0]["id"],
            "action_type": "run_workflow",
            "description": "For contracts",
            "created_at": workflow["flows"][0]["created_at"],
            "created_by": workflow["flows"][0]["created_by"],
            "workflow": {"type": "workflow", "id": str(workflow_id), "name": "Review"},
        }

    async def test_actions_come_page_by_page(self, enterprise: Enterprise, folder_id: Any) -> None:
        for name in ("one", "two", "three"):
            await make_workflow(enterprise.user, folder_id, DELETE, name=name, is_enabled=name != "two")
        first = await actions(enterprise, folder_id, limit=1)
        rest = await actions(enterprise, folder_id, limit=1, marker=first["next_marker"])
        names = [one["workflow"]["name"] for page in (first, rest) for one in page["entries"]]
        assert (names, rest["next_marker"]) == (["one", "three"], None)


@pytest.mark.operation("post_automate_workflows_id_start_v2026.0")
class TestStart:
    async def test_the_workflow_is_carried_out_on_the_files(self, enterprise: Enterprise, folder_id: Any) -> None:
        file_id = (await make_file(enterprise, "a.txt", parent_id=folder_id)).item.id
        await make_workflow(enterprise.user, folder_id, DELETE)
        (action,) = (await actions(enterprise, folder_id))["entries"]
        started = await enterprise.user.call(
            "post_automate_workflows_id_start_v2026.0",
            workflow_id=action["workflow"]["id"],
            json={"workflow_action_id": action["id"], "file_ids": [str(file_id)]},
        )
        run = await carry_out(enterprise)
        file = await enterprise.user.call("get_files_id", file_id=file_id, fields="item_status")
        assert (started.status_code, run.state, file.json()["item_status"]) == (204, "done", "trashed")

    async def test_what_does_not_fit_is_refused_as_for_workflows(self, enterprise: Enterprise, folder_id: Any) -> None:
        inside = (await make_file(enterprise, "a.txt", parent_id=folder_id)).item.id
        outside = (await make_file(enterprise, "b.txt")).item.id
        workflow_id = await make_workflow(enterprise.user, folder_id, DELETE)
        off_id = await make_workflow(enterprise.user, folder_id, DELETE, name="Off", is_enabled=False)
        found = (await enterprise.user.call("get_workflows", folder_id=folder_id)).json()["entries"]
        (flow_id, off_flow_id) = (one["flows"][0]["id"] for one in found)
        wishes = [
            (0, flow_id, [inside]),
            (workflow_id, off_flow_id, [inside]),
            (off_id, off_flow_id, [inside]),
            (workflow_id, flow_id, [outside]),
            (workflow_id, flow_id, []),
        ]
        answers = [
            await enterprise.user.call(
                "post_automate_workflows_id_start_v2026.0",
                workflow_id=workflow,
                json={"workflow_action_id": str(action), "file_ids": [str(one) for one in files]},
            )
            for workflow, action, files in wishes
        ]
        assert [error_of(one) for one in answers] == [
            (404, "workflow_not_found"),
            (404, "flow_missing_or_inaccessible"),
            (400, "workflow_is_not_enabled"),
            (400, "workflow_not_active_on_provided_folder"),
            (400, "bad_request"),
        ]

    async def test_collaborators_of_the_folder_start_it_on_what_they_see(
        self, enterprise: Enterprise, folder_id: Any
    ) -> None:
        file_id = (await make_file(enterprise, "a.txt", parent_id=folder_id)).item.id
        workflow_id = await make_workflow(enterprise.user, folder_id, {"action": "lock_file"})
        flow_id = (await workflow_of(enterprise.user, folder_id))["flows"][0]["id"]
        editor_id, editor = await enterprise.new_user("Editor")
        body = {"workflow_action_id": flow_id, "file_ids": [str(file_id)]}
        statuses = []
        for role in (None, "editor"):
            if role is not None:
                await share(enterprise.user, folder_id, {"id": editor_id}, role=role)
            answer = await editor.call("post_automate_workflows_id_start_v2026.0", workflow_id=workflow_id, json=body)
            statuses.append(answer.status_code)
        assert (statuses, (await carry_out(enterprise)).state) == ([404, 204], "done")
