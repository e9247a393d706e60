"""Any sequence of operations leaves the tree as a naive model has it: names, places, sizes, counts, trash, space."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from holdall.base.db import Database, Transaction, open_database, query
from holdall.base.db.revision import bring_up_to_date
from holdall.base.errors import ApiError
from holdall.content.access import Access, reach
from holdall.content.identity import provision
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.changes import Changes, update_item
from holdall.content.items.checks import check_folders, check_items, check_space
from holdall.content.items.copies import copy_file, copy_folder
from holdall.content.items.folders import create_folder
from holdall.content.items.listing import Order, Where, count_trash, page_at
from holdall.content.items.removal import remove_discarded
from holdall.content.items.tables import ItemType
from holdall.content.items.trash import purge_item, restore_item, trash_item
from holdall.storage import Stores
from holdall.storage.fsck import Examination
from tests.content.model import Node
from tests.support.tree import add_file, add_version, space_used

SPACE = 120
NAMES = st.sampled_from(["a", "A", "b", "é", "E\u0301", "ß", "SS", "x/y"])
PICK = st.integers(0, 1_000_000)


async def new_subject(tx: Transaction) -> Subject:
    """A user of a fresh enterprise, with little space."""
    enterprise_id = await provision.create_enterprise(tx, name="Acme")
    user_id = await provision.create_user(
        tx, enterprise_id=enterprise_id, login=f"u{enterprise_id}@example.com", name="Uma", space_amount=SPACE
    )
    root_id = await tx.value(query(sa.select(users.c.root_id).where(users.c.id == user_id)))
    return Subject(
        user_id=user_id,
        enterprise_id=enterprise_id,
        application_id=0,
        grant_id=0,
        name="Uma",
        login="",
        kind="managed",
        role="user",
        status="active",
        root_id=root_id,
        scopes=frozenset({"root_readwrite"}),
        actor_id=user_id,
        token_hash="",
    )


async def _await(work: Awaitable[Any]) -> Any:
    return await work


class TreeMachine(RuleBasedStateMachine):
    """Does the same to the database and to the model, and compares."""

    db: Database
    runner: asyncio.Runner

    @initialize()
    def begin(self) -> None:
        self.subject = self.run(self.db.write(new_subject))
        self.root = Node(self.subject.root_id, is_folder=True, name="All Files", parent=None)
        self.nodes = [self.root]

    def run(self, work: Awaitable[Any]) -> Any:
        """What a coroutine answers."""
        return self.runner.run(_await(work))

    def pick(self, number: int, *, folder: bool | None = None) -> Node | None:
        """One of the nodes that ever were, the root aside unless a folder is asked for."""
        known = [node for node in self.nodes if folder is None or node.is_folder is folder]
        known = known if folder else [node for node in known if node is not self.root]
        return known[number % len(known)] if known else None

    def pick_trashed(self, number: int) -> Node | None:
        """Most of the time something that is in the trash."""
        known = [node for node in self.nodes if node.in_trash and not node.is_gone]
        return known[number % len(known)] if known and number % 8 else self.pick(number)

    def expect(self, work: Awaitable[Access], problems: set[str]) -> Access | None:
        """The answer of `work` where nothing speaks against it; else one of the problems must have been raised."""
        if not problems:
            access: Access = self.run(work)
            return access
        with pytest.raises(ApiError) as refused:
            self.run(work)
        assert refused.value.reason in problems
        return None

    def add(self, access: Access, parent: Node, *, sizes: list[int] | None = None) -> None:
        node = Node(access.item.id, access.item.type == ItemType.FOLDER, access.item.name, None, sizes or [])
        parent.adopt(node)
        self.nodes.append(node)

    def against_place(self, folder: Node, name: str, but: Node | None = None) -> set[str]:
        """What speaks against something of this name in a folder."""
        problems = set()
        if "/" in name:
            problems.add("item_name_invalid")
        if folder.is_gone:
            problems.add("not_found")
        elif not folder.is_active():
            problems.add("trashed")
        elif folder.takes(name, but):
            problems.add("item_name_in_use")
        return problems

    def against_item(self, node: Node) -> set[str]:
        """What speaks against any change of an item."""
        if node.is_gone:
            return {"not_found"}
        return set() if node.is_active() else {"trashed"}

    def against_space(self, size: int) -> set[str]:
        return {"storage_limit_exceeded"} if self.space() + size > SPACE else set()

    def space(self) -> int:
        tops = [node for node in self.nodes if node.parent is None and not node.is_gone]
        return sum(node.space() for node in tops)

    @rule(folder=PICK, name=NAMES)
    def create_folder(self, folder: int, name: str) -> None:
        parent = self.pick(folder, folder=True)
        assert parent is not None
        unit = self.db.write(create_folder, self.subject, parent_id=parent.id, name=name)
        if access := self.expect(unit, self.against_place(parent, name)):
            self.add(access, parent)

    @rule(folder=PICK, name=NAMES, size=st.integers(0, 20))
    def add_file(self, folder: int, name: str, size: int) -> None:
        parent = self.pick(folder, folder=True)
        assert parent is not None
        problems = self.against_place(parent, name) | self.against_space(size)
        unit = self.db.write(add_file, self.subject, parent_id=parent.id, name=name, size=size)
        if access := self.expect(unit, problems):
            self.add(access, parent, sizes=[size])

    @rule(file=PICK, size=st.integers(0, 20))
    def add_version(self, file: int, size: int) -> None:
        node = self.pick(file, folder=False)
        if node is not None:
            problems = self.against_item(node) | self.against_space(size)
            if self.expect(self.db.write(add_version, self.subject, file_id=node.id, size=size), problems):
                node.sizes.append(size)

    @rule(item=PICK, folder=PICK, name=NAMES | st.none(), moves=st.booleans())
    def change(self, item: int, folder: int, name: str | None, moves: bool) -> None:
        """Rename, move, or both in one."""
        node, target = self.pick(item), self.pick(folder, folder=True)
        if node is None or target is None:
            return
        place = target if moves else node.parent
        problems = self.against_item(node)
        if not problems:
            assert place is not None
            problems = self.against_place(place, name or node.name, but=node)
            if node in {place, *place.above()}:
                problems = {"cyclical_folder_structure", "item_name_invalid"} & (
                    problems | {"cyclical_folder_structure"}
                )
        wanted: dict[str, Any] = {"name": name} if name else {}
        wanted |= {"parent_id": target.id} if moves else {}
        kind = ItemType.FOLDER if node.is_folder else ItemType.FILE
        if self.expect(self.db.write(update_item, self.subject, node.id, kind, Changes(**wanted)), problems):
            assert place is not None
            node.name = name or node.name
            place.adopt(node)

    @rule(file=PICK, folder=PICK, name=NAMES)
    def copy_file(self, file: int, folder: int, name: str) -> None:
        node, target = self.pick(file, folder=False), self.pick(folder, folder=True)
        if node is None or target is None:
            return
        problems = self.against_item(node) | self.against_place(target, name) | self.against_space(node.sizes[-1])
        unit = self.db.write(copy_file, self.subject, node.id, parent_id=target.id, name=name)
        if access := self.expect(unit, problems):
            self.add(access, target, sizes=[node.sizes[-1]])

    @rule(item=PICK, folder=PICK, name=NAMES)
    def copy_folder(self, item: int, folder: int, name: str) -> None:
        node, target = self.pick(item, folder=None if item % 8 else True), self.pick(folder, folder=True)
        if node is None or target is None or not node.is_folder:
            return
        problems = self.against_item(node) | self.against_place(target, name) | self.against_space(node.size())
        if node is self.root:
            problems |= {"bad_request", "cyclical_folder_structure"}
        elif not self.against_item(node) and node in {target, *target.above()}:
            problems |= {"cyclical_folder_structure"}
        work = copy_folder(self.db, self.subject, node.id, parent_id=target.id, name=name)
        if access := self.expect(work, problems):
            self.adopt_copy(node, access.item.id, access.item.name, target)

    def adopt_copy(self, source: Node, copy_id: int, name: str, parent: Node) -> None:
        """Put what the copy must be into the model, with the ids that the database gave."""
        copy = Node(copy_id, source.is_folder, name, None, source.sizes[-1:])
        parent.adopt(copy)
        self.nodes.append(copy)
        if source.is_folder:
            made = {item.name: item.id for item in self.list(copy_id)}
            assert sorted(made) == sorted(child.name for child in source.items())
            for child in source.items():
                self.adopt_copy(child, made[child.name], child.name, copy)

    @rule(item=PICK, recursive=st.booleans())
    def trash(self, item: int, recursive: bool) -> None:
        node = self.pick(item)
        if node is None:
            return
        problems = self.against_item(node)
        if not problems and node.is_folder and node.items() and not recursive:
            problems = {"folder_not_empty"}
        kind = ItemType.FOLDER if node.is_folder else ItemType.FILE
        unit = self.db.write(trash_item, self.subject, node.id, kind, retention=9999, recursive=recursive)
        if self.expect(unit, problems):
            node.in_trash = True

    @rule(item=PICK, folder=PICK, name=NAMES | st.none(), elsewhere=st.booleans())
    def restore(self, item: int, folder: int, name: str | None, elsewhere: bool) -> None:
        node, target = self.pick_trashed(item), self.pick(folder, folder=True)
        if node is None or target is None:
            return
        place = target if elsewhere else node.parent
        problems = self.against_trash(node)
        if not problems:
            problems = {"not_found"} if place is None else self.against_place(place, name or node.name)
        kind = ItemType.FOLDER if node.is_folder else ItemType.FILE
        unit = self.db.write(
            restore_item, self.subject, node.id, kind, name=name, parent_id=target.id if elsewhere else None
        )
        if self.expect(unit, problems):
            assert place is not None
            place.adopt(node)
            node.in_trash, node.name = False, name or node.name

    @rule(item=PICK)
    def purge(self, item: int) -> None:
        node = self.pick_trashed(item)
        if node is None:
            return
        kind = ItemType.FOLDER if node.is_folder else ItemType.FILE
        if self.expect(self.db.write(purge_item, self.subject, node.id, kind), self.against_trash(node)):
            self.forget(node)
            self.run(remove_discarded(self.db))

    def forget(self, node: Node) -> None:
        """Take a node and what is below it out of the model; what was trashed before stays, without a folder."""
        for child in list(node.children):
            if child.in_trash:
                node.children.remove(child)
                child.parent = None
            else:
                self.forget(child)
        if node.parent is not None:
            node.parent.children.remove(node)
        node.parent, node.is_gone = None, True

    def against_trash(self, node: Node) -> set[str]:
        if node.in_trash and not node.is_gone:
            return set()
        return {"not_found", "not_trashed"} if node.is_active() else {"not_found"}

    def list(self, folder_id: int) -> list[Any]:
        found: list[Any] = self.run(page_at(self.db, Where("folder", folder_id), Order(), offset=0, limit=1000))
        return found

    @invariant()
    def every_folder_is_as_in_the_model(self) -> None:
        if not hasattr(self, "root"):
            return
        for node in self.root.active():
            if node.is_folder:
                access = self.run(reach(self.db, self.subject, node.id))
                assert (access.item.size, access.item.item_count) == (node.size(), len(node.items()))
                listed = [(item.type != ItemType.FOLDER, item.name, item.id, item.size) for item in self.list(node.id)]
                expected = [(not one.is_folder, one.name, one.id, one.size()) for one in node.items()]
                assert sorted(listed) == sorted(expected)

    @invariant()
    def trash_and_space_are_as_in_the_model(self) -> None:
        if not hasattr(self, "root"):
            return
        user_id = self.subject.user_id
        in_trash = [node for node in self.nodes if node.in_trash and not node.is_gone]
        assert self.run(count_trash(self.db, user_id)) == len(in_trash)
        assert self.run(space_used(self.db, user_id)) == self.space()

    def teardown(self) -> None:
        if hasattr(self, "root"):
            exam = Examination(self.db, Stores.__new__(Stores), 0, with_hashes=False, may_repair=False)
            for check in (check_items, check_folders, check_space):
                self.run(check(exam))
            ours = {f"{kind} {node.id}" for node in self.nodes for kind in ("item", "folder")}
            ours.add(f"user {self.subject.user_id}")
            assert [finding for finding in exam.report.findings if finding.subject in ours] == []


@pytest.mark.timeout(900)  # an interruption would look like a failure, and be shrunk for ever
def test_any_sequence_of_operations_agrees_with_the_model(database_url: str) -> None:
    bring_up_to_date(database_url)
    with asyncio.Runner() as runner:
        db = runner.run(open_database(database_url))
        machine = type("Machine", (TreeMachine,), {"db": db, "runner": runner})
        examples = 15 if database_url.startswith("sqlite") else 5
        try:
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=examples,
                    stateful_step_count=40,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(db.close())
