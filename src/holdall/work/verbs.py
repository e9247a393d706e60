"""The verbs over background work: enqueue, run, cancel, pause, resume, retry, find, list, watch. They need no engine.

Any process may use them: they speak with the engine's books, and whichever process runs an engine acts on it.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from holdall.base.clock import SECOND
from holdall.base.errors import ApiError, Conflict, NotFound
from holdall.base.ids import new_uuid
from holdall.work.books import PAUSED, Books, queue_of

if TYPE_CHECKING:
    from dbos import WorkflowStatus

MILLISECOND = SECOND // 1000
WATCH_SECONDS = 0.25


class State(StrEnum):
    """Where a workflow stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    PAUSED = "paused"
    GIVEN_UP = "given up"
    """Every process that ran it died: it waits for somebody to look, and to retry it."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self not in {State.WAITING, State.RUNNING}


_STATES = {
    "DELAYED": State.WAITING,
    "ENQUEUED": State.WAITING,
    "PENDING": State.RUNNING,
    "SUCCESS": State.DONE,
    "ERROR": State.FAILED,
    "CANCELLED": State.CANCELLED,
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": State.GIVEN_UP,
}


class Run(msgspec.Struct, frozen=True):
    """One workflow as it stands; instants are microseconds UTC by the clock of the machines."""

    id: str
    name: str
    state: State
    queue: str | None
    arguments: list[Any]
    answer: Any
    error: str | None
    created_at: int
    updated_at: int
    executor: str | None


class WorkFailed(ApiError):
    """A workflow that somebody waited for ended without an answer."""

    status = 500
    code = "work_failed"


class Work:
    """The verbs on the platform whose database this is. Nothing is opened before the first of them."""

    def __init__(self, database_url: str) -> None:
        self.books = Books(database_url)

    async def enqueue(self, name: str, *arguments: Any, key: str | None = None, delay: float = 0) -> str:
        """Start a workflow, `delay` seconds from now at the earliest, and answer its id.

        With a `key` it is started once, however often this is called with it: the id follows from it. Where there is
        a unit of work, place an order in it instead (holdall.content.orders).
        """
        run_id = f"{name}/{key or new_uuid()}"
        await self.books.enqueue(run_id, name, arguments, delay=delay)
        return run_id

    async def run(self, name: str, *arguments: Any, key: str | None = None) -> Any:
        """Start a workflow and wait for what it answers; raises WorkFailed where it ends without an answer."""
        run_id = await self.enqueue(name, *arguments, key=key)
        async for run in self.watch(run_id):
            if run.state is State.DONE:
                return run.answer
            if run.state.is_over:
                raise WorkFailed(f"The work {run_id} is {run.state}{f': {run.error}' if run.error else ''}")
        raise AssertionError("watching ends with what is over")

    async def find(self, run_id: str) -> Run:
        """One workflow; raises NotFound."""
        found = await self.books.rows(workflow_ids=[run_id])
        if not found:
            raise NotFound(f"There is no work {run_id!r}")
        return _run(found[0])

    async def list_runs(
        self,
        *,
        name: str | None = None,
        states: Sequence[State] = (),
        limit: int = 100,
        offset: int = 0,
    ) -> Sequence[Run]:
        """Workflows, the latest first, of one name or in some states only."""
        wanted = sorted({status for status, state in _STATES.items() if state in states or state is _kin(states)})
        found = await self.books.rows(
            name=name, status=wanted or None, limit=limit, offset=offset, sort_desc=True, load_output=False
        )
        return [run for run in map(_run, found) if not states or run.state in states]

    async def watch(self, run_id: str) -> AsyncIterator[Run]:
        """A workflow now, and again each time its state has changed, until it is over; raises NotFound."""
        last: State | None = None
        while True:
            run = await self.find(run_id)
            if run.state is not last:
                yield run
            if run.state.is_over:
                return
            last = run.state
            await asyncio.sleep(WATCH_SECONDS)

    async def cancel(self, run_id: str) -> None:
        """End a workflow and those that it has started, at the next end of a step; raises NotFound.

        What is over stays as it is.
        """
        await self.find(run_id)
        await (await self.books.client()).cancel_workflow_async(run_id, cancel_children=True)

    async def pause(self, run_id: str) -> None:
        """Stop a workflow at the next end of a step, until it is resumed; raises NotFound and Conflict."""
        if (await self.find(run_id)).state.is_over:
            raise Conflict(f"The work {run_id} does not run")
        client = await self.books.client()
        await client.update_workflow_attributes_async(run_id, {PAUSED: True})
        await client.cancel_workflow_async(run_id)

    async def resume(self, run_id: str) -> None:
        """Let a workflow that was paused or cancelled go on; raises NotFound and Conflict.

        The step that was under way when it was stopped is done again, even where it came to its end.
        """
        run = await self.find(run_id)
        if run.state not in {State.PAUSED, State.CANCELLED, State.GIVEN_UP}:
            raise Conflict(f"The work {run_id} is {run.state}: only what was paused or cancelled is resumed")
        client = await self.books.client()
        await client.update_workflow_attributes_async(run_id, None)
        await client.resume_workflow_async(run_id, queue_name=queue_of(run.name))

    async def retry(self, run_id: str) -> None:
        """Let a workflow that failed go on with the step that failed; raises NotFound and Conflict.

        One that was cancelled, paused or given up is resumed.
        """
        run = await self.find(run_id)
        if run.state is not State.FAILED:
            await self.resume(run_id)
            return
        client = await self.books.client()
        steps = await client.list_workflow_steps_async(run_id)
        failed = [step["function_id"] for step in steps if step["error"] is not None]
        done = [step["function_id"] for step in steps]
        first = min(failed) if failed else max(done, default=0) + 1
        await client.rewind_workflow_async(run_id, start_step=max(first, 1), queue_name=queue_of(run.name))

    async def close(self) -> None:
        """Let the engine's books go."""
        await self.books.close()


def _kin(states: Sequence[State]) -> State | None:
    """The state whose rows in the books also hold those of another one."""
    return State.CANCELLED if State.PAUSED in states or State.WAITING in states else None


def _run(status: "WorkflowStatus") -> Run:
    state = _STATES[status.status]
    if state is State.CANCELLED and status.attributes:
        state = State.PAUSED if status.attributes.get(PAUSED) else State.WAITING
    return Run(
        id=status.workflow_id,
        name=status.name,
        state=state,
        queue=status.queue_name,
        arguments=list(status.input["args"]) if status.input else [],
        answer=status.output,
        error=None if status.error is None else str(status.error),
        created_at=(status.created_at or 0) * MILLISECOND,
        updated_at=(status.updated_at or 0) * MILLISECOND,
        executor=status.executor_id,
    )
