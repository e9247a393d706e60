"""Connections that stand for several."""

from pathlib import Path
from typing import Any

import httpx

from tests.migration.api.answers import described, many, one
from tests.migration.api.test_connections import connect_folder, unique
from tests.support.companies import Company


class TestPools:
    async def admin(self, service: httpx.AsyncClient, company: Company) -> dict[str, Any]:
        auth = {"access_token": company.enterprise.admin_token, "base_url": company.url}
        return one(
            await service.post("/v1/connections", json={"name": unique(), "platform": {"id": "box"}, "auth": auth}), 201
        )

    async def test_connections_join_a_pool_that_is_used_as_one(
        self,
        service: httpx.AsyncClient,
        company: Company,
    ):
        first, second = await self.admin(service, company), await self.admin(service, company)
        await company.box().call("post_folders", body={"name": "Shared", "parent": {"id": "0"}})

        joined = one(await service.patch(f"/v1/connections/{first['id']}/pool", json={"name": unique("pool")}))
        pool = joined["pool"]
        again = one(
            await service.patch(
                f"/v1/connections/{second['id']}/pool?fields=name&fields=pool.id&fields=pool.name",
                json={"id": pool["id"]},
            )
        )

        assert again["pool"] == {"id": pool["id"], "name": pool["name"]}
        third = await self.admin(service, company)
        by_name = one(await service.patch(f"/v1/connections/{third['id']}/pool", json={"name": pool["name"]}))
        assert by_name["pool"]["id"] == pool["id"]
        listed = many(await service.get(f"/v1/connections?pools=true&q={pool['name']}"))
        assert [(one["id"], one["group"]) for one in listed] == [(pool["id"], True)]
        for _ in range(3):
            items = many(await service.get(f"/v1/connections/{pool['id']}/items"))
            assert [item["name"] for item in items] == ["Shared"]

        left = one(await service.delete(f"/v1/connections/{first['id']}/pool"))
        assert left["pool"] is None
        assert (await service.delete(f"/v1/connections/{pool['id']}")).status_code == 204
        assert one(await service.get(f"/v1/connections/{second['id']}"))["pool"] is None

    async def test_folders_of_a_machine_do_not_pool(self, service: httpx.AsyncClient, folder: Path):
        made = await connect_folder(service, folder)

        answer = await service.patch(f"/v1/connections/{made['id']}/pool", json={"name": "x"})

        assert (answer.status_code, described(answer)) == (
            400,
            "Connections to fs do not pool: they all reach the same folders",
        )

    async def test_a_pool_without_connections_says_so(
        self,
        service: httpx.AsyncClient,
        company: Company,
    ):
        made = await self.admin(service, company)
        pool = one(await service.patch(f"/v1/connections/{made['id']}/pool", json={"name": unique("pool")}))["pool"]
        await service.delete(f"/v1/connections/{made['id']}/pool")

        answer = await service.get(f"/v1/connections/{pool['id']}/items")

        assert (answer.status_code, described(answer)) == (
            400,
            f"the pool '{pool['name']}' has no enabled connection; PATCH a connection's pool to add one",
        )

    async def test_only_a_pool_of_the_platform_can_be_joined(
        self,
        service: httpx.AsyncClient,
        company: Company,
    ):
        made, other = await self.admin(service, company), await self.admin(service, company)

        for body in ({"id": other["id"]}, {}, {"id": "0" * 32}):
            answer = await service.patch(f"/v1/connections/{made['id']}/pool", json=body)
            assert answer.status_code in {400, 404}
