"""Jobs made, changed, cloned and removed; what was said of them is kept as it was said.

Units of work: what they depend on is read inside them.
"""

import re
import uuid
from datetime import tzinfo
from typing import Any

import msgspec

from holdall.base.db import Transaction
from holdall.base.errors import BadRequest
from holdall.base.ids import number_in

from .bodies import READ_ONLY, JobBody, Said, read_job, with_transfer
from .control import start, stopped
from .job_rows import (
    ACTIVE,
    CATEGORY_BY_NAME,
    CHILDREN,
    CONNECTION_NAME,
    DEFAULT,
    SCHEDULER_BY_NAME,
    Job,
    find_category,
    find_scheduler,
    get_job,
    lock_job,
    schedule_of,
)
from .left_behind import left_behind
from .maps import maps_of_job
from .opening import identifier_of
from .options import filter_of, options_of, path_of, warnings_of
from .retention import kept_of
from .schedule import read_schedule
from .stopping import Counts, read_stop_policy
from .tables import categories, jobs

AUTOMATIC: Said = {"mode": "auto"}
_EVERY_SIX_HOURS: Said = {"mode": "auto", "repeat_interval": {"value": 6, "unit": "h"}}
_NAME = re.compile(r"\{name\}", re.IGNORECASE)
_KEPT = ("description", "discriminator", "convention", "stop_policy", "retention")
_ENDS = ("source", "destination")


class Made(msgspec.Struct, frozen=True):
    """A job's body, read, with what is told of it."""

    said: Said
    body: JobBody
    warnings: list[str]


def understand(said: Said, zone: tzinfo) -> Made:
    """A body, read whole; raises BadRequest for the first thing that is not understood."""
    said = with_transfer(said)
    body = read_job(said)
    options_of(body.transfer)
    filter_of(body.transfer, 0)
    filter_of(body.transfer, 0, "destination")
    read_schedule(said.get("schedule"), zone)
    read_schedule(said["transfer"].get("schedule"), zone)
    read_stop_policy(said.get("stop_policy"))
    kept_of(body.retention)
    return Made(said, body, [f"{one.path} {one.message}" for one in warnings_of(said, body)])


async def create_job(
    tx: Transaction,
    said: Said,
    zone: tzinfo,
    by: str | None = None,
    *,
    is_template: bool = False,
    parent_id: str | None = None,
) -> Job:
    """A unit: make a job, or a template of jobs. Raises BadRequest, and Conflict for a job that cannot begin as asked."""
    made = understand(said, zone)
    body = made.body
    name = body.name or await _default_name(tx, body)
    if not is_template:
        await maps_of_job(tx, body.transfer)
    job_id = uuid.uuid4().hex
    row: dict[str, Any] = {
        "id": job_id,
        "parent_id": parent_id,
        "is_template": is_template,
        "name": name,
        "category_id": await _category(tx, body, None if is_template else name),
        "scheduler_id": await _scheduler(tx, body),
        **await _sides(tx, body, is_template=is_template),
        **_columns(made),
        "warnings": [*made.warnings, *await left_behind(tx, body.transfer)],
        "created_by": by,
        "created_on": tx.now,
        "modified_by": by,
        "modified_on": tx.now,
    }
    await tx.insert(jobs, **row)
    if not is_template:
        await _settle(tx, job_id, zone, body.status)
    return await get_job(tx, job_id)


def _columns(made: Made) -> dict[str, Any]:
    """The columns of a new job that follow from its body alone."""
    body = made.body
    return {
        **{part: made.said.get(part) for part in _KEPT},
        "kind": body.kind,
        "transfer": made.said["transfer"],
        "schedule": made.said.get("schedule") or (AUTOMATIC if body.kind == "transfer" else _EVERY_SIX_HOURS),
        "priority": body.priority or 0,
        "disabled": bool(body.disabled),
        "status": "idle",
        **dict.fromkeys(("executions", "completions", "failures", "window_executions"), 0),
    }


