"""Nodes of taxonomies as values: found by queries and searches, passed on by folders, and taken along by copies."""

import json
from typing import Any

import pytest

from tests.box.test_metadata_cascade_policies import carry_out, make_policy
from tests.box.test_metadata_queries import ask, names_of
from tests.support.enterprise import Enterprise
from tests.support.metadata import apply, call, values_on
from tests.support.taxonomies import delete_node, make_places, make_places_template, on_taxonomy
from tests.support.tree import create, error_of, make_file

WHERE: dict[str, list[str] | None] = {
    "a": ["Warsaw"],
    "b": ["Paris", "Poland"],
    "c": ["Japan"],
    "d": [],
    "e": None,
}
"""Names of files, and the places that they have."""
MATCHING = {
    "where = :Warsaw": "a",
    "where = :both": "b",
    "where = :Poland": "",
    "where <> :Warsaw": "bc",
    "NOT where = :Warsaw": "bcde",
    "where HASANY (:Warsaw, :Paris)": "ab",
    "where HASANY (:both)": "b",
    "where HASALL (:Poland, :Paris)": "b",
    "where HASALL (:Poland, :Warsaw)": "",
    "where HASANCESTOR (:Europe)": "ab",
    "where HASANCESTOR (:Poland)": "a",
    "where HASANCESTOR (:Asia, :Poland)": "ac",
    "where HASANCESTOR (:Warsaw)": "",
    "where HASANCESTOR ('nothing')": "",
    "NOT where HASANCESTOR (:Europe)": "cde",
    "where IS NULL": "de",
    "where IS NOT NULL AND NOT where HASANY (:Japan)": "ab",
}
"""Queries with the ids of places as arguments, and the files that they find."""
REFUSED = [
    "where > :Warsaw",
    "where LIKE 'a%'",
    "where IN (:Warsaw)",
    "where = 5",
    "name HASANCESTOR (:Warsaw)",
    "where NOT HASANCESTOR (:Warsaw)",
]


async def make_files(enterprise: Enterprise) -> tuple[str, dict[str, Any]]:
    """The files; what queries name in `from`, and the arguments."""
    ids = await make_places(enterprise)
    await make_places_template(enterprise)
    for name, places in WHERE.items():
        file = await make_file(enterprise, name)
        values = {} if places is None else {"where": [ids[place] for place in places]}
        await apply(enterprise.user, file.item.id, "file", "contract", values)
    return f"enterprise_{enterprise.id}.contract", ids | {"both": [ids["Poland"], ids["Paris"]]}


async def found_by(enterprise: Enterprise, source: str, params: Any) -> dict[str, str]:
    """What each of the queries finds."""
    return {text: "".join(sorted(await names_of(enterprise.user, source, text, params=params))) for text in MATCHING}


@pytest.mark.operation("post_metadata_queries_execute_read")
class TestQueries:
    async def test_items_are_found_by_their_nodes_and_by_what_these_are_below(self, enterprise: Enterprise) -> None:
        source, ids = await make_files(enterprise)
        assert await found_by(enterprise, source, ids) == MATCHING

    async def test_nodes_that_are_removed_find_nothing(self, enterprise: Enterprise) -> None:
        source, ids = await make_files(enterprise)
        for name in ("Warsaw", "Poland"):
            await delete_node(enterprise, ids[name])
        texts = ("where HASANCESTOR (:Europe)", "where HASANY (:Warsaw)", "where = :Paris", "where IS NULL")
        found = ["".join(await names_of(enterprise.user, source, text, params=ids)) for text in texts]
        assert found == ["b", "", "b", "ade"]

    async def test_of_a_taxonomy_that_is_removed_nothing_has_a_node(self, enterprise: Enterprise) -> None:
        source, ids = await make_files(enterprise)
        await on_taxonomy(enterprise.admin, enterprise, "delete_metadata_taxonomies_id_id")
        texts = ("where HASANCESTOR (:Europe)", "where HASANY (:Warsaw)", "where IS NULL")
        found = ["".join(await names_of(enterprise.user, source, text, params=ids)) for text in texts]
        assert found == ["", "", "abcde"]

    async def test_what_cannot_be_asked_is_refused(self, enterprise: Enterprise) -> None:
        source, ids = await make_files(enterprise)
        refused = [error_of(await ask(enterprise.user, source, text, params=ids)) for text in REFUSED]
        assert refused == [(400, "invalid_query")] * len(REFUSED)

    async def test_the_order_is_that_of_the_names_of_the_first_nodes(self, enterprise: Enterprise) -> None:
        source, _ = await make_files(enterprise)
        order = [{"field_key": "where"}]
        pages: list[Any] = []
        while not pages or pages[-1]["next_marker"]:
            marker = pages[-1]["next_marker"] if pages else None
            pages.append((await ask(enterprise.user, source, order_by=order, limit=2, marker=marker)).json())
        assert [[one["name"] for one in page["entries"]] for page in pages] == [["c", "b"], ["a", "d"], ["e"]]


@pytest.mark.operation("get_search")
class TestSearch:
    async def test_one_of_the_nodes_of_a_filter_must_be_there(self, enterprise: Enterprise) -> None:
        _, ids = await make_files(enterprise)
        found = []
        for value in (ids["Japan"], [ids["Warsaw"], ids["Poland"]], "nothing"):
            wish = [{"scope": "enterprise", "templateKey": "contract", "filters": {"where": value}}]
            answer = await enterprise.user.call("get_search", mdfilters=json.dumps(wish))
            found.append("".join(sorted(one["name"] for one in answer.json()["entries"])))
        assert found == ["c", "ab", ""]


class TestTravels:
    async def test_what_is_below_a_folder_with_a_policy_gets_its_nodes(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        await make_places_template(enterprise)
        folder = await create(enterprise.user, "folder")
        file = await make_file(enterprise, "file", parent_id=folder["id"])
        await apply(enterprise.user, folder["id"], "folder", "contract", {"where": [ids["Paris"]]})
        await make_policy(enterprise, folder["id"])
        await carry_out(enterprise)
        first = await values_on(enterprise.user, file.item.id, "file")
        steps = [{"op": "replace", "path": "/where/0", "value": ids["Japan"]}]
        await call(enterprise.user, "put", folder["id"], "folder", "contract", json=steps)
        await carry_out(enterprise)
        assert (first, await values_on(enterprise.user, file.item.id, "file")) == (
            {"where": [ids["Paris"]]},
            {"where": [ids["Japan"]]},
        )

    async def test_copies_have_the_nodes_of_what_they_were_made_of(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        await make_places_template(enterprise)
        file = await make_file(enterprise, "file")
        await apply(enterprise.user, file.item.id, "file", "contract", {"where": [ids["Paris"]]})
        aside = await create(enterprise.user, "aside")
        copied = await enterprise.user.call(
            "post_files_id_copy", file_id=file.item.id, json={"parent": {"id": aside["id"]}}
        )
        source = f"enterprise_{enterprise.id}.contract"
        found = await names_of(enterprise.user, source, "where HASANY (:Paris)", params=ids)
        assert await values_on(enterprise.user, copied.json()["id"], "file") == {"where": [ids["Paris"]]}
        assert found == ["file", "file"]
