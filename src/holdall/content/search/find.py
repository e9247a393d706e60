"""A page of what a subject finds, and how many there are.

Three ways lead there, the cheapest that fits is taken: weigh every match, where there are few; ask of everything that the
subject may see whether it matches, where that is little; else go through the matches from the newest one.
"""

import asyncio
import heapq
from collections.abc import AsyncIterator, Hashable, Mapping, MutableMapping, Sequence
from typing import Any, Literal

import msgspec

from holdall.base.db.database import Reader
from holdall.content.access.place import Step
from holdall.content.items.rows import Item
from holdall.content.metadata.filters import MetadataMatch, items_with
from holdall.content.search.candidates import EVERYTHING, Candidate, Shape, statement
from holdall.content.search.few import lately_seen, some_items
from holdall.content.search.filters import Filters
from holdall.content.search.language import Expression
from holdall.content.search.reading import read_texts, tier_checks, tier_of
from holdall.content.search.rendering import render, render_any, without
from holdall.content.search.seen import Match, Sight
from holdall.content.search.tiers import NAME, Tier, tiers_of
from holdall.content.search.viewer import Viewer

Sort = Literal["relevance", "modified_at"]


class Order(msgspec.Struct, frozen=True):
    """The order of results: by relevance from the best, or by date in either direction."""

    by: Sort = "relevance"
    is_ascending: bool = False


class Effort(msgspec.Struct, frozen=True, kw_only=True):
    """From where on another way is cheaper."""

    few_matches: int = 100
    """Fewer matches are weighed at once."""
    few_items: int = 1_000
    """Where there are more, up to so many items that a subject may see are asked about."""
    very_few_items: int = 100
    """Who had fewer a while ago is asked about at once; to count the matches costs PostgreSQL a look at all of them."""
    step: int
    """At most so many matches are gone through at a time."""
    walk_for_each: int = 0
    """Where there are as many as are counted, so many documents are looked through for each that is wanted."""
    most_counted: int = 10_000
    """More items are not counted: Box lets nobody read further."""


EFFORTS = {"sqlite": Effort(step=4_000), "postgresql": Effort(step=10_000, very_few_items=1_000, walk_for_each=10)}
"""On SQLite statements run on the event loop, which a step must not hold up for long."""


METADATA_STEP = 1_000
"""So many items with the metadata that is asked for are weighed at a time."""


class Found(msgspec.Struct, frozen=True):
    """The ids of a page in their order, and how many there are in all: exact up to `Effort.most_counted`."""

    ids: list[int]
    total: int
    items: Mapping[int, Item] = {}
    """Some of them, with others."""
    folders: Mapping[int, Step] = {}
    """The folders above all of them, with others."""


