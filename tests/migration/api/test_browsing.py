"""What is behind a connection: items by path and by id, people and groups, counts."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from holdall.connector import Box
from tests.migration.api.answers import described, many, one
from tests.migration.api.test_connections import connect_folder, unique
from tests.support.companies import Company
from tests.support.metadata import field

AWKWARD = ["two words", "emoji 😀", "percent %2F", "plus+and&", "quote ' \"", "nfd é", "...", " leading"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", ".hidden", "c.TXT"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "sub" / "deep").mkdir(parents=True)
    (tmp_path / "sub" / "deep" / "d.bin").write_bytes(b"\0" * 1000)
    return tmp_path


async def connect_admin(service: httpx.AsyncClient, company: Company, **more: Any) -> dict[str, Any]:
    auth = {"access_token": company.enterprise.admin_token, "base_url": company.url}
    body = {"name": unique(), "platform": {"id": "box"}, "auth": auth, **more}
    return one(await service.post("/v1/connections", json=body), 201)


class TestItems:
    async def test_a_folder_is_listed_by_path_and_by_id(self, service: httpx.AsyncClient, folder: Path):
        address = f"/v1/connections/{(await connect_folder(service, folder))['id']}/items"
        root = {item["name"]: item for item in many(await service.get(address))}

        by_path = many(await service.get(address, params={"path": "/sub/deep"}))
        deeper = many(await service.get(f"{address}/{root['sub']['id']}"))
        by_id = many(await service.get(deeper[0]["links"]["items"]["href"]))

        assert (sorted(root), [item["name"] for item in deeper]) == (
            [".hidden", "a.txt", "b.txt", "c.TXT", "sub"],
            ["deep"],
        )
        assert by_path == by_id
        assert [(item["name"], item["bytes"], item["type"]) for item in by_id] == [("d.bin", 1000, "item")]
        assert (root["sub"]["bytes"], root["sub"]["type"], root["sub"]["item_type"]["id"]) == (
            None,
            "container",
            "folder",
        )
        assert root["a.txt"]["content_modified_on"] == int((folder / "a.txt").stat().st_mtime)

    async def test_awkward_names_are_reached_by_both(self, service: httpx.AsyncClient, tmp_path: Path):
        for name in AWKWARD:
            (tmp_path / name).mkdir()
            (tmp_path / name / "inside").touch()
        address = f"/v1/connections/{(await connect_folder(service, tmp_path))['id']}/items"

        found = many(await service.get(address))

        assert {item["name"] for item in found} == set(AWKWARD)
        for item in found:
            inside = [
                many(await service.get(item["links"]["items"]["href"])),
                many(await service.get(address, params={"path": f"/{item['name']}"})),
            ]
            assert [[one["name"] for one in found] for found in inside] == [["inside"], ["inside"]]

    async def test_pages_searches_and_orders(self, service: httpx.AsyncClient, folder: Path):
        address = f"/v1/connections/{(await connect_folder(service, folder))['id']}/items"

        for query, names, total in (
            ("q=TXT&sort=name", ["a.txt", "b.txt", "c.TXT"], 3),
            ("q=txt&sort=name+DESC&limit=2", ["c.TXT", "b.txt"], 3),
            ("q=txt&sort=name&offset=2", ["c.TXT"], 3),
            ("sort=bytes+desc&limit=1", [".hidden"], 5),
        ):
            answer = await service.get(f"{address}?{query}")
            assert [item["name"] for item in many(answer)] == names
            assert answer.json()["meta"]["total_count"] == total

    async def test_pages_without_an_order_are_whole_together(self, service: httpx.AsyncClient, folder: Path):
        address: str | None = f"/v1/connections/{(await connect_folder(service, folder))['id']}/items?limit=2"
        found = []
        while address:
            answer = await service.get(address)
            found += [item["name"] for item in many(answer)]
            address = answer.json()["meta"]["links"].get("next", {}).get("href")

        assert sorted(found) == [".hidden", "a.txt", "b.txt", "c.TXT", "sub"]

    async def test_a_long_query_may_come_as_post(self, service: httpx.AsyncClient, folder: Path):
        address = f"/v1/connections/{(await connect_folder(service, folder))['id']}/items"

        answer = await service.post(f"{address}?path=/sub", data={"token": "x"})

        assert [item["name"] for item in many(answer)] == ["deep"]

    @pytest.mark.parametrize(
        ("query", "status", "reason"),
        [
            ("?path=/none", 404, "there is no /none; look at the path and at whom the connection is"),
            ("?path=/a.txt", 400, "/a.txt is a file; name a folder"),
            ("/!!!", 404, "'!!!' is not the id of an item; GET a connection's items to see ids"),
            ("/YS50eHQ", 400, "a.txt is a file; name a folder"),
            ("/Li4vLi4", 403, "../.. is not below the folder of the connection"),
        ],
    )
    async def test_what_is_no_folder_of_it_is_refused(
        self, service: httpx.AsyncClient, folder: Path, query: str, status: int, reason: str
    ):
        made = await connect_folder(service, folder)

        answer = await service.get(f"/v1/connections/{made['id']}/items{query}")

        assert (answer.status_code, described(answer)) == (status, reason)

    async def test_an_account_can_be_looked_as(self, service: httpx.AsyncClient, company: Company):
        uma = company.user("Uma")
        async with Box(uma.token, base_url=company.url) as box:
            await box.call("post_folders", body={"name": "Umas", "parent": {"id": "0"}})
        made = await connect_admin(service, company)
        address = f"/v1/connections/{made['id']}/items"

        for words in (uma.login, uma.id, "Uma"):
            items = many(await service.get(address, headers={"x-connect-as": words}))
            assert [item["name"] for item in items] == ["Umas"]
        nobody = await service.get(address, headers={"x-connect-as": "nobody@nowhere.example"})
        assert nobody.status_code == 404

    async def test_admin_mode_begins_paths_with_an_address(
        self,
        service: httpx.AsyncClient,
        company: Company,
    ):
        uma = company.user("Uma")
        async with Box(uma.token, base_url=company.url) as box:
            await box.call("post_folders", body={"name": "Umas", "parent": {"id": "0"}})
        made = await connect_admin(service, company, admin_mode=True)

        items = many(await service.get(f"/v1/connections/{made['id']}/items", params={"path": f"/{uma.login}"}))

        assert [item["name"] for item in items] == ["Umas"]

    async def test_a_folder_is_nobody_else(self, service: httpx.AsyncClient, folder: Path):
        made = await connect_folder(service, folder)

        answer = await service.get(f"/v1/connections/{made['id']}/items", headers={"x-connect-as": "a@b.example"})

        assert (answer.status_code, described(answer)) == (400, "fs has no accounts")


class TestPeople:
    async def test_accounts_are_listed_searched_and_read(
        self,
        service: httpx.AsyncClient,
        company: Company,
    ):
        uma, umberto = company.user("Uma One"), company.user("Umberto")
        address = f"/v1/connections/{(await connect_admin(service, company))['id']}/accounts"

        found = many(await service.get(address, params={"q": "Um", "fields": "all"}))
        page = await service.get(f"{address}?limit=1&offset=1")
        single = one(await service.get(f"{address}/{uma.id}"))

        assert {account["email"] for account in found} == {uma.login, umberto.login}
        assert (len(many(page)), page.json()["meta"]["has_more"]) == (1, True)
        assert single == next(account for account in found if account["id"] == uma.id)
        assert (single["given_name"], single["surname"], single["admin"], single["disabled"]) == (
            "Uma",
            "One",
            False,
            False,
        )
        assert one(await service.get(f"{address}/{uma.login}"))["id"] == uma.id

    async def test_groups_are_listed_and_read(self, service: httpx.AsyncClient, company: Company):
        made = await company.box().call("post_groups", body={"name": "Writers", "description": "All who write"})
        address = f"/v1/connections/{(await connect_admin(service, company))['id']}/groups"

        found = many(await service.get(address))

        assert [(group["id"], group["name"], group["caption"]) for group in found] == [
            (made["id"], "Writers", "All who write")
        ]
        assert one(await service.get(f"{address}/{made['id']}")) == found[0]

    async def test_whom_is_no_administrator_is_told_so(self, service: httpx.AsyncClient, company: Company):
        auth = {"access_token": company.user("Uma").token, "base_url": company.url}
        body = {"name": unique(), "platform": {"id": "box"}, "auth": auth}
        made = one(await service.post("/v1/connections", json=body), 201)

        answer = await service.get(f"/v1/connections/{made['id']}/accounts")

        assert answer.status_code == 403
        assert "connect as an administrator of the enterprise" in described(answer)

    async def test_a_folder_has_none(self, service: httpx.AsyncClient, folder: Path):
        made = await connect_folder(service, folder)

        answer = await service.get(f"/v1/connections/{made['id']}/accounts")

        assert (answer.status_code, described(answer)) == (400, "fs has no accounts")


class TestStats:
    async def test_files_bytes_and_folders_are_counted_under_a_path(self, service: httpx.AsyncClient, folder: Path):
        address = f"/v1/connections/{(await connect_folder(service, folder))['id']}/stats"

        whole = (await service.get(f"{address}?fields=all")).json()
        part = (await service.get(f"{address}?path=/sub&ignoreShared=1")).json()
        shown = (await service.get(f"{address}?ignoreHidden=1")).json()

        def stats(items: int, size: int, folders: int) -> dict[str, Any]:
            told = {"items": {"count": items, "bytes": size}, "containers": {"count": folders}, "is_complete": True}
            return {"item_stats": told}

        assert (whole, part, shown) == (stats(5, 1022, 2), stats(1, 1000, 1), stats(4, 1015, 2))

    async def test_as_csv(self, service: httpx.AsyncClient, folder: Path):
        made = await connect_folder(service, folder)

        answer = await service.get(f"/v1/connections/{made['id']}/stats.csv?path=/sub")

        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.headers["content-disposition"] == "attachment; filename=stats.csv"
        assert answer.text.splitlines() == ["items_count,items_bytes,containers_count,is_complete", "1,1000,1,True"]


class TestBuckets:
    async def test_a_bucket_is_connected_and_listed(self, service: httpx.AsyncClient, s3_endpoint: str):
        from tests.support.s3 import ACCESS_KEY, SECRET_KEY

        auth = {"bucket": "blobs", "access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "service_url": s3_endpoint}
        answer = await service.post("/v1/connections", json={"platform": {"id": "s3"}, "auth": auth})
        made = one(answer, 201)

        names = [item["name"] for item in many(await service.get(f"/v1/connections/{made['id']}/items"))]

        assert "warnings" not in answer.json()
        assert "bucket-made" in names
        assert SECRET_KEY not in (await service.get(f"/v1/connections/{made['id']}/edit")).text

    async def test_wrong_keys_are_told_when_it_is_used(self, service: httpx.AsyncClient, s3_endpoint: str):
        auth = {"bucket": "blobs", "access_key": "wrong", "secret_key": "very-secret", "service_url": s3_endpoint}
        made = one(await service.post("/v1/connections", json={"platform": {"id": "s3"}, "auth": auth}), 201)

        answer = await service.get(f"/v1/connections/{made['id']}/items")

        assert answer.status_code == 403
        assert "very-secret" not in answer.text


class TestSchemas:
    async def test_schemas_are_told_with_the_values_of_an_item(self, service: httpx.AsyncClient, company: Company):
        name = f"{unique()}.txt"
        async with company.box() as box:
            file = await box.upload(b"x", name=name, folder_id="0")
            fields = [field("string", "title"), field("enum", "state", "open", "closed")]
            about = {"scope": "enterprise", "displayName": "Deal", "templateKey": "deal", "fields": fields}
            await box.call("post_metadata_templates_schema", **about)
            place = {"file_id": file["id"], "scope": "enterprise", "template_key": "deal"}
            await box.call("post_files_id_metadata_id_id", **place, body={"state": "open"})
        address = f"/v1/connections/{(await connect_admin(service, company))['id']}"
        (item,) = many(await service.get(f"{address}/items?q={name}"))

        by_path = many(await service.get(f"{address}/files/metadata_schema", params={"path": f"/{name}"}))
        by_id = many(await service.get(f"{address}/files/{item['id']}/metadata_schema"))
        alone = many(await service.get(f"{address}/folders/metadata_schema"))

        deal, cards, free = by_path
        assert by_path == by_id
        assert [(one["id"], one["values"]) for one in (deal, cards, free)] == [
            ("enterprise.deal", {"state": "open"}),
            ("global.boxSkillsCards", None),
            ("global.properties", None),
        ]
        assert [(one["name"], one["type"], one["options"]) for one in deal["properties"]] == [
            ("title", "string", []),
            ("state", "enum", ["open", "closed"]),
        ]
        assert [one["values"] for one in alone] == [None] * 3

    async def test_a_folder_on_disk_has_none(self, service: httpx.AsyncClient, folder: Path):
        address = f"/v1/connections/{(await connect_folder(service, folder))['id']}/files/metadata_schema?path=/a.txt"

        assert many(await service.get(address)) == []
