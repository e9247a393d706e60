"""Questions about files: what may be asked of what, what answers without a model and with one, and what goes wrong."""

from typing import Any

import httpx
import pytest
from aiohttp import web

from holdall.base.settings import load_settings
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.models import completion
from tests.support.receiver import Receiver
from tests.support.sharing import share
from tests.support.tree import error_of
from tests.support.uploads import upload

HANDBOOK = (
    "Welcome to Acme.\n\nThe office opens at eight in the morning. Parking is behind the house.\n\n"
    "Holidays are requested from the head of the department. Nobody works on Sundays."
)


async def ask(client: Client, prompt: str, *items: Any, mode: str = "single_item_qa", **body: Any) -> httpx.Response:
    """The answer to a question; an item is a file's id, or a file's id and content."""
    named = [
        {"type": "file", "id": str(one[0]), "content": one[1]}
        if isinstance(one, tuple)
        else {"type": "file", "id": str(one)}
        for one in items
    ]
    return await client.call("post_ai_ask", json={"mode": mode, "prompt": prompt, "items": named, **body})


@pytest.fixture
async def file(enterprise: Enterprise) -> Any:
    return await upload(enterprise.user, "handbook.txt", HANDBOOK.encode())


@pytest.mark.operation("post_ai_ask")
class TestAskWithoutModel:
    async def test_the_sentence_that_matches_best_is_the_answer_and_is_cited(
        self, enterprise: Enterprise, file: Any
    ) -> None:
        answer = await ask(enterprise.user, "When does the office open?", file["id"], include_citations=True)
        document = answer.json()
        assert (answer.status_code, document["answer"], document["completion_reason"]) == (
            200,
            "The office opens at eight in the morning.",
            "done",
        )
        assert document["citations"] == [
            {"type": "file", "id": file["id"], "name": "handbook.txt", "content": document["answer"]}
        ]
        assert document["ai_agent_info"] == {
            "models": [{"name": "holdall__extractive", "provider": "holdall", "supported_purpose": "chat"}],
            "processor": "basic_text",
        }

    async def test_the_content_of_the_request_comes_before_that_of_the_file(
        self, enterprise: Enterprise, file: Any
    ) -> None:
        other = await upload(enterprise.user, "other.bin", b"\0\1")
        answer = await ask(
            enterprise.user,
            "Which direction does the Sun rise?",
            (file["id"], "Earth goes around the Sun"),
            (other["id"], "The Sun rises in the east in the morning"),
            mode="multiple_item_qa",
        )
        assert answer.json()["answer"] == "The Sun rises in the east in the morning"
        assert "citations" not in answer.json()

    async def test_what_the_content_does_not_tell_is_said_to_be_missing(
        self, enterprise: Enterprise, file: Any
    ) -> None:
        answer = await ask(enterprise.user, "How tall is the Eiffel tower?", file["id"], include_citations=True)
        assert (answer.json()["answer"], answer.json()["citations"]) == (
            "The content that was given says nothing about this.",
            [],
        )

    async def test_a_further_question_is_understood_by_the_one_before(self, enterprise: Enterprise, file: Any) -> None:
        history = [{"prompt": "Where is parking?", "answer": "Behind", "created_at": "2026-01-01T00:00:00Z"}]
        answer = await ask(enterprise.user, "Why?", file["id"], dialogue_history=history)
        assert answer.json()["answer"] == "Parking is behind the house."

    async def test_what_cannot_be_asked_is_refused(self, enterprise: Enterprise, file: Any) -> None:
        user, empty = enterprise.user, await upload(enterprise.user, "empty.txt")
        many = [(number, "x") for number in range(1, 27)]
        answers = [
            await ask(user, " ", file["id"]),
            await ask(user, "x" * 10_001, file["id"]),
            await ask(user, "why?"),
            await ask(user, "why?", file["id"], empty["id"]),
            await ask(user, "why?", file["id"], file["id"], mode="multiple_item_qa"),
            await ask(user, "why?", *many, mode="multiple_item_qa"),
            await ask(user, "why?", empty["id"]),
            await ask(user, "why?", file["id"], ai_agent={"type": "ai_agent_text_gen"}),
            await user.call("post_ai_text_gen", json={"prompt": "?", "items": [{"type": "hubs", "id": "1"}]}),
        ]
        assert [error_of(one) for one in answers] == [(400, "bad_request")] * len(answers)

    async def test_only_what_may_be_previewed_can_be_asked(self, enterprise: Enterprise, file: Any) -> None:
        stranger_id, stranger = await enterprise.new_user()
        folder = await enterprise.user.call("post_folders", json={"name": "inbox", "parent": {"id": "0"}})
        inside = await upload(enterprise.user, "in.txt", b"text", parent=folder.json()["id"])
        await share(enterprise.user, folder.json()["id"], {"id": stranger_id}, role="uploader")
        answers = [await ask(stranger, "why?", (one["id"], "text")) for one in (file, inside)]
        assert [one.status_code for one in answers] == [404, 403]

    async def test_the_log_tells_who_asked_of_what_and_not_what(self, enterprise: Enterprise, file: Any) -> None:
        await ask(enterprise.user, "What is the secret?", file["id"])
        await ask(enterprise.user, "What is the secret?", (await upload(enterprise.user, "none.bin"))["id"])
        log = await enterprise.admin.call("get_events", stream_type="admin_logs", stream_position="0", limit=500)
        told = [one for one in log.json()["entries"] if one["event_type"].startswith("BOX_AI")]
        assert [one["event_type"] for one in told] == ["BOX_AI_USER_REQUEST", "BOX_AI_USER_FAILED_REQUEST"]
        assert told[0]["created_by"]["id"] == str(enterprise.user_id)
        assert "secret" not in str(told)


