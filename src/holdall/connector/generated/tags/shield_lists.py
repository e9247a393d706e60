"""The methods of the tag `shield_lists`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2025_0


class ShieldLists(Tag):
    """The operations of the tag `shield_lists`."""

    async def list(
        self,
    ) -> v2025_0.ShieldLists:
        """Get all shield lists in enterprise (GET /shield_lists, version 2025.0)."""
        return await self._call("get_shield_lists_v2025.0")

    async def create(
        self,
        *,
        name: str,
        content: v2025_0.ShieldListContentRequest,
        description: str | UnsetType = UNSET,
    ) -> v2025_0.ShieldList:
        """Create shield list (POST /shield_lists, version 2025.0)."""
        return await self._call(
            "post_shield_lists_v2025.0",
            name=name,
            content=content,
            description=description,
        )

    async def get(
        self,
        shield_list_id: str,
    ) -> v2025_0.ShieldList:
        """Get single shield list by shield list id (GET /shield_lists/{shield_list_id}, version 2025.0)."""
        return await self._call(
            "get_shield_lists_id_v2025.0",
            shield_list_id=shield_list_id,
        )

    async def delete(
        self,
        shield_list_id: str,
    ) -> None:
        """Delete single shield list by shield list id (DELETE /shield_lists/{shield_list_id}, version 2025.0)."""
        await self._call(
            "delete_shield_lists_id_v2025.0",
            shield_list_id=shield_list_id,
        )

    async def update(
        self,
        shield_list_id: str,
        *,
        name: str,
        content: v2025_0.ShieldListContentRequest,
        description: str | UnsetType = UNSET,
    ) -> v2025_0.ShieldList:
        """Update shield list (PUT /shield_lists/{shield_list_id}, version 2025.0)."""
        return await self._call(
            "put_shield_lists_id_v2025.0",
            shield_list_id=shield_list_id,
            name=name,
            content=content,
            description=description,
        )


class BlockingShieldLists(BlockingTag):
    """The operations of the tag `shield_lists`, each waited for."""

    def list(
        self,
    ) -> v2025_0.ShieldLists:
        """Get all shield lists in enterprise (GET /shield_lists, version 2025.0)."""
        return self._call("get_shield_lists_v2025.0")

    def create(
        self,
        *,
        name: str,
        content: v2025_0.ShieldListContentRequest,
        description: str | UnsetType = UNSET,
    ) -> v2025_0.ShieldList:
        """Create shield list (POST /shield_lists, version 2025.0)."""
        return self._call(
            "post_shield_lists_v2025.0",
            name=name,
            content=content,
            description=description,
        )

    def get(
        self,
        shield_list_id: str,
    ) -> v2025_0.ShieldList:
        """Get single shield list by shield list id (GET /shield_lists/{shield_list_id}, version 2025.0)."""
        return self._call(
            "get_shield_lists_id_v2025.0",
            shield_list_id=shield_list_id,
        )

    def delete(
        self,
        shield_list_id: str,
    ) -> None:
        """Delete single shield list by shield list id (DELETE /shield_lists/{shield_list_id}, version 2025.0)."""
        self._call(
            "delete_shield_lists_id_v2025.0",
            shield_list_id=shield_list_id,
        )

    def update(
        self,
        shield_list_id: str,
        *,
        name: str,
        content: v2025_0.ShieldListContentRequest,
        description: str | UnsetType = UNSET,
    ) -> v2025_0.ShieldList:
        """Update shield list (PUT /shield_lists/{shield_list_id}, version 2025.0)."""
        return self._call(
            "put_shield_lists_id_v2025.0",
            shield_list_id=shield_list_id,
            name=name,
            content=content,
            description=description,
        )
