"""Taxonomies and their levels: making, reading, changing and removing them."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.db import query
from holdall.content.metadata.removal import remove_taxonomy_rows
from holdall.content.metadata.tables import metadata_nodes, metadata_taxonomies
from holdall.content.orders import due_orders
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.taxonomies import make_places, make_taxonomy, on_taxonomy
from tests.support.tree import error_of

LEVELS = "post_metadata_taxonomies_id_id_levels"
APPEND, TRIM = f"{LEVELS}:append", f"{LEVELS}:trim"


async def levels_of(enterprise: Enterprise) -> list[tuple[Any, ...]]:
    """Index, name and description of each level, as everybody is told them."""
    answer = await on_taxonomy(enterprise.user, enterprise, "get_metadata_taxonomies_id_id")
    return [(one["level"], one["displayName"], one.get("description")) for one in answer.json()["levels"]]


@pytest.mark.operation("post_metadata_taxonomies", "get_metadata_taxonomies_id_id")
class TestCreate:
    async def test_a_taxonomy_is_told_as_it_was_asked_for_and_has_no_levels(self, enterprise: Enterprise) -> None:
        made = await make_taxonomy(enterprise)
        read = await on_taxonomy(enterprise.user, enterprise, "get_metadata_taxonomies_id_id")
        expected = {"key": "places", "displayName": "Places", "namespace": f"enterprise_{enterprise.id}", "levels": []}
        assert made == {"id": made["id"], **expected}
        assert read.json() == made

    async def test_without_a_key_one_is_made_of_the_name(self, enterprise: Enterprise) -> None:
        body = {"namespace": f"enterprise_{enterprise.id}"}
        names = ["Sales Regions", "Sales regions", "2nd Ünï-t"]
        made = [await enterprise.admin.call("post_metadata_taxonomies", json=body | {"displayName": n}) for n in names]
        assert [one.json()["key"] for one in made] == ["sales_regions", "sales_regions_1", "_2nd__n__t"]

    async def test_a_key_that_is_taken_is_a_conflict_until_its_taxonomy_is_removed(
        self, enterprise: Enterprise
    ) -> None:
        await make_taxonomy(enterprise)
        body = {"namespace": "enterprise", "displayName": "Other", "key": "places"}
        refused = await enterprise.admin.call("post_metadata_taxonomies", json=body)
        await on_taxonomy(enterprise.admin, enterprise, "delete_metadata_taxonomies_id_id")
        made = await enterprise.admin.call("post_metadata_taxonomies", json=body)
        assert error_of(refused) == (409, "tuple_already_exists")
        assert made.status_code == 201

    async def test_a_key_is_given_once_when_many_ask_for_it_at_the_same_time(self, enterprise: Enterprise) -> None:
        body = {"namespace": "enterprise", "displayName": "Places", "key": "places"}
        asked = [enterprise.admin.call("post_metadata_taxonomies", json=body) for _ in range(4)]
        assert sorted(one.status_code for one in await asyncio.gather(*asked)) == [201, 409, 409, 409]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"key": "1a"},
            {"key": "a b"},
            {"key": "a" * 257},
            {"displayName": " "},
            {"displayName": "a" * 4097},
            {"displayName": None},
            {"namespace": "elsewhere"},
            {"namespace": None},
        ],
    )
    async def test_what_cannot_be_is_refused(self, enterprise: Enterprise, wrong: dict[str, Any]) -> None:
        body = {"namespace": "enterprise", "displayName": "Places", "key": "places", **wrong}
        refused = await enterprise.admin.call("post_metadata_taxonomies", json=body)
        assert error_of(refused) == (400, "bad_request")

    @pytest.mark.parametrize("namespace", ["global", "enterprise_1"])
    async def test_namespaces_of_others_are_nobodys_to_put_one_into(
        self, enterprise: Enterprise, namespace: str
    ) -> None:
        body = {"namespace": namespace, "displayName": "Places"}
        refused = await enterprise.admin.call("post_metadata_taxonomies", json=body)
        assert error_of(refused) == (403, "access_denied_insufficient_permissions")


@pytest.mark.operation("get_metadata_taxonomies_id")
class TestList:
    async def test_those_of_the_enterprise_come_page_by_page_the_oldest_first(self, enterprise: Enterprise) -> None:
        await make_taxonomy(await make_enterprise(enterprise.gateway))
        for key in ("b", "a", "c"):
            await make_taxonomy(enterprise, key=key)
        namespace = f"enterprise_{enterprise.id}"
        first = (await enterprise.user.call("get_metadata_taxonomies_id", namespace=namespace, limit=2)).json()
        marker = first["next_marker"]
        last = (await enterprise.user.call("get_metadata_taxonomies_id", namespace=namespace, marker=marker)).json()
        assert [[one["key"] for one in page["entries"]] for page in (first, last)] == [["b", "a"], ["c"]]
        assert (first["limit"], last["next_marker"]) == (2, None)

    async def test_the_global_namespace_is_empty_and_others_are_nothing_to_know_of(
        self, enterprise: Enterprise
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        answers = [
            await enterprise.admin.call("get_metadata_taxonomies_id", namespace=namespace)
            for namespace in ("global", f"enterprise_{other.id}", "mine")
        ]
        assert [one.status_code for one in answers] == [200, 404, 400]
        assert answers[0].json()["entries"] == []


@pytest.mark.operation("patch_metadata_taxonomies_id_id")
class TestRename:
    async def test_the_name_is_another_and_all_else_stays(self, enterprise: Enterprise) -> None:
        made = await make_taxonomy(enterprise)
        renamed = await on_taxonomy(
            enterprise.admin, enterprise, "patch_metadata_taxonomies_id_id", json={"displayName": "Geography"}
        )
        assert renamed.json() == made | {"displayName": "Geography"}

    async def test_a_name_that_cannot_be_read_is_refused(self, enterprise: Enterprise) -> None:
        made = await make_taxonomy(enterprise)
        refused = [
            await on_taxonomy(enterprise.admin, enterprise, "patch_metadata_taxonomies_id_id", json=body)
            for body in ({}, {"displayName": ""}, {"displayName": None})
        ]
        kept = await on_taxonomy(enterprise.user, enterprise, "get_metadata_taxonomies_id_id")
        assert [error_of(one) for one in refused] == [(400, "bad_request")] * 3
        assert kept.json() == made


@pytest.mark.operation("delete_metadata_taxonomies_id_id")
class TestDelete:
    async def test_it_is_gone_at_once_and_what_it_leaves_behind_in_the_background(self, enterprise: Enterprise) -> None:
        db = enterprise.gateway.platform.db
        await make_places(enterprise)
        deleted = await on_taxonomy(enterprise.admin, enterprise, "delete_metadata_taxonomies_id_id")
        again = await on_taxonomy(enterprise.admin, enterprise, "delete_metadata_taxonomies_id_id")
        nodes = await on_taxonomy(enterprise.user, enterprise, "get_metadata_taxonomies_id_id_nodes")
        orders = [one for one in await due_orders(db, 10_000) if one.workflow == "remove metadata taxonomy"]
        taxonomy_id = orders[-1].arguments[0]
        before = await rows_left(enterprise, taxonomy_id)
        await remove_taxonomy_rows(db, taxonomy_id)
        await remove_taxonomy_rows(db, taxonomy_id)
        assert [one.status_code for one in (deleted, again, nodes)] == [204, 404, 404]
        assert (before, await rows_left(enterprise, taxonomy_id)) == ((1, 8), (0, 0))


async def rows_left(enterprise: Enterprise, taxonomy_id: int) -> tuple[int, int]:
    """How many rows there are of a taxonomy and its nodes, whether anybody sees them or not."""
    db = enterprise.gateway.platform.db
    count = sa.select(sa.func.count())
    return (
        await db.value(query(count.where(metadata_taxonomies.c.id == taxonomy_id))),
        await db.value(query(count.where(metadata_nodes.c.taxonomy_id == taxonomy_id))),
    )


@pytest.mark.operation(
    "post_metadata_taxonomies_id_id_levels",
    "post_metadata_taxonomies_id_id_levels:append",
    "post_metadata_taxonomies_id_id_levels:trim",
    "patch_metadata_taxonomies_id_id_levels_id",
)
class TestLevels:
    async def test_they_are_counted_from_one_in_the_order_in_which_they_came(self, enterprise: Enterprise) -> None:
        await make_taxonomy(enterprise)
        body = [{"displayName": "Continent", "description": "Large"}, {"displayName": "Country", "level": 2}]
        made = await on_taxonomy(enterprise.admin, enterprise, LEVELS, json=body)
        more = await on_taxonomy(enterprise.admin, enterprise, APPEND, json={"displayName": "City"})
        listed = [(1, "Continent", "Large"), (2, "Country", None), (3, "City", None)]
        assert (made.status_code, len(made.json()["entries"]), more.status_code) == (201, 2, 201)
        assert [(one["level"], one["displayName"], one.get("description")) for one in more.json()["entries"]] == listed
        assert await levels_of(enterprise) == listed

    async def test_one_gets_another_name_and_keeps_its_description_unless_another_is_given(
        self, enterprise: Enterprise
    ) -> None:
        await make_taxonomy(enterprise)
        await on_taxonomy(enterprise.admin, enterprise, APPEND, json={"displayName": "A", "description": "first"})
        bodies: list[dict[str, Any]] = [{"displayName": "B"}, {"displayName": "C", "description": "other"}]
        changed = [
            await on_taxonomy(
                enterprise.admin, enterprise, "patch_metadata_taxonomies_id_id_levels_id", level_index=1, json=body
            )
            for body in bodies
        ]
        assert [one.json() for one in changed] == [
            {"level": 1, "displayName": "B", "description": "first"},
            {"level": 1, "displayName": "C", "description": "other"},
        ]

    async def test_the_last_one_goes_when_no_node_is_on_it(self, enterprise: Enterprise) -> None:
        await make_places(enterprise)
        refused = await on_taxonomy(enterprise.admin, enterprise, TRIM)
        await on_taxonomy(enterprise.admin, enterprise, APPEND, json={"displayName": "Street"})
        trimmed = await on_taxonomy(enterprise.admin, enterprise, TRIM)
        assert (error_of(refused), trimmed.status_code) == ((400, "bad_request"), 200)
        assert [one["displayName"] for one in trimmed.json()["entries"]] == ["Continent", "Country", "City"]

    async def test_where_there_is_none_none_goes_and_none_is_changed(self, enterprise: Enterprise) -> None:
        await make_taxonomy(enterprise)
        trimmed = await on_taxonomy(enterprise.admin, enterprise, TRIM)
        changed = [
            await on_taxonomy(
                enterprise.admin,
                enterprise,
                "patch_metadata_taxonomies_id_id_levels_id",
                level_index=index,
                json={"displayName": "A"},
            )
            for index in (0, 1, -1, "first")
        ]
        assert [one.status_code for one in (trimmed, *changed)] == [400, 404, 404, 404, 404]

    async def test_there_are_ten_at_most(self, enterprise: Enterprise) -> None:
        await make_taxonomy(enterprise, *"abcdefghij")
        refused = await on_taxonomy(enterprise.admin, enterprise, APPEND, json={"displayName": "k"})
        assert (error_of(refused), len(await levels_of(enterprise))) == ((400, "bad_request"), 10)

    @pytest.mark.parametrize(
        "body",
        [
            [],
            [{"displayName": "second"}, {"displayName": ""}],
            [{"displayName": "second"}, {"description": "nameless"}],
            [{"displayName": "second", "description": "a" * 4097}],
            [{"displayName": "second", "level": 3}],
            {"displayName": "second"},
        ],
    )
    async def test_what_cannot_be_is_refused_wholly(self, enterprise: Enterprise, body: Any) -> None:
        await make_taxonomy(enterprise, "first")
        refused = await on_taxonomy(enterprise.admin, enterprise, LEVELS, json=body)
        assert error_of(refused) == (400, "bad_request")
        assert await levels_of(enterprise) == [(1, "first", None)]
