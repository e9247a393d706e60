"""The documented curl commands against a running server: on prepared content, each is answered with success.

Identifiers of the samples are replaced by those of fresh content; nothing else is, but for what `CHANGES` says.
"""

import base64
import hashlib
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdall.connector import BlockingBox, BlockingContent
from holdall.connector.curl import recognise
from tests.connector.governance_samples import GOVERNANCE_CHANGES, GovernedThings
from tests.connector.metadata_samples import METADATA_CHANGES
from tests.connector.settings_samples import SETTINGS_CHANGES, SettingsWorld
from tests.connector.shield_samples import SHIELD_CHANGES
from tests.connector.signing_samples import SIGNING_CHANGES, SignedThings
from tests.connector.test_curl import SAMPLES
from tests.support.live import Live

SIZE = 20_000_000
"""The smallest file that goes in parts."""


class World(GovernedThings, SettingsWorld, SignedThings):
    """Content to call upon, made when it is asked for by the name of the argument that it is for."""

    def file_id(self) -> str:
        self.box.upload(b"first", name=(name := self.new("file")))
        record = self.box.upload(b"second", name=name, on_conflict="version")
        return str(record["id"])

    def file_version_id(self) -> str:
        return str(self.box.file_versions.list(file_id=self["file_id"])["entries"][0]["id"])

    def current_version_id(self) -> str:
        return str(self.box.files.get(file_id=self["file_id"])["file_version"]["id"])

    def folder_id(self) -> str:
        return str(self.box.folders.create(name=self.new("folder"), parent={"id": "0"})["id"])

    def parent_id(self) -> str:
        return self.folder_id()

    def web_link_id(self) -> str:
        return str(
            self.box.web_links.create(url="https://example.com", name=self.new("link"), parent={"id": "0"})["id"]
        )

    def user_id(self) -> str:
        return str(self.box.users.create(name="Uma", login=self.login())["id"])

    def other_user_id(self) -> str:
        return self.user_id()

    def login(self) -> str:
        return f"{self.new('user')}@demo.example"

    def invited_login(self) -> str:
        """Somebody who has an account already, in an enterprise of their own."""
        login = self.login()
        user = {"login": login, "name": "Ina Invited"}
        seed = {"enterprises": [{"name": self.new("elsewhere"), "users": [user]}]}
        httpx.post(f"{self.address}/_control/seed", json=seed).raise_for_status()
        return login

    def invite_id(self) -> str:
        record = self.box.invites.create(enterprise={"id": "100"}, actionable_by={"login": self.invited_login()})
        return str(record["id"])

    def token(self) -> str:
        secrets = {"client_id": "demo-client-id", "client_secret": "demo-client-secret"}
        subject = {"box_subject_type": "enterprise", "box_subject_id": "100"}
        answer = self.box.call("post_oauth2_token", grant_type="client_credentials", **secrets, **subject)
        return str(answer["access_token"])

    def group_id(self) -> str:
        return str(self.box.groups.create(name=self.new("group"))["id"])

    def group_membership_id(self) -> str:
        record = self.box.memberships.create(user={"id": self["user_id"]}, group={"id": self["group_id"]})
        return str(record["id"])

    def collaboration_id(self) -> str:
        record = self.box.user_collaborations.create(
            item={"type": "folder", "id": self["folder_id"]},
            accessible_by={"type": "user", "id": self["user_id"]},
            role="editor",
        )
        return str(record["id"])

    def folder_lock_id(self) -> str:
        return str(self.box.folder_locks.create(folder={"type": "folder", "id": self["folder_id"]})["id"])

    def webhook_id(self) -> str:
        record = self.box.webhooks.create(
            target={"id": self["folder_id"], "type": "folder"},
            address="https://example.com/webhooks",
            triggers=["FILE.UPLOADED"],
        )
        return str(record["id"])

    def file_request_id(self) -> str:
        request = {"folder": self["folder_id"], "title": self.new("request"), "key": "request"}
        answer = httpx.post(f"{self.address}/_control/seed", json={"file_requests": [request]}).raise_for_status()
        return str(answer.json()["keys"]["request"])

    def comment_id(self) -> str:
        record = self.box.comments.create(item={"type": "file", "id": self["file_id"]}, message="Looks good")
        return str(record["id"])

    def task_id(self) -> str:
        record = self.box.tasks.create(item={"type": "file", "id": self["file_id"]}, action="complete")
        return str(record["id"])

    def task_assignment_id(self) -> str:
        me = self.box.users.get_me()["id"]
        record = self.box.task_assignments.create(task={"type": "task", "id": self["task_id"]}, assign_to={"id": me})
        return str(record["id"])

    def zip(self) -> Any:
        return self.box.zip_downloads.create(items=[{"type": "file", "id": self["file_id"]}])

    def zip_download_id(self) -> str:
        return str(self["zip"]["status_url"].split("/")[-2])

    def email_alias_id(self) -> str:
        return str(self.box.email_aliases.create_for_user(user_id=self["user_id"], email=self.login())["id"])

    def collection_id(self) -> str:
        return str(self.box.collections.list()["entries"][0]["id"])

    def collaboration_whitelist_entry_id(self) -> str:
        record = self.box.collaboration_allowlist_entries.create(domain=f"{self.new('d')}.example", direction="both")
        return str(record["id"])

    def collaboration_whitelist_exempt_target_id(self) -> str:
        return str(self.box.collaboration_allowlist_exempt_targets.create(user={"id": self["user_id"]})["id"])

    def session(self) -> Any:
        return self.box.chunked_uploads.create(folder_id="0", file_size=SIZE, file_name=self.new("large"))

    def upload_session_id(self) -> str:
        return str(self["session"]["id"])

    def part(self, place: int = 0) -> Path:
        path = self.folder / f"part-{place}"
        path.write_bytes(b"x" * min(self["session"]["part_size"], SIZE - place))
        return path

    def trashed(self, kind: str) -> str:
        identifier = str(self[f"{kind}_id"])
        self.box.call(f"delete_{kind}s_id", **{f"{kind}_id": identifier})
        return identifier

    def link(self) -> str:
        record = self.box.call(
            "put_files_id#add_shared_link", file_id=self["file_id"], fields="shared_link", shared_link={}
        )
        return f"shared_link={record['shared_link']['url']}"

    def picture(self) -> Path:
        path = self.folder / "picture.png"
        rows = b"".join(b"\0" + b"\x20\x80\xc0" * 64 for _ in range(64))
        chunks = (
            (b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(rows)),
            (b"IEND", b""),
        )
        path.write_bytes(
            b"\x89PNG\r\n\x1a\n"
            + b"".join(
                struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
                for kind, body in chunks
            )
        )
        return path

    def committed(self) -> dict[str, Any]:
        """A session with all its parts, and the body that commits it."""
        parts = []
        step = self["session"]["part_size"]
        for place in range(0, SIZE, step):
            path = self.part(place)
            sha1 = hashlib.sha1(path.read_bytes()).digest()
            answer = self.box.chunked_uploads.update(
                upload_session_id=self["upload_session_id"],
                digest=f"sha={base64.b64encode(sha1).decode()}",
                content_range=f"bytes {place}-{place + path.stat().st_size - 1}/{SIZE}",
                body=path,
            )
            parts.append(answer["part"])
        whole = hashlib.sha1(b"x" * SIZE).digest()
        return {"digest": f"sha={base64.b64encode(whole).decode()}", "body.parts": parts}


