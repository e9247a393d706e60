"""Assignments of tasks."""

from typing import Any

import pytest

from tests.box.test_tasks import REFUSED, shared_file
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.news import events_about, mail_to
from tests.support.tasks import assign, is_completed, resolve, send_assignment, set_task
from tests.support.tree import error_of, make_file

STATES = ("incomplete", "completed", "approved", "rejected")
FITTING = {"review": {"incomplete", "approved", "rejected"}, "complete": {"incomplete", "completed"}}


async def assigned(enterprise: Enterprise, **task: Any) -> tuple[str, str]:
    """A task of the user's own, assigned to the user: their ids."""
    file_id = (await make_file(enterprise, "plan.txt")).item.id
    made = await set_task(enterprise.user, file_id, **task)
    return made["id"], (await assign(enterprise.user, made["id"], enterprise.user_id))["id"]


@pytest.mark.operation("post_task_assignments")
class TestAssignTask:
    async def test_an_assignment_names_who_and_by_whom(self, enterprise: Enterprise) -> None:
        file_id, [(other_id, _)] = await shared_file(enterprise, "previewer")
        task = await set_task(enterprise.user, file_id)
        made = await assign(enterprise.user, task["id"], other_id)
        assert (made["item"]["id"], made["assigned_to"]["id"], made["assigned_by"]["id"]) == (
            file_id,
            str(other_id),
            str(enterprise.user_id),
        )
        assert {
            name: made[name] for name in ("type", "resolution_state", "message", "completed_at", "reminded_at")
        } == {
            "type": "task_assignment",
            "resolution_state": "incomplete",
            "message": None,
            "completed_at": None,
            "reminded_at": None,
        }

    async def test_a_login_names_the_user_too_and_so_does_an_alias(self, enterprise: Enterprise) -> None:
        file_id, [(first_id, _), (second_id, _)] = await shared_file(enterprise, "viewer", "viewer")
        task = await set_task(enterprise.user, file_id)
        login = (await enterprise.admin.call("get_users_id", user_id=first_id)).json()["login"]
        alias = f"alias.{second_id}@example.com"
        await enterprise.admin.call("post_users_id_email_aliases", user_id=second_id, json={"email": alias})
        answers = [await send_assignment(enterprise.user, task["id"], login=one) for one in (login.upper(), alias)]
        assert [one.json()["assigned_to"]["id"] for one in answers] == [str(first_id), str(second_id)]

    async def test_the_assignee_gets_mail(self, enterprise: Enterprise) -> None:
        file_id, [(other_id, _)] = await shared_file(enterprise, "viewer")
        task = await set_task(
            enterprise.user, file_id, message="Before <Friday>", due_at="2035-01-01T12:30:00Z", action="complete"
        )
        await assign(enterprise.user, task["id"], other_id)
        await assign(enterprise.user, task["id"], enterprise.user_id)
        (mail,) = await mail_to(enterprise, other_id)
        assert mail.subject == "Uma User has asked you to complete “plan.txt”"
        assert ("by 2035-01-01 12:30 UTC" in mail.text, "Before <Friday>" in mail.text) == (True, True)
        assert (f"https://holdall.test/file/{file_id}" in mail.html, "Before &lt;Friday&gt;" in mail.html) == (
            True,
            True,
        )
        assert await mail_to(enterprise, enterprise.user_id) == []

    async def test_it_is_told_as_an_event_of_the_file(self, enterprise: Enterprise) -> None:
        task_id, assignment_id = await assigned(enterprise)
        task = (await enterprise.user.call("get_tasks_id", task_id=task_id)).json()
        event_type, created_by, details = (await events_about(enterprise, task["item"]["id"]))[-1]
        assert (event_type, created_by) == ("TASK_ASSIGNMENT_CREATE", enterprise.user_id)
        assert (details["task"]["id"], details["assignment"]["id"], details["assignment"]["assigned_to"]) == (
            task_id,
            assignment_id,
            str(enterprise.user_id),
        )

    async def test_who_cannot_see_the_file_and_who_is_not_there_get_no_task(self, enterprise: Enterprise) -> None:
        file_id, [(uploader_id, _)] = await shared_file(enterprise, "uploader")
        task = await set_task(enterprise.user, file_id)
        stranger_id, _ = await enterprise.new_user()
        other = await make_enterprise(enterprise.gateway)
        people = [uploader_id, stranger_id, enterprise.admin_id, other.user_id, 1]
        answers = [await send_assignment(enterprise.user, task["id"], id=user_id) for user_id in people]
        answers.append(await send_assignment(enterprise.user, task["id"], login="nobody@example.com"))
        assert [error_of(one) for one in answers] == [(403, "forbidden")] * 6
        assert [answer.json()["message"] for answer in answers[:5]] == [
            f"User {user_id} cannot see the file {file_id}: share it first" for user_id in people
        ]

    async def test_nobody_has_a_task_twice(self, enterprise: Enterprise) -> None:
        task_id, _ = await assigned(enterprise)
        response = await send_assignment(enterprise.user, task_id, id=enterprise.user_id)
        assert error_of(response) == (409, "conflict")

    async def test_a_completed_task_is_assigned_to_nobody_else(self, enterprise: Enterprise) -> None:
        file_id, [(other_id, _)] = await shared_file(enterprise, "viewer")
        task = await set_task(enterprise.user, file_id)
        own = await assign(enterprise.user, task["id"], enterprise.user_id)
        await resolve(enterprise.user, own["id"], "rejected")
        assert error_of(await send_assignment(enterprise.user, task["id"], id=other_id)) == (403, "forbidden")

    async def test_collaborators_assign_uploaders_do_not(self, enterprise: Enterprise) -> None:
        file_id, [(_, previewer), (_, uploader)] = await shared_file(enterprise, "previewer", "uploader")
        task = await set_task(enterprise.user, file_id)
        answers = [await send_assignment(one, task["id"], id=enterprise.user_id) for one in (uploader, previewer)]
        assert (error_of(answers[0]), answers[1].status_code) == (REFUSED, 201)

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"task": {"type": "task", "id": "TASK"}},
            {"task": {"type": "task", "id": "TASK"}, "assign_to": {}},
            {"task": {"type": "task", "id": "TASK"}, "assign_to": {"login": " "}},
            {"task": {"type": "file", "id": "TASK"}, "assign_to": {"id": "1"}},
        ],
    )
    async def test_what_names_no_task_or_nobody_is_refused(self, enterprise: Enterprise, body: dict[str, Any]) -> None:
        task_id, _ = await assigned(enterprise)
        if "task" in body:
            body = {**body, "task": {**body["task"], "id": task_id}}
        assert error_of(await enterprise.user.call("post_task_assignments", json=body)) == (400, "bad_request")

    async def test_an_unknown_task_is_not_there(self, enterprise: Enterprise) -> None:
        response = await send_assignment(enterprise.user, 1, id=enterprise.user_id)
        assert error_of(response) == (404, "not_found")


