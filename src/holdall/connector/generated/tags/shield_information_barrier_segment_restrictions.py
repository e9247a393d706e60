"""The methods of the tag `shield_information_barrier_segment_restrictions`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class ShieldInformationBarrierSegmentRestrictionsCreateShieldInformationBarrierSegment(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier_segment"]


class ShieldInformationBarrierSegmentRestrictionsCreateRestrictedSegment(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier_segment"]


class ShieldInformationBarrierSegmentRestrictions(Tag):
    """The operations of the tag `shield_information_barrier_segment_restrictions`."""

    async def get(
        self,
        shield_information_barrier_segment_restriction_id: str,
    ) -> v2024_0.ShieldInformationBarrierSegmentRestriction:
        """Shield information barrier segment restrictions: Get shield information barrier segment restriction by ID (GET /shield_information_barrier_segment_restrictions/{shield_information_barrier_segment_restriction_id})."""
        return await self._call(
            "get_shield_information_barrier_segment_restrictions_id",
            shield_information_barrier_segment_restriction_id=shield_information_barrier_segment_restriction_id,
        )

    async def delete(
        self,
        shield_information_barrier_segment_restriction_id: str,
    ) -> None:
        """Shield information barrier segment restrictions: Delete shield information barrier segment restriction by ID (DELETE /shield_information_barrier_segment_restrictions/{shield_information_barrier_segment_restriction_id})."""
        await self._call(
            "delete_shield_information_barrier_segment_restrictions_id",
            shield_information_barrier_segment_restriction_id=shield_information_barrier_segment_restriction_id,
        )

    async def list(
        self,
        *,
        shield_information_barrier_segment_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegmentRestrictions:
        """Shield information barrier segment restrictions: List shield information barrier segment restrictions (GET /shield_information_barrier_segment_restrictions)."""
        return await self._call(
            "get_shield_information_barrier_segment_restrictions",
            shield_information_barrier_segment_id=shield_information_barrier_segment_id,
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        type: Literal["shield_information_barrier_segment_restriction"],
        shield_information_barrier_segment: ShieldInformationBarrierSegmentRestrictionsCreateShieldInformationBarrierSegment,
        restricted_segment: ShieldInformationBarrierSegmentRestrictionsCreateRestrictedSegment,
        shield_information_barrier: v2024_0.ShieldInformationBarrierBase | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegmentRestriction:
        """Shield information barrier segment restrictions: Create shield information barrier segment restriction (POST /shield_information_barrier_segment_restrictions)."""
        return await self._call(
            "post_shield_information_barrier_segment_restrictions",
            type=type,
            shield_information_barrier_segment=shield_information_barrier_segment,
            restricted_segment=restricted_segment,
            shield_information_barrier=shield_information_barrier,
        )


class BlockingShieldInformationBarrierSegmentRestrictions(BlockingTag):
    """The operations of the tag `shield_information_barrier_segment_restrictions`, each waited for."""

    def get(
        self,
        shield_information_barrier_segment_restriction_id: str,
    ) -> v2024_0.ShieldInformationBarrierSegmentRestriction:
        """Shield information barrier segment restrictions: Get shield information barrier segment restriction by ID (GET /shield_information_barrier_segment_restrictions/{shield_information_barrier_segment_restriction_id})."""
        return self._call(
            "get_shield_information_barrier_segment_restrictions_id",
            shield_information_barrier_segment_restriction_id=shield_information_barrier_segment_restriction_id,
        )

    def delete(
        self,
        shield_information_barrier_segment_restriction_id: str,
    ) -> None:
        """Shield information barrier segment restrictions: Delete shield information barrier segment restriction by ID (DELETE /shield_information_barrier_segment_restrictions/{shield_information_barrier_segment_restriction_id})."""
        self._call(
            "delete_shield_information_barrier_segment_restrictions_id",
            shield_information_barrier_segment_restriction_id=shield_information_barrier_segment_restriction_id,
        )

    def list(
        self,
        *,
        shield_information_barrier_segment_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegmentRestrictions:
        """Shield information barrier segment restrictions: List shield information barrier segment restrictions (GET /shield_information_barrier_segment_restrictions)."""
        return self._call(
            "get_shield_information_barrier_segment_restrictions",
            shield_information_barrier_segment_id=shield_information_barrier_segment_id,
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        type: Literal["shield_information_barrier_segment_restriction"],
        shield_information_barrier_segment: ShieldInformationBarrierSegmentRestrictionsCreateShieldInformationBarrierSegment,
        restricted_segment: ShieldInformationBarrierSegmentRestrictionsCreateRestrictedSegment,
        shield_information_barrier: v2024_0.ShieldInformationBarrierBase | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegmentRestriction:
        """Shield information barrier segment restrictions: Create shield information barrier segment restriction (POST /shield_information_barrier_segment_restrictions)."""
        return self._call(
            "post_shield_information_barrier_segment_restrictions",
            type=type,
            shield_information_barrier_segment=shield_information_barrier_segment,
            restricted_segment=restricted_segment,
            shield_information_barrier=shield_information_barrier,
        )
