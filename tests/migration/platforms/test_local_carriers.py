"""Programs that carry small files: what they answer, and that nothing depends on one of them living."""

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdall.migration.platforms.local_carriers import Carriers
from holdall.migration.platforms.local_small import CHANGED, Reading, Writing, identity_of, revision_of

MANY = 50
DATED = 1_700_000_000_123_456_000


@pytest.fixture
def carriers() -> Iterator[Carriers]:
    carriers = Carriers()
    yield carriers
    carriers.close()


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[Reading, Writing]]:
    """Files to copy from one folder to another, named like `3.txt`."""
    for name in ("from", "to"):
        (tmp_path / name).mkdir()
    return [wanted(tmp_path, f"{number}.txt") for number in range(MANY)]


def wanted(place: Path, name: str) -> tuple[Reading, Writing]:
    source, target = place / "from" / name, place / "to" / name
    source.write_text(f"content of {name}")
    os.utime(source, ns=(DATED, DATED))
    reading = str(source), revision_of(source.stat()), source.stat().st_size
    return reading, (f"{target}.partial", str(target), DATED)


def children(process: int) -> set[int]:
    return {int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()}


def runs(process: int) -> bool:
    """Whether a process is there, and not only waits for somebody to take note of its end."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("count", [3, MANY])
def test_files_are_brought_over_with_their_dates_and_told_of(
    carriers: Carriers, files: list[tuple[Reading, Writing]], tmp_path: Path, count: int
):
    copied = carriers.run("copy", files[:count])

    made = [tmp_path / "to" / f"{number}.txt" for number in range(count)]
    hashes = [hashlib.sha1(f"content of {file.name}".encode()).hexdigest() for file in made]
    expected = [
        (identity_of(file.stat()), revision_of(file.stat()), sha1) for file, sha1 in zip(made, hashes, strict=True)
    ]
    assert copied == expected
    assert {file.stat().st_mtime_ns for file in made} == {DATED}
    assert sorted((tmp_path / "to").iterdir()) == sorted(made)
    again = [(str(file), revision_of(file.stat()), file.stat().st_size) for file in made]
    assert carriers.run("sha1", again) == hashes


def test_what_cannot_be_done_is_told_and_keeps_nothing_from_the_others(
    carriers: Carriers, files: list[tuple[Reading, Writing]], tmp_path: Path
):
    taken, gone, changed = (tmp_path / "to/0.txt", tmp_path / "from/1.txt", tmp_path / "from/2.txt")
    taken.write_text("somebody's")
    gone.unlink()
    changed.write_text("something else by now")

    copied = carriers.run("copy", files)

    assert copied[:3] == [(17, str(taken)), (2, str(gone)), (CHANGED, "")]
    assert [len(answer) for answer in copied[3:]] == [3] * (MANY - 3)
    assert taken.read_text() == "somebody's"
    assert len(list((tmp_path / "to").iterdir())) == MANY - 2


def test_what_a_program_that_died_has_not_done_is_done_here(carriers: Carriers, files: list[tuple[Reading, Writing]]):
    before = children(os.getpid())
    carriers.run("sha1", [reading for reading, _ in files])
    (program,) = children(os.getpid()) - before
    os.kill(program, signal.SIGKILL)

    for _ in range(3):  # each program has its turn
        answers = carriers.run("sha1", [reading for reading, _ in files])
        assert [len(answer) for answer in answers] == [40] * MANY


def test_an_interrupt_is_for_the_process_that_started_them_and_closing_ends_them(
    carriers: Carriers, files: list[tuple[Reading, Writing]]
):
    before = children(os.getpid())
    carriers.run("sha1", [reading for reading, _ in files])
    (program,) = children(os.getpid()) - before
    os.kill(program, signal.SIGINT)

    carriers.run("sha1", [reading for reading, _ in files])
    assert runs(program)

    carriers.close()
    assert not runs(program)


def test_none_goes_on_when_the_process_that_started_it_is_killed(tmp_path: Path):
    script = textwrap.dedent("""
        import sys, time
        from holdall.migration.platforms.local_carriers import Carriers
        carriers = Carriers()
        carriers.run("sha1", [("/nowhere", "", 0)] * 50)
        print("started", flush=True)
        time.sleep(60)
    """)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"started\n"
    (program,) = children(process.pid)

    process.kill()
    process.communicate()

    patience = time.monotonic() + 10
    while runs(program) and time.monotonic() < patience:
        time.sleep(0.01)
    assert not runs(program)
