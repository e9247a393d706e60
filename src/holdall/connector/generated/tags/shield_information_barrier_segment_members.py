"""The methods of the tag `shield_information_barrier_segment_members`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class ShieldInformationBarrierSegmentMembersCreateShieldInformationBarrierSegment(TypedDict, total=False):
    id: str
    type: Literal["shield_information_barrier_segment"]


class ShieldInformationBarrierSegmentMembers(Tag):
    """The operations of the tag `shield_information_barrier_segment_members`."""

    async def get(
        self,
        shield_information_barrier_segment_member_id: str,
    ) -> v2024_0.ShieldInformationBarrierSegmentMember:
        """Shield information barrier segment members: Get shield information barrier segment member by ID (GET /shield_information_barrier_segment_members/{shield_information_barrier_segment_member_id})."""
        return await self._call(
            "get_shield_information_barrier_segment_members_id",
            shield_information_barrier_segment_member_id=shield_information_barrier_segment_member_id,
        )

    async def delete(
        self,
        shield_information_barrier_segment_member_id: str,
    ) -> None:
        """Shield information barrier segment members: Delete shield information barrier segment member by ID (DELETE /shield_information_barrier_segment_members/{shield_information_barrier_segment_member_id})."""
        await self._call(
            "delete_shield_information_barrier_segment_members_id",
            shield_information_barrier_segment_member_id=shield_information_barrier_segment_member_id,
        )

    async def list(
        self,
        *,
        shield_information_barrier_segment_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegmentMembers:
        """Shield information barrier segment members: List shield information barrier segment members (GET /shield_information_barrier_segment_members)."""
        return await self._call(
            "get_shield_information_barrier_segment_members",
            shield_information_barrier_segment_id=shield_information_barrier_segment_id,
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        shield_information_barrier_segment: ShieldInformationBarrierSegmentMembersCreateShieldInformationBarrierSegment,
        user: v2024_0.UserBase,
        type: Literal["shield_information_barrier_segment_member"] | UnsetType = UNSET,
        shield_information_barrier: v2024_0.ShieldInformationBarrierBase | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegmentMember:
        """Shield information barrier segment members: Create shield information barrier segment member (POST /shield_information_barrier_segment_members)."""
        return await self._call(
            "post_shield_information_barrier_segment_members",
            shield_information_barrier_segment=shield_information_barrier_segment,
            user=user,
            type=type,
            shield_information_barrier=shield_information_barrier,
        )


class BlockingShieldInformationBarrierSegmentMembers(BlockingTag):
    """The operations of the tag `shield_information_barrier_segment_members`, each waited for."""

    def get(
        self,
        shield_information_barrier_segment_member_id: str,
    ) -> v2024_0.ShieldInformationBarrierSegmentMember:
        """Shield information barrier segment members: Get shield information barrier segment member by ID (GET /shield_information_barrier_segment_members/{shield_information_barrier_segment_member_id})."""
        return self._call(
            "get_shield_information_barrier_segment_members_id",
            shield_information_barrier_segment_member_id=shield_information_barrier_segment_member_id,
        )

    def delete(
        self,
        shield_information_barrier_segment_member_id: str,
    ) -> None:
        """Shield information barrier segment members: Delete shield information barrier segment member by ID (DELETE /shield_information_barrier_segment_members/{shield_information_barrier_segment_member_id})."""
        self._call(
            "delete_shield_information_barrier_segment_members_id",
            shield_information_barrier_segment_member_id=shield_information_barrier_segment_member_id,
        )

    def list(
        self,
        *,
        shield_information_barrier_segment_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegmentMembers:
        """Shield information barrier segment members: List shield information barrier segment members (GET /shield_information_barrier_segment_members)."""
        return self._call(
            "get_shield_information_barrier_segment_members",
            shield_information_barrier_segment_id=shield_information_barrier_segment_id,
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        shield_information_barrier_segment: ShieldInformationBarrierSegmentMembersCreateShieldInformationBarrierSegment,
        user: v2024_0.UserBase,
        type: Literal["shield_information_barrier_segment_member"] | UnsetType = UNSET,
        shield_information_barrier: v2024_0.ShieldInformationBarrierBase | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierSegmentMember:
        """Shield information barrier segment members: Create shield information barrier segment member (POST /shield_information_barrier_segment_members)."""
        return self._call(
            "post_shield_information_barrier_segment_members",
            shield_information_barrier_segment=shield_information_barrier_segment,
            user=user,
            type=type,
            shield_information_barrier=shield_information_barrier,
        )
