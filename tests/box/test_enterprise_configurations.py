"""Enterprise configurations: they tell what holds in the enterprise, and follow what it decides."""

from typing import Any

import httpx
import pytest

from holdall.content.identity.enterprise_settings import EnterpriseSettings, change_enterprise
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.tree import error_of

CATEGORIES = ("security", "content_and_sharing", "user_settings", "shield")
UNLIMITED = 999999999999999
"""What Box says of a user whose space has no limit."""


async def ask(enterprise: Enterprise, *categories: str, **more: Any) -> httpx.Response:
    """The answer to the admin's wish to see some categories."""
    call = {"enterprise_id": enterprise.id, "categories": ",".join(categories), **more}
    return await enterprise.admin.call("get_enterprise_configurations_id_v2025.0", **call)


async def values(enterprise: Enterprise, category: str, *names: str) -> list[Any]:
    """The values of some settings of a category."""
    document = (await ask(enterprise, category)).json()[category]
    assert all(document[name]["is_used"] for name in names)
    return [document[name]["value"] for name in names]


@pytest.mark.operation("get_enterprise_configurations_id_v2025.0")
class TestConfiguration:
    async def test_the_categories_that_are_asked_for_are_told(self, enterprise: Enterprise) -> None:
        documents = [(await ask(enterprise, *chosen)).json() for chosen in (CATEGORIES, ("shield",))]
        assert set(documents[0]) == {"type", "id", *CATEGORIES}
        assert documents[1] == {
            "type": "enterprise_configuration",
            "id": str(enterprise.id),
            "shield": {"shield_rules": []},
        }

    @pytest.mark.parametrize("categories", [("billing",), ("security", "billing"), ("",)])
    async def test_unknown_categories_are_refused(self, enterprise: Enterprise, categories: tuple[str, ...]) -> None:
        assert error_of(await ask(enterprise, *categories)) == (400, "bad_request")

    async def test_another_enterprise_is_not_there(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        assert error_of(await ask(enterprise, "shield", enterprise_id=other.id)) == (404, "not_found")

    async def test_new_users_get_the_space_that_it_tells(self, enterprise: Enterprise) -> None:
        names = ("new_user_default_storage_limit", "is_unlimited_storage_enabled_for_new_users")
        seen = []
        for decided in (None, 5000, -1):
            if decided is not None:
                settings = EnterpriseSettings(new_user_space_amount=decided)
                await enterprise.gateway.platform.db.write(change_enterprise, enterprise.id, settings)
            body = {"name": "New", "login": f"new{decided}.{enterprise.id}@example.com"}
            made = (await enterprise.admin.call("post_users", json=body)).json()
            told = await values(enterprise, "user_settings", *names, "new_user_default_timezone")
            seen.append((*told[:2], made["space_amount"]))
            assert (made["language"], made["timezone"]) == ("en", told[2])
        assert seen == [(10 * 1024**3, False, 10 * 1024**3), (5000, False, 5000), (-1, True, UNLIMITED)]

    async def test_links_and_allowlist_are_told_as_they_were_decided(self, enterprise: Enterprise) -> None:
        names = ("shared_link_access", "shared_link_default_access", "external_collaboration_status")
        before = await values(enterprise, "content_and_sharing", *names)
        settings = EnterpriseSettings(shared_link_access_limit="company")
        await enterprise.gateway.platform.db.write(change_enterprise, enterprise.id, settings)
        entry = {"domain": "example.com", "direction": "both"}
        await enterprise.admin.call("post_collaboration_whitelist_entries", json=entry)
        exempt = {"user": {"id": str(enterprise.user_id)}}
        await enterprise.admin.call("post_collaboration_whitelist_exempt_targets", json=exempt)
        after = await values(enterprise, "content_and_sharing", *names, "external_collaboration_allowlist_users")
        (person,) = after.pop()
        assert before == ["open", "open", "enable_external_collaboration"]
        assert after == ["company", "company", "limit_collaboration_to_allowlisted_domains"]
        assert person["id"] == enterprise.user_id

    async def test_the_shortest_password_is_one_that_is_taken(self, enterprise: Enterprise) -> None:
        names = ("password_min_length", "is_managed_user_signup_enabled")
        assert await values(enterprise, "security", *names) == [8, False]
