"""Which shared links a user has opened lately: what is reached like that can be searched for.

https://developer.box.com/reference/get-search/ (include_recent_shared_links). Box does not say how long that is.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from holdall.base.clock import DAY, HOUR
from holdall.base.db import Database, Transaction, contains, query
from holdall.base.db.database import Reader
from holdall.content.identity.subject import LinkGrant, Subject
from holdall.content.sharing.link_opening import grant_of
from holdall.content.sharing.link_tables import link_visits
from holdall.content.sharing.links import SharedLink, links_of

LATELY = 30 * DAY
_ANEW = HOUR
"""A visit is noted again after this time, so that looking often does not mean writing often."""

_USER = sa.bindparam("user_id", type_=sa.BigInteger)
_VISITS = query(
    sa.select(link_visits.c.item_id, link_visits.c.token, link_visits.c.password_hash).where(
        link_visits.c.user_id == _USER, link_visits.c.opened_at > sa.bindparam("since")
    )
)
_VISIT = query(
    sa.select(link_visits.c.token, link_visits.c.password_hash, link_visits.c.opened_at).where(
        link_visits.c.user_id == _USER, contains(link_visits.c.item_id, "ids")
    )
)


async def note_visit(db: Database, subject: Subject, item_id: int) -> None:
    """Note that the subject has opened the link of an item; its password was right, if it has one."""
    link = (await links_of(db, [item_id])).get(item_id)
    if link is None:
        return
    last = await db.one(_VISIT, user_id=subject.user_id, ids=[link.item_id])
    if last is None or last[:2] != (link.token, link.password_hash) or last[2] < db.now - _ANEW:
        await db.write(_note, subject.user_id, link)


async def visited_links(reader: Reader, subject: Subject) -> Mapping[int, tuple[SharedLink, LinkGrant]]:
    """The links that the subject has opened lately and that are still the same and open to the subject, by item."""
    visits = await reader.all(_VISITS, user_id=subject.user_id, since=reader.now - LATELY)
    if not visits:
        return {}
    opened = {item_id: (token, password_hash) for item_id, token, password_hash in visits}
    found: dict[int, tuple[SharedLink, LinkGrant]] = {}
    for item_id, link in (await links_of(reader, opened)).items():
        if (link.token, link.password_hash) != opened[item_id]:
            continue
        grant = await grant_of(reader, subject, link)
        if grant is not None:
            found[item_id] = (link, grant)
    return found


async def _note(tx: Transaction, user_id: int, link: SharedLink) -> None:
    await tx.delete(link_visits, user_id=user_id, item_id=link.item_id)
    await tx.insert(
        link_visits,
        user_id=user_id,
        item_id=link.item_id,
        token=link.token,
        password_hash=link.password_hash,
        opened_at=tx.now,
    )