Change = Callable[[World], dict[str, Any]]


def uploaded(world: World) -> dict[str, Any]:
    path = world.folder / "contract.pdf"
    path.write_bytes(b"pdf")
    return {"attributes": {"name": world.new("contract"), "parent": {"id": world["parent_id"]}}, "file": path}


def first_part(world: World) -> dict[str, Any]:
    path = world.part()
    sha1 = base64.b64encode(hashlib.sha1(path.read_bytes()).digest()).decode()
    return {"body": path, "digest": f"sha={sha1}", "content_range": f"bytes 0-{path.stat().st_size - 1}/{SIZE}"}


def with_avatar(world: World) -> dict[str, Any]:
    world.box.avatars.create_for_user(user_id=world["user_id"], pic=world.picture())
    return {}


def trashed_version(world: World) -> dict[str, Any]:
    world.box.file_versions.delete(file_id=world["file_id"], file_version_id=world["file_version_id"])
    return {}


def watermarked(kind: str) -> Change:
    def change(world: World) -> dict[str, Any]:
        place = {f"{kind}_id": world[f"{kind}_id"]}
        world.box.call(f"put_{kind}s_id_watermark", **place, watermark={"imprint": "default"})
        return {}

    return change


def downloaded_zip(world: World) -> dict[str, Any]:
    httpx.get(world["zip"]["download_url"]).raise_for_status()
    return {}


