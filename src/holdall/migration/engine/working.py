"""Doing what the plan says, for the worker that leads a run and for those that help.

What a worker takes is its own as long as it renews that; what it has not done when it dies is taken by others.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from . import claims
from .bulk import transfer_small
from .moving import transfer
from .placing import place
from .rows import Item
from .sides import Halted, Postponed, Sides

_TAKEN_FIRST, _TAKEN_AT_MOST = 16, 1000
"""How many items a worker takes at once."""

_SOON = 5.0
"""What is done in fewer seconds is followed by more at once; of what takes longer, most is left to workers that come later."""

_LOOK_SECONDS = 0.2
"""Between questions whether the other workers are done with what they have taken."""

MAKES = ("create", "update")
MOVES = ("move",)


async def keep_leases(sides: Sides) -> None:
    """Keep what this worker takes its own, however long it takes, until cancelled."""
    while True:
        await asyncio.sleep(claims.LEASE / 1_000_000 / 4)
        await sides.ledger.renew(sides.run)


async def do_folders(sides: Sides) -> None:
    """Make and move all folders that wait, as the worker that leads."""
    await _work_through(sides, "folder", (*MAKES, *MOVES), place, by_depth=True)


async def do_rest(sides: Sides) -> None:
    """Do all else that waits, as the worker that leads: links, moves, and together with the helpers the files."""
    await _work_through(sides, "link", (*MAKES, *MOVES), place)
    await _work_through(sides, "file", MOVES, place)
    await _work_through(sides, "file", MAKES, transfer)


async def do_some(sides: Sides) -> None:
    """Bring over files that wait, as a helper, until there are none to be had, or the run is no longer led."""
    portions = _Portions()
    while await sides.ledger.is_led(sides.run):
        taken = await sides.ledger.to_do(["file"], MAKES, portions.size)
        if not taken:
            return
        with portions.doing():
            await _together(sides, taken, transfer)


class _Portions:
    """How much a worker takes at once: few items at first, then more as long as they are soon done."""

    def __init__(self) -> None:
        self.size = _TAKEN_FIRST
        self.are_soon_done = False
        """Whether it is worth to take the next ones before these are done."""

    @contextmanager
    def doing(self) -> Iterator[None]:
        """Do what was taken, and learn from it how much to take."""
        began = time.monotonic()
        yield
        self.are_soon_done = time.monotonic() - began < _SOON
        size = self.size * 2 if self.are_soon_done else self.size // 2
        self.size = min(max(size, _TAKEN_FIRST), _TAKEN_AT_MOST)


async def _work_through(
    sides: Sides,
    kind: str,
    actions: Sequence[str],
    do: Callable[[Sides, Item], Awaitable[None]],
    *,
    by_depth: bool = False,
) -> None:
    """Do what waits for items of a type, several at once; folders above come before folders below."""
    portions = _Portions()
    ahead = _Ahead(sides, kind, actions, portions)
    while True:
        taken = await ahead.taken()
        wanted = do is transfer and bool(taken) and portions.are_soon_done
        with portions.doing():
            async with ahead.looking(wanted=wanted):
                for group in _levels(taken) if by_depth else [taken]:
                    await _one_by_one(sides, [item for item in group if item.action == "move"])
                    await _together(sides, [item for item in group if item.action != "move"], do)
        if not taken:
            if not await sides.ledger.are_left([kind], actions):
                break
            sides.check_stop()
            await asyncio.sleep(_LOOK_SECONDS)
    if sides.options.failure_policy == "halt" and await sides.ledger.has_flagged(sides.run):
        raise Halted("failed", "an item was given up by another worker")


class _Ahead:
    """What is to be done next, which is looked up while a worker is busy with files."""

    def __init__(self, sides: Sides, kind: str, actions: Sequence[str], portions: _Portions) -> None:
        self._sides = sides
        self._kind = kind
        self._actions = actions
        self._portions = portions
        self._found: list[Item] = []

    async def taken(self) -> list[Item]:
        """Items that wait, taken for this worker; none where there are none to be had."""
        found, self._found = self._found, []
        return found or await self._take()

    @asynccontextmanager
    async def looking(self, *, wanted: bool) -> AsyncIterator[None]:
        """Look for the next items, if they are wanted, while the block runs."""
        if not wanted:
            yield
            return
        next_ones = asyncio.create_task(self._take())
        try:
            yield
        finally:
            self._found = await next_ones

    async def _take(self) -> list[Item]:
        return await self._sides.ledger.to_do([self._kind], self._actions, self._portions.size)


async def _one_by_one(sides: Sides, group: list[Item]) -> None:
    """Moves follow each other: one may set aside what another is about to move, so each looks at its row anew."""
    for item in group:
        sides.check_stop()
        now = await sides.ledger.by_ids([item.id])
        await place(sides, now[item.id])
        await sides.flush()


async def _together(sides: Sides, group: list[Item], do: Callable[[Sides, Item], Awaitable[None]]) -> None:
    postponed: list[Item] = []

    async def attempt(item: Item) -> None:
        try:
            await do(sides, item)
        except Postponed:
            postponed.append(item)

    if do is transfer:
        group = await transfer_small(sides, group)
    await sides.together(group, attempt, min(sides.options.parallel_writes, len(group)))
    await sides.flush()
    with_others: list[Item] = []
    for item in postponed:
        try:
            await do(sides, item)
        except Postponed:
            with_others.append(item)
        await sides.flush()
    if with_others:  # another worker is about to take their names: let it, and look again
        await sides.ledger.give_back(item.id for item in with_others)
        await asyncio.sleep(random.uniform(_LOOK_SECONDS / 4, _LOOK_SECONDS))  # noqa: S311 - who is first does not matter


def _levels(taken: list[Item]) -> list[list[Item]]:
    depths = sorted({item.depth for item in taken})
    return [[item for item in taken if item.depth == depth] for depth in depths]
