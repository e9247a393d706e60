"""The news of a collaboration that nobody ends by hand: its time is over, a barrier forbids it, or a person is let go."""

from typing import Any, Protocol

from holdall.base.db import Transaction
from holdall.content.access.place import Place
from holdall.content.events.outbox import Actor, Audience, emit, emit_for_system
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.siblings import mini_of


class Ended(Protocol):
    """What the news tells of a collaboration that is gone."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def enterprise_id(self) -> int:
        """Whose content it was on."""

    @property
    def item_id(self) -> int:
        """What it was on."""

    @property
    def user_id(self) -> int | None:
        """The user whom it was for."""

    @property
    def group_id(self) -> int | None:
        """The group that it was for."""

    @property
    def role(self) -> str:
        """What it allowed."""


async def tell_of_end(tx: Transaction, ended: Ended, place: Place, *, reason: str, by: Actor | None = None) -> None:
    """Tell the item's owner and whom it was for, in the unit that removes it; `by` is None where nobody asked for it."""
    owner_id, path_ids = place.chain[-1].owner_id, tuple(step.id for step in place.chain[1:])
    details: dict[str, Any] = {
        "source_type": TYPE_NAMES[place.item.type],
        "source_id": ended.item_id,
        "audience": Audience(owner_id, (ended.item_id, *path_ids), () if ended.user_id is None else (ended.user_id,)),
        "owner_id": owner_id,
        "parent_id": place.item.parent_id,
        "path_ids": path_ids,
        "item": mini_of(place.item),
        "collaboration": {
            "id": str(ended.id),
            "role": ended.role,
            "user_id": None if ended.user_id is None else str(ended.user_id),
            "group_id": None if ended.group_id is None else str(ended.group_id),
        },
        "reason": reason,
    }
    if by is None:
        await emit_for_system(tx, ended.enterprise_id, "COLLABORATION_REMOVE", **details)
    else:
        await emit(tx, by, "COLLABORATION_REMOVE", **details)
