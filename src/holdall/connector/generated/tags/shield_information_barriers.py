"""The methods of the tag `shield_information_barriers`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class ShieldInformationBarriers(Tag):
    """The operations of the tag `shield_information_barriers`."""

    async def get(
        self,
        shield_information_barrier_id: str,
    ) -> v2024_0.ShieldInformationBarrier:
        """Shield information barriers: Get shield information barrier with specified ID (GET /shield_information_barriers/{shield_information_barrier_id})."""
        return await self._call(
            "get_shield_information_barriers_id",
            shield_information_barrier_id=shield_information_barrier_id,
        )

    async def change_status(
        self,
        *,
        id: str,
        status: Literal["pending", "disabled"],
    ) -> v2024_0.ShieldInformationBarrier:
        """Shield information barriers: Add changed status of shield information barrier with specified ID (POST /shield_information_barriers/change_status)."""
        return await self._call(
            "post_shield_information_barriers_change_status",
            id=id,
            status=status,
        )

    async def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarriers:
        """Shield information barriers: List shield information barriers (GET /shield_information_barriers)."""
        return await self._call(
            "get_shield_information_barriers",
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        enterprise: v2024_0.EnterpriseBase,
    ) -> v2024_0.ShieldInformationBarrier:
        """Shield information barriers: Create shield information barrier (POST /shield_information_barriers)."""
        return await self._call(
            "post_shield_information_barriers",
            enterprise=enterprise,
        )


class BlockingShieldInformationBarriers(BlockingTag):
    """The operations of the tag `shield_information_barriers`, each waited for."""

    def get(
        self,
        shield_information_barrier_id: str,
    ) -> v2024_0.ShieldInformationBarrier:
        """Shield information barriers: Get shield information barrier with specified ID (GET /shield_information_barriers/{shield_information_barrier_id})."""
        return self._call(
            "get_shield_information_barriers_id",
            shield_information_barrier_id=shield_information_barrier_id,
        )

    def change_status(
        self,
        *,
        id: str,
        status: Literal["pending", "disabled"],
    ) -> v2024_0.ShieldInformationBarrier:
        """Shield information barriers: Add changed status of shield information barrier with specified ID (POST /shield_information_barriers/change_status)."""
        return self._call(
            "post_shield_information_barriers_change_status",
            id=id,
            status=status,
        )

    def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarriers:
        """Shield information barriers: List shield information barriers (GET /shield_information_barriers)."""
        return self._call(
            "get_shield_information_barriers",
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        enterprise: v2024_0.EnterpriseBase,
    ) -> v2024_0.ShieldInformationBarrier:
        """Shield information barriers: Create shield information barrier (POST /shield_information_barriers)."""
        return self._call(
            "post_shield_information_barriers",
            enterprise=enterprise,
        )
