"""One client doing one thing, in a process of its own: prints what it did a second, and its peak memory in MiB.

`python -m benchmarks.connector_worker CLIENT CASE ADDRESS TOKEN FOLDER PLACE`
"""

import asyncio
import io
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from holdall.connector import BlockingBox, Box, Settings

AT_ONCE = 8
"""How many small transfers go at a time."""

FILES = 500
CONTENT = bytes(range(256)) * 40
MEBIBYTE = 1024 * 1024
MEMORY = Path("/dev/shm")
"""Linux's file system in memory."""


def main(client: str, case: str, address: str, token: str, folder: str, place: str) -> None:
    """Do it, and print the figures. What arrives goes where nothing is: to replace a file waits for the disk.

    Many small files go to a file system in memory, where there is one: ext4 takes up to a millisecond for a new file,
    the longer the more files were deleted in the last minutes, such as those of the turn before.
    """
    work = {"ours": ours, "blocking": blocking, "boxsdk": boxsdk}[client]
    with TemporaryDirectory(dir=MEMORY if case == "download" and MEMORY.is_dir() else place) as arrivals:
        seconds, count = work(case, address, token, folder, Files(Path(place), Path(arrivals)))
    print(json.dumps({"rate": count / seconds, "peak": peak()}))


class Files(NamedTuple):
    """Where a client finds what it needs, and where it puts what it fetches."""

    given: Path
    arrivals: Path


def peak() -> float:
    """The process's peak resident memory in MiB; the kernel's other count begins with that of the parent."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(case: str, address: str, token: str, folder: str, files: Files) -> tuple[float, float]:
    """The connector in an asynchronous program; answers the seconds, and how many items, files or MiB."""
    return asyncio.run(_ours(case, address, token, folder, files))


async def _ours(case: str, address: str, token: str, folder: str, files: Files) -> tuple[float, float]:
    async with Box(token, base_url=address, settings=Settings(connections=AT_ONCE)) as box:
        await box.users.get_me()
        started = time.perf_counter()
        count = float(FILES)
        if case == "list":
            count = 0
            async for item in box.iterate("get_folders_id_items", folder_id=folder):
                count += len(item["name"]) > 0
        elif case == "upload":
            await _together(lambda number: box.upload(CONTENT, name=f"{started} {number}", folder_id=folder))
        elif case == "download":
            ids = _ids(files)
            await _together(lambda number: box.download(ids[number], files.arrivals / str(number)))
        elif case == "upload_large":
            record = await box.upload(files.given / "large.bin", name=f"{started}", folder_id=folder)
            count = record["size"] / MEBIBYTE
        else:
            done = await box.download(_ids(files)[0], files.arrivals / "down.bin")
            count = done.size / MEBIBYTE
        return time.perf_counter() - started, count


async def _together(do: Callable[[int], Awaitable[object]]) -> None:
    numbers = iter(range(FILES))

    async def work() -> None:
        for number in numbers:
            await do(number)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def blocking(case: str, address: str, token: str, folder: str, files: Files) -> tuple[float, float]:
    """The connector's blocking face, from threads."""
    with BlockingBox(token, base_url=address) as box:
        box.users.get_me()
        started = time.perf_counter()
        count = float(FILES)
        if case == "list":
            count = sum(len(item["name"]) > 0 for item in box.iterate("get_folders_id_items", folder_id=folder))
        elif case == "upload":
            _in_threads(lambda number: box.upload(CONTENT, name=f"{started} {number}", folder_id=folder))
        else:
            ids = _ids(files)
            _in_threads(lambda number: box.download(ids[number], files.arrivals / str(number)))
        return time.perf_counter() - started, count


def boxsdk(case: str, address: str, token: str, folder: str, files: Files) -> tuple[float, float]:
    """The official SDK, from threads where it is about many files."""
    from box_sdk_gen import BoxClient, BoxDeveloperTokenAuth, UploadFileAttributes, UploadFileAttributesParentField
    from box_sdk_gen.networking.base_urls import BaseUrls

    addresses = BaseUrls(base_url=address, upload_url=f"{address}/api", oauth_2_url=f"{address}/api/oauth2")
    client = BoxClient(auth=BoxDeveloperTokenAuth(token=token)).with_custom_base_urls(addresses)
    client.users.get_user_me()
    started = time.perf_counter()
    count = float(FILES)
    if case == "list":
        count, marker = 0, None
        while True:
            page = client.folders.get_folder_items(folder, usemarker=True, marker=marker, limit=1000)
            count += sum(len(item.name or "") > 0 for item in page.entries or [])
            marker = page.next_marker
            if not marker:
                break
    elif case == "upload":

        def upload(number: int) -> object:
            attributes = UploadFileAttributes(
                name=f"{started} {number}", parent=UploadFileAttributesParentField(id=folder)
            )
            return client.uploads.upload_file(attributes, io.BytesIO(CONTENT))

        _in_threads(upload)
    elif case == "download":
        ids = _ids(files)

        def download(number: int) -> None:
            with (files.arrivals / str(number)).open("wb") as file:
                client.downloads.download_file_to_output_stream(ids[number], file)

        _in_threads(download)
    elif case == "upload_large":
        size = (files.given / "large.bin").stat().st_size
        with (files.given / "large.bin").open("rb") as file:
            client.chunked_uploads.upload_big_file(file, f"{started}", size, folder)
        count = size / MEBIBYTE
    else:
        with (files.arrivals / "down.bin").open("wb") as target:
            client.downloads.download_file_to_output_stream(_ids(files)[0], target)
        count = (files.arrivals / "down.bin").stat().st_size / MEBIBYTE
    return time.perf_counter() - started, count


def _in_threads(do: Callable[[int], object]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results: Iterable[object] = pool.map(do, range(FILES))
        list(results)


def _ids(files: Files) -> list[str]:
    """The files to fetch, as the benchmark has written them down."""
    found: list[str] = json.loads((files.given / "ids.json").read_bytes())
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
