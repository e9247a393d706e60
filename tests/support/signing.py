"""Sign requests for tests: made over HTTP, and what the engine would do for them done at once."""

from typing import Any

import httpx
import sqlalchemy as sa

from holdall.base.db import query
from holdall.content.mail.tables import mails
from holdall.content.sign_requests.documents import Workshop, finish_document, prepare_document
from holdall.content.sign_requests.rows import Signer, signers_of
from holdall.content.sign_requests.templates import Content, Template, TemplateSigner, create_template
from tests.support.client import Client
from tests.support.documents import pdf
from tests.support.enterprise import Enterprise
from tests.support.tree import create, subject_of
from tests.support.uploads import upload

SITE = "https://holdall.test"
_SUBJECTS = query(
    sa.select(mails.c.subject)
    .where(
        mails.c.recipient == sa.bindparam("recipient", type_=sa.Text),
        mails.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
    )
    .order_by(mails.c.id)
)


def workshop(enterprise: Enterprise) -> Workshop:
    """What documents are made with on the server of an enterprise."""
    platform = enterprise.gateway.platform
    return Workshop(platform.db, platform.stores, platform.renditions, platform.key, SITE)


async def send_request(
    client: Client, file_id: str, folder_id: str | None, *emails: str, **more: Any
) -> httpx.Response:
    """Ask for a request, with signers by their addresses unless `signers` are given."""
    body = {"signers": [{"email": one} for one in emails], "source_files": [{"type": "file", "id": file_id}], **more}
    if folder_id is not None:
        body["parent_folder"] = {"type": "folder", "id": folder_id}
    return await client.call("post_sign_requests", json=body)


async def make_request(
    enterprise: Enterprise, *emails: str, content: bytes | None = None, name: str = "plan.pdf", **more: Any
) -> dict[str, Any]:
    """A request of the enterprise's user for a PDF in a folder of its own, sent."""
    folder = await create(enterprise.user, "To sign")
    file = await upload(enterprise.user, name, pdf("Plan") if content is None else content, folder["id"])
    answer = await send_request(enterprise.user, file["id"], folder["id"], *emails, **more)
    assert answer.status_code == 201, answer.text
    return await prepare(enterprise, answer.json()["id"])


async def prepare(enterprise: Enterprise, request_id: Any) -> dict[str, Any]:
    """Make the document of a request, as the engine does, and read the request again."""
    await prepare_document(workshop(enterprise), int(request_id))
    return await read_request(enterprise, request_id)


async def read_request(enterprise: Enterprise, request_id: Any) -> dict[str, Any]:
    """A request of the enterprise's user as the API tells it."""
    answer = await enterprise.user.call("get_sign_requests_id", sign_request_id=request_id)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def finish(enterprise: Enterprise, request_id: Any) -> dict[str, Any]:
    """Put signatures on the document, as the engine does, and read the request again."""
    await finish_document(workshop(enterprise), int(request_id))
    return await read_request(enterprise, request_id)


async def signers(enterprise: Enterprise, request_id: Any) -> dict[str, Signer]:
    """The signers of a request by address, with the secret ends of their pages."""
    found = (await signers_of(enterprise.gateway.platform.db, [int(request_id)]))[int(request_id)]
    return {one.email: one for one in found}


async def subjects_to(enterprise: Enterprise, recipient: str) -> list[str]:
    """The subjects of the mail that was written to an address, in order."""
    db = enterprise.gateway.platform.db
    rows = await db.all(_SUBJECTS, recipient=recipient, enterprise_id=enterprise.id)
    return [subject for (subject,) in rows]


async def make_sign_template(client: Client, name: str, folder_id: Any, file_id: Any, **more: Any) -> Template:
    """A template of a client's, with one signer whom a request must name unless `signers` are given."""
    content = Content(source_ids=[int(file_id)], **{"signers": [TemplateSigner()], **more})
    return await client.gateway.platform.db.write(
        create_template, await subject_of(client), name=name, folder_id=int(folder_id), content=content
    )
