"""Looks for what is due: what has expired, what the trash has kept for its time, what nothing refers to, mail to send."""

from datetime import UTC, datetime, timedelta

from holdall.content.events.retention import remove_old_in_turn
from holdall.content.identity.expiry import remove_over_in_turn
from holdall.content.items.removal import purge_in_turn
from holdall.content.items.version_changes import remove_expired_versions
from holdall.content.mail import deliver_mail
from holdall.content.sharing.expiry import remove_expired
from holdall.content.uploads.sessions import remove_expired_sessions
from holdall.storage import collect_in_turn
from holdall.work import Site, every, schedule
from holdall.work.books import Books

DONE_KEPT = timedelta(days=1)
"""How long the engine's books tell of work that was done."""
FAILED_KEPT = timedelta(days=30)
"""How long they tell of work that failed or was cancelled, and so how long it can be retried."""


@every(600, "collect garbage")
async def collect_garbage(site: Site) -> None:
    """Once a day: remove bytes that nothing refers to."""
    await collect_in_turn(site.db, site.stores, grace=site.settings.blob_grace)


@every(3600, "remove versions")
async def remove_versions(site: Site) -> None:
    """Remove the versions that have been in the trash for their time."""
    await remove_expired_versions(site.db, retention=site.settings.trash_retention)


@every(60, "end collaborations")
async def end_collaborations(site: Site) -> None:
    """Remove the collaborations whose time is over."""
    await remove_expired(site.db)


@every(3600, "end upload sessions")
async def end_upload_sessions(site: Site) -> None:
    """Forget the upload sessions that expired a while ago."""
    await site.db.write(remove_expired_sessions)


@every(600, "forget sign-ins")
async def forget_sign_ins(site: Site) -> None:
    """Once an hour: remove tokens, codes and browser sessions that are over."""
    await remove_over_in_turn(site.db)


@every(900, "forget events")
async def forget_events(site: Site) -> None:
    """Once a day: take away events that are older than they are kept."""
    settings = site.settings
    await remove_old_in_turn(site.db, users=settings.user_event_retention, log=settings.event_retention)


@every(30, "empty the trash")
async def empty_trash(site: Site) -> None:
    """Purge what has been in the trash for its time, and take away the rows of what was purged."""
    await purge_in_turn(site.db)


@every(2, "send mail")
async def send_mail(site: Site) -> None:
    """Send what is due of the mail outbox, where there is a server to send it through."""
    await deliver_mail(site.db, smtp=site.settings.smtp, sender=site.settings.mail_from)


@schedule("forget finished work", "23 * * * *")
async def forget_finished_work(site: Site) -> None:
    """Strike out of the engine's books what was over long ago. Not by our clock: the books go by that of the machine."""
    books = Books(site.settings.database_url)
    try:
        await books.forget_before(datetime.now(UTC) - DONE_KEPT, is_done=True)
        await books.forget_before(datetime.now(UTC) - FAILED_KEPT, is_done=False)
    finally:
        await books.close()
