"""What an enterprise keeps, made when a row of the table names it: a thing per path parameter of the contract."""

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.file_requests import make_request
from tests.support.metadata import CARD, LABEL, apply, make_classifications, make_template
from tests.support.sharing import share
from tests.support.signing import make_sign_template, prepare
from tests.support.tree import create, make_file
from tests.support.uploads import upload, upload_version

Maker = Callable[["World"], Awaitable[Any]]


class World:
    """The things of one enterprise, by name; every name that people gave them carries the same marker."""

    def __init__(self, enterprise: Enterprise) -> None:
        self.enterprise = enterprise
        self.marker = f"secret-of-{enterprise.id}"
        self._made: dict[str, Any] = {}

    @property
    def admin(self) -> Client:
        """Who makes what administrators make."""
        return self.enterprise.admin

    @property
    def owner(self) -> Client:
        """The user whom the content belongs to."""
        return self.enterprise.user

    async def get(self, name: str) -> Any:
        """The id of a thing, made at first use; raises KeyError for a name without a maker."""
        if name not in self._made:
            self._made[name] = await MAKERS[name](self)
        return self._made[name]

    async def get_all(self, names: Iterable[str]) -> dict[str, Any]:
        """The ids of several things by name."""
        return {name: await self.get(name) for name in names}

    async def fill(self, value: Any) -> Any:
        """The value with the names of things in braces replaced by their ids."""
        if isinstance(value, dict):
            return {name: await self.fill(one) for name, one in value.items()}
        if isinstance(value, list):
            return [await self.fill(one) for one in value]
        if isinstance(value, str) and "{" in value:
            return value.format(**await self.get_all(set(re.findall(r"\{(\w+)\}", value)) & MAKERS.keys()))
        return value

    async def post(self, client: Client, operation_id: str, body: Any, **parameters: Any) -> Any:
        """The id of what an operation makes."""
        response = await client.call(operation_id, json=body, **parameters)
        assert response.status_code in {200, 201}, response.text
        return response.json()["id"]


MAKERS: dict[str, Maker] = {}
"""How each thing is made. A resource adds its own here, under the name of its path parameter."""


def makes(name: str) -> Callable[[Maker], Maker]:
    """Register the maker of a thing."""

    def register(maker: Maker) -> Maker:
        MAKERS[name] = maker
        return maker

    return register


@makes("user_id")
async def _user(world: World) -> Any:
    return world.enterprise.user_id


@makes("admin_id")
async def _admin(world: World) -> Any:
    return world.enterprise.admin_id


@makes("thumbnail_extension")
async def _thumbnail_extension(_world: World) -> Any:
    return "png"


@makes("enterprise_id")
async def _enterprise(world: World) -> Any:
    return world.enterprise.id


@makes("file_id")
async def _file(world: World) -> Any:
    return (await upload(world.owner, f"{world.marker}.txt", b"first"))["id"]


@makes("file_version_id")
async def _file_version(world: World) -> Any:
    file_id = await world.get("file_id")
    await upload_version(world.owner, file_id, b"second")
    listed = await world.owner.call("get_files_id_versions", file_id=file_id)
    return listed.json()["entries"][0]["id"]


@makes("comment_id")
async def _comment(world: World) -> Any:
    body = {"item": {"type": "file", "id": await world.get("file_id")}, "message": world.marker}
    return await world.post(world.owner, "post_comments", body)


@makes("task_id")
async def _task(world: World) -> Any:
    body = {"item": {"type": "file", "id": await world.get("file_id")}, "message": world.marker}
    return await world.post(world.owner, "post_tasks", body)


@makes("task_assignment_id")
async def _task_assignment(world: World) -> Any:
    task = {"type": "task", "id": await world.get("task_id")}
    body = {"task": task, "assign_to": {"id": str(world.enterprise.user_id)}}
    return await world.post(world.owner, "post_task_assignments", body)


@makes("folder_id")
async def _folder(world: World) -> Any:
    return (await create(world.owner, world.marker))["id"]


@makes("file_request_id")
async def _file_request(world: World) -> Any:
    return (await make_request(world.owner, await world.get("folder_id"), world.marker)).id


