"""Changing an item: rename, move, describe, tag, lock, in one unit of work for all three types."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from holdall.base.db import Transaction
from holdall.base.errors import Forbidden, InvalidParameter
from holdall.content.access import Access, Action, lock_trees, reach
from holdall.content.governance.carrying import carry_along
from holdall.content.identity.subject import Subject
from holdall.content.items.folder_locks import require_unlocked
from holdall.content.items.making import check_etag
from holdall.content.items.moves import change_owner, reach_destination
from holdall.content.items.names import check_name, name_key
from holdall.content.items.news import announce
from holdall.content.items.rows import Lock
from holdall.content.items.siblings import require_free_name
from holdall.content.items.space import change_children
from holdall.content.items.tables import ItemType, items, versions
from holdall.content.items.watermarks import keep_watermark

MAX_TAGS = 100
DESCRIPTION_LENGTHS = {ItemType.FILE: 255, ItemType.FOLDER: 256, ItemType.WEB_LINK: 255}
"""Box keeps the beginning of a longer description."""

_OWNERS_OPTIONS = {
    "can_non_owners_invite",
    "can_non_owners_view_collaborators",
    "is_collaboration_restricted_to_enterprise",
    "folder_upload_email",
}
"""What owners and co-owners alone say of a folder."""

_SYNC = "sync_state"
_PLAIN = ("description", "tags", "url", "content_created_at", "content_modified_at")


class LockRequest(msgspec.Struct, frozen=True):
    """A lock to put on a file; `expires_at` in microseconds UTC."""

    expires_at: int | None = None
    is_download_prevented: bool = False


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different about an item; what is UNSET stays."""

    name: str | UnsetType = UNSET
    parent_id: int | UnsetType = UNSET
    description: str | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    lock: LockRequest | UnsetType | None = UNSET
    url: str | UnsetType = UNSET
    content_created_at: int | UnsetType = UNSET
    content_modified_at: int | UnsetType = UNSET
    options: dict[str, Any] = {}
    """The rarely set fields of a folder; None takes one away."""


async def update_item(
    tx: Transaction,
    subject: Subject,
    item_id: int,
    kind: ItemType,
    changes: Changes,
    *,
    if_match: str | None = None,
) -> Access:
    """Change an item that is not in the trash; an item that is changed gets a new etag.

    Raises NotFound, Forbidden (access_denied_item_locked for another's lock), PreconditionFailed, InvalidParameter,
    Conflict for a name, BadRequest for a cycle.
    """
    places = [] if changes.parent_id is UNSET else [changes.parent_id or subject.root_id]
    await lock_trees(tx, item_id or subject.root_id, *places)
    access = await reach(tx, subject, item_id, kind)
    access.require_active()
    check_etag(access.item, if_match)
    values = _plain_values(access, changes) | await _lock_values(tx, access, changes.lock)
    destination = await _destination(tx, access, changes)
    values |= await _name_values(tx, access, destination, changes)
    if not values and destination is None:
        access.require(Action.VIEW)
        return access
    changed = await _write(tx, access, destination, values)
    await _announce(tx, access, changed)
    return await keep_watermark(tx, access, changed)


def _plain_values(access: Access, changes: Changes) -> dict[str, Any]:
    """The columns that stand for themselves, where they become different."""
    item = access.item
    values = {name: value for name in _PLAIN if (value := getattr(changes, name)) is not UNSET}
    if "description" in values:
        values["description"] = values["description"][: DESCRIPTION_LENGTHS[ItemType(item.type)]]
    for name in ("description", "url"):
        if "\0" in (values.get(name) or ""):
            raise InvalidParameter(name, "must not contain the character NUL")
    if "tags" in values:
        values["tags"] = check_tags(values["tags"])
    if not _OWNERS_OPTIONS.isdisjoint(changes.options):
        access.require(Action.SETTINGS)
    if changes.options:
        merged = item.options | changes.options
        values["options"] = {name: value for name, value in merged.items() if value is not None}
    if values:
        access.require(Action.EDIT)
    return {name: value for name, value in values.items() if getattr(item, name) != value}


def check_tags(tags: list[str]) -> list[str]:
    """The tags without repetitions; raises InvalidParameter for more than 100, or an empty one."""
    unique = list(dict.fromkeys(tags))
    if len(unique) > MAX_TAGS:
        raise InvalidParameter("tags", f"an item has {MAX_TAGS} tags at most")
    if "" in unique:
        raise InvalidParameter("tags", "a tag must not be empty")
    return unique


