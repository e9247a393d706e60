"""The methods of the tag `shared_links_folders`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class SharedLinksFoldersAddSharedLinkSharedLink(TypedDict, total=False):
    access: Literal["open", "company", "collaborators"]
    password: str | None
    vanity_name: str
    unshared_at: str | datetime
    permissions: SharedLinksFoldersAddSharedLinkSharedLinkPermissions


class SharedLinksFoldersAddSharedLinkSharedLinkPermissions(TypedDict, total=False):
    can_download: bool
    can_preview: bool
    can_edit: bool


class SharedLinksFoldersUpdateSharedLinkSharedLink(TypedDict, total=False):
    access: Literal["open", "company", "collaborators"]
    password: str
    vanity_name: str
    unshared_at: str | datetime
    permissions: SharedLinksFoldersUpdateSharedLinkSharedLinkPermissions


class SharedLinksFoldersUpdateSharedLinkSharedLinkPermissions(TypedDict, total=False):
    can_download: bool
    can_preview: bool
    can_edit: bool


class SharedLinksFolders(Tag):
    """The operations of the tag `shared_links_folders`."""

    async def get(
        self,
        *,
        boxapi: str,
        if_none_match: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Return the folder represented by a shared link (GET /shared_items)."""
        return await self._call(
            "get_shared_items#folders",
            boxapi=boxapi,
            if_none_match=if_none_match,
            fields=fields,
        )

    async def get_shared_link(
        self,
        folder_id: str,
        *,
        fields: str,
    ) -> v2024_0.FolderFull:
        """Gets the information for a shared link on a folder (GET /folders/{folder_id})."""
        return await self._call(
            "get_folders_id#get_shared_link",
            folder_id=folder_id,
            fields=fields,
        )

    async def add_shared_link(
        self,
        folder_id: str,
        *,
        fields: str,
        shared_link: SharedLinksFoldersAddSharedLinkSharedLink | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Adds a shared link to a folder (PUT /folders/{folder_id})."""
        return await self._call(
            "put_folders_id#add_shared_link",
            folder_id=folder_id,
            fields=fields,
            shared_link=shared_link,
        )

    async def update_shared_link(
        self,
        folder_id: str,
        *,
        fields: str,
        shared_link: SharedLinksFoldersUpdateSharedLinkSharedLink | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Updates a shared link on a folder (PUT /folders/{folder_id})."""
        return await self._call(
            "put_folders_id#update_shared_link",
            folder_id=folder_id,
            fields=fields,
            shared_link=shared_link,
        )

    async def remove_shared_link(
        self,
        folder_id: str,
        *,
        fields: str,
        shared_link: Mapping[str, Any] | None | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Removes a shared link from a folder (PUT /folders/{folder_id})."""
        return await self._call(
            "put_folders_id#remove_shared_link",
            folder_id=folder_id,
            fields=fields,
            shared_link=shared_link,
        )


class BlockingSharedLinksFolders(BlockingTag):
    """The operations of the tag `shared_links_folders`, each waited for."""

    def get(
        self,
        *,
        boxapi: str,
        if_none_match: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Return the folder represented by a shared link (GET /shared_items)."""
        return self._call(
            "get_shared_items#folders",
            boxapi=boxapi,
            if_none_match=if_none_match,
            fields=fields,
        )

    def get_shared_link(
        self,
        folder_id: str,
        *,
        fields: str,
    ) -> v2024_0.FolderFull:
        """Gets the information for a shared link on a folder (GET /folders/{folder_id})."""
        return self._call(
            "get_folders_id#get_shared_link",
            folder_id=folder_id,
            fields=fields,
        )

    def add_shared_link(
        self,
        folder_id: str,
        *,
        fields: str,
        shared_link: SharedLinksFoldersAddSharedLinkSharedLink | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Adds a shared link to a folder (PUT /folders/{folder_id})."""
        return self._call(
            "put_folders_id#add_shared_link",
            folder_id=folder_id,
            fields=fields,
            shared_link=shared_link,
        )

    def update_shared_link(
        self,
        folder_id: str,
        *,
        fields: str,
        shared_link: SharedLinksFoldersUpdateSharedLinkSharedLink | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Updates a shared link on a folder (PUT /folders/{folder_id})."""
        return self._call(
            "put_folders_id#update_shared_link",
            folder_id=folder_id,
            fields=fields,
            shared_link=shared_link,
        )

    def remove_shared_link(
        self,
        folder_id: str,
        *,
        fields: str,
        shared_link: Mapping[str, Any] | None | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Removes a shared link from a folder (PUT /folders/{folder_id})."""
        return self._call(
            "put_folders_id#remove_shared_link",
            folder_id=folder_id,
            fields=fields,
            shared_link=shared_link,
        )
