"""Nodes of taxonomies: making, finding, listing, renaming and removing them."""

import asyncio
from typing import Any

import pytest

from holdall.base.paging import encode_marker
from tests.support.client import counted_queries
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.taxonomies import (
    PLACES,
    delete_node,
    make_node,
    make_places,
    make_places_template,
    make_taxonomy,
    on_taxonomy,
)
from tests.support.tree import error_of

CREATE = "post_metadata_taxonomies_id_id_nodes"
LIST = "get_metadata_taxonomies_id_id_nodes"
OPTIONS = "get_metadata_templates_id_id_fields_id_options"
NO_NODES: list[dict[str, Any]] = [
    {"displayName": " "},
    {"displayName": None},
    {"displayName": "a" * 4097},
    {"level": 0},
    {"level": 4},
    {"level": None},
    {"level": 2**70},
    {"level": 1, "parentId": "Europe"},
    {"parentId": None},
    {"parentId": "Warsaw"},
    {"parentId": "France"},
    {"parentId": "nothing"},
    {"parentId": "elsewhere"},
]
"""What no node can be; parents by their names."""
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"level": "first"}, "bad_request"),
    ({"limit": -1}, "bad_request"),
    ({"marker": "nonsense"}, "invalid_marker"),
    ({"marker": encode_marker((2**63, 1))}, "invalid_marker"),
    ({"marker": encode_marker(("a", 2**63))}, "invalid_marker"),
    ({"marker": encode_marker(("\0", 1))}, "invalid_marker"),
    ({"query": "a", "marker": encode_marker((2**63, "a", 1))}, "invalid_marker"),
    ({"parent": ",".join("a" * 101)}, "bad_request"),
    ({"query": " ".join("a" * 21)}, "bad_request"),
    ({"include_total_result_count": "many"}, "bad_request"),
]
"""What cannot be asked for."""
ALL = ["Asia", "Europe", "France", "Japan", "Paris", "Poland", "Singapore", "Warsaw"]

NAMING = {"parent", "ancestor"}
MATCHING: list[tuple[dict[str, str], list[str]]] = [
    ({}, ALL),
    ({"level": "1"}, ["Asia", "Europe"]),
    ({"level": "1,2"}, ["Asia", "Europe", "France", "Japan", "Poland"]),
    ({"level": "7"}, []),
    ({"parent": "Europe"}, ["France", "Poland"]),
    ({"parent": "Poland,France"}, ["Paris", "Warsaw"]),
    ({"parent": "nothing"}, []),
    ({"ancestor": "Europe"}, ["France", "Paris", "Poland", "Warsaw"]),
    ({"ancestor": "Poland,Asia"}, ["Japan", "Singapore", "Warsaw"]),
    ({"ancestor": "Europe", "level": "3"}, ["Paris", "Warsaw"]),
    ({"ancestor": "Asia", "parent": "Europe"}, []),
    ({"query": "aP"}, ["Japan", "Singapore"]),
    ({"query": "an"}, ["France", "Japan", "Poland"]),
    ({"query": "po re"}, ["Singapore"]),
    ({"query": "an", "level": "2", "ancestor": "Europe"}, ["France", "Poland"]),
    ({"query": " "}, ALL),
    ({"query": "%"}, []),
]
"""Filters, and what is left; those of NAMING by names."""


async def names_of(enterprise: Enterprise, **filters: Any) -> list[str]:
    """The names of the places that fit, in their order."""
    answer = await on_taxonomy(enterprise.user, enterprise, LIST, **filters)
    assert answer.status_code == 200, answer.text
    return [one["displayName"] for one in answer.json()["entries"]]


async def options_of(enterprise: Enterprise, field_key: str = "where", **filters: Any) -> Any:
    """The answer to the question for the options of a field of `contract`."""
    place: dict[str, Any] = {"namespace": "enterprise", "template_key": "contract", "field_key": field_key}
    return await enterprise.user.call(OPTIONS, **place, **filters)


