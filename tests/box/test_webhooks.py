"""Webhooks: making, reading, changing and removing them."""

from typing import Any

import httpx
import pytest

from holdall.base.db import Transaction
from holdall.content.items.tables import ItemType
from holdall.content.webhooks import rules
from holdall.content.webhooks.tables import webhooks
from holdall.content.webhooks.triggers import FOR_FILES, FOR_FOLDERS
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.sharing import share
from tests.support.tree import create, error_of, make_file, subject_of

ADDRESS = "https://example.com/webhooks"


async def ask_for(client: Client, target_id: Any, kind: str = "folder", **body: Any) -> httpx.Response:
    """The answer to the wish for a webhook."""
    wanted = {"address": ADDRESS, "triggers": ["FILE.DOWNLOADED"], **body}
    return await client.call("post_webhooks", json={"target": {"id": str(target_id), "type": kind}, **wanted})


async def make(client: Client, target_id: Any, kind: str = "folder", **body: Any) -> dict[str, Any]:
    """A webhook."""
    response = await ask_for(client, target_id, kind, **body)
    assert response.status_code == 201, response.text
    document: dict[str, Any] = response.json()
    return document


def names_of(response: httpx.Response) -> tuple[int, list[str]]:
    """The status of a refusal and the parameters that it names."""
    return response.status_code, [one["name"] for one in response.json()["context_info"]["errors"]]


