"""Comments on files."""

from typing import Any

import httpx
import pytest

from tests.support.client import Client, counted_queries
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.news import events_about, mail_to
from tests.support.sharing import share
from tests.support.tree import create, error_of, make_file
from tests.support.uploads import upload

REFUSED = (403, "access_denied_insufficient_permissions")


async def send(client: Client, item: Any, kind: str = "file", **body: Any) -> httpx.Response:
    fields = {"fields": body.pop("fields")} if "fields" in body else {}
    body = body or {"message": "Looks good"}
    return await client.call("post_comments", json={"item": {"type": kind, "id": str(item)}, **body}, **fields)


async def comment(client: Client, item: Any, kind: str = "file", **body: Any) -> dict[str, Any]:
    response = await send(client, item, kind, **body)
    assert response.status_code == 201, response.text
    document: dict[str, Any] = response.json()
    return document


async def read(client: Client, comment_id: Any, **parameters: Any) -> httpx.Response:
    return await client.call("get_comments_id", comment_id=comment_id, **parameters)


async def messages_on(client: Client, file_id: Any, **parameters: Any) -> list[str]:
    listed = await client.call("get_files_id_comments", file_id=file_id, **parameters)
    assert listed.status_code == 200, listed.text
    return [entry["message"] for entry in listed.json()["entries"]]


async def new_file(enterprise: Enterprise, **more: Any) -> str:
    return str((await make_file(enterprise, "plan.txt", **more)).item.id)


