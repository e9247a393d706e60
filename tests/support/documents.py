"""Small documents of every kind, made by hand: what is in them is plain to see, and no library that reads them wrote them."""

import io
import zipfile
from xml.sax.saxutils import escape


def archive(members: dict[str, str | bytes]) -> bytes:
    """A zip archive of these members."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return written.getvalue()


def pdf(*pages: str, size: tuple[int, int] = (300, 200)) -> bytes:
    """A PDF with a page for each of these lines of ASCII text."""
    numbers = [4 + 2 * index for index in range(len(pages))]
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    for number, text in zip(numbers, pages, strict=True):
        drawing = f"BT /F1 24 Tf 20 100 Td ({text}) Tj ET".encode()
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents {number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        objects[number + 1] = stream(drawing)
    return assemble_pdf(objects)


def stream(data: bytes, more: str = "") -> bytes:
    """A stream object of a PDF; `more` is added to its dictionary."""
    return f"<< /Length {len(data)} {more}>>\nstream\n".encode() + data + b"\nendstream"


def assemble_pdf(objects: dict[int, bytes]) -> bytes:
    """A PDF of these objects, of which 1 is the catalog."""
    written, places = io.BytesIO(), {}
    written.write(b"%PDF-1.4\n")
    for number, content in objects.items():
        places[number] = written.tell()
        written.write(f"{number} 0 obj\n".encode() + content + b"\nendobj\n")
    start = written.tell()
    written.write(f"xref\n0 {max(objects) + 1}\n0000000000 65535 f \n".encode())
    for number in range(1, max(objects) + 1):
        place = places.get(number)
        written.write(b"0000000000 65535 f \n" if place is None else f"{place:010} 00000 n \n".encode())
    written.write(f"trailer\n<< /Size {max(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return written.getvalue()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def docx(*paragraphs: str, **parts: str) -> bytes:
    """A Word document of these paragraphs; `parts` are others of one paragraph each, such as footer1 or footnotes."""
    return archive(
        {
            "word/document.xml": _word("document", *paragraphs),
            **{f"word/{name}.xml": _word("part", text) for name, text in parts.items()},
        }
    )


def _word(root: str, *paragraphs: str) -> str:
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    return f'<?xml version="1.0"?><w:{root} xmlns:w="{_WORD}"><w:body>{body}</w:body></w:{root}>'


def pptx(*slides: str, notes: str = "") -> bytes:
    """A presentation with a line on each slide."""
    members: dict[str, str | bytes] = {
        f"ppt/slides/slide{number}.xml": _slide(text) for number, text in enumerate(slides, 1)
    }
    if notes:
        members["ppt/notesSlides/notesSlide1.xml"] = _slide(notes)
    return archive(members)


def _slide(text: str) -> str:
    return f'<p:sld xmlns:p="urn:p" xmlns:a="{_DRAWING}"><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></p:sld>'


def odt(body: str) -> bytes:
    """An OpenDocument text with this XML inside its `office:text`."""
    namespaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = f"<office:document-content {namespaces}><office:text>{body}</office:text></office:document-content>"
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(rows: list[list[str | float]], name: str = "Sheet1", shared_strings: str | None = None) -> bytes:
    """A workbook of one sheet; `shared_strings` adds such a part as it stands."""
    written = "".join(f"<row>{''.join(_cell(value) for value in row)}</row>" for row in rows)
    strings = "" if shared_strings is None else _relationship(2, "sharedStrings", "sharedStrings.xml")
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relationships(_relationship(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name="{escape(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relationships(_relationship(1, "worksheet", "worksheets/sheet1.xml") + strings),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{written}</sheetData></worksheet>',
    }
    if shared_strings is not None:
        members["xl/sharedStrings.xml"] = shared_strings
    return archive(members)


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def _relationships(content: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{content}</Relationships>'


def _relationship(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
