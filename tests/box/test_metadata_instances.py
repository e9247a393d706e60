"""Metadata on files and folders: applying, reading, changing and removing it."""

from typing import Any

import pytest

from tests.support.client import Client, counted_queries
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.metadata import apply, call, make_template, values_on
from tests.support.news import events_about
from tests.support.sharing import share
from tests.support.tree import create, error_of, make_file

VALUES = {
    "name": "Ada",
    "amount": 23,
    "due": "2001-01-03T02:20:50.520Z",
    "state": "open",
    "tags": ["c", "a"],
}
NO_VALUES: list[dict[str, Any]] = [
    {"nothing": "x"},
    {"name": 1},
    {"name": None},
    {"amount": "1"},
    {"amount": True},
    {"due": "yesterday"},
    {"due": 1},
    {"state": "ajar"},
    {"state": ["open"]},
    {"tags": "a"},
    {"tags": ["a", "z"]},
    {"tags": ["a", "a"]},
    {"$version": 1},
]
"""Values that the template has no room for."""
NO_STEPS: list[tuple[dict[str, Any], tuple[int, str]]] = [
    ({"op": "test", "path": "/name", "value": "Bob"}, (412, "precondition_failed")),
    ({"op": "replace", "path": "/nothing", "value": 1}, (400, "bad_request")),
    ({"op": "replace", "path": "", "value": 1}, (400, "bad_request")),
    ({"op": "remove", "path": "/$id"}, (400, "bad_request")),
    ({"op": "eat", "path": "/name"}, (400, "bad_request")),
    ({"op": "replace", "path": "/state", "value": "ajar"}, (400, "schema_validation_failed")),
    ({"op": "add", "path": "/$version", "value": 7}, (400, "schema_validation_failed")),
]
"""Steps that cannot be taken, and why."""
PLATFORM = ["$canEdit", "$id", "$parent", "$scope", "$template", "$type", "$typeVersion", "$version"]

pytestmark = pytest.mark.parametrize("kind", ["file", "folder"])


async def new_item(enterprise: Enterprise, kind: str, parent_id: Any = 0) -> str:
    """A file or a folder of the user's."""
    if kind == "folder":
        return str((await create(enterprise.user, "plan", parent_id))["id"])
    return str((await make_file(enterprise, "plan", parent_id=parent_id)).item.id)


async def listed_on(client: Client, item_id: str, kind: str) -> list[dict[str, Any]]:
    """All metadata on an item."""
    place: dict[str, Any] = {f"{kind}_id": item_id}
    entries: list[dict[str, Any]] = (await client.call(f"get_{kind}s_id_metadata", **place)).json()["entries"]
    return entries


