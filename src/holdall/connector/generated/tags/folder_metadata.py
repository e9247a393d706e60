"""The methods of the tag `folder_metadata`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


FolderMetadataUpdateBodyItem = TypedDict(
    "FolderMetadataUpdateBodyItem",
    {
        "op": "Literal[\"add\", \"replace\", \"remove\", \"test\", \"move\", \"copy\"]",
        "path": "str",
        "value": "v2024_0.MetadataInstanceValue",
        "from": "str",
    },
    total=False,
)


class FolderMetadata(Tag):
    """The operations of the tag `folder_metadata`."""

    async def list(
        self,
        folder_id: str,
        *,
        view: str | UnsetType = UNSET,
    ) -> v2024_0.Metadatas:
        """Metadata instances (Folders): List metadata instances on folder (GET /folders/{folder_id}/metadata)."""
        return await self._call(
            "get_folders_id_metadata",
            folder_id=folder_id,
            view=view,
        )

    async def get(
        self,
        folder_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
    ) -> v2024_0.MetadataFull:
        """Metadata instances (Folders): Get metadata instance on folder (GET /folders/{folder_id}/metadata/{scope}/{template_key})."""
        return await self._call(
            "get_folders_id_metadata_id_id",
            folder_id=folder_id,
            scope=scope,
            template_key=template_key,
        )

    async def create(
        self,
        folder_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
        *,
        body: Mapping[str, Any],
    ) -> v2024_0.MetadataFull:
        """Metadata instances (Folders): Create metadata instance on folder (POST /folders/{folder_id}/metadata/{scope}/{template_key})."""
        return await self._call(
            "post_folders_id_metadata_id_id",
            folder_id=folder_id,
            scope=scope,
            template_key=template_key,
            body=body,
        )

    async def update(
        self,
        folder_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
        *,
        body: Sequence[FolderMetadataUpdateBodyItem],
    ) -> v2024_0.MetadataFull:
        """Metadata instances (Folders): Update metadata instance on folder (PUT /folders/{folder_id}/metadata/{scope}/{template_key})."""
        return await self._call(
            "put_folders_id_metadata_id_id",
            folder_id=folder_id,
            scope=scope,
            template_key=template_key,
            body=body,
        )

    async def delete(
        self,
        folder_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
    ) -> None:
        """Metadata instances (Folders): Remove metadata instance from folder (DELETE /folders/{folder_id}/metadata/{scope}/{template_key})."""
        await self._call(
            "delete_folders_id_metadata_id_id",
            folder_id=folder_id,
            scope=scope,
            template_key=template_key,
        )


class BlockingFolderMetadata(BlockingTag):
    """The operations of the tag `folder_metadata`, each waited for."""

    def list(
        self,
        folder_id: str,
        *,
        view: str | UnsetType = UNSET,
    ) -> v2024_0.Metadatas:
        """Metadata instances (Folders): List metadata instances on folder (GET /folders/{folder_id}/metadata)."""
        return self._call(
            "get_folders_id_metadata",
            folder_id=folder_id,
            view=view,
        )

    def get(
        self,
        folder_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
    ) -> v2024_0.MetadataFull:
        """Metadata instances (Folders): Get metadata instance on folder (GET /folders/{folder_id}/metadata/{scope}/{template_key})."""
        return self._call(
            "get_folders_id_metadata_id_id",
            folder_id=folder_id,
            scope=scope,
            template_key=template_key,
        )

    def create(
        self,
        folder_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
        *,
        body: Mapping[str, Any],
    ) -> v2024_0.MetadataFull:
        """Metadata instances (Folders): Create metadata instance on folder (POST /folders/{folder_id}/metadata/{scope}/{template_key})."""
        return self._call(
            "post_folders_id_metadata_id_id",
            folder_id=folder_id,
            scope=scope,
            template_key=template_key,
            body=body,
        )

    def update(
        self,
        folder_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
        *,
        body: Sequence[FolderMetadataUpdateBodyItem],
    ) -> v2024_0.MetadataFull:
        """Metadata instances (Folders): Update metadata instance on folder (PUT /folders/{folder_id}/metadata/{scope}/{template_key})."""
        return self._call(
            "put_folders_id_metadata_id_id",
            folder_id=folder_id,
            scope=scope,
            template_key=template_key,
            body=body,
        )

    def delete(
        self,
        folder_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
    ) -> None:
        """Metadata instances (Folders): Remove metadata instance from folder (DELETE /folders/{folder_id}/metadata/{scope}/{template_key})."""
        self._call(
            "delete_folders_id_metadata_id_id",
            folder_id=folder_id,
            scope=scope,
            template_key=template_key,
        )
