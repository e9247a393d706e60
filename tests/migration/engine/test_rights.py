"""Rights between two Holdalls over sockets: who has what at the destination, and who has not."""

from holdall.migration.engine.mapping import MapBy, Pair, Rules, Sid
from holdall.migration.engine.options import Permissions
from tests.migration.engine.test_extras import ADD, people_rows, rights_rows
from tests.migration.engine.trees import rows, statuses
from tests.migration.engine.two import Two

DIFF = Permissions(policy="diff")


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
