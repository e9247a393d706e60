"""Archives as clients ask for them and read them."""

import io
import zipfile
from typing import Any

import httpx

from tests.support.client import Client


async def ask(client: Client, *items: tuple[str, Any], name: str | None = None) -> httpx.Response:
    """Ask for an archive of (type, id) pairs, and answer what came back."""
    body: dict[str, Any] = {"items": [{"type": kind, "id": str(item_id)} for kind, item_id in items]}
    if name is not None:
        body["download_file_name"] = name
    return await client.call("post_zip_downloads", json=body)


async def prepare(client: Client, *items: tuple[str, Any], name: str | None = None) -> dict[str, Any]:
    """The same where it must succeed: the addresses."""
    response = await ask(client, *items, name=name)
    assert response.status_code == 202, response.text
    document: dict[str, Any] = response.json()
    return document


async def fetch(client: Client, prepared: dict[str, Any]) -> httpx.Response:
    """Follow the address of an archive, without a token."""
    return await Client(client.gateway).http.get(prepared["download_url"])


async def status(client: Client, prepared: dict[str, Any]) -> httpx.Response:
    """How far the download has come."""
    return await client.http.get(prepared["status_url"])


def unpack(response: httpx.Response) -> dict[str, bytes | None]:
    """What an archive holds, by path; folders hold nothing. Every checksum is compared."""
    assert response.status_code == 200, response.text
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        return {one.filename: None if one.is_dir() else archive.read(one) for one in archive.infolist()}


async def download_zip(client: Client, *items: tuple[str, Any]) -> dict[str, bytes | None]:
    """All of it: what an archive of these holds."""
    return unpack(await fetch(client, await prepare(client, *items)))