@pytest.mark.operation("post_files_id_metadata_id_id", "post_folders_id_metadata_id_id")
class TestApply:
    async def test_the_instance_tells_its_values_and_what_it_is_of(self, enterprise: Enterprise, kind: str) -> None:
        template = await make_template(enterprise)
        item_id = await new_item(enterprise, kind)
        made = await apply(enterprise.user, item_id, kind, "contract", VALUES)
        told = {name: made.pop(name) for name in PLATFORM}
        assert made == VALUES
        assert told | {"$id": ""} == {
            "$canEdit": True,
            "$id": "",
            "$parent": f"{kind}_{item_id}",
            "$scope": f"enterprise_{enterprise.id}",
            "$template": "contract",
            "$type": f"contract-{template['id']}",
            "$typeVersion": 0,
            "$version": 0,
        }

    async def test_free_properties_take_any_key(self, enterprise: Enterprise, kind: str) -> None:
        item_id = await new_item(enterprise, kind)
        values = {"any key": "text", "n": 1.5, "list": ["a", "b"]}
        made = await apply(enterprise.user, item_id, kind, "properties", values, scope="global")
        assert {name: made[name] for name in ("$scope", "$template", *values)} == {
            "$scope": "global",
            "$template": "properties",
            **values,
        }

    async def test_values_that_the_template_has_no_room_for_are_refused(
        self, enterprise: Enterprise, kind: str
    ) -> None:
        await make_template(enterprise)
        item_id = await new_item(enterprise, kind)
        refused = [await call(enterprise.user, "post", item_id, kind, "contract", json=one) for one in NO_VALUES]
        assert [error_of(one) for one in refused] == [(400, "schema_validation_failed")] * len(NO_VALUES)
        assert await listed_on(enterprise.user, item_id, kind) == []

    async def test_free_properties_are_texts_numbers_and_lists_of_texts(
        self, enterprise: Enterprise, kind: str
    ) -> None:
        item_id = await new_item(enterprise, kind)
        wrong: list[Any] = [{"a": True}, {"a": None}, {"a": {}}, {"a": [1]}, {"$a": "x"}, {"": "x"}]
        refused = [
            await call(enterprise.user, "post", item_id, kind, "properties", scope="global", json=one) for one in wrong
        ]
        assert [error_of(one) for one in refused] == [(400, "schema_validation_failed")] * len(wrong)

    async def test_a_second_one_of_a_template_is_a_conflict(self, enterprise: Enterprise, kind: str) -> None:
        await make_template(enterprise)
        item_id = await new_item(enterprise, kind)
        await apply(enterprise.user, item_id, kind, "contract", {})
        await apply(enterprise.user, item_id, kind, "properties", {}, scope="global")
        refused = [
            await call(enterprise.user, "post", item_id, kind, key, scope=scope, json={})
            for scope, key in (("enterprise", "contract"), ("global", "properties"))
        ]
        assert [error_of(one) for one in refused] == [(409, "tuple_already_exists")] * 2

    async def test_templates_and_items_that_there_are_not_are_not_found(
        self, enterprise: Enterprise, kind: str
    ) -> None:
        await make_template(enterprise)
        item_id = await new_item(enterprise, kind)
        trashed = await new_item(enterprise, kind, (await create(enterprise.user, "a"))["id"])
        place: dict[str, Any] = {f"{kind}_id": trashed}
        await enterprise.user.call(f"delete_{kind}s_id", **place)
        answers = [
            await call(enterprise.user, "post", item_id, kind, "nothing", json={}),
            await call(enterprise.user, "post", item_id, kind, "contract", scope="enterprise_1", json={}),
            await call(enterprise.user, "post", 1, kind, "contract", json={}),
            await call(enterprise.user, "post", trashed, kind, "contract", json={}),
            await call(enterprise.user, "post", item_id, kind, "contract", scope="mine", json={}),
        ]
        assert [error_of(one) for one in answers] == [
            (404, "instance_tuple_not_found"),
            (404, "instance_tuple_not_found"),
            (404, "not_found"),
            (404, "trashed"),
            (400, "bad_request"),
        ]

    async def test_whoever_may_only_view_may_not_apply(self, enterprise: Enterprise, kind: str) -> None:
        await make_template(enterprise)
        folder = await create(enterprise.user, "shared")
        item_id = await new_item(enterprise, kind, folder["id"])
        user_id, colleague = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": user_id}, role="viewer")
        made = await apply(enterprise.user, item_id, kind, "contract", VALUES)
        refused = await call(colleague, "post", item_id, kind, "properties", scope="global", json={})
        (read,) = await listed_on(colleague, item_id, kind)
        assert error_of(refused) == (403, "access_denied_insufficient_permissions")
        assert read == {**made, "$canEdit": False}


