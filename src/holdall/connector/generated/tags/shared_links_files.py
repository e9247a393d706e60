"""The methods of the tag `shared_links_files`.

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


class SharedLinksFilesAddSharedLinkSharedLink(TypedDict, total=False):
    access: Literal["open", "company", "collaborators"]
    password: str | None
    vanity_name: str
    unshared_at: str | datetime
    permissions: SharedLinksFilesAddSharedLinkSharedLinkPermissions


class SharedLinksFilesAddSharedLinkSharedLinkPermissions(TypedDict, total=False):
    can_download: bool
    can_preview: bool
    can_edit: bool


class SharedLinksFilesUpdateSharedLinkSharedLink(TypedDict, total=False):
    access: Literal["open", "company", "collaborators"]
    password: str | None
    vanity_name: str
    unshared_at: str | datetime
    permissions: SharedLinksFilesUpdateSharedLinkSharedLinkPermissions


class SharedLinksFilesUpdateSharedLinkSharedLinkPermissions(TypedDict, total=False):
    can_download: bool
    can_preview: bool
    can_edit: bool


class SharedLinksFiles(Tag):
    """The operations of the tag `shared_links_files`."""

    async def get(
        self,
        *,
        boxapi: str,
        if_none_match: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Returns the file represented by a shared link (GET /shared_items)."""
        return await self._call(
            "get_shared_items",
            boxapi=boxapi,
            if_none_match=if_none_match,
            fields=fields,
        )

    async def get_shared_link(
        self,
        file_id: str,
        *,
        fields: str,
    ) -> v2024_0.FileFull:
        """Gets the information for a shared link on a file (GET /files/{file_id})."""
        return await self._call(
            "get_files_id#get_shared_link",
            file_id=file_id,
            fields=fields,
        )

    async def add_shared_link(
        self,
        file_id: str,
        *,
        fields: str,
        shared_link: SharedLinksFilesAddSharedLinkSharedLink | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Adds a shared link to a file (PUT /files/{file_id})."""
        return await self._call(
            "put_files_id#add_shared_link",
            file_id=file_id,
            fields=fields,
            shared_link=shared_link,
        )

    async def update_shared_link(
        self,
        file_id: str,
        *,
        fields: str,
        shared_link: SharedLinksFilesUpdateSharedLinkSharedLink | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Updates a shared link on a file (PUT /files/{file_id})."""
        return await self._call(
            "put_files_id#update_shared_link",
            file_id=file_id,
            fields=fields,
            shared_link=shared_link,
        )

    async def remove_shared_link(
        self,
        file_id: str,
        *,
        fields: str,
        shared_link: Mapping[str, Any] | None | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Removes a shared link from a file (PUT /files/{file_id})."""
        return await self._call(
            "put_files_id#remove_shared_link",
            file_id=file_id,
            fields=fields,
            shared_link=shared_link,
        )


class BlockingSharedLinksFiles(BlockingTag):
    """The operations of the tag `shared_links_files`, each waited for."""

    def get(
        self,
        *,
        boxapi: str,
        if_none_match: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Returns the file represented by a shared link (GET /shared_items)."""
        return self._call(
            "get_shared_items",
            boxapi=boxapi,
            if_none_match=if_none_match,
            fields=fields,
        )

    def get_shared_link(
        self,
        file_id: str,
        *,
        fields: str,
    ) -> v2024_0.FileFull:
        """Gets the information for a shared link on a file (GET /files/{file_id})."""
        return self._call(
            "get_files_id#get_shared_link",
            file_id=file_id,
            fields=fields,
        )

    def add_shared_link(
        self,
        file_id: str,
        *,
        fields: str,
        shared_link: SharedLinksFilesAddSharedLinkSharedLink | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Adds a shared link to a file (PUT /files/{file_id})."""
        return self._call(
            "put_files_id#add_shared_link",
            file_id=file_id,
            fields=fields,
            shared_link=shared_link,
        )

    def update_shared_link(
        self,
        file_id: str,
        *,
        fields: str,
        shared_link: SharedLinksFilesUpdateSharedLinkSharedLink | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Updates a shared link on a file (PUT /files/{file_id})."""
        return self._call(
            "put_files_id#update_shared_link",
            file_id=file_id,
            fields=fields,
            shared_link=shared_link,
        )

    def remove_shared_link(
        self,
        file_id: str,
        *,
        fields: str,
        shared_link: Mapping[str, Any] | None | UnsetType = UNSET,
    ) -> v2024_0.FileFull:
        """Removes a shared link from a file (PUT /files/{file_id})."""
        return self._call(
            "put_files_id#remove_shared_link",
            file_id=file_id,
            fields=fields,
            shared_link=shared_link,
        )
