"""The page of a file request, for people without an account, and the page where editors of a folder make them."""

from typing import Any

import httpx
import pytest

from holdall.base.clock import SECOND
from tests.console.test_own import person, signed_in
from tests.support.browser import Browser
from tests.support.enterprise import Enterprise
from tests.support.file_requests import make_request
from tests.support.news import events_about, mail_to
from tests.support.sharing import share
from tests.support.tree import create, names_in
from tests.support.uploads import download


async def send(
    browser: Browser, address: str, *files: tuple[str, bytes], token: str | None = None, **fields: str
) -> httpx.Response:
    """Open the page and send files with what is said of them."""
    await browser.visit(address)
    return await browser.send_files(address, *files, token=token, **fields)


async def entries_of(enterprise: Enterprise, folder_id: str) -> list[dict[str, Any]]:
    listed = await enterprise.user.call(
        "get_folders_id_items", folder_id=folder_id, fields="name,description,uploader_display_name,created_by,owned_by"
    )
    entries: list[dict[str, Any]] = listed.json()["entries"]
    return entries


class TestSending:
    async def test_files_of_somebody_without_an_account_come_into_the_folder(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Applications")
        made = await make_request(enterprise.user, folder["id"], "Your <papers>", description="By Friday")
        browser = Browser(enterprise.gateway)
        page = await browser.visit(made.path)
        files = [("cv.txt", b"life"), ("C:\\Users\\me\\photo.png", b"picture")]
        thanks = await send(browser, made.path, *files, email="ann@example.org", description="As asked")
        first, second = await entries_of(enterprise, folder["id"])
        (mail,) = await mail_to(enterprise, enterprise.user_id)
        events = await events_about(enterprise, first["id"])
        assert ("Your &lt;papers&gt;" in page.text, "By Friday" in page.text) == (True, True)
        assert (thanks.status_code, "2 files have arrived" in thanks.text) == (200, True)
        assert [first["name"], second["name"]] == ["cv.txt", "photo.png"]
        assert (await download(enterprise.user, first["id"])).content == b"life"
        assert (first["uploader_display_name"], first["description"]) == ("ann@example.org", "As asked")
        assert first["created_by"] == {"type": "user", "id": "", "name": "", "login": ""}
        assert first["owned_by"]["id"] == str(enterprise.user_id)
        assert [(kind, by, told["uploader"]) for kind, by, told in events] == [("ITEM_UPLOAD", None, "ann@example.org")]
        assert mail.subject == "ann@example.org has sent files for “Your <papers>”"
        assert f"https://holdall.test/folder/{folder['id']}" in mail.text

    async def test_a_name_that_is_taken_gets_a_number(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Applications")
        made = await make_request(enterprise.user, folder["id"])
        for content in (b"one", b"two", b"three"):
            await send(Browser(enterprise.gateway), made.path, ("cv.txt", content))
        names = await names_in(enterprise.user, folder["id"])
        assert sorted(names) == ["cv (1).txt", "cv (2).txt", "cv.txt"]

    @pytest.mark.parametrize(
        ("wanted", "given", "problem"),
        [
            ({"is_email_required": True}, {}, "email: is asked for"),
            ({"is_description_required": True}, {"description": " "}, "description: is asked for"),
            ({}, {"email": "nobody"}, "email: is no e-mail address"),
        ],
    )
    async def test_what_is_asked_for_must_be_said(
        self, enterprise: Enterprise, wanted: dict[str, Any], given: dict[str, str], problem: str
    ) -> None:
        folder = await create(enterprise.user, "Applications")
        made = await make_request(enterprise.user, folder["id"], **wanted)
        page = await send(Browser(enterprise.gateway), made.path, ("cv.txt", b"life"), **given)
        assert (page.status_code, problem in page.text) == (400, True)
        assert await names_in(enterprise.user, folder["id"]) == []

    async def test_no_files_bad_names_and_forms_from_elsewhere_are_refused(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Applications")
        made = await make_request(enterprise.user, folder["id"])
        browser = Browser(enterprise.gateway)
        none = await send(browser, made.path, ("", b""))
        bad = await send(browser, made.path, ("good.txt", b"x"), ("..", b"x"))
        forged = await send(browser, made.path, ("cv.txt", b"x"), token="forged")
        assert [(one.status_code, 'role="alert"' in one.text) for one in (none, bad, forged)] == [(400, True)] * 3
        assert await names_in(enterprise.user, folder["id"]) == []

    async def test_without_room_nothing_is_stored_and_strangers_learn_no_numbers(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user(space_amount=10)
        folder = await create(client, "Applications")
        made = await make_request(client, folder["id"])
        page = await send(Browser(enterprise.gateway), made.path, ("a.txt", b"12345678"), ("b.txt", b"12345678"))
        used = (await client.call("get_users_me", fields="space_used")).json()["space_used"]
        assert (page.status_code, "not enough room" in page.text, "10 bytes" in page.text) == (403, True, False)
        assert (await names_in(client, folder["id"]), used, await mail_to(enterprise, user_id)) == ([], 0, [])


class TestWhatIsOver:
    async def test_unknown_inactive_and_expired_requests_say_so(self, enterprise: Enterprise) -> None:
        clock = enterprise.gateway.platform.clock
        folder = await create(enterprise.user, "Applications")
        ended = await make_request(enterprise.user, folder["id"], is_active=False)
        over = await make_request(enterprise.user, folder["id"], expires_at=clock.now() + SECOND)
        clock.advance(2 * SECOND)
        browser = Browser(enterprise.gateway)
        pages = [await browser.visit(address) for address in ("/f/nothing", ended.path, over.path)]
        clock.advance(-2 * SECOND)
        sent = await browser.http.post(ended.path, files=[("files", ("a.txt", b"x"))])
        assert [(one.status_code, "takes no files" in one.text) for one in pages] == [
            (404, False), (404, True), (404, True)
        ]  # fmt: skip
        assert (sent.status_code, await names_in(enterprise.user, folder["id"])) == (404, [])

    async def test_it_takes_nothing_once_its_maker_may_not_upload(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Applications")
        user_id, editor = await enterprise.new_user()
        shared = await share(enterprise.user, folder["id"], {"id": user_id}, "editor")
        made = await make_request(editor, folder["id"])
        browser = Browser(enterprise.gateway)
        before = await browser.visit(made.path)
        await enterprise.user.call("put_collaborations_id", collaboration_id=shared["id"], json={"role": "viewer"})
        after = await browser.visit(made.path)
        assert (before.status_code, after.status_code) == (200, 404)


class TestMaking:
    async def test_editors_make_change_end_and_remove_requests_of_a_folder(self, enterprise: Enterprise) -> None:
        client, login = await person(enterprise)
        folder = await create(client, "Applications")
        browser = await signed_in(enterprise, login)
        shown = await browser.visit(f"/folder/{folder['id']}")
        address = f"/folder/{folder['id']}/file-requests"
        await browser.visit(address)
        made = await browser.submit(title="Your papers", action="create", is_email_required="yes")
        path = made.text.partition('<a href="/f/')[2].partition('"')[0]
        opened = await Browser(enterprise.gateway).visit(f"/f/{path}")
        changed = await browser.submit(1, title="Your files", description="", expires_on="2999-12-31", action="change")
        ended = await browser.submit(0, action="deactivate")
        closed = await Browser(enterprise.gateway).visit(f"/f/{path}")
        removed = await browser.submit(0, action="remove")
        assert (address in shown.text, opened.status_code, closed.status_code) == (True, 200, 404)
        assert ("until 2999-12-31" in changed.text, "Takes no files" in ended.text) == (True, True)
        assert ("Your files" in ended.text, "Your files" in removed.text) == (True, False)

    async def test_it_is_not_for_viewers_nor_for_who_has_not_signed_in(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Applications")
        _, login = await person(enterprise)
        await share(enterprise.user, folder["id"], {"login": login}, "viewer")
        browser = await signed_in(enterprise, login)
        shown = await browser.visit(f"/folder/{folder['id']}")
        refused = await browser.visit(f"/folder/{folder['id']}/file-requests")
        asked = await Browser(enterprise.gateway).visit(f"/folder/{folder['id']}/file-requests")
        assert ("file-requests" in shown.text, refused.status_code) == (False, 403)
        assert 'name="password"' in asked.text

    async def test_what_cannot_be_is_said_on_the_page(self, enterprise: Enterprise) -> None:
        client, login = await person(enterprise)
        browser = await signed_in(enterprise, login)
        await browser.visit(f"/folder/{(await create(client, 'Applications'))['id']}/file-requests")
        answers = [
            await browser.submit(title="Mine", action="create", expires_on=date) for date in ("2001-01-01", "soon")
        ]
        assert [(one.status_code, "expires_" in one.text) for one in answers] == [(400, True), (400, True)]
