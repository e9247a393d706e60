"""Every operation meets those who may not: no token, bad tokens, too few scopes, other people, other enterprises."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from holdall.box.operations import handler_of
from holdall.content.identity.operation_scopes import required_scopes
from holdall.content.identity.provision import DEFAULT_SCOPES
from holdall.content.identity.scopes import DOWNSCOPES, opened_by
from holdall.contract import Operation, load_operations
from tests.authz.row import Row
from tests.authz.rows import ROWS
from tests.authz.world import World
from tests.support.client import Client
from tests.support.enterprise import Enterprise, make_enterprise

GUARDED = [one for one in load_operations().values() if not one.public]
IMPLEMENTED = [one for one in GUARDED if one.variant is None and handler_of(one) is not None]
ALL_SCOPES = frozenset(DEFAULT_SCOPES) | DOWNSCOPES | {"root_readonly"}


async def call_each(client: Client, **headers: str) -> dict[str, httpx.Response]:
    """The answer of every guarded operation to a client, about things that are not there."""
    answers = {}
    for operation in GUARDED:
        places: dict[str, Any] = {
            one.name.replace("-", "_"): 1 for one in operation.parameters if one.location == "path"
        }
        answers[operation.id] = await client.call(operation.id, headers=headers, **places)
    return answers


def statuses(answers: Mapping[str, httpx.Response]) -> dict[str, int]:
    return {operation_id: answer.status_code for operation_id, answer in answers.items()}


def all_answering(status: int) -> dict[str, int]:
    return dict.fromkeys((one.id for one in GUARDED), status)


class TestTokens:
    async def test_without_a_token_every_operation_answers_401(self, enterprise: Enterprise) -> None:
        answers = await call_each(Client(enterprise.gateway))
        assert statuses(answers) == all_answering(401)
        assert {answer.headers["www-authenticate"].split(",")[0] for answer in answers.values()} == {
            'Bearer realm="Service"'
        }

    async def test_with_an_unknown_token_every_operation_answers_401(self, enterprise: Enterprise) -> None:
        assert statuses(await call_each(Client(enterprise.gateway, "x" * 32))) == all_answering(401)

    async def test_with_an_expired_token_every_operation_answers_401(self, enterprise: Enterprise) -> None:
        token = await enterprise.new_token(enterprise.admin_id, lifetime=0)
        assert statuses(await call_each(Client(enterprise.gateway, token))) == all_answering(401)

    async def test_with_the_token_of_an_inactive_user_every_operation_answers_401(self, enterprise: Enterprise) -> None:
        _, client = await enterprise.new_user(role="coadmin", status="inactive")
        assert statuses(await call_each(client)) == all_answering(401)

    async def test_without_its_scopes_every_operation_answers_403(self, enterprise: Enterprise) -> None:
        found = {}
        for operation in GUARDED:
            scopes = tuple(ALL_SCOPES - opened_by(required_scopes(operation)))
            client = Client(enterprise.gateway, await enterprise.new_token(enterprise.admin_id, scopes=scopes))
            places: dict[str, Any] = {
                one.name.replace("-", "_"): 1 for one in operation.parameters if one.location == "path"
            }
            answer = await client.call(operation.id, **places)
            found[operation.id] = (answer.status_code, answer.json()["code"])
        assert found == dict.fromkeys((one.id for one in GUARDED), (403, "insufficient_scope"))

    async def test_acting_for_a_user_of_another_enterprise_every_operation_answers_403(
        self, enterprise: Enterprise
    ) -> None:
        other = await make_enterprise(enterprise.gateway)
        answers = await call_each(enterprise.admin, **{"as-user": str(other.user_id)})
        assert statuses(answers) == all_answering(403)


class TestTable:
    def test_every_implemented_operation_has_a_row(self) -> None:
        assert {one.id for one in IMPLEMENTED} - ROWS.keys() == set()

    def test_every_row_is_of_an_implemented_operation(self) -> None:
        assert ROWS.keys() - {one.id for one in IMPLEMENTED} == set()

    def test_every_operation_needs_a_scope(self) -> None:
        assert [one.id for one in GUARDED if not required_scopes(one)] == []


@pytest.mark.parametrize("operation", [one for one in IMPLEMENTED if one.id in ROWS], ids=lambda one: str(one.id))
class TestStrangers:
    async def test_a_colleague_sees_nothing_of_what_is_not_shared(
        self, enterprise: Enterprise, operation: Operation
    ) -> None:
        world, row = World(enterprise), ROWS[operation.id]
        _, colleague = await enterprise.new_user("Carl Colleague")
        answer = await _ask(world, colleague, operation, row)
        assert answer.status_code == row.colleague, answer.text
        assert row.is_seen_by_colleagues or world.marker not in answer.text

    async def test_the_admin_of_another_enterprise_sees_nothing(
        self, enterprise: Enterprise, operation: Operation
    ) -> None:
        world, row = World(enterprise), ROWS[operation.id]
        other = await make_enterprise(enterprise.gateway)
        answer = await _ask(world, other.admin, operation, row)
        assert answer.status_code == row.outsider, answer.text
        assert world.marker not in answer.text


async def _ask(world: World, client: Client, operation: Operation, row: Row) -> httpx.Response:
    """Call the operation on things of the world. Where it names none, there are things that it could let slip."""
    if operation.method == "GET" and not any(one.location == "path" for one in operation.parameters):
        await world.get_all(("file_id", "folder_id", "group_id", "trashed_file_id"))
    await world.get_all(row.needs)
    places = {}
    for parameter in operation.parameters:
        if parameter.location == "path":
            places[parameter.name] = await world.get(row.things.get(parameter.name, parameter.name))
    parameters = await world.fill(dict(row.parameters))
    body = await world.fill(row.body)
    form = await world.fill(dict(row.form))
    return await client.call(operation.id, json=body, **form, **places, **parameters)
