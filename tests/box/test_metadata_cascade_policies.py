"""Cascade policies: making, listing, applying and ending them, and what they do to what is below a folder."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.content.events.feed import EVENT_COLUMNS, Event
from holdall.content.events.tables import events
from holdall.content.metadata import cascading
from holdall.content.metadata.cascading import cascade_batch, inherit, start_of
from holdall.content.metadata.policies import CASCADE
from holdall.content.orders import due_orders, take_orders
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.metadata import apply, call, make_template, values_on
from tests.support.news import events_about
from tests.support.sharing import share
from tests.support.tree import create, error_of, make_file

_NEWS = query(
    sa.select(*EVENT_COLUMNS)
    .where(events.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger))
    .order_by(events.c.sequence),
    into=Event,
)


async def ask_for(client: Client, folder_id: Any, **body: Any) -> httpx.Response:
    """The answer to the wish for a policy."""
    wanted = {"folder_id": str(folder_id), "scope": "enterprise", "templateKey": "contract", **body}
    return await client.call("post_metadata_cascade_policies", json=wanted)


async def make_policy(enterprise: Enterprise, folder_id: Any, **body: Any) -> dict[str, Any]:
    """A policy of the user's."""
    answer = await ask_for(enterprise.user, folder_id, **body)
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def force(client: Client, policy: dict[str, Any], resolution: str = "overwrite") -> httpx.Response:
    """The answer to the wish to have a policy carried out."""
    body = {"conflict_resolution": resolution}
    return await client.call(
        "post_metadata_cascade_policies_id_apply", metadata_cascade_policy_id=policy["id"], json=body
    )


async def carry_out(enterprise: Enterprise) -> None:
    """Do what the engine would do about cascades: all orders, and all news, until there are none."""
    db = enterprise.gateway.platform.db
    await inherit(db, await db.all(_NEWS, enterprise_id=enterprise.id))
    while orders := [one for one in await due_orders(db, 10_000) if one.workflow == CASCADE]:
        await db.write(_take, [one.id for one in orders])
        for order in orders:
            policy_id, resolution, folder_id = order.arguments
            pending = start_of(folder_id)
            while pending:
                pending = await cascade_batch(db, policy_id, resolution, pending)


async def _take(tx: Transaction, ids: list[int]) -> None:
    await take_orders(tx, ids)


async def name_on(enterprise: Enterprise, item_id: Any, kind: str) -> str | None:
    """What the instance on an item says, None where there is none."""
    answer = await call(enterprise.user, "get", item_id, kind, "contract")
    return answer.json().get("name") if answer.status_code < 400 else None


class Tree:
    """A folder with a file, and a folder with a file in it."""

    def __init__(self, top: Any, inner: Any, file: Any, deep: Any) -> None:
        self.top, self.inner, self.file, self.deep = top, inner, file, deep

    async def names(self, enterprise: Enterprise) -> list[str | None]:
        """What the instances on all but the top say."""
        kinds = {self.inner: "folder", self.file: "file", self.deep: "file"}
        return [await name_on(enterprise, item_id, kind) for item_id, kind in kinds.items()]


async def make_tree(enterprise: Enterprise) -> Tree:
    await make_template(enterprise)
    top = (await create(enterprise.user, "top"))["id"]
    inner = (await create(enterprise.user, "inner", top))["id"]
    file = (await make_file(enterprise, "file", parent_id=top)).item.id
    return Tree(top, inner, file, (await make_file(enterprise, "deep", parent_id=inner)).item.id)


