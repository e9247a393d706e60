"""Every operation that changes something is told of, exactly once, by the events that Box documents for it."""

from typing import Any

import pytest

from holdall.base.clock import HOUR, format_instant
from holdall.box.operations import handler_of
from holdall.content.sharing.expiry import remove_expired
from holdall.contract import find_operation, load_operations
from tests.authz.world import World
from tests.box.event_rows import ROWS as OTHER_ROWS
from tests.box.event_rows import WITHOUT_ROW, Row
from tests.box.event_rows_governance import GOVERNANCE_ROWS
from tests.box.event_rows_metadata import METADATA_ROWS
from tests.box.event_rows_newer import NEWER_ROWS
from tests.box.event_rows_settings import SETTINGS_ROWS
from tests.box.event_rows_shield import SHIELD_ROWS
from tests.box.test_chunked_uploads import commit, open_session, send_all
from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.sharing import share
from tests.support.tree import create, make_file

ROWS = [*OTHER_ROWS, *GOVERNANCE_ROWS, *METADATA_ROWS, *NEWER_ROWS, *SETTINGS_ROWS, *SHIELD_ROWS]
CHANGING = {"POST", "PUT", "DELETE", "PATCH"}
IMPLEMENTED = {one.id for one in load_operations().values() if one.method in CHANGING and handler_of(one) is not None}
READS = {"post_metadata_queries_execute_read"}
"""Operations that only read, in spite of their method."""


class Ear:
    """Hears what the owner's stream and the enterprise's log tell from now on."""

    def __init__(self, enterprise: Enterprise) -> None:
        self._streams = {"user": (enterprise.user, "all"), "log": (enterprise.admin, "admin_logs")}
        self._positions: dict[str, int] = {}

    async def listen(self) -> None:
        """Forget what has happened so far."""
        for name, (client, stream) in self._streams.items():
            chunk = await self._read(client, stream, "now")
            self._positions[name] = chunk["next_stream_position"]

    async def hear(self, name: str) -> tuple[str, ...]:
        """The types of the events since then."""
        client, stream = self._streams[name]
        chunk = await self._read(client, stream, self._positions[name])
        return tuple(event["event_type"] for event in chunk["entries"])

    async def _read(self, client: Client, stream: str, position: Any) -> Any:
        answer = await client.call("get_events", stream_type=stream, stream_position=position)
        assert answer.status_code == 200, answer.text
        return answer.json()


def test_every_operation_that_changes_something_has_a_row() -> None:
    rows = {operation_id for operation_id, _ in ROWS}
    assert IMPLEMENTED - rows - WITHOUT_ROW - READS == set()


def test_every_row_is_of_an_implemented_operation() -> None:
    assert {operation_id for operation_id, _ in ROWS if handler_of(operation_id) is None} == set()


@pytest.mark.parametrize(
    ("operation_id", "row"), ROWS, ids=[f"{operation_id}-{number}" for number, (operation_id, _) in enumerate(ROWS)]
)
async def test_the_events_of_an_operation(enterprise: Enterprise, operation_id: str, row: Row) -> None:
    world, ear = World(enterprise), Ear(enterprise)
    clients = {
        "owner": enterprise.user,
        "admin": enterprise.admin,
        "service": await enterprise.service(),
        "nobody": Client(enterprise.gateway),
    }
    places = {}
    for parameter in find_operation(operation_id).parameters:
        if parameter.location == "path":
            places[parameter.name] = await world.get(row.things.get(parameter.name, parameter.name))
    await world.get_all(row.needs)
    call: dict[str, Any] = {**await world.fill(dict(row.form)), **await world.fill(dict(row.parameters)), **places}
    body = await world.fill(row.body)
    await ear.listen()
    answer = await clients[row.by].call(operation_id, json=body, **call)
    assert answer.status_code < 400, answer.text
    assert (await ear.hear("user"), await ear.hear("log")) == (row.user, row.log)


async def test_an_upload_in_parts_is_told_of_when_it_is_committed(enterprise: Enterprise) -> None:
    ear = Ear(enterprise)
    session = await open_session(enterprise.user)
    await ear.listen()
    parts = await send_all(enterprise.user, session)
    assert (await ear.hear("user"), await ear.hear("log")) == ((), ())
    assert (await commit(enterprise.user, session, parts)).status_code == 201
    assert (await ear.hear("user"), await ear.hear("log")) == (("ITEM_UPLOAD",), ("UPLOAD",))


async def test_a_collaboration_that_ends_by_itself_is_told_to_both_sides(enterprise: Enterprise) -> None:
    user_id, collaborator = await enterprise.new_user()
    ear, clock = Ear(enterprise), enterprise.gateway.platform.clock
    folder = await create(enterprise.user, "shared")
    expires = format_instant(clock.now() + HOUR)
    await share(enterprise.user, folder["id"], {"id": user_id}, expires_at=expires)
    await ear.listen()
    clock.advance(HOUR)
    try:
        await remove_expired(enterprise.gateway.platform.db)
    finally:
        clock.advance(-HOUR)
    assert (await ear.hear("user"), await ear.hear("log")) == (
        ("COLLAB_REMOVE_COLLABORATOR",),
        ("COLLABORATION_REMOVE",),
    )
    last = (await collaborator.call("get_events")).json()["entries"][-1]
    assert (last["event_type"], last["created_by"]["id"], last["source"]["name"]) == (
        "COLLAB_REMOVE_COLLABORATOR",
        "2",
        "shared",
    )


async def test_events_come_in_the_order_of_the_calls(enterprise: Enterprise) -> None:
    ear = Ear(enterprise)
    file = (await make_file(enterprise, "a")).item
    await ear.listen()
    for name in ("b", "c"):
        await enterprise.user.call("put_files_id", file_id=file.id, json={"name": name})
    await enterprise.user.call("delete_files_id", file_id=file.id)
    assert await ear.hear("user") == ("ITEM_RENAME", "ITEM_RENAME", "ITEM_TRASH")
    assert await ear.hear("log") == ("RENAME", "RENAME", "DELETE")


async def test_what_is_refused_is_not_told_of(enterprise: Enterprise) -> None:
    ear = Ear(enterprise)
    file = (await make_file(enterprise, "a")).item
    await make_file(enterprise, "b")
    await ear.listen()
    answer = await enterprise.user.call("put_files_id", file_id=file.id, json={"name": "b"})
    assert (answer.status_code, await ear.hear("user"), await ear.hear("log")) == (409, (), ())
