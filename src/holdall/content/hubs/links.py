"""Shared links of hubs: given and taken away by editors, as far as the co-owners' settings and the enterprise let them.

No operation of the API makes one (at Box its web app does); what a link leads to, `get_shared_items#app_items` tells.
"""

from urllib.parse import urlsplit

import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import InsufficientPermissions, InvalidParameter, NotFound
from holdall.base.ids import new_secret
from holdall.content.barriers.walls import is_barred
from holdall.content.hubs.standing import HUB_COLUMNS, Hub, LinkAccess, find_hub, find_hub_to_change
from holdall.content.hubs.tables import hubs
from holdall.content.identity.subject import Subject
from holdall.content.sharing.link_opening import ADDRESS, no_link
from holdall.content.sharing.links import TOKEN_LENGTH, access_limits, stricter

SHORTEST_TOKEN = 12

_BY_TOKEN = query(sa.select(*HUB_COLUMNS).where(hubs.c.link_token == sa.bindparam("token", type_=sa.Text)), into=Hub)


async def share_hub(
    tx: Transaction, subject: Subject, hub_id: int, access: LinkAccess, *, token: str | None = None
) -> str:
    """A unit: give a hub a shared link, or let the one it has be open to others; the token that its address ends in.

    With `token` the link has that one. Raises NotFound, InvalidParameter, and Forbidden where the hub's settings do not let it be.
    """
    standing = await find_hub_to_change(tx, subject, hub_id)
    standing.require_editor()
    hub = standing.hub
    if not hub.can_shared_link_be_created:
        raise InsufficientPermissions(f"Hub {hub.id} has no shared link: its co-owners decide")
    if access == "open" and not hub.can_public_shared_link_be_created:
        raise InsufficientPermissions(f"Hub {hub.id} has no open link: its co-owners decide; choose company")
    if token is not None and not (len(token) >= SHORTEST_TOKEN and ADDRESS.search(f"/s/{token}")):
        raise InvalidParameter("token", f"must have {SHORTEST_TOKEN} letters, digits, - or _, or more")
    chosen = token or hub.link_token or new_secret(TOKEN_LENGTH)
    taken = await tx.one(_BY_TOKEN, token=chosen)
    if taken is not None and taken.id != hub.id:
        raise InvalidParameter("token", "is that of another hub")
    await tx.update(hubs, {"id": hub.id}, link_token=chosen, link_access=access)
    return chosen


async def unshare_hub(tx: Transaction, subject: Subject, hub_id: int) -> None:
    """A unit: take a hub's link away; raises NotFound and Forbidden."""
    (await find_hub_to_change(tx, subject, hub_id)).require_editor()
    await tx.update(hubs, {"id": hub_id}, link_token=None, link_access=None)


async def find_shared_hub(reader: Reader, subject: Subject, address: str) -> Hub:
    """The hub that the link at an address leads the subject to; raises NotFound, which tells nothing of the hub."""
    match = ADDRESS.search(urlsplit(address).path)
    hub: Hub | None = None
    if match is not None:
        hub = await reader.one(_BY_TOKEN, token=match[2])
    access = None if hub is None else await _access_of(reader, hub)
    if hub is None or access is None or await is_barred(reader, subject.user_id, hub.created_by):
        raise no_link()
    if access == "open" or (access == "company" and subject.enterprise_id == hub.enterprise_id):
        return hub
    try:
        return (await find_hub(reader, subject, hub.id)).hub
    except NotFound:
        raise no_link() from None


async def _access_of(reader: Reader, hub: Hub) -> str | None:
    """Whom a hub's link is for now: not more than the settings of the hub and of its enterprise let it be."""
    if hub.link_access is None or not hub.can_shared_link_be_created:
        return None
    limit = (await access_limits(reader, [hub.enterprise_id]))[hub.enterprise_id]
    own = hub.link_access if hub.can_public_shared_link_be_created else stricter(hub.link_access, "company")
    return stricter(own, limit)
