"""What the gateway does for every operation."""

from typing import Any

import pytest

from holdall.box.operations import handler_of
from holdall.contract import load_operations
from tests.support.client import Client
from tests.support.enterprise import Enterprise

UNIMPLEMENTED = [one for one in load_operations().values() if handler_of(one) is None]


class TestErrors:
    async def test_an_unknown_path_answers_404_in_the_shape_of_box(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.http.get("/2.0/nothing/here")
        body = response.json()
        assert (response.status_code, body["type"], body["status"], body["code"]) == (404, "error", 404, "not_found")
        assert body["request_id"] == response.headers["box-request-id"]

    async def test_an_unknown_method_answers_405_and_names_the_others(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.http.patch("/2.0/users/me")
        assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
        assert "GET" in response.headers["allow"]

    async def test_an_unknown_version_is_refused_with_the_known_ones(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.http.get("/2.0/users/me", headers={"box-version": "1999.0"})
        assert (response.status_code, response.json()["code"]) == (400, "invalid_api_version")


class TestMethodsAndPaths:
    async def test_head_answers_the_headers_of_get_without_a_body(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.http.head("/healthz")
        assert (response.status_code, response.headers["content-length"], response.content) == (200, "15", b"")

    async def test_options_of_a_path_tells_its_methods_without_a_token(self, enterprise: Enterprise) -> None:
        response = await Client(enterprise.gateway).http.options("/2.0/folders/0")
        assert (response.status_code, response.headers["allow"]) == (204, "DELETE, GET, POST, PUT, HEAD")

    async def test_an_encoded_slash_does_not_divide_the_path(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.http.get("/2.0/folders%2F0")
        assert (response.status_code, response.json()["message"]) == (404, "There is nothing at /2.0/folders/0")

    async def test_a_slash_at_the_end_makes_no_difference(self, enterprise: Enterprise) -> None:
        response = await Client(enterprise.gateway).http.get("/healthz/")
        assert response.status_code == 200


class TestTexts:
    async def test_the_character_that_no_database_keeps_is_refused_wherever_it_comes(
        self, enterprise: Enterprise
    ) -> None:
        http = enterprise.admin.http
        answers = [
            await http.post("/2.0/groups", content=rb'{"name": "a\u0000b"}'),
            await http.get("/2.0/groups?filter_term=a%00b"),
            await http.get("/2.0/users?fields=a%00b"),
        ]
        assert [(one.status_code, one.json()["code"]) for one in answers] == [(400, "bad_request")] * 3

    async def test_its_name_after_a_backslash_is_a_text_like_others(self, enterprise: Enterprise) -> None:
        answer = await enterprise.admin.http.post("/2.0/groups", content=rb'{"name": "a\\u0000b"}')
        assert (answer.status_code, answer.json()["name"]) == (201, "a\\u0000b")


class TestHeadersOfEveryAnswer:
    @pytest.mark.parametrize("path", ["/healthz", "/metrics", "/2.0/users/me", "/nothing"])
    async def test_names_the_request_and_forbids_guessing_the_type(self, enterprise: Enterprise, path: str) -> None:
        response = await enterprise.user.http.get(path)
        assert len(response.headers["box-request-id"]) == 16
        assert response.headers["x-content-type-options"] == "nosniff"

    async def test_https_is_to_be_kept_to(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.http.get("https://holdall.test/healthz")
        assert response.headers["strict-transport-security"] == "max-age=31536000"
        response = await enterprise.user.http.get("http://holdall.test/healthz")
        assert "strict-transport-security" not in response.headers

    async def test_json_of_the_api_is_not_stored_on_the_way(self, enterprise: Enterprise) -> None:
        response = await enterprise.user.http.get("/2.0/users/me")
        assert response.headers["cache-control"] == "no-cache, no-store"


class TestAuthentication:
    @pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer unknown"])
    async def test_without_a_live_token_the_answer_is_401(self, enterprise: Enterprise, header: str | None) -> None:
        headers = {} if header is None else {"authorization": header}
        response = await Client(enterprise.gateway).http.get("/2.0/users/me", headers=headers)
        assert response.status_code == 401
        assert response.headers["www-authenticate"].startswith("Bearer")


class TestProbes:
    @pytest.mark.parametrize(
        ("path", "body"), [("/healthz", {"status": "ok"}), ("/readyz", {"status": "ready", "work": "elsewhere"})]
    )
    async def test_probes_need_no_token(self, enterprise: Enterprise, path: str, body: dict[str, str]) -> None:
        response = await Client(enterprise.gateway).http.get(path)
        assert (response.status_code, response.json()) == (200, body)

    async def test_metrics_count_requests_by_operation(self, enterprise: Enterprise) -> None:
        await enterprise.user.http.get("/2.0/users/me")
        response = await Client(enterprise.gateway).http.get("/metrics")
        assert 'holdall_requests_total{operation="get_users_me"' in response.text


class TestOperationsWithoutAHandler:
    async def test_each_answers_501_and_names_the_operation(self, enterprise: Enterprise) -> None:
        for operation in UNIMPLEMENTED:
            places: dict[str, Any] = {
                one.name.replace("-", "_"): 1 for one in operation.parameters if one.location == "path"
            }
            response = await enterprise.admin.call(operation.id, **places)
            if handler_of(operation.id.partition("#")[0]) is None:
                assert (response.status_code, response.json()["code"]) == (501, "not_implemented"), operation.id
