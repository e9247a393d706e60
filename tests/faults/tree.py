"""The user's folders and files on a killable server, over HTTP."""

import json
from typing import Any

from tests.faults.killable import Killable, attempt


class Tree:
    """The user's folders over HTTP."""

    def __init__(self, server: Killable) -> None:
        self.http = server.http

    async def create_folder(self, name: str, parent: str = "0") -> str:
        answer = await self.http.post("/2.0/folders", json={"name": name, "parent": {"id": parent}})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def upload(self, name: str, parent: str, content: bytes) -> "dict[str, Any] | None":
        """Upload a file and answer it, or None where the server ended first."""
        attributes = json.dumps({"name": name, "parent": {"id": parent}})
        request = self.http.post("/api/2.0/files/content", data={"attributes": attributes}, files={"file": content})
        answer = await attempt(request)
        if answer is None:
            return None
        file: dict[str, Any] = answer.json()["entries"][0]
        return file

    async def entries(self, folder: str) -> list[dict[str, Any]]:
        answer = await self.http.get(
            f"/2.0/folders/{folder}/items", params={"fields": "id,type,name,size,sha1,etag", "limit": 1000}
        )
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert page["total_count"] == len(page["entries"])
        entries: list[dict[str, Any]] = page["entries"]
        return entries

    async def totals(self, folder: str) -> tuple[int, int]:
        """The size and the number of items that a folder says it has."""
        answer = await self.http.get(f"/2.0/folders/{folder}", params={"fields": "size,item_collection"})
        assert answer.status_code == 200, answer.text
        return answer.json()["size"], answer.json()["item_collection"]["total_count"]

    async def download(self, file: str) -> bytes:
        answer = await self.http.get(f"/2.0/files/{file}/content", follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.content