@pytest.mark.operation(
    "get_files_id_metadata",
    "get_files_id_metadata_id_id",
    "get_folders_id_metadata",
    "get_folders_id_metadata_id_id",
)
class TestRead:
    async def test_all_of_an_item_are_listed_in_the_order_of_their_coming(
        self, enterprise: Enterprise, kind: str
    ) -> None:
        await make_template(enterprise)
        item_id = await new_item(enterprise, kind)
        made = [
            await apply(enterprise.user, item_id, kind, "properties", {"a": "b"}, scope="global"),
            await apply(enterprise.user, item_id, kind, "contract", VALUES),
        ]
        assert await listed_on(enterprise.user, item_id, kind) == made

    async def test_a_list_of_three_takes_as_many_queries_as_one(self, enterprise: Enterprise, kind: str) -> None:
        item_id = await new_item(enterprise, kind)
        counts = []
        for name in "abc":
            await make_template(enterprise, templateKey=name)
            await apply(enterprise.user, item_id, kind, name, VALUES)
            with counted_queries(enterprise.gateway.platform.db) as seen:
                await listed_on(enterprise.user, item_id, kind)
            counts.append(len(seen))
        assert counts == [counts[0]] * 3

    async def test_what_is_not_on_an_item_is_not_found(self, enterprise: Enterprise, kind: str) -> None:
        await make_template(enterprise)
        item_id = await new_item(enterprise, kind)
        answers = [
            await call(enterprise.user, "get", item_id, kind, key, scope=scope)
            for scope, key in (("enterprise", "contract"), ("enterprise_1", "contract"), ("global", "properties"))
        ]
        assert [error_of(one) for one in answers] == [(404, "instance_not_found")] * 3

    async def test_another_enterprise_sees_its_own_metadata_and_nobody_elses(
        self, enterprise: Enterprise, kind: str
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        folder = await create(enterprise.user, "shared")
        item_id = await new_item(enterprise, kind, folder["id"])
        invited = await share(enterprise.user, folder["id"], {"login": f"user.{other.id}@example.com"}, role="editor")
        await other.user.call("put_collaborations_id", collaboration_id=invited["id"], json={"status": "accepted"})
        for one in (enterprise, other):
            await make_template(one)
            await apply(one.user, item_id, kind, "contract", {"name": str(one.id)})
        await apply(enterprise.user, item_id, kind, "properties", {"a": "b"}, scope="global")
        seen = {
            one.id: [entry["$scope"] for entry in await listed_on(one.user, item_id, kind)]
            for one in (enterprise, other)
        }
        direct = await call(other.user, "get", item_id, kind, "contract", scope=f"enterprise_{enterprise.id}")
        assert seen == {
            enterprise.id: [f"enterprise_{enterprise.id}", "global"],
            other.id: [f"enterprise_{other.id}", "global"],
        }
        assert error_of(direct) == (404, "instance_not_found")

    async def test_a_root_folder_has_none(self, enterprise: Enterprise, kind: str) -> None:
        listed = await enterprise.user.call("get_folders_id_metadata", folder_id=0)
        others = [
            await call(enterprise.user, verb, 0, "folder", "properties", scope="global", json=body)
            for verb, body in (("get", None), ("post", {}), ("put", []), ("delete", None))
        ]
        assert error_of(listed) == (403, "forbidden")
        assert [error_of(one) for one in others] == [(405, "method_not_allowed")] * 4


@pytest.mark.operation("put_files_id_metadata_id_id", "put_folders_id_metadata_id_id")
class TestChange:
    async def test_the_steps_of_a_patch_are_taken_together(self, enterprise: Enterprise, kind: str) -> None:
        await make_template(enterprise)
        item_id = await new_item(enterprise, kind)
        await apply(enterprise.user, item_id, kind, "contract", VALUES)
        steps = [
            {"op": "test", "path": "/name", "value": "Ada"},
            {"op": "replace", "path": "/amount", "value": 24.0},
            {"op": "remove", "path": "/due"},
            {"op": "add", "path": "/tags/-", "value": "b"},
            {"op": "replace", "path": "/state", "value": "closed"},
        ]
        changed = (await call(enterprise.user, "put", item_id, kind, "contract", json=steps)).json()
        assert {name: changed[name] for name in ("$version", "amount", "state", "tags")} == {
            "$version": 1,
            "amount": 24,
            "state": "closed",
            "tags": ["c", "a", "b"],
        }
        assert await values_on(enterprise.user, item_id, kind) == {
            "name": "Ada",
            "amount": 24,
            "state": "closed",
            "tags": ["c", "a", "b"],
        }

    async def test_a_step_that_cannot_be_takes_all_the_others_back(self, enterprise: Enterprise, kind: str) -> None:
        await make_template(enterprise)
        item_id = await new_item(enterprise, kind)
        await apply(enterprise.user, item_id, kind, "contract", VALUES)
        first = {"op": "remove", "path": "/amount"}
        refused = [
            await call(enterprise.user, "put", item_id, kind, "contract", json=[first, step]) for step, _ in NO_STEPS
        ]
        assert [error_of(one) for one in refused] == [error for _, error in NO_STEPS]
        assert await values_on(enterprise.user, item_id, kind) == VALUES

    async def test_a_body_that_is_no_list_is_refused(self, enterprise: Enterprise, kind: str) -> None:
        item_id = await new_item(enterprise, kind)
        await apply(enterprise.user, item_id, kind, "properties", {"a": "b"}, scope="global")
        refused = await call(enterprise.user, "put", item_id, kind, "properties", scope="global", json={"a": "c"})
        assert error_of(refused) == (400, "bad_request")

    async def test_what_is_not_there_is_not_changed(self, enterprise: Enterprise, kind: str) -> None:
        await make_template(enterprise)
        item_id = await new_item(enterprise, kind)
        refused = await call(enterprise.user, "put", item_id, kind, "contract", json=[])
        assert error_of(refused) == (404, "instance_not_found")


@pytest.mark.operation("delete_files_id_metadata_id_id", "delete_folders_id_metadata_id_id")
class TestRemove:
    async def test_it_is_gone_and_can_be_applied_anew(self, enterprise: Enterprise, kind: str) -> None:
        await make_template(enterprise)
        item_id = await new_item(enterprise, kind)
        first = await apply(enterprise.user, item_id, kind, "contract", VALUES)
        removed = [await call(enterprise.user, "delete", item_id, kind, "contract") for _ in range(2)]
        second = await apply(enterprise.user, item_id, kind, "contract", {})
        assert [one.status_code for one in removed] == [204, 404]
        assert await listed_on(enterprise.user, item_id, kind) == [second]
        assert first["$id"] != second["$id"]

    async def test_each_change_is_told_with_what_it_was_of(self, enterprise: Enterprise, kind: str) -> None:
        item_id = await new_item(enterprise, kind)
        made = await apply(enterprise.user, item_id, kind, "properties", {"a": "b"}, scope="global")
        await call(enterprise.user, "put", item_id, kind, "properties", scope="global", json=[])
        await call(enterprise.user, "delete", item_id, kind, "properties", scope="global")
        told = [
            (event_type, details["metadata"])
            for event_type, _, details in await events_about(enterprise, item_id)
            if "metadata" in details
        ]
        metadata = {"id": made["$id"], "type": made["$type"], "scope": "global", "template_key": "properties"}
        assert told == [(f"METADATA_INSTANCE_{name}", metadata) for name in ("CREATE", "UPDATE", "DELETE")]
