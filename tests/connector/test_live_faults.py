"""The connector against a Holdall whose control plane breaks things: what ends is right, or a clear error."""

import asyncio
import os
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from holdall.connector import Box, BoxError, Kind, Retry
from holdall.connector.recipes import upload as uploads
from holdall.connector.sign_in import ServerJwt
from tests.connector.conftest import SkippingClock
from tests.connector.live import LiveServer

Control = Callable[..., Any]
CONTENT = os.urandom(100_000)
LARGE = os.urandom(21_000_000)


@pytest.fixture
def control(live_server: LiveServer) -> Iterator[Control]:
    """`control("POST", "/faults", operation="get_users_me", status=500)`; everything is undone afterwards."""

    def call(method: str, path: str, **body: Any) -> Any:
        data = msgspec.json.encode(body) if body else None
        request = urllib.request.Request(
            f"{live_server.url}/_control{path}", data, {"content-type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return msgspec.json.decode(answer.read() or b"null")

    yield call
    call("DELETE", "/faults")
    call("DELETE", "/clock")


@pytest.fixture
async def robot(live_server: LiveServer, clock: SkippingClock) -> AsyncIterator[Box]:
    """The application's service account, which does not wait for real."""
    async with Box(ServerJwt(live_server.settings), base_url=live_server.url, clock=clock) as box:
        await box.users.get_me()
        yield box


@pytest.fixture
async def folder(robot: Box) -> str:
    """A folder of the test's own."""
    made = await robot.folders.create(name=os.urandom(8).hex(), parent={"id": "0"})
    return made["id"]


async def contents(robot: Box, folder: str) -> dict[str, bytes]:
    """What the folder really holds."""
    items = [item async for item in robot.iterate("get_folders_id_items", folder_id=folder)]
    return {item["name"]: await robot.read(item["id"]) for item in items}


async def failure(call: Any) -> BoxError:
    with pytest.raises(BoxError) as caught:
        await call
    return caught.value


class TestKinds:
    @pytest.mark.parametrize(
        ("status", "kind", "attempts"),
        [
            (400, Kind.REFUSED, 1),
            (401, Kind.UNAUTHORIZED, 2),
            (403, Kind.FORBIDDEN, 1),
            (404, Kind.NOT_FOUND, 1),
            (409, Kind.CONFLICT, 1),
            (412, Kind.CHANGED, 1),
            (429, Kind.RATE_LIMITED, 6),
            (500, Kind.UNAVAILABLE, 6),
            (503, Kind.UNAVAILABLE, 6),
        ],
    )
    async def test_a_status_that_stays(self, robot: Box, control: Control, status: int, kind: Kind, attempts: int):
        control("POST", "/faults", operation="get_users_me", status=status)

        raised = await failure(robot.users.get_me())

        assert (raised.kind, raised.status) == (kind, status)
        assert [fault["met"] for fault in control("GET", "/faults")["faults"]] == [attempts]

    @pytest.mark.parametrize("fault", [{"status": 429, "retry_after": 3}, {"status": 503}, {"cut": "before"}])
    async def test_what_passes_is_not_noticed(self, robot: Box, control: Control, fault: dict[str, Any]):
        control("POST", "/faults", operation="get_users_me", count=2, **fault)

        assert (await robot.users.get_me())["name"] == "Robot"

    async def test_a_server_that_is_too_slow(self, robot: Box, control: Control):
        control("POST", "/faults", operation="get_users_me", delay_ms=1000)

        assert (await failure(robot.with_options(timeout=0.1).users.get_me())).kind is Kind.TIMED_OUT


class TestChanges:
    @pytest.mark.parametrize(("cut", "happened"), [("before", False), ("middle", True)])
    async def test_a_lost_answer_is_never_called_a_failure(self, robot, control: Control, folder: str, cut, happened):
        control("POST", "/faults", operation="post_folders", count=1, cut=cut)

        raised = await failure(robot.folders.create(name="a", parent={"id": folder}))

        assert (raised.kind, raised.retry) == (Kind.OUTCOME_UNKNOWN, Retry.LOOK_FIRST)
        listed = await robot.folders.list_items(folder)
        assert [item["name"] for item in listed["entries"]] == (["a"] if happened else [])

    @pytest.mark.parametrize("cut", ["before", "middle"])
    async def test_a_state_is_set_all_the_same(self, robot: Box, control: Control, folder: str, cut: str):
        control("POST", "/faults", operation="put_folders_id", count=1, cut=cut)

        assert (await robot.folders.update(folder, description="new"))["description"] == "new"

    async def test_our_own_change_is_not_told_as_somebody_elses(self, robot: Box, control: Control, folder: str):
        etag = (await robot.folders.get(folder))["etag"]
        control("POST", "/faults", operation="put_folders_id", count=1, cut="middle")

        raised = await failure(robot.folders.update(folder, description="new", if_match=etag or ""))

        assert raised.kind is Kind.OUTCOME_UNKNOWN
        assert (await robot.folders.get(folder))["description"] == "new"


class TestTransfers:
    @pytest.mark.parametrize("cut", ["before", "middle"])
    @pytest.mark.parametrize("version", [False, True], ids=["file", "version"])
    async def test_an_upload_whose_connection_breaks(
        self, robot, control: Control, folder: str, cut: str, version: bool
    ):
        target = {"folder_id": folder}
        if version:
            target = {"file_id": (await robot.upload(b"old", name="f", folder_id=folder))["id"]}
        control("POST", "/faults", operation="post_files_*content", count=2, cut=cut)

        record = await robot.upload(CONTENT, name="f", **target)

        assert await contents(robot, folder) == {"f": CONTENT}
        versions = [one async for one in robot.iterate("get_files_id_versions", file_id=record["id"])]
        assert len(versions) == int(version)

    @pytest.mark.parametrize(
        "faults",
        [
            [{"operation": "put_files_upload_sessions_id", "cut": "before", "count": 2}],
            [{"operation": "put_files_upload_sessions_id", "cut": "middle", "count": 2}],
            [{"operation": "put_files_upload_sessions_id", "status": 500, "count": 2}],
            [{"operation": "post_files_upload_sessions_id_commit", "cut": "before", "count": 1}],
            [{"operation": "post_files_upload_sessions_id_commit", "status": 202, "retry_after": 1, "count": 3}],
            [
                {"operation": "post_files_upload_sessions", "cut": "middle", "count": 1},
                {"operation": "put_files_upload_sessions_id", "status": 429, "retry_after": 1, "count": 1},
                {"operation": "post_files_upload_sessions_id_commit", "cut": "middle", "count": 1},
            ],
        ],
        ids=["parts unsent", "parts unanswered", "parts failed", "commit unsent", "commit slow", "everything"],
    )
    async def test_an_upload_in_parts_that_meets(self, robot: Box, control: Control, folder: str, faults):
        for fault in faults:
            control("POST", "/faults", **fault)
        options = uploads.UploadOptions(single_limit=20_000_000)

        await uploads.upload(robot, LARGE, uploads.Target("large", folder), options)

        assert await contents(robot, folder) == {"large": LARGE}

    async def test_an_upload_that_was_given_up_goes_on_in_another_process(self, robot, control, folder, tmp_path: Path):
        (tmp_path / "large").write_bytes(LARGE)
        options = uploads.UploadOptions(single_limit=20_000_000, journal=tmp_path / "journal", concurrency=1)
        control("POST", "/faults", operation="put_files_upload_sessions_id", skip=1, status=403)
        target = uploads.Target("large", folder)
        refused = await failure(uploads.upload(robot, tmp_path / "large", target, options))
        control("DELETE", "/faults")

        await uploads.upload(robot, tmp_path / "large", target, options)

        assert refused.kind is Kind.FORBIDDEN
        assert await contents(robot, folder) == {"large": LARGE}

    @pytest.mark.parametrize("fault", [{"cut": "before"}, {"status": 202, "retry_after": 1}, {"status": 503}])
    async def test_a_download_that_meets(self, robot: Box, control: Control, folder: str, tmp_path: Path, fault):
        record = await robot.upload(CONTENT, name="f", folder_id=folder)
        control("POST", "/faults", operation="get_files_id_content", count=2, **fault)

        await robot.download(record["id"], tmp_path / "f")

        assert (tmp_path / "f").read_bytes() == CONTENT


class TestTime:
    async def test_a_token_that_expires_in_the_middle(self, robot: Box, control: Control, folder: str):
        async def upload(number: int) -> None:
            if number == 20:
                await asyncio.to_thread(control, "POST", "/clock/advance", minutes=61)
            await robot.upload(str(number).encode(), name=str(number), folder_id=folder)

        await asyncio.gather(*(upload(number) for number in range(40)))

        assert await contents(robot, folder) == {str(number): str(number).encode() for number in range(40)}

    @pytest.mark.parametrize("hours", [-30, 30])
    async def test_a_server_whose_clock_differs(self, live_server: LiveServer, control: Control, hours: int):
        control("POST", "/clock/advance", hours=hours)

        async with Box(ServerJwt(live_server.settings), base_url=live_server.url) as box:
            assert (await box.users.get_me())["name"] == "Robot"
