"""Fields of templates that take nodes of taxonomies: what they may be, which values they take, and how these are told."""

from typing import Any

import pytest

from tests.support.client import counted_queries
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.metadata import apply, call, change_template, field, make_template, values_on
from tests.support.taxonomies import (
    delete_node,
    make_places,
    make_places_template,
    make_taxonomy,
    on_taxonomy,
    places_field,
)
from tests.support.tree import create, error_of, make_file
from tests.support.uploads import upload

NO_FIELDS: list[dict[str, Any]] = [
    {"taxonomyKey": None},
    {"taxonomyKey": "nothing"},
    {"taxonomyKey": 5},
    {"taxonomyId": "nothing"},
    {"namespace": None},
    {"namespace": "global"},
    {"namespace": "enterprise_1"},
    {"optionsRules": None},
    {"optionsRules": {"selectableLevels": [3]}},
    {"optionsRules": {"selectableLevels": [0]}},
    {"optionsRules": {"selectableLevels": ["first"]}},
    {"optionsRules": {"multiSelect": "maybe"}},
    {"options": [{"key": "a"}]},
    {"type": "string"},
]
"""What makes a field of a taxonomy none that can be."""


async def rules_of(enterprise: Enterprise) -> Any:
    """The rules of the field `where` of `contract`."""
    place: dict[str, Any] = {"scope": "enterprise", "template_key": "contract"}
    template = (await enterprise.user.call("get_metadata_templates_id_id_schema", **place)).json()
    return next(one["optionsRules"] for one in template["fields"] if one["key"] == "where")


@pytest.mark.operation("post_metadata_templates_schema", "put_metadata_templates_id_id_schema")
class TestFields:
    async def test_a_field_tells_its_taxonomy_and_its_rules(self, enterprise: Enterprise) -> None:
        taxonomy = await make_taxonomy(enterprise, "a", "b", "c")
        template = await make_places_template(enterprise, levels=(3, 2, 3))
        told = template["fields"][1]
        assert {name: told[name] for name in ("type", "namespace", "taxonomyKey", "taxonomyId", "optionsRules")} == {
            "type": "taxonomy",
            "namespace": f"enterprise_{enterprise.id}",
            "taxonomyKey": "places",
            "taxonomyId": taxonomy["id"],
            "optionsRules": {"multiSelect": True, "selectableLevels": [2, 3]},
        }
        assert "options" not in told

    async def test_without_rules_in_the_rules_one_node_of_any_level_may_be_chosen(self, enterprise: Enterprise) -> None:
        await make_taxonomy(enterprise, "a", "b")
        await make_template(enterprise, fields=[places_field(enterprise) | {"optionsRules": {}}])
        assert await rules_of(enterprise) == {"multiSelect": False, "selectableLevels": [1, 2]}

    async def test_what_cannot_be_is_refused(self, enterprise: Enterprise) -> None:
        await make_taxonomy(enterprise, "a", "b")
        await make_template(enterprise)
        data = places_field(enterprise, levels=(1,))
        refused = [await change_template(enterprise, {"op": "addField", "data": data | wrong}) for wrong in NO_FIELDS]
        assert [error_of(one) for one in refused] == [(400, "bad_request")] * len(NO_FIELDS)

    async def test_its_rules_may_become_others_and_its_taxonomy_not(self, enterprise: Enterprise) -> None:
        await make_taxonomy(enterprise, "a", "b", "c")
        await make_places_template(enterprise)
        rules = {"multiSelect": False, "selectableLevels": [1]}
        changed = await change_template(
            enterprise, {"op": "editField", "fieldKey": "where", "data": {"optionsRules": rules}}
        )
        refused = await change_template(
            enterprise, {"op": "editField", "fieldKey": "name", "data": {"optionsRules": rules}}
        )
        await on_taxonomy(enterprise.admin, enterprise, "delete_metadata_taxonomies_id_id")
        gone = await change_template(enterprise, {"op": "editField", "fieldKey": "where", "data": {"optionsRules": {}}})
        assert [one.status_code for one in (changed, refused, gone)] == [200, 400, 400]
        assert await rules_of(enterprise) == rules


