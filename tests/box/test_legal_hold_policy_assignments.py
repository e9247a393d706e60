"""Assignments of legal hold policies: what they hold, what is listed of it, and their end."""

from typing import Any

import pytest

from tests.support.enterprise import Enterprise
from tests.support.governance import ask_to_hold, call, catch_up, held_files, hold, make_hold, purge
from tests.support.news import events_about
from tests.support.sharing import share
from tests.support.tree import add_version, create, error_of, make_file, subject_of

ID = "legal_hold_policy_assignment_id"
KEPT = (403, "forbidden_by_policy")
PAST: dict[str, Any] = {
    "is_ongoing": False,
    "filter_started_at": "2001-01-01T00:00:00Z",
    "filter_ended_at": "2002-01-01T00:00:00Z",
}


async def upload_over(enterprise: Enterprise, file_id: int) -> int:
    """Another version of a file: its id."""
    subject = await subject_of(enterprise.user)
    access = await enterprise.gateway.platform.db.write(add_version, subject, size=2, file_id=file_id)
    assert access.item.version_id is not None
    return access.item.version_id


@pytest.mark.operation("post_legal_hold_policy_assignments")
class TestAssign:
    async def test_it_names_the_policy_and_the_thing(self, enterprise: Enterprise) -> None:
        policy, file = await make_hold(enterprise), await make_file(enterprise, "a")
        made = await hold(enterprise, policy, "file", file.item.id)
        assert (made["legal_hold_policy"], made["assigned_to"], made["assigned_by"]["id"]) == (
            {"type": "legal_hold_policy", "id": policy["id"]},
            {"type": "file", "id": str(file.item.id)},
            str(enterprise.admin_id),
        )
        assert [event for event, _, _ in await events_about(enterprise, made["id"])] == ["LEGAL_HOLD_ASSIGNMENT_CREATE"]

    async def test_a_held_file_goes_into_the_trash_and_not_out_of_it(self, enterprise: Enterprise) -> None:
        policy, file = await make_hold(enterprise), await make_file(enterprise, "a")
        await hold(enterprise, policy, "file", file.item.id)
        refused = await purge(enterprise.user, "file", file.item.id)
        assert (error_of(refused), f"legal hold policy {policy['id']}" in refused.json()["message"]) == (KEPT, True)
        await call(enterprise.user, "post_files_id", 201, file_id=file.item.id)

    async def test_what_comes_into_a_held_folder_is_held_and_so_is_the_folder_above(
        self, enterprise: Enterprise
    ) -> None:
        policy = await make_hold(enterprise)
        above = await create(enterprise.user, "above")
        held = await create(enterprise.user, "held", above["id"])
        await hold(enterprise, policy, "folder", held["id"])
        below = await create(enterprise.user, "below", held["id"])
        file = await make_file(enterprise, "late", parent_id=below["id"])
        free = await make_file(enterprise, "free", parent_id=above["id"])
        answers = [
            await purge(enterprise.user, "file", free.item.id),
            await purge(enterprise.user, "file", file.item.id),
            await purge(enterprise.user, "folder", above["id"]),
        ]
        assert [answer.status_code for answer in answers] == [204, 403, 403]

    async def test_what_is_moved_out_of_a_held_folder_stays_held_and_what_it_gets_there_does_not(
        self, enterprise: Enterprise
    ) -> None:
        policy, held = await make_hold(enterprise), await create(enterprise.user, "held")
        inner = await create(enterprise.user, "inner", held["id"])
        file = await make_file(enterprise, "a", parent_id=inner["id"])
        made = await hold(enterprise, policy, "folder", held["id"])
        body = {"parent": {"id": "0"}}
        await call(enterprise.user, "put_folders_id", folder_id=inner["id"], json=body)
        await call(enterprise.user, "put_files_id", file_id=file.item.id, json=body)
        later = await make_file(enterprise, "later", parent_id=inner["id"])
        answers = [
            await purge(enterprise.user, "file", later.item.id),
            await purge(enterprise.user, "file", file.item.id),
        ]
        assert ([answer.status_code for answer in answers], await held_files(enterprise, made)) == (
            [204, 403],
            [str(file.item.id)],
        )

    async def test_one_version_is_held_by_itself(self, enterprise: Enterprise) -> None:
        policy, file = await make_hold(enterprise), await make_file(enterprise, "a")
        await upload_over(enterprise, file.item.id)
        made = await hold(enterprise, policy, "file_version", file.item.version_id)
        page = await call(
            enterprise.admin, "get_legal_hold_policy_assignments_id_file_versions_on_hold", **{ID: made["id"]}
        )
        assert ([one["id"] for one in page["entries"]], await held_files(enterprise, made)) == (
            [str(file.item.version_id)],
            [],
        )

    async def test_a_policy_that_is_not_ongoing_holds_what_was_there(self, enterprise: Enterprise) -> None:
        policy, folder = await make_hold(enterprise, **PAST), await create(enterprise.user, "a")
        before = await make_file(enterprise, "before", parent_id=folder["id"])
        made = await hold(enterprise, policy, "folder", folder["id"])
        await make_file(enterprise, "after", parent_id=folder["id"])
        assert await held_files(enterprise, made) == [str(before.item.id)]

    async def test_the_range_of_dates_counts_for_people_alone(self, enterprise: Enterprise) -> None:
        policy, file = await make_hold(enterprise, **PAST), await make_file(enterprise, "a")
        of_person = await hold(enterprise, policy, "ownership", enterprise.user_id)
        of_file = await hold(enterprise, policy, "file", file.item.id)
        held = [await held_files(enterprise, one) for one in (of_person, of_file)]
        assert held == [[], [str(file.item.id)]]

    async def test_ownership_holds_what_a_person_owns_and_owned(self, enterprise: Enterprise) -> None:
        other_id, other = await enterprise.new_user("Olga")
        policy, own = await make_hold(enterprise), await make_file(enterprise, "own")
        foreign = await make_file(enterprise, "foreign", client=other)
        await share(other, foreign.item.id, {"id": enterprise.user_id}, "editor", "file")
        made = await hold(enterprise, policy, "ownership", enterprise.user_id)
        late = await make_file(enterprise, "late")
        given = {"owned_by": {"id": str(other_id)}}
        await call(enterprise.admin, "put_users_id_folders_0", user_id=enterprise.user_id, json=given)
        refused = await purge(other, "file", own.item.id)
        assert (error_of(refused), await held_files(enterprise, made)) == (
            KEPT,
            [str(own.item.id), str(late.item.id)],
        )

    async def test_access_holds_what_a_person_is_let_into_and_was(self, enterprise: Enterprise) -> None:
        _, other = await enterprise.new_user("Olga")
        policy, own = await make_hold(enterprise), await make_file(enterprise, "own")
        shared = await make_file(enterprise, "shared", client=other)
        given = await share(other, shared.item.id, {"id": enterprise.user_id}, "viewer", "file")
        made = await hold(enterprise, policy, "user", enterprise.user_id)
        late = await make_file(enterprise, "late", client=other)
        await share(other, late.item.id, {"id": enterprise.user_id}, "viewer", "file")
        await catch_up(enterprise)
        await call(other, "delete_collaborations_id", 204, collaboration_id=given["id"])
        refused = await purge(other, "file", shared.item.id)
        assert (error_of(refused), await held_files(enterprise, made)) == (
            KEPT,
            [str(own.item.id), str(shared.item.id), str(late.item.id)],
        )

    async def test_interactions_hold_what_a_person_has_touched_and_touches(self, enterprise: Enterprise) -> None:
        _, other = await enterprise.new_user("Olga")
        folder = await create(other, "common")
        await share(other, folder["id"], {"id": enterprise.user_id}, "editor", "folder")
        await make_file(enterprise, "untouched", parent_id=folder["id"], client=other)
        touched = await make_file(enterprise, "touched", parent_id=folder["id"])
        policy = await make_hold(enterprise)
        made = await hold(enterprise, policy, "interactions", enterprise.user_id)
        before = await call(enterprise.admin, "get_legal_hold_policies_id", legal_hold_policy_id=policy["id"])
        await catch_up(enterprise)
        after = await call(enterprise.admin, "get_legal_hold_policies_id", legal_hold_policy_id=policy["id"])
        trashed = await make_file(enterprise, "trashed", parent_id=folder["id"], client=other)
        await call(enterprise.user, "delete_files_id", 204, file_id=trashed.item.id)
        await catch_up(enterprise)
        assert (before["status"], after["status"], await held_files(enterprise, made)) == (
            "applying",
            "active",
            [str(touched.item.id), str(trashed.item.id)],
        )

    async def test_what_is_assigned_already_is_a_conflict_and_what_is_not_there_is_not_found(
        self, enterprise: Enterprise
    ) -> None:
        policy, file = await make_hold(enterprise), await make_file(enterprise, "a")
        await hold(enterprise, policy, "file", file.item.id)
        answers = [
            await ask_to_hold(enterprise, policy, "file", file.item.id),
            await ask_to_hold(enterprise, policy, "folder", file.item.id),
            await ask_to_hold(enterprise, policy, "user", 1),
            await ask_to_hold(enterprise, {"id": "1"}, "file", file.item.id),
            await ask_to_hold(enterprise, policy, "web_link", file.item.id),
        ]
        assert [answer.status_code for answer in answers] == [409, 404, 404, 404, 400]


