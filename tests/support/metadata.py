"""Metadata for tests: templates, classifications, and instances of them."""

from typing import Any

import httpx

from tests.support.client import Client
from tests.support.enterprise import Enterprise

CLASSIFICATION = "securityClassification-6VMVochwUWo"
CLASSIFICATION_FIELD = "Box__Security__Classification__Key"
LABEL = {CLASSIFICATION_FIELD: "Secret"}
CARD = {
    "type": "skill_card",
    "skill_card_type": "keyword",
    "skill": {"type": "service", "id": "plates"},
    "invocation": {"type": "skill_invocation", "id": "plates-1"},
    "entries": [{"text": "plate"}],
}


def field(kind: str, key: str, *options: str) -> dict[str, Any]:
    """A field as the wire asks for it."""
    choices = {"options": [{"key": one} for one in options]} if options else {}
    return {"type": kind, "key": key, "displayName": key.title(), **choices}


EACH_TYPE = [
    field("string", "name"),
    field("float", "amount"),
    field("date", "due"),
    field("enum", "state", "open", "closed"),
    field("multiSelect", "tags", "a", "b", "c"),
]
"""A field of each type."""


async def make_template(enterprise: Enterprise, **body: Any) -> dict[str, Any]:
    """A template `contract` of the enterprise, with a field of each type."""
    wanted = {"scope": "enterprise", "displayName": "Contract", "templateKey": "contract", "fields": EACH_TYPE, **body}
    variant = "#classifications" if wanted["templateKey"] == CLASSIFICATION else ""
    answer = await enterprise.admin.call(f"post_metadata_templates_schema{variant}", json=wanted)
    assert answer.status_code in {200, 201}, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def change_template(enterprise: Enterprise, *steps: dict[str, Any], key: str = "contract") -> httpx.Response:
    """The answer to a change of a template by the administrator."""
    return await enterprise.admin.call(
        "put_metadata_templates_id_id_schema", scope="enterprise", template_key=key, json=list(steps)
    )


async def make_classifications(enterprise: Enterprise) -> dict[str, Any]:
    """The template of classifications, with two."""
    options = [
        {"key": "Secret", "staticConfig": {"classification": {"colorID": 2, "classificationDefinition": "For few"}}},
        {"key": "Public"},
    ]
    one = {"type": "enum", "key": CLASSIFICATION_FIELD, "displayName": "Classification", "options": options}
    return await make_template(enterprise, displayName="Classification", templateKey=CLASSIFICATION, fields=[one])


async def call(client: Client, verb: str, item_id: Any, kind: str, key: str, **more: Any) -> httpx.Response:
    """The answer to an operation on an instance; `verb` is get, post, put or delete."""
    place = {f"{kind}_id": item_id, "scope": more.pop("scope", "enterprise"), "template_key": key}
    return await client.call(f"{verb}_{kind}s_id_metadata_id_id", **place, **more)


async def apply(
    client: Client, item_id: Any, kind: str, key: str, values: dict[str, Any], *, scope: str = "enterprise"
) -> dict[str, Any]:
    """An instance."""
    answer = await call(client, "post", item_id, kind, key, json=values, scope=scope)
    assert answer.status_code == 201, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def values_on(client: Client, item_id: Any, kind: str, key: str = "contract") -> dict[str, Any]:
    """The values of an instance, without what the platform says of it."""
    answer = await call(client, "get", item_id, kind, key)
    assert answer.status_code in {200, 201}, answer.text
    return {name: value for name, value in answer.json().items() if not name.startswith("$")}
