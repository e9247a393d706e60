"""The methods of the tag `storage_policy_assignments`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class StoragePolicyAssignmentsCreateStoragePolicy(TypedDict, total=False):
    type: Required[Literal["storage_policy"]]
    id: Required[str]


class StoragePolicyAssignmentsCreateAssignedTo(TypedDict, total=False):
    type: Required[Literal["user", "enterprise"]]
    id: Required[str]


class StoragePolicyAssignmentsUpdateStoragePolicy(TypedDict, total=False):
    type: Required[Literal["storage_policy"]]
    id: Required[str]


class StoragePolicyAssignments(Tag):
    """The operations of the tag `storage_policy_assignments`."""

    async def list(
        self,
        *,
        resolved_for_type: Literal["user", "enterprise"],
        resolved_for_id: str,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.StoragePolicyAssignments:
        """Standard and Zones Storage Policy Assignments: List storage policy assignments (GET /storage_policy_assignments)."""
        return await self._call(
            "get_storage_policy_assignments",
            resolved_for_type=resolved_for_type,
            resolved_for_id=resolved_for_id,
            marker=marker,
        )

    async def create(
        self,
        *,
        storage_policy: StoragePolicyAssignmentsCreateStoragePolicy,
        assigned_to: StoragePolicyAssignmentsCreateAssignedTo,
    ) -> v2024_0.StoragePolicyAssignment:
        """Standard and Zones Storage Policy Assignments: Assign storage policy (POST /storage_policy_assignments)."""
        return await self._call(
            "post_storage_policy_assignments",
            storage_policy=storage_policy,
            assigned_to=assigned_to,
        )

    async def get(
        self,
        storage_policy_assignment_id: str,
    ) -> v2024_0.StoragePolicyAssignment:
        """Standard and Zones Storage Policy Assignments: Get storage policy assignment (GET /storage_policy_assignments/{storage_policy_assignment_id})."""
        return await self._call(
            "get_storage_policy_assignments_id",
            storage_policy_assignment_id=storage_policy_assignment_id,
        )

    async def update(
        self,
        storage_policy_assignment_id: str,
        *,
        storage_policy: StoragePolicyAssignmentsUpdateStoragePolicy,
    ) -> v2024_0.StoragePolicyAssignment:
        """Standard and Zones Storage Policy Assignments: Update storage policy assignment (PUT /storage_policy_assignments/{storage_policy_assignment_id})."""
        return await self._call(
            "put_storage_policy_assignments_id",
            storage_policy_assignment_id=storage_policy_assignment_id,
            storage_policy=storage_policy,
        )

    async def delete(
        self,
        storage_policy_assignment_id: str,
    ) -> None:
        """Standard and Zones Storage Policy Assignments: Unassign storage policy (DELETE /storage_policy_assignments/{storage_policy_assignment_id})."""
        await self._call(
            "delete_storage_policy_assignments_id",
            storage_policy_assignment_id=storage_policy_assignment_id,
        )


class BlockingStoragePolicyAssignments(BlockingTag):
    """The operations of the tag `storage_policy_assignments`, each waited for."""

    def list(
        self,
        *,
        resolved_for_type: Literal["user", "enterprise"],
        resolved_for_id: str,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.StoragePolicyAssignments:
        """Standard and Zones Storage Policy Assignments: List storage policy assignments (GET /storage_policy_assignments)."""
        return self._call(
            "get_storage_policy_assignments",
            resolved_for_type=resolved_for_type,
            resolved_for_id=resolved_for_id,
            marker=marker,
        )

    def create(
        self,
        *,
        storage_policy: StoragePolicyAssignmentsCreateStoragePolicy,
        assigned_to: StoragePolicyAssignmentsCreateAssignedTo,
    ) -> v2024_0.StoragePolicyAssignment:
        """Standard and Zones Storage Policy Assignments: Assign storage policy (POST /storage_policy_assignments)."""
        return self._call(
            "post_storage_policy_assignments",
            storage_policy=storage_policy,
            assigned_to=assigned_to,
        )

    def get(
        self,
        storage_policy_assignment_id: str,
    ) -> v2024_0.StoragePolicyAssignment:
        """Standard and Zones Storage Policy Assignments: Get storage policy assignment (GET /storage_policy_assignments/{storage_policy_assignment_id})."""
        return self._call(
            "get_storage_policy_assignments_id",
            storage_policy_assignment_id=storage_policy_assignment_id,
        )

    def update(
        self,
        storage_policy_assignment_id: str,
        *,
        storage_policy: StoragePolicyAssignmentsUpdateStoragePolicy,
    ) -> v2024_0.StoragePolicyAssignment:
        """Standard and Zones Storage Policy Assignments: Update storage policy assignment (PUT /storage_policy_assignments/{storage_policy_assignment_id})."""
        return self._call(
            "put_storage_policy_assignments_id",
            storage_policy_assignment_id=storage_policy_assignment_id,
            storage_policy=storage_policy,
        )

    def delete(
        self,
        storage_policy_assignment_id: str,
    ) -> None:
        """Standard and Zones Storage Policy Assignments: Unassign storage policy (DELETE /storage_policy_assignments/{storage_policy_assignment_id})."""
        self._call(
            "delete_storage_policy_assignments_id",
            storage_policy_assignment_id=storage_policy_assignment_id,
        )
