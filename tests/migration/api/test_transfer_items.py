"""Items of jobs over HTTP: lists, pages, filters, CSV, and what people decide about what is flagged."""

import csv
import io
from typing import Any

import httpx
import pytest

from holdall.migration.service.permissions import AUDITOR
from tests.migration.api.jobs import Jobs, Ran
from tests.migration.engine.trees import Counting

TREE = {"report.txt": "report", "Projects": {"a.txt": "a", "~$b.docx": "b"}}
FILTERS = [{"rules": [{"type": "filter_group", "groups": ["Temporary"]}]}]


class Failing(Counting):
    """A folder whose files cannot be read."""

    def reading(self, file: Any) -> Any:
        raise PermissionError_(file.name)

    async def open(self, file: Any) -> Any:
        raise PermissionError_(file.name)


def PermissionError_(name: str) -> Exception:
    from holdall.migration.platforms.errors import Kind, PlatformError

    return PlatformError(Kind.FORBIDDEN, f"{name} may not be read")


async def items_of(service: httpx.AsyncClient, query: str) -> dict[str, dict[str, Any]]:
    """The items of a list by the path of their source."""
    answer = await service.get(f"/v1/transfers/items?{query}")
    assert answer.status_code == 200, answer.text
    return {item["source"]["path"]: item for item in answer.json()["item"]}


@pytest.fixture
async def job(made: Jobs) -> Ran:
    return await made.ran(TREE, filters=FILTERS)


@pytest.fixture
async def flagged(made: Jobs) -> Ran:
    """A job whose files wait for a person."""
    job = await made.ran({"empty": {}})
    (job.source / "report.txt").write_text("report")
    (job.source / "=SUM(1).txt").write_text("formula")
    await job.run(Failing(job.source))
    return job


class TestLists:
    async def test_an_item_tells_both_sides_and_what_became_of_it(self, service, made: Jobs):
        transfer = {"source": {"target": {"path": "/From/here"}}, "destination": {"target": {"path": "/To"}}}
        job = await made.ran(TREE, transfer=transfer)

        item = (await items_of(service, f"job={job.id}&fields=all"))["/From/here/Projects/a.txt"]

        assert job.last is not None
        side = {"name": "a.txt", "caption": "a.txt", "ext": "txt", "mime_type": "text/plain", "file_type": "documents"}
        assert (
            item["source"].items() >= {**side, "bytes": 1, "hash": "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"}.items()
        )
        assert item["destination"].items() >= {**side, "path": "/To/Projects/a.txt", "bytes": 1}.items()
        known = {"type": "item", "status": "success", "processing": ["verified"], "retried": 0, "job_id": job.id}
        assert item.items() >= {**known, "root": False, "audit_category": None, "source_to_destination": True}.items()

    async def test_a_list_has_the_envelope_of_the_api(self, service, job: Ran):
        answer = (await service.get(f"/v1/transfers/{job.id}/items?limit=1&offset=1")).json()

        assert (answer["status"], answer["type"], len(answer["item"])) == (200, "item", 1)
        assert answer["meta"].items() >= {"offset": 1, "limit": 1, "total_count": 4, "has_more": True}.items()

    async def test_filters_narrow_a_list(self, service, job: Ran):
        every = await items_of(service, f"jobs={job.id}")
        parent = every["/Projects"]["id"]

        async def paths(query: str) -> list[str]:
            return sorted(await items_of(service, f"job={job.id}&{query}"))

        assert sorted(every) == ["/Projects", "/Projects/a.txt", "/Projects/~$b.docx", "/report.txt"]
        assert await paths(f"parent={parent}") == ["/Projects/a.txt", "/Projects/~$b.docx"]
        assert await paths(f"id={parent},{every['/report.txt']['id']}") == ["/Projects", "/report.txt"]
        assert await paths("item_status=skipped") == ["/Projects/~$b.docx"]
        assert await paths("status=success,processed") == ["/Projects", "/Projects/a.txt", "/report.txt"]
        assert await paths("category=filtered") == ["/Projects/~$b.docx"]
        assert await paths("category=-20") == ["/Projects/~$b.docx"]
        assert await paths("processing_status=verified") == ["/Projects/a.txt", "/report.txt"]
        assert await paths("q=REPORT") == ["/report.txt"]
        assert await paths("type=container") == ["/Projects"]
        assert await paths("sort=path+DESC&limit=1") == ["/report.txt"]

    @pytest.mark.parametrize(
        "query", ["item_status=lost", "category=nonsense", "id=one", "sort=colour", "processing_status=x"]
    )
    async def test_a_filter_that_is_not_known_says_what_is(self, service, job: Ran, query: str):
        answer = await service.get(f"/v1/transfers/items?job={job.id}&{query}")

        assert answer.status_code == 400
        assert query.partition("=")[0] in answer.json()["errors"][0]["description"]

    async def test_items_of_other_jobs_are_not_in_the_list(self, service, made: Jobs, job: Ran):
        other = await made.ran({"other.txt": "other"})

        assert sorted(await items_of(service, f"job={other.id}")) == ["/other.txt"]
        assert len(await items_of(service, f"jobs={other.id},{job.id}")) == 5

    async def test_a_job_that_is_not_there_is_not_found(self, service):
        answer = await service.get(f"/v1/transfers/{'0' * 32}/items")

        assert answer.status_code == 404

    async def test_folders_are_a_list_of_their_own(self, service, job: Ran):
        answer = (await service.get(f"/v1/transfers/folders?job={job.id}")).json()

        assert [item["source"]["path"] for item in answer["item"]] == ["/Projects"]

    async def test_a_simulation_shows_what_would_be_moved(self, service, made: Jobs):
        job = await made.ran(TREE, transfer={"simulation_mode": True}, simulation_mode=True)

        found = await items_of(service, f"job={job.id}")

        assert (found["/report.txt"]["status"], found["/report.txt"]["job_id"]) == ("success", job.id)

    async def test_pages_go_on_after_an_item(self, service, job: Ran):
        first = (await service.get(f"/v1/transfers/items?job={job.id}&limit=2")).json()["item"]

        rest = (await service.get(f"/v1/transfers/items?job={job.id}&after={first[-1]['id']}")).json()["item"]

        assert len({item["id"] for item in [*first, *rest]}) == 4


