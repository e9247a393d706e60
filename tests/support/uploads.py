"""Uploads as clients send them: forms, and files that are there."""

import json
from typing import Any

import httpx

from tests.support.client import Client

BOUNDARY = "boundary-of-the-form"
FORM_TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def form(*parts: tuple[str, str | None, bytes], end: bytes | None = None) -> bytes:
    """A form of parts (name, filename or None, bytes), as most clients write it; `end` replaces the last boundary."""
    written = b""
    for name, filename, content in parts:
        disposition = f'form-data; name="{name}"' + ("" if filename is None else f'; filename="{filename}"')
        written += f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n\r\n".encode() + content + b"\r\n"
    return written + (f"--{BOUNDARY}--\r\n".encode() if end is None else end)


def file_form(attributes: Any, content: bytes, name: str = "file", filename: str | None = "") -> bytes:
    """The form of an upload: attributes, then the file; the defaults are those of Box's Python SDK."""
    return form(("attributes", None, json.dumps(attributes).encode()), (name, filename, content))


async def upload(client: Client, name: str, content: bytes = b"", parent: Any = "0", **attributes: Any) -> Any:
    """Upload a file and answer its entry."""
    response = await send_upload(client, {"name": name, "parent": {"id": parent}, **attributes}, content)
    assert response.status_code == 201, response.text
    return response.json()["entries"][0]


async def upload_version(client: Client, file_id: str, content: bytes, **attributes: Any) -> Any:
    """Upload a new version of a file and answer the file's entry."""
    response = await send_version(client, file_id, content, **attributes)
    assert response.status_code == 200, response.text
    return response.json()["entries"][0]


async def send_version(client: Client, file_id: str, content: bytes = b"new", **attributes: Any) -> httpx.Response:
    """Send the form of a new version and answer what came back."""
    return await client.call(
        "post_files_id_content",
        file_id=file_id,
        content=file_form(attributes, content),
        headers={"content-type": FORM_TYPE},
    )


async def send_upload(client: Client, attributes: Any, content: bytes, **headers: str) -> httpx.Response:
    """Send the form of an upload and answer what came back."""
    return await send_form(client, file_form(attributes, content), **headers)


async def send_form(client: Client, body: Any, **headers: str) -> httpx.Response:
    """Send a body as an upload and answer what came back; `content_md5=` becomes the header content-md5."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.call("post_files_content", content=body, headers={"content-type": FORM_TYPE, **named})


async def download(client: Client, file_id: str, version: str | None = None, **headers: str) -> httpx.Response:
    """The content of a file, by way of its link, as a client gets it that keeps its headers on the hop."""
    parameters: dict[str, Any] = {} if version is None else {"version": version}
    hop = await client.call("get_files_id_content", file_id=file_id, **parameters)
    assert hop.status_code == 302, hop.text
    return await Client(client.gateway).http.get(hop.headers["location"], headers=headers)


async def names_in(client: Client, folder_id: str = "0") -> list[str]:
    """The names of everything in a folder."""
    response = await client.call("get_folders_id_items", folder_id=folder_id, limit=1000)
    return [entry["name"] for entry in response.json()["entries"]]
