"""The decision that SQL and the platform make is the one that a naive model makes, in random worlds."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdall.base.db import Database, Transaction, open_database, query
from holdall.base.db.revision import bring_up_to_date
from holdall.base.errors import NotFound
from holdall.content.access import Access, Action, Role, on_way_in, reach, reach_many, shared_with
from holdall.content.directory.tables import groups, memberships
from holdall.content.identity import provision
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.listing import Order, Where, page_after
from holdall.content.items.tables import ItemType, items
from holdall.content.sharing.collaboration_tables import collaborations
from tests.authz.box_table import BOX_TABLE, ROLES
from tests.content.access_model import ModelGrant, ModelItem, World

USERS, GROUPS, FOLDERS = 4, 2, 12
EXAMPLES, LEAST_DECISIONS = 200, 10_000

# What the lines of Box's table are called here.
LINES: dict[str, Action] = {
    "View Item List in Folder": Action.VIEW,
    "View Tags": Action.VIEW,
    "View Metadata": Action.VIEW,
    "Preview": Action.PREVIEW,
    "View / Add Comments": Action.COMMENT,
    "View / Create Tasks": Action.CREATE_TASKS,
    "Create Annotations": Action.ANNOTATE,
    "Download": Action.DOWNLOAD,
    "Send View-Only Links": Action.SHARE,
    "Copy": Action.DOWNLOAD,
    "Upload": Action.UPLOAD,
    "Create Subfolders": Action.UPLOAD,
    "Edit Metadata": Action.EDIT_METADATA,
    "Lock/Unlock File": Action.LOCK,
    "Add / Edit Tags": Action.EDIT,
    "Edit File Name": Action.RENAME,
    "Edit Folder Name": Action.RENAME,
    "Delete Files/Folders": Action.DELETE,
    "Move": Action.MOVE,
    "Invite People": Action.INVITE,
    "Set a Collaborator's Level of Access": Action.INVITE,
    "Set Shared Link Password": Action.SET_SHARE_ACCESS,
    "Edit Folder Settings": Action.SETTINGS,
    "Restrict Invitations": Action.SETTINGS,
}
_CLEAR = [
    query(sa.delete(collaborations)),
    query(sa.delete(groups)),
    query(sa.delete(items).where(items.c.parent_id.is_not(None))),
]
_ROOTS = query(sa.select(users.c.id, users.c.root_id, users.c.enterprise_id).where(users.c.kind == "managed"))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Trees of folders that were moved about and trashed, groups, and collaborations of every kind."""
    world = World({-user: ModelItem(None, owner=user) for user in range(1, USERS + 1)})
    number = st.integers(1, FOLDERS)
    for folder in range(1, FOLDERS + 1):
        parents = [*(-user for user in range(1, USERS + 1)), *range(1, folder)]
        world.items[folder] = ModelItem(draw(st.sampled_from(parents)))
    for folder, target in draw(st.lists(st.tuples(number, number), max_size=3)):
        if folder not in world.way_up(target):
            world.items[folder].parent = target
    for folder in draw(st.sets(number, max_size=2)):
        world.items[folder].is_trashed = True
    world.members = draw(st.sets(st.tuples(st.integers(1, GROUPS), st.integers(1, USERS)), max_size=5))
    seen = set()
    for grant in draw(st.lists(_grants(number), max_size=9)):
        key = (grant.item, grant.user, grant.group)
        if key not in seen:
            seen.add(key)
            world.grants.append(grant)
    return world


def _grants(number: st.SearchStrategy[int]) -> st.SearchStrategy[ModelGrant]:
    mostly = st.sampled_from([False, False, False, True])
    common: dict[str, st.SearchStrategy[Any]] = {
        "item": number,
        "role": st.sampled_from(ROLES[1:]),
        "status": st.sampled_from(["accepted", "accepted", "accepted", "pending", "rejected"]),
        "is_expired": mostly,
        "is_access_only": mostly,
        "can_view_path": mostly,
    }
    to_user = st.builds(ModelGrant, user=st.integers(1, USERS), **common)
    return to_user | st.builds(ModelGrant, group=st.integers(1, GROUPS), **common)


