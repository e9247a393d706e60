"""The methods of the tag `file_versions`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class FileVersions(Tag):
    """The operations of the tag `file_versions`."""

    async def list(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.FileVersions:
        """File versions: List all file versions (GET /files/{file_id}/versions)."""
        return await self._call(
            "get_files_id_versions",
            file_id=file_id,
            fields=fields,
            limit=limit,
            offset=offset,
        )

    async def get(
        self,
        file_id: str,
        file_version_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.FileVersionFull:
        """File versions: Get file version (GET /files/{file_id}/versions/{file_version_id})."""
        return await self._call(
            "get_files_id_versions_id",
            file_id=file_id,
            file_version_id=file_version_id,
            fields=fields,
        )

    async def delete(
        self,
        file_id: str,
        file_version_id: str,
        *,
        if_match: str | UnsetType = UNSET,
    ) -> None:
        """File versions: Remove file version (DELETE /files/{file_id}/versions/{file_version_id})."""
        await self._call(
            "delete_files_id_versions_id",
            file_id=file_id,
            file_version_id=file_version_id,
            if_match=if_match,
        )

    async def update(
        self,
        file_id: str,
        file_version_id: str,
        *,
        trashed_at: str | None | UnsetType = UNSET,
    ) -> v2024_0.FileVersionFull:
        """File versions: Restore file version (PUT /files/{file_id}/versions/{file_version_id})."""
        return await self._call(
            "put_files_id_versions_id",
            file_id=file_id,
            file_version_id=file_version_id,
            trashed_at=trashed_at,
        )

    async def create_current(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        id: str | UnsetType = UNSET,
        type: Literal["file_version"] | UnsetType = UNSET,
    ) -> v2024_0.FileVersionFull:
        """File versions: Promote file version (POST /files/{file_id}/versions/current)."""
        return await self._call(
            "post_files_id_versions_current",
            file_id=file_id,
            fields=fields,
            id=id,
            type=type,
        )


class BlockingFileVersions(BlockingTag):
    """The operations of the tag `file_versions`, each waited for."""

    def list(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.FileVersions:
        """File versions: List all file versions (GET /files/{file_id}/versions)."""
        return self._call(
            "get_files_id_versions",
            file_id=file_id,
            fields=fields,
            limit=limit,
            offset=offset,
        )

    def get(
        self,
        file_id: str,
        file_version_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.FileVersionFull:
        """File versions: Get file version (GET /files/{file_id}/versions/{file_version_id})."""
        return self._call(
            "get_files_id_versions_id",
            file_id=file_id,
            file_version_id=file_version_id,
            fields=fields,
        )

    def delete(
        self,
        file_id: str,
        file_version_id: str,
        *,
        if_match: str | UnsetType = UNSET,
    ) -> None:
        """File versions: Remove file version (DELETE /files/{file_id}/versions/{file_version_id})."""
        self._call(
            "delete_files_id_versions_id",
            file_id=file_id,
            file_version_id=file_version_id,
            if_match=if_match,
        )

    def update(
        self,
        file_id: str,
        file_version_id: str,
        *,
        trashed_at: str | None | UnsetType = UNSET,
    ) -> v2024_0.FileVersionFull:
        """File versions: Restore file version (PUT /files/{file_id}/versions/{file_version_id})."""
        return self._call(
            "put_files_id_versions_id",
            file_id=file_id,
            file_version_id=file_version_id,
            trashed_at=trashed_at,
        )

    def create_current(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        id: str | UnsetType = UNSET,
        type: Literal["file_version"] | UnsetType = UNSET,
    ) -> v2024_0.FileVersionFull:
        """File versions: Promote file version (POST /files/{file_id}/versions/current)."""
        return self._call(
            "post_files_id_versions_current",
            file_id=file_id,
            fields=fields,
            id=id,
            type=type,
        )
