"""The methods of the tag `workflows`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class WorkflowsStartFlow(TypedDict, total=False):
    type: str
    id: str


class WorkflowsStartFile(TypedDict, total=False):
    type: Literal["file"]
    id: str


class WorkflowsStartFolder(TypedDict, total=False):
    type: Literal["folder"]
    id: str


class Workflows(Tag):
    """The operations of the tag `workflows`."""

    async def list(
        self,
        *,
        folder_id: str,
        trigger_type: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.Workflows:
        """Workflows: List workflows (GET /workflows)."""
        return await self._call(
            "get_workflows",
            folder_id=folder_id,
            trigger_type=trigger_type,
            limit=limit,
            marker=marker,
        )

    async def start(
        self,
        workflow_id: str,
        *,
        flow: WorkflowsStartFlow,
        files: Sequence[WorkflowsStartFile],
        folder: WorkflowsStartFolder,
        type: Literal["workflow_parameters"] | UnsetType = UNSET,
        outcomes: Sequence[v2024_0.Outcome] | UnsetType = UNSET,
    ) -> None:
        """Workflows: Starts workflow based on request body (POST /workflows/{workflow_id}/start)."""
        await self._call(
            "post_workflows_id_start",
            workflow_id=workflow_id,
            flow=flow,
            files=files,
            folder=folder,
            type=type,
            outcomes=outcomes,
        )


class BlockingWorkflows(BlockingTag):
    """The operations of the tag `workflows`, each waited for."""

    def list(
        self,
        *,
        folder_id: str,
        trigger_type: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.Workflows:
        """Workflows: List workflows (GET /workflows)."""
        return self._call(
            "get_workflows",
            folder_id=folder_id,
            trigger_type=trigger_type,
            limit=limit,
            marker=marker,
        )

    def start(
        self,
        workflow_id: str,
        *,
        flow: WorkflowsStartFlow,
        files: Sequence[WorkflowsStartFile],
        folder: WorkflowsStartFolder,
        type: Literal["workflow_parameters"] | UnsetType = UNSET,
        outcomes: Sequence[v2024_0.Outcome] | UnsetType = UNSET,
    ) -> None:
        """Workflows: Starts workflow based on request body (POST /workflows/{workflow_id}/start)."""
        self._call(
            "post_workflows_id_start",
            workflow_id=workflow_id,
            flow=flow,
            files=files,
            folder=folder,
            type=type,
            outcomes=outcomes,
        )
