"""What a barrier refuses, and the events that tell of it: written after the refused unit was rolled back.

The types: https://developer.box.com/guides/events/event-triggers/shield-information-barrier-events/
"""

from typing import Any

from holdall.base.db import Transaction
from holdall.base.errors import Forbidden
from holdall.content.events.outbox import Actor, emit
from holdall.content.items.rows import TYPE_NAMES, Item
from holdall.content.items.siblings import mini_of


class BarrierBlocks(Forbidden):
    """An information barrier stands between two people."""

    code = "forbidden_by_policy"


def blocked(
    subject: Actor, what: str, message: str, *, item: Item | None = None, owner_id: int | None = None, **details: Any
) -> BarrierBlocks:
    """The refusal of something about an item, or about the user of the details; `what` names its event, as COLLAB."""
    refusal = BarrierBlocks(f"An information barrier does not allow this: {message}")
    refusal.mark = mark_of(subject, what, item=item, owner_id=owner_id, **details)
    return refusal


def mark_of(subject: Actor, what: str, *, item: Item | None, owner_id: int | None, **details: Any) -> Any:
    """The unit that tells of what was blocked."""
    told = details
    if item is not None:
        about = {"owner_id": owner_id, "parent_id": item.parent_id, "item": mini_of(item)}
        told = {"source_type": TYPE_NAMES[item.type], "source_id": item.id, **about, **details}

    async def tell(tx: Transaction) -> None:
        await emit(tx, subject, f"SHIELD_INFORMATION_BARRIER_{what}_BLOCKED", **told)

    return tell