@pytest.mark.operation(
    "post_metadata_cascade_policies",
    "get_metadata_cascade_policies",
    "get_metadata_cascade_policies_id",
    "delete_metadata_cascade_policies_id",
)
class TestPolicies:
    async def test_a_policy_tells_its_folder_and_its_template_and_can_be_ended(self, enterprise: Enterprise) -> None:
        tree = await make_tree(enterprise)
        made = await make_policy(enterprise, tree.top)
        listed = await enterprise.user.call("get_metadata_cascade_policies", folder_id=tree.top)
        place = {"metadata_cascade_policy_id": made["id"]}
        read = await enterprise.user.call("get_metadata_cascade_policies_id", **place)
        ended = [await enterprise.user.call("delete_metadata_cascade_policies_id", **place) for _ in range(2)]
        after = await enterprise.user.call("get_metadata_cascade_policies", folder_id=tree.top)
        assert {name: made[name] for name in made if name != "id"} == {
            "type": "metadata_cascade_policy",
            "owner_enterprise": {"type": "enterprise", "id": str(enterprise.id)},
            "parent": {"type": "folder", "id": tree.top},
            "scope": f"enterprise_{enterprise.id}",
            "templateKey": "contract",
        }
        assert (listed.json()["entries"], read.json(), after.json()["entries"]) == ([made], made, [])
        assert [one.status_code for one in ended] == [204, 404]

    async def test_a_list_can_be_of_one_owner_and_begin_further_on(self, enterprise: Enterprise) -> None:
        tree = await make_tree(enterprise)
        policies = [
            await make_policy(enterprise, tree.top),
            await make_policy(enterprise, tree.top, scope="global", templateKey="properties"),
        ]
        wishes: list[dict[str, Any]] = [
            {},
            {"offset": 1},
            {"owner_enterprise_id": enterprise.id},
            {"owner_enterprise_id": 1},
        ]
        found = [
            (await enterprise.user.call("get_metadata_cascade_policies", folder_id=tree.top, **wish)).json()["entries"]
            for wish in wishes
        ]
        assert found == [policies, policies[1:], policies, []]

    async def test_a_second_one_for_a_template_is_a_conflict(self, enterprise: Enterprise) -> None:
        tree = await make_tree(enterprise)
        await make_policy(enterprise, tree.top)
        assert error_of(await ask_for(enterprise.user, tree.top)) == (409, "tuple_already_exists")

    async def test_what_cannot_have_one_is_refused(self, enterprise: Enterprise) -> None:
        tree = await make_tree(enterprise)
        user_id, viewer = await enterprise.new_user()
        await share(enterprise.user, tree.top, {"id": user_id}, role="viewer uploader")
        answers = [
            await ask_for(enterprise.user, 0),
            await ask_for(enterprise.user, 1),
            await ask_for(enterprise.user, tree.file),
            await ask_for(enterprise.user, tree.top, templateKey="nothing"),
            await ask_for(enterprise.user, tree.top, scope="mine"),
            await ask_for(viewer, tree.top),
            await enterprise.user.call("get_metadata_cascade_policies", folder_id=0),
        ]
        assert [error_of(one) for one in answers] == [
            (403, "forbidden"),
            (404, "not_found"),
            (404, "not_found"),
            (404, "instance_tuple_not_found"),
            (400, "bad_request"),
            (403, "access_denied_insufficient_permissions"),
            (403, "forbidden"),
        ]


@pytest.mark.operation("post_metadata_cascade_policies_id_apply")
class TestApply:
    async def test_it_takes_an_instance_on_the_folder(self, enterprise: Enterprise) -> None:
        tree = await make_tree(enterprise)
        policy = await make_policy(enterprise, tree.top)
        before = await force(enterprise.user, policy)
        await apply(enterprise.user, tree.top, "folder", "contract", {"name": "new"})
        after = await force(enterprise.user, policy)
        refused = await force(enterprise.user, policy, "maybe")
        assert (error_of(before), after.status_code, refused.status_code) == ((404, "instance_not_found"), 202, 400)

    @pytest.mark.parametrize(
        ("resolution", "expected"), [("none", ["own", "new", "new"]), ("overwrite", ["new", "new", "new"])]
    )
    async def test_conflicts_are_resolved_as_it_is_asked(
        self, enterprise: Enterprise, resolution: str, expected: list[str]
    ) -> None:
        tree = await make_tree(enterprise)
        await apply(enterprise.user, tree.inner, "folder", "contract", {"name": "own"})
        await apply(enterprise.user, tree.top, "folder", "contract", {"name": "new"})
        policy = await make_policy(enterprise, tree.top)
        await force(enterprise.user, policy, resolution)
        await carry_out(enterprise)
        assert await tree.names(enterprise) == expected


