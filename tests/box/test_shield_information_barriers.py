"""Information barriers: their segments, members, restrictions, statuses and reports. What they do is in test_barrier_effects."""

import csv
import io
from typing import Any

import pytest

from tests.support.barriers import (
    PREFIX,
    add_member,
    barrier_named,
    change_status,
    enable,
    make_barrier,
    make_segment,
    named,
    report_on,
    restrict,
    segment_named,
    status_of,
    work,
)
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import error_of, share
from tests.support.tree import create

BASE = "shield_information_barrier"


async def get(client: Client, kind: str, thing_id: Any) -> Any:
    return await client.call(f"get_{BASE}{kind}s_id", **{f"{BASE}{kind}_id": thing_id})


async def delete(client: Client, kind: str, thing_id: Any) -> Any:
    return await client.call(f"delete_{BASE}{kind}s_id", **{f"{BASE}{kind}_id": thing_id})


async def two_segments(enterprise: Enterprise) -> tuple[Any, Any, Any]:
    """A barrier and two segments, of which the first is kept from the second."""
    barrier_id = await make_barrier(enterprise)
    segments = [await make_segment(enterprise.admin, barrier_id, name) for name in ("Research", "Trading")]
    await restrict(enterprise.admin, *segments)
    return barrier_id, *segments