@makes("sign_request_id")
async def _sign_request(world: World) -> Any:
    folder = {"type": "folder", "id": await world.get("folder_id")}
    source = {"type": "file", "id": await world.get("file_id")}
    body = {"signers": [{"email": "signer@example.org"}], "source_files": [source], "parent_folder": folder}
    return await world.post(world.owner, "post_sign_requests", body)


@makes("sent_sign_request_id")
async def _sent_sign_request(world: World) -> Any:
    request_id = await world.get("sign_request_id")
    await prepare(world.enterprise, request_id)
    return request_id


@makes("sign_template_id")
async def _sign_template(world: World) -> Any:
    return (
        await make_sign_template(world.owner, world.marker, await world.get("folder_id"), await world.get("file_id"))
    ).id


@makes("web_link_id")
async def _web_link(world: World) -> Any:
    body = {"name": f"{world.marker} link", "url": "https://example.com/", "parent": {"id": "0"}}
    return await world.post(world.owner, "post_web_links", body)


@makes("trashed_file_id")
async def _trashed_file(world: World) -> Any:
    file_id = (await make_file(world.enterprise, f"{world.marker} trashed.txt")).item.id
    await world.owner.call("delete_files_id", file_id=file_id)
    return file_id


@makes("trashed_folder_id")
async def _trashed_folder(world: World) -> Any:
    folder_id = (await create(world.owner, f"{world.marker} trashed"))["id"]
    await world.owner.call("delete_folders_id", folder_id=folder_id)
    return folder_id


@makes("trashed_web_link_id")
async def _trashed_web_link(world: World) -> Any:
    body = {"name": f"{world.marker} trashed link", "url": "https://example.com/", "parent": {"id": "0"}}
    web_link_id = await world.post(world.owner, "post_web_links", body)
    await world.owner.call("delete_web_links_id", web_link_id=web_link_id)
    return web_link_id


@makes("zip_download_id")
async def _zip_download(world: World) -> Any:
    """An archive whose download has begun, so that there is something to be told of it."""
    body = {"items": [{"type": "file", "id": await world.get("file_id")}], "download_file_name": world.marker}
    prepared = (await world.owner.call("post_zip_downloads", json=body)).json()
    await world.owner.http.get(prepared["download_url"])
    return prepared["status_url"].split("/")[-2]


@makes("upload_session_id")
async def _upload_session(world: World) -> Any:
    body = {"folder_id": "0", "file_name": f"{world.marker}.bin", "file_size": 20_000_000}
    return await world.post(world.owner, "post_files_upload_sessions", body)


@makes("folder_lock_id")
async def _folder_lock(world: World) -> Any:
    folder_id = await world.get("folder_id")
    body = {"folder": {"type": "folder", "id": folder_id}, "locked_operations": {"move": True, "delete": True}}
    return await world.post(world.owner, "post_folder_locks", body)


@makes("collaboration_id")
async def _collaboration(world: World) -> Any:
    folder_id = await world.get("folder_id")
    return (await share(world.owner, folder_id, {"id": world.enterprise.admin_id}))["id"]


@makes("group_id")
async def _group(world: World) -> Any:
    return await world.post(world.admin, "post_groups", {"name": world.marker, "invitability_level": "admins_only"})


@makes("group_membership_id")
async def _membership(world: World) -> Any:
    group_id = await world.get("group_id")
    body = {"user": {"id": str(world.enterprise.user_id)}, "group": {"id": group_id}}
    return await world.post(world.admin, "post_group_memberships", body)


@makes("webhook_id")
async def _webhook(world: World) -> Any:
    folder_id = await world.get("folder_id")
    body = {
        "target": {"type": "folder", "id": folder_id},
        "address": f"https://example.com/{world.marker}",
        "triggers": ["FILE.UPLOADED"],
    }
    return await world.post(world.owner, "post_webhooks", body)


@makes("email_alias_id")
async def _email_alias(world: World) -> Any:
    body = {"email": f"{world.marker}@example.com"}
    return await world.post(world.admin, "post_users_id_email_aliases", body, user_id=world.enterprise.user_id)


