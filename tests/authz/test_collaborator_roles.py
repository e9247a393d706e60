"""Every role of a collaborator does through the API exactly what Box's table says, to files, folders and web links."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from holdall.content.access import Action, reach
from tests.authz.box_table import BOX_TABLE, NOT_ON_TOP, ROLES
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.sharing import send_invitation, share
from tests.support.tree import make_folder, subject_of
from tests.support.uploads import send_version, upload

Act = Callable[["Stage"], Awaitable[httpx.Response]]


class Stage:
    """A folder "Top" shared in one role, with a folder, a file and a web link in it; `client` is the collaborator."""

    def __init__(self, owner: Client, client: Client, owner_id: int, other_id: int) -> None:
        self.owner = owner
        self.owner_id = owner_id
        self.client = client
        self.other_id = other_id
        self.ids: dict[str, str] = {}
        self.collaboration_id = ""

    async def change(self, kind: str, place: str | None = None, **body: Any) -> httpx.Response:
        """A PUT on the folder, the file or the web link."""
        path: dict[str, Any] = {f"{kind}_id": self.ids[place or kind]}
        return await self.client.call(f"put_{kind}s_id", json=body, **path)

    def representation(self, name: str) -> str:
        """The address of a representation of the file."""
        file_id, version_id = self.ids["file"], self.ids["version"]
        return f"/2.0/internal_files/{file_id}/versions/{version_id}/representations/{name}"

    async def delete(self, kind: str, place: str | None = None) -> httpx.Response:
        """A DELETE of it."""
        path: dict[str, Any] = {f"{kind}_id": self.ids[place or kind]}
        return await self.client.call(f"delete_{kind}s_id", **path)


async def make_stage(enterprise: Enterprise, role: str) -> Stage:
    owner = enterprise.user
    user_id, client = await enterprise.new_user()
    other_id, _ = await enterprise.new_user()
    top = (await make_folder(enterprise, "Top")).item.id
    stage = Stage(owner, client if role != "owner" else owner, enterprise.user_id, other_id)
    inside = {"id": str(top)}
    link = {"url": "https://example.com", "name": "link", "parent": inside}
    file = await upload(owner, "a.txt", b"content", str(top))
    stage.ids = {
        "top": str(top),
        "folder": str((await make_folder(enterprise, "inner", parent_id=top)).item.id),
        "target": str((await make_folder(enterprise, "target", parent_id=top)).item.id),
        "file": file["id"],
        "version": file["file_version"]["id"],
        "web_link": (await owner.call("post_web_links", json=link)).json()["id"],
        "aside": str((await make_folder(enterprise, "aside", client=stage.client)).item.id),
    }
    comment = {"item": {"type": "file", "id": stage.ids["file"]}, **WORDS}
    stage.ids["comment"] = (await owner.call("post_comments", json=comment)).json()["id"]
    task = {"item": {"type": "file", "id": stage.ids["file"]}}
    stage.ids["task"] = (await owner.call("post_tasks", json=task)).json()["id"]
    stage.collaboration_id = (await share(owner, top, {"id": other_id}, "viewer"))["id"]
    if role != "owner":
        await share(owner, top, {"id": user_id}, role)
    return stage


def place_of(stage: Stage, name: str) -> dict[str, str]:
    return {"id": stage.ids[name]}


WORDS = {"message": "Looks good"}


def properties_of(stage: Stage, kind: str) -> dict[str, Any]:
    """The arguments that apply free metadata to an item."""
    return {f"{kind}_id": stage.ids[kind], "scope": "global", "template_key": "properties", "json": {"a": "b"}}


# Each line of the table, and the requests of the API that it opens: after each that changed something a fresh stage.
ONLY_READ = {"GET", "OPTIONS"}
REQUESTS: dict[str, dict[str, Act]] = {
    "View Item List in Folder": {
        "list": lambda s: s.client.call("get_folders_id_items", folder_id=s.ids["top"]),
        "file": lambda s: s.client.call("get_files_id", file_id=s.ids["file"]),
        "folder": lambda s: s.client.call("get_folders_id", folder_id=s.ids["folder"]),
        "web link": lambda s: s.client.call("get_web_links_id", web_link_id=s.ids["web_link"]),
    },
    "View Tags": {"file": lambda s: s.client.call("get_files_id", file_id=s.ids["file"], fields="tags")},
    "Download": {"file": lambda s: s.client.call("get_files_id_content", file_id=s.ids["file"])},
    "Copy": {
        "file": lambda s: s.client.call(
            "post_files_id_copy", file_id=s.ids["file"], json={"parent": place_of(s, "aside")}
        ),
        "folder": lambda s: s.client.call(
            "post_folders_id_copy", folder_id=s.ids["folder"], json={"parent": place_of(s, "aside")}
        ),
    },
    "Upload": {
        "file": lambda s: send_version(s.client, s.ids["file"]),
        "folder": lambda s: s.client.call(
            "post_web_links", json={"url": "https://example.com", "name": "new", "parent": place_of(s, "folder")}
        ),
        "preflight": lambda s: s.client.call(
            "options_files_content", json={"name": "new.txt", "parent": place_of(s, "folder"), "size": 1}
        ),
    },
    "Create Subfolders": {
        "folder": lambda s: s.client.call("post_folders", json={"name": "new", "parent": place_of(s, "folder")})
    },
    "Lock/Unlock File": {"file": lambda s: s.change("file", lock={"access": "lock"})},
    "Add / Edit Tags": {
        "file": lambda s: s.change("file", tags=["new"]),
        "folder": lambda s: s.change("folder", tags=["new"]),
        "web link": lambda s: s.change("web_link", description="new"),
    },
    "Edit File Name": {
        "file": lambda s: s.change("file", name="new.txt"),
        "web link": lambda s: s.change("web_link", name="new"),
    },
    "Edit Folder Name": {
        "folder": lambda s: s.change("folder", name="new"),
        "top": lambda s: s.change("folder", "top", name="new"),
    },
    "Delete Files/Folders": {
        "file": lambda s: s.delete("file"),
        "folder": lambda s: s.delete("folder"),
        "web link": lambda s: s.delete("web_link"),
    },
    "Move": {
        "file": lambda s: s.change("file", parent=place_of(s, "target")),
        "folder": lambda s: s.change("folder", parent=place_of(s, "target")),
        "web link": lambda s: s.change("web_link", parent=place_of(s, "target")),
        "file to the own folder": lambda s: s.change("file", parent=place_of(s, "aside")),
    },
    "Invite People": {
        "folder": lambda s: send_invitation(s.client, s.ids["folder"], {"id": s.other_id}, "viewer"),
        "file": lambda s: send_invitation(s.client, s.ids["file"], {"id": s.other_id}, "viewer", "file"),
        "top": lambda s: send_invitation(s.client, s.ids["top"], {"login": "new@elsewhere.example"}, "viewer"),
    },
    "Set a Collaborator's Level of Access": {
        "top": lambda s: s.client.call(
            "put_collaborations_id", collaboration_id=s.collaboration_id, json={"role": "previewer"}
        ),
        "removal": lambda s: s.client.call("delete_collaborations_id", collaboration_id=s.collaboration_id),
    },
    "Edit Folder Settings": {
        "folder": lambda s: s.change("folder", is_collaboration_restricted_to_enterprise=True),
        "top": lambda s: s.change("folder", "top", folder_upload_email={"access": "open"}),
    },
    "Restrict Invitations": {"top": lambda s: s.change("folder", "top", can_non_owners_invite=False)},
    "Preview": {
        "thumbnail": lambda s: s.client.call(
            "get_files_id_thumbnail_id", file_id=s.ids["file"], extension="png", min_width=32
        ),
        "embedded": lambda s: s.client.call("get_files_id", file_id=s.ids["file"], fields="expiring_embed_link"),
        "representation": lambda s: s.client.http.get(s.representation("png_paged_1024x1024")),
        "page": lambda s: s.client.http.get(f"{s.representation('png_paged_1024x1024')}/content/1.png"),
        "text": lambda s: s.client.http.get(f"{s.representation('extracted_text')}/content"),
    },
    "View / Add Comments": {
        "list": lambda s: s.client.call("get_files_id_comments", file_id=s.ids["file"]),
        "comment": lambda s: s.client.call("get_comments_id", comment_id=s.ids["comment"]),
        "new": lambda s: s.client.call(
            "post_comments", json={"item": {"type": "file", **place_of(s, "file")}, **WORDS}
        ),
        "answer": lambda s: s.client.call(
            "post_comments", json={"item": {"type": "comment", **place_of(s, "comment")}, **WORDS}
        ),
    },
    "View Metadata": {
        "file": lambda s: s.client.call("get_files_id_metadata", file_id=s.ids["file"]),
        "folder": lambda s: s.client.call("get_folders_id_metadata", folder_id=s.ids["folder"]),
    },
    "Edit Metadata": {
        "file": lambda s: s.client.call("post_files_id_metadata_id_id", **properties_of(s, "file")),
        "folder": lambda s: s.client.call("post_folders_id_metadata_id_id", **properties_of(s, "folder")),
    },
    "View / Create Tasks": {
        "list": lambda s: s.client.call("get_files_id_tasks", file_id=s.ids["file"]),
        "task": lambda s: s.client.call("get_tasks_id", task_id=s.ids["task"]),
        "assignments": lambda s: s.client.call("get_tasks_id_assignments", task_id=s.ids["task"]),
        "new": lambda s: s.client.call("post_tasks", json={"item": {"type": "file", **place_of(s, "file")}}),
        "assign": lambda s: s.client.call(
            "post_task_assignments",
            json={"task": {"type": "task", **place_of(s, "task")}, "assign_to": {"id": str(s.owner_id)}},
        ),
    },
}

# Lines whose requests are not all here are asked of the decision, and shown by `permissions` where Box tells it.
DECISIONS = {
    "Create Annotations": Action.ANNOTATE,
    "Send View-Only Links": Action.SHARE,
    "Set Shared Link Password": Action.SET_SHARE_ACCESS,
}

PERMISSIONS = {
    "can_delete": "Delete Files/Folders",
    "can_download": "Download",
    "can_invite_collaborator": "Invite People",
    "can_rename": "Edit File Name",
    "can_set_share_access": "Set Shared Link Password",
    "can_share": "Send View-Only Links",
    "can_upload": "Upload",
    "can_annotate": "Create Annotations",
    "can_comment": "View / Add Comments",
    "can_preview": "Preview",
}


def test_every_line_of_the_table_is_asked() -> None:
    assert set(REQUESTS) | set(DECISIONS) == set(BOX_TABLE)


@pytest.mark.parametrize("role", ROLES)
class TestRole:
    async def test_requests_succeed_as_the_table_says(self, enterprise: Enterprise, role: str) -> None:
        outcomes, expected = {}, {}
        stage = await make_stage(enterprise, role)
        for line, requests in REQUESTS.items():
            for thing, act in requests.items():
                response = await act(stage)
                outcomes[line, thing] = (
                    "does" if response.status_code < 400 else (response.status_code, _code(response))
                )
                refused = (403, "access_denied_insufficient_permissions")
                expected[line, thing] = "does" if role in BOX_TABLE[line] else refused
                if response.is_success and response.request.method not in ONLY_READ:
                    await _clear(enterprise)
                    stage = await make_stage(enterprise, role)
        assert outcomes == expected

    async def test_the_shared_folder_itself_stays_where_it_is(self, enterprise: Enterprise, role: str) -> None:
        stage = await make_stage(enterprise, role)
        answers = {
            "Move": await stage.change("folder", "top", parent=place_of(stage, "aside")),
            "Delete Files/Folders": await stage.client.call(
                "delete_folders_id", folder_id=stage.ids["top"], recursive=True
            ),
        }
        may = {line: response.status_code < 400 for line, response in answers.items()}
        assert may == dict.fromkeys(NOT_ON_TOP, role == "owner")

    async def test_permissions_and_decisions_say_the_same(self, enterprise: Enterprise, role: str) -> None:
        stage = await make_stage(enterprise, role)
        subject = await subject_of(stage.client)
        told = (await stage.client.call("get_files_id", file_id=stage.ids["file"], fields="permissions")).json()
        told_of_folder = (
            await stage.client.call("get_folders_id", folder_id=stage.ids["folder"], fields="permissions")
        ).json()
        decided = {
            (line, kind): (await reach(enterprise.gateway.platform.db, subject, int(stage.ids[kind]))).allows(action)
            for line, action in DECISIONS.items()
            for kind in ("file", "folder", "web_link")
        }
        expected = {name: role in BOX_TABLE[line] for name, line in PERMISSIONS.items()}
        assert {name: told["permissions"][name] for name in PERMISSIONS} == expected
        in_folder = [name for name in PERMISSIONS if name in told_of_folder["permissions"]]
        assert {name: told_of_folder["permissions"][name] for name in in_folder} == {
            name: expected[name] for name in in_folder
        }
        assert decided == {(line, kind): role in BOX_TABLE[line] for line, kind in decided}


def _code(response: httpx.Response) -> str:
    code: str = response.json()["code"]
    return code


async def _clear(enterprise: Enterprise) -> None:
    """Make room for the next stage of the same owner."""
    listed = await enterprise.user.call("get_folders_id_items", folder_id=0, fields="id,type")
    for entry in listed.json()["entries"]:
        if entry["type"] == "folder":
            await enterprise.user.call("delete_folders_id", folder_id=entry["id"], recursive=True)
