"""Text out of files of every kind, by a child as the server has it; and what hostile files come to."""

import io
import tempfile
import zipfile
import zlib

import pytest

from holdall.content.renditions.children import Children
from holdall.content.renditions.errors import Refused
from holdall.content.renditions.formats import Format, format_of, has_text
from holdall.content.renditions.messages import Job
from holdall.content.renditions.text.collector import MAX_CHARACTERS
from holdall.content.renditions.text.packages import MAX_UNPACKED
from tests.support.documents import archive, assemble_pdf, docx, odt, pdf, pptx, stream, xlsx


async def text_of(children: Children, content: bytes, kind: Format = Format.TEXT) -> str:
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.flush()
        return (await children.carry_out(Job("text", {"format": kind}), source))["text"].decode()


async def refusal_of(children: Children, content: bytes, kind: Format) -> str:
    with pytest.raises(Refused) as caught:
        await text_of(children, content, kind)
    return str(caught.value)


class TestFormats:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("a.pdf", Format.PDF),
            ("A.PDF", Format.PDF),
            ("a.tar.docx", Format.DOCUMENT),
            ("a.xls", Format.SPREADSHEET),
            ("a.jpeg", Format.PICTURE),
            ("read.md", Format.TEXT),
            ("pdf", None),
            (".pdf", None),
            ("a.exe", None),
        ],
    )
    def test_the_extension_says_what_a_file_is(self, name: str, kind: Format | None) -> None:
        assert format_of(name) == kind

    def test_pictures_have_no_text(self) -> None:
        assert [kind for kind in Format if not has_text(kind)] == [Format.PICTURE]


class TestPlain:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
    async def test_marked_and_unmarked_unicode_is_read(self, children: Children, encoding: str) -> None:
        assert await text_of(children, "Grüße, 世界 👋\n".encode(encoding)) == "Grüße, 世界 👋"

    @pytest.mark.parametrize(
        ("encoding", "text"),
        [
            ("cp1252", "Die Straße führt über die Brücke nach München, wo es schöne Häuser für ältere Leute gibt."),
            ("cp1251", "Съешь же ещё этих мягких французских булок, да выпей чаю. Широкая электрификация губерний."),
            ("shift_jis", "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"),
        ],
    )
    async def test_older_encodings_are_recognised(self, children: Children, encoding: str, text: str) -> None:
        assert await text_of(children, text.encode(encoding)) == text

    async def test_a_character_that_the_sample_cuts_in_two_is_whole(self, children: Children) -> None:
        text = "x" * (64 * 1024 - 1) + "é"
        assert await text_of(children, text.encode()) == text

    async def test_bytes_that_are_no_text_are_refused(self, children: Children) -> None:
        content = bytes(range(256)) * 16
        assert await refusal_of(children, content, Format.TEXT) == "It is no text: it holds zero bytes"

    async def test_no_more_than_a_million_characters_are_kept(self, children: Children) -> None:
        assert await text_of(children, b"abcdefg " * 500_000) == ("abcdefg " * 500_000)[:MAX_CHARACTERS]

    async def test_what_databases_refuse_is_left_out(self, children: Children) -> None:
        assert await text_of(children, b"a\x07b\x1b[0m\tc\r\nd\re\n\n\n\n\nf  \ng") == "ab[0m\tc\nd\ne\n\nf\ng"

    async def test_an_empty_file_has_an_empty_text(self, children: Children) -> None:
        assert await text_of(children, b"") == ""


