"""Signing on a running server with its engine: from the mail in the inbox to the sealed document."""

import json
from typing import Any

import httpx

from tests.support.browser import Browser
from tests.support.documents import pdf
from tests.support.live import Live, until


async def test_from_the_mail_to_the_sealed_document(live: Live) -> None:
    email = "ann.on.a.server@example.org"
    async with httpx.AsyncClient(base_url=live.url, headers={"authorization": f"Bearer {live.token}"}) as http:

        async def link() -> str:
            inbox = (await http.get("/_control/inbox")).json()["mail"]
            texts = [mail["text"] for mail in inbox if mail["recipient"] == email]
            return next((word for text in texts for word in text.split() if "/sign/" in word), "")

        async def request() -> Any:
            return (await http.get(f"/2.0/sign_requests/{made['id']}")).json()

        attributes = json.dumps({"name": "signed on a server.pdf", "parent": {"id": "0"}})
        form: dict[str, Any] = {"data": {"attributes": attributes}, "files": {"file": ("plan.pdf", pdf("Plan"))}}
        file = (await http.post("/api/2.0/files/content", **form)).json()["entries"][0]
        body = {"signers": [{"email": email}], "source_files": [{"type": "file", "id": file["id"]}]}
        made = (await http.post("/2.0/sign_requests", json=body)).json()
        browser = Browser(None, live.url)
        await browser.visit(await until(link, bool))
        thanks = await browser.submit(0, name="Ann Example", action="sign")
        await browser.http.aclose()
        done = await until(request, lambda told: told["status"] == "signed")
        sealed = await http.get(f"/2.0/files/{done['sign_files']['files'][0]['id']}/content", follow_redirects=True)
    assert ("you are done" in thanks.text, done["status"], "signing_log" in done) == (True, "signed", True)
    assert b"/ByteRange" in sealed.content