@pytest.mark.operation("post_ai_text_gen")
class TestGenerateWithoutModel:
    async def test_a_text_is_what_the_content_says_of_it_or_how_it_begins(
        self, enterprise: Enterprise, file: Any
    ) -> None:
        answers = [
            await enterprise.user.call(
                "post_ai_text_gen", json={"prompt": prompt, "items": [{"type": "file", "id": file["id"]}]}
            )
            for prompt in ("Write a mail about parking", "Paraphrase")
        ]
        assert [one.json()["answer"] for one in answers] == [
            "Parking is behind the house.",
            "Welcome to Acme. The office opens at eight in the morning. Parking is behind the house.",
        ]
        assert answers[0].json()["ai_agent_info"]["processor"] == "basic_gen"


@pytest.mark.operation("get_ai_agent_default")
class TestAgents:
    @pytest.mark.parametrize(
        ("mode", "tools"),
        [
            ("ask", {"basic_text", "basic_text_multi", "long_text", "long_text_multi"}),
            ("text_gen", {"basic_gen"}),
            ("extract", {"basic_text", "long_text"}),
            ("extract_structured", {"basic_text", "long_text"}),
        ],
    )
    async def test_each_mode_has_its_tools(self, enterprise: Enterprise, mode: str, tools: set[str]) -> None:
        agent = (await enterprise.user.call("get_ai_agent_default", mode=mode, language="en-US")).json()
        assert (agent["type"], agent.keys() - {"type"}) == (f"ai_agent_{mode}", tools)
        assert {agent[name]["model"] for name in tools} == {"holdall__extractive"}

    async def test_the_agent_that_was_read_can_be_asked(self, enterprise: Enterprise, file: Any) -> None:
        agent = (await enterprise.user.call("get_ai_agent_default", mode="ask")).json()
        answer = await ask(enterprise.user, "Where is parking?", file["id"], ai_agent=agent)
        assert answer.json()["answer"] == "Parking is behind the house."


