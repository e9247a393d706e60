"""Retention policies: making, reading, changing, retiring and deleting them."""

from typing import Any

import pytest

from tests.support.enterprise import Enterprise
from tests.support.governance import (
    ask_for_retention,
    ask_to_retain,
    call,
    catch_up,
    make_retention,
    purge,
    retain,
    retained_files,
)
from tests.support.news import events_about
from tests.support.tree import create, error_of, make_file

ID = "retention_policy_id"
FIXED = {"retention_type": "non_modifiable"}


async def change(enterprise: Enterprise, policy: Any, **body: Any) -> Any:
    """The answer to the wish to change a policy."""
    return await enterprise.admin.call("put_retention_policies_id", **{ID: policy["id"]}, json=body)


@pytest.mark.operation("post_retention_policies")
class TestCreate:
    async def test_it_is_active_and_modifiable_unless_it_is_said_otherwise(self, enterprise: Enterprise) -> None:
        made = await make_retention(enterprise, custom_notification_recipients=[{"id": str(enterprise.user_id)}])
        shown = ("policy_type", "retention_length", "retention_type", "status", "max_extension_length")
        assert ([made[name] for name in shown], made["created_by"]["id"]) == (
            ["finite", "30", "modifiable", "active", "none"],
            str(enterprise.admin_id),
        )
        assert [one["id"] for one in made["custom_notification_recipients"]] == [str(enterprise.user_id)]
        assert [event for event, _, _ in await events_about(enterprise, made["id"])] == [
            "DATA_RETENTION_CREATE_RETENTION"
        ]

    async def test_an_indefinite_one_has_no_length(self, enterprise: Enterprise) -> None:
        made = await make_retention(
            enterprise, policy_type="indefinite", retention_length=None, disposition_action="remove_retention"
        )
        assert (made["policy_type"], made["retention_length"]) == ("indefinite", "indefinite")

    @pytest.mark.parametrize(
        "body",
        [
            {"retention_length": None},
            {"retention_length": 0},
            {"retention_length": "a year"},
            {"retention_length": 400_000},
            {"policy_type": "indefinite", "disposition_action": "remove_retention"},
            {"policy_type": "indefinite", "retention_length": None},
            {"disposition_action": "shred"},
            {"disposition_action": "remove_retention", "max_extension_length": 10},
            {"max_extension_length": 0},
            {"description": "d" * 501},
            {"policy_name": ""},
        ],
    )
    async def test_what_does_not_fit_together_is_refused(self, enterprise: Enterprise, body: Any) -> None:
        assert (await ask_for_retention(enterprise, **body)).status_code == 400

    async def test_a_name_that_is_taken_and_a_recipient_who_is_not_there_are_refused(
        self, enterprise: Enterprise
    ) -> None:
        await make_retention(enterprise, policy_name="Taxes")
        answers = [
            await ask_for_retention(enterprise, policy_name="taxes"),
            await ask_for_retention(enterprise, custom_notification_recipients=[{"id": "1"}]),
        ]
        assert [answer.status_code for answer in answers] == [409, 404]


@pytest.mark.operation("get_retention_policies", "get_retention_policies_id")
class TestRead:
    async def test_the_list_is_narrowed_by_name_type_and_maker(self, enterprise: Enterprise) -> None:
        other_id, _ = await enterprise.new_user("Olga")
        finite = await make_retention(enterprise, policy_name="Alpha")
        endless = {"policy_type": "indefinite", "retention_length": None, "disposition_action": "remove_retention"}
        indefinite = await make_retention(enterprise, policy_name="alpha two", **endless)
        ways: list[dict[str, Any]] = [
            {},
            {"policy_name": "Al"},
            {"policy_type": "indefinite"},
            {"created_by_user_id": str(other_id)},
            {"limit": 1},
        ]
        pages = [await call(enterprise.admin, "get_retention_policies", **way) for way in ways]
        assert [[one["id"] for one in page["entries"]] for page in pages] == [
            [finite["id"], indefinite["id"]],
            [finite["id"]],
            [indefinite["id"]],
            [],
            [finite["id"]],
        ]
        unknown = await enterprise.admin.call("get_retention_policies", created_by_user_id="1")
        assert error_of(unknown) == (404, "not_found")

    async def test_what_it_is_assigned_to_is_counted(self, enterprise: Enterprise) -> None:
        policy, folder = await make_retention(enterprise), await create(enterprise.user, "a")
        await retain(enterprise, policy, "folder", folder["id"])
        await retain(enterprise, policy, "enterprise")
        found = await call(enterprise.admin, "get_retention_policies_id", **{ID: policy["id"]})
        assert found["assignment_counts"] == {"enterprise": 1, "folder": 1, "metadata_template": 0}


