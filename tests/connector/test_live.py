"""The connector against a running Holdall: what it says and hears is what a server of the Box API says and hears."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from holdall.connector import BlockingBox, Box, BoxError, Kind, Settings, signature
from holdall.connector.recipes import upload as uploads
from holdall.connector.sign_in import ClientCredentials, MemoryStore, ServerJwt, Token
from holdall.contract import load_operations
from tests.connector.examples import example_arguments
from tests.connector.live import LiveServer


@pytest.fixture
async def robot(live_server: LiveServer) -> AsyncIterator[Box]:
    """The application's service account."""
    async with Box(ServerJwt(live_server.settings), base_url=live_server.url) as box:
        yield box


@pytest.fixture
def blocking_robot(live_server: LiveServer) -> Iterator[BlockingBox]:
    with BlockingBox(ServerJwt(live_server.settings), base_url=live_server.url) as box:
        yield box


@pytest.fixture
async def folder(robot: Box, request: pytest.FixtureRequest) -> str:
    """A folder of the test's own."""
    made = await robot.folders.create(name=f"{request.node.name} {os.urandom(4).hex()}"[:200], parent={"id": "0"})
    return made["id"]


async def failure(call) -> BoxError:
    with pytest.raises(BoxError) as caught:
        await call
    return caught.value


async def test_every_operation_arrives_as_itself(robot: Box, live_server: LiveServer):
    """With made-up arguments most calls are refused; what counts is that the server knows which one each was."""
    await robot.users.get_me()
    broken = {}
    for operation in load_operations().values():
        arguments = example_arguments(signature(operation.id))
        arguments.pop("box_version", None)
        try:
            await robot.call(operation.id, **arguments)
        except BoxError as error:
            if error.kind in {Kind.UNREACHABLE, Kind.OUTCOME_UNKNOWN, Kind.UNAVAILABLE, Kind.CORRUPT}:
                broken[operation.id] = str(error)

    assert broken == {}
    assert await live_server.last_operations("options_files_id_content", len(load_operations())) == [
        name.partition("#")[0] for name in load_operations()
    ]


class TestSignIn:
    async def test_with_a_key_pair(self, robot: Box):
        assert (await robot.users.get_me())["name"] == "Robot"

    async def test_with_client_credentials(self, live_server: LiveServer):
        app = live_server.settings.box_app_settings
        sign_in = ClientCredentials(app.client_id, app.client_secret, enterprise_id=live_server.settings.enterprise_id)
        async with Box(sign_in, base_url=live_server.url) as box:
            assert (await box.users.get_me())["name"] == "Robot"

    async def test_as_another_user(self, robot: Box):
        [ada] = [user async for user in robot.iterate("get_users", filter_term="ada@example.com")]

        assert (await robot.as_user(ada["id"]).users.get_me())["login"] == "ada@example.com"
        assert (await robot.users.get_me())["name"] == "Robot"

    async def test_a_token_that_the_server_does_not_know_is_renewed(self, live_server: LiveServer):
        store = MemoryStore(Token("unknown", 9e12))
        async with Box(ServerJwt(live_server.settings, store=store), base_url=live_server.url) as box:
            names = await asyncio.gather(*(box.users.get_me() for _ in range(5)))

        assert [me["name"] for me in names] == ["Robot"] * 5

    async def test_a_weaker_token_can_do_less(self, robot: Box, live_server: LiveServer, folder: str):
        record = await robot.upload(b"x", name="f", folder_id=folder)
        weaker = await robot.downscope(["item_preview"], resource=f"https://api.box.com/2.0/files/{record['id']}")
        async with Box(weaker.access_token, base_url=live_server.url) as box:
            raised = await failure(box.files.delete(record["id"]))

        assert raised.kind in {Kind.FORBIDDEN, Kind.NOT_FOUND}
        assert (await robot.files.get(record["id"]))["name"] == "f"

    async def test_after_signing_out_the_token_is_worth_nothing(self, live_server: LiveServer):
        async with Box(ServerJwt(live_server.settings), base_url=live_server.url) as box:
            token = await box.sign_in.access_token(box.call_with)
            await box.sign_out()
            async with Box(token, base_url=live_server.url) as late:
                assert (await failure(late.users.get_me())).kind is Kind.UNAUTHORIZED


