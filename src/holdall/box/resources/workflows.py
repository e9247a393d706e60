"""Workflows of folders: which there are, and starting one on files."""

from typing import Literal

import msgspec

from holdall.base.clock import format_instant
from holdall.base.errors import BadRequest
from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, View, marker_page, start_of_page
from holdall.box.views.users import user_mini
from holdall.content.sharing.collaborations import InviteRole
from holdall.content.tasks.rows import CompletionRule
from holdall.content.workflows import flows
from holdall.content.workflows.definitions import Outcome
from holdall.content.workflows.flows import Said, Workflow

MANUAL = "WORKFLOW_MANUAL_START"


class Person(msgspec.Struct):
    """A user in a list."""

    id: EntityId
    type: Literal["user"] = "user"


class People(msgspec.Struct):
    """Users, as a variable."""

    variable_value: list[Person]
    type: Literal["variable"] = "variable"
    variable_type: Literal["user_list"] = "user_list"

    @property
    def ids(self) -> list[int]:
        """Their ids."""
        return [one.id for one in self.variable_value]


class RoleVariable(msgspec.Struct):
    """A role, as a variable."""

    variable_value: InviteRole
    type: Literal["variable"] = "variable"
    variable_type: Literal["collaborator_role"] = "collaborator_role"


class RuleVariable(msgspec.Struct):
    """Whose decision completes a task, as a variable."""

    variable_value: Literal["all_assignees", "any_assignees"]
    type: Literal["variable"] = "variable"
    variable_type: Literal["task_completion_rule"] = "task_completion_rule"

    @property
    def rule(self) -> CompletionRule:
        """The rule as tasks call it."""
        return "all_assignees" if self.variable_value == "all_assignees" else "any_assignee"


class OutcomeParameters(msgspec.Struct):
    """What the start says of one outcome."""

    id: EntityId
    collaborators: People | None = None
    completion_rule: RuleVariable | None = None
    file_collaborator_role: RoleVariable | None = None
    task_collaborators: People | None = None
    role: RoleVariable | None = None

    def read(self) -> Said:
        """The same without the wire's wrapping."""
        return Said(
            id=self.id,
            people=None if self.collaborators is None else self.collaborators.ids,
            tasked_people=None if self.task_collaborators is None else self.task_collaborators.ids,
            role=None if self.role is None else self.role.variable_value,
            file_role=None if self.file_collaborator_role is None else self.file_collaborator_role.variable_value,
            completion_rule=None if self.completion_rule is None else self.completion_rule.rule,
        )


class FileReference(msgspec.Struct):
    """A file by id."""

    id: EntityId
    type: Literal["file"] = "file"


class FolderReference(msgspec.Struct):
    """A folder by id."""

    id: EntityId
    type: Literal["folder"] = "folder"


class FlowReference(msgspec.Struct):
    """A flow by id."""

    id: EntityId
    type: Literal["flow"] = "flow"


class Start(msgspec.Struct):
    """What to start, and on what."""

    flow: FlowReference
    files: list[FileReference]
    folder: FolderReference
    outcomes: list[OutcomeParameters] = []
    type: Literal["workflow_parameters"] = "workflow_parameters"


@operation("get_workflows")
async def list_workflows(
    ctx: Context, folder_id: Id, trigger_type: str = MANUAL, marker: str | None = None, limit: int | None = None
) -> Document:
    """The workflows of a folder that are started by hand."""
    if trigger_type != MANUAL:
        raise BadRequest(f"Only workflows with the trigger {MANUAL} are listed, not {trigger_type}")
    limit, after = start_of_page(limit, marker)
    found = await flows.list_workflows(ctx.db, ctx.subject, folder_id, after=after, limit=limit + 1)
    return {**marker_page(WORKFLOW, found, limit), "prev_marker": None}


@operation("post_workflows_id_start")
async def start_workflow(ctx: Context, workflow_id: Id, body: Start) -> None:
    """Start a flow on files; what it does is done in the background."""
    await ctx.db.write(
        flows.start,
        ctx.subject,
        workflow_id,
        flow_id=body.flow.id,
        folder_id=body.folder.id,
        file_ids=[one.id for one in body.files],
        said=[one.read() for one in body.outcomes],
    )


def _flow(workflow: Workflow) -> Document:
    return {
        "id": str(workflow.flow_id),
        "type": "flow",
        "trigger": {
            "type": "trigger",
            "trigger_type": MANUAL,
            "scope": [
                {
                    "type": "trigger_scope",
                    "ref": "/event/source/parameters/folder",
                    "object": {"type": "folder", "id": str(workflow.folder_id)},
                }
            ],
        },
        "outcomes": [_outcome(one) for one in workflow.outcomes],
        "created_at": format_instant(workflow.created_at),
        "created_by": user_mini(workflow.created_by, workflow.creator_name, workflow.creator_login),
    }


def _outcome(outcome: Outcome) -> Document:
    document: Document = {
        "id": str(outcome.id),
        "type": "outcome",
        "name": outcome.name,
        "action_type": outcome.action_type,
    }
    if outcome.if_rejected:
        document["if_rejected"] = [_outcome(one) for one in outcome.if_rejected]
    return document


WORKFLOW = View[Workflow](
    {
        "type": lambda workflow: "workflow",
        "id": lambda workflow: str(workflow.id),
        "name": lambda workflow: workflow.name,
        "description": lambda workflow: workflow.description,
        "is_enabled": lambda workflow: workflow.is_enabled,
        "flows": lambda workflow: [_flow(workflow)],
    },
    mini=("name", "description", "is_enabled"),
    standard=("name", "description", "is_enabled", "flows"),
)