async def _lock_values(tx: Transaction, access: Access, wanted: LockRequest | UnsetType | None) -> dict[str, Any]:
    """The column `lock`: its maker and the file's owner may take a lock away, and only its maker may renew it."""
    if wanted is UNSET:
        return {}
    present = access.item.active_lock(tx.now)
    if wanted is None and access.item.lock is None:
        return {}
    access.require(Action.LOCK)
    if wanted is None:
        return {"lock": None}
    if access.locked:
        raise Forbidden("Another user has locked the file", code="access_denied_item_locked")
    if wanted.expires_at is not None and wanted.expires_at <= tx.now:
        raise InvalidParameter("lock.expires_at", "must be in the future")
    lock = Lock(
        id=tx.new_id() if present is None else present.id,
        created_by=access.subject.user_id,
        created_at=tx.now if present is None else present.created_at,
        expires_at=wanted.expires_at,
        is_download_prevented=wanted.is_download_prevented,
    )
    return {"lock": msgspec.structs.asdict(lock)}


async def _destination(tx: Transaction, access: Access, changes: Changes) -> Access | None:
    """The folder to move the item to, or None where it stays."""
    if changes.parent_id is UNSET or access.item.parent_id == (changes.parent_id or access.subject.root_id):
        return None
    if access.is_root:
        raise Forbidden("A root folder cannot be moved", code="access_denied_insufficient_permissions")
    is_archivable = Action.ARCHIVE in access.granted and Action.MOVE not in access.granted
    access.require(Action.ARCHIVE if is_archivable else Action.MOVE)
    await require_unlocked(tx, access, "move")
    destination = await reach_destination(tx, access.subject, access, changes.parent_id, "ITEM_MOVE")
    access.require(Action.ARCHIVE if destination.in_archive else Action.MOVE)
    return destination


async def _name_values(tx: Transaction, access: Access, destination: Access | None, changes: Changes) -> dict[str, Any]:
    """The columns of the name, which must be free where the item will be."""
    item = access.item
    name = item.name if changes.name is UNSET else changes.name
    if name != item.name:
        if access.is_root:
            raise Forbidden("A root folder cannot be renamed", code="access_denied_insufficient_permissions")
        access.require(Action.RENAME)
        check_name(name)
    folder_id = item.parent_id if destination is None else destination.item.id
    if folder_id is not None and (destination is not None or name != item.name):
        await require_free_name(tx, folder_id, name, item.type, except_id=item.id)
    return {} if name == item.name else {"name": name, "name_key": name_key(name)}


async def _write(tx: Transaction, access: Access, destination: Access | None, values: dict[str, Any]) -> Access:
    item, subject = access.item, access.subject
    values |= {"sequence": item.sequence + 1, "modified_by": subject.user_id, "modified_at": tx.now}
    if destination is not None:
        await carry_along(tx, access, destination)
        await change_owner(tx, access, destination)
        values |= {"parent_id": destination.item.id, "enterprise_id": destination.item.enterprise_id}
    await tx.update(items, {"id": item.id}, **values)
    if "name" in values and item.version_id is not None:
        await tx.update(versions, {"id": item.version_id}, name=values["name"])
    changed = msgspec.structs.replace(item, **values)
    if destination is None:
        return access.with_item(changed)
    moved = destination.child(changed)
    await change_children(tx, subject, access.folder_ids, size=-item.size, count=-1)
    await change_children(tx, subject, moved.folder_ids, size=item.size, count=1)
    return moved


async def _announce(tx: Transaction, before: Access, after: Access) -> None:
    """An event for each kind of change."""
    old, new = before.item, after.item
    if new.parent_id != old.parent_id:
        came_from: dict[str, Any] = {"old_parent_id": old.parent_id, "old_path_ids": before.folder_ids}
        await announce(tx, after, "ITEM_MOVE", **came_from, old_name=old.name)
    if new.name != old.name:
        await announce(tx, after, "ITEM_RENAME", old_name=old.name)
    if new.lock != old.lock:
        await announce(tx, after, "LOCK_DESTROY" if new.lock is None else "LOCK_CREATE")
    sync_state = new.options.get(_SYNC)
    if sync_state != old.options.get(_SYNC):
        await announce(tx, after, "ITEM_SYNC" if sync_state == "synced" else "ITEM_UNSYNC")
    fields = [name for name in _PLAIN if getattr(new, name) != getattr(old, name)]
    names = sorted((new.options.keys() | old.options.keys()) - {_SYNC})
    fields += [name for name in names if new.options.get(name) != old.options.get(name)]
    if fields:
        await announce(tx, after, "ITEM_MODIFY", fields=fields)
    added = [tag for tag in new.tags if tag not in old.tags]
    if added:
        await announce(tx, after, "TAG_ITEM_CREATE", tags=added)
