"""Jobs that make jobs: one for each folder on the first level of the source. They move nothing themselves.

Source of what they do: the vendor's documentation of folder mapping jobs.
"""

from datetime import tzinfo
from typing import Any

import msgspec

from holdall.base.db import Transaction
from holdall.connector import BoxError
from holdall.migration.engine.ledger import Ledger
from holdall.migration.engine.rows import Run
from holdall.migration.platforms.errors import PlatformError
from holdall.work import Site

from .bodies import Target, TransferBody
from .job_rows import CHILDREN, Job
from .jobs import AUTOMATIC, create_job
from .opening import open_source
from .options import path_of
from .watching import Watch


async def map_folders(site: Site, job: Job, watch: Watch, zone: tzinfo) -> Run:
    """Make the jobs of the folders that have none yet; answers the run. Of folders with one name the first gets a job."""
    watch.ledger = ledger = Ledger(site.db, job.id)
    run = await ledger.begin({"kind": job.kind})
    await watch.began(run)
    try:
        names = await _first_level(site, job)
    except (PlatformError, BoxError, ValueError) as error:
        await ledger.finish(run, "failed_to_start", str(error))
        return await ledger.run(run.id)
    made = await site.db.write(_make_children, job, names, zone)
    await ledger.finish(run, "completed" if made else "no_changes", f"{made} jobs were made" if made else None)
    return await ledger.run(run.id)


async def _first_level(site: Site, job: Job) -> list[str]:
    """The names of the folders that lie in the source, in order."""
    transfer = msgspec.convert(job.transfer, TransferBody, strict=False)
    side = await open_source(site, transfer)
    try:
        pages = [page async for page in side.platform.children(side.root)]
        return sorted(entry.name for page in pages for entry in page if entry.type == "folder")
    finally:
        await side.platform.close()


async def _make_children(tx: Transaction, job: Job, names: list[str], zone: tzinfo) -> int:
    """A unit: a job for each name that has none; how many were made."""
    taken = {child.discriminator for child in await tx.all(CHILDREN, parent=job.id)}
    made = 0
    for name in names:
        if name in taken:
            continue
        taken.add(name)
        made += 1
        await create_job(tx, _child(job, name), zone, job.created_by, parent_id=job.id)
    return made


def _child(job: Job, name: str) -> dict[str, Any]:
    transfer: dict[str, Any] = {part: value for part, value in job.transfer.items() if part != "schedule"}
    for end in ("source", "destination"):
        side = transfer[end]
        folder = path_of(msgspec.convert(side.get("target", {}), Target))
        transfer[end] = {**side, "target": {"path": f"{folder.rstrip('/')}/{name}"}}
    return {
        "kind": "transfer",
        "name": f"{job.name}: {name}",
        "discriminator": name,
        "transfer": transfer,
        "schedule": job.transfer.get("schedule") or AUTOMATIC,
        "stop_policy": job.stop_policy,
        "category": {"id": job.category_id},
        "scheduler": {"id": job.scheduler_id},
        "priority": job.priority,
    }
