"""The methods of the tag `hubs`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2025_0


class Hubs(Tag):
    """The operations of the tag `hubs`."""

    async def list(
        self,
        *,
        query: str | UnsetType = UNSET,
        scope: str | UnsetType = UNSET,
        sort: str | UnsetType = UNSET,
        direction: Literal["ASC", "DESC"] | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.Hubs:
        """List all Box Hubs (GET /hubs, version 2025.0)."""
        return await self._call(
            "get_hubs_v2025.0",
            query=query,
            scope=scope,
            sort=sort,
            direction=direction,
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        title: str,
        description: str | UnsetType = UNSET,
    ) -> v2025_0.Hub:
        """Create Box Hub (POST /hubs, version 2025.0)."""
        return await self._call(
            "post_hubs_v2025.0",
            title=title,
            description=description,
        )

    async def list_enterprise_hubs(
        self,
        *,
        query: str | UnsetType = UNSET,
        sort: str | UnsetType = UNSET,
        direction: Literal["ASC", "DESC"] | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.Hubs:
        """List all Box Hubs for requesting enterprise (GET /enterprise_hubs, version 2025.0)."""
        return await self._call(
            "get_enterprise_hubs_v2025.0",
            query=query,
            sort=sort,
            direction=direction,
            marker=marker,
            limit=limit,
        )

    async def get(
        self,
        hub_id: str,
    ) -> v2025_0.Hub:
        """Get Box Hub information by ID (GET /hubs/{hub_id}, version 2025.0)."""
        return await self._call(
            "get_hubs_id_v2025.0",
            hub_id=hub_id,
        )

    async def update(
        self,
        hub_id: str,
        *,
        title: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        is_ai_enabled: bool | UnsetType = UNSET,
        is_collaboration_restricted_to_enterprise: bool | UnsetType = UNSET,
        can_non_owners_invite: bool | UnsetType = UNSET,
        can_shared_link_be_created: bool | UnsetType = UNSET,
        can_public_shared_link_be_created: bool | UnsetType = UNSET,
        copy_hub_access: Literal["all", "company", "none"] | UnsetType = UNSET,
    ) -> v2025_0.Hub:
        """Update Box Hub information by ID (PUT /hubs/{hub_id}, version 2025.0)."""
        return await self._call(
            "put_hubs_id_v2025.0",
            hub_id=hub_id,
            title=title,
            description=description,
            is_ai_enabled=is_ai_enabled,
            is_collaboration_restricted_to_enterprise=is_collaboration_restricted_to_enterprise,
            can_non_owners_invite=can_non_owners_invite,
            can_shared_link_be_created=can_shared_link_be_created,
            can_public_shared_link_be_created=can_public_shared_link_be_created,
            copy_hub_access=copy_hub_access,
        )

    async def delete(
        self,
        hub_id: str,
    ) -> None:
        """Delete Box Hub (DELETE /hubs/{hub_id}, version 2025.0)."""
        await self._call(
            "delete_hubs_id_v2025.0",
            hub_id=hub_id,
        )

    async def copy(
        self,
        hub_id: str,
        *,
        title: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        include_items: bool | UnsetType = UNSET,
    ) -> v2025_0.Hub:
        """Copy Box Hub (POST /hubs/{hub_id}/copy, version 2025.0)."""
        return await self._call(
            "post_hubs_id_copy_v2025.0",
            hub_id=hub_id,
            title=title,
            description=description,
            include_items=include_items,
        )


class BlockingHubs(BlockingTag):
    """The operations of the tag `hubs`, each waited for."""

    def list(
        self,
        *,
        query: str | UnsetType = UNSET,
        scope: str | UnsetType = UNSET,
        sort: str | UnsetType = UNSET,
        direction: Literal["ASC", "DESC"] | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.Hubs:
        """List all Box Hubs (GET /hubs, version 2025.0)."""
        return self._call(
            "get_hubs_v2025.0",
            query=query,
            scope=scope,
            sort=sort,
            direction=direction,
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        title: str,
        description: str | UnsetType = UNSET,
    ) -> v2025_0.Hub:
        """Create Box Hub (POST /hubs, version 2025.0)."""
        return self._call(
            "post_hubs_v2025.0",
            title=title,
            description=description,
        )

    def list_enterprise_hubs(
        self,
        *,
        query: str | UnsetType = UNSET,
        sort: str | UnsetType = UNSET,
        direction: Literal["ASC", "DESC"] | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.Hubs:
        """List all Box Hubs for requesting enterprise (GET /enterprise_hubs, version 2025.0)."""
        return self._call(
            "get_enterprise_hubs_v2025.0",
            query=query,
            sort=sort,
            direction=direction,
            marker=marker,
            limit=limit,
        )

    def get(
        self,
        hub_id: str,
    ) -> v2025_0.Hub:
        """Get Box Hub information by ID (GET /hubs/{hub_id}, version 2025.0)."""
        return self._call(
            "get_hubs_id_v2025.0",
            hub_id=hub_id,
        )

    def update(
        self,
        hub_id: str,
        *,
        title: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        is_ai_enabled: bool | UnsetType = UNSET,
        is_collaboration_restricted_to_enterprise: bool | UnsetType = UNSET,
        can_non_owners_invite: bool | UnsetType = UNSET,
        can_shared_link_be_created: bool | UnsetType = UNSET,
        can_public_shared_link_be_created: bool | UnsetType = UNSET,
        copy_hub_access: Literal["all", "company", "none"] | UnsetType = UNSET,
    ) -> v2025_0.Hub:
        """Update Box Hub information by ID (PUT /hubs/{hub_id}, version 2025.0)."""
        return self._call(
            "put_hubs_id_v2025.0",
            hub_id=hub_id,
            title=title,
            description=description,
            is_ai_enabled=is_ai_enabled,
            is_collaboration_restricted_to_enterprise=is_collaboration_restricted_to_enterprise,
            can_non_owners_invite=can_non_owners_invite,
            can_shared_link_be_created=can_shared_link_be_created,
            can_public_shared_link_be_created=can_public_shared_link_be_created,
            copy_hub_access=copy_hub_access,
        )

    def delete(
        self,
        hub_id: str,
    ) -> None:
        """Delete Box Hub (DELETE /hubs/{hub_id}, version 2025.0)."""
        self._call(
            "delete_hubs_id_v2025.0",
            hub_id=hub_id,
        )

    def copy(
        self,
        hub_id: str,
        *,
        title: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        include_items: bool | UnsetType = UNSET,
    ) -> v2025_0.Hub:
        """Copy Box Hub (POST /hubs/{hub_id}/copy, version 2025.0)."""
        return self._call(
            "post_hubs_id_copy_v2025.0",
            hub_id=hub_id,
            title=title,
            description=description,
            include_items=include_items,
        )
