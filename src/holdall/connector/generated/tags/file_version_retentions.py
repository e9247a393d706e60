"""The methods of the tag `file_version_retentions`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class FileVersionRetentions(Tag):
    """The operations of the tag `file_version_retentions`."""

    async def list(
        self,
        *,
        file_id: str | UnsetType = UNSET,
        file_version_id: str | UnsetType = UNSET,
        policy_id: str | UnsetType = UNSET,
        disposition_action: Literal["permanently_delete", "remove_retention"] | UnsetType = UNSET,
        disposition_before: str | UnsetType = UNSET,
        disposition_after: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.FileVersionRetentions:
        """File version retentions: List file version retentions (GET /file_version_retentions)."""
        return await self._call(
            "get_file_version_retentions",
            file_id=file_id,
            file_version_id=file_version_id,
            policy_id=policy_id,
            disposition_action=disposition_action,
            disposition_before=disposition_before,
            disposition_after=disposition_after,
            limit=limit,
            marker=marker,
        )

    async def get(
        self,
        file_version_retention_id: str,
    ) -> v2024_0.FileVersionRetention:
        """File version retentions: Get retention on file (GET /file_version_retentions/{file_version_retention_id})."""
        return await self._call(
            "get_file_version_retentions_id",
            file_version_retention_id=file_version_retention_id,
        )


class BlockingFileVersionRetentions(BlockingTag):
    """The operations of the tag `file_version_retentions`, each waited for."""

    def list(
        self,
        *,
        file_id: str | UnsetType = UNSET,
        file_version_id: str | UnsetType = UNSET,
        policy_id: str | UnsetType = UNSET,
        disposition_action: Literal["permanently_delete", "remove_retention"] | UnsetType = UNSET,
        disposition_before: str | UnsetType = UNSET,
        disposition_after: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.FileVersionRetentions:
        """File version retentions: List file version retentions (GET /file_version_retentions)."""
        return self._call(
            "get_file_version_retentions",
            file_id=file_id,
            file_version_id=file_version_id,
            policy_id=policy_id,
            disposition_action=disposition_action,
            disposition_before=disposition_before,
            disposition_after=disposition_after,
            limit=limit,
            marker=marker,
        )

    def get(
        self,
        file_version_retention_id: str,
    ) -> v2024_0.FileVersionRetention:
        """File version retentions: Get retention on file (GET /file_version_retentions/{file_version_retention_id})."""
        return self._call(
            "get_file_version_retentions_id",
            file_version_retention_id=file_version_retention_id,
        )
