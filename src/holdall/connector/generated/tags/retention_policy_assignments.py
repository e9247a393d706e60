"""The methods of the tag `retention_policy_assignments`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class RetentionPolicyAssignmentsCreateAssignTo(TypedDict, total=False):
    type: Required[Literal["enterprise", "folder", "metadata_template"]]
    id: str | None


class RetentionPolicyAssignmentsCreateFilterField(TypedDict, total=False):
    field: str
    value: str


class RetentionPolicyAssignments(Tag):
    """The operations of the tag `retention_policy_assignments`."""

    async def list(
        self,
        retention_policy_id: str,
        *,
        type: Literal["folder", "enterprise", "metadata_template"] | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicyAssignments:
        """Retention policy assignments: List retention policy assignments (GET /retention_policies/{retention_policy_id}/assignments)."""
        return await self._call(
            "get_retention_policies_id_assignments",
            retention_policy_id=retention_policy_id,
            type=type,
            fields=fields,
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        policy_id: str,
        assign_to: RetentionPolicyAssignmentsCreateAssignTo,
        filter_fields: Sequence[RetentionPolicyAssignmentsCreateFilterField] | UnsetType = UNSET,
        start_date_field: str | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicyAssignment:
        """Retention policy assignments: Assign retention policy (POST /retention_policy_assignments)."""
        return await self._call(
            "post_retention_policy_assignments",
            policy_id=policy_id,
            assign_to=assign_to,
            filter_fields=filter_fields,
            start_date_field=start_date_field,
        )

    async def get(
        self,
        retention_policy_assignment_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicyAssignment:
        """Retention policy assignments: Get retention policy assignment (GET /retention_policy_assignments/{retention_policy_assignment_id})."""
        return await self._call(
            "get_retention_policy_assignments_id",
            retention_policy_assignment_id=retention_policy_assignment_id,
            fields=fields,
        )

    async def delete(
        self,
        retention_policy_assignment_id: str,
    ) -> None:
        """Retention policy assignments: Remove retention policy assignment (DELETE /retention_policy_assignments/{retention_policy_assignment_id})."""
        await self._call(
            "delete_retention_policy_assignments_id",
            retention_policy_assignment_id=retention_policy_assignment_id,
        )

    async def list_files_under_retention(
        self,
        retention_policy_assignment_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.FilesUnderRetention:
        """Retention policy assignments: Get files under retention (GET /retention_policy_assignments/{retention_policy_assignment_id}/files_under_retention)."""
        return await self._call(
            "get_retention_policy_assignments_id_files_under_retention",
            retention_policy_assignment_id=retention_policy_assignment_id,
            marker=marker,
            limit=limit,
        )

    async def list_file_versions_under_retention(
        self,
        retention_policy_assignment_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.FilesUnderRetention:
        """Retention policy assignments: Get file versions under retention (GET /retention_policy_assignments/{retention_policy_assignment_id}/file_versions_under_retention)."""
        return await self._call(
            "get_retention_policy_assignments_id_file_versions_under_retention",
            retention_policy_assignment_id=retention_policy_assignment_id,
            marker=marker,
            limit=limit,
        )


class BlockingRetentionPolicyAssignments(BlockingTag):
    """The operations of the tag `retention_policy_assignments`, each waited for."""

    def list(
        self,
        retention_policy_id: str,
        *,
        type: Literal["folder", "enterprise", "metadata_template"] | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicyAssignments:
        """Retention policy assignments: List retention policy assignments (GET /retention_policies/{retention_policy_id}/assignments)."""
        return self._call(
            "get_retention_policies_id_assignments",
            retention_policy_id=retention_policy_id,
            type=type,
            fields=fields,
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        policy_id: str,
        assign_to: RetentionPolicyAssignmentsCreateAssignTo,
        filter_fields: Sequence[RetentionPolicyAssignmentsCreateFilterField] | UnsetType = UNSET,
        start_date_field: str | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicyAssignment:
        """Retention policy assignments: Assign retention policy (POST /retention_policy_assignments)."""
        return self._call(
            "post_retention_policy_assignments",
            policy_id=policy_id,
            assign_to=assign_to,
            filter_fields=filter_fields,
            start_date_field=start_date_field,
        )

    def get(
        self,
        retention_policy_assignment_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicyAssignment:
        """Retention policy assignments: Get retention policy assignment (GET /retention_policy_assignments/{retention_policy_assignment_id})."""
        return self._call(
            "get_retention_policy_assignments_id",
            retention_policy_assignment_id=retention_policy_assignment_id,
            fields=fields,
        )

    def delete(
        self,
        retention_policy_assignment_id: str,
    ) -> None:
        """Retention policy assignments: Remove retention policy assignment (DELETE /retention_policy_assignments/{retention_policy_assignment_id})."""
        self._call(
            "delete_retention_policy_assignments_id",
            retention_policy_assignment_id=retention_policy_assignment_id,
        )

    def list_files_under_retention(
        self,
        retention_policy_assignment_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.FilesUnderRetention:
        """Retention policy assignments: Get files under retention (GET /retention_policy_assignments/{retention_policy_assignment_id}/files_under_retention)."""
        return self._call(
            "get_retention_policy_assignments_id_files_under_retention",
            retention_policy_assignment_id=retention_policy_assignment_id,
            marker=marker,
            limit=limit,
        )

    def list_file_versions_under_retention(
        self,
        retention_policy_assignment_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.FilesUnderRetention:
        """Retention policy assignments: Get file versions under retention (GET /retention_policy_assignments/{retention_policy_assignment_id}/file_versions_under_retention)."""
        return self._call(
            "get_retention_policy_assignments_id_file_versions_under_retention",
            retention_policy_assignment_id=retention_policy_assignment_id,
            marker=marker,
            limit=limit,
        )