class TestCsv:
    async def test_every_item_is_a_row(self, service, job: Ran):
        answer = await service.get(f"/v1/transfers/items.csv?job={job.id}")

        rows = {row["source_path"]: row for row in csv.DictReader(io.StringIO(answer.text))}
        assert answer.headers["content-disposition"] == "attachment; filename=items.csv"
        assert sorted(rows) == ["/Projects", "/Projects/a.txt", "/Projects/~$b.docx", "/report.txt"]
        assert rows["/Projects/~$b.docx"]["category"] == "Filtered"

    async def test_names_that_are_formulas_are_told_as_texts(self, service, made: Jobs):
        job = await made.ran({"x": ""})
        (job.source / "=cmd()").write_text("")
        (job.source / "y").write_text("")
        await job.run(Failing(job.source))

        safe = await service.get(f"/v1/transfers/auditing.csv?job={job.id}&level=error")
        plain = await service.get(f"/v1/transfers/auditing.csv?job={job.id}&level=error&plain=1")

        assert {row["path"] for row in csv.DictReader(io.StringIO(safe.text))} == {"'=cmd()", "y"}
        assert {row["path"] for row in csv.DictReader(io.StringIO(plain.text))} == {"=cmd()", "y"}


class TestDecisions:
    async def test_flagged_items_are_listed_with_their_category(self, service, flagged: Ran):
        answer = (await service.get(f"/v1/transfers/items/flagged?jobs={flagged.id}")).json()

        told = {(item["source"]["name"], item["status"], item["audit_category"]["name"]) for item in answer["item"]}
        assert told == {
            ("report.txt", "remediation", "Access denied"),
            ("=SUM(1).txt", "remediation", "Access denied"),
        }

    async def test_the_next_run_tries_again_what_is_to_be_retried(self, service, flagged: Ran):
        waiting = await items_of(service, f"job={flagged.id}&q=report")
        await flagged.run()
        untouched = await items_of(service, f"job={flagged.id}&q=report")

        answer = await service.patch(f"/v1/transfers/items/{waiting['/report.txt']['id']}?retry=1")
        await flagged.run()

        assert untouched["/report.txt"]["status"] == "remediation"
        assert (answer.status_code, answer.json()["item"]["status"]) == (200, "retry")
        assert (await items_of(service, f"job={flagged.id}&q=report"))["/report.txt"]["status"] == "success"
        assert (flagged.destination / "report.txt").read_text() == "report"
        assert not (flagged.destination / "=SUM(1).txt").exists()

    async def test_no_run_moves_what_is_ignored_until_somebody_retries_it(self, service, flagged: Ran):
        ignored = (await service.patch(f"/v1/transfers/{flagged.id}/items?ignore")).json()["meta"]
        await flagged.run(retry_flagged=True)
        left_out = (flagged.destination / "report.txt").exists()
        retried = (await service.patch(f"/v1/transfers/items?jobs={flagged.id}&retry")).json()["meta"]
        await flagged.run()

        assert (ignored, left_out, retried) == ({"total_count": 2}, False, {"total_count": 2})
        assert (flagged.destination / "report.txt").read_text() == "report"

    async def test_several_are_chosen_by_their_ids(self, service, flagged: Ran):
        ids = [item["id"] for item in (await items_of(service, f"job={flagged.id}&item_status=remediation")).values()]

        answer = await service.patch(f"/v1/transfers/items?id={ids[0]},{ids[1]}&ignore=1")

        assert answer.json() == {"status": 200, "meta": {"total_count": 2}}
        assert len(await items_of(service, f"job={flagged.id}&category=ignored")) == 2

    async def test_a_decision_is_in_the_log_with_who_made_it(self, service, flagged: Ran):
        await service.patch(f"/v1/transfers/items?jobs={flagged.id}&ignore")

        log = (await service.get(f"/v1/transfers/auditing?job={flagged.id}&event=ignore_asked")).json()["item"]

        assert [note["target"]["path"] for note in log] == ["=SUM(1).txt", "report.txt"] or len(log) == 2
        assert all("asked for by person-" in note["message"] for note in log)

    async def test_what_has_arrived_needs_no_decision(self, service, job: Ran):
        item = (await items_of(service, f"job={job.id}&q=report"))["/report.txt"]

        answer = await service.patch(f"/v1/transfers/items/{item['id']}?retry=1")

        assert answer.status_code == 409
        assert "nothing to retry" in answer.json()["errors"][0]["description"]

    @pytest.mark.parametrize("query", ["", "?retry", "?retry&ignore&id=1"])
    async def test_a_decision_says_what_and_about_which_items(self, service, query: str):
        assert (await service.patch(f"/v1/transfers/items{query}")).status_code == 400

    async def test_who_may_only_read_decides_nothing(self, make_person, flagged: Ran):
        async with await make_person(AUDITOR) as auditor:
            answer = await auditor.patch(f"/v1/transfers/{flagged.id}/items?ignore")

        assert answer.status_code == 403
