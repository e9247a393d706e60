"""Metadata queries: what matches, in which order, page by page, and what nobody finds who may not see it."""

from typing import Any

import httpx
import pytest

from tests.support.client import Client, counted_queries
from tests.support.enterprise import Enterprise
from tests.support.metadata import apply, change_template, make_classifications, make_template
from tests.support.sharing import share
from tests.support.tree import create, error_of, make_file

VALUES: dict[str, dict[str, Any]] = {
    "a": {"name": "Ada", "amount": 1, "due": "2024-01-01T00:00:00Z", "state": "open", "tags": ["a", "b"]},
    "b": {"name": "ada", "amount": 2.5, "due": "2024-01-01T01:00:00+02:00", "state": "closed", "tags": ["b"]},
    "c": {"name": "Ärger 100%", "amount": -3, "tags": []},
    "d": {"name": "x_y*[z]", "state": "open", "tags": ["c", "a"]},
    "e": {},
}
ALL = sorted(VALUES)

MATCHING = {
    "": "abcde",
    "name = 'Ada'": "a",
    "name <> 'Ada'": "bcd",
    "name != 'Ada'": "bcd",
    "NOT name = 'Ada'": "bcde",
    "name >= 'a'": "bcd",
    "name LIKE 'A%'": "a",
    "name ILIKE 'A%'": "ab",
    "name ILIKE 'äRGER%'": "c",
    "name NOT LIKE '_da'": "cd",
    r"name LIKE '%100\%'": "c",
    r"name LIKE 'x\_y*[z]'": "d",
    "name LIKE 'x?y'": "",
    "name IN ('Ada', 'ada', 'nobody')": "ab",
    "name NOT IN ('Ada', 'ada')": "cd",
    "amount > 1": "b",
    "amount >= :one": "ab",
    "amount = :text": "b",
    "amount < 0 OR amount = 1": "ac",
    "due = '2024-01-01T00:00:00.000Z'": "a",
    "due < '2024-01-01T00:00:00Z'": "b",
    "state = 'open'": "ad",
    "state <> 'open'": "b",
    "state = 'unknown'": "",
    "state LIKE 'clo%'": "b",
    "state ILIKE 'OP_N'": "ad",
    "state > 'closed'": "ad",
    "state IN ('open', 'closed')": "abd",
    "tags = :both": "a",
    "tags <> :both": "bd",
    "tags = 'b'": "b",
    "tags HASANY ('a', 'c')": "ad",
    "tags HASALL ('a', 'b')": "a",
    "name IS NULL": "e",
    "amount IS NOT NULL": "abc",
    "state is null": "ce",
    "tags IS NULL": "ce",
    "state = 'open' AND NOT (tags HASANY ('c') OR amount = 5)": "a",
    "state = 'open' OR name = 'ada' AND amount = 0": "ad",
    "\"name\" = 'it''s'": "",
}
"""Queries, and the files that they find."""
REFUSED = {
    "nothing = 1": "invalid_query",
    "name": "invalid_query",
    "name =": "invalid_query",
    "name = 'a": "invalid_query",
    "(name = 'a'": "invalid_query",
    "name = 'a')": "invalid_query",
    "name = 'a' name = 'b'": "invalid_query",
    "name IS 'a'": "invalid_query",
    "name NOT = 'a'": "invalid_query",
    "name = 1; DROP TABLE items": "invalid_query",
    "amount + 1 = 2": "invalid_query",
    "amount = 'much'": "invalid_query",
    "amount LIKE '1%'": "invalid_query",
    "name > 1": "invalid_query",
    "due = 'yesterday'": "invalid_query",
    "tags IN ('a')": "invalid_query",
    "name HASANY ('a')": "invalid_query",
    "name LIKE '" + 21 * "%a" + "'": "invalid_query",
    "NOT " * 51 + "name = 'a'": "invalid_query",
    "name = :missing": "unexpected_json_type",
}
"""Queries that cannot be, and what they are answered."""


