"""The methods of the tag `shared_links_web_links`.

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


class SharedLinksWebLinksAddSharedLinkSharedLink(TypedDict, total=False):
    access: Literal["open", "company", "collaborators"]
    password: str | None
    vanity_name: str
    unshared_at: str | datetime
    permissions: SharedLinksWebLinksAddSharedLinkSharedLinkPermissions


class SharedLinksWebLinksAddSharedLinkSharedLinkPermissions(TypedDict, total=False):
    can_download: bool
    can_preview: bool
    can_edit: bool


class SharedLinksWebLinksUpdateSharedLinkSharedLink(TypedDict, total=False):
    access: Literal["open", "company", "collaborators"]
    password: str | None
    vanity_name: str
    unshared_at: str | datetime
    permissions: SharedLinksWebLinksUpdateSharedLinkSharedLinkPermissions


class SharedLinksWebLinksUpdateSharedLinkSharedLinkPermissions(TypedDict, total=False):
    can_download: bool
    can_preview: bool
    can_edit: bool


class SharedLinksWebLinks(Tag):
    """The operations of the tag `shared_links_web_links`."""

    async def get(
        self,
        *,
        boxapi: str,
        if_none_match: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Returns the web link represented by a shared link (GET /shared_items)."""
        return await self._call(
            "get_shared_items#web_links",
            boxapi=boxapi,
            if_none_match=if_none_match,
            fields=fields,
        )

    async def get_shared_link(
        self,
        web_link_id: str,
        *,
        fields: str,
    ) -> v2024_0.WebLink:
        """Gets the information for a shared link on a web link (GET /web_links/{web_link_id})."""
        return await self._call(
            "get_web_links_id#get_shared_link",
            web_link_id=web_link_id,
            fields=fields,
        )

    async def add_shared_link(
        self,
        web_link_id: str,
        *,
        fields: str,
        shared_link: SharedLinksWebLinksAddSharedLinkSharedLink | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Adds a shared link to a web link (PUT /web_links/{web_link_id})."""
        return await self._call(
            "put_web_links_id#add_shared_link",
            web_link_id=web_link_id,
            fields=fields,
            shared_link=shared_link,
        )

    async def update_shared_link(
        self,
        web_link_id: str,
        *,
        fields: str,
        shared_link: SharedLinksWebLinksUpdateSharedLinkSharedLink | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Updates a shared link on a web link (PUT /web_links/{web_link_id})."""
        return await self._call(
            "put_web_links_id#update_shared_link",
            web_link_id=web_link_id,
            fields=fields,
            shared_link=shared_link,
        )

    async def remove_shared_link(
        self,
        web_link_id: str,
        *,
        fields: str,
        shared_link: Mapping[str, Any] | None | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Removes a shared link from a web link (PUT /web_links/{web_link_id})."""
        return await self._call(
            "put_web_links_id#remove_shared_link",
            web_link_id=web_link_id,
            fields=fields,
            shared_link=shared_link,
        )


class BlockingSharedLinksWebLinks(BlockingTag):
    """The operations of the tag `shared_links_web_links`, each waited for."""

    def get(
        self,
        *,
        boxapi: str,
        if_none_match: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Returns the web link represented by a shared link (GET /shared_items)."""
        return self._call(
            "get_shared_items#web_links",
            boxapi=boxapi,
            if_none_match=if_none_match,
            fields=fields,
        )

    def get_shared_link(
        self,
        web_link_id: str,
        *,
        fields: str,
    ) -> v2024_0.WebLink:
        """Gets the information for a shared link on a web link (GET /web_links/{web_link_id})."""
        return self._call(
            "get_web_links_id#get_shared_link",
            web_link_id=web_link_id,
            fields=fields,
        )

    def add_shared_link(
        self,
        web_link_id: str,
        *,
        fields: str,
        shared_link: SharedLinksWebLinksAddSharedLinkSharedLink | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Adds a shared link to a web link (PUT /web_links/{web_link_id})."""
        return self._call(
            "put_web_links_id#add_shared_link",
            web_link_id=web_link_id,
            fields=fields,
            shared_link=shared_link,
        )

    def update_shared_link(
        self,
        web_link_id: str,
        *,
        fields: str,
        shared_link: SharedLinksWebLinksUpdateSharedLinkSharedLink | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Updates a shared link on a web link (PUT /web_links/{web_link_id})."""
        return self._call(
            "put_web_links_id#update_shared_link",
            web_link_id=web_link_id,
            fields=fields,
            shared_link=shared_link,
        )

    def remove_shared_link(
        self,
        web_link_id: str,
        *,
        fields: str,
        shared_link: Mapping[str, Any] | None | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Removes a shared link from a web link (PUT /web_links/{web_link_id})."""
        return self._call(
            "put_web_links_id#remove_shared_link",
            web_link_id=web_link_id,
            fields=fields,
            shared_link=shared_link,
        )
