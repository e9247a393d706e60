"""The audit log and the samples of a run: what is told of which item, from which level on, and how fast it went."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.db import Database, query
from holdall.migration.engine.execution import simulation_of
from holdall.migration.engine.reasons import ABOUT, BY_NUMBER, Reason
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.local_small import Reading
from holdall.migration.platforms.platform import Entry
from holdall.migration.tables import audit, samples
from tests.migration.engine.trees import JOB, Counting, migrate, rows, write_tree

TREE = {"report.txt": "report", "Projects": {"a.txt": "a"}}


@pytest.fixture
def source(tmp_path: Path) -> Counting:
    write_tree(tmp_path / "source", TREE)
    return Counting(tmp_path / "source")


@pytest.fixture
def destination(tmp_path: Path) -> Counting:
    (tmp_path / "destination").mkdir()
    return Counting(tmp_path / "destination")


_LOG = query(
    sa.select(audit.c.level, audit.c.event, audit.c.path, audit.c.reason, audit.c.message, audit.c.bytes)
    .where(audit.c.job_id == sa.bindparam("job"))
    .order_by(audit.c.id)
)
_SAMPLES = query(
    sa.select(samples.c["items"], samples.c.bytes)
    .where(samples.c.run_id == sa.bindparam("run"))
    .order_by(samples.c.sampled_at)
)


async def log(database: Database, job: str = JOB) -> list[tuple[Any, ...]]:
    """Level, event, path and reason of each note."""
    return [row[:4] for row in await database.all(_LOG, job=job)]


async def told(database: Database, job: str = JOB) -> set[tuple[Any, ...]]:
    """The same without the run's own notes, in no order."""
    return {note for note in await log(database, job) if not note[1].startswith("run_")}


async def test_every_item_that_is_moved_is_told_once(database, source, destination):
    await migrate(database, source, destination)
    await migrate(database, source, destination)

    events = [(event, path) for _, event, path, _ in await log(database)]
    assert events[:2] == [("run_started", None), ("created", "Projects")]
    assert sorted(events[2:4]) == [("created", "Projects/a.txt"), ("created", "report.txt")]
    assert [event for event, _ in events[4:]] == ["run_finished", "run_started", "run_finished"]
    sizes = {row[2]: row[5] for row in await database.all(_LOG, job=JOB) if row[1] == "created"}
    assert sizes == {"Projects": None, "report.txt": 6, "Projects/a.txt": 1}


async def test_edits_moves_and_deletions_are_told_as_such(database, source, destination, tmp_path: Path):
    write_tree(tmp_path / "source", {"old.txt": "old"})
    await migrate(database, source, destination, audit_level="none")
    (tmp_path / "source/old.txt").unlink()
    (tmp_path / "source/report.txt").write_text("edited report")
    (tmp_path / "source/Projects/a.txt").rename(tmp_path / "source/b.txt")

    await migrate(database, source, destination, delete_propagation="mirror", delete_brake=50)

    assert await told(database) == {
        ("info", "updated", "report.txt", None),
        ("info", "moved", "b.txt", None),
        ("info", "deleted", "old.txt", None),
    }


async def test_what_is_left_out_is_told_with_its_reason_and_not_again(database, source, destination):
    filters = [{"rules": [{"type": "filter_pattern", "text": "report*"}]}]

    for _ in range(2):
        await migrate(database, source, destination, filters=filters, audit_level="info")

    notes = await log(database)
    assert [note for note in notes if note[1] == "skipped"] == [("info", "skipped", "report.txt", "filtered")]
    assert (await rows(database))["report.txt"].category == "filtered"


async def test_what_was_there_already_is_taken_over(database, source, destination, tmp_path: Path):
    write_tree(tmp_path / "destination", {"report.txt": "report", "Projects": {}})

    await migrate(database, source, destination)

    assert await told(database) == {
        ("info", "taken_over", "Projects", None),
        ("info", "taken_over", "report.txt", None),
        ("info", "created", "Projects/a.txt", None),
    }


