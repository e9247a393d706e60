"""Automate workflows: the workflows of a folder as actions, and starting one on files."""

import msgspec

from holdall.base.clock import format_instant
from holdall.box.binding import Id
from holdall.box.bodies import EntityId
from holdall.box.context import Context
from holdall.box.operations import operation
from holdall.box.views.plain import Document, View, marker_page, start_of_page
from holdall.box.views.users import user_mini
from holdall.content.workflows import flows
from holdall.content.workflows.flows import Workflow


class Start(msgspec.Struct):
    """The action that starts a workflow, and the files to start it on."""

    workflow_action_id: EntityId
    file_ids: list[EntityId]


@operation("get_automate_workflows_v2026.0")
async def list_actions(ctx: Context, folder_id: Id, limit: int | None = None, marker: str | None = None) -> Document:
    """The actions of a folder that start a workflow: one for each that is enabled."""
    limit, after = start_of_page(limit, marker)
    found = await flows.list_workflows(ctx.db, ctx.subject, folder_id, after=after, limit=limit + 1, is_enabled=True)
    return marker_page(ACTION, found, limit)


@operation("post_automate_workflows_id_start_v2026.0")
async def start_workflow(ctx: Context, workflow_id: Id, body: Start) -> None:
    """Start a workflow on files; what it does is done in the background."""
    await ctx.db.write(
        flows.start,
        ctx.subject,
        workflow_id,
        flow_id=body.workflow_action_id,
        folder_id=None,
        file_ids=body.file_ids,
        said=(),
    )


ACTION = View[Workflow](
    {
        "type": lambda workflow: "workflow_action",
        "id": lambda workflow: str(workflow.flow_id),
        "action_type": lambda workflow: "run_workflow",
        "description": lambda workflow: workflow.description,
        "created_at": lambda workflow: format_instant(workflow.created_at),
        "created_by": lambda workflow: user_mini(workflow.created_by, workflow.creator_name, workflow.creator_login),
        "workflow": lambda workflow: {"type": "workflow", "id": str(workflow.id), "name": workflow.name},
    },
    mini=(),
    standard=("action_type", "description", "created_at", "created_by", "workflow"),
)
