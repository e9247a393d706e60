"""Values extracted from files: what labels, tables and phrases tell without a model, and what becomes of a model's answers."""

from typing import Any

import httpx
import pytest

from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.metadata import make_template
from tests.support.models import completion
from tests.support.receiver import Receiver
from tests.support.tree import error_of
from tests.support.uploads import upload

INVOICE = """INVOICE

Invoice No: 2026-0417
Invoice date: 17 April 2026
**Due date:** 05/17/2026
Status | Paid
Bill to:
Acme Ltd.
Topics: books; guitar, and more

| Item | Quantity | Price |
|------|----------|-------|
| Chair | 4 | 1,200.50 |
| Desk | 1 | 300 |

Total amount: EUR 5,102.00
Is it paid in full: yes
"""
LETTER = (
    "My name is Ada Mary Byron. I was born on December 10, 1815. I am 36 years old. I live in London. I work at Analytical Engines.\n"
    "Write to 12 Saint James Square, Springfield, IL 62704, USA or ada@example.com, my birthday is no secret.\n"
    "Before that: Senior Clerk at Difference Works from 1833 to 1842."
)


async def extract(client: Client, content: str, prompt: str, file_id: Any, **more: Any) -> httpx.Response:
    """The answer to a free prompt."""
    body = {"prompt": prompt, "items": [{"type": "file", "id": file_id, "content": content}], **more}
    return await client.call("post_ai_extract", json=body)


async def extract_fields(client: Client, content: str | None, file_id: Any, **more: Any) -> httpx.Response:
    """The answer to fields or a template; without content, that of the file."""
    item = {"type": "file", "id": file_id} | ({} if content is None else {"content": content})
    return await client.call("post_ai_extract_structured", json={"items": [item], **more})


def field(key: str, kind: str = "string", *options: str, **more: Any) -> dict[str, Any]:
    """A field to extract."""
    return {"key": key, "type": kind, "options": [{"key": one} for one in options], **more}


@pytest.fixture
async def file(enterprise: Enterprise) -> Any:
    return await upload(enterprise.user, "invoice.txt", INVOICE.encode())


