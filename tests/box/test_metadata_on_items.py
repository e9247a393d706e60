"""Metadata as a part of items: in their fields, on their copies, where they are moved, and as webhooks tell it."""

from typing import Any

import pytest

from tests.content.webhooks.news import told, watch
from tests.support.client import counted_queries
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.metadata import (
    CLASSIFICATION,
    CLASSIFICATION_FIELD,
    LABEL,
    apply,
    call,
    make_classifications,
    make_template,
    values_on,
)
from tests.support.sharing import share
from tests.support.tree import create, make_file

VALUES = {"name": "Ada", "amount": 23}


async def fields_of(enterprise: Enterprise, item_id: Any, kind: str, fields: str) -> dict[str, Any]:
    """What an item answers for `fields=`."""
    place: dict[str, Any] = {f"{kind}_id": item_id}
    document: dict[str, Any] = (await enterprise.user.call(f"get_{kind}s_id", **place, fields=fields)).json()
    return document


async def new_item(enterprise: Enterprise, kind: str, parent_id: Any = 0) -> Any:
    """A file or a folder of the user's."""
    if kind == "folder":
        return (await create(enterprise.user, "plan", parent_id))["id"]
    return (await make_file(enterprise, "plan", parent_id=parent_id)).item.id


@pytest.mark.parametrize("kind", ["file", "folder"])
class TestFields:
    async def test_the_instances_that_are_named_are_told_by_scope_and_key(
        self, enterprise: Enterprise, kind: str
    ) -> None:
        for key in ("contract", "other"):
            await make_template(enterprise, templateKey=key)
        item_id = await new_item(enterprise, kind)
        scope = f"enterprise_{enterprise.id}"
        contract = await apply(enterprise.user, item_id, kind, "contract", VALUES)
        await apply(enterprise.user, item_id, kind, "other", {})
        free = await apply(enterprise.user, item_id, kind, "properties", {"a": "b"}, scope="global")
        names = (
            f"name,metadata.{scope}.contract,metadata.global.properties,metadata.enterprise_1.other,metadata.{scope}"
        )
        document = await fields_of(enterprise, item_id, kind, names)
        assert document["metadata"] == {scope: {"contract": contract}, "global": {"properties": free}}
        assert (await fields_of(enterprise, item_id, kind, "metadata.enterprise.contract"))["metadata"] == {
            scope: {"contract": contract}
        }
        assert "metadata" not in await fields_of(enterprise, item_id, kind, "name")

    async def test_the_classification_has_a_name_a_meaning_and_a_color(self, enterprise: Enterprise, kind: str) -> None:
        await make_classifications(enterprise)
        item_id = await new_item(enterprise, kind)
        before = await fields_of(enterprise, item_id, kind, "classification")
        await apply(enterprise.user, item_id, kind, CLASSIFICATION, LABEL)
        secret = await fields_of(enterprise, item_id, kind, "classification")
        steps = [{"op": "replace", "path": f"/{CLASSIFICATION_FIELD}", "value": "Public"}]
        await call(enterprise.user, "put", item_id, kind, CLASSIFICATION, json=steps)
        public = await fields_of(enterprise, item_id, kind, "classification")
        assert [one["classification"] for one in (before, secret, public)] == [
            None,
            {"name": "Secret", "definition": "For few", "color": "#FF9C9C"},
            {"name": "Public", "definition": None, "color": None},
        ]


