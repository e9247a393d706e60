"""Skills as consumers of events: what comes into their folders they are told of, as the API answers it."""

from collections.abc import Sequence

from holdall.box.webhook_news import BATCH, ApiRenderer
from holdall.content.events.feed import Event
from holdall.content.skills.invoking import invoke_skills
from holdall.work import Site, consumer


@consumer("skills", batch=BATCH)
async def tell_skills(site: Site, events: Sequence[Event]) -> None:
    """Enter in the ledger of deliveries what skills are to be told."""
    await invoke_skills(site.db, site.key, events, ApiRenderer())