@pytest.mark.operation("get_comments_id")
class TestGetComment:
    async def test_it_is_what_was_made(self, enterprise: Enterprise) -> None:
        made = await comment(enterprise.user, await new_file(enterprise))
        assert (await read(enterprise.user, made["id"])).json() == made

    async def test_fields_choose_what_is_told(self, enterprise: Enterprise) -> None:
        made = await comment(enterprise.user, await new_file(enterprise))
        told = (await read(enterprise.user, made["id"], fields="message,tagged_message,nothing")).json()
        assert told == {"type": "comment", "id": made["id"], "message": "Looks good", "tagged_message": ""}

    async def test_without_the_file_there_is_no_comment(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "shared")
        made = await comment(enterprise.user, await new_file(enterprise, parent_id=folder["id"]))
        user_id, client = await enterprise.new_user()
        before = await read(client, made["id"])
        await share(enterprise.user, folder["id"], {"id": user_id}, "uploader")
        as_uploader = await read(client, made["id"])
        assert (error_of(before), error_of(as_uploader)) == ((404, "not_found"), REFUSED)
        assert before.json()["message"] == f"There is no comment with id {made['id']}"

    async def test_it_moves_with_its_file_and_goes_with_it_into_the_trash(self, enterprise: Enterprise) -> None:
        file_id, folder = await new_file(enterprise), await create(enterprise.user, "b")
        made = await comment(enterprise.user, file_id)
        await enterprise.user.call("put_files_id", file_id=file_id, json={"parent": {"id": folder["id"]}})
        moved = await read(enterprise.user, made["id"])
        await enterprise.user.call("delete_files_id", file_id=file_id)
        trashed = await read(enterprise.user, made["id"])
        await enterprise.user.call("post_files_id", file_id=file_id, json={})
        restored = await read(enterprise.user, made["id"])
        assert (moved.json(), error_of(trashed), restored.json()) == (made, (404, "trashed"), made)

    async def test_it_is_gone_with_its_file(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        made = await comment(enterprise.user, file_id)
        await enterprise.user.call("delete_files_id", file_id=file_id)
        await enterprise.user.call("delete_files_id_trash", file_id=file_id)
        assert error_of(await read(enterprise.user, made["id"])) == (404, "not_found")

    async def test_a_deleted_author_is_still_named(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "shared")
        file_id = await new_file(enterprise, parent_id=folder["id"])
        author_id, author = await enterprise.new_user("Gone Soon")
        await share(enterprise.user, folder["id"], {"id": author_id}, "viewer")
        made = await comment(author, file_id)
        await enterprise.admin.call("delete_users_id", user_id=author_id)
        told = (await read(enterprise.user, made["id"])).json()["created_by"]
        assert told == {"type": "user", "id": str(author_id), "name": "Gone Soon", "login": ""}

    async def test_a_group_that_lost_the_folder_lost_its_comments(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "shared")
        user_id, member = await enterprise.new_user()
        group = (await enterprise.admin.call("post_groups", json={"name": f"g{user_id}"})).json()
        membership = {"user": {"id": str(user_id)}, "group": {"id": group["id"]}}
        await enterprise.admin.call("post_group_memberships", json=membership)
        body = {
            "item": {"type": "folder", "id": folder["id"]},
            "accessible_by": {"type": "group", "id": group["id"]},
            "role": "viewer",
        }
        shared = (await enterprise.user.call("post_collaborations", json=body)).json()
        made = await comment(member, await new_file(enterprise, parent_id=folder["id"]))
        await enterprise.user.call("delete_collaborations_id", collaboration_id=shared["id"])
        answers = [
            await read(member, made["id"]),
            await member.call("put_comments_id", comment_id=made["id"], json={"message": "still mine"}),
            await member.call("delete_comments_id", comment_id=made["id"]),
        ]
        assert [error_of(one) for one in answers] == [(404, "not_found")] * 3

    async def test_an_administrator_who_may_see_all_content_reads_and_does_not_write(
        self, enterprise: Enterprise
    ) -> None:
        file_id = await new_file(enterprise)
        made = await comment(enterprise.user, file_id)
        seen, refused = await read(enterprise.admin, made["id"]), await send(enterprise.admin, file_id)
        assert (seen.json(), error_of(refused)) == (made, REFUSED)


@pytest.mark.operation("get_files_id_comments")
class TestListComments:
    async def test_a_file_without_comments_has_an_empty_list(self, enterprise: Enterprise) -> None:
        listed = await enterprise.user.call("get_files_id_comments", file_id=await new_file(enterprise))
        assert listed.json() == {"total_count": 0, "limit": 100, "offset": 0, "entries": []}

    async def test_answers_stand_among_the_others_in_the_order_of_writing(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        first = await comment(enterprise.user, file_id, message="1")
        await comment(enterprise.user, file_id, message="2")
        await comment(enterprise.user, first["id"], "comment", message="3")
        assert await messages_on(enterprise.user, file_id) == ["1", "2", "3"]

    async def test_pages_go_by_offset(self, enterprise: Enterprise) -> None:
        file_id, other = await new_file(enterprise), str((await make_file(enterprise, "other")).item.id)
        for number in range(5):
            await comment(enterprise.user, file_id, message=str(number))
            await comment(enterprise.user, other, message="elsewhere")
        page = (await enterprise.user.call("get_files_id_comments", file_id=file_id, limit=2, offset=2)).json()
        assert (page["total_count"], page["limit"], page["offset"]) == (5, 2, 2)
        assert [entry["message"] for entry in page["entries"]] == ["2", "3"]

    async def test_a_page_has_a_thousand_at_most(self, enterprise: Enterprise) -> None:
        listed = await enterprise.user.call("get_files_id_comments", file_id=await new_file(enterprise), limit=5000)
        assert listed.json()["limit"] == 1000

    @pytest.mark.parametrize("parameters", [{"offset": 10_001}, {"offset": -1}, {"limit": -1}, {"limit": "x"}])
    async def test_a_page_that_cannot_be_is_refused(self, enterprise: Enterprise, parameters: dict[str, Any]) -> None:
        response = await enterprise.user.call("get_files_id_comments", file_id=await new_file(enterprise), **parameters)
        assert error_of(response) == (400, "bad_request")

    async def test_a_longer_list_takes_no_more_queries(self, enterprise: Enterprise) -> None:
        db, counts = enterprise.gateway.platform.db, []
        file_id = await new_file(enterprise)
        for number in (1, 2):
            for _ in range(number):
                await comment(enterprise.user, file_id)
            with counted_queries(db) as seen:
                await messages_on(enterprise.user, file_id)
            counts.append(len(seen))
        assert counts[0] == counts[1]

    async def test_fields_choose_what_is_told_of_each(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        made = await comment(enterprise.user, file_id)
        listed = await enterprise.user.call("get_files_id_comments", file_id=file_id, fields="message")
        assert listed.json()["entries"] == [{"type": "comment", "id": made["id"], "message": "Looks good"}]

    async def test_who_may_not_see_the_file_sees_no_list(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        other = await make_enterprise(enterprise.gateway)
        _, colleague = await enterprise.new_user()
        answers = [await one.call("get_files_id_comments", file_id=file_id) for one in (colleague, other.admin)]
        assert [error_of(one) for one in answers] == [(404, "not_found")] * 2


@pytest.mark.operation("put_comments_id")
class TestUpdateComment:
    async def test_the_author_says_something_else(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        made = await comment(enterprise.user, file_id)
        response = await enterprise.user.call("put_comments_id", comment_id=made["id"], json={"message": "Or not"})
        assert (response.status_code, response.json()["message"]) == (200, "Or not")
        assert (await read(enterprise.user, made["id"])).json()["message"] == "Or not"
        assert [one[0] for one in await events_about(enterprise, file_id)][-2:] == ["COMMENT_CREATE", "COMMENT_EDIT"]

    async def test_only_whom_it_did_not_mention_before_gets_mail(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "shared")
        people = [(await enterprise.new_user())[0] for _ in range(2)]
        for user_id in people:
            await share(enterprise.user, folder["id"], {"id": user_id}, "viewer", notify=False)
        file_id = await new_file(enterprise, parent_id=folder["id"])
        made = await comment(enterprise.user, file_id, tagged_message=f"@[{people[0]}:A]")
        body = {"tagged_message": f"@[{people[0]}:A] and @[{people[1]}:B]"}
        response = await enterprise.user.call("put_comments_id", comment_id=made["id"], json=body)
        assert response.json()["message"] == "@A and @B"
        assert [len(await mail_to(enterprise, user_id)) for user_id in people] == [1, 1]

    @pytest.mark.parametrize("body", [{}, {"message": "Looks good"}])
    async def test_what_stays_the_same_is_no_change(self, enterprise: Enterprise, body: dict[str, str]) -> None:
        file_id = await new_file(enterprise)
        made = await comment(enterprise.user, file_id)
        response = await enterprise.user.call("put_comments_id", comment_id=made["id"], json=body)
        assert (response.status_code, response.json()) == (200, made)
        assert (await events_about(enterprise, file_id))[-1][0] == "COMMENT_CREATE"

    async def test_nobody_else_puts_words_into_the_authors_mouth(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "shared")
        author_id, author = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": author_id}, "previewer")
        made = await comment(author, await new_file(enterprise, parent_id=folder["id"]))
        response = await enterprise.user.call("put_comments_id", comment_id=made["id"], json={"message": "No"})
        assert error_of(response) == REFUSED

    async def test_empty_words_and_unknown_comments_are_refused(self, enterprise: Enterprise) -> None:
        made = await comment(enterprise.user, await new_file(enterprise))
        answers = [
            await enterprise.user.call("put_comments_id", comment_id=comment_id, json={"message": message})
            for comment_id, message in ((made["id"], ""), (1, "a"), ("x", "a"))
        ]
        assert [error_of(one) for one in answers] == [(400, "bad_request"), (404, "not_found"), (404, "not_found")]


@pytest.mark.operation("delete_comments_id")
class TestDeleteComment:
    async def test_it_is_gone_and_answers_to_it_stay(self, enterprise: Enterprise) -> None:
        file_id = await new_file(enterprise)
        made = await comment(enterprise.user, file_id)
        answer = await comment(enterprise.user, made["id"], "comment", message="I agree")
        first = await enterprise.user.call("delete_comments_id", comment_id=made["id"])
        second = await enterprise.user.call("delete_comments_id", comment_id=made["id"])
        assert (first.status_code, first.content, second.status_code) == (204, b"", 404)
        assert (await read(enterprise.user, answer["id"])).json() == answer
        assert await messages_on(enterprise.user, file_id) == ["I agree"]
        event_type, _, details = (await events_about(enterprise, file_id))[-1]
        assert (event_type, details["comment"]["id"]) == ("COMMENT_DELETE", made["id"])

    @pytest.mark.parametrize(
        ("role", "status"), [("co-owner", 204), ("editor", 403), ("viewer", 403), ("previewer", 403), ("uploader", 403)]
    )
    async def test_besides_the_author_only_owners_take_it_away(
        self, enterprise: Enterprise, role: str, status: int
    ) -> None:
        folder = await create(enterprise.user, "shared")
        other_id, other = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": other_id}, role)
        made = await comment(enterprise.user, await new_file(enterprise, parent_id=folder["id"]))
        response = await other.call("delete_comments_id", comment_id=made["id"])
        assert response.status_code == status

    async def test_the_owner_of_the_file_takes_away_what_others_wrote(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "shared")
        author_id, author = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": author_id}, "previewer")
        file_id = await new_file(enterprise, parent_id=folder["id"])
        made, own = await comment(author, file_id), await comment(author, file_id)
        answers = [
            await enterprise.user.call("delete_comments_id", comment_id=made["id"]),
            await author.call("delete_comments_id", comment_id=own["id"]),
        ]
        assert [one.status_code for one in answers] == [204, 204]


class TestCommentCount:
    async def test_files_tell_how_many_comments_they_have(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        ids = [(await upload(enterprise.user, name, b"", folder["id"]))["id"] for name in ("a", "b", "c")]
        for _ in range(2):
            first = await comment(enterprise.user, ids[0])
        await comment(enterprise.user, first["id"], "comment")
        await comment(enterprise.user, ids[1])
        one = await enterprise.user.call("get_files_id", file_id=ids[0], fields="comment_count")
        with counted_queries(enterprise.gateway.platform.db) as seen:
            listed = await enterprise.user.call("get_folders_id_items", folder_id=folder["id"], fields="comment_count")
        assert one.json()["comment_count"] == 3
        assert [entry["comment_count"] for entry in listed.json()["entries"]] == [3, 1, 0]
        assert sum("comments" in sql for sql in seen) == 1

    async def test_a_copy_begins_without_comments(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a")
        await comment(enterprise.user, file["id"])
        body = {"parent": {"id": "0"}, "name": "b"}
        copy = await enterprise.user.call("post_files_id_copy", file_id=file["id"], json=body, fields="comment_count")
        assert copy.json()["comment_count"] == 0
