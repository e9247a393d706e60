"""What the verbs of the control plane do, on both databases."""

import pytest

from holdall.migration.service.notifications import post_message
from holdall.storage import collect
from tests.control.conftest import Control

SEED = """
enterprises:
  - id: 7
    name: Seven
    users:
      - {id: 70, login: ada@seven.example, name: Ada, role: admin}
    applications: [{client_id: seven, client_secret: hush}]
tokens: [{user: 70, token: ada-token}]
content:
  - owner: 70
    items:
      - folder: Reports
        key: reports
        items:
          - {file: hello.txt, text: Hello, key: hello}
"""


async def names_in_root(control: Control, token: str = "ada-token") -> list[str]:
    listing = await control.client(token).call("get_folders_id_items", folder_id=0)
    return [entry["name"] for entry in listing.json()["entries"]]


async def id_in_reports(control: Control) -> int:
    client = control.client("ada-token")
    reports = (await client.call("get_folders_id_items", folder_id=0)).json()["entries"][0]
    listing = await client.call("get_folders_id_items", folder_id=reports["id"])
    return int(listing.json()["entries"][0]["id"])


class TestDescription:
    async def test_names_every_verb_with_its_body(self, control: Control) -> None:
        described = await control.call("GET", "")
        verbs = {(one["method"], one["path"]): one for one in described["verbs"]}
        assert {path for _, path in verbs} == {
            "/_control",
            "/_control/clock",
            "/_control/clock/advance",
            "/_control/explain",
            "/_control/faults",
            "/_control/faults/{fault_id}",
            "/_control/inbox",
            "/_control/reset",
            "/_control/seed",
            "/_control/seed/{name}",
            "/_control/snapshots",
            "/_control/snapshots/{name}",
            "/_control/snapshots/{name}/restore",
            "/_control/webhook-deliveries",
        }
        assert all(one["does"] for one in described["verbs"])
        assert "delay_ms" in str(verbs["POST", "/_control/faults"]["body"])
        assert described["seeds"] == ["conformance", "demo", "empty"]
        assert {"enterprises", "tokens", "content", "server", "clock", "faults"} <= set(described["seed_sections"])


class TestExplain:
    async def test_a_decision_is_told_with_its_reasons(self, control: Control) -> None:
        await control.call("POST", "/seed", content=SEED)
        file_id = await id_in_reports(control)
        order = {"user": "ada@seven.example", "action": "download", "item": file_id}
        allowed = await control.call("POST", "/explain", json=order)
        narrow = await control.call("POST", "/explain", json={**order, "scopes": ["base_preview"]})
        unknown = await control.call("POST", "/explain", json={**order, "action": "fly"}, status=400)
        nobody = await control.call("POST", "/explain", json={**order, "user": "nobody"}, status=400)
        by_ids = await control.call("POST", "/explain", json={**order, "user": 70, "item": str(file_id)})
        nothing = await control.call("POST", "/explain", json={**order, "item": "x"}, status=400)
        assert (by_ids, nothing["context_info"]["errors"][0]["name"]) == (allowed, "item")
        reason = f"user 70 is the owner of item {file_id}"
        assert (allowed["allowed"], allowed["reasons"]) == (True, [reason])
        assert (narrow["allowed"], narrow["reasons"]) == (
            False,
            [reason, "the token's scopes or the user's status (active) do not allow to download"],
        )
        assert [one["context_info"]["errors"][0]["name"] for one in (unknown, nobody)] == ["action", "user"]


class TestReset:
    async def test_everything_goes_and_the_server_works_on(self, control: Control) -> None:
        await control.call("POST", "/seed", content=SEED)
        await control.call("POST", "/clock/advance", json={"days": 1})
        await control.call("POST", "/faults", json={"status": 500}, status=201)
        await control.call("POST", "/reset")
        assert (await control.client("ada-token").call("get_users_me")).status_code == 401
        assert await control.call("GET", "/faults") == {"faults": []}
        assert (await control.call("GET", "/clock"))["offset"] == 0
        await control.call("POST", "/seed", content=SEED)
        assert await names_in_root(control) == ["Reports"]

    async def test_a_seed_may_follow(self, control: Control) -> None:
        planted = await control.call("POST", "/reset", json={"seed": "demo"})
        assert [one["id"] for one in planted["enterprises"]] == ["100"]
        assert await names_in_root(control, "demo-admin") == ["Projects"]

    async def test_an_unknown_seed_is_refused_before_anything_goes(self, control: Control) -> None:
        await control.call("POST", "/seed", content=SEED)
        refused = await control.call("POST", "/reset", json={"seed": "nothing-of-that-name"}, status=400)
        assert refused["code"] == "seed_invalid"
        assert await names_in_root(control) == ["Reports"]

    async def test_ids_go_on_counting(self, control: Control) -> None:
        first = await control.call("POST", "/seed", content=SEED)
        await control.call("POST", "/reset")
        second = await control.call("POST", "/seed", content=SEED)
        assert int(second["keys"]["reports"]) > int(first["keys"]["hello"])