async def change_job(
    tx: Transaction, job_id: str, said: Said, zone: tzinfo, by: str | None = None, *, whole: bool = False
) -> Job:
    """A unit: change parts of a job, or with `whole` all of it. A run under way keeps what it began with.

    Of `transfer` the keys that are said are replaced, of all other parts the part. Raises NotFound and BadRequest.
    """
    job = await lock_job(tx, job_id)
    said = with_transfer({"kind": job.kind, **said})
    told = {key: value for key, value in said.items() if key not in READ_ONLY}
    if said["kind"] != job.kind:
        raise BadRequest(f"kind is decided when a job is made; the job {job.name!r} is a {job.kind} job")
    if not whole:
        told["transfer"] = _merged(job.transfer, told.get("transfer"))
    convention = told.get("convention")
    if isinstance(convention, dict) and job.convention:
        told["convention"] = {"matches": job.convention.get("matches", []), **convention}
    made = understand({**({} if whole else _as_said(job)), **told}, zone)
    _check_places(job, made.body)
    body = made.body
    columns: dict[str, Any] = {part: made.said.get(part) for part in _KEPT if whole or part in told}
    warnings = [*made.warnings, *await left_behind(tx, body.transfer)]
    columns |= {"name": body.name or job.name, "transfer": made.said["transfer"], "warnings": warnings}
    columns |= {"priority": body.priority or 0, "disabled": bool(body.disabled)}
    if "category" in told:
        columns["category_id"] = await _category(tx, body, None if job.is_template else columns["name"])
    if "scheduler" in told:
        columns["scheduler_id"] = await _scheduler(tx, body)
    if "schedule" in told:
        columns["schedule"] = told["schedule"] or AUTOMATIC
    await tx.update(jobs, {"id": job_id}, **columns, modified_by=by, modified_on=tx.now)
    if not job.is_template and (told.keys() & {"schedule", "stop_policy", "status", "disabled"}):
        await _settle(tx, job_id, zone, body.status if "status" in told else None)
    return await get_job(tx, job_id)


async def clone_job(
    tx: Transaction, job_id: str, said: Said, zone: tzinfo, by: str | None = None, *, is_template: bool = False
) -> Job:
    """A unit: make another job like one, with other parts as said; its places too may be others. Raises as above."""
    job = await get_job(tx, job_id)
    said = with_transfer({"kind": job.kind, **said})
    told = {key: value for key, value in said.items() if key not in READ_ONLY}
    transfer = _merged(job.transfer, told.get("transfer"))
    category = await find_category(tx, job.category_id)
    if job.is_template and category is not None:
        told.setdefault("category", {"name": category.name})  # {Name} in it stands for the new job's
    whole = {"name": f"{job.name} (copy)", **_as_said(job, name=False), **told, "transfer": transfer}
    return await create_job(tx, whole, zone, by, is_template=is_template)


async def delete_job(tx: Transaction, job_id: str) -> None:
    """A unit: take a job away, with the jobs that it made; what runs is cancelled. Its history stays. Raises NotFound."""
    job = await lock_job(tx, job_id)
    await tx.update(jobs, {"id": job_id}, deleted_on=tx.now, status="deleted", asked="cancel", execute_on=None)
    if job.status not in ACTIVE:
        await stopped(tx, job)
    for child in await tx.all(CHILDREN, parent=job_id):
        await delete_job(tx, child.id)


def _merged(transfer: Said, said: Any) -> Any:
    """The options of a job with others in their place; of the two sides each key by itself."""
    if not isinstance(said, dict):
        return transfer if said is None else said  # refused where it is read
    sides = {end: {**transfer.get(end, {}), **said[end]} for end in _ENDS if isinstance(said.get(end), dict)}
    return {**transfer, **said, **sides}


async def _settle(tx: Transaction, job_id: str, zone: tzinfo, status: str | None) -> None:
    """Give a job whose schedule or policy is new the status and the time that follow from them."""
    job = await lock_job(tx, job_id)
    schedule = schedule_of(job, zone)
    if status == "paused" and not schedule.is_auto and job.status != "paused":
        raise BadRequest(
            f"A job of the mode {schedule.mode} begins only when it is started, so it cannot be paused before"
        )
    if status == "start":
        await start(tx, job_id)
        return
    if job.status in (*ACTIVE, "start", "resume"):
        return
    counts = Counts(job.executions, job.completions, job.failures)
    if read_stop_policy(job.stop_policy).is_reached(counts) or (schedule.is_auto and schedule.is_over(tx.now)):
        await tx.update(jobs, {"id": job_id}, status="complete", execute_on=None)
        return
    begin = schedule.next_start(tx.now, window_on=job.window_on, runs=job.window_executions)
    if job.run_id is not None and status != "paused" and job.status == "paused":
        await tx.update(jobs, {"id": job_id}, status="resume", execute_on=tx.now)
        return
    await tx.update(jobs, {"id": job_id}, status="paused" if status == "paused" else "idle", execute_on=begin)