@pytest.mark.operation("post_files_id_metadata_id_id", "post_folders_id_metadata_id_id")
class TestValues:
    @pytest.mark.parametrize("kind", ["file", "folder"])
    async def test_nodes_of_the_levels_that_may_be_chosen_are_taken_in_their_order(
        self, enterprise: Enterprise, kind: str
    ) -> None:
        ids = await make_places(enterprise)
        await make_places_template(enterprise)
        folder = await create(enterprise.user, "folder")
        item_id = folder["id"] if kind == "folder" else (await make_file(enterprise, "a")).item.id
        wanted = {"name": "Ada", "where": [ids["Warsaw"], ids["France"]]}
        made = await apply(enterprise.user, item_id, kind, "contract", wanted)
        assert {name: made[name] for name in wanted} == wanted
        assert await values_on(enterprise.user, item_id, kind) == wanted

    async def test_what_is_none_of_them_is_refused(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        elsewhere = (await make_places(await make_enterprise(enterprise.gateway)))["Poland"]
        poland = ids["Poland"]
        await make_places_template(enterprise)
        file = await make_file(enterprise, "a")
        wrong: list[Any] = [poland, [ids["Europe"]], ["nothing"], [poland, poland], [[poland]], [5], None]
        wrong += [{"id": poland}, [elsewhere], [poland] * 1001]
        refused = [
            await call(enterprise.user, "post", file.item.id, "file", "contract", json={"where": value})
            for value in wrong
        ]
        assert [error_of(one) for one in refused] == [(400, "schema_validation_failed")] * len(wrong)

    async def test_several_are_taken_only_where_the_field_says_so(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        await make_places_template(enterprise, multi=False)
        file = await make_file(enterprise, "a")
        several = {"where": [ids["Warsaw"], ids["France"]]}
        refused = await call(enterprise.user, "post", file.item.id, "file", "contract", json=several)
        made = await apply(enterprise.user, file.item.id, "file", "contract", {"where": [ids["France"]]})
        assert (error_of(refused), made["where"]) == ((400, "schema_validation_failed"), [ids["France"]])

    async def test_a_patch_is_held_to_the_rules_that_there_are_now_but_for_what_stays(
        self, enterprise: Enterprise
    ) -> None:
        ids = await make_places(enterprise)
        await make_places_template(enterprise)
        file = await make_file(enterprise, "a")
        await apply(enterprise.user, file.item.id, "file", "contract", {"where": [ids["Warsaw"], ids["France"]]})
        rules = {"multiSelect": False, "selectableLevels": [2]}
        await change_template(enterprise, {"op": "editField", "fieldKey": "where", "data": {"optionsRules": rules}})
        steps: list[dict[str, Any]] = [
            {"op": "add", "path": "/name", "value": "Ada"},
            {"op": "add", "path": "/where/-", "value": ids["Japan"]},
            {"op": "replace", "path": "/where", "value": [ids["Paris"]]},
            {"op": "replace", "path": "/where", "value": [ids["Warsaw"]]},
        ]
        answers = [await call(enterprise.user, "put", file.item.id, "file", "contract", json=[one]) for one in steps]
        assert [one.status_code for one in answers] == [200, 400, 400, 200]
        assert await values_on(enterprise.user, file.item.id, "file") == {"name": "Ada", "where": [ids["Warsaw"]]}

    async def test_a_node_that_is_removed_is_nobodys_value_any_more(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        await make_places_template(enterprise)
        file = await make_file(enterprise, "a")
        await apply(enterprise.user, file.item.id, "file", "contract", {"where": [ids["Warsaw"], ids["Paris"]]})
        told = []
        for name in ("Warsaw", "Paris"):
            await delete_node(enterprise, ids[name])
            told.append(await values_on(enterprise.user, file.item.id, "file"))
        patched = await call(
            enterprise.user,
            "put",
            file.item.id,
            "file",
            "contract",
            json=[{"op": "add", "path": "/name", "value": "A"}],
        )
        assert told == [{"where": [ids["Paris"]]}, {}]
        assert (patched.status_code, patched.json()["name"]) == (200, "A")

    async def test_with_its_taxonomy_all_of_them_go_and_a_new_one_of_its_key_brings_none_back(
        self, enterprise: Enterprise
    ) -> None:
        ids = await make_places(enterprise)
        await make_places_template(enterprise)
        file = await make_file(enterprise, "a")
        await apply(enterprise.user, file.item.id, "file", "contract", {"where": [ids["Paris"]]})
        await on_taxonomy(enterprise.admin, enterprise, "delete_metadata_taxonomies_id_id")
        fresh = await make_places(enterprise)
        steps = [{"op": "add", "path": "/where", "value": [fresh["Paris"]]}]
        refused = await call(enterprise.user, "put", file.item.id, "file", "contract", json=steps)
        assert await values_on(enterprise.user, file.item.id, "file") == {}
        assert error_of(refused) == (400, "schema_validation_failed")

    async def test_a_node_that_gets_another_name_stays_what_it_is(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        await make_places_template(enterprise)
        file = await make_file(enterprise, "a")
        await apply(enterprise.user, file.item.id, "file", "contract", {"where": [ids["Paris"]]})
        await on_taxonomy(
            enterprise.admin,
            enterprise,
            "patch_metadata_taxonomies_id_id_nodes_id",
            node_id=ids["Paris"],
            json={"displayName": "Lutetia"},
        )
        assert await values_on(enterprise.user, file.item.id, "file") == {"where": [ids["Paris"]]}


@pytest.mark.operation("get_files_id_metadata", "get_folders_id_metadata", "get_files_id_metadata_id_id")
class TestHydrated:
    async def test_nodes_are_told_whole_on_request(self, enterprise: Enterprise) -> None:
        ids = await make_places(enterprise)
        await make_places_template(enterprise)
        file = await make_file(enterprise, "a")
        folder = await create(enterprise.user, "folder")
        for kind, item_id in (("file", file.item.id), ("folder", folder["id"])):
            await apply(enterprise.user, item_id, kind, "contract", {"name": "Ada", "where": [ids["Poland"]]})
        one = await call(enterprise.user, "get", file.item.id, "file", "contract", view="hydrated")
        listed = [
            await enterprise.user.call("get_files_id_metadata", file_id=file.item.id, view="hydrated"),
            await enterprise.user.call("get_folders_id_metadata", folder_id=folder["id"], view="hydrated"),
        ]
        europe = {"id": ids["Europe"], "displayName": "Europe", "level": 1}
        poland = {"id": ids["Poland"], "displayName": "Poland", "level": 2, "parentId": ids["Europe"]}
        whole = [poland | {"nodePath": [ids["Europe"]], "ancestors": [europe]}]
        told = [one.json(), *(answer.json()["entries"][0] for answer in listed)]
        assert [(instance["name"], instance["where"]) for instance in told] == [("Ada", whole)] * 3

    async def test_another_view_is_refused(self, enterprise: Enterprise) -> None:
        file = await make_file(enterprise, "a")
        refused = await enterprise.user.call("get_files_id_metadata", file_id=file.item.id, view="dry")
        assert error_of(refused) == (400, "bad_request")

    async def test_items_of_a_folder_take_as_many_queries_whether_one_or_three_have_nodes(
        self, enterprise: Enterprise
    ) -> None:
        ids = await make_places(enterprise)
        await make_places_template(enterprise)
        folder = await create(enterprise.user, "folder")
        counts, told = [], []
        for name, place in (("a", "Poland"), ("b", "France"), ("c", "Japan")):
            file = await make_file(enterprise, name, parent_id=folder["id"])
            await apply(enterprise.user, file.item.id, "file", "contract", {"where": [ids[place]]})
            with counted_queries(enterprise.gateway.platform.db) as seen:
                page = await enterprise.user.call(
                    "get_folders_id_items", folder_id=folder["id"], fields="metadata.enterprise.contract"
                )
            counts.append(len(seen))
            told = [
                one["metadata"][f"enterprise_{enterprise.id}"]["contract"]["where"] for one in page.json()["entries"]
            ]
        assert told == [[ids["Poland"]], [ids["France"]], [ids["Japan"]]]
        assert counts[0] == counts[2]


class TestExtraction:
    async def test_nodes_are_left_out_of_what_is_extracted_for_a_template(self, enterprise: Enterprise) -> None:
        await make_places(enterprise)
        await make_template(enterprise, fields=[field("string", "name"), places_field(enterprise)])
        file = await upload(enterprise.user, "a.txt", b"Name: Ada")
        answer = await enterprise.user.call(
            "post_ai_extract_structured",
            json={
                "items": [{"id": file["id"], "type": "file"}],
                "metadata_template": {"template_key": "contract", "scope": "enterprise", "type": "metadata_template"},
            },
        )
        assert (answer.status_code, answer.json()["answer"]) == (200, {"name": "Ada"})
