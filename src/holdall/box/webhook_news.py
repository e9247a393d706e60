"""Webhooks as consumers of events: what the API answers about an item is what its watchers are told."""

from collections.abc import Iterable, Mapping, Sequence

from holdall.base.db.database import Reader
from holdall.box.views.items import STANDARD, render_items
from holdall.box.views.users import user_minis
from holdall.content.access import Access
from holdall.content.events.feed import Event
from holdall.content.webhooks.payload import Document
from holdall.content.webhooks.retirement import retire_webhooks
from holdall.content.webhooks.telling import queue_deliveries
from holdall.work import Site, consumer

BATCH = 100
"""Events at a time: writing out what they are about must not keep requests waiting for long."""
_FIELDS = tuple(dict.fromkeys(name for names in STANDARD.values() for name in names))


class ApiRenderer:
    """Writes items and users for webhooks as the API answers them."""

    async def items(self, reader: Reader, accesses: Mapping[int, Access]) -> Mapping[int, Document]:
        """Each of the items in its standard form, by id."""
        if not accesses:
            return {}
        listed = [access.item for access in accesses.values()]
        documents = await render_items(reader, listed, next(iter(accesses.values())), _FIELDS, accesses)
        return {item.id: document for item, document in zip(listed, documents, strict=True)}

    async def users(self, reader: Reader, ids: Iterable[int | None]) -> Mapping[int | None, Document]:
        """The mini of each user that there is, by id."""
        return await user_minis(reader, ids)


@consumer("webhooks", batch=BATCH)
async def tell_webhooks(site: Site, events: Sequence[Event]) -> None:
    """Enter in the ledger what webhooks are to be told, and end those whose target is gone."""
    await queue_deliveries(site.db, events, ApiRenderer())
    if any(event.event_type == "DELETE" for event in events):
        await retire_webhooks(site.db)
