"""The methods of the tag `app_item_associations`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class AppItemAssociations(Tag):
    """The operations of the tag `app_item_associations`."""

    async def list_for_file(
        self,
        file_id: str,
        *,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        application_type: str | UnsetType = UNSET,
    ) -> v2024_0.AppItemAssociations:
        """List file app item associations (GET /files/{file_id}/app_item_associations)."""
        return await self._call(
            "get_files_id_app_item_associations",
            file_id=file_id,
            limit=limit,
            marker=marker,
            application_type=application_type,
        )

    async def list_for_folder(
        self,
        folder_id: str,
        *,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        application_type: str | UnsetType = UNSET,
    ) -> v2024_0.AppItemAssociations:
        """List folder app item associations (GET /folders/{folder_id}/app_item_associations)."""
        return await self._call(
            "get_folders_id_app_item_associations",
            folder_id=folder_id,
            limit=limit,
            marker=marker,
            application_type=application_type,
        )


class BlockingAppItemAssociations(BlockingTag):
    """The operations of the tag `app_item_associations`, each waited for."""

    def list_for_file(
        self,
        file_id: str,
        *,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        application_type: str | UnsetType = UNSET,
    ) -> v2024_0.AppItemAssociations:
        """List file app item associations (GET /files/{file_id}/app_item_associations)."""
        return self._call(
            "get_files_id_app_item_associations",
            file_id=file_id,
            limit=limit,
            marker=marker,
            application_type=application_type,
        )

    def list_for_folder(
        self,
        folder_id: str,
        *,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        application_type: str | UnsetType = UNSET,
    ) -> v2024_0.AppItemAssociations:
        """List folder app item associations (GET /folders/{folder_id}/app_item_associations)."""
        return self._call(
            "get_folders_id_app_item_associations",
            folder_id=folder_id,
            limit=limit,
            marker=marker,
            application_type=application_type,
        )