@makes("collaboration_whitelist_entry_id")
async def _allowed_domain(world: World) -> Any:
    body = {"domain": f"{world.marker}.example.com", "direction": "both"}
    return await world.post(world.admin, "post_collaboration_whitelist_entries", body)


@makes("collaboration_whitelist_exempt_target_id")
async def _exempt_user(world: World) -> Any:
    body = {"user": {"id": str(world.enterprise.user_id)}}
    return await world.post(world.admin, "post_collaboration_whitelist_exempt_targets", body)


@makes("invite_id")
async def _invite(world: World) -> Any:
    from tests.support.enterprise import make_enterprise

    other = await make_enterprise(world.enterprise.gateway)
    body = {
        "enterprise": {"id": str(world.enterprise.id)},
        "actionable_by": {"login": f"user.{other.id}@example.com"},
    }
    return await world.post(world.admin, "post_invites", body)


@makes("collection_id")
async def _collection(world: World) -> Any:
    """The owner's favorites, with something in them."""
    listed = await world.owner.call("get_collections")
    collection_id = listed.json()["entries"][0]["id"]
    folder_id = await world.get("folder_id")
    await world.owner.call("put_folders_id", folder_id=folder_id, json={"collections": [{"id": collection_id}]})
    return collection_id


@makes("shared_link")
async def _shared_link(world: World) -> Any:
    """A link to a folder that is for its collaborators alone."""
    folder_id = await world.get("folder_id")
    body = {"shared_link": {"access": "collaborators"}}
    answer = await world.owner.call("put_folders_id", folder_id=folder_id, json=body, fields="shared_link")
    return answer.json()["shared_link"]["url"]


@makes("scope")
async def _scope(world: World) -> Any:
    """The enterprise by its number: an alias would mean the enterprise of whoever asks."""
    return f"enterprise_{world.enterprise.id}"


@makes("template")
async def _template(world: World) -> Any:
    field = {"type": "string", "key": "name", "displayName": world.marker}
    return await make_template(world.enterprise, displayName=world.marker, templateKey="secret", fields=[field])


@makes("template_key")
async def _template_key(world: World) -> Any:
    return (await world.get("template"))["templateKey"]


@makes("template_id")
async def _template_id(world: World) -> Any:
    return (await world.get("template"))["id"]


@makes("metadata_instance_id")
async def _metadata_instance(world: World) -> Any:
    return (await _with_metadata(world, "file"))["$id"]


@makes("file_with_metadata_id")
async def _file_with_metadata(world: World) -> Any:
    return (await _with_metadata(world, "file"))["$parent"].removeprefix("file_")


@makes("folder_with_metadata_id")
async def _folder_with_metadata(world: World) -> Any:
    return (await _with_metadata(world, "folder"))["$parent"].removeprefix("folder_")


async def _with_metadata(world: World, kind: str) -> Any:
    template_key = await world.get("template_key")
    return await apply(world.owner, await world.get(f"{kind}_id"), kind, template_key, {"name": world.marker})


@makes("metadata_cascade_policy_id")
async def _cascade_policy(world: World) -> Any:
    folder_id = await world.get("folder_with_metadata_id")
    body = {"folder_id": folder_id, "scope": "enterprise", "templateKey": await world.get("template_key")}
    return await world.post(world.owner, "post_metadata_cascade_policies", body)


@makes("classifications")
async def _classifications(world: World) -> Any:
    return await make_classifications(world.enterprise)


@makes("classified_file_id")
async def _classified_file(world: World) -> Any:
    return await _classified(world, "file")


@makes("classified_folder_id")
async def _classified_folder(world: World) -> Any:
    return await _classified(world, "folder")


async def _classified(world: World, kind: str) -> Any:
    template = await world.get("classifications")
    item_id = await world.get(f"{kind}_id")
    await apply(world.owner, item_id, kind, template["templateKey"], LABEL)
    return item_id


@makes("file_with_cards_id")
async def _file_with_cards(world: World) -> Any:
    file_id = await world.get("file_id")
    await apply(world.owner, file_id, "file", "boxSkillsCards", {"cards": [CARD]}, scope="global")
    return file_id
