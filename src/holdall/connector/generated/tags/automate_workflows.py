"""The methods of the tag `automate_workflows`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2026_0


class AutomateWorkflows(Tag):
    """The operations of the tag `automate_workflows`."""

    async def list(
        self,
        *,
        folder_id: str,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2026_0.AutomateWorkflows:
        """List Automate workflows defined as callable actions (GET /automate_workflows, version 2026.0)."""
        return await self._call(
            "get_automate_workflows_v2026.0",
            folder_id=folder_id,
            limit=limit,
            marker=marker,
        )

    async def start(
        self,
        workflow_id: str,
        *,
        workflow_action_id: str,
        file_ids: Sequence[str],
    ) -> None:
        """Start Automate workflow (POST /automate_workflows/{workflow_id}/start, version 2026.0)."""
        await self._call(
            "post_automate_workflows_id_start_v2026.0",
            workflow_id=workflow_id,
            workflow_action_id=workflow_action_id,
            file_ids=file_ids,
        )


class BlockingAutomateWorkflows(BlockingTag):
    """The operations of the tag `automate_workflows`, each waited for."""

    def list(
        self,
        *,
        folder_id: str,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2026_0.AutomateWorkflows:
        """List Automate workflows defined as callable actions (GET /automate_workflows, version 2026.0)."""
        return self._call(
            "get_automate_workflows_v2026.0",
            folder_id=folder_id,
            limit=limit,
            marker=marker,
        )

    def start(
        self,
        workflow_id: str,
        *,
        workflow_action_id: str,
        file_ids: Sequence[str],
    ) -> None:
        """Start Automate workflow (POST /automate_workflows/{workflow_id}/start, version 2026.0)."""
        self._call(
            "post_automate_workflows_id_start_v2026.0",
            workflow_id=workflow_id,
            workflow_action_id=workflow_action_id,
            file_ids=file_ids,
        )
