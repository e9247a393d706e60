"""The methods of the tag `shield_information_barrier_segments`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class ShieldInformationBarrierSegments(Tag):
    """The operations of the tag `shield_information_barrier_segments`."""

    async def get(
        self,
        shield_information_barrier_segment_id: str,
    ) -> v2024_0.ShieldInformationBarrierSegment:
        """Shield information barrier segments: Get shield information barrier segment with specified ID (GET /shield_information_barrier_segments/{shield_information_barrier_segment_id})."""
        return await self._call(
            "get_shield_information_barrier_segments_id",
            shield_information_barrier_segment_id=shield_information_barrier_segment_id,
        )

    async def delete(
        self,
        shield_information_barrier_segment_id: str,
    ) -> None:
        """Shield information barrier segments: Delete shield information barrier segment (DELETE /shield_information_barrier_segments/{shield_information_barrier_segment_id})."""
        await self._call(
            "delete_shield_information_barrier_segments_id",
            shield_information_barrier_segment_id=shield_information_barrier_segment_id,
        )

    async def update(
        self,
        shield_information_barrier_segment_id: str,
        *,
        name: str | UnsetType = UNSET,
        description: str | None | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegment:
        """Shield information barrier segments: Update shield information barrier segment with specified ID (PUT /shield_information_barrier_segments/{shield_information_barrier_segment_id})."""
        return await self._call(
            "put_shield_information_barrier_segments_id",
            shield_information_barrier_segment_id=shield_information_barrier_segment_id,
            name=name,
            description=description,
        )

    async def list(
        self,
        *,
        shield_information_barrier_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegments:
        """Shield information barrier segments: List shield information barrier segments (GET /shield_information_barrier_segments)."""
        return await self._call(
            "get_shield_information_barrier_segments",
            shield_information_barrier_id=shield_information_barrier_id,
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        shield_information_barrier: v2024_0.ShieldInformationBarrierBase,
        name: str,
        description: str | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegment:
        """Shield information barrier segments: Create shield information barrier segment (POST /shield_information_barrier_segments)."""
        return await self._call(
            "post_shield_information_barrier_segments",
            shield_information_barrier=shield_information_barrier,
            name=name,
            description=description,
        )


class BlockingShieldInformationBarrierSegments(BlockingTag):
    """The operations of the tag `shield_information_barrier_segments`, each waited for."""

    def get(
        self,
        shield_information_barrier_segment_id: str,
    ) -> v2024_0.ShieldInformationBarrierSegment:
        """Shield information barrier segments: Get shield information barrier segment with specified ID (GET /shield_information_barrier_segments/{shield_information_barrier_segment_id})."""
        return self._call(
            "get_shield_information_barrier_segments_id",
            shield_information_barrier_segment_id=shield_information_barrier_segment_id,
        )

    def delete(
        self,
        shield_information_barrier_segment_id: str,
    ) -> None:
        """Shield information barrier segments: Delete shield information barrier segment (DELETE /shield_information_barrier_segments/{shield_information_barrier_segment_id})."""
        self._call(
            "delete_shield_information_barrier_segments_id",
            shield_information_barrier_segment_id=shield_information_barrier_segment_id,
        )

    def update(
        self,
        shield_information_barrier_segment_id: str,
        *,
        name: str | UnsetType = UNSET,
        description: str | None | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegment:
        """Shield information barrier segments: Update shield information barrier segment with specified ID (PUT /shield_information_barrier_segments/{shield_information_barrier_segment_id})."""
        return self._call(
            "put_shield_information_barrier_segments_id",
            shield_information_barrier_segment_id=shield_information_barrier_segment_id,
            name=name,
            description=description,
        )

    def list(
        self,
        *,
        shield_information_barrier_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegments:
        """Shield information barrier segments: List shield information barrier segments (GET /shield_information_barrier_segments)."""
        return self._call(
            "get_shield_information_barrier_segments",
            shield_information_barrier_id=shield_information_barrier_id,
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        shield_information_barrier: v2024_0.ShieldInformationBarrierBase,
        name: str,
        description: str | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegment:
        """Shield information barrier segments: Create shield information barrier segment (POST /shield_information_barrier_segments)."""
        return self._call(
            "post_shield_information_barrier_segments",
            shield_information_barrier=shield_information_barrier,
            name=name,
            description=description,
        )
