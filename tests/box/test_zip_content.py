"""What a zip download sends."""

import asyncio
import io
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.clock import MINUTE, SECOND
from holdall.base.db import query
from holdall.base.errors import RateLimited
from holdall.content.zips import requests
from holdall.storage import PIECE
from tests.box.test_zip_downloads import counts
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise
from tests.support.news import events_about
from tests.support.oauth import downscope
from tests.support.sharing import share
from tests.support.tree import create, error_of
from tests.support.uploads import upload
from tests.support.zips import ask, download_zip, fetch, prepare, unpack


async def blob_of(enterprise: Enterprise, file: dict[str, Any]) -> tuple[str, str]:
    """The store and the key of a file's bytes."""
    found = await enterprise.gateway.platform.db.one(
        query(
            sa.text(
                "SELECT b.store, b.key FROM versions v JOIN blobs b ON b.key = v.blob_key WHERE v.id = :id"
            ).bindparams(sa.bindparam("id", type_=sa.BigInteger))
        ),
        id=int(file["file_version"]["id"]),
    )
    assert found is not None
    return found[0], found[1]


@pytest.mark.operation("get_zip_downloads_id_content")
class TestSendZip:
    async def test_folders_come_with_everything_below_and_empty_ones_too(self, enterprise: Enterprise) -> None:
        top = await create(enterprise.user, "Öffentlich")
        inner = await create(enterprise.user, "漢字 🙂", top["id"])
        await create(enterprise.user, "empty", inner["id"])
        links = await create(enterprise.user, "only links", top["id"])
        link = {"url": "https://example.com", "name": "link", "parent": {"id": links["id"]}}
        await enterprise.user.call("post_web_links", json=link)
        content = bytes(range(256)) * 2000
        await upload(enterprise.user, "a.bin", content, inner["id"])
        alone = await upload(enterprise.user, "alone.txt", b"alone")
        packed = await download_zip(enterprise.user, ("folder", top["id"]), ("file", alone["id"]))
        assert packed == {
            "Öffentlich/only links/": None,
            "Öffentlich/漢字 🙂/a.bin": content,
            "Öffentlich/漢字 🙂/empty/": None,
            "alone.txt": b"alone",
        }

    async def test_an_empty_folder_makes_an_archive_of_its_own(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        assert await download_zip(enterprise.user, ("folder", folder["id"])) == {"a/": None}

    async def test_files_keep_their_times_and_can_be_read_by_everybody(self, enterprise: Enterprise) -> None:
        old = await upload(enterprise.user, "old", b"", content_modified_at="1970-01-02T03:04:05Z")
        new = await upload(enterprise.user, "new", b"", content_modified_at="2020-02-03T04:05:07+01:00")
        response = await fetch(
            enterprise.user, await prepare(enterprise.user, ("file", old["id"]), ("file", new["id"]))
        )
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            told = {one.filename: (one.date_time, oct(one.external_attr >> 16)) for one in archive.infolist()}
        assert told == {
            "old": ((1980, 1, 1, 0, 0, 0), "0o100644"),
            "new": ((2020, 2, 3, 3, 5, 6), "0o100644"),  # the format counts seconds by two
        }

    @pytest.mark.parametrize(
        ("name", "file_name"),
        [
            ("January Financials", "January Financials.zip"),
            ("January.zip", "January.zip"),
            (None, "Download.zip"),
            (" ../\r\n ", "Download.zip"),
            ('a"b/c', "a_b_c.zip"),
        ],
    )
    async def test_the_archive_is_called_as_was_asked(
        self, enterprise: Enterprise, name: str | None, file_name: str
    ) -> None:
        file = await upload(enterprise.user, "a.txt")
        response = await fetch(enterprise.user, await prepare(enterprise.user, ("file", file["id"]), name=name))
        if name == " ../\r\n ":
            file_name = "_.zip"
        assert response.headers["content-disposition"] == f'attachment; filename="{file_name}"'
        assert (response.headers["content-type"], response.headers["x-content-type-options"]) == (
            "application/zip",
            "nosniff",
        )

    async def test_an_address_is_good_once_and_for_a_minute(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt")
        clock = enterprise.gateway.platform.clock
        used, late = [await prepare(enterprise.user, ("file", file["id"])) for _ in range(2)]
        first, second = await fetch(enterprise.user, used), await fetch(enterprise.user, used)
        clock.advance(MINUTE + SECOND)
        third = await fetch(enterprise.user, late)
        clock.advance(-MINUTE - SECOND)
        unknown = await Client(enterprise.gateway).call("get_zip_downloads_id_content", zip_download_id="x" * 48)
        assert (first.status_code, [error_of(one) for one in (second, third, unknown)]) == (
            200,
            [(404, "not_found")] * 3,
        )

    async def test_asking_about_it_does_not_use_it_up(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt")
        prepared = await prepare(enterprise.user, ("file", file["id"]))
        http = Client(enterprise.gateway).http
        before = await http.head(prepared["download_url"])
        response = await fetch(enterprise.user, prepared)
        after = await http.head(prepared["download_url"])
        assert (before.status_code, response.status_code, after.status_code) == (200, 200, 404)

    async def test_every_file_and_the_folder_count_as_downloaded_by_whoever_asked(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        file = await upload(enterprise.user, "a.txt", b"a", folder["id"])
        await download_zip(enterprise.user, ("folder", folder["id"]))
        event_type, created_by, details = (await events_about(enterprise, file["id"]))[-1]
        assert (event_type, created_by, str(details["version_id"])) == (
            "ITEM_DOWNLOAD",
            enterprise.user_id,
            file["file_version"]["id"],
        )
        told = [(event_type, user) for event_type, user, _ in await events_about(enterprise, folder["id"])]
        assert told == [("ITEM_CREATE", enterprise.user_id), ("ITEM_DOWNLOAD", enterprise.user_id)]

    async def test_what_was_taken_away_in_between_is_left_out(self, enterprise: Enterprise) -> None:
        shared = await create(enterprise.user, "shared")
        kept = await upload(enterprise.user, "kept.txt", b"kept", shared["id"])
        gone = await upload(enterprise.user, "gone.txt", b"gone", shared["id"])
        locked = await upload(enterprise.user, "locked.txt", b"locked", shared["id"])
        other = await create(enterprise.user, "other")
        lone = await upload(enterprise.user, "lone.txt", b"lone")
        user_id, client = await enterprise.new_user()
        for item, kind in ((shared, "folder"), (other, "folder"), (lone, "file")):
            await share(enterprise.user, item["id"], {"id": user_id}, "viewer", kind)
        prepared = await prepare(
            client, ("folder", shared["id"]), ("folder", other["id"]), ("file", lone["id"]), ("file", kept["id"])
        )
        await enterprise.user.call("delete_files_id", file_id=gone["id"])
        lock = {"lock": {"access": "lock", "is_download_prevented": True}}
        await enterprise.user.call("put_files_id", file_id=locked["id"], json=lock)
        for item, kind in ((other, "folder"), (lone, "file")):
            place: dict[str, Any] = {f"{kind}_id": item["id"]}
            listed = (await enterprise.user.call(f"get_{kind}s_id_collaborations", **place)).json()["entries"]
            await enterprise.user.call("delete_collaborations_id", collaboration_id=listed[0]["id"])
        packed = unpack(await fetch(client, prepared))
        assert packed == {"shared/kept.txt": b"kept", "kept.txt": b"kept"}
        assert await counts(client, prepared) == (5, 2, 3, 1, "succeeded")

    async def test_who_may_not_sign_in_any_more_downloads_nothing(self, enterprise: Enterprise) -> None:
        user_id, client = await enterprise.new_user()
        file = await upload(client, "a.txt")
        prepared = await prepare(client, ("file", file["id"]))
        await enterprise.admin.call("put_users_id", user_id=user_id, json={"status": "inactive"})
        assert error_of(await fetch(client, prepared)) == (404, "not_found")

    async def test_a_token_for_one_folder_packs_that_folder_alone(self, enterprise: Enterprise) -> None:
        inside, outside = await create(enterprise.user, "in"), await create(enterprise.user, "out")
        await upload(enterprise.user, "a.txt", b"a", inside["id"])
        address = f"https://api.box.com/2.0/folders/{inside['id']}"
        narrowed = await downscope(enterprise, enterprise.user.token, "item_download", resource=address)
        client = Client(enterprise.gateway, narrowed.json()["access_token"])
        refused = await ask(client, ("folder", outside["id"]))
        packed = await download_zip(client, ("folder", inside["id"]))
        assert (error_of(refused), packed) == ((404, "not_found"), {"in/a.txt": b"a"})

    async def test_a_shared_link_opens_it_as_long_as_it_is_there(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        await upload(enterprise.user, "a.txt", b"a", folder["id"])
        shared = await enterprise.user.call(
            "put_folders_id",
            folder_id=folder["id"],
            json={"shared_link": {"access": "open", "password": "Secret123@"}},
            fields="shared_link",
        )
        header = f"shared_link={shared.json()['shared_link']['url']}&shared_link_password=Secret123@"
        other = await make_enterprise(enterprise.gateway)
        client = other.user.with_headers(boxapi=header)
        first, second = [await prepare(client, ("folder", folder["id"])) for _ in range(2)]
        packed = unpack(await fetch(client, first))
        await enterprise.user.call("put_folders_id", folder_id=folder["id"], json={"shared_link": None})
        after = unpack(await fetch(client, second))
        assert (packed, after, await counts(other.user, second)) == ({"a/a.txt": b"a"}, {}, (1, 0, 1, 1, "succeeded"))

    async def test_bytes_that_are_gone_are_skipped(self, enterprise: Enterprise) -> None:
        whole = await upload(enterprise.user, "whole.bin", b"w" * 100_000)
        lost = await upload(enterprise.user, "lost.bin", b"l" * 100_000)
        store, key = await blob_of(enterprise, lost)
        await enterprise.gateway.platform.stores[store].delete([key])
        prepared = await prepare(enterprise.user, ("file", lost["id"]), ("file", whole["id"]))
        packed = unpack(await fetch(enterprise.user, prepared))
        assert (packed, await counts(enterprise.user, prepared)) == (
            {"whole.bin": b"w" * 100_000},
            (2, 1, 1, 0, "succeeded"),
        )

    async def test_a_client_that_goes_away_ends_it(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "large.bin", b"x" * (PIECE * 80))
        prepared = await prepare(enterprise.user, ("file", file["id"]))
        sent: list[Any] = []
        has_left = asyncio.Event()

        async def receive() -> Any:
            await has_left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)
            if len(sent) == 20:
                has_left.set()

        path = prepared["download_url"].removeprefix("https://holdall.test")
        scope = {"type": "http", "method": "GET", "scheme": "https", "path": path, "raw_path": path.encode()}
        scope |= {"query_string": b"", "headers": [], "server": ("holdall.test", 443), "http_version": "1.1"}
        await enterprise.gateway(scope, receive, send)
        assert (len(sent) < 60, sent[-1].get("more_body")) == (True, True)
        assert await counts(enterprise.user, prepared) == (1, 0, 0, 0, "failed")

    async def test_a_file_that_cannot_be_read_to_its_end_cuts_the_archive_off(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "cut.bin", b"x" * (PIECE * 2))
        prepared = await prepare(enterprise.user, ("file", file["id"]))
        store, key = await blob_of(enterprise, file)
        path = enterprise.gateway.platform.settings.data / "blobs" / key[:3] / key
        assert store == "main"
        path.write_bytes(b"x" * PIECE)
        with pytest.raises(Exception, match="ends at byte"):
            await fetch(enterprise.user, prepared)
        path.unlink()
        assert await counts(enterprise.user, prepared) == (1, 0, 0, 0, "failed")

    async def test_five_at_a_time_are_enough_for_one_user_and_ten_for_an_enterprise(
        self, enterprise: Enterprise
    ) -> None:
        file = await upload(enterprise.user, "a.txt")
        people = [enterprise.user]
        for _ in range(2):
            user_id, client = await enterprise.new_user()
            await share(enterprise.user, file["id"], {"id": user_id}, "viewer", "file")
            people.append(client)
        begun = [await prepare(people[0], ("file", file["id"])) for _ in range(6)]
        begun += [await prepare(people[1], ("file", file["id"])) for _ in range(5)]
        begun += [await prepare(people[2], ("file", file["id"]))]
        db = enterprise.gateway.platform.db
        outcomes = []
        for prepared in begun:
            token = prepared["download_url"].split("/")[-2]
            try:
                await db.write(requests.begin_zip, token)
                outcomes.append("begun")
            except RateLimited as limited:
                outcomes.append(limited.reason)
        assert outcomes == [
            *["begun"] * 5,
            "user_too_many_concurrent_downloads",
            *["begun"] * 5,
            "enterprise_too_many_concurrent_downloads",
        ]
        refused = await fetch(people[0], begun[5])
        assert (error_of(refused), refused.headers["retry-after"]) == (
            (429, "user_too_many_concurrent_downloads"),
            "60",
        )
