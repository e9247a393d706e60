"""Assignments of retention policies: what they retain, what is listed of it, and their end."""

from typing import Any

import pytest

from tests.support.enterprise import Enterprise
from tests.support.governance import (
    ask_to_retain,
    call,
    catch_up,
    make_retention,
    purge,
    retain,
    retained_files,
)
from tests.support.metadata import apply
from tests.support.tree import add_version, create, error_of, make_file, subject_of

ID = "retention_policy_assignment_id"
KEPT = (403, "forbidden_by_policy")
FIELDS = [
    {"type": "enum", "key": "state", "displayName": "State", "options": [{"key": "open"}, {"key": "closed"}]},
    {"type": "date", "key": "left", "displayName": "Left"},
]
FIXED = {"retention_type": "non_modifiable"}


async def make_template(enterprise: Enterprise) -> Any:
    """A template with a field of options and one of dates."""
    body = {"scope": "enterprise", "displayName": "Record", "templateKey": "record", "fields": FIELDS}
    return await call(enterprise.admin, "post_metadata_templates_schema", 201, json=body)


async def file_with(enterprise: Enterprise, name: str, **values: Any) -> str:
    """A file with that template: its id."""
    file = await make_file(enterprise, name)
    await apply(enterprise.user, file.item.id, "file", "record", values)
    return str(file.item.id)


async def end_of(enterprise: Enterprise, file_id: Any) -> Any:
    """When the retention of a file ends."""
    return (await call(enterprise.user, "get_files_id", file_id=file_id, fields="disposition_at"))["disposition_at"]


