"""Those of some candidates that the viewer may see, and that are where the filters want them.

The folders above them are read once for all candidates of a search, and each is weighed once, however many candidates it
holds. The rules are those of `content.access.decision`; a property test compares the two.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import msgspec
import sqlalchemy as sa

from holdall.base.db import Query, contains, json_rows, query
from holdall.base.db.database import Reader
from holdall.content.access.place import Step, is_archive
from holdall.content.items.tables import items
from holdall.content.search.candidates import Candidate
from holdall.content.search.engine import hits
from holdall.content.search.filters import Filters
from holdall.content.search.viewer import Viewer

_NOTHING: frozenset[str] = frozenset()
_ARCHIVED = frozenset({"archived"})


class Match(msgspec.Struct, frozen=True):
    """An item that matches and may be seen; `tier` counts from the best, 0."""

    id: int
    tier: int
    modified_at: int


class Folder(Step, frozen=True, array_like=True):
    """A folder on the way up."""

    trashed_by: int | None


class Above(msgspec.Struct, frozen=True):
    """What the way up says, from a folder to the root of its tree."""

    owner_id: int | None
    """Whose the tree is; None where it is being copied or removed."""
    signs: frozenset[str]
    """What any of the folders is to the viewer or to the filters; see `_signs_of`."""
    trashed: Folder | None
    """The nearest folder that is in the trash."""


_NOWHERE = Above(None, _NOTHING, None)
_way_up = sa.select(items.c.id, items.c.parent_id).where(contains(items.c.id, "ids")).cte("way_up", recursive=True)
_way_up = _way_up.union(
    sa.select(items.c.id, items.c.parent_id).join_from(_way_up, items, items.c.id == _way_up.c.parent_id)
)
# The options come as they are written (see `Step`).
_columns = [
    sa.type_coerce(items.c.options, sa.Text) if name == "options" else items.c[name]
    for name in Folder.__struct_fields__
]
_FOLDERS = query(sa.select(json_rows(*_columns)).join_from(_way_up, items, items.c.id == _way_up.c.id))
_decode_folders = msgspec.json.Decoder(list[Folder]).decode


@cache
def _hits_among(dialect: str) -> Query[tuple[int]]:
    return query(hits(dialect, "words", is_among=True))


class Sight:
    """What one search sees: it learns the folders as it meets them.

    `levels` are the queries by which items are found that show the viewer all, no comments, not even contents; they are
    asked where the viewer is guarded, and there are any.
    """

    def __init__(self, reader: Reader, viewer: Viewer, filters: Filters, levels: Mapping[str, str]) -> None:
        self.folders: dict[int, Folder] = {}
        self._reader = reader
        self._viewer = viewer
        self._filters = filters
        self._levels = levels
        self._signs = _signs_of(viewer, filters)
        self._above: dict[int | None, Above] = {}

    async def of(self, candidates: Sequence[Candidate]) -> list[Match]:
        """Those of the candidates that may be seen and are wanted, in their order."""
        await self._learn({one.parent_id for one in candidates if one.parent_id is not None})
        above = self._above
        placed = [(one, above.get(one.parent_id, _NOWHERE)) for one in candidates]
        seen = [(one, place) for one, place in placed if self._is_shown(one, place) and self._is_wanted(one, place)]
        told = await self._told(seen) if seen and self._levels else None
        return [Match(one.id, one.tier, one.modified_at) for one, _ in seen if told is None or one.id in told]

    async def _learn(self, folder_ids: set[int]) -> None:
        """Read the folders that are not known yet, with what is above them."""
        if missing := folder_ids - self._above.keys():
            text = await self._reader.value(_FOLDERS, ids=list(missing))
            self.folders.update((folder.id, folder) for folder in _decode_folders(text or "[]"))
            for folder_id in missing & self.folders.keys():
                self._weigh(folder_id)

    def _weigh(self, folder_id: int) -> None:
        """Put together what the way up from a folder says, from the first that is known."""
        way: list[Folder] = []
        next_id: int | None = folder_id
        while next_id is not None and next_id not in self._above:
            way.append(self.folders[next_id])
            next_id = way[-1].parent_id
        above = self._above.get(next_id, _NOWHERE)
        for folder in reversed(way):
            own = self._signs.get(folder.id, _NOTHING)
            if is_archive(folder):
                own |= _ARCHIVED
            trashed = folder if folder.trashed_at is not None else above.trashed
            is_cut_off = folder.trashed_at is not None and folder.trash_owner_id is None
            root_owner = None if is_cut_off else folder.owner_id
            owner_id = root_owner if folder.parent_id is None else above.owner_id
            above = Above(owner_id, own | above.signs if own else above.signs, trashed)
            self._above[folder.id] = above

    def _signs_at(self, one: Candidate, above: Above) -> frozenset[str]:
        """What the item itself or any folder above it is."""
        own = self._signs.get(one.id)
        return above.signs if own is None else own | above.signs

    def _is_shown(self, one: Candidate, above: Above) -> bool:
        """Whether the viewer may see the item."""
        viewer, signs = self._viewer, self._signs_at(one, above)
        if viewer.limit_id is not None and "limit" not in signs:
            return False
        owner_id = _owner_of(one, above)
        if owner_id is None or owner_id in viewer.barred:
            return False
        if "archived" in signs:
            return one.enterprise_id == viewer.enterprise_id
        if owner_id == viewer.user_id or "shared" in signs or one.enterprise_id == viewer.enterprise_id:
            return True
        return "linked" in signs and _is_active(one, above)

    def _is_wanted(self, one: Candidate, above: Above) -> bool:
        """Whether the filters that ask where an item is let it through."""
        filters = self._filters
        if filters.trash == "non_trashed_only" and not _is_active(one, above):
            return False
        if filters.trash == "trashed_only":
            removed = one if one.trashed_at is not None else above.trashed
            if removed is None or not _was_removed(filters, removed):
                return False
        if filters.owner_ids is not None and _owner_of(one, above) not in filters.owner_ids:
            return False
        return filters.ancestor_ids is None or "ancestor" in above.signs

    async def _told(self, seen: Iterable[tuple[Candidate, Above]]) -> set[int]:
        """Those that match by what the viewer's roles show: not by its content for somebody who may only upload."""
        by_level: defaultdict[str, list[int]] = defaultdict(list)
        for one, above in seen:
            by_level[self._level(one, above)].append(one.id)
        told: set[int] = set()
        for level, ids in by_level.items():
            rows = await self._reader.all(_hits_among(self._reader.dialect), words=self._levels[level], among=ids)
            told.update(item_id for (item_id,) in rows)
        return told

    def _level(self, one: Candidate, above: Above) -> str:
        """How much of an item the viewer is shown: a name of one of the levels."""
        viewer, signs = self._viewer, self._signs_at(one, above)
        is_own = _owner_of(one, above) == viewer.user_id or one.enterprise_id == viewer.enterprise_id
        if is_own or "shows comments" in signs:
            return "all"
        is_linked = "linked" in signs and _is_active(one, above)
        return "without comments" if is_linked or "shows content" in signs else "without content"


