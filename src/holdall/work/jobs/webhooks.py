"""Webhooks: delivering what is in their ledger, all the time, and keeping their rows tidy."""

from holdall.content.events.bell import listening
from holdall.content.webhooks.delivering import Deliverer
from holdall.content.webhooks.retirement import tidy_webhooks
from holdall.content.webhooks.sending import Sender
from holdall.work import Site, schedule, service, step


@service("webhook deliveries")
async def deliver_webhooks(site: Site) -> None:
    """Deliver what is due, for as long as this process leads."""
    settings = site.settings
    async with Sender(timeout=settings.webhook_timeout, reach=settings.webhook_reach) as sender:
        with listening() as listener:
            await Deliverer(site.db, site.key, sender).run(listener)


@schedule("tidy webhooks", "*/10 * * * *")
async def tidy(site: Site) -> None:
    """End webhooks whose target or owner is gone or that nobody hears, and drop old rows."""
    await step(tidy_webhooks, site.db)
