"""What travels besides content, between two Holdalls over sockets: rights, links, comments, tags, descriptions, locks."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from holdall.base.db import Database, query
from holdall.migration.engine.options import Permissions
from holdall.migration.tables import comments, permissions, security
from tests.migration.engine.trees import migrate, rows, statuses
from tests.migration.engine.two import Two
from tests.suites.platforms import children

ADD = Permissions(policy="add")
LINKS = Permissions(links=True)


async def rights_rows(database: Database) -> dict[str, tuple[str, str, str | None]]:
    """Rights of the ledger by the source's identity: rights, status, reason."""
    found = await database.all(
        query(
            sa.select(
                permissions.c.identity, permissions.c.rights, permissions.c.status, permissions.c.reason
            ).order_by(permissions.c.id)
        )
    )
    return {identity: (rights, status, reason) for identity, rights, status, reason in found}


async def people_rows(database: Database) -> list[tuple[Any, ...]]:
    """The security map: type, resolution, the destination's address or name, how many rights."""
    found = await database.all(
        query(
            sa.select(security.c.type, security.c.resolution, security.c.destination, security.c.permissions).order_by(
                security.c.id
            )
        )
    )
    return [
        (kind, by, destination and (destination.get("email") or destination.get("name")), count)
        for kind, by, destination, count in found
    ]


class TestLinks:
    async def shared(self, two: Two, kind: str, identifier: str, **link: Any) -> None:
        await two.old_box.call(f"put_{kind}s_id", **{f"{kind}_id": identifier}, shared_link=link)

    async def test_links_are_as_open_and_allow_as_much_and_end_when_the_source_s_do(self, two: Two):
        end = "2037-01-01T00:00:00+00:00"
        await self.shared(two, "file", await two.file("open.txt"), access="open", unshared_at=end)
        await self.shared(two, "folder", await two.folder(), access="company", permissions={"can_download": False})
        await self.shared(two, "file", await two.file("own.txt"), access="collaborators")

        await two.migrate(permissions=LINKS)

        links = [(await two.there(name))["shared_link"] for name in ("open.txt", "Team", "own.txt")]
        assert [link["access"] for link in links] == ["open", "company", "collaborators"]
        assert [link["permissions"]["can_download"] for link in links] == [True, False, True]
        assert links[0]["unshared_at"].startswith("2037-01-01T00:00:00")
        assert await rights_rows(two.database) == {"link": ("read", "success", None)}

    async def test_a_password_is_not_copied_and_so_the_link_lets_in_nobody_new(self, two: Two):
        await self.shared(two, "file", await two.file(), access="open", password="correct horse")

        run = await two.migrate(permissions=LINKS)

        link = (await two.there("report.txt"))["shared_link"]
        ((_, status, reason),) = (await rights_rows(two.database)).values()
        assert (run.status, link["access"], link["is_password_enabled"]) == ("completed", "collaborators", False)
        assert (status, reason) == (
            "processed",
            "the password cannot be read: the link is for collaborators alone until it is given one and opened",
        )

    async def test_links_stay_behind_unless_they_are_asked_for(self, two: Two):
        await self.shared(two, "file", await two.file(), access="open")

        await two.migrate(permissions=ADD)

        assert (await two.there("report.txt"))["shared_link"] is None


class TestComments:
    async def test_comments_say_whose_they_are_and_from_when_and_are_made_once(self, two: Two):
        file = await two.file()
        made = [
            await two.old_box.call("post_comments", item={"type": "file", "id": file}, message=text)
            for text in ("First", "Second")
        ]

        await two.migrate()
        await two.old_box.upload(b"changed", name="report.txt", file_id=file)
        await two.migrate()
        await two.migrate(reset_permissions=True)

        day = made[0]["created_at"][:16].replace("T", " ")
        assert await two.said("report.txt") == [
            f"Ada Admin <{two.old.admin.login}>, {day} UTC:\n{text}" for text in ("First", "Second")
        ]

    async def test_a_comment_that_the_ledger_missed_is_not_made_again(self, two: Two):
        file = await two.file()
        await two.old_box.call("post_comments", item={"type": "file", "id": file}, message="Once")
        await two.migrate()
        await two.database.write(lambda tx: tx.run(query(sa.delete(comments))))

        await two.migrate(reset_permissions=True)

        assert len(await two.said("report.txt")) == 1

    async def test_comments_stay_behind_where_they_are_not_wanted(self, two: Two):
        file = await two.file()
        await two.old_box.call("post_comments", item={"type": "file", "id": file}, message="Here")

        await two.migrate(comments=False)

        assert await two.said("report.txt") == []


