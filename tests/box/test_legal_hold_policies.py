"""Legal hold policies: making, reading, changing and releasing them."""

from typing import Any

import pytest

from tests.support.enterprise import Enterprise
from tests.support.governance import call, catch_up, hold, make_hold, purge
from tests.support.news import events_about
from tests.support.tree import create, error_of, make_file

ID = "legal_hold_policy_id"


async def status_of(enterprise: Enterprise, policy: Any) -> str:
    """What a policy says of itself."""
    found = await call(enterprise.admin, "get_legal_hold_policies_id", **{ID: policy["id"]})
    return str(found["status"])


@pytest.mark.operation("post_legal_hold_policies")
class TestCreate:
    async def test_dates_come_back_with_the_offset_that_they_were_given_with(self, enterprise: Enterprise) -> None:
        dates = {
            "filter_started_at": "2021-01-01T00:00:00-08:00",
            "filter_ended_at": "2022-01-01T00:00:00-08:00",
        }
        made = await make_hold(enterprise, is_ongoing=False, description="What Wile bought", **dates)
        shown = {name: made[name] for name in dates}
        assert (shown, made["description"], made["is_ongoing"], made["status"]) == (
            dates,
            "What Wile bought",
            False,
            "active",
        )

    async def test_it_holds_nothing_yet_and_says_who_made_it(self, enterprise: Enterprise) -> None:
        made = await make_hold(enterprise)
        assert (set(made["assignment_counts"].values()), made["created_by"]["id"], made["deleted_at"]) == (
            {0},
            str(enterprise.admin_id),
            None,
        )
        assert [event for event, _, _ in await events_about(enterprise, made["id"])] == ["LEGAL_HOLD_POLICY_CREATE"]

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"is_ongoing": False, "filter_started_at": "2021-01-01T00:00:00Z"},
            {"is_ongoing": True, "policy_name": " "},
            {"is_ongoing": True, "policy_name": "n" * 255},
            {"is_ongoing": True, "description": "d" * 501},
            {"filter_started_at": "yesterday", "filter_ended_at": "2021-01-01T00:00:00Z"},
            {"filter_started_at": "2022-01-01T00:00:00Z", "filter_ended_at": "2021-01-01T00:00:00Z"},
        ],
    )
    async def test_what_lacks_a_range_or_has_no_room_is_refused(self, enterprise: Enterprise, body: Any) -> None:
        refused = await enterprise.admin.call("post_legal_hold_policies", json={"policy_name": "Name", **body})
        assert refused.status_code == 400

    async def test_a_name_is_taken_until_its_policy_is_released(self, enterprise: Enterprise) -> None:
        first = await make_hold(enterprise, "Case 7")
        body = {"policy_name": "CASE 7", "is_ongoing": True}
        refused = await enterprise.admin.call("post_legal_hold_policies", json=body)
        await call(enterprise.admin, "delete_legal_hold_policies_id", 202, **{ID: first["id"]})
        again = await make_hold(enterprise, "Case 7")
        assert (error_of(refused), again["policy_name"]) == ((409, "conflict"), "Case 7")


@pytest.mark.operation("get_legal_hold_policies")
class TestList:
    async def test_names_are_found_by_how_they_begin_whatever_their_case(self, enterprise: Enterprise) -> None:
        for name in ("Beta", "alpha one", "Alpha two"):
            await make_hold(enterprise, name)
        page = await call(enterprise.admin, "get_legal_hold_policies", policy_name="ALPHA")
        assert [one["policy_name"] for one in page["entries"]] == ["alpha one", "Alpha two"]

    async def test_pages_follow_each_other_by_marker(self, enterprise: Enterprise) -> None:
        made = [(await make_hold(enterprise, f"Case {number}"))["id"] for number in range(3)]
        first = await call(enterprise.admin, "get_legal_hold_policies", limit=2, fields="policy_name")
        second = await call(enterprise.admin, "get_legal_hold_policies", limit=2, marker=first["next_marker"])
        found = [one["id"] for one in first["entries"] + second["entries"]]
        assert (found, second["next_marker"], set(first["entries"][0])) == (made, None, {"type", "id", "policy_name"})


@pytest.mark.operation("get_legal_hold_policies_id")
class TestGet:
    async def test_what_it_is_assigned_to_is_counted(self, enterprise: Enterprise) -> None:
        policy, file = await make_hold(enterprise), await make_file(enterprise, "a")
        await hold(enterprise, policy, "file", file.item.id)
        await hold(enterprise, policy, "ownership", enterprise.user_id)
        found = await call(enterprise.admin, "get_legal_hold_policies_id", **{ID: policy["id"]})
        counted = {name: count for name, count in found["assignment_counts"].items() if count}
        assert (counted, found["status"]) == ({"file": 1, "ownership": 1}, "active")


@pytest.mark.operation("put_legal_hold_policies_id")
class TestChange:
    async def test_what_is_not_named_stays(self, enterprise: Enterprise) -> None:
        policy = await make_hold(enterprise, "Old", description="stays")
        body = {"policy_name": "New", "release_notes": "settled"}
        changed = await call(enterprise.admin, "put_legal_hold_policies_id", **{ID: policy["id"]}, json=body)
        assert (changed["policy_name"], changed["description"], changed["release_notes"]) == ("New", "stays", "settled")
        assert (await events_about(enterprise, policy["id"]))[-1][0] == "LEGAL_HOLD_POLICY_UPDATE"

    async def test_the_name_of_another_is_refused_and_its_own_is_not(self, enterprise: Enterprise) -> None:
        policy, _ = await make_hold(enterprise, "One"), await make_hold(enterprise, "Two")
        answers = [
            await enterprise.admin.call("put_legal_hold_policies_id", **{ID: policy["id"]}, json={"policy_name": name})
            for name in ("two", "ONE")
        ]
        assert [answer.status_code for answer in answers] == [409, 200]


@pytest.mark.operation("delete_legal_hold_policies_id")
class TestRelease:
    async def test_what_it_holds_is_held_until_the_release_is_through(self, enterprise: Enterprise) -> None:
        policy, folder = await make_hold(enterprise), await create(enterprise.user, "a")
        file = await make_file(enterprise, "b", parent_id=folder["id"])
        await hold(enterprise, policy, "folder", folder["id"])
        await call(enterprise.admin, "delete_legal_hold_policies_id", 202, **{ID: policy["id"]})
        meanwhile = (
            await status_of(enterprise, policy),
            (await purge(enterprise.user, "file", file.item.id)).status_code,
        )
        await catch_up(enterprise)
        afterwards = await enterprise.user.call("delete_files_id_trash", file_id=file.item.id)
        assert (meanwhile, await status_of(enterprise, policy), afterwards.status_code) == (
            ("releasing", 403),
            "released",
            204,
        )

    async def test_it_is_released_once_and_assigned_no_more(self, enterprise: Enterprise) -> None:
        policy, file = await make_hold(enterprise), await make_file(enterprise, "a")
        await call(enterprise.admin, "delete_legal_hold_policies_id", 202, **{ID: policy["id"]})
        again = await enterprise.admin.call("delete_legal_hold_policies_id", **{ID: policy["id"]})
        body = {"policy_id": policy["id"], "assign_to": {"type": "file", "id": str(file.item.id)}}
        late = await enterprise.admin.call("post_legal_hold_policy_assignments", json=body)
        assert (error_of(again), error_of(late)) == ((409, "conflict"), (409, "conflict"))
