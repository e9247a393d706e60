"""The methods of the tag `file_metadata`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


FileMetadataUpdateBodyItem = TypedDict(
    "FileMetadataUpdateBodyItem",
    {
        "op": "Literal[\"add\", \"replace\", \"remove\", \"test\", \"move\", \"copy\"]",
        "path": "str",
        "value": "v2024_0.MetadataInstanceValue",
        "from": "str",
    },
    total=False,
)


class FileMetadata(Tag):
    """The operations of the tag `file_metadata`."""

    async def list(
        self,
        file_id: str,
        *,
        view: str | UnsetType = UNSET,
    ) -> v2024_0.Metadatas:
        """Metadata instances (Files): List metadata instances on file (GET /files/{file_id}/metadata)."""
        return await self._call(
            "get_files_id_metadata",
            file_id=file_id,
            view=view,
        )

    async def get(
        self,
        file_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
        *,
        view: str | UnsetType = UNSET,
    ) -> v2024_0.MetadataFull:
        """Metadata instances (Files): Get metadata instance on file (GET /files/{file_id}/metadata/{scope}/{template_key})."""
        return await self._call(
            "get_files_id_metadata_id_id",
            file_id=file_id,
            scope=scope,
            template_key=template_key,
            view=view,
        )

    async def create(
        self,
        file_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
        *,
        body: Mapping[str, Any],
    ) -> v2024_0.MetadataFull:
        """Metadata instances (Files): Create metadata instance on file (POST /files/{file_id}/metadata/{scope}/{template_key})."""
        return await self._call(
            "post_files_id_metadata_id_id",
            file_id=file_id,
            scope=scope,
            template_key=template_key,
            body=body,
        )

    async def update(
        self,
        file_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
        *,
        body: Sequence[FileMetadataUpdateBodyItem],
    ) -> v2024_0.MetadataFull:
        """Metadata instances (Files): Update metadata instance on file (PUT /files/{file_id}/metadata/{scope}/{template_key})."""
        return await self._call(
            "put_files_id_metadata_id_id",
            file_id=file_id,
            scope=scope,
            template_key=template_key,
            body=body,
        )

    async def delete(
        self,
        file_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
    ) -> None:
        """Metadata instances (Files): Remove metadata instance from file (DELETE /files/{file_id}/metadata/{scope}/{template_key})."""
        await self._call(
            "delete_files_id_metadata_id_id",
            file_id=file_id,
            scope=scope,
            template_key=template_key,
        )


class BlockingFileMetadata(BlockingTag):
    """The operations of the tag `file_metadata`, each waited for."""

    def list(
        self,
        file_id: str,
        *,
        view: str | UnsetType = UNSET,
    ) -> v2024_0.Metadatas:
        """Metadata instances (Files): List metadata instances on file (GET /files/{file_id}/metadata)."""
        return self._call(
            "get_files_id_metadata",
            file_id=file_id,
            view=view,
        )

    def get(
        self,
        file_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
        *,
        view: str | UnsetType = UNSET,
    ) -> v2024_0.MetadataFull:
        """Metadata instances (Files): Get metadata instance on file (GET /files/{file_id}/metadata/{scope}/{template_key})."""
        return self._call(
            "get_files_id_metadata_id_id",
            file_id=file_id,
            scope=scope,
            template_key=template_key,
            view=view,
        )

    def create(
        self,
        file_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
        *,
        body: Mapping[str, Any],
    ) -> v2024_0.MetadataFull:
        """Metadata instances (Files): Create metadata instance on file (POST /files/{file_id}/metadata/{scope}/{template_key})."""
        return self._call(
            "post_files_id_metadata_id_id",
            file_id=file_id,
            scope=scope,
            template_key=template_key,
            body=body,
        )

    def update(
        self,
        file_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
        *,
        body: Sequence[FileMetadataUpdateBodyItem],
    ) -> v2024_0.MetadataFull:
        """Metadata instances (Files): Update metadata instance on file (PUT /files/{file_id}/metadata/{scope}/{template_key})."""
        return self._call(
            "put_files_id_metadata_id_id",
            file_id=file_id,
            scope=scope,
            template_key=template_key,
            body=body,
        )

    def delete(
        self,
        file_id: str,
        scope: Literal["global", "enterprise"],
        template_key: str,
    ) -> None:
        """Metadata instances (Files): Remove metadata instance from file (DELETE /files/{file_id}/metadata/{scope}/{template_key})."""
        self._call(
            "delete_files_id_metadata_id_id",
            file_id=file_id,
            scope=scope,
            template_key=template_key,
        )
