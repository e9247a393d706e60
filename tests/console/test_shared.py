"""The page of a shared link, as a person meets it in a browser."""

import json
from typing import Any

import pytest

from tests.support.browser import Browser, cheap_hash
from tests.support.documents import pdf
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.pictures import form_and_size, picture
from tests.support.tree import create

PASSWORD = "correct horse"


async def upload(enterprise: Enterprise, name: str, content: bytes, parent_id: Any = 0) -> str:
    attributes = json.dumps({"name": name, "parent": {"id": str(parent_id)}})
    response = await enterprise.user.call(
        "post_files_content", files=[("attributes", (None, attributes)), ("file", (name, content))]
    )
    assert response.status_code == 201, response.text
    file_id: str = response.json()["entries"][0]["id"]
    return file_id


async def share_file(enterprise: Enterprise, file_id: str, **link: Any) -> str:
    response = await enterprise.user.call("put_files_id", file_id=file_id, json={"shared_link": link})
    url: str = response.json()["shared_link"]["url"]
    return url


async def share_folder(enterprise: Enterprise, folder_id: str, **link: Any) -> str:
    response = await enterprise.user.call("put_folders_id", folder_id=folder_id, json={"shared_link": link})
    url: str = response.json()["shared_link"]["url"]
    return url


async def counts(enterprise: Enterprise, file_id: str) -> tuple[int, int]:
    link = (await enterprise.user.call("get_files_id", file_id=file_id)).json()["shared_link"]
    return link["preview_count"], link["download_count"]


class TestFile:
    async def test_a_text_is_shown_and_can_be_downloaded_by_anybody(self, enterprise: Enterprise) -> None:
        file_id = await upload(enterprise, "notes.txt", "1 < 2 & <b>ü</b>".encode())
        url, browser = await share_file(enterprise, file_id), Browser(enterprise.gateway)
        page = await browser.visit(url)
        downloaded = await browser.visit(f"{url}/{file_id}/download")
        assert (page.status_code, "1 &lt; 2 &amp; &lt;b&gt;ü&lt;/b&gt;" in page.text) == (200, True)
        assert downloaded.content == "1 < 2 & <b>ü</b>".encode()
        assert await counts(enterprise, file_id) == (1, 1)

    @pytest.mark.parametrize(
        ("name", "content", "form"), [("photo.png", picture(), "JPEG"), ("plan.pdf", pdf("Plan"), "PNG")]
    )
    async def test_a_picture_and_a_document_are_shown_as_pictures(
        self, enterprise: Enterprise, name: str, content: bytes, form: str
    ) -> None:
        browser = Browser(enterprise.gateway)
        page = await browser.visit(await share_file(enterprise, await upload(enterprise, name, content)))
        source = page.text.partition('src="/preview/')[2].partition('"')[0]
        assert form_and_size((await browser.visit(f"/preview/{source}")).content)[0] == form

    @pytest.mark.parametrize("name", ["page.html", "picture.svg", "program.exe", "picture.png"])
    async def test_what_could_act_in_the_page_does_not_come_near_it(self, enterprise: Enterprise, name: str) -> None:
        url = await share_file(enterprise, await upload(enterprise, name, b"<script>alert(1)</script>"))
        browser = Browser(enterprise.gateway)
        page = await browser.visit(url)
        shown = page.text.partition('src="/preview/')[2].partition('"')[0]
        content_type = (await browser.visit(f"/preview/{shown}")).headers["content-type"] if shown else "none"
        assert ("<script" in page.text, content_type) == (False, "image/png" if name == "page.html" else "none")

    async def test_who_may_only_preview_gets_pictures_of_the_pages_and_not_the_file(
        self, enterprise: Enterprise
    ) -> None:
        content = pdf("Plan")
        url = await share_file(
            enterprise, await upload(enterprise, "plan.pdf", content), permissions={"can_download": False}
        )
        browser = Browser(enterprise.gateway)
        page = await browser.visit(url)
        source = page.text.partition('src="/preview/')[2].partition('"')[0]
        shown = await browser.visit(f"/preview/{source}")
        assert (form_and_size(shown.content)[0], "/d/1/" in page.text) == ("PNG", False)

    async def test_without_the_right_to_download_there_is_neither_button_nor_way(self, enterprise: Enterprise) -> None:
        file_id = await upload(enterprise, "notes.txt", b"text")
        url = await share_file(enterprise, file_id, permissions={"can_download": False})
        page = await Browser(enterprise.gateway).visit(url)
        downloaded = await Browser(enterprise.gateway).visit(f"{url}/{file_id}/download")
        assert (page.status_code, "/download" in page.text, downloaded.status_code) == (200, False, 404)

    async def test_the_direct_address_sends_the_bytes(self, enterprise: Enterprise) -> None:
        file_id = await upload(enterprise, "notes.txt", b"text")
        response = await enterprise.user.call("put_files_id", file_id=file_id, json={"shared_link": {}})
        direct = await Browser(enterprise.gateway).visit(response.json()["shared_link"]["download_url"])
        assert (direct.status_code, direct.content) == (200, b"text")

    async def test_a_vanity_address_leads_to_the_page(self, enterprise: Enterprise) -> None:
        name = f"the-plans-{enterprise.id}"
        await share_file(enterprise, await upload(enterprise, "notes.txt", b"text"), vanity_name=name)
        page = await Browser(enterprise.gateway).visit(f"/v/{name}")
        assert (page.status_code, "notes.txt" in page.text) == (200, True)


