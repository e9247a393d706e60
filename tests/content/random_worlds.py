"""Random worlds of people, trees, groups, collaborations, links and barriers, and a stage that plays them in a database."""

from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st

from holdall.base.db import Database, Transaction, query
from holdall.content.access.place import ARCHIVE
from holdall.content.barriers.tables import barrier_members, barrier_restrictions, barrier_segments, barriers
from holdall.content.directory.tables import groups, memberships
from holdall.content.identity import provision
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import enterprises, users
from holdall.content.items.tables import ItemType, items
from holdall.content.search import index as search_index
from holdall.content.sharing.collaboration_tables import collaborations
from holdall.content.sharing.link_tables import shared_links
from tests.authz.box_table import ROLES
from tests.content.access_model import LEVELS, LINK_LINES, ModelGrant, ModelHeader, ModelItem, ModelLink, World
from tests.support.browser import cheap_hash

USERS, GROUPS, SEGMENTS, ITEMS = 5, 2, 2, 12
STRANGER = USERS
"""The one user of another enterprise."""
KEEPER = USERS + 1
"""Whose the archives are, and nobody who asks for anything."""
PASSWORDS = {"right": "correct horse", "wrong": "battery staple", "missing": None}
_PASSWORD_HASH = cheap_hash("correct horse")

