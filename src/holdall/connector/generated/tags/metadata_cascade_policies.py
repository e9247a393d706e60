"""The methods of the tag `metadata_cascade_policies`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class MetadataCascadePolicies(Tag):
    """The operations of the tag `metadata_cascade_policies`."""

    async def list(
        self,
        *,
        folder_id: str,
        owner_enterprise_id: str | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataCascadePolicies:
        """Metadata cascade policies: List metadata cascade policies (GET /metadata_cascade_policies)."""
        return await self._call(
            "get_metadata_cascade_policies",
            folder_id=folder_id,
            owner_enterprise_id=owner_enterprise_id,
            marker=marker,
            offset=offset,
        )

    async def create(
        self,
        *,
        folder_id: str,
        scope: Literal["global", "enterprise"],
        templateKey: str,
    ) -> v2024_0.MetadataCascadePolicy:
        """Metadata cascade policies: Create metadata cascade policy (POST /metadata_cascade_policies)."""
        return await self._call(
            "post_metadata_cascade_policies",
            folder_id=folder_id,
            scope=scope,
            templateKey=templateKey,
        )

    async def get(
        self,
        metadata_cascade_policy_id: str,
    ) -> v2024_0.MetadataCascadePolicy:
        """Metadata cascade policies: Get metadata cascade policy (GET /metadata_cascade_policies/{metadata_cascade_policy_id})."""
        return await self._call(
            "get_metadata_cascade_policies_id",
            metadata_cascade_policy_id=metadata_cascade_policy_id,
        )

    async def delete(
        self,
        metadata_cascade_policy_id: str,
    ) -> None:
        """Metadata cascade policies: Remove metadata cascade policy (DELETE /metadata_cascade_policies/{metadata_cascade_policy_id})."""
        await self._call(
            "delete_metadata_cascade_policies_id",
            metadata_cascade_policy_id=metadata_cascade_policy_id,
        )

    async def apply(
        self,
        metadata_cascade_policy_id: str,
        *,
        conflict_resolution: Literal["none", "overwrite"],
    ) -> None:
        """Metadata cascade policies: Force-apply metadata cascade policy to folder (POST /metadata_cascade_policies/{metadata_cascade_policy_id}/apply)."""
        await self._call(
            "post_metadata_cascade_policies_id_apply",
            metadata_cascade_policy_id=metadata_cascade_policy_id,
            conflict_resolution=conflict_resolution,
        )


class BlockingMetadataCascadePolicies(BlockingTag):
    """The operations of the tag `metadata_cascade_policies`, each waited for."""

    def list(
        self,
        *,
        folder_id: str,
        owner_enterprise_id: str | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataCascadePolicies:
        """Metadata cascade policies: List metadata cascade policies (GET /metadata_cascade_policies)."""
        return self._call(
            "get_metadata_cascade_policies",
            folder_id=folder_id,
            owner_enterprise_id=owner_enterprise_id,
            marker=marker,
            offset=offset,
        )

    def create(
        self,
        *,
        folder_id: str,
        scope: Literal["global", "enterprise"],
        templateKey: str,
    ) -> v2024_0.MetadataCascadePolicy:
        """Metadata cascade policies: Create metadata cascade policy (POST /metadata_cascade_policies)."""
        return self._call(
            "post_metadata_cascade_policies",
            folder_id=folder_id,
            scope=scope,
            templateKey=templateKey,
        )

    def get(
        self,
        metadata_cascade_policy_id: str,
    ) -> v2024_0.MetadataCascadePolicy:
        """Metadata cascade policies: Get metadata cascade policy (GET /metadata_cascade_policies/{metadata_cascade_policy_id})."""
        return self._call(
            "get_metadata_cascade_policies_id",
            metadata_cascade_policy_id=metadata_cascade_policy_id,
        )

    def delete(
        self,
        metadata_cascade_policy_id: str,
    ) -> None:
        """Metadata cascade policies: Remove metadata cascade policy (DELETE /metadata_cascade_policies/{metadata_cascade_policy_id})."""
        self._call(
            "delete_metadata_cascade_policies_id",
            metadata_cascade_policy_id=metadata_cascade_policy_id,
        )

    def apply(
        self,
        metadata_cascade_policy_id: str,
        *,
        conflict_resolution: Literal["none", "overwrite"],
    ) -> None:
        """Metadata cascade policies: Force-apply metadata cascade policy to folder (POST /metadata_cascade_policies/{metadata_cascade_policy_id}/apply)."""
        self._call(
            "post_metadata_cascade_policies_id_apply",
            metadata_cascade_policy_id=metadata_cascade_policy_id,
            conflict_resolution=conflict_resolution,
        )
