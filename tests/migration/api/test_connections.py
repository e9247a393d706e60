"""Connections: what is taken, what is kept, what is told; each platform's `auth`; read-only mode; pools."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from holdall.base.clock import SECOND
from holdall.base.db import query
from holdall.base.ids import new_secret
from holdall.cli.server import Application
from holdall.migration.platforms.content import BytesContent
from holdall.migration.platforms.errors import Kind, PlatformError
from holdall.migration.platforms.platform import Details
from holdall.migration.service.connections import open_side_of
from holdall.migration.service.credentials import Credentials
from holdall.migration.service.tables import connections, jobs
from tests.migration.api.answers import all_described, described, many, one
from tests.support.companies import Company

SECRETS = ("private_key", "password", "client_secret", "secret_key", "access_token", "refresh_token", "session_token")


def unique(word: str = "connection") -> str:
    return f"{word}-{new_secret(12).lower()}"


@pytest.fixture
def site(application: Application) -> Any:
    assert application.gateway is not None
    return application.gateway.platform


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_bytes(b"abc")
    return tmp_path


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


class TestServiceAccount:
    @pytest.fixture
    def auth(self, company: Company) -> dict[str, Any]:
        return company.service_auth()

    def seed_body(self, auth: dict[str, Any], **who: str) -> dict[str, Any]:
        """The vendor's sample, with its comma inside the value of the id."""
        return {
            "name": "Box Service Account (Access All Users)",
            "platform": {"id": "box-service"},
            "auth": {**auth, **{name: f"{value}," for name, value in who.items()}, "delete_behavior": "permanent"},
        }

    async def test_the_vendors_body_for_all_users_is_taken(
        self,
        service: httpx.AsyncClient,
        company: Company,
        auth: dict[str, Any],
    ):
        uma = company.user("Uma")

        answer = await service.post("/v1/connections/", json=self.seed_body(auth, enterprise_id=company.enterprise.id))

        made = one(answer, 201)
        assert "warnings" not in answer.json()
        assert made["account"]["id"] == company.enterprise.service_account_id
        side_of_uma = {"x-connect-as": uma.login}
        assert many(await service.get(f"/v1/connections/{made['id']}/items", headers=side_of_uma)) == []
        names = {item["name"] for item in many(await service.get(f"/v1/connections/{made['id']}/items"))}
        assert {uma.login, company.admin.login} <= names

    async def test_the_vendors_body_for_one_user_is_taken(
        self,
        service: httpx.AsyncClient,
        company: Company,
        auth: dict[str, Any],
    ):
        uma = company.user("Uma")

        made = one(await service.post("/v1/connections/", json=self.seed_body(auth, user_id=uma.id)), 201)

        assert (made["account"]["email"], made["account"]["name"]) == (uma.login, "Uma")

    @pytest.mark.parametrize("form", ["as it is", "escaped", "one line", "blanks"])
    async def test_a_private_key_is_taken_in_every_form_that_people_paste(
        self,
        service: httpx.AsyncClient,
        company: Company,
        auth: dict[str, Any],
        form: str,
    ):
        lines = auth["private_key"].strip().splitlines()
        auth["private_key"] = {
            "as it is": auth["private_key"],
            "escaped": "\\n".join(lines) + "\\n",
            "one line": "".join(lines),
            "blanks": "  \r\n  ".join(lines),
        }[form]

        answer = await service.post("/v1/connections", json=self.seed_body(auth, enterprise_id=company.enterprise.id))

        assert one(answer, 201)["account"]["id"] == company.enterprise.service_account_id

    async def test_the_samples_fields_are_taken_by_the_platform_box_too(
        self,
        service: httpx.AsyncClient,
        company: Company,
        auth: dict[str, Any],
    ):
        body = self.seed_body(auth, enterprise_id=company.enterprise.id) | {"platform": {"id": "box"}}

        assert one(await service.post("/v1/connections", json=body), 201)["account"]["built_in"] is True

    @pytest.mark.parametrize(
        ("changed", "reason"),
        [
            ({}, "auth is refused: auth needs one of enterprise_id (all users) and user_id (one user)"),
            (
                {"enterprise_id": "1", "user_id": "2"},
                "auth is refused: auth needs one of enterprise_id (all users) and user_id (one user)",
            ),
            (
                {"enterprise_id": "1", "password": "wrong"},
                "auth is refused: the private key of the app settings does not open with their passphrase",
            ),
            (
                {"enterprise_id": "1", "private_key": "no key"},
                "auth is refused: the private key of the app settings does not open with their passphrase",
            ),
        ],
    )
    async def test_a_key_that_does_not_open_and_other_faults_are_told_at_once(
        self, service: httpx.AsyncClient, auth: dict[str, Any], changed: dict[str, str], reason: str
    ):
        body = {"platform": {"id": "box-service"}, "auth": auth | changed}

        answer = await service.post("/v1/connections", json=body)

        assert (answer.status_code, described(answer)) == (400, reason)

    async def test_one_that_is_refused_by_the_platform_is_kept_with_a_warning(
        self,
        service: httpx.AsyncClient,
        company: Company,
        auth: dict[str, Any],
    ):
        body = self.seed_body(auth | {"client_secret": "wrong"}, enterprise_id=company.enterprise.id)

        answer = await service.post("/v1/connections", json=body)
        tried = await service.post(f"/v1/connections/{one(answer, 201)['id']}/test")

        (warning,) = answer.json()["warnings"]
        assert warning.startswith("the connection is kept, but cannot be used now: ")
        assert one(tried)["succeeded"] is False
        assert one(tried)["message"] in warning


