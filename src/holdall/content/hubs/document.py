"""The document of a hub: one page under the hub's title, and on it the list of what is in the hub.

Box's web app writes more pages and blocks; no operation of the API does, so a hub here has these, under ids that stay.
"""

from uuid import UUID, uuid5

import msgspec

from holdall.base.db.database import Reader
from holdall.base.errors import NotFound
from holdall.content.hubs.standing import find_hub
from holdall.content.identity.subject import Subject

_HUBS = UUID("2f0e8b0c-5f0b-4c0e-9d0a-6c7a3a4b9f51")
"""The name space of the ids, which are made from the hub's and never change."""


class HubPage(msgspec.Struct, frozen=True):
    """A page and its title."""

    id: str
    title: str


async def list_pages(reader: Reader, subject: Subject, hub_id: int) -> list[HubPage]:
    """The pages of a hub; raises as `find_hub`."""
    hub = (await find_hub(reader, subject, hub_id)).hub
    return [HubPage(page_id(hub.id), hub.title)]


async def list_blocks(reader: Reader, subject: Subject, hub_id: int, wanted_page: str) -> list[str]:
    """The ids of the item lists on a page; raises as `find_hub`, and NotFound for a page that the hub has not got."""
    hub = (await find_hub(reader, subject, hub_id)).hub
    if wanted_page != page_id(hub.id):
        raise NotFound(f"Hub {hub.id} has no page {wanted_page[:100]!r}")
    return [item_list_id(hub.id)]


def page_id(hub_id: int) -> str:
    """The id of a hub's page."""
    return str(uuid5(_HUBS, f"{hub_id} page"))


def item_list_id(hub_id: int) -> str:
    """The id of the list of what is in a hub."""
    return str(uuid5(_HUBS, f"{hub_id} items"))
