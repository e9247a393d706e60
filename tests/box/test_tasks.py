"""Tasks on files."""

from typing import Any

import pytest

from tests.support.client import Client, counted_queries
from tests.support.enterprise import Enterprise
from tests.support.news import events_about
from tests.support.sharing import share
from tests.support.tasks import assign, is_completed, resolve, set_task
from tests.support.tree import create, error_of, make_file

REFUSED = (403, "access_denied_insufficient_permissions")
DUE = "2035-01-01T00:00:00+00:00"


async def new_file(enterprise: Enterprise, **more: Any) -> str:
    return str((await make_file(enterprise, "plan.txt", **more)).item.id)


async def shared_file(enterprise: Enterprise, *roles: str) -> tuple[str, list[tuple[int, Client]]]:
    """A file in a folder, and a collaborator of the folder in each of the roles."""
    folder = await create(enterprise.user, "shared")
    people = [await enterprise.new_user() for _ in roles]
    for role, (user_id, _) in zip(roles, people, strict=True):
        await share(enterprise.user, folder["id"], {"id": user_id}, role, notify=False)
    return await new_file(enterprise, parent_id=folder["id"]), people


@pytest.mark.operation("post_tasks")
class TestCreateTask:
    async def test_a_task_names_its_file_and_what_is_to_be_done(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        made = await set_task(
            enterprise.user,
            file_id,
            action="complete",
            message="Sign it",
            due_at="2034-12-31T16:00:00-08:00",
            completion_rule="any_assignee",
        )
        assert (made["item"]["id"], made["item"]["name"]) == (file_id, "plan.txt")
        assert {name: made[name] for name in made if name not in {"id", "item", "created_at"}} == {
            "type": "task",
            "due_at": DUE,
            "action": "complete",
            "message": "Sign it",
            "task_assignment_collection": {"total_count": 0, "entries": []},
            "is_completed": False,
            "created_by": {
                "type": "user",
                "id": str(enterprise.user_id),
                "name": "Uma User",
                "login": f"user.{enterprise.id}@example.com",
            },
            "completion_rule": "any_assignee",
        }

    async def test_without_more_it_is_a_review_by_all_assignees_at_any_time(self, enterprise: Enterprise) -> None:
        made = await set_task(enterprise.user, await new_file(enterprise), message=None, due_at=None)
        assert (made["action"], made["completion_rule"], made["message"], made["due_at"]) == (
            "review",
            "all_assignees",
            "",
            None,
        )

    async def test_it_is_told_as_an_event_of_the_file(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        made = await set_task(enterprise.user, file_id, message="Read it")
        event_type, created_by, details = (await events_about(enterprise, file_id))[-1]
        assert (event_type, created_by) == ("TASK_CREATE", enterprise.user_id)
        assert (details["task"]["id"], details["task"]["message"]) == (made["id"], "Read it")

    @pytest.mark.parametrize(
        "more",
        [
            {"action": "approve"},
            {"completion_rule": "most_assignees"},
            {"due_at": "tomorrow"},
            {"message": "x" * 10_001},
            {"message": "a\0"},
            {"item": {"type": "folder", "id": "0"}},
            {"item": {}},
        ],
    )
    async def test_what_cannot_be_asked_is_refused(self, enterprise: Enterprise, more: dict[str, Any]) -> None:
        body = {"item": {"type": "file", "id": await new_file(enterprise)}, **more}
        assert error_of(await enterprise.user.call("post_tasks", json=body)) == (400, "bad_request")

    async def test_there_is_none_without_a_file(self, enterprise: Enterprise) -> None:
        trashed = await new_file(enterprise)
        await enterprise.user.call("delete_files_id", file_id=trashed)
        answers = [
            await enterprise.user.call("post_tasks", json={"item": {"type": "file", "id": file_id}})
            for file_id in ("1", trashed)
        ]
        assert [error_of(one) for one in answers] == [(404, "not_found"), (404, "trashed")]

    async def test_an_uploader_sets_none(self, enterprise: Enterprise) -> None:
        file_id, [(_, uploader)] = await shared_file(enterprise, "uploader")
        response = await uploader.call("post_tasks", json={"item": {"type": "file", "id": file_id}})
        assert error_of(response) == REFUSED


@pytest.mark.operation("get_tasks_id")
class TestGetTask:
    async def test_it_is_what_was_set_with_its_assignments(self, enterprise: Enterprise) -> None:
        made = await set_task(enterprise.user, await new_file(enterprise))
        assignment = await assign(enterprise.user, made["id"], enterprise.user_id)
        told = (await enterprise.user.call("get_tasks_id", task_id=made["id"])).json()
        assert told == {**made, "task_assignment_collection": {"total_count": 1, "entries": [assignment]}}

    async def test_without_the_file_there_is_no_task(self, enterprise: Enterprise) -> None:
        file_id, [(_, uploader)] = await shared_file(enterprise, "uploader")
        made = await set_task(enterprise.user, file_id)
        _, stranger = await enterprise.new_user()
        answers = [await one.call("get_tasks_id", task_id=made["id"]) for one in (stranger, uploader)]
        assert [error_of(one) for one in answers] == [(404, "not_found"), REFUSED]
        assert answers[0].json()["message"] == f"There is no task with id {made['id']}"

    async def test_it_moves_with_its_file_and_goes_with_it(self, enterprise: Enterprise) -> None:
        file_id, folder = await new_file(enterprise), await create(enterprise.user, "b")
        made = await set_task(enterprise.user, file_id)
        await enterprise.user.call("put_files_id", file_id=file_id, json={"parent": {"id": folder["id"]}})
        answers = [await enterprise.user.call("get_tasks_id", task_id=made["id"])]
        for operation in ("delete_files_id", "delete_files_id_trash"):
            await enterprise.user.call(operation, file_id=file_id)
            answers.append(await enterprise.user.call("get_tasks_id", task_id=made["id"]))
        assert [one.status_code for one in answers] == [200, 404, 404]
        assert [one.json()["code"] for one in answers[1:]] == ["trashed", "not_found"]

    async def test_whoever_set_it_is_named_after_leaving(self, enterprise: Enterprise) -> None:
        file_id, [(setter_id, setter)] = await shared_file(enterprise, "viewer")
        made = await set_task(setter, file_id)
        await enterprise.admin.call("delete_users_id", user_id=setter_id)
        told = (await enterprise.user.call("get_tasks_id", task_id=made["id"])).json()["created_by"]
        assert told == {"type": "user", "id": str(setter_id), "name": "Somebody", "login": ""}

    async def test_nobody_waits_for_an_assignee_who_left(self, enterprise: Enterprise) -> None:
        file_id, [(first_id, _), (second_id, second)] = await shared_file(enterprise, "viewer", "viewer")
        made = await set_task(enterprise.user, file_id)
        await assign(enterprise.user, made["id"], first_id)
        await resolve(second, (await assign(enterprise.user, made["id"], second_id))["id"], "approved")
        before = await is_completed(enterprise.user, made["id"])
        for user_id in (first_id, second_id):
            await enterprise.admin.call("delete_users_id", user_id=user_id)
        told = (await enterprise.user.call("get_tasks_id", task_id=made["id"])).json()
        entries = told["task_assignment_collection"]["entries"]
        assert (before, told["is_completed"]) == (False, True)
        assert [(one["assigned_to"]["id"], one["resolution_state"]) for one in entries] == [
            (str(second_id), "approved")
        ]


@pytest.mark.operation("get_files_id_tasks")
class TestListTasks:
    async def test_a_file_tells_all_its_tasks_in_order(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        empty = (await enterprise.user.call("get_files_id_tasks", file_id=file_id)).json()
        made = [await set_task(enterprise.user, file_id, message=message) for message in ("1", "2")]
        listed = (await enterprise.user.call("get_files_id_tasks", file_id=file_id)).json()
        assert (empty, listed) == ({"total_count": 0, "entries": []}, {"total_count": 2, "entries": made})

    async def test_more_tasks_and_assignments_take_no_more_queries(self, enterprise: Enterprise) -> None:
        file_id, people = await shared_file(enterprise, "viewer", "viewer")
        counts = []
        for number in (1, 2):
            for _ in range(number):
                made = await set_task(enterprise.user, file_id)
                for user_id, _ in people[:number]:
                    await assign(enterprise.user, made["id"], user_id)
            with counted_queries(enterprise.gateway.platform.db) as seen:
                await enterprise.user.call("get_files_id_tasks", file_id=file_id)
            counts.append(len(seen))
        assert counts[0] == counts[1]

    async def test_what_is_not_there_has_none(self, enterprise: Enterprise) -> None:
        answers = [await enterprise.user.call("get_files_id_tasks", file_id=one) for one in (1, "x")]
        assert [error_of(one) for one in answers] == [(404, "not_found")] * 2


@pytest.mark.operation("put_tasks_id")
class TestUpdateTask:
    async def test_what_is_absent_stays_and_null_clears(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        made = await set_task(enterprise.user, file_id, message="Read it", due_at=DUE)
        changed = await enterprise.user.call("put_tasks_id", task_id=made["id"], json={"message": "Read it now"})
        cleared = await enterprise.user.call(
            "put_tasks_id", task_id=made["id"], json={"due_at": None, "action": "complete", "message": None}
        )
        assert (changed.status_code, changed.json()) == (200, {**made, "message": "Read it now"})
        assert cleared.json() == {**made, "message": "", "due_at": None, "action": "complete"}
        types = [event_type for event_type, _, _ in await events_about(enterprise, file_id)]
        assert types[-3:] == ["TASK_CREATE", "TASK_UPDATE", "TASK_UPDATE"]

    async def test_what_stays_the_same_is_no_change(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        made = await set_task(enterprise.user, file_id, due_at=DUE)
        response = await enterprise.user.call("put_tasks_id", task_id=made["id"], json={"due_at": DUE})
        assert response.json() == made
        assert (await events_about(enterprise, file_id))[-1][0] == "TASK_CREATE"

    async def test_the_rule_decides_anew_whether_it_is_completed(self, enterprise: Enterprise) -> None:
        file_id, [(other_id, _)] = await shared_file(enterprise, "viewer")
        made = await set_task(enterprise.user, file_id)
        await assign(enterprise.user, made["id"], other_id)
        own = await assign(enterprise.user, made["id"], enterprise.user_id)
        await resolve(enterprise.user, own["id"], "approved")
        before = await is_completed(enterprise.user, made["id"])
        body = {"completion_rule": "any_assignee"}
        after = await enterprise.user.call("put_tasks_id", task_id=made["id"], json=body)
        assert (before, after.json()["is_completed"]) == (False, True)

    async def test_once_somebody_decided_the_action_stays(self, enterprise: Enterprise) -> None:
        made = await set_task(enterprise.user, await new_file(enterprise))
        own = await assign(enterprise.user, made["id"], enterprise.user_id)
        await resolve(enterprise.user, own["id"], "approved")
        response = await enterprise.user.call("put_tasks_id", task_id=made["id"], json={"action": "complete"})
        assert error_of(response) == (400, "bad_request")

    @pytest.mark.parametrize(
        ("role", "status"), [("co-owner", 200), ("editor", 403), ("previewer", 403), ("uploader", 403)]
    )
    async def test_besides_whoever_set_it_only_owners_change_it(
        self, enterprise: Enterprise, role: str, status: int
    ) -> None:
        file_id, [(_, other)] = await shared_file(enterprise, role)
        made = await set_task(enterprise.user, file_id)
        changed = await other.call("put_tasks_id", task_id=made["id"], json={"message": "mine"})
        removed = await other.call("delete_tasks_id", task_id=made["id"])
        assert (changed.status_code, removed.status_code) == (status, 204 if status == 200 else 403)

    @pytest.mark.parametrize("body", [{"action": "approve"}, {"due_at": "x"}, {"completion_rule": None}])
    async def test_what_cannot_be_is_refused(self, enterprise: Enterprise, body: dict[str, Any]) -> None:
        made = await set_task(enterprise.user, await new_file(enterprise))
        response = await enterprise.user.call("put_tasks_id", task_id=made["id"], json=body)
        assert error_of(response) == (400, "bad_request")


@pytest.mark.operation("delete_tasks_id")
class TestDeleteTask:
    async def test_it_is_gone_with_its_assignments(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        made = await set_task(enterprise.user, file_id)
        assignment = await assign(enterprise.user, made["id"], enterprise.user_id)
        first = await enterprise.user.call("delete_tasks_id", task_id=made["id"])
        second = await enterprise.user.call("delete_tasks_id", task_id=made["id"])
        left = await enterprise.user.call("get_task_assignments_id", task_assignment_id=assignment["id"])
        assert (first.status_code, error_of(second), error_of(left)) == (204, (404, "not_found"), (404, "not_found"))
        event_type, _, details = (await events_about(enterprise, file_id))[-1]
        assert (event_type, details["assignment"]["id"]) == ("TASK_ASSIGNMENT_DELETE", assignment["id"])

    async def test_whoever_set_it_on_anothers_file_takes_it_away(self, enterprise: Enterprise) -> None:
        file_id, [(_, previewer)] = await shared_file(enterprise, "previewer")
        made = await set_task(previewer, file_id)
        assert (await previewer.call("delete_tasks_id", task_id=made["id"])).status_code == 204
