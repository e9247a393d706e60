"""What happens when a retention is over: removal, letting go, mail before, and what owners may have to say."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.clock import DAY, format_instant
from holdall.base.db import query
from holdall.content.governance.disposition import dispose_due
from holdall.content.items.removal import remove_discarded
from holdall.content.items.tables import versions
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.governance import call, catch_up, empty, hold, make_hold, make_retention, purge, retain
from tests.support.news import events_about, mail_to
from tests.support.sharing import share
from tests.support.tree import add_version, create, error_of, make_file, space_used, subject_of

_VERSIONS = query(
    sa.select(versions.c.id)
    .where(versions.c.item_id == sa.bindparam("item_id", type_=sa.BigInteger))
    .order_by(versions.c.id)
)
YEAR = 365 * 24 * 3600
LETS_GO = {"disposition_action": "remove_retention"}


async def after(enterprise: Enterprise, days: float, act: Callable[[], Awaitable[Any]] | None = None) -> Any:
    """What the platform does by itself when so many days have gone by, and then this."""
    platform = enterprise.gateway.platform
    platform.clock.advance(int(days * DAY))
    try:
        await dispose_due(platform.db)
        await remove_discarded(platform.db)
        return None if act is None else await act()
    finally:
        platform.clock.advance(-int(days * DAY))


async def versions_of(enterprise: Enterprise, file_id: int) -> list[int]:
    """The ids of a file's versions."""
    return [one for (one,) in await enterprise.gateway.platform.db.all(_VERSIONS, item_id=file_id)]


async def upload_over(enterprise: Enterprise, file_id: int) -> None:
    """Another version of a file."""
    subject = await subject_of(enterprise.user)
    await enterprise.gateway.platform.db.write(add_version, subject, size=2, file_id=file_id)


@pytest.fixture(autouse=True)
async def patient(enterprise: Enterprise) -> None:
    """Tokens that are good for as long as the tests let go by."""
    enterprise.user = Client(enterprise.gateway, await enterprise.new_token(enterprise.user_id, lifetime=YEAR))
    enterprise.admin = Client(enterprise.gateway, await enterprise.new_token(enterprise.admin_id, lifetime=YEAR))


@pytest.fixture
async def folder(enterprise: Enterprise) -> Any:
    """A folder of the user's."""
    return await create(enterprise.user, "folder")


class TestRemoval:
    async def test_a_file_is_removed_when_its_time_is_over_and_not_before(
        self, enterprise: Enterprise, folder: Any
    ) -> None:
        file = await make_file(enterprise, "a", parent_id=folder["id"], size=3)
        await retain(enterprise, await make_retention(enterprise), "folder", folder["id"])
        await after(enterprise, 29)
        before = await enterprise.user.call("get_files_id", file_id=file.item.id)
        await after(enterprise, 31)
        gone = await enterprise.user.call("get_files_id", file_id=file.item.id)
        left = await call(enterprise.user, "get_folders_id", folder_id=folder["id"], fields="size,item_collection")
        used = await space_used(enterprise.gateway.platform.db, enterprise.user_id)
        assert (before.status_code, gone.status_code, left["size"], used) == (200, 404, 0, 0)
        assert [event for event, who, _ in await events_about(enterprise, file.item.id) if who is None] == [
            "ITEM_TRASH",
            "DELETE",
        ]

    async def test_it_is_removed_from_the_trash_too(self, enterprise: Enterprise, folder: Any) -> None:
        inner = await create(enterprise.user, "inner", folder["id"])
        below = await make_file(enterprise, "a", parent_id=inner["id"], size=3)
        alone = await make_file(enterprise, "b", parent_id=folder["id"], size=4)
        await retain(enterprise, await make_retention(enterprise), "folder", folder["id"])
        await call(enterprise.user, "delete_folders_id", 204, folder_id=inner["id"], recursive="true")
        await call(enterprise.user, "delete_files_id", 204, file_id=alone.item.id)
        await after(enterprise, 31)
        back = await call(enterprise.user, "post_folders_id", 201, folder_id=inner["id"])
        top = await call(enterprise.user, "get_folders_id", folder_id=folder["id"])
        assert [await versions_of(enterprise, one.item.id) for one in (below, alone)] == [[], []]
        assert (back["size"], top["size"], top["item_collection"]["total_count"]) == (0, 0, 1)

    async def test_versions_go_one_by_one(self, enterprise: Enterprise, folder: Any) -> None:
        file = await make_file(enterprise, "a", parent_id=folder["id"])
        await retain(enterprise, await make_retention(enterprise), "folder", folder["id"])
        platform = enterprise.gateway.platform
        platform.clock.advance(10 * DAY)
        try:
            await upload_over(enterprise, file.item.id)
        finally:
            platform.clock.advance(-10 * DAY)
        both = await versions_of(enterprise, file.item.id)
        await after(enterprise, 31)
        one = await versions_of(enterprise, file.item.id)
        await after(enterprise, 41)
        assert (one, await versions_of(enterprise, file.item.id)) == (both[1:], [])

    async def test_what_is_held_or_retained_for_longer_stays(self, enterprise: Enterprise, folder: Any) -> None:
        held = await make_file(enterprise, "held", parent_id=folder["id"])
        inner = await create(enterprise.user, "inner", folder["id"])
        longer = await make_file(enterprise, "longer", parent_id=inner["id"])
        await retain(enterprise, await make_retention(enterprise), "folder", folder["id"])
        year = await make_retention(enterprise, policy_name="Year", retention_length=365, **LETS_GO)
        await retain(enterprise, year, "folder", inner["id"])
        policy = await make_hold(enterprise)
        await hold(enterprise, policy, "file", held.item.id)
        await after(enterprise, 31)
        left = [len(await versions_of(enterprise, one.item.id)) for one in (held, longer)]
        await call(enterprise.admin, "delete_legal_hold_policies_id", 202, legal_hold_policy_id=policy["id"])
        await catch_up(enterprise)
        await after(enterprise, 366)
        assert (left, [len(await versions_of(enterprise, one.item.id)) for one in (held, longer)]) == ([1, 1], [0, 1])

    async def test_a_policy_that_lets_go_removes_nothing(self, enterprise: Enterprise, folder: Any) -> None:
        file = await make_file(enterprise, "a", parent_id=folder["id"])
        await retain(enterprise, await make_retention(enterprise, **LETS_GO), "folder", folder["id"])
        refused = await purge(enterprise.user, "file", file.item.id)
        done = await after(enterprise, 31, lambda: empty(enterprise.user, "file", file.item.id))
        assert (refused.status_code, done.status_code) == (403, 204)

    async def test_what_was_uploaded_long_ago_is_due_as_soon_as_a_folder_is_retained(
        self, enterprise: Enterprise, folder: Any
    ) -> None:
        file = await make_file(enterprise, "a", parent_id=folder["id"])
        policy = await make_retention(enterprise, retention_length=1)
        platform = enterprise.gateway.platform
        platform.clock.advance(2 * DAY)
        try:
            await retain(enterprise, policy, "folder", folder["id"])
            await dispose_due(platform.db)
        finally:
            platform.clock.advance(-2 * DAY)
        assert (await enterprise.user.call("get_files_id", file_id=file.item.id)).status_code == 404


