"""A chunked upload as a client carries it out: it goes on where it was when the server comes back."""

import asyncio
import base64
import hashlib
from typing import Any

from tests.faults.killable import Killable, attempt


class ChunkedUpload:
    """One file on its way into a folder in parts."""

    def __init__(self, server: Killable, session: dict[str, Any], content: bytes) -> None:
        self.content = content
        self.parts: dict[int, dict[str, Any]] = {}
        """The parts that the server has acknowledged, by their offset."""
        self.file: dict[str, Any] | None = None
        """The file, once the server has acknowledged the commit."""
        self._http = server.http
        self._address = f"/api/2.0/files/upload_sessions/{session['id']}"
        self._part_size: int = session["part_size"]

    @classmethod
    async def begin(cls, server: Killable, folder: str, name: str, content: bytes) -> "ChunkedUpload":
        """Open the session; nothing is sent yet."""
        body = {"folder_id": folder, "file_size": len(content), "file_name": name}
        answer = await server.http.post("/api/2.0/files/upload_sessions", json=body)
        assert answer.status_code == 201, answer.text
        return cls(server, answer.json(), content)

    async def send_parts(self) -> None:
        """Send every part that is not acknowledged yet, all at once."""
        offsets = range(0, len(self.content), self._part_size)
        await asyncio.gather(*(self._send_part(offset) for offset in offsets if offset not in self.parts))

    async def commit(self) -> None:
        """Ask for the file until it is there; while the server computes its SHA-1 it says to ask again."""
        body = {"parts": [self.parts[offset] for offset in sorted(self.parts)]}
        headers = {"digest": f"sha={_digest(self.content)}"}
        while True:
            answer = await attempt(self._http.post(f"{self._address}/commit", json=body, headers=headers))
            if answer is None or answer.status_code == 201:
                break
            await asyncio.sleep(0.01)
        if answer is not None:
            self.file = answer.json()["entries"][0]

    async def listed_parts(self) -> dict[int, dict[str, Any]]:
        """The parts that the server says it has, by their offset."""
        answer = await self._http.get(f"{self._address}/parts")
        assert answer.status_code == 200, answer.text
        return {part["offset"]: part for part in answer.json()["entries"]}

    async def _send_part(self, offset: int) -> None:
        part = self.content[offset : offset + self._part_size]
        place = f"bytes {offset}-{offset + len(part) - 1}/{len(self.content)}"
        headers = {"digest": f"sha={_digest(part)}", "content-range": place, "content-type": "application/octet-stream"}
        answer = await attempt(self._http.put(self._address, content=part, headers=headers))
        if answer is not None:
            self.parts[offset] = answer.json()["part"]


def _digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha1(content).digest()).decode()