class TestCascade:
    async def test_what_is_there_gets_it_as_soon_as_there_are_a_policy_and_an_instance(
        self, enterprise: Enterprise
    ) -> None:
        tree = await make_tree(enterprise)
        await make_policy(enterprise, tree.top)
        await carry_out(enterprise)
        before = await tree.names(enterprise)
        await apply(enterprise.user, tree.top, "folder", "contract", {"name": "new", "tags": ["b"]})
        await carry_out(enterprise)
        assert (before, await tree.names(enterprise)) == ([None] * 3, ["new"] * 3)
        assert await values_on(enterprise.user, tree.deep, "file") == {"name": "new", "tags": ["b"]}

    async def test_what_came_by_it_follows_the_folder_until_somebody_changes_it(self, enterprise: Enterprise) -> None:
        tree = await make_tree(enterprise)
        await apply(enterprise.user, tree.top, "folder", "contract", {"name": "one"})
        await make_policy(enterprise, tree.top)
        await carry_out(enterprise)
        change = [{"op": "replace", "path": "/name", "value": "mine"}]
        await call(enterprise.user, "put", tree.file, "file", "contract", json=change)
        await call(enterprise.user, "put", tree.top, "folder", "contract", json=[{**change[0], "value": "two"}])
        await carry_out(enterprise)
        assert await tree.names(enterprise) == ["two", "mine", "two"]

    async def test_what_comes_later_gets_it_and_what_is_in_that_too(self, enterprise: Enterprise) -> None:
        tree = await make_tree(enterprise)
        await apply(enterprise.user, tree.top, "folder", "contract", {"name": "new"})
        await make_policy(enterprise, tree.top)
        outside = (await create(enterprise.user, "outside"))["id"]
        moved = (await make_file(enterprise, "moved", parent_id=outside)).item.id
        await carry_out(enterprise)
        before = await name_on(enterprise, moved, "file")
        await enterprise.user.call("put_folders_id", folder_id=outside, json={"parent": {"id": tree.inner}})
        uploaded = (await make_file(enterprise, "uploaded", parent_id=tree.inner)).item.id
        await carry_out(enterprise)
        kinds = {outside: "folder", moved: "file", uploaded: "file"}
        assert before is None
        assert [await name_on(enterprise, item_id, kind) for item_id, kind in kinds.items()] == ["new"] * 3

    async def test_the_nearest_policy_counts(self, enterprise: Enterprise) -> None:
        tree = await make_tree(enterprise)
        for folder_id, name in ((tree.top, "far"), (tree.inner, "near")):
            await apply(enterprise.user, folder_id, "folder", "contract", {"name": name})
            await make_policy(enterprise, folder_id)
        await carry_out(enterprise)
        late = (await make_file(enterprise, "late", parent_id=tree.inner)).item.id
        await carry_out(enterprise)
        assert (await name_on(enterprise, late, "file"), await name_on(enterprise, tree.inner, "folder")) == (
            "near",
            "near",
        )

    async def test_done_again_it_changes_and_tells_nothing(self, enterprise: Enterprise) -> None:
        tree = await make_tree(enterprise)
        await apply(enterprise.user, tree.top, "folder", "contract", {"name": "new"})
        policy = await make_policy(enterprise, tree.top)
        for _ in range(2):
            await force(enterprise.user, policy)
            await carry_out(enterprise)
        told = [name for name, _, _ in await events_about(enterprise, tree.deep) if name.startswith("METADATA")]
        document = (await call(enterprise.user, "get", tree.deep, "file", "contract")).json()
        assert (told, document["$version"]) == (["METADATA_INSTANCE_CREATE"], 0)

    async def test_large_folders_take_several_batches(
        self, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cascading, "BATCH", 2)
        tree = await make_tree(enterprise)
        files = [(await make_file(enterprise, f"f{number}", parent_id=tree.inner)).item.id for number in range(5)]
        await apply(enterprise.user, tree.top, "folder", "contract", {"name": "new"})
        await make_policy(enterprise, tree.top)
        await carry_out(enterprise)
        assert [await name_on(enterprise, file, "file") for file in files] == ["new"] * 5

    async def test_an_ended_policy_does_nothing_more_and_what_is_in_the_trash_gets_nothing(
        self, enterprise: Enterprise
    ) -> None:
        tree = await make_tree(enterprise)
        await enterprise.user.call("delete_files_id", file_id=tree.deep)
        await apply(enterprise.user, tree.top, "folder", "contract", {"name": "new"})
        policy = await make_policy(enterprise, tree.top)
        await carry_out(enterprise)
        await enterprise.user.call("delete_metadata_cascade_policies_id", metadata_cascade_policy_id=policy["id"])
        late = (await make_file(enterprise, "late", parent_id=tree.top)).item.id
        await enterprise.user.call("post_files_id", file_id=tree.deep, json={})
        await carry_out(enterprise)
        assert (await tree.names(enterprise), await name_on(enterprise, late, "file")) == (["new", "new", None], None)