@pytest.mark.operation(
    "get_shield_information_barriers",
    "post_shield_information_barriers",
    "get_shield_information_barriers_id",
    "post_shield_information_barriers_change_status",
)
class TestBarriers:
    async def test_an_enterprise_has_one_barrier(self, enterprise: Enterprise) -> None:
        barrier_id = await make_barrier(enterprise)
        read = (await get(enterprise.admin, "", barrier_id)).json()
        listed = (await enterprise.admin.call("get_shield_information_barriers")).json()
        body = {"enterprise": named("enterprise", enterprise.id)}
        second = await enterprise.admin.call("post_shield_information_barriers", json=body)
        assert (read["status"], read["enterprise"]) == ("draft", named("enterprise", enterprise.id))
        assert read["created_by"] == named("user", enterprise.admin_id)
        assert listed == {"entries": [read], "limit": 100, "next_marker": None}
        assert (error_of(second), "enabled_at" in read) == ((409, "conflict"), False)

    async def test_it_is_begun_for_the_own_enterprise(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        body = {"enterprise": named("enterprise", other.id)}
        response = await enterprise.admin.call("post_shield_information_barriers", json=body)
        assert response.status_code == 404

    async def test_it_is_enabled_by_background_work_and_disabled_at_once(self, enterprise: Enterprise) -> None:
        barrier_id, _, _ = await two_segments(enterprise)
        await enable(enterprise, barrier_id, with_work=False)
        pending = await status_of(enterprise, barrier_id)
        await work(enterprise.gateway, barrier_id)
        enabled = (await get(enterprise.admin, "", barrier_id)).json()
        disabled = (await change_status(enterprise.admin, barrier_id, "disabled")).json()
        again = (await change_status(enterprise.admin, barrier_id, "pending")).json()
        assert (pending, enabled["status"], enabled["enabled_by"]) == (
            "pending",
            "enabled",
            named("user", enterprise.admin_id),
        )
        assert (disabled["status"], again["status"], "enabled_at" in again) == ("disabled", "pending", False)

    async def test_a_barrier_that_was_disabled_meanwhile_stays_so(self, enterprise: Enterprise) -> None:
        barrier_id, _, _ = await two_segments(enterprise)
        await enable(enterprise, barrier_id, with_work=False)
        await change_status(enterprise.admin, barrier_id, "disabled")
        await work(enterprise.gateway, barrier_id)
        assert await status_of(enterprise, barrier_id) == "disabled"

    async def test_statuses_that_do_not_lead_there_are_conflicts(self, enterprise: Enterprise) -> None:
        barrier_id, _, _ = await two_segments(enterprise)
        from_draft = await change_status(enterprise.admin, barrier_id, "disabled")
        await enable(enterprise, barrier_id)
        from_enabled = await change_status(enterprise.admin, barrier_id, "pending")
        assert [error_of(one) for one in (from_draft, from_enabled)] == [(409, "conflict")] * 2

    async def test_it_needs_a_restriction_and_a_report_to_be_enabled(self, enterprise: Enterprise) -> None:
        barrier_id = await make_barrier(enterprise)
        segments = [await make_segment(enterprise.admin, barrier_id, name) for name in ("Research", "Trading")]
        without_restriction = await change_status(enterprise.admin, barrier_id, "pending")
        await restrict(enterprise.admin, *segments)
        without_report = await change_status(enterprise.admin, barrier_id, "pending")
        assert ("restricts no segment" in without_restriction.json()["message"], without_restriction.status_code) == (
            True,
            409,
        )
        assert ("create a report" in without_report.json()["message"], without_report.status_code) == (True, 409)

    async def test_the_log_tells_of_each_status_with_its_segments(self, enterprise: Enterprise) -> None:
        barrier_id, first, _ = await two_segments(enterprise)
        await add_member(enterprise.admin, first, enterprise.user_id)
        await enable(enterprise, barrier_id)
        await change_status(enterprise.admin, barrier_id, "disabled")
        log = (await enterprise.admin.call("get_events", stream_type="admin_logs", limit=500)).json()["entries"]
        told = [one for one in log if one["event_type"].startswith("SHIELD")]
        segments = [{"name": "Research", "member_count": 1}, {"name": "Trading", "member_count": 0}]
        assert [one["event_type"].rpartition("_")[2] for one in told] == ["PENDING", "ENABLED", "DISABLED"]
        assert told[1]["source"] == {
            "barrier_id": int(barrier_id),
            "barrier_status": "ENABLED",
            "barrier_segments": segments,
        }
        assert told[1]["created_by"]["id"] == str(enterprise.admin_id)


@pytest.mark.operation(
    "get_shield_information_barrier_segments",
    "post_shield_information_barrier_segments",
    "get_shield_information_barrier_segments_id",
    "put_shield_information_barrier_segments_id",
    "delete_shield_information_barrier_segments_id",
)
class TestSegments:
    async def test_a_segment_is_made_read_changed_listed_and_deleted(self, enterprise: Enterprise) -> None:
        admin, barrier_id = enterprise.admin, await make_barrier(enterprise)
        segment_id = await make_segment(admin, barrier_id, " Research ", enterprise.user_id)
        place = {"shield_information_barrier_segment_id": segment_id}
        changed = await admin.call(f"put_{BASE}_segments_id", **place, json={"description": "Who finds out"})
        read = (await get(admin, "_segment", segment_id)).json()
        listed = (await admin.call(f"get_{BASE}_segments", shield_information_barrier_id=barrier_id)).json()
        deleted = await delete(admin, "_segment", segment_id)
        gone = await get(admin, "_segment", segment_id)
        assert (changed.status_code, changed.json()) == (200, read)
        assert (read["name"], read["description"]) == ("Research", "Who finds out")
        assert read["shield_information_barrier"] == barrier_named(barrier_id)
        assert (listed["entries"], deleted.status_code, gone.status_code) == ([read], 204, 404)

    async def test_a_name_is_given_once(self, enterprise: Enterprise) -> None:
        barrier_id, first, _ = await two_segments(enterprise)
        body = {"shield_information_barrier": barrier_named(barrier_id), "name": "TRADING"}
        made = await enterprise.admin.call(f"{PREFIX}_segments", json=body)
        place = {"shield_information_barrier_segment_id": first}
        renamed = await enterprise.admin.call(f"put_{BASE}_segments_id", **place, json={"name": "trading"})
        own = await enterprise.admin.call(f"put_{BASE}_segments_id", **place, json={"name": "RESEARCH"})
        assert (error_of(made), error_of(renamed), own.status_code) == ((409, "conflict"), (409, "conflict"), 200)

    async def test_there_are_ten_at_most(self, enterprise: Enterprise) -> None:
        barrier_id = await make_barrier(enterprise)
        for number in range(10):
            await make_segment(enterprise.admin, barrier_id, f"Segment {number}")
        body = {"shield_information_barrier": barrier_named(barrier_id), "name": "Eleventh"}
        assert error_of(await enterprise.admin.call(f"{PREFIX}_segments", json=body)) == (409, "conflict")


@pytest.mark.operation(
    "get_shield_information_barrier_segment_members",
    "post_shield_information_barrier_segment_members",
    "get_shield_information_barrier_segment_members_id",
    "delete_shield_information_barrier_segment_members_id",
)
class TestMembers:
    async def test_a_user_is_in_one_segment_at_most(self, enterprise: Enterprise) -> None:
        admin = enterprise.admin
        barrier_id, first, second = await two_segments(enterprise)
        member_id = await add_member(admin, first, enterprise.user_id)
        body = {"shield_information_barrier_segment": segment_named(second), "user": named("user", enterprise.user_id)}
        elsewhere = await admin.call(f"{PREFIX}_segment_members", json=body)
        read = (await get(admin, "_segment_member", member_id)).json()
        listed = (await admin.call(f"get_{BASE}_segment_members", shield_information_barrier_segment_id=first)).json()
        removed = await delete(admin, "_segment_member", member_id)
        later = await admin.call(f"{PREFIX}_segment_members", json=body)
        assert (read["user"], read["shield_information_barrier"]) == (body["user"], barrier_named(barrier_id))
        assert read["shield_information_barrier_segment"] == segment_named(first)
        assert (error_of(elsewhere), listed["entries"]) == ((409, "conflict"), [read])
        assert (removed.status_code, later.status_code) == (204, 201)

    async def test_members_are_people_of_the_enterprise(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        service_id, _ = await enterprise.new_user("Robot", kind="service")
        _, first, _ = await two_segments(enterprise)
        segment = {"shield_information_barrier_segment": segment_named(first)}
        statuses = [
            (await enterprise.admin.call(f"{PREFIX}_segment_members", json={**segment, "user": named("user", one)}))
            for one in (other.user_id, service_id)
        ]
        assert [one.status_code for one in statuses] == [404, 400]

    async def test_the_barrier_of_a_body_must_be_the_segments(self, enterprise: Enterprise) -> None:
        _, first, second = await two_segments(enterprise)
        wrong = {"shield_information_barrier": barrier_named(1), "type": f"{BASE}_segment_member"}
        body = {**wrong, "shield_information_barrier_segment": segment_named(first)}
        member = await enterprise.admin.call(
            f"{PREFIX}_segment_members", json={**body, "user": named("user", enterprise.user_id)}
        )
        restriction = await enterprise.admin.call(
            f"{PREFIX}_segment_restrictions", json={**body, "restricted_segment": segment_named(second)}
        )
        assert (member.status_code, restriction.status_code) == (404, 404)

    async def test_a_deleted_user_is_in_no_segment(self, enterprise: Enterprise) -> None:
        _, first, _ = await two_segments(enterprise)
        user_id, _ = await enterprise.new_user()
        member_id = await add_member(enterprise.admin, first, user_id)
        await enterprise.admin.call("delete_users_id", user_id=user_id)
        assert (await get(enterprise.admin, "_segment_member", member_id)).status_code == 404


@pytest.mark.operation(
    "get_shield_information_barrier_segment_restrictions",
    "post_shield_information_barrier_segment_restrictions",
    "get_shield_information_barrier_segment_restrictions_id",
    "delete_shield_information_barrier_segment_restrictions_id",
)
class TestRestrictions:
    async def test_a_restriction_goes_one_way_and_is_there_once(self, enterprise: Enterprise) -> None:
        admin = enterprise.admin
        barrier_id, first, second = await two_segments(enterprise)
        back = await restrict(admin, second, first)
        read = (await get(admin, "_segment_restriction", back)).json()
        body = {
            "type": f"{BASE}_segment_restriction",
            "shield_information_barrier_segment": segment_named(second),
            "restricted_segment": segment_named(first),
        }
        twice = await admin.call(f"{PREFIX}_segment_restrictions", json=body)
        itself = await admin.call(
            f"{PREFIX}_segment_restrictions", json={**body, "restricted_segment": segment_named(second)}
        )
        listed = await admin.call(f"get_{BASE}_segment_restrictions", shield_information_barrier_segment_id=second)
        deleted = await delete(admin, "_segment_restriction", back)
        assert (read["shield_information_barrier_segment"], read["restricted_segment"]) == (
            segment_named(second),
            segment_named(first),
        )
        assert read["shield_information_barrier"] == barrier_named(barrier_id)
        assert (error_of(twice), itself.status_code, listed.json()["entries"]) == ((409, "conflict"), 400, [read])
        assert (deleted.status_code, (await get(admin, "_segment_restriction", back)).status_code) == (204, 404)

    async def test_a_barrier_that_acts_stays_as_it_is(self, enterprise: Enterprise) -> None:
        admin = enterprise.admin
        barrier_id, first, second = await two_segments(enterprise)
        member_id = await add_member(admin, first, enterprise.user_id)
        back = await restrict(admin, second, first)
        await enable(enterprise, barrier_id)
        body = {"shield_information_barrier": barrier_named(barrier_id), "name": "More"}
        answers = [
            await delete(admin, "_segment", first),
            await delete(admin, "_segment_member", member_id),
            await delete(admin, "_segment_restriction", back),
            await admin.call(f"{PREFIX}_segments", json=body),
        ]
        await change_status(admin, barrier_id, "disabled")
        afterwards = await delete(admin, "_segment", first)
        assert ([error_of(one) for one in answers], afterwards.status_code) == ([(409, "conflict")] * 4, 204)


@pytest.mark.operation(
    "get_shield_information_barrier_reports",
    "post_shield_information_barrier_reports",
    "get_shield_information_barrier_reports_id",
)
class TestReports:
    async def test_a_report_lists_what_enabling_will_remove(self, enterprise: Enterprise) -> None:
        owner_id, owner = await enterprise.new_user("=Olga Owner")
        barrier_id, first, second = await two_segments(enterprise)
        await add_member(enterprise.admin, first, enterprise.user_id)
        await add_member(enterprise.admin, second, owner_id)
        outer = await create(owner, "Outer")
        inner = await create(owner, "Inner", outer["id"])
        other_id, _ = await enterprise.new_user()
        await share(owner, inner["id"], {"id": enterprise.user_id}, role="viewer")
        await share(owner, outer["id"], {"id": other_id})
        report = await report_on(enterprise, barrier_id)
        folder_id = report["details"]["details"]["folder_id"]
        held = (await enterprise.admin.call("get_folders_id_items", folder_id=folder_id)).json()["entries"]
        content = await enterprise.admin.call("get_files_id_content", file_id=held[0]["id"])
        lines = list(csv.DictReader(io.StringIO((await enterprise.admin.http.get(content.headers["location"])).text)))
        listed = await enterprise.admin.call(f"get_{BASE}_reports", shield_information_barrier_id=barrier_id)
        assert (report["status"], listed.json()["entries"]) == ("done", [report])
        assert report["shield_information_barrier"] == {"shield_information_barrier": barrier_named(barrier_id)}
        assert [(one["Item ID"], one["To Be Removed Related Entity Name"]) for one in lines] == [
            (inner["id"], "Uma User")
        ]
        assert (lines[0]["Owner Name"], lines[0]["Path"], lines[0]["Path IDs"]) == (
            "'=Olga Owner",
            "All Files/Outer",
            f"0/{outer['id']}",
        )
        assert (lines[0]["Owner Segment Name"], lines[0]["To Be Removed Related Entity Segment Name"]) == (
            "Trading",
            "Research",
        )

    async def test_one_is_written_at_a_time(self, enterprise: Enterprise) -> None:
        body = {"shield_information_barrier": barrier_named(await make_barrier(enterprise))}
        first = await enterprise.admin.call(f"{PREFIX}_reports", json=body)
        second = await enterprise.admin.call(f"{PREFIX}_reports", json=body)
        assert (first.status_code, first.json()["status"], "details" in first.json()) == (201, "pending", False)
        assert error_of(second) == (409, "conflict")
