"""Word documents with tags in them, written by hand as Word writes them, and documents made of them over HTTP."""

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from holdall.content.docgen.making import Workshop, make_documents
from holdall.content.renditions.templates.tasks import fill_template, list_tags
from holdall.content.renditions.text.extract import extract_text
from tests.support.client import Client
from tests.support.documents import archive
from tests.support.enterprise import Enterprise
from tests.support.uploads import upload

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)


def run(text: str, form: str = "") -> str:
    """A run with a format, such as `<w:b/>`."""
    return f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*texts: str) -> str:
    """A paragraph of runs, one for each text; what begins with `<` is XML already."""
    return f"<w:p>{''.join(text if text.startswith('<') else run(text) for text in texts)}</w:p>"


def table(*rows: Sequence[str]) -> str:
    """A table of cells with a paragraph each."""
    written = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{written}</w:tbl>"


def template(*blocks: str, **parts: str | bytes) -> bytes:
    """A document of paragraphs (texts), tables and other XML; `parts` are others, such as header1, of a paragraph each."""
    body = "".join(block if block.startswith("<") else paragraph(block) for block in blocks)
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        kind = "hdr" if name.startswith("header") else "ftr"
        members[f"word/{name}.xml"] = (
            content if isinstance(content, bytes) else f"<w:{kind} {NAMESPACES}>{paragraph(content)}</w:{kind}>"
        )
    return archive(members)


def part_of(document: bytes, name: str = "word/document.xml") -> str:
    """A part of a document as text."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return package.read(name).decode()


def text_of(document: bytes) -> list[str]:
    """The lines of a Word document."""
    return extract_text(io.BytesIO(document), {"format": "document"})["text"].decode().split("\n")


def fill(document: bytes, data: dict[str, Any] | str) -> tuple[bytes, list[str], list[str]]:
    """A template filled in this process: the document, errors and warnings."""
    written = (data if isinstance(data, str) else json.dumps(data)).encode()
    made = fill_template(io.BytesIO(document + written), {"size": len(document)})
    report = json.loads(made["report"])
    return made["docx"], report["errors"], report["warnings"]


def lines_of(document: bytes, **data: Any) -> list[str]:
    """The lines of a template that is filled without any error."""
    made, errors, _ = fill(document, data)
    assert errors == []
    return text_of(made)


def tags_of(document: bytes) -> list[tuple[str, str, list[str]]]:
    """The tags of a template: what they say, their kinds and paths."""
    told = json.loads(list_tags(io.BytesIO(document), {})["template_tags"])
    return [(one["tag_content"], one["tag_type"], one["json_paths"]) for one in told]


async def mark(client: Client, content: bytes, name: str = "offer.docx", parent: Any = "0") -> str:
    """A file of a client's that is marked as a template; its id."""
    file = await upload(client, name, content, parent)
    answer = await client.call("post_docgen_templates_v2025.0", json={"file": {"type": "file", "id": file["id"]}})
    assert answer.status_code == 201, answer.text
    return str(file["id"])


def batch_body(template_id: str, folder_id: Any, *documents: tuple[str, Any], **more: Any) -> dict[str, Any]:
    """The body that asks for documents, each a name and its data."""
    return {
        "file": {"type": "file", "id": template_id},
        "input_source": "api",
        "destination_folder": {"type": "folder", "id": folder_id},
        "output_type": "docx",
        "document_generation_data": [{"generated_file_name": name, "user_input": data} for name, data in documents],
        **more,
    }


async def order(client: Client, template_id: str, folder_id: Any, *documents: tuple[str, Any], **more: Any) -> str:
    """Ask for documents; the id of the batch."""
    body = batch_body(template_id, folder_id, *documents, **more)
    answer = await client.call("post_docgen_batches_v2025.0", json=body)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def workshop(enterprise: Enterprise) -> Workshop:
    """What documents are made with on the server of an enterprise."""
    platform = enterprise.gateway.platform
    return Workshop(platform.db, platform.stores, platform.renditions)


async def work(enterprise: Enterprise, batch_id: str) -> None:
    """Make the documents of a batch, as the engine does."""
    while await make_documents(workshop(enterprise), int(batch_id)):
        pass


async def jobs_of(client: Client, batch_id: str) -> list[dict[str, Any]]:
    """The jobs of a batch as the API tells them."""
    answer = await client.call("get_docgen_batch_jobs_id_v2025.0", batch_id=batch_id)
    assert answer.status_code == 200, answer.text
    entries: list[dict[str, Any]] = answer.json()["entries"]
    return entries


async def generate(
    enterprise: Enterprise, template_id: str, folder_id: Any, *documents: tuple[str, Any], **more: Any
) -> list[dict[str, Any]]:
    """Ask the enterprise's server for documents of its user's, and make them; the jobs."""
    batch_id = await order(enterprise.user, template_id, folder_id, *documents, **more)
    await work(enterprise, batch_id)
    return await jobs_of(enterprise.user, batch_id)
