"""Doc Gen over the API: documents made of templates, job by job."""

import json
from typing import Any

import pypdfium2
import pytest
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.content.docgen.making import order_again
from holdall.content.docgen.tables import docgen_batches
from holdall.content.orders import open_orders
from holdall.content.orders.tables import work_orders
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.news import events_about
from tests.support.sharing import share
from tests.support.templates import (
    batch_body,
    generate,
    jobs_of,
    mark,
    order,
    table,
    template,
    text_of,
    work,
)
from tests.support.tree import create, error_of, names_in
from tests.support.uploads import download, upload, upload_version

OFFER = template(
    "Offer for {{customer.name}}",
    table(["Item", "Price"], ["{{tablerow i in items}}{{i.name}}", "{{i.price}}{{endtablerow}}"]),
    footer1="Page of {{customer.name}}",
)
DATA = {"customer": {"name": "Acme"}, "items": [{"name": "Paper", "price": 29}, {"name": "Ink", "price": 39}]}
LINES = ["Offer for Acme", "Item\tPrice", "Paper\t29", "Ink\t39", "Page of Acme"]


async def place(enterprise: Enterprise, content: bytes = OFFER, name: str = "offer.docx") -> tuple[str, str]:
    """A template, and a folder for what is made of it."""
    return await mark(enterprise.user, content, name), (await create(enterprise.user, "Out"))["id"]


_FORGET = query(sa.delete(work_orders).where(work_orders.c.workflow == "generate documents"))


async def forget_orders(tx: Transaction) -> None:
    """What an engine does with the orders of batches that have failed."""
    await tx.run(_FORGET)


async def make_older(tx: Transaction, batch_id: int) -> None:
    await tx.update(docgen_batches, {"id": batch_id}, created_at=1)


async def read(client: Client, job: dict[str, Any]) -> bytes:
    return (await download(client, job["output_file"]["id"])).content


def errors_of(job: dict[str, Any]) -> tuple[str, list[str]]:
    return job["status"], job["failures"]["errors"]


