"""A search finds exactly what its subject may see, however it goes about it, in random worlds."""

import asyncio
from collections.abc import Iterable, Mapping

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from holdall.base.db import open_database
from holdall.content.access import Access, Action, reach_many
from holdall.content.identity.subject import LinkGrant, Restriction, Subject
from holdall.content.search.filters import Filters, Trash
from holdall.content.search.find import Effort, Found, Order, Search, find
from holdall.content.search.index import SearchIndex
from holdall.content.search.language import Not, Words
from holdall.content.search.tiers import ANYWHERE
from holdall.content.search.viewer import viewer_of
from tests.content.access_model import World
from tests.content.random_worlds import ITEMS, Stage, set_stage, worlds

EXAMPLES, LEAST_SEARCHES = {"sqlite": 25, "postgresql": 10}, 2_000
"""Worlds on each engine: what decides is the same, and one on PostgreSQL takes as long as five on SQLite."""
EVERYTHING = Not(Words(("nowhere",)))

EFFORTS = {
    "every match is weighed": Effort(step=100, very_few_items=0),
    "what may be seen is asked about": Effort(few_matches=1, step=100),
    "the matches are gone through": Effort(few_matches=1, few_items=0, very_few_items=0, step=3),
    "more than are counted": Effort(
        few_matches=1, few_items=0, very_few_items=0, step=3, most_counted=2, walk_for_each=2
    ),
}
"""The ways of a search, each forced."""
TRASH: tuple[Trash, ...] = ("non_trashed_only", "trashed_only", "all_items")


class Searchers:
    """Compares what each person of a world finds with what each may see."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.db = stage.db
        self.searches = 0

    async def play(self, world: World) -> None:
        """Write the world and its index."""
        await self.stage.play(world)
        assert await SearchIndex(self.db).catch_up(seconds=60)

    async def compare(self, world: World, limit_to: int, within: int) -> None:
        """All people, with whole tokens and with limited ones, in the trash and out of it, on every way."""
        is_archive = world.items[limit_to].is_archive  # of which there are no links
        for person in self.stage.people:
            limited = Restriction(item_type="folder", item_id=self.stage.ids[limit_to])
            linked = LinkGrant(self.stage.ids[limit_to], "can_preview")
            for subject in (
                person,
                _with(person, restriction=limited),
                _with(person, link=None if is_archive else linked),
                _administering(person),
            ):
                asked = [Filters(trash=trash) for trash in TRASH]
                if subject is person:
                    asked.append(Filters(trash="all_items", ancestor_ids=(self.stage.ids[within],)))
                await self._compare(subject, asked)

    async def _compare(self, subject: Subject, asked: list[Filters]) -> None:
        seen = await reach_many(self.db, subject, self.stage.ids.values())
        viewer = await viewer_of(self.db, subject, is_enterprise=subject.is_admin)
        assert viewer is not None
        for filters in asked:
            ids = sorted(_visible(seen, filters), reverse=True)
            search = Search(expression=EVERYTHING, scope=ANYWHERE, filters=filters, viewer=viewer)
            for way, effort in EFFORTS.items():
                found = await self._find(search, effort, offset=0, limit=100)
                counted = min(len(ids), effort.most_counted)
                assert (found.ids, found.total) == (ids, counted), (way, subject.user_id, filters)
                middle = await self._find(search, effort, offset=1, limit=2)
                assert (middle.ids, middle.total) == (ids[1:3], counted), (way, subject.user_id, filters)

    async def _find(self, search: Search, effort: Effort, *, offset: int, limit: int) -> Found:
        self.searches += 1
        return await find(self.db, search, Order(), offset=offset, limit=limit, effort=effort)


def _visible(seen: Mapping[int, Access], filters: Filters) -> set[int]:
    """What `reach` lets somebody see, roots of users aside, of what the filters ask for."""
    return {
        item_id
        for item_id, access in seen.items()
        if access.allows(Action.VIEW)
        and not access.is_root
        and filters.trash in {"all_items", "trashed_only" if access.is_trashed else "non_trashed_only"}
        and _is_within(access.folder_ids, filters.ancestor_ids)
    }


def _is_within(folder_ids: Iterable[int], ancestor_ids: tuple[int, ...] | None) -> bool:
    return ancestor_ids is None or not set(folder_ids).isdisjoint(ancestor_ids)


def _with(subject: Subject, **changes: object) -> Subject:
    return msgspec.structs.replace(subject, **changes)


def _administering(subject: Subject) -> Subject:
    """The same person as an administrator who may read everybody's content."""
    return _with(subject, role="admin", scopes=subject.scopes | {"enterprise_content"})


@pytest.mark.timeout(900)  # an interruption would look like a failure, and be shrunk for ever
def test_everybody_finds_exactly_what_they_may_see(ready_database_url: str) -> None:
    number = st.integers(1, ITEMS)
    with asyncio.Runner() as runner:
        db = runner.run(open_database(ready_database_url))
        searchers = Searchers(runner.run(set_stage(db)))

        # Worlds are not made smaller after a failure: each takes hundreds of searches.
        @settings(
            max_examples=EXAMPLES[db.dialect],
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(worlds(), number, number)
        def check(world: World, limit_to: int, within: int) -> None:
            runner.run(searchers.play(world))
            runner.run(searchers.compare(world, limit_to, within))

        try:
            check()
        finally:
            runner.run(db.close())
    assert searchers.searches >= LEAST_SEARCHES