class TestContent:
    async def test_a_folder_is_made_changed_and_removed(self, robot: Box, folder: str):
        made = await robot.folders.create(name="a", parent={"id": folder})
        changed = await robot.folders.update(made["id"], name="b", description="new", if_match=made["etag"] or "")
        await robot.folders.delete(made["id"])

        assert (changed["name"], changed["description"]) == ("b", "new")
        assert (await failure(robot.folders.get(made["id"]))).kind is Kind.NOT_FOUND

    async def test_kinds_of_errors(self, robot: Box, folder: str):
        made = await robot.folders.create(name="a", parent={"id": folder})

        taken = await failure(robot.folders.create(name="A", parent={"id": folder}))
        changed = await failure(robot.folders.update(made["id"], name="b", if_match="99"))
        unchanged = await failure(robot.folders.get(made["id"], if_none_match=made["etag"] or ""))
        missing = await failure(robot.files.get("999999999"))

        kinds = [error.kind for error in (taken, changed, unchanged, missing)]
        assert kinds == [Kind.CONFLICT, Kind.CHANGED, Kind.UNCHANGED, Kind.NOT_FOUND]
        assert taken.code == "item_name_in_use"

    async def test_null_clears_and_absent_keeps(self, robot: Box, folder: str):
        await robot.folders.update(folder, description="kept", folder_upload_email={"access": "open"})

        changed = await robot.folders.update(
            folder, folder_upload_email=None, fields=["description", "folder_upload_email"]
        )

        assert (changed["description"], changed["folder_upload_email"]) == ("kept", None)

    async def test_a_list_is_read_to_its_end_both_ways(self, robot: Box, folder: str):
        names = [f"n{number:02}" for number in range(25)]
        await asyncio.gather(*(robot.upload(name.encode(), name=name, folder_id=folder) for name in names))
        arguments = {"folder_id": folder, "limit": 7, "fields": ["name"]}

        by_marker = [item["name"] async for item in robot.iterate("get_folders_id_items", **arguments)]
        by_offset = [item["name"] async for item in robot.iterate("get_folders_id_items", **arguments, sort="name")]

        assert sorted(by_marker) == names
        assert by_offset == names

    def test_a_tree_is_walked(self, blocking_robot: BlockingBox):
        top = blocking_robot.folders.create(name=os.urandom(8).hex(), parent={"id": "0"})["id"]
        for name in "ab":
            inner = blocking_robot.folders.create(name=name, parent={"id": top})["id"]
            blocking_robot.upload(b"x", name="f", folder_id=inner)

        found = {"/".join(found.path): found.item["type"] for found in blocking_robot.walk(top)}

        assert found == {"a": "folder", "a/f": "file", "b": "folder", "b/f": "file"}


class TestTransfers:
    @pytest.mark.parametrize("size", [0, 1, 10_000, 5_000_000])
    async def test_what_goes_up_comes_down(self, robot: Box, folder: str, tmp_path: Path, size: int):
        content = os.urandom(size)
        (tmp_path / "up").write_bytes(content)

        record = await robot.upload(tmp_path / "up", folder_id=folder)
        await robot.download(record["id"], tmp_path / "down")

        assert (tmp_path / "down").read_bytes() == content
        assert await robot.read(record) == content

    async def test_in_parts_and_ranges(self, robot: Box, folder: str, tmp_path: Path):
        content = os.urandom(21_000_000)
        target = uploads.Target("large", folder, attributes={"content_modified_at": "2026-01-02T03:04:05+00:00"})
        options = uploads.UploadOptions(single_limit=20_000_000, journal=tmp_path / "journal")

        record = await uploads.upload(robot, content, target, options)
        await robot.download(record, tmp_path / "down", concurrency=2)

        assert (tmp_path / "down").read_bytes() == content
        assert (record["size"], record["parent"]["id"]) == (len(content), folder)
        assert record["content_modified_at"] in {"2026-01-02T03:04:05+00:00", "2026-01-02T03:04:05Z"}

    async def test_versions(self, robot: Box, folder: str):
        first = await robot.upload(b"one", name="f", folder_id=folder)
        second = await robot.upload(b"two", name="f", folder_id=folder, on_conflict="version")
        [old] = [version async for version in robot.iterate("get_files_id_versions", file_id=first["id"])]

        assert second["id"] == first["id"]
        assert await robot.read(first["id"]) == b"two"
        assert await robot.read(first["id"], version_id=old["id"]) == b"one"

    async def test_a_range_of_a_file(self, robot: Box, folder: str):
        record = await robot.upload(b"0123456789", name="f", folder_id=folder)

        content = await robot.downloads.get(record["id"], range="bytes=2-4")

        assert (content.status, await content.read()) == (206, b"234")

    async def test_many_at_a_time(self, robot: Box, folder: str, live_server: LiveServer):
        async with Box(robot.sign_in, base_url=live_server.url, settings=Settings(connections=8)) as box:
            records = await asyncio.gather(
                *(box.upload(str(number).encode() * 100, name=str(number), folder_id=folder) for number in range(60))
            )
            contents = await asyncio.gather(*(box.read(record["id"]) for record in records))

        assert contents == [str(number).encode() * 100 for number in range(60)]
