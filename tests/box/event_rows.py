"""Which events every operation that changes something is told by: the table that each of them is in.

An operation is called by the owner of the content, or by an administrator (`by="admin"`), with things of a fresh
enterprise named in braces (see tests/authz/world.py). `user` is what then appears in the owner's own stream, `log` what
appears in the enterprise's log, both in order and nothing else. The names are Box's; see content/events/types.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from holdall.base.db import Transaction
from holdall.content.identity.tokens import issue_refresh_token, open_grant
from tests.authz.rows import TRASHED
from tests.authz.world import World, makes
from tests.support.enterprise import make_enterprise
from tests.support.oauth import client_of
from tests.support.pictures import picture


@dataclass(frozen=True)
class Row:
    """One call, and the events that tell of it."""

    user: tuple[str, ...] = ()
    log: tuple[str, ...] = ()
    by: Literal["owner", "admin", "service", "nobody"] = "owner"
    body: Any = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    things: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    """Things that must be there, and that the call does not name."""


def told(user: str = "", log: str = "", **more: Any) -> Row:
    """A row from names in texts; without `log`, the log holds nothing."""
    return Row(tuple(user.split()), tuple(log.split()), **more)


def logged(log: str, **more: Any) -> Row:
    """A row of what an administrator does, and only the log tells of."""
    return told(log=log, by="admin", **more)


def silent(**more: Any) -> Row:
    """A row of what Box has no event type for."""
    return Row(**more)


@makes("spare_user_id")
async def _spare_user(world: World) -> Any:
    return (await world.enterprise.new_user(f"{world.marker} spare"))[0]


@makes("spare_group_id")
async def _spare_group(world: World) -> Any:
    group_id = await world.post(world.admin, "post_groups", {"name": f"{world.marker} spare"})
    member = {"user": {"id": str(await world.get("spare_user_id"))}, "group": {"id": group_id}}
    await world.post(world.admin, "post_group_memberships", member)
    return group_id


@makes("inner_folder_id")
async def _inner_folder(world: World) -> Any:
    return await world.post(world.owner, "post_folders", {"name": "inner", "parent": {"id": "0"}})


@makes("linked_file_id")
async def _linked_file(world: World) -> Any:
    return await _link(world, "files", await world.get("file_id"))


@makes("linked_folder_id")
async def _linked_folder(world: World) -> Any:
    return await _link(world, "folders", await world.get("folder_id"))


@makes("linked_web_link_id")
async def _linked_web_link(world: World) -> Any:
    return await _link(world, "web_links", await world.get("web_link_id"))


async def _link(world: World, kind: str, thing: Any) -> Any:
    place = {f"{kind.removesuffix('s')}_id": thing, "fields": "shared_link"}
    answer = await world.owner.call(f"put_{kind}_id#add_shared_link", json={"shared_link": {}}, **place)
    assert answer.status_code == 200, answer.text
    return thing


@makes("trashed_version_id")
async def _trashed_version(world: World) -> Any:
    version_id = await world.get("file_version_id")
    place = {"file_id": await world.get("file_id"), "file_version_id": version_id}
    assert (await world.owner.call("delete_files_id_versions_id", **place)).status_code == 204
    return version_id


@makes("favorite_collection_id")
async def _favorite_collection(world: World) -> Any:
    return (await world.owner.call("get_collections")).json()["entries"][0]["id"]


@makes("client")
async def _client(world: World) -> Any:
    return client_of(world.enterprise)["client_id"]


@makes("access_token")
async def _access_token(world: World) -> Any:
    return await world.enterprise.new_token(world.enterprise.user_id)


@makes("marker")
async def _marker(world: World) -> Any:
    return world.marker


@makes("outsider_login")
async def _outsider_login(world: World) -> Any:
    return f"user.{(await make_enterprise(world.enterprise.gateway)).id}@example.com"


@makes("refresh_token")
async def _refresh_token(world: World) -> Any:
    enterprise = world.enterprise

    async def unit(tx: Transaction) -> str:
        owner = {"enterprise_id": enterprise.id, "user_id": enterprise.user_id}
        grant_id = await open_grant(tx, application_id=enterprise.application_id, **owner)
        return await issue_refresh_token(tx, grant_id=grant_id, scopes=["root_readwrite"], lifetime=60)

    return await enterprise.gateway.platform.db.write(unit)


@makes("avatar")
async def _avatar(world: World) -> Any:
    answer = await world.admin.call("post_users_id_avatar", files=PICTURE, user_id=world.enterprise.user_id)
    assert answer.status_code in {200, 201}, answer.text


@makes("files_watermark")
async def _files_watermark(world: World) -> Any:
    await _stamp(world, "files", file_id=await world.get("file_id"))


@makes("folders_watermark")
async def _folders_watermark(world: World) -> Any:
    await _stamp(world, "folders", folder_id=await world.get("folder_id"))


async def _stamp(world: World, kind: str, **place: Any) -> None:
    answer = await world.owner.call(f"put_{kind}_id_watermark", json=WATERMARK, **place)
    assert answer.status_code in {200, 201}, answer.text


WATERMARK = {"watermark": {"imprint": "default"}}
PICTURE = {"pic": ("a.png", picture(size=(4, 4)), "image/png")}
LOCK = {"lock": {"type": "lock", "access": "lock"}}
LINK = {"shared_link": {"access": "open"}}
NEWER_LINK = {"shared_link": {"access": "company"}}
NO_LINK: dict[str, Any] = {"shared_link": None}
EXPIRING = {"shared_link": {"access": "open", "unshared_at": "2099-01-01T00:00:00Z"}}
SHOWN = {"fields": "shared_link"}
FORM = {"data": {"attributes": '{{"name": "new.txt", "parent": {{"id": "{folder_id}"}}}}'}, "files": {"file": b"x"}}
IN_FOLDER = {"name": "other name", "parent": {"id": "{folder_id}"}}

ROWS: list[tuple[str, Row]] = [
    # files
    ("post_files_content", told("ITEM_UPLOAD", "UPLOAD", form=FORM)),
    ("post_files_id_content", told("ITEM_UPLOAD", "EDIT", form={"data": {"attributes": "{{}}"}, "files": {"file": b"x"}})),
    ("put_files_id", told("ITEM_RENAME", "RENAME", body={"name": "other name"})),
    ("put_files_id", told("ITEM_MOVE ITEM_RENAME", "MOVE RENAME", body=IN_FOLDER)),
    ("put_files_id", told("ITEM_MODIFY", "ITEM_MODIFY", body={"description": "words"})),
    ("put_files_id", told("ITEM_MODIFY TAG_ITEM_CREATE", "ITEM_MODIFY", body={"tags": ["a", "b"]})),
    ("put_files_id", told("LOCK_CREATE", "LOCK", body=LOCK)),
    ("put_files_id", told(log="FAVORITE", body={"collections": [{"id": "{favorite_collection_id}"}]})),
    ("put_files_id", silent(body={"description": ""})),
    ("delete_files_id", told("ITEM_TRASH", "DELETE")),
    ("post_files_id_copy", told("ITEM_COPY", "COPY", body={"parent": {"id": "{folder_id}"}})),
    ("post_files_id", told("ITEM_UNDELETE_VIA_TRASH", "UNDELETE", things=TRASHED)),
    ("delete_files_id_trash", told(log="DELETE", things=TRASHED)),
    ("get_files_id_content", told("ITEM_DOWNLOAD", "DOWNLOAD")),
    ("post_files_id_versions_current", told(
        "ITEM_MAKE_CURRENT_VERSION", "FILE_VERSION_RESTORE", body={"type": "file_version", "id": "{file_version_id}"}
    )),
    ("delete_files_id_versions_id", told("ITEM_MODIFY", "ITEM_MODIFY")),
    ("put_files_id_versions_id", told(
        log="FILE_VERSION_RESTORE", things={"file_version_id": "trashed_version_id"}, body={"trashed_at": None}
    )),
    # uploads in parts: nothing has happened before the commit, which test_event_audit.py makes
    ("post_files_upload_sessions", silent(body={"folder_id": "0", "file_name": "a.bin", "file_size": 20_000_000})),
    ("post_files_id_upload_sessions", silent(body={"file_size": 20_000_000})),
    ("delete_files_upload_sessions_id", silent()),
    # folders
    ("post_folders", told("ITEM_CREATE", "UPLOAD", body={"name": "new", "parent": {"id": "0"}})),
    ("put_folders_id", told("ITEM_RENAME", "RENAME", body={"name": "other name"})),
    ("put_folders_id", told(
        "ITEM_MOVE ITEM_RENAME",
        "MOVE RENAME",
        body={"name": "other name", "parent": {"id": "{inner_folder_id}"}},
    )),
    ("put_folders_id", told("ITEM_SYNC", "ITEM_SYNC", body={"sync_state": "synced"})),
    ("put_folders_id", told("ITEM_MODIFY", "ITEM_MODIFY", body={"can_non_owners_invite": False})),
    ("put_folders_id", told(log="UNFAVORITE", body={"collections": []}, needs=("collection_id",))),
    ("delete_folders_id", told("ITEM_TRASH", "DELETE")),
    ("post_folders_id_copy", told("ITEM_COPY", "COPY", body={"parent": {"id": "{inner_folder_id}"}})),
    ("post_folders_id", told("ITEM_UNDELETE_VIA_TRASH", "UNDELETE", things=TRASHED)),
    ("delete_folders_id_trash", told(log="DELETE", things=TRASHED)),
    ("post_folder_locks", told("LOCK_CREATE", "LOCK", body={"folder": {"type": "folder", "id": "{folder_id}"}})),
    ("delete_folder_locks_id", told("LOCK_DESTROY", "UNLOCK")),
    # web links
    ("post_web_links", told(
        "ITEM_CREATE", "UPLOAD", body={"url": "https://example.com/", "parent": {"id": "{folder_id}"}}
    )),
    ("put_web_links_id", told("ITEM_RENAME", "RENAME", body={"name": "other name"})),
    ("delete_web_links_id", told("ITEM_TRASH", "DELETE")),
    ("post_web_links_id", told("ITEM_UNDELETE_VIA_TRASH", "UNDELETE", things=TRASHED)),
    ("delete_web_links_id_trash", told(log="DELETE", things=TRASHED)),
    # shared links
    *[
        row
        for kind in ("files", "folders", "web_links")
        for linked in [{f"{kind.removesuffix('s')}_id": f"linked_{kind.removesuffix('s')}_id"}]
        for row in (
            (f"put_{kind}_id#add_shared_link", told("ITEM_SHARED_CREATE", "SHARE", body=LINK, parameters=SHOWN)),
            (f"put_{kind}_id#update_shared_link", told(
                "ITEM_SHARED_UPDATE", "ITEM_SHARED_UPDATE", body=NEWER_LINK, parameters=SHOWN, things=linked
            )),
            (f"put_{kind}_id#remove_shared_link", told(
                "ITEM_SHARED_UNSHARE", "UNSHARE", body=NO_LINK, parameters=SHOWN, things=linked
            )),
        )
    ],
    ("put_files_id#add_shared_link", told(
        "ITEM_SHARED_CREATE", "SHARE SHARE_EXPIRATION", body=EXPIRING, parameters=SHOWN
    )),
    # collaborations
    ("post_collaborations", told("COLLAB_ADD_COLLABORATOR", "COLLABORATION_INVITE", body={
        "item": {"type": "folder", "id": "{folder_id}"},
        "accessible_by": {"type": "user", "id": "{admin_id}"},
        "role": "viewer",
    })),
    ("post_collaborations", told("COLLAB_INVITE_COLLABORATOR", "COLLABORATION_INVITE", body={
        "item": {"type": "folder", "id": "{folder_id}"},
        "accessible_by": {"type": "user", "login": "nobody.yet@elsewhere.example"},
        "role": "viewer",
    })),
    ("put_collaborations_id", told("COLLAB_ROLE_CHANGE", "COLLABORATION_ROLE_CHANGE", body={"role": "viewer"})),
    ("put_collaborations_id", told(log="COLLABORATION_EXPIRATION", body={
        "role": "editor", "expires_at": "2099-01-01T00:00:00Z"
    })),
    ("delete_collaborations_id", told("COLLAB_REMOVE_COLLABORATOR", "COLLABORATION_REMOVE")),
    # comments and tasks
    ("post_comments", told(
        "COMMENT_CREATE", "COMMENT_CREATE", body={"item": {"type": "file", "id": "{file_id}"}, "message": "hear"}
    )),
    ("put_comments_id", told("COMMENT_EDIT", "COMMENT_EDIT", body={"message": "hear, hear"})),
    ("delete_comments_id", told("COMMENT_DELETE", "COMMENT_DELETE")),
    ("post_tasks", told("TASK_CREATE", "TASK_CREATE", body={"item": {"type": "file", "id": "{file_id}"}})),
    ("put_tasks_id", told("TASK_UPDATE", "TASK_UPDATE", body={"message": "otherwise"})),
    ("delete_tasks_id", silent()),
    ("delete_tasks_id", told("TASK_ASSIGNMENT_DELETE", "TASK_ASSIGNMENT_DELETE", needs=("task_assignment_id",))),
    ("post_task_assignments", told("TASK_ASSIGNMENT_CREATE", "TASK_ASSIGNMENT_CREATE", body={
        "task": {"type": "task", "id": "{task_id}"}, "assign_to": {"id": "{user_id}"}
    })),
    ("put_task_assignments_id", told(
        "TASK_ASSIGNMENT_UPDATE", "TASK_ASSIGNMENT_UPDATE", body={"message": "soon"}
    )),
    ("delete_task_assignments_id", told("TASK_ASSIGNMENT_DELETE", "TASK_ASSIGNMENT_DELETE")),
    # archives: what is in them is told of when it is sent
    ("post_zip_downloads", silent(body={"items": [{"type": "file", "id": "{file_id}"}]})),
    # watermarks
    *[
        row
        for kind in ("files", "folders")
        for row in (
            (f"put_{kind}_id_watermark", told(
                log="WATERMARK_LABEL_CREATE", body=WATERMARK
            )),
            (f"delete_{kind}_id_watermark", told(log="WATERMARK_LABEL_DELETE", needs=(f"{kind}_watermark",))),
        )
    ],
    # users
    ("post_users", logged("NEW_USER", body={"name": "New", "is_platform_access_only": True})),
    ("put_users_id", logged("EDIT_USER", body={"name": "Other"})),
    ("put_users_id", logged("CHANGE_ADMIN_ROLE EDIT_USER", body={"role": "coadmin"})),
    ("delete_users_id", logged("DELETE_USER", things={"user_id": "spare_user_id"})),
    ("put_users_id_folders_0", told(
        "ITEM_MOVE",
        "CHANGE_FOLDER_PERMISSION",
        by="admin",
        things={"user_id": "spare_user_id"},
        body={"owned_by": {"id": "{user_id}"}},
    )),
    ("post_users_terminate_sessions", logged(
        "REMOVE_LOGIN_ACTIVITY_DEVICE", body={"user_ids": ["{spare_user_id}"], "user_logins": []}
    )),
    ("post_users_id_avatar", logged("EDIT_USER", form={"files": PICTURE})),
    ("delete_users_id_avatar", logged("EDIT_USER", needs=("avatar",))),
    ("post_users_id_email_aliases", logged("EMAIL_ALIAS_CONFIRM", body={"email": "{marker}.mine@example.com"})),
    ("delete_users_id_email_aliases_id", logged("EMAIL_ALIAS_REMOVE")),
    ("post_invites", silent(by="admin", body={
        "enterprise": {"id": "{enterprise_id}"}, "actionable_by": {"login": "{outsider_login}"}
    })),
    # groups
    ("post_groups", logged("GROUP_CREATION", body={"name": "{marker} new"})),
    ("put_groups_id", logged("GROUP_EDITED", body={"name": "{marker} other"})),
    ("delete_groups_id", logged("GROUP_DELETION")),
    ("post_groups_terminate_sessions", logged(
        "REMOVE_LOGIN_ACTIVITY_DEVICE", body={"group_ids": ["{spare_group_id}"]}
    )),
    ("post_group_memberships", told("GROUP_ADD_USER", "GROUP_ADD_USER", by="admin", body={
        "user": {"id": "{user_id}"}, "group": {"id": "{group_id}"}
    })),
    ("put_group_memberships_id", logged("GROUP_EDITED", body={"role": "admin"})),
    ("delete_group_memberships_id", told("GROUP_REMOVE_USER", "GROUP_REMOVE_USER", by="admin")),
    # whom an enterprise works with
    ("post_collaboration_whitelist_entries", logged(
        "EXTERNAL_COLLAB_SECURITY_SETTINGS", body={"domain": "{marker}.mine.example.com", "direction": "both"}
    )),
    ("delete_collaboration_whitelist_entries_id", logged("EXTERNAL_COLLAB_SECURITY_SETTINGS")),
    ("post_collaboration_whitelist_exempt_targets", logged(
        "EXTERNAL_COLLAB_SECURITY_SETTINGS", body={"user": {"id": "{user_id}"}}
    )),
    ("delete_collaboration_whitelist_exempt_targets_id", logged("EXTERNAL_COLLAB_SECURITY_SETTINGS")),
    # file requests
    ("put_file_requests_id", told(log="FILE_REQUEST_UPDATE", body={"title": "Other"})),
    ("delete_file_requests_id", told(log="FILE_REQUEST_DELETE")),
    ("post_file_requests_id_copy", told(log="FILE_REQUEST_CREATE", body={"folder": {"id": "{inner_folder_id}"}})),
    # terms of service and device pins
    ("post_terms_of_services", silent(by="admin", body={"status": "disabled", "text": "words"})),
    ("put_terms_of_services_id", silent(by="admin", body={"status": "disabled", "text": "other words"})),
    ("post_terms_of_service_user_statuses", logged("TERMS_OF_SERVICE_ACCEPT", body={
        "tos": {"type": "terms_of_service", "id": "{terms_of_service_id}"},
        "user": {"type": "user", "id": "{user_id}"},
        "is_accepted": True,
    })),
    ("put_terms_of_service_user_statuses_id", logged("TERMS_OF_SERVICE_REJECT", body={"is_accepted": False})),
    ("delete_device_pinners_id", logged("REMOVE_DEVICE_ASSOCIATION")),
    # signing
    ("post_sign_requests", told("ITEM_COPY", "COPY", body={
        "signers": [{"email": "a@example.org"}],
        "source_files": [{"type": "file", "id": "{file_id}"}],
        "parent_folder": {"type": "folder", "id": "{folder_id}"},
    })),
    ("post_sign_requests_id_cancel", told(log="SIGN_DOCUMENT_CANCELLED", body={"reason": "A mistake"})),
    ("post_sign_requests_id_resend", silent(things={"sign_request_id": "sent_sign_request_id"})),
    # webhooks
    ("post_webhooks", silent(body={
        "target": {"type": "folder", "id": "{folder_id}"},
        "address": "https://example.com/webhooks",
        "triggers": ["FILE.UPLOADED"],
    })),
    ("put_webhooks_id", silent(body={"triggers": ["FILE.UPLOADED"]})),
    ("delete_webhooks_id", silent()),
    # tokens
    ("post_oauth2_token", told(log="USER_AUTHENTICATE_OAUTH2_ACCESS_TOKEN_CREATE", by="nobody", form={"data": {
        "grant_type": "client_credentials",
        "client_id": "{client}",
        "client_secret": "secret",
        "box_subject_type": "user",
        "box_subject_id": "{user_id}",
    }})),
    ("post_oauth2_token#refresh", told(log="USER_AUTHENTICATE_OAUTH2_ACCESS_TOKEN_CREATE", by="nobody", form={"data": {
        "grant_type": "refresh_token",
        "client_id": "{client}",
        "client_secret": "secret",
        "refresh_token": "{refresh_token}",
    }})),
    ("post_oauth2_revoke", told(log="OAUTH2_ACCESS_TOKEN_REVOKE", by="nobody", form={"data": {
        "client_id": "{client}", "client_secret": "secret", "token": "{access_token}"
    }})),
]  # fmt: skip

WITHOUT_ROW = {"put_files_upload_sessions_id", "post_files_upload_sessions_id_commit"}
"""Their calls need real parts; test_event_audit.py has a test of its own for them."""
