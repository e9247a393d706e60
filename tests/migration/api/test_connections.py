"""Connections: what is taken, what is kept, what is told; each platform's `auth`; read-only mode; pools."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from holdall.base.clock import SECOND
from holdall.base.ids import new_secret
from holdall.migration.platforms.content import BytesContent
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Details
from holdall.migration.service.connections import open_side_of
from holdall.migration.service.tables import jobs
from tests.migration.api.answers import all_described, described, many, one


def unique(word: str = "connection") -> str:
    return f"{word}-{new_secret(12).lower()}"


async def connect_folder(service: httpx.AsyncClient, folder: Path, **more: Any) -> dict[str, Any]:
    body = {"name": unique(), "platform": {"id": "fs"}, "auth": {"uri": str(folder)}, **more}
    return one(await service.post("/v1/connections", json=body), 201)


class TestOne:
    async def test_it_is_made_read_and_listed_without_what_it_signs_in_with(
        self, service: httpx.AsyncClient, folder: Path, site: Any
    ):
        made = await connect_folder(service, folder)

        read = one(await service.get(f"/v1/connections/{made['id'].upper()}"))
        listed = many(await service.get(f"/v1/Connections/?q={made['name']}&fields=all"))
        assert listed == [read] == [made]
        assert made["platform"] == {"id": "fs", "name": "Local File System", "type": "platform"}
        assert (made["group"], made["disabled"], made["readonly"], made["pool"]) == (False, False, False, None)
        assert abs(made["created_on"] - site.clock.now() // SECOND) < 60
        address = f"https://holdall.test/v1/connections/{made['id']}"
        assert made["links"] == {
            "self": {"href": address},
            "edit": {"href": f"{address}/edit"},
            "items": {"href": f"{address}/items"},
        }
        assert "auth" not in made

    async def test_a_list_tells_the_fields_that_are_asked_for(self, service: httpx.AsyncClient, folder: Path):
        made = await connect_folder(service, folder)

        found = many(
            await service.get(f"/v1/connections?q={made['name']}&fields=name&fields=platform.name,pool.name&limit=20")
        )

        assert found == [
            {
                "id": made["id"],
                "name": made["name"],
                "platform": {"name": "Local File System"},
                "pool": None,
                "type": "connection",
            }
        ]

    async def test_lists_are_narrowed_and_sorted(self, service: httpx.AsyncClient, folder: Path):
        word = unique()
        first = await connect_folder(service, folder, name=f"{word} 1", disabled=True)
        second = await connect_folder(service, folder, name=f"{word} 2")

        for narrowing, expected in {
            "active=true": [second],
            "active=false": [first],
            "platform=fs&sort=name+DESC": [second, first],
            "platform=box": [],
            "pools=true": [],
            "offset=1&limit=1": [second],
        }.items():
            found = many(await service.get(f"/v1/connections?q={word}&{narrowing}"))
            assert [connection["id"] for connection in found] == [connection["id"] for connection in expected]

    async def test_an_order_that_is_not_there_is_refused_by_name(self, service: httpx.AsyncClient):
        answer = await service.get("/v1/connections?sort=colour&q=nothing-like-it")

        assert (answer.status_code, described(answer)) == (
            400,
            "sort: this list is sorted by name, created_on, modified_on, platform, id, not by colour",
        )

    async def test_what_is_sent_is_changed_and_the_rest_stays(self, service: httpx.AsyncClient, folder: Path):
        made = await connect_folder(service, folder)

        changed = one(await service.patch(f"/v1/connections/{made['id']}", json={"readonly": True}))
        named = one(await service.patch(f"/v1/connections/{made['id']}", json={"name": "Archive"}))

        assert (changed["name"], changed["readonly"]) == (made["name"], True)
        assert (named["name"], named["readonly"]) == ("Archive", True)

    async def test_what_was_read_can_be_put_back(self, service: httpx.AsyncClient, folder: Path):
        made = await connect_folder(service, folder, readonly=True)
        read = one(await service.get(f"/v1/connections/{made['id']}?fields=all"))

        answer = await service.put(f"/v1/connections/{made['id']}", json=read | {"name": "Put"})

        assert one(answer)["name"] == "Put"
        assert one(answer)["readonly"] is True
        assert "warnings" not in answer.json()
        assert many(await service.get(f"/v1/connections/{made['id']}/items"))[0]["name"] == "reports"

    async def test_put_without_a_property_sets_it_back(self, service: httpx.AsyncClient, folder: Path):
        made = await connect_folder(service, folder, readonly=True)

        assert one(await service.put(f"/v1/connections/{made['id']}", json={"name": "x"}))["readonly"] is False
        assert (await service.put(f"/v1/connections/{made['id']}", json={})).status_code == 400

    async def test_its_platform_stays(self, service: httpx.AsyncClient, folder: Path):
        made = await connect_folder(service, folder)

        answer = await service.patch(f"/v1/connections/{made['id']}", json={"platform": {"id": "s3"}})

        assert (answer.status_code, described(answer)) == (
            400,
            "The connection is to fs and stays so; make another for another platform",
        )

    async def test_it_is_removed(self, service: httpx.AsyncClient, folder: Path):
        made = await connect_folder(service, folder)

        assert (await service.delete(f"/v1/connections/{made['id']}")).status_code == 204

        gone = await service.get(f"/v1/connections/{made['id']}")
        assert (gone.status_code, described(gone)) == (
            404,
            f"There is no connection {made['id']}; GET /v1/connections lists them",
        )
        assert (await service.delete(f"/v1/connections/{made['id']}")).status_code == 404

    async def test_it_stays_while_a_job_uses_it(self, service: httpx.AsyncClient, folder: Path, site: Any):
        made = await connect_folder(service, folder)
        numbers = (
            "executions",
            "completions",
            "failures",
            "window_executions",
            "created_on",
            "modified_on",
            "priority",
        )

        async def add_job(tx: Any) -> None:
            await tx.insert(
                jobs,
                id=new_secret(32).lower(),
                kind="transfer",
                is_template=False,
                name="Move it",
                transfer={},
                schedule={},
                warnings=[],
                category_id=-1,
                scheduler_id=-1,
                disabled=False,
                status="idle",
                source_id=made["id"],
                **dict.fromkeys(numbers, 0),
            )

        await site.db.write(add_job)

        answer = await service.delete(f"/v1/connections/{made['id']}")

        assert (answer.status_code, described(answer)) == (
            409,
            f"The job 'Move it' uses the connection '{made['name']}'; delete the job first",
        )

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            ({}, "A connection needs platform.id; GET /v1/connections/platforms lists them"),
            (
                {"platform": {"id": "dfb"}},
                "platform.id: 'dfb' is not known; GET /v1/connections/platforms lists them",
            ),
            ({"platform": "box"}, "platform: expected `object`, got `str`"),
            ({"platform": {"id": "fs"}}, "auth.uri is missing: fs needs it"),
            ({"platform": {"id": "fs"}, "auth": "x"}, "auth: expected `object | null`, got `str`"),
            ({"platform": {"id": "fs"}, "auth": {"uri": ["x"]}}, "auth.uri is text"),
            (
                {"platform": {"id": "fs"}, "auth": {"uri": "data"}},
                "auth.uri is a whole path on the server, such as /data/team",
            ),
            (
                {"platform": {"id": "nfs"}, "auth": {"uri": r"\\server\share"}},
                "\\\\server\\share is not mounted for migrations: mount it on the server, and say where with "
                "HOLDALL_MIGRATION_MOUNTS='\\\\server\\share=/folder'",
            ),
            (
                {
                    "platform": {"id": "s3"},
                    "auth": {"bucket": "b", "access_key": "a", "secret_key": "s", "service_url": "x"},
                },
                "auth.service_url is an address such as https://box.example.com",
            ),
            (
                {"platform": {"id": "box"}, "auth": {"client_id": "a"}},
                "auth signs nobody in: send access_token, or client_id, client_secret and refresh_token, or the fields of "
                "box-service; GET /v1/connections/platforms/box/new answers a link to sign in with instead",
            ),
            (
                {"platform": {"id": "box"}, "auth": {"access_token": "t", "delete_behavior": "burn"}},
                "auth.delete_behavior is one of trash, permanent",
            ),
            (
                {"platform": {"id": "box"}, "name": " ", "auth": {"access_token": "t"}},
                "The name of a connection has 1 to 255 characters",
            ),
        ],
    )
    async def test_what_cannot_be_is_refused_by_what_is_wrong(
        self, service: httpx.AsyncClient, body: dict[str, Any], reason: str
    ):
        answer = await service.post("/v1/connections", json=body)

        assert (answer.status_code, described(answer)) == (400, reason)

    async def test_everything_that_is_missing_is_told_at_once(self, service: httpx.AsyncClient):
        answer = await service.post("/v1/connections", json={"platform": {"id": "box-service"}, "auth": {}})

        assert all_described(answer) == [
            f"auth.{name} is missing: box-service needs it" for name in ("client_id", "client_secret", "private_key")
        ]

    async def test_what_has_no_effect_is_told(self, service: httpx.AsyncClient, folder: Path):
        body = {"name": "x", "platform": {"id": "fs"}, "auth": {"uri": str(folder), "speed": 1}, "colour": "red"}

        assert (await service.post("/v1/connections", json=body)).json()["warnings"] == [
            "colour is not known here and was ignored",
            "auth.speed is not known for fs and has no effect",
        ]

    @pytest.mark.parametrize(
        ("raw", "reason"),
        [
            (
                b'{"name": "x",\n "auth": {"key": "a\\#b"}}',
                "The body is not JSON at line 2, column 20: invalid \\escape",
            ),
            (b'{"a": 1 "b": 2}', "The body is not JSON at line 1, column 9: expecting ',' delimiter"),
            (b'{"a": 1', "The body is not JSON at line 1, column 8: expecting ',' delimiter"),
            (b"[]", "The body: expected `object`, got `array`"),
            (b'{"name": "\xff"}', "The body is not JSON"),
            (b'{"auth":' * 100_000, "The body is nested too deeply"),
        ],
    )
    async def test_a_body_that_is_no_json_is_told_where(self, service: httpx.AsyncClient, raw: bytes, reason: str):
        answer = await service.post("/v1/connections", content=raw)

        assert answer.status_code == 400
        assert described(answer).startswith(reason), described(answer)


class TestFolders:
    @pytest.mark.parametrize("path", ["/etc", "/", "{folder}/../../../../../../etc", "{folder}/link"])
    async def test_only_what_the_server_allows_can_be_used(self, service: httpx.AsyncClient, folder: Path, path: str):
        (folder / "link").symlink_to("/etc")

        answer = await service.post(
            "/v1/connections",
            json={"platform": {"id": "fs"}, "auth": {"uri": path.replace("{folder}", str(folder))}},
        )

        assert answer.status_code == 400
        assert "is not below a folder that migrations may use" in described(answer)
        assert "HOLDALL_MIGRATION_ROOTS" in described(answer)

    async def test_a_link_leads_nowhere(self, service: httpx.AsyncClient, folder: Path, site: Any):
        (folder / "link").symlink_to("/etc")
        made = await connect_folder(service, folder)

        answer = await service.get(f"/v1/connections/{made['id']}/items?path=/link")
        above = await service.get(f"/v1/connections/{made['id']}/items?path=/../..")

        assert (answer.status_code, described(answer)) == (400, "/link is a link; name a folder")
        assert (above.status_code, described(above)) == (403, "../.. is not below the folder of the connection")

    async def test_a_folder_that_is_not_there_is_refused(self, service: httpx.AsyncClient, folder: Path):
        answer = await service.post(
            "/v1/connections", json={"platform": {"id": "fs"}, "auth": {"uri": str(folder / "none")}}
        )

        assert (answer.status_code, described(answer)) == (
            400,
            f"{folder / 'none'} is no folder; make it, or name another",
        )


class TestReadOnly:
    async def test_every_write_fails_and_names_the_mode(self, service: httpx.AsyncClient, folder: Path, site: Any):
        made = await connect_folder(service, folder, readonly=True)

        for path, missing in (("/new", "create"), ("/reports", "refuse")):
            with pytest.raises(PlatformError, match="is in read-only mode") as refused:
                side = await open_side_of(site, made["id"], path, missing=missing)  # type: ignore[arg-type]
                await side.platform.create_file(side.root, "b.txt", BytesContent(b"x"), Details())
            assert refused.value.kind is Kind.FORBIDDEN
        assert sorted(path.name for path in folder.rglob("*")) == ["a.txt", "reports"]

    async def test_a_disabled_one_is_not_used_at_all(self, service: httpx.AsyncClient, folder: Path):
        made = await connect_folder(service, folder, disabled=True)

        answer = await service.get(f"/v1/connections/{made['id']}/items")

        assert (answer.status_code, described(answer)) == (403, f"the connection '{made['name']}' is disabled")
