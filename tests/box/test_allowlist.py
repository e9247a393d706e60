"""The collaboration allowlist."""

from typing import Any

import pytest

from holdall.content.sharing.allowlist import may_collaborate
from tests.support.enterprise import Enterprise, make_enterprise


async def allow(enterprise: Enterprise, domain: str, direction: str = "both") -> str:
    body = {"domain": domain, "direction": direction}
    response = await enterprise.admin.call("post_collaboration_whitelist_entries", json=body)
    assert response.status_code == 200, response.text
    entry_id: str = response.json()["id"]
    return entry_id


async def exempt(enterprise: Enterprise, user_id: int) -> str:
    response = await enterprise.admin.call(
        "post_collaboration_whitelist_exempt_targets", json={"user": {"id": str(user_id)}}
    )
    assert response.status_code == 200, response.text
    exemption_id: str = response.json()["id"]
    return exemption_id


@pytest.mark.operation(
    "get_collaboration_whitelist_entries",
    "post_collaboration_whitelist_entries",
    "get_collaboration_whitelist_entries_id",
    "delete_collaboration_whitelist_entries_id",
)
class TestEntries:
    async def test_an_entry_is_made_read_listed_and_removed(self, enterprise: Enterprise) -> None:
        entry_id = await allow(enterprise, " Example.COM ", "inbound")
        place: dict[str, Any] = {"collaboration_whitelist_entry_id": entry_id}
        read = (await enterprise.admin.call("get_collaboration_whitelist_entries_id", **place)).json()
        listed = (await enterprise.admin.call("get_collaboration_whitelist_entries")).json()
        removed = await enterprise.admin.call("delete_collaboration_whitelist_entries_id", **place)
        again = await enterprise.admin.call("delete_collaboration_whitelist_entries_id", **place)
        assert (read["type"], read["domain"], read["direction"]) == (
            "collaboration_whitelist_entry",
            "example.com",
            "inbound",
        )
        assert read["enterprise"] == {"type": "enterprise", "id": str(enterprise.id), "name": "Acme"}
        assert listed == {"entries": [read], "limit": 100, "next_marker": None}
        assert (removed.status_code, again.status_code) == (204, 404)

    async def test_a_domain_is_listed_once(self, enterprise: Enterprise) -> None:
        await allow(enterprise, "example.com", "inbound")
        body = {"domain": "EXAMPLE.com", "direction": "outbound"}
        response = await enterprise.admin.call("post_collaboration_whitelist_entries", json=body)
        assert (response.status_code, response.json()["code"]) == (409, "conflict")

    @pytest.mark.parametrize("domain", ["", "nodot", "a b.com", "-x.com", "@example.com", "x..com", "a" * 254 + ".com"])
    async def test_what_is_no_domain_is_refused(self, enterprise: Enterprise, domain: str) -> None:
        body = {"domain": domain, "direction": "both"}
        response = await enterprise.admin.call("post_collaboration_whitelist_entries", json=body)
        assert (response.status_code, response.json()["context_info"]["errors"][0]["name"]) == (400, "domain")

    async def test_pages_follow_by_marker_until_none_is_left(self, enterprise: Enterprise) -> None:
        domains = [f"example{number}.com" for number in range(5)]
        for domain in domains:
            await allow(enterprise, domain)
        seen: list[str] = []
        query: dict[str, Any] = {"limit": 2}
        while True:
            page = (await enterprise.admin.call("get_collaboration_whitelist_entries", **query)).json()
            seen += [one["domain"] for one in page["entries"]]
            if page["next_marker"] is None:
                break
            query["marker"] = page["next_marker"]
        assert seen == domains

    async def test_a_marker_of_nothing_is_refused(self, enterprise: Enterprise) -> None:
        response = await enterprise.admin.call("get_collaboration_whitelist_entries", marker="nonsense")
        assert (response.status_code, response.json()["code"]) == (400, "invalid_marker")