@pytest.mark.operation("get_task_assignments_id")
class TestGetTaskAssignment:
    async def test_it_is_what_was_made(self, enterprise: Enterprise) -> None:
        file_id, [(other_id, other)] = await shared_file(enterprise, "previewer")
        made = await assign(enterprise.user, (await set_task(enterprise.user, file_id))["id"], other_id)
        answers = [
            await one.call("get_task_assignments_id", task_assignment_id=made["id"]) for one in (enterprise.user, other)
        ]
        assert [one.json() for one in answers] == [made, made]

    async def test_without_the_file_there_is_none(self, enterprise: Enterprise) -> None:
        _, assignment_id = await assigned(enterprise)
        _, stranger = await enterprise.new_user()
        response = await stranger.call("get_task_assignments_id", task_assignment_id=assignment_id)
        assert error_of(response) == (404, "not_found")
        assert response.json()["message"] == f"There is no task assignment with id {assignment_id}"

    async def test_in_the_trash_the_file_hides_it(self, enterprise: Enterprise) -> None:
        task_id, assignment_id = await assigned(enterprise)
        task = (await enterprise.user.call("get_tasks_id", task_id=task_id)).json()
        await enterprise.user.call("delete_files_id", file_id=task["item"]["id"])
        response = await enterprise.user.call("get_task_assignments_id", task_assignment_id=assignment_id)
        assert error_of(response) == (404, "trashed")


