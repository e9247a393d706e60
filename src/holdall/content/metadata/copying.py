"""What copies of items get of their metadata: instances of the templates that say so."""

from collections.abc import Sequence

from holdall.base.db import Transaction
from holdall.content.items.rows import Item
from holdall.content.metadata.instance_rows import Instance, all_instances_on, insert_instances, new_instance


async def copy_instances(tx: Transaction, copies: Sequence[tuple[Item, Item]]) -> list[Instance]:
    """Part of a unit that has copied items, each with what it was made of: copy what is copied of their metadata."""
    copy_of = {source.id: copy for source, copy in copies}
    found = await all_instances_on(tx, copy_of) if copy_of else []
    copied = [one for one in found if one.template.is_copied]
    made = [new_instance(tx, copy_of[one.item_id], one.template, one.stored, one.nodes) for one in copied]
    if made:
        await insert_instances(tx, made, {copy.id: copy.enterprise_id for copy in copy_of.values()})
    return made
