"""Statistics, reports and proofs of jobs over HTTP."""

import io
import os
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdall.base.clock import DAY
from holdall.migration.manifest import compare, read_manifest
from holdall.migration.platforms.local import LocalPlatform
from tests.migration.api.jobs import Jobs, Ran
from tests.migration.api.test_transfer_items import FILTERS, TREE, Failing

SECONDS_A_DAY = DAY // 1_000_000


@pytest.fixture
async def job(made: Jobs) -> Ran:
    """A job with three files, one of them left out, and a folder."""
    return await made.ran(TREE, filters=FILTERS)


def side(name: str, files: int, folders: int, size: int) -> dict[str, Any]:
    return {"name": name, "bytes": size, "files": files, "folders": folders}


def both(name: str, files: int, folders: int, size: int) -> dict[str, Any]:
    return {"source": side(name, files, folders, size), "destination": side(name, files, folders, size)}


async def stats(service: httpx.AsyncClient, path: str) -> dict[str, Any]:
    answer = await service.get(f"/v1/{path}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["stats"])


class TestStatistics:
    async def test_items_are_counted_by_status_on_both_sides(self, service, job: Ran):
        found = await stats(service, f"transfers/{job.id}/stats")

        assert found["by_status"] == {
            "success": both("success", 2, 1, 7),
            "skipped": {"source": side("skipped", 1, 0, 1), "destination": side("skipped", 0, 0, 0)},
        }
        assert found["by_category"]["filtered"]["source"] == side("Filtered", 1, 0, 1)
        assert found["by_category"]["filtered"]["audit_category"]["id"] == -20
        assert found["processing"] == {
            "verified": {"source": side("verified", 2, 0, 7)},
            "none": {"source": side("none", 1, 0, 1)},
        }
        assert (found["count"], found["executions"]) == (1, 1)
        assert found["stop_policy"] == {"none": 1, "pending": 0, "complete": 0}

    async def test_the_timeline_ends_with_what_was_moved(self, service, job: Ran):
        timeline = (await stats(service, f"transfers/{job.id}/stats"))["timeline"]

        assert timeline[-1]["stats"] == {"transferred": {"destination": side("transferred", 2, 0, 7)}}

    async def test_ages_are_counted_in_classes_of_the_width_that_is_asked_for(self, service, made: Jobs):
        job = await made.ran({f"{days} days old": "1" for days in (1, 3, 30)})
        for days in (1, 3, 30):
            at = (made.database.now // 1_000_000) - days * SECONDS_A_DAY
            os.utime(job.source / f"{days} days old", (at, at))
        await job.run()

        by_age = (await stats(service, f"transfers/{job.id}/stats/by_age?age=2d"))["by_age"]
        refused = await service.get(f"/v1/transfers/{job.id}/stats/by_age?age=2 ells")

        assert {name: bucket["source"]["files"] for name, bucket in by_age.items()} == {
            "up to 2 days": 1,
            "up to 4 days": 1,
            "older": 1,
        }
        assert list(by_age) == ["up to 2 days", "up to 4 days", "older"]
        assert refused.status_code == 400

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("by_ext", {"txt": both("txt", 2, 0, 7), "docx": {"source": side("docx", 1, 0, 1)}}),
            ("by_content_category", {"documents": {"source": side("documents", 3, 0, 8)}}),
            ("by_size", {"up to 10 kB": {"source": side("up to 10 kB", 3, 0, 8)}}),
            ("by_age", {"up to a week": {"source": side("up to a week", 3, 0, 8)}}),
            ("by_depth", {"1": both("1", 1, 1, 6), "2": {"source": side("2", 2, 0, 2)}}),
        ],
    )
    async def test_each_break_down_is_an_answer_of_its_own(
        self, service, job: Ran, name: str, expected: dict[str, Any]
    ):
        found = (await stats(service, f"transfers/{job.id}/stats/{name}"))[name]

        assert {key: value | expected[key] for key, value in found.items()} == found
        assert found.keys() == expected.keys()

    async def test_five_kinds_are_told_and_the_others_as_one(self, service, made: Jobs):
        job = await made.ran(
            {f"{letter}{number}.{letter}": "x" for letter in "abcdefg" for number in range(ord(letter))}
        )

        found = (await stats(service, f"transfers/{job.id}/stats/by_ext"))["by_ext"]

        assert list(found) == ["g", "f", "e", "d", "c", "other"]
        assert found["other"] == both("other", ord("a") + ord("b"), 0, ord("a") + ord("b"))

    async def test_ages_are_those_of_the_last_change(self, service, made: Jobs, job: Ran):
        old = job.source / "old"
        old.write_text("old")
        moment = made.database.now // 1_000_000 - 100 * SECONDS_A_DAY
        os.utime(old, (moment, moment))
        os.utime(job.source / "report.txt", (1, 1))
        await job.run(filters=FILTERS)

        found = (await stats(service, f"transfers/{job.id}/stats/by_age"))["by_age"]

        assert {name: value["source"]["files"] for name, value in found.items()} == {
            "up to a week": 2,
            "up to a year": 1,
            "older": 1,
        }

    @pytest.mark.parametrize("name", [".hidden", "no extension", "a.b.TXT", "dot.", "..twice", "é.ü"])
    async def test_extensions_are_what_follows_the_last_dot(self, service, made: Jobs, name: str):
        job = await made.ran({name: "x"})

        found = (await stats(service, f"transfers/{job.id}/stats/by_ext"))["by_ext"]

        expected = {"a.b.TXT": "txt", "..twice": "twice", "é.ü": "ü"}
        assert list(found) == [expected.get(name, "none")]

    async def test_statistics_that_are_not_there_name_those_that_are(self, service, job: Ran):
        answer = await service.get(f"/v1/transfers/{job.id}/stats/by_colour")

        assert answer.status_code == 404
        assert "by_ext" in answer.json()["errors"][0]["description"]

    async def test_include_all_has_every_break_down(self, service, job: Ran):
        found = await stats(service, f"transfers/stats?jobs={job.id}&include=all")

        assert {"by_age", "by_category", "by_content_category", "by_depth", "by_ext", "by_size", "by_status"} <= set(
            found
        )

    async def test_a_category_of_ones_own_is_counted_by_itself(self, service, made: Jobs):
        job = await made.ran({"x": ""})
        (job.source / "secret.txt").write_text("secret")
        await job.run(Failing(job.source))
        rules = [{"type": "filter_context", "filter": {"name": "path", "op": "eq", "value": "secret.txt"}}]
        created = await service.post("/v1/transfers/categories", json={"name": "Secrets", "filter": {"rules": rules}})
        identifier = created.json()["audit_category"]["id"]
        try:
            found = (await stats(service, f"transfers/{job.id}/stats/by_category"))["by_category"]
        finally:
            await service.delete(f"/v1/transfers/categories/{identifier}")

        assert {key: value["source"]["name"] for key, value in found.items()} == {str(identifier): "Secrets"}


