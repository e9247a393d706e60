"""The sections `groups`, `collaborations` and `shared_links`: who is in which group, and what is shared with whom."""

from typing import Literal

import msgspec
import sqlalchemy as sa

from holdall.base.clock import parse_instant
from holdall.base.db import Transaction, query
from holdall.base.errors import ApiError
from holdall.box.changing import LinkBody, LinkPermissions, read_link_request
from holdall.content.access import reach
from holdall.content.access.reach import find_places
from holdall.content.directory.groups import create_group
from holdall.content.directory.memberships import add_member
from holdall.content.directory.tables import groups, memberships
from holdall.content.identity.subject import Subject
from holdall.content.items.tables import ItemType
from holdall.content.sharing.collaboration_rows import Collaboration, rows_on
from holdall.content.sharing.collaborations import Change, Invitation, InviteRole, change_collaboration, invite
from holdall.content.sharing.links import Level, LinkRequest, links_of, set_link
from holdall.control.seeding.document import SeedError, section
from holdall.control.seeding.planting import Planting

NOBODY = 0
MOST_COLLABORATORS = 1000
"""Of an item, among which one that is there already is looked for."""

_FIND_GROUP = query(
    sa.select(groups.c.id).where(
        groups.c.enterprise_id == sa.bindparam("enterprise_id"), groups.c.name_key == sa.bindparam("name_key")
    )
)
_FIND_MEMBER = query(
    sa.select(memberships.c.id).where(
        memberships.c.group_id == sa.bindparam("group_id"), memberships.c.user_id == sa.bindparam("user_id")
    )
)


