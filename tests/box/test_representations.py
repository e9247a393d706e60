"""Representations of files: which there are, their states, their content, and for whom."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdall.base.settings import Settings
from holdall.box.resources import representations
from holdall.cli.server import Application
from tests.support.client import Client
from tests.support.documents import docx, pdf
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.news import events_about
from tests.support.pictures import form_and_size, opened, picture
from tests.support.sharing import share
from tests.support.tree import create, error_of
from tests.support.uploads import upload, upload_version

JPG = ["jpg_32x32", "jpg_94x94", "jpg_160x160", "jpg_320x320", "jpg_1024x1024", "jpg_2048x2048"]
PAGED = ["png_paged_1024x1024", "png_paged_2048x2048"]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine has its representations too: requests wait until they are made."""
    monkeypatch.setattr(representations, "PATIENCE", 60.0)


async def entries(client: Client, file: Any, hints: str | None = None) -> list[dict[str, Any]]:
    headers = {} if hints is None else {"x-rep-hints": hints}
    response = await client.call("get_files_id", file_id=file["id"], fields="representations", headers=headers)
    assert response.status_code == 200, response.text
    listed: list[dict[str, Any]] = response.json()["representations"]["entries"]
    return listed


def names(listed: list[dict[str, Any]]) -> list[str]:
    return [entry["info"]["url"].rpartition("/")[2] for entry in listed]


async def until_made(client: Client, file: Any, hints: str) -> dict[str, Any]:
    """The entry of a hint once it says that it is made."""
    async with asyncio.timeout(60):
        while (found := (await entries(client, file, hints))[0])["status"]["state"] == "pending":
            await asyncio.sleep(0.02)
    return found


async def content_of(client: Client, file: Any, hints: str, asset: str = "") -> httpx.Response:
    """The content of the representation that a hint names."""
    template = (await entries(client, file, hints))[0]["content"]["url_template"]
    return await client.http.get(template.replace("{+asset_path}", asset))


