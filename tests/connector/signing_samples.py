"""What the documented samples of sign requests and templates need."""

import time
from collections.abc import Callable
from typing import Any

import httpx

from holdall.base.paging import encode_marker
from tests.connector.things import Things


class SignedThings(Things):
    """The things of a sample world that are signed."""

    def document_id(self) -> str:
        return str(self.box.upload(b"words", name=f"{self.new('document')}.txt")["id"])

    def sign_request_id(self) -> str:
        record = self.box.sign_requests.create(
            signers=[{"email": "signer@example.org"}],
            source_files=[{"type": "file", "id": self["document_id"]}],
            parent_folder={"type": "folder", "id": self["folder_id"]},
        )
        return str(record["id"])

    def template_id(self) -> str:
        name = self.new("template")
        one = {
            "name": name,
            "folder": self["folder_id"],
            "files": [self["document_id"]],
            "signers": [{}],
            "key": name,
        }
        answer = httpx.post(f"{self.address}/_control/seed", json={"sign_templates": [one]}).raise_for_status()
        return str(answer.json()["keys"][name])


def sent(world: Any) -> dict[str, Any]:
    """Only who was asked once can be asked again: wait for the document to be made."""
    for _ in range(200):
        if world.box.sign_requests.get(sign_request_id=world["sign_request_id"])["status"] == "sent":
            break
        time.sleep(0.05)
    return {}


SIGNING_CHANGES: dict[int, Callable[[Any], dict[str, Any]]] = {
    261: lambda world: {
        "signers": [{"email": "signer@example.org"}],
        "source_files": [{"type": "file", "id": world["document_id"]}],
        "parent_folder": {"type": "folder", "id": world["folder_id"]},
    },
    265: sent,
    273: lambda world: {"marker": encode_marker((0,))},
}
