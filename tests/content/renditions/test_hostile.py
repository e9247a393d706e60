"""Files that were made to break whoever opens them: each is refused or drawn, within its limits, and the next is served."""

import io
import random
import struct
import tempfile
import zipfile
import zlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from PIL import Image

from holdall.content.renditions.children import Children, Limits
from holdall.content.renditions.errors import Exhausted, Refused
from holdall.content.renditions.formats import Format
from holdall.content.renditions.messages import Job
from tests.support.documents import archive, assemble_pdf, docx, odt, pdf, pptx, stream, xlsx
from tests.support.pictures import opened, picture, png_bomb

SECONDS = 3.0


@pytest.fixture(scope="module")
async def hurried() -> AsyncIterator[Children]:
    """Children that have a short time."""
    pool = Children(size=1, limits=Limits(seconds=SECONDS))
    yield pool
    await pool.close()


async def carry_out(pool: Children, task: str, content: bytes, kind: Format, **options: Any) -> dict[str, bytes]:
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.flush()
        return await pool.carry_out(Job(task, {"format": kind, **options}), source)


async def outcome(pool: Children, content: bytes, kind: Format, task: str = "sizes") -> str:
    """What came of drawing a file: `made`, `refused`, or `killed`; another file is served after it in any case."""
    options: dict[str, Any] = {"parts": ("png-32", "jpg-1024")} if task == "sizes" else {}
    try:
        await carry_out(pool, task, content, kind, **options)
    except Exhausted:
        result = "killed"
    except Refused:
        result = "refused"
    else:
        result = "made"
    served = await carry_out(pool, "sizes", picture(), Format.PICTURE, parts=("png-32",))
    assert opened(served["png-32"]).size == (32, 16)
    return result


def pdf_of(
    drawing: bytes, *, box: str = "0 0 300 300", more: dict[int, bytes] | None = None, resources: str = ""
) -> bytes:
    """A PDF of one page with this drawing; `more` are other objects, from number 5."""
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R /Resources << {resources} >> >>"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: page.encode(),
        4: stream(drawing),
        **(more or {}),
    }
    return assemble_pdf(objects)


def pdf_that_draws_itself_again_and_again(depth: int = 40) -> bytes:
    """Each form draws the next one twice: a line that is drawn 2 to the power of `depth` times."""
    forms = {}
    for number in range(5, 5 + depth):
        last = number == 4 + depth
        drawing = b"0 0 m 300 300 l S" if last else b"/F Do /F Do"
        inner = "" if last else f"/XObject << /F {number + 1} 0 R >>"
        forms[number] = stream(drawing, f"/Type /XObject /Subtype /Form /BBox [0 0 300 300] /Resources << {inner} >> ")
    return pdf_of(b"/F Do", more=forms, resources="/XObject << /F 5 0 R >>")


class TestPdf:
    async def test_drawings_that_multiply_are_killed_or_cut_short(self, hurried: Children) -> None:
        assert await outcome(hurried, pdf_that_draws_itself_again_and_again(), Format.PDF) in {
            "killed",
            "refused",
            "made",
        }

    @pytest.mark.parametrize(
        "box", ["0 0 1e9 1e9", "0 0 0 0", "0 0 0.001 9999", "9 9 -9 -9", "nan nan 1 1", "0 0 1e38 1"]
    )
    async def test_paper_of_any_size_is_drawn_within_the_size_that_was_asked_for(
        self, hurried: Children, box: str
    ) -> None:
        try:
            made = await carry_out(
                hurried, "sizes", pdf_of(b"0 0 m 9 9 l S", box=box), Format.PDF, parts=("png-32", "jpg-1024")
            )
        except Refused:
            return
        assert max(opened(made["jpg-1024"]).size) <= 1024

    async def test_an_image_of_gigabytes_in_a_page_is_contained(self, hurried: Children) -> None:
        image = stream(
            zlib.compress(bytes(8 * 1024 * 1024)),
            "/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
            "/Filter /FlateDecode ",
        )
        content = pdf_of(b"300 0 0 300 0 0 cm /I Do", more={5: image}, resources="/XObject << /I 5 0 R >>")
        assert await outcome(hurried, content, Format.PDF) in {"made", "refused", "killed"}

    async def test_scripts_forms_and_links_do_nothing(self, hurried: Children) -> None:
        action = "<< /S /JavaScript /JS (while(true){}) >>"
        objects = {
            1: f"<< /Type /Catalog /Pages 2 0 R /OpenAction {action} /AA << /WC {action} >> >>".encode(),
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /AA << /O {action} >> >>".encode(),
        }
        assert await outcome(hurried, assemble_pdf(objects), Format.PDF) == "made"

    async def test_a_page_that_is_not_there_is_refused(self, hurried: Children) -> None:
        for page in (0, 3, 10**6):
            with pytest.raises(Refused):
                await carry_out(hurried, "page", pdf("One", "Two"), Format.PDF, page=page, edge=64, part="p")


