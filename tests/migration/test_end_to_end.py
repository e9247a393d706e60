"""The migration API's own examples, on 2,000 files under awkward names, over sockets: to a folder, a bucket, another Holdall.

Each job is made and started over REST and runs in the background of a server of its own. What arrived is compared byte
for byte and date for date, and so is what a later run brings of renames and edits.
"""

import asyncio
import io
import itertools
import uuid
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdall.connector import Box
from holdall.migration.manifest import compare, read_manifest
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.platforms.local import LocalPlatform
from holdall.migration.platforms.objects import ObjectPlatform
from holdall.migration.platforms.opening import open_side
from holdall.migration.platforms.platform import Entry, Platform
from holdall.testing.enterprise import TestUser, make_enterprise
from holdall.testing.server import RunningServer, start_server
from tests.support.awkward import Content, File, make_content, newest, plant, read_folder
from tests.support.companies import Company
from tests.support.s3 import ACCESS_KEY, SECRET_KEY, options_of

pytestmark = pytest.mark.timeout(600)

PERSON = "user@company.com"
RENAMES, EDITS = 10, 5
PATIENCE = 400.0
LATER = 1_750_000_000  # seconds UTC: when the edits were made

_numbers = itertools.count(1)

Read = dict[tuple[str, str], Any]
"""By address and revision, the bytes of a file that were read, or those of all its versions."""


class Source:
    """A user's folder with awkward content, and what is known to be in it."""

    def __init__(self, company: Company, user: TestUser, box: Box, content: Content, ids: dict[Any, str]) -> None:
        self.company = company
        self.user = user
        self.box = box
        self.content = content
        self._ids = ids

    async def rename_and_edit(self) -> None:
        """Rename some files and give others a new version, which no test has touched before."""
        number = next(_numbers)
        untouched = [path for path, file in self.content.items() if file is not None and len(file.versions) == 1]
        chosen = untouched[number * 100 : number * 100 + RENAMES + EDITS]
        for path in chosen[:RENAMES]:
            name = f"renamed {number} {path[-1][-200:]}"
            await self.box.call("put_files_id", file_id=self._ids[path], name=name)
            self._ids[*path[:-1], name] = self._ids.pop(path)
            self.content[*path[:-1], name] = self.content.pop(path)
        for path in chosen[RENAMES:]:
            old = self.content[path]
            assert old is not None
            edited = f"edited {number} {path}".encode()
            await self.box.upload(
                edited, name=path[-1], file_id=self._ids[path], content_modified_at="2025-06-15T15:06:40Z"
            )
            self.content[path] = File([*old.versions, edited], LATER)


@pytest.fixture(scope="module")
async def source(tmp_path_factory: pytest.TempPathFactory, holdall_signing_key: Any) -> AsyncIterator[Source]:
    """The platform that is left, with a user's folder of awkward content."""
    folder = tmp_path_factory.mktemp("left")
    with start_server(folder / "data", "--seed", "empty") as server:
        company = Company(make_enterprise(server.base_url, holdall_signing_key))
        user = company.user("Uma User", login=PERSON)
        async with company.box(user) as box:
            top = await box.call("post_folders", name="sourceFolder", parent={"id": "0"})
            content = make_content(2026)
            yield Source(company, user, box, content, await plant(box, content, top["id"]))


class Service:
    """The server whose migration service is asked; its platform is a destination too."""

    def __init__(self, server: RunningServer, http: httpx.AsyncClient, roots: Path) -> None:
        self.server = server
        self.http = http
        self.roots = roots

    async def connect(self, platform: str, auth: dict[str, Any]) -> str:
        """A new connection's id."""
        said = {"name": f"Connection {uuid.uuid4()}", "platform": {"id": platform}, "auth": auth}
        return str((await self._made("connections", said))["connection"]["id"])

    async def create_job(self, source: dict[str, Any], destination: dict[str, Any]) -> str:
        """A job of the API's examples, the connections and paths apart; its id."""
        said = {
            "name": "Simple Job",
            "kind": "transfer",
            "transfer": {
                "transfer_type": "copy",
                "source": source,
                "destination": destination,
                "simulation_mode": False,
            },
            "schedule": {"mode": "manual"},
            "stop_policy": {"on_success": 5, "on_failure": 5, "on_execute": 25},
            "category": {"name": "Report {Name}"},
        }
        return str((await self._made("jobs", said))["job"]["id"])

    async def run(self, job_id: str) -> dict[str, Any]:
        """Start a job, wait for its end, and answer what is told of the run."""
        started = await self.http.patch(f"/v1/jobs/{job_id}", params={"start": "1"})
        assert started.status_code == 200, started.text
        async with asyncio.timeout(PATIENCE):
            while True:
                answer = await self.http.get(f"/v1/jobs/{job_id}", params={"fields": "all"})
                job: dict[str, Any] = answer.json()["job"]
                if job["status"] in {"idle", "complete"}:
                    execution: dict[str, Any] = job["previous_execution"]
                    return execution
                await asyncio.sleep(0.2)

    async def events(self, job_id: str, execution: dict[str, Any]) -> dict[str, int]:
        """How often each event is in the audit log of a run."""
        counted: dict[str, int] = {}
        query = {"execution": str(execution["id"]), "fields": "event", "limit": "1000"}
        answer = await self.http.get(f"/v1/transfers/{job_id}/auditing", params=query)
        assert answer.status_code == 200, answer.text
        for row in answer.json()["item"]:
            counted[row["event"]] = counted.get(row["event"], 0) + 1
        return counted

    async def manifest(self, job_id: str) -> bytes:
        """The signed manifest of what the job has brought over."""
        answer = await self.http.get(f"/v1/transfers/{job_id}/manifest")
        assert answer.status_code == 200, answer.text
        return answer.content

    async def _made(self, path: str, said: dict[str, Any]) -> dict[str, Any]:
        answer = await self.http.post(f"/v1/{path}", json=said)
        assert answer.status_code == 201, answer.text
        assert "warnings" not in answer.json()
        made: dict[str, Any] = answer.json()
        return made


