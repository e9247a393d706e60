"""Doc Gen templates over the API: marking files, listing them, their tags, and the jobs that used them."""

import asyncio
from typing import Any

import pytest

from holdall.content.docgen import templates
from tests.support.client import Client
from tests.support.documents import pdf
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import share
from tests.support.templates import generate, mark, order, template
from tests.support.tree import create, error_of
from tests.support.uploads import upload, upload_version

LETTER = template("Dear {{name}}", "{{if gift}}A gift{{endif}}")
TAGS = [
    {"tag_content": "{{name}}", "tag_type": "text", "json_paths": ["name"]},
    {"tag_content": "{{if gift}}", "tag_type": "conditional", "json_paths": ["gift"]},
]


async def listed(client: Client, **query: Any) -> list[str]:
    answer = await client.call("get_docgen_templates_v2025.0", **query)
    return [entry["file"]["id"] for entry in answer.json()["entries"]]


async def call(client: Client, operation: str, file_id: str, **more: Any) -> Any:
    return await client.call(f"{operation}_v2025.0", template_id=file_id, **more)


async def ask_for_tags(client: Client, file_id: str, **more: Any) -> Any:
    """The answer that has the tags: while they are looked for there is another one, on a busy machine for a while."""
    async with asyncio.timeout(60):
        while (answer := await call(client, "get_docgen_templates_id_tags", file_id, **more)).status_code == 202:
            await asyncio.sleep(0.1)
    return answer


@pytest.mark.operation("post_docgen_templates_v2025.0")
class TestCreateDocgenTemplate:
    async def test_a_file_is_marked_and_marking_it_again_changes_nothing(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "offer.docx", LETTER)
        body = {"file": {"type": "file", "id": file["id"]}}
        answers = [await enterprise.user.call("post_docgen_templates_v2025.0", json=body) for _ in range(2)]
        assert [(one.status_code, one.json()) for one in answers] == [(201, body)] * 2
        assert await listed(enterprise.user) == [file["id"]]

    async def test_what_is_no_document_cannot_be_one(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "photo.png", b"x")
        body = {"file": {"type": "file", "id": file["id"]}}
        answer = await enterprise.user.call("post_docgen_templates_v2025.0", json=body)
        assert (answer.status_code, "photo.png cannot be a template" in answer.json()["message"]) == (400, True)
        assert await listed(enterprise.user) == []

    async def test_who_may_not_edit_the_file_may_not_mark_it(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "offer.docx", LETTER)
        viewer_id, viewer = await enterprise.new_user()
        await share(enterprise.user, file["id"], {"id": viewer_id}, role="viewer", kind="file")
        body = {"file": {"type": "file", "id": file["id"]}}
        answer = await viewer.call("post_docgen_templates_v2025.0", json=body)
        assert error_of(answer) == (403, "access_denied_insufficient_permissions")


