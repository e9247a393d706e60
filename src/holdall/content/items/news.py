"""Tells the outbox what happened to an item."""

from typing import Any

from holdall.base.db import Transaction
from holdall.content.access import Access
from holdall.content.events.outbox import Audience, emit, emit_for_system
from holdall.content.identity.subject import GUEST
from holdall.content.items.rows import TYPE_NAMES
from holdall.content.items.siblings import mini_of


async def announce(
    tx: Transaction, access: Access, event_type: str, *, also_to: tuple[int, ...] = (), **details: Any
) -> None:
    """Write an event about an item; what a reader needs after the item has changed again or is gone goes with it.

    `path_ids` are the folders that it was in, from its parent up: whoever watches one of them is told, wherever the item
    has gone since. The event appears in the streams of all who may reach the item, and of the users `also_to`. Nobody did
    what was done by somebody who has nothing but a shared link.
    """
    item = access.item
    told = {
        "source_type": TYPE_NAMES[item.type],
        "source_id": item.id,
        "audience": Audience(access.owner_id, (item.id, *access.folder_ids), also_to),
        "owner_id": access.owner_id,
        "parent_id": item.parent_id,
        "path_ids": access.folder_ids,
        "item": mini_of(item),
        **details,
    }
    if access.subject.kind == GUEST:
        await emit_for_system(tx, item.enterprise_id, event_type, **told)
    else:
        await emit(tx, access.subject, event_type, **told)