async def _default_name(tx: Transaction, body: JobBody) -> str:
    sides = (body.transfer.source, body.transfer.destination)
    names = [await tx.value(CONNECTION_NAME, id=str(side.connection.id)) or "?" for side in sides]
    return " to ".join(names)


async def _category(tx: Transaction, body: JobBody, name: str | None) -> int:
    """The category that is said; `name` stands for {Name} in it, unless it is a template's."""
    said = body.category
    if said is None or (said.id is None and not said.name):
        return DEFAULT
    if said.id is not None and str(said.id) != "":
        number = number_in(str(said.id))
        found = None if number is None else await find_category(tx, number)
        if found is None:
            raise BadRequest(
                f"category.id is refused: there is no category {said.id}; GET /v1/jobs/categories lists them"
            )
        return found.id
    wanted = said.name or ""
    return await category_of_name(tx, wanted if name is None else _NAME.sub(lambda _: name, wanted))


async def category_of_name(tx: Transaction, name: str) -> int:
    """A unit: the category of a name, which is made where it is new."""
    if name.casefold() == "default":
        return DEFAULT
    found = await tx.one(CATEGORY_BY_NAME, name=name)
    if found is not None:
        return found.id
    category_id = tx.new_id()
    await tx.insert(categories, id=category_id, name=name)
    return category_id


async def delete_category(tx: Transaction, category_id: int) -> None:
    """A unit: remove a category; its jobs are in the default one from then on."""
    await tx.update(jobs, {"category_id": category_id}, category_id=DEFAULT)
    await tx.delete(categories, id=category_id)


async def _scheduler(tx: Transaction, body: JobBody) -> int:
    said = body.scheduler
    if said is None or (said.id is None and not said.name):
        return DEFAULT
    if said.id is not None:
        number = number_in(str(said.id))
        found = None if number is None else await find_scheduler(tx, number)
    else:
        named = await tx.one(SCHEDULER_BY_NAME, name=said.name)
        found = named or (await find_scheduler(tx, DEFAULT) if (said.name or "").lower() == "default" else None)
    if found is None:
        raise BadRequest(f"scheduler is refused: there is no {said.id or said.name}; GET /v1/schedulers lists them")
    return found.id


async def _sides(tx: Transaction, body: JobBody, *, is_template: bool) -> dict[str, str | None]:
    ids: dict[str, str | None] = {}
    for end in ("source", "destination"):
        connection_id = getattr(body.transfer, end).connection.id
        identifier = None if connection_id is None else identifier_of(getattr(body.transfer, end))
        known = await tx.value(CONNECTION_NAME, id=identifier or "")
        if known is None and not is_template:
            raise BadRequest(
                f"transfer.{end}.connection.id is refused: there is no connection {connection_id}; "
                "GET /v1/connections lists them"
            )
        ids[f"{end}_id"] = identifier
    return ids


def _as_said(job: Job, *, name: bool = True) -> Said:
    """What a job's row says, as a request would say it."""
    said: Said = {part: getattr(job, part) for part in ("kind", *_KEPT, "transfer", "schedule", "priority", "disabled")}
    said |= {"category": {"id": job.category_id}, "scheduler": {"id": job.scheduler_id}}
    return {
        **({"name": job.name} if name else {}),
        **{part: value for part, value in said.items() if value is not None},
    }


def _check_places(job: Job, body: JobBody) -> None:
    """Where content comes from and goes to is decided once: the ledger knows the items by it."""
    before = msgspec.convert(job.transfer, type(body.transfer), strict=False)
    for end in ("source", "destination"):
        was, becomes = getattr(before, end), getattr(body.transfer, end)
        same = str(was.connection.id) == str(becomes.connection.id) and path_of(was.target) == path_of(becomes.target)
        if not same or was.impersonate_as != becomes.impersonate_as:
            raise BadRequest(
                f"transfer.{end} is decided when a job is made; POST /v1/jobs/{job.id}/clone makes another"
            )
