"""The one rule of what may be removed for good: every way to do it asks."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.clock import DAY
from holdall.base.db import Transaction, query
from holdall.content.identity.tables import enterprises
from holdall.content.items.removal import purge_expired
from holdall.content.items.tables import items, versions
from holdall.content.items.version_changes import remove_expired_versions
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.governance import ask_to_hold, call, catch_up, hold, make_hold, purge
from tests.support.sharing import share
from tests.support.tree import add_version, create, error_of, make_file, subject_of

KEPT = (403, "forbidden_by_policy")
_ITEM = query(sa.select(items.c.purge_at).where(items.c.id == sa.bindparam("item_id", type_=sa.BigInteger)))
_VERSIONS = query(
    sa.select(versions.c.id)
    .where(versions.c.item_id == sa.bindparam("item_id", type_=sa.BigInteger))
    .order_by(versions.c.id)
)


async def upload_over(enterprise: Enterprise, file_id: int) -> None:
    """Another version of a file."""
    await enterprise.gateway.platform.db.write(add_version, await subject_of(enterprise.user), size=2, file_id=file_id)


async def versions_of(enterprise: Enterprise, file_id: int) -> list[int]:
    """The ids of a file's versions."""
    return [one for (one,) in await enterprise.gateway.platform.db.all(_VERSIONS, item_id=file_id)]


async def later(enterprise: Enterprise, days: int, act: Callable[[], Awaitable[Any]]) -> None:
    """Do something when so many days have gone by."""
    clock = enterprise.gateway.platform.clock
    clock.advance(days * DAY)
    try:
        await act()
    finally:
        clock.advance(-days * DAY)


@pytest.fixture
async def policy(enterprise: Enterprise) -> Any:
    """A legal hold policy."""
    return await make_hold(enterprise)