def jpeg_that_lies(width: int, height: int) -> bytes:
    """A small JPEG whose header says that it is as large as this."""
    content = bytearray(picture("JPEG", size=(8, 8)))
    place = content.index(b"\xff\xc0")
    content[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(content)


class TestPictures:
    @pytest.mark.parametrize("size", [(20_000, 20_000), (65_500, 65_500)])
    async def test_a_png_that_unpacks_to_gigabytes_is_refused(self, hurried: Children, size: tuple[int, int]) -> None:
        assert await outcome(hurried, png_bomb(*size), Format.PICTURE) == "refused"

    async def test_a_jpeg_that_says_it_is_huge_is_refused(self, hurried: Children) -> None:
        assert await outcome(hurried, jpeg_that_lies(65_500, 65_500), Format.PICTURE) == "refused"

    async def test_a_film_of_thousands_of_pictures_is_drawn_from_its_first(self, hurried: Children) -> None:
        frames = [Image.new("P", (40, 20), number % 250) for number in range(3000)]
        written = io.BytesIO()
        frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], optimize=False)
        assert await outcome(hurried, written.getvalue(), Format.PICTURE) == "made"

    @pytest.mark.parametrize("name", ["svg", "eps", "html", "xcf"])
    async def test_what_could_run_something_is_no_picture(self, hurried: Children, name: str) -> None:
        contents = {
            "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script><image href='file:///etc/passwd'/></svg>",
            "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(/etc/passwd) (r) file\n",
            "html": b"<script>alert(1)</script>",
            "xcf": b"gimp xcf file\0" + bytes(100),
        }
        assert await outcome(hurried, contents[name], Format.PICTURE) == "refused"


class TestOffice:
    async def test_an_archive_of_a_hundred_thousand_parts_is_refused(self, hurried: Children) -> None:
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as package:
            for number in range(30_000):
                package.writestr(f"word/header{number}.xml", b"")
        assert await outcome(hurried, written.getvalue(), Format.DOCUMENT, "text") == "refused"

    async def test_an_archive_that_holds_itself_is_not_opened_again(self, hurried: Children) -> None:
        inner = docx("inner")
        for _ in range(20):
            inner = archive({"word/document.xml": b"<a/>", "word/embeddings/x.docx": inner})
        assert await outcome(hurried, inner, Format.DOCUMENT, "text") == "made"

    async def test_paragraphs_without_end_fill_no_more_than_their_pages(self, hurried: Children) -> None:
        content = docx(*["word " * 50] * 40_000)
        made = await carry_out(hurried, "pdf", content, Format.DOCUMENT)
        facts = await carry_out(hurried, "facts", made["pdf"], Format.PDF)
        assert facts == {"facts": b'{"pages":100}'}

    async def test_one_line_of_a_million_letters_is_broken(self, hurried: Children) -> None:
        made = await carry_out(hurried, "pdf", b"x" * 1_000_000, Format.TEXT)
        assert made["pdf"][:5] == b"%PDF-"


SAMPLES = {
    Format.PICTURE: (picture(), picture("JPEG"), picture("GIF"), picture("TIFF"), picture("WEBP"), picture("BMP")),
    Format.PDF: (pdf("One", "Two"),),
    Format.DOCUMENT: (docx("Dear Ada", footer1="Below"),),
    Format.PRESENTATION: (pptx("One", "Two"),),
    Format.SPREADSHEET: (xlsx([["Name", 1.5], ["x", 2]]),),
    Format.OPEN_DOCUMENT: (odt("<text:p>Words</text:p>"),),
}


@pytest.mark.parametrize("kind", SAMPLES)
async def test_files_with_broken_bytes_are_drawn_or_refused(hurried: Children, kind: Format) -> None:
    chance = random.Random(f"broken {kind}")
    outcomes = set()
    for _ in range(40):
        content = bytearray(chance.choice(SAMPLES[kind]))
        for _ in range(chance.choice((1, 3, 30))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.3:
            del content[chance.randrange(len(content)) :]
        outcomes.add(await outcome(hurried, bytes(content), kind))
    assert outcomes <= {"made", "refused", "killed"}
    assert await outcome(hurried, SAMPLES[kind][0], kind) == "made"
