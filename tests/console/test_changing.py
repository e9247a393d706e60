"""What people do with their files in the browser: folders, files, names, links, the trash, the search."""

from typing import Any

import httpx
import pytest

from tests.console.test_own import person, signed_in
from tests.support.browser import Browser
from tests.support.enterprise import Enterprise
from tests.support.finding import read_contents
from tests.support.sharing import share
from tests.support.tree import create, names_in
from tests.support.uploads import download, upload


async def at_home(enterprise: Enterprise, folder: Any = 0) -> tuple[Any, Browser]:
    """A new user's client, and a browser that shows a folder of the user's."""
    client, login = await person(enterprise)
    browser = await signed_in(enterprise, login)
    await browser.visit(f"/folder/{folder}")
    return client, browser


async def do(browser: Browser, action: str, item: Any = None, folder: Any = 0, **fields: str) -> httpx.Response:
    """Press a button on the page of a folder."""
    await browser.visit(f"/folder/{folder}")
    about = {} if item is None else {"item": str(item["id"]), "type": str(item["type"])}
    given = {"form_token": browser.forms[-1].fields["form_token"], "action": action, **about, **fields}
    return await browser.post(f"/folder/{folder}", given)


async def do_in_trash(browser: Browser, action: str, item: Any) -> httpx.Response:
    """Press a button beside an item of the trash."""
    await browser.visit("/trash")
    given = {"form_token": browser.forms[-1].fields["form_token"], "item": item["id"], "type": item["type"]}
    return await browser.post("/trash", {**given, "action": action})


class TestFolders:
    async def test_a_folder_is_made_where_the_page_is(self, enterprise: Enterprise) -> None:
        client, browser = await at_home(enterprise)
        top = await create(client, "Top")
        page = await do(browser, "create_folder", folder=top["id"], name=" Plans & <drafts> ")
        assert (page.status_code, "Plans &amp; &lt;drafts&gt;" in page.text) == (200, True)
        assert await names_in(client, top["id"]) == ["Plans & <drafts>"]

    async def test_a_name_that_is_taken_is_told_and_nothing_changes(self, enterprise: Enterprise) -> None:
        client, browser = await at_home(enterprise)
        await create(client, "Plans")
        page = await do(browser, "create_folder", name="plans")
        assert (page.status_code, 'role="alert"' in page.text) == (409, True)
        assert await names_in(client) == ["Plans"]


class TestUploads:
    async def test_several_files_arrive_without_the_folders_of_their_names(self, enterprise: Enterprise) -> None:
        client, browser = await at_home(enterprise)
        await browser.send_files("/folder/0/upload", ("a.txt", b"one"), ("C:\\docs\\b.txt", b"two"))
        assert await names_in(client) == ["a.txt", "b.txt"]

    async def test_a_file_of_the_same_name_becomes_a_new_version(self, enterprise: Enterprise) -> None:
        client, browser = await at_home(enterprise)
        file = await upload(client, "notes.txt", b"before")
        await browser.send_files("/folder/0/upload", ("Notes.txt", b"after"))
        versions = (await client.call("get_files_id_versions", file_id=file["id"])).json()
        assert (await names_in(client), (await download(client, file["id"])).content) == (["notes.txt"], b"after")
        assert versions["total_count"] == 1

    async def test_what_had_arrived_before_a_refusal_is_told(self, enterprise: Enterprise) -> None:
        client, browser = await at_home(enterprise)
        page = await browser.send_files("/folder/0/upload", ("good.txt", b"x"), ("..", b"x"))
        assert (page.status_code, "1 file has arrived before" in page.text) == (400, True)
        assert await names_in(client) == ["good.txt"]

    async def test_no_file_and_a_form_from_elsewhere_are_refused(self, enterprise: Enterprise) -> None:
        client, browser = await at_home(enterprise)
        none = await browser.send_files("/folder/0/upload", ("", b""))
        forged = await browser.send_files("/folder/0/upload", ("a.txt", b"x"), token="forged")
        assert (none.status_code, forged.status_code, await names_in(client)) == (400, 400, [])

    async def test_a_viewer_of_a_folder_is_offered_nothing_and_refused(self, enterprise: Enterprise) -> None:
        _, login = await person(enterprise)
        folder = await create(enterprise.user, "Shared")
        file = await upload(enterprise.user, "kept.txt", b"kept", folder["id"])
        await share(enterprise.user, folder["id"], {"login": login}, role="viewer")
        browser = await signed_in(enterprise, login)
        page = await browser.visit(f"/folder/{folder['id']}")
        token = (await browser.visit("/account"), browser.forms[-1].fields["form_token"])[1]
        sent = await browser.send_files(f"/folder/{folder['id']}/upload", ("a.txt", b"x"), token=token)
        about = {"form_token": token, "item": file["id"], "type": "file"}
        refused = [
            (await browser.post(f"/folder/{folder['id']}", {**about, "action": action, "name": "x"})).status_code
            for action in ("create_folder", "rename", "trash")
        ]
        assert ("Upload" in page.text, "Rename" in page.text, "trash<" in page.text) == (False, False, False)
        assert (sent.status_code, refused) == (403, [403] * 3)
        assert await names_in(enterprise.user, folder["id"]) == ["kept.txt"]