class TestKept:
    async def test_the_trash_spares_it_when_its_time_is_over_and_takes_it_when_it_is_released(
        self, enterprise: Enterprise, policy: Any
    ) -> None:
        db = enterprise.gateway.platform.db
        folder = await create(enterprise.user, "a")
        held = await make_file(enterprise, "held", parent_id=folder["id"])
        free = await make_file(enterprise, "free")
        await hold(enterprise, policy, "file", held.item.id)
        await call(enterprise.user, "delete_folders_id", 204, folder_id=folder["id"], recursive="true")
        await call(enterprise.user, "delete_files_id", 204, file_id=free.item.id)
        await later(enterprise, 31, lambda: purge_expired(db))
        left = [await db.value(_ITEM, item_id=int(one)) is not None for one in (folder["id"], free.item.id)]
        await call(enterprise.admin, "delete_legal_hold_policies_id", 202, legal_hold_policy_id=policy["id"])
        await catch_up(enterprise)
        await later(enterprise, 33, lambda: purge_expired(db))
        assert (left, await versions_of(enterprise, held.item.id)) == ([True, False], [])

    async def test_the_trash_of_versions_spares_it(self, enterprise: Enterprise, policy: Any) -> None:
        db = enterprise.gateway.platform.db
        held, free = await make_file(enterprise, "held"), await make_file(enterprise, "free")
        await hold(enterprise, policy, "file", held.item.id)
        for file in (held, free):
            await upload_over(enterprise, file.item.id)
            await call(
                enterprise.user,
                "delete_files_id_versions_id",
                204,
                file_id=file.item.id,
                file_version_id=file.item.version_id,
            )
        await later(enterprise, 31, lambda: remove_expired_versions(db, retention=30 * 24 * 3600))
        left = [len(await versions_of(enterprise, file.item.id)) for file in (held, free)]
        assert left == [2, 1]

    async def test_no_limit_of_versions_takes_it(self, enterprise: Enterprise, policy: Any) -> None:
        async def unit(tx: Transaction) -> None:
            await tx.update(enterprises, {"id": enterprise.id}, settings={"version_limit": 2})

        await enterprise.gateway.platform.db.write(unit)
        held, free = await make_file(enterprise, "held"), await make_file(enterprise, "free")
        await hold(enterprise, policy, "file_version", held.item.version_id)
        for file in (held, free):
            for _ in range(3):
                await upload_over(enterprise, file.item.id)
        left = [await versions_of(enterprise, file.item.id) for file in (held, free)]
        assert ([len(one) for one in left], left[0][0]) == ([3, 2], held.item.version_id)

    async def test_its_owner_is_not_deleted_with_it_in_the_trash_neither(
        self, enterprise: Enterprise, policy: Any
    ) -> None:
        user_id, user = await enterprise.new_user("Olga")
        file = await make_file(enterprise, "a", client=user)
        await make_file(enterprise, "b", client=user)
        made = await hold(enterprise, policy, "file", file.item.id)
        await call(user, "delete_files_id", 204, file_id=file.item.id)
        refused = await enterprise.admin.call("delete_users_id", user_id=user_id, force="true")
        await call(
            enterprise.admin,
            "delete_legal_hold_policy_assignments_id",
            202,
            legal_hold_policy_assignment_id=made["id"],
        )
        await catch_up(enterprise)
        done = await enterprise.admin.call("delete_users_id", user_id=user_id, force="true")
        assert (error_of(refused), done.status_code) == ((403, "forbidden"), 204)

    async def test_it_does_not_leave_the_enterprise(self, enterprise: Enterprise, policy: Any) -> None:
        elsewhere = await make_enterprise(enterprise.gateway)
        abroad = await create(elsewhere.user, "abroad")
        login = {"login": (await subject_of(enterprise.user)).login}
        given = await share(elsewhere.user, abroad["id"], login, "editor")
        accepted = {"status": "accepted"}
        await call(enterprise.user, "put_collaborations_id", collaboration_id=given["id"], json=accepted)
        held, free = await make_file(enterprise, "held"), await make_file(enterprise, "free")
        await hold(enterprise, policy, "file", held.item.id)
        body = {"parent": {"id": abroad["id"]}}
        answers = [await enterprise.user.call("put_files_id", file_id=one.item.id, json=body) for one in (held, free)]
        assert (error_of(answers[0]), answers[1].status_code) == (KEPT, 200)

    async def test_what_is_given_to_another_stays_held(self, enterprise: Enterprise, policy: Any) -> None:
        other_id, other = await enterprise.new_user("Olga")
        held = await create(enterprise.user, "held")
        inner = await create(enterprise.user, "inner", held["id"])
        file = await make_file(enterprise, "a", parent_id=inner["id"])
        await hold(enterprise, policy, "folder", held["id"])
        given = await share(enterprise.user, inner["id"], {"id": other_id}, "editor")
        body = {"role": "owner"}
        await call(enterprise.user, "put_collaborations_id", 204, collaboration_id=given["id"], json=body)
        assert error_of(await purge(other, "file", file.item.id)) == KEPT

    async def test_what_is_taken_out_of_the_trash_to_another_folder_stays_held(
        self, enterprise: Enterprise, policy: Any
    ) -> None:
        folder = await create(enterprise.user, "a")
        file = await make_file(enterprise, "b", parent_id=folder["id"])
        await hold(enterprise, policy, "folder", folder["id"])
        await call(enterprise.user, "delete_files_id", 204, file_id=file.item.id)
        await call(enterprise.user, "post_files_id", 201, file_id=file.item.id, json={"parent": {"id": "0"}})
        assert error_of(await purge(enterprise.user, "file", file.item.id)) == KEPT

    async def test_a_copy_is_not_held(self, enterprise: Enterprise, policy: Any) -> None:
        file = await make_file(enterprise, "a")
        await hold(enterprise, policy, "file", file.item.id)
        body = {"parent": {"id": "0"}, "name": "copy"}
        copy = await call(enterprise.user, "post_files_id_copy", 201, file_id=file.item.id, json=body)
        assert (await purge(enterprise.user, "file", copy["id"])).status_code == 204


class TestAtOnce:
    async def test_of_a_hold_and_a_removal_one_comes_first(self, enterprise: Enterprise, policy: Any) -> None:
        for number in range(5):
            file = await make_file(enterprise, f"{number}")
            await call(enterprise.user, "delete_files_id", 204, file_id=file.item.id)
            held, removed = await asyncio.gather(
                ask_to_hold(enterprise, policy, "file", file.item.id),
                enterprise.user.call("delete_files_id_trash", file_id=file.item.id),
            )
            assert (held.status_code, removed.status_code) in {(201, 403), (404, 204)}
