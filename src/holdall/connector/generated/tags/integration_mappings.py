"""The methods of the tag `integration_mappings`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class IntegrationMappings(Tag):
    """The operations of the tag `integration_mappings`."""

    async def list_slack(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        partner_item_type: Literal["channel"] | UnsetType = UNSET,
        partner_item_id: str | UnsetType = UNSET,
        box_item_id: str | UnsetType = UNSET,
        box_item_type: Literal["folder"] | UnsetType = UNSET,
        is_manually_created: bool | UnsetType = UNSET,
    ) -> v2024_0.IntegrationMappings:
        """Integration mappings: List Slack integration mappings (GET /integration_mappings/slack)."""
        return await self._call(
            "get_integration_mappings_slack",
            marker=marker,
            limit=limit,
            partner_item_type=partner_item_type,
            partner_item_id=partner_item_id,
            box_item_id=box_item_id,
            box_item_type=box_item_type,
            is_manually_created=is_manually_created,
        )

    async def create_slack(
        self,
        *,
        partner_item: v2024_0.IntegrationMappingPartnerItemSlack,
        box_item: v2024_0.IntegrationMappingBoxItemSlack,
        options: v2024_0.IntegrationMappingSlackOptions | UnsetType = UNSET,
    ) -> v2024_0.IntegrationMapping:
        """Integration mappings: Create Slack integration mapping (POST /integration_mappings/slack)."""
        return await self._call(
            "post_integration_mappings_slack",
            partner_item=partner_item,
            box_item=box_item,
            options=options,
        )

    async def update_slack(
        self,
        integration_mapping_id: str,
        *,
        box_item: v2024_0.IntegrationMappingBoxItemSlack | UnsetType = UNSET,
        options: v2024_0.IntegrationMappingSlackOptions | UnsetType = UNSET,
    ) -> v2024_0.IntegrationMapping:
        """Integration mappings: Update Slack integration mapping (PUT /integration_mappings/slack/{integration_mapping_id})."""
        return await self._call(
            "put_integration_mappings_slack_id",
            integration_mapping_id=integration_mapping_id,
            box_item=box_item,
            options=options,
        )

    async def delete_slack(
        self,
        integration_mapping_id: str,
    ) -> None:
        """Integration mappings: Delete Slack integration mapping (DELETE /integration_mappings/slack/{integration_mapping_id})."""
        await self._call(
            "delete_integration_mappings_slack_id",
            integration_mapping_id=integration_mapping_id,
        )

    async def list_teams(
        self,
        *,
        partner_item_type: Literal["channel", "team"] | UnsetType = UNSET,
        partner_item_id: str | UnsetType = UNSET,
        box_item_id: str | UnsetType = UNSET,
        box_item_type: Literal["folder"] | UnsetType = UNSET,
    ) -> v2024_0.IntegrationMappingsTeams:
        """List Teams integration mappings (GET /integration_mappings/teams)."""
        return await self._call(
            "get_integration_mappings_teams",
            partner_item_type=partner_item_type,
            partner_item_id=partner_item_id,
            box_item_id=box_item_id,
            box_item_type=box_item_type,
        )

    async def create_teams(
        self,
        *,
        partner_item: v2024_0.IntegrationMappingPartnerItemTeamsCreateRequest,
        box_item: v2024_0.FolderReference,
    ) -> v2024_0.IntegrationMappingTeams:
        """Create Teams integration mapping (POST /integration_mappings/teams)."""
        return await self._call(
            "post_integration_mappings_teams",
            partner_item=partner_item,
            box_item=box_item,
        )

    async def update_teams(
        self,
        integration_mapping_id: str,
        *,
        box_item: v2024_0.FolderReference | UnsetType = UNSET,
    ) -> v2024_0.IntegrationMappingTeams:
        """Update Teams integration mapping (PUT /integration_mappings/teams/{integration_mapping_id})."""
        return await self._call(
            "put_integration_mappings_teams_id",
            integration_mapping_id=integration_mapping_id,
            box_item=box_item,
        )

    async def delete_teams(
        self,
        integration_mapping_id: str,
    ) -> None:
        """Delete Teams integration mapping (DELETE /integration_mappings/teams/{integration_mapping_id})."""
        await self._call(
            "delete_integration_mappings_teams_id",
            integration_mapping_id=integration_mapping_id,
        )


class BlockingIntegrationMappings(BlockingTag):
    """The operations of the tag `integration_mappings`, each waited for."""

    def list_slack(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        partner_item_type: Literal["channel"] | UnsetType = UNSET,
        partner_item_id: str | UnsetType = UNSET,
        box_item_id: str | UnsetType = UNSET,
        box_item_type: Literal["folder"] | UnsetType = UNSET,
        is_manually_created: bool | UnsetType = UNSET,
    ) -> v2024_0.IntegrationMappings:
        """Integration mappings: List Slack integration mappings (GET /integration_mappings/slack)."""
        return self._call(
            "get_integration_mappings_slack",
            marker=marker,
            limit=limit,
            partner_item_type=partner_item_type,
            partner_item_id=partner_item_id,
            box_item_id=box_item_id,
            box_item_type=box_item_type,
            is_manually_created=is_manually_created,
        )

    def create_slack(
        self,
        *,
        partner_item: v2024_0.IntegrationMappingPartnerItemSlack,
        box_item: v2024_0.IntegrationMappingBoxItemSlack,
        options: v2024_0.IntegrationMappingSlackOptions | UnsetType = UNSET,
    ) -> v2024_0.IntegrationMapping:
        """Integration mappings: Create Slack integration mapping (POST /integration_mappings/slack)."""
        return self._call(
            "post_integration_mappings_slack",
            partner_item=partner_item,
            box_item=box_item,
            options=options,
        )

    def update_slack(
        self,
        integration_mapping_id: str,
        *,
        box_item: v2024_0.IntegrationMappingBoxItemSlack | UnsetType = UNSET,
        options: v2024_0.IntegrationMappingSlackOptions | UnsetType = UNSET,
    ) -> v2024_0.IntegrationMapping:
        """Integration mappings: Update Slack integration mapping (PUT /integration_mappings/slack/{integration_mapping_id})."""
        return self._call(
            "put_integration_mappings_slack_id",
            integration_mapping_id=integration_mapping_id,
            box_item=box_item,
            options=options,
        )

    def delete_slack(
        self,
        integration_mapping_id: str,
    ) -> None:
        """Integration mappings: Delete Slack integration mapping (DELETE /integration_mappings/slack/{integration_mapping_id})."""
        self._call(
            "delete_integration_mappings_slack_id",
            integration_mapping_id=integration_mapping_id,
        )

    def list_teams(
        self,
        *,
        partner_item_type: Literal["channel", "team"] | UnsetType = UNSET,
        partner_item_id: str | UnsetType = UNSET,
        box_item_id: str | UnsetType = UNSET,
        box_item_type: Literal["folder"] | UnsetType = UNSET,
    ) -> v2024_0.IntegrationMappingsTeams:
        """List Teams integration mappings (GET /integration_mappings/teams)."""
        return self._call(
            "get_integration_mappings_teams",
            partner_item_type=partner_item_type,
            partner_item_id=partner_item_id,
            box_item_id=box_item_id,
            box_item_type=box_item_type,
        )

    def create_teams(
        self,
        *,
        partner_item: v2024_0.IntegrationMappingPartnerItemTeamsCreateRequest,
        box_item: v2024_0.FolderReference,
    ) -> v2024_0.IntegrationMappingTeams:
        """Create Teams integration mapping (POST /integration_mappings/teams)."""
        return self._call(
            "post_integration_mappings_teams",
            partner_item=partner_item,
            box_item=box_item,
        )

    def update_teams(
        self,
        integration_mapping_id: str,
        *,
        box_item: v2024_0.FolderReference | UnsetType = UNSET,
    ) -> v2024_0.IntegrationMappingTeams:
        """Update Teams integration mapping (PUT /integration_mappings/teams/{integration_mapping_id})."""
        return self._call(
            "put_integration_mappings_teams_id",
            integration_mapping_id=integration_mapping_id,
            box_item=box_item,
        )

    def delete_teams(
        self,
        integration_mapping_id: str,
    ) -> None:
        """Delete Teams integration mapping (DELETE /integration_mappings/teams/{integration_mapping_id})."""
        self._call(
            "delete_integration_mappings_teams_id",
            integration_mapping_id=integration_mapping_id,
        )