class TestFolder:
    async def test_items_are_listed_and_opened_down_the_tree_but_not_beside_it(self, enterprise: Enterprise) -> None:
        outside = await upload(enterprise, "beside.txt", b"x")
        top = await create(enterprise.user, "<Plans>")
        inner = await create(enterprise.user, "inner", top["id"])
        file_id = await upload(enterprise, "deep.txt", b"deep", inner["id"])
        url, browser = await share_folder(enterprise, top["id"]), Browser(enterprise.gateway)
        listing = await browser.visit(url)
        below = await browser.visit(f"{url}/{inner['id']}")
        file = await browser.visit(f"{url}/{file_id}")
        statuses = [(await browser.visit(f"{url}/{one}")).status_code for one in (outside, "0", "x", "9" * 30)]
        assert ("&lt;Plans&gt;" in listing.text, "inner" in listing.text) == (True, True)
        assert ("deep.txt" in below.text, "All Files" in below.text, "deep" in file.text) == (True, False, True)
        assert statuses == [404, 404, 404, 404]

    async def test_long_folders_come_in_pages(self, enterprise: Enterprise) -> None:
        top = await create(enterprise.user, "many")
        for number in range(101):
            await create(enterprise.user, f"folder {number:03}", top["id"])
        url, browser = await share_folder(enterprise, top["id"]), Browser(enterprise.gateway)
        first, second = (await browser.visit(url)).text, (await browser.visit(url, offset="100")).text
        assert ("folder 100" in first, "Further items" in first) == (False, True)
        assert ("folder 100" in second, "Further items" in second, "Earlier items" in second) == (True, False, True)