class TestWithModel:
    async def test_the_model_gets_content_history_and_question(self, tenant: Enterprise, endpoint: Receiver) -> None:
        file = await upload(tenant.user, "handbook.txt", HANDBOOK.encode())
        endpoint.answers = [completion("It opens at eight, the office.", reason="length")]
        answer = await ask(
            tenant.user,
            "When does it open? {content}",
            file["id"],
            include_citations=True,
            dialogue_history=[{"prompt": "Hello", "answer": "Good day"}],
            ai_agent={
                "type": "ai_agent_ask",
                "basic_text": {
                    "system_message": "Be brief",
                    "prompt_template": "{user_question} / {content}",
                    "num_tokens_for_completion": 7,
                    "llm_endpoint_params": {"type": "openai_params", "temperature": 0.5, "stop": "END"},
                },
            },
        )
        (request,) = endpoint.received
        document = answer.json()
        assert (request.path, request.headers["authorization"]) == ("/v1/chat/completions", "Bearer key-of-tests")
        assert request.body == {
            "model": "tiny",
            "max_tokens": 7,
            "temperature": 0.5,
            "stop": "END",
            "messages": [
                {"role": "system", "content": "Be brief"},
                {"role": "user", "content": "Hello"},
                {"role": "assistant", "content": "Good day"},
                {"role": "user", "content": f"When does it open? {{content}} / [handbook.txt]\n{HANDBOOK}"},
            ],
        }
        assert (document["answer"], document["completion_reason"], document["ai_agent_info"]["models"][0]["name"]) == (
            "It opens at eight, the office.",
            "length",
            "tiny-1",
        )
        assert document["citations"][0]["content"] == "The office opens at eight in the morning."

    async def test_of_long_content_it_gets_what_matches(self, tenant: Enterprise, endpoint: Receiver) -> None:
        padding = "Nothing of note happened on that day. " * 4000
        endpoint.answers = [completion("Blue.")]
        file = await upload(tenant.user, "a.txt", f"{padding} The whale is blue. {padding}".encode())
        await ask(tenant.user, "Which colour has the whale?", file["id"])
        (request,) = endpoint.received
        content = request.body["messages"][-1]["content"]
        assert ("The whale is blue." in content, len(content) < 60_000) == (True, True)

    @pytest.mark.parametrize(
        ("answer", "status", "retry_after"),
        [
            (lambda: web.Response(status=429, headers={"retry-after": "7"}), 429, "7"),
            (lambda: web.Response(status=500), 503, "10"),
            (lambda: web.Response(status=401), 500, None),
            (lambda: web.Response(status=302, headers={"location": "http://127.0.0.1/"}), 500, None),
            (lambda: web.Response(text="no json"), 500, None),
            (lambda: web.json_response({"choices": []}), 500, None),
        ],
    )
    async def test_what_goes_wrong_there_is_told_by_status(
        self, tenant: Enterprise, endpoint: Receiver, answer: Any, status: int, retry_after: str | None
    ) -> None:
        file = await upload(tenant.user, "a.txt", b"text")
        endpoint.answers = [answer]
        answered = await ask(tenant.user, "why?", file["id"])
        assert (answered.status_code, answered.headers.get("retry-after")) == (status, retry_after)
        assert "key-of-tests" not in answered.text

    async def test_one_that_takes_too_long_or_is_not_there_is_unavailable(
        self, tenant: Enterprise, endpoint: Receiver
    ) -> None:
        file = await upload(tenant.user, "a.txt", b"text")
        endpoint.delay = lambda _received: 3
        slow = await ask(tenant.user, "why?", file["id"])
        await endpoint.stop()
        gone = await ask(tenant.user, "why?", file["id"])
        assert [error_of(one) for one in (slow, gone)] == [(503, "unavailable")] * 2


class TestSettings:
    @pytest.mark.parametrize(
        "variables", [{"HOLDALL_AI_URL": "https://x"}, {"HOLDALL_AI_URL": "x", "HOLDALL_AI_MODEL": "m"}]
    )
    def test_an_address_without_a_model_is_refused(self, variables: dict[str, str]) -> None:
        with pytest.raises(ValueError, match="ai_url"):
            load_settings(variables)