CHANGES: dict[int, Change] = {
    **METADATA_CHANGES,
    **SIGNING_CHANGES,
    **GOVERNANCE_CHANGES,
    **SETTINGS_CHANGES,
    **SHIELD_CHANGES,
    0: lambda world: {"client_id": "demo-client-id", "redirect_uri": "http://localhost:8000/callback"},
    3: lambda world: {"subject_token": "demo-admin", "resource": f"https://api.box.com/2.0/folders/{world['folder_id']}"},
    4: lambda world: {
        "client_id": "demo-client-id",
        "client_secret": "demo-client-secret",
        "token": world.token(),
    },
    5: lambda world: {
        "client_id": "demo-client-id",
        "client_secret": "demo-client-secret",
        "box_subject_id": "100",
    },
    16: lambda world: {"file_id": world.trashed("file")},
    17: lambda world: {"name": world.new("New name")},
    20: lambda world: {"version": world["current_version_id"]},
    21: lambda world: {"version": world["file_version_id"]},
    22: lambda world: {"boxapi": world.link()},
    23: uploaded,
    24: lambda world: {"name": world.new("Contract"), "parent.id": world["parent_id"]},
    25: lambda world: {"name": world.new("Contract"), "parent.id": world["parent_id"]},
    26: uploaded,
    27: lambda world: {"file_name": world.new("Contract")},
    30: first_part,
    33: lambda world: world.committed(),
    34: lambda world: {"parent.id": world["parent_id"]},
    39: lambda world: {"file_id": world.trashed("file")},
    40: lambda world: {"file_id": world.trashed("file")},
    44: lambda world: {"id": world["file_version_id"]},
    51: watermarked("file"),
    53: watermarked("file"),
    55: lambda world: {"folder_id": world.trashed("folder")},
    56: lambda world: {"name": world.new("New")},
    57: lambda world: {"name": world.new("New"), "parent.id": world["parent_id"]},
    58: lambda world: {"body.name": world.new("New"), "body.parent.id": world["parent_id"], "body.owned_by.id": "101"},
    59: lambda world: {"name": world.new("New")},
    60: lambda world: {"body.owned_by.id": "101"},
    63: lambda world: {"name": world.new("New")},
    64: lambda world: {"parent.id": world["parent_id"]},
    66: lambda world: {"folder_id": world.trashed("folder")},
    67: lambda world: {"folder_id": world.trashed("folder")},
    74: watermarked("folder"),
    76: watermarked("folder"),
    78: lambda world: {"folder.id": world["folder_id"]},
    97: lambda world: {"item.id": world["file_id"]},
    98: lambda world: {"item.id": world["comment_id"]},
    99: lambda world: {"body.item.id": world["file_id"]},
    100: lambda world: {"item.id": world["comment_id"]},
    105: lambda world: {"item.id": world["file_id"], "accessible_by.login": world.login()},
    106: lambda world: {"item.id": world["file_id"], "accessible_by.id": world["group_id"]},
    108: lambda world: {"item.id": world["file_id"]},
    113: lambda world: {"task.id": world["task_id"], "assign_to.id": world.box.users.get_me()["id"]},
    117: lambda world: {"boxapi": world.link()},
    118: lambda world: {"boxapi": world.link()},
    119: lambda world: {"name": world.new("Cloud")},
    121: lambda world: {"web_link_id": world.trashed("web_link")},
    122: lambda world: {"name": world.new("Cloud")},
    124: lambda world: {"web_link_id": world.trashed("web_link")},
    125: lambda world: {"web_link_id": world.trashed("web_link")},
    127: lambda world: {"login": world.login()},
    132: with_avatar,
    133: lambda world: {"pic": world.picture()},
    134: with_avatar,
    135: lambda world: {"owned_by.id": world["other_user_id"]},
    137: lambda world: {"email": world.login()},
    140: lambda world: {"enterprise.id": "100", "actionable_by.login": world.invited_login()},
    143: lambda world: {"name": world.new("Customer Support")},
    145: lambda world: {"name": world.new("Customer Support")},
    149: lambda world: {"user.id": world["user_id"], "group.id": world["group_id"]},
    154: lambda world: {"target.id": world["file_id"]},
    155: lambda world: {"target.id": world["folder_id"]},
    172: lambda world: {"collections": [{"id": world["collection_id"]}]},
    173: lambda world: {"collections": [{"id": world["collection_id"]}]},
    174: lambda world: {"body.collections": [{"id": world["collection_id"]}]},
    212: lambda world: {"domain": f"{world.new('d')}.example", "direction": "inbound"},
    216: lambda world: {"user.id": world["user_id"]},
    226: lambda world: {"items": [{"type": "file", "id": world["file_id"]}]},
    227: downloaded_zip,
    243: lambda world: {"folder.id": world["folder_id"]},
    248: lambda world: {"shared_link.unshared_at": "2099-12-12T10:53:43-08:00"},
    249: lambda world: {"shared_link.unshared_at": "2099-12-12T10:53:43-08:00"},
    252: lambda world: {"shared_link.unshared_at": "2099-12-12T10:53:43-08:00"},
    253: lambda world: {"shared_link.unshared_at": "2099-12-12T10:53:43-08:00"},
    256: lambda world: {"shared_link.unshared_at": "2099-12-12T10:53:43-08:00"},
    257: lambda world: {"shared_link.unshared_at": "2099-12-12T10:53:43-08:00"},
    266: lambda world: {"user_ids": [world["user_id"]], "user_logins": [world.box.users.get(user_id=world["user_id"])["login"]]},
    267: lambda world: {"group_ids": [world["group_id"]]},
}  # fmt: skip
"""What a sample needs beside the identifiers of its path: names that are free, other things that it refers to."""

