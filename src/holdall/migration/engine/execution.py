"""One run of a job from its first stage to its last; started again after a crash, it goes on where it was.

The caller opens the platforms and says when to stop; what came of the run is in the ledger.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

import msgspec

from holdall.base.db import Database, Transaction
from holdall.base.tasks import beside
from holdall.migration.platforms.errors import PlatformError
from holdall.migration.platforms.platform import Entry, Platform, Side
from holdall.migration.platforms.simulated import SimulatedPlatform
from holdall.migration.platforms.telling import telling_metadata

from .audit import Event
from .extras import carry_extras
from .filters import Filter
from .imported import ImportedRights, ImportedValues
from .ledger import Ledger
from .mapping import Rules
from .metadata import Schemas
from .options import Options
from .people import People
from .people_ledger import PeopleLedger
from .placing import recover
from .plan import plan
from .publishing import look_for_what_differs
from .removing import empty_source, mirror
from .rows import Run
from .samples import sampled
from .sides import Halted, Sides
from .twoway import bring_back
from .verifying import verify
from .working import do_folders, do_rest, do_some, keep_leases

Failure = TypeVar("Failure", bound=BaseException)

_VERIFYING_ROUNDS = 4
_LOOK_SECONDS = 1.0


async def execute(
    database: Database,
    job_id: str,
    source: Side,
    destination: Side,
    options: Options,
    *,
    chosen: Filter | None = None,
    chosen_there: Filter | None = None,
    account_map: Rules = Rules(),  # noqa: B008 - frozen
    group_map: Rules = Rules(),  # noqa: B008 - frozen
    rights: ImportedRights | None = None,
    values: ImportedValues | None = None,
    stop: Callable[[], str | None] = lambda: None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    began: Callable[[Run], Awaitable[None]] | None = None,
) -> Run:
    """Run a job, or go on with its unfinished run; answers the run as it ended. `began` is told of the run first.

    `chosen` says which items of the source are moved, `chosen_there` which of the destination's are touched by a job
    that brings changes back or deletes what is there alone. The maps say whom the source's people and groups are at the
    destination, `rights` what they may do, where that is not read from the source; `values` are metadata
    that items get besides. `stop` answers why the run should end now
    (`paused`, `cancelled`), else None; `sleep` waits seconds between attempts.
    A run ends `completed`, `warn` (something is flagged), `no_changes`, `failed`, `awaiting-user`, or as `stop` says.
    """
    ledger = Ledger(database, job_id)
    if options.simulation_mode:
        ledger, destination = await _simulated(database, job_id, destination)
        if options.transfer_type == "sync":
            source = Side(SimulatedPlatform(source.platform), source.root)
    _led.add(ledger.job_id)
    run = await ledger.begin(msgspec.to_builtins(options))
    if began is not None:
        await began(run)
    nothing = Filter([], database.now)
    chosen, chosen_there = chosen or nothing, chosen_there or nothing
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
        rights=rights,
        values=values,
        schemas=_schemas(source.platform, destination.platform, options),
        unsettled=run.phase != "initialize",  # what a run that was cut short has left
    )
    await sides.history.add_notes(sides.audit.note(Event.RUN_STARTED))
    try:
        async with beside(keep_leases(sides)), sampled(sides):
            _have_metadata_told(sides, chosen, chosen_there)
            await _stages(sides, chosen, chosen_there)
    except* Halted as halted:
        end = _first(halted)
        if end.status == "paused":
            await ledger.stop_leading(run)
        else:
            await _finish(sides, end.status, end.reason)
    except* PlatformError as failed:
        await _finish(sides, "failed", _first(failed).message)
    else:
        await _finish(sides, await _outcome(sides))
    finally:
        _led.discard(ledger.job_id)
        sides.carriers.close()
    return await ledger.run(run.id)


async def assist(
    database: Database,
    job_id: str,
    source: Side,
    destination: Side,
    *,
    stop: Callable[[], str | None] = lambda: None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> int:
    """Bring over files for a run that another process leads, as long as there are any; how many it has brought over.

    The sides are opened as for the run itself. To be asked again while the run goes on; `stop` is as for `execute`.
    """
    ledger = Ledger(database, job_id, worker=await database.write(_new_id))
    run = await ledger.last_run()
    if run is None or not await ledger.is_led(run):
        return 0
    watch = _Watch(ledger, run, stop)
    options = msgspec.convert(run.options, Options)
    ends = (source.platform, destination.platform, source.root, destination.root)
    sides = Sides(ledger, run, options, *ends, watch.stop, sleep)
    try:
        async with beside(watch.look()), beside(keep_leases(sides)), sampled(sides):
            await do_some(sides)
    except* Halted:
        pass  # what is wrong is in the ledger, and the one that leads will find it
    finally:
        await sides.flush()
        await ledger.give_all_back()
        await sides.settle()
        sides.carriers.close()
    return sides.progress.items


class _Watch:
    """A helper's watch over the one that leads: where that one stops, so does the helper."""

    def __init__(self, ledger: Ledger, run: Run, stop: Callable[[], str | None]) -> None:
        self._ledger = ledger
        self._run = run
        self._stop = stop
        self._is_led = True

    def stop(self) -> str | None:
        """Why the helper should stop, or None."""
        return self._stop() if self._is_led else "paused"

    async def look(self) -> None:
        """Look whether the run is led, as long as it is."""
        while self._is_led:
            await asyncio.sleep(_LOOK_SECONDS)
            self._is_led = await self._ledger.is_led(self._run)


