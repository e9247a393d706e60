"""Metadata templates: making, reading, changing and removing them."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.db import query
from holdall.content.metadata.removal import remove_template_rows
from holdall.content.metadata.tables import metadata_instances
from holdall.content.orders import due_orders
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.metadata import EACH_TYPE, apply, call, change_template, field, make_template, values_on
from tests.support.tree import error_of, make_file

GLOBAL = ["boxSkillsCards", "properties"]
VALUES = {"name": "Ada", "amount": 1.5, "state": "open", "tags": ["c", "a"]}

NO_TEMPLATES: list[dict[str, Any]] = [
    {"scope": "elsewhere"},
    {"templateKey": "1a"},
    {"templateKey": "a" * 65},
    {"templateKey": "a b"},
    {"displayName": " "},
    {"displayName": "a" * 4097},
    {"fields": [field("string", "a"), field("float", "a")]},
    {"fields": [field("enum", "a")]},
    {"fields": [field("enum", "a", "x", "x")]},
    {"fields": [field("string", "a", "x")]},
    {"fields": [field("string", "a" * 257)]},
    {"fields": [field("string", "$a")]},
    {"fields": [field("taxonomy", "a")]},
    {"fields": [{"key": "a", "displayName": "A"}]},
    {"fields": [{**field("string", "a"), "description": "a" * 4097}]},
]
"""What no template can be."""
NO_STEPS: list[dict[str, Any]] = [
    {"op": "eat"},
    {"op": "editTemplate", "data": {"displayName": ""}},
    {"op": "addField", "data": field("string", "name")},
    {"op": "addField", "data": {"type": "string"}},
    {"op": "editField", "fieldKey": "nothing", "data": {}},
    {"op": "editField", "fieldKey": "name", "data": {"key": "amount"}},
    {"op": "editField", "fieldKey": "name", "data": {"type": "float"}},
    {"op": "removeField"},
    {"op": "reorderFields", "fieldKeys": ["name"]},
    {"op": "addEnumOption", "fieldKey": "name", "data": {"key": "x"}},
    {"op": "addEnumOption", "fieldKey": "tags", "data": {"key": "x"}},
    {"op": "addEnumOption", "fieldKey": "state", "data": {"key": "open"}},
    {"op": "addEnumOption", "fieldKey": "state", "data": {"key": " "}},
    {"op": "editEnumOption", "fieldKey": "state", "enumOptionKey": "no", "data": {"key": "x"}},
    {"op": "reorderEnumOptions", "fieldKey": "state", "enumOptionKeys": ["open", "open"]},
]
"""Steps that no template can take."""


async def keys_of(enterprise: Enterprise) -> list[str]:
    """The keys of the fields of the template `contract`, in order."""
    answer = await enterprise.user.call(
        "get_metadata_templates_id_id_schema", scope="enterprise", template_key="contract"
    )
    return [one["key"] for one in answer.json()["fields"]]


async def options_of(enterprise: Enterprise, key: str) -> list[str]:
    """The keys of the options of one of its fields."""
    answer = await enterprise.user.call(
        "get_metadata_templates_id_id_schema", scope="enterprise", template_key="contract"
    )
    (one,) = [one for one in answer.json()["fields"] if one["key"] == key]
    return [option["key"] for option in one["options"]]


@pytest.mark.operation("post_metadata_templates_schema")
class TestCreate:
    async def test_a_template_is_told_as_it_was_asked_for(self, enterprise: Enterprise) -> None:
        made = await make_template(enterprise, hidden=True, copyInstanceOnItemCopy=True)
        told = [{name: one[name] for name in ("type", "key", "displayName")} for one in made["fields"]]
        assert (made["type"], made["scope"], made["templateKey"], made["hidden"], made["copyInstanceOnItemCopy"]) == (
            "metadata_template",
            f"enterprise_{enterprise.id}",
            "contract",
            True,
            True,
        )
        assert told == [{name: one[name] for name in ("type", "key", "displayName")} for one in EACH_TYPE]
        assert [option["key"] for option in made["fields"][4]["options"]] == ["a", "b", "c"]

    async def test_without_a_key_one_is_made_of_the_name(self, enterprise: Enterprise) -> None:
        names = ["Product Info 2", "Product Info 2", "Ünï", "契約"]
        made = [await make_template(enterprise, displayName=name, templateKey=None) for name in names]
        assert [one["templateKey"] for one in made] == ["productInfo2", "productInfo21", "n", "template"]

    async def test_a_key_that_is_taken_is_a_conflict(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        body = {"scope": "enterprise", "displayName": "Other", "templateKey": "contract"}
        refused = await enterprise.admin.call("post_metadata_templates_schema", json=body)
        assert error_of(refused) == (409, "tuple_already_exists")

    async def test_a_key_is_given_once_when_many_ask_for_it_at_the_same_time(self, enterprise: Enterprise) -> None:
        body = {"scope": "enterprise", "displayName": "Contract", "templateKey": "contract"}
        asked = [enterprise.admin.call("post_metadata_templates_schema", json=body) for _ in range(4)]
        assert sorted(one.status_code for one in await asyncio.gather(*asked)) == [201, 409, 409, 409]

    async def test_what_cannot_be_is_refused(self, enterprise: Enterprise) -> None:
        body = {"scope": "enterprise", "displayName": "Contract"}
        refused = [
            await enterprise.admin.call("post_metadata_templates_schema", json=body | wrong) for wrong in NO_TEMPLATES
        ]
        assert [error_of(one) for one in refused] == [(400, "bad_request")] * len(NO_TEMPLATES)

    @pytest.mark.parametrize("scope", ["global", "enterprise_1"])
    async def test_templates_of_others_are_nobodys_to_make(self, enterprise: Enterprise, scope: str) -> None:
        body = {"scope": scope, "displayName": "Contract"}
        refused = await enterprise.admin.call("post_metadata_templates_schema", json=body)
        assert refused.status_code == 403

    async def test_only_administrators_make_them(self, enterprise: Enterprise) -> None:
        body = {"scope": "enterprise", "displayName": "Contract"}
        refused = await enterprise.user.call("post_metadata_templates_schema", json=body)
        assert error_of(refused) == (403, "access_denied_insufficient_permissions")


@pytest.mark.operation(
    "get_metadata_templates_id_id_schema",
    "get_metadata_templates_id",
    "get_metadata_templates_enterprise",
    "get_metadata_templates_global",
)
class TestRead:
    async def test_everybody_in_the_enterprise_reads_it_by_its_key_and_by_its_id(self, enterprise: Enterprise) -> None:
        made = await make_template(enterprise)
        read = [
            await enterprise.user.call("get_metadata_templates_id_id_schema", scope=scope, template_key="contract")
            for scope in ("enterprise", f"enterprise_{enterprise.id}")
        ]
        read.append(await enterprise.user.call("get_metadata_templates_id", template_id=made["id"]))
        assert [one.json() for one in read] == [made] * 3

    async def test_what_there_is_not_is_not_found(self, enterprise: Enterprise) -> None:
        places = [
            ("enterprise", "contract"),
            ("enterprise_1", "contract"),
            ("global", "contract"),
            ("mine", "contract"),
        ]
        answers = [
            await enterprise.user.call("get_metadata_templates_id_id_schema", scope=scope, template_key=key)
            for scope, key in places
        ]
        answers.append(await enterprise.user.call("get_metadata_templates_id", template_id="nothing"))
        assert [one.status_code for one in answers] == [404, 404, 404, 400, 404]

    async def test_the_list_goes_on_behind_a_marker(self, enterprise: Enterprise) -> None:
        for name in "abc":
            await make_template(enterprise, templateKey=name)
        first = (await enterprise.user.call("get_metadata_templates_enterprise", limit=2)).json()
        rest = (await enterprise.user.call("get_metadata_templates_enterprise", marker=first["next_marker"])).json()
        keys = [[one["templateKey"] for one in page["entries"]] for page in (first, rest)]
        assert (keys, rest["next_marker"]) == ([["a", "b"], ["c"]], None)

    async def test_global_templates_are_those_of_every_enterprise(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        pages = [await one.user.call("get_metadata_templates_global") for one in (enterprise, other)]
        listed = [[one["templateKey"] for one in page.json()["entries"]] for page in pages]
        (first,) = (await enterprise.user.call("get_metadata_templates_global", limit=1)).json()["entries"]
        by_id = await enterprise.user.call("get_metadata_templates_id", template_id=first["id"])
        assert (listed, by_id.json()) == ([GLOBAL, GLOBAL], first)


@pytest.mark.operation("get_metadata_templates")
class TestOfInstance:
    async def test_it_is_the_template_that_the_instance_is_of(self, enterprise: Enterprise) -> None:
        made = await make_template(enterprise)
        file = await make_file(enterprise, "a")
        instance = await apply(enterprise.user, file.item.id, "file", "contract", {})
        page = (await enterprise.user.call("get_metadata_templates", metadata_instance_id=instance["$id"])).json()
        assert page["entries"] == [made]

    async def test_of_what_nobody_shared_there_is_none(self, enterprise: Enterprise) -> None:
        file = await make_file(enterprise, "a")
        await make_template(enterprise)
        instance = await apply(enterprise.user, file.item.id, "file", "contract", {})
        _, colleague = await enterprise.new_user()
        pages = [
            await colleague.call("get_metadata_templates", metadata_instance_id=one) for one in (instance["$id"], "no")
        ]
        assert [page.json()["entries"] for page in pages] == [[], []]


@pytest.mark.operation("put_metadata_templates_id_id_schema")
class TestUpdate:
    async def test_fields_are_added_put_in_order_and_taken_away(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        answer = await change_template(
            enterprise,
            {"op": "addField", "fieldKey": "new", "data": {"type": "string", "displayName": "New"}},
            {"op": "addField", "data": {"type": "string", "key": "newer", "displayName": "Newer"}},
            {"op": "removeField", "fieldKey": "amount"},
            {"op": "reorderFields", "fieldKeys": ["newer", "new", "tags", "state", "due", "name"]},
        )
        assert answer.status_code == 200
        assert await keys_of(enterprise) == ["newer", "new", "tags", "state", "due", "name"]

    async def test_values_keep_their_fields_and_options_under_other_names(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        file = await make_file(enterprise, "a")
        await apply(enterprise.user, file.item.id, "file", "contract", VALUES)
        await change_template(
            enterprise,
            {"op": "editField", "fieldKey": "name", "data": {"key": "title", "displayName": "Title"}},
            {"op": "editEnumOption", "fieldKey": "state", "enumOptionKey": "open", "data": {"key": "ajar"}},
            {
                "op": "editMultiSelectOption",
                "fieldKey": "tags",
                "multiSelectOptionKey": "c",
                "data": {"key": "see"},
            },
        )
        assert await values_on(enterprise.user, file.item.id, "file") == {
            "title": "Ada",
            "amount": 1.5,
            "state": "ajar",
            "tags": ["see", "a"],
        }

    async def test_values_of_what_is_taken_away_are_gone_for_good(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        file = await make_file(enterprise, "a")
        await apply(enterprise.user, file.item.id, "file", "contract", VALUES)
        await change_template(
            enterprise,
            {"op": "removeField", "fieldKey": "name"},
            {"op": "addField", "data": field("string", "name")},
            {"op": "removeEnumOption", "fieldKey": "state", "enumOptionKey": "open"},
            {"op": "addEnumOption", "fieldKey": "state", "data": {"key": "open"}},
            {"op": "removeMultiSelectOption", "fieldKey": "tags", "multiSelectOptionKey": "c"},
        )
        assert await values_on(enterprise.user, file.item.id, "file") == {"amount": 1.5, "tags": ["a"]}

    async def test_options_are_added_and_put_in_order(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        await change_template(
            enterprise,
            {"op": "addEnumOption", "fieldKey": "state", "data": {"key": "new"}},
            {"op": "reorderEnumOptions", "fieldKey": "state", "enumOptionKeys": ["new", "closed", "open"]},
            {"op": "addMultiSelectOption", "fieldKey": "tags", "data": {"key": "d"}},
            {
                "op": "reorderMultiSelectOptions",
                "fieldKey": "tags",
                "multiSelectOptionKeys": ["d", "c", "b", "a"],
            },
        )
        assert (await options_of(enterprise, "state"), await options_of(enterprise, "tags")) == (
            ["new", "closed", "open"],
            ["d", "c", "b", "a"],
        )

    async def test_the_template_gets_another_name_and_other_switches(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        data = {"displayName": "Other", "hidden": True, "copyInstanceOnItemCopy": True}
        changed = (await change_template(enterprise, {"op": "editTemplate", "data": data})).json()
        assert {name: changed[name] for name in data} == data

    async def test_a_step_that_cannot_be_takes_all_the_others_back(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        first = {"op": "removeField", "fieldKey": "due"}
        refused = [await change_template(enterprise, first, step) for step in NO_STEPS]
        assert [one.status_code for one in refused] == [400] * len(NO_STEPS)
        assert await keys_of(enterprise) == ["name", "amount", "due", "state", "tags"]

    async def test_instances_tell_how_often_their_template_was_changed(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        file = await make_file(enterprise, "a")
        before = await apply(enterprise.user, file.item.id, "file", "contract", {})
        await change_template(enterprise, {"op": "removeField", "fieldKey": "due"})
        after = (await call(enterprise.user, "get", file.item.id, "file", "contract")).json()
        assert (before["$typeVersion"], after["$typeVersion"], after["$version"]) == (0, 1, 0)

    async def test_only_administrators_change_them_and_nobody_the_global_ones(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        refused = [
            await client.call("put_metadata_templates_id_id_schema", scope=scope, template_key=key, json=[])
            for client, scope, key in (
                (enterprise.user, "enterprise", "contract"),
                (enterprise.admin, "global", "properties"),
            )
        ]
        assert [one.status_code for one in refused] == [403, 403]


@pytest.mark.operation("delete_metadata_templates_id_id_schema")
class TestDelete:
    async def test_its_instances_go_with_it_and_do_not_come_back_with_its_key(self, enterprise: Enterprise) -> None:
        made = await make_template(enterprise)
        file = await make_file(enterprise, "a")
        await apply(enterprise.user, file.item.id, "file", "contract", VALUES)
        place: dict[str, Any] = {"scope": "enterprise", "template_key": "contract"}
        deleted = [await enterprise.admin.call("delete_metadata_templates_id_id_schema", **place) for _ in range(2)]
        await make_template(enterprise)
        listed = (await enterprise.user.call("get_files_id_metadata", file_id=file.item.id)).json()["entries"]
        by_id = await enterprise.user.call("get_metadata_templates_id", template_id=made["id"])
        again = await apply(enterprise.user, file.item.id, "file", "contract", {"name": "new"})
        assert [one.status_code for one in deleted] == [204, 404]
        assert (listed, by_id.status_code, again["$version"]) == ([], 404, 0)

    async def test_what_it_leaves_behind_is_removed_in_the_background(self, enterprise: Enterprise) -> None:
        db = enterprise.gateway.platform.db
        await make_template(enterprise)
        file = await make_file(enterprise, "a")
        await apply(enterprise.user, file.item.id, "file", "contract", VALUES)
        await enterprise.admin.call(
            "delete_metadata_templates_id_id_schema", scope="enterprise", template_key="contract"
        )
        orders = [one for one in await due_orders(db, 10_000) if one.workflow == "remove metadata template"]
        template_id = orders[-1].arguments[0]
        before = await rows_left(enterprise, file.item.id)
        await remove_template_rows(db, template_id)
        await remove_template_rows(db, template_id)
        assert (before, await rows_left(enterprise, file.item.id)) == (1, 0)


async def rows_left(enterprise: Enterprise, item_id: int) -> int:
    """How many instances there are on an item, whether anybody sees them or not."""
    counted = sa.select(sa.func.count()).where(metadata_instances.c.item_id == item_id)
    count: int = await enterprise.gateway.platform.db.value(query(counted))
    return count
