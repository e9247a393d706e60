"""AI agents of an enterprise: who makes, sees and uses them, how they are listed, and what they change in what is asked."""

from typing import Any

import httpx
import pytest

from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.models import completion
from tests.support.receiver import Receiver
from tests.support.tree import error_of
from tests.support.uploads import upload


def capability(name: str, **more: Any) -> dict[str, Any]:
    """What an agent can do."""
    return {"type": f"ai_agent_{name}", "access_state": "enabled", "description": f"To {name}", **more}


def wanted(name: str = "Lawyer", access_state: str = "enabled", **more: Any) -> dict[str, Any]:
    """The body that defines an agent; without capabilities one that answers questions."""
    more = more or {"ask": capability("ask")}
    if not more.keys() & {"ask", "text_gen", "extract"}:
        more["ask"] = capability("ask")
    return {"type": "ai_agent", "name": name, "access_state": access_state, **more}


async def make(enterprise: Enterprise, *args: Any, **more: Any) -> dict[str, Any]:
    """An agent of the enterprise."""
    answer = await enterprise.admin.call("post_ai_agents", json=wanted(*args, **more))
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def ask(
    client: Client, agent_id: str, file_id: Any, operation: str = "post_ai_ask", **more: Any
) -> httpx.Response:
    """The answer of an agent that is named."""
    more = more or {"mode": "single_item_qa", "prompt": "Where does the Sun rise?"}
    items = [{"type": "file", "id": file_id, "content": "The Sun rises in the east."}]
    agent = {"type": "ai_agent_id", "id": agent_id}
    return await client.call(operation, json={"items": items, "ai_agent": agent, **more})


async def names(client: Client, **parameters: Any) -> list[str]:
    """The names of the agents that a client sees."""
    return [one["name"] for one in (await client.call("get_ai_agents", **parameters)).json()["entries"]]