class TestHtml:
    async def test_what_a_reader_sees_is_the_text(self, children: Children) -> None:
        page = """<!doctype html><html><head><title>The title</title><style>p { color: red }</style>
            <script>document.write("no")</script></head><body onload="evil()"><h1>Head&shy;line</h1>
            <p>One   <b>bold</b>&nbsp;word &amp; more<br>second line</p><svg><text>no</text></svg>
            <table><tr><td>a</td><td>b</td></tr></table><noscript>no</noscript></body></html>"""
        assert (await text_of(children, page.encode(), Format.HTML)).split() == (
            ["The", "title", "Head\xadline", "One", "bold", "word", "&", "more", "second", "line", "a", "b"]
        )

    async def test_blocks_are_lines(self, children: Children) -> None:
        assert await text_of(children, b"<p>One</p><p>Two<br>Three</p>", Format.HTML) == "One\n\nTwo\nThree"

    async def test_the_declared_encoding_is_used(self, children: Children) -> None:
        page = '<html><meta charset="windows-1251"><p>Привет'.encode("cp1251")
        assert await text_of(children, page, Format.HTML) == "Привет"

    async def test_an_encoding_that_does_not_exist_is_found_out(self, children: Children) -> None:
        page = '<meta charset="klingon"><p>Grüße'.encode()
        assert await text_of(children, page, Format.HTML) == "Grüße"

    async def test_a_million_open_tags_and_a_broken_end_are_read(self, children: Children) -> None:
        page = b"<div><b>" * 200_000 + b"deep <a href='" + b"x" * 100_000
        assert (await text_of(children, page, Format.HTML)).split()[0] == "deep"


class TestPdf:
    async def test_pages_follow_each_other(self, children: Children) -> None:
        assert await text_of(children, pdf("First page", "Second page"), Format.PDF) == "First page\n\nSecond page"

    async def test_no_pdf_is_refused(self, children: Children) -> None:
        assert (await refusal_of(children, b"%PDF-1.7 nothing more", Format.PDF))[
            :31
        ] == "It is no PDF that can be read: "

    async def test_a_pdf_that_is_cut_off_is_read_or_refused(self, children: Children) -> None:
        whole = pdf("First page", "Second page")
        for length in range(0, len(whole), 97):
            try:
                text = await text_of(children, whole[:length], Format.PDF)
            except Refused:
                continue
            assert text in {"", "First page", "First page\n\nSecond page"}
        assert await text_of(children, whole, Format.PDF) == "First page\n\nSecond page"

    async def test_pages_that_contain_themselves_end(self, children: Children) -> None:
        looping = assemble_pdf(
            {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"}
        )
        assert await outcome_of(children, looping, Format.PDF) in {"", "refused"}

    async def test_a_stream_that_unpacks_to_gigabytes_is_contained(self, children: Children) -> None:
        bomb = zlib.compress(zlib.compress(bytes(64 * 1024 * 1024)))
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
        content = assemble_pdf(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
                3: page,
                4: stream(bomb, "/Filter [/FlateDecode /FlateDecode] "),
            }
        )
        assert await outcome_of(children, content, Format.PDF) in {"", "refused"}
        assert await text_of(children, b"next") == "next"


async def outcome_of(children: Children, content: bytes, kind: Format) -> str:
    try:
        return await text_of(children, content, kind)
    except Refused:
        return "refused"