async def make_files(enterprise: Enterprise, parent_id: Any = 0) -> str:
    """A file for each of the values; answers what queries name in `from`."""
    await make_template(enterprise)
    for name, values in VALUES.items():
        file = await make_file(enterprise, name, parent_id=parent_id)
        await apply(enterprise.user, file.item.id, "file", "contract", values)
    return f"enterprise_{enterprise.id}.contract"


async def ask(client: Client, source: str, text: str = "", /, **body: Any) -> httpx.Response:
    """The answer to a query; `params` are its arguments."""
    wanted = {"from": source, "query": text, "query_params": body.pop("params", {}), "ancestor_folder_id": "0"}
    return await client.call("post_metadata_queries_execute_read", json={**wanted, **body})


async def names_of(client: Client, source: str, text: str = "", /, **body: Any) -> list[str]:
    """The names of what a query finds."""
    answer = await ask(client, source, text, **body)
    assert answer.status_code == 200, answer.text
    return [entry["name"] for entry in answer.json()["entries"]]


@pytest.mark.operation("post_metadata_queries_execute_read")
class TestConditions:
    async def test_the_items_that_match_are_found(self, enterprise: Enterprise) -> None:
        source = await make_files(enterprise)
        params = {"one": 1, "text": "2.5", "both": ["b", "a"]}
        found = {
            text: "".join(sorted(await names_of(enterprise.user, source, text, params=params))) for text in MATCHING
        }
        assert found == MATCHING

    async def test_what_cannot_be_asked_is_refused(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        source = f"enterprise_{enterprise.id}.contract"
        refused = {text: error_of(await ask(enterprise.user, source, text)) for text in REFUSED}
        assert refused == {text: (400, code) for text, code in REFUSED.items()}

    async def test_templates_and_folders_that_there_are_not_are_not_found(self, enterprise: Enterprise) -> None:
        await make_classifications(enterprise)
        source = await make_files(enterprise)
        answers = [
            await ask(enterprise.user, "enterprise_1.contract"),
            await ask(enterprise.user, "enterprise.nothing"),
            await ask(enterprise.user, "contract"),
            await ask(enterprise.user, "enterprise.securityClassification-6VMVochwUWo"),
            await ask(enterprise.user, source, ancestor_folder_id="1"),
        ]
        assert [error_of(one) for one in answers] == [
            (404, "instance_not_found"),
            (404, "instance_not_found"),
            (400, "invalid_query"),
            (400, "invalid_query"),
            (404, "not_found"),
        ]

    async def test_options_are_asked_for_by_the_names_that_they_have_now(self, enterprise: Enterprise) -> None:
        source = await make_files(enterprise)
        await change_template(
            enterprise,
            {"op": "editEnumOption", "fieldKey": "state", "enumOptionKey": "open", "data": {"key": "ajar"}},
            {"op": "removeEnumOption", "fieldKey": "state", "enumOptionKey": "closed"},
        )
        assert await names_of(enterprise.user, source, "state = 'ajar'") == ["a", "d"]
        assert await names_of(enterprise.user, source, "state IS NULL") == ["b", "c", "e"]


class TestOrder:
    @pytest.mark.parametrize(
        ("fields", "direction", "expected"),
        [
            ("name", "asc", "abdce"),
            ("amount", "ASC", "cabde"),
            ("amount", "desc", "edbac"),
            ("due", "asc", "bacde"),
            ("state amount", "asc", "badce"),
        ],
    )
    async def test_items_come_by_the_values_of_fields_and_page_by_page(
        self, enterprise: Enterprise, fields: str, direction: str, expected: str
    ) -> None:
        source = await make_files(enterprise)
        order = [{"field_key": name, "direction": direction} for name in fields.split()]
        whole = await names_of(enterprise.user, source, order_by=order)
        pages: list[list[str]] = []
        marker = None
        while marker is not None or not pages:
            page = (await ask(enterprise.user, source, order_by=order, limit=2, marker=marker)).json()
            pages.append([entry["name"] for entry in page["entries"]])
            marker = page["next_marker"]
        assert whole == list(expected)
        assert [name for page in pages for name in page] == whole
        assert [len(page) for page in pages] == [2, 2, 1]

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"order_by": [{"field_key": "nothing"}]}, "invalid_query"),
            ({"order_by": [{"field_key": "name", "direction": "up"}]}, "bad_request"),
            ({"order_by": [{"field_key": "name"}, {"field_key": "due", "direction": "desc"}]}, "invalid_query"),
            ({"marker": "nonsense"}, "invalid_marker"),
            ({"limit": -1}, "bad_request"),
        ],
    )
    async def test_an_order_that_cannot_be_is_refused(
        self, enterprise: Enterprise, body: dict[str, Any], code: str
    ) -> None:
        source = await make_files(enterprise)
        assert error_of(await ask(enterprise.user, source, **body)) == (400, code)


