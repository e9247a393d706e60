"""Skills: what comes into their folders they are told of, with tokens for it, and what they report of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa
from box_sdk_gen.managers.webhooks import WebhooksManager

from holdall.base.db import query
from holdall.base.errors import ApiError
from holdall.box.webhook_news import ApiRenderer
from holdall.content.identity.applications import Application, find_application_by_id
from holdall.content.skills.invoking import invoke_skills
from holdall.content.skills.reporting import latest_invocations
from holdall.content.skills.rules import SkillDefinition, define_skill, list_skills, remove_skill
from holdall.content.webhooks.delivering import Deliverer
from holdall.content.webhooks.retirement import retire_webhooks
from holdall.content.webhooks.sending import Sender
from holdall.content.webhooks.signing import rotate_key
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.metadata import CARD
from tests.support.news import news_of
from tests.support.receiver import Received, Receiver, receiving
from tests.support.sharing import share
from tests.support.tree import create, error_of
from tests.support.uploads import download, upload, upload_version


class Scan:
    """A skill for PDF files that come into a folder, and what it was told."""

    def __init__(self, enterprise: Enterprise, application: Application, receiver: Receiver, folder_id: str) -> None:
        self.enterprise, self.application, self.receiver = enterprise, application, receiver
        self.folder_id = folder_id
        self.id = 0

    async def define(self, *extensions: str, folder_id: Any = None) -> int:
        """Define it, or define it anew."""
        name = f"Scan {self.enterprise.id}"
        definition = SkillDefinition(name=name, url=self.receiver.address, extensions=list(extensions))
        folders = [int(folder_id or self.folder_id)]
        db = self.enterprise.gateway.platform.db
        self.id = await db.write(define_skill, self.application, definition, folders, reach="anywhere")
        return self.id

    async def tell(self) -> list[Received]:
        """Do what the engine would do; everything that has arrived by now."""
        platform = self.enterprise.gateway.platform
        news = await news_of(self.enterprise)
        for _ in range(2):  # at least once, so twice must do no harm
            await invoke_skills(platform.db, platform.key, news, ApiRenderer())
        async with Sender(timeout=5, reach="anywhere") as sender:
            await Deliverer(platform.db, platform.key, sender).drain()
        return [one for one in self.receiver.received if one.body["skill"]["id"] == str(self.id)]

    def client(self, invocation: dict[str, Any], token: str = "write") -> Client:
        """Who has one of an invocation's tokens."""
        return Client(self.enterprise.gateway, invocation["token"][token]["access_token"])


@pytest.fixture
async def scan(enterprise: Enterprise) -> AsyncIterator[Scan]:
    db = enterprise.gateway.platform.db
    application = await find_application_by_id(db, enterprise.application_id)
    assert application is not None
    folder_id = (await create(enterprise.user, "inbox"))["id"]
    await share(enterprise.user, folder_id, {"id": application.service_account_id}, role="editor")
    async with receiving() as receiver:
        skill = Scan(enterprise, application, receiver, folder_id)
        await skill.define("pdf")
        yield skill
        await db.write(remove_skill, skill.id)


async def report(client: Client, identity: Any, file_id: Any, **body: Any) -> Any:
    """The answer to what a skill reports."""
    told = {"status": "success", "metadata": {"cards": [CARD]}, "file": {"type": "file", "id": str(file_id)}, **body}
    return await client.call("put_skill_invocations_id", skill_id=identity, json=told)


