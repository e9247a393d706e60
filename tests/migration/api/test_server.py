"""What clients ask of the server itself: its licence, its metrics, the groups of file types that filters know."""

import httpx
import pytest

from holdall.migration.engine.filters import GROUPS
from holdall.migration.service.permissions import AUDITOR
from tests.migration.api.answers import described, many, one
from tests.migration.api.conftest import MakePerson


class TestLicence:
    async def test_it_has_no_limit_and_no_end(self, service: httpx.AsyncClient):
        found = one(await service.get("/v1/licensing"))

        assert (found["expired"], found["trial"], found["quota"], found["used"]) == (False, False, {}, {})
        assert found["customer"] == {"name": "everybody", "email": ""}

    async def test_usage_is_counted_when_it_is_asked_for(self, service: httpx.AsyncClient):
        used = one(await service.get("/v1/licensing?usage=true"))["used"]

        assert list(used) == ["jobs", "users", "connections"]
        assert used["users"] >= 1

    async def test_a_key_is_not_needed_and_not_kept(self, service: httpx.AsyncClient, make_person: MakePerson):
        answer = await service.post("/v1/licensing/activate", json={"key": "secret-key"})
        refreshed = await service.post("/v1/licensing/refresh")

        assert answer.json()["warnings"] == ["Holdall needs no licence: the key is not kept"]
        assert "secret-key" not in answer.text
        assert one(refreshed) == one(answer)
        async with await make_person(AUDITOR) as person:
            assert (await person.post("/v1/licensing/refresh")).status_code == 403


class TestMetrics:
    async def test_requests_are_counted_by_route(self, service: httpx.AsyncClient):
        await service.get("/v1/permissions/maps")

        metrics = (await service.get("/v1/diagnostics/metrics?q=permissions&type=counter")).json()["metrics"]

        name = "holdall_requests_total{operation=GET /v1/permissions/{category},status=200}"
        assert metrics[name]["type"] == "counter"
        assert metrics[name]["value"] >= 1
        assert [other for other in metrics if "permissions" not in other] == []


class TestLog:
    async def test_what_is_logged_is_told_and_not_changed_here(self, service: httpx.AsyncClient):
        told = one(await service.get("/v1/diagnostics/logs/configuration"))
        changed = await service.post("/v1/diagnostics/logs/configuration", json={"level": "debug"})

        assert told == {"level": "warn", "retention_days": None, "type": "logging"}
        assert (changed.status_code, changed.headers["allow"]) == (405, "GET")


class TestAgents:
    @pytest.mark.parametrize("kind", ["sites", "profiles"])
    async def test_there_are_none_and_that_is_no_error(self, service: httpx.AsyncClient, kind: str):
        assert many(await service.get(f"/v1/{kind}")) == []


class TestFileTypes:
    async def test_each_group_is_told_with_its_extensions(self, service: httpx.AsyncClient):
        found = many(await service.get("/v1/filters/categories?sort=name"))

        assert [group["id"] for group in found] == sorted(GROUPS)
        assert one(await service.get("/v1/filters/categories/Audio")) == found[0]
        assert "mp3" in found[0]["extensions"]
        missing = await service.get("/v1/filters/categories/fonts")
        assert (missing.status_code, described(missing)[:43]) == (404, "There is no group of file types 'fonts'; th")
