"""Doc Gen on a running server with its engine: from the template to the documents in the folder."""

import json
from typing import Any

import httpx

from tests.support.live import Live, until
from tests.support.templates import batch_body, template, text_of


async def test_from_the_template_to_the_documents(live: Live) -> None:
    headers = {"authorization": f"Bearer {live.token}", "box-version": "2025.0"}
    async with httpx.AsyncClient(base_url=live.url, headers=headers) as http:

        async def jobs() -> Any:
            return (await http.get(f"/2.0/docgen_batch_jobs/{batch['id']}")).json()["entries"]

        plain = {"box-version": "2024.0"}
        body = {"name": "Documents made on a server", "parent": {"id": "0"}}
        folder = (await http.post("/2.0/folders", json=body, headers=plain)).json()
        attributes = json.dumps({"name": "letter.docx", "parent": {"id": folder["id"]}})
        form: dict[str, Any] = {"data": {"attributes": attributes}, "files": {"file": ("x", template("Dear {{name}}"))}}
        file = (await http.post("/api/2.0/files/content", **form, headers=plain)).json()["entries"][0]
        await http.post("/2.0/docgen_templates", json={"file": {"type": "file", "id": file["id"]}})
        documents = [(f"Letter {number}", {"name": f"number {number}"}) for number in range(7)]
        batch = (await http.post("/2.0/docgen_batches", json=batch_body(file["id"], folder["id"], *documents))).json()
        done = await until(jobs, lambda told: all(job["status"] != "submitted" for job in told))
        address = f"/2.0/files/{done[6]['output_file']['id']}/content"
        letter = await http.get(address, follow_redirects=True, headers=plain)
    assert ([job["status"] for job in done], text_of(letter.content)) == (["completed"] * 7, ["Dear number 6"])
