"""Workers take part in runs that other processes lead: each process that runs work looks for some, and brings files over.

On SQLite one process runs all work, so there is nobody to help.
"""

import msgspec
import structlog

from holdall.base.errors import ApiError
from holdall.connector import BoxError
from holdall.migration.engine.execution import assist, leads
from holdall.migration.engine.ledger import Ledger, led_runs
from holdall.migration.engine.options import Options
from holdall.migration.engine.rows import Run
from holdall.migration.platforms.errors import PlatformError
from holdall.work import Site, every

from .bodies import TransferBody
from .job_rows import BY_ID
from .opening import open_sides
from .performance import read_performance
from .running import paced_sides

log = structlog.get_logger()


@every(2, "help with migrations", everywhere=True)
async def help_with_migrations(site: Site) -> None:
    """Bring files over for each run that has some to share and that another process leads."""
    if site.db.dialect == "sqlite":
        return
    for run in await led_runs(site.db):
        if not leads(run.job_id) and await Ledger(site.db, run.job_id).has_some_to_share():
            try:
                await _help(site, run)
            except (PlatformError, BoxError, ApiError, ValueError) as error:
                log.warning("a run could not be helped with", job=run.job_id, reason=str(error))


async def _help(site: Site, run: Run) -> None:
    job = await site.db.one(BY_ID, id=run.job_id)
    if job is None:
        return
    transfer = msgspec.convert(job.transfer, TransferBody, strict=False)
    source, destination = await open_sides(site, transfer, msgspec.convert(run.options, Options))
    try:
        limits = await read_performance(site.db)
        async with paced_sides(site, run.job_id, transfer, limits, (source, destination)) as ends:
            moved = await assist(site.db, run.job_id, *ends)
    finally:
        await source.platform.close()
        await destination.platform.close()
    log.info("helped with a migration", job=run.job_id, items=moved)
