"""What the fields of items read besides the item's own row, fetched once for a whole list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.box.views.users import NOBODY, UserMini, user_mini, user_minis
from holdall.content.access import Access, Role, Step, own_grants, reach_many
from holdall.content.comments.comments import count_comments
from holdall.content.governance.coverage import dispositions_of
from holdall.content.hubs.associations import associated_items
from holdall.content.items.rows import Item
from holdall.content.items.tables import versions
from holdall.content.metadata.instance_rows import Instance, instances_on
from holdall.content.sharing.collaboration_rows import shared_items
from holdall.content.sharing.links import SharedLink, access_limits, links_of

NOWHERE: Mapping[int, Access] = {}

TRASH_FOLDER: dict[str, Any] = {
    "type": "folder",
    "id": "1",
    "sequence_id": None,
    "etag": None,
    "name": "Trash",
}
"""The folder that trashed items are said to be in."""
ALL_FILES: dict[str, Any] = {"type": "folder", "id": "0", "sequence_id": None, "etag": None, "name": "All Files"}

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
    standing: bool = False
    """What the subject may do to each item."""
    shared: bool = False
    """Whether others collaborate on it."""
    links: bool = False
    """The shared links of the items."""
    links_above: bool = False
    """Those of the folders above them as well."""
    comments: bool = False
    """How many comments the files have."""
    metadata: bool = False
    """The instances of metadata templates on the items."""
    dispositions: bool = False
    """When the retention of the files ends."""
    app_items: bool = False
    """Which of the items and of those above them are in hubs."""

    def of_new(self) -> "Needs":
        """What of it is read for an item that was made a moment ago."""
        return msgspec.structs.replace(self, links=False, comments=False)

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(
            users=self.users | other.users,
            uploads=self.uploads or other.uploads,
            standing=self.standing or other.standing,
            shared=self.shared or other.shared,
            links=self.links or other.links,
            links_above=self.links_above or other.links_above,
            comments=self.comments or other.comments,
            metadata=self.metadata or other.metadata,
            dispositions=self.dispositions or other.dispositions,
            app_items=self.app_items or other.app_items,
        )


class Facts:
    """What the fields of items read besides their rows: nothing, where it is not needed."""

    uploads: Mapping[int, Upload] = {}
    shared: AbstractSet[int] = frozenset()
    links: Mapping[int, SharedLink] = {}
    link_limits: Mapping[int, str] = {}
    comment_counts: Mapping[int, int] = {}
    metadata: Mapping[int, Sequence[Instance]] = {}
    dispositions: Mapping[int, int] = {}
    app_items: AbstractSet[int] = frozenset()

    def __init__(self, users: Mapping[int | None, UserMini], now: int) -> None:
        self.users = users
        self.now = now

    def user(self, user_id: int | None) -> UserMini:
        """The mini of a user who may be gone."""
        return self.users.get(user_id, NOBODY)


class Position:
    """Where an item is, as the subject sees it: its owner, its path, and what the subject may do to it; and the facts."""

    __slots__ = ("access", "facts", "owner", "parent", "path_collection")

    def __init__(self, access: Access, facts: Facts) -> None:
        self.access = access
        self.facts = facts
        self.owner = facts.user(access.owner_id)
        entries = _path_entries(access)
        self.path_collection: dict[str, Any] = {"total_count": len(entries), "entries": entries}
        self.parent: dict[str, Any] | None = entries[-1] if entries else None

    def is_shared(self, item: Item) -> bool:
        """Whether somebody was invited to the item or to a folder above it."""
        shared = self.facts.shared
        return item.id in shared or not shared.isdisjoint(self.access.folder_ids)


class Scene:
    """Where each item of a list is."""

    __slots__ = ("_elsewhere", "_here")

    def __init__(self, here: Access, elsewhere: Mapping[int, Access], facts: Facts) -> None:
        self._here = Position(here, facts)
        self._elsewhere = {item_id: Position(access, facts) for item_id, access in elsewhere.items()}

    def at(self, item: Item) -> Position:
        """The position of one of the items: that of the list, unless the item has one of its own."""
        return self._elsewhere.get(item.id, self._here) if self._elsewhere else self._here


async def make_scene(
    reader: Reader, items: Iterable[Item], access: Access, needs: Needs, elsewhere: Mapping[int, Access] = NOWHERE
) -> Scene:
    """The scene for items that are in one place, that of `access`, but for those that `elsewhere` names; a few queries.

    A list is told what the subject may do to each item: where the subject was given more on one of them, that counts.
    """
    listed = list(items)
    if needs.standing and not access.is_owner and (len(listed) != 1 or listed[0].id != access.item.id):
        own = await own_grants(reader, access.subject, [item.id for item in listed])
        elsewhere = {**elsewhere, **await reach_many(reader, access.subject, own - set(elsewhere))}
    positions = (access, *elsewhere.values())
    uploads = await _find_uploads(reader, listed) if needs.uploads else {}
    wanted = {upload.created_by for upload in uploads.values()}
    for column in needs.users:
        wanted.update(_users_in(column, listed, positions))
    subject = access.subject  # most of what a subject sees is its own, and who that is its token has told
    users: dict[int | None, UserMini] = {subject.user_id: user_mini(subject.user_id, subject.name, subject.login)}
    if not wanted <= users.keys():
        users |= await user_minis(reader, wanted - users.keys())
    facts = Facts(users, reader.now)
    facts.uploads = uploads
    if needs.shared:
        facts.shared = await shared_items(reader, [*_ids_above(positions), *(item.id for item in listed)])
    if needs.links or needs.links_above:
        linked = [item.id for item in listed if _may_have_link(item, elsewhere.get(item.id, access))]
        await _find_links(reader, facts, [*linked, *(_ids_above(positions) if needs.links_above else ())])
    if needs.comments:
        facts.comment_counts = await count_comments(reader, [item.id for item in listed])
    if needs.dispositions:
        facts.dispositions = await dispositions_of(reader, [item.id for item in listed])
    if needs.app_items:
        above = {item_id for position in positions for item_id in position.open_ids}
        facts.app_items = await associated_items(reader, above | {item.id for item in listed})
    if needs.metadata:
        seen = [item.id for item in listed if elsewhere.get(item.id, access).role is not Role.PATH_VIEWER]
        metadata = defaultdict[int, list[Instance]](list)
        for instance in await instances_on(reader, seen, subject.enterprise_id):
            metadata[instance.item_id].append(instance)
        facts.metadata = metadata
    return Scene(access, elsewhere, facts)


async def _find_links(reader: Reader, facts: Facts, item_ids: list[int]) -> None:
    """Let the facts tell of the shared links of these items."""
    if item_ids and (links := await links_of(reader, item_ids)):
        facts.links = links
        facts.link_limits = await access_limits(reader, (link.enterprise_id for link in links.values()))


def folder_mini(step: Step) -> dict[str, Any]:
    """The mini of an ancestor. A user's root is folder 0, which has no etag."""
    if step.parent_id is None and step.trashed_at is None:
        return ALL_FILES
    sequence = str(step.sequence)
    return {"type": "folder", "id": str(step.id), "sequence_id": sequence, "etag": sequence, "name": step.name}


async def _find_uploads(reader: Reader, items: list[Item]) -> dict[int, Upload]:
    version_ids = [item.version_id for item in items if item.version_id is not None]
    rows = await reader.all(_FIND_UPLOADS, ids=version_ids)
    return {version_id: Upload(number, created_by) for version_id, number, created_by in rows}


def _may_have_link(item: Item, access: Access) -> bool:
    """Whether it is worth looking for a shared link of the item's own."""
    return access.may_have_link or access.item.id != item.id


def _ids_above(positions: Iterable[Access]) -> set[int]:
    return {item_id for position in positions for item_id in position.folder_ids}


def _users_in(column: str, items: list[Item], positions: Sequence[Access]) -> Iterable[int | None]:
    if column == "owner_id":
        return [access.owner_id for access in positions]
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