@pytest.mark.operation("post_webhooks")
class TestCreate:
    async def test_it_tells_what_it_watches_and_who_made_it(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        made = await make(enterprise.user, folder["id"], triggers=["FILE.UPLOADED", "FILE.UPLOADED", "FOLDER.CREATED"])
        assert (made["type"], made["target"], made["address"]) == (
            "webhook",
            {"id": folder["id"], "type": "folder"},
            ADDRESS,
        )
        assert (made["triggers"], made["created_by"]["id"]) == (
            ["FILE.UPLOADED", "FOLDER.CREATED"],
            str(enterprise.user_id),
        )

    async def test_every_trigger_that_fits_is_taken(self, enterprise: Enterprise) -> None:
        folder, file = await create(enterprise.user, "a"), await make_file(enterprise, "b")
        documented = sorted(FOR_FOLDERS - {f"SIGN_REQUEST.{name}" for name in GUIDE_ONLY})
        on_folder = await make(enterprise.user, folder["id"], triggers=documented)
        on_file = await make(enterprise.user, file.item.id, "file", triggers=sorted(set(documented) & FOR_FILES))
        assert (len(on_folder["triggers"]), len(on_file["triggers"])) == (43, 29)

    @pytest.mark.parametrize("triggers", [[], ["FILE.EATEN"], ["file.uploaded"], ["FILE.DOWNLOADED", ""]])
    async def test_a_trigger_that_there_is_not_is_refused(self, enterprise: Enterprise, triggers: list[str]) -> None:
        folder = await create(enterprise.user, "a")
        refused = await ask_for(enterprise.user, folder["id"], triggers=triggers)
        assert names_of(refused) == (400, ["triggers"])

    @pytest.mark.parametrize("trigger", ["FILE.UPLOADED", "FOLDER.CREATED", "COLLABORATION.CREATED"])
    async def test_what_happens_to_folders_alone_is_refused_for_a_file(
        self, enterprise: Enterprise, trigger: str
    ) -> None:
        file = await make_file(enterprise, "a")
        refused = await ask_for(enterprise.user, file.item.id, "file", triggers=[trigger])
        assert names_of(refused) == (400, ["triggers"])

    @pytest.mark.parametrize(
        "address", ["", "example.com", "ftp://example.com/", "https://", "https://u:p@example.com/", "https://a b/"]
    )
    async def test_an_address_that_is_none_is_refused(self, enterprise: Enterprise, address: str) -> None:
        folder = await create(enterprise.user, "a")
        assert names_of(await ask_for(enterprise.user, folder["id"], address=address)) == (400, ["address"])

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"target": {"type": "folder"}, "address": ADDRESS, "triggers": ["FILE.DOWNLOADED"]},
            {"target": {"id": "1", "type": "web_link"}, "address": ADDRESS, "triggers": ["FILE.DOWNLOADED"]},
            {"target": {"id": "1", "type": "folder"}, "triggers": ["FILE.DOWNLOADED"]},
            {"target": {"id": "1", "type": "folder"}, "address": ADDRESS},
        ],
    )
    async def test_a_body_that_lacks_something_is_refused(self, enterprise: Enterprise, body: Any) -> None:
        assert (await enterprise.user.call("post_webhooks", json=body)).status_code == 400

    async def test_a_target_that_is_of_another_kind_or_in_the_trash_is_not_there(self, enterprise: Enterprise) -> None:
        folder, trashed = await create(enterprise.user, "a"), await create(enterprise.user, "b")
        await enterprise.user.call("delete_folders_id", folder_id=trashed["id"])
        refused = [
            await ask_for(enterprise.user, folder["id"], "file"),
            await ask_for(enterprise.user, trashed["id"]),
            await ask_for(enterprise.user, 1),
        ]
        assert [error_of(one) for one in refused] == [(404, "not_found"), (404, "trashed"), (404, "not_found")]

    async def test_a_root_folder_cannot_be_watched(self, enterprise: Enterprise) -> None:
        root_id = (await subject_of(enterprise.user)).root_id
        assert [(await ask_for(enterprise.user, one)).status_code for one in (0, root_id)] == [400, 400]

    async def test_a_second_one_on_the_same_target_is_a_conflict_that_names_the_first(
        self, enterprise: Enterprise
    ) -> None:
        folder = await create(enterprise.user, "a")
        made = await make(enterprise.user, folder["id"])
        refused = await ask_for(enterprise.user, folder["id"], triggers=["FILE.UPLOADED"])
        (error,) = refused.json()["context_info"]["errors"]
        assert (error_of(refused), error["name"], made["id"] in error["message"]) == (
            (409, "conflict"),
            "existWebhookId",
            True,
        )

    async def test_two_users_may_watch_the_same_folder(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        other_id, other = await enterprise.new_user()
        await share(enterprise.user, folder["id"], {"id": other_id}, "viewer")
        made = [await make(client, folder["id"]) for client in (enterprise.user, other)]
        assert made[0]["id"] != made[1]["id"]

    async def test_an_application_has_a_thousand_of_them_for_a_user(self, enterprise: Enterprise) -> None:
        made = await make(enterprise.user, (await create(enterprise.user, "a"))["id"])
        row = {
            "enterprise_id": enterprise.id,
            "application_id": enterprise.application_id,
            "user_id": enterprise.user_id,
            "target_type": ItemType.FOLDER,
            "address": ADDRESS,
            "triggers": ["FILE.UPLOADED"],
            "scopes": [],
            "created_at": 0,
            "after_sequence": 0,
        }

        async def unit(tx: Transaction) -> None:
            await tx.insert_many(webhooks, [{**row, "id": tx.new_id(), "target_id": n} for n in range(rules.LIMIT - 1)])

        await enterprise.gateway.platform.db.write(unit)
        other = (await create(enterprise.user, "b"))["id"]
        refused = await ask_for(enterprise.user, other)
        await enterprise.user.call("delete_webhooks_id", webhook_id=made["id"])
        taken = await ask_for(enterprise.user, other)
        assert (rules.LIMIT, refused.status_code, taken.status_code) == (1000, 400, 201)


GUIDE_ONLY = ("SIGNER_SIGNED", "SIGNATURE_REQUESTED", "ERROR_FINALIZING")
"""What the guide calls three triggers that the contract calls otherwise."""


@pytest.mark.operation("get_webhooks")
class TestList:
    async def test_pages_hold_the_minis_of_ones_own(self, enterprise: Enterprise) -> None:
        made = [await make(enterprise.user, (await create(enterprise.user, name))["id"]) for name in ("a", "b", "c")]
        await make(enterprise.admin, (await create(enterprise.admin, "d"))["id"])
        first = (await enterprise.user.call("get_webhooks", limit=2)).json()
        second = (await enterprise.user.call("get_webhooks", limit=2, marker=first["next_marker"])).json()
        assert first["entries"] + second["entries"] == [
            {"id": one["id"], "type": "webhook", "target": one["target"]} for one in made
        ]
        assert (first["limit"], second["next_marker"]) == (2, None)

    async def test_a_marker_that_is_none_is_refused(self, enterprise: Enterprise) -> None:
        assert (await enterprise.user.call("get_webhooks", marker="x")).status_code == 400


@pytest.mark.operation("get_webhooks_id")
class TestGet:
    async def test_it_is_as_it_was_made(self, enterprise: Enterprise) -> None:
        made = await make(enterprise.user, (await create(enterprise.user, "a"))["id"])
        assert (await enterprise.user.call("get_webhooks_id", webhook_id=made["id"])).json() == made

    async def test_that_of_another_user_is_not_there(self, enterprise: Enterprise) -> None:
        made = await make(enterprise.user, (await create(enterprise.user, "a"))["id"])
        answers = [await enterprise.admin.call("get_webhooks_id", webhook_id=one) for one in (made["id"], "1", "x")]
        assert [error_of(one) for one in answers] == [(404, "not_found")] * 3


@pytest.mark.operation("put_webhooks_id")
class TestUpdate:
    async def test_what_is_absent_stays(self, enterprise: Enterprise) -> None:
        made = await make(enterprise.user, (await create(enterprise.user, "a"))["id"])
        other = await create(enterprise.user, "b")
        changes: list[dict[str, Any]] = [
            {"address": "https://example.com/other"},
            {"triggers": ["FILE.UPLOADED"]},
            {"target": {"id": other["id"], "type": "folder"}},
        ]
        for change in changes:
            answer = await enterprise.user.call("put_webhooks_id", webhook_id=made["id"], json=change)
            made |= change
            assert (answer.status_code, answer.json()) == (200, made)
        assert (await enterprise.user.call("get_webhooks_id", webhook_id=made["id"])).json() == made

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            ({"triggers": []}, 400),
            ({"address": "nowhere"}, 400),
            ({"target": {"id": "0", "type": "folder"}}, 400),
            ({"target": {"id": "1", "type": "folder"}}, 404),
            ({"target": {"type": "file"}}, 400),
        ],
    )
    async def test_what_could_not_be_made_is_refused(
        self, enterprise: Enterprise, change: dict[str, Any], status: int
    ) -> None:
        made = await make(enterprise.user, (await create(enterprise.user, "a"))["id"], triggers=["FOLDER.CREATED"])
        answer = await enterprise.user.call("put_webhooks_id", webhook_id=made["id"], json=change)
        assert answer.status_code == status
        assert (await enterprise.user.call("get_webhooks_id", webhook_id=made["id"])).json() == made

    async def test_a_target_that_is_watched_already_is_a_conflict(self, enterprise: Enterprise) -> None:
        first, second = await create(enterprise.user, "a"), await create(enterprise.user, "b")
        made = await make(enterprise.user, first["id"])
        await make(enterprise.user, second["id"])
        change = {"target": {"id": second["id"], "type": "folder"}}
        answer = await enterprise.user.call("put_webhooks_id", webhook_id=made["id"], json=change)
        assert error_of(answer) == (409, "conflict")


@pytest.mark.operation("delete_webhooks_id")
class TestDelete:
    async def test_what_is_removed_is_gone_and_can_be_made_again(self, enterprise: Enterprise) -> None:
        folder = await create(enterprise.user, "a")
        made = await make(enterprise.user, folder["id"])
        statuses = [
            (await enterprise.user.call("delete_webhooks_id", webhook_id=made["id"])).status_code for _ in range(2)
        ]
        assert (statuses, (await ask_for(enterprise.user, folder["id"])).status_code) == ([204, 404], 201)

    async def test_that_of_another_user_stays(self, enterprise: Enterprise) -> None:
        made = await make(enterprise.user, (await create(enterprise.user, "a"))["id"])
        refused = await enterprise.admin.call("delete_webhooks_id", webhook_id=made["id"])
        found = await enterprise.user.call("get_webhooks_id", webhook_id=made["id"])
        assert (refused.status_code, found.status_code) == (404, 200)
