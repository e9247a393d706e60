"""The methods of the tag `shield_information_barrier_reports`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class ShieldInformationBarrierReports(Tag):
    """The operations of the tag `shield_information_barrier_reports`."""

    async def list(
        self,
        *,
        shield_information_barrier_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierReports:
        """Shield information barrier reports: List shield information barrier reports (GET /shield_information_barrier_reports)."""
        return await self._call(
            "get_shield_information_barrier_reports",
            shield_information_barrier_id=shield_information_barrier_id,
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        shield_information_barrier: v2024_0.ShieldInformationBarrierBase | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierReport:
        """Shield information barrier reports: Create shield information barrier report (POST /shield_information_barrier_reports)."""
        return await self._call(
            "post_shield_information_barrier_reports",
            shield_information_barrier=shield_information_barrier,
        )

    async def get(
        self,
        shield_information_barrier_report_id: str,
    ) -> v2024_0.ShieldInformationBarrierReport:
        """Shield information barrier reports: Get shield information barrier report by ID (GET /shield_information_barrier_reports/{shield_information_barrier_report_id})."""
        return await self._call(
            "get_shield_information_barrier_reports_id",
            shield_information_barrier_report_id=shield_information_barrier_report_id,
        )


class BlockingShieldInformationBarrierReports(BlockingTag):
    """The operations of the tag `shield_information_barrier_reports`, each waited for."""

    def list(
        self,
        *,
        shield_information_barrier_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierReports:
        """Shield information barrier reports: List shield information barrier reports (GET /shield_information_barrier_reports)."""
        return self._call(
            "get_shield_information_barrier_reports",
            shield_information_barrier_id=shield_information_barrier_id,
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        shield_information_barrier: v2024_0.ShieldInformationBarrierBase | UnsetType = UNSET,
    ) -> v2024_0.ShieldInformationBarrierReport:
        """Shield information barrier reports: Create shield information barrier report (POST /shield_information_barrier_reports)."""
        return self._call(
            "post_shield_information_barrier_reports",
            shield_information_barrier=shield_information_barrier,
        )

    def get(
        self,
        shield_information_barrier_report_id: str,
    ) -> v2024_0.ShieldInformationBarrierReport:
        """Shield information barrier reports: Get shield information barrier report by ID (GET /shield_information_barrier_reports/{shield_information_barrier_report_id})."""
        return self._call(
            "get_shield_information_barrier_reports_id",
            shield_information_barrier_report_id=shield_information_barrier_report_id,
        )