@pytest.mark.operation("post_docgen_batches_v2025.0")
class TestCreateBatch:
    async def test_each_entry_becomes_a_document_of_its_name_in_the_folder(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        other = {**DATA, "items": []}
        jobs = await generate(enterprise, template_id, folder_id, ("Acme offer", DATA), ("Other.docx", other))
        assert [(job["status"], job["failures"]) for job in jobs] == [("completed", None)] * 2
        assert await names_in(enterprise.user, folder_id) == ["Acme offer.docx", "Other.docx"]
        assert [line for line in text_of(await read(enterprise.user, jobs[0])) if line] == LINES
        assert [line for line in text_of(await read(enterprise.user, jobs[1])) if line] == [
            "Offer for Acme", "Item\tPrice", "Page of Acme"
        ]  # fmt: skip

    async def test_as_a_pdf_it_has_the_same_words(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        (job,) = await generate(enterprise, template_id, folder_id, ("Acme offer", DATA), output_type="pdf")
        document = pypdfium2.PdfDocument(await read(enterprise.user, job))
        words = document[0].get_textpage().get_text_range().split()
        assert (job["status"], job["output_type"]) == ("completed", "pdf")
        assert await names_in(enterprise.user, folder_id) == ["Acme offer.pdf"]
        assert sorted(words) == sorted(" ".join(LINES).split())

    async def test_it_is_made_of_the_version_that_is_named_even_when_there_is_another(
        self, enterprise: Enterprise
    ) -> None:
        template_id, folder_id = await place(enterprise, template("first"))
        version = (await enterprise.user.call("get_files_id", file_id=template_id)).json()["file_version"]["id"]
        named = {"file_version": {"type": "file_version", "id": version}}
        batch_id = await order(enterprise.user, template_id, folder_id, ("unnamed", {}))
        await upload_version(enterprise.user, template_id, template("second"))
        await work(enterprise, batch_id)
        (before,) = await jobs_of(enterprise.user, batch_id)
        (old,) = await generate(enterprise, template_id, folder_id, ("old", {}), **named)
        (new,) = await generate(enterprise, template_id, folder_id, ("new", {}))
        assert [text_of(await read(enterprise.user, job)) for job in (before, old, new)] == [
            ["first"], ["first"], ["second"]
        ]  # fmt: skip
        assert old["template_file_version"]["id"] == version != new["template_file_version"]["id"]

    async def test_missing_data_is_told_and_so_is_what_nobody_has_asked_for(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        (job,) = await generate(enterprise, template_id, folder_id, ("a", {"items": [], "more": 1}))
        assert (job["status"], job["output_file"] is None) == ("completed_with_error", False)
        assert job["failures"] == {
            "errors": ["The input data has no 'customer.name'"],
            "warnings": ["The input data has 'more', which no tag of the template asks for"],
        }
        assert text_of(await read(enterprise.user, job))[0] == "Offer for {{customer.name}}"

    async def test_numbers_are_written_as_they_were_sent(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise, template("{{amount}}"))
        body = batch_body(template_id, folder_id, ("a", {"amount": 1}))
        content = json.dumps(body).replace('"amount": 1', '"amount": 5060.50')
        answer = await enterprise.user.call(
            "post_docgen_batches_v2025.0", content=content, headers={"content-type": "application/json"}
        )
        await work(enterprise, answer.json()["id"])
        (job,) = await jobs_of(enterprise.user, answer.json()["id"])
        assert text_of(await read(enterprise.user, job)) == ["5060.50"]

    async def test_events_tell_of_the_file_that_was_made(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        (job,) = await generate(enterprise, template_id, folder_id, ("a", DATA))
        told = await events_about(enterprise, job["output_file"]["id"])
        assert [kind for kind, _, _ in told] == ["ITEM_UPLOAD"]

    async def test_a_name_that_is_taken_by_then_fails_its_job_alone(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        await upload(enterprise.user, "a.docx", b"mine", folder_id)
        jobs = await generate(enterprise, template_id, folder_id, ("a", DATA), ("b", DATA), ("B.docx", DATA))
        assert [job["status"] for job in jobs] == ["failed", "completed", "failed"]
        reason = "a.docx: Item with the same name already exists"
        assert (errors_of(jobs[0]), jobs[0]["output_file"]) == (("failed", [reason]), None)
        assert await names_in(enterprise.user, folder_id) == ["a.docx", "b.docx"]

    async def test_without_room_there_is_no_document(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        batch_id = await order(enterprise.user, template_id, folder_id, ("a", DATA))
        body = {"space_amount": len(OFFER) + 1}
        answer = await enterprise.admin.call("put_users_id", user_id=enterprise.user_id, json=body)
        assert answer.status_code == 200
        await work(enterprise, batch_id)
        (job,) = await jobs_of(enterprise.user, batch_id)
        assert (job["status"], await names_in(enterprise.user, folder_id)) == ("failed", [])

    async def test_who_has_lost_the_folder_or_the_template_by_then_gets_nothing(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        user_id, user = await enterprise.new_user()
        kept = await create(user, "Kept")
        grants = [
            await share(enterprise.user, item, {"id": user_id}, role="editor", kind=kind)
            for item, kind in ((template_id, "file"), (folder_id, "folder"))
        ]
        batches = [await order(user, template_id, place_id, ("a", DATA)) for place_id in (folder_id, kept["id"])]
        await enterprise.user.call("delete_collaborations_id", collaboration_id=grants[1]["id"])
        await work(enterprise, batches[0])
        await enterprise.user.call("delete_collaborations_id", collaboration_id=grants[0]["id"])
        await work(enterprise, batches[1])
        jobs = [(await jobs_of(user, batch_id))[0] for batch_id in batches]
        gone = "is gone, or who has asked for the document may not use it any more"
        assert [errors_of(job) for job in jobs] == [
            ("failed", [f"a.docx: The folder {folder_id} {gone}"]),
            ("failed", [f"The template {template_id} {gone}"]),
        ]
        assert await names_in(enterprise.user, folder_id) == []

    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("form.pdf", OFFER, "form.pdf is no Word document whose name ends with .docx: nothing can be filled in"),
            ("form.docx", b"no document", "It is no office file that can be read: File is not a zip file"),
            ("form.docx", template("{{if a}}"), "{{if a}} is not ended by {{endif}}"),
        ],
    )
    async def test_a_template_that_cannot_be_filled_fails_each_job_with_the_reason(
        self, enterprise: Enterprise, name: str, content: bytes, reason: str
    ) -> None:
        template_id, folder_id = await place(enterprise, content, name)
        jobs = await generate(enterprise, template_id, folder_id, ("a", DATA), ("b", DATA))
        assert [errors_of(job) for job in jobs] == [("failed", [reason])] * 2

    async def test_what_was_made_before_is_not_made_again(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        batch_id = await order(enterprise.user, template_id, folder_id, *((f"{n}", DATA) for n in range(7)))
        await work(enterprise, batch_id)
        await work(enterprise, batch_id)
        assert [job["status"] for job in await jobs_of(enterprise.user, batch_id)] == ["completed"] * 7
        assert len(await names_in(enterprise.user, folder_id)) == 7

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ({"output_type": "odt"}, "output_type"),
            ({"input_source": "relay"}, "input_source"),
            ({"document_generation_data": []}, "document_generation_data"),
            ({"document_generation_data": [{"generated_file_name": "a", "user_input": [1]}]}, "document_generation_data[0].user_input"),
            ({"document_generation_data": [{"generated_file_name": "a/b", "user_input": {}}]}, "name"),
            ({"document_generation_data": [{"generated_file_name": "a", "user_input": {"a": "x" * 102_400}}]}, "document_generation_data[0].user_input"),
            ({"document_generation_data": [{"generated_file_name": "a", "user_input": {}}] * 1001}, "document_generation_data"),
        ],
        ids=["type", "source", "nothing", "a list", "name", "large", "many"],
    )  # fmt: skip
    async def test_a_wrong_request_orders_nothing(self, enterprise: Enterprise, change: Any, name: str) -> None:
        template_id, folder_id = await place(enterprise)
        body = batch_body(template_id, folder_id, ("a", {}), **change)
        answer = await enterprise.user.call("post_docgen_batches_v2025.0", json=body)
        assert (answer.status_code, answer.json()["context_info"]["errors"][0]["name"]) == (400, name)
        assert (await enterprise.user.call("get_docgen_jobs_v2025.0")).json()["entries"] == []

    async def test_a_file_that_is_not_marked_and_a_version_of_another_are_not_found(
        self, enterprise: Enterprise
    ) -> None:
        template_id, folder_id = await place(enterprise)
        file = await upload(enterprise.user, "plain.docx", OFFER)
        version = {"file_version": {"type": "file_version", "id": file["file_version"]["id"]}}
        bodies = [
            batch_body(file["id"], folder_id, ("a", {})),
            batch_body(template_id, folder_id, ("a", {}), **version),
        ]
        answers = [await enterprise.user.call("post_docgen_batches_v2025.0", json=body) for body in bodies]
        assert [error_of(answer) for answer in answers] == [(404, "not_found")] * 2

    @pytest.mark.parametrize(("on_template", "on_folder"), [("previewer", "editor"), ("viewer", "viewer")])
    async def test_the_template_must_be_downloadable_and_the_folder_must_take_files(
        self, enterprise: Enterprise, on_template: str, on_folder: str
    ) -> None:
        forms, folder = await create(enterprise.user, "Forms"), await create(enterprise.user, "Out")
        template_id = await mark(enterprise.user, OFFER, parent=forms["id"])
        user_id, user = await enterprise.new_user()
        await share(enterprise.user, forms["id"], {"id": user_id}, role=on_template)
        await share(enterprise.user, folder["id"], {"id": user_id}, role=on_folder)
        answer = await user.call("post_docgen_batches_v2025.0", json=batch_body(template_id, folder["id"], ("a", {})))
        assert error_of(answer) == (403, "access_denied_insufficient_permissions")


@pytest.mark.operation("get_docgen_batch_jobs_id_v2025.0")
class TestListJobsOfBatch:
    async def test_jobs_are_there_before_they_are_done_and_pages_follow_each_other(
        self, enterprise: Enterprise
    ) -> None:
        template_id, folder_id = await place(enterprise)
        batch_id = await order(enterprise.user, template_id, folder_id, ("a", DATA), ("b", DATA), ("c", DATA))
        first = (await enterprise.user.call("get_docgen_batch_jobs_id_v2025.0", batch_id=batch_id, limit=2)).json()
        last = await enterprise.user.call(
            "get_docgen_batch_jobs_id_v2025.0", batch_id=batch_id, limit=2, marker=first["next_marker"]
        )
        jobs = first["entries"] + last.json()["entries"]
        assert [(job["status"], job["output_file"], job["output_file_version"]) for job in jobs] == [
            ("submitted", None, None)
        ] * 3
        assert [job["batch"] for job in jobs] == [{"type": "docgen_batch", "id": batch_id}] * 3
        assert jobs == await jobs_of(enterprise.user, batch_id)

    async def test_batches_of_others_are_not_found(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        batch_id = await order(enterprise.user, template_id, folder_id, ("a", DATA))
        answer = await enterprise.admin.call("get_docgen_batch_jobs_id_v2025.0", batch_id=batch_id)
        assert error_of(answer) == (404, "not_found")


@pytest.mark.operation("get_docgen_jobs_v2025.0", "get_docgen_jobs_id_v2025.0")
class TestJobs:
    async def test_a_job_says_whose_it_is_and_what_came_of_it(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        (job,) = await generate(enterprise, template_id, folder_id, ("a", DATA))
        (listed,) = (await enterprise.user.call("get_docgen_jobs_v2025.0", limit=10_000)).json()["entries"]
        one = (await enterprise.user.call("get_docgen_jobs_id_v2025.0", job_id=job["id"])).json()
        more = {
            "created_by": {"type": "user", "id": str(enterprise.user_id)},
            "enterprise": {"type": "enterprise", "id": str(enterprise.id)},
            "source": "api",
            "created_at": one["created_at"],
        }
        assert one == listed == {**job, **more}
        assert one["template_file"] == {"type": "file", "id": template_id}

    async def test_jobs_of_others_are_not_there(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        (job,) = await generate(enterprise, template_id, folder_id, ("a", DATA))
        assert (await enterprise.admin.call("get_docgen_jobs_v2025.0")).json()["entries"] == []
        answer = await enterprise.admin.call("get_docgen_jobs_id_v2025.0", job_id=job["id"])
        assert error_of(answer) == (404, "not_found")

    async def test_they_are_told_after_their_template_and_their_document_are_gone(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        (job,) = await generate(enterprise, template_id, folder_id, ("a", DATA))
        for file_id in (template_id, job["output_file"]["id"]):
            for operation in ("delete_files_id", "delete_files_id_trash"):
                await enterprise.user.call(operation, file_id=file_id)
        assert (await jobs_of(enterprise.user, job["batch"]["id"])) == [job]


class TestWhatIsLeft:
    async def test_a_batch_that_nobody_works_on_is_ordered_again_after_a_while(self, enterprise: Enterprise) -> None:
        template_id, folder_id = await place(enterprise)
        batch_id = int(await order(enterprise.user, template_id, folder_id, ("a", DATA)))
        db = enterprise.gateway.platform.db
        await db.write(forget_orders)
        await db.write(order_again)
        assert [batch_id] not in await open_orders(db, "generate documents")
        await db.write(make_older, batch_id)
        await db.write(order_again)
        await db.write(order_again)
        assert (await open_orders(db, "generate documents")).count([batch_id]) == 1
