"""Files, folders and web links on the wire: their base, mini, standard and full field sets.

The sets are those of the contract's schemas File--Full, Folder--Full and WebLink.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from holdall.base.clock import format_instant
from holdall.base.db.database import Reader
from holdall.box.views import standing
from holdall.box.views.metadata import metadata_field, wanted_metadata
from holdall.box.views.scene import NOWHERE, Needs, Position, make_scene
from holdall.content.access import Access
from holdall.content.items.files import UPLOADER
from holdall.content.items.names import extension_of
from holdall.content.items.rows import TYPE_NAMES, Item, version_mini
from holdall.content.items.tables import ItemType

Field = Callable[[Item, Position], Any]
Document = dict[str, Any]
Projection = tuple[tuple[tuple[str, Field], ...], Needs]


def _instant(instant: int | None) -> str | None:
    return None if instant is None else format_instant(instant)


def _is_root(item: Item) -> bool:
    return item.parent_id is None and item.trashed_at is None


def _id(item: Item, _at: Position) -> str:
    return "0" if item.parent_id is None and item.trashed_at is None else str(item.id)


def _etag(item: Item, _at: Position) -> str | None:
    return None if item.parent_id is None and item.trashed_at is None else str(item.sequence)


def _file_version(item: Item, _at: Position) -> Document:
    return version_mini(item.version_id, item.sha1)


def _created_at(item: Item, _at: Position) -> str | None:
    return None if _is_root(item) else format_instant(item.created_at)


def _modified_at(item: Item, _at: Position) -> str | None:
    return None if _is_root(item) else format_instant(item.modified_at)


def _content_created_at(item: Item, _at: Position) -> str | None:
    if _is_root(item):
        return None
    return format_instant(item.created_at if item.content_created_at is None else item.content_created_at)


def _content_modified_at(item: Item, _at: Position) -> str | None:
    if _is_root(item):
        return None
    return format_instant(item.modified_at if item.content_modified_at is None else item.content_modified_at)


def _trashed_at(item: Item, at: Position) -> str | None:
    above = at.access.trash
    return _instant(item.trashed_at if item.trashed_at is not None or above is None else above.trashed_at)


def _purged_at(item: Item, at: Position) -> str | None:
    above = at.access.trash
    return _instant(item.purge_at if item.purge_at is not None or above is None else above.purge_at)


def _item_status(item: Item, at: Position) -> str:
    return "active" if item.trashed_at is None and at.access.trash is None else "trashed"


def _lock(item: Item, at: Position) -> Document | None:
    lock = item.active_lock(at.facts.now)
    if lock is None:
        return None
    document = {
        "type": "lock",
        "id": str(lock.id),
        "created_by": at.facts.user(lock.created_by),
        "created_at": format_instant(lock.created_at),
        "is_download_prevented": lock.is_download_prevented,
        "app_type": None,
    }
    if lock.expires_at is not None:
        document["expired_at"] = format_instant(lock.expires_at)
    return document


def _version_number(item: Item, at: Position) -> str:
    assert item.version_id is not None
    return str(at.facts.uploads[item.version_id].number)


def _uploader_display_name(item: Item, at: Position) -> str:
    assert item.version_id is not None
    created_by = at.facts.uploads[item.version_id].created_by
    uploader: str = item.options.get(UPLOADER, "") if created_by is None else at.facts.user(created_by)["name"]
    return uploader or "Someone"


def _option(name: str, default: Any) -> Field:
    def read(item: Item, _at: Position) -> Any:
        return item.options.get(name, default)

    return read


_BASE: dict[str, Field] = {
    "type": lambda item, at: TYPE_NAMES[item.type],
    "id": _id,
    "etag": _etag,
}
_COMMON: dict[str, Field] = {
    "sequence_id": _etag,
    "name": lambda item, at: item.name,
    "description": lambda item, at: item.description,
    "path_collection": lambda item, at: at.path_collection,
    "created_at": _created_at,
    "modified_at": _modified_at,
    "trashed_at": _trashed_at,
    "purged_at": _purged_at,
    "created_by": lambda item, at: at.facts.user(item.created_by),
    "modified_by": lambda item, at: at.facts.user(item.modified_by),
    "owned_by": lambda item, at: at.owner,
    "shared_link": standing.shared_link,
    "parent": lambda item, at: at.parent,
    "item_status": _item_status,
}
_CONTENT: dict[str, Field] = {
    "size": lambda item, at: item.size,
    "content_created_at": _content_created_at,
    "content_modified_at": _content_modified_at,
}
_FULL: dict[str, Field] = {
    "permissions": standing.permissions,
    "tags": lambda item, at: item.tags,
    "watermark_info": standing.watermark_info,
    "is_accessible_via_shared_link": standing.is_accessible_via_shared_link,
    "allowed_invitee_roles": standing.allowed_invitee_roles,
    "is_externally_owned": standing.is_externally_owned,
    "has_collaborations": standing.has_collaborations,
    "classification": standing.classification,
    "is_associated_with_app_item": standing.is_associated_with_app_item,
}
FIELDS: dict[int, dict[str, Field]] = {
    ItemType.FILE: {
        **_BASE,
        **_COMMON,
        **_CONTENT,
        **_FULL,
        "sha1": lambda item, at: item.sha1,
        "file_version": _file_version,
        "version_number": _version_number,
        "comment_count": standing.comment_count,
        "lock": _lock,
        "extension": lambda item, at: extension_of(item.name),
        "is_package": lambda item, at: False,
        "expires_at": standing.expires_at,
        "representations": standing.representations,
        "uploader_display_name": _uploader_display_name,
        "disposition_at": standing.disposition_at,
        "shared_link_permission_options": standing.shared_link_permission_options,
    },
    ItemType.FOLDER: {
        **_BASE,
        **_COMMON,
        **_CONTENT,
        **_FULL,
        "folder_upload_email": _option("folder_upload_email", None),
        "sync_state": _option("sync_state", "not_synced"),
        "can_non_owners_invite": _option("can_non_owners_invite", True),
        "is_collaboration_restricted_to_enterprise": _option("is_collaboration_restricted_to_enterprise", False),
        "can_non_owners_view_collaborators": _option("can_non_owners_view_collaborators", True),
        "allowed_shared_link_access_levels": standing.allowed_shared_link_access_levels,
    },
    ItemType.WEB_LINK: {**_BASE, **_COMMON, "url": lambda item, at: item.url},
}
_MINI_COMMON = ("type", "id", "etag", "sequence_id", "name")
MINI: dict[int, tuple[str, ...]] = {
    ItemType.FILE: (*_MINI_COMMON, "sha1", "file_version"),
    ItemType.FOLDER: _MINI_COMMON,
    ItemType.WEB_LINK: (*_MINI_COMMON, "url"),
}
STANDARD: dict[int, tuple[str, ...]] = {
    ItemType.FILE: (*MINI[ItemType.FILE], *_COMMON, *_CONTENT),
    ItemType.FOLDER: (*MINI[ItemType.FOLDER], *_COMMON, *_CONTENT, "folder_upload_email"),
    ItemType.WEB_LINK: (*MINI[ItemType.WEB_LINK], *_COMMON),
}
TRASH_REQUIRED: dict[int, tuple[str, ...]] = {
    kind: tuple(
        name
        for name in STANDARD[kind]
        if name not in {"trashed_at", "purged_at", "content_created_at", "content_modified_at", "shared_link", "parent"}
    )
    for kind in (ItemType.FILE, ItemType.FOLDER, ItemType.WEB_LINK)
}
"""What clients insist on in TrashFile, TrashFolder and TrashWebLink."""
_NEEDS: dict[str, Needs] = {
    "created_by": Needs(users=frozenset({"created_by"})),
    "modified_by": Needs(users=frozenset({"modified_by"})),
    "owned_by": Needs(users=frozenset({"owner_id"})),
    "lock": Needs(users=frozenset({"lock"})),
    "permissions": Needs(standing=True),
    "representations": Needs(standing=True),
    "allowed_invitee_roles": Needs(standing=True),
    "has_collaborations": Needs(shared=True),
    "shared_link": Needs(links=True),
    "is_accessible_via_shared_link": Needs(links_above=True),
    "comment_count": Needs(comments=True),
    "version_number": Needs(uploads=True),
    "uploader_display_name": Needs(uploads=True),
    "classification": Needs(metadata=True),
    "disposition_at": Needs(dispositions=True),
    "is_associated_with_app_item": Needs(app_items=True),
}
_METADATA = Needs(metadata=True, standing=True)


@cache
def _project(kind: int, names: Sequence[str]) -> Projection:
    """The fields of a set for one type of item, and what they need; names that the type lacks are left out."""
    known = FIELDS[kind]
    chosen = {name: known[name] for name in names if name in known}
    needs = Needs()
    for name in chosen:
        needs |= _NEEDS.get(name, Needs())
    wanted = wanted_metadata(names) if kind != ItemType.WEB_LINK else None
    if wanted:
        chosen["metadata"] = metadata_field(wanted)
        needs |= _METADATA
    return tuple(chosen.items()), needs


def select(kind: int, fields: tuple[str, ...] | None, default: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """The field set for one type of item: what `fields=` names and the base set, or else the default."""
    return default[kind] if fields is None else (*_BASE, *fields)


async def render_item(
    reader: Reader, access: Access, fields: tuple[str, ...] | None, *, is_new: bool = False
) -> Document:
    """One item in its standard form, or with the fields that were asked for.

    `is_new` says that this request made it, so that no link leads to it and nobody can have commented on it.
    """
    item = access.item
    projection, needs = _project(item.type, select(item.type, fields, STANDARD))
    if is_new:
        needs = needs.of_new()
    scene = await make_scene(reader, [item], access, needs)
    at = scene.at(item)
    return {name: read(item, at) for name, read in projection}


async def render_trash_item(reader: Reader, access: Access, fields: tuple[str, ...] | None) -> Document:
    """An item that is or was in the trash; its schemas ask for more fields than others, whatever was asked for."""
    required = TRASH_REQUIRED[access.item.type]
    return await render_item(reader, access, None if fields is None else (*required, *fields))


async def render_items(
    reader: Reader,
    items: Iterable[Item],
    place: Access,
    fields: tuple[str, ...] | None,
    elsewhere: Mapping[int, Access] = NOWHERE,
    *,
    default: dict[int, tuple[str, ...]] = MINI,
) -> list[Document]:
    """Items of one list, each in its mini form or another default, or with the fields that were asked for.

    `place` is the access to any of them, but for those that `elsewhere` names: others' items that were shared with the
    subject. The number of queries does not depend on how many there are.
    """
    listed = list(items)
    projections = {kind: _project(kind, select(kind, fields, default)) for kind in {item.type for item in listed}}
    needs = Needs()
    for _, needed in projections.values():
        needs |= needed
    scene = await make_scene(reader, listed, place, needs, elsewhere)
    documents = []
    for item in listed:
        projection = projections[item.type][0]
        at = scene.at(item)
        documents.append({name: read(item, at) for name, read in projection})
    return documents
