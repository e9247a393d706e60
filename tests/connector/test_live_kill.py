"""A transfer whose process is killed goes on in the next one, and ends whole and right."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from holdall.connector import BlockingBox
from holdall.connector.sign_in import ServerJwt
from tests.connector.live import LiveServer

CONTENT = os.urandom(21_000_000)
PROGRAM = """
import asyncio, sys, time
from pathlib import Path
from holdall.connector import Box
from holdall.connector.recipes.download import DownloadOptions, download, wanted
from holdall.connector.recipes.upload import Target, UploadOptions, upload
from holdall.connector.sign_in import AppSettings, ServerJwt

url, app, folder, slowly = sys.argv[1:]

def tell(done, total):
    Path("progress").write_text(str(done))
    time.sleep(float(slowly))

async def main():
    async with Box(ServerJwt(AppSettings.load(Path(app))), base_url=url) as box:
        {work}

asyncio.run(main())
"""
UPLOAD = """
        options = UploadOptions(single_limit=20_000_000, journal=Path("journal"), progress=tell, concurrency=2)
        await upload(box, Path("content"), Target("large", folder), options)
"""
DOWNLOAD = """
        [file] = [item async for item in box.iterate("get_folders_id_items", folder_id=folder)]
        options = DownloadOptions(range_size=1_000_000, progress=tell, concurrency=2)
        await download(box, await wanted(box, file["id"], None), Path("target"), options)
"""
Start = Callable[[str, float], "subprocess.Popen[bytes]"]


@pytest.fixture
def box(live_server: LiveServer) -> Iterator[BlockingBox]:
    with BlockingBox(ServerJwt(live_server.settings), base_url=live_server.url) as client:
        yield client


@pytest.fixture
def folder(box: BlockingBox) -> str:
    return box.folders.create(name=os.urandom(8).hex(), parent={"id": "0"})["id"]


@pytest.fixture
def start(live_server: LiveServer, folder: str, tmp_path: Path) -> Iterator[Start]:
    """Starts a program that transfers, waiting so many seconds at each piece."""
    started: list[subprocess.Popen[bytes]] = []

    def run(work: str, slowly: float) -> "subprocess.Popen[bytes]":
        program = PROGRAM.replace("{work}", textwrap.dedent(work).strip().replace("\n", "\n        "))
        command = [sys.executable, "-c", program, live_server.url, str(live_server.app), folder, str(slowly)]
        started.append(subprocess.Popen(command, cwd=tmp_path))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()


def kill_after(process: "subprocess.Popen[bytes]", place: Path, done: int) -> None:
    """Kill the process once it has told that so many bytes are done."""
    progress = place / "progress"
    while not progress.exists() or int(progress.read_text() or 0) < done:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    progress.unlink()


@pytest.mark.parametrize("done", [1, 6_000_000, 12_000_000])
def test_an_upload(box: BlockingBox, folder: str, start: Start, tmp_path: Path, done: int):
    (tmp_path / "content").write_bytes(CONTENT)
    kill_after(start(UPLOAD, 0.05), tmp_path, done)

    assert start(UPLOAD, 0).wait(60) == 0

    [file] = box.iterate("get_folders_id_items", folder_id=folder)
    assert (file["name"], box.read(file["id"])) == ("large", CONTENT)
    assert not (tmp_path / "journal").exists()


@pytest.mark.parametrize("done", [1, 5_000_000, 15_000_000])
def test_a_download(box: BlockingBox, folder: str, start: Start, tmp_path: Path, done: int):
    box.upload(CONTENT, name="large", folder_id=folder)
    kill_after(start(DOWNLOAD, 0.02), tmp_path, done)
    interrupted = (tmp_path / "target").exists()

    assert start(DOWNLOAD, 0).wait(60) == 0

    assert not interrupted
    assert (tmp_path / "target").read_bytes() == CONTENT
    assert sorted(path.name for path in tmp_path.iterdir()) == ["progress", "target"]