class Stage:
    """A database that plays one world after another; the numbers of a world become fresh ids."""

    def __init__(self, db: Database, people: list[Subject]) -> None:
        self.db = db
        self.people = people
        self.ids: dict[int, int] = {}
        self.numbers: dict[int, int] = {}

    async def play(self, world: World) -> None:
        """Write the world in place of the last one."""
        await self.db.write(self._write, world)
        self.numbers = {item_id: number for number, item_id in self.ids.items()}

    async def _write(self, tx: Transaction, world: World) -> None:
        for statement in _CLEAR:
            await tx.run(statement)
        self.ids = {-user: person.root_id for user, person in enumerate(self.people, 1)}
        self.ids |= {number: tx.new_id() for number in world.items if number > 0}
        await self._write_groups(tx, world)
        for number, item in world.items.items():
            if number > 0:
                await tx.insert(items, **self._item(tx, number, item))
        for number, item in world.items.items():
            if item.parent is not None:
                await tx.update(items, {"id": self.ids[number]}, parent_id=self.ids[item.parent])
        await tx.insert_many(collaborations, [self._grant(tx, grant) for grant in world.grants])

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

    def _item(self, tx: Transaction, number: int, item: ModelItem) -> dict[str, Any]:
        name = f"{number} {self.ids[number]}"
        owner = self.people[0].user_id
        return {
            "id": self.ids[number],
            "enterprise_id": self.people[0].enterprise_id,
            "type": ItemType.FOLDER,
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
            "trash_owner_id": owner if item.is_trashed else None,
            "tags": [],
            "options": {},
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

    async def compare(self, world: World) -> int:
        """Hold every decision, listing and path against the model's; how many decisions there were."""
        decisions = 0
        for user, person in enumerate(self.people, 1):
            many = await reach_many(self.db, person, self.ids.values())
            for number, item_id in self.ids.items():
                access = await self._reach(person, item_id)
                assert (access is not None) == world.may_know(user, number), (user, number)
                lines = _lines(access) if access is not None and access.role is not Role.PATH_VIEWER else set()
                assert lines == world.allowed(user, number), (user, number)
                assert (many.get(item_id) is not None) == bool(lines)
                decisions += 1
                if access is not None:
                    await self._compare_place(world, user, number, access)
            seen = await shared_with(self.db, person)
            assert {self.numbers[item_id] for item_id in seen} == world.all_files(user)
        return decisions

    async def _compare_place(self, world: World, user: int, number: int, access: Access) -> None:
        """What the answer tells of other items is nothing that the user would be refused."""
        shown = {self.numbers[step.id] for step in access.path if step.parent_id is not None}
        assert all(world.may_know(user, one) for one in shown), (user, number)
        if access.is_trashed or access.is_root:
            return
        if access.role is Role.PATH_VIEWER:
            inside = set(await on_way_in(self.db, access.subject, access))
        else:
            page = await page_after(self.db, Where("folder", access.item.id), Order(), marker=None, limit=100)
            inside = {item.id for item in page.entries}
        assert {self.numbers[item_id] for item_id in inside} == world.children_seen(user, number)

    async def _reach(self, person: Subject, item_id: int) -> Access | None:
        try:
            return await reach(self.db, person, item_id)
        except NotFound:
            return None


def _lines(access: Access) -> set[str]:
    return {line for line in BOX_TABLE if access.allows(LINES[line])}


async def _open(url: str) -> Stage:
    db = await open_database(url)

    async def unit(tx: Transaction) -> None:
        enterprise_id = await provision.create_enterprise(tx, name="Acme")
        for number in range(USERS):
            login = f"{number}.{enterprise_id}@example.com"
            await provision.create_user(tx, enterprise_id=enterprise_id, login=login, name=login)

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
        for user_id, root_id, enterprise_id in await db.all(_ROOTS)
    ]
    return Stage(db, people)


@pytest.mark.timeout(900)  # an interruption would look like a failure, and be shrunk for ever
def test_every_decision_is_the_one_that_the_model_makes(empty_database_url: str) -> None:
    bring_up_to_date(empty_database_url)
    decisions = 0
    with asyncio.Runner() as runner:
        stage = runner.run(_open(empty_database_url))

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(worlds())
        def check(world: World) -> None:
            nonlocal decisions
            runner.run(stage.play(world))
            decisions += runner.run(stage.compare(world))

        try:
            check()
        finally:
            runner.run(stage.db.close())
    assert decisions >= LEAST_DECISIONS
