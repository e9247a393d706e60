"""Nobody finds in a listing, a count, an error or through a link what GET would refuse: in random worlds, over the API."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from holdall.base.db import Transaction
from holdall.base.settings import Settings
from holdall.box.gateway import Gateway
from holdall.cli.server import Application
from holdall.content.identity import provision
from tests.content.access_model import World
from tests.content.random_worlds import Stage, set_stage, worlds
from tests.support.client import Client

EXAMPLES, LEAST_HIDDEN, LEAST_SHOWN = 8, 1000, 100
UNKNOWN = 999_999_999_999
ALL_FIELDS = (
    "name,size,path_collection,parent,item_status,item_collection,shared_link,has_collaborations,permissions,"
    "allowed_invitee_roles,is_accessible_via_shared_link,owned_by,created_by,trashed_at"
)
Request = tuple[str, dict[str, Any]]


def refused(kind: str, item_id: int) -> Iterator[Request]:
    """Everything that one can try with an item of which one only knows the id."""
    one = {f"{kind}_id": item_id}
    for operation in ("get_{}s_id", "get_{}s_id_trash", "delete_{}s_id", "delete_{}s_id_trash", "post_{}s_id"):
        yield operation.format(kind), one
    yield f"put_{kind}s_id", {**one, "json": {"name": "mine"}}
    yield f"put_{kind}s_id#add_shared_link", {**one, "json": {"shared_link": {}}}
    if kind == "web_link":
        return
    for operation in (
        "get_{}s_id_collaborations",
        "get_{}s_id_watermark",
        "delete_{}s_id_watermark",
        "get_{}s_id_metadata",
    ):
        yield operation.format(kind), one
    yield f"put_{kind}s_id_watermark", {**one, "json": {"watermark": {"imprint": "default"}}}
    yield f"post_{kind}s_id_copy", {**one, "json": {"parent": {"id": "0"}}}
    grantee = {"type": "user", "login": "friend@example.org"}
    shared = {"item": {"type": kind, "id": str(item_id)}, "accessible_by": grantee, "role": "editor"}
    yield "post_collaborations", {"json": shared}
    if kind == "file":
        yield "get_files_id_content", one
        yield "get_files_id_versions", one
        yield "get_files_id_comments", one
        yield "get_files_id_tasks", one
        yield "get_files_id_thumbnail_id", {**one, "extension": "png"}
        item = {"item": {"type": "file", "id": str(item_id)}}
        yield "post_comments", {"json": {**item, "message": "hello"}}
        yield "post_tasks", {"json": {**item, "action": "review", "message": "hello"}}
        yield "options_files_id_content", {**one, "json": {"name": "mine", "size": 1}}
        return
    into = {"parent": {"id": str(item_id)}}
    yield "get_folders_id_items", one
    yield "get_folder_locks", one
    yield "post_folders", {"json": {"name": "mine", **into}}
    yield "post_web_links", {"json": {"url": "https://example.org/", "name": "mine", **into}}
    yield "options_files_content", {"json": {"name": "mine", "size": 1, **into}}
    yield "post_files_upload_sessions", {"json": {"folder_id": str(item_id), "file_name": "x", "file_size": 20_000_000}}


def shown(world: World, stage: Stage, user: int) -> Iterator[Request]:
    """Every read that tells of more than one item."""
    for number, item in world.items.items():
        if world.may_know(user, number):
            fields = {} if item.kind == "web_link" else {"fields": ALL_FIELDS}
            yield f"get_{item.kind}s_id", {f"{item.kind}_id": stage.ids[number], **fields}
        if item.kind == "folder" and world.may_know(user, number) and not world.is_in_trash(number):
            folder = {"folder_id": stage.ids[number]}
            yield "get_folders_id", folder
            yield "get_folders_id_items", {**folder, "fields": ALL_FIELDS}
            yield "get_folders_id_items", {**folder, "usemarker": True}
            yield "get_folders_id_collaborations", folder
    yield "get_folders_id_items", {"folder_id": 0, "fields": ALL_FIELDS}
    yield "get_folders_trash_items", {"fields": ALL_FIELDS}
    yield "get_collaborations", {"status": "pending"}
    yield "get_recent_items", {}
    everything = {"query": "NOT nowhere", "trash_content": "all_items", "limit": 200, "fields": ALL_FIELDS}
    yield "get_search", everything
    yield "get_search", {**everything, "include_recent_shared_links": True}
    if world.opened(user) not in {"missing", "locked"}:
        variant = {"file": "", "folder": "#folders", "web_link": "#web_links"}[
            world.items[world.headers[user].item].kind
        ]
        yield f"get_shared_items{variant}", {"boxapi": stage.header(world.headers[user])}


class Snoop:
    """One user of a world, who looks at everything that is shown and tries everything that is not."""

    def __init__(self, stage: Stage, world: World, user: int, client: Client) -> None:
        self.stage, self.world, self.user = stage, world, user
        self.hidden = {number: stage.ids[number] for number in world.items if not world.may_know(user, number)}
        opens = world.opened(user) not in {"missing", "locked"}
        self.client = client.with_headers(boxapi=stage.header(world.headers[user])) if opens else client

    async def look(self) -> int:
        """No answer names anything hidden, and counts are of what is listed; how many answers there were."""
        answers = 0
        for operation, arguments in shown(self.world, self.stage, self.user):
            response = await self.client.call(operation, **arguments)
            told = [item_id for item_id in self.hidden.values() if str(item_id) in response.text]
            assert told == [], (operation, arguments, self.user, response.text)
            if operation in {"get_folders_id_items", "get_search"} and response.status_code == 200:
                page = response.json()
                assert page.get("total_count", len(page["entries"])) == len(page["entries"])
            answers += 1
        return answers

    async def try_hidden(self) -> int:
        """What is hidden answers like what is not there; how many requests there were."""
        tried = 0
        not_there: dict[str, list[Any]] = {}
        for number, item_id in self.hidden.items():
            if self.world.items[number].parent is None:
                continue  # others' roots have no name to find
            kind = self.world.items[number].kind
            if kind not in not_there:
                not_there[kind] = [await self._answer(*request, UNKNOWN) for request in refused(kind, UNKNOWN)]
            for request, expected in zip(refused(kind, item_id), not_there[kind], strict=True):
                assert await self._answer(*request, item_id) == expected, (*request, self.user)
                tried += 1
        return tried

    async def collide(self) -> None:
        """A name that a hidden item has is not told to be taken, where its folder is known."""
        for number, item_id in self.hidden.items():
            parent = self.world.items[number].parent
            takes_its_name = not self.world.items[number].is_trashed
            if takes_its_name and parent is not None and self.world.may_know(self.user, parent):
                body = {"name": f"{number} {item_id}", "parent": {"id": str(self.stage.ids[parent])}}
                response = await self.client.call("post_folders", json=body)
                assert response.status_code in {403, 404}, (self.user, number, response.text)

    async def _answer(self, operation: str, arguments: dict[str, Any], item_id: int) -> tuple[int, dict[str, Any]]:
        response = await self.client.call(operation, **arguments)
        body = {name: value for name, value in response.json().items() if name != "request_id"}
        return response.status_code, {name: str(value).replace(str(item_id), "ID") for name, value in body.items()}


async def _clients(gateway: Gateway, stage: Stage) -> list[Client]:
    """A client for each person on the stage."""

    async def unit(tx: Transaction) -> list[str]:
        tokens = []
        applications: dict[int, int] = {}
        for person in stage.people:
            company = person.enterprise_id
            if company not in applications:
                applications[company] = await provision.create_application(
                    tx,
                    enterprise_id=company,
                    name="Tests",
                    client_id=f"client-{company}",
                    sealed_client_secret=gateway.platform.key.seal("secret", "client secret"),
                    sealed_signature_keys=gateway.platform.key.seal("{}", "signature keys"),
                )
            token = await provision.issue_token(
                tx, enterprise_id=company, user_id=person.user_id, application_id=applications[company]
            )
            tokens.append(token)
        return tokens

    return [Client(gateway, token) for token in await stage.db.write(unit)]


@pytest.mark.timeout(900)  # an interruption would look like a failure, and be shrunk for ever
def test_what_is_hidden_is_found_nowhere(ready_database_url: str, tmp_path: Path) -> None:
    hidden = answered = 0
    settled = Settings(data=tmp_path, database=ready_database_url, dev=True, work="elsewhere", log_format="none")
    application = Application(settled)
    with asyncio.Runner() as runner:
        gateway = runner.run(application.start())
        stage = runner.run(set_stage(gateway.platform.db))
        clients = runner.run(_clients(gateway, stage))

        async def play(world: World) -> tuple[int, int]:
            tried = looked = 0
            await stage.play(world)
            for user, client in enumerate(clients, 1):
                snoop = Snoop(stage, world, user, client)
                tried += await snoop.try_hidden()
                looked += await snoop.look()
                await snoop.collide()
            return tried, looked

        # Worlds are not made smaller after a failure: each takes hundreds of requests.
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(worlds())
        def check(world: World) -> None:
            nonlocal hidden, answered
            tried, looked = runner.run(play(world))
            hidden, answered = hidden + tried, answered + looked

        try:
            check()
        finally:
            runner.run(application.stop())

    assert (hidden >= LEAST_HIDDEN, answered >= LEAST_SHOWN) == (True, True)