class TestReports:
    async def test_a_report_is_made_read_changed_and_removed(self, service):
        body = {"name": "Group 1", "description": "first", "parameters": {"job_category_id": 7}}

        made = await service.post("/v1/reports", json=body)
        report = made.json()["report"]
        renamed = await service.patch(f"/v1/reports/{report['id']}", json={"name": "Group one"})
        listed = (await service.get("/v1/reports?q=group+one")).json()
        removed = await service.delete(f"/v1/reports/{report['id']}")

        assert (made.status_code, removed.status_code) == (201, 204)
        assert report.items() >= {**body, "type": "report"}.items()
        assert renamed.json()["report"]["name"] == "Group one"
        assert report["id"] in [one["id"] for one in listed["reports"]]
        assert (await service.get(f"/v1/reports/{report['id']}")).status_code == 404

    async def test_a_report_needs_a_name(self, service):
        assert (await service.post("/v1/reports", json={"parameters": {}})).status_code == 400

    async def test_it_counts_and_lists_the_items_of_its_jobs(self, service, made: Jobs):
        category = 424_242
        jobs = [await made.ran(TREE, category=category) for _ in range(2)]
        await made.ran({"other.txt": ""}, category=category, transfer={"simulation_mode": True}, simulation_mode=True)
        parameters = {"job_category_id": category, "simulation_mode": False}
        made_report = await service.post("/v1/reports", json={"name": "roll-up", "parameters": parameters})
        report = made_report.json()["report"]["id"]

        counted = await stats(service, f"reports/{report}/stats")
        by_ext = (await stats(service, f"reports/{report}/stats/by_ext"))["by_ext"]
        items = (await service.get(f"/v1/reports/{report}/items?q=report.txt")).json()["item"]
        listed = (await service.get(f"/v1/reports/{report}/jobs")).json()["jobs"]
        file = await service.get(f"/v1/reports/{report}/items.csv")

        assert counted["by_status"] == {"success": both("success", 6, 2, 16)}
        assert by_ext["txt"] == both("txt", 4, 0, 14)
        assert {item["job_id"] for item in items} == {job["id"] for job in listed} == {job.id for job in jobs}
        assert file.text.count("\n") == 1 + 8

    @pytest.mark.parametrize("chosen", ["jobs", "nothing"])
    async def test_jobs_may_be_named(self, service, job: Ran, chosen: str):
        parameters = {"jobs": [job.id]} if chosen == "jobs" else {"jobs": ["0" * 32]}
        report = (await service.post("/v1/reports", json={"name": "x", "parameters": parameters})).json()["report"][
            "id"
        ]

        listed = (await service.get(f"/v1/reports/{report}/jobs")).json()["jobs"]

        assert [one["id"] for one in listed] == ([job.id] if chosen == "jobs" else [])


class TestProofs:
    async def test_the_manifest_holds_and_tells_what_is_at_the_destination(self, service, job: Ran):
        answer = await service.get(f"/v1/transfers/{job.id}/manifest")
        same = await service.get(f"/v1/jobs/{job.id}/manifest")

        manifest, lines = read_manifest(io.BytesIO(answer.content))
        destination = LocalPlatform(job.destination)
        found = [one async for one in compare(lines, destination, await destination.root())]
        (job.destination / "report.txt").write_text("changed")
        _, lines = read_manifest(io.BytesIO(answer.content))
        later = [one.path async for one in compare(lines, destination, await destination.root()) if one is not None]

        assert answer.content == same.content
        assert answer.headers["content-disposition"] == f"attachment; filename=manifest-{job.id}.jsonl"
        assert (manifest.header.job, found, later) == (job.id, [None, None, None], ["report.txt"])

    async def test_the_report_is_a_page_with_charts(self, service, job: Ran, tmp_path: Path):
        answer = await service.get(f"/v1/jobs/{job.id}/report.html")

        assert answer.headers["content-type"].startswith("text/html")
        for heading in (
            "Items by status",
            "Files by extension",
            "Left out or changed, and why",
            "Throughput over time",
        ):
            assert heading in answer.text
        assert "<svg" in answer.text
        assert "Errors by category" not in answer.text

    async def test_a_job_that_has_not_run_has_nothing_to_prove(self, service, made: Jobs, tmp_path: Path):
        job = Ran(made.database, tmp_path, {})
        await job.insert(-1)

        assert (await service.get(f"/v1/jobs/{job.id}/manifest")).status_code == 409