class Answer(msgspec.Struct, frozen=True):
    """What a step found: what may be seen, how many matches it looked at, and the id of the oldest."""

    seen: list[Match]
    looked_at: int
    oldest: int


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What is searched for, by whom."""

    expression: Expression | None
    """The words; None where the metadata is all that is asked for."""
    scope: frozenset[str]
    filters: Filters
    viewer: Viewer
    metadata: MetadataMatch | None = None
    """What the metadata of the items must be."""

    @property
    def key(self) -> Hashable:
        """The same for searches that find the same."""
        return (self.expression, self.scope, self.filters, self.viewer.key)

    @property
    def tiers(self) -> list[Tier]:
        """The tiers of relevance; what a viewer is not always shown does not count for the order."""
        if self.expression is None:
            return []
        tiers = tiers_of(self.expression, self.scope)
        if not self.viewer.is_guarded:
            return tiers
        shown = self._levels["without content"].scope
        by_name = [Tier(tier.expression, NAME, shown) for tier in tiers[:-1] if tier.within == NAME]
        return [*by_name, tiers[-1]]

    def words(self, dialect: str) -> str:
        """The query that finds everything that may match."""
        return render_any(dialect, self._levels.values()) if self.viewer.is_guarded else render(dialect, self.tiers[-1])

    def levels(self, dialect: str) -> dict[str, str]:
        """The query for each level of what a guarded viewer is shown; see `Sight`."""
        return {name: render(dialect, tier) for name, tier in self._levels.items()} if self.viewer.is_guarded else {}

    @property
    def _levels(self) -> dict[str, Tier]:
        """What is searched in for viewers who are shown all of an item, not the comments, not even the content."""
        if self.expression is None:
            return {}
        hidden = {
            "all": frozenset[str](),
            "without comments": frozenset({"comments"}),
            "without content": frozenset({"comments", "file_content"}),
        }
        return {
            name: Tier(self.expression, self.scope - fields, self.scope - fields) for name, fields in hidden.items()
        }


async def find(
    reader: Reader,
    search: Search,
    order: Order,
    *,
    offset: int,
    limit: int,
    effort: Effort | None = None,
    totals: MutableMapping[Hashable, int] | None = None,
) -> Found:
    """The page of at most `limit` items from the one at `offset`.

    `totals` are counts that are known for what is in the index and in the tree now; those that are made are added.
    """
    known = {} if totals is None else totals
    return await _Finder(reader, search, order, effort or EFFORTS[reader.dialect], known).page(offset, limit)


class _Finder:
    """One search on its way."""

    def __init__(
        self, reader: Reader, search: Search, order: Order, effort: Effort, totals: MutableMapping[Hashable, int]
    ) -> None:
        self._reader = reader
        self._search = search
        self._order = order
        self._effort = effort
        self._items: dict[int, Item] = {}
        self._totals = totals
        self._tiers = search.tiers
        self._sight = Sight(reader, search.viewer, search.filters, search.levels(reader.dialect))

    async def page(self, offset: int, limit: int) -> Found:
        """The page, by the cheapest way."""
        if self._search.metadata is not None:
            return self._page(await self._with_metadata(self._search.metadata), offset, limit)
        total = self._totals.get(self._search.key) if self._order.by == "relevance" else None
        if total is not None:
            return self._found(await self._by_tiers(offset, limit, total), total)
        few = self._effort.few_matches
        some = await self._some_items() if self._has_very_few else None
        if some is None:
            answer = await self._ask(self._words(), before=EVERYTHING, most=few, only_if_fewer=True)
            if answer.looked_at < few:
                return self._page(answer.seen, offset, limit)
            some = await self._some_items()
        if some is None:
            return await self._go_through(offset, limit)
        return self._page(await self._ask_among(some), offset, limit)

    async def _with_metadata(self, metadata: MetadataMatch) -> list[Match]:
        """Those that may be seen of all that have the metadata, and match by their words where there are any."""
        words = self._words() if self._tiers else {}
        seen: list[Match] = []
        before = EVERYTHING
        while len(seen) < self._effort.most_counted:
            ids = await items_with(self._reader, metadata, before=before, limit=METADATA_STEP)
            seen += (await self._ask(words, among=list(ids))).seen
            if len(ids) < METADATA_STEP:
                break
            before = ids[-1]
            await asyncio.sleep(0)  # others have their turn
        return seen[: self._effort.most_counted]

    @property
    def _has_very_few(self) -> bool:
        """Whether the viewer lately had so few items that they are asked about at once."""
        count = lately_seen(self._reader, self._search.viewer, self._search.filters.ancestor_ids)
        return self._effort.very_few_items > (0 if count is None else count)

    async def _some_items(self) -> list[Candidate] | None:
        ancestors = self._search.filters.ancestor_ids
        return await some_items(self._reader, self._search.viewer, ancestors, self._effort.few_items)

    async def _ask_among(self, some: list[Candidate]) -> list[Match]:
        """Those of some items that match and may be seen. FTS5 looks each up anew, so short texts are read instead."""
        ids = [one.id for one in some]
        if self._reader.dialect != "sqlite" or self._search.viewer.is_guarded:
            return (await self._ask(self._words(), among=ids)).seen
        texts, rest = await read_texts(self._reader, ids)
        checks = tier_checks(self._tiers)
        tiers = {text.item_id: tier for text in texts if (tier := tier_of(text, checks)) is not None}
        if self._search.filters.asks_of_items:
            seen = (await self._ask({}, among=list(tiers))).seen
        else:
            seen = await self._sight.of([one for one in some if one.id in tiers])
        seen = [msgspec.structs.replace(match, tier=tiers[match.id]) for match in seen]
        return [*seen, *(await self._ask(self._words(), among=rest)).seen] if rest else seen

    def _words(self) -> dict[str, str]:
        """The query for everything, and those that tell the tiers."""
        dialect = self._reader.dialect
        tiers = {f"tier_{place}": render(dialect, tier) for place, tier in enumerate(self._tiers[:-1])}
        return {"words": self._search.words(dialect), **tiers}

    async def _go_through(self, offset: int, limit: int) -> Found:
        """Go through the matches from the newest one: to count them, and for those that are latest by date."""
        best: list[Match] = []
        total = 0
        words = {"words": self._search.words(self._reader.dialect)}
        async for step in self._steps(words, self._effort.step):
            total += len(step)
            if self._order.by == "modified_at":
                best = self._best([*best, *step], offset + limit)
            elif total >= self._effort.most_counted:
                break
        total = self._totals[self._search.key] = min(total, self._effort.most_counted)
        if self._order.by == "modified_at":
            return self._found([match.id for match in best[offset:]], total)
        return self._found(await self._by_tiers(offset, limit, total), total)

    async def _by_tiers(self, offset: int, limit: int, total: int) -> list[int]:
        """A page of so many: what is in the first tier, the newest first, then what is in the second, and so on."""
        found: list[int] = []
        dialect = self._reader.dialect
        for place, tier in enumerate(self._tiers):
            known_empty = (self._search.key, place)
            if known_empty in self._totals:
                continue
            is_last = place == len(self._tiers) - 1
            words = self._search.words(dialect) if is_last else render(dialect, tier)
            words = without(dialect, words, self._tiers[:place])
            most, before = min(offset + limit - len(found), self._effort.step), len(found)
            async for step in self._steps({"words": words}, most, walks=total >= self._effort.most_counted):
                found += sorted((match.id for match in step), reverse=True)
                if len(found) >= offset + limit:
                    return found[offset : offset + limit]
            if len(found) == before:
                self._totals[known_empty] = 0
        return found[offset:]

    async def _steps(self, words: Mapping[str, str], most: int, *, walks: bool = False) -> AsyncIterator[list[Match]]:
        """What may be seen of all that matches, the newest first, `most` matches at first and then more at a time."""
        before = EVERYTHING
        while True:
            answer = await self._newest(words, before, most, walks=walks)
            yield answer.seen
            if answer.looked_at < most:
                return
            before, most = answer.oldest, min(4 * most, self._effort.step)
            await asyncio.sleep(0)  # others have their turn

    async def _newest(self, words: Mapping[str, str], before: int, most: int, *, walks: bool) -> Answer:
        """The newest matches; where there are many, PostgreSQL looks for them among the newest documents first."""
        walk = most * self._effort.walk_for_each
        if walks and walk:
            answer = await self._ask(words, before=before, most=most, walk=walk)
            if answer.looked_at == most:
                return answer
        return await self._ask(words, before=before, most=most)

    async def _ask(self, words: Mapping[str, str], *, only_if_fewer: bool = False, **where: Any) -> Answer:
        shape = Shape(
            dialect=self._reader.dialect,
            tiers=max(len(words) - 1, 0),
            is_among="among" in where,
            walks="walk" in where,
            is_given=not words,
            is_whole=where.get("most", self._effort.few_matches + 1) <= self._effort.few_matches,
            only_if_fewer=only_if_fewer,
            filters=self._search.filters.names,
        )
        found = await self._reader.one(statement(shape), **words, **where, **self._search.filters.parameters())
        assert found is not None
        self._items.update((one.id, one.item) for one in found.items if one.item is not None)
        return Answer(await self._sight.of(found.items), found.looked_at, found.oldest)

    def _page(self, seen: Sequence[Match], offset: int, limit: int) -> Found:
        best = self._best(seen, offset + limit)
        return self._found([match.id for match in best[offset:]], len(seen))

    def _found(self, ids: list[int], total: int) -> Found:
        return Found(ids, total, self._items, self._sight.folders)

    def _best(self, seen: Sequence[Match], count: int) -> list[Match]:
        """The first of some matches, in their order."""
        if self._order.by == "relevance":
            return heapq.nsmallest(count, seen, key=lambda match: (match.tier, -match.id))
        pick = heapq.nsmallest if self._order.is_ascending else heapq.nlargest
        return pick(count, seen, key=lambda match: (match.modified_at, match.id))
