"""The methods of the tag `chunked_uploads`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0
    from holdall.connector.request import FileContent, Source


class ChunkedUploads(Tag):
    """The operations of the tag `chunked_uploads`."""

    async def create(
        self,
        *,
        folder_id: str,
        file_size: int,
        file_name: str,
    ) -> v2024_0.UploadSession:
        """Uploads (Chunked): Create upload session (POST /files/upload_sessions)."""
        return await self._call(
            "post_files_upload_sessions",
            folder_id=folder_id,
            file_size=file_size,
            file_name=file_name,
        )

    async def create_for_file(
        self,
        file_id: str,
        *,
        file_size: int,
        file_name: str | UnsetType = UNSET,
    ) -> v2024_0.UploadSession:
        """Uploads (Chunked): Create upload session for existing file (POST /files/{file_id}/upload_sessions)."""
        return await self._call(
            "post_files_id_upload_sessions",
            file_id=file_id,
            file_size=file_size,
            file_name=file_name,
        )

    async def get(
        self,
        upload_session_id: str,
    ) -> v2024_0.UploadSession:
        """Uploads (Chunked): Get upload session (GET /files/upload_sessions/{upload_session_id})."""
        return await self._call(
            "get_files_upload_sessions_id",
            upload_session_id=upload_session_id,
        )

    async def update(
        self,
        upload_session_id: str,
        *,
        digest: str,
        content_range: str,
        body: Source | FileContent,
    ) -> v2024_0.UploadedPart:
        """Uploads (Chunked): Upload part of file (PUT /files/upload_sessions/{upload_session_id})."""
        return await self._call(
            "put_files_upload_sessions_id",
            upload_session_id=upload_session_id,
            digest=digest,
            content_range=content_range,
            body=body,
        )

    async def delete(
        self,
        upload_session_id: str,
    ) -> None:
        """Uploads (Chunked): Remove upload session (DELETE /files/upload_sessions/{upload_session_id})."""
        await self._call(
            "delete_files_upload_sessions_id",
            upload_session_id=upload_session_id,
        )

    async def list_parts(
        self,
        upload_session_id: str,
        *,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.UploadParts:
        """Uploads (Chunked): List parts (GET /files/upload_sessions/{upload_session_id}/parts)."""
        return await self._call(
            "get_files_upload_sessions_id_parts",
            upload_session_id=upload_session_id,
            offset=offset,
            limit=limit,
        )

    async def commit(
        self,
        upload_session_id: str,
        *,
        digest: str,
        parts: Sequence[v2024_0.UploadPart],
        if_match: str | UnsetType = UNSET,
        if_none_match: str | UnsetType = UNSET,
    ) -> v2024_0.Files:
        """Uploads (Chunked): Commit upload session (POST /files/upload_sessions/{upload_session_id}/commit)."""
        return await self._call(
            "post_files_upload_sessions_id_commit",
            upload_session_id=upload_session_id,
            digest=digest,
            parts=parts,
            if_match=if_match,
            if_none_match=if_none_match,
        )


class BlockingChunkedUploads(BlockingTag):
    """The operations of the tag `chunked_uploads`, each waited for."""

    def create(
        self,
        *,
        folder_id: str,
        file_size: int,
        file_name: str,
    ) -> v2024_0.UploadSession:
        """Uploads (Chunked): Create upload session (POST /files/upload_sessions)."""
        return self._call(
            "post_files_upload_sessions",
            folder_id=folder_id,
            file_size=file_size,
            file_name=file_name,
        )

    def create_for_file(
        self,
        file_id: str,
        *,
        file_size: int,
        file_name: str | UnsetType = UNSET,
    ) -> v2024_0.UploadSession:
        """Uploads (Chunked): Create upload session for existing file (POST /files/{file_id}/upload_sessions)."""
        return self._call(
            "post_files_id_upload_sessions",
            file_id=file_id,
            file_size=file_size,
            file_name=file_name,
        )

    def get(
        self,
        upload_session_id: str,
    ) -> v2024_0.UploadSession:
        """Uploads (Chunked): Get upload session (GET /files/upload_sessions/{upload_session_id})."""
        return self._call(
            "get_files_upload_sessions_id",
            upload_session_id=upload_session_id,
        )

    def update(
        self,
        upload_session_id: str,
        *,
        digest: str,
        content_range: str,
        body: Source | FileContent,
    ) -> v2024_0.UploadedPart:
        """Uploads (Chunked): Upload part of file (PUT /files/upload_sessions/{upload_session_id})."""
        return self._call(
            "put_files_upload_sessions_id",
            upload_session_id=upload_session_id,
            digest=digest,
            content_range=content_range,
            body=body,
        )

    def delete(
        self,
        upload_session_id: str,
    ) -> None:
        """Uploads (Chunked): Remove upload session (DELETE /files/upload_sessions/{upload_session_id})."""
        self._call(
            "delete_files_upload_sessions_id",
            upload_session_id=upload_session_id,
        )

    def list_parts(
        self,
        upload_session_id: str,
        *,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.UploadParts:
        """Uploads (Chunked): List parts (GET /files/upload_sessions/{upload_session_id}/parts)."""
        return self._call(
            "get_files_upload_sessions_id_parts",
            upload_session_id=upload_session_id,
            offset=offset,
            limit=limit,
        )

    def commit(
        self,
        upload_session_id: str,
        *,
        digest: str,
        parts: Sequence[v2024_0.UploadPart],
        if_match: str | UnsetType = UNSET,
        if_none_match: str | UnsetType = UNSET,
    ) -> v2024_0.Files:
        """Uploads (Chunked): Commit upload session (POST /files/upload_sessions/{upload_session_id}/commit)."""
        return self._call(
            "post_files_upload_sessions_id_commit",
            upload_session_id=upload_session_id,
            digest=digest,
            parts=parts,
            if_match=if_match,
            if_none_match=if_none_match,
        )