@pytest.mark.operation("get_tasks_id_assignments")
class TestListTaskAssignments:
    async def test_all_assignees_are_listed_in_order(self, enterprise: Enterprise) -> None:
        file_id, people = await shared_file(enterprise, "viewer", "editor")
        task = await set_task(enterprise.user, file_id)
        made = [await assign(enterprise.user, task["id"], user_id) for user_id, _ in reversed(people)]
        listed = await enterprise.user.call("get_tasks_id_assignments", task_id=task["id"])
        assert listed.json() == {"total_count": 2, "entries": made}


@pytest.mark.operation("put_task_assignments_id")
class TestUpdateTaskAssignment:
    @pytest.mark.parametrize("action", ["review", "complete"])
    @pytest.mark.parametrize("before", STATES)
    @pytest.mark.parametrize("after", STATES)
    async def test_states_fit_the_action_and_what_is_completed_stays(
        self, enterprise: Enterprise, action: str, before: str, after: str
    ) -> None:
        if before not in FITTING[action]:
            before = "incomplete"
        _, assignment_id = await assigned(enterprise, action=action)
        await resolve(enterprise.user, assignment_id, before)
        response = await resolve(enterprise.user, assignment_id, after)
        if after not in FITTING[action]:
            assert error_of(response) == (400, "bad_request")
        elif before == "completed" and after != before:
            assert error_of(response) == (403, "forbidden")
        else:
            told = response.json()
            assert (told["resolution_state"], told["completed_at"] is not None) == (after, after != "incomplete")

    async def test_the_assignee_says_something_to_it(self, enterprise: Enterprise) -> None:
        task_id, assignment_id = await assigned(enterprise)
        task = (await enterprise.user.call("get_tasks_id", task_id=task_id)).json()
        body = {"message": "Fine"}
        said = await enterprise.user.call("put_task_assignments_id", task_assignment_id=assignment_id, json=body)
        approved = await resolve(enterprise.user, assignment_id, "approved", message="Very fine")
        assert [(one.json()["message"], one.json()["resolution_state"]) for one in (said, approved)] == [
            ("Fine", "incomplete"),
            ("Very fine", "approved"),
        ]
        events = await events_about(enterprise, task["item"]["id"])
        assert [(event_type, details["changed"]) for event_type, _, details in events[-2:]] == [
            ("TASK_ASSIGNMENT_UPDATE", ["message"]),
            ("TASK_ASSIGNMENT_UPDATE", ["completed_at", "message", "remind_at", "resolution_state"]),
        ]

    async def test_nobody_else_decides(self, enterprise: Enterprise) -> None:
        file_id, [(other_id, _), (_, co_owner)] = await shared_file(enterprise, "viewer", "co-owner")
        made = await assign(enterprise.user, (await set_task(enterprise.user, file_id))["id"], other_id)
        answers = [await resolve(one, made["id"], "approved") for one in (enterprise.user, co_owner)]
        assert [error_of(one) for one in answers] == [REFUSED] * 2

    async def test_an_assignee_without_the_file_any_more_decides_nothing(self, enterprise: Enterprise) -> None:
        file_id, [(other_id, other)] = await shared_file(enterprise, "viewer")
        made = await assign(enterprise.user, (await set_task(enterprise.user, file_id))["id"], other_id)
        listed = (await enterprise.user.call("get_files_id_collaborations", file_id=file_id)).json()["entries"]
        await enterprise.user.call("delete_collaborations_id", collaboration_id=listed[0]["id"])
        assert error_of(await resolve(other, made["id"], "approved")) == (404, "not_found")

    @pytest.mark.parametrize(
        ("rule", "expected"), [("all_assignees", [False, True, False]), ("any_assignee", [True, True, False])]
    )
    async def test_the_rule_says_when_the_task_is_completed(
        self, enterprise: Enterprise, rule: str, expected: list[bool]
    ) -> None:
        file_id, [(other_id, other)] = await shared_file(enterprise, "viewer")
        task = await set_task(enterprise.user, file_id, completion_rule=rule)
        own = await assign(enterprise.user, task["id"], enterprise.user_id)
        others = await assign(enterprise.user, task["id"], other_id)
        seen = []
        await resolve(enterprise.user, own["id"], "approved")
        seen.append(await is_completed(enterprise.user, task["id"]))
        await resolve(other, others["id"], "rejected")
        if rule == "all_assignees":
            seen.append(await is_completed(enterprise.user, task["id"]))
        else:
            refused = await resolve(other, others["id"], "rejected")
            seen.append(error_of(refused) == (403, "forbidden"))
        await resolve(enterprise.user, own["id"], "incomplete")
        seen.append(await is_completed(enterprise.user, task["id"]))
        assert seen == expected

    async def test_what_stays_the_same_is_no_change(self, enterprise: Enterprise) -> None:
        _, assignment_id = await assigned(enterprise, action="complete")
        first = await resolve(enterprise.user, assignment_id, "completed")
        again = await resolve(enterprise.user, assignment_id, "completed")
        empty = await enterprise.user.call("put_task_assignments_id", task_assignment_id=assignment_id, json={})
        assert again.json() == empty.json() == first.json()
        events = await events_about(enterprise, first.json()["item"]["id"])
        assert [event_type for event_type, _, _ in events].count("TASK_ASSIGNMENT_UPDATE") == 1


