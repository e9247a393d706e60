"""Storage policies: which there are, to whom they are assigned, and where new content then goes."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from holdall.base.db import query
from holdall.base.settings import Settings
from holdall.cli.preparation import CannotStart, prepare
from holdall.cli.server import Application
from holdall.content.items.tables import versions
from holdall.storage import StoreUnavailable, find_parts
from holdall.storage.tables import blobs
from tests.box.test_chunked_uploads import commit, open_session, send_all
from tests.support.bytes import blobs_of
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.sharing import share
from tests.support.tree import create, error_of
from tests.support.uploads import download, send_upload, upload, upload_version

_KEYS = query(
    sa.select(versions.c.blob_key)
    .where(versions.c.item_id == sa.bindparam("id", type_=sa.BigInteger))
    .order_by(versions.c.number)
)
_STORES = query(sa.select(blobs.c.store).where(blobs.c.enterprise_id == sa.bindparam("id", type_=sa.BigInteger)))


async def stores_of(enterprise: Enterprise, file: Any) -> list[str]:
    """Where the bytes of a file's versions are, the oldest first."""
    db = enterprise.gateway.platform.db
    keys = [key for (key,) in await db.all(_KEYS, id=int(file["id"]))]
    return [part.store for key in keys for part in await find_parts(db, key)]


async def assign(client: Client, policy: str, kind: str, assignee_id: Any) -> httpx.Response:
    """The answer to the wish to assign a policy."""
    body = {
        "storage_policy": {"type": "storage_policy", "id": policy},
        "assigned_to": {"type": kind, "id": str(assignee_id)},
    }
    return await client.call("post_storage_policy_assignments", json=body)


async def resolved(client: Client, kind: str, assignee_id: Any) -> list[tuple[str, str]]:
    """The assignments that hold for somebody, and their policies."""
    answer = await client.call(
        "get_storage_policy_assignments", resolved_for_type=kind, resolved_for_id=str(assignee_id)
    )
    assert answer.status_code == 200, answer.text
    return [(one["id"], one["storage_policy"]["id"]) for one in answer.json()["entries"]]


@pytest.mark.operation("get_storage_policies", "get_storage_policies_id")
class TestPolicies:
    async def test_each_store_of_the_settings_is_one(self, enterprise: Enterprise) -> None:
        listed = await enterprise.admin.call("get_storage_policies")
        read = [
            await enterprise.admin.call("get_storage_policies_id", storage_policy_id=name)
            for name in ("second", "third")
        ]
        assert listed.json() == {
            "entries": [{"type": "storage_policy", "id": name, "name": name} for name in ("main", "second")],
            "limit": 100,
            "next_marker": None,
            "prev_marker": None,
        }
        assert (read[0].json(), error_of(read[1])) == (listed.json()["entries"][1], (404, "not_found"))

    async def test_a_list_is_read_page_by_page(self, enterprise: Enterprise) -> None:
        first = (await enterprise.admin.call("get_storage_policies", limit=1, fields="id")).json()
        second = (await enterprise.admin.call("get_storage_policies", limit=1, marker=first["next_marker"])).json()
        assert (first["entries"], [one["id"] for one in second["entries"]], second["next_marker"]) == (
            [{"type": "storage_policy", "id": "main"}],
            ["second"],
            None,
        )


@pytest.mark.operation(
    "get_storage_policy_assignments",
    "post_storage_policy_assignments",
    "get_storage_policy_assignments_id",
    "put_storage_policy_assignments_id",
    "delete_storage_policy_assignments_id",
)
class TestAssignments:
    async def test_a_user_has_the_enterprises_until_there_is_an_own_one(self, enterprise: Enterprise) -> None:
        admin = enterprise.admin
        own: dict[str, Any] = {"storage_policy_assignment_id": f"user_{enterprise.user_id}"}
        inherited = await resolved(admin, "user", enterprise.user_id)
        made = await assign(admin, "second", "user", enterprise.user_id)
        held = await resolved(admin, "user", enterprise.user_id)
        read = await admin.call("get_storage_policy_assignments_id", **own)
        ended = [await admin.call("delete_storage_policy_assignments_id", **own) for _ in range(2)]
        assert inherited == [(f"enterprise_{enterprise.id}", "main")]
        assert (made.status_code, made.json()) == (
            200,
            {
                "type": "storage_policy_assignment",
                "id": f"user_{enterprise.user_id}",
                "storage_policy": {"type": "storage_policy", "id": "second"},
                "assigned_to": {"type": "user", "id": str(enterprise.user_id)},
            },
        )
        assert (held, read.json()) == ([(f"user_{enterprise.user_id}", "second")], made.json())
        assert [one.status_code for one in ended] == [204, 404]
        assert await resolved(admin, "user", enterprise.user_id) == inherited

    async def test_the_enterprise_always_has_one(self, enterprise: Enterprise) -> None:
        admin = enterprise.admin
        own: dict[str, Any] = {"storage_policy_assignment_id": f"enterprise_{enterprise.id}"}
        second = {"storage_policy": {"type": "storage_policy", "id": "second"}}
        seen = [await resolved(admin, "enterprise", enterprise.id)]
        changed = await admin.call("put_storage_policy_assignments_id", **own, json=second)
        seen.append(await resolved(admin, "user", enterprise.user_id))
        ended = await admin.call("delete_storage_policy_assignments_id", **own)
        seen.append(await resolved(admin, "enterprise", enterprise.id))
        assert (changed.json()["storage_policy"]["id"], ended.status_code) == ("second", 204)
        assert [policy for ((_, policy),) in seen] == ["main", "second", "main"]

    async def test_what_cannot_be_assigned_is_refused(self, enterprise: Enterprise) -> None:
        admin, user_id = enterprise.admin, enterprise.user_id
        other = await make_enterprise(enterprise.gateway)
        await assign(admin, "second", "user", user_id)
        refused = [
            await assign(admin, "main", "user", user_id),
            await assign(admin, "third", "enterprise", enterprise.id),
            await assign(admin, "main", "user", other.user_id),
            await assign(admin, "main", "enterprise", other.id),
            await assign(enterprise.user, "main", "user", user_id),
        ]
        assert [error_of(one) for one in refused] == [
            (409, "conflict"),
            (400, "bad_request"),
            (404, "not_found"),
            (404, "not_found"),
            (403, "access_denied_insufficient_permissions"),
        ]


