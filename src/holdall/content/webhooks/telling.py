"""What happens to events on their way to webhooks: matched, kept to what may be seen, written out, entered in the ledger."""

from collections.abc import Sequence

from holdall.base.db import Database
from holdall.content.events.feed import Event
from holdall.content.webhooks.ledger import NewDelivery, add_deliveries
from holdall.content.webhooks.matching import Match, match_webhooks
from holdall.content.webhooks.payload import Facts, Renderer, people_in
from holdall.content.webhooks.visibility import audiences_of


async def queue_deliveries(db: Database, events: Sequence[Event], renderer: Renderer) -> int:
    """Enter in the ledger what webhooks are to be told of these events; how many deliveries that makes.

    Safe to repeat: a webhook is told of an event once for each trigger.
    """
    matches = await match_webhooks(db, events)
    if not matches:
        return 0
    users = await renderer.users(db, {user_id for match in matches for user_id in people_in(match)})
    wanted: list[NewDelivery] = []
    for audience in await audiences_of(db, matches):
        told, accesses = await audience.look(db)
        facts = Facts(await renderer.items(db, accesses) if told else {}, users)
        wanted += [_delivery(match, facts) for match in told]
    wanted.sort(key=lambda one: one.event_sequence)
    return await db.write(add_deliveries, wanted)


def _delivery(match: Match, facts: Facts) -> NewDelivery:
    return NewDelivery(
        enterprise_id=match.webhook.enterprise_id,
        webhook_id=match.webhook.id,
        event_sequence=match.event.sequence,
        event_id=match.event.event_id,
        trigger=match.trigger,
        item_id=match.place.item_id,
        body=facts.body(match),
    )
