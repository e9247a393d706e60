"""File requests for tests, made as the page of their folder makes them."""

from typing import Any

from holdall.content.file_requests.requests import FileRequest, Wanted, create_request
from tests.support.client import Client
from tests.support.tree import subject_of


async def make_request(client: Client, folder_id: Any, title: str = "Please upload", **wanted: Any) -> FileRequest:
    """A file request of a client's for a folder."""
    request, _ = await client.gateway.platform.db.write(
        create_request, await subject_of(client), int(folder_id), Wanted(title=title, **wanted)
    )
    return request
