"""The section `hubs`: hubs, what is in them, who collaborates on them, and their shared links."""

import msgspec

from holdall.base.db import Transaction
from holdall.base.errors import ApiError
from holdall.content.access import reach
from holdall.content.hubs.collaborations import Wanted, invite
from holdall.content.hubs.contents import Operation, manage_items
from holdall.content.hubs.hubs import Change, change_hub, create_hub
from holdall.content.hubs.links import share_hub
from holdall.content.hubs.listing import Wish, list_hubs
from holdall.content.hubs.standing import HubRole, LinkAccess
from holdall.content.identity.subject import Subject
from holdall.content.items.tables import ItemType
from holdall.control.seeding.document import SeedError, section
from holdall.control.seeding.planting import Planting


class SeedHubCollaborator(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Somebody who collaborates on a hub."""

    user: str | int
    """Login or id."""
    role: HubRole = "viewer"
    """What they may do there."""


class SeedHubLink(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The shared link of a hub."""

    token: str | None = None
    """What its address ends in, /s/TOKEN; 12 characters or more, so that it is known beforehand."""
    access: LinkAccess = "company"
    """For anybody who has signed in, for the enterprise, or for its collaborators."""


class SeedHub(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A hub."""

    owner: str | int
    """Login or id of who makes it."""
    title: str
    """By which the hub is found again among the owner's when the seed is applied again."""
    description: str = ""
    """What people read about it."""
    items: list[str | int] = []
    """Keys or ids of what is in it, the last to be shown first."""
    collaborators: list[SeedHubCollaborator] = []
    """Who else collaborates on it."""
    link: SeedHubLink | None = None
    """Its shared link."""
    key: str | None = None
    """A word by which the answer tells its id."""


@section("hubs", list[SeedHub], order=45)
async def plant_hubs(planting: Planting, seeds: list[SeedHub]) -> None:
    """Make the hubs that are not there by their title, with all that they have; others stay as they are."""
    for number, seed in enumerate(seeds):
        place = f"hubs[{number}]"
        owner = await planting.subject(seed.owner, f"{place}.owner")
        found = await list_hubs(planting.platform.db, owner, Wish(query=seed.title, scope="editable"))
        hub_id = next((hub.id for hub in found.entries if hub.title == seed.title), None)
        if hub_id is None:
            ids = [planting.id_of(one, f"{place}.items") for one in seed.items]
            people = [await planting.subject(one.user, f"{place}.collaborators") for one in seed.collaborators]
            try:
                hub_id = await planting.platform.db.write(_plant_hub, owner, seed, ids, people)
            except ApiError as error:
                raise SeedError(f"{place}: {error.message}") from None
        planting.tell(seed.key, hub_id)


async def _plant_hub(tx: Transaction, owner: Subject, seed: SeedHub, ids: list[int], people: list[Subject]) -> int:
    hub = await create_hub(tx, owner, seed.title, seed.description)
    for item_id in ids:
        kind = ItemType((await reach(tx, owner, item_id)).item.type)
        (result,) = await manage_items(tx, owner, hub.id, [Operation("add", kind, item_id)])
        if result.error is not None:
            raise SeedError(f"hub {seed.title!r}: {result.error}")
    for one, person in zip(seed.collaborators, people, strict=True):
        await invite(tx, owner, Wanted(hub_id=hub.id, role=one.role, login=person.login))
    if seed.link is not None:
        if seed.link.access == "open":
            await change_hub(tx, owner, hub.id, Change(can_public_shared_link_be_created=True))
        await share_hub(tx, owner, hub.id, seed.link.access, token=seed.link.token)
    return hub.id