@pytest.mark.operation("put_retention_policies_id")
class TestChange:
    async def test_null_leaves_things_as_they_are(self, enterprise: Enterprise) -> None:
        policy = await make_retention(enterprise, description="stays")
        nothing = dict.fromkeys(("description", "retention_length", "retention_type", "status", "disposition_action"))
        changed = (await change(enterprise, policy, policy_name="New", **nothing)).json()
        assert {**changed, "modified_at": None} == {**policy, "policy_name": "New", "modified_at": None}

    async def test_another_length_counts_for_what_is_retained_already(self, enterprise: Enterprise) -> None:
        policy, folder = await make_retention(enterprise), await create(enterprise.user, "a")
        file = await make_file(enterprise, "b", parent_id=folder["id"])
        await retain(enterprise, policy, "folder", folder["id"])
        dates = []
        for length in ("30", 40):
            await change(enterprise, policy, retention_length=length)
            found = await call(
                enterprise.user, "get_files_id", file_id=file.item.id, fields="disposition_at,created_at"
            )
            dates.append((found["created_at"] < found["disposition_at"], found["disposition_at"]))
        assert (dates[0][0], dates[0][1] < dates[1][1]) == (True, True)

    async def test_one_that_is_not_modifiable_is_lengthened_and_retired_and_nothing_less(
        self, enterprise: Enterprise
    ) -> None:
        policy = await make_retention(enterprise, **FIXED)
        answers = [
            await change(enterprise, policy, retention_length=29),
            await change(enterprise, policy, retention_type="modifiable"),
            await change(enterprise, policy, retention_length=31, disposition_action="remove_retention"),
            await change(enterprise, policy, status="retired"),
            await change(enterprise, policy, status="active"),
        ]
        assert [answer.status_code for answer in answers] == [403, 403, 200, 200, 400]

    async def test_a_modifiable_one_is_fixed_for_good(self, enterprise: Enterprise) -> None:
        policy = await make_retention(enterprise)
        fixed = (await change(enterprise, policy, retention_type="non-modifiable")).json()
        back = await change(enterprise, policy, retention_type="modifiable")
        assert (fixed["retention_type"], back.status_code) == ("non_modifiable", 403)

    async def test_a_retired_one_retains_what_it_has_and_nothing_new(self, enterprise: Enterprise) -> None:
        policy, folder = await make_retention(enterprise), await create(enterprise.user, "a")
        old = await make_file(enterprise, "old", parent_id=folder["id"])
        made = await retain(enterprise, policy, "folder", folder["id"])
        retired = (await change(enterprise, policy, status="retired")).json()
        await make_file(enterprise, "new", parent_id=folder["id"])
        late = await ask_to_retain(enterprise, policy, "enterprise")
        assert (retired["status"], await retained_files(enterprise, made), late.status_code) == (
            "retired",
            [str(old.item.id)],
            400,
        )

    @pytest.mark.parametrize(
        "body", [{"retention_length": "indefinite"}, {"status": "paused"}, {"retention_length": 0}]
    )
    async def test_what_a_policy_cannot_become_is_refused(self, enterprise: Enterprise, body: Any) -> None:
        assert (await change(enterprise, await make_retention(enterprise), **body)).status_code == 400


@pytest.mark.operation("delete_retention_policies_id")
class TestDelete:
    async def test_what_it_retained_can_be_removed_at_once(self, enterprise: Enterprise) -> None:
        policy, folder = await make_retention(enterprise), await create(enterprise.user, "a")
        file = await make_file(enterprise, "b", parent_id=folder["id"])
        await retain(enterprise, policy, "folder", folder["id"])
        refused = await purge(enterprise.user, "file", file.item.id)
        await call(enterprise.admin, "delete_retention_policies_id", 204, **{ID: policy["id"]})
        done = await enterprise.user.call("delete_files_id_trash", file_id=file.item.id)
        await catch_up(enterprise)
        gone = await enterprise.admin.call("get_retention_policies_id", **{ID: policy["id"]})
        again = await make_retention(enterprise)
        assert (error_of(refused), done.status_code, error_of(gone), again["policy_name"]) == (
            (403, "forbidden_by_policy"),
            204,
            (404, "not_found"),
            policy["policy_name"],
        )

    async def test_one_that_is_not_modifiable_stays(self, enterprise: Enterprise) -> None:
        policy = await make_retention(enterprise, **FIXED)
        refused = await enterprise.admin.call("delete_retention_policies_id", **{ID: policy["id"]})
        assert error_of(refused) == (403, "forbidden")


@pytest.mark.operation("get_retention_policies_id_assignments")
class TestAssignments:
    async def test_they_are_listed_by_type(self, enterprise: Enterprise) -> None:
        policy, folder = await make_retention(enterprise), await create(enterprise.user, "a")
        of_folder = await retain(enterprise, policy, "folder", folder["id"])
        of_all = await retain(enterprise, policy, "enterprise")
        ways: list[dict[str, Any]] = [{}, {"type": "enterprise"}, {"type": "metadata_template"}]
        pages = [
            await call(enterprise.admin, "get_retention_policies_id_assignments", **{ID: policy["id"]}, **way)
            for way in ways
        ]
        assert [page["entries"] for page in pages] == [[of_folder, of_all], [of_all], []]

    async def test_a_type_that_there_is_not_is_refused(self, enterprise: Enterprise) -> None:
        policy = await make_retention(enterprise)
        answer = await enterprise.admin.call("get_retention_policies_id_assignments", **{ID: policy["id"]}, type="user")
        assert answer.status_code == 400
