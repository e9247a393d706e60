"""The methods of the tag `file_version_legal_holds`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class FileVersionLegalHolds(Tag):
    """The operations of the tag `file_version_legal_holds`."""

    async def get(
        self,
        file_version_legal_hold_id: str,
    ) -> v2024_0.FileVersionLegalHold:
        """Retrieves information about the legal hold policies assigned to a file version (GET /file_version_legal_holds/{file_version_legal_hold_id})."""
        return await self._call(
            "get_file_version_legal_holds_id",
            file_version_legal_hold_id=file_version_legal_hold_id,
        )

    async def list(
        self,
        *,
        policy_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.FileVersionLegalHolds:
        """Get a list of file versions on legal hold for a legal hold assignment (GET /file_version_legal_holds)."""
        return await self._call(
            "get_file_version_legal_holds",
            policy_id=policy_id,
            marker=marker,
            limit=limit,
        )


class BlockingFileVersionLegalHolds(BlockingTag):
    """The operations of the tag `file_version_legal_holds`, each waited for."""

    def get(
        self,
        file_version_legal_hold_id: str,
    ) -> v2024_0.FileVersionLegalHold:
        """Retrieves information about the legal hold policies assigned to a file version (GET /file_version_legal_holds/{file_version_legal_hold_id})."""
        return self._call(
            "get_file_version_legal_holds_id",
            file_version_legal_hold_id=file_version_legal_hold_id,
        )

    def list(
        self,
        *,
        policy_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.FileVersionLegalHolds:
        """Get a list of file versions on legal hold for a legal hold assignment (GET /file_version_legal_holds)."""
        return self._call(
            "get_file_version_legal_holds",
            policy_id=policy_id,
            marker=marker,
            limit=limit,
        )