class TestSnapshots:
    async def test_restoring_brings_back_rows_bytes_and_tokens_again_and_again(self, control: Control) -> None:
        planted = await control.call("POST", "/seed", content=SEED)
        assert await control.call("PUT", "/snapshots/base", status=201) == {"name": "base"}
        client = control.client("ada-token")
        for _ in range(2):
            await client.call("delete_folders_id", folder_id=planted["keys"]["reports"], recursive=True)
            await client.call("post_folders", json={"name": "Other", "parent": {"id": "0"}})
            assert await names_in_root(control) == ["Other"]
            await control.call("POST", "/snapshots/base/restore")
            assert await names_in_root(control) == ["Reports"]
        link = await client.call("get_files_id_content", file_id=planted["keys"]["hello"])
        assert (await client.http.get(link.headers["location"])).text == "Hello"

    async def test_what_a_snapshot_needs_is_not_collected(self, control: Control) -> None:
        platform = control.gateway.platform
        await collect(platform.db, platform.stores, grace=0)
        planted = await control.call("POST", "/seed", content=SEED)
        await control.call("PUT", "/snapshots/base", status=201)
        await control.call("POST", "/reset")
        assert (await collect(platform.db, platform.stores, grace=0)).blobs == 0
        await control.call("POST", "/snapshots/base/restore")
        link = await control.client("ada-token").call("get_files_id_content", file_id=planted["keys"]["hello"])
        assert (await control.client("ada-token").http.get(link.headers["location"])).text == "Hello"
        await control.call("DELETE", "/snapshots/base", status=204)
        await control.call("POST", "/reset")
        assert (await collect(platform.db, platform.stores, grace=0)).blobs == 1

    async def test_they_are_listed_replaced_and_deleted(self, control: Control) -> None:
        await control.call("PUT", "/snapshots/one", status=201)
        await control.call("PUT", "/snapshots/two", status=201)
        await control.call("PUT", "/snapshots/one", status=201)
        listed = await control.call("GET", "/snapshots")
        assert [one["name"] for one in listed["snapshots"]] == ["two", "one"]
        await control.call("DELETE", "/snapshots/two", status=204)
        listed = await control.call("GET", "/snapshots")
        assert [one["name"] for one in listed["snapshots"]] == ["one"]

    @pytest.mark.parametrize(("method", "path"), [("POST", "/snapshots/none/restore"), ("DELETE", "/snapshots/none")])
    async def test_an_unknown_one_is_not_found(self, control: Control, method: str, path: str) -> None:
        assert (await control.call(method, path, status=404))["code"] == "not_found"

    async def test_a_name_is_no_path(self, control: Control) -> None:
        assert (await control.call("PUT", "/snapshots/..%2Fetc", status=400))["code"] == "bad_request"


class TestClock:
    async def test_moving_it_makes_tokens_expire(self, control: Control) -> None:
        await control.call("POST", "/seed", content=SEED.replace("ada-token}", "ada-token, lifetime: 3600}"))
        client = control.client("ada-token")
        assert (await client.call("get_users_me")).status_code == 200
        await control.call("POST", "/clock/advance", json={"hours": 1, "seconds": 1})
        assert (await client.call("get_users_me")).status_code == 401
        await control.call("DELETE", "/clock")
        assert (await client.call("get_users_me")).status_code == 200

    async def test_it_is_set_to_a_date_and_read(self, control: Control) -> None:
        told = await control.call("PUT", "/clock", json={"now": "2031-02-03T04:05:06+00:00"})
        assert told["now"] == "2031-02-03T04:05:06+00:00"
        assert (await control.call("GET", "/clock"))["now"].startswith("2031-02-03T04:05:")

    @pytest.mark.parametrize("body", [{"now": "soon"}, {}, {"then": "2031-02-03T04:05:06Z"}])
    async def test_what_is_no_date_is_refused(self, control: Control, body: dict[str, str]) -> None:
        assert (await control.call("PUT", "/clock", json=body, status=400))["code"] == "bad_request"