@pytest.mark.operation("post_ai_extract_structured")
class TestExtractFieldsWithoutModel:
    async def test_labels_tell_values_of_every_type(self, enterprise: Enterprise, file: Any) -> None:
        fields = [
            field("invoiceNo"),
            field("invoice_date", "date"),
            field("dueDate", "date"),
            field("state", "enum", "open", "paid", displayName="Status"),
            field("bill_to"),
            field("topics", "multiSelect", "guitar", "chess", "books"),
            field("total", "float", displayName="Total amount"),
            field("settled", "boolean", description="Is it paid in full"),
            field("shipping"),
        ]
        answer = await extract_fields(enterprise.user, None, file["id"], fields=fields)
        assert (answer.status_code, answer.json()["answer"]) == (
            200,
            {
                "invoiceNo": "2026-0417",
                "invoice_date": "2026-04-17",
                "dueDate": "2026-05-17",
                "state": "paid",
                "bill_to": "Acme Ltd",
                "topics": ["guitar", "books"],
                "total": 5102,
                "settled": True,
                "shipping": None,
            },
        )
        assert answer.json()["ai_agent_info"]["models"][0]["name"] == "holdall__extractive"
        assert answer.json().keys().isdisjoint({"confidence_score", "reference"})

    async def test_a_table_is_read_below_its_header(self, enterprise: Enterprise, file: Any) -> None:
        columns = [field("item"), field("price", "float")]
        table = field("lines", "table", fields=columns)
        answers = [
            await extract_fields(enterprise.user, content, file["id"], fields=[table])
            for content in (None, "item\tprice\nChair\t1200.50\nDesk\t300\n\nno\tmore\n", "nothing")
        ]
        rows = [{"item": "Chair", "price": 1200.5}, {"item": "Desk", "price": 300}]
        assert [one.json()["answer"]["lines"] for one in answers] == [rows, rows, None]

    async def test_phrases_tell_of_people_where_no_label_does(self, enterprise: Enterprise, file: Any) -> None:
        jobs = [field("job_title"), field("company"), field("start_year"), field("end_year")]
        address = [field("street"), field("city"), field("state"), field("zip"), field("country")]
        fields = [
            field("firstName"),
            field("lastName"),
            field("dateOfBirth", "date"),
            field("age", "number"),
            field("city"),
            field("employer"),
            field("mail", displayName="E-mail"),
            field("address", "struct", fields=address),
            field("work_history", "table", fields=jobs),
        ]
        answer = await extract_fields(enterprise.user, LETTER, file["id"], fields=fields)
        assert answer.json()["answer"] == {
            "firstName": "Ada",
            "lastName": "Byron",
            "dateOfBirth": "1815-12-10",
            "age": 36,
            "city": "London",
            "employer": "Analytical Engines",
            "mail": "ada@example.com",
            "address": {
                "street": "12 Saint James Square",
                "city": "Springfield",
                "state": "IL",
                "zip": "62704",
                "country": "USA",
            },
            "work_history": [
                {"job_title": "Senior Clerk", "company": "Difference Works", "start_year": "1833", "end_year": "1842"}
            ],
        }

    async def test_scores_and_references_tell_where_a_value_is_from(self, enterprise: Enterprise, file: Any) -> None:
        content = "Colour: red\nMy name is Ada.\nIn all the weight was 7 kg."
        fields = [field("colour"), field("firstName"), field("weight", "float"), field("size")]
        answer = await extract_fields(
            enterprise.user, content, file["id"], fields=fields, include_confidence_score=True, include_reference=True
        )
        assert answer.json()["confidence_score"] == {
            "colour": {"level": "HIGH", "score": 0.9},
            "firstName": {"level": "MEDIUM", "score": 0.75},
            "weight": {"level": "MEDIUM", "score": 0.55},
        }
        assert answer.json()["reference"] == {
            "colour": [{"itemId": file["id"], "text": "Colour: red"}],
            "firstName": [{"itemId": file["id"], "text": "My name is Ada."}],
            "weight": [{"itemId": file["id"], "text": "In all the weight was 7 kg."}],
        }

    async def test_the_fields_of_a_template_have_the_values_that_metadata_takes(
        self, enterprise: Enterprise, file: Any
    ) -> None:
        await make_template(enterprise)
        content = "Name: Lease\nAmount: 12.5\nDue: 2026-01-31\nState: closed\nTags: b, a\n"
        template = {"type": "metadata_template", "scope": "enterprise", "template_key": "contract"}
        answer = (await extract_fields(enterprise.user, content, file["id"], metadata_template=template)).json()[
            "answer"
        ]
        kept = await enterprise.user.call(
            "post_files_id_metadata_id_id", file_id=file["id"], scope="enterprise", template_key="contract", json=answer
        )
        assert (kept.status_code, answer) == (
            201,
            {"name": "Lease", "amount": 12.5, "due": "2026-01-31T00:00:00Z", "state": "closed", "tags": ["a", "b"]},
        )

    async def test_what_cannot_be_extracted_is_refused(self, enterprise: Enterprise, file: Any) -> None:
        user, template = enterprise.user, {"type": "metadata_template", "template_key": "properties", "scope": "global"}
        wrong: list[dict[str, Any]] = [
            {},
            {"fields": []},
            {"fields": [field("a"), field("a")]},
            {"fields": [field(" ")]},
            {"fields": [field("a", "enum")]},
            {"fields": [field("a", "taxonomy")]},
            {"fields": [field("a", "struct")]},
            {"fields": [field("a", "struct", fields=[field("b", "table", fields=[field("c")])])]},
            {"fields": [field("a")] * 101},
            {"fields": [field("a")], "metadata_template": template},
            {"metadata_template": template},
            {"fields": [field("a")], "taxonomy_sources": [{"type": "file"}]},
            {"fields": [field("a")], "ai_agent": {"type": "ai_agent_ask"}},
        ]
        answers = [await extract_fields(user, "a: b", file["id"], **one) for one in wrong]
        unknown = {**template, "scope": "enterprise", "template_key": "nowhere"}
        answers.append(await extract_fields(user, "a: b", file["id"], metadata_template=unknown))
        assert [one.status_code for one in answers] == [400] * len(wrong) + [404]


@pytest.mark.operation("post_ai_extract")
class TestExtractWithoutModel:
    @pytest.mark.parametrize(
        ("prompt", "keys"),
        [
            (
                "Please extract the invoice no, the due date and the total amount.",
                ["invoice no", "due date", "total amount"],
            ),
            ('{"type": "object", "properties": {"invoiceNo": {}, "shipping": {}}}', ["invoiceNo", "shipping"]),
            ('{"fields": [{"key": "invoiceNo"}, {"key": "status"}]}', ["invoiceNo", "status"]),
            ("<invoiceNo/><billTo>who</billTo>", ["invoiceNo", "billTo"]),
        ],
    )
    async def test_the_prompt_names_the_keys(
        self, enterprise: Enterprise, file: Any, prompt: str, keys: list[str]
    ) -> None:
        values = {
            "invoiceno": '"2026-0417"',
            "due date": '"05/17/2026"',
            "total amount": '"EUR 5,102.00"',
            "billto": '"Acme Ltd"',
            "status": '"Paid"',
            "shipping": "null",
        }
        answer = await extract(enterprise.user, INVOICE, prompt, file["id"])
        told = ", ".join(f'"{key}": {values[key.lower().replace("invoice no", "invoiceno")]}' for key in keys)
        assert (answer.json()["answer"], answer.json()["completion_reason"]) == (f"{{{told}}}", "done")

    async def test_a_prompt_that_names_nothing_or_too_much_is_refused(self, enterprise: Enterprise, file: Any) -> None:
        answers = [await extract(enterprise.user, "x", prompt, file["id"]) for prompt in (" ", "?!", "x" * 10_001)]
        assert [error_of(one) for one in answers] == [(400, "bad_request")] * 3

    async def test_the_log_tells_of_it(self, enterprise: Enterprise, file: Any) -> None:
        await extract(enterprise.user, "name: secret", "name", file["id"])
        log = await enterprise.admin.call("get_events", stream_type="admin_logs", stream_position="0", limit=500)
        told = [one for one in log.json()["entries"] if one["event_type"].startswith("BOX_AI")]
        assert ([one["event_type"] for one in told], "secret" in str(told)) == (["BOX_AI_USER_REQUEST"], False)


