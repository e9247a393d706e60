"""One run of a job from its first stage to its last; started again after a crash, it goes on where it was.

The caller opens the platforms and says when to stop; what came of the run is in the ledger.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

import msgspec

from holdall.base.db import Database
from holdall.migration.platforms.errors import PlatformError
from holdall.migration.platforms.platform import Side
from holdall.migration.platforms.simulated import SimulatedPlatform

from .audit import Event
from .bulk import transfer_small
from .extras import carry_extras
from .filters import Filter
from .ledger import Ledger
from .mapping import Rules
from .moving import transfer
from .options import Options
from .people import People
from .people_ledger import PeopleLedger
from .placing import place, recover
from .plan import plan
from .removing import empty_source, mirror
from .rows import Item, Run
from .samples import sampled
from .sides import Halted, Postponed, Sides
from .verifying import verify

Failure = TypeVar("Failure", bound=BaseException)

_BATCH = 1000
_VERIFYING_ROUNDS = 4


async def execute(
    database: Database,
    job_id: str,
    source: Side,
    destination: Side,
    options: Options,
    *,
    chosen: Filter | None = None,
    account_map: Rules = Rules(),  # noqa: B008 - frozen
    group_map: Rules = Rules(),  # noqa: B008 - frozen
    stop: Callable[[], str | None] = lambda: None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    began: Callable[[Run], Awaitable[None]] | None = None,
) -> Run:
    """Run a job, or go on with its unfinished run; answers the run as it ended. `began` is told of the run first.

    The maps say whom the source's people and groups are at the destination. `stop` answers why the run should end now
    (`paused`, `cancelled`), else None; `sleep` waits seconds between attempts.
    A run ends `completed`, `warn` (something is flagged), `no_changes`, `failed`, `awaiting-user`, or as `stop` says.
    """
    ledger = Ledger(database, job_id)
    if options.simulation_mode:
        ledger, destination = await _simulated(database, job_id, destination)
    run = await ledger.begin(msgspec.to_builtins(options))
    if began is not None:
        await began(run)
    options = msgspec.convert(run.options, Options)
    sides = Sides(
        ledger,
        run,
        options,
        source.platform,
        destination.platform,
        source.root,
        destination.root,
        stop,
        sleep,
        people=People(
            PeopleLedger(database, ledger.job_id), source.platform, destination.platform, account_map, group_map
        ),
        unsettled=run.phase != "initialize",  # what a run that was cut short has left
    )
    await sides.history.add_notes(sides.audit.note(Event.RUN_STARTED))
    try:
        async with sampled(sides):
            await _stages(sides, chosen or Filter([], database.now))
    except* Halted as halted:
        end = _first(halted)
        if end.status != "paused":
            await _finish(sides, end.status, end.reason)
    except* PlatformError as failed:
        await _finish(sides, "failed", _first(failed).message)
    else:
        await _finish(sides, await _outcome(ledger, run))
    return await ledger.run(run.id)


async def _finish(sides: Sides, status: str, reason: str | None = None) -> None:
    notes = sides.audit.note(Event.RUN_FINISHED, message=f"{status}: {reason}" if reason else status)
    await sides.ledger.finish(sides.run, status, reason, notes=notes)


async def _simulated(database: Database, job_id: str, destination: Side) -> tuple[Ledger, Side]:
    """A ledger of its own, begun anew, and a destination that is only read."""
    ledger = Ledger(database, simulation_of(job_id))
    last = await ledger.last_run()
    if last is not None and last.finished_at is None:
        await ledger.finish(last, "cancelled", "another simulation was begun")
    await ledger.forget()
    return ledger, Side(SimulatedPlatform(destination.platform), destination.root)


def simulation_of(job_id: str) -> str:
    """The name under which the ledger keeps the simulation of a job."""
    return f"{job_id}/simulation"


async def _stages(sides: Sides, chosen: Filter) -> None:
    await recover(sides)
    await sides.ledger.set_phase(sides.run, "changes")
    await plan(sides, chosen)
    await sides.ledger.set_phase(sides.run, "executing")
    for _ in range(_VERIFYING_ROUNDS):
        await _work_through(sides, ["folder"], place, by_depth=True)
        await carry_extras(sides, ["folder"])  # before the files, so that people may write into what is theirs
        await _work_through(sides, ["link"], place)
        await _work_through(sides, ["file"], transfer)
        if not sides.options.verify or sides.options.simulation_mode or not await verify(sides):
            break
    await carry_extras(sides, ["file", "link"])
    if sides.options.mirrors:
        await mirror(sides)
    await sides.ledger.set_phase(sides.run, "finalize")
    if sides.options.transfer_type == "move" and not sides.options.simulation_mode:
        await empty_source(sides)
    await sides.settle()


async def _work_through(
    sides: Sides, types: list[str], do: Callable[[Sides, Item], Awaitable[None]], *, by_depth: bool = False
) -> None:
    """Do what waits for items of these types, several at once; folders above come before folders below."""
    while taken := await sides.ledger.to_do(types, _BATCH):
        groups = _levels(taken) if by_depth else [taken]
        for group in groups:
            await _one_by_one(sides, [item for item in group if item.action == "move"])
            await _together(sides, [item for item in group if item.action != "move"], do)


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
    for item in postponed:
        await do(sides, item)
        await sides.flush()


def _levels(taken: list[Item]) -> list[list[Item]]:
    depths = sorted({item.depth for item in taken})
    return [[item for item in taken if item.depth == depth] for depth in depths]


async def _outcome(ledger: Ledger, run: Run) -> str:
    counts = await ledger.counts()
    if any(count.status == "remediation" for count in counts):
        return "warn"
    return "completed" if await ledger.changed(run) else "no_changes"


def _first(group: BaseExceptionGroup[Failure]) -> Failure:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return cast(Failure, error)