class TestInvoking:
    async def test_a_skill_is_told_of_a_file_with_all_it_needs(self, scan: Scan) -> None:
        file = await upload(scan.enterprise.user, "a.pdf", b"%PDF", parent=scan.folder_id)
        (told,) = await scan.tell()
        body = told.body
        assert {name: body[name] for name in ("type", "skill", "trigger", "status")} == {
            "type": "skill_invocation",
            "skill": {
                "type": "skill",
                "id": str(scan.id),
                "name": f"Scan {scan.enterprise.id}",
                "api_key": scan.application.client_id,
            },
            "trigger": "FILE_CONTENT",
            "status": {"state": "invoked", "message": "", "error_code": "", "additional_info": ""},
        }
        assert (body["source"]["id"], body["source"]["parent"]["id"]) == (file["id"], scan.folder_id)
        assert (body["event"]["event_type"], body["enterprise"]["id"]) == ("ITEM_UPLOAD", str(scan.enterprise.id))

    async def test_its_tokens_reach_the_file_alone_and_one_of_them_only_reads(self, scan: Scan) -> None:
        other = await upload(scan.enterprise.user, "other.pdf", b"%PDF")
        file = await upload(scan.enterprise.user, "a.pdf", b"%PDF", parent=scan.folder_id)
        (told,) = await scan.tell()
        reading, writing = scan.client(told.body, "read"), scan.client(told.body)
        content = await download(reading, file["id"])
        refused = [
            await writing.call("get_files_id", file_id=other["id"]),
            await reading.call("put_files_id", file_id=file["id"], json={"name": "b.pdf"}),
        ]
        assert (content.content, [one.status_code for one in refused]) == (b"%PDF", [404, 403])

    async def test_no_token_is_kept_in_the_ledger(self, scan: Scan) -> None:
        await upload(scan.enterprise.user, "a.pdf", b"%PDF", parent=scan.folder_id)
        (told,) = await scan.tell()
        kept = query(
            sa.text("SELECT body FROM webhook_deliveries WHERE webhook_id = :id").bindparams(
                sa.bindparam("id", type_=sa.BigInteger)
            )
        )
        bodies = await scan.enterprise.gateway.platform.db.all(kept, id=scan.id)
        tokens = [one["access_token"] for one in told.body["token"].values()]
        assert (len(bodies), [one for one in tokens if one in str(bodies)], len(set(tokens))) == (1, [], 2)

    async def test_it_is_signed_with_the_keys_of_its_application(self, scan: Scan) -> None:
        platform = scan.enterprise.gateway.platform
        keys = await platform.db.write(rotate_key, platform.key, scan.application.id, "primary")
        await upload(scan.enterprise.user, "a.pdf", b"%PDF", parent=scan.folder_id)
        (told,) = await scan.tell()
        assert keys.primary is not None
        assert WebhooksManager.validate_message(told.text, told.headers, keys.primary)

    async def test_it_is_told_of_what_comes_into_its_folders_and_of_nothing_else(self, scan: Scan) -> None:
        user = scan.enterprise.user
        below = (await create(user, "below", scan.folder_id))["id"]
        outside = await upload(user, "moved.pdf", b"%PDF")
        inside = await upload(user, "deep.PDF", b"%PDF", parent=below)
        await upload(user, "notes.txt", b"text", parent=scan.folder_id)
        await upload_version(user, inside["id"], b"%PDF 2")
        await user.call("put_files_id", file_id=outside["id"], json={"parent": {"id": below}})
        await user.call("put_files_id", file_id=inside["id"], json={"parent": {"id": scan.folder_id}})
        await user.call("put_files_id", file_id=inside["id"], json={"description": "x"})
        told = [(one.body["source"]["id"], one.body["event"]["event_type"]) for one in await scan.tell()]
        assert sorted(told) == sorted(
            [
                (inside["id"], "ITEM_UPLOAD"),
                (inside["id"], "ITEM_UPLOAD"),
                (outside["id"], "ITEM_MOVE"),
            ]
        )

    async def test_it_is_no_webhook_of_anybodys_and_does_not_end_like_one(self, scan: Scan) -> None:
        account = await scan.enterprise.new_token(scan.application.service_account_id or 0)
        listed = await Client(scan.enterprise.gateway, account).call("get_webhooks")
        await retire_webhooks(scan.enterprise.gateway.platform.db)
        known = [one.id for one, _ in await list_skills(scan.enterprise.gateway.platform.db)]
        assert (listed.json()["entries"], scan.id in known) == ([], True)


class TestDefining:
    async def test_one_of_the_same_name_is_defined_anew(self, scan: Scan) -> None:
        before = scan.id
        await scan.define()
        found = [one for one, _ in await list_skills(scan.enterprise.gateway.platform.db) if one.id == before]
        assert (scan.id, [one.extensions for one in found]) == (before, [[]])

    async def test_a_folder_that_the_application_may_not_label_is_refused(self, scan: Scan) -> None:
        own = (await create(scan.enterprise.user, "private"))["id"]
        with pytest.raises(ApiError) as refused:
            await scan.define(folder_id=own)
        assert refused.value.status == 404


@pytest.mark.operation("put_skill_invocations_id")
class TestReporting:
    async def test_cards_and_status_of_the_latest_invocation_are_noted(self, scan: Scan) -> None:
        file = await upload(scan.enterprise.user, "a.pdf", b"%PDF", parent=scan.folder_id)
        (told,) = await scan.tell()
        client, user = scan.client(told.body), scan.enterprise.user
        version = {"type": "file_version", "id": file["file_version"]["id"]}
        answers = [
            await report(client, scan.id, file["id"], status="processing", metadata={"cards": []}),
            await report(
                client, told.body["id"], file["id"], usage={"unit": "pages", "value": 3}, file_version=version
            ),
        ]
        shown = await user.call("get_files_id_metadata_global_boxSkillsCards", file_id=file["id"])
        (noted,) = [
            one
            for one in await latest_invocations(scan.enterprise.gateway.platform.db, 1000)
            if one.skill_id == scan.id
        ]
        assert ([one.status_code for one in answers], shown.json()["cards"]) == ([200, 200], [CARD])
        assert (noted.id, noted.status, noted.usage) == (told.body["id"], "success", {"unit": "pages", "value": 3})

    async def test_what_was_not_told_of_cannot_be_reported_on(self, scan: Scan) -> None:
        file = await upload(scan.enterprise.user, "a.pdf", b"%PDF", parent=scan.folder_id)
        other = await upload(scan.enterprise.user, "a.txt", b"text", parent=scan.folder_id)
        (told,) = await scan.tell()
        client = scan.client(told.body)
        version = {"type": "file_version", "id": "1"}
        answers = [
            await report(client, scan.id + 1, file["id"]),
            await report(client, scan.id, other["id"]),
            await report(client, scan.id, file["id"], file_version=version),
            await report(client, scan.id, file["id"], status="finished"),
            await report(client, scan.id, file["id"], metadata={"cards": [{"type": "card"}]}),
            await report(scan.client(told.body, "read"), scan.id, file["id"]),
        ]
        assert [one.status_code for one in answers] == [404, 404, 404, 400, 400, 403]
        assert error_of(answers[0]) == (404, "not_found")
