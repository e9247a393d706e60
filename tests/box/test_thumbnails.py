"""Thumbnails of files: what they look like, when they come, and for whom."""

import asyncio
import io
from typing import Any

import httpx
import pytest
from PIL import Image

from holdall.box.resources import thumbnails
from tests.support.client import Client
from tests.support.documents import docx, pdf, pptx, xlsx
from tests.support.enterprise import Enterprise
from tests.support.pictures import RED, form_and_size, opened, picture, png_bomb, psd
from tests.support.sharing import share
from tests.support.tree import create, error_of
from tests.support.uploads import upload, upload_version


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine has its thumbnails too: requests wait until they are made."""
    monkeypatch.setattr(thumbnails, "PATIENCE", 60.0)


async def thumbnail(client: Client, file: Any, extension: str = "png", **wishes: Any) -> httpx.Response:
    """The answer to a request for the thumbnail of an uploaded file."""
    return await client.call("get_files_id_thumbnail_id", file_id=file["id"], extension=extension, **wishes)


async def thumbnail_of(
    enterprise: Enterprise, name: str, content: bytes, extension: str = "png", **wishes: int
) -> bytes:
    """The thumbnail of a file that is uploaded for it."""
    response = await thumbnail(enterprise.user, await upload(enterprise.user, name, content), extension, **wishes)
    assert response.status_code == 200, response.text
    return response.content


@pytest.mark.operation("get_files_id_thumbnail_id")
class TestGetThumbnail:
    @pytest.mark.parametrize(
        ("extension", "wishes", "size"),
        [
            ("png", {}, (256, 128)),
            ("jpg", {}, (320, 160)),
            ("png", {"min_width": 33}, (64, 32)),
            ("png", {"min_height": 128, "min_width": 64}, (128, 64)),
            ("jpg", {"min_width": 33}, (160, 80)),
            ("png", {"max_width": 200}, (128, 64)),
            ("jpg", {"max_height": 32, "min_height": 32}, (32, 16)),
        ],
    )
    async def test_the_size_is_the_smallest_or_largest_that_fits_the_wishes(
        self, enterprise: Enterprise, extension: str, wishes: dict[str, int], size: tuple[int, int]
    ) -> None:
        content = await thumbnail_of(enterprise, "a.png", picture(), extension, **wishes)
        assert form_and_size(content) == ("PNG" if extension == "png" else "JPEG", size)

    @pytest.mark.parametrize(
        ("extension", "wishes"),
        [
            ("png", {"min_width": 31}),
            ("png", {"max_width": 257}),
            ("jpg", {"min_height": 321}),
            ("png", {"min_width": 128, "max_width": 64}),
            ("jpg", {"min_width": 33, "max_height": 159}),
        ],
    )
    async def test_wishes_that_no_size_fits_are_refused(
        self, enterprise: Enterprise, extension: str, wishes: dict[str, int]
    ) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        response = await thumbnail(enterprise.user, file, extension, **wishes)
        assert error_of(response) == (400, "requested_preview_unavailable")

    async def test_the_answer_is_a_picture_and_nothing_else(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        headers = (await thumbnail(enterprise.user, file, "jpg")).headers
        assert {name: headers[name] for name in ("content-type", "x-content-type-options")} == {
            "content-type": "image/jpeg",
            "x-content-type-options": "nosniff",
        }
        assert headers["content-security-policy"] == "default-src 'none'; sandbox"

    @pytest.mark.parametrize("kind", ["AVIF", "BMP", "GIF", "JPEG", "JPEG2000", "PNG", "TGA", "TIFF", "WEBP"])
    async def test_every_common_form_of_picture_has_one(self, enterprise: Enterprise, kind: str) -> None:
        extension = {"JPEG": "jpeg", "JPEG2000": "jp2", "TIFF": "tif"}.get(kind, kind.lower())
        content = await thumbnail_of(enterprise, f"a.{extension}", picture(kind))
        assert opened(content).convert("RGB").getpixel((60, 60)) == pytest.approx(RED, abs=25)

    async def test_a_photoshop_file_shows_its_layers_as_one(self, enterprise: Enterprise) -> None:
        content = await thumbnail_of(enterprise, "a.psd", psd((60, 40)))
        assert opened(content).convert("RGB").getpixel((30, 20)) == pytest.approx(RED, abs=25)

    @pytest.mark.parametrize(
        ("kind", "mode"), [("PNG", "I;16"), ("PNG", "1"), ("PNG", "LA"), ("PNG", "P"), ("JPEG", "CMYK"), ("TIFF", "F")]
    )
    @pytest.mark.parametrize("extension", ["png", "jpg"])
    async def test_colours_of_every_kind_are_shown(
        self, enterprise: Enterprise, kind: str, mode: str, extension: str
    ) -> None:
        name = f"a.{kind.lower()}"
        assert form_and_size(await thumbnail_of(enterprise, name, picture(kind, mode=mode), extension))[1][0] >= 256

    async def test_it_stands_upright(self, enterprise: Enterprise) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6  # the camera was held on its side
        content = await thumbnail_of(enterprise, "a.jpg", picture("JPEG", exif=exif.tobytes()))
        assert form_and_size(content) == ("PNG", (128, 256))

    async def test_of_a_film_it_is_the_first_picture(self, enterprise: Enterprise) -> None:
        frames = [Image.new("RGB", (60, 60), color) for color in (RED, (0, 0, 255), (0, 255, 0))]
        written = io.BytesIO()
        frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], duration=50)
        content = await thumbnail_of(enterprise, "a.gif", written.getvalue())
        assert opened(content).convert("RGB").getpixel((30, 30)) == pytest.approx(RED, abs=25)
        assert getattr(opened(content), "n_frames", 1) == 1

    async def test_what_can_be_seen_through_is_white_in_a_jpg_and_stays_so_in_a_png(
        self, enterprise: Enterprise
    ) -> None:
        clear = picture(mode="RGBA")
        jpg, png = [await thumbnail_of(enterprise, f"{form}.png", clear, form) for form in ("jpg", "png")]
        assert (opened(jpg).getpixel((9, 9)), opened(png).getpixel((9, 9))) == ((255, 255, 255), (0, 0, 0, 0))

    async def test_a_small_picture_is_not_blown_up(self, enterprise: Enterprise) -> None:
        assert form_and_size(await thumbnail_of(enterprise, "a.png", picture(size=(20, 10)))) == ("PNG", (20, 10))

    async def test_what_a_camera_hid_in_the_picture_is_not_in_it(self, enterprise: Enterprise) -> None:
        exif = Image.Exif()
        exif[0x010E] = "taken at home"
        content = picture("JPEG", exif=exif.tobytes())
        made = [await thumbnail_of(enterprise, f"{form}.jpg", content, form) for form in ("jpg", "png")]
        assert [b"taken at home" in one for one in (content, *made)] == [True, False, False]

    async def test_of_a_pdf_it_is_the_first_page(self, enterprise: Enterprise) -> None:
        image = opened(await thumbnail_of(enterprise, "a.pdf", pdf("First", "Second", size=(300, 600)))).convert("L")
        assert (image.size, image.getpixel((0, 0)), min(image.tobytes()) < 100) == ((128, 256), 255, True)

    @pytest.mark.parametrize(
        ("name", "content", "size"),
        [
            ("a.docx", docx(*["Some words of a letter"] * 40), (181, 256)),
            ("a.pptx", pptx("A title"), (256, 144)),
            ("a.xlsx", xlsx([["Name", "Age"], ["Ada", 36]]), (256, 181)),
            ("a.md", b"# Title\n\nSome words", (181, 256)),
            ("a.html", b"<h1>Title</h1><script>document.body.remove()</script>", (181, 256)),
        ],
    )
    async def test_of_a_document_it_is_a_page_with_its_words(
        self, enterprise: Enterprise, name: str, content: bytes, size: tuple[int, int]
    ) -> None:
        image = opened(await thumbnail_of(enterprise, name, content)).convert("L")
        assert (image.size, image.getpixel((0, 0)), min(image.tobytes()) < 200) == (size, 255, True)

    async def test_a_new_version_has_a_new_thumbnail(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        first = await thumbnail(enterprise.user, file)
        await upload_version(enterprise.user, file["id"], picture(size=(300, 600)))
        second = await thumbnail(enterprise.user, file)
        assert [form_and_size(one.content)[1] for one in (first, second)] == [(256, 128), (128, 256)]

    @pytest.mark.parametrize("name", ["a.exe", "a", "a.svg", "a.mp4"])
    async def test_what_has_none_leads_to_a_drawing(self, enterprise: Enterprise, name: str) -> None:
        response = await thumbnail(enterprise.user, await upload(enterprise.user, name, b"bytes"), "jpg", min_width=100)
        drawing = await Client(enterprise.gateway).http.get(response.headers["location"])
        assert (response.status_code, drawing.status_code, drawing.headers["content-type"]) == (302, 200, "image/jpeg")
        assert form_and_size(drawing.content) == ("JPEG", (160, 160))

    async def test_while_it_is_made_a_drawing_stands_in(
        self, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(thumbnails, "PATIENCE", 0.0)
        file = await upload(enterprise.user, "a.md", b"Some words")  # of a text none is made before it is asked for
        early = await thumbnail(enterprise.user, file)
        drawing = await Client(enterprise.gateway).http.get(early.headers["location"])
        assert (early.status_code, early.headers["retry-after"], early.content) == (202, "1", b"")
        assert form_and_size(drawing.content) == ("PNG", (256, 256))
        async with asyncio.timeout(60):
            while (later := await thumbnail(enterprise.user, file)).status_code == 202:
                await asyncio.sleep(0.02)
        assert (later.status_code, form_and_size(later.content)) == (200, ("PNG", (181, 256)))

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.png", b"no picture"),
            ("a.png", picture()[:60]),
            ("a.png", b""),
            ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
            ("a.pdf", b"%PDF-1.7"),
            ("a.docx", b"PK\x03\x04"),
            ("bomb.png", png_bomb(50_000, 50_000)),
        ],
        ids=["text", "cut off", "empty", "drawing with a script", "broken PDF", "broken document", "bomb"],
    )
    async def test_what_cannot_be_read_is_said_to_have_none(
        self, enterprise: Enterprise, name: str, content: bytes
    ) -> None:
        response = await thumbnail(enterprise.user, await upload(enterprise.user, name, content))
        assert error_of(response) == (404, "preview_cannot_be_generated")

    async def test_a_huge_photograph_has_one(self, enterprise: Enterprise) -> None:
        content = await thumbnail_of(enterprise, "a.jpg", picture("JPEG", size=(12_000, 9_000)))
        assert form_and_size(content) == ("PNG", (256, 192))

    @pytest.mark.parametrize(
        ("role", "status"), [("previewer", 200), ("viewer", 200), ("previewer uploader", 200), ("uploader", 403)]
    )
    async def test_who_may_preview_may_see_it(self, enterprise: Enterprise, role: str, status: int) -> None:
        user_id, client = await enterprise.new_user()
        folder = await create(enterprise.user, "Shared")
        file = await upload(enterprise.user, "a.png", picture(), folder["id"])
        await share(enterprise.user, folder["id"], {"id": user_id}, role)
        assert (await thumbnail(client, file)).status_code == status

    async def test_of_what_is_in_the_trash_there_is_none(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.png", picture())
        await enterprise.user.call("delete_files_id", file_id=file["id"])
        assert error_of(await thumbnail(enterprise.user, file)) == (404, "trashed")


class TestPlaceholders:
    @pytest.mark.parametrize(
        "path", ["33/pdf.png", "32/pdf.gif", "32/toolong.png", "32/<b>.png", "32/pdf", "32/..png", "x/pdf.png"]
    )
    async def test_there_are_no_others(self, enterprise: Enterprise, path: str) -> None:
        response = await Client(enterprise.gateway).http.get(f"/d/placeholders/{path}")
        assert response.status_code == 404

    async def test_they_may_be_kept_by_browsers(self, enterprise: Enterprise) -> None:
        response = await Client(enterprise.gateway).http.get("/d/placeholders/64/pdf.png")
        assert (response.headers["cache-control"], form_and_size(response.content)) == (
            "public, max-age=86400",
            ("PNG", (64, 64)),
        )
