"""The audit log and the error categories over HTTP."""

import csv
import io

import httpx
import pytest

from tests.migration.api.jobs import Jobs, Ran
from tests.migration.api.test_transfer_items import Failing, items_of

TREE = {"report.txt": "report", "Projects": {"a.txt": "a"}}


@pytest.fixture
async def flagged(made: Jobs) -> Ran:
    """A job whose second run could not read a file."""
    job = await made.ran(TREE)
    (job.source / "secret.txt").write_text("secret")
    await job.run(Failing(job.source))
    return job


async def log(service: httpx.AsyncClient, query: str) -> list[dict[str, object]]:
    answer = await service.get(f"/v1/transfers/auditing?{query}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["item"])


class TestAuditing:
    async def test_a_note_tells_what_happened_to_which_item(self, service, flagged: Ran):
        [note] = await log(service, f"job={flagged.id}&event=created&q=a.txt")

        assert note["from_source"] == "/Projects/a.txt"
        assert note["to_destination"] == "/Projects/a.txt"
        known = {"event": "created", "level": "info", "type": 0, "bytes": 1, "job_id": flagged.id, "reason": None}
        assert note.items() >= known.items()
        target = note["target"]
        assert isinstance(target, dict)
        assert (target["name"], target["type"]) == ("a.txt", "item")

    async def test_it_is_narrowed_by_run_level_reason_and_item(self, service, flagged: Ran):
        errors = await log(service, f"job={flagged.id}&level=warn")
        item = errors[0]["target"]["id"]  # type: ignore[index]

        assert [(note["event"], note["reason"], note["type"]) for note in errors] == [("flagged", "forbidden", 4)]
        assert await log(service, f"job={flagged.id}&reason=forbidden") == errors
        assert await log(service, f"job={flagged.id}&item={item}") == errors
        last = await log(service, f"job={flagged.id}&execution=last")
        assert [note["event"] for note in last] == ["run_started", "flagged", "run_finished"]
        assert await log(service, f"job={flagged.id}&execution=current") == []
        latest_first = await log(service, f"job={flagged.id}&execution=last&sort=recorded_on DESC")
        assert latest_first == last[::-1]

    @pytest.mark.parametrize("query", ["level=loud", "event=party", "reason=why", "execution=first", "item=x"])
    async def test_a_filter_that_is_not_known_says_what_is(self, service, query: str):
        answer = await service.get(f"/v1/transfers/auditing?{query}")

        assert answer.status_code == 400
        assert query.partition("=")[0] in answer.json()["errors"][0]["description"]

    async def test_it_is_a_csv_file_too(self, service, flagged: Ran):
        answer = await service.get(f"/v1/transfers/auditing.csv?job={flagged.id}")

        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert answer.headers["content-disposition"] == "attachment; filename=auditing.csv"
        assert [row["event"] for row in rows].count("created") == 3
        assert rows[-1]["event"] == "run_finished"


class TestCategories:
    async def test_the_built_in_ones_are_those_of_warnings_and_errors_or_all(self, service):
        few = (await service.get("/v1/transfers/categories?limit=1000")).json()
        every = (await service.get("/v1/transfers/categories?priority=all&limit=1000")).json()

        assert few["type"] == "audit_categories"
        assert {"Access denied", "Too large"} <= {one["name"] for one in few["audit_categories"]}
        names = {one["name"] for one in every["audit_categories"]} - {one["name"] for one in few["audit_categories"]}
        assert names >= {"Filtered", "Name changed"}

    async def test_a_category_of_ones_own_names_the_items_that_its_filter_finds(self, service, flagged: Ran):
        rule = {"type": "filter_context", "filter": {"name": "audit_type", "select": None, "op": "eq", "value": 4}}
        path = {"type": "filter_context", "filter": {"name": "path", "op": "starts_with", "value": "secret"}}
        body = {"name": f"Secrets {flagged.id}", "level": "warn", "priority": 1, "filter": {"rules": [rule, path]}}

        made = await service.post("/v1/transfers/categories", json=body)
        identifier = made.json()["audit_category"]["id"]
        try:
            found = await items_of(service, f"job={flagged.id}&category={identifier}")
        finally:
            gone = await service.delete(f"/v1/transfers/categories/{identifier}")
        after = await items_of(service, f"job={flagged.id}&item_status=remediation")

        assert (made.status_code, gone.status_code) == (201, 204)
        assert {path: item["audit_category"]["name"] for path, item in found.items()} == {"/secret.txt": body["name"]}
        assert after["/secret.txt"]["audit_category"]["name"] == "Access denied"

    @pytest.mark.parametrize(
        ("rules", "expected"),
        [
            ([], "at least one rule"),
            ([{"filter": {"name": "colour", "value": 1}}], "filter.name"),
            ([{"filter": {"name": "path", "op": "smells", "value": "x"}}], "filter.op"),
            ([{"filter": {"name": "audit_type", "value": 12345}}], "audit_type"),
        ],
    )
    async def test_a_filter_that_cannot_be_followed_is_refused(self, service, rules, expected):
        answer = await service.post("/v1/transfers/categories", json={"name": "x", "filter": {"rules": rules}})

        assert answer.status_code == 400
        assert expected in answer.json()["errors"][0]["description"]

    async def test_built_in_categories_stay(self, service):
        assert (await service.delete("/v1/transfers/categories/-4")).status_code == 409
        assert (await service.delete("/v1/transfers/categories/12345")).status_code == 404


class TestSecurity:
    @pytest.mark.parametrize("name", ["permissions", "security_map", "links"])
    async def test_a_job_without_people_has_none_mapped(self, service, flagged: Ran, name: str):
        answer = (await service.get(f"/v1/transfers/{name}?job={flagged.id}")).json()
        file = await service.get(f"/v1/transfers/{name}.csv?job={flagged.id}")

        assert (answer["type"], answer["item"], answer["meta"]["total_count"]) == ("item", [], 0)
        assert (file.headers["content-disposition"], file.text.count("\n")) == (f"attachment; filename={name}.csv", 1)