class TestLists:
    async def test_a_list_of_three_takes_as_many_queries_as_one(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        folder = await create(enterprise.user, "folder")
        fields = "metadata.enterprise.contract,classification"
        counts, names = [], []
        for name in "abc":
            file = await make_file(enterprise, name, parent_id=folder["id"])
            await apply(enterprise.user, file.item.id, "file", "contract", {"name": name})
            with counted_queries(enterprise.gateway.platform.db) as seen:
                page = await enterprise.user.call("get_folders_id_items", folder_id=folder["id"], fields=fields)
            counts.append(len(seen))
            (scope,) = page.json()["entries"][0]["metadata"]
            names.append([one["metadata"][scope]["contract"]["name"] for one in page.json()["entries"]])
        assert (counts, names) == ([counts[0]] * 3, [["a"], ["a", "b"], ["a", "b", "c"]])

    async def test_a_collaborator_learns_what_may_be_edited(self, enterprise: Enterprise) -> None:
        await make_template(enterprise)
        folder = await create(enterprise.user, "folder")
        file = await make_file(enterprise, "a", parent_id=folder["id"])
        await apply(enterprise.user, file.item.id, "file", "contract", VALUES)
        answers = {}
        for role in ("viewer", "editor"):
            user_id, client = await enterprise.new_user()
            await share(enterprise.user, folder["id"], {"id": user_id}, role=role)
            page = await client.call(
                "get_folders_id_items", folder_id=folder["id"], fields="metadata.enterprise.contract"
            )
            (entry,) = page.json()["entries"]
            answers[role] = entry["metadata"][f"enterprise_{enterprise.id}"]["contract"]["$canEdit"]
        assert answers == {"viewer": False, "editor": True}


@pytest.mark.parametrize("kind", ["file", "folder"])
class TestCopies:
    async def test_a_copy_has_what_its_template_lets_it_have_in_instances_of_its_own(
        self, enterprise: Enterprise, kind: str
    ) -> None:
        await make_template(enterprise, copyInstanceOnItemCopy=True)
        await make_template(enterprise, templateKey="stays")
        item_id = await new_item(enterprise, kind)
        aside = await create(enterprise.user, "aside")
        await apply(enterprise.user, item_id, kind, "contract", VALUES)
        await apply(enterprise.user, item_id, kind, "stays", VALUES)
        await apply(enterprise.user, item_id, kind, "properties", {"a": "b"}, scope="global")
        place: dict[str, Any] = {f"{kind}_id": item_id}
        copied = await enterprise.user.call(f"post_{kind}s_id_copy", **place, json={"parent": {"id": aside["id"]}})
        copy_id = copied.json()["id"]
        change = [{"op": "replace", "path": "/name", "value": "Bob"}]
        await call(enterprise.user, "put", item_id, kind, "contract", json=change)
        of_copy: dict[str, Any] = {f"{kind}_id": copy_id}
        listed = (await enterprise.user.call(f"get_{kind}s_id_metadata", **of_copy)).json()["entries"]
        assert [(one["$template"], one["$parent"], one["$version"]) for one in listed] == [
            ("contract", f"{kind}_{copy_id}", 0),
            ("properties", f"{kind}_{copy_id}", 0),
        ]
        assert await values_on(enterprise.user, copy_id, kind) == VALUES

    async def test_what_is_moved_keeps_it(self, enterprise: Enterprise, kind: str) -> None:
        await make_template(enterprise)
        item_id = await new_item(enterprise, kind)
        aside = await create(enterprise.user, "aside")
        await apply(enterprise.user, item_id, kind, "contract", VALUES)
        place: dict[str, Any] = {f"{kind}_id": item_id}
        await enterprise.user.call(f"put_{kind}s_id", **place, json={"parent": {"id": aside["id"]}})
        assert await values_on(enterprise.user, item_id, kind) == VALUES


class TestFolders:
    async def test_copies_of_folders_have_it_on_everything_in_them(self, enterprise: Enterprise) -> None:
        await make_template(enterprise, copyInstanceOnItemCopy=True)
        folder = await create(enterprise.user, "folder")
        aside = await create(enterprise.user, "aside")
        for name in "ab":
            file = await make_file(enterprise, name, parent_id=folder["id"])
            await apply(enterprise.user, file.item.id, "file", "contract", {"name": name})
        copied = await enterprise.user.call(
            "post_folders_id_copy", folder_id=folder["id"], json={"parent": {"id": aside["id"]}}
        )
        page = await enterprise.user.call(
            "get_folders_id_items", folder_id=copied.json()["id"], fields="metadata.enterprise.contract"
        )
        scope = f"enterprise_{enterprise.id}"
        assert [one["metadata"][scope]["contract"]["name"] for one in page.json()["entries"]] == ["a", "b"]


class TestWebhooks:
    async def test_who_watches_a_folder_is_told_of_metadata_below_it(self, enterprise: Enterprise) -> None:
        template = await make_template(enterprise)
        watched = (await create(enterprise.user, "watched"))["id"]
        names = ("CREATED", "UPDATED", "DELETED")
        webhook = await watch(enterprise.user, watched, *(f"METADATA_INSTANCE.{name}" for name in names))
        file = await make_file(enterprise, "a", parent_id=watched)
        made = await apply(enterprise.user, file.item.id, "file", "contract", VALUES)
        await call(enterprise.user, "put", file.item.id, "file", "contract", json=[])
        await call(enterprise.user, "delete", file.item.id, "file", "contract")
        bodies = await told(enterprise, webhook)
        metadata = {
            "id": made["$id"],
            "type": f"contract-{template['id']}",
            "scope": f"enterprise_{enterprise.id}",
            "template_key": "contract",
        }
        assert [(one["trigger"], one["source"]["id"], one["additional_info"]) for one in bodies] == [
            (f"METADATA_INSTANCE.{name}", str(file.item.id), {"metadata": metadata}) for name in names
        ]

    async def test_another_enterprise_is_told_of_its_own_metadata_alone(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        watched = (await create(enterprise.user, "watched"))["id"]
        invited = await share(enterprise.user, watched, {"login": f"user.{other.id}@example.com"})
        await other.user.call("put_collaborations_id", collaboration_id=invited["id"], json={"status": "accepted"})
        webhook = await watch(other.user, watched, "METADATA_INSTANCE.CREATED")
        for one in (enterprise, other):
            await make_template(one)
            await apply(one.user, watched, "folder", "contract", {})
        bodies = await told(other, webhook)
        assert [one["additional_info"]["metadata"]["scope"] for one in bodies] == [f"enterprise_{other.id}"]
