"""What is done to many at once reaches those that the same filters would list, and no others."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from holdall.base.ids import new_secret
from tests.migration.api.answers import many, one
from tests.migration.api.test_connections import connect_folder


async def add_jobs(service: httpx.AsyncClient, folder: Path, word: str, count: int) -> list[str]:
    """Jobs that are called by this word and a number."""
    source, destination = (folder / "source", folder / "destination")
    ends: dict[str, Any] = {"transfer_type": "copy"}
    for name, place in (("source", source), ("destination", destination)):
        place.mkdir()
        ends[name] = {"connection": {"id": (await connect_folder(service, place))["id"]}}
    bodies = [{"name": f"{word} {number}", "transfer": ends, "schedule": {"mode": "manual"}} for number in range(count)]
    return [one(await service.post("/v1/jobs", json=body), 201)["id"] for body in bodies]


class TestJobs:
    async def test_the_clients_page_is_kept_to(self, service: httpx.AsyncClient, tmp_path: Path):
        word = new_secret(12)
        await add_jobs(service, tmp_path, word, 3)

        page = await service.patch(f"/v1/jobs?start=1&q={word}&offset=0&limit=2")
        rest = await service.patch(f"/v1/jobs?start=1&q={word}&offset=2&limit=20")

        assert [answer.json()["meta"]["total_count"] for answer in (page, rest)] == [2, 1]
        listed = many(await service.get(f"/v1/jobs?q={word}&fields=status"))
        assert [job["status"] for job in listed] == ["start"] * 3

    async def test_without_a_page_all_are_meant(self, service: httpx.AsyncClient, tmp_path: Path):
        word = new_secret(12)
        await add_jobs(service, tmp_path, word, 3)

        removed = await service.delete(f"/v1/jobs?q={word}")

        assert removed.json()["meta"]["total_count"] == 3
        assert many(await service.get(f"/v1/jobs?q={word}")) == []


class TestSchedulers:
    async def test_only_those_that_are_meant_are_switched(self, service: httpx.AsyncClient):
        word = new_secret(12)
        made = [one(await service.post("/v1/schedulers", json={"name": f"{word}{name}"}), 201) for name in "ab"]
        await service.patch(f"/v1/schedulers/{made[1]['id']}", json={"disabled": True})

        switched = await service.patch(f"/v1/schedulers?pause=1&q={word}&active=true&offset=0&limit=20")

        assert switched.json()["meta"]["total_count"] == 1
        listed = many(await service.get(f"/v1/schedulers?q={word}&sort=name&fields=status"))
        assert [scheduler["status"] for scheduler in listed] == ["paused", "running"]
        (default,) = many(await service.get("/v1/schedulers?q=default"))
        assert default["status"] == "running"


BODIES: dict[str, dict[str, Any]] = {
    "connections": {"platform": {"id": "fs"}},
    "users": {"password": "long enough for one"},
    "account_maps": {},
    "reports": {},
    "groups": {},
    "notifications": {"notification_types": ["job-failed"]},
    "jobs/categories": {},
    "schedulers": {},
    "roles": {"permissions": ["jobs.read"]},
    "transfers/categories": {
        "filter": {"rules": [{"filter": {"name": "path", "op": "eq", "value": "no path of any test"}}]}
    },
}
CALLED = {"users": "login", "notifications": "recipient"}


class TestDelete:
    @pytest.mark.parametrize("kind", BODIES)
    async def test_those_that_a_list_with_the_filters_has_are_removed(
        self, service: httpx.AsyncClient, tmp_path: Path, kind: str
    ):
        word = new_secret(12).lower()
        called = CALLED.get(kind, "name")
        for name in (f"{word}@a.test", f"{word}@b.test", f"{new_secret(12).lower()}@c.test"):
            body = {**BODIES[kind], called: name}
            if kind == "connections":
                body["auth"] = {"uri": str(tmp_path)}
            one(await service.post(f"/v1/{kind}", json=body), 201)

        page = await service.delete(f"/v1/{kind}?q={word}&limit=1")
        rest = await service.delete(f"/v1/{kind}?q={word}")
        misspelt = await service.delete(f"/v1/{kind}?qq={word}")

        assert [answer.json()["meta"]["total_count"] for answer in (page, rest)] == [1, 1]
        assert many(await service.get(f"/v1/{kind}?q={word}")) == []
        assert misspelt.status_code == 400

    async def test_what_is_in_use_stays_and_is_told(self, service: httpx.AsyncClient, tmp_path: Path):
        (job_id,) = await add_jobs(service, tmp_path, new_secret(12), 1)
        job = one(await service.get(f"/v1/jobs/{job_id}?fields=transfer"))
        used = job["transfer"]["source"]["connection"]
        name = one(await service.patch(f"/v1/connections/{used['id']}", json={"name": new_secret(12)}))["name"]

        removed = (await service.delete(f"/v1/connections?q={name}")).json()

        assert removed["meta"]["total_count"] == 0
        assert "uses the connection" in removed["warnings"][0]
        assert one(await service.get(f"/v1/connections/{used['id']}"))["name"] == name

    async def test_nobody_removes_themselves(self, service: httpx.AsyncClient):
        me = one(await service.get("/v1/users/me"))

        removed = await service.delete(f"/v1/users?q={me['login']}")

        assert removed.json()["meta"]["total_count"] == 0
        assert one(await service.get("/v1/users/me"))["id"] == me["id"]