RUN = [
    *(0, *range(3, 45)),
    *range(46, 92),
    *range(93, 159),
    *range(161, 221),  # 160 is a PUT without a body
    *range(222, 247),  # 221 has two parameters in one
    *range(247, 274),
]
"""The samples whose operations the server has; whoever adds an operation adds its samples."""


@pytest.fixture
def world(live: Live, tmp_path: Path) -> Iterator[World]:
    with BlockingBox(live.token, base_url=live.url) as box:
        yield World(box, live.url, tmp_path)


def put(arguments: dict[str, Any], changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        place: Any = arguments
        steps = name.split(".")
        for step in steps[:-1]:
            place = place[int(step) if step.isdigit() else step]
        place[steps[-1]] = value


@pytest.mark.parametrize("number", RUN, ids=lambda number: f"{number}-{SAMPLES[number].operation_id}")
def test_the_sample_succeeds_on_prepared_content(number, world):
    call = recognise(SAMPLES[number].command)
    arguments = dict(call.arguments)
    own = CHANGES[number](world) if number in CHANGES else {}
    put(
        arguments,
        {
            name: world[name]
            for name, value in arguments.items()
            if name.endswith("_id") and hasattr(World, name) and value != "0"
        },
    )
    put(arguments, own)

    answer = world.box.call_with(call.operation.id, arguments)

    if isinstance(answer, BlockingContent):
        assert answer.read() != b""
    else:
        assert isinstance(answer, dict | None)