class TestContent:
    async def test_new_content_of_a_user_goes_to_its_policy(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"first")
        await assign(enterprise.admin, "second", "user", enterprise.user_id)
        await upload_version(enterprise.user, file["id"], b"second")
        large = await upload(enterprise.user, "b.bin", b"x" * 100_000)
        session = await open_session(enterprise.user)
        parts = await send_all(enterprise.user, session)
        chunked = (await commit(enterprise.user, session, parts)).json()["entries"][0]
        await enterprise.admin.call(
            "delete_storage_policy_assignments_id", storage_policy_assignment_id=f"user_{enterprise.user_id}"
        )
        last = await upload(enterprise.user, "c.txt", b"last")
        assert await stores_of(enterprise, file) == ["database", "second"]
        assert await stores_of(enterprise, large) == ["second"]
        assert set(await stores_of(enterprise, chunked)) == {"second"}
        assert await stores_of(enterprise, last) == ["database"]
        assert (await download(enterprise.user, file["id"])).content == b"second"

    async def test_the_owner_of_the_folder_decides_and_not_who_uploads(self, enterprise: Enterprise) -> None:
        await assign(enterprise.admin, "second", "user", enterprise.user_id)
        folder = await create(enterprise.user, "shared")
        guest_id, guest = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": guest_id}, role="editor")
        theirs = await upload(guest, "a.txt", b"for Uma", parent=folder["id"])
        own = await upload(guest, "b.txt", b"for me")
        assert (await stores_of(enterprise, theirs), await stores_of(enterprise, own)) == (["second"], ["database"])

    async def test_what_is_made_of_content_stays_beside_it(self, enterprise: Enterprise) -> None:
        await assign(enterprise.admin, "second", "enterprise", enterprise.id)
        file = await upload(enterprise.user, "a.md", b"# Title\n\nsome words")
        await enterprise.gateway.platform.renditions.text(int(file["file_version"]["id"]), "a.md")
        stores = await enterprise.gateway.platform.db.all(_STORES, id=enterprise.id)
        assert [store for (store,) in stores] == ["second", "second"]

    async def test_a_refused_upload_leaves_nothing_there(self, enterprise: Enterprise) -> None:
        await assign(enterprise.admin, "second", "enterprise", enterprise.id)
        await upload(enterprise.user, "a.txt", b"there")
        attributes = {"name": "b.txt", "parent": {"id": "0"}}
        refused = await send_upload(enterprise.user, attributes, b"other", content_md5="0" * 40)
        assert (error_of(refused), await blobs_of(enterprise)) == ((400, "bad_digest"), 1)


class TestMissingStores:
    async def test_a_server_does_not_start_without_a_store_that_holds_content(self, tmp_path: Path) -> None:
        one = Settings(data=tmp_path, storage_policies=f"cold={tmp_path / 'cold'}", work="elsewhere", log_format="none")
        none = Settings(data=tmp_path, work="elsewhere", log_format="none")
        await _start_and_upload(one)
        with pytest.raises(StoreUnavailable, match="name no store 'cold', but blobs are in it and 1 storage policy"):
            await Application(none).start()

    async def test_the_command_says_so_before_any_process_begins(self, tmp_path: Path) -> None:
        await _start_and_upload(
            Settings(data=tmp_path, storage_policies=f"cold={tmp_path / 'cold'}", work="elsewhere", log_format="none")
        )
        with pytest.raises(CannotStart, match="put cold=PLACE back"):
            await asyncio.to_thread(prepare, Settings(data=tmp_path, port=0))

    async def test_a_store_that_was_never_used_may_go(self, tmp_path: Path) -> None:
        names = f"cold={tmp_path / 'cold'}; warm={tmp_path / 'warm'}"
        both = Settings(data=tmp_path, storage_policies=names, work="elsewhere", log_format="none")
        one = Settings(data=tmp_path, storage_policies=f"cold={tmp_path / 'cold'}", work="elsewhere", log_format="none")
        await _start_and_upload(both)
        application = Application(one)
        gateway = await application.start()
        await application.stop()
        assert gateway.platform.stores.policies == ("main", "cold")


async def _start_and_upload(settings: Settings) -> None:
    """Start a server, put content into the store named cold, and stop it."""
    application = Application(settings)
    enterprise = await make_enterprise(await application.start())
    await assign(enterprise.admin, "cold", "enterprise", enterprise.id)
    await upload(enterprise.user, "a.txt", b"cold")
    await application.stop()