@pytest.mark.operation("get_legal_hold_policy_assignments")
class TestList:
    async def test_it_is_narrowed_to_a_type_and_a_thing(self, enterprise: Enterprise) -> None:
        policy, file = await make_hold(enterprise), await make_file(enterprise, "a")
        of_file = await hold(enterprise, policy, "file", file.item.id)
        of_user = await hold(enterprise, policy, "user", enterprise.user_id)
        ways: list[dict[str, Any]] = [{}, {"assign_to_type": "user"}, {"assign_to_id": str(file.item.id)}, {"limit": 1}]
        found = [
            await call(enterprise.admin, "get_legal_hold_policy_assignments", policy_id=policy["id"], **way)
            for way in ways
        ]
        assert [[one["id"] for one in page["entries"]] for page in found] == [
            [of_file["id"], of_user["id"]],
            [of_user["id"]],
            [of_file["id"]],
            [of_file["id"]],
        ]

    async def test_of_a_policy_that_is_not_there_there_is_no_list(self, enterprise: Enterprise) -> None:
        answer = await enterprise.admin.call("get_legal_hold_policy_assignments", policy_id="1")
        assert error_of(answer) == (404, "not_found")


@pytest.mark.operation("get_legal_hold_policy_assignments_id", "delete_legal_hold_policy_assignments_id")
class TestEnd:
    async def test_it_is_released_once_and_then_gone(self, enterprise: Enterprise) -> None:
        policy, file = await make_hold(enterprise), await make_file(enterprise, "a")
        made = await hold(enterprise, policy, "file", file.item.id)
        await call(enterprise.admin, "delete_legal_hold_policy_assignments_id", 202, **{ID: made["id"]})
        meanwhile = await call(enterprise.admin, "get_legal_hold_policy_assignments_id", **{ID: made["id"]})
        answers = [
            await enterprise.admin.call("delete_legal_hold_policy_assignments_id", **{ID: made["id"]}),
            await purge(enterprise.user, "file", file.item.id),
        ]
        await catch_up(enterprise)
        answers += [
            await enterprise.admin.call("get_legal_hold_policy_assignments_id", **{ID: made["id"]}),
            await enterprise.user.call("delete_files_id_trash", file_id=file.item.id),
        ]
        assert (meanwhile["deleted_at"] is None, [answer.status_code for answer in answers]) == (
            False,
            [409, 403, 404, 204],
        )

    async def test_what_another_policy_holds_too_stays(self, enterprise: Enterprise) -> None:
        file = await make_file(enterprise, "a")
        one, other = await make_hold(enterprise, "One"), await make_hold(enterprise, "Other")
        ended = await hold(enterprise, one, "file", file.item.id)
        await hold(enterprise, other, "user", enterprise.user_id)
        await call(enterprise.admin, "delete_legal_hold_policy_assignments_id", 202, **{ID: ended["id"]})
        await catch_up(enterprise)
        refused = await purge(enterprise.user, "file", file.item.id)
        assert (error_of(refused), f"policy {other['id']}" in refused.json()["message"]) == (KEPT, True)


