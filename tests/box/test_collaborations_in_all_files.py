"""What others share appears in All Files, as the collaborator sees it, and lists tell the truth of each item."""

from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.content.events.tables import events
from holdall.content.sharing.collaboration_tables import collaborations
from holdall.content.sharing.expiry import remove_expired
from tests.support.client import Client, counted_queries
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import error_of, share
from tests.support.tree import make_file, make_folder, subject_of

_COUNT = query(sa.select(sa.func.count()).where(collaborations.c.item_id == sa.bindparam("item_id")))
_LATEST_EVENT = query(
    sa.select(events.c.event_type, events.c.details)
    .where(events.c.source_id == sa.bindparam("item_id"))
    .order_by(events.c.sequence.desc())
)

ROOT = {"type": "folder", "id": "0", "sequence_id": None, "etag": None, "name": "All Files"}


async def listing(client: Client, folder_id: Any = 0, **parameters: Any) -> Any:
    response = await client.call("get_folders_id_items", folder_id=folder_id, **parameters)
    assert response.status_code == 200, response.text
    return response.json()


async def names_in(client: Client, folder_id: Any = 0, **parameters: Any) -> list[str]:
    return [entry["name"] for entry in (await listing(client, folder_id, **parameters))["entries"]]


async def _expire(tx: Transaction, collaboration_id: int) -> None:
    await tx.update(collaborations, {"id": collaboration_id}, expires_at=tx.now - 1)


async def put(client: Client, folder_id: Any, **body: Any) -> Any:
    return await client.call("put_folders_id", folder_id=folder_id, json=body)


