"""Carrying a run out: one outcome a unit of work, which also says how far the run is, so each is done once.

A run that waits for tasks holds nothing: an event about one of them lets it go on.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Database, Transaction, contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.base.errors import ApiError, Forbidden
from holdall.content.access.explain import subject_for
from holdall.content.events.feed import Event
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.identity.users import User
from holdall.content.items import copies
from holdall.content.items.rows import FIND_ITEMS
from holdall.content.orders import place_order
from holdall.content.tasks.rows import TaskOnFile, find_task_row, with_assignments
from holdall.content.workflows.actions import Stage, carry_out
from holdall.content.workflows.definitions import Outcome, State
from holdall.content.workflows.flows import RUN
from holdall.content.workflows.tables import workflow_runs, workflow_tasks

_SCOPES = frozenset({"root_readwrite"})
_TASK_NEWS = frozenset({"TASK_ASSIGNMENT_UPDATE", "TASK_ASSIGNMENT_DELETE", "TASK_UPDATE"})


class Run(msgspec.Struct, frozen=True):
    """A row of `workflow_runs`. Instants in microseconds UTC."""

    id: int
    enterprise_id: int
    workflow_id: int
    started_by: int
    started_at: int
    folder_id: int
    file_ids: list[int]
    plan: list[Outcome]
    position: int
    state: State
    reason: str | None


def _run(*values: Any) -> Run:
    return msgspec.convert(dict(zip(Run.__struct_fields__, values, strict=True)), Run)


_RUNS = sa.select(*rows_of(Run, workflow_runs))
_FIND = query(_RUNS.where(workflow_runs.c.id == sa.bindparam("id", type_=sa.BigInteger)), _run)
_LOCK = query(_RUNS.where(workflow_runs.c.id == sa.bindparam("id", type_=sa.BigInteger)).with_for_update(), _run)
_LATEST = query(_RUNS.order_by(workflow_runs.c.id.desc()).limit(sa.bindparam("limit", type_=sa.BigInteger)), _run)
_STARTER = query(
    sa.select(*rows_of(User, users)).where(
        users.c.id == sa.bindparam("user_id", type_=sa.BigInteger),
        users.c.deleted_at.is_(None),
        users.c.status != "inactive",
    ),
    User,
)
_TASKS = query(
    sa.select(workflow_tasks.c.task_id).where(
        workflow_tasks.c.run_id == sa.bindparam("run_id", type_=sa.BigInteger),
        workflow_tasks.c.position >= sa.bindparam("position", type_=sa.Integer),
    )
)
_RUNS_OF_TASKS = query(sa.select(workflow_tasks.c.run_id).where(contains(workflow_tasks.c.task_id, "ids")).distinct())


async def latest_runs(reader: Reader, limit: int) -> Sequence[Run]:
    """What was started, the latest first, for the operator."""
    return await reader.all(_LATEST, limit=limit)


async def advance(db: Database, run_id: int, address: str, retention: int) -> bool:
    """Do the next outcome of a run; whether there is more to do now. What is refused ends the run, with the reason."""
    try:
        run = await db.one(_FIND, id=run_id)
        if run is not None and run.state == "running" and run.position < len(run.plan):
            outcome = run.plan[run.position]
            if outcome.action_type == "copy_folder":
                await _copy_folder(db, run, outcome)
                return await db.write(_done, run_id, run.position)
        return await db.write(_advance, run_id, address, retention)
    except ApiError as error:
        await db.write(_fail, run_id, error.message)
        return False


async def wake(db: Database, events: Sequence[Event]) -> None:
    """Let those runs go on that wait for tasks which some of these events are about."""
    task_ids = {
        int(one.details["task"]["id"]) for one in events if one.event_type in _TASK_NEWS and "task" in one.details
    }
    if task_ids:
        for (run_id,) in await db.all(_RUNS_OF_TASKS, ids=list(task_ids)):
            await db.write(_wake, run_id)


async def _advance(tx: Transaction, run_id: int, address: str, retention: int) -> bool:
    run = await tx.one(_LOCK, id=run_id)
    if run is None or run.state != "running":
        return False
    if run.position >= len(run.plan):
        await tx.update(workflow_runs, {"id": run_id}, state="done")
        return False
    outcome = run.plan[run.position]
    if outcome.action_type == "wait_for_task":
        return await _wait(tx, run, since=0)
    subject = await _starter(tx, run)
    tasks = await carry_out(Stage(tx, subject, run.folder_id, run.file_ids, outcome, address, retention))
    rows = [{"task_id": task_id, "run_id": run.id, "position": run.position} for task_id in tasks]
    await tx.insert_many(workflow_tasks, rows)
    return await _wait(tx, run, since=run.position) if outcome.if_rejected else await _done(tx, run_id, run.position)


async def _wait(tx: Transaction, run: Run, *, since: int) -> bool:
    """Go on where the tasks that the run assigned from an outcome on are decided; otherwise wait for them."""
    found = [await _task(tx, task_id) for (task_id,) in await tx.all(_TASKS, run_id=run.id, position=since)]
    tasks = [one for one in found if one is not None]
    if not all(one.is_completed or not one.assignments for one in tasks):
        await tx.update(workflow_runs, {"id": run.id}, state="waiting")
        return False
    plan, outcome = run.plan, run.plan[run.position]
    if outcome.if_rejected and any(it.resolution_state == "rejected" for one in tasks for it in one.assignments):
        plan = [*plan[: run.position + 1], *outcome.if_rejected]
    await tx.update(
        workflow_runs,
        {"id": run.id},
        plan=msgspec.to_builtins(plan),
        position=run.position + 1,
        state="running",
    )
    return True


async def _task(reader: Reader, task_id: int) -> TaskOnFile | None:
    """A task with its assignments; None where it or its file is gone, which then holds nobody up."""
    task = await find_task_row(reader, task_id)
    if task is None:
        return None
    found = await reader.all(FIND_ITEMS, ids=[task.item_id])
    return (await with_assignments(reader, found[0], [task]))[0] if found else None


async def _wake(tx: Transaction, run_id: int) -> None:
    run = await tx.one(_LOCK, id=run_id)
    if run is None or run.state != "waiting":
        return
    outcome = run.plan[run.position]
    if await _wait(tx, run, since=0 if outcome.action_type == "wait_for_task" else run.position):
        await place_order(tx, RUN, run_id)


async def _done(tx: Transaction, run_id: int, position: int) -> bool:
    await tx.update(workflow_runs, {"id": run_id, "position": position}, position=position + 1)
    return True


async def _fail(tx: Transaction, run_id: int, reason: str) -> None:
    await tx.update(workflow_runs, {"id": run_id}, state="failed", reason=reason)


async def _starter(reader: Reader, run: Run) -> Subject:
    """Whoever started it, with the rights to content that the user has now; raises Forbidden where there are none."""
    user = await reader.one(_STARTER, user_id=run.started_by)
    if user is None:
        raise Forbidden("Whoever started it is gone, or may not sign in any more")
    return subject_for(user, _SCOPES)


async def _copy_folder(db: Database, run: Run, outcome: Outcome) -> None:
    """Copy the folder in as many units as it takes; one that was cut short is removed, and begun anew."""
    subject = await _starter(db, run)
    await copies.copy_folder(db, subject, run.folder_id, parent_id=outcome.folder_id or 0, name=outcome.folder_name)
