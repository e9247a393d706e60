"""The methods of the tag `list_collaborations`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class ListCollaborations(Tag):
    """The operations of the tag `list_collaborations`."""

    async def list_for_file(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.Collaborations:
        """Collaborations (List): List file collaborations (GET /files/{file_id}/collaborations)."""
        return await self._call(
            "get_files_id_collaborations",
            file_id=file_id,
            fields=fields,
            limit=limit,
            marker=marker,
        )

    async def list_for_folder(
        self,
        folder_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.Collaborations:
        """Collaborations (List): List folder collaborations (GET /folders/{folder_id}/collaborations)."""
        return await self._call(
            "get_folders_id_collaborations",
            folder_id=folder_id,
            fields=fields,
            limit=limit,
            marker=marker,
        )

    async def list(
        self,
        *,
        status: Literal["pending"],
        fields: Sequence[str] | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.CollaborationsOffsetPaginated:
        """Collaborations (List): List pending collaborations (GET /collaborations)."""
        return await self._call(
            "get_collaborations",
            status=status,
            fields=fields,
            offset=offset,
            limit=limit,
        )

    async def list_for_group(
        self,
        group_id: str,
        *,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.CollaborationsOffsetPaginated:
        """Collaborations (List): List group collaborations (GET /groups/{group_id}/collaborations)."""
        return await self._call(
            "get_groups_id_collaborations",
            group_id=group_id,
            limit=limit,
            offset=offset,
        )


class BlockingListCollaborations(BlockingTag):
    """The operations of the tag `list_collaborations`, each waited for."""

    def list_for_file(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.Collaborations:
        """Collaborations (List): List file collaborations (GET /files/{file_id}/collaborations)."""
        return self._call(
            "get_files_id_collaborations",
            file_id=file_id,
            fields=fields,
            limit=limit,
            marker=marker,
        )

    def list_for_folder(
        self,
        folder_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.Collaborations:
        """Collaborations (List): List folder collaborations (GET /folders/{folder_id}/collaborations)."""
        return self._call(
            "get_folders_id_collaborations",
            folder_id=folder_id,
            fields=fields,
            limit=limit,
            marker=marker,
        )

    def list(
        self,
        *,
        status: Literal["pending"],
        fields: Sequence[str] | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.CollaborationsOffsetPaginated:
        """Collaborations (List): List pending collaborations (GET /collaborations)."""
        return self._call(
            "get_collaborations",
            status=status,
            fields=fields,
            offset=offset,
            limit=limit,
        )

    def list_for_group(
        self,
        group_id: str,
        *,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.CollaborationsOffsetPaginated:
        """Collaborations (List): List group collaborations (GET /groups/{group_id}/collaborations)."""
        return self._call(
            "get_groups_id_collaborations",
            group_id=group_id,
            limit=limit,
            offset=offset,
        )
