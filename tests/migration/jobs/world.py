"""What tests of jobs work with: a client, two folders behind connections, a clock, and the looks that begin runs."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from holdall.base.clock import SECOND
from holdall.base.db import Database
from holdall.base.errors import NotFound
from holdall.base.ids import new_secret
from holdall.base.keys import ServerKey
from holdall.cli.server import Application
from holdall.migration.service.credentials import Credentials
from holdall.migration.service.job_lists import JobFilter, list_jobs
from holdall.migration.service.job_rows import Job
from holdall.migration.service.jobs import delete_job
from holdall.migration.service.listing import every_row
from holdall.migration.service.people import Lifetimes, issue
from holdall.migration.service.permissions import ADMINISTRATOR
from holdall.migration.service.running import run_job
from holdall.migration.service.starting import start_due
from holdall.migration.service.tables import connections, schedulers, settings
from holdall.migration.service.users import Changes, create_user, new_identifier
from holdall.work import Site

Said = dict[str, Any]


class World:
    """One test's part of a server. Its time stands still where `at` has set it, but for the microseconds that pass."""

    def __init__(self, site: Site, client: httpx.AsyncClient, folder: Path, ids: tuple[str, str]) -> None:
        self.site = site
        self.client = client
        self.source, self.destination = folder / "source", folder / "destination"
        self.source_id, self.destination_id = ids

    async def __aenter__(self) -> "World":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.site.clock.offset = 0
        for templates in (False, True):
            for job in await self._jobs(JobFilter(templates=templates)):
                with suppress(NotFound):  # gone with the job that made it
                    await self.site.db.write(delete_job, job.id)

        async def unit(tx: Any) -> None:
            await tx.delete(settings, name="performance")
            await tx.delete(schedulers, id=-1)

        await self.site.db.write(unit)
        await self.client.aclose()

    async def _jobs(self, chosen: JobFilter) -> list[Job]:
        return await every_row(lambda page: list_jobs(self.site.db, page, chosen))

    def at(self, text: str, zone: str = "Europe/Berlin", fold: int = 0) -> int:
        """Make it this time on the clocks of the zone; answers it in seconds since 1970."""
        moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
        self.site.clock.set(int(moment.timestamp()) * SECOND)
        return int(moment.timestamp())

    def later(self, **span: float) -> None:
        """Let so much time pass: `later(hours=2)`."""
        self.site.clock.advance(timedelta(**span) // timedelta(microseconds=1))

    def body(self, **said: Any) -> Said:
        """The body of a job from the one folder to the other, with other parts as said."""
        transfer = {
            "transfer_type": "copy",
            "source": {"connection": {"id": self.source_id}, "target": {"path": "/"}},
            "destination": {"connection": {"id": self.destination_id}, "target": {"path": "/"}},
            **said.pop("transfer", {}),
        }
        return {"name": "Job", "kind": "transfer", "transfer": transfer, "schedule": {"mode": "manual"}, **said}

    async def create(self, said: Said | None = None, **parts: Any) -> str:
        """Make a job; its id."""
        answer = await self.client.post("/v1/jobs", json=said if said is not None else self.body(**parts))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["job"]["id"])

    async def job(self, job_id: str) -> Said:
        """All that is told of a job."""
        answer = await self.client.get(f"/v1/jobs/{job_id}", params={"fields": "all"})
        assert answer.status_code == 200, answer.text
        found: Said = answer.json()["job"]
        return found

    async def patch(self, job_id: str, flags: str = "", said: Said | None = None) -> httpx.Response:
        """Change or control a job: `patch(job, "start=1")`."""
        return await self.client.patch(f"/v1/jobs/{job_id}?{flags}", json=said)

    async def look(self) -> list[str]:
        """Begin what is due; the ids of the jobs that run then."""
        await start_due(self.site)
        return [job.id for job in await self._jobs(JobFilter(statuses=("running", "cancelling")))]

    async def work(self) -> list[str]:
        """Begin what is due, and do it to its end; the ids of the jobs that ran."""
        running = await self.look()
        await asyncio.gather(*(run_job(self.site, job_id) for job_id in running))
        return running

    async def run(self, job_id: str) -> Said:
        """Start a job, run it to its end, and answer what is told of the run."""
        assert (await self.patch(job_id, "start")).status_code == 200
        assert job_id in await self.work()
        found: Said = (await self.job(job_id))["previous_execution"]
        return found

    async def runs(self, job_id: str) -> Sequence[Said]:
        """The history of a job, the latest run first."""
        answer = await self.client.get(f"/v1/jobs/{job_id}/history", params={"fields": "all"})
        found: Sequence[Said] = answer.json()["job_executions"]
        return found

    def write(self, name: str, text: str = "content") -> None:
        """Put a file into the source."""
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def arrived(self) -> dict[str, str]:
        """The files of the destination by their paths."""
        found = [path for path in self.destination.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.destination)): path.read_text() for path in sorted(found)}


async def make_world(application: Application, folder: Path) -> World:
    """A world with an administrator and two empty folders of its own."""
    assert application.gateway is not None
    site = application.gateway.platform
    own = folder / new_secret(8)
    for name in ("source", "destination"):
        (own / name).mkdir(parents=True)
    changes = Changes(login=f"person-{new_secret(12).lower()}", password_hash="-", roles=[ADMINISTRATOR.id])
    user = await site.db.write(create_user, None, changes)
    issued = await site.db.write(issue, user.id, Lifetimes(10**9, 10**9))
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(application),
        base_url="https://holdall.test",
        headers={"authorization": f"Bearer {issued.access_token}"},
    )
    source, destination = [
        await add_connection(site, name, {"uri": str(own / folder)})
        for name, folder in (("Source", "source"), ("Target", "destination"))
    ]
    return World(site, client, own, (source, destination))


async def add_connection(
    site: Site, name: str, auth: Said, platform_id: str = "fs", *, admin_mode: bool = False
) -> str:
    """A connection of these credentials; its id."""
    return await add_connection_to(site.db, site.key, name, auth, platform_id, admin_mode=admin_mode)


async def add_connection_to(
    db: Database, key: ServerKey, name: str, auth: Said, platform_id: str = "fs", *, admin_mode: bool = False
) -> str:
    """The same in a database beside which no server runs here."""
    connection_id = new_identifier()

    async def unit(tx: Any) -> None:
        await tx.insert(
            connections,
            id=connection_id,
            name=name,
            platform_id=platform_id,
            auth=Credentials(auth).seal(key),
            account=None,
            admin_mode=admin_mode,
            readonly=False,
            disabled=False,
            is_pool=False,
            pool_id=None,
            created_by=None,
            created_on=tx.now,
            modified_by=None,
            modified_on=tx.now,
        )

    await db.write(unit)
    return connection_id
