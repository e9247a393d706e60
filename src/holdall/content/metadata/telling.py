"""Tells the outbox what happened to instances."""

from holdall.base.db import Transaction
from holdall.content.access import Access
from holdall.content.items.news import announce
from holdall.content.metadata.instance_rows import Instance


async def tell(tx: Transaction, access: Access, event_type: str, instance: Instance) -> None:
    """Write the event of what happened to an instance."""
    await announce(tx, access, event_type, metadata=told_of(instance))


def told_of(instance: Instance) -> dict[str, str]:
    """What events say of an instance."""
    template = instance.template
    told = {"id": instance.uuid, "type": template.type_name, "scope": template.scope}
    return {**told, "template_key": template.template_key}