def _owner_of(one: Candidate, above: Above) -> int | None:
    """Whose an item is. What was in the trash longer than the folder it had been in has no place but the trash."""
    if one.parent_id is not None:
        return above.owner_id
    return one.owner_id if one.trash_owner_id is not None else None


def _is_active(one: Candidate, above: Above) -> bool:
    """Whether an item is not in the trash, by itself or with a folder above it."""
    return one.trashed_at is None and above.trashed is None and above is not _NOWHERE


def _was_removed(filters: Filters, removed: Candidate | Folder) -> bool:
    """Whether what was put in the trash was so when, and by whom, the filters ask for."""
    at = removed.trashed_at
    assert at is not None
    return (
        (filters.deleted_from is None or at >= filters.deleted_from)
        and (filters.deleted_to is None or at <= filters.deleted_to)
        and (filters.deleter_ids is None or removed.trashed_by in filters.deleter_ids)
    )


def _signs_of(viewer: Viewer, filters: Filters) -> dict[int, frozenset[str]]:
    """What some items are to the viewer or to the filters, and with them all that is below."""
    signs: defaultdict[int, set[str]] = defaultdict(set)
    limits = () if viewer.limit_id is None else (viewer.limit_id,)
    for sign, ids in (
        ("shared", viewer.shared_ids()),
        ("shows content", viewer.shared_ids("file_content")),
        ("shows comments", viewer.shared_ids("comments")),
        ("linked", viewer.linked),
        ("limit", limits),
        ("ancestor", filters.ancestor_ids or ()),
    ):
        for item_id in ids:
            signs[item_id].add(sign)
    return {item_id: frozenset(found) for item_id, found in signs.items()}