class TestNotices:
    async def test_owners_co_owners_and_those_who_are_named_are_told_once(
        self, enterprise: Enterprise, folder: Any
    ) -> None:
        co_owner_id, _ = await enterprise.new_user("Carla")
        editor_id, _ = await enterprise.new_user("Emil")
        await share(enterprise.user, folder["id"], {"id": co_owner_id}, "co-owner")
        await share(enterprise.user, folder["id"], {"id": editor_id}, "editor")
        await make_file(enterprise, "report.txt", parent_id=folder["id"])
        policy = await make_retention(
            enterprise, are_owners_notified=True, custom_notification_recipients=[{"id": str(enterprise.admin_id)}]
        )
        await retain(enterprise, policy, "folder", folder["id"])
        people = (enterprise.user_id, co_owner_id, enterprise.admin_id, editor_id)
        told = []
        for days in (0, 17, 18, 25):
            await after(enterprise, days)
            letters = [
                [one for one in await mail_to(enterprise, person) if "retention" in one.subject] for person in people
            ]
            told.append([len(one) for one in letters])
        [letter] = letters[0]
        assert told == [[0, 0, 0, 0], [1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 0]]
        assert ("report.txt" in letter.text, "Invoices" in letter.text, "deleted permanently" in letter.text) == (
            True,
            True,
            True,
        )


class TestExtension:
    async def extend(self, client: Any, file_id: int, date: str) -> Any:
        return await client.call(
            "put_files_id", file_id=file_id, json={"disposition_at": date}, fields="disposition_at"
        )

    async def test_an_owner_extends_as_far_as_the_policy_says_and_takes_nothing_back(
        self, enterprise: Enterprise, folder: Any
    ) -> None:
        file = await make_file(enterprise, "a", parent_id=folder["id"])
        policy = await make_retention(enterprise, can_owner_extend_retention=True, max_extension_length="10")
        await retain(enterprise, policy, "folder", folder["id"])
        made_at = file.item.created_at
        dates = [format_instant(made_at + days * DAY) for days in (38, 45, 35)]
        answers = [await self.extend(enterprise.user, file.item.id, date) for date in dates]
        await after(enterprise, 35)
        kept = len(await versions_of(enterprise, file.item.id))
        await after(enterprise, 39)
        assert ([one.status_code for one in answers], kept, await versions_of(enterprise, file.item.id)) == (
            [200, 403, 400],
            1,
            [],
        )
        assert answers[0].json()["disposition_at"] == dates[0]

    async def test_nobody_extends_what_is_not_retained_or_not_for_owners_to_say(
        self, enterprise: Enterprise, folder: Any
    ) -> None:
        editor_id, editor = await enterprise.new_user("Emil")
        await share(enterprise.user, folder["id"], {"id": editor_id}, "editor")
        file, free = await make_file(enterprise, "a", parent_id=folder["id"]), await make_file(enterprise, "b")
        policy = await make_retention(enterprise)
        await retain(enterprise, policy, "folder", folder["id"])
        date = "2999-01-01T00:00:00+00:00"
        answers = [
            await self.extend(enterprise.user, free.item.id, date),
            await self.extend(enterprise.user, file.item.id, date),
            await self.extend(editor, file.item.id, date),
        ]
        assert [error_of(one) for one in answers] == [
            (403, "forbidden"),
            (403, "forbidden"),
            (403, "access_denied_insufficient_permissions"),
        ]