@pytest.mark.operation(
    "get_legal_hold_policy_assignments_id_files_on_hold", "get_legal_hold_policy_assignments_id_file_versions_on_hold"
)
class TestHeld:
    async def test_pages_go_through_all_folders_and_the_trash_each_file_once(self, enterprise: Enterprise) -> None:
        policy, top = await make_hold(enterprise), await create(enterprise.user, "top")
        made = await hold(enterprise, policy, "folder", top["id"])
        folders = [top, await create(enterprise.user, "a", top["id"]), await create(enterprise.user, "b", top["id"])]
        folders.append(await create(enterprise.user, "c", folders[1]["id"]))
        files = [
            str((await make_file(enterprise, f"{number}", parent_id=folder["id"])).item.id)
            for folder in folders
            for number in range(3)
        ]
        await call(enterprise.user, "delete_files_id", 204, file_id=files[4])
        await call(enterprise.user, "delete_folders_id", 204, folder_id=folders[2]["id"], recursive="true")
        found: list[str] = []
        marker: Any = ""
        while marker is not None:
            page = await call(
                enterprise.admin,
                "get_legal_hold_policy_assignments_id_files_on_hold",
                **{ID: made["id"]},
                limit=2,
                marker=marker,
            )
            found += [entry["id"] for entry in page["entries"]]
            marker = page["next_marker"]
        assert (sorted(found), len(page["entries"]) <= 2) == (sorted(files), True)

    async def test_the_past_versions_of_one_file_fill_several_pages(self, enterprise: Enterprise) -> None:
        policy, file = await make_hold(enterprise), await make_file(enterprise, "a")
        ids = [file.item.version_id, *[await upload_over(enterprise, file.item.id) for _ in range(4)]]
        made = await hold(enterprise, policy, "file", file.item.id)
        pages = []
        marker: Any = ""
        while marker is not None:
            page = await call(
                enterprise.admin,
                "get_legal_hold_policy_assignments_id_file_versions_on_hold",
                **{ID: made["id"]},
                limit=3,
                marker=marker,
            )
            pages.append([int(entry["id"]) for entry in page["entries"]])
            marker = page["next_marker"]
        assert [one for page in pages for one in page] == ids[:-1]
        assert max(map(len, pages)) == 3

    async def test_a_marker_of_another_list_is_refused(self, enterprise: Enterprise) -> None:
        policy, file = await make_hold(enterprise), await make_file(enterprise, "a")
        made = await hold(enterprise, policy, "file", file.item.id)
        answer = await enterprise.admin.call(
            "get_legal_hold_policy_assignments_id_files_on_hold", **{ID: made["id"]}, marker="nonsense"
        )
        assert error_of(answer) == (400, "invalid_marker")