@pytest.mark.operation("delete_task_assignments_id")
class TestDeleteTaskAssignment:
    async def test_it_is_gone_and_may_be_made_again(self, enterprise: Enterprise) -> None:
        task_id, assignment_id = await assigned(enterprise)
        first = await enterprise.user.call("delete_task_assignments_id", task_assignment_id=assignment_id)
        second = await enterprise.user.call("delete_task_assignments_id", task_assignment_id=assignment_id)
        again = await assign(enterprise.user, task_id, enterprise.user_id)
        assert (first.status_code, first.content, error_of(second)) == (204, b"", (404, "not_found"))
        events = await events_about(enterprise, again["item"]["id"])
        assert [event_type for event_type, _, _ in events][-2:] == ["TASK_ASSIGNMENT_DELETE", "TASK_ASSIGNMENT_CREATE"]

    @pytest.mark.parametrize(
        ("action", "state"), [("review", "approved"), ("review", "rejected"), ("complete", "completed")]
    )
    async def test_what_is_resolved_stays(self, enterprise: Enterprise, action: str, state: str) -> None:
        _, assignment_id = await assigned(enterprise, action=action)
        await resolve(enterprise.user, assignment_id, state)
        response = await enterprise.user.call("delete_task_assignments_id", task_assignment_id=assignment_id)
        assert error_of(response) == (403, "forbidden")

    async def test_collaborators_take_it_away_uploaders_do_not(self, enterprise: Enterprise) -> None:
        file_id, [(_, previewer), (_, uploader)] = await shared_file(enterprise, "previewer", "uploader")
        task = await set_task(enterprise.user, file_id)
        made = await assign(enterprise.user, task["id"], enterprise.user_id)
        answers = [
            await one.call("delete_task_assignments_id", task_assignment_id=made["id"]) for one in (uploader, previewer)
        ]
        assert [one.status_code for one in answers] == [403, 204]