class Failing(Counting):
    """A folder whose file report.txt cannot be read."""

    kind = Kind.UNAVAILABLE

    async def open(self, file: Entry) -> Any:
        self._fail(file)
        return await super().open(file)

    def reading(self, file: Entry) -> Reading:
        self._fail(file)
        return super().reading(file)

    def _fail(self, file: Entry) -> None:
        if file.name == "report.txt":
            raise PlatformError(self.kind, "the disk is asleep")


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        (Kind.UNAVAILABLE, {}, [("warn", "retried"), ("warn", "retried"), ("error", "flagged")]),
        (Kind.UNAVAILABLE, {"retries": 0}, [("error", "flagged")]),
        (Kind.UNAVAILABLE, {"retries": 3}, [("warn", "retried")] * 3 + [("error", "flagged")]),
        (Kind.FORBIDDEN, {"retries": 3}, [("error", "flagged")]),
    ],
)
async def test_attempts_are_warnings_and_what_waits_for_a_person_is_an_error(
    database, source, destination, tmp_path: Path, kind: Kind, options: dict[str, Any], expected: list[tuple[str, str]]
):
    failing = Failing(tmp_path / "source")
    failing.kind = kind

    await migrate(database, failing, destination, audit_level="warn", **options)

    assert await log(database) == [(*note, "report.txt", kind.value) for note in expected]
    assert (await rows(database))["report.txt"].category == kind.value


async def test_none_writes_nothing_and_trace_writes_all(database, source, destination):
    await migrate(database, source, destination, job="silent", audit_level="none")
    await migrate(database, source, destination, job="loud", audit_level="trace")

    loud = await told(database, "loud")

    assert await log(database, "silent") == []
    assert {("trace", "listed", "Projects", None), ("debug", "verified", "report.txt", None)} <= loud


async def test_a_simulation_has_a_log_of_its_own(database, source, destination):
    await migrate(database, source, destination, simulation_mode=True)

    assert await log(database) == []
    assert ("info", "created", "report.txt", None) in await told(database, simulation_of(JOB))


async def test_a_folder_that_can_be_listed_again_is_no_longer_flagged(database, source, destination, tmp_path: Path):
    folder = tmp_path / "source/Projects"
    await migrate(database, source, destination)
    await migrate(database, Unlistable(tmp_path / "source"), destination)
    flagged = (await rows(database))["Projects"]

    await migrate(database, source, destination)

    assert (flagged.status, flagged.category) == ("remediation", "folder_not_listed")
    assert (await rows(database))["Projects"].status == "success"
    assert folder.is_dir()


class Unlistable(Counting):
    """A folder in which Projects may not be looked into."""

    async def children(self, folder: Entry) -> Any:
        if folder.name == "Projects":
            raise PlatformError(Kind.FORBIDDEN, "permission denied")
        async for page in super().children(folder):
            yield page


async def test_the_last_sample_of_a_run_is_what_it_moved(database, source, destination):
    run = await migrate(database, source, destination)

    taken = await database.all(_SAMPLES, run=run.id)

    assert (taken[0], taken[-1]) == ((0, 0), (2, 7))


async def test_a_run_that_was_cut_short_goes_on_counting(database, source, destination):
    asked = iter([None, None, None, None, "paused"])

    cut = await migrate(database, source, destination, stop=lambda: next(asked, None))
    ended = await migrate(database, source, destination)

    taken = await database.all(_SAMPLES, run=cut.id)
    assert cut.id == ended.id
    assert taken[-1] == (2, 7)
    assert taken == sorted(taken)


def test_every_reason_is_explained_under_a_number_of_its_own():
    assert (set(ABOUT), set(BY_NUMBER.values())) == (set(Reason), set(Reason))
    assert {kind.value for kind in Kind} <= {reason.value for reason in Reason}