async def _new_id(tx: Transaction) -> int:
    return tx.new_id()


def leads(job_id: str) -> bool:
    """Whether this process leads a run of the job, so that it has nobody to assist."""
    return job_id in _led


_led: set[str] = set()


def _schemas(source: Platform, destination: Platform, options: Options) -> Schemas | None:
    """The schemas of metadata, where the destination has any."""
    if destination.extras is None:
        return None
    return Schemas(source.extras, destination.extras, options.metadata_map)


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


def _have_metadata_told(sides: Sides, chosen: Filter, chosen_there: Filter) -> None:
    """What filters of a side look at is told by its listings; those of the source are asked about the destination, too.

    Raises PlatformError where a filter asks for what its side has not.
    """
    if chosen.asks_for_metadata:
        sides.source = telling_metadata(sides.source)
    of_both = chosen.asks_for_metadata and sides.destination.features.metadata
    if chosen_there.asks_for_metadata or of_both:
        sides.destination = telling_metadata(sides.destination)


async def _stages(sides: Sides, chosen: Filter, at_destination: Filter) -> None:
    def business(entry: Entry, path: str) -> str | None:
        return chosen.why_not(entry, path) or at_destination.why_not(entry, path)

    await recover(sides)
    await sides.ledger.set_phase(sides.run, "changes")
    await plan(sides, chosen)
    if sides.options.transfer_type == "publish":
        await look_for_what_differs(sides, business)
    elif sides.options.transfer_type == "sync":
        await bring_back(sides, business)
    await sides.ledger.set_phase(sides.run, "executing")
    for _ in range(_VERIFYING_ROUNDS):
        await do_folders(sides)
        await carry_extras(sides, ["folder"])  # before the files, so that people may write into what is theirs
        await do_rest(sides)
        if not sides.options.verify or sides.options.simulation_mode or not await verify(sides):
            break
    await carry_extras(sides, ["file", "link"])
    if sides.options.transfer_type == "move" and sides.options.verify and not sides.options.simulation_mode:
        await verify(sides)  # those that were flagged for what belongs to them, and are well now
    await recover(sides)  # a helper may have died over a move
    if sides.options.mirrors:
        await mirror(sides)
    await sides.ledger.set_phase(sides.run, "finalize")
    if sides.options.transfer_type == "move" and not sides.options.simulation_mode:
        await empty_source(sides)
    await sides.settle()


async def _outcome(sides: Sides) -> str:
    counts = await sides.ledger.counts()
    if any(count.status == "remediation" for count in counts):
        return "warn"
    if await sides.ledger.changed(sides.run):
        return "completed"
    gave = sides.people is not None and await sides.people.ledger.has_changed(sides.run)
    return "completed" if gave else "no_changes"


def _first(group: BaseExceptionGroup[Failure]) -> Failure:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return cast(Failure, error)
