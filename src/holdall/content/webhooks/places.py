"""Where an event happened: the item that it is about, and the folders above that item then."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import contains, query
from holdall.base.db.database import Reader
from holdall.content.events.feed import Event
from holdall.content.items.tables import items

_WATCHED = frozenset({"file", "folder"})

_start = sa.select(items.c.id.label("start"), items.c.id, items.c.parent_id).where(contains(items.c.id, "ids"))
_chain = _start.cte("chain", recursive=True)
_chain = _chain.union_all(
    sa.select(_chain.c.start, items.c.id, items.c.parent_id).join_from(_chain, items, items.c.id == _chain.c.parent_id)
)
_CHAINS = query(sa.select(_chain.c.start, _chain.c.id))


class Place(msgspec.Struct, frozen=True):
    """An event's item, and the ids of the folders that it was in; of a move those that it came from too.

    Of a copy `origin_ids` are the folders that the original is in, and `origin_id` is the original.
    """

    item_id: int
    item_type: str
    path_ids: frozenset[int]
    old_path_ids: frozenset[int] = frozenset()
    origin_id: int | None = None
    origin_ids: frozenset[int] = frozenset()

    @property
    def ids(self) -> frozenset[int]:
        """Everything that a webhook may be on which is told of the event."""
        return self.of_item | self.old_path_ids | self.of_origin

    @property
    def of_item(self) -> frozenset[int]:
        """The item and the folders above it."""
        return self.path_ids | {self.item_id}

    @property
    def of_origin(self) -> frozenset[int]:
        """The original of a copy and the folders above that."""
        return self.origin_ids if self.origin_id is None else self.origin_ids | {self.origin_id}

    def at_origin(self) -> "Place":
        """The place of the original of a copy: for those who watch that, and may not know of the copy."""
        assert self.origin_id is not None, "only a copy has an original"
        return Place(self.origin_id, self.item_type, self.origin_ids)


async def find_places(reader: Reader, events: Sequence[Event]) -> dict[int, Place]:
    """The places of events by their numbers, in one query at most; an event about no file or folder has none."""
    items_of = {event.sequence: found for event in events if (found := _item_of(event)) is not None}
    unknown: set[int] = set()
    for event in events:
        if event.sequence in items_of:
            unknown.update(_to_look_up(event, items_of[event.sequence][0]))
    chains = await _find_chains(reader, unknown) if unknown else {}
    return {
        event.sequence: _place(event, *items_of[event.sequence], chains)
        for event in events
        if event.sequence in items_of
    }


def _item_of(event: Event) -> tuple[int, str] | None:
    """The id and the type of the file or folder that an event is about: its source, or what its source is on."""
    if event.source_type in _WATCHED and event.source_id is not None:
        return event.source_id, event.source_type
    item: Any = event.details.get("item")
    if isinstance(item, dict) and item.get("type") in _WATCHED:
        return int(item["id"]), item["type"]
    return None


def _to_look_up(event: Event, item_id: int) -> Iterable[int]:
    """The items whose ancestors the event does not say."""
    details = event.details
    if "path_ids" not in details:
        yield item_id
        if details.get("parent_id") is not None:
            yield details["parent_id"]
    if "copied_from" in details:
        yield details["copied_from"]


def _place(event: Event, item_id: int, item_type: str, chains: Mapping[int, frozenset[int]]) -> Place:
    details = event.details
    if "path_ids" in details:
        path = frozenset(details["path_ids"])
    else:  # as the tree is now; of what is gone, that of the folder it was in
        path = (chains.get(item_id) or chains.get(details.get("parent_id") or 0, frozenset())) - {item_id}
    origin_id = details.get("copied_from")
    origin = chains.get(origin_id, frozenset()) - {origin_id} if origin_id is not None else frozenset()
    return Place(item_id, item_type, path, frozenset(details.get("old_path_ids", ())), origin_id, origin)


async def _find_chains(reader: Reader, ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Each item with everything above it, as the tree is now; nothing of an item that is gone."""
    chains: dict[int, set[int]] = {}
    for start, item_id in await reader.all(_CHAINS, ids=list(ids)):
        chains.setdefault(start, set()).add(item_id)
    return {start: frozenset(chain) for start, chain in chains.items()}