class TestWhoMayOpen:
    async def test_a_password_is_asked_for_once(self, enterprise: Enterprise) -> None:
        file_id = await upload(enterprise, "notes.txt", b"secret text")
        url, browser = await share_file(enterprise, file_id, password=PASSWORD), Browser(enterprise.gateway)
        asked = await browser.visit(url)
        wrong = await browser.submit(password="nonsense")
        right = await browser.submit(password=PASSWORD)
        again = await browser.visit(url)
        elsewhere = await Browser(enterprise.gateway).visit(f"{url}/{file_id}/download")
        assert ["secret text" in one.text for one in (asked, wrong, right, again)] == [False, False, True, True]
        assert (wrong.status_code, b"secret text" in elsewhere.content) == (401, False)

    async def test_a_form_from_elsewhere_opens_nothing(self, enterprise: Enterprise) -> None:
        url = await share_file(enterprise, await upload(enterprise, "notes.txt", b"secret text"), password=PASSWORD)
        response = await Browser(enterprise.gateway).post(url, {"password": PASSWORD})
        assert (response.status_code, "secret text" in response.text) == (400, False)

    async def test_guessing_is_slowed_down(self, enterprise: Enterprise) -> None:
        url = await share_file(enterprise, await upload(enterprise, "notes.txt", b"text"), password=PASSWORD)
        browser = Browser(enterprise.gateway)
        await browser.visit(url)
        statuses = [(await browser.submit(password=f"guess {number}")).status_code for number in range(22)]
        assert (set(statuses[:20]), statuses[-1]) == ({401}, 429)

    async def test_a_company_link_asks_a_guest_to_sign_in_and_opens_for_colleagues(
        self, enterprise: Enterprise
    ) -> None:
        file_id = await upload(enterprise, "notes.txt", b"inside information")
        url = await share_file(enterprise, file_id, access="company")
        _, colleague = await enterprise.new_user("Carl Colleague", password_hash=cheap_hash(PASSWORD))
        stranger_login = "nobody@example.com"
        login = (await colleague.call("get_users_me")).json()["login"]
        browser = Browser(enterprise.gateway)
        guest = await browser.visit(url)
        await browser.submit(login=stranger_login, password=PASSWORD)
        opened = await browser.submit(login=login, password=PASSWORD)
        assert ["inside information" in one.text for one in (guest, opened)] == [False, True]

    async def test_a_link_that_is_gone_tells_nothing(self, enterprise: Enterprise) -> None:
        file_id = await upload(enterprise, "notes.txt", b"text")
        url = await share_file(enterprise, file_id)
        await enterprise.user.call("put_files_id", file_id=file_id, json={"shared_link": None})
        page, unknown = await Browser(enterprise.gateway).visit(url), await Browser(enterprise.gateway).visit("/s/x")
        assert (page.status_code, unknown.status_code, "notes.txt" in page.text) == (404, 404, False)

    async def test_people_of_another_enterprise_do_not_get_into_a_company_link(self, enterprise: Enterprise) -> None:
        other = await make_enterprise(enterprise.gateway)
        _, stranger = await other.new_user("Sam Stranger", password_hash=cheap_hash(PASSWORD))
        login = (await stranger.call("get_users_me")).json()["login"]
        url = await share_file(enterprise, await upload(enterprise, "notes.txt", b"inside"), access="company")
        browser = Browser(enterprise.gateway)
        await browser.visit(url)
        page = await browser.submit(login=login, password=PASSWORD)
        assert (page.status_code, "inside" in page.text) == (404, False)


async def test_every_page_holds_a_strict_policy(enterprise: Enterprise) -> None:
    url = await share_file(enterprise, await upload(enterprise, "photo.png", b"x"))
    policy = (await Browser(enterprise.gateway).visit(url)).headers["content-security-policy"]
    parts = dict(part.partition(" ")[::2] for part in policy.split("; "))
    assert (parts["default-src"], parts["frame-ancestors"], parts.get("script-src")) == ("'none'", "'none'", None)


async def test_a_web_link_names_the_site_before_it_leads_there(enterprise: Enterprise) -> None:
    body = {"url": "https://example.com/x", "parent": {"id": "0"}, "name": "site"}
    link = (await enterprise.user.call("post_web_links", json=body)).json()
    shared = await enterprise.user.call("put_web_links_id", web_link_id=link["id"], json={"shared_link": {}})
    page = await Browser(enterprise.gateway).visit(shared.json()["shared_link"]["url"])
    assert ('href="https://example.com/x"' in page.text, "Go to example.com" in page.text) == (True, True)
