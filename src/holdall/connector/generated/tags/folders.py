"""The methods of the tag `folders`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class FoldersUpdateParent(TypedDict, total=False):
    id: str
    user_id: str


class FoldersUpdateSharedLink(TypedDict, total=False):
    access: Literal["open", "company", "collaborators"]
    password: str | None
    vanity_name: str
    unshared_at: str | datetime
    permissions: FoldersUpdateSharedLinkPermissions


class FoldersUpdateSharedLinkPermissions(TypedDict, total=False):
    can_download: bool


class FoldersUpdateFolderUploadEmail(TypedDict, total=False):
    access: Literal["open", "collaborators"]


class FoldersUpdateCollection(TypedDict, total=False):
    id: str
    type: str


class FoldersCreateParent(TypedDict, total=False):
    id: Required[str]


class FoldersCreateFolderUploadEmail(TypedDict, total=False):
    access: Literal["open", "collaborators"]


class FoldersCopyParent(TypedDict, total=False):
    id: Required[str]


class Folders(Tag):
    """The operations of the tag `folders`."""

    async def get(
        self,
        folder_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        if_none_match: str | UnsetType = UNSET,
        boxapi: str | UnsetType = UNSET,
        sort: Literal["id", "name", "date", "size"] | UnsetType = UNSET,
        direction: Literal["ASC", "DESC"] | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Folders: Get folder information (GET /folders/{folder_id})."""
        return await self._call(
            "get_folders_id",
            folder_id=folder_id,
            fields=fields,
            if_none_match=if_none_match,
            boxapi=boxapi,
            sort=sort,
            direction=direction,
            offset=offset,
            limit=limit,
        )

    async def update(
        self,
        folder_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        if_match: str | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        sync_state: Literal["synced", "not_synced", "partially_synced"] | UnsetType = UNSET,
        can_non_owners_invite: bool | UnsetType = UNSET,
        parent: FoldersUpdateParent | UnsetType = UNSET,
        shared_link: FoldersUpdateSharedLink | UnsetType = UNSET,
        folder_upload_email: FoldersUpdateFolderUploadEmail | None | UnsetType = UNSET,
        tags: Sequence[str] | UnsetType = UNSET,
        is_collaboration_restricted_to_enterprise: bool | UnsetType = UNSET,
        collections: Sequence[FoldersUpdateCollection] | None | UnsetType = UNSET,
        can_non_owners_view_collaborators: bool | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Folders: Update folder (PUT /folders/{folder_id})."""
        return await self._call(
            "put_folders_id",
            folder_id=folder_id,
            fields=fields,
            if_match=if_match,
            name=name,
            description=description,
            sync_state=sync_state,
            can_non_owners_invite=can_non_owners_invite,
            parent=parent,
            shared_link=shared_link,
            folder_upload_email=folder_upload_email,
            tags=tags,
            is_collaboration_restricted_to_enterprise=is_collaboration_restricted_to_enterprise,
            collections=collections,
            can_non_owners_view_collaborators=can_non_owners_view_collaborators,
        )

    async def delete(
        self,
        folder_id: str,
        *,
        if_match: str | UnsetType = UNSET,
        recursive: bool | UnsetType = UNSET,
    ) -> None:
        """Folders: Delete folder (DELETE /folders/{folder_id})."""
        await self._call(
            "delete_folders_id",
            folder_id=folder_id,
            if_match=if_match,
            recursive=recursive,
        )

    async def list_items(
        self,
        folder_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        usemarker: bool | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        boxapi: str | UnsetType = UNSET,
        sort: Literal["id", "name", "date", "size"] | UnsetType = UNSET,
        direction: Literal["ASC", "DESC"] | UnsetType = UNSET,
    ) -> v2024_0.Items:
        """Folders: List items in folder (GET /folders/{folder_id}/items)."""
        return await self._call(
            "get_folders_id_items",
            folder_id=folder_id,
            fields=fields,
            usemarker=usemarker,
            marker=marker,
            offset=offset,
            limit=limit,
            boxapi=boxapi,
            sort=sort,
            direction=direction,
        )

    async def create(
        self,
        *,
        name: str,
        parent: FoldersCreateParent,
        fields: Sequence[str] | UnsetType = UNSET,
        folder_upload_email: FoldersCreateFolderUploadEmail | UnsetType = UNSET,
        sync_state: Literal["synced", "not_synced", "partially_synced"] | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Folders: Create folder (POST /folders)."""
        return await self._call(
            "post_folders",
            name=name,
            parent=parent,
            fields=fields,
            folder_upload_email=folder_upload_email,
            sync_state=sync_state,
        )

    async def copy(
        self,
        folder_id: str,
        *,
        parent: FoldersCopyParent,
        fields: Sequence[str] | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Folders: Copy folder (POST /folders/{folder_id}/copy)."""
        return await self._call(
            "post_folders_id_copy",
            folder_id=folder_id,
            parent=parent,
            fields=fields,
            name=name,
        )


class BlockingFolders(BlockingTag):
    """The operations of the tag `folders`, each waited for."""

    def get(
        self,
        folder_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        if_none_match: str | UnsetType = UNSET,
        boxapi: str | UnsetType = UNSET,
        sort: Literal["id", "name", "date", "size"] | UnsetType = UNSET,
        direction: Literal["ASC", "DESC"] | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Folders: Get folder information (GET /folders/{folder_id})."""
        return self._call(
            "get_folders_id",
            folder_id=folder_id,
            fields=fields,
            if_none_match=if_none_match,
            boxapi=boxapi,
            sort=sort,
            direction=direction,
            offset=offset,
            limit=limit,
        )

    def update(
        self,
        folder_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        if_match: str | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        sync_state: Literal["synced", "not_synced", "partially_synced"] | UnsetType = UNSET,
        can_non_owners_invite: bool | UnsetType = UNSET,
        parent: FoldersUpdateParent | UnsetType = UNSET,
        shared_link: FoldersUpdateSharedLink | UnsetType = UNSET,
        folder_upload_email: FoldersUpdateFolderUploadEmail | None | UnsetType = UNSET,
        tags: Sequence[str] | UnsetType = UNSET,
        is_collaboration_restricted_to_enterprise: bool | UnsetType = UNSET,
        collections: Sequence[FoldersUpdateCollection] | None | UnsetType = UNSET,
        can_non_owners_view_collaborators: bool | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Folders: Update folder (PUT /folders/{folder_id})."""
        return self._call(
            "put_folders_id",
            folder_id=folder_id,
            fields=fields,
            if_match=if_match,
            name=name,
            description=description,
            sync_state=sync_state,
            can_non_owners_invite=can_non_owners_invite,
            parent=parent,
            shared_link=shared_link,
            folder_upload_email=folder_upload_email,
            tags=tags,
            is_collaboration_restricted_to_enterprise=is_collaboration_restricted_to_enterprise,
            collections=collections,
            can_non_owners_view_collaborators=can_non_owners_view_collaborators,
        )

    def delete(
        self,
        folder_id: str,
        *,
        if_match: str | UnsetType = UNSET,
        recursive: bool | UnsetType = UNSET,
    ) -> None:
        """Folders: Delete folder (DELETE /folders/{folder_id})."""
        self._call(
            "delete_folders_id",
            folder_id=folder_id,
            if_match=if_match,
            recursive=recursive,
        )

    def list_items(
        self,
        folder_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        usemarker: bool | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        boxapi: str | UnsetType = UNSET,
        sort: Literal["id", "name", "date", "size"] | UnsetType = UNSET,
        direction: Literal["ASC", "DESC"] | UnsetType = UNSET,
    ) -> v2024_0.Items:
        """Folders: List items in folder (GET /folders/{folder_id}/items)."""
        return self._call(
            "get_folders_id_items",
            folder_id=folder_id,
            fields=fields,
            usemarker=usemarker,
            marker=marker,
            offset=offset,
            limit=limit,
            boxapi=boxapi,
            sort=sort,
            direction=direction,
        )

    def create(
        self,
        *,
        name: str,
        parent: FoldersCreateParent,
        fields: Sequence[str] | UnsetType = UNSET,
        folder_upload_email: FoldersCreateFolderUploadEmail | UnsetType = UNSET,
        sync_state: Literal["synced", "not_synced", "partially_synced"] | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Folders: Create folder (POST /folders)."""
        return self._call(
            "post_folders",
            name=name,
            parent=parent,
            fields=fields,
            folder_upload_email=folder_upload_email,
            sync_state=sync_state,
        )

    def copy(
        self,
        folder_id: str,
        *,
        parent: FoldersCopyParent,
        fields: Sequence[str] | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Folders: Copy folder (POST /folders/{folder_id}/copy)."""
        return self._call(
            "post_folders_id_copy",
            folder_id=folder_id,
            parent=parent,
            fields=fields,
            name=name,
        )
