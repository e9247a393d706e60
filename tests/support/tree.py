"""Content made straight through the content room: files without bytes, for tests of the tree."""

import hashlib
from typing import Any

from holdall.base.db import Transaction
from holdall.base.ids import new_uuid
from holdall.content.access import Access
from holdall.content.identity.authentication import authenticate
from holdall.content.identity.subject import Subject
from holdall.content.items import files
from holdall.storage import StoredBlob, record_blob
from tests.support.client import Client
from tests.support.enterprise import Enterprise


def content(size: int = 0, text: str = "") -> files.Content:
    """Content that is said to be in the store; its SHA-1 is that of `text`."""
    return files.Content(
        blob_key=f"tests/{new_uuid()}", size=size, sha1=hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
    )


async def subject_of(client: Client) -> Subject:
    """The subject that a client's token stands for."""
    assert client.token is not None
    return await authenticate(client.gateway.platform.db, client.token, as_user=None, operation_id=None)


async def make_file(
    enterprise: Enterprise,
    name: str,
    *,
    parent_id: int | str = 0,
    size: int = 0,
    client: Client | None = None,
    **more: Any,
) -> Access:
    """A file of the enterprise's user, or of another client's, straight in the database."""
    client = client or enterprise.user
    return await client.gateway.platform.db.write(
        _add_file, await subject_of(client), parent_id=int(parent_id), name=name, size=size, **more
    )


async def _add_file(tx: Transaction, /, subject: Subject, *, size: int, **more: Any) -> Access:
    made = content(size)
    blob = StoredBlob(key=made.blob_key, size=made.size, sha1=made.sha1)
    await record_blob(tx, blob, store="tests", enterprise_id=subject.enterprise_id)
    return await files.add_file(tx, subject, content=made, **more)
