"""Box Notes over the API: made of Markdown."""

import json
from typing import Any

import httpx
import pytest

from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.sharing import share
from tests.support.tree import create, error_of, names_in
from tests.support.uploads import download


async def convert(client: Client, folder_id: Any = "0", **change: Any) -> httpx.Response:
    body = {
        "content": "# Heading\n\nSome text",
        "content_format": "markdown",
        "parent": {"type": "folder", "id": folder_id},
        "name": "Plan",
        **change,
    }
    return await client.call("post_notes_convert_v2026.0", json=body)


@pytest.mark.operation("post_notes_convert_v2026.0")
class TestConvert:
    async def test_the_note_is_a_file_by_the_user_in_the_folder(self, enterprise: Enterprise) -> None:
        answer = await convert(enterprise.user)
        note = json.loads((await download(enterprise.user, answer.json()["id"])).content)
        heading, text = note["doc"]["content"]
        assert (answer.status_code, answer.json()["type"]) == (201, "file")
        assert (await names_in(enterprise.user)) == ["Plan.boxnote"]
        assert [heading["content"][0]["text"], text["content"][0]["text"]] == ["Heading", "Some text"]
        assert list(note["savepoint_metadata"]["allAuthorNames"]) == [str(enterprise.user_id)]

    async def test_a_name_that_is_taken_is_refused(self, enterprise: Enterprise) -> None:
        answers = [await convert(enterprise.user) for _ in range(2)]
        assert (answers[0].status_code, error_of(answers[1])) == (201, (409, "item_name_in_use"))

    async def test_a_viewer_of_the_folder_may_not(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Notes")
        viewer_id, viewer = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": viewer_id}, role="viewer")
        answer = await convert(viewer, folder["id"])
        assert error_of(answer) == (403, "access_denied_insufficient_permissions")
        assert await names_in(enterprise.user, folder["id"]) == []

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            ({"content_format": "html"}, 400),
            ({"name": ""}, 400),
            ({"name": "x" * 248}, 400),
            ({"name": "a/b"}, 400),
            ({"more": 1}, 400),
            ({"content": "x" * (1024 * 1024 + 1)}, 413),
        ],
        ids=["format", "no name", "long name", "bad name", "unknown", "large"],
    )
    async def test_a_wrong_request_makes_nothing(self, enterprise: Enterprise, change: Any, status: int) -> None:
        answer = await convert(enterprise.user, **change)
        assert (answer.status_code, await names_in(enterprise.user)) == (status, [])
