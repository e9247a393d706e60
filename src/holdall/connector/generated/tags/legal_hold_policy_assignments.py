"""The methods of the tag `legal_hold_policy_assignments`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class LegalHoldPolicyAssignmentsCreateAssignTo(TypedDict, total=False):
    type: Required[Literal["file", "file_version", "folder", "user", "ownership", "interactions"]]
    id: Required[str]


class LegalHoldPolicyAssignments(Tag):
    """The operations of the tag `legal_hold_policy_assignments`."""

    async def list(
        self,
        *,
        policy_id: str,
        assign_to_type: Literal["file", "file_version", "folder", "user", "ownership", "interactions"] | UnsetType = UNSET,
        assign_to_id: str | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.LegalHoldPolicyAssignments:
        """Retrieves a list of items a legal hold policy has been assigned to (GET /legal_hold_policy_assignments)."""
        return await self._call(
            "get_legal_hold_policy_assignments",
            policy_id=policy_id,
            assign_to_type=assign_to_type,
            assign_to_id=assign_to_id,
            marker=marker,
            limit=limit,
            fields=fields,
        )

    async def create(
        self,
        *,
        policy_id: str,
        assign_to: LegalHoldPolicyAssignmentsCreateAssignTo,
    ) -> v2024_0.LegalHoldPolicyAssignment:
        """Assign a legal hold to a file, file version, folder, or user (POST /legal_hold_policy_assignments)."""
        return await self._call(
            "post_legal_hold_policy_assignments",
            policy_id=policy_id,
            assign_to=assign_to,
        )

    async def get(
        self,
        legal_hold_policy_assignment_id: str,
    ) -> v2024_0.LegalHoldPolicyAssignment:
        """Retrieve a legal hold policy assignment (GET /legal_hold_policy_assignments/{legal_hold_policy_assignment_id})."""
        return await self._call(
            "get_legal_hold_policy_assignments_id",
            legal_hold_policy_assignment_id=legal_hold_policy_assignment_id,
        )

    async def delete(
        self,
        legal_hold_policy_assignment_id: str,
    ) -> None:
        """Remove a legal hold from an item (DELETE /legal_hold_policy_assignments/{legal_hold_policy_assignment_id})."""
        await self._call(
            "delete_legal_hold_policy_assignments_id",
            legal_hold_policy_assignment_id=legal_hold_policy_assignment_id,
        )

    async def list_files_on_hold(
        self,
        legal_hold_policy_assignment_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.FilesOnHold:
        """Get a list of files with current file versions for a legal hold assignment (GET /legal_hold_policy_assignments/{legal_hold_policy_assignment_id}/files_on_hold)."""
        return await self._call(
            "get_legal_hold_policy_assignments_id_files_on_hold",
            legal_hold_policy_assignment_id=legal_hold_policy_assignment_id,
            marker=marker,
            limit=limit,
            fields=fields,
        )

    async def list_file_versions_on_hold(
        self,
        legal_hold_policy_assignment_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.FileVersionsOnHold:
        """Get a list of previous file versions for a legal hold assignment (GET /legal_hold_policy_assignments/{legal_hold_policy_assignment_id}/file_versions_on_hold)."""
        return await self._call(
            "get_legal_hold_policy_assignments_id_file_versions_on_hold",
            legal_hold_policy_assignment_id=legal_hold_policy_assignment_id,
            marker=marker,
            limit=limit,
            fields=fields,
        )


class BlockingLegalHoldPolicyAssignments(BlockingTag):
    """The operations of the tag `legal_hold_policy_assignments`, each waited for."""

    def list(
        self,
        *,
        policy_id: str,
        assign_to_type: Literal["file", "file_version", "folder", "user", "ownership", "interactions"] | UnsetType = UNSET,
        assign_to_id: str | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.LegalHoldPolicyAssignments:
        """Retrieves a list of items a legal hold policy has been assigned to (GET /legal_hold_policy_assignments)."""
        return self._call(
            "get_legal_hold_policy_assignments",
            policy_id=policy_id,
            assign_to_type=assign_to_type,
            assign_to_id=assign_to_id,
            marker=marker,
            limit=limit,
            fields=fields,
        )

    def create(
        self,
        *,
        policy_id: str,
        assign_to: LegalHoldPolicyAssignmentsCreateAssignTo,
    ) -> v2024_0.LegalHoldPolicyAssignment:
        """Assign a legal hold to a file, file version, folder, or user (POST /legal_hold_policy_assignments)."""
        return self._call(
            "post_legal_hold_policy_assignments",
            policy_id=policy_id,
            assign_to=assign_to,
        )

    def get(
        self,
        legal_hold_policy_assignment_id: str,
    ) -> v2024_0.LegalHoldPolicyAssignment:
        """Retrieve a legal hold policy assignment (GET /legal_hold_policy_assignments/{legal_hold_policy_assignment_id})."""
        return self._call(
            "get_legal_hold_policy_assignments_id",
            legal_hold_policy_assignment_id=legal_hold_policy_assignment_id,
        )

    def delete(
        self,
        legal_hold_policy_assignment_id: str,
    ) -> None:
        """Remove a legal hold from an item (DELETE /legal_hold_policy_assignments/{legal_hold_policy_assignment_id})."""
        self._call(
            "delete_legal_hold_policy_assignments_id",
            legal_hold_policy_assignment_id=legal_hold_policy_assignment_id,
        )

    def list_files_on_hold(
        self,
        legal_hold_policy_assignment_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.FilesOnHold:
        """Get a list of files with current file versions for a legal hold assignment (GET /legal_hold_policy_assignments/{legal_hold_policy_assignment_id}/files_on_hold)."""
        return self._call(
            "get_legal_hold_policy_assignments_id_files_on_hold",
            legal_hold_policy_assignment_id=legal_hold_policy_assignment_id,
            marker=marker,
            limit=limit,
            fields=fields,
        )

    def list_file_versions_on_hold(
        self,
        legal_hold_policy_assignment_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.FileVersionsOnHold:
        """Get a list of previous file versions for a legal hold assignment (GET /legal_hold_policy_assignments/{legal_hold_policy_assignment_id}/file_versions_on_hold)."""
        return self._call(
            "get_legal_hold_policy_assignments_id_file_versions_on_hold",
            legal_hold_policy_assignment_id=legal_hold_policy_assignment_id,
            marker=marker,
            limit=limit,
            fields=fields,
        )
