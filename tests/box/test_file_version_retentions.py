"""Which versions are retained, until when, and by which policy they are."""

from typing import Any

import pytest

from tests.support.client import counted_queries
from tests.support.enterprise import Enterprise
from tests.support.governance import call, hold, make_hold, make_retention, retain
from tests.support.tree import create, error_of, make_file

ENDLESS = {"policy_type": "indefinite", "retention_length": None, "disposition_action": "remove_retention"}


async def listed(enterprise: Enterprise, **ways: Any) -> list[str]:
    """The ids of the retentions that are listed."""
    page = await call(enterprise.admin, "get_file_version_retentions", **ways)
    return [entry["id"] for entry in page["entries"]]


@pytest.mark.operation("get_file_version_retentions", "get_file_version_retentions_id")
class TestRetentions:
    async def test_the_policy_that_ends_last_wins(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        file = await make_file(enterprise, "b", parent_id=folder["id"])
        month = await make_retention(enterprise)
        year = await make_retention(enterprise, policy_name="Year", retention_length=365)
        for policy in (month, year):
            await retain(enterprise, policy, "folder", folder["id"])
        [retention] = (await call(enterprise.admin, "get_file_version_retentions"))["entries"]
        alone = await call(
            enterprise.admin, "get_file_version_retentions_id", file_version_retention_id=retention["id"]
        )
        shown = await call(enterprise.user, "get_files_id", file_id=file.item.id, fields="disposition_at")
        assert (
            retention["file"]["id"],
            retention["file_version"]["id"],
            retention["winning_retention_policy"]["id"],
        ) == (
            str(file.item.id),
            str(file.item.version_id),
            year["id"],
        )
        assert (alone, retention["disposition_at"]) == (retention, shown["disposition_at"])

    async def test_they_are_found_by_file_version_policy_and_date(self, enterprise: Enterprise) -> None:
        one, other = await create(enterprise.user, "one"), await create(enterprise.user, "other")
        first = (await make_file(enterprise, "a", parent_id=one["id"])).item
        second = (await make_file(enterprise, "b", parent_id=other["id"])).item
        month = await make_retention(enterprise)
        endless = await make_retention(enterprise, policy_name="Endless", **ENDLESS)
        await retain(enterprise, month, "folder", one["id"])
        await retain(enterprise, endless, "folder", other["id"])
        ways: list[dict[str, Any]] = [
            {},
            {"file_id": str(first.id)},
            {"file_version_id": str(second.version_id)},
            {"file_id": str(first.id), "file_version_id": str(second.version_id)},
            {"policy_id": endless["id"]},
            {"disposition_action": "permanently_delete"},
            {"disposition_before": "2999-01-01T00:00:00Z"},
            {"disposition_after": "2999-01-01T00:00:00Z"},
            {"policy_id": "1"},
            {"file_id": "1"},
        ]
        found = [await listed(enterprise, **way) for way in ways]
        ids = [str(first.version_id), str(second.version_id)]
        assert found == [ids, ids[:1], ids[1:], [], ids[1:], ids[:1], ids[:1], [], [], []]

    async def test_each_is_listed_once_in_pages_however_often_it_is_retained(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        policy = await make_retention(enterprise)
        for target in (("folder", folder["id"]), ("enterprise",)):
            await retain(enterprise, policy, *target)
        files = [await make_file(enterprise, f"{number}", parent_id=folder["id"]) for number in range(3)]
        found: list[str] = []
        marker: Any = ""
        while marker is not None:
            page = await call(enterprise.admin, "get_file_version_retentions", limit=2, marker=marker)
            found += [entry["id"] for entry in page["entries"]]
            marker = page["next_marker"]
        assert found == [str(file.item.version_id) for file in files]

    async def test_three_take_as_many_queries_as_one(self, enterprise: Enterprise) -> None:
        db, folder = enterprise.gateway.platform.db, await create(enterprise.user, "a")
        await retain(enterprise, await make_retention(enterprise), "folder", folder["id"])
        await hold(enterprise, await make_hold(enterprise), "folder", folder["id"])
        counts = []
        for number in range(3):
            await make_file(enterprise, f"{number}", parent_id=folder["id"])
            with counted_queries(db) as queries:
                found = await listed(enterprise)
            counts.append((len(found), len(queries)))
        assert [found for found, _ in counts] == [1, 2, 3]
        assert counts[0][1] == counts[2][1]

    async def test_a_version_that_is_not_retained_has_none(self, enterprise: Enterprise) -> None:
        file = await make_file(enterprise, "a")
        answer = await enterprise.admin.call(
            "get_file_version_retentions_id", file_version_retention_id=str(file.item.version_id)
        )
        assert error_of(answer) == (404, "not_found")
