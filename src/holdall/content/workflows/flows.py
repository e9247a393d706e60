"""Workflows of folders: defined, listed, switched and removed; and their flows, started on files by hand.

https://developer.box.com/reference/resources/workflow/ and https://developer.box.com/reference/post-workflows-id-start/
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from holdall.base.db import Transaction, query
from holdall.base.db.database import Reader
from holdall.base.errors import BadRequest, Forbidden, InvalidParameter, NotFound
from holdall.content.access import Access, Action, reach_active
from holdall.content.events.outbox import emit
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.items.tables import ItemType
from holdall.content.orders import place_order
from holdall.content.sharing.collaborations import FILE_ROLES, InviteRole
from holdall.content.tasks.rows import CompletionRule
from holdall.content.workflows.definitions import ON_SHARES, ON_TASKS, WITH_PEOPLE, Outcome, OutcomeDefinition, keep
from holdall.content.workflows.tables import workflow_runs, workflows

RUN = "run workflow"
"""The durable workflow that carries a run out; its argument is the run."""
MAX_FILES = 500


class WorkflowDefinition(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A workflow as people write it: one flow, which somebody starts by hand."""

    name: str
    """What people call it; a folder has one of each name."""
    description: str = ""
    """What it is for."""
    is_enabled: bool = True
    """Whether it may be started."""
    outcomes: list[OutcomeDefinition]
    """What it does, in this order."""


class Workflow(msgspec.Struct, frozen=True):
    """A row of `workflows`, and who made it."""

    id: int
    enterprise_id: int
    folder_id: int
    name: str
    description: str
    is_enabled: bool
    flow_id: int
    outcomes: list[Outcome]
    created_at: int
    created_by: int
    creator_name: str
    creator_login: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a start says of one outcome; None leaves it as it was defined."""

    id: int
    people: list[int] | None = None
    tasked_people: list[int] | None = None
    role: InviteRole | None = None
    file_role: InviteRole | None = None
    completion_rule: CompletionRule | None = None


_COLUMNS = Workflow.__struct_fields__[:-2]


def _workflow(*values: Any) -> Workflow:
    return msgspec.convert(dict(zip(Workflow.__struct_fields__, values, strict=True)), Workflow)


_ALL = (
    sa.select(*(workflows.c[name] for name in _COLUMNS), users.c.name, users.c.login)
    .join_from(workflows, users, users.c.id == workflows.c.created_by)
    .order_by(workflows.c.id)
)
_BY_ID = query(_ALL.where(workflows.c.id == sa.bindparam("id", type_=sa.BigInteger)), _workflow)
_LIST = query(_ALL, _workflow)
_PAGE_OF_FOLDER = _ALL.where(
    workflows.c.folder_id == sa.bindparam("folder_id", type_=sa.BigInteger),
    workflows.c.enterprise_id == sa.bindparam("enterprise_id", type_=sa.BigInteger),
    workflows.c.id > sa.bindparam("after", type_=sa.BigInteger),
).limit(sa.bindparam("limit", type_=sa.BigInteger))
_OF_FOLDER = query(_PAGE_OF_FOLDER, _workflow)
_ENABLED_OF_FOLDER = query(_PAGE_OF_FOLDER.where(workflows.c.is_enabled), _workflow)


async def define(tx: Transaction, subject: Subject, folder_id: int, definition: WorkflowDefinition) -> int:
    """A unit: define a workflow on a folder, in the place of one of the same name; answers its id.

    Raises NotFound, Forbidden, and InvalidParameter naming the place in the definition that cannot be carried out.
    """
    folder = await reach_active(tx, subject, folder_id, ItemType.FOLDER, Action.EDIT)
    if not definition.name.strip():
        raise InvalidParameter("name", "a workflow needs one")
    outcomes = await keep(tx, subject.enterprise_id, definition.outcomes)
    present = await tx.all(
        _OF_FOLDER, folder_id=folder.item.id, enterprise_id=subject.enterprise_id, after=0, limit=10_000
    )
    values = {
        "description": definition.description,
        "is_enabled": definition.is_enabled,
        "outcomes": msgspec.to_builtins(outcomes),
    }
    for one in present:
        if one.name == definition.name:
            await tx.update(workflows, {"id": one.id}, **values)
            await _tell(tx, subject, "WORKFLOW_AUTOMATION_UPDATE", one.id, definition.name)
            return one.id
    workflow_id = tx.new_id()
    await tx.insert(
        workflows,
        id=workflow_id,
        enterprise_id=subject.enterprise_id,
        folder_id=folder.item.id,
        name=definition.name,
        flow_id=tx.new_id(),
        created_at=tx.now,
        created_by=subject.user_id,
        **values,
    )
    await _tell(tx, subject, "WORKFLOW_AUTOMATION_CREATE", workflow_id, definition.name)
    return workflow_id


async def list_all_workflows(reader: Reader) -> Sequence[Workflow]:
    """Every workflow of the server, for its operator."""
    return await reader.all(_LIST)


async def enable(tx: Transaction, workflow_id: int, *, is_enabled: bool) -> None:
    """A unit of the operator's: let a workflow be started, or not; raises NotFound."""
    if not await tx.update(workflows, {"id": workflow_id}, is_enabled=is_enabled):
        raise _unknown(workflow_id)


async def remove(tx: Transaction, workflow_id: int) -> None:
    """A unit of the operator's: forget a workflow with its runs; raises NotFound."""
    if not await tx.delete(workflows, id=workflow_id):
        raise _unknown(workflow_id)


