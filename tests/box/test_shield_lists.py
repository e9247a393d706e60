"""Shield lists: made, read, changed and removed, and what each kind may hold."""

from typing import Any

import httpx
import pytest

from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.tree import error_of

CONTENTS: list[dict[str, Any]] = [
    {"type": "country", "country_codes": ["US", "PL"]},
    {"type": "domain", "domains": ["box.com", "example.com"]},
    {"type": "email", "email_addresses": ["uma@example.com"]},
    {"type": "ip", "ip_addresses": ["127.0.0.1", "80.12.12.12/24", "2001:db8::/32"]},
]


async def make_list(client: Client, name: str = "mine", content: Any = None, **more: Any) -> httpx.Response:
    """The answer to the wish for a list."""
    return await client.call(
        "post_shield_lists_v2025.0", json={"name": name, "content": content or CONTENTS[0], **more}
    )


@pytest.mark.operation("post_shield_lists_v2025.0", "get_shield_lists_v2025.0", "get_shield_lists_id_v2025.0")
class TestMakeAndRead:
    async def test_each_kind_is_kept_as_it_was_given(self, enterprise: Enterprise) -> None:
        made = [(await make_list(enterprise.admin, one["type"], one)).json() for one in CONTENTS]
        read = [
            (await enterprise.admin.call("get_shield_lists_id_v2025.0", shield_list_id=one["id"])).json()
            for one in made
        ]
        assert read == made
        assert [one["content"] for one in made] == CONTENTS
        assert (made[0]["type"], made[0]["description"]) == ("shield_list", "")
        assert made[0]["enterprise"] == {"type": "enterprise", "id": str(enterprise.id)}

    async def test_the_list_of_lists_leaves_their_members_out(self, enterprise: Enterprise) -> None:
        made = (await make_list(enterprise.admin)).json()
        listed = (await enterprise.admin.call("get_shield_lists_v2025.0")).json()
        mini = {"type": "shield_list", "id": made["id"], "name": "mine", "content": {"type": "country"}}
        assert listed == {"entries": [mini]}

    async def test_a_name_is_given_once_in_an_enterprise(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        first, second = await make_list(enterprise.admin), await make_list(enterprise.admin)
        elsewhere = await make_list(other.admin)
        assert (first.status_code, elsewhere.status_code, error_of(second)) == (200, 200, (409, "conflict"))

    @pytest.mark.parametrize(
        "content",
        [
            {"type": "country", "country_codes": ["Poland"]},
            {"type": "country", "country_codes": ["PL", "PL"]},
            {"type": "country", "country_codes": []},
            {"type": "country", "domains": ["example.com"]},
            {"type": "domain", "domains": ["example"]},
            {"type": "email", "email_addresses": ["example.com"]},
            {"type": "ip", "ip_addresses": ["300.1.1.1"]},
            {"type": "integration", "integrations": [{"id": "1"}]},
        ],
    )
    async def test_members_that_are_none_are_refused(self, enterprise: Enterprise, content: dict[str, Any]) -> None:
        assert error_of(await make_list(enterprise.admin, content=content)) == (400, "bad_request")

    async def test_a_list_without_a_name_is_refused(self, enterprise: Enterprise) -> None:
        assert error_of(await make_list(enterprise.admin, " ")) == (400, "bad_request")


@pytest.mark.operation("put_shield_lists_id_v2025.0", "delete_shield_lists_id_v2025.0")
class TestChange:
    async def test_name_and_members_are_replaced_and_a_description_stays_unless_given(
        self, enterprise: Enterprise
    ) -> None:
        admin = enterprise.admin
        made = (await make_list(admin, description="first")).json()
        await make_list(admin, "taken")

        async def change(**body: Any) -> httpx.Response:
            return await admin.call("put_shield_lists_id_v2025.0", shield_list_id=made["id"], json=body)

        changed = (await change(name="other", content=CONTENTS[1])).json()
        told = (await change(name="other", content=CONTENTS[1], description="second")).json()
        refused = await change(name="taken", content=CONTENTS[1])
        assert changed == {**made, "name": "other", "content": CONTENTS[1], "updated_at": changed["updated_at"]}
        assert (told["description"], error_of(refused)) == ("second", (409, "conflict"))

    async def test_a_list_that_is_removed_is_gone(self, enterprise: Enterprise) -> None:
        made = (await make_list(enterprise.admin)).json()
        place: dict[str, Any] = {"shield_list_id": made["id"]}
        answers = [await enterprise.admin.call("delete_shield_lists_id_v2025.0", **place) for _ in range(2)]
        assert [one.status_code for one in answers] == [204, 404]
