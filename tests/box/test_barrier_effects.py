"""What an information barrier in force keeps apart: Ken is kept from what Olga owns, and not the other way."""

from dataclasses import dataclass
from typing import Any

import pytest

from holdall.base.db import Transaction
from holdall.content.access import Action
from holdall.content.access.explain import explain, subject_for
from holdall.content.identity.inventory import find_user
from holdall.content.sharing.collaboration_tables import collaborations
from tests.support.barriers import change_status, wall_off, work
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.finding import names
from tests.support.sharing import error_of, send_invitation, share
from tests.support.tree import create, names_in
from tests.support.uploads import upload

BLOCKED = (403, "forbidden_by_policy")


@dataclass
class Stage:
    """Ken, who is kept from what Olga owns, Nora, who is in no segment, and Olga's folder with a file in it."""

    enterprise: Enterprise
    ken_id: int
    ken: Client
    olga_id: int
    olga: Client
    nora_id: int
    nora: Client
    folder: str
    file: str

    async def wall_off(self, **more: Any) -> Any:
        """Enable the barrier: its id."""
        return await wall_off(self.enterprise, self.ken_id, self.olga_id, **more)

    async def group_of(self, *user_ids: int) -> str:
        """The id of a group with these members."""
        admin = self.enterprise.admin
        group_id: str = (await admin.call("post_groups", json={"name": "Team"})).json()["id"]
        for user_id in user_ids:
            assert (await self.join(group_id, user_id)).status_code == 201
        return group_id

    async def join(self, group_id: str, user_id: int) -> Any:
        """What comes of putting a user into a group."""
        body = {"user": {"id": str(user_id)}, "group": {"id": group_id}}
        return await self.enterprise.admin.call("post_group_memberships", json=body)

    async def told(self, what: str) -> list[dict[str, Any]]:
        """The events of what was blocked, from the log."""
        log = await self.enterprise.admin.call("get_events", stream_type="admin_logs", limit=500)
        kind = f"SHIELD_INFORMATION_BARRIER_{what}_BLOCKED"
        return [one for one in log.json()["entries"] if one["event_type"] == kind]


@pytest.fixture
async def stage(enterprise: Enterprise) -> Stage:
    ken_id, ken = await enterprise.new_user("Ken Kept")
    olga_id, olga = await enterprise.new_user("Olga Owner")
    nora_id, nora = await enterprise.new_user("Nora Neutral")
    folder = (await create(olga, "Plans"))["id"]
    file = (await upload(olga, "plan.txt", b"x", folder))["id"]
    return Stage(enterprise, ken_id, ken, olga_id, olga, nora_id, nora, folder, file)


