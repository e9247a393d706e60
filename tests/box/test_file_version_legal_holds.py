"""Which versions are on hold, and everything that holds them."""

import pytest

from tests.support.enterprise import Enterprise
from tests.support.governance import call, hold, make_hold
from tests.support.tree import create, error_of, make_file


@pytest.mark.operation("get_file_version_legal_holds", "get_file_version_legal_holds_id")
class TestHeldVersions:
    async def test_a_version_names_every_assignment_that_holds_it(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        file = await make_file(enterprise, "b", parent_id=folder["id"])
        policy = await make_hold(enterprise)
        assigned = [
            await hold(enterprise, policy, "folder", folder["id"]),
            await hold(enterprise, await make_hold(enterprise, "Other"), "file", file.item.id),
        ]
        page = await call(enterprise.admin, "get_file_version_legal_holds", policy_id=policy["id"])
        [held] = page["entries"]
        alone = await call(enterprise.admin, "get_file_version_legal_holds_id", file_version_legal_hold_id=held["id"])
        assert (held["file"]["id"], held["file_version"]["id"], held["legal_hold_policy_assignments"]) == (
            str(file.item.id),
            str(file.item.version_id),
            assigned,
        )
        assert alone == held

    async def test_of_a_policy_that_is_not_there_nothing_is_held(self, enterprise: Enterprise) -> None:
        page = await call(enterprise.admin, "get_file_version_legal_holds", policy_id="1234567890")
        assert page["entries"] == []

    async def test_a_version_that_is_not_held_has_no_hold(self, enterprise: Enterprise) -> None:
        file = await make_file(enterprise, "a")
        for number in (file.item.version_id, 987654321):
            answer = await enterprise.admin.call(
                "get_file_version_legal_holds_id", file_version_legal_hold_id=str(number)
            )
            assert error_of(answer) == (404, "not_found")