class TestItems:
    async def test_an_item_gets_another_name(self, enterprise: Enterprise) -> None:
        client, browser = await at_home(enterprise)
        file = await upload(client, "old.txt", b"x")
        await do(browser, "rename", file, name="new.txt")
        assert await names_in(client) == ["new.txt"]

    async def test_a_link_is_made_shown_and_taken_away(self, enterprise: Enterprise) -> None:
        client, browser = await at_home(enterprise)
        folder = await create(client, "Open")
        made = await do(browser, "link", folder)
        told = (await client.call("get_folders_id", folder_id=folder["id"])).json()["shared_link"]
        gone = await do(browser, "unlink", folder)
        assert (told["url"] in made.text, told["url"] in gone.text) == (True, False)

    @pytest.mark.parametrize(
        "fields",
        [
            {"action": "explode", "item": "1", "type": "file"},
            {"action": "rename", "item": "1", "type": "planet", "name": "x"},
            {"action": "trash", "item": "12345678901234567890", "type": "file"},
            {"action": "trash", "item": "0", "type": "folder"},
            {},
        ],
    )
    async def test_what_no_page_sends_is_refused(self, enterprise: Enterprise, fields: dict[str, str]) -> None:
        client, browser = await at_home(enterprise)
        page = await browser.post("/folder/0", {"form_token": browser.forms[-1].fields["form_token"], **fields})
        assert (page.status_code in {400, 403, 404}, await names_in(client)) == (True, [])

    async def test_a_form_from_elsewhere_and_somebody_who_is_not_signed_in_change_nothing(
        self, enterprise: Enterprise
    ) -> None:
        client, browser = await at_home(enterprise)
        fields = {"action": "create_folder", "name": "Forged"}
        forged = await browser.post("/folder/0", {**fields, "form_token": "forged"})
        stranger = await Browser(enterprise.gateway).post("/folder/0", fields)
        assert (forged.status_code, "Sign in" in stranger.text, await names_in(client)) == (400, True, [])


class TestTrash:
    async def test_what_is_thrown_away_is_listed_and_put_back(self, enterprise: Enterprise) -> None:
        client, browser = await at_home(enterprise)
        file = await upload(client, "notes.txt", b"x")
        await do(browser, "trash", file)
        listed = await browser.visit("/trash")
        empty = await names_in(client)
        after = await do_in_trash(browser, "restore", file)
        assert ("notes.txt" in listed.text, empty, "The trash is empty" in after.text) == (True, [], True)
        assert await names_in(client) == ["notes.txt"]

    async def test_what_is_removed_for_good_is_gone(self, enterprise: Enterprise) -> None:
        client, browser = await at_home(enterprise)
        folder = await create(client, "Old")
        await do(browser, "trash", folder)
        page = await do_in_trash(browser, "remove", folder)
        found = await client.call("get_folders_id_trash", folder_id=folder["id"])
        assert ("The trash is empty" in page.text, found.status_code) == (True, 404)

    async def test_nobody_restores_or_removes_what_somebody_else_threw_away(self, enterprise: Enterprise) -> None:
        owner = enterprise.user
        file = await upload(owner, "notes.txt", b"x")
        await owner.call("delete_files_id", file_id=file["id"])
        _, browser = await at_home(enterprise)
        token = browser.forms[-1].fields["form_token"]
        about = {"form_token": token, "item": file["id"], "type": "file"}
        answers = [
            (await browser.post("/trash", {**about, "action": one})).status_code for one in ("restore", "remove")
        ]
        assert answers == [404, 404]
        assert (await owner.call("get_files_id_trash", file_id=file["id"])).status_code == 200


class TestSearch:
    async def test_own_files_are_found_by_their_content_and_those_of_others_are_not(
        self, enterprise: Enterprise
    ) -> None:
        client, browser = await at_home(enterprise)
        own = await upload(client, "mine.txt", b"a zebra & more")
        other = await upload(enterprise.user, "other.txt", b"a zebra too")
        await read_contents(enterprise, own["id"], other["id"])
        page = await browser.visit("/search", query="zebra")
        assert ("mine.txt" in page.text, "other.txt" in page.text, "1 item<" in page.text) == (True, False, True)

    async def test_what_cannot_be_searched_for_is_told_and_words_are_shown_as_they_are(
        self, enterprise: Enterprise
    ) -> None:
        _, browser = await at_home(enterprise)
        pages = [await browser.visit("/search", query=words) for words in ('"<b>', "", "nothing <i>")]
        assert [(page.status_code in {200, 400}, "<b>" in page.text, "<i>" in page.text) for page in pages] == [
            (True, False, False)
        ] * 3
