"""Jobs that make jobs: for each folder on the first level of the source, or for each user. They move nothing themselves.

Source of what they do: the vendor's documentation of folder mapping and user job mapping.
"""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

import msgspec

from holdall.base.db import Transaction
from holdall.migration.engine.audit import Audit, Event
from holdall.migration.engine.history import write_notes
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.rows import Run
from holdall.work import Site

from .bodies import Convention, Said, Target, TransferBody
from .job_rows import CHILDREN, Job
from .jobs import AUTOMATIC, create_job, delete_job
from .opening import LOST, open_source
from .options import path_of
from .personal import Match, find_matches
from .watching import Watch


class Child(msgspec.Struct, frozen=True):
    """A job to be made: what tells it from its siblings, what it is called, and its two sides."""

    key: str
    name: str
    source: Said
    destination: Said


async def make_children(site: Site, job: Job, watch: Watch, zone: tzinfo) -> Run:
    """Make the jobs of a mapping job that there are not yet; answers its run."""
    watch.ledger = ledger = Ledger(site.db, job.id)
    run = await ledger.begin({"kind": job.kind})
    await watch.began(run)
    try:
        children = await (_of_folders(site, job) if job.kind == "folder_mapping" else _of_people(site, job))
    except LOST as error:
        await ledger.finish(run, "failed_to_start", str(error))
        return await ledger.run(run.id)
    made, removed = await site.db.write(_bring_up_to_date, job, children, zone, Audit(job.id, run.id, "info"))
    said = f"{made} jobs were made, {removed} were removed" if made or removed else None
    await ledger.finish(run, "completed" if said else "no_changes", said)
    return await ledger.run(run.id)


async def _of_folders(site: Site, job: Job) -> list[Child]:
    """A child for each folder that lies in the source, in order; of several with one name the first."""
    side = await open_source(site, msgspec.convert(job.transfer, TransferBody, strict=False))
    try:
        pages = [page async for page in side.platform.children(side.root)]
    finally:
        await side.platform.close()
    names = sorted({entry.name for page in pages for entry in page if entry.type == "folder"})
    source, destination = job.transfer["source"], job.transfer["destination"]
    return [Child(name, name, _below(source, name), _below(destination, name)) for name in names]


async def _of_people(site: Site, job: Job) -> list[Child]:
    """A child for each user whom both sides know."""
    return [_for_match(job, match) for match in await find_matches(site, job) if match.is_good]


def _for_match(job: Job, match: Match) -> Child:
    assert match.source is not None
    assert match.destination is not None
    source, destination = (job.transfer[end] for end in ("source", "destination"))
    return Child(match.key, str(match), match.source.side(source), match.destination.side(destination))


async def _bring_up_to_date(
    tx: Transaction, job: Job, children: Sequence[Child], zone: tzinfo, audit: Audit
) -> tuple[int, int]:
    """A unit: a job for each child that has none; how many were made, and removed where the job says so."""
    there = {child.discriminator: child.id for child in await tx.all(CHILDREN, parent=job.id)}
    made = removed = 0
    for child in children:
        if child.key not in there:
            made += 1
            new = await create_job(tx, _body(job, child), zone, job.created_by, parent_id=job.id)
            await write_notes(tx, audit.note(Event.JOB_MADE, message=f"{new.name} ({new.id})"))
    convention = msgspec.convert(job.convention or {}, Convention, strict=False)
    if job.kind == "personal_drive" and convention.remove_invalid:
        wanted = {child.key for child in children}
        for key, child_id in there.items():
            if key not in wanted:
                removed += 1
                await delete_job(tx, child_id)
                await write_notes(tx, audit.note(Event.JOB_REMOVED, message=f"{key} ({child_id})"))
    return made, removed


def _body(job: Job, child: Child) -> Said:
    transfer: dict[str, Any] = {part: value for part, value in job.transfer.items() if part != "schedule"}
    said = {
        "kind": "transfer",
        "name": f"{job.name}: {child.name}",
        "discriminator": child.key,
        "transfer": {**transfer, "source": child.source, "destination": child.destination},
        "schedule": job.transfer.get("schedule") or AUTOMATIC,
        "stop_policy": job.stop_policy,
        "retention": job.retention,
        "category": {"id": job.category_id},
        "scheduler": {"id": job.scheduler_id},
        "priority": job.priority,
    }
    return {part: value for part, value in said.items() if value is not None}


def _below(side: Said, name: str) -> Said:
    folder = path_of(msgspec.convert(side.get("target", {}), Target))
    return {**side, "target": {"path": f"{folder.rstrip('/')}/{name}"}}