class TestAllFiles:
    async def test_shared_items_are_among_the_own_ones_in_order_and_counted(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user("Nora New")
        for name in ("b", "d"):
            await make_folder(enterprise, name, client=client)
        await make_file(enterprise, "own.txt", client=client)
        for name in ("a", "c", "e"):
            folder = await make_folder(enterprise, name)
            await share(enterprise.user, folder.item.id, {"id": user_id})
        file = await make_file(enterprise, "shared.txt")
        await share(enterprise.user, file.item.id, {"id": user_id}, kind="file")
        body = await listing(client, fields="name,owned_by,parent,path_collection")
        root = (await client.call("get_folders_id", folder_id=0)).json()["item_collection"]
        owners = {entry["name"]: entry["owned_by"]["name"] for entry in body["entries"]}
        assert list(owners) == ["a", "b", "c", "d", "e", "own.txt", "shared.txt"]
        assert (owners["a"], owners["b"], body["total_count"]) == ("Uma User", "Nora New", 7)
        assert [entry["path_collection"] for entry in body["entries"]] == [{"total_count": 1, "entries": [ROOT]}] * 7
        assert {entry["parent"]["id"] for entry in body["entries"]} == {"0"}
        assert ([entry["name"] for entry in root["entries"]], root["total_count"]) == (list(owners), 7)

    @pytest.mark.parametrize("direction", ["ASC", "DESC"])
    @pytest.mark.parametrize("sort", ["name", "id", "date", "size"])
    async def test_pages_by_offset_and_by_marker_make_up_the_same_list(
        self, enterprise: Enterprise, sort: str, direction: str
    ) -> None:
        user_id, client = await enterprise.new_user()
        for number in range(9):
            owner = enterprise.user if number % 3 else client
            item = await make_folder(enterprise, f"{(number * 7) % 9}", client=owner)
            if owner is enterprise.user:
                await share(enterprise.user, item.item.id, {"id": user_id})
            file = await make_file(enterprise, f"{(number * 5) % 9}.txt", client=owner, size=number % 4)
            if owner is enterprise.user:
                await share(enterprise.user, file.item.id, {"id": user_id}, kind="file")
        order = {"sort": sort, "direction": direction}
        whole = [entry["id"] for entry in (await listing(client, **order))["entries"]]
        by_offset: list[str] = []
        for offset in range(0, 20, 3):
            by_offset += [entry["id"] for entry in (await listing(client, limit=3, offset=offset, **order))["entries"]]
        by_marker: list[str] = []
        query: dict[str, Any] = {"usemarker": True, "limit": 4, **order}
        while True:
            page = await listing(client, **query)
            by_marker += [entry["id"] for entry in page["entries"]]
            if page["next_marker"] is None:
                break
            query["marker"] = page["next_marker"]
        assert len(set(whole)) == 18
        assert (by_offset, by_marker) == (whole, whole)

    async def test_only_the_highest_shared_folder_stands_there(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        outer = await make_folder(enterprise, "Outer")
        inner = await make_folder(enterprise, "Inner", parent_id=outer.item.id)
        await share(enterprise.user, inner.item.id, {"id": user_id})
        before = await names_in(client)
        await share(enterprise.user, outer.item.id, {"id": user_id}, "viewer")
        assert (before, await names_in(client), await names_in(client, outer.item.id)) == (
            ["Inner"],
            ["Outer"],
            ["Inner"],
        )

    async def test_what_is_access_only_or_pending_or_in_the_trash_does_not(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        hidden = await make_folder(enterprise, "Access only")
        await share(enterprise.user, hidden.item.id, {"id": user_id}, is_access_only=True)
        trashed = await make_folder(enterprise, "Trashed")
        inside = await make_folder(enterprise, "Inside", parent_id=trashed.item.id)
        await share(enterprise.user, inside.item.id, {"id": user_id})
        await enterprise.user.call("delete_folders_id", folder_id=trashed.item.id, recursive=True)
        other = await make_enterprise(enterprise.gateway)
        waiting = await make_folder(other, "Waiting")
        await share(other.user, waiting.item.id, {"login": (await subject_of(client)).login})
        body = await listing(client)
        reached = (await client.call("get_folders_id", folder_id=hidden.item.id)).json()
        assert (body["entries"], body["total_count"]) == ([], 0)
        assert (reached["parent"], reached["path_collection"]["entries"]) == (None, [])

    async def test_two_items_may_have_one_name_there(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        shared = await make_folder(enterprise, "Plans")
        await share(enterprise.user, shared.item.id, {"id": user_id})
        await make_folder(enterprise, "Plans", client=client)
        assert await names_in(client) == ["Plans", "Plans"]

    async def test_a_path_begins_at_the_highest_shared_folder(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        outer = await make_folder(enterprise, "Secret project")
        shared = await make_folder(enterprise, "Shared", parent_id=outer.item.id)
        inner = await make_folder(enterprise, "Inner", parent_id=shared.item.id)
        await share(enterprise.user, shared.item.id, {"id": user_id})
        body = (await client.call("get_folders_id", folder_id=inner.item.id)).json()
        top = (await client.call("get_folders_id", folder_id=shared.item.id)).json()
        above = await client.call("get_folders_id", folder_id=outer.item.id)
        assert [entry["name"] for entry in body["path_collection"]["entries"]] == ["All Files", "Shared"]
        assert (top["parent"], error_of(above)) == (ROOT, (404, "not_found"))

    async def test_an_editor_works_below_the_shared_folder_and_does_not_take_it_away(
        self, enterprise: Enterprise
    ) -> None:
        user_id, client = await enterprise.new_user()
        shared = await make_folder(enterprise, "Shared")
        inner = await make_folder(enterprise, "Inner", parent_id=shared.item.id)
        own = await make_folder(enterprise, "Own", client=client)
        await share(enterprise.user, shared.item.id, {"id": user_id}, "editor")
        moved = await put(client, shared.item.id, parent={"id": str(own.item.id)})
        deleted = await client.call("delete_folders_id", folder_id=shared.item.id, recursive=True)
        renamed = await put(client, shared.item.id, name="Renamed")
        inside = await client.call("delete_folders_id", folder_id=inner.item.id)
        insufficient = (403, "access_denied_insufficient_permissions")
        assert [error_of(moved), error_of(deleted)] == [insufficient, insufficient]
        assert (renamed.status_code, inside.status_code) == (200, 204)
        assert await names_in(enterprise.user) == ["Renamed"]

    async def test_the_number_of_queries_does_not_depend_on_how_much_is_shared(self, enterprise: Enterprise) -> None:
        db = enterprise.gateway.platform.db
        counts = []
        for many in (1, 4):
            user_id, client = await enterprise.new_user()
            for number in range(many):
                folder = await make_folder(enterprise, f"{many} {number}")
                await share(enterprise.user, folder.item.id, {"id": user_id})
            with counted_queries(db) as seen:
                await listing(client, fields="name,owned_by,permissions,has_collaborations,allowed_invitee_roles")
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestStanding:
    async def test_permissions_in_a_list_are_those_of_each_item(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        shared = await make_folder(enterprise, "Shared")
        plain = await make_folder(enterprise, "plain", parent_id=shared.item.id)
        special = await make_folder(enterprise, "special", parent_id=shared.item.id)
        await share(enterprise.user, shared.item.id, {"id": user_id}, "viewer")
        await share(enterprise.user, special.item.id, {"id": user_id}, "editor")
        fields = "permissions,allowed_invitee_roles"
        listed = (await listing(client, shared.item.id, fields=fields))["entries"]
        single = [
            (await client.call("get_folders_id", folder_id=one.item.id, fields=fields)).json()
            for one in (plain, special)
        ]
        assert listed == single
        assert [entry["permissions"]["can_rename"] for entry in listed] == [False, True]
        assert [entry["permissions"]["can_delete"] for entry in listed] == [False, False]
        assert ("editor" in listed[1]["allowed_invitee_roles"], listed[0]["allowed_invitee_roles"]) == (True, [])

    async def test_has_collaborations_tells_of_the_item_and_of_what_is_above(self, enterprise: Enterprise) -> None:
        outer = await make_folder(enterprise, "outer")
        await make_folder(enterprise, "inner", parent_id=outer.item.id)
        await make_folder(enterprise, "private")
        await share(enterprise.user, outer.item.id, {"login": f"a.{enterprise.id}@elsewhere.example"})
        root = (await listing(enterprise.user, fields="name,has_collaborations"))["entries"]
        below = (await listing(enterprise.user, outer.item.id, fields="has_collaborations"))["entries"]
        assert {entry["name"]: entry["has_collaborations"] for entry in root} == {"outer": True, "private": False}
        assert [entry["has_collaborations"] for entry in below] == [True]

    async def test_what_another_enterprise_owns_says_so(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"login": (await subject_of(other.user)).login})
        accept = {"status": "accepted"}
        await other.user.call("put_collaborations_id", collaboration_id=made["id"], json=accept)
        body = await listing(other.user, fields="is_externally_owned")
        assert [entry["is_externally_owned"] for entry in body["entries"]] == [True]

    async def test_only_owners_change_what_others_may_do_with_a_folder(self, enterprise: Enterprise) -> None:
        editor_id, editor = await enterprise.new_user()
        co_owner_id, co_owner = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        await share(enterprise.user, folder.item.id, {"id": editor_id}, "editor")
        await share(enterprise.user, folder.item.id, {"id": co_owner_id}, "co-owner")
        answers = [await put(client, folder.item.id, can_non_owners_invite=False) for client in (editor, co_owner)]
        assert [one.status_code for one in answers] == [403, 200]


class TestExpiry:
    async def test_an_expired_collaboration_gives_nothing_and_is_removed(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        made = await share(enterprise.user, folder.item.id, {"id": user_id}, expires_at="2999-01-01T00:00:00Z")
        db = enterprise.gateway.platform.db
        await db.write(_expire, int(made["id"]))
        seen = [
            (await client.call("get_folders_id", folder_id=folder.item.id)).status_code,
            (await listing(client))["total_count"],
            (await enterprise.user.call("get_collaborations_id", collaboration_id=made["id"])).status_code,
        ]
        again = await share(enterprise.user, folder.item.id, {"id": user_id}, "viewer")
        await db.write(_expire, int(again["id"]))
        await remove_expired(db)
        left = await db.value(_COUNT, item_id=folder.item.id)
        told = await db.one(_LATEST_EVENT, item_id=folder.item.id)
        assert (seen, left) == ([404, 0, 404], 0)
        assert told is not None
        assert (told[0], told[1]["reason"], told[1]["collaboration"]["id"]) == (
            "COLLABORATION_REMOVE",
            "expired",
            again["id"],
        )


class TestBinding:
    async def test_an_invitation_becomes_that_of_the_user_who_gets_the_address(self, enterprise: Enterprise) -> None:
        folder = await make_folder(enterprise, "Plans")
        email = f"Late.Comer.{enterprise.id}@example.com"
        made = await share(enterprise.user, folder.item.id, {"login": email})
        body = {"name": "Late Comer", "login": email.lower()}
        user = (await enterprise.admin.call("post_users", json=body)).json()
        client = Client(enterprise.gateway, await enterprise.new_token(int(user["id"])))
        read = (await client.call("get_collaborations_id", collaboration_id=made["id"])).json()
        assert (read["status"], read["invite_email"], read["accessible_by"]["name"]) == ("accepted", None, "Late Comer")
        assert await names_in(client) == ["Plans"]

    async def test_in_another_enterprise_it_waits_for_an_answer(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        folder = await make_folder(enterprise, "Plans")
        email = f"late.{enterprise.id}@example.com"
        made = await share(enterprise.user, folder.item.id, {"login": email})
        user = (await other.admin.call("post_users", json={"name": "Late", "login": email})).json()
        client = Client(enterprise.gateway, await other.new_token(int(user["id"])))
        pending = (await client.call("get_collaborations", status="pending")).json()
        assert ([entry["id"] for entry in pending["entries"]], await names_in(client)) == ([made["id"]], [])

    async def test_a_deleted_user_collaborates_no_more(self, enterprise: Enterprise) -> None:
        user_id, _ = await enterprise.new_user()
        folder = await make_folder(enterprise, "Plans")
        await share(enterprise.user, folder.item.id, {"id": user_id})
        await enterprise.admin.call("delete_users_id", user_id=user_id)
        listed = await enterprise.user.call("get_folders_id_collaborations", folder_id=folder.item.id)
        assert listed.json()["entries"] == []
