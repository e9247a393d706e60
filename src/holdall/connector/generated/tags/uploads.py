"""The methods of the tag `uploads`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0
    from holdall.connector.request import FileContent, Source


class UploadsCreateForFileAttributes(TypedDict, total=False):
    name: Required[str]
    content_modified_at: str | datetime


class UploadsPreflightFileParent(TypedDict, total=False):
    id: str


class UploadsCreateFileAttributes(TypedDict, total=False):
    name: Required[str]
    parent: Required[UploadsCreateFileAttributesParent]
    content_created_at: str | datetime
    content_modified_at: str | datetime


class UploadsCreateFileAttributesParent(TypedDict, total=False):
    id: Required[str]


class UploadsPreflightForFileParent(TypedDict, total=False):
    id: str


class Uploads(Tag):
    """The operations of the tag `uploads`."""

    async def create_for_file(
        self,
        file_id: str,
        *,
        attributes: UploadsCreateForFileAttributes,
        file: Source | FileContent,
        if_match: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        content_md5: str | UnsetType = UNSET,
    ) -> v2024_0.Files:
        """Uploads: Upload file version (POST /files/{file_id}/content)."""
        return await self._call(
            "post_files_id_content",
            file_id=file_id,
            attributes=attributes,
            file=file,
            if_match=if_match,
            fields=fields,
            content_md5=content_md5,
        )

    async def preflight_file(
        self,
        *,
        name: str | UnsetType = UNSET,
        size: int | UnsetType = UNSET,
        parent: UploadsPreflightFileParent | UnsetType = UNSET,
    ) -> v2024_0.UploadUrl:
        """Files: Preflight check before upload (OPTIONS) (OPTIONS /files/content)."""
        return await self._call(
            "options_files_content",
            name=name,
            size=size,
            parent=parent,
        )

    async def create_file(
        self,
        *,
        attributes: UploadsCreateFileAttributes,
        file: Source | FileContent,
        fields: Sequence[str] | UnsetType = UNSET,
        content_md5: str | UnsetType = UNSET,
    ) -> v2024_0.Files:
        """Uploads: Upload file (POST /files/content)."""
        return await self._call(
            "post_files_content",
            attributes=attributes,
            file=file,
            fields=fields,
            content_md5=content_md5,
        )

    async def preflight_for_file(
        self,
        file_id: str,
        *,
        name: str | UnsetType = UNSET,
        size: int | UnsetType = UNSET,
        parent: UploadsPreflightForFileParent | UnsetType = UNSET,
    ) -> v2024_0.UploadUrl:
        """cURL samples: Preflight check for a new version (OPTIONS /files/{file_id}/content)."""
        return await self._call(
            "options_files_id_content",
            file_id=file_id,
            name=name,
            size=size,
            parent=parent,
        )


class BlockingUploads(BlockingTag):
    """The operations of the tag `uploads`, each waited for."""

    def create_for_file(
        self,
        file_id: str,
        *,
        attributes: UploadsCreateForFileAttributes,
        file: Source | FileContent,
        if_match: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        content_md5: str | UnsetType = UNSET,
    ) -> v2024_0.Files:
        """Uploads: Upload file version (POST /files/{file_id}/content)."""
        return self._call(
            "post_files_id_content",
            file_id=file_id,
            attributes=attributes,
            file=file,
            if_match=if_match,
            fields=fields,
            content_md5=content_md5,
        )

    def preflight_file(
        self,
        *,
        name: str | UnsetType = UNSET,
        size: int | UnsetType = UNSET,
        parent: UploadsPreflightFileParent | UnsetType = UNSET,
    ) -> v2024_0.UploadUrl:
        """Files: Preflight check before upload (OPTIONS) (OPTIONS /files/content)."""
        return self._call(
            "options_files_content",
            name=name,
            size=size,
            parent=parent,
        )

    def create_file(
        self,
        *,
        attributes: UploadsCreateFileAttributes,
        file: Source | FileContent,
        fields: Sequence[str] | UnsetType = UNSET,
        content_md5: str | UnsetType = UNSET,
    ) -> v2024_0.Files:
        """Uploads: Upload file (POST /files/content)."""
        return self._call(
            "post_files_content",
            attributes=attributes,
            file=file,
            fields=fields,
            content_md5=content_md5,
        )

    def preflight_for_file(
        self,
        file_id: str,
        *,
        name: str | UnsetType = UNSET,
        size: int | UnsetType = UNSET,
        parent: UploadsPreflightForFileParent | UnsetType = UNSET,
    ) -> v2024_0.UploadUrl:
        """cURL samples: Preflight check for a new version (OPTIONS /files/{file_id}/content)."""
        return self._call(
            "options_files_id_content",
            file_id=file_id,
            name=name,
            size=size,
            parent=parent,
        )