_KINDS = {"folder": ItemType.FOLDER, "file": ItemType.FILE, "web_link": ItemType.WEB_LINK}
_CLEAR = [
    query(sa.delete(collaborations)),
    query(sa.delete(groups)),
    query(sa.delete(barriers)),
    query(sa.delete(shared_links)),
    query(sa.delete(items).where(items.c.parent_id.is_not(None))),
]
_PEOPLE = query(sa.select(users.c.id, users.c.root_id, users.c.enterprise_id).order_by(users.c.id))
_number = st.integers(1, ITEMS)
_mostly_not = st.sampled_from([False, False, False, True])


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Trees that were moved about and trashed, groups, collaborations of every kind, and links that are sent."""
    world = World({-user: ModelItem(None, owner=user) for user in range(1, USERS + 1)})
    world.items[-KEEPER] = ModelItem(None, owner=KEEPER)
    world.enterprises = {user: "other" if user == STRANGER else "own" for user in range(1, KEEPER + 1)}
    for item in range(1, ITEMS + 1):
        parents = [*(-user for user in range(1, USERS + 1)), *range(1, item)]
        world.items[item] = ModelItem(draw(st.sampled_from(parents)))
    for item, target in draw(st.lists(st.tuples(_number, _number), max_size=3)):
        if item not in world.way_up(target):
            world.items[item].parent = target
    for item in range(1, ITEMS + 1):
        if not any(other.parent == item for other in world.items.values()):
            world.items[item].kind = draw(st.sampled_from(sorted(_KINDS)))
    for item in draw(st.sets(_number, max_size=2)):
        world.items[item].is_trashed = True
    for item in draw(st.sets(_number, max_size=2)):
        if world.items[item].kind == "folder":
            world.items[item].parent, world.items[item].is_archive = -KEEPER, True
    world.members = draw(st.sets(st.tuples(st.integers(1, GROUPS), st.integers(1, USERS)), max_size=5))
    seen = set()
    for grant in draw(st.lists(_grants(), max_size=9)):
        key = (grant.item, grant.user, grant.group)
        if key not in seen and not world.items[grant.item].is_archive:  # to which nobody is invited
            seen.add(key)
            world.grants.append(grant)
    links = draw(st.dictionaries(_number, _links(), min_size=1, max_size=5))
    world.links = {item: link for item, link in links.items() if not world.items[item].is_archive}
    world.limits = {name: draw(st.sampled_from(["open", "open", *LEVELS])) for name in ("own", "other")}
    for user in range(1, USERS + 1):
        which = st.sampled_from([*sorted(world.links) * 4, 1])
        world.headers[user] = ModelHeader(draw(which), draw(st.sampled_from(["right", *PASSWORDS])))
    world.segments = draw(st.dictionaries(st.integers(1, USERS - 1), st.integers(1, SEGMENTS), max_size=3))
    world.restrictions = draw(st.sampled_from([set(), {(1, 2)}, {(1, 2), (2, 1)}]))
    return world


def _grants() -> st.SearchStrategy[ModelGrant]:
    common: dict[str, st.SearchStrategy[Any]] = {
        "item": _number,
        "role": st.sampled_from(ROLES[1:]),
        "status": st.sampled_from(["accepted", "accepted", "accepted", "pending", "rejected"]),
        "is_expired": _mostly_not,
        "is_access_only": _mostly_not,
        "can_view_path": _mostly_not,
    }
    to_user = st.builds(ModelGrant, user=st.integers(1, USERS), **common)
    return to_user | st.builds(ModelGrant, group=st.integers(1, GROUPS), **common)


def _links() -> st.SearchStrategy[ModelLink]:
    return st.builds(
        ModelLink,
        access=st.sampled_from(["open", *LEVELS]),
        permission=st.sampled_from(sorted(LINK_LINES)),
        has_password=_mostly_not,
        is_expired=_mostly_not,
    )


class Stage:
    """A database that plays one world after another; the numbers of a world become fresh ids."""

    def __init__(self, db: Database, people: list[Subject], keeper: Subject) -> None:
        self.db = db
        self.people = people
        self.owners = [*people, keeper]
        self.ids: dict[int, int] = {}
        self.numbers: dict[int, int] = {}

    async def play(self, world: World) -> None:
        """Write the world in place of the last one."""
        await self.db.write(self._write, world)
        await self.db.write(search_index.clear)  # no events told of this world
        self.numbers = {item_id: number for number, item_id in self.ids.items()}

    async def _write(self, tx: Transaction, world: World) -> None:
        for statement in _CLEAR:
            await tx.run(statement)
        self.ids = {-user: person.root_id for user, person in enumerate(self.owners, 1)}
        self.ids |= {number: tx.new_id() for number in world.items if number > 0}
        await self._write_groups(tx, world)
        await self._write_barrier(tx, world)
        for number in world.items:
            if number > 0:
                await tx.insert(items, **self._item(tx, world, number))
        for number, item in world.items.items():
            active = [one for one in world.items.values() if one.parent == number and not one.is_trashed]
            await tx.update(items, {"id": self.ids[number]}, item_count=len(active))
            if item.parent is not None:
                await tx.update(items, {"id": self.ids[number]}, parent_id=self.ids[item.parent])
        await tx.insert_many(collaborations, [self._grant(tx, grant) for grant in world.grants])
        await tx.insert_many(shared_links, [self._link(tx, world, number) for number in world.links])
        for user in (1, STRANGER):
            limit = {"shared_link_access_limit": world.limits[world.enterprises[user]]}
            await tx.update(enterprises, {"id": self.people[user - 1].enterprise_id}, settings=limit)

    async def _write_groups(self, tx: Transaction, world: World) -> None:
        enterprise_id = self.people[0].enterprise_id
        self.groups = {group: tx.new_id() for group in range(1, GROUPS + 1)}
        common = {"enterprise_id": enterprise_id, "created_at": tx.now, "modified_at": tx.now}
        texts = dict.fromkeys(("description", "provenance", "external_sync_identifier"), "")
        for group_id in self.groups.values():
            levels = dict.fromkeys(("invitability_level", "member_viewability_level"), "admins_only")
            name = {"name": str(group_id), "name_key": str(group_id)}
            await tx.insert(groups, id=group_id, **name, **texts, **levels, **common)
        for group, user in world.members:
            place = {"group_id": self.groups[group], "user_id": self.people[user - 1].user_id}
            await tx.insert(memberships, id=tx.new_id(), role="member", **place, **common)

    async def _write_barrier(self, tx: Transaction, world: World) -> None:
        by = self.people[0]
        made = {"created_at": tx.now, "created_by": by.user_id, "updated_at": tx.now, "updated_by": by.user_id}
        own, segment_ids = {"barrier_id": tx.new_id()}, {number: tx.new_id() for number in range(1, SEGMENTS + 1)}
        enabled = {"status": "enabled", "enabled_at": tx.now, "enabled_by": by.user_id}
        await tx.insert(barriers, id=own["barrier_id"], enterprise_id=by.enterprise_id, **enabled, **made)
        for number, segment_id in segment_ids.items():
            named = {"name": str(number), "name_key": str(number), "description": ""}
            await tx.insert(barrier_segments, id=segment_id, **named, **own, **made)
        for user, number in world.segments.items():
            place = {"segment_id": segment_ids[number], "user_id": self.people[user - 1].user_id}
            await tx.insert(barrier_members, id=tx.new_id(), **place, **own, **made)
        for number, restricted in world.restrictions:
            pair = {"segment_id": segment_ids[number], "restricted_segment_id": segment_ids[restricted]}
            await tx.insert(barrier_restrictions, id=tx.new_id(), **pair, **own, **made)

    def _item(self, tx: Transaction, world: World, number: int) -> dict[str, Any]:
        item = world.items[number]
        name = f"{number} {self.ids[number]}"
        owner = self.owners[world.owner(number) - 1]
        return {
            "id": self.ids[number],
            "enterprise_id": owner.enterprise_id,
            "type": _KINDS[item.kind],
            "parent_id": self.people[0].root_id,  # corrected when all are there
            "name": name,
            "name_key": name,
            "description": "",
            "sequence": 0,
            "size": 0,
            "item_count": 0,
            "created_at": tx.now,
            "modified_at": tx.now,
            "trashed_at": tx.now if item.is_trashed else None,
            "trash_owner_id": owner.user_id if item.is_trashed else None,
            "version_id": tx.new_id() if item.kind == "file" else None,
            "sha1": "0" * 40 if item.kind == "file" else None,
            "url": "https://example.com/" if item.kind == "web_link" else None,
            "tags": [],
            "options": {ARCHIVE: True} if item.is_archive else {},
        }

    def _grant(self, tx: Transaction, grant: ModelGrant) -> dict[str, Any]:
        return {
            "id": tx.new_id(),
            "enterprise_id": self.people[0].enterprise_id,
            "item_id": self.ids[grant.item],
            "user_id": None if grant.user is None else self.people[grant.user - 1].user_id,
            "group_id": None if grant.group is None else self.groups[grant.group],
            "role": grant.role,
            "status": grant.status,
            "can_view_path": grant.can_view_path,
            "is_access_only": grant.is_access_only,
            "expires_at": tx.now - 1 if grant.is_expired else None,
            "created_at": tx.now,
            "modified_at": tx.now,
        }

    def _link(self, tx: Transaction, world: World, number: int) -> dict[str, Any]:
        link = world.links[number]
        return {
            "item_id": self.ids[number],
            "enterprise_id": self.owners[world.owner(number) - 1].enterprise_id,
            "token": self._token(number),
            "access": link.access,
            "password_hash": _PASSWORD_HASH if link.has_password else None,
            "unshared_at": tx.now if link.is_expired else None,
            "can_download": link.permission != "can_preview",
            "can_edit": link.permission == "can_edit",
            "download_count": 0,
            "preview_count": 0,
            "created_by": self.people[0].user_id,
            "created_at": tx.now,
        }

    def _token(self, number: int) -> str:
        return f"link{self.ids[number]}"

    def header(self, sent: ModelHeader) -> str:
        """The header BoxApi as a user sends it."""
        password = PASSWORDS[sent.password]
        text = f"shared_link=https://holdall.test/s/{self._token(sent.item)}"
        return text if password is None else f"{text}&shared_link_password={password}"


async def set_stage(db: Database) -> Stage:
    """The people who are in every world, in an empty database."""

    async def unit(tx: Transaction) -> None:
        own, other = [await provision.create_enterprise(tx, name=name) for name in ("Acme", "Umbrella")]
        for number in range(1, USERS + 1):
            enterprise_id = other if number == STRANGER else own
            login = f"{number}.{enterprise_id}@example.com"
            await provision.create_user(tx, enterprise_id=enterprise_id, login=login, name=login)
        await provision.create_user(tx, enterprise_id=own, login="archive", name="archive", kind="archive")

    await db.write(unit)
    people = [
        Subject(
            user_id=user_id,
            enterprise_id=enterprise_id,
            application_id=0,
            grant_id=0,
            name="",
            login="",
            kind="managed",
            role="user",
            status="active",
            root_id=root_id,
            scopes=frozenset({"root_readwrite"}),
            actor_id=user_id,
            token_hash="",
        )
        for user_id, root_id, enterprise_id in await db.all(_PEOPLE)
    ]
    *people, keeper = people
    return Stage(db, people, keeper)