class TestWhatWasShared:
    async def test_what_crosses_is_out_of_reach_at_once_and_removed_for_good(self, stage: Stage) -> None:
        crossing = await share(stage.olga, stage.folder, {"id": stage.ken_id})
        staying = await share(stage.olga, stage.folder, {"id": stage.nora_id})
        barrier_id = await stage.wall_off(with_work=False)
        hidden = await stage.ken.call("get_files_id", file_id=stage.file)
        still = await stage.olga.call("get_collaborations_id", collaboration_id=crossing["id"])
        await work(stage.enterprise.gateway, barrier_id)
        removed = await stage.olga.call("get_collaborations_id", collaboration_id=crossing["id"])
        left = (await stage.olga.call("get_folders_id_collaborations", folder_id=stage.folder)).json()["entries"]
        await change_status(stage.enterprise.admin, barrier_id, "disabled")
        afterwards = await stage.ken.call("get_files_id", file_id=stage.file)
        assert (hidden.status_code, still.status_code, removed.status_code) == (404, 200, 404)
        assert ([one["id"] for one in left], afterwards.status_code) == ([staying["id"]], 404)

    async def test_all_files_and_searches_leave_it_out(self, stage: Stage) -> None:
        await share(stage.olga, stage.folder, {"id": stage.ken_id})
        before = (await names_in(stage.ken), sorted(await names(stage.ken, "plan")))
        await stage.wall_off(with_work=False)
        after = (await names_in(stage.ken), await names(stage.ken, "plan"))
        assert (before, after) == ((["Plans"], ["Plans", "plan.txt"]), ([], []))

    async def test_a_group_loses_what_one_of_its_members_is_kept_from(self, stage: Stage) -> None:
        group_id = await stage.group_of(stage.nora_id, stage.ken_id)
        crossing = await share(stage.olga, stage.folder, {"type": "group", "id": group_id})
        await stage.wall_off()
        removed = await stage.olga.call("get_collaborations_id", collaboration_id=crossing["id"])
        assert removed.status_code == 404

    async def test_it_goes_one_way(self, stage: Stage) -> None:
        folder = (await create(stage.ken, "Notes"))["id"]
        await share(stage.ken, folder, {"id": stage.olga_id})
        await stage.wall_off()
        assert (await stage.olga.call("get_folders_id", folder_id=folder)).status_code == 200

    async def test_what_belongs_to_others_stays_shared_by_both(self, stage: Stage) -> None:
        folder = (await create(stage.nora, "Common"))["id"]
        for user_id in (stage.ken_id, stage.olga_id):
            await share(stage.nora, folder, {"id": user_id})
        await upload(stage.olga, "by Olga.txt", b"x", folder)
        await stage.wall_off()
        assert await names_in(stage.ken, folder) == ["by Olga.txt"]

    async def test_administrators_in_a_segment_are_kept_too(self, enterprise: Enterprise, stage: Stage) -> None:
        coadmin_id, coadmin = await enterprise.new_user("Cora", role="coadmin")
        before = await coadmin.call("get_folders_id", folder_id=stage.folder)
        await wall_off(enterprise, coadmin_id, stage.olga_id)
        after = await coadmin.call("get_folders_id", folder_id=stage.folder)
        other = await enterprise.admin.call("get_folders_id", folder_id=stage.folder)
        assert (before.status_code, after.status_code, other.status_code) == (200, 404, 200)

    async def test_a_collaboration_that_came_about_otherwise_opens_nothing(self, stage: Stage) -> None:
        shared = await share(stage.olga, stage.folder, {"id": stage.nora_id})
        await stage.wall_off()

        async def slip_in(tx: Transaction) -> None:
            await tx.update(collaborations, {"id": int(shared["id"])}, user_id=stage.ken_id)

        db = stage.enterprise.gateway.platform.db
        await db.write(slip_in)
        ken = await find_user(db, str(stage.ken_id))
        assert ken is not None
        why = await explain(db, subject_for(ken), Action.VIEW, int(stage.file))
        assert (await stage.ken.call("get_files_id", file_id=stage.file)).status_code == 404
        assert (why.allowed, why.reasons) == (
            False,
            [
                f"an information barrier keeps user {stage.ken_id} (segment 'Research') from what belongs to user "
                f"{stage.olga_id} (segment 'Trading')"
            ],
        )


class TestSharing:
    async def test_nobody_invites_across_it(self, stage: Stage) -> None:
        group_id = await stage.group_of(stage.ken_id)
        barrier_id = await stage.wall_off()
        user = await send_invitation(stage.olga, stage.folder, {"id": stage.ken_id})
        login = (await stage.ken.call("get_users_me")).json()["login"]
        by_login = await send_invitation(stage.olga, stage.folder, {"login": login})
        group = await send_invitation(stage.olga, stage.folder, {"type": "group", "id": group_id})
        neutral = await send_invitation(stage.olga, stage.folder, {"id": stage.nora_id})
        told = await stage.told("COLLAB")
        await change_status(stage.enterprise.admin, barrier_id, "disabled")
        afterwards = await send_invitation(stage.olga, stage.folder, {"id": stage.ken_id})
        assert [error_of(one) for one in (user, by_login, group)] == [BLOCKED] * 3
        assert (neutral.status_code, afterwards.status_code) == (201, 201)
        assert [one["source"]["item_id"] for one in told] == [stage.folder] * 3
        assert [one["additional_details"]["user_id"] for one in told] == [str(stage.ken_id)] * 3
        assert told[0]["created_by"]["id"] == str(stage.olga_id)

    async def test_nobody_joins_a_group_that_reaches_across_it(self, stage: Stage) -> None:
        group_id, other_id = await stage.group_of(stage.nora_id), stage.nora_id
        await share(stage.olga, stage.folder, {"type": "group", "id": group_id})
        await stage.wall_off()
        refused = await stage.join(group_id, stage.ken_id)
        user_id, _ = await stage.enterprise.new_user()
        joined = await stage.join(group_id, user_id)
        told = await stage.told("GROUP_ADD_USER")
        assert (error_of(refused), joined.status_code, other_id) == (BLOCKED, 201, stage.nora_id)
        assert [(one["source"]["id"], one["additional_details"]["group_id"]) for one in told] == [
            (str(stage.ken_id), group_id)
        ]

    async def test_links_open_nothing_to_who_is_kept_and_all_to_others(self, stage: Stage) -> None:
        body = {"shared_link": {"access": "open"}}
        made = await stage.olga.call(
            "put_files_id#add_shared_link", file_id=stage.file, fields="shared_link", json=body
        )
        url = made.json()["shared_link"]["url"]
        await stage.wall_off()
        header = f"shared_link={url}"
        kept = await stage.ken.call("get_shared_items", boxapi=header)
        neutral = await stage.nora.call("get_shared_items", boxapi=header)
        guest = await stage.ken.http.get(url, headers={"authorization": ""})
        told = await stage.told("SHARED_ITEM_ACCESS")
        assert (error_of(kept), neutral.status_code, guest.status_code) == (BLOCKED, 200, 200)
        assert [(one["source"]["item_id"], one["created_by"]["id"]) for one in told] == [
            (stage.file, str(stage.ken_id))
        ]


