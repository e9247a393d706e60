"""What every request to the migration service meets: routes, tokens, envelopes, fields, errors."""

from typing import Any

import httpx

from holdall.base.errors import ApiError
from holdall.migration.api.routing import all_routes
from tests.migration.api.answers import described


class TestRoutes:
    async def test_names_are_read_without_regard_to_case_and_a_trailing_slash(self, service: httpx.AsyncClient):
        expected = (await service.get("/v1/permissions")).json()["permission_categories"]

        for path in ("/V1/Permissions", "/v1/PERMISSIONS/", "/v1/permissions/"):
            assert (await service.get(path)).json()["permission_categories"] == expected

    async def test_a_path_that_is_not_there_says_so_in_json(self, service: httpx.AsyncClient):
        answer = await service.get("/v1/nothing/here")

        assert (answer.status_code, described(answer)) == (404, "There is nothing at /v1/nothing/here")

    async def test_a_method_that_is_not_there_names_those_that_are(self, service: httpx.AsyncClient):
        answer = await service.delete("/v1/permissions")

        assert (answer.status_code, answer.headers["allow"]) == (405, "GET")

    async def test_the_box_api_is_answered_beside_it(self, nobody: httpx.AsyncClient):
        assert (await nobody.get("/healthz")).json() == {"status": "ok"}

    async def test_head_answers_as_get_without_a_body(self, service: httpx.AsyncClient):
        answer = await service.head("/v1/permissions")

        assert (answer.status_code, answer.content) == (200, b"")


class TestAdmission:
    async def test_every_route_but_the_public_ones_asks_for_a_token(self, nobody: httpx.AsyncClient):
        met: dict[str, int] = {}
        for route in all_routes():
            path = route.full_path.replace("{", "").replace("}", "")
            met[route.name] = (await nobody.request(route.method, path)).status_code

        assert {name for name, status in met.items() if status != 401} == {
            route.name for route in all_routes() if route.is_public
        }

    async def test_a_wrong_token_is_refused_with_a_challenge(self, nobody: httpx.AsyncClient):
        answer = await nobody.get("/v1/permissions", headers={"authorization": "Bearer wrong"})

        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith('Bearer realm="Service", error="invalid_token"')
        assert described(answer) == "The token is unknown or has expired; POST /connect/token gives a new one"


class TestEnvelopes:
    async def test_a_list_has_meta_with_links_and_stands_under_its_type(self, service: httpx.AsyncClient):
        body: dict[str, Any] = (await service.get("/v1/permissions?fields=name")).json()

        assert {**body, "permission_categories": len(body["permission_categories"])} == {
            "status": 200,
            "meta": {
                "offset": 0,
                "limit": 100,
                "total_count": 6,
                "has_more": False,
                "links": {"self": {"href": "https://holdall.test/v1/permissions?fields=name&offset=0&limit=100"}},
            },
            "type": "permission_categories",
            "permission_categories": 6,
        }

    async def test_an_object_stands_under_its_type(self, service: httpx.AsyncClient):
        body = (await service.get("/v1/permissions/maps?fields=permissions.id")).json()

        assert body == {
            "status": 200,
            "type": "permissions",
            "permissions": {
                "id": "maps",
                "permissions": [{"id": "maps.read"}, {"id": "maps.write"}],
                "type": "permissions",
            },
        }

    async def test_bad_paging_is_refused_by_name(self, service: httpx.AsyncClient):
        for query, reason in {
            "offset=-1": "offset: is at least 0",
            "limit=many": "limit: is a whole number, not 'many'",
            "sort=name+UPWARDS": "sort: is a name and ASC or DESC, such as name ASC, not 'name UPWARDS'",
        }.items():
            answer = await service.get(f"/v1/users?{query}")
            assert (answer.status_code, described(answer)) == (400, reason)


class TestErrorsOfTheServer:
    async def test_no_class_of_error_lacks_the_shape(self):
        from holdall.migration.api.errors import body_of_error

        assert body_of_error(ApiError("it failed")) == {"errors": [{"description": "it failed"}]}
