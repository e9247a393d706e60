"""Questions about hubs: answered from all that is in them, as far as the asker and the hub's co-owners let them be."""

from typing import Any

import httpx
import pytest

from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.hubs import let_in, make_hub, manage
from tests.support.tree import create, error_of
from tests.support.uploads import upload


async def ask(client: Client, hub_id: Any, *more: dict[str, str]) -> httpx.Response:
    """The answer to a question about a hub."""
    items = [{"type": "hubs", "id": str(hub_id)}, *more]
    body = {"mode": "multiple_item_qa", "prompt": "Where is parking?", "items": items, "include_citations": True}
    return await client.call("post_ai_ask", json=body)


async def hub_with_text(enterprise: Enterprise, **more: Any) -> tuple[str, str]:
    """A hub with a folder in which a file tells where parking is: the ids of the hub and the file."""
    hub_id = await make_hub(enterprise.user, **more)
    folder = await create(enterprise.user, f"house of {hub_id}")
    inner = await create(enterprise.user, "outside", folder["id"])
    file = await upload(enterprise.user, "guide.txt", b"Parking is behind the house. It is free.", parent=inner["id"])
    await manage(enterprise.user, hub_id, ("add", "folder", folder["id"]))
    return hub_id, file["id"]


@pytest.mark.operation("post_ai_ask")
class TestAskHub:
    async def test_the_answer_is_from_what_is_in_the_hub_however_deep(self, enterprise: Enterprise) -> None:
        hub_id, file_id = await hub_with_text(enterprise)
        await upload(enterprise.user, "elsewhere.txt", b"Parking is forbidden.")
        viewer_id, viewer = await enterprise.new_user()
        await let_in(enterprise.user, hub_id, {"id": viewer_id})
        answer = (await ask(viewer, hub_id)).json()
        cited = [(one["id"], one["content"]) for one in answer["citations"]]
        assert (answer["answer"], cited[0]) == (
            "Parking is behind the house.",
            (file_id, "Parking is behind the house."),
        )

    async def test_a_hub_without_text_has_no_answer(self, enterprise: Enterprise) -> None:
        hub_id = await make_hub(enterprise.user)
        picture = await upload(enterprise.user, "a.bin", b"\x00\x01")
        before = await ask(enterprise.user, hub_id)
        await manage(enterprise.user, hub_id, ("add", "file", picture["id"]))
        after = await ask(enterprise.user, hub_id)
        assert [(one.status_code, one.content) for one in (before, after)] == [(204, b"")] * 2

    async def test_strangers_learn_nothing_and_co_owners_may_let_nobody_ask(self, enterprise: Enterprise) -> None:
        hub_id, _ = await hub_with_text(enterprise)
        closed, _ = await hub_with_text(enterprise, title="Closed", is_ai_enabled=False)
        _, stranger = await enterprise.new_user()
        answers = [await ask(stranger, hub_id), await ask(enterprise.user, closed)]
        assert [error_of(one) for one in answers] == [(404, "not_found"), (403, "forbidden")]

    async def test_a_hub_is_asked_alone(self, enterprise: Enterprise) -> None:
        hub_id, file_id = await hub_with_text(enterprise)
        answer = await ask(enterprise.user, hub_id, {"type": "file", "id": file_id})
        assert error_of(answer) == (400, "bad_request")
