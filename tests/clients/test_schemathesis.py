"""Requests made up from the server's own description, valid and not: none of them may make it fail."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import strategies
from schemathesis import GenerationMode

from holdall.box import resources
from holdall.box.openapi import describe_api
from holdall.testing import RunningServer, start_server

resources.import_all()

DOCUMENT = describe_api("http://localhost")
OPERATION_IDS = [one["operationId"] for methods in DOCUMENT["paths"].values() for one in methods.values()]
EXAMPLES = 16


@pytest.fixture(scope="module")
def fuzzed_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with the demo seed, put back to it before each operation."""
    with start_server(tmp_path_factory.mktemp("fuzzed") / "data", "--log-format", "json") as server:
        server.control.take_snapshot("before")
        yield server


@pytest.fixture(scope="module")
def known_ids(fuzzed_server: RunningServer) -> dict[str, str]:
    """Ids of things that are there, by the names that paths give them."""
    planted = fuzzed_server.control.seed(
        {
            "content": [
                {
                    "owner": 101,
                    "items": [
                        {"folder": "Fuzzed", "key": "folder_id", "items": [{"file": "a.txt", "text": "a"}]},
                        {"file": "fuzzed.txt", "text": "fuzzed", "key": "file_id"},
                    ],
                }
            ]
        }
    )
    fuzzed_server.control.take_snapshot("before")
    return {**planted["keys"], "user_id": "102"}


@pytest.mark.parametrize("operation_id", OPERATION_IDS)
def test_no_request_makes_the_server_fail(
    fuzzed_server: RunningServer, known_ids: dict[str, str], operation_id: str
) -> None:
    fuzzed_server.control.restore_snapshot("before")
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    operation = schema.find_operation_by_id(operation_id)
    headers = {"authorization": "Bearer demo-admin"}

    @hypothesis.settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(
        case=strategies.one_of(
            operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
            operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        ),
        is_known=strategies.booleans(),
    )
    def fuzz(case: Any, is_known: bool) -> None:
        if is_known:
            case.path_parameters.update({name: known_ids[name] for name in case.path_parameters if name in known_ids})
        response = case.call(base_url=fuzzed_server.base_url, headers=headers, allow_redirects=False)
        assert response.status_code < 500, f"{case.method} {case.formatted_path}: {response.text}"

    fuzz()