class TestWithModel:
    async def test_the_model_gets_the_fields_and_its_values_are_made_to_fit(
        self, tenant: Enterprise, endpoint: Receiver
    ) -> None:
        file = await upload(tenant.user, "a.txt", b"Signed on May 4, 2026 by Ada for 1,000 euros.")
        said = '```json\n{"signer": "Ada", "on": "May 4, 2026", "sum": "1,000", "place": "Rome", "other": 1}\n```'
        endpoint.answers = [completion(said)]
        fields = [field("signer"), field("on", "date"), field("sum", "float"), field("place"), field("witness")]
        answer = await extract_fields(
            tenant.user, None, file["id"], fields=fields, include_confidence_score=True, include_reference=True
        )
        (request,) = endpoint.received
        asked = request.body["messages"][-1]["content"]
        assert ("Signed on May 4" in asked, '"key":"on"' in asked, "YYYY-MM-DD" in asked) == (True, True, True)
        document = answer.json()
        assert document["answer"] == {
            "signer": "Ada",
            "on": "2026-05-04",
            "sum": 1000,
            "place": "Rome",
            "witness": None,
        }
        assert {key: one["level"] for key, one in document["confidence_score"].items()} == {
            "signer": "HIGH",
            "on": "HIGH",
            "sum": "HIGH",
            "place": "LOW",
        }
        assert document["reference"].keys() == {"signer", "on", "sum"}
        assert document["ai_agent_info"]["models"][0]["name"] == "tiny-1"

    async def test_it_is_asked_once_more_and_then_what_fits_is_taken(
        self, tenant: Enterprise, endpoint: Receiver
    ) -> None:
        file = await upload(tenant.user, "a.txt", b"text")
        endpoint.answers = [completion("Certainly! Here it is"), completion('{"a": "blue", "b": 7, "c": "x"}')]
        fields = [field("a", "enum", "red", "green"), field("b", "float"), field("c")]
        answer = await extract_fields(tenant.user, None, file["id"], fields=fields)
        assert answer.json()["answer"] == {"a": None, "b": 7, "c": "x"}
        again = endpoint.received[1].body["messages"]
        assert (len(endpoint.received), [one["role"] for one in again[-2:]]) == (2, ["assistant", "user"])

    async def test_a_value_that_fits_the_second_time_is_taken(self, tenant: Enterprise, endpoint: Receiver) -> None:
        file = await upload(tenant.user, "a.txt", b"text")
        endpoint.answers = [completion('{"rows": "none"}'), completion('{"rows": [{"n": "1"}, {}]}')]
        table = field("rows", "table", fields=[field("n", "float")])
        answer = await extract_fields(tenant.user, None, file["id"], fields=[table])
        assert answer.json()["answer"] == {"rows": [{"n": 1}, {"n": None}]}

    async def test_free_prompts_are_answered_with_the_object_that_it_says(
        self, tenant: Enterprise, endpoint: Receiver
    ) -> None:
        file = await upload(tenant.user, "a.txt", b"text")
        endpoint.answers = [completion("[1]"), completion('{"parties":["A","B"]}')]
        answer = await extract(tenant.user, "text", "who signs?", file["id"])
        assert answer.json()["answer"] == '{"parties": ["A", "B"]}'

    async def test_two_answers_that_are_no_json_are_an_error(self, tenant: Enterprise, endpoint: Receiver) -> None:
        file = await upload(tenant.user, "a.txt", b"text")
        endpoint.answers = [completion("no")] * 4
        answers = [
            await extract(tenant.user, "text", "name", file["id"]),
            await extract_fields(tenant.user, "text", file["id"], fields=[field("a")]),
        ]
        assert ([one.status_code for one in answers], len(endpoint.received)) == ([500, 500], 4)
