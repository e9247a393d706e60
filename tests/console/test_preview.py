"""Previews in a frame: the link that opens one, what is on the page, for how long and for whom."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from holdall.base.clock import MINUTE, SECOND, Clock
from tests.support.browser import Browser
from tests.support.client import Client
from tests.support.documents import docx, pdf, pptx
from tests.support.enterprise import Enterprise
from tests.support.news import events_about
from tests.support.pictures import form_and_size, opened, picture
from tests.support.sharing import share
from tests.support.tree import create
from tests.support.uploads import upload

_SOURCE = re.compile(r'<img[^>]* src="(/preview/[^"]+)"')


async def link_to(client: Client, file: Any) -> str:
    """The expiring link to a file's preview."""
    response = await client.call("get_files_id", file_id=file["id"], fields="expiring_embed_link")
    assert response.status_code == 200, response.text
    url: str = response.json()["expiring_embed_link"]["url"]
    return url


@pytest.fixture
def clock(enterprise: Enterprise) -> Iterator[Clock]:
    """The server's clock, which is put right again."""
    clock = enterprise.gateway.platform.db.clock
    before = clock.offset
    yield clock
    clock.offset = before


def sources(page: str) -> list[str]:
    return _SOURCE.findall(page)


class TestEmbedding:
    async def test_the_link_leads_to_a_page_that_other_sites_may_frame(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        page = await Browser(enterprise.gateway).visit(await link_to(enterprise.user, file))
        policy = dict(part.partition(" ")[::2] for part in page.headers["content-security-policy"].split("; "))
        assert (page.status_code, policy["frame-ancestors"], "x-frame-options" in page.headers) == (200, "*", False)
        assert (policy["default-src"], policy["frame-src"], "script-src" in policy) == ("'none'", "'none'", False)
        assert "set-cookie" not in page.headers

    async def test_a_picture_is_shown_upright_and_made_anew(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        browser = Browser(enterprise.gateway)
        page = await browser.visit(await link_to(enterprise.user, file))
        shown = await browser.visit(sources(page.text)[0])
        assert (form_and_size(shown.content), shown.headers["content-security-policy"]) == (
            ("JPEG", (600, 300)),
            "default-src 'none'; sandbox",
        )

    @pytest.mark.parametrize(
        ("name", "content", "pages"),
        [("a.pdf", pdf("One", "Two"), 2), ("a.docx", docx("Dear Ada"), 1), ("a.pptx", pptx("One", "Two", "Three"), 3)],
    )
    async def test_a_document_is_shown_page_by_page(
        self, enterprise: Enterprise, name: str, content: bytes, pages: int
    ) -> None:
        file = await upload(enterprise.user, name, content)
        browser = Browser(enterprise.gateway)
        page = await browser.visit(await link_to(enterprise.user, file))
        pictures = [await browser.visit(source) for source in sources(page.text)]
        assert [max(form_and_size(one.content)[1]) for one in pictures] == [1024] * pages

    async def test_a_text_is_shown_as_text(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.md", b"<script>alert(1)</script>")
        page = await Browser(enterprise.gateway).visit(await link_to(enterprise.user, file))
        assert ("&lt;script&gt;alert(1)&lt;/script&gt;" in page.text, "<script" in page.text) == (True, False)

    async def test_a_page_of_the_web_is_shown_as_its_words(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.html", b"<script>alert(1)</script><img src=x onerror=alert(2)>Hello")
        page = await Browser(enterprise.gateway).visit(await link_to(enterprise.user, file))
        assert ("alert" in page.text, len(sources(page.text))) == (False, 1)

    @pytest.mark.parametrize("name", ["a.exe", "a.svg"])
    async def test_what_has_no_preview_has_no_link(self, enterprise: Enterprise, name: str) -> None:
        file = await upload(enterprise.user, name, b"<svg><script>alert(1)</script></svg>")
        response = await enterprise.user.call("get_files_id", file_id=file["id"], fields="expiring_embed_link")
        assert response.json()["expiring_embed_link"] is None

    async def test_what_cannot_be_drawn_says_so(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", b"no picture")
        page = await Browser(enterprise.gateway).visit(await link_to(enterprise.user, file))
        assert (page.status_code, "There is no preview of this file" in page.text) == (200, True)

    async def test_opening_it_is_told_once(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.pdf", pdf("One", "Two"))
        browser = Browser(enterprise.gateway)
        page = await browser.visit(await link_to(enterprise.user, file))
        for source in sources(page.text):
            await browser.visit(source)
        told = [(kind, by) for kind, by, _ in await events_about(enterprise, file["id"])]
        assert told == [("ITEM_UPLOAD", enterprise.user_id), ("ITEM_PREVIEW", enterprise.user_id)]

    async def test_a_watermark_is_on_the_pages_and_no_text_is_given(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"secret words")
        await enterprise.user.call(
            "put_files_id_watermark", file_id=file["id"], json={"watermark": {"imprint": "default"}}
        )
        browser = Browser(enterprise.gateway)
        page = await browser.visit(await link_to(enterprise.user, file))
        first, again = [(await browser.visit(sources(page.text)[0])).content for _ in range(2)]
        assert ("secret words" in page.text, form_and_size(first)) == (False, ("PNG", (724, 1024)))
        assert opened(first).convert("L").getextrema()[0] != 255
        assert form_and_size(again) == form_and_size(first)


class TestExpiry:
    async def test_a_link_opens_for_a_minute(self, enterprise: Enterprise, clock: Clock) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        link = await link_to(enterprise.user, file)
        clock.advance(61 * SECOND)
        page = await Browser(enterprise.gateway).visit(link)
        assert (page.status_code, "expired" in page.text) == (410, True)

    async def test_what_was_opened_goes_on_for_an_hour(self, enterprise: Enterprise, clock: Clock) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        browser = Browser(enterprise.gateway)
        page = await browser.visit(await link_to(enterprise.user, file))
        source = sources(page.text)[0]
        statuses = []
        for minutes in (0, 59, 3):
            clock.advance(minutes * MINUTE)
            statuses.append((await browser.visit(source)).status_code)
        assert statuses == [200, 200, 410]

    @pytest.mark.parametrize("token", ["x", "", "AAAA" * 20])
    async def test_a_link_that_nobody_made_leads_nowhere(self, enterprise: Enterprise, token: str) -> None:
        browser = Browser(enterprise.gateway)
        answers = [await browser.visit(f"/preview/{kind}/{token or 'y'}") for kind in ("expiring_embed", "session")]
        assert [one.status_code for one in answers] == [404, 404]

    async def test_a_link_does_not_serve_as_a_session(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        token = (await link_to(enterprise.user, file)).rpartition("/")[2]
        assert (await Browser(enterprise.gateway).visit(f"/preview/session/{token}")).status_code == 404


class TestAccess:
    async def test_who_may_not_preview_gets_no_link(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Shared")
        file = await upload(enterprise.user, "a.png", picture(), folder["id"])
        user_id, uploader = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": user_id}, "uploader")
        response = await uploader.call("get_files_id", file_id=file["id"], fields="expiring_embed_link")
        assert response.status_code == 403

    async def test_a_preview_ends_with_the_right_to_it(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Shared")
        file = await upload(enterprise.user, "a.png", picture(), folder["id"])
        user_id, previewer = await enterprise.new_user()
        collaboration = await share(enterprise.user, folder["id"], {"id": user_id}, "previewer")
        browser = Browser(enterprise.gateway)
        page = await browser.visit(await link_to(previewer, file))
        source = sources(page.text)[0]
        before = (await browser.visit(source)).status_code
        await enterprise.user.call("delete_collaborations_id", collaboration_id=collaboration["id"])
        after = [(await browser.visit(address)).status_code for address in (source, source.rpartition("/")[0])]
        assert (before, after) == (200, [404, 404])

    async def test_a_preview_through_a_shared_link_ends_with_it(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        shared = await enterprise.user.call(
            "put_files_id", file_id=file["id"], json={"shared_link": {"access": "open"}}
        )
        _, other = await enterprise.new_user()
        through = other.with_headers(boxapi=f"shared_link={shared.json()['shared_link']['url']}")
        browser = Browser(enterprise.gateway)
        page = await browser.visit(await link_to(through, file))
        before = (await browser.visit(sources(page.text)[0])).status_code
        await enterprise.user.call("put_files_id", file_id=file["id"], json={"shared_link": None})
        after = (await browser.visit(sources(page.text)[0])).status_code
        assert (before, after) == (200, 404)

    @pytest.mark.parametrize("asset", ["2", "0", "x", "99999999999", "picture.png"])
    async def test_there_is_nothing_else_in_a_session(self, enterprise: Enterprise, asset: str) -> None:
        file = await upload(enterprise.user, "a.pdf", pdf("One"))
        browser = Browser(enterprise.gateway)
        page = await browser.visit(await link_to(enterprise.user, file))
        session = sources(page.text)[0].rpartition("/")[0]
        assert (await browser.visit(f"{session}/{asset}")).status_code == 404