@pytest.fixture(scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A server with the demo seed, whose migrations may use one folder of this machine."""
    folder = tmp_path_factory.mktemp("service")
    (folder / "roots").mkdir()
    settings = {"HOLDALL_MIGRATION_ROOTS": str(folder / "roots")}
    with start_server(folder / "data", "--seed", "demo", settings=settings) as server:
        headers = {"authorization": "Bearer demo-migration"}
        async with httpx.AsyncClient(base_url=server.base_url, headers=headers, timeout=60) as http:
            yield Service(server, http, folder / "roots")


class Place(ABC):
    """A destination: how a job names it, and what it holds by its own account."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.read: Read = {}

    @abstractmethod
    async def named(self) -> dict[str, Any]:
        """The `destination` of a job."""

    @abstractmethod
    async def holds(self) -> dict[tuple[str, ...], Any]:
        """What is there by its path."""

    @abstractmethod
    def expected(self, content: Content) -> dict[tuple[str, ...], Any]:
        """What should be there."""

    @abstractmethod
    async def open(self) -> tuple[Platform, Entry]:
        """The platform and the folder, for a check of the manifest."""

    def moves(self) -> dict[str, int]:
        """What the log says of the renames and the edits."""
        return {"moved": RENAMES, "updated": EDITS}

    def left_behind(self, before: dict[tuple[str, ...], Any], content: Content) -> dict[tuple[str, ...], Any]:
        """What lies at the old places of what was renamed."""
        return {}


class Folder(Place):
    """A folder of the service's machine."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self._top = service.roots / uuid.uuid4().hex
        self._top.mkdir()

    async def named(self) -> dict[str, Any]:
        connection = await self.service.connect("fs", {"uri": str(self._top)})
        return {"connection": {"id": connection}, "target": {"path": "/Documents/destinationFolder"}}

    async def holds(self) -> dict[tuple[str, ...], Any]:
        return read_folder(self._top / "Documents/destinationFolder")

    def expected(self, content: Content) -> dict[tuple[str, ...], Any]:
        return newest(content)

    async def open(self) -> tuple[Platform, Entry]:
        platform = LocalPlatform(self._top / "Documents/destinationFolder")
        return platform, await platform.root()


class Bucket(Place):
    """A folder of a bucket, which has no folders of its own and moves nothing."""

    def __init__(self, service: Service, endpoint: str) -> None:
        super().__init__(service)
        self._endpoint = endpoint
        self._prefix = uuid.uuid4().hex

    async def named(self) -> dict[str, Any]:
        keys = {"access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "region": "us-east-1"}
        auth = {"bucket": "blobs", "prefix": self._prefix, "service_url": self._endpoint, **keys}
        connection = await self.service.connect("s3", auth)
        return {"connection": {"id": connection}, "target": {"path": "/Documents/destinationFolder"}}

    async def holds(self) -> dict[tuple[str, ...], Any]:
        platform, top = await self.open()
        return await _files_of(platform, top, self.read)

    def expected(self, content: Content) -> dict[tuple[str, ...], Any]:
        return {path: held for path, held in newest(content).items() if held is not None}

    async def open(self) -> tuple[Platform, Entry]:
        query = "&".join(f"{name}={value}" for name, value in options_of(self._endpoint).items())
        side = await open_side(f"s3://blobs/{self._prefix}/Documents/destinationFolder?{query}")
        assert isinstance(side.platform, ObjectPlatform)
        return side.platform, side.root

    def moves(self) -> dict[str, int]:
        return {"created": RENAMES, "updated": EDITS}

    def left_behind(self, before: dict[tuple[str, ...], Any], content: Content) -> dict[tuple[str, ...], Any]:
        return {path: held for path, held in before.items() if path not in content}


class OtherHoldall(Place):
    """An account of another Holdall, which keeps versions."""

    async def named(self) -> dict[str, Any]:
        auth = {"access_token": "demo-user", "base_url": self.service.server.base_url}
        connection = await self.service.connect("box", auth)
        return {"connection": {"id": connection}, "target": {"path": "/Documents/destinationFolder"}}

    async def holds(self) -> dict[tuple[str, ...], Any]:
        platform, top = await self.open()
        try:
            return await _files_of(platform, top, self.read, with_versions=True)
        finally:
            await platform.close()

    def expected(self, content: Content) -> dict[tuple[str, ...], Any]:
        return {path: file and (file.versions, file.modified) for path, file in content.items()}

    async def open(self) -> tuple[Platform, Entry]:
        platform = BoxPlatform(Box("demo-user", base_url=self.service.server.base_url))
        return platform, await platform.find(["Documents", "destinationFolder"])


async def _files_of(
    platform: Platform, top: Entry, known: Read, *, with_versions: bool = False
) -> dict[tuple[str, ...], Any]:
    """What a platform holds by its path; folders only where versions are looked at, as at a platform that has them.

    Bytes are read once, and again where the platform says that they are others.
    """
    found: dict[tuple[str, ...], Any] = {}
    waiting: list[tuple[tuple[str, ...], Entry]] = [((), top)]
    files: list[tuple[tuple[str, ...], Entry]] = []
    while waiting:
        path, folder = waiting.pop()
        async for page in platform.children(folder):
            for entry in page:
                place = (*path, entry.name)
                if entry.type == "folder":
                    waiting.append((place, entry))
                    found |= {place: None} if with_versions else {}
                else:
                    files.append((place, entry))
    turn = asyncio.Semaphore(16)

    async def read(place: tuple[str, ...], entry: Entry) -> None:
        async with turn:
            full = entry if with_versions else await platform.entry(entry.address)
            assert full.modified is not None
            which = full.address, full.revision
            if which not in known:
                versions = await platform.versions(full) if with_versions else [full]
                held = [await (await platform.open(version)).read() for version in versions]
                known[which] = held if with_versions else held[0]
            found[place] = (known[which], full.modified // 1_000_000)

    await asyncio.gather(*(read(place, entry) for place, entry in files))
    return found


async def _differences(manifest: bytes, platform: Platform, top: Entry) -> tuple[int, list[str]]:
    """How many items a manifest has, and which of them the place does not hold so."""
    _, lines = read_manifest(io.BytesIO(manifest))
    try:
        found = [difference async for difference in compare(lines, platform, top)]
    finally:
        await platform.close()
    return len(found), [f"{one.path}: {one.reason}" for one in found if one is not None]


async def check(source: Source, service: Service, named: dict[str, Any], place: Place) -> None:
    """Migrate, prove, migrate again, and bring over what has changed at the source."""
    job = await service.create_job(named, await place.named())
    before, items = place.expected(source.content), len(source.content)

    first = await service.run(job)
    arrived = await place.holds()
    checked, different = await _differences(await service.manifest(job), *await place.open())
    second = await service.run(job)
    await source.rename_and_edit()
    third = await service.run(job)
    events = await service.events(job, third)

    assert first["status"] == "completed"
    assert arrived == before
    assert (checked, different) == (items, [])
    assert second["status"] == "no_changes"
    assert third["status"] == "completed"
    assert {event: events.get(event, 0) for event in place.moves()} == place.moves()
    assert await place.holds() == place.expected(source.content) | place.left_behind(before, source.content)


class TestBoxConnection:
    async def test_a_standard_user_without_impersonation_to_a_folder(self, source: Source, service: Service):
        auth = {"access_token": source.user.token, "base_url": source.company.url}
        connection = await service.connect("box", auth)
        named = {"connection": {"id": connection}, "target": {"path": "/sourceFolder"}}

        await check(source, service, named, Folder(service))

    async def test_a_standard_user_with_impersonation_to_a_bucket(
        self, source: Source, service: Service, s3_endpoint: str
    ):
        auth = {"access_token": source.company.admin.token, "base_url": source.company.url}
        connection = await service.connect("box", auth)
        impersonation = {"impersonate_as": {"email": PERSON}, "target": {"path": "/sourceFolder"}}

        await check(source, service, {"connection": {"id": connection}, **impersonation}, Bucket(service, s3_endpoint))

    async def test_an_account_administrator_to_another_holdall(self, source: Source, service: Service):
        auth = {"access_token": source.company.admin.token, "base_url": source.company.url, "admin_mode": True}
        connection = await service.connect("box", auth)
        named = {"connection": {"id": connection}, "target": {"path": f"/{PERSON}/sourceFolder"}}

        await check(source, service, named, OtherHoldall(service))


async def test_a_service_account_that_reaches_all_users_to_a_folder(source: Source, service: Service):
    auth = source.company.service_auth(enterprise_id=source.company.enterprise.id, delete_behavior="permanent")
    connection = await service.connect("box-service", auth)
    impersonation = {"impersonate_as": {"email": PERSON}, "target": {"path": "/sourceFolder"}}

    await check(source, service, {"connection": {"id": connection}, **impersonation}, Folder(service))
