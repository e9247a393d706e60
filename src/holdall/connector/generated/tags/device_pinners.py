"""The methods of the tag `device_pinners`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class DevicePinners(Tag):
    """The operations of the tag `device_pinners`."""

    async def get(
        self,
        device_pinner_id: str,
    ) -> v2024_0.DevicePinner:
        """Device pinners: Get device pin (GET /device_pinners/{device_pinner_id})."""
        return await self._call(
            "get_device_pinners_id",
            device_pinner_id=device_pinner_id,
        )

    async def delete(
        self,
        device_pinner_id: str,
    ) -> None:
        """Device pinners: Remove device pin (DELETE /device_pinners/{device_pinner_id})."""
        await self._call(
            "delete_device_pinners_id",
            device_pinner_id=device_pinner_id,
        )

    async def list_for_enterprise(
        self,
        enterprise_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        direction: Literal["ASC", "DESC"] | UnsetType = UNSET,
    ) -> v2024_0.DevicePinners:
        """Device pinners: List enterprise device pins (GET /enterprises/{enterprise_id}/device_pinners)."""
        return await self._call(
            "get_enterprises_id_device_pinners",
            enterprise_id=enterprise_id,
            marker=marker,
            limit=limit,
            direction=direction,
        )


class BlockingDevicePinners(BlockingTag):
    """The operations of the tag `device_pinners`, each waited for."""

    def get(
        self,
        device_pinner_id: str,
    ) -> v2024_0.DevicePinner:
        """Device pinners: Get device pin (GET /device_pinners/{device_pinner_id})."""
        return self._call(
            "get_device_pinners_id",
            device_pinner_id=device_pinner_id,
        )

    def delete(
        self,
        device_pinner_id: str,
    ) -> None:
        """Device pinners: Remove device pin (DELETE /device_pinners/{device_pinner_id})."""
        self._call(
            "delete_device_pinners_id",
            device_pinner_id=device_pinner_id,
        )

    def list_for_enterprise(
        self,
        enterprise_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        direction: Literal["ASC", "DESC"] | UnsetType = UNSET,
    ) -> v2024_0.DevicePinners:
        """Device pinners: List enterprise device pins (GET /enterprises/{enterprise_id}/device_pinners)."""
        return self._call(
            "get_enterprises_id_device_pinners",
            enterprise_id=enterprise_id,
            marker=marker,
            limit=limit,
            direction=direction,
        )
