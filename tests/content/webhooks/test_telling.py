"""Which webhook is told of what, and in which words."""

from typing import Any
from urllib.parse import urlsplit

from holdall.content.webhooks.signing import write_body
from holdall.content.webhooks.triggers import FOR_FILES, FOR_FOLDERS
from tests.content.webhooks.news import queue_all, told, triggers_told, watch
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.sharing import share
from tests.support.tree import create, make_file, subject_of
from tests.support.uploads import upload, upload_version

ALL = sorted(
    FOR_FOLDERS - {"SIGN_REQUEST.SIGNER_SIGNED", "SIGN_REQUEST.SIGNATURE_REQUESTED", "SIGN_REQUEST.ERROR_FINALIZING"}
)
ALL_OF_FILES = sorted(set(ALL) & FOR_FILES)


async def put(client: Client, kind: str, item_id: Any, **body: Any) -> None:
    answer = await client.call(f"put_{kind}s_id", **{f"{kind}_id": item_id}, json=body)
    assert answer.status_code == 200, answer.text


async def delete(client: Client, kind: str, item_id: Any, operation: str = "delete_{}s_id") -> None:
    answer = await client.call(operation.format(kind), **{f"{kind}_id": item_id})
    assert answer.status_code == 204, answer.text


class TestTriggers:
    async def test_the_life_of_a_file_below_a_watched_folder(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        watched = (await create(user, "watched"))["id"]
        inner = (await create(user, "inner", watched))["id"]
        webhook = await watch(user, watched, *ALL)
        file = (await upload(user, "a.txt", b"1", inner))["id"]
        await upload_version(user, file, b"2")
        await put(user, "file", file, name="b.txt")
        await put(user, "file", file, description="not told")
        await put(user, "file", file, parent={"id": watched})
        await put(user, "file", file, lock={"type": "lock"})
        await put(user, "file", file, lock=None)
        await put(user, "file", file, shared_link={})
        await put(user, "file", file, shared_link={"access": "company"})
        await put(user, "file", file, shared_link=None)
        await user.call("get_files_id_content", file_id=file)
        await delete(user, "file", file)
        await user.call("post_files_id", file_id=file, json={})
        await delete(user, "file", file)
        await delete(user, "file", file, "delete_{}s_id_trash")
        assert await triggers_told(enterprise, webhook) == [
            (trigger, file)
            for trigger in (
                "FILE.UPLOADED",
                "FILE.UPLOADED",
                "FILE.RENAMED",
                "FILE.MOVED",
                "FILE.LOCKED",
                "FILE.UNLOCKED",
                "SHARED_LINK.CREATED",
                "SHARED_LINK.UPDATED",
                "SHARED_LINK.DELETED",
                "FILE.DOWNLOADED",
                "FILE.TRASHED",
                "FILE.RESTORED",
                "FILE.TRASHED",
                "FILE.DELETED",
            )
        ]

    async def test_the_life_of_a_folder_below_a_watched_folder(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        watched, elsewhere = (await create(user, "watched"))["id"], (await create(user, "elsewhere"))["id"]
        webhook = await watch(user, watched, *ALL)
        folder = (await create(user, "a", watched))["id"]
        await put(user, "folder", folder, name="b")
        copy = await user.call("post_folders_id_copy", folder_id=folder, json={"parent": {"id": watched}, "name": "c"})
        await put(user, "folder", folder, parent={"id": elsewhere})
        await put(user, "folder", folder, parent={"id": watched})
        await delete(user, "folder", folder)
        await user.call("post_folders_id", folder_id=folder, json={})
        await delete(user, "folder", folder)
        await delete(user, "folder", folder, "delete_{}s_id_trash")
        assert await triggers_told(enterprise, webhook) == [
            ("FOLDER.CREATED", folder),
            ("FOLDER.RENAMED", folder),
            ("FOLDER.COPIED", copy.json()["id"]),
            ("FOLDER.MOVED", folder),
            ("FOLDER.MOVED", folder),
            ("FOLDER.TRASHED", folder),
            ("FOLDER.RESTORED", folder),
            ("FOLDER.TRASHED", folder),
            ("FOLDER.DELETED", folder),
        ]

    async def test_collaborations_from_invitation_to_end(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        watched = (await create(user, "watched"))["id"]
        webhook = await watch(user, watched, *ALL)
        other_id, other = await enterprise.new_user("Otto Other")
        from tests.support.enterprise import make_enterprise

        stranger = await make_enterprise(enterprise.gateway)
        made = await share(user, watched, {"id": other_id}, "editor")
        await user.call("put_collaborations_id", collaboration_id=made["id"], json={"role": "viewer"})
        await delete_collaboration(user, made["id"])
        invited = [
            await share(user, watched, {"login": f"{name}.{stranger.id}@example.com"}) for name in ("user", "admin")
        ]
        for client, one, status in (
            (stranger.user, invited[0], "accepted"),
            (stranger.admin, invited[1], "rejected"),
        ):
            answer = await client.call("put_collaborations_id", collaboration_id=one["id"], json={"status": status})
            assert answer.status_code == 200, answer.text
        bodies = await told(enterprise, webhook)
        assert [(one["trigger"], one["source"]["status"], one["source"]["role"]) for one in bodies] == [
            ("COLLABORATION.CREATED", "accepted", "editor"),
            ("COLLABORATION.UPDATED", "accepted", "viewer"),
            ("COLLABORATION.REMOVED", "accepted", "viewer"),
            ("COLLABORATION.CREATED", "pending", "editor"),
            ("COLLABORATION.CREATED", "pending", "editor"),
            ("COLLABORATION.ACCEPTED", "accepted", "editor"),
            ("COLLABORATION.REJECTED", "rejected", "editor"),
        ]
        source = bodies[0]["source"]
        assert (source["type"], source["id"], source["item"]["id"]) == ("collaboration", made["id"], watched)
        assert [one["source"]["accessible_by"]["name"] for one in bodies[3:]] == ["", "", "Uma User", "Ada Admin"]
        assert (source["accessible_by"]["name"], other.token is None) == ("Otto Other", False)

    async def test_comments_and_assignments_are_told_with_their_words_and_their_file(
        self, enterprise: Enterprise
    ) -> None:
        user = enterprise.user
        watched = (await create(user, "watched"))["id"]
        webhook = await watch(user, watched, *ALL)
        file = (await upload(user, "a.txt", b"1", watched))["id"]
        made = await user.call("post_comments", json={"item": {"type": "file", "id": file}, "message": "first"})
        comment = made.json()["id"]
        await user.call("put_comments_id", comment_id=comment, json={"message": "second"})
        await user.call("delete_comments_id", comment_id=comment)
        task = (await user.call("post_tasks", json={"item": {"type": "file", "id": file}})).json()["id"]
        body = {"task": {"type": "task", "id": task}, "assign_to": {"id": str(enterprise.user_id)}}
        assignment = (await user.call("post_task_assignments", json=body)).json()["id"]
        await user.call("put_task_assignments_id", task_assignment_id=assignment, json={"resolution_state": "approved"})
        bodies = (await told(enterprise, webhook))[1:]
        assert [(one["trigger"], one["source"]["type"], one["source"]["id"]) for one in bodies] == [
            ("COMMENT.CREATED", "comment", comment),
            ("COMMENT.UPDATED", "comment", comment),
            ("COMMENT.DELETED", "comment", comment),
            ("TASK_ASSIGNMENT.CREATED", "task_assignment", assignment),
            ("TASK_ASSIGNMENT.UPDATED", "task_assignment", assignment),
        ]
        assert [one["source"]["message"] for one in bodies[:3]] == ["first", "second", "second"]
        assert {one["source"]["item"]["id"] for one in bodies} == {file}
        person = str(enterprise.user_id)
        assert (bodies[0]["source"]["created_by"]["id"], bodies[3]["source"]["assigned_to"]["id"]) == (person, person)
        assert bodies[4]["source"]["resolution_state"] == "approved"

    async def test_what_strangers_see_and_fetch_through_a_link_is_told(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        file = (await upload(user, "a.txt", b"1"))["id"]
        webhook = await watch(user, file, "FILE.PREVIEWED", "FILE.DOWNLOADED", kind="file")
        answer = await user.call("put_files_id", file_id=file, fields="shared_link", json={"shared_link": {}})
        link = answer.json()["shared_link"]
        guest = Client(enterprise.gateway)
        await guest.http.get(urlsplit(link["url"]).path)
        await guest.http.get(urlsplit(link["download_url"]).path)
        bodies = await told(enterprise, webhook)
        assert [(one["trigger"], one["source"]["id"], one["created_by"]) for one in bodies] == [
            ("FILE.PREVIEWED", file, None),
            ("FILE.DOWNLOADED", file, None),
        ]

    async def test_a_folder_that_is_fetched_as_an_archive_is_told_with_its_files(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        watched = (await create(user, "watched"))["id"]
        inner = (await create(user, "inner", watched))["id"]
        file = (await upload(user, "a.txt", b"1", inner))["id"]
        webhook = await watch(user, watched, "FILE.DOWNLOADED", "FOLDER.DOWNLOADED")
        made = await user.call("post_zip_downloads", json={"items": [{"type": "folder", "id": inner}]})
        answer = await user.http.get(made.json()["download_url"])
        assert answer.status_code == 200
        assert await triggers_told(enterprise, webhook) == [("FILE.DOWNLOADED", file), ("FOLDER.DOWNLOADED", inner)]

    async def test_only_what_was_asked_for_is_told(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        watched = (await create(user, "watched"))["id"]
        webhook = await watch(user, watched, "FILE.RENAMED")
        file = (await upload(user, "a.txt", b"1", watched))["id"]
        await put(user, "file", file, name="b.txt")
        assert await triggers_told(enterprise, webhook) == [("FILE.RENAMED", file)]

    async def test_a_webhook_on_a_file_is_told_of_that_file_alone(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        file, other = (await upload(user, "a.txt", b"1"))["id"], (await upload(user, "b.txt", b"1"))["id"]
        webhook = await watch(user, file, *ALL_OF_FILES, kind="file")
        for one in (file, other):
            await put(user, "file", one, name=f"{one}.txt")
            await user.call("post_files_id_copy", file_id=one, json={"parent": {"id": "0"}, "name": f"copy of {one}"})
        assert [trigger for trigger, _ in await triggers_told(enterprise, webhook)] == ["FILE.RENAMED", "FILE.COPIED"]

    async def test_who_watches_the_original_is_told_of_copies_that_it_cannot_see(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        watched = (await create(user, "watched"))["id"]
        other_id, other = await enterprise.new_user()
        await share(user, watched, {"id": other_id}, "editor")
        file = (await upload(user, "a.txt", b"1", watched))["id"]
        webhooks = [await watch(user, watched, "FILE.COPIED"), await watch(user, file, "FILE.COPIED", kind="file")]
        within = {"parent": {"id": watched}, "name": "b.txt"}
        copy = (await user.call("post_files_id_copy", file_id=file, json=within)).json()["id"]
        await other.call("post_files_id_copy", file_id=file, json={"parent": {"id": "0"}, "name": "secret.txt"})
        bodies = [await told(enterprise, webhook) for webhook in webhooks]
        assert [[(one["source"]["id"], one["source"]["name"]) for one in those] for those in bodies] == [
            [(copy, "b.txt"), (file, "a.txt")],
            [(file, "a.txt"), (file, "a.txt")],
        ]
        assert [one["additional_info"] for one in bodies[0]] == [{"copied_from": {"id": file, "type": "file"}}, []]

    async def test_what_happened_before_the_webhook_or_elsewhere_is_not_told(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        watched = (await create(user, "watched"))["id"]
        await upload(user, "a.txt", b"1", watched)
        webhook = await watch(user, watched, *ALL)
        await upload(user, "b.txt", b"1")
        await create(enterprise.admin, "c")
        assert await triggers_told(enterprise, webhook) == []

    async def test_moving_a_file_into_a_watched_folder_is_an_upload_there(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        outer = (await create(user, "outer"))["id"]
        inner = (await create(user, "inner", outer))["id"]
        outside = (await create(user, "outside"))["id"]
        file = (await upload(user, "a.txt", b"1", outer))["id"]
        webhooks = [await watch(user, one, "FILE.UPLOADED", "FILE.MOVED") for one in (outer, inner, outside)]
        await put(user, "file", file, parent={"id": inner})
        await put(user, "file", file, parent={"id": outside})
        assert [[one for one, _ in await triggers_told(enterprise, webhook)] for webhook in webhooks] == [
            ["FILE.MOVED", "FILE.MOVED"],
            ["FILE.MOVED", "FILE.UPLOADED", "FILE.MOVED"],
            ["FILE.MOVED", "FILE.UPLOADED"],
        ]

    async def test_an_item_is_told_of_where_it_was_when_it_happened(self, enterprise: Enterprise) -> None:
        user = enterprise.user
        watched, elsewhere = (await create(user, "watched"))["id"], (await create(user, "elsewhere"))["id"]
        webhook = await watch(user, watched, "FILE.UPLOADED")
        file = (await upload(user, "a.txt", b"1", watched))["id"]
        await put(user, "file", file, parent={"id": elsewhere})
        gone = (await upload(user, "b.txt", b"1", watched))["id"]
        await delete(user, "file", gone)
        await delete(user, "file", gone, "delete_{}s_id_trash")
        assert await triggers_told(enterprise, webhook) == [("FILE.UPLOADED", file), ("FILE.UPLOADED", gone)]

    async def test_what_is_told_once_is_not_told_again(self, enterprise: Enterprise) -> None:
        watched = (await create(enterprise.user, "watched"))["id"]
        await watch(enterprise.user, watched, "FILE.UPLOADED")
        await upload(enterprise.user, "a.txt", b"1", watched)
        assert [await queue_all(enterprise) for _ in range(3)] == [1, 0, 0]

    async def test_a_webhook_that_was_removed_is_told_nothing(self, enterprise: Enterprise) -> None:
        watched = (await create(enterprise.user, "watched"))["id"]
        webhook = await watch(enterprise.user, watched, "FILE.UPLOADED")
        await upload(enterprise.user, "a.txt", b"1", watched)
        await queue_all(enterprise)
        await enterprise.user.call("delete_webhooks_id", webhook_id=webhook)
        assert (await triggers_told(enterprise, webhook), await queue_all(enterprise)) == ([], 0)


async def delete_collaboration(client: Client, collaboration_id: Any) -> None:
    answer = await client.call("delete_collaborations_id", collaboration_id=collaboration_id)
    assert answer.status_code == 204, answer.text


class TestVisibility:
    async def test_a_collaborator_is_told_as_long_as_it_may_see(self, enterprise: Enterprise) -> None:
        watched = (await create(enterprise.user, "watched"))["id"]
        other_id, other = await enterprise.new_user()
        shared = await share(enterprise.user, watched, {"id": other_id}, "viewer")
        webhook = await watch(other, watched, "FILE.UPLOADED", "FILE.DELETED")
        seen = (await upload(enterprise.user, "a.txt", b"1", watched))["id"]
        first = await triggers_told(enterprise, webhook)
        await delete_collaboration(enterprise.user, shared["id"])
        hidden = (await upload(enterprise.user, "b.txt", b"1", watched))["id"]
        for one in (seen, hidden):
            await delete(enterprise.user, "file", one)
            await delete(enterprise.user, "file", one, "delete_{}s_id_trash")
        assert (first, await triggers_told(enterprise, webhook)) == ([("FILE.UPLOADED", seen)],) * 2

    async def test_a_collaborator_is_told_of_the_end_of_what_it_could_see(self, enterprise: Enterprise) -> None:
        watched = (await create(enterprise.user, "watched"))["id"]
        other_id, other = await enterprise.new_user()
        await share(enterprise.user, watched, {"id": other_id}, "viewer")
        webhook = await watch(other, watched, "FILE.DELETED")
        file = (await upload(enterprise.user, "a.txt", b"1", watched))["id"]
        await delete(enterprise.user, "file", file)
        await delete(enterprise.user, "file", file, "delete_{}s_id_trash")
        (body,) = await told(enterprise, webhook)
        assert (body["source"]["id"], body["source"]["name"], body["source"]["item_status"]) == (
            file,
            "a.txt",
            "deleted",
        )

    async def test_an_admin_whose_token_did_not_open_the_content_of_others_is_told_nothing_of_it(
        self, enterprise: Enterprise
    ) -> None:
        folder = (await create(enterprise.user, "a"))["id"]
        other_id, _ = await enterprise.new_user()
        shared = await share(enterprise.user, folder, {"id": enterprise.admin_id}, "viewer")
        scopes = ("root_readwrite", "manage_webhook")
        narrow = Client(enterprise.gateway, await enterprise.new_token(enterprise.admin_id, scopes=scopes))
        webhook = await watch(narrow, folder, "FILE.UPLOADED")
        await delete_collaboration(enterprise.user, shared["id"])
        await upload(enterprise.user, "a.txt", b"1", folder)
        assert (await triggers_told(enterprise, webhook), other_id > 0) == ([], True)

    async def test_whoever_is_inactive_is_told_nothing(self, enterprise: Enterprise) -> None:
        folder = (await create(enterprise.user, "a"))["id"]
        webhook = await watch(enterprise.user, folder, "FILE.UPLOADED")
        await upload(enterprise.user, "a.txt", b"1", folder)
        await enterprise.admin.call("put_users_id", user_id=enterprise.user_id, json={"status": "inactive"})
        assert await triggers_told(enterprise, webhook) == []

    async def test_who_may_only_upload_is_not_told_what_others_say(self, enterprise: Enterprise) -> None:
        watched = (await create(enterprise.user, "watched"))["id"]
        other_id, other = await enterprise.new_user()
        await share(enterprise.user, watched, {"id": other_id}, "uploader")
        webhook = await watch(other, watched, "COMMENT.CREATED", "FILE.UPLOADED")
        file = (await upload(enterprise.user, "a.txt", b"1", watched))["id"]
        item = {"type": "file", "id": file}
        made = await enterprise.user.call("post_comments", json={"item": item, "message": "hush"})
        seen = await other.call("get_files_id_comments", file_id=file)
        assert (made.status_code, seen.status_code, await triggers_told(enterprise, webhook)) == (
            201,
            403,
            [("FILE.UPLOADED", file)],
        )


class TestPayload:
    async def test_it_is_what_the_api_answers_about_the_file(self, enterprise: Enterprise) -> None:
        watched = (await create(enterprise.user, "watched"))["id"]
        webhook = await watch(enterprise.user, watched, "FILE.UPLOADED")
        file = await upload(enterprise.user, "Übersicht/😀.txt".replace("/", "-"), b"1", watched)
        answered = (await enterprise.user.call("get_files_id", file_id=file["id"])).json()
        (body,) = await told(enterprise, webhook)
        subject = await subject_of(enterprise.user)
        assert body["source"] == answered
        assert {name: body[name] for name in ("type", "trigger", "webhook", "additional_info")} == {
            "type": "webhook_event",
            "trigger": "FILE.UPLOADED",
            "webhook": {"id": str(webhook), "type": "webhook"},
            "additional_info": [],
        }
        assert body["created_by"] == {
            "type": "user",
            "id": str(enterprise.user_id),
            "name": subject.name,
            "login": subject.login,
        }
        assert set(body) == {
            "type", "id", "created_at", "trigger", "webhook", "created_by", "source", "additional_info"
        }  # fmt: skip

    async def test_each_event_tells_the_name_that_the_item_had_then(self, enterprise: Enterprise) -> None:
        watched = (await create(enterprise.user, "watched"))["id"]
        webhook = await watch(enterprise.user, watched, "FOLDER.RENAMED", "FOLDER.MOVED")
        folder = (await create(enterprise.user, "a", watched))["id"]
        await put(enterprise.user, "folder", folder, name="b")
        await put(enterprise.user, "folder", folder, name="c")
        await put(enterprise.user, "folder", folder, parent={"id": "0"})
        bodies = await told(enterprise, webhook)
        assert [(one["source"]["name"], one["additional_info"]) for one in bodies] == [
            ("b", {"old_name": "a"}),
            ("c", {"old_name": "b"}),
            ("c", {"before": {"id": watched, "type": "folder"}, "after": {"id": "0", "type": "folder"}}),
        ]

    async def test_a_batch_costs_as_many_queries_as_one_event(self, enterprise: Enterprise) -> None:
        from tests.support.client import counted_queries

        watched = (await create(enterprise.user, "watched"))["id"]
        await watch(enterprise.user, watched, "FILE.UPLOADED")
        counts = []
        for number in (1, 3):
            for one in range(number):
                await make_file(enterprise, f"{number}-{one}.txt", parent_id=watched)
            with counted_queries(enterprise.gateway.platform.db) as seen:
                await queue_all(enterprise)
            counts.append(len(seen))
        assert counts[0] == counts[1]

    def test_a_body_is_written_as_box_writes_it(self) -> None:
        written = write_body({"a/b": 'é😀"\x7f', "n": None})
        assert written == '{"a\\/b":"\\u00e9\\ud83d\\ude00\\"\\u007f","n":null}'
        ascii_alone = {"a/b": "".join(map(chr, range(128))), "n": [None, True, -1]}
        assert write_body(ascii_alone) == write_body({**ascii_alone, "é": 1}).replace(',"\\u00e9":1', "")