@pytest.mark.operation("post_retention_policy_assignments", "get_retention_policy_assignments_id")
class TestAssign:
    async def test_a_folder_retains_all_below_it(self, enterprise: Enterprise) -> None:
        policy, folder = await make_retention(enterprise), await create(enterprise.user, "a")
        inner = await create(enterprise.user, "b", folder["id"])
        file = await make_file(enterprise, "c", parent_id=inner["id"])
        made = await retain(enterprise, policy, "folder", folder["id"])
        refused = await purge(enterprise.user, "folder", inner["id"])
        again = await call(enterprise.admin, "get_retention_policy_assignments_id", **{ID: made["id"]})
        assert (error_of(refused), await retained_files(enterprise, made), again) == (KEPT, [str(file.item.id)], made)
        assert (made["assigned_to"], made["retention_policy"]["policy_name"], made["filter_fields"]) == (
            {"type": "folder", "id": folder["id"]},
            policy["policy_name"],
            [],
        )

    async def test_an_enterprise_retains_what_is_new(self, enterprise: Enterprise) -> None:
        policy, old = await make_retention(enterprise), await make_file(enterprise, "old")
        made = await retain(enterprise, policy, "enterprise")
        new = await make_file(enterprise, "new")
        folder = await create(enterprise.user, "a")
        await make_file(enterprise, "b", parent_id=folder["id"])
        answers = [
            await purge(enterprise.user, "file", old.item.id),
            await purge(enterprise.user, "file", new.item.id),
            await purge(enterprise.user, "folder", folder["id"]),
        ]
        assert ([one.status_code for one in answers], made["assigned_to"]) == (
            [204, 403, 403],
            {"type": "enterprise", "id": None},
        )

    async def test_a_template_retains_files_that_it_is_or_was_on(self, enterprise: Enterprise) -> None:
        template, policy = await make_template(enterprise), await make_retention(enterprise)
        before = await file_with(enterprise, "before")
        made = await retain(enterprise, policy, "metadata_template", template["id"])
        await catch_up(enterprise)
        after = await file_with(enterprise, "after")
        await make_file(enterprise, "without")
        await call(
            enterprise.user,
            "delete_files_id_metadata_id_id",
            204,
            file_id=before,
            scope="enterprise",
            template_key="record",
        )
        assert await retained_files(enterprise, made) == [before, after]
        assert error_of(await purge(enterprise.user, "file", before)) == KEPT

    async def test_a_value_and_a_date_of_the_template_narrow_and_begin_it(self, enterprise: Enterprise) -> None:
        template, policy = await make_template(enterprise), await make_retention(enterprise)
        state, left = template["fields"]
        closed = state["options"][1]["id"]
        made = await retain(
            enterprise,
            policy,
            "metadata_template",
            template["id"],
            filter_fields=[{"field": state["id"], "value": closed}],
            start_date_field=left["id"],
        )
        await file_with(enterprise, "open", state="open")
        undated = await file_with(enterprise, "undated", state="closed")
        dated = await file_with(enterprise, "dated", state="closed", left="2099-01-01T00:00:00Z")
        dates = [await end_of(enterprise, one) for one in (undated, dated)]
        patch = [{"op": "add", "path": "/left", "value": "2098-01-01T00:00:00Z"}]
        place: dict[str, Any] = {"scope": "enterprise", "template_key": "record"}
        await call(enterprise.user, "put_files_id_metadata_id_id", file_id=undated, **place, json=patch)
        assert (await retained_files(enterprise, made), made["filter_fields"], made["start_date_field"]) == (
            [undated, dated],
            [{"field": state["id"], "value": closed}],
            left["id"],
        )
        assert (dates, await end_of(enterprise, undated)) == (
            [None, "2099-01-31T00:00:00+00:00"],
            "2098-01-31T00:00:00+00:00",
        )

    async def test_what_is_moved_out_stays_retained(self, enterprise: Enterprise) -> None:
        policy, folder = await make_retention(enterprise), await create(enterprise.user, "a")
        file = await make_file(enterprise, "b", parent_id=folder["id"])
        await retain(enterprise, policy, "folder", folder["id"])
        end = await end_of(enterprise, file.item.id)
        await call(enterprise.user, "put_files_id", file_id=file.item.id, json={"parent": {"id": "0"}})
        refused = await purge(enterprise.user, "file", file.item.id)
        assert (error_of(refused), await end_of(enterprise, file.item.id), end is None) == (KEPT, end, False)

    async def test_what_is_retained_as_long_already_is_a_conflict(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        month = await make_retention(enterprise)
        week = await make_retention(enterprise, policy_name="Week", retention_length=7)
        year = await make_retention(enterprise, policy_name="Year", retention_length=365)
        answers = [
            await ask_to_retain(enterprise, policy, "folder", folder["id"]) for policy in (month, month, week, year)
        ]
        assert [answer.status_code for answer in answers] == [201, 409, 409, 201]

    async def test_what_cannot_be_retained_is_refused(self, enterprise: Enterprise) -> None:
        template, policy = await make_template(enterprise), await make_retention(enterprise)
        endless = {"policy_type": "indefinite", "retention_length": None, "disposition_action": "remove_retention"}
        indefinite = await make_retention(enterprise, policy_name="Endless", **endless)
        state, left = template["fields"]
        file = await make_file(enterprise, "a")
        root_id = (await subject_of(enterprise.user)).root_id
        on = ("metadata_template", template["id"])
        answers = [
            await ask_to_retain(enterprise, policy, "enterprise", enterprise.id),
            await ask_to_retain(enterprise, policy, "folder"),
            await ask_to_retain(enterprise, policy, "folder", root_id),
            await ask_to_retain(enterprise, policy, "enterprise", start_date_field="upload_date"),
            await ask_to_retain(enterprise, policy, *on, start_date_field=state["id"]),
            await ask_to_retain(enterprise, indefinite, *on, start_date_field=left["id"]),
            await ask_to_retain(enterprise, policy, *on, filter_fields=[{"field": left["id"], "value": "x"}]),
            await ask_to_retain(enterprise, policy, *on, filter_fields=[{"field": state["id"], "value": "x"}]),
            await ask_to_retain(enterprise, policy, "folder", file.item.id),
            await ask_to_retain(enterprise, policy, "metadata_template", "nothing"),
            await ask_to_retain(enterprise, {"id": "1"}, "enterprise"),
        ]
        assert [answer.status_code for answer in answers] == [400] * 8 + [404] * 3


@pytest.mark.operation("delete_retention_policy_assignments_id")
class TestEnd:
    async def test_what_it_retained_can_be_removed_at_once(self, enterprise: Enterprise) -> None:
        policy, folder = await make_retention(enterprise), await create(enterprise.user, "a")
        file = await make_file(enterprise, "b", parent_id=folder["id"])
        made = await retain(enterprise, policy, "folder", folder["id"])
        await call(enterprise.admin, "delete_retention_policy_assignments_id", 204, **{ID: made["id"]})
        gone = await enterprise.admin.call("get_retention_policy_assignments_id", **{ID: made["id"]})
        done = await purge(enterprise.user, "file", file.item.id)
        assert (error_of(gone), done.status_code) == ((404, "not_found"), 204)

    async def test_that_of_a_policy_that_is_not_modifiable_stays(self, enterprise: Enterprise) -> None:
        policy, folder = await make_retention(enterprise, **FIXED), await create(enterprise.user, "a")
        made = await retain(enterprise, policy, "folder", folder["id"])
        refused = await enterprise.admin.call("delete_retention_policy_assignments_id", **{ID: made["id"]})
        assert error_of(refused) == (403, "forbidden")


@pytest.mark.operation(
    "get_retention_policy_assignments_id_files_under_retention",
    "get_retention_policy_assignments_id_file_versions_under_retention",
)
class TestRetained:
    async def test_files_by_their_current_version_and_versions_that_were(self, enterprise: Enterprise) -> None:
        policy, folder = await make_retention(enterprise), await create(enterprise.user, "a")
        file = await make_file(enterprise, "b", parent_id=folder["id"])
        await enterprise.gateway.platform.db.write(
            add_version, await subject_of(enterprise.user), size=2, file_id=file.item.id
        )
        made = await retain(enterprise, policy, "folder", folder["id"])
        pages = [
            await call(
                enterprise.admin,
                f"get_retention_policy_assignments_id_{name}_under_retention",
                **{ID: made["id"]},
            )
            for name in ("files", "file_versions")
        ]
        [current], [past] = [page["entries"] for page in pages]
        assert (current["id"], past["id"], past["file_version"]["id"]) == (
            str(file.item.id),
            str(file.item.id),
            str(file.item.version_id),
        )

    async def test_an_enterprise_is_listed_in_pages(self, enterprise: Enterprise) -> None:
        made = await retain(enterprise, await make_retention(enterprise), "enterprise")
        files = [str((await make_file(enterprise, f"{number}")).item.id) for number in range(3)]
        found: list[str] = []
        marker: Any = ""
        while marker is not None:
            page = await call(
                enterprise.admin,
                "get_retention_policy_assignments_id_files_under_retention",
                **{ID: made["id"]},
                limit=2,
                marker=marker,
            )
            found += [entry["id"] for entry in page["entries"]]
            marker = page["next_marker"]
        assert found == files
