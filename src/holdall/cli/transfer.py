"""`holdall upload` and `holdall download`: files of any size, in parts side by side, that go on where they were cut off."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from holdall.cli.box.output import print_answer
from holdall.cli.box.transfer import progress_bars
from holdall.cli.failures import run_to_exit
from holdall.connector.box import Box
from holdall.connector.connections import open_box


def upload(
    *files: Path,
    to: str = "0",
    on_conflict: Literal["error", "version"] = "error",
    connection: str | None = None,
    as_user: str | None = None,
) -> None:
    """Upload files into a folder; large ones go in parts, and after an interruption the same command goes on.

    Parameters
    ----------
    files
        The files.
    to
        The id of the folder that they go into; 0 is the top.
    on_conflict
        What happens where the name is taken: an error, or a new version of the file that has it.
    connection
        The connection to use (see holdall connect list).
    as_user
        The id of the user to act as.
    """
    run_to_exit(_upload(files, to, on_conflict, connection, as_user))


def download(*file_ids: str, to: Path = Path(), connection: str | None = None, as_user: str | None = None) -> None:
    """Download files by their ids; large ones come in ranges, and after an interruption the same command goes on.

    Parameters
    ----------
    file_ids
        The ids of the files.
    to
        The folder on this machine that they go into, under their own names.
    connection
        The connection to use (see holdall connect list).
    as_user
        The id of the user to act as.
    """
    run_to_exit(_download(file_ids, to, connection, as_user))


async def _upload(
    files: tuple[Path, ...],
    folder_id: str,
    on_conflict: Literal["error", "version"],
    connection: str | None,
    as_user: str | None,
) -> int:
    _need(files, "upload")
    async with _client(connection, as_user) as box:
        for file in files:
            journal = file.with_name(f".{file.name}.holdall-upload")
            with _told(file.name) as tell:
                record = await box.upload(
                    file, folder_id=folder_id, on_conflict=on_conflict, journal=journal, progress=tell
                )
            print_answer(record, "jsonl", ["type", "id", "name", "size", "sha1"])
    return 0


async def _download(file_ids: tuple[str, ...], folder: Path, connection: str | None, as_user: str | None) -> int:
    _need(file_ids, "download")
    folder.mkdir(parents=True, exist_ok=True)
    async with _client(connection, as_user) as box:
        for file_id in file_ids:
            record = await box.call("get_files_id", file_id=file_id, fields=["name", "size", "sha1", "file_version"])
            target = folder / Path(record["name"]).name
            with _told(record["name"]) as tell:
                await box.download(record, target, progress=tell)
            print(target)
    return 0


def _client(connection: str | None, as_user: str | None) -> Box:
    box = open_box(connection)
    return box.as_user(as_user) if as_user else box


def _need(given: tuple[Any, ...], verb: str) -> None:
    if not given:
        raise ValueError(f"nothing to {verb} is named")


@contextmanager
def _told(name: str) -> Iterator[Any]:
    """What a transfer tells its progress to: a bar, where somebody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    with progress_bars() as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
