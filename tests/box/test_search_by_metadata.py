"""Search by metadata: mdfilters, alone and with words."""

import json
from typing import Any

import pytest

from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.metadata import apply, make_template
from tests.support.sharing import share
from tests.support.tree import create, error_of, make_file

VALUES: dict[str, dict[str, Any]] = {
    "walrus a": {"name": "Ada", "amount": 10, "due": "2035-01-02T00:00:00Z", "state": "open", "tags": ["a", "b"]},
    "walrus b": {"name": "Bob", "amount": 20, "due": "2036-01-02T00:00:00Z", "state": "closed", "tags": ["c"]},
    "seal c": {"name": "Ada"},
}

MATCHING: list[tuple[Any, list[str]]] = [
    ({}, ["seal c", "walrus b", "walrus a"]),
    ({"name": "Ada"}, ["seal c", "walrus a"]),
    ({"name": "ada"}, []),
    ({"amount": 10}, ["walrus a"]),
    ({"amount": {"gt": 10, "lt": 20}}, ["walrus b", "walrus a"]),
    ({"amount": {"gt": 10.5}}, ["walrus b"]),
    ({"due": {"lt": "2035-06-01T00:00:00Z"}}, ["walrus a"]),
    ({"due": "2035-01-02T01:00:00+01:00"}, ["walrus a"]),
    ({"state": "closed"}, ["walrus b"]),
    ({"state": ["closed", "open"]}, ["walrus b", "walrus a"]),
    ({"tags": ["a", "c"]}, ["walrus b", "walrus a"]),
    ({"tags": ["z"]}, []),
    ({"name": "Ada", "amount": {"lt": 100}}, ["walrus a"]),
    ([{"name": "Ada"}, {"amount": 10}], ["walrus a"]),
]
"""Filters, and the files that they find."""
REFUSED: list[Any] = [
    {"nothing": 1},
    {"amount": "much"},
    {"amount": {"above": 1}},
    {"amount": {}},
    {"name": []},
    {"name": 1},
    {"due": {"gt": "yesterday"}},
    {"tags": {"gt": "a"}},
    "x",
]


async def make_files(enterprise: Enterprise, parent_id: Any = 0) -> None:
    """A file for each of the values, and one without any."""
    await make_template(enterprise)
    await make_file(enterprise, "walrus without", parent_id=parent_id)
    for name, values in VALUES.items():
        file = await make_file(enterprise, name, parent_id=parent_id)
        await apply(enterprise.user, file.item.id, "file", "contract", values)


def wish(filters: Any, key: str = "contract", scope: str = "enterprise") -> str:
    """A metadata filter as it is sent."""
    return json.dumps([{"scope": scope, "templateKey": key, "filters": filters}])


async def found(
    client: Client, filters: Any, key: str = "contract", scope: str = "enterprise", **more: Any
) -> list[str]:
    """The names of what a search finds."""
    answer = await client.call("get_search", mdfilters=wish(filters, key, scope), **more)
    assert answer.status_code == 200, answer.text
    document = answer.json()
    assert document["total_count"] >= len(document["entries"])
    return [entry["name"] for entry in document["entries"]]


@pytest.mark.operation("get_search")
class TestFilters:
    async def test_every_filter_must_hold_and_the_newest_comes_first(self, enterprise: Enterprise) -> None:
        await make_files(enterprise)
        assert [await found(enterprise.user, filters) for filters, _ in MATCHING] == [names for _, names in MATCHING]

    async def test_with_words_both_must_hold(self, enterprise: Enterprise) -> None:
        await make_files(enterprise)
        assert await found(enterprise.user, {"name": "Ada"}, query="walrus") == ["walrus a"]
        assert await found(enterprise.user, {}, query="walrus OR seal", limit=2, offset=1) == ["walrus b", "walrus a"]
        assert await found(enterprise.user, {}, query="penguin") == []
        assert await found(enterprise.user, {}, query="!?") == []

    async def test_the_other_filters_hold_as_well(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "folder")
        await make_files(enterprise, folder["id"])
        aside = await make_file(enterprise, "aside")
        await apply(enterprise.user, aside.item.id, "file", "contract", {"name": "Ada"})
        assert await found(enterprise.user, {"name": "Ada"}, ancestor_folder_ids=folder["id"]) == ["seal c", "walrus a"]
        assert await found(enterprise.user, {"name": "Ada"}, type="folder") == []
        assert await found(enterprise.user, {"name": "Ada"}, trash_content="trashed_only") == []

    async def test_free_properties_are_found_by_any_key(self, enterprise: Enterprise) -> None:
        all_values: dict[str, dict[str, Any]] = {"a": {"k": "v", "n": 5}, "b": {"k": ["v", "w"]}, "c": {"k": "u"}}
        for name, values in all_values.items():
            file = await make_file(enterprise, name)
            await apply(enterprise.user, file.item.id, "file", "properties", values, scope="global")
        assert await found(enterprise.user, {"k": "v"}, "properties", "global") == ["b", "a"]
        assert await found(enterprise.user, {"n": {"gt": 4}}, "properties", "global") == ["a"]

    async def test_nobody_finds_what_nobody_shared(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "folder")
        await make_files(enterprise, folder["id"])
        user_id, colleague = await enterprise.new_user()
        before = await found(colleague, {})
        await share(enterprise.user, folder["id"], {"id": user_id}, role="uploader")
        assert (before, await found(colleague, {}), await found(colleague, {}, query="seal")) == (
            [],
            ["seal c", "walrus b", "walrus a"],
            ["seal c"],
        )

    async def test_a_filter_that_cannot_be_is_refused(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        answers = [await enterprise.user.call("get_search", mdfilters=wish(filters)) for filters in REFUSED]
        named = [answer.json()["context_info"]["errors"][0]["name"] for answer in answers]
        assert [error_of(answer) for answer in answers] == [(400, "bad_request")] * len(REFUSED)
        assert named == ["mdfilters"] * len(REFUSED)
