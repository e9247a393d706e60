"""Jobs and their runs as the API tells them."""

from collections.abc import Mapping, Sequence
from typing import Any

from holdall.base.clock import SECOND
from holdall.migration.api.context import Context
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.rows import Run
from holdall.migration.service.connections import Connection, connections_by_id
from holdall.migration.service.figures import progress_of
from holdall.migration.service.history import Execution, executions_by_id, last_executions
from holdall.migration.service.job_rows import Job, all_categories, all_schedulers

USUAL = ("id", "kind", "name", "status", "disabled", "discriminator", "parent_id", "links")
"""What a job tells without `fields`."""

_KEPT = (
    *("id", "parent_id", "kind", "name", "description", "discriminator", "convention", "schedule", "stop_policy"),
    *("retention", "status", "priority", "disabled", "warnings", "created_by", "modified_by"),
)
"""What is told as the row has it."""

_EXECUTION_STATUS = {"awaiting-user": "warn"}
"""The vendor has no word for a run that waits for an answer; the job's own status says it."""


async def job_views(ctx: Context, jobs: Sequence[Job]) -> list[dict[str, Any]]:
    """Jobs as they are told; what is costly only where it is asked for, with a constant number of queries."""
    categories = {one.id: one.name for one in await all_categories(ctx.db)}
    schedulers = {one.id: one for one in await all_schedulers(ctx.db)}
    ids = [one for job in jobs for one in (job.source_id, job.destination_id) if one is not None]
    connections = await connections_by_id(ctx.db, ids) if ctx.fields.wants("transfer") else {}
    wanted = any(ctx.fields.wants(name) for name in ("previous_execution", "health"))
    last = await last_executions(ctx.db, [job.id for job in jobs]) if wanted else {}
    present: Mapping[int, Execution] = {}
    if ctx.fields.wants("execution"):
        present = await executions_by_id(ctx.db, [job.run_id for job in jobs if job.run_id is not None])
    found = []
    for job in jobs:
        view = _view(ctx, job, _transfer(job, connections), last.get(job.id))
        view["category"] = {"id": job.category_id, "name": categories.get(job.category_id)}
        scheduler = schedulers.get(job.scheduler_id)
        view["scheduler"] = scheduler_view(scheduler) if scheduler else None
        if job.id in last and ctx.fields.wants("previous_execution"):
            view["previous_execution"] = execution_view(last[job.id])
        if job.run_id is not None and job.run_id in present:
            view["execution"] = await _present(ctx, job, present[job.run_id])
        found.append(view)
    return found


def _view(ctx: Context, job: Job, transfer: dict[str, Any], last: Execution | None) -> dict[str, Any]:
    """What a job's own row tells of it."""
    return {
        **{name: getattr(job, name) for name in _KEPT},
        "transfer": transfer,
        "health": _health(job, last),
        "execute_on": seconds(job.execute_on),
        "counts": {"executions": job.executions, "completions": job.completions, "failures": job.failures},
        "reset": job.reset or [],
        "created_on": seconds(job.created_on),
        "modified_on": seconds(job.modified_on),
        "type": "job",
        "links": {"self": {"href": ctx.url(f"{'templates' if job.is_template else 'jobs'}/{job.id}")}},
    }


async def _present(ctx: Context, job: Job, run: Execution) -> dict[str, Any]:
    """The run that is under way, or paused."""
    progress, is_failing = await _progress(ctx, job, run)
    told = execution_view(run, progress)
    return {**told, "status": "failing" if is_failing and run.finished_at is None else told["status"]}


def execution_view(run: Execution, progress: float = 1) -> dict[str, Any]:
    """A run as it is told; `progress` is how much of one that is under way is done."""
    over = run.finished_at is not None
    took = (run.finished_at - run.started_at) / SECOND if run.finished_at is not None else None
    return {
        "id": run.id,
        "job_id": run.of_job,
        "type": "job_execution",
        "progress": 1 if over else progress,
        "phase": run.phase,
        "status": _EXECUTION_STATUS.get(run.status, run.status),
        "reason": run.reason,
        "simulation_mode": run.is_simulation,
        "start_time": seconds(run.started_at),
        "end_time": seconds(run.finished_at),
        "duration": {"value": round(took, 3), "unit": "s"} if took is not None else None,
        "node_address": run.node_address,
        "stats": run.stats,
    }


def scheduler_view(scheduler: Any) -> dict[str, Any]:
    """A scheduler as it is told."""
    return {
        "id": scheduler.id,
        "name": scheduler.name,
        "caption": scheduler.caption or scheduler.name,
        "disabled": scheduler.disabled,
        "status": scheduler.status,
        "type": "job_scheduler",
    }


def seconds(instant: int | None) -> int | None:
    """An instant as the API writes it."""
    return None if instant is None else instant // SECOND


def _transfer(job: Job, connections: Mapping[str, Connection]) -> dict[str, Any]:
    """The options as they were sent, with what is known of the two connections."""
    told = {**job.transfer, "type": "transfer"}
    for end, connection_id in (("source", job.source_id), ("destination", job.destination_id)):
        known = connections.get(connection_id or "")
        if known is not None:
            about = {
                "name": known.name,
                "platform": {"id": known.platform_id, "type": "platform"},
                "group": known.is_pool,
                "disabled": known.disabled,
                "modified_on": seconds(known.modified_on),
                "type": "connection",
            }
            side = told.get(end, {})
            told[end] = {**side, "connection": {**side.get("connection", {}), **about}}
    return told


def _health(job: Job, last: Execution | None) -> str:
    if job.disabled or job.status == "complete":
        return "inactive"
    if last is not None and last.status == "failed_to_start":
        return "unavailable"
    return "unhealthy" if last is not None and last.status == "failed" else "healthy"


async def _progress(ctx: Context, job: Job, run: Execution) -> tuple[float, bool]:
    source = job.transfer.get("source") or {}
    estimate = (source.get("size_estimate") or {}).get("count")
    options: dict[str, Any] = {}
    known = Run(
        run.id, run.job_id, run.phase, run.status, options, run.reason, run.started_at, run.finished_at, run.rate_limits
    )
    return await progress_of(Ledger(ctx.db, run.job_id), known, int(estimate) if estimate else None)
