"""Maps of accounts and groups: made, listed, changed, filled from JSON and CSV, looked at beforehand."""

from typing import Any

import httpx
import pytest

from tests.support.companies import Company

MAPS = ["account_map", "group_map"]
PAIR = {"source": {"email": "a@x.example"}, "destination": {"email": "b@y.example"}}
OTHER = {"source": {"name": "Joe"}, "destination": {"id": "7"}}


async def make(service: httpx.AsyncClient, kind: str = "account_map", **body: Any) -> dict[str, Any]:
    answer = await service.post(f"/v1/{kind}s", json={"name": "Box to Holdall", **body})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()[kind]
    return made


async def refusal(answer: httpx.Response) -> str:
    assert answer.status_code == 400, answer.text
    said: str = answer.json()["errors"][0]["description"]
    return said


async def pairs(service: httpx.AsyncClient, map_id: str, kind: str = "account_map") -> list[tuple[Any, Any]]:
    rows = (await service.get(f"/v1/{kind}s/{map_id}/exceptions")).json()["item"]
    return [(row["source"], row["destination"]) for row in rows]


@pytest.fixture
async def connections(service: httpx.AsyncClient, company: Company, other_company: Company) -> list[str]:
    """Connections to two companies, as the administrators."""
    ids = []
    for one in (company, other_company):
        auth = one.service_auth(enterprise_id=one.enterprise.id)
        body = {"name": "Company", "platform": {"id": "box-service"}, "auth": auth}
        answer = await service.post("/v1/connections", json=body)
        assert answer.status_code == 201, answer.text
        ids.append(str(answer.json()["connection"]["id"]))
    return ids


class TestMaps:
    @pytest.mark.parametrize("kind", MAPS)
    async def test_a_map_is_made_read_changed_and_removed(self, service: httpx.AsyncClient, kind: str):
        made = await make(service, kind, map_by={"email": True, "default": False}, exceptions=[PAIR])
        url = f"/v1/{kind}s/{made['id']}"

        changed = await service.patch(url, json={"name": "Renamed", "unmapped_policy": "fail"})
        listed = await service.get(f"/v1/{kind}s", params={"q": "renamed"})
        removed = await service.delete(url)

        assert (made["type"], made["name"], made["unmapped_policy"]) == (kind, "Box to Holdall", "default")
        assert (made["map_by"]["email"], made["map_by"]["default"], made["map_by"]["name"]) == (True, False, False)
        assert (changed.json()[kind]["name"], changed.json()[kind]["unmapped_policy"]) == ("Renamed", "fail")
        assert made["id"] in [one["id"] for one in listed.json()[f"{kind}s"]]
        assert removed.status_code in (200, 204)
        assert (await service.get(url)).status_code == 404

    async def test_the_example_of_the_documentation_is_taken_as_it_stands(
        self, service: httpx.AsyncClient, connections: list[str]
    ):
        source, destination = connections
        joe = {"name": "Joe Smith", "email": "jsmith@company.com", "type": "account"}
        made = await make(
            service,
            type="account_map",
            source={"connection": {"id": source}, "default": {"email": "x@x.example"}, "exclusions": [{"sid": joe}]},
            destination={"connection": {"id": destination}, "default": {"email": "y@y.example"}},
            exceptions=[
                {
                    "source": {"email": "a@x.example", "type": "account"},
                    "destination": {"email": "b@y.example", "type": "account"},
                }
            ],
            map_by={"email": True, "username": True},
        )

        left_out = (await service.get(f"/v1/account_maps/{made['id']}/exclusions/source")).json()["item"]
        assert made["source"] == {"connection": {"id": source}, "default": {"email": "x@x.example"}}
        assert [row["sid"] for row in left_out] == [joe]
        assert len(await pairs(service, made["id"])) == 1

    async def test_a_map_of_accounts_is_no_map_of_groups(self, service: httpx.AsyncClient):
        made = await make(service)

        assert (await service.get(f"/v1/group_maps/{made['id']}")).status_code == 404
        assert (await service.get(f"/v1/ACCOUNT_MAPS/{made['id'].upper()}")).status_code == 200

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            ({"map_by": {"ldap": True}}, "asks no directory"),
            ({"map_by": {"default": False}}, "choose at least one"),
            ({"unmapped_policy": "guess"}, "default, ignore, fail"),
            ({"exceptions": [{"source": {}, "destination": {"id": "1"}}]}, "exceptions[0].source: names nobody"),
            ({"source": {"exclusions": [{"sid": {"name": " "}}]}}, "source.exclusions[0].sid: names nobody"),
            ({"source": {"connection": {"id": "0" * 32}}}, "source.connection.id: There is no connection"),
            ({"destination": {"default": {}}}, "destination.default: names nobody"),
            ({"name": " "}, "1 to 255 characters"),
        ],
    )
    async def test_what_no_map_can_be_is_refused_by_its_place(
        self, service: httpx.AsyncClient, body: dict[str, Any], said: str
    ):
        assert said in await refusal(await service.post("/v1/account_maps", json=body))

    async def test_who_may_only_look_changes_nothing(self, make_person: Any):
        from holdall.migration.service.permissions import AUDITOR

        async with await make_person(AUDITOR) as auditor:
            assert (await auditor.get("/v1/account_maps")).status_code == 200
            assert (await auditor.post("/v1/account_maps", json={"name": "Mine"})).status_code == 403