class SeedGroup(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A group of users."""

    name: str
    """By which the group is found again when the seed is applied again."""
    by: str | int
    """Login or id of an administrator of its enterprise, who makes it."""
    members: list[str | int] = []
    """Logins or ids."""
    admins: list[str | int] = []
    """Logins or ids of members who look after the group."""
    description: str = ""
    """What people read about it."""
    key: str | None = None
    """A word by which other sections speak of the group; the answer tells its id."""


class SeedCollaboration(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A folder or file that is shared with a user, a group or an address."""

    item: str | int
    """Key or id."""
    user: str | int | None = None
    """Login or id; an address that nobody has is invited and waits."""
    group: str | int | None = None
    """Key or id, in place of a user."""
    role: InviteRole = "editor"
    """What they may do."""
    by: str | int | None = None
    """Login or id of who shares it; without it, the item's owner."""
    can_view_path: bool = False
    """They see the folders above it."""
    is_access_only: bool = False
    """It does not stand in their All Files."""
    expires_at: str | None = None
    """A date and time at which it ends."""
    status: Literal["accepted", "pending"] = "accepted"
    """Whether a user of another enterprise has answered; others accept at once."""
    key: str | None = None
    """A word by which other sections speak of the collaboration; the answer tells its id."""


class SeedLink(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A shared link of a file, a folder or a web link."""

    item: str | int
    """Key or id."""
    by: str | int | None = None
    """Login or id of who makes it; without it, the item's owner."""
    access: Level = "open"
    """For anybody, for the enterprise, or for those whom the item is shared with."""
    password: str | None = None
    """For open links alone; 8 characters or more."""
    unshared_at: str | None = None
    """A date and time at which it ends."""
    vanity_name: str | None = None
    """The end of an address that is known beforehand, /v/NAME; 12 characters or more."""
    can_download: bool | None = None
    """False leaves people the preview."""
    can_edit: bool | None = None
    """For files alone."""


@section("groups", list[SeedGroup], order=15)
async def plant_groups(planting: Planting, seeds: list[SeedGroup]) -> None:
    """Make the groups that are not there by name, and put in whom they lack."""
    for number, seed in enumerate(seeds):
        place = f"groups[{number}]"
        maker = await planting.subject(seed.by, f"{place}.by")
        roles = dict.fromkeys(seed.members, "member") | dict.fromkeys(seed.admins, "admin")
        people = {(await planting.subject(login, f"{place}.members")).user_id: role for login, role in roles.items()}
        try:
            group_id = await planting.platform.db.write(_plant_group, maker, seed, people)
        except ApiError as error:
            raise SeedError(f"{place}: {error.message}") from None
        planting.tell(seed.key, group_id)


@section("collaborations", list[SeedCollaboration], order=40)
async def plant_collaborations(planting: Planting, seeds: list[SeedCollaboration]) -> None:
    """Share the items that are not shared with them yet. Nobody gets mail."""
    for number, seed in enumerate(seeds):
        place = f"collaborations[{number}]"
        if (seed.user is None) == (seed.group is None):
            raise SeedError(f"{place}: it has either `user` or `group`, whom the item is shared with")
        item_id, kind, subject = await find_shared(planting, seed.item, seed.by, place)
        if kind == ItemType.WEB_LINK:
            raise SeedError(f"{place}.item: web links are shared by shared_links alone")
        known = None if seed.user is None else await planting.find_subject(seed.user)
        wanted = Invitation(
            item_id=item_id,
            kind=kind,
            role=seed.role,
            login=None if seed.user is None else known.login if known else str(seed.user),
            group_id=None if seed.group is None else planting.id_of(seed.group, f"{place}.group"),
            can_view_path=seed.can_view_path,
            is_access_only=seed.is_access_only,
            expires_at=read_seed_instant(seed.expires_at, f"{place}.expires_at"),
        )
        invitee = known if seed.status == "accepted" else None
        try:
            row_id = await planting.platform.db.write(_plant_collaboration, subject, wanted, invitee)
        except ApiError as error:
            raise SeedError(f"{place}: {error.message}") from None
        planting.tell(seed.key, row_id)


@section("shared_links", list[SeedLink], order=41)
async def plant_links(planting: Planting, seeds: list[SeedLink]) -> None:
    """Give links to the items that have none."""
    for number, seed in enumerate(seeds):
        place = f"shared_links[{number}]"
        item_id, _, subject = await find_shared(planting, seed.item, seed.by, place)
        may = {"can_download": seed.can_download, "can_edit": seed.can_edit}
        given = {"password": seed.password, "unshared_at": seed.unshared_at, "vanity_name": seed.vanity_name}
        body = LinkBody(
            access=seed.access,
            permissions=LinkPermissions(**{name: value for name, value in may.items() if value is not None}),
            **{name: value for name, value in given.items() if value is not None},
        )
        try:
            await planting.platform.db.write(_plant_link, subject, item_id, await read_link_request(body))
        except ApiError as error:
            raise SeedError(f"{place}: {error.message}") from None


async def _plant_group(tx: Transaction, maker: Subject, seed: SeedGroup, people: dict[int, str]) -> int:
    found = await tx.value(_FIND_GROUP, enterprise_id=maker.enterprise_id, name_key=seed.name.casefold())
    if found is None:
        found = (await create_group(tx, maker, {"name": seed.name, "description": seed.description})).id
    group_id = int(found)
    for user_id, role in people.items():
        if await tx.value(_FIND_MEMBER, group_id=group_id, user_id=user_id) is None:
            await add_member(tx, maker, group_id=group_id, user_id=user_id, role=role)
    return group_id


async def _plant_collaboration(tx: Transaction, subject: Subject, wanted: Invitation, invitee: Subject | None) -> int:
    rows = await rows_on(tx, [wanted.item_id], after=0, limit=MOST_COLLABORATORS)
    row = next((one for one in rows if _is_for(one, wanted)), None) or await invite(tx, subject, wanted)
    if row.status == "pending" and invitee is not None:
        await change_collaboration(tx, invitee, row.id, Change(status="accepted"))
    return row.id


async def _plant_link(tx: Transaction, subject: Subject, item_id: int, wanted: LinkRequest) -> None:
    if not await links_of(tx, [item_id]):
        await set_link(tx, await reach(tx, subject, item_id), wanted)


def _is_for(row: Collaboration, wanted: Invitation) -> bool:
    if wanted.group_id is not None:
        return row.group_id == wanted.group_id
    login = (wanted.login or "").casefold()
    return login in {(row.user_login or "").casefold(), (row.invite_email or "").casefold()}


async def find_shared(
    planting: Planting, item: str | int, by: str | int | None, place: str
) -> tuple[int, ItemType, Subject]:
    """An item by key or id, and who shares it; raises SeedError naming the place."""
    item_id = planting.id_of(item, f"{place}.item")
    found = (await find_places(planting.platform.db, NOBODY, [item_id])).get(item_id)
    owner_id = None if found is None else found.chain[-1].owner_id
    if found is None or owner_id is None:
        raise SeedError(f"{place}.item: there is no item {item_id}")
    return item_id, ItemType(found.item.type), await planting.subject(owner_id if by is None else by, f"{place}.by")


def read_seed_instant(text: str | None, place: str) -> int | None:
    """Microseconds UTC of a date and time in a seed, None for none; raises SeedError naming the place."""
    try:
        return None if text is None else parse_instant(text)
    except ValueError as error:
        raise SeedError(f"{place}: {error}") from None