class TestList:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("a.png", [*JPG, "png_1024x1024", "png_2048x2048"]),
            ("a.pdf", [*JPG, "pdf", *PAGED, "extracted_text"]),
            ("a.docx", [*JPG, "pdf", *PAGED, "extracted_text"]),
            ("a.exe", []),
            ("a.svg", []),
        ],
    )
    async def test_without_hints_it_says_what_there_is(
        self, enterprise: Enterprise, name: str, expected: list[str]
    ) -> None:
        listed = await entries(enterprise.user, await upload(enterprise.user, name, b"content"))
        assert (names(listed), {"status", "content"} & {key for one in listed for key in one}) == (expected, set())

    async def test_thumbnails_and_pages_say_what_they_are(self, enterprise: Enterprise) -> None:
        listed = await entries(enterprise.user, await upload(enterprise.user, "a.pdf", pdf("One")))
        told = {
            name: (one["representation"], one["properties"]) for name, one in zip(names(listed), listed, strict=True)
        }
        assert {name: told[name] for name in ("jpg_320x320", "png_paged_1024x1024", "pdf")} == {
            "jpg_320x320": ("jpg", {"dimensions": "320x320", "paged": "false", "thumb": "true"}),
            "png_paged_1024x1024": ("png", {"dimensions": "1024x1024", "paged": "true", "thumb": "false"}),
            "pdf": ("pdf", {}),
        }

    async def test_a_folder_tells_it_for_each_file(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Folder")
        for name in ("a.png", "b.exe"):
            await upload(enterprise.user, name, b"content", folder["id"])
        response = await enterprise.user.call("get_folders_id_items", folder_id=folder["id"], fields="representations")
        counts = [len(entry["representations"]["entries"]) for entry in response.json()["entries"]]
        assert counts == [8, 0]

    @pytest.mark.parametrize(
        ("hints", "expected"),
        [
            ("[jpg?dimensions=32x32][jpg?dimensions=64x64]", ["jpg_32x32"]),
            ("[pdf,jpg?dimensions=32x32]", ["jpg_32x32"]),
            ("[3d][pdf][text][mp3][jpg?dimensions=1024x1024&paged=false]", ["jpg_1024x1024"]),
            ("[jpg?dimensions=32x32] [jpg?dimensions=32x32]", ["jpg_32x32"]),
            ("[png?dimensions=2048x2048]", ["png_2048x2048"]),
            ("[dash,mp4]", []),
            ("", []),
        ],
    )
    async def test_of_each_set_of_hints_the_first_that_is_there_is_told(
        self, enterprise: Enterprise, hints: str, expected: list[str]
    ) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        assert names(await entries(enterprise.user, file, hints)) == expected

    @pytest.mark.parametrize("hints", ["pdf", "[pdf", "[[pdf]]", "[pdf]x"])
    async def test_hints_in_another_form_are_refused(self, enterprise: Enterprise, hints: str) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        response = await enterprise.user.call(
            "get_files_id", file_id=file["id"], fields="representations", headers={"x-rep-hints": hints}
        )
        assert error_of(response) == (400, "bad_request")

    async def test_a_hint_has_it_made(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.md", b"Some words")
        first = (await entries(enterprise.user, file, "[jpg?dimensions=320x320]"))[0]
        later = await until_made(enterprise.user, file, "[jpg?dimensions=320x320]")
        assert (first["status"]["state"], later["status"]["state"]) == ("pending", "success")

    async def test_pages_are_counted(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.pdf", pdf("One", "Two", "Three"))
        assert (await until_made(enterprise.user, file, "[png?dimensions=1024x1024]"))["metadata"] == {"pages": 3}

    async def test_what_cannot_be_made_is_not_offered(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.docx", b"no document")
        async with asyncio.timeout(60):
            while await entries(enterprise.user, file, "[pdf]"):
                await asyncio.sleep(0.02)
        told = await enterprise.user.http.get((await entries(enterprise.user, file))[6]["info"]["url"])
        assert told.json()["status"] == {"state": "error"}


class TestContent:
    async def test_a_picture_comes_in_the_size_that_was_asked_for(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", picture(size=(3000, 1500)))
        sizes = [
            form_and_size((await content_of(enterprise.user, file, hint)).content)
            for hint in ("[jpg?dimensions=94x94]", "[jpg?dimensions=1024x1024]", "[png?dimensions=2048x2048]")
        ]
        assert sizes == [("JPEG", (94, 47)), ("JPEG", (1024, 512)), ("PNG", (2048, 1024))]

    async def test_pages_come_one_by_one(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.pdf", pdf("One", "Two", size=(300, 600)))
        answers = [
            await content_of(enterprise.user, file, "[png?dimensions=1024x1024]", asset)
            for asset in ("1.png", "2.png", "3.png", "0.png", "1.jpg", "")
        ]
        assert [one.status_code for one in answers] == [200, 200, 404, 404, 404, 404]
        assert [form_and_size(one.content) for one in answers[:2]] == [("PNG", (512, 1024))] * 2
        assert answers[0].content != answers[1].content

    async def test_a_document_has_a_pdf_with_its_words(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "Brief.docx", docx("Liebe Ada,", "schöne Grüße"))
        made = await content_of(enterprise.user, file, "[pdf]")
        copy = await upload(enterprise.user, "copy.pdf", made.content)
        text = await content_of(enterprise.user, copy, "[extracted_text]")
        assert (made.headers["content-type"], made.headers["content-disposition"]) == (
            "application/pdf",
            'inline; filename="Brief.pdf"',
        )
        assert text.text.split("\n") == ["Liebe Ada,", "schöne Grüße"]

    async def test_the_pdf_of_a_pdf_is_the_file(self, enterprise: Enterprise) -> None:
        content = pdf("One")
        file = await upload(enterprise.user, "a.pdf", content)
        response = await content_of(enterprise.user, file, "[pdf]")
        followed = await Client(enterprise.gateway).http.get(response.headers["location"])
        assert (response.status_code, followed.content) == (302, content)

    async def test_the_text_is_plain(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.html", b"<p>Hello <script>alert(1)</script>&lt;b&gt;</p>")
        response = await content_of(enterprise.user, file, "[extracted_text]")
        headers = {name: response.headers[name] for name in ("content-type", "x-content-type-options")}
        assert (response.text, headers) == (
            "Hello <b>",
            {"content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff"},
        )

    async def test_while_it_is_made_the_answer_says_when_to_come_back(
        self, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(representations, "PATIENCE", 0.0)
        file = await upload(enterprise.user, "a.pdf", pdf("One"))
        early = await content_of(enterprise.user, file, "[png?dimensions=1024x1024]", "1.png")
        assert (early.status_code, early.headers["retry-after"]) == (202, "1")

    async def test_what_cannot_be_made_is_said_so(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", b"no picture")
        info = (await entries(enterprise.user, file))[4]["info"]["url"]
        assert error_of(await enterprise.user.http.get(f"{info}/content")) == (404, "preview_cannot_be_generated")

    async def test_an_earlier_version_keeps_its_own(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", picture(size=(600, 300)))
        info = (await entries(enterprise.user, file))[3]["info"]["url"]
        await upload_version(enterprise.user, file["id"], picture(size=(300, 600)))
        current = (await entries(enterprise.user, file))[3]["info"]["url"]
        sizes = [
            form_and_size((await enterprise.user.http.get(f"{url}/content")).content)[1] for url in (info, current)
        ]
        assert sizes == [(320, 160), (160, 320)]

    async def test_looking_at_it_is_told_and_a_thumbnail_is_no_look(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.pdf", pdf("One", "Two"))
        await content_of(enterprise.user, file, "[jpg?dimensions=320x320]")
        before = [kind for kind, _, _ in await events_about(enterprise, file["id"])]
        for asset in ("1.png", "2.png"):
            await content_of(enterprise.user, file, "[png?dimensions=1024x1024]", asset)
        after = [kind for kind, _, _ in await events_about(enterprise, file["id"])]
        assert (before, after) == (["ITEM_UPLOAD"], ["ITEM_UPLOAD", "ITEM_PREVIEW"])


class TestAccess:
    async def test_nobody_else_learns_that_it_is_there(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        info = (await entries(enterprise.user, file))[3]["info"]["url"]
        other = await make_enterprise(enterprise.gateway)
        _, colleague = await enterprise.new_user()
        readers = [Client(enterprise.gateway), other.admin, colleague]
        answers = [[(await one.http.get(url)).status_code for url in (info, f"{info}/content")] for one in readers]
        assert answers == [[401, 401], [404, 404], [404, 404]]

    async def test_a_token_in_the_address_will_do(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        info = (await entries(enterprise.user, file))[3]["info"]["url"]
        url = f"{info}/content?access_token={enterprise.user.token}"
        assert (await Client(enterprise.gateway).http.get(url)).status_code == 200

    @pytest.mark.parametrize("scopes", [["item_preview"], ["base_preview"]])
    async def test_a_token_for_previews_is_enough(self, enterprise: Enterprise, scopes: list[str]) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        info = (await entries(enterprise.user, file))[3]["info"]["url"]
        token = await enterprise.new_token(enterprise.user_id, scopes=scopes)
        assert (await Client(enterprise.gateway, token).http.get(f"{info}/content")).status_code == 200

    async def test_requests_for_them_count_as_those_for_files_do(self, enterprise: Enterprise, tmp_path: Path) -> None:
        application = Application(Settings(data=tmp_path, work="elsewhere", rate_limit=4, log_format="none"))
        own = await make_enterprise(await application.start())
        file = await upload(own.user, "a.png", picture())
        info = (await entries(own.user, file))[3]["info"]["url"]
        statuses = [(await own.user.http.get(info)).status_code for _ in range(4)]
        await application.stop()
        assert statuses == [200, 200, 200, 429]

    async def test_a_previewer_sees_pages_but_does_not_get_the_file(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Shared")
        file = await upload(enterprise.user, "a.pdf", pdf("One"), folder["id"])
        user_id, previewer = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": user_id}, "previewer")
        page = await content_of(previewer, file, "[png?dimensions=1024x1024]", "1.png")
        whole = await content_of(previewer, file, "[pdf]")
        assert (page.status_code, error_of(whole)) == (200, (403, "access_denied_insufficient_permissions"))

    async def test_an_uploader_sees_none(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Shared")
        file = await upload(enterprise.user, "a.pdf", pdf("One"), folder["id"])
        info = (await entries(enterprise.user, file))[3]["info"]["url"]
        user_id, uploader = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": user_id}, "uploader")
        assert ((await uploader.http.get(info)).status_code, await entries(uploader, file)) == (403, [])

    @pytest.mark.parametrize("place", ["x/versions/{version}", "{file}/versions/x", "{file}/versions/17"])
    async def test_what_is_no_version_of_the_file_is_not_found(self, enterprise: Enterprise, place: str) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        place = place.format(file=file["id"], version=file["file_version"]["id"])
        response = await enterprise.user.http.get(f"/2.0/internal_files/{place}/representations/jpg_32x32")
        assert response.status_code == 404


class TestWatermark:
    async def test_pictures_are_stamped_and_nothing_else_is_offered(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.pdf", pdf("One"))
        plain = await content_of(enterprise.user, file, "[jpg?dimensions=1024x1024]")
        await enterprise.user.call(
            "put_files_id_watermark", file_id=file["id"], json={"watermark": {"imprint": "default"}}
        )
        stamped = await content_of(enterprise.user, file, "[jpg?dimensions=1024x1024]")
        listed = names(await entries(enterprise.user, file))
        assert listed == [*JPG, *PAGED]
        assert form_and_size(stamped.content) == form_and_size(plain.content)
        assert sum(opened(plain.content).convert("L").tobytes()) > sum(opened(stamped.content).convert("L").tobytes())

    async def test_text_and_pdf_of_a_watermarked_file_are_not_found(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.pdf", pdf("One"))
        listed = await entries(enterprise.user, file)
        infos = dict(zip(names(listed), (one["info"]["url"] for one in listed), strict=True))
        await enterprise.user.call(
            "put_files_id_watermark", file_id=file["id"], json={"watermark": {"imprint": "default"}}
        )
        statuses = [
            (await enterprise.user.http.get(f"{infos[name]}/content")).status_code for name in ("pdf", "extracted_text")
        ]
        assert (len(listed), statuses) == (10, [404, 404])

    async def test_a_previewer_does_not_get_the_file_behind_the_stamp(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "Shared")
        file = await upload(enterprise.user, "a.png", picture(), folder["id"])
        await enterprise.user.call(
            "put_folders_id_watermark", folder_id=folder["id"], json={"watermark": {"imprint": "default"}}
        )
        user_id, previewer = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": user_id}, "previewer")
        shown = await content_of(previewer, file, "[png?dimensions=1024x1024]")
        refused = await previewer.call("get_files_id_content", file_id=file["id"])
        assert (shown.status_code, opened(shown.content).convert("RGB").tobytes() == opened(picture()).tobytes()) == (
            200,
            False,
        )
        assert error_of(refused) == (403, "access_denied_insufficient_permissions")

    async def test_a_thumbnail_is_stamped_too(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        place = {"file_id": file["id"], "extension": "png", "min_width": 256}
        plain = await enterprise.user.call("get_files_id_thumbnail_id", **place)
        await enterprise.user.call(
            "put_files_id_watermark", file_id=file["id"], json={"watermark": {"imprint": "default"}}
        )
        stamped = await enterprise.user.call("get_files_id_thumbnail_id", **place)
        assert [form_and_size(one.content) for one in (plain, stamped)] == [("PNG", (256, 128))] * 2
        assert plain.content != stamped.content
