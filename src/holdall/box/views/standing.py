"""How the subject stands to an item, and what else is attached to it: fields that other rooms will have a say in.

What the platform does not have yet (retention, access policies) is absent from every item, and that is what these fields
say; each has its one place here.
"""

from typing import Any

from holdall.base.clock import format_instant
from holdall.box.address import address_of_request
from holdall.box.views.representations import list_entries
from holdall.box.views.scene import Position
from holdall.content.access import Action
from holdall.content.access.place import WATERMARK
from holdall.content.items.names import extension_of
from holdall.content.items.rows import Item
from holdall.content.items.tables import ItemType
from holdall.content.metadata.classification import classification_of
from holdall.content.sharing.collaborations import roles_to_give
from holdall.content.sharing.links import permission_of, stricter

_PERMISSIONS = {
    "can_delete": Action.DELETE,
    "can_download": Action.DOWNLOAD,
    "can_invite_collaborator": Action.INVITE,
    "can_rename": Action.RENAME,
    "can_set_share_access": Action.SET_SHARE_ACCESS,
    "can_share": Action.SHARE,
    "can_upload": Action.UPLOAD,
    "can_apply_watermark": Action.WATERMARK,
}
_FILE_PERMISSIONS = {
    "can_annotate": Action.ANNOTATE,
    "can_comment": Action.COMMENT,
    "can_preview": Action.PREVIEW,
    "can_view_annotations_all": Action.VIEW_ALL_ANNOTATIONS,
    "can_view_annotations_self": Action.VIEW_OWN_ANNOTATIONS,
}
_COLORS = dict(enumerate(["#FFF1B8", "#FFD8A8", "#FF9C9C", "#D0B8FF", "#B8E0FF", "#5A8DEE", "#C2EFB8", "#D3D3D3"]))
"""Box tells the names of the colors (yellow, orange, red, purple, light and dark blue, green, gray); the shades are ours."""
_NOT_ON_ROOT = {"can_delete", "can_rename", "can_share", "can_set_share_access", "can_invite_collaborator"}


def permissions(item: Item, at: Position) -> dict[str, bool]:
    """What the subject may do to the item."""
    allowed = at.access.allowed_on(item, at.facts.now)
    actions = _PERMISSIONS | _FILE_PERMISSIONS if item.type == ItemType.FILE else _PERMISSIONS
    may = {name: action in allowed for name, action in actions.items()}
    return may | dict.fromkeys(_NOT_ON_ROOT, False) if _is_root(item) else may


def allowed_invitee_roles(item: Item, at: Position) -> list[str]:
    """The roles that the subject may invite others in."""
    return list(roles_to_give(at.access.with_item(item)))


def allowed_shared_link_access_levels(item: Item, _at: Position) -> list[str]:
    """The access levels that a shared link may have; a root folder cannot be shared."""
    return [] if _is_root(item) else ["open", "company", "collaborators"]


def shared_link_permission_options(_item: Item, _at: Position) -> list[str]:
    """What a shared link to a file can let people do."""
    return ["can_preview", "can_download", "can_edit"]


def is_externally_owned(item: Item, at: Position) -> bool:
    """Whether the owner belongs to another enterprise than the subject."""
    return item.enterprise_id != at.access.subject.enterprise_id


def shared_link(item: Item, at: Position) -> dict[str, Any] | None:
    """The shared link of the item, or None where it has none in force."""
    link = at.facts.links.get(item.id)
    if link is None:
        return None
    base_url = address_of_request()
    level = stricter(link.access, at.facts.link_limits.get(link.enterprise_id, "open"))
    is_direct = item.type == ItemType.FILE and link.can_download and level == "open" and link.password_hash is None
    extension = extension_of(item.name)
    return {
        "url": f"{base_url}/s/{link.token}",
        "download_url": f"{base_url}/shared/static/{link.token}{'.' + extension if extension.isalnum() else ''}"
        if is_direct
        else None,
        "vanity_url": None if link.vanity_name is None else f"{base_url}/v/{link.vanity_name}",
        "vanity_name": link.vanity_name,
        "access": link.access,
        "accessed": level,  # the description requires it without saying what it is; typed clients insist on it
        "effective_access": level,
        "effective_permission": permission_of(link),
        "is_password_enabled": link.password_hash is not None,
        "unshared_at": None if link.unshared_at is None else format_instant(link.unshared_at),
        "permissions": {
            "can_download": link.can_download or link.can_edit,
            "can_preview": True,
            "can_edit": link.can_edit,
        },
        "download_count": link.download_count,
        "preview_count": link.preview_count,
    }


def is_accessible_via_shared_link(item: Item, at: Position) -> bool:
    """Whether a shared link, of the item or of a folder above it, leads to it."""
    return any(one in at.facts.links for one in (item.id, *at.access.folder_ids))


def has_collaborations(item: Item, at: Position) -> bool:
    """Whether others collaborate on the item, or were invited and have not answered yet."""
    return at.is_shared(item)


def watermark_info(item: Item, at: Position) -> dict[str, bool]:
    """Whether the item is watermarked, and why."""
    is_inherited = at.access.under_watermark
    return {
        "is_watermarked": is_inherited or WATERMARK in item.options,
        "is_watermark_inherited": is_inherited,
        "is_watermarked_by_access_policy": False,
    }


def classification(item: Item, at: Position) -> dict[str, Any] | None:
    """The classification label of the item, with its meaning and its color; None where it has none."""
    for instance in at.facts.metadata.get(item.id, ()):
        if (option := classification_of(instance)) is not None:
            told = (option.static_config or {}).get("classification") or {}
            color = told.get("colorID")
            return {
                "name": option.key,
                "definition": told.get("classificationDefinition"),
                "color": _COLORS.get(color) if isinstance(color, int) else None,
            }
    return None


def is_associated_with_app_item(item: Item, at: Position) -> bool:
    """Whether a hub holds the item, by itself or with a folder above it."""
    app_items = at.facts.app_items
    return item.id in app_items or not app_items.isdisjoint(at.access.open_ids)


def comment_count(item: Item, at: Position) -> int:
    """How many comments the file has."""
    return at.facts.comment_counts.get(item.id, 0)


def representations(item: Item, at: Position) -> dict[str, Any]:
    """What the subject can see of the file besides its content, without the states that hints ask for."""
    return list_entries(address_of_request(), at.access.with_item(item))


def expires_at(_item: Item, _at: Position) -> None:
    """When the file deletes itself."""
    return


def disposition_at(item: Item, at: Position) -> str | None:
    """When the retention of the file ends; None where it is not retained, or nobody knows when that ends."""
    ends_at = at.facts.dispositions.get(item.id)
    return None if ends_at is None else format_instant(ends_at)


def _is_root(item: Item) -> bool:
    return item.parent_id is None and item.trashed_at is None