class TestChangingHands:
    async def test_nothing_is_given_across_it(self, stage: Stage) -> None:
        own = (await create(stage.ken, "Ken's"))["id"]
        given = await share(stage.ken, own, {"id": stage.olga_id})
        await stage.wall_off()
        place = {"collaboration_id": given["id"]}
        handed = await stage.ken.call("put_collaborations_id", **place, json={"role": "owner"})
        body = {"owned_by": {"id": str(stage.ken_id)}}
        transferred = await stage.enterprise.admin.call("put_users_id_folders_0", user_id=stage.olga_id, json=body)
        other_way = await stage.enterprise.admin.call(
            "put_users_id_folders_0", user_id=stage.ken_id, json={"owned_by": {"id": str(stage.olga_id)}}
        )
        told = await stage.told("ITEM_OWNER_TRANSFER")
        assert (error_of(handed), error_of(transferred), other_way.status_code) == (BLOCKED, BLOCKED, 200)
        assert [one["additional_details"]["restricted_user"]["id"] for one in told] == [
            str(stage.olga_id),
            str(stage.ken_id),
        ]

    async def test_nobody_carries_content_across_it(self, stage: Stage) -> None:
        target = (await create(stage.ken, "Target"))["id"]
        await share(stage.ken, target, {"id": stage.nora_id})
        await share(stage.olga, stage.folder, {"id": stage.nora_id})
        await stage.wall_off()
        body = {"parent": {"id": target}}
        moved = await stage.nora.call("put_files_id", file_id=stage.file, json=body)
        copied = await stage.nora.call("post_files_id_copy", file_id=stage.file, json=body)
        whole = await stage.nora.call("post_folders_id_copy", folder_id=stage.folder, json=body)
        own = await stage.nora.call("post_files_id_copy", file_id=stage.file, json={"parent": {"id": "0"}})
        told = [(await stage.told(what)) for what in ("ITEM_MOVE", "ITEM_COPY")]
        assert [error_of(one) for one in (moved, copied, whole)] == [BLOCKED] * 3
        assert (own.status_code, [len(one) for one in told]) == (201, [1, 2])
        assert told[0][0]["additional_details"]["destination_folder"] == {
            "item_type": "folder",
            "item_id": target,
            "item_name": "Target",
        }

    async def test_a_folder_behind_it_is_no_place_to_put_anything(self, stage: Stage) -> None:
        own = (await upload(stage.ken, "own.txt", b"x"))["id"]
        await share(stage.olga, stage.folder, {"id": stage.ken_id})
        await stage.wall_off(with_work=False)
        body = {"parent": {"id": stage.folder}}
        moved = await stage.ken.call("put_files_id", file_id=own, json=body)
        copied = await stage.ken.call("post_files_id_copy", file_id=own, json=body)
        told = [(await stage.told(what)) for what in ("ITEM_MOVE", "ITEM_COPY")]
        assert (error_of(moved), error_of(copied)) == ((404, "not_found"), (404, "not_found"))
        assert [[one["source"]["item_id"] for one in some] for some in told] == [[own], [own]]