class TestSecrets:
    async def test_no_answer_tells_them_and_the_database_holds_them_sealed(
        self,
        service: httpx.AsyncClient,
        company: Company,
        site: Any,
    ):
        auth = company.service_auth(enterprise_id=company.enterprise.id)
        answers = [await service.post("/v1/connections", json={"platform": {"id": "box-service"}, "auth": auth})]
        made = one(answers[0], 201)
        for path in ("", "?fields=all", "?fields=auth,auth.password", "/edit", "/items"):
            answers.append(await service.get(f"/v1/connections/{made['id']}{path}"))
        answers.append(
            await service.patch(f"/v1/connections/{made['id']}", json={"auth": {"password": "wrong-secret"}})
        )
        answers.append(await service.patch(f"/v1/connections/{made['id']}", json={"auth": auth}))
        answers.append(await service.post(f"/v1/connections/{made['id']}/test"))

        row = await site.db.one(query(sa.select(connections).where(connections.c.id == made["id"])))

        for secret in (auth["password"], auth["client_secret"], auth["private_key"].splitlines()[2], "wrong-secret"):
            assert [answer.url for answer in answers if secret in answer.text] == []
            assert secret not in json.dumps(row, default=str)
        sealed = next(value for name, value in zip(connections.c.keys(), row, strict=True) if name == "auth")
        assert Credentials.unseal(site.key, sealed).fields["password"] == auth["password"]

    async def test_editing_shows_what_is_no_secret(self, service: httpx.AsyncClient, company: Company):
        auth = company.service_auth(enterprise_id=company.enterprise.id)
        made = one(await service.post("/v1/connections", json={"platform": {"id": "box-service"}, "auth": auth}), 201)

        form = one(await service.get(f"/v1/connections/{made['id']}/edit"))

        values = {name: field["value"] for name, field in form["attributes"].items()}
        assert (form["method"], values["client_id"], values["enterprise_id"]) == (
            "prompt",
            auth["client_id"],
            company.enterprise.id,
        )
        assert {values[name] for name in values.keys() & set(SECRETS)} == {None}

    async def test_another_server_is_not_told_what_the_first_one_was(
        self, service: httpx.AsyncClient, company: Company
    ):
        auth = company.service_auth(enterprise_id=company.enterprise.id)
        made = one(await service.post("/v1/connections", json={"platform": {"id": "box-service"}, "auth": auth}), 201)

        answer = await service.patch(
            f"/v1/connections/{made['id']}", json={"auth": {"base_url": "https://elsewhere.example"}}
        )

        assert answer.status_code == 400
        assert all_described(answer) == [
            f"auth.{name} is missing: box-service needs it" for name in ("client_secret", "private_key")
        ]

    async def test_one_field_can_be_changed_alone(
        self,
        service: httpx.AsyncClient,
        company: Company,
        site: Any,
    ):
        auth = company.service_auth(enterprise_id=company.enterprise.id)
        made = one(await service.post("/v1/connections", json={"platform": {"id": "box-service"}, "auth": auth}), 201)
        uma = company.user("Uma")

        changed = await service.patch(
            f"/v1/connections/{made['id']}", json={"auth": {"enterprise_id": None, "user_id": uma.id}}
        )

        assert one(changed)["account"]["email"] == uma.login


