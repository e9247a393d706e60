"""Carrying cascade policies out: in batches from the folder down, and on what comes into the folder later.

Every step may be done again. An instance remembers the policy that it came by until somebody changes it; as long as it does,
it follows the folder's. Where several policies of one template are above an item, the nearest one has been there first.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from holdall.base.db import Database, Transaction, query
from holdall.content.access import lock_trees
from holdall.content.access.place import Place
from holdall.content.access.reach import find_places
from holdall.content.events.feed import Event
from holdall.content.events.outbox import Audience, emit_for_system
from holdall.content.items.rows import TYPE_NAMES, Item
from holdall.content.items.siblings import mini_of
from holdall.content.items.tables import ItemType, items
from holdall.content.metadata.instance_rows import (
    Instance,
    all_instances_on,
    insert_instances,
    new_instance,
    rewrite_instance,
)
from holdall.content.metadata.policies import CASCADE, Policy, Resolution, find_policy_row, policies_of
from holdall.content.metadata.telling import told_of
from holdall.content.orders import place_order

BATCH = 200

Pending = list[list[int]]
"""Folders of which children are still to be gone through, each with the type and id of the child after which to go on."""

_ARRIVALS = frozenset({"ITEM_CREATE", "ITEM_UPLOAD", "ITEM_COPY", "ITEM_MOVE", "ITEM_UNDELETE_VIA_TRASH"})
_KINDS = {"file", "folder"}

_CHILDREN = query(
    sa.select(items.c.id, items.c.type)
    .where(
        items.c.parent_id == sa.bindparam("folder_id", type_=sa.BigInteger),
        items.c.trashed_at.is_(None),
        items.c.type != ItemType.WEB_LINK.value,
        sa.tuple_(items.c.type, items.c.id)
        > sa.tuple_(sa.bindparam("after_type", type_=sa.BigInteger), sa.bindparam("after_id", type_=sa.BigInteger)),
    )
    .order_by(items.c.type, items.c.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger))
)


def start_of(folder_id: int) -> Pending:
    """All that is below a folder."""
    return [[folder_id, -1, 0]]


async def cascade_batch(db: Database, policy_id: int, resolution: Resolution, pending: Pending) -> Pending:
    """Carry a policy out on the next items; what is still pending then."""
    return await db.write(_cascade_batch, policy_id, resolution, pending)


async def inherit(db: Database, events: Sequence[Event]) -> None:
    """Carry policies out on what has come into their folders, and have it done on what is below that."""
    arrivals = [one for one in events if _is_arrival(one)]
    above = {folder_id for one in arrivals for folder_id in one.details["path_ids"]}
    by_folder: dict[int, list[Policy]] = {}
    for policy in await policies_of(db, above) if above else ():
        by_folder.setdefault(policy.folder_id, []).append(policy)
    for event in arrivals:
        nearest_first = [one for folder_id in event.details["path_ids"] for one in by_folder.get(folder_id, ())]
        if nearest_first and event.source_id is not None:
            await db.write(_arrive, event.source_id, event.source_type == "folder", [one.id for one in nearest_first])


def _is_arrival(event: Event) -> bool:
    """Whether a file or a folder came to where it is now; a further version of a file is none."""
    return (
        event.event_type in _ARRIVALS
        and event.source_type in _KINDS
        and bool(event.details.get("path_ids"))
        and not (event.event_type == "ITEM_UPLOAD" and "old_name" in event.details)
    )


async def _arrive(tx: Transaction, item_id: int, is_folder: bool, policy_ids: list[int]) -> None:
    for policy_id in policy_ids:
        if await _carry_out(tx, policy_id, "none", [item_id]) and is_folder:
            await place_order(tx, CASCADE, policy_id, "none", item_id)


async def _cascade_batch(tx: Transaction, policy_id: int, resolution: Resolution, pending: Pending) -> Pending:
    left, budget = list(pending), BATCH
    found: list[int] = []
    while left and budget > 0:
        folder_id, after_type, after_id = left.pop()
        children = await tx.all(_CHILDREN, folder_id=folder_id, after_type=after_type, after_id=after_id, limit=budget)
        if len(children) == budget:
            left.append([folder_id, children[-1][1], children[-1][0]])
        left += [[item_id, -1, 0] for item_id, kind in children if kind == ItemType.FOLDER]
        found += [item_id for item_id, _ in children]
        budget -= len(children)
    return left if await _carry_out(tx, policy_id, resolution, found) else []


async def _carry_out(tx: Transaction, policy_id: int, resolution: Resolution, item_ids: list[int]) -> bool:
    """Give some items the instance of a policy's folder; whether there is one to give."""
    policy = await find_policy_row(tx, policy_id)
    if policy is None:
        return False
    await lock_trees(tx, policy.folder_id)
    source = await _instance_on(tx, policy, [policy.folder_id])
    if policy.folder_id not in source:
        return False
    stored, nodes = source[policy.folder_id].stored, source[policy.folder_id].nodes
    places = await find_places(tx, 0, item_ids)
    below = [one for one in places.values() if _is_below(one, policy)]
    present = await _instance_on(tx, policy, [one.item.id for one in below])
    missing = [one for one in below if one.item.id not in present]
    made = {
        one.item.id: new_instance(tx, one.item, policy.template, stored, nodes, policy_id=policy.id) for one in missing
    }
    if made:
        await insert_instances(tx, list(made.values()), {one.item.id: one.item.enterprise_id for one in missing})
    for place in below:
        if (new := made.get(place.item.id)) is not None:
            await _tell(tx, place, "METADATA_INSTANCE_CREATE", new)
        elif _must_follow(present[place.item.id], policy, resolution, stored):
            changed = await rewrite_instance(tx, present[place.item.id], stored, nodes, policy.id)
            await _tell(tx, place, "METADATA_INSTANCE_UPDATE", changed)
    return True


async def _instance_on(tx: Transaction, policy: Policy, item_ids: Iterable[int]) -> dict[int, Instance]:
    """The instances of a policy's template on some items, by item."""
    wanted = (policy.template.id, policy.template.template_key)
    found = await all_instances_on(tx, item_ids)
    return {one.item_id: one for one in found if (one.template.id, one.template.template_key) == wanted}


def _is_below(place: Place, policy: Policy) -> bool:
    """Whether an item is, as of now, somewhere in the policy's folder, and nothing of it in the trash."""
    if place.item.type == ItemType.WEB_LINK or any(step.trashed_at is not None for step in place.chain):
        return False
    return any(step.id == policy.folder_id for step in place.chain[1:])


def _must_follow(present: Instance, policy: Policy, resolution: Resolution, stored: dict[str, Any]) -> bool:
    if present.stored == stored and present.policy_id == policy.id:
        return False
    return resolution == "overwrite" or present.policy_id == policy.id


async def _tell(tx: Transaction, place: Place, event_type: str, instance: Instance) -> None:
    """Write the event of what no user did."""
    item: Item = place.item
    above = tuple(step.id for step in place.chain[1:])
    owner_id = place.chain[-1].owner_id
    await emit_for_system(
        tx,
        item.enterprise_id,
        event_type,
        source_type=TYPE_NAMES[item.type],
        source_id=item.id,
        audience=Audience(owner_id, (item.id, *above)),
        owner_id=owner_id,
        parent_id=item.parent_id,
        path_ids=above,
        item=mini_of(item),
        metadata=told_of(instance),
    )