@pytest.mark.operation("post_metadata_taxonomies_id_id_nodes", "get_metadata_taxonomies_id_id_nodes_id")
class TestCreate:
    async def test_a_node_is_told_with_all_that_it_is_below(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        read = await on_taxonomy(
            enterprise.user, enterprise, "get_metadata_taxonomies_id_id_nodes_id", node_id=ids["Warsaw"]
        )
        root = await on_taxonomy(
            enterprise.user, enterprise, "get_metadata_taxonomies_id_id_nodes_id", node_id=ids["Asia"]
        )
        assert root.json() == {"id": ids["Asia"], "displayName": "Asia", "level": 1}
        assert read.json() == {
            "id": ids["Warsaw"],
            "displayName": "Warsaw",
            "level": 3,
            "parentId": ids["Poland"],
            "nodePath": [ids["Europe"], ids["Poland"]],
            "ancestors": [
                {"id": ids["Europe"], "displayName": "Europe", "level": 1},
                {"id": ids["Poland"], "displayName": "Poland", "level": 2},
            ],
        }

    async def test_what_cannot_be_is_refused(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        await make_taxonomy(enterprise, "first", key="other")
        ids["elsewhere"] = await make_node(enterprise, "elsewhere", key="other")
        refused = []
        for wrong in NO_NODES:
            wanted = {"displayName": "Italy", "level": 2, "parentId": "Europe", **wrong}
            body = wanted | {"parentId": ids.get(wanted["parentId"], wanted["parentId"])}
            refused.append(await on_taxonomy(enterprise.admin, enterprise, CREATE, json=body))
        assert [error_of(one) for one in refused] == [(400, "bad_request")] * len(NO_NODES)
        assert await names_of(enterprise) == ALL

    async def test_of_another_taxonomy_or_enterprise_nobody_finds_one(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        ids = await make_places(other)
        await make_taxonomy(enterprise)
        own = await on_taxonomy(
            enterprise.admin, enterprise, "get_metadata_taxonomies_id_id_nodes_id", node_id=ids["Asia"]
        )
        others = await on_taxonomy(
            enterprise.admin, other, "get_metadata_taxonomies_id_id_nodes_id", node_id=ids["Asia"]
        )
        assert (own.status_code, others.status_code) == (404, 404)


@pytest.mark.operation("get_metadata_taxonomies_id_id_nodes")
class TestList:
    async def test_filters_narrow_it_together_and_the_values_of_one_widen_it(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        found = []
        for filters, _ in MATCHING:
            wanted = {
                name: ",".join(ids.get(one, one) for one in value.split(",")) if name in NAMING else value
                for name, value in filters.items()
            }
            found.append((filters, await names_of(enterprise, **wanted)))
        assert found == MATCHING

    async def test_a_filter_may_be_named_several_times(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        path = f"/2.0/metadata_taxonomies/enterprise_{enterprise.id}/places/nodes"
        asked = {"parent": [ids["Poland"], ids["France"]], "level": ["2", "3"]}
        answer = await enterprise.user.http.get(path, params=asked)
        assert [one["displayName"] for one in answer.json()["entries"]] == ["Paris", "Warsaw"]

    async def test_with_a_text_the_most_alike_comes_first_page_by_page(self, enterprise: Enterprise) -> None:
        await make_taxonomy(enterprise, "first")
        for name in ("Newark", "a new day", "New York", "new", "NEW", "renew", "old"):
            await make_node(enterprise, name)
        expected = ["new", "NEW", "New York", "Newark", "a new day", "renew"]
        found: list[str] = []
        marker: str | None = ""
        while marker is not None:
            page = (await on_taxonomy(enterprise.user, enterprise, LIST, query="New", limit=2, marker=marker)).json()
            found += [one["displayName"] for one in page["entries"]]
            marker = page["next_marker"]
        assert found == expected

    async def test_pages_follow_each_other_without_gap_and_tell_how_many_there_are(
        self, enterprise: Enterprise
    ) -> None:
        await make_places(enterprise)
        pages: list[Any] = []
        while not pages or pages[-1]["next_marker"]:
            more = {"marker": pages[-1]["next_marker"]} if pages else {}
            answer = await on_taxonomy(
                enterprise.user, enterprise, LIST, limit=3, include_total_result_count=True, **more
            )
            pages.append(answer.json())
        assert [[one["displayName"] for one in page["entries"]] for page in pages] == [ALL[:3], ALL[3:6], ALL[6:]]
        assert [(page["limit"], page["total_result_count"]) for page in pages] == [(3, len(PLACES))] * 3

    async def test_without_being_asked_nobody_counts(self, enterprise: Enterprise) -> None:
        await make_places(enterprise)
        answer = await on_taxonomy(enterprise.user, enterprise, LIST, limit=5000)
        assert (answer.json()["limit"], "total_result_count" in answer.json()) == (1000, False)

    async def test_what_cannot_be_asked_is_refused(self, enterprise: Enterprise) -> None:
        await make_taxonomy(enterprise, "first")
        refused = [await on_taxonomy(enterprise.user, enterprise, LIST, **filters) for filters, _ in REFUSED]
        assert [error_of(one) for one in refused] == [(400, code) for _, code in REFUSED]

    async def test_behind_the_last_of_all_there_is_nothing(self, enterprise: Enterprise) -> None:
        await make_places(enterprise)
        marker = encode_marker((2**40, "a", 1))
        assert await names_of(enterprise, query="an", marker=marker) == []

    async def test_a_page_of_eight_takes_as_many_queries_as_one_of_one(self, enterprise: Enterprise) -> None:
        await make_places(enterprise)
        await names_of(enterprise)  # who the token speaks for is known from then on
        counts = []
        for text in ("warsaw", ""):
            with counted_queries(enterprise.gateway.platform.db) as seen:
                await names_of(enterprise, query=text)
            counts.append(len(seen))
        assert counts[0] == counts[1]


@pytest.mark.operation("get_metadata_templates_id_id_fields_id_options")
class TestOptions:
    async def test_they_are_the_nodes_of_the_levels_that_may_be_chosen(self, enterprise: Enterprise) -> None:
        await make_places(enterprise)
        await make_places_template(enterprise, levels=(2,))
        answers = [
            await options_of(enterprise, **filters)
            for filters in ({}, {"level": "1,2"}, {"level": "1"}, {"query": "an"}, {"limit": 2})
        ]
        names = [[one["displayName"] for one in answer.json()["entries"]] for answer in answers]
        countries = ["France", "Japan", "Poland"]
        assert names == [countries, countries, [], countries, countries[:2]]

    async def test_others_of_the_taxonomy_are_told_on_request_and_marked(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        await make_places_template(enterprise, levels=(3,))
        asked: dict[str, Any] = {
            "only_selectable_options": False,
            "ancestor": ids["Europe"],
            "include_total_result_count": True,
        }
        page = (await options_of(enterprise, **asked)).json()
        told = [(one["displayName"], one["selectable"]) for one in page["entries"]]
        assert told == [("France", False), ("Paris", True), ("Poland", False), ("Warsaw", True)]
        assert page["total_result_count"] == 4

    async def test_only_fields_of_taxonomies_have_them(self, enterprise: Enterprise) -> None:
        await make_places(enterprise)
        await make_places_template(enterprise)
        answers = [await options_of(enterprise, key) for key in ("name", "nothing")]
        assert [one.status_code for one in answers] == [400, 404]

    async def test_of_a_taxonomy_that_was_removed_there_are_none(self, enterprise: Enterprise) -> None:
        await make_places(enterprise)
        await make_places_template(enterprise)
        await on_taxonomy(enterprise.admin, enterprise, "delete_metadata_taxonomies_id_id")
        assert (await options_of(enterprise)).json()["entries"] == []


@pytest.mark.operation("patch_metadata_taxonomies_id_id_nodes_id")
class TestRename:
    async def test_the_name_is_another_and_it_is_found_by_it_in_its_new_place(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        place = {"operation_id": "patch_metadata_taxonomies_id_id_nodes_id", "node_id": ids["Warsaw"]}
        renamed = await on_taxonomy(enterprise.admin, enterprise, **place, json={"displayName": "Čapital"})
        same = await on_taxonomy(enterprise.admin, enterprise, **place, json={})
        assert (renamed.json()["displayName"], renamed.json()["parentId"]) == ("Čapital", ids["Poland"])
        assert same.json() == renamed.json()
        assert await names_of(enterprise, query="ČAP") == ["Čapital"]
        assert await names_of(enterprise, query="warsaw") == []

    async def test_a_name_that_cannot_be_read_is_refused(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        refused = await on_taxonomy(
            enterprise.admin,
            enterprise,
            "patch_metadata_taxonomies_id_id_nodes_id",
            node_id=ids["Asia"],
            json={"displayName": ""},
        )
        assert error_of(refused) == (400, "bad_request")


@pytest.mark.operation("delete_metadata_taxonomies_id_id_nodes_id")
class TestDelete:
    async def test_a_node_goes_when_it_has_no_children(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        answers = [await delete_node(enterprise, ids[name]) for name in ("Poland", "Warsaw", "Poland", "Poland")]
        assert [one.status_code for one in answers] == [400, 204, 204, 404]
        assert await names_of(enterprise) == [name for name in ALL if name not in {"Poland", "Warsaw"}]

    async def test_no_child_comes_to_a_node_that_goes_at_the_same_time(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        child = {"displayName": "Tokyo", "level": 3, "parentId": ids["Japan"]}
        created, deleted = await asyncio.gather(
            on_taxonomy(enterprise.admin, enterprise, CREATE, json=child), delete_node(enterprise, ids["Japan"])
        )
        assert (created.status_code, deleted.status_code) in {(201, 400), (400, 204)}
        assert ("Japan" in await names_of(enterprise)) is (created.status_code == 201)