@pytest.mark.operation("post_ai_agents", "get_ai_agents_id")
class TestMake:
    async def test_what_is_said_of_an_agent_is_kept(self, enterprise: Enterprise) -> None:
        tool = {
            "model": "any",
            "system_message": "Be brief",
            "prompt_template": "{content} {user_question}",
            "llm_endpoint_params": {"type": "google_params", "temperature": 0.5, "top_k": 1.0},
            "is_custom_instructions_included": True,
        }
        questions = ["Why?", "Who?"]
        made = await make(
            enterprise,
            icon_reference="https://cdn01.boxcdn.net/app-assets/aistudio/avatars/logo_analytics.svg",
            ask=capability("ask", basic_text=tool, custom_instructions="In verse", suggested_questions=questions),
            allowed_entities=[{"type": "user", "id": str(enterprise.user_id)}],
        )
        read = (await enterprise.admin.call("get_ai_agents_id", agent_id=made["id"])).json()
        assert read == made
        assert (read["origin"], read["ask"]["basic_text"], read["ask"]["suggested_questions"]) == (
            "CUSTOM",
            tool,
            questions,
        )
        assert read["allowed_entities"] == [{"type": "user", "id": str(enterprise.user_id)}]
        assert (read["created_by"], "text_gen" in read) == ({"type": "user", "id": str(enterprise.admin_id)}, False)

    async def test_fields_choose_what_is_shown(self, enterprise: Enterprise) -> None:
        made = await make(enterprise, ask=capability("ask"), extract=capability("extract"))
        read = await enterprise.user.call("get_ai_agents_id", agent_id=made["id"], fields="extract")
        assert read.json().keys() == {"type", "id", "origin", "name", "access_state", "extract"}

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": " "},
            {"name": "x" * 256},
            {"access_state": "open"},
            {"access_state": "enabled_for_selected_users"},
            {"ask": None},
            {"ask": capability("extract")},
            {"ask": capability("ask", suggested_questions=["?"] * 5)},
            {"type": "agent"},
        ],
    )
    async def test_an_agent_that_cannot_be_is_refused(self, enterprise: Enterprise, wrong: dict[str, Any]) -> None:
        answer = await enterprise.admin.call("post_ai_agents", json=wanted() | wrong)
        assert (error_of(answer), await names(enterprise.admin)) == ((400, "bad_request"), [])

    async def test_it_can_be_for_people_and_groups_of_the_enterprise_alone(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        group = await other.admin.call("post_groups", json={"name": "theirs"})
        strangers = [{"type": "user", "id": other.user_id}, {"type": "group", "id": group.json()["id"]}]
        answers = [
            await enterprise.admin.call("post_ai_agents", json=wanted(allowed_entities=[one])) for one in strangers
        ]
        assert ([one.status_code for one in answers], await names(enterprise.admin)) == ([404, 404], [])


@pytest.mark.operation("put_ai_agents_id", "delete_ai_agents_id")
class TestChange:
    async def test_what_is_not_said_stays(self, enterprise: Enterprise) -> None:
        entities = [{"type": "user", "id": str(enterprise.user_id)}]
        made = await make(enterprise, allowed_entities=entities, extract=capability("extract"), icon_reference="icon")
        body = wanted("Clerk", "enabled_for_selected_users", ask=capability("ask", description="New"))
        changed = (await enterprise.admin.call("put_ai_agents_id", agent_id=made["id"], json=body)).json()
        assert (changed["name"], changed["access_state"], changed["ask"]["description"]) == (
            "Clerk",
            "enabled_for_selected_users",
            "New",
        )
        kept = ("id", "created_at", "allowed_entities", "extract", "icon_reference")
        assert {name: changed[name] for name in kept} == {name: made[name] for name in kept}

    async def test_people_that_are_said_are_all_it_is_for(self, enterprise: Enterprise) -> None:
        made = await make(enterprise, allowed_entities=[{"type": "user", "id": enterprise.user_id}])
        body = wanted(allowed_entities=[])
        changed = await enterprise.admin.call("put_ai_agents_id", agent_id=made["id"], json=body)
        body = wanted(access_state="enabled_for_selected_users")
        refused = await enterprise.admin.call("put_ai_agents_id", agent_id=made["id"], json=body)
        assert (changed.json()["allowed_entities"], error_of(refused)) == ([], (400, "bad_request"))

    async def test_one_that_is_deleted_is_gone(self, enterprise: Enterprise) -> None:
        agent_id = (await make(enterprise))["id"]
        answers = [
            await enterprise.admin.call("delete_ai_agents_id", agent_id=agent_id),
            await enterprise.admin.call("get_ai_agents_id", agent_id=agent_id),
            await enterprise.admin.call("put_ai_agents_id", agent_id=agent_id, json=wanted()),
            await enterprise.admin.call("delete_ai_agents_id", agent_id=agent_id),
        ]
        assert [one.status_code for one in answers] == [204, 404, 404, 404]

    async def test_people_who_see_an_agent_may_not_change_it(self, enterprise: Enterprise) -> None:
        seen, hidden = (await make(enterprise))["id"], (await make(enterprise, "Hidden", "disabled"))["id"]
        statuses = [
            [
                (await enterprise.user.call("put_ai_agents_id", agent_id=agent_id, json=wanted("Mine"))).status_code,
                (await enterprise.user.call("delete_ai_agents_id", agent_id=agent_id)).status_code,
            ]
            for agent_id in (seen, hidden)
        ]
        assert (statuses, await names(enterprise.admin)) == ([[403, 403], [404, 404]], ["Lawyer", "Hidden"])


@pytest.mark.operation("get_ai_agents")
class TestList:
    async def test_people_see_what_is_there_for_them(self, enterprise: Enterprise) -> None:
        group_id = (await enterprise.admin.call("post_groups", json={"name": "Law"})).json()["id"]
        member_id, member = await enterprise.new_user()
        body = {"user": {"id": str(member_id)}, "group": {"id": group_id}}
        await enterprise.admin.call("post_group_memberships", json=body)
        selected = "enabled_for_selected_users"
        await make(enterprise, "all")
        await make(enterprise, "none", "disabled")
        await make(enterprise, "law", selected, allowed_entities=[{"type": "group", "id": group_id}])
        await make(enterprise, "one", selected, allowed_entities=[{"type": "user", "id": enterprise.user_id}])
        assert [await names(one) for one in (enterprise.admin, enterprise.user, member)] == [
            ["all", "none", "law", "one"],
            ["all", "one"],
            ["all", "law"],
        ]
        await enterprise.admin.call("delete_groups_id", group_id=group_id)
        assert await names(member) == ["all"]

    async def test_filters_choose_by_what_agents_can_do_and_their_state(self, enterprise: Enterprise) -> None:
        await make(enterprise, "asks")
        await make(enterprise, "writes", text_gen=capability("text_gen"))
        await make(enterprise, "both", "disabled", ask=capability("ask"), extract=capability("extract"))
        admin = enterprise.admin
        assert await names(admin, mode="ask") == ["asks", "both"]
        assert await names(admin, mode="text_gen,extract") == ["writes", "both"]
        assert await names(admin, agent_state="disabled") == ["both"]
        assert await names(admin, mode="ask", agent_state="enabled") == ["asks"]
        wrong = [await admin.call("get_ai_agents", mode="sing"), await admin.call("get_ai_agents", agent_state="open")]
        assert [error_of(one) for one in wrong] == [(400, "bad_request")] * 2

    async def test_pages_begin_with_the_agents_of_the_server(self, enterprise: Enterprise) -> None:
        await make(enterprise, "a")
        await make(enterprise, "b")
        found: list[tuple[str, str]] = []
        more: dict[str, Any] = {"limit": 1}
        while more.get("marker") or not found:
            page = await enterprise.user.call("get_ai_agents", include_box_default=True, **more)
            found += [(one["origin"], one["name"]) for one in page.json()["entries"]]
            more["marker"] = page.json().get("next_marker")
        assert found == [("BOX", "Default agent"), ("BOX", "Enhanced Extract Agent"), ("CUSTOM", "a"), ("CUSTOM", "b")]
        assert await names(enterprise.user, include_box_default=True, mode="ask") == ["Default agent", "a", "b"]


class TestServersOwn:
    async def test_they_are_read_and_used_and_never_changed(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"text")
        read = await enterprise.user.call("get_ai_agents_id", agent_id="default_agent")
        used = await ask(enterprise.user, "default_agent", file["id"])
        unable = await ask(enterprise.user, "enhanced_extract_agent", file["id"])
        extracted = await ask(
            enterprise.user, "enhanced_extract_agent", file["id"], "post_ai_extract_structured", fields=[{"key": "sun"}]
        )
        changed = await enterprise.admin.call("put_ai_agents_id", agent_id="default_agent", json=wanted())
        deleted = await enterprise.admin.call("delete_ai_agents_id", agent_id="enhanced_extract_agent")
        assert read.json()["ask"]["basic_text"]["model"] == "holdall__extractive"
        assert used.json()["answer"] == "The Sun rises in the east."
        statuses = [one.status_code for one in (unable, extracted, changed, deleted)]
        assert statuses == [400, 200, 403, 403]


class TestUse:
    async def test_who_may_not_use_an_agent_is_refused(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.admin, "a.txt", b"text")
        selected, entities = "enabled_for_selected_users", [{"type": "user", "id": enterprise.user_id}]
        agents = [
            await make(enterprise),
            await make(enterprise, "off", "disabled"),
            await make(enterprise, "part", ask=capability("ask", access_state="disabled")),
            await make(enterprise, "writes", text_gen=capability("text_gen")),
            await make(enterprise, "few", selected, allowed_entities=entities),
        ]
        statuses = [(await ask(enterprise.admin, one["id"], file["id"])).status_code for one in agents]
        unknown = [(await ask(enterprise.admin, one, file["id"])).status_code for one in ("7", "nobody")]
        assert (statuses, unknown) == ([200, 403, 403, 400, 403], [404, 404])

    async def test_of_others_agents_nobody_learns(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        file = await upload(other.admin, "a.txt", b"text")
        agent = await make(enterprise)
        assert (await ask(other.admin, agent["id"], file["id"])).status_code == 404


class TestWithModel:
    async def test_an_agent_says_how_the_model_is_asked(self, tenant: Enterprise, endpoint: Receiver) -> None:
        file = await upload(tenant.user, "a.txt", b"text")
        tool = {"system_message": "You judge. {custom_instructions}", "num_tokens_for_completion": 9}
        tool |= {"llm_endpoint_params": {"type": "google_params", "temperature": 0.5, "top_k": 1}}
        agent = await make(
            tenant,
            ask=capability("ask", basic_text=tool, custom_instructions="Be kind."),
            text_gen=capability("text_gen", custom_instructions="In verse."),
            extract=capability("extract", basic_text={"prompt_template": "{user_question} of {content}"}),
        )
        endpoint.answers = [completion("East"), completion("O Sun"), completion('{"sun": "east"}')]
        await ask(tenant.user, agent["id"], file["id"])
        await ask(tenant.user, agent["id"], file["id"], "post_ai_text_gen", prompt="Write")
        await ask(tenant.user, agent["id"], file["id"], "post_ai_extract", prompt="sun")
        first, second, third = (one.body for one in endpoint.received)
        assert (first["messages"][0]["content"], first["max_tokens"], first["temperature"], "top_k" in first) == (
            "You judge. Be kind.",
            9,
            0.5,
            False,
        )
        assert second["messages"][0]["content"].endswith("\n\nIn verse.")
        assert third["messages"][-1]["content"] == "sun of [a.txt]\nThe Sun rises in the east."
