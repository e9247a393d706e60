"""The methods of the tag `files`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.content import BlockingContent, Content
    from holdall.connector.generated.records import v2024_0


class FilesUpdateParent(TypedDict, total=False):
    id: str
    user_id: str


class FilesUpdateSharedLink(TypedDict, total=False):
    access: Literal["open", "company", "collaborators"]
    password: str | None
    vanity_name: str
    unshared_at: str | datetime
    permissions: FilesUpdateSharedLinkPermissions


class FilesUpdateSharedLinkPermissions(TypedDict, total=False):
    can_download: bool


class FilesUpdateLock(TypedDict, total=False):
    access: Literal["lock"]
    expires_at: str | datetime
    is_download_prevented: bool


class FilesUpdatePermissions(TypedDict, total=False):
    can_download: Literal["open", "company"]


class FilesUpdateCollection(TypedDict, total=False):
    id: str
    type: str


class FilesCopyParent(TypedDict, total=False):
    id: Required[str]


class Files(Tag):
    """The operations of the tag `files`."""

    async def get(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        if_none_match: str | UnsetType = UNSET,
        boxapi: str | UnsetType = UNSET,
        x_rep_hints: str | None | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Files: Get file information (GET /files/{file_id})."""
        return await self._call(
            "get_files_id",
            file_id=file_id,
            fields=fields,
            if_none_match=if_none_match,
            boxapi=boxapi,
            x_rep_hints=x_rep_hints,
        )

    async def update(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        if_match: str | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        parent: FilesUpdateParent | UnsetType = UNSET,
        shared_link: FilesUpdateSharedLink | None | UnsetType = UNSET,
        lock: FilesUpdateLock | None | UnsetType = UNSET,
        disposition_at: str | datetime | UnsetType = UNSET,
        permissions: FilesUpdatePermissions | UnsetType = UNSET,
        collections: Sequence[FilesUpdateCollection] | None | UnsetType = UNSET,
        tags: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Files: Update file (PUT /files/{file_id})."""
        return await self._call(
            "put_files_id",
            file_id=file_id,
            fields=fields,
            if_match=if_match,
            name=name,
            description=description,
            parent=parent,
            shared_link=shared_link,
            lock=lock,
            disposition_at=disposition_at,
            permissions=permissions,
            collections=collections,
            tags=tags,
        )

    async def delete(
        self,
        file_id: str,
        *,
        if_match: str | UnsetType = UNSET,
    ) -> None:
        """Files: Delete file (DELETE /files/{file_id})."""
        await self._call(
            "delete_files_id",
            file_id=file_id,
            if_match=if_match,
        )

    async def copy(
        self,
        file_id: str,
        *,
        parent: FilesCopyParent,
        fields: Sequence[str] | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        version: str | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Files: Copy file (POST /files/{file_id}/copy)."""
        return await self._call(
            "post_files_id_copy",
            file_id=file_id,
            parent=parent,
            fields=fields,
            name=name,
            version=version,
        )

    async def get_thumbnail(
        self,
        file_id: str,
        extension: Literal["png", "jpg"],
        *,
        min_height: int | UnsetType = UNSET,
        min_width: int | UnsetType = UNSET,
        max_height: int | UnsetType = UNSET,
        max_width: int | UnsetType = UNSET,
    ) -> Content:
        """Files: Get file thumbnail (GET /files/{file_id}/thumbnail.{extension})."""
        return await self._call(
            "get_files_id_thumbnail_id",
            file_id=file_id,
            extension=extension,
            min_height=min_height,
            min_width=min_width,
            max_height=max_height,
            max_width=max_width,
        )


class BlockingFiles(BlockingTag):
    """The operations of the tag `files`, each waited for."""

    def get(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        if_none_match: str | UnsetType = UNSET,
        boxapi: str | UnsetType = UNSET,
        x_rep_hints: str | None | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Files: Get file information (GET /files/{file_id})."""
        return self._call(
            "get_files_id",
            file_id=file_id,
            fields=fields,
            if_none_match=if_none_match,
            boxapi=boxapi,
            x_rep_hints=x_rep_hints,
        )

    def update(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        if_match: str | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        parent: FilesUpdateParent | UnsetType = UNSET,
        shared_link: FilesUpdateSharedLink | None | UnsetType = UNSET,
        lock: FilesUpdateLock | None | UnsetType = UNSET,
        disposition_at: str | datetime | UnsetType = UNSET,
        permissions: FilesUpdatePermissions | UnsetType = UNSET,
        collections: Sequence[FilesUpdateCollection] | None | UnsetType = UNSET,
        tags: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Files: Update file (PUT /files/{file_id})."""
        return self._call(
            "put_files_id",
            file_id=file_id,
            fields=fields,
            if_match=if_match,
            name=name,
            description=description,
            parent=parent,
            shared_link=shared_link,
            lock=lock,
            disposition_at=disposition_at,
            permissions=permissions,
            collections=collections,
            tags=tags,
        )

    def delete(
        self,
        file_id: str,
        *,
        if_match: str | UnsetType = UNSET,
    ) -> None:
        """Files: Delete file (DELETE /files/{file_id})."""
        self._call(
            "delete_files_id",
            file_id=file_id,
            if_match=if_match,
        )

    def copy(
        self,
        file_id: str,
        *,
        parent: FilesCopyParent,
        fields: Sequence[str] | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        version: str | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Files: Copy file (POST /files/{file_id}/copy)."""
        return self._call(
            "post_files_id_copy",
            file_id=file_id,
            parent=parent,
            fields=fields,
            name=name,
            version=version,
        )

    def get_thumbnail(
        self,
        file_id: str,
        extension: Literal["png", "jpg"],
        *,
        min_height: int | UnsetType = UNSET,
        min_width: int | UnsetType = UNSET,
        max_height: int | UnsetType = UNSET,
        max_width: int | UnsetType = UNSET,
    ) -> BlockingContent:
        """Files: Get file thumbnail (GET /files/{file_id}/thumbnail.{extension})."""
        return self._call(
            "get_files_id_thumbnail_id",
            file_id=file_id,
            extension=extension,
            min_height=min_height,
            min_width=min_width,
            max_height=max_height,
            max_width=max_width,
        )
