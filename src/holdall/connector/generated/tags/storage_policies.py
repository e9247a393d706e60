"""The methods of the tag `storage_policies`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class StoragePolicies(Tag):
    """The operations of the tag `storage_policies`."""

    async def list(
        self,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.StoragePolicies:
        """Standard and Zones Storage Policies: List storage policies (GET /storage_policies)."""
        return await self._call(
            "get_storage_policies",
            fields=fields,
            marker=marker,
            limit=limit,
        )

    async def get(
        self,
        storage_policy_id: str,
    ) -> v2024_0.StoragePolicy:
        """Standard and Zones Storage Policies: Get storage policy (GET /storage_policies/{storage_policy_id})."""
        return await self._call(
            "get_storage_policies_id",
            storage_policy_id=storage_policy_id,
        )


class BlockingStoragePolicies(BlockingTag):
    """The operations of the tag `storage_policies`, each waited for."""

    def list(
        self,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.StoragePolicies:
        """Standard and Zones Storage Policies: List storage policies (GET /storage_policies)."""
        return self._call(
            "get_storage_policies",
            fields=fields,
            marker=marker,
            limit=limit,
        )

    def get(
        self,
        storage_policy_id: str,
    ) -> v2024_0.StoragePolicy:
        """Standard and Zones Storage Policies: Get storage policy (GET /storage_policies/{storage_policy_id})."""
        return self._call(
            "get_storage_policies_id",
            storage_policy_id=storage_policy_id,
        )