@pytest.mark.operation(
    "get_collaboration_whitelist_exempt_targets",
    "post_collaboration_whitelist_exempt_targets",
    "get_collaboration_whitelist_exempt_targets_id",
    "delete_collaboration_whitelist_exempt_targets_id",
)
class TestExemptions:
    async def test_an_exemption_is_made_read_listed_and_removed(self, enterprise: Enterprise) -> None:
        exemption_id = await exempt(enterprise, enterprise.user_id)
        place: dict[str, Any] = {"collaboration_whitelist_exempt_target_id": exemption_id}
        read = (await enterprise.admin.call("get_collaboration_whitelist_exempt_targets_id", **place)).json()
        listed = (await enterprise.admin.call("get_collaboration_whitelist_exempt_targets")).json()
        removed = await enterprise.admin.call("delete_collaboration_whitelist_exempt_targets_id", **place)
        gone = await enterprise.admin.call("get_collaboration_whitelist_exempt_targets_id", **place)
        assert (read["type"], read["user"]["id"]) == ("collaboration_whitelist_exempt_target", str(enterprise.user_id))
        assert (listed["entries"], removed.status_code, gone.status_code) == ([read], 204, 404)

    async def test_a_user_is_exempt_once_and_only_in_the_own_enterprise(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        await exempt(enterprise, enterprise.user_id)
        statuses = [
            (
                await enterprise.admin.call(
                    "post_collaboration_whitelist_exempt_targets", json={"user": {"id": str(user_id)}}
                )
            ).status_code
            for user_id in (enterprise.user_id, other.user_id)
        ]
        assert statuses == [409, 404]


OPERATIONS: list[tuple[str, dict[str, Any]]] = [
    ("get_collaboration_whitelist_entries", {}),
    ("post_collaboration_whitelist_entries", {"json": {"domain": "example.com", "direction": "both"}}),
    ("get_collaboration_whitelist_entries_id", {"collaboration_whitelist_entry_id": 1}),
    ("delete_collaboration_whitelist_entries_id", {"collaboration_whitelist_entry_id": 1}),
    ("get_collaboration_whitelist_exempt_targets", {}),
    ("post_collaboration_whitelist_exempt_targets", {"json": {"user": {"id": "1"}}}),
    ("get_collaboration_whitelist_exempt_targets_id", {"collaboration_whitelist_exempt_target_id": 1}),
    ("delete_collaboration_whitelist_exempt_targets_id", {"collaboration_whitelist_exempt_target_id": 1}),
]


@pytest.mark.parametrize(("operation_id", "arguments"), OPERATIONS)
async def test_the_list_is_for_administrators(
    enterprise: Enterprise, operation_id: str, arguments: dict[str, Any]
) -> None:
    response = await enterprise.user.call(operation_id, **arguments)
    assert (response.status_code, response.json()["code"]) == (403, "access_denied_insufficient_permissions")


class TestRule:
    async def ask(self, enterprise: Enterprise, login: str, direction: Any, user_id: int | None = None) -> bool:
        return await may_collaborate(
            enterprise.gateway.platform.db,
            enterprise_id=enterprise.id,
            user_id=user_id,
            other_login=login,
            direction=direction,
        )

    async def test_without_entries_everybody_may(self, enterprise: Enterprise) -> None:
        assert await self.ask(enterprise, "anybody@anywhere.org", "inbound") is True

    async def test_with_entries_only_their_domains_and_directions_may(self, enterprise: Enterprise) -> None:
        await allow(enterprise, "in.com", "inbound")
        await allow(enterprise, "both.com", "both")
        logins = ["a@in.com", "a@BOTH.com", "a@sub.in.com", "a@elsewhere.com"]
        inbound = [await self.ask(enterprise, login, "inbound") for login in logins]
        outbound = [await self.ask(enterprise, login, "outbound") for login in logins]
        assert (inbound, outbound) == ([True, True, False, False], [False, True, False, False])

    async def test_an_exempt_user_may_with_everybody(self, enterprise: Enterprise) -> None:
        await allow(enterprise, "in.com")
        await exempt(enterprise, enterprise.user_id)
        answers = [
            await self.ask(enterprise, "a@elsewhere.com", "outbound", user_id)
            for user_id in (enterprise.user_id, enterprise.admin_id)
        ]
        assert answers == [True, False]