class TestPools:
    async def admin(self, service: httpx.AsyncClient, company: Company) -> dict[str, Any]:
        auth = {"access_token": company.enterprise.admin_token, "base_url": company.url}
        return one(
            await service.post("/v1/connections", json={"name": unique(), "platform": {"id": "box"}, "auth": auth}), 201
        )

    async def test_connections_join_a_pool_that_is_used_as_one(
        self,
        service: httpx.AsyncClient,
        company: Company,
    ):
        first, second = await self.admin(service, company), await self.admin(service, company)
        await company.box().call("post_folders", body={"name": "Shared", "parent": {"id": "0"}})

        joined = one(await service.patch(f"/v1/connections/{first['id']}/pool", json={"name": unique("pool")}))
        pool = joined["pool"]
        again = one(
            await service.patch(
                f"/v1/connections/{second['id']}/pool?fields=name&fields=pool.id&fields=pool.name",
                json={"id": pool["id"]},
            )
        )

        assert again["pool"] == {"id": pool["id"], "name": pool["name"]}
        third = await self.admin(service, company)
        by_name = one(await service.patch(f"/v1/connections/{third['id']}/pool", json={"name": pool["name"]}))
        assert by_name["pool"]["id"] == pool["id"]
        listed = many(await service.get(f"/v1/connections?pools=true&q={pool['name']}"))
        assert [(one["id"], one["group"]) for one in listed] == [(pool["id"], True)]
        for _ in range(3):
            items = many(await service.get(f"/v1/connections/{pool['id']}/items"))
            assert [item["name"] for item in items] == ["Shared"]

        left = one(await service.delete(f"/v1/connections/{first['id']}/pool"))
        assert left["pool"] is None
        assert (await service.delete(f"/v1/connections/{pool['id']}")).status_code == 204
        assert one(await service.get(f"/v1/connections/{second['id']}"))["pool"] is None

    async def test_folders_of_a_machine_do_not_pool(self, service: httpx.AsyncClient, folder: Path):
        made = await connect_folder(service, folder)

        answer = await service.patch(f"/v1/connections/{made['id']}/pool", json={"name": "x"})

        assert (answer.status_code, described(answer)) == (
            400,
            "Connections to fs do not pool: they all reach the same folders",
        )

    async def test_a_pool_without_connections_says_so(
        self,
        service: httpx.AsyncClient,
        company: Company,
    ):
        made = await self.admin(service, company)
        pool = one(await service.patch(f"/v1/connections/{made['id']}/pool", json={"name": unique("pool")}))["pool"]
        await service.delete(f"/v1/connections/{made['id']}/pool")

        answer = await service.get(f"/v1/connections/{pool['id']}/items")

        assert (answer.status_code, described(answer)) == (
            400,
            f"the pool '{pool['name']}' has no enabled connection; PATCH a connection's pool to add one",
        )

    async def test_only_a_pool_of_the_platform_can_be_joined(
        self,
        service: httpx.AsyncClient,
        company: Company,
    ):
        made, other = await self.admin(service, company), await self.admin(service, company)

        for body in ({"id": other["id"]}, {}, {"id": "0" * 32}):
            answer = await service.patch(f"/v1/connections/{made['id']}/pool", json=body)
            assert answer.status_code in {400, 404}
