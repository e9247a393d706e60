"""File requests over the API: read, changed, copied and removed by those who may edit their folder."""

from typing import Any

import httpx
import pytest

from holdall.base.clock import DAY, SECOND, format_instant
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.file_requests import make_request
from tests.support.news import events_about
from tests.support.sharing import share
from tests.support.tree import create, error_of

REFUSED = (403, "access_denied_insufficient_permissions")


async def read(client: Client, request_id: Any) -> httpx.Response:
    return await client.call("get_file_requests_id", file_request_id=request_id)


async def change(client: Client, request_id: Any, *, if_match: str | None = None, **body: Any) -> httpx.Response:
    headers: dict[str, Any] = {} if if_match is None else {"if_match": if_match}
    return await client.call("put_file_requests_id", file_request_id=request_id, json=body, **headers)


async def copy(client: Client, request_id: Any, folder_id: Any, **body: Any) -> httpx.Response:
    body["folder"] = {"type": "folder", "id": str(folder_id)}
    return await client.call("post_file_requests_id_copy", file_request_id=request_id, json=body)


@pytest.mark.operation("get_file_requests_id")
class TestGetFileRequest:
    async def test_it_tells_what_the_request_is_and_where_its_page_is(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Applications")
        made = await make_request(enterprise.user, folder["id"], description="By Friday", is_email_required=True)
        told = (await read(enterprise.user, made.id)).json()
        me = {"type": "user", "id": str(enterprise.user_id), "name": "Uma User"}
        me["login"] = f"user.{enterprise.id}@example.com"
        assert told == {
            "type": "file_request",
            "id": str(made.id),
            "title": "Please upload",
            "description": "By Friday",
            "status": "active",
            "is_email_required": True,
            "is_description_required": False,
            "expires_at": None,
            "folder": {name: folder[name] for name in ("type", "id", "sequence_id", "etag", "name")},
            "url": f"/f/{made.token}",
            "etag": "0",
            "created_by": me,
            "created_at": format_instant(made.created_at),
            "updated_by": me,
            "updated_at": format_instant(made.created_at),
        }

    async def test_it_is_for_editors_of_the_folder(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Applications")
        made = await make_request(enterprise.user, folder["id"])
        seen = {}
        for role in ("editor", "viewer uploader", "viewer"):
            user_id, client = await enterprise.new_user()
            await share(enterprise.user, folder["id"], {"id": user_id}, role)
            answer = await read(client, made.id)
            seen[role] = 200 if answer.status_code == 200 else error_of(answer)
        _, stranger = await enterprise.new_user()
        assert seen == {"editor": 200, "viewer uploader": REFUSED, "viewer": REFUSED}
        assert error_of(await read(stranger, made.id)) == (404, "not_found")

    async def test_with_its_folder_it_goes_into_the_trash(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Applications")
        made = await make_request(enterprise.user, folder["id"])
        await enterprise.user.call("delete_folders_id", folder_id=folder["id"])
        assert error_of(await read(enterprise.user, made.id)) == (404, "trashed")

    async def test_after_its_time_it_is_inactive(self, enterprise: Enterprise) -> None:
        clock = enterprise.gateway.platform.clock
        folder = await create(enterprise.user, "Applications")
        made = await make_request(enterprise.user, folder["id"], expires_at=clock.now() + SECOND)
        before = (await read(enterprise.user, made.id)).json()["status"]
        clock.advance(2 * SECOND)
        after = (await read(enterprise.user, made.id)).json()["status"]
        clock.advance(-2 * SECOND)
        assert (before, after) == ("active", "inactive")


@pytest.mark.operation("put_file_requests_id")
class TestUpdateFileRequest:
    async def test_what_is_given_changes_and_the_rest_stays(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Applications")
        made = await make_request(enterprise.user, folder["id"], description="By Friday")
        at = format_instant(enterprise.gateway.platform.clock.now() + DAY)
        changed = (
            await change(
                enterprise.user, made.id, title="Other", status="inactive", is_email_required=True, expires_at=at
            )
        ).json()
        names = ("title", "description", "status", "is_email_required", "expires_at", "etag")
        assert [changed[name] for name in names] == ["Other", "By Friday", "inactive", True, at, "1"]
        assert (await read(enterprise.user, made.id)).json() == changed

    async def test_another_etag_is_refused_and_the_own_is_not(self, enterprise: Enterprise) -> None:
        made = await make_request(enterprise.user, (await create(enterprise.user, "Applications"))["id"])
        refused = await change(enterprise.user, made.id, if_match="7", title="Other")
        taken = await change(enterprise.user, made.id, if_match="0", title="Other")
        again = await change(enterprise.user, made.id, title="Other")
        assert error_of(refused) == (412, "precondition_failed")
        assert (taken.json()["etag"], again.json()["etag"]) == ("1", "1")

    @pytest.mark.parametrize(
        "body", [{"title": " "}, {"title": "t" * 256}, {"status": "gone"}, {"expires_at": "2020-01-01T00:00:00Z"}]
    )
    async def test_what_cannot_be_is_refused(self, enterprise: Enterprise, body: dict[str, Any]) -> None:
        made = await make_request(enterprise.user, (await create(enterprise.user, "Applications"))["id"])
        answer = await change(enterprise.user, made.id, **body)
        (name,) = body
        assert (answer.status_code, answer.json()["context_info"]["errors"][0]["name"]) == (400, name)

    async def test_viewers_may_not(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Applications")
        made = await make_request(enterprise.user, folder["id"])
        user_id, viewer = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": user_id}, "viewer")
        assert error_of(await change(viewer, made.id, title="Mine")) == REFUSED


@pytest.mark.operation("delete_file_requests_id")
class TestDeleteFileRequest:
    async def test_it_is_gone_and_the_log_tells_of_its_life(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Applications")
        made = await make_request(enterprise.user, folder["id"])
        await change(enterprise.user, made.id, title="Other")
        removed = await enterprise.user.call("delete_file_requests_id", file_request_id=made.id)
        again = await enterprise.user.call("delete_file_requests_id", file_request_id=made.id)
        told = [event_type for event_type, _, _ in await events_about(enterprise, folder["id"])]
        assert (removed.status_code, removed.content, error_of(again)) == (204, b"", (404, "not_found"))
        assert told == ["ITEM_CREATE", "FILE_REQUEST_CREATE", "FILE_REQUEST_UPDATE", "FILE_REQUEST_DELETE"]


@pytest.mark.operation("post_file_requests_id_copy")
class TestCopyFileRequest:
    async def test_the_copy_is_for_the_other_folder_with_an_address_of_its_own(self, enterprise: Enterprise) -> None:
        one, other = await create(enterprise.user, "One"), await create(enterprise.user, "Other")
        made = await make_request(
            enterprise.user, one["id"], description="By Friday", is_active=False, is_description_required=True
        )
        copied = (await copy(enterprise.user, made.id, other["id"], description="By Monday")).json()
        names = ("title", "description", "status", "is_description_required", "etag")
        assert [copied[name] for name in names] == ["Please upload", "By Monday", "inactive", True, "0"]
        assert (copied["folder"]["id"], copied["id"] != str(made.id)) == (other["id"], True)
        assert copied["url"] != made.path

    async def test_it_takes_the_right_to_edit_both_folders(self, enterprise: Enterprise) -> None:
        one, other = await create(enterprise.user, "One"), await create(enterprise.user, "Other")
        made = await make_request(enterprise.user, one["id"])
        user_id, client = await enterprise.new_user()
        own = await create(client, "Mine")
        unseen = await copy(client, made.id, own["id"])
        await share(enterprise.user, other["id"], {"id": user_id}, "viewer")
        await share(enterprise.user, one["id"], {"id": user_id}, "editor")
        assert error_of(unseen) == (404, "not_found")
        assert error_of(await copy(client, made.id, other["id"])) == REFUSED
        assert error_of(await copy(client, made.id, 0)) == (400, "bad_request")
        assert (await copy(client, made.id, own["id"])).status_code == 200
