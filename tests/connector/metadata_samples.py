"""What the documented curl commands about metadata need: templates, instances, classifications."""

import contextlib
from collections.abc import Callable
from typing import Any

from holdall.connector import BoxError

Change = Callable[[Any], dict[str, Any]]

CLASSIFICATION = {"scope": "enterprise", "template_key": "securityClassification-6VMVochwUWo"}
WORDS = (
    "audience",
    "documentType",
    "competitiveDocument",
    "status",
    "author",
    "currentState",
    "editor",
    "previousState",
)
CARD = {
    "type": "skill_card",
    "skill_card_type": "keyword",
    "skill": {"type": "service", "id": "a"},
    "invocation": {"type": "skill_invocation", "id": "b"},
    "entries": [],
}


def with_template(world: Any, *, fields: tuple[str, ...] = WORDS) -> dict[str, Any]:
    listed = [{"type": "string", "key": name, "displayName": name} for name in fields]
    key = world.new("template")
    body = {"scope": "enterprise", "displayName": key, "templateKey": key, "fields": listed}
    world.state["template"] = world.box.call("post_metadata_templates_schema", **body)
    return {"scope": "enterprise", "template_key": key}


def with_metadata(kind: str) -> Change:
    def change(world: Any) -> dict[str, Any]:
        template = with_template(world)
        place = {f"{kind}_id": world[f"{kind}_id"]}
        values = {"competitiveDocument": "no", "status": "active", "author": "Jones", "currentState": "proposal"}
        world.box.call_with(f"post_{kind}s_id_metadata_id_id", {**place, **template, "body": values})
        return template

    return change


def without_classifications(world: Any) -> dict[str, Any]:
    with contextlib.suppress(BoxError):
        world.box.call("delete_metadata_templates_id_id_schema", **CLASSIFICATION)
    return {}


def with_classifications(world: Any, *labels: str) -> dict[str, Any]:
    without_classifications(world)
    options = [{"key": label} for label in labels]
    field = {"type": "enum", "key": "Box__Security__Classification__Key", "displayName": "C", "options": options}
    template = {"scope": "enterprise", "templateKey": CLASSIFICATION["template_key"], "displayName": "Classification"}
    world.box.call("post_metadata_templates_schema#classifications", **template, fields=[field])
    return {}


def classified(kind: str) -> Change:
    def change(world: Any) -> dict[str, Any]:
        with_classifications(world, "Sensitive", "Internal")
        place = {f"{kind}_id": world[f"{kind}_id"]}
        label = {"Box__Security__Classification__Key": "Sensitive"}
        world.box.call_with(f"post_{kind}s_id_metadata_id_id", {**place, **CLASSIFICATION, "body": label})
        return {}

    return change


def with_cards(world: Any) -> dict[str, Any]:
    world.box.call("post_files_id_metadata_global_boxSkillsCards", file_id=world["file_id"], cards=[CARD])
    return {}


def with_policy(world: Any) -> dict[str, Any]:
    template = with_metadata("folder")(world)
    body = {"folder_id": world["folder_id"], "scope": "enterprise", "templateKey": template["template_key"]}
    return {"metadata_cascade_policy_id": world.box.call("post_metadata_cascade_policies", **body)["id"]}


def template_id(world: Any) -> dict[str, Any]:
    with_template(world)
    return {"template_id": world.state["template"]["id"]}


METADATA_CHANGES: dict[int, Change] = {
    47: with_metadata("file"),
    48: with_template,
    49: with_metadata("file"),
    50: with_metadata("file"),
    69: with_metadata("folder"),
    70: with_template,
    71: with_metadata("folder"),
    72: with_metadata("folder"),
    80: with_template,
    81: lambda world: with_template(world, fields=("category",)),
    82: with_template,
    83: template_id,
    88: lambda world: {
        "folder_id": world["folder_id"],
        "scope": "enterprise",
        "templateKey": with_template(world)["template_key"],
    },
    89: with_policy,
    90: with_policy,
    91: with_policy,
    93: with_template,
    162: with_cards,
    163: with_cards,
    229: lambda world: with_classifications(world, "Sensitive"),
    230: without_classifications,
    231: lambda world: with_classifications(world, "Public"),
    232: lambda world: with_classifications(world, "Sensitive"),
    233: lambda world: with_classifications(world, "Sensitive", "Public"),
    234: lambda world: with_classifications(world, "Sensitive"),
    235: classified("file"),
    236: lambda world: with_classifications(world, "Sensitive"),
    237: classified("file"),
    238: classified("file"),
    239: classified("folder"),
    240: lambda world: with_classifications(world, "Sensitive"),
    241: classified("folder"),
    242: classified("folder"),
}
