"""What travels besides content, between two Holdalls over sockets: rights, links, comments, tags, descriptions, locks."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from holdall.base.db import Database, query
from holdall.migration.engine.mapping import MapBy, Pair, Rules, Sid
from holdall.migration.engine.options import Permissions
from holdall.migration.platforms.box import BoxPlatform
from holdall.migration.tables import comments, permissions, security
from tests.migration.engine.trees import migrate, rows, statuses
from tests.migration.engine.two import Two
from tests.suites.platforms import children, read

ADD = Permissions(policy="add")
DIFF = Permissions(policy="diff")
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


class TestRights:
    async def test_every_role_is_given_to_the_counterpart(self, two: Two):
        roles = ["editor", "viewer", "previewer", "uploader", "previewer uploader", "viewer uploader", "co-owner"]
        for role in roles:
            await two.share("folder", await two.folder(role), role)
        await two.share("file", await two.file(), "viewer")

        run = await two.migrate(permissions=ADD)

        given = {role: await two.shared_with(role) for role in roles}
        assert run.status == "completed"
        assert given == {role: {two.uma.login: role} for role in roles}
        assert await two.shared_with("report.txt") == {two.uma.login: "viewer"}
        assert await people_rows(two.database) == [("account", "email", two.new_uma.login, 8)]

    async def test_without_a_policy_nothing_is_shared(self, two: Two):
        await two.share("folder", await two.folder())

        await two.migrate()

        assert (await two.shared_with("Team"), await rights_rows(two.database)) == ({}, {})

    async def test_what_is_inherited_is_given_once_where_it_was_given(self, two: Two):
        team = await two.folder()
        inner = await two.old_box.call("post_folders", name="Inner", parent={"id": team})
        await two.file("deep.txt", inner["id"])
        collaboration = await two.share("folder", team)

        await two.migrate(permissions=ADD)

        assert await two.shared_with("Team") == {two.uma.login: "editor"}
        assert await two.shared_with("Team", "Inner") == await two.shared_with("Team", "Inner", "deep.txt") == {}
        assert await rights_rows(two.database) == {collaboration: ("delete,read_write", "success", None)}

    async def test_whom_the_folder_of_the_job_is_shared_with_has_access_to_the_destination_s(self, two: Two):
        root = (await two.source.root()).address.split("/")[1]
        await two.share("folder", root, "viewer")
        await two.file()

        await two.migrate(permissions=ADD)

        assert await two.shared_with() == {two.uma.login: "viewer"}

    async def test_a_second_run_writes_nothing_and_a_change_of_rights_alone_waits_for_a_reset(self, two: Two):
        collaboration = await two.share("folder", await two.folder(), "viewer")
        await two.migrate(permissions=ADD)

        await two.old_box.call("put_collaborations_id", collaboration_id=collaboration, role="editor")
        second = await two.migrate(permissions=ADD)
        unseen = await two.shared_with("Team")
        third = await two.migrate(permissions=ADD, reset_permissions=True)

        assert (second.status, unseen) == ("no_changes", {two.uma.login: "viewer"})
        assert third.status == "completed"
        assert await two.shared_with("Team") == {two.uma.login: "editor"}
        assert await rights_rows(two.database) == {collaboration: ("delete,read_write", "success", None)}
        assert (await two.migrate(permissions=ADD, reset_permissions=True)).status == "no_changes"

    async def test_adding_takes_nothing_away_and_differing_makes_both_sides_equal(self, two: Two):
        eve = two.new.user("Eve")
        collaboration = await two.share("folder", await two.folder(), "viewer")
        await two.migrate(permissions=ADD)
        team = (await two.there("Team"))["id"]
        await two.new_box.call(
            "post_collaborations",
            item={"type": "folder", "id": team},
            accessible_by={"type": "user", "id": eve.id},
            role="editor",
        )
        await two.old_box.call("delete_collaborations_id", collaboration_id=collaboration)

        await two.migrate(permissions=ADD, reset_permissions=True)
        added = await two.shared_with("Team")
        await two.migrate(permissions=DIFF, reset_permissions=True)

        assert added == {two.uma.login: "viewer", eve.login: "editor"}
        assert (await two.shared_with("Team"), await rights_rows(two.database)) == ({}, {})

    async def test_the_destination_s_own_folder_loses_nobody(self, two: Two):
        root = (await two.destination.root()).address.split("/")[1]
        eve = two.new.user("Eve")
        await two.new_box.call(
            "post_collaborations",
            item={"type": "folder", "id": root},
            accessible_by={"type": "user", "id": eve.id},
            role="viewer",
        )
        await two.share("folder", (await two.source.root()).address.split("/")[1], "viewer")

        await two.migrate(permissions=DIFF)

        assert await two.shared_with() == {eve.login: "viewer", two.uma.login: "viewer"}

    async def test_groups_go_by_their_own_map(self, two: Two):
        old = await two.old_box.call("post_groups", name="Sales")
        await two.new_box.call("post_groups", name="Sales worldwide")
        team = await two.folder()
        await two.share("folder", team, "viewer", type="group", id=old["id"])
        pair = Pair(source=Sid(name="Sales", type="group"), destination=Sid(name="Sales worldwide", type="group"))

        await two.migrate(permissions=ADD, group_map=Rules(exceptions=[pair]))

        assert await two.shared_with("Team") == {"Sales worldwide": "viewer"}
        assert await people_rows(two.database) == [("group", "exception", "Sales worldwide", 1)]

    async def test_who_is_unknown_gets_nothing_and_is_told_in_the_map(self, two: Two):
        stranger = two.old.user("Stranger")
        collaboration = await two.share("folder", await two.folder(), id=stranger.id)

        run = await two.migrate(permissions=ADD)

        assert (run.status, await two.shared_with("Team")) == ("completed", {})
        assert await people_rows(two.database) == [("account", "unmapped", None, 0)]
        reason = f"nobody at the destination is {stranger.login}"
        assert await rights_rows(two.database) == {collaboration: ("delete,read_write", "skipped", reason)}

    async def test_a_map_may_want_unknown_people_to_flag_the_item(self, two: Two):
        stranger = two.old.user("Stranger")
        await two.share("folder", await two.folder(), id=stranger.id)

        run = await two.migrate(permissions=ADD, account_map=Rules(unmapped_policy="fail"))

        team = (await rows(two.database))["Team"]
        assert (run.status, team.status, team.category) == ("warn", "remediation", "rights")
        assert team.reason == f"permissions: nobody at the destination is {stranger.login}"

    async def test_a_flagged_item_is_well_when_the_map_is(self, two: Two):
        stranger = two.old.user("Stranger")
        await two.share("folder", await two.folder(), "viewer", id=stranger.id)
        await two.migrate(permissions=ADD, account_map=Rules(unmapped_policy="fail"))
        pair = Pair(source=Sid(email=stranger.login), destination=Sid(email=two.new_uma.login))

        run = await two.migrate(permissions=ADD, account_map=Rules(exceptions=[pair]), retry_flagged=True)

        assert (run.status, await statuses(two.database)) == ("completed", {"Team": "success"})
        assert await two.shared_with("Team") == {two.new_uma.login: "viewer"}

    async def test_trouble_that_does_not_matter_flags_nothing(self, two: Two):
        stranger = two.old.user("Stranger")
        await two.share("folder", await two.folder(), id=stranger.id)
        careless = Permissions(policy="add", failures="none")

        run = await two.migrate(permissions=careless, account_map=Rules(unmapped_policy="fail"))

        assert (run.status, await statuses(two.database)) == ("completed", {"Team": "success"})

    async def test_everybody_may_be_named_as_at_the_source(self, two: Two):
        stranger = two.old.user("Stranger")
        await two.share("folder", await two.folder(), "viewer", id=stranger.id)

        await two.migrate(permissions=ADD, account_map=Rules(map_by=MapBy(passthrough=True)))

        team = (await two.there("Team"))["id"]
        invited = [
            one["invite_email"]
            async for one in two.new_box.iterate("get_folders_id_collaborations", folder_id=team)
            if one["status"] == "pending"
        ]
        assert invited == [stranger.login]

    async def test_a_simulation_maps_people_and_gives_nothing(self, two: Two):
        await two.share("folder", await two.folder())

        await two.migrate(permissions=ADD, simulation_mode=True)

        assert await people_rows(two.database) == [("account", "email", two.new_uma.login, 1)]
        assert [page async for page in two.destination.children(await two.destination.root())] in ([], [[]])

    async def test_nobody_is_told_by_mail(self, two: Two):
        await two.share("folder", await two.folder())

        await two.migrate(permissions=ADD)

        inbox = two.new.enterprise.control.call("GET", "/inbox")
        assert two.new_uma.login not in str(inbox)


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


class TestLocks:
    async def locked(self, two: Two) -> str:
        file = await two.file()
        lock = {"access": "lock", "is_download_prevented": False}
        await two.old_box.call("put_files_id", file_id=file, lock=lock)
        return file

    async def test_locks_are_ignored_unless_they_are_asked_for(self, two: Two):
        await self.locked(two)

        await two.migrate()

        assert (await two.there("report.txt"))["lock"] is None

    async def test_a_lock_is_mirrored_and_ends_when_the_source_s_does(self, two: Two):
        file = await self.locked(two)

        await two.migrate(lock_propagation="mirror_lock")
        lock = (await two.there("report.txt"))["lock"]
        await two.old_box.call("put_files_id", file_id=file, lock=None)
        await two.migrate(lock_propagation="mirror_lock", reset_permissions=True)

        assert lock["created_by"]["login"] == two.new.admin.login
        assert (await two.there("report.txt"))["lock"] is None

    @pytest.mark.parametrize("how", ["mirror_lock", "mirror_owner"])
    async def test_a_locked_file_follows_the_changes_of_whoever_holds_the_lock(self, two: Two, how: str):
        team = await two.folder()
        file = await two.file(folder=team)
        await two.share("folder", team)
        async with two.old.box(two.uma) as uma:
            await uma.call("put_files_id", file_id=file, lock={"access": "lock"})
            await two.migrate(lock_propagation=how, permissions=ADD)
            await uma.upload(b"changed", name="report.txt", file_id=file)
        run = await two.migrate(lock_propagation=how, permissions=ADD)

        found = await two.destination.find(["Team", "report.txt"])
        holder = {"mirror_lock": two.new.admin.login, "mirror_owner": two.new_uma.login}[how]
        assert (run.status, await read(two.destination, found)) == ("completed", b"changed")
        assert (await two.there("Team", "report.txt"))["lock"]["created_by"]["login"] == holder

    async def test_a_lock_has_its_holder_s_counterpart_where_that_is_wanted(self, two: Two):
        team = await two.folder()
        file = await two.file(folder=team)
        await two.share("folder", team)
        async with two.old.box(two.uma) as uma:
            await uma.call("put_files_id", file_id=file, lock={"access": "lock"})

        await two.migrate(lock_propagation="mirror_owner", permissions=ADD)

        assert (await two.there("Team", "report.txt"))["lock"]["created_by"]["login"] == two.new_uma.login


class TestOwners:
    @pytest.fixture
    async def owned(self, two: Two) -> Two:
        """From a root where a folder of Uma's lies beside the administrator's own, into the root of an account."""
        async with two.old.box(two.uma) as box:
            folder = await box.call("post_folders", name="Uma's", parent={"id": "0"})
            await box.upload(b"u", name="hers.txt", folder_id=folder["id"])
            await box.call(
                "post_collaborations",
                item={"type": "folder", "id": folder["id"]},
                accessible_by={"type": "user", "id": two.old.admin.id},
                role="editor",
            )
        two.source, two.destination = BoxPlatform(two.old_box), BoxPlatform(two.new_box)
        return two

    async def test_a_folder_at_the_top_is_handed_to_its_owner_s_counterpart(self, owned: Two):
        run = await owned.migrate(preserve_owners=True)

        found = [await owned.there(*path) for path in (["Uma's"], ["Uma's", "hers.txt"], ["root"])]
        assert run.status == "completed"
        assert [one["owned_by"]["login"] for one in found] == [
            owned.new_uma.login,
            owned.new_uma.login,
            owned.new.admin.login,
        ]

    async def test_what_an_owner_s_counterpart_may_write_is_written_as_that_account(self, owned: Two):
        await owned.migrate(preserve_owners=True)

        found = await owned.destination.find(["Uma's", "hers.txt"])
        fields = ["created_by", "modified_by"]
        record = await owned.new_box.call("get_files_id", file_id=found.address.split("/")[1], fields=fields)
        assert [record[name]["login"] for name in fields] == [owned.new_uma.login] * 2

    async def test_owners_stay_as_they_are_unless_they_are_asked_for(self, owned: Two):
        await owned.migrate()

        assert (await owned.there("Uma's"))["owned_by"]["login"] == owned.new.admin.login

    async def test_an_owner_who_cannot_own_the_counterpart_is_written_down(self, owned: Two):
        owned.destination = BoxPlatform(owned.new_box, root_folder_id=(await owned.there("root"))["id"])

        run = await owned.migrate(preserve_owners=True)

        told = await owned.database.all(
            query(sa.select(permissions.c.status, permissions.c.reason).where(permissions.c.identity == "owner"))
        )
        assert run.status == "completed"
        assert (
            "skipped",
            f"belongs to {owned.new.admin.login}, who cannot hand it over: "
            "only folders at the top of an account are handed over",
        ) in told
        assert (await owned.there("Uma's"))["owned_by"]["login"] == owned.new.admin.login


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