@pytest.mark.operation("get_docgen_templates_v2025.0")
class TestListDocgenTemplates:
    async def test_a_user_sees_own_templates_and_those_that_were_shared_by_others(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        folder = await create(other.user, "Forms")
        login = (await enterprise.user.call("get_users_me")).json()["login"]
        invitation = await share(other.user, folder["id"], {"login": login}, role="viewer")
        accepted = {"status": "accepted"}
        await enterprise.user.call("put_collaborations_id", collaboration_id=invitation["id"], json=accepted)
        hidden = await mark(other.user, LETTER, "hidden.docx")
        own, shared = await mark(enterprise.user, LETTER), await mark(other.user, LETTER, parent=folder["id"])
        assert await listed(enterprise.user) == [own, shared]
        assert await listed(other.user) == [hidden, shared]

    async def test_pages_follow_each_other_and_what_is_in_the_trash_is_not_there(self, enterprise: Enterprise) -> None:
        ids = [await mark(enterprise.user, LETTER, f"{number}.docx") for number in range(4)]
        await enterprise.user.call("delete_files_id", file_id=ids[1])
        first = (await enterprise.user.call("get_docgen_templates_v2025.0", limit=2)).json()
        rest = await listed(enterprise.user, limit=2, marker=first["next_marker"])
        assert [entry["file_name"] for entry in first["entries"]] == ["0.docx", "2.docx"]
        assert rest == ids[3:]


@pytest.mark.operation("get_docgen_templates_id_v2025.0")
class TestGetDocgenTemplate:
    async def test_it_is_told_with_the_name_that_the_file_has_now(self, enterprise: Enterprise) -> None:
        file_id = await mark(enterprise.user, LETTER)
        await enterprise.user.call("put_files_id", file_id=file_id, json={"name": "letter.docx"})
        answer = await call(enterprise.user, "get_docgen_templates_id", file_id)
        assert answer.json() == {"file": {"type": "file", "id": file_id}, "file_name": "letter.docx"}

    async def test_a_file_that_is_not_marked_is_none(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "offer.docx", LETTER)
        answer = await call(enterprise.user, "get_docgen_templates_id", file["id"])
        assert error_of(answer) == (404, "not_found")


@pytest.mark.operation("delete_docgen_templates_id_v2025.0")
class TestDeleteDocgenTemplate:
    async def test_the_file_stays_and_is_no_template_any_more(self, enterprise: Enterprise) -> None:
        file_id = await mark(enterprise.user, LETTER)
        answers = [await call(enterprise.user, "delete_docgen_templates_id", file_id) for _ in range(2)]
        assert [one.status_code for one in answers] == [204, 404]
        assert (await enterprise.user.call("get_files_id", file_id=file_id)).status_code == 200
        assert await listed(enterprise.user) == []

    async def test_a_viewer_may_not(self, enterprise: Enterprise) -> None:
        file_id = await mark(enterprise.user, LETTER)
        viewer_id, viewer = await enterprise.new_user()
        await share(enterprise.user, file_id, {"id": viewer_id}, role="viewer", kind="file")
        assert (await call(viewer, "delete_docgen_templates_id", file_id)).status_code == 403
        assert await listed(viewer) == [file_id]

    async def test_a_file_that_is_destroyed_takes_its_mark_with_it(self, enterprise: Enterprise) -> None:
        file_id = await mark(enterprise.user, LETTER)
        for operation in ("delete_files_id", "delete_files_id_trash"):
            assert (await enterprise.user.call(operation, file_id=file_id)).status_code == 204
        assert await listed(enterprise.user) == []


@pytest.mark.operation("get_docgen_templates_id_tags_v2025.0")
class TestListTags:
    async def test_the_tags_of_the_current_version_and_of_an_earlier_one(self, enterprise: Enterprise) -> None:
        file_id = await mark(enterprise.user, LETTER)
        version = (await enterprise.user.call("get_files_id", file_id=file_id)).json()["file_version"]["id"]
        await upload_version(enterprise.user, file_id, template("{{other}}"))
        now = await ask_for_tags(enterprise.user, file_id)
        before = await ask_for_tags(enterprise.user, file_id, template_version_id=version)
        assert [entry["tag_content"] for entry in now.json()["entries"]] == ["{{other}}"]
        assert before.json()["entries"] == TAGS

    async def test_pages_follow_each_other(self, enterprise: Enterprise) -> None:
        file_id = await mark(enterprise.user, LETTER)
        first = (await ask_for_tags(enterprise.user, file_id, limit=1)).json()
        marker = first["next_marker"]
        last = (await ask_for_tags(enterprise.user, file_id, limit=1, marker=marker)).json()
        assert (first["entries"] + last["entries"], last["next_marker"]) == (TAGS, None)

    @pytest.mark.parametrize(("name", "content"), [("form.pdf", pdf("{{name}}")), ("form.docx", b"no document")])
    async def test_there_are_none_where_nothing_can_be_filled_in(
        self, enterprise: Enterprise, name: str, content: bytes
    ) -> None:
        file_id = await mark(enterprise.user, content, name)
        answer = await ask_for_tags(enterprise.user, file_id)
        assert (answer.status_code, answer.json()["entries"]) == (200, [])

    async def test_a_version_of_another_file_is_not_found(self, enterprise: Enterprise) -> None:
        file_id, other = await mark(enterprise.user, LETTER), await upload(enterprise.user, "x.docx", LETTER)
        version = other["file_version"]["id"]
        answer = await ask_for_tags(enterprise.user, file_id, template_version_id=version)
        assert answer.status_code == 404

    async def test_while_they_are_looked_for_the_answer_says_so(
        self, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(templates, "PATIENCE", 0.0)
        file_id = await mark(enterprise.user, LETTER)
        first = await call(enterprise.user, "get_docgen_templates_id_tags", file_id)
        last = await ask_for_tags(enterprise.user, file_id)
        assert (first.status_code, list(first.json()), last.json()["entries"]) == (202, ["message"], TAGS)


@pytest.mark.operation("get_docgen_template_jobs_id_v2025.0")
class TestListJobsOfTemplate:
    async def test_a_user_sees_the_own_jobs_with_one_template(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Out")
        file_id, other = await mark(enterprise.user, LETTER), await mark(enterprise.user, LETTER, "other.docx")
        colleague_id, colleague = await enterprise.new_user()
        for item, kind in ((file_id, "file"), (folder["id"], "folder")):
            await share(enterprise.user, item, {"id": colleague_id}, role="editor", kind=kind)
        await order(colleague, file_id, folder["id"], ("theirs", {}))
        await order(enterprise.user, other, folder["id"], ("another", {}))
        (job,) = await generate(enterprise, file_id, folder["id"], ("mine", {"name": "Ann", "gift": True}))
        answer = await call(enterprise.user, "get_docgen_template_jobs_id", file_id)
        assert answer.json()["entries"] == [job]

    async def test_a_file_that_is_no_template_has_none(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "offer.docx", LETTER)
        assert (await call(enterprise.user, "get_docgen_template_jobs_id", file["id"])).status_code == 404
