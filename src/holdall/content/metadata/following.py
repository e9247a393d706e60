"""What an instance on a folder with a cascade policy sets off: everything below follows it."""

from holdall.base.db import Transaction
from holdall.content.items.rows import Item
from holdall.content.items.tables import ItemType
from holdall.content.metadata.instance_rows import Instance
from holdall.content.metadata.policies import CASCADE, policies_of
from holdall.content.orders import place_order


async def order_cascades(tx: Transaction, item: Item, instance: Instance) -> None:
    """Part of a unit that has given an item an instance, or other values: have the policies of a folder carried out."""
    if item.type != ItemType.FOLDER:
        return
    template = instance.template
    for policy in await policies_of(tx, [item.id]):
        if (policy.template.id, policy.template.template_key) == (template.id, template.template_key):
            await place_order(tx, CASCADE, policy.id, "none", item.id)
