"""Device pins: devices that sign in, and are signed out."""

from typing import Any

import pytest

from holdall.base.db import Transaction
from holdall.content.identity.tokens import issue_refresh_token, open_grant
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.oauth import client_of, me, request_token


async def refresh_token(enterprise: Enterprise, user_id: int) -> str:
    """A refresh token, as a consent gives one."""

    async def unit(tx: Transaction) -> str:
        grant_id = await open_grant(
            tx, enterprise_id=enterprise.id, application_id=enterprise.application_id, user_id=user_id
        )
        return await issue_refresh_token(tx, grant_id=grant_id, scopes=["root_readonly"], lifetime=3600)

    return await enterprise.gateway.platform.db.write(unit)


async def refresh(enterprise: Enterprise, token: str, device: str | None = None, name: str | None = None) -> Any:
    return await request_token(
        enterprise,
        grant_type="refresh_token",
        refresh_token=token,
        box_device_id=device,
        box_device_name=name,
        **client_of(enterprise),
    )


async def pin(enterprise: Enterprise, device: str, name: str | None = None, user_id: int | None = None) -> Any:
    """Sign a user in on a device: the tokens."""
    token = await refresh_token(enterprise, user_id or enterprise.user_id)
    answer = await refresh(enterprise, token, device, name)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def pins(enterprise: Enterprise, **query: Any) -> Any:
    response = await enterprise.admin.call("get_enterprises_id_device_pinners", enterprise_id=enterprise.id, **query)
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.operation("get_device_pinners_id", "delete_device_pinners_id", "get_enterprises_id_device_pinners")
class TestDevicePinners:
    async def test_a_device_that_signs_in_is_pinned_once(self, enterprise: Enterprise) -> None:
        first = await pin(enterprise, "device-1", "iPad")
        again = await refresh(enterprise, first["refresh_token"], "device-1", "iPad")
        await pin(enterprise, "device-1", "iPad")
        listed = await pins(enterprise)
        one = listed["entries"][0]
        read = await enterprise.admin.call("get_device_pinners_id", device_pinner_id=one["id"])
        assert (again.status_code, len(listed["entries"]), listed["limit"]) == (200, 1, 100)
        assert (one["type"], one["product_name"], one["owned_by"]["id"]) == (
            "device_pinner",
            "iPad",
            str(enterprise.user_id),
        )
        assert (listed["order"], "next_marker" in listed) == ([{"by": "id", "direction": "asc"}], False)
        assert read.json() == one

    async def test_a_device_without_a_name_has_the_applications(self, enterprise: Enterprise) -> None:
        await pin(enterprise, "device-1")
        assert [one["product_name"] for one in (await pins(enterprise))["entries"]] == ["Tests"]

    @pytest.mark.parametrize("device", [None, "0"])
    async def test_who_names_no_device_pins_none(self, enterprise: Enterprise, device: str | None) -> None:
        await refresh(enterprise, await refresh_token(enterprise, enterprise.user_id), device)
        assert (await pins(enterprise))["entries"] == []

    async def test_a_removed_device_is_signed_out_and_others_are_not(self, enterprise: Enterprise) -> None:
        lost, kept = await pin(enterprise, "lost"), await pin(enterprise, "kept")
        place = {"device_pinner_id": (await pins(enterprise))["entries"][0]["id"]}
        removed = await enterprise.admin.call("delete_device_pinners_id", **place)
        gone = await enterprise.admin.call("delete_device_pinners_id", **place)
        answers = [await refresh(enterprise, tokens["refresh_token"]) for tokens in (lost, kept)]
        reads = [(await me(enterprise, tokens["access_token"])).status_code for tokens in (lost, kept)]
        assert (removed.status_code, gone.status_code) == (204, 404)
        assert [one.status_code for one in answers] == [400, 200]
        assert (answers[0].json()["error"], reads) == ("invalid_grant", [401, 200])

    async def test_pages_follow_in_both_directions(self, enterprise: Enterprise) -> None:
        for number in range(5):
            await pin(enterprise, f"device-{number}", f"Phone {number}")
        seen: dict[str, list[str]] = {}
        for direction in ("ASC", "DESC"):
            query: dict[str, Any] = {"limit": 2, "direction": direction}
            names: list[str] = []
            while True:
                page = await pins(enterprise, **query)
                names += [one["product_name"] for one in page["entries"]]
                if "next_marker" not in page:
                    break
                query["marker"] = page["next_marker"]
            seen[direction] = names
        expected = [f"Phone {number}" for number in range(5)]
        assert seen == {"ASC": expected, "DESC": expected[::-1]}

    async def test_a_marker_of_nothing_is_refused(self, enterprise: Enterprise) -> None:
        place: dict[str, Any] = {"enterprise_id": enterprise.id}
        response = await enterprise.admin.call("get_enterprises_id_device_pinners", **place, marker="x")
        assert (response.status_code, response.json()["code"]) == (400, "invalid_marker")

    async def test_each_enterprise_sees_its_own(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        await pin(enterprise, "device-1")
        await pin(other, "device-1")
        assert [len((await pins(one))["entries"]) for one in (enterprise, other)] == [1, 1]
