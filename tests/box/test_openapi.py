"""The description that the server publishes of itself."""

from typing import Any

from schemathesis.specs.openapi.definitions import OPENAPI_30_VALIDATOR

from holdall.box.openapi import describe_api
from holdall.box.operations import handler_of
from holdall.contract import find_operation, load_operations
from tests.support.client import Client
from tests.support.enterprise import Enterprise

DOCUMENT = describe_api("https://holdall.test")


def operations_of(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["operationId"]: one for methods in document["paths"].values() for one in methods.values()}


class TestDocument:
    async def test_is_served_to_everybody_with_the_address_of_the_server(self, enterprise: Enterprise) -> None:
        response = await Client(enterprise.gateway).http.get("/openapi.json")
        assert (response.status_code, response.json()) == (200, DOCUMENT)

    def test_is_valid_openapi(self) -> None:
        assert [error.message for error in OPENAPI_30_VALIDATOR.iter_errors(DOCUMENT)] == []

    def test_describes_every_operation_that_has_a_handler_and_no_other(self) -> None:
        described = operations_of(DOCUMENT)
        named = {variant["id"] for one in described.values() for variant in one.get("x-variants", [])} | set(described)
        assert named == {one for one in load_operations() if handler_of(one) is not None}

    def test_every_reference_leads_somewhere(self) -> None:
        known = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
        assert _references(DOCUMENT) - known == set()

    def test_every_place_in_a_path_has_its_parameter(self) -> None:
        for path, methods in DOCUMENT["paths"].items():
            for one in methods.values():
                places = {part["name"] for part in one.get("parameters", []) if part["in"] == "path"}
                assert {place for place in places if "{" + place + "}" not in path} == set(), path
                assert path.count("{") == len(places), path


class TestEntries:
    def test_says_what_the_handler_says(self) -> None:
        handler = handler_of("get_folders_id")
        assert handler is not None
        assert handler.__doc__ is not None
        assert operations_of(DOCUMENT)["get_folders_id"]["description"].startswith(handler.__doc__.split("\n")[0])

    def test_variants_of_a_route_are_one_entry(self) -> None:
        entry = operations_of(DOCUMENT)["get_folders_id"]
        assert [one["id"] for one in entry["x-variants"]] == ["get_folders_id", "get_folders_id#get_shared_link"]
        fields = next(one for one in entry["parameters"] if one["name"] == "fields")
        assert (fields["required"], fields["style"], fields["explode"]) == (False, "form", False)

    def test_operations_without_a_token_say_so(self) -> None:
        described = operations_of(DOCUMENT)
        open_ones = {name for name, one in described.items() if one.get("security") == []}
        assert open_ones == {name for name in described if find_operation(name).public}


def _references(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_references, value))
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(_references, value.values()))
    return set()