class TestOffice:
    async def test_word_gives_paragraphs_headers_and_notes(self, children: Children) -> None:
        content = docx("Dear Ada,", "a < b & c", header1="On top", footnotes="Below")
        assert await text_of(children, content, Format.DOCUMENT) == "Dear Ada,\na < b & c\n\nOn top\n\nBelow"

    async def test_a_row_of_a_table_is_a_line(self, children: Children) -> None:
        def cell(*paragraphs: str) -> str:
            return f"<w:tc>{''.join(f'<w:p><w:t>{text}</w:t></w:p>' for text in paragraphs)}</w:tc>"

        rows = f"<w:tr>{cell('a1')}{cell('b1', 'more')}</w:tr><w:tr>{cell('a2')}{cell('b2')}</w:tr>"
        document = f'<w:body xmlns:w="urn:w"><w:tbl>{rows}</w:tbl><w:p><w:t>after</w:t></w:p></w:body>'
        content = archive({"word/document.xml": document})
        assert await text_of(children, content, Format.DOCUMENT) == "a1\tb1 more\na2\tb2\nafter"

    async def test_slides_come_in_their_order_and_notes_after_them(self, children: Children) -> None:
        slides = [f"Slide {number}" for number in range(1, 12)]
        text = await text_of(children, pptx(*slides, notes="Say hello"), Format.PRESENTATION)
        assert [line for line in text.split("\n") if line] == [*slides, "Say hello"]

    async def test_open_document_keeps_its_spaces_and_breaks(self, children: Children) -> None:
        body = (
            "<text:h>Title</text:h><text:p>One<text:s text:c='3'/>two<text:tab/>three<text:line-break/>four "
            "<text:span>five</text:span></text:p>"
        )
        assert await text_of(children, odt(body), Format.OPEN_DOCUMENT) == "Title\nOne   two\tthree\nfour five"

    async def test_a_sheet_is_its_rows(self, children: Children) -> None:
        content = xlsx([["Name", "Age"], ["Ada", 36], ["Pi", 3.5]], name="People")
        assert await text_of(children, content, Format.SPREADSHEET) == "People\nName\tAge\nAda\t36\nPi\t3.5"

    @pytest.mark.parametrize("kind", [Format.DOCUMENT, Format.PRESENTATION, Format.OPEN_DOCUMENT, Format.SPREADSHEET])
    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", archive({"a.txt": "no document"})])
    async def test_what_is_no_such_document_is_refused(self, children: Children, kind: Format, content: bytes) -> None:
        assert await outcome_of(children, content, kind) == "refused"

    async def test_a_part_that_unpacks_to_gigabytes_is_refused(self, children: Children) -> None:
        start = b'<w:document xmlns:w="urn:w"><w:body>'
        content = archive({"word/document.xml": start + b" " * (MAX_UNPACKED + 1)})
        assert await refusal_of(children, content, Format.DOCUMENT) == (
            f"A part of the archive unpacks to more than {MAX_UNPACKED} bytes"
        )

    async def test_strings_of_a_sheet_that_unpack_to_gigabytes_are_contained(self, children: Children) -> None:
        strings = "<sst>" + f"<si><t>{'a' * 1000}</t></si>" * 200_000 + "</sst>"
        content = xlsx([["here"]], shared_strings=strings)
        assert await outcome_of(children, content, Format.SPREADSHEET) in {"Sheet1\nhere", "refused"}
        assert await text_of(children, b"next") == "next"

    async def test_entities_that_multiply_are_refused(self, children: Children) -> None:
        entities = '<!ENTITY a0 "ha">' + "".join(
            f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10)
        )
        document = f'<!DOCTYPE w [{entities}]><w:document xmlns:w="urn:w"><w:t>&a9;</w:t></w:document>'
        assert await refusal_of(children, archive({"word/document.xml": document}), Format.DOCUMENT) == (
            "A part of the archive has a document type, which office files have not"
        )

    async def test_an_external_entity_reads_no_file(self, children: Children) -> None:
        body = "<text:p>&file;</text:p>"
        document = f'<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]><x xmlns:text="urn:t">{body}</x>'
        assert await outcome_of(children, archive({"content.xml": document}), Format.OPEN_DOCUMENT) == "refused"

    async def test_a_document_that_is_nested_without_end_is_contained(self, children: Children) -> None:
        document = "<w:p>" * 2_000_000
        content = archive({"word/document.xml": f'<w:document xmlns:w="urn:w">{document}'})
        assert await outcome_of(children, content, Format.DOCUMENT) == "refused"

    async def test_a_sheet_as_wide_and_long_as_can_be_is_contained(self, children: Children) -> None:
        cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
        sheet = f"<worksheet><sheetData>{cells}</sheetData></worksheet>"
        content = xlsx([["x"]])
        assert await outcome_of(children, content, Format.SPREADSHEET) == "Sheet1\nx"
        assert await outcome_of(children, _with_sheet(sheet), Format.SPREADSHEET) == "refused"
        assert await text_of(children, b"next") == "next"


def _with_sheet(sheet: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(xlsx([["x"]]))) as package:
        members: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    return archive({**members, "xl/worksheets/sheet1.xml": sheet})
