"""`holdall worker`: a process that does background work and answers nobody."""

import asyncio
from pathlib import Path

import msgspec

from holdall.base.db.revision import DatabaseUnusable, bring_up_to_date
from holdall.base.logs import configure_logging
from holdall.base.settings import Settings, load_settings
from holdall.cli.app import refuse
from holdall.cli.stopping import obeying
from holdall.storage import StoreError


def worker(
    *,
    data: Path | None = None,
    database: str | None = None,
    blobs: str | None = None,
    public_url: str | None = None,
    log_format: str | None = None,
) -> None:
    """Do background work until told to stop (Ctrl-C or SIGTERM): webhooks, the search index, previews, mail, schedules.

    Start as many as you like on one PostgreSQL database, with `HOLDALL_WORK=elsewhere` for the servers. What one was
    doing when it stopped or died goes on in another. On SQLite one process works at a time; a second one waits.

    Parameters
    ----------
    data
        Folder of the server's data, with its key (HOLDALL_DATA).
    database
        sqlite:///path or postgresql://... (HOLDALL_DATABASE); without it, the file holdall.db in the data folder.
    blobs
        Where bytes live: a folder or an object store URL (HOLDALL_BLOBS); without it, blobs in the data folder.
    public_url
        The address at which clients reach the servers, for links in mail (HOLDALL_PUBLIC_URL).
    log_format
        json, text or none (HOLDALL_LOG_FORMAT).
    """
    try:
        settings = load_settings(
            None, data=data, database=database, blobs=blobs, public_url=public_url, log_format=log_format
        )
        settings = msgspec.structs.replace(settings, data=settings.data.resolve())
        settings.data.mkdir(parents=True, exist_ok=True)
        configure_logging(settings.log_lines)
        bring_up_to_date(settings.database_url)
        print(f"Holdall works in the background of {settings.database_url.partition(':')[0]}", flush=True)
        asyncio.run(work_until_told(settings))
    except (ValueError, DatabaseUnusable, StoreError) as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"{error.filename} cannot be used: {error.strerror}")


async def work_until_told(settings: Settings) -> None:
    """Do background work on a database that is up to date, until a signal to stop."""
    from holdall.box.platform import open_platform  # late: start-up time of the refusals above
    from holdall.cli import duties  # noqa: F401 - registers what there is to do
    from holdall.work.host import Role

    loop, told_to_stop = asyncio.get_running_loop(), asyncio.Event()
    with obeying(lambda: loop.call_soon_threadsafe(told_to_stop.set)):
        platform = await open_platform(settings)
        try:
            platform.background.start(Role.WORKER)
            await told_to_stop.wait()
        finally:
            await platform.close()
