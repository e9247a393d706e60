"""Content made straight through the content room: files without bytes, for tests of the tree."""

import hashlib
from typing import Any

import httpx
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.content.access import Access
from holdall.content.identity.authentication import authenticate
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items import files, folders
from holdall.storage import StoredBlob, record_blob
from tests.support.client import Client
from tests.support.enterprise import Enterprise

ROOT_MINI = {"type": "folder", "id": "0", "sequence_id": None, "etag": None, "name": "All Files"}


async def create(client: Client, name: str, parent_id: Any = 0, **body: Any) -> dict[str, Any]:
    """A folder made over HTTP: its standard form."""
    response = await client.call("post_folders", json={"name": name, "parent": {"id": str(parent_id)}, **body})
    assert response.status_code == 201, response.text
    document: dict[str, Any] = response.json()
    return document


async def names_in(client: Client, folder_id: Any = 0, **parameters: Any) -> list[str]:
    """The names of a folder's items in the order of the answer."""
    response = await client.call("get_folders_id_items", folder_id=folder_id, **parameters)
    assert response.status_code == 200, response.text
    return [entry["name"] for entry in response.json()["entries"]]


def error_of(response: httpx.Response) -> tuple[int, str]:
    """Status and code of an error answer."""
    return response.status_code, response.json()["code"]


async def new_content(tx: Transaction, subject: Subject, size: int, text: str = "") -> files.Content:
    """Content that is said to be in the store; its SHA-1 is that of `text`."""
    sha1 = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
    blob = StoredBlob(key=f"tests/{tx.new_id()}", size=size, sha1=sha1)
    await record_blob(tx, blob, store="tests", enterprise_id=subject.enterprise_id)
    return files.Content(blob.key, size, sha1)


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
        add_file, await subject_of(client), parent_id=int(parent_id), name=name, size=size, **more
    )


async def make_folder(
    enterprise: Enterprise, name: str, *, parent_id: int | str = 0, client: Client | None = None
) -> Access:
    """A folder, in the same way."""
    client = client or enterprise.user
    return await client.gateway.platform.db.write(
        folders.create_folder, await subject_of(client), parent_id=int(parent_id), name=name
    )


async def add_file(tx: Transaction, /, subject: Subject, *, size: int, **more: Any) -> Access:
    """A unit of work: a file of so many bytes."""
    return await files.add_file(tx, subject, content=await new_content(tx, subject, size), **more)


async def add_version(tx: Transaction, /, subject: Subject, *, size: int, **more: Any) -> Access:
    """A unit of work: a new version of so many bytes."""
    return await files.add_version(tx, subject, content=await new_content(tx, subject, size), **more)


async def space_used(db: Database, user_id: int) -> int:
    """The bytes that a user is charged."""
    used: int = await db.value(query(sa.select(users.c.space_used).where(users.c.id == user_id)))
    return used