class TestFaults:
    async def test_a_status_meets_so_many_requests_of_an_operation(self, control: Control) -> None:
        await control.call("POST", "/seed", content=SEED)
        fault = {"operation": "get_users_me", "status": 429, "retry_after": 7, "count": 2}
        added = await control.call("POST", "/faults", json=fault, status=201)
        client = control.client("ada-token")
        answers = [await client.call("get_users_me") for _ in range(3)]
        assert [one.status_code for one in answers] == [429, 429, 200]
        assert (answers[0].json()["code"], answers[0].headers["retry-after"]) == ("too_many_requests", "7")
        assert (added["met"], await control.call("GET", "/faults")) == (0, {"faults": []})

    async def test_a_pattern_after_some_requests(self, control: Control) -> None:
        await control.call("POST", "/seed", content=SEED)
        await control.call("POST", "/faults", json={"operation": "get_folders_*", "status": 503, "skip": 1}, status=201)
        client = control.client("ada-token")
        assert (await client.call("get_users_me")).status_code == 200
        statuses = [(await client.call("get_folders_id", folder_id=0)).status_code for _ in range(3)]
        assert statuses == [200, 503, 503]

    async def test_a_delay_alone_lets_the_operation_go_on(self, control: Control) -> None:
        await control.call("POST", "/seed", content=SEED)
        await control.call("POST", "/faults", json={"delay_ms": 1, "count": 1}, status=201)
        assert (await control.client("ada-token").call("get_users_me")).status_code == 200
        assert await control.call("GET", "/faults") == {"faults": []}

    async def test_they_are_cleared_one_by_one_or_all(self, control: Control) -> None:
        first = await control.call("POST", "/faults", json={"status": 500}, status=201)
        second = await control.call("POST", "/faults", json={"status": 502}, status=201)
        await control.call("DELETE", f"/faults/{first['id']}", status=204)
        assert [one["id"] for one in (await control.call("GET", "/faults"))["faults"]] == [second["id"]]
        assert (await control.call("DELETE", f"/faults/{first['id']}", status=404))["code"] == "not_found"
        await control.call("DELETE", "/faults", status=204)
        assert await control.call("GET", "/faults") == {"faults": []}

    @pytest.mark.parametrize(
        ("fault", "name"),
        [
            ({"operation": "get_nothing"}, "operation"),
            ({"status": 42}, "status"),
            ({"cut": "after"}, "cut"),
            ({"count": 0}, "count"),
            ({"probability": 0.5}, "probability"),
        ],
    )
    async def test_what_cannot_be_is_refused_by_name(
        self, control: Control, fault: dict[str, object], name: str
    ) -> None:
        assert name in (await control.call("POST", "/faults", json=fault, status=400))["message"]


class TestMail:
    async def test_without_any_the_list_is_empty(self, control: Control) -> None:
        assert await control.call("GET", "/inbox") == {"mail": []}

    async def test_notifications_of_migrations_are_in_it(self, control: Control) -> None:
        db = control.gateway.platform.db
        await db.write(post_message, "email", "boss@company.test", "Job completed: Move it", "It is done.\n", {})
        await db.write(post_message, "webhook", "https://company.test/", "Job completed: Move it", "It is done.\n", {})

        [mail] = (await control.call("GET", "/inbox"))["mail"]

        known = {"recipient": "boss@company.test", "subject": "Job completed: Move it", "text": "It is done.\n"}
        assert mail.items() >= {**known, "sent_at": None, "attempts": 0}.items()


class TestWebhookDeliveries:
    async def test_without_any_the_list_is_empty(self, control: Control) -> None:
        assert await control.call("GET", "/webhook-deliveries") == {"deliveries": []}


class TestSearchIndex:
    async def found(self, control: Control, word: str) -> list[str]:
        answer = await control.client("ada-token").call("get_search", query=word)
        return [entry["name"] for entry in answer.json()["entries"]]

    async def test_finds_what_a_seed_has_planted(self, control: Control) -> None:
        await control.call("POST", "/seed", content=SEED)
        assert await self.found(control, "hello") == ["hello.txt"]

    async def test_finds_what_is_there_after_a_snapshot_was_restored_and_nothing_else(self, control: Control) -> None:
        await control.call("POST", "/seed", content=SEED)
        assert await self.found(control, "hello") == ["hello.txt"]
        await control.call("PUT", "/snapshots/before", status=201)
        client = control.client("ada-token")
        await client.call("put_files_id", file_id=await id_in_reports(control), json={"name": "walrus.txt"})
        await client.call("post_folders", json={"name": "oyster", "parent": {"id": "0"}})
        assert await self.found(control, "walrus oyster") == ["oyster", "walrus.txt"]
        await control.call("POST", "/snapshots/before/restore")
        assert await self.found(control, "walrus oyster") == []
        assert await self.found(control, "hello") == ["hello.txt"]

    async def test_is_empty_after_a_reset(self, control: Control) -> None:
        await control.call("POST", "/seed", content=SEED)
        assert await self.found(control, "hello") == ["hello.txt"]
        await control.call("POST", "/reset")
        await control.call("POST", "/seed", content=SEED.replace("hello", "goodbye"))
        assert (await self.found(control, "hello"), await self.found(control, "goodbye")) == ([], ["goodbye.txt"])
