"""The decision that SQL and the platform make is the one that a naive model makes, in random worlds."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings

from holdall.base.db import open_database
from holdall.base.errors import Forbidden, NotFound
from holdall.content.access import Access, Action, Role, on_way_in, reach, reach_many, shared_with
from holdall.content.identity.subject import Subject
from holdall.content.items.listing import Order, Where, page_after
from holdall.content.items.tables import ItemType
from holdall.content.sharing.link_opening import find_shared, with_link
from tests.authz.box_table import BOX_TABLE
from tests.content.access_model import World
from tests.content.random_worlds import Stage, set_stage, worlds

EXAMPLES, LEAST_DECISIONS, LEAST_BY_LINK = 200, 10_000, 200

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


class Comparison:
    """Asks the platform about a world that is on the stage, and the model."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    async def compare(self, world: World) -> tuple[int, int]:
        """Hold every decision, listing and path against the model's.

        How many decisions there were, and in how many of them a link gave something.
        """
        decisions = by_link = 0
        for user, alone in enumerate(self.stage.people, 1):
            person = await self._compare_header(world, user, alone)
            many = await reach_many(self.stage.db, person, self.stage.ids.values())
            for number, item_id in self.stage.ids.items():
                access = await self._reach(person, item_id)
                assert (access is not None) == world.may_know(user, number), (user, number)
                lines = _lines(access) if access is not None and access.role is not Role.PATH_VIEWER else set()
                assert lines == world.allowed(user, number), (user, number)
                assert (many.get(item_id) is not None) == bool(lines)
                decisions += 1
                by_link += bool(world.lines_of_link(user, number)) and world.owner(number) != user
                if access is not None:
                    await self._compare_place(world, user, number, access)
            seen = await shared_with(self.stage.db, person)
            assert {self.stage.numbers[item_id] for item_id in seen} == world.all_files(user)
        return decisions, by_link

    async def _compare_header(self, world: World, user: int, alone: Subject) -> Subject:
        """Send the user's link: what comes of it, and where it leads. The subject that the request then has."""
        sent = world.headers[user]
        text = self.stage.header(sent)
        outcome = world.opened(user)
        person, came_of_it = alone, "nothing"
        try:
            person = await with_link(self.stage.db, alone, text)
        except NotFound:
            came_of_it = "missing"
        except Forbidden:
            came_of_it = "locked"
        assert (came_of_it if person.link is None else person.link.permission) == outcome, user
        if came_of_it != "nothing":
            return alone
        try:
            found = (await find_shared(self.stage.db, person, text)).item.id
        except NotFound:
            found = None
        leads_there = world.may_know(user, sent.item) and not world.is_in_trash(sent.item)
        assert found == (self.stage.ids[sent.item] if leads_there else None), user
        return person

    async def _compare_place(self, world: World, user: int, number: int, access: Access) -> None:
        """What the answer tells of other items is nothing that the user would be refused."""
        shown = {self.stage.numbers[step.id] for step in access.path if step.parent_id is not None}
        assert all(world.may_know(user, one) for one in shown), (user, number)
        if access.is_trashed or access.is_root or access.item.type != ItemType.FOLDER:
            return
        if access.role is Role.PATH_VIEWER:
            inside = set(await on_way_in(self.stage.db, access.subject, access))
        else:
            page = await page_after(self.stage.db, Where("folder", access.item.id), Order(), marker=None, limit=100)
            inside = {item.id for item in page.entries}
        assert {self.stage.numbers[item_id] for item_id in inside} == world.children_seen(user, number)

    async def _reach(self, person: Subject, item_id: int) -> Access | None:
        try:
            return await reach(self.stage.db, person, item_id)
        except NotFound:
            return None


def _lines(access: Access) -> set[str]:
    return {line for line in BOX_TABLE if access.allows(LINES[line])}


@pytest.mark.timeout(900)  # an interruption would look like a failure, and be shrunk for ever
def test_every_decision_is_the_one_that_the_model_makes(ready_database_url: str) -> None:
    decisions = by_link = 0
    with asyncio.Runner() as runner:
        db = runner.run(open_database(ready_database_url))
        stage = runner.run(set_stage(db))

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(worlds())
        def check(world: World) -> None:
            nonlocal decisions, by_link
            runner.run(stage.play(world))
            counted = runner.run(Comparison(stage).compare(world))
            decisions, by_link = decisions + counted[0], by_link + counted[1]

        try:
            check()
        finally:
            runner.run(db.close())
    assert (decisions >= LEAST_DECISIONS, by_link >= LEAST_BY_LINK) == (True, True)
