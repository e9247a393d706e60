"""Schedulers changed and switched. Units of work."""

from typing import Any

from holdall.base.db import Transaction
from holdall.base.db.database import UniqueViolation
from holdall.base.errors import BadRequest, Conflict

from .control import hold_all
from .job_rows import DEFAULT, DEFAULT_SCHEDULER, Scheduler, find_scheduler
from .tables import jobs, schedulers


async def create_scheduler(tx: Transaction, said: dict[str, Any]) -> Scheduler:
    """A unit: make a scheduler that runs. Raises BadRequest and Conflict."""
    if not said.get("name"):
        raise BadRequest("A scheduler needs a name")
    one = Scheduler(tx.new_id(), said["name"], said.get("caption"), bool(said.get("disabled")), "running")
    try:
        await _insert(tx, one)
    except UniqueViolation:
        raise Conflict(f"There is a scheduler {one.name!r} already") from None
    return one


async def change_scheduler(tx: Transaction, scheduler_id: int, said: dict[str, Any]) -> None:
    """A unit: give a scheduler another name or caption, or disable it. Raises Conflict."""
    await _write_default(tx, scheduler_id)
    try:
        await tx.update(schedulers, {"id": scheduler_id}, **said)
    except UniqueViolation:
        raise Conflict(f"There is a scheduler {said['name']!r} already") from None


async def switch(tx: Transaction, scheduler_id: int, status: str, *, wait: bool) -> None:
    """A unit: have a scheduler run, pause or stop. With `wait` its runs come to their end; else pausing holds them until
    it runs again, and stopping cancels them.
    """
    await _write_default(tx, scheduler_id)
    await tx.update(schedulers, {"id": scheduler_id}, status=status)
    if status != "running" and not wait:
        await hold_all(tx, scheduler_id, "hold" if status == "paused" else "cancel")


async def delete_scheduler(tx: Transaction, scheduler_id: int) -> None:
    """A unit: remove a scheduler; its jobs go to the default one. Raises BadRequest for that one."""
    if scheduler_id == DEFAULT:
        raise BadRequest("The default scheduler cannot be removed")
    await tx.update(jobs, {"scheduler_id": scheduler_id}, scheduler_id=DEFAULT)
    await tx.delete(schedulers, id=scheduler_id)


async def _write_default(tx: Transaction, scheduler_id: int) -> None:
    """The default scheduler gets a row with its first change."""
    if scheduler_id == DEFAULT and await find_scheduler(tx, DEFAULT) == DEFAULT_SCHEDULER:
        await tx.delete(schedulers, id=DEFAULT)
        await _insert(tx, DEFAULT_SCHEDULER)


async def _insert(tx: Transaction, one: Scheduler) -> None:
    await tx.insert(schedulers, id=one.id, name=one.name, caption=one.caption, disabled=one.disabled, status=one.status)