async def list_workflows(
    reader: Reader, subject: Subject, folder_id: int, *, after: int, limit: int, is_enabled: bool = False
) -> Sequence[Workflow]:
    """The workflows of a folder that the subject sees, by id, or only those that are enabled; raises NotFound."""
    folder = await reach_active(reader, subject, folder_id, ItemType.FOLDER)
    asked = _ENABLED_OF_FOLDER if is_enabled else _OF_FOLDER
    return await reader.all(
        asked, folder_id=folder.item.id, enterprise_id=subject.enterprise_id, after=after, limit=limit
    )


async def start(
    tx: Transaction,
    subject: Subject,
    workflow_id: int,
    *,
    flow_id: int,
    folder_id: int | None,
    file_ids: Sequence[int],
    said: Sequence[Said],
) -> int:
    """A unit: start a flow on files in the workflow's folder; answers the run's id. Without a folder, it is the workflow's.

    Raises NotFound (workflow_not_found, flow_missing_or_inaccessible), Forbidden (insufficient_access), and BadRequest
    (workflow_is_not_enabled, workflow_not_active_on_provided_folder, parameters_provided_do_not_match_target_outcome).
    """
    workflow = await tx.one(_BY_ID, id=workflow_id)
    if workflow is None or workflow.enterprise_id != subject.enterprise_id:
        raise _unknown(workflow_id)
    try:
        folder = await reach_active(tx, subject, workflow.folder_id, ItemType.FOLDER)
    except NotFound:
        raise _unknown(workflow_id) from None
    if workflow.flow_id != flow_id:
        message = f"Workflow {workflow_id} has no flow {flow_id} that is started by hand"
        raise NotFound(message, code="flow_missing_or_inaccessible")
    if not workflow.is_enabled:
        raise BadRequest(f"Workflow {workflow_id} is not enabled", code="workflow_is_not_enabled")
    await _check_places(tx, subject, folder, folder_id, file_ids)
    plan = _plan(workflow.outcomes, {one.id: one for one in said})
    run_id = tx.new_id()
    await tx.insert(
        workflow_runs,
        id=run_id,
        enterprise_id=subject.enterprise_id,
        workflow_id=workflow_id,
        started_by=subject.user_id,
        started_at=tx.now,
        folder_id=folder.item.id,
        file_ids=list(dict.fromkeys(file_ids)),
        plan=msgspec.to_builtins(plan),
        position=0,
        state="running",
    )
    await place_order(tx, RUN, run_id)
    return run_id


async def _check_places(
    tx: Transaction, subject: Subject, folder: Access, folder_id: int | None, file_ids: Sequence[int]
) -> None:
    """Raise BadRequest or Forbidden unless the folder is the workflow's and the files are in it, and seen."""
    if folder_id is not None and (folder_id or subject.root_id) != folder.item.id:
        message = f"The workflow is one of folder {folder.item.id}, not {folder_id}"
        raise BadRequest(message, code="workflow_not_active_on_provided_folder")
    if not 0 < len(file_ids) <= MAX_FILES:
        raise InvalidParameter("files", f"a flow is started on 1 to {MAX_FILES} files")
    for file_id in file_ids:
        try:
            file = await reach_active(tx, subject, file_id, ItemType.FILE)
        except NotFound:
            message = f"There is no file {file_id} that you have access to"
            raise Forbidden(message, code="insufficient_access") from None
        if folder.item.id not in file.folder_ids:
            message = f"File {file_id} is not in folder {folder.item.id}, which the workflow is for"
            raise BadRequest(message, code="workflow_not_active_on_provided_folder")


def _plan(outcomes: Sequence[Outcome], said: dict[int, Said]) -> list[Outcome]:
    """The outcomes with what was said of them; raises BadRequest for what fits none, and for people who are missing."""
    plan = [_with(outcome, said) for outcome in outcomes]
    if said:
        raise _unfit(f"There is no outcome {next(iter(said))} in the flow")
    return plan


def _with(outcome: Outcome, said: dict[int, Said]) -> Outcome:
    one = said.pop(outcome.id, None)
    values: dict[str, Any] = {}
    if one is not None:
        kind = outcome.action_type
        given = {name for name in Said.__struct_fields__[1:] if getattr(one, name) is not None}
        fits = (
            {"tasked_people", "file_role", "completion_rule"}
            if kind in ON_TASKS
            else (
                {"people", "role", "file_role"} if kind in ON_SHARES else {"people"} if kind in WITH_PEOPLE else set()
            )
        )
        if given - fits:
            raise _unfit(f"Outcome {outcome.id} is {kind}, which takes no {min(given - fits)}")
        role = one.role or one.file_role
        if role is not None and kind in {"share_file", "assign_task"} and role not in FILE_ROLES:
            raise _unfit(f"A file is shared in one of the roles {', '.join(FILE_ROLES)}")
        people = one.tasked_people if one.tasked_people is not None else one.people
        changed = {"people": people, "role": role, "completion_rule": one.completion_rule}
        values = {name: value for name, value in changed.items() if value is not None}
    values["if_rejected"] = [_with(other, said) for other in outcome.if_rejected]
    planned: Outcome = msgspec.structs.replace(outcome, **values)
    if planned.action_type in WITH_PEOPLE and not planned.people:
        raise _unfit(f"Outcome {outcome.id} ({outcome.name}) needs people: name them under outcomes")
    return planned


def _unfit(message: str) -> BadRequest:
    return BadRequest(message, code="parameters_provided_do_not_match_target_outcome")


def _unknown(workflow_id: int) -> NotFound:
    return NotFound(f"There is no workflow {workflow_id}", code="workflow_not_found")


async def _tell(tx: Transaction, subject: Subject, event_type: str, workflow_id: int, name: str) -> None:
    await emit(
        tx,
        subject,
        event_type,
        source_type="workflow",
        source_id=workflow_id,
        workflow={"id": str(workflow_id), "name": name},
    )