class TestExceptions:
    async def test_pairs_are_added_or_put_in_place_of_the_others(self, service: httpx.AsyncClient):
        made = await make(service, exceptions=[PAIR])
        url = f"/v1/account_maps/{made['id']}/exceptions"

        await service.post(url, json={"append": True, "items": [OTHER]})
        both = await pairs(service, made["id"])
        await service.post(url, json={"append": False, "items": [OTHER]})

        assert both == [(PAIR["source"], PAIR["destination"]), (OTHER["source"], OTHER["destination"])]
        assert await pairs(service, made["id"]) == [(OTHER["source"], OTHER["destination"])]

    async def test_they_are_listed_a_page_at_a_time(self, service: httpx.AsyncClient):
        items = [
            {"source": {"email": f"{number}@x.example"}, "destination": {"email": f"{number}@y.example"}}
            for number in range(5)
        ]
        made = await make(service, exceptions=items)

        answer = (await service.get(f"/v1/account_maps/{made['id']}/exceptions?offset=3&limit=1")).json()

        assert [row["source"]["email"] for row in answer["item"]] == ["3@x.example"]
        assert (answer["meta"]["total_count"], answer["meta"]["has_more"]) == (5, True)

    async def test_a_file_is_added_as_a_form_sends_it_and_comes_back_the_same(self, service: httpx.AsyncClient):
        made = await make(service, exceptions=[PAIR])
        url = f"/v1/account_maps/{made['id']}/exceptions"
        text = '\ufeffsource_email,destination_email,destination_name\r\nc@x.example,d@y.example,"Dora, D."\r\n'
        text += "@e.example,f@y.example,'t Hooft\r\n"

        sent = await service.post(url, files={"file": ("map.csv", text.encode(), "text/csv")})
        exported = await service.get(f"{url}.csv")
        again = await make(service)
        await service.post(
            f"/v1/account_maps/{again['id']}/exceptions", content=exported.content, headers={"content-type": "text/csv"}
        )

        assert sent.status_code == 200
        assert exported.headers["content-type"].startswith("text/csv")
        assert await pairs(service, again["id"]) == await pairs(service, made["id"])
        assert (await pairs(service, made["id"]))[1] == (
            {"email": "c@x.example"},
            {"email": "d@y.example", "name": "Dora, D."},
        )

    async def test_a_file_may_replace_and_may_be_as_short_as_two_columns(self, service: httpx.AsyncClient):
        made = await make(service, exceptions=[PAIR])
        url = f"/v1/account_maps/{made['id']}/exceptions?append=0"

        await service.post(url, content=b"c@x.example,Dora\n\n", headers={"content-type": "text/csv"})

        assert await pairs(service, made["id"]) == [({"email": "c@x.example"}, {"name": "Dora"})]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("a@x,b@y\nc@x\n", "line 2: has 1 columns"),
            ("source_email,destination_email\na@x,\n", "line 2: names nobody at the destination"),
            ("source_email,colour\na@x,red\n", "line 1: the column 'colour' is not known"),
            ('a@x,"b@y\n', "is no CSV"),
        ],
    )
    async def test_a_file_with_a_fault_changes_nothing_and_names_the_line(
        self, service: httpx.AsyncClient, text: str, said: str
    ):
        made = await make(service, exceptions=[PAIR])
        url = f"/v1/account_maps/{made['id']}/exceptions?append=0"

        answer = await service.post(url, content=text.encode(), headers={"content-type": "text/csv"})

        assert said in await refusal(answer)
        assert await pairs(service, made["id"]) == [(PAIR["source"], PAIR["destination"])]

    async def test_a_form_without_a_file_is_refused(self, service: httpx.AsyncClient):
        made = await make(service)
        form = {"content-type": "multipart/form-data; boundary=x"}
        body = b'--x\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n--x--\r\n'

        answer = await service.post(f"/v1/account_maps/{made['id']}/exceptions", content=body, headers=form)

        assert "The form has no file" in await refusal(answer)


class TestExclusions:
    async def test_each_side_has_its_own(self, service: httpx.AsyncClient):
        made = await make(service, "group_map")
        url = f"/v1/group_maps/{made['id']}/exclusions"

        await service.post(f"{url}/source", json={"items": [{"sid": {"name": "Everybody"}}]})
        await service.post(f"{url}/destination", content=b"Guests\n", headers={"content-type": "text/csv"})

        told = [(row["side"], row["sid"]) for row in (await service.get(url)).json()["item"]]
        one = [row["sid"] for row in (await service.get(f"{url}/destination")).json()["item"]]
        csv = (await service.get(f"{url}/destination.csv")).text
        assert told == [("source", {"name": "Everybody"}), ("destination", {"name": "Guests"})]
        assert (one, csv) == ([{"name": "Guests"}], "id,email,name,username,caption\r\n,,Guests,,\r\n")

    async def test_there_is_no_third_side(self, service: httpx.AsyncClient):
        made = await make(service)

        answer = await service.get(f"/v1/account_maps/{made['id']}/exclusions/middle")

        assert "source or destination" in await refusal(answer)


async def test_a_preview_tells_whom_everybody_would_be(
    service: httpx.AsyncClient,
    connections: list[str],
    company: Company,
    other_company: Company,
):
    uma, stranger = company.user("Uma", login=f"uma@{company.enterprise.id}.example"), company.user("Stranger")
    new_uma = other_company.user("Uma", login=uma.login)
    source, destination = ({"connection": {"id": one}} for one in connections)
    made = await make(service, source=source, destination=destination)

    answer = (await service.get(f"/v1/account_maps/{made['id']}/preview")).json()

    found = {row["source"]["id"]: row for row in answer["item"]}
    assert (found[uma.id]["resolution"], found[uma.id]["destination"]["id"]) == ("email", new_uma.id)
    assert (found[stranger.id]["resolution"], found[stranger.id]["destination"]) == ("unmapped", None)
    assert found[stranger.id]["message"] == f"nobody at the destination is {stranger.login}"
    assert answer["meta"]["total_count"] == len(found)