class TestDescriptionsAndTags:
    async def test_they_travel_with_files_folders_and_links(self, two: Two):
        file, folder = await two.file(), await two.folder()
        await two.old_box.call("put_files_id", file_id=file, description="Numbers", tags=["q1", "draft"])
        await two.old_box.call("put_folders_id", folder_id=folder, description="All of us", tags=["team"])
        link = await two.source.create_link(await two.source.root(), "link", "https://example.com/")
        await two.old_box.call("put_web_links_id", web_link_id=link.address.split("/")[1], description="Out there")

        await two.migrate()

        told = [(await two.there(name))["description"] for name in ("report.txt", "Team", "link")]
        tags = [(await two.there(name))["tags"] for name in ("report.txt", "Team")]
        assert (told, [sorted(one) for one in tags]) == (
            ["Numbers", "All of us", "Out there"],
            [["draft", "q1"], ["team"]],
        )

    async def test_tags_of_the_destination_stay(self, two: Two):
        file = await two.file()
        await two.migrate()
        there = (await two.there("report.txt"))["id"]
        await two.new_box.call("put_files_id", file_id=there, tags=["ours"])
        await two.old_box.call("put_files_id", file_id=file, tags=["theirs"])

        await two.migrate(reset_permissions=True)

        assert sorted((await two.there("report.txt"))["tags"]) == ["ours", "theirs"]

    async def test_they_stay_behind_where_they_are_not_wanted(self, two: Two):
        file = await two.file()
        await two.old_box.call("put_files_id", file_id=file, description="Numbers", tags=["q1"])

        await two.migrate(tags="none", descriptions=False)

        found = await two.there("report.txt")
        assert (found["description"], found["tags"]) == ("", [])


async def test_trouble_flags_the_item_and_keeps_nothing_else_from_being_carried(two: Two):
    folder = await two.folder()
    await two.share("folder", folder, "viewer")
    await two.old_box.call("put_folders_id", folder_id=folder, description="All of us")
    await two.file()
    two.new.enterprise.control.inject_fault("post_collaborations", status=403)
    try:
        run = await two.migrate(permissions=ADD)
    finally:
        two.new.enterprise.control.clear_faults()
    found = await rows(two.database)
    well = await two.migrate(permissions=ADD, retry_flagged=True)

    assert (run.status, found["Team"].status, found["report.txt"].status) == ("warn", "remediation", "success")
    assert (found["Team"].reason or "").startswith("permissions: Uma as viewer: ")
    assert (await two.there("Team"))["description"] == "All of us"
    assert (well.status, await two.shared_with("Team")) == ("completed", {two.uma.login: "viewer"})


@pytest.mark.parametrize(
    ("operation", "fault"),
    [
        ("post_collaborations", {"cut": "middle"}),
        ("post_comments", {"cut": "middle"}),
        ("put_files_id", {"cut": "middle"}),
        ("post_collaborations", {"status": 429, "retry_after": 0}),
    ],
)
async def test_answers_that_get_lost_are_looked_for_and_nothing_is_given_or_said_twice(
    two: Two, operation: str, fault: dict[str, Any]
):
    file = await two.file()
    await two.share("file", file, "viewer")
    await two.old_box.call("post_comments", item={"type": "file", "id": file}, message="Here")
    await two.old_box.call("put_files_id", file_id=file, description="Numbers", tags=["q1"])
    two.new.enterprise.control.inject_fault(operation, count=2, **fault)
    try:
        run = await two.migrate(permissions=ADD)
    finally:
        two.new.enterprise.control.clear_faults()

    found = await two.there("report.txt")
    assert (run.status, await statuses(two.database)) == ("completed", {"report.txt": "success"})
    assert await two.shared_with("report.txt") == {two.uma.login: "viewer"}
    assert (len(await two.said("report.txt")), found["description"], found["tags"]) == (1, "Numbers", ["q1"])


