"""Workers that are killed while they carry rights, links, owners, comments, tags, metadata and locks: all arrives, and once."""

import os

import pytest
import sqlalchemy as sa

from holdall.base.db import Database, open_database, query
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.tables import comments, extras, permissions, runs
from tests.faults.migrating import Account, Lives, ledger_of
from tests.migration.engine.test_metadata import apply, make_template, values
from tests.migration.engine.two import Two, between
from tests.support.companies import Company

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

FILES = 2
OPTIONS = {
    "permissions": {"policy": "add", "links": True},
    "preserve_owners": True,
    "lock_propagation": "mirror_lock",
}
ROLES = ("editor", "viewer", "co-owner")
_COMMENTS, *_ = _WRITTEN = [
    query(sa.select(sa.func.count()).select_from(table), int) for table in (comments, extras, permissions)
]
_STATUSES = query(sa.select(runs.c.status).order_by(runs.c.id), str)


@pytest.fixture
def kills() -> int:
    """How often a life of the workers ends: HOLDALL_FAULTS_KILLS=50 ./dev test tests/faults/test_extras_kills.py finds more."""
    return int(os.environ.get("HOLDALL_FAULTS_KILLS") or 5)


async def fill(two: Two, *teams: int) -> None:
    """Folders that are shared, with files in them about which much was said; and one that belongs to somebody else."""
    await make_template(two.old_box)
    for team in teams:
        folder = (await two.old_box.call("post_folders", name=f"Team {team}", parent={"id": "0"}))["id"]
        await two.share("folder", folder, ROLES[team % len(ROLES)])
        await two.old_box.call("put_folders_id", folder_id=folder, description=f"All of {team}")
        for number in range(FILES):
            file = await two.file(f"{number}.txt", folder)
            for words in ("First", "Second"):
                await two.old_box.call("post_comments", item={"type": "file", "id": file}, message=words)
            link = {"access": "company"}
            await two.old_box.call("put_files_id", file_id=file, tags=["one", "two"], shared_link=link)
            await apply(two.old_box, "file", file, {"name": f"{team} {number}", "state": "open", "tags": ["a", "b"]})
            await two.old_box.call("put_files_id", file_id=file, lock={"access": "lock"})
    async with two.old.box(two.uma) as box:
        own = await box.call("post_folders", name=f"Of Uma {teams[0]}", parent={"id": "0"})
        whom = {"type": "user", "id": two.old.admin.id}
        await box.call(
            "post_collaborations", item={"type": "folder", "id": own["id"]}, accessible_by=whom, role="editor"
        )


async def written(database: Database) -> int:
    """How many rows tell of what was carried."""
    return sum([await database.value(statement) or 0 for statement in _WRITTEN])


async def check(two: Two, team: int) -> None:
    """What belongs to a team's content is at the destination, once."""
    name = f"Team {team}"
    assert await two.shared_with(name) == {two.uma.login: ROLES[team % len(ROLES)]}
    assert (await two.there(name))["description"] == f"All of {team}"
    for number in range(FILES):
        file = await two.there(name, f"{number}.txt")
        said = [text.partition(":\n")[2] for text in await two.said(name, f"{number}.txt")]
        assert (said, file["tags"], file["shared_link"]["access"]) == (["First", "Second"], ["one", "two"], "company")
        assert file["lock"]["created_by"]["login"] == two.new.admin.login
        metadata = {"name": f"{team} {number}", "state": "open", "tags": ["a", "b"]}
        assert await values(two, name, f"{number}.txt") == {"enterprise.contract": metadata}


async def test_what_belongs_to_content_is_there_once_whenever_workers_are_killed(
    ready_database_url: str, company: Company, other_company: Company, kills: int
):
    """A run that the last kill found at its end is over: the one after it has nothing to do, and the first did it all."""
    database = await open_database(ready_database_url)
    async with between(database, company, other_company) as two:
        two.source, two.destination = BoxPlatform(two.old_box), BoxPlatform(two.new_box)
        teams = range(2 + kills // 2)
        await fill(two, *teams)
        source, destination = [Account(side.url, side.admin.token, "0") for side in (two.old, two.new)]
        lives = Lives(ready_database_url, source, destination, seed=9)
        killed = 0
        for _ in range(kills):
            enough = await written(database) + 1 + lives.dice.randrange(8)

            async def has_carried_some(enough: int = enough) -> bool:
                return await written(database) >= enough

            killed += await lives.kill_when(has_carried_some, **OPTIONS)
        await lives.finish(**OPTIONS)

        assert killed > kills // 2
        for team in teams:
            await check(two, team)
        assert (await two.there("Of Uma 0"))["owned_by"]["login"] == two.new_uma.login
        _, files = await ledger_of(ready_database_url)
        assert {status for _, status, _, _ in files} == {"success"}
        assert await database.value(_COMMENTS) == len(teams) * FILES * 2
        await lives.finish(**OPTIONS)
        first, *others = await database.all(_STATUSES)
        assert (first, set(others)) == ("completed", {"no_changes"})
    await database.close()
