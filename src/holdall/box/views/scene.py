"""What the fields of items read besides the item's own row, fetched once for a whole list."""

from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.box.views.users import NOBODY, UserMini, user_minis
from holdall.content.access import Access, Step
from holdall.content.items.rows import Item
from holdall.content.items.tables import versions

TRASH_FOLDER: dict[str, Any] = {
    "type": "folder",
    "id": "1",
    "sequence_id": None,
    "etag": None,
    "name": "Trash",
}
"""The folder that trashed items are said to be in."""

_FIND_UPLOADS = query(
    sa.select(versions.c.id, versions.c.number, versions.c.created_by).where(contains(versions.c.id, "ids"))
)


class Upload(msgspec.Struct, frozen=True):
    """What is told of a file's current version: its number and who uploaded it."""

    number: int
    created_by: int | None


class Needs(msgspec.Struct, frozen=True):
    """Which of the things outside the row a field set reads."""

    users: frozenset[str] = frozenset()
    """The columns of items that hold users to name; `owner_id` is the owner of the tree, `lock` a lock's maker."""
    uploads: bool = False

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(users=self.users | other.users, uploads=self.uploads or other.uploads)


class Scene:
    """Where a list of items is, and who the users are that its fields name."""

    __slots__ = ("access", "now", "owner", "parent", "path_collection", "uploads", "users")

    def __init__(self, access: Access, users: dict[int | None, UserMini], uploads: dict[int, Upload], now: int) -> None:
        self.access = access
        self.users = users
        self.uploads = uploads
        self.now = now
        self.owner = users.get(access.owner_id, NOBODY)
        entries = _path_entries(access)
        self.path_collection: dict[str, Any] = {"total_count": len(entries), "entries": entries}
        self.parent: dict[str, Any] | None = entries[-1] if entries else None

    def user(self, user_id: int | None) -> UserMini:
        """The mini of a user who may be gone."""
        return self.users.get(user_id, NOBODY)


async def make_scene(reader: Reader, items: Iterable[Item], access: Access, needs: Needs) -> Scene:
    """The scene for items that are all in one place, that of `access`; at most two queries."""
    listed = list(items)
    users: dict[int | None, UserMini] = {}
    uploads: dict[int, Upload] = {}
    ids: set[int | None] = set()
    if needs.uploads:
        wanted = [item.version_id for item in listed if item.version_id is not None]
        rows = await reader.all(_FIND_UPLOADS, ids=wanted)
        uploads = {version_id: Upload(number, created_by) for version_id, number, created_by in rows}
        ids.update(upload.created_by for upload in uploads.values())
    if needs.users:
        for column in needs.users:
            ids.update(_users_in(column, listed, access))
    if ids:
        users = await user_minis(reader, ids)
    return Scene(access, users, uploads, reader.now)


def folder_mini(step: Step) -> dict[str, Any]:
    """The mini of an ancestor. A user's root is folder 0, which has no etag."""
    if step.parent_id is None and step.trashed_at is None:
        return {"type": "folder", "id": "0", "sequence_id": None, "etag": None, "name": "All Files"}
    sequence = str(step.sequence)
    return {"type": "folder", "id": str(step.id), "sequence_id": sequence, "etag": sequence, "name": step.name}


def _users_in(column: str, items: list[Item], access: Access) -> Iterable[int | None]:
    if column == "owner_id":
        return [access.owner_id]
    if column == "lock":
        return [item.lock["created_by"] for item in items if item.lock is not None]
    return [getattr(item, column) for item in items]


def _path_entries(access: Access) -> list[dict[str, Any]]:
    """The folders above the items; of what is in the trash, only those that went there with it."""
    if access.trash is None:
        return [folder_mini(step) for step in access.path]
    ids = [step.id for step in access.path]
    below = access.path[ids.index(access.trash.id) :] if access.trash.id in ids else ()
    return [TRASH_FOLDER, *(folder_mini(step) for step in below)]
