"""The methods of the tag `web_links`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class WebLinksCreateParent(TypedDict, total=False):
    id: Required[str]


class WebLinksUpdateParent(TypedDict, total=False):
    id: str
    user_id: str


class WebLinksUpdateSharedLink(TypedDict, total=False):
    access: Literal["open", "company", "collaborators"]
    password: str | None
    vanity_name: str
    unshared_at: str | datetime


class WebLinks(Tag):
    """The operations of the tag `web_links`."""

    async def create(
        self,
        *,
        url: str,
        parent: WebLinksCreateParent,
        name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Creates a web link object within a folder (POST /web_links)."""
        return await self._call(
            "post_web_links",
            url=url,
            parent=parent,
            name=name,
            description=description,
        )

    async def get(
        self,
        web_link_id: str,
        *,
        boxapi: str | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Retrieve information about a web link (GET /web_links/{web_link_id})."""
        return await self._call(
            "get_web_links_id",
            web_link_id=web_link_id,
            boxapi=boxapi,
        )

    async def update(
        self,
        web_link_id: str,
        *,
        url: str | UnsetType = UNSET,
        parent: WebLinksUpdateParent | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        shared_link: WebLinksUpdateSharedLink | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Updates a web link object (PUT /web_links/{web_link_id})."""
        return await self._call(
            "put_web_links_id",
            web_link_id=web_link_id,
            url=url,
            parent=parent,
            name=name,
            description=description,
            shared_link=shared_link,
        )

    async def delete(
        self,
        web_link_id: str,
    ) -> None:
        """Deletes a web link (DELETE /web_links/{web_link_id})."""
        await self._call(
            "delete_web_links_id",
            web_link_id=web_link_id,
        )


class BlockingWebLinks(BlockingTag):
    """The operations of the tag `web_links`, each waited for."""

    def create(
        self,
        *,
        url: str,
        parent: WebLinksCreateParent,
        name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Creates a web link object within a folder (POST /web_links)."""
        return self._call(
            "post_web_links",
            url=url,
            parent=parent,
            name=name,
            description=description,
        )

    def get(
        self,
        web_link_id: str,
        *,
        boxapi: str | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Retrieve information about a web link (GET /web_links/{web_link_id})."""
        return self._call(
            "get_web_links_id",
            web_link_id=web_link_id,
            boxapi=boxapi,
        )

    def update(
        self,
        web_link_id: str,
        *,
        url: str | UnsetType = UNSET,
        parent: WebLinksUpdateParent | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        shared_link: WebLinksUpdateSharedLink | UnsetType = UNSET,
    ) -> v2024_0.WebLink:
        """Updates a web link object (PUT /web_links/{web_link_id})."""
        return self._call(
            "put_web_links_id",
            web_link_id=web_link_id,
            url=url,
            parent=parent,
            name=name,
            description=description,
            shared_link=shared_link,
        )

    def delete(
        self,
        web_link_id: str,
    ) -> None:
        """Deletes a web link (DELETE /web_links/{web_link_id})."""
        self._call(
            "delete_web_links_id",
            web_link_id=web_link_id,
        )
