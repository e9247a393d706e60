"""What a flow does: its outcomes as people write them in YAML, checked, and as they are kept.

The types of actions are the contract's. Those that Holdall cannot carry out are refused with the reason, not ignored.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.errors import InvalidParameter
from holdall.content.identity.tables import users
from holdall.content.sharing.collaborations import FILE_ROLES, InviteRole
from holdall.content.tasks.rows import CompletionRule

MAX_OUTCOMES = 100


class OutcomeDefinition(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One thing that a flow does. Which fields an action takes: docs/how-to/workflows.md."""

    action: str
    """The type of the action, such as assign_task or move_file."""
    name: str = ""
    """What people call it; without one, the type."""
    people: list[str | int] | None = None
    """Logins or ids of users; left out where whoever starts the flow names them."""
    role: InviteRole | None = None
    """The role in which people get access."""
    message: str | None = None
    """Of a task or a notification."""
    completion_rule: CompletionRule | None = None
    """Whether a task needs all_assignees or any_assignee."""
    due_in_days: int | None = None
    """When a task is due."""
    folder: str | int | None = None
    """The folder to move or copy to."""
    folder_name: str | None = None
    """The name of a folder to make, or that the folder gets."""
    scope: str | None = None
    """Of a metadata template: enterprise or global."""
    template_key: str | None = None
    """Of a metadata template."""
    values: dict[str, Any] | None = None
    """Of the metadata."""
    classification: str | None = None
    """A label."""
    if_rejected: list["OutcomeDefinition"] | None = None
    """What is done in place of all that follows where a task is rejected."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The same as it is kept: with an id, and with ids in the place of logins and keys."""

    id: int
    action_type: str
    name: str
    people: list[int] | None = None
    role: InviteRole | None = None
    message: str = ""
    completion_rule: CompletionRule = "all_assignees"
    due_in_days: int | None = None
    folder_id: int | None = None
    folder_name: str | None = None
    scope: str | None = None
    template_key: str | None = None
    values: dict[str, Any] | None = None
    classification: str | None = None
    if_rejected: list["Outcome"] = []


class Takes(msgspec.Struct, frozen=True):
    """The fields of a definition that an action must have, and those that it may have."""

    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


TAKES: Mapping[str, Takes] = {
    "add_metadata": Takes(("scope", "template_key", "values")),
    "apply_file_classification": Takes(("classification",)),
    "apply_folder_classification": Takes(("classification",)),
    "assign_task": Takes((), ("people", "message", "completion_rule", "due_in_days", "role", "if_rejected")),
    "copy_file": Takes(("folder",)),
    "copy_folder": Takes(("folder",), ("folder_name",)),
    "create_folder": Takes(("folder_name",), ("folder",)),
    "delete_file": Takes(),
    "delete_folder": Takes(),
    "lock_file": Takes(),
    "move_file": Takes(("folder",)),
    "move_folder": Takes(("folder",)),
    "remove_watermark_file": Takes(),
    "rename_folder": Takes(("folder_name",)),
    "send_notification": Takes(("message",), ("people",)),
    "share_file": Takes(("role",), ("people",)),
    "share_folder": Takes(("role",), ("people",)),
    "unlock_file": Takes(),
    "wait_for_task": Takes(),
    "watermark_file": Takes(),
}
REFUSED: Mapping[str, str] = {
    "go_back_to_step": "a flow that goes back may never end",
    "restore_folder": "a flow starts on a folder, and one in the trash cannot be started on",
    "upload_file": "a flow waits for tasks, and for nobody's upload; a file request takes these",
}
ON_TASKS = frozenset({"assign_task"})
ON_SHARES = frozenset({"share_file", "share_folder"})
WITH_PEOPLE = ON_TASKS | ON_SHARES | {"send_notification"}
_KEPT_AS = {"folder": "folder_id"}

_FIND_USER = query(
    sa.select(users.c.id).where(
        users.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
        users.c.deleted_at.is_(None),
        sa.or_(users.c.login_key == sa.bindparam("login"), users.c.id == sa.bindparam("id", type_=sa.BigInteger)),
    )
)


async def keep(
    tx: Transaction, enterprise_id: int, definitions: Sequence[OutcomeDefinition], *, place: str = "outcomes"
) -> list[Outcome]:
    """The outcomes as they are kept; raises InvalidParameter, naming the place, for what cannot be carried out."""
    if not 0 < len(definitions) <= MAX_OUTCOMES:
        raise InvalidParameter(place, f"a flow does from 1 to {MAX_OUTCOMES} things")
    return [
        await _keep_one(tx, enterprise_id, one, f"{place}[{number}]", number) for number, one in enumerate(definitions)
    ]


async def _keep_one(
    tx: Transaction, enterprise_id: int, definition: OutcomeDefinition, place: str, number: int
) -> Outcome:
    _check_fields(definition, place)
    if definition.action == "wait_for_task" and number == 0:
        raise InvalidParameter(f"{place}.action", "wait_for_task comes after an assign_task")
    given = {
        _KEPT_AS.get(name, name): value
        for name in (*TAKES[definition.action].needed, *TAKES[definition.action].optional)
        if (value := getattr(definition, name)) is not None
    }
    if definition.people is not None:
        given["people"] = [await _user_id(tx, enterprise_id, one, f"{place}.people") for one in definition.people]
    if definition.folder is not None:
        if not str(definition.folder).isdigit():
            raise InvalidParameter(f"{place}.folder", f"{definition.folder!r} is not the id of a folder")
        given["folder_id"] = int(definition.folder)
    if definition.if_rejected is not None:
        given["if_rejected"] = await keep(tx, enterprise_id, definition.if_rejected, place=f"{place}.if_rejected")
    name = definition.name or definition.action.replace("_", " ").capitalize()
    return Outcome(id=tx.new_id(), action_type=definition.action, name=name, **given)


def _check_fields(definition: OutcomeDefinition, place: str) -> None:
    action = definition.action
    if action in REFUSED:
        raise InvalidParameter(f"{place}.action", f"{action} cannot be carried out here: {REFUSED[action]}")
    if action not in TAKES:
        raise InvalidParameter(f"{place}.action", f"{action!r} is none of {', '.join(TAKES)}")
    takes = TAKES[action]
    for name in OutcomeDefinition.__struct_fields__:
        is_given = getattr(definition, name) is not None
        if name in {"action", "name"}:
            continue
        if is_given and name not in (*takes.needed, *takes.optional):
            raise InvalidParameter(f"{place}.{name}", f"{action} does not take it")
        if not is_given and name in takes.needed:
            raise InvalidParameter(f"{place}.{name}", f"{action} needs it")
    is_of_file = action in {"share_file", "assign_task"}
    if is_of_file and definition.role is not None and definition.role not in FILE_ROLES:
        raise InvalidParameter(f"{place}.role", f"on a file it is one of {', '.join(FILE_ROLES)}")


async def _user_id(tx: Transaction, enterprise_id: int, user: str | int, place: str) -> int:
    text = str(user)
    found = await tx.value(
        _FIND_USER,
        enterprise_id=enterprise_id,
        login=text.casefold(),
        id=int(text) if text.isdigit() and len(text) < 19 else None,
    )
    if found is None:
        raise InvalidParameter(place, f"there is no user {text!r} in the enterprise")
    return int(found)


State = Literal["running", "waiting", "done", "failed"]
