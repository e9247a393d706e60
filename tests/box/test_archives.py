"""Archives: made, listed, changed and removed; what comes into them, and what comes back."""

from typing import Any

import httpx
import pytest

from tests.box.test_storage_policies import stores_of
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.governance import hold, make_hold
from tests.support.sharing import share
from tests.support.tree import create, error_of, names_in, space_used
from tests.support.uploads import download, send_upload, send_version, upload

READING = ("enterprise_content", "root_readonly")


async def send_archive(client: Client, name: str = "Old", **more: Any) -> httpx.Response:
    """The answer to the wish for an archive."""
    return await client.call("post_archives_v2025.0", json={"name": name, **more})


async def make_archive(client: Client, name: str = "Old", **more: Any) -> Any:
    """The same where it must succeed."""
    response = await send_archive(client, name, **more)
    assert response.status_code == 201, response.text
    return response.json()


async def move(client: Client, item: Any, parent: Any, kind: str = "file", **more: Any) -> httpx.Response:
    """The answer to the wish to move a file or a folder."""
    body = {"parent": {"id": str(parent), **more}}
    return await client.call(f"put_{kind}s_id", **{f"{kind}_id": item["id"]}, json=body)


async def archive_it(client: Client, item: Any, archive: Any, kind: str = "file") -> Any:
    """The item as it is in the archive."""
    response = await move(client, item, archive["id"], kind)
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.operation("post_archives_v2025.0", "get_archives_v2025.0")
class TestMakeAndList:
    async def test_an_archive_is_an_empty_folder_of_an_account_of_its_own(self, enterprise: Enterprise) -> None:
        made = await make_archive(enterprise.admin, "Old", description="What nobody needs")
        owner = made.pop("owned_by")
        assert made == {
            "type": "archive",
            "id": made["id"],
            "name": "Old",
            "description": "What nobody needs",
            "size": 0,
        }
        folder = (await enterprise.admin.call("get_folders_id", folder_id=made["id"])).json()
        assert (folder["name"], folder["description"]) == ("Old", "What nobody needs")
        assert (folder["owned_by"]["id"], folder["owned_by"]["name"]) == (owner["id"], "Old")
        assert owner["id"] not in {str(enterprise.admin_id), str(enterprise.user_id)}

    async def test_the_account_is_nobody_to_find_to_act_as_or_to_share_with(self, enterprise: Enterprise) -> None:
        admin = enterprise.admin
        owner_id = (await make_archive(admin))["owned_by"]["id"]
        users = (await admin.call("get_users", limit=1000)).json()["entries"]
        assert {one["id"] for one in users}.isdisjoint({owner_id})
        answers = [
            await admin.call("get_users_id", user_id=owner_id),
            await admin.call("put_users_id", user_id=owner_id, json={"name": "Somebody"}),
            await admin.call("delete_users_id", user_id=owner_id, force=True),
            await admin.call(
                "put_users_id_folders_0", user_id=owner_id, json={"owned_by": {"id": enterprise.admin_id}}
            ),
            await admin.call("get_users_me", headers={"as-user": owner_id}),
        ]
        assert [one.status_code for one in answers] == [404, 404, 404, 404, 403]
        folder = await create(enterprise.user, "shared")
        body = {"item": {"type": "folder", "id": folder["id"]}, "role": "editor"}
        invited = await enterprise.user.call(
            "post_collaborations", json={**body, "accessible_by": {"type": "user", "id": owner_id}}
        )
        assert invited.status_code == 404

    async def test_archives_are_listed_page_by_page_to_the_administrators_of_the_enterprise(
        self, enterprise: Enterprise
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        await make_archive(other.admin, "Theirs")
        made = [await make_archive(enterprise.admin, f"Old {number}") for number in range(3)]
        first = (await enterprise.admin.call("get_archives_v2025.0", limit=2)).json()
        rest = (await enterprise.admin.call("get_archives_v2025.0", limit=2, marker=first["next_marker"])).json()
        assert (first["entries"], rest["entries"]) == (made[:2], made[2:])
        assert (first["limit"], rest["next_marker"]) == (2, None)

    async def test_a_name_is_given_once_in_an_enterprise(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        await make_archive(enterprise.admin, "Old")
        again, elsewhere = await send_archive(enterprise.admin, "OLD"), await send_archive(other.admin, "Old")
        assert (error_of(again), elsewhere.status_code) == ((409, "conflict"), 201)

    @pytest.mark.parametrize(
        "body",
        [
            {"name": ""},
            {"name": "a/b"},
            {"name": "a\\b"},
            {"name": "a\u0007"},
            {"name": "trailing "},
            {"name": ".."},
            {"name": "n" * 101},
            {"name": "Old", "description": "d" * 256},
            {"name": "Old", "storage_policy_id": "nowhere"},
        ],
    )
    async def test_what_cannot_be_an_archive_is_refused(self, enterprise: Enterprise, body: dict[str, str]) -> None:
        refused = await enterprise.admin.call("post_archives_v2025.0", json=body)
        assert refused.status_code == 400
        assert (await enterprise.admin.call("get_archives_v2025.0")).json()["entries"] == []

    async def test_a_token_that_only_reads_lists_archives_and_makes_none(self, enterprise: Enterprise) -> None:
        reader = Client(enterprise.gateway, await enterprise.new_token(enterprise.admin_id, scopes=READING))
        narrow = Client(enterprise.gateway, await enterprise.new_token(enterprise.admin_id, scopes=("root_readwrite",)))
        assert (await reader.call("get_archives_v2025.0")).status_code == 200
        assert [(await send_archive(one)).status_code for one in (reader, narrow)] == [403, 403]

    async def test_new_bytes_go_where_the_storage_policy_of_the_archive_says(self, enterprise: Enterprise) -> None:
        made = [
            await make_archive(enterprise.admin),
            await make_archive(enterprise.admin, "b", storage_policy_id="second"),
        ]
        files = [await upload(enterprise.admin, "a.txt", b"bytes", one["id"]) for one in made]
        assert [await stores_of(enterprise, file) for file in files] == [
            ["database"],
            ["second"],
        ]  # where few bytes go otherwise

    async def test_a_storage_policy_takes_the_scope_for_users_too(self, enterprise: Enterprise) -> None:
        scopes = ("enterprise_content", "root_readwrite")
        narrow = Client(enterprise.gateway, await enterprise.new_token(enterprise.admin_id, scopes=scopes))
        answers = [await send_archive(narrow, "b", storage_policy_id="second"), await send_archive(narrow, "b")]
        assert [one.status_code for one in answers] == [403, 201]


@pytest.mark.operation("put_archives_id_v2025.0")
class TestChange:
    async def test_an_archive_is_called_and_described_otherwise_and_its_account_is_not(
        self, enterprise: Enterprise
    ) -> None:
        made = await make_archive(enterprise.admin, "Old", description="kept")
        renamed = await enterprise.admin.call("put_archives_id_v2025.0", archive_id=made["id"], json={"name": "Older"})
        cleared = await enterprise.admin.call(
            "put_archives_id_v2025.0", archive_id=made["id"], json={"description": ""}
        )
        assert renamed.json() == made | {"name": "Older"}
        assert cleared.json() == made | {"name": "Older", "description": ""}
        folder = (await enterprise.admin.call("get_folders_id", folder_id=made["id"])).json()
        assert (folder["name"], folder["owned_by"]["name"]) == ("Older", "Old")
        assert (await send_archive(enterprise.admin, "Old")).status_code == 201

    async def test_a_name_that_another_archive_has_is_refused(self, enterprise: Enterprise) -> None:
        made = await make_archive(enterprise.admin, "Old")
        await make_archive(enterprise.admin, "Older")
        refused = await enterprise.admin.call("put_archives_id_v2025.0", archive_id=made["id"], json={"name": "older"})
        same = await enterprise.admin.call("put_archives_id_v2025.0", archive_id=made["id"], json={"name": "Old"})
        assert (error_of(refused), same.json()) == ((409, "conflict"), made)

    async def test_a_folder_that_is_no_archive_is_none(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.admin, "mine")
        answer = await enterprise.admin.call("put_archives_id_v2025.0", archive_id=folder["id"], json={"name": "x"})
        assert answer.status_code == 404

    async def test_the_folder_of_an_archive_is_changed_nowhere_else(self, enterprise: Enterprise) -> None:
        admin, made = enterprise.admin, await make_archive(enterprise.admin)
        folder = {"folder_id": made["id"]}
        answers = [
            await admin.call("put_folders_id", **folder, json={"name": "Other"}),
            await admin.call("put_folders_id", **folder, json={"parent": {"id": "0"}}),
            await admin.call("put_folders_id", **folder, json={"shared_link": {}}),
            await admin.call("delete_folders_id", **folder, recursive=True),
        ]
        assert [one.status_code for one in answers] == [403, 403, 403, 403]
        invited = await admin.call(
            "post_collaborations",
            json={
                "item": {"type": "folder", "id": made["id"]},
                "accessible_by": {"type": "user", "id": str(enterprise.user_id)},
                "role": "viewer",
            },
        )
        assert invited.status_code == 403


@pytest.mark.operation("delete_archives_id_v2025.0")
class TestRemove:
    async def test_a_service_account_removes_an_empty_archive_and_nobody_else_does(
        self, enterprise: Enterprise
    ) -> None:
        service, made = await enterprise.service(), await make_archive(enterprise.admin)
        refused = await enterprise.admin.call("delete_archives_id_v2025.0", archive_id=made["id"])
        removed = await service.call("delete_archives_id_v2025.0", archive_id=made["id"])
        assert (refused.status_code, removed.status_code) == (403, 204)
        assert (await enterprise.admin.call("get_archives_v2025.0")).json()["entries"] == []
        assert (await enterprise.admin.call("get_folders_id", folder_id=made["id"])).status_code == 404
        assert (await send_archive(enterprise.admin)).status_code == 201

    async def test_an_archive_with_something_in_it_stays(self, enterprise: Enterprise) -> None:
        service, made = await enterprise.service(), await make_archive(enterprise.admin)
        await archive_it(enterprise.admin, await upload(enterprise.user, "a.txt"), made)
        refused = await service.call("delete_archives_id_v2025.0", archive_id=made["id"])
        assert error_of(refused) == (400, "folder_not_empty")
        assert (await enterprise.admin.call("get_folders_id", folder_id=made["id"])).json()["item_status"] == "active"


class TestArchiving:
    async def test_an_administrator_archives_what_belongs_to_others(self, enterprise: Enterprise) -> None:
        made, file = await make_archive(enterprise.admin), await upload(enterprise.user, "a.txt", b"twelve bytes")
        archived = await archive_it(enterprise.admin, file, made)
        assert [one["name"] for one in archived["path_collection"]["entries"]] == ["All Files", "Old"]
        assert archived["owned_by"]["id"] == made["owned_by"]["id"]
        assert await download(enterprise.admin, file["id"]) is not None
        assert (await enterprise.user.call("get_files_id", file_id=file["id"])).status_code == 404
        listed = (await enterprise.admin.call("get_archives_v2025.0")).json()["entries"]
        assert [one["size"] for one in listed] == [12]
        db = enterprise.gateway.platform.db
        assert (await space_used(db, enterprise.user_id), await space_used(db, int(made["owned_by"]["id"]))) == (0, 12)

    async def test_an_administrator_moves_it_nowhere_else(self, enterprise: Enterprise) -> None:
        file, own = await upload(enterprise.user, "a.txt"), await create(enterprise.admin, "own")
        assert (await move(enterprise.admin, file, own["id"])).status_code == 403
        assert await names_in(enterprise.user) == ["a.txt"]

    async def test_its_owner_and_its_collaborators_know_of_no_archive(self, enterprise: Enterprise) -> None:
        made, file = await make_archive(enterprise.admin), await upload(enterprise.user, "a.txt")
        assert (await move(enterprise.user, file, made["id"])).status_code == 404
        assert (await enterprise.user.call("get_folders_id", folder_id=made["id"])).status_code == 404

    async def test_what_another_enterprise_owns_is_not_archived(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        made, folder = await make_archive(enterprise.admin), await create(other.user, "theirs")
        inner = await create(other.user, "inner", folder["id"])
        login = (await enterprise.admin.call("get_users_me")).json()["login"]
        given = await share(other.user, folder["id"], {"login": login})
        accepted = {"status": "accepted"}
        await enterprise.admin.call("put_collaborations_id", collaboration_id=given["id"], json=accepted)
        assert (await move(enterprise.admin, inner, made["id"], "folder")).status_code == 403

    async def test_a_locked_file_is_archived_by_nobody_but_who_locked_it(self, enterprise: Enterprise) -> None:
        made, file = await make_archive(enterprise.admin), await upload(enterprise.user, "a.txt")
        await enterprise.user.call("put_files_id", file_id=file["id"], json={"lock": {"access": "lock"}})
        assert error_of(await move(enterprise.admin, file, made["id"])) == (403, "access_denied_item_locked")

    async def test_collaborations_and_links_give_nothing_there_and_collaborators_are_back_afterwards(
        self, enterprise: Enterprise
    ) -> None:
        made, folder = await make_archive(enterprise.admin), await create(enterprise.user, "shared")
        file = await upload(enterprise.user, "a.txt", parent=folder["id"])
        _, colleague = await enterprise.new_user()
        login = (await colleague.call("get_users_me")).json()["login"]
        await share(enterprise.user, folder["id"], {"login": login})
        link = await enterprise.user.call(
            "put_files_id", file_id=file["id"], json={"shared_link": {"access": "open"}}, fields="shared_link"
        )
        header = {"boxapi": f"shared_link={link.json()['shared_link']['url']}"}
        await archive_it(enterprise.admin, folder, made, "folder")
        _, stranger = await enterprise.new_user()
        assert (await colleague.call("get_files_id", file_id=file["id"])).status_code == 404
        assert (await stranger.call("get_shared_items", headers=header)).status_code == 404
        assert await names_in(colleague) == []
        kept = await enterprise.admin.call("get_folders_id_collaborations", folder_id=folder["id"])
        assert [one["accessible_by"]["login"] for one in kept.json()["entries"]] == [login]

        back = await move(enterprise.admin, folder, 0, "folder", user_id=str(enterprise.user_id))
        assert back.json()["owned_by"]["id"] == str(enterprise.user_id)
        assert (await names_in(enterprise.user), await names_in(colleague)) == (["shared"], ["shared"])
        fields = await enterprise.user.call("get_files_id", file_id=file["id"], fields="shared_link")
        assert fields.json()["shared_link"]["effective_access"] == "collaborators"
        assert (await stranger.call("get_shared_items", headers=header)).status_code == 404

    async def test_it_goes_back_to_any_folder_that_an_administrator_names(self, enterprise: Enterprise) -> None:
        made, file = await make_archive(enterprise.admin), await upload(enterprise.user, "a.txt")
        place = await create(enterprise.user, "place")
        await archive_it(enterprise.admin, file, made)
        restored = (await move(enterprise.admin, file, place["id"])).json()
        assert (restored["parent"]["id"], await names_in(enterprise.user, place["id"])) == (place["id"], ["a.txt"])

    async def test_the_root_of_another_is_for_what_comes_out_of_an_archive_alone(self, enterprise: Enterprise) -> None:
        own = await upload(enterprise.admin, "own.txt")
        mine = await upload(enterprise.user, "mine.txt")
        _, colleague = await enterprise.new_user()
        into = await move(enterprise.admin, own, 0, user_id=str(enterprise.user_id))
        by_user = await move(enterprise.user, mine, 0, user_id=str(enterprise.admin_id))
        assert (into.status_code, by_user.status_code) == (403, 400)
        assert await names_in(colleague) == []


class TestInAnArchive:
    async def test_administrators_put_files_and_folders_in_and_arrange_them(self, enterprise: Enterprise) -> None:
        admin, made = enterprise.admin, await make_archive(enterprise.admin)
        other = await make_archive(admin, "Older")
        folder = await create(admin, "2019", made["id"])
        file = await upload(admin, "a.txt", b"bytes", folder["id"])
        renamed = await admin.call("put_folders_id", folder_id=folder["id"], json={"name": "2020", "description": "x"})
        assert (renamed.json()["name"], renamed.json()["description"]) == ("2020", "x")
        assert (await move(admin, file, other["id"])).status_code == 200
        assert (await names_in(admin, made["id"]), await names_in(admin, other["id"])) == (["2020"], ["a.txt"])

    async def test_files_stay_as_they_are(self, enterprise: Enterprise) -> None:
        admin, made = enterprise.admin, await make_archive(enterprise.admin)
        file = await archive_it(admin, await upload(enterprise.user, "a.txt"), made)
        answers = [
            await admin.call("put_files_id", file_id=file["id"], json={"name": "b.txt"}),
            await admin.call("put_files_id", file_id=file["id"], json={"description": "x"}),
            await admin.call("put_files_id", file_id=file["id"], json={"lock": {"access": "lock"}}),
            await send_version(admin, file["id"]),
        ]
        assert [one.status_code for one in answers] == [403, 403, 403, 403]
        may = (await admin.call("get_files_id", file_id=file["id"], fields="permissions")).json()["permissions"]
        assert {name for name, allowed in may.items() if allowed} == {
            "can_delete",
            "can_download",
            "can_preview",
            "can_view_annotations_all",
            "can_view_annotations_self",
        }

    async def test_files_and_folders_are_deleted_for_good(self, enterprise: Enterprise) -> None:
        admin, made = enterprise.admin, await make_archive(enterprise.admin)
        folder = await create(enterprise.user, "2019")
        await upload(enterprise.user, "a.txt", b"bytes", folder["id"])
        file = await archive_it(admin, await upload(enterprise.user, "b.txt", b"more"), made)
        await archive_it(admin, folder, made, "folder")
        gone = [
            await admin.call("delete_files_id", file_id=file["id"]),
            await admin.call("delete_folders_id", folder_id=folder["id"], recursive=True),
        ]
        assert [one.status_code for one in gone] == [204, 204]
        assert (await admin.call("get_files_id_trash", file_id=file["id"])).status_code == 404
        assert [one["size"] for one in (await admin.call("get_archives_v2025.0")).json()["entries"]] == [0]

    async def test_a_held_file_is_not_deleted(self, enterprise: Enterprise) -> None:
        admin, made = enterprise.admin, await make_archive(enterprise.admin)
        file = await upload(enterprise.user, "a.txt")
        await hold(enterprise, await make_hold(enterprise), "file", file["id"])
        await archive_it(admin, file, made)
        refused = await admin.call("delete_files_id", file_id=file["id"])
        assert error_of(refused) == (403, "forbidden_by_policy")
        assert await names_in(admin, made["id"]) == ["a.txt"]

    async def test_a_token_that_only_reads_changes_nothing(self, enterprise: Enterprise) -> None:
        made, file = await make_archive(enterprise.admin), await upload(enterprise.user, "a.txt")
        await archive_it(enterprise.admin, file, made)
        reader = Client(enterprise.gateway, await enterprise.new_token(enterprise.admin_id, scopes=READING))
        refused = await send_upload(reader, {"name": "b.txt", "parent": {"id": made["id"]}}, b"bytes")
        assert (await names_in(reader, made["id"]), refused.status_code) == (["a.txt"], 403)
        assert (await reader.call("delete_files_id", file_id=file["id"])).status_code == 403
