"""Archives of several files and folders."""

from typing import Any

import pytest
import sqlalchemy as sa

from holdall.base.clock import HOUR, MINUTE
from holdall.base.db import query
from holdall.content.items.tables import ItemType
from holdall.content.zips import requests
from holdall.content.zips.requests import forget_zips, prepare_zip
from holdall.content.zips.tables import zip_downloads
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.sharing import share
from tests.support.tree import create, error_of, make_file, subject_of
from tests.support.uploads import upload
from tests.support.zips import ask, fetch, prepare, status, unpack

REFUSED = (403, "access_denied_insufficient_permissions")
COUNTS = ("total_file_count", "downloaded_file_count", "skipped_file_count", "skipped_folder_count", "state")


async def counts(client: Client, prepared: dict[str, Any]) -> tuple[Any, ...]:
    told = (await status(client, prepared)).json()
    return tuple(told[name] for name in COUNTS)


@pytest.mark.operation("post_zip_downloads")
class TestCreateZipDownload:
    async def test_the_addresses_are_absolute_and_good_for_a_minute(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt")
        prepared = await prepare(enterprise.user, ("file", file["id"]))
        assert prepared["name_conflicts"] == []
        for name in ("download_url", "status_url"):
            assert prepared[name].startswith("https://holdall.test/2.0/zip_downloads/")
        assert prepared["expires_at"].endswith("+00:00")

    async def test_items_of_one_name_are_both_renamed_and_told(self, enterprise: Enterprise) -> None:
        folders = [await create(enterprise.user, name) for name in ("one", "two")]
        files = [
            await upload(enterprise.user, name, name.encode(), folder["id"])
            for name, folder in zip(("Report.pdf", "report.PDF"), folders, strict=True)
        ]
        other = await upload(enterprise.user, "other")
        items = [("file", one["id"]) for one in (*files, other)]
        prepared = await prepare(enterprise.user, *items)
        first, second = (f"Report ({files[0]['id']}).pdf", f"report ({files[1]['id']}).PDF")
        assert prepared["name_conflicts"] == [
            [
                {
                    "id": files[0]["id"],
                    "type": "file",
                    "original_name": "Report.pdf",
                    "download_name": first,
                },
                {
                    "id": files[1]["id"],
                    "type": "file",
                    "original_name": "report.PDF",
                    "download_name": second,
                },
            ]
        ]
        assert unpack(await fetch(enterprise.user, prepared)) == {
            first: b"Report.pdf",
            second: b"report.PDF",
            "other": b"",
        }

    async def test_a_new_name_is_one_that_nothing_else_has(self, enterprise: Enterprise) -> None:
        folders = [await create(enterprise.user, name) for name in ("one", "two")]
        same = [await create(enterprise.user, "same", folder["id"]) for folder in folders]
        taken = await create(enterprise.user, f"same ({same[0]['id']})")
        prepared = await prepare(enterprise.user, *(("folder", one["id"]) for one in (*same, taken)))
        names = [one["download_name"] for one in prepared["name_conflicts"][0]]
        assert names == [f"same ({same[0]['id']}-1)", f"same ({same[1]['id']})"]

    async def test_what_is_named_twice_is_there_once(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt", b"a")
        prepared = await prepare(enterprise.user, *[("file", file["id"])] * 2)
        assert (prepared["name_conflicts"], unpack(await fetch(enterprise.user, prepared))) == ([], {"a.txt": b"a"})

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"items": []},
            {"items": [{"type": "web_link", "id": "1"}]},
            {"items": [{"type": "file"}]},
            {"items": [{"type": "folder", "id": "0"}]},
            {"items": [{"type": "folder", "id": "x"}]},
        ],
    )
    async def test_what_cannot_be_packed_is_refused(self, enterprise: Enterprise, body: dict[str, Any]) -> None:
        assert error_of(await enterprise.user.call("post_zip_downloads", json=body)) == (400, "bad_request")

    async def test_a_root_folder_by_its_own_id_is_refused_too(self, enterprise: Enterprise) -> None:
        root_id = (await subject_of(enterprise.user)).root_id
        assert error_of(await ask(enterprise.user, ("folder", root_id))) == (400, "bad_request")

    async def test_nothing_may_be_missing_or_out_of_reach(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt")
        hidden = await upload(enterprise.admin, "b.txt")
        trashed = await upload(enterprise.user, "c.txt")
        await enterprise.user.call("delete_files_id", file_id=trashed["id"])
        answers = [
            await ask(enterprise.user, ("file", file["id"]), other)
            for other in (("file", 1), ("file", hidden["id"]), ("folder", file["id"]), ("file", trashed["id"]))
        ]
        assert [error_of(one) for one in answers] == [(404, "not_found")] * 3 + [(404, "trashed")]

    @pytest.mark.parametrize(
        ("role", "status_code"),
        [("co-owner", 202), ("editor", 202), ("viewer", 202), ("previewer", 403), ("uploader", 403)],
    )
    async def test_who_may_download_may_do_it_in_an_archive(
        self, enterprise: Enterprise, role: str, status_code: int
    ) -> None:
        folder = await create(enterprise.user, "shared")
        user_id, client = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": user_id}, role)
        response = await ask(client, ("folder", folder["id"]))
        assert response.status_code == status_code

    async def test_a_token_that_may_only_preview_packs_nothing(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a.txt")
        token = await enterprise.new_token(enterprise.user_id, scopes=("item_preview",))
        response = await ask(Client(enterprise.gateway, token), ("file", file["id"]))
        assert error_of(response) == (403, "insufficient_scope")

    async def test_more_files_than_a_limit_are_refused_with_boxs_code(
        self, enterprise: Enterprise, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(requests, "MOST_FILES", 3)
        folder = await create(enterprise.user, "a")
        inner = await create(enterprise.user, "b", folder["id"])
        files = [(await make_file(enterprise, str(n), parent_id=inner["id"])).item.id for n in range(4)]
        answers = [
            await ask(enterprise.user, ("folder", folder["id"])),
            await ask(enterprise.user, *(("file", file_id) for file_id in files)),
        ]
        await enterprise.user.call("delete_files_id", file_id=files[0])
        fitting = await ask(enterprise.user, ("folder", folder["id"]))
        assert [error_of(one) for one in answers] == [(400, "zip_download_file_count_exceeded_limit")] * 2
        assert fitting.status_code == 202

    async def test_more_bytes_than_the_limit_are_refused_with_boxs_code(self, enterprise: Enterprise) -> None:
        db, subject = enterprise.gateway.platform.db, await subject_of(enterprise.user)
        folder = await create(enterprise.user, "a")
        await make_file(enterprise, "large", parent_id=folder["id"], size=60)
        file = (await make_file(enterprise, "b", size=41)).item.id
        wanted = [(ItemType.FOLDER, int(folder["id"])), (ItemType.FILE, file)]
        seen = []
        for limit in (100, 101, 0):
            try:
                await prepare_zip(db, subject, wanted, file_name="", byte_limit=limit)
                seen.append("prepared")
            except Exception as error:
                seen.append(getattr(error, "reason", repr(error)))
        assert seen == ["zip_download_pre_compressed_bytes_exceeded_limit", "prepared", "prepared"]


@pytest.mark.operation("get_zip_downloads_id_status")
class TestGetZipStatus:
    async def test_after_the_download_it_is_all_told(self, enterprise: Enterprise) -> None:
        files = [await upload(enterprise.user, name, b"x") for name in ("a", "b")]
        folder = await create(enterprise.user, "c")
        items = [*(("file", one["id"]) for one in files), ("folder", folder["id"])]
        prepared = await prepare(enterprise.user, *items)
        before = await status(enterprise.user, prepared)
        await fetch(enterprise.user, prepared)
        assert error_of(before) == (404, "not_found")
        assert await counts(enterprise.user, prepared) == (2, 2, 0, 0, "succeeded")

    async def test_what_came_in_between_counts_too(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        prepared = await prepare(enterprise.user, ("folder", folder["id"]))
        await upload(enterprise.user, "late.txt", b"late", folder["id"])
        packed = unpack(await fetch(enterprise.user, prepared))
        assert packed == {"a/late.txt": b"late"}
        assert await counts(enterprise.user, prepared) == (1, 1, 0, 0, "succeeded")

    async def test_only_whoever_asked_is_told(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a")
        prepared = await prepare(enterprise.user, ("file", file["id"]))
        await fetch(enterprise.user, prepared)
        answers = [await status(enterprise.admin, prepared), await status(Client(enterprise.gateway), prepared)]
        assert [one.status_code for one in answers] == [404, 401]

    async def test_a_download_whose_process_is_gone_has_failed(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a")
        prepared = await prepare(enterprise.user, ("file", file["id"]))
        db, clock = enterprise.gateway.platform.db, enterprise.gateway.platform.clock
        await db.write(requests.begin_zip, prepared["download_url"].split("/")[-2])
        before = await counts(enterprise.user, prepared)
        clock.advance(2 * MINUTE)
        after = await counts(enterprise.user, prepared)
        clock.advance(-2 * MINUTE)
        assert (before[-1], after[-1]) == ("in_progress", "failed")

    async def test_after_half_a_day_it_is_forgotten(self, enterprise: Enterprise) -> None:
        file = await upload(enterprise.user, "a")
        begun, waiting = [await prepare(enterprise.user, ("file", file["id"])) for _ in range(2)]
        await fetch(enterprise.user, begun)
        db, clock = enterprise.gateway.platform.db, enterprise.gateway.platform.clock
        left = query(sa.select(sa.func.count()).where(zip_downloads.c.user_id == enterprise.user_id))
        counted = []
        for moved in (0, 2 * MINUTE, 13 * HOUR):
            clock.advance(moved)
            await db.write(forget_zips)
            clock.advance(-moved)
            counted.append(await db.value(left))
        assert (counted, waiting["name_conflicts"]) == ([2, 1, 0], [])
