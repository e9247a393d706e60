"""The name of an operation's method, `box.<tag>.<name>`, by one rule: verb, what, for whom.

The rule reads one operation at a time, so that an operation added to the contract never renames another.
It is written for people in docs/decisions/0020-connector-names.md.
"""

import re
from functools import cache

from holdall.contract import Operation, find_operation, load_operations, object_properties

_METHOD_VERBS = {
    "GET": "get",
    "POST": "create",
    "PUT": "update",
    "PATCH": "update",
    "DELETE": "delete",
    "OPTIONS": "preflight",
}

_ACTIONS = frozenset(
    [
        "append",
        "apply",
        "ask",
        "authorize",
        "cancel",
        "change_status",
        "commit",
        "convert",
        "copy",
        "execute_read",
        "extract",
        "extract_structured",
        "manage_items",
        "resend",
        "revoke",
        "search",
        "start",
        "submit_delete_job",
        "terminate_sessions",
        "text_gen",
        "trim",
    ]
)
"""Last words of a path that are verbs already."""

_VARIANT_VERBS = frozenset({"add", "get", "refresh", "remove", "update"})

_CLASSIFICATION = {"enterprise", "securityClassification-6VMVochwUWo"}

_SAID = {
    "ai_studio": {"ai_agents"},
    "authorization": {"oauth2"},
    "chunked_uploads": {"upload_sessions"},
    "classifications": {"metadata_templates", "schema"} | _CLASSIFICATION,
    "collaboration_allowlist_entries": {"collaboration_whitelist_entries"},
    "collaboration_allowlist_exempt_targets": {"collaboration_whitelist_exempt_targets"},
    "downloads": {"files", "content"},
    "file_classifications": {"metadata"} | _CLASSIFICATION,
    "folder_classifications": {"metadata"} | _CLASSIFICATION,
    "memberships": {"group_memberships"},
    "shared_links_app_items": {"shared_items"},
    "shared_links_files": {"shared_items"},
    "shared_links_folders": {"shared_items"},
    "shared_links_web_links": {"shared_items"},
    "skills": {"metadata", "global", "boxSkillsCards", "skill_invocations"},
    "transfer": {"folders", "0"},
    "trashed_files": {"trash"},
    "trashed_folders": {"trash"},
    "trashed_items": {"trash", "folders"},
    "trashed_web_links": {"trash"},
    "uploads": {"content"},
}
"""Segments that a tag says in other words."""

_SAID_UNLESS_ITEM = {"chunked_uploads": {"files"}}
"""Segments that a tag says, unless they lead to one item."""

_PLURAL_NAMES = frozenset({"indices", "teams"})
"""Words that keep their s: a product's name, and a list whose answer the contract does not describe."""


@cache
def method_name(operation_id: str) -> str:
    """The name of the operation's method on its tag; raises LookupError for an unknown operation."""
    operation = find_operation(operation_id)
    if operation.variant and operation.variant.partition("_")[0] in _VARIANT_VERBS:
        return operation.variant
    segments = re.split(r"[/.]", operation.path.strip("/").replace(":", "/:"))
    action = segments[-1].lstrip(":") if segments[-1].lstrip(":") in _ACTIONS else None
    direct = segments[-1].startswith(":")
    lists = operation.method == "GET" and _answers_list(operation)
    plural = lists or _sends_list(operation)
    what: list[str] = []
    owner: list[str] = []
    for place, segment in enumerate(segments[:-1] if action else segments):
        if segment.startswith("{"):
            continue
        item = segments[place + 1] if segments[place + 1 : place + 2] and segments[place + 1].startswith("{") else None
        words = _unsaid(operation.tag, segment, leads_to_item=item is not None)
        if not words:
            continue
        if item and place + 2 < len(segments):
            owner = [re.sub(r"_(id|key)$", "", item.strip("{}"))]
        elif action and not direct:
            owner = ["_".join(words)]
        else:
            what.append("_".join(words if plural or direct else [*words[:-1], singular(words[-1])]))
    verb = action or _verb(operation, lists)
    return "_".join([verb, *what, *(["for", *owner] if owner else [])])


@cache
def operation_names() -> dict[str, dict[str, str]]:
    """Operation ids by tag, then by method name."""
    names: dict[str, dict[str, str]] = {}
    for operation in load_operations().values():
        methods = names.setdefault(operation.tag, {})
        name = method_name(operation.id)
        if name in methods:
            raise AssertionError(f"{operation.id} and {methods[name]} are both called {operation.tag}.{name}")
        methods[name] = operation.id
    return names


def singular(word: str) -> str:
    """The word for one of them, for the words that Box's paths use."""
    if word in _PLURAL_NAMES or word.endswith(("us", "ss")):
        return word
    for ending, replacement in (("ies", "y"), ("ches", "ch"), ("uses", "us"), ("s", "")):
        if word.endswith(ending):
            return word.removesuffix(ending) + replacement
    return word


def _verb(operation: Operation, lists: bool) -> str:
    if lists:
        return "list"
    if operation.method == "POST" and operation.tag.startswith("trashed_"):
        return "restore"
    return _METHOD_VERBS[operation.method]


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^a-z0-9]+", text.lower()) if word]


def _unsaid(tag: str, segment: str, leads_to_item: bool) -> list[str]:
    """The segment's words without those at its front that the tag says already."""
    if segment in _SAID.get(tag, ()) or (segment in _SAID_UNLESS_ITEM.get(tag, ()) and not leads_to_item):
        return []
    said = {singular(word) for word in _words(tag)}
    words = _words(segment)
    while words and singular(words[0]) in said:
        words.pop(0)
    return words


def _answers_list(operation: Operation) -> bool:
    for status in ("200", "201"):
        answer = operation.responses.get(status)
        schema = answer.content.get("application/json") if answer else None
        if schema is None:
            continue
        if schema.get("type") == "array":
            return True
        if "entries" in object_properties(schema, operation.api_version)[0]:
            return True
    return False


def _sends_list(operation: Operation) -> bool:
    body = operation.body
    return body is not None and any(schema.get("type") == "array" for schema in body.content.values())