class TestSight:
    async def test_nobody_finds_what_nobody_shared(self, enterprise: Enterprise) -> None:
        shared = await create(enterprise.user, "shared")
        source = await make_files(enterprise, shared["id"])
        hidden = await make_file(enterprise, "hidden")
        await apply(enterprise.user, hidden.item.id, "file", "contract", {"name": "Ada"})
        user_id, colleague = await enterprise.new_user()
        before = await names_of(colleague, source)
        await share(enterprise.user, shared["id"], {"id": user_id}, role="previewer")
        assert (before, await names_of(colleague, source)) == ([], ALL)

    async def test_only_what_is_below_the_folder_is_found_and_nothing_in_the_trash(
        self, enterprise: Enterprise
    ) -> None:
        folder = await create(enterprise.user, "folder")
        inner = await create(enterprise.user, "inner", folder["id"])
        source = await make_files(enterprise, inner["id"])
        beside = await make_file(enterprise, "beside")
        await apply(enterprise.user, beside.item.id, "file", "contract", {})
        await apply(enterprise.user, inner["id"], "folder", "contract", {})
        below = await names_of(enterprise.user, source, ancestor_folder_id=folder["id"])
        await enterprise.user.call("delete_folders_id", folder_id=inner["id"], recursive=True)
        after = await names_of(enterprise.user, source)
        assert (sorted(below), after) == ([*ALL, "inner"], ["beside"])

    async def test_the_fields_that_are_asked_for_come_with_the_base_of_the_metadata(
        self, enterprise: Enterprise
    ) -> None:
        source = await make_files(enterprise)
        scope = f"enterprise_{enterprise.id}"
        named = [f"metadata.{source}.amount", f"metadata.{source}.name", "name"]
        (entry,) = (await ask(enterprise.user, source, "amount = 1", fields=named)).json()["entries"]
        (bare,) = (await ask(enterprise.user, source, "amount = 1", fields=[f"metadata.{source}"])).json()["entries"]
        base = {
            "$parent": f"file_{entry['id']}",
            "$template": "contract",
            "$scope": scope,
            "$version": 0,
        }
        assert (entry["name"], entry["metadata"]) == ("a", {scope: {"contract": {**base, "amount": 1, "name": "Ada"}}})
        assert bare["metadata"] == {scope: {"contract": base}}

    async def test_a_page_of_five_takes_as_many_queries_as_one_of_one(self, enterprise: Enterprise) -> None:
        source = await make_files(enterprise)
        counts = []
        for text in ("amount = 1", ""):
            with counted_queries(enterprise.gateway.platform.db) as seen:
                await ask(enterprise.user, source, text, fields=["name", f"metadata.{source}.name"])
            counts.append(len(seen))
        assert counts[0] == counts[1]


@pytest.mark.operation("get_metadata_query_indices")
class TestIndices:
    async def test_every_field_can_be_asked_for_in_both_directions(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        answer = await enterprise.user.call("get_metadata_query_indices", scope="enterprise", template_key="contract")
        listed = [(one["status"], one["fields"]) for one in answer.json()["entries"]]
        assert listed == [
            ("active", [{"key": key, "sort_direction": direction}])
            for key in ("name", "amount", "due", "state", "tags")
            for direction in ("asc", "desc")
        ]

    async def test_of_what_there_is_not_there_is_none(self, enterprise: Enterprise) -> None:
        answers = [
            await enterprise.user.call("get_metadata_query_indices", scope=scope, template_key="contract")
            for scope in ("enterprise", "mine")
        ]
        assert [one.status_code for one in answers] == [404, 400]