async def test_moving_leaves_at_the_source_what_could_not_be_carried_whole_until_it_is(two: Two):
    file = await two.file()
    await two.old_box.call("post_comments", item={"type": "file", "id": file}, message="Here")
    await two.file("plain.txt")
    two.new.enterprise.control.inject_fault("post_comments", status=403)
    try:
        run = await two.migrate(transfer_type="move")
    finally:
        two.new.enterprise.control.clear_faults()
    left = await children(two.source, await two.source.root())

    again = await two.migrate(transfer_type="move", retry_flagged=True)

    assert (run.status, list(left)) == ("warn", ["report.txt"])
    assert (again.status, len(await two.said("report.txt"))) == ("completed", 1)
    assert await children(two.source, await two.source.root()) == {}


async def test_a_run_that_ends_in_the_middle_goes_on_and_gives_nothing_twice(two: Two):
    for number in range(6):
        await two.share("folder", await two.folder(f"Team {number}"), "viewer")
    asked = iter(range(1000))

    first = await two.migrate(permissions=ADD, stop=lambda: "paused" if next(asked) > 12 else None)
    given = len(await rights_rows(two.database))
    second = await two.migrate(permissions=ADD)

    assert (first.status, second.status, first.id == second.id) == ("running", "completed", True)
    assert given < 6
    assert [await two.shared_with(f"Team {number}") for number in range(6)] == [{two.uma.login: "viewer"}] * 6
    assert await people_rows(two.database) == [("account", "email", two.new_uma.login, 6)]


async def test_a_counterpart_that_was_deleted_and_made_again_gets_all_of_it_again(two: Two):
    file = await two.file()
    await two.old_box.call("put_files_id", file_id=file, description="Numbers", tags=["q1"])
    await two.old_box.call("put_files_id", file_id=file, shared_link={"access": "company"})
    await two.old_box.call("post_comments", item={"type": "file", "id": file}, message="Here")
    both = Permissions(policy="add", links=True)
    await two.migrate(permissions=both)
    await two.destination.delete(await two.destination.find(["report.txt"]))
    await two.old_box.upload(b"changed", name="report.txt", file_id=file)

    await two.migrate(permissions=both)

    found = await two.there("report.txt")
    assert (found["description"], found["tags"], found["shared_link"]["access"]) == ("Numbers", ["q1"], "company")
    assert len(await two.said("report.txt")) == 1


async def test_what_is_gone_from_both_sides_leaves_no_rows(two: Two):
    await two.share("folder", await two.folder(), "viewer")
    await two.file()
    mirror = {"delete_propagation": "mirror", "delete_brake": 100}
    await two.migrate(permissions=ADD, **mirror)
    await two.source.delete(await two.source.find(["Team"]))

    await two.migrate(permissions=ADD, **mirror)

    assert (await rights_rows(two.database), list(await rows(two.database))) == ({}, ["report.txt"])


def requests_of(url: str, operation: str) -> float:
    """How many requests of an operation a server has answered."""
    lines = httpx.get(f"{url}/metrics").text.splitlines()
    wanted = [line for line in lines if line.startswith("holdall_requests_total") and f'"{operation}"' in line]
    return sum(float(line.rsplit(" ", 1)[1]) for line in wanted)


async def test_a_large_folder_is_asked_for_as_a_whole_and_only_what_has_something_is_looked_at(two: Two):
    for number in range(12):
        await two.file(f"{number}.txt")
    tagged = await two.file("tagged.txt")
    await two.old_box.call("put_files_id", file_id=tagged, tags=["one"])
    asked = [(url, operation) for url in (two.old.url, two.new.url) for operation in ("get_files_id", "put_files_id")]
    before = [requests_of(*one) for one in asked]

    await two.migrate(permissions=ADD, verify=False)

    after = [requests_of(*one) for one in asked]
    assert (await two.there("tagged.txt"))["tags"] == ["one"]
    # One look at what tags the counterpart has, and one change of it.
    assert [now - then for now, then in zip(after, before, strict=True)] == [0, 0, 1, 1]


async def test_nothing_is_asked_of_a_platform_that_has_no_extras(two: Two, tmp_path: Any):
    from holdall.migration.platforms.local import LocalPlatform

    await two.file()

    run = await migrate(two.database, two.source, LocalPlatform(tmp_path), permissions=ADD)

    assert (run.status, (tmp_path / "report.txt").read_text()) == ("completed", "report.txt")
