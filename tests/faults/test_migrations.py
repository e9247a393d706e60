"""`holdall migrate` is killed again and again in the middle of its work: in the end all has arrived, and once."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from holdall.base.db.migrate import upgrade
from tests.migration.engine.trees import read_tree, write_tree

pytestmark = pytest.mark.faults

KILLS = 12
FILES = 400


def files_below(folder: Path) -> int:
    return sum(len([name for name in names if not name.startswith(".")]) for _, _, names in os.walk(folder))


def forget_partials(folder: Path) -> None:
    """Remove what killed processes were writing; by itself it goes after a day."""
    for path in list(folder.rglob(".holdall-partial-*")):
        path.unlink()


class Migration:
    """One job between two folders, begun as a process of its own each time."""

    def __init__(self, folder: Path) -> None:
        self.source, self.destination = folder / "source", folder / "destination"
        self.ledger = folder / "ledger.db"
        upgrade(f"sqlite:///{self.ledger}")

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        words = ["migrate", str(self.source), str(self.destination), "--ledger", str(self.ledger), *options]
        return subprocess.Popen([sys.executable, "-m", "holdall", *words], stdout=subprocess.PIPE)

    def kill_at(self, files: int, *options: str) -> bool:
        """Kill it once so many files have arrived; whether it was still running then."""
        process = self.start(*options)
        while process.poll() is None and files_below(self.destination) < files:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return process.returncode == -signal.SIGKILL

    def finish(self, *options: str) -> bytes:
        process = self.start(*options, "--output", "json")
        output, _ = process.communicate()
        assert process.returncode == 0, output
        return output


@pytest.mark.timeout(300)
def test_every_file_arrives_once_whenever_the_process_is_killed(tmp_path: Path):
    dice = random.Random(7)
    migration = Migration(tmp_path)
    tree = {
        f"folder {number}": {f"{name}.txt": f"{number} {name}" for name in range(20)} for number in range(FILES // 20)
    }
    write_tree(migration.source, tree)
    moments = sorted(dice.sample(range(1, FILES - 20), KILLS))

    killed = sum(migration.kill_at(moment) for moment in moments)
    migration.finish()

    assert killed >= KILLS // 2
    forget_partials(migration.destination)
    assert read_tree(migration.destination) == tree
    assert b'"no_changes"' in migration.finish()


@pytest.mark.timeout(300)
def test_renames_and_deletions_that_are_cut_short_end_as_at_the_source(tmp_path: Path):
    dice = random.Random(8)
    migration = Migration(tmp_path)
    write_tree(
        migration.source,
        {f"folder {number}": {f"{name}": f"{number} {name}" for name in range(10)} for number in range(20)},
    )
    migration.finish()
    for number in range(0, 20, 2):
        one, other = migration.source / f"folder {number}", migration.source / f"folder {number + 1}"
        one.rename(tmp_path / "aside")
        other.rename(one)
        (tmp_path / "aside").rename(other)
    shutil.rmtree(migration.source / "folder 19")
    write_tree(migration.source, {"new": {f"{name}": f"new {name}" for name in range(100)}})
    options = ("--mirror", "--delete-brake", "50")
    for _ in range(6):
        process = migration.start(*options)
        time.sleep(dice.uniform(0.2, 0.8))
        process.kill()
        process.communicate()

    migration.finish(*options)

    forget_partials(migration.destination)
    assert read_tree(migration.destination) == read_tree(migration.source)
