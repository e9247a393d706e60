"""Taxonomies for tests: places of three levels, and a template with a field of them."""

from typing import Any

import httpx

from tests.support.client import Client
from tests.support.enterprise import Enterprise
from tests.support.metadata import field, make_template

LEVELS = ("Continent", "Country", "City")
PLACES: dict[str, tuple[int, str | None]] = {
    "Europe": (1, None),
    "Asia": (1, None),
    "Poland": (2, "Europe"),
    "France": (2, "Europe"),
    "Japan": (2, "Asia"),
    "Warsaw": (3, "Poland"),
    "Paris": (3, "France"),
    "Singapore": (3, "Asia"),
}
"""Level and parent of each node."""


async def on_taxonomy(
    client: Client, enterprise: Enterprise, operation_id: str, key: str = "places", **more: Any
) -> httpx.Response:
    """The answer to an operation on a taxonomy of an enterprise."""
    return await client.call(operation_id, namespace=f"enterprise_{enterprise.id}", taxonomy_key=key, **more)


async def make_taxonomy(enterprise: Enterprise, *levels: str, key: str = "places") -> dict[str, Any]:
    """A taxonomy with levels of these names."""
    wanted = {"displayName": key.title(), "namespace": f"enterprise_{enterprise.id}", "key": key}
    made = await enterprise.admin.call("post_metadata_taxonomies", json=wanted)
    assert made.status_code == 201, made.text
    if levels:
        body = [{"displayName": name} for name in levels]
        answer = await on_taxonomy(
            enterprise.admin, enterprise, "post_metadata_taxonomies_id_id_levels", key, json=body
        )
        assert answer.status_code == 201, answer.text
    document: dict[str, Any] = made.json()
    return document


async def make_node(
    enterprise: Enterprise, name: str, level: int = 1, parent: str | None = None, key: str = "places"
) -> str:
    """A node's id."""
    body = {"displayName": name, "level": level} | ({} if parent is None else {"parentId": parent})
    answer = await on_taxonomy(enterprise.admin, enterprise, "post_metadata_taxonomies_id_id_nodes", key, json=body)
    assert answer.status_code == 201, answer.text
    identity: str = answer.json()["id"]
    return identity


async def make_places(enterprise: Enterprise) -> dict[str, str]:
    """The taxonomy `places`; the ids of its nodes by their names."""
    await make_taxonomy(enterprise, *LEVELS)
    ids: dict[str, str] = {}
    for name, (level, parent) in PLACES.items():
        ids[name] = await make_node(enterprise, name, level, None if parent is None else ids[parent])
    return ids


async def delete_node(enterprise: Enterprise, identity: str) -> httpx.Response:
    """The answer to the wish to remove one of the places."""
    operation_id = "delete_metadata_taxonomies_id_id_nodes_id"
    return await on_taxonomy(enterprise.admin, enterprise, operation_id, node_id=identity)


def places_field(
    enterprise: Enterprise, key: str = "where", *, multi: bool = True, levels: tuple[int, ...] = (2, 3)
) -> dict[str, Any]:
    """A field that takes places, as the wire asks for it."""
    rules = {"multiSelect": multi, "selectableLevels": list(levels)}
    own = {"namespace": f"enterprise_{enterprise.id}", "taxonomyKey": "places", "optionsRules": rules}
    return {**field("taxonomy", key), **own}


async def make_places_template(enterprise: Enterprise, **rules: Any) -> dict[str, Any]:
    """The template `contract` with a name, and a field `where` that takes places."""
    fields = [field("string", "name"), places_field(enterprise, **rules)]
    return await make_template(enterprise, fields=fields, copyInstanceOnItemCopy=True)
