"""The methods of the tag `file_requests`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class FileRequestsCopyFolder(TypedDict, total=False):
    type: Literal["folder"]
    id: Required[str]


class FileRequests(Tag):
    """The operations of the tag `file_requests`."""

    async def get(
        self,
        file_request_id: str,
    ) -> v2024_0.FileRequest:
        """File requests: Get file request (GET /file_requests/{file_request_id})."""
        return await self._call(
            "get_file_requests_id",
            file_request_id=file_request_id,
        )

    async def update(
        self,
        file_request_id: str,
        *,
        if_match: str | UnsetType = UNSET,
        title: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        status: Literal["active", "inactive"] | UnsetType = UNSET,
        is_email_required: bool | UnsetType = UNSET,
        is_description_required: bool | UnsetType = UNSET,
        expires_at: str | datetime | UnsetType = UNSET,
    ) -> v2024_0.FileRequest:
        """File requests: Update file request (PUT /file_requests/{file_request_id})."""
        return await self._call(
            "put_file_requests_id",
            file_request_id=file_request_id,
            if_match=if_match,
            title=title,
            description=description,
            status=status,
            is_email_required=is_email_required,
            is_description_required=is_description_required,
            expires_at=expires_at,
        )

    async def delete(
        self,
        file_request_id: str,
    ) -> None:
        """File requests: Delete file request (DELETE /file_requests/{file_request_id})."""
        await self._call(
            "delete_file_requests_id",
            file_request_id=file_request_id,
        )

    async def copy(
        self,
        file_request_id: str,
        *,
        folder: FileRequestsCopyFolder,
        title: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        status: Literal["active", "inactive"] | UnsetType = UNSET,
        is_email_required: bool | UnsetType = UNSET,
        is_description_required: bool | UnsetType = UNSET,
        expires_at: str | datetime | UnsetType = UNSET,
    ) -> v2024_0.FileRequest:
        """File requests: Copy file request (POST /file_requests/{file_request_id}/copy)."""
        return await self._call(
            "post_file_requests_id_copy",
            file_request_id=file_request_id,
            folder=folder,
            title=title,
            description=description,
            status=status,
            is_email_required=is_email_required,
            is_description_required=is_description_required,
            expires_at=expires_at,
        )


class BlockingFileRequests(BlockingTag):
    """The operations of the tag `file_requests`, each waited for."""

    def get(
        self,
        file_request_id: str,
    ) -> v2024_0.FileRequest:
        """File requests: Get file request (GET /file_requests/{file_request_id})."""
        return self._call(
            "get_file_requests_id",
            file_request_id=file_request_id,
        )

    def update(
        self,
        file_request_id: str,
        *,
        if_match: str | UnsetType = UNSET,
        title: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        status: Literal["active", "inactive"] | UnsetType = UNSET,
        is_email_required: bool | UnsetType = UNSET,
        is_description_required: bool | UnsetType = UNSET,
        expires_at: str | datetime | UnsetType = UNSET,
    ) -> v2024_0.FileRequest:
        """File requests: Update file request (PUT /file_requests/{file_request_id})."""
        return self._call(
            "put_file_requests_id",
            file_request_id=file_request_id,
            if_match=if_match,
            title=title,
            description=description,
            status=status,
            is_email_required=is_email_required,
            is_description_required=is_description_required,
            expires_at=expires_at,
        )

    def delete(
        self,
        file_request_id: str,
    ) -> None:
        """File requests: Delete file request (DELETE /file_requests/{file_request_id})."""
        self._call(
            "delete_file_requests_id",
            file_request_id=file_request_id,
        )

    def copy(
        self,
        file_request_id: str,
        *,
        folder: FileRequestsCopyFolder,
        title: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        status: Literal["active", "inactive"] | UnsetType = UNSET,
        is_email_required: bool | UnsetType = UNSET,
        is_description_required: bool | UnsetType = UNSET,
        expires_at: str | datetime | UnsetType = UNSET,
    ) -> v2024_0.FileRequest:
        """File requests: Copy file request (POST /file_requests/{file_request_id}/copy)."""
        return self._call(
            "post_file_requests_id_copy",
            file_request_id=file_request_id,
            folder=folder,
            title=title,
            description=description,
            status=status,
            is_email_required=is_email_required,
            is_description_required=is_description_required,
            expires_at=expires_at,
        )
