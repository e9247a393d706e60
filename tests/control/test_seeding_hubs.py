"""Seeds of hubs."""

import pytest

from tests.control.conftest import Control

PEOPLE = """
enterprises:
  - id: 8
    users: [{login: ada@hubs.example}, {login: bob@hubs.example}]
    applications: [{}]
tokens:
  - {user: bob@hubs.example, token: bob-of-hubs}
content:
  - {owner: ada@hubs.example, items: [{folder: inbox, key: inbox}, {folder: outbox, key: outbox}]}
"""
HUBS = """
hubs:
  - owner: ada@hubs.example
    title: Welcome
    items: [inbox, outbox]
    collaborators: [{user: bob@hubs.example, role: editor}]
    link: {token: welcome-everybody, access: open}
    key: hub
"""


async def test_a_hub_is_made_once_with_all_that_it_has(control: Control) -> None:
    planted = [await control.call("POST", "/seed", content=PEOPLE + HUBS) for _ in range(2)]
    ids = [one["keys"]["hub"] for one in planted]
    bob = control.client("bob-of-hubs")
    hubs = (await bob.call("get_hubs_v2025.0", scope="editable")).json()["entries"]
    items = (await bob.call("get_hub_items_v2025.0", hub_id=ids[0])).json()["entries"]
    assert ids[0] == ids[1]
    assert [(one["id"], one["title"], one["can_public_shared_link_be_created"]) for one in hubs] == [
        (ids[0], "Welcome", True)
    ]
    assert [one["name"] for one in items] == ["outbox", "inbox"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("items: [nowhere]", "hubs[0].items: nothing in the seed has the key 'nowhere'"),
        ("link: {token: short}", "hubs[0]: token: must have 12 letters, digits, - or _, or more"),
    ],
)
async def test_what_cannot_be_made_is_named(control: Control, wrong: str, message: str) -> None:
    seed = f"hubs: [{{owner: ada@hubs.example, title: Wrong, {wrong}}}]"
    answer = await control.call("POST", "/seed", content=PEOPLE + seed, status=400)
    assert answer["message"] == message
