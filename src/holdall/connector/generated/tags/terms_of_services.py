"""The methods of the tag `terms_of_services`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class TermsOfServices(Tag):
    """The operations of the tag `terms_of_services`."""

    async def list(
        self,
        *,
        tos_type: Literal["external", "managed"] | UnsetType = UNSET,
    ) -> v2024_0.TermsOfServices:
        """Terms of service: List terms of services (GET /terms_of_services)."""
        return await self._call(
            "get_terms_of_services",
            tos_type=tos_type,
        )

    async def create(
        self,
        *,
        status: Literal["enabled", "disabled"],
        text: str,
        tos_type: Literal["external", "managed"] | UnsetType = UNSET,
    ) -> v2024_0.TermsOfService:
        """Terms of service: Create terms of service (POST /terms_of_services)."""
        return await self._call(
            "post_terms_of_services",
            status=status,
            text=text,
            tos_type=tos_type,
        )

    async def get(
        self,
        terms_of_service_id: str,
    ) -> v2024_0.TermsOfService:
        """Terms of service: Get terms of service (GET /terms_of_services/{terms_of_service_id})."""
        return await self._call(
            "get_terms_of_services_id",
            terms_of_service_id=terms_of_service_id,
        )

    async def update(
        self,
        terms_of_service_id: str,
        *,
        status: Literal["enabled", "disabled"],
        text: str,
    ) -> v2024_0.TermsOfService:
        """Terms of service: Update terms of service (PUT /terms_of_services/{terms_of_service_id})."""
        return await self._call(
            "put_terms_of_services_id",
            terms_of_service_id=terms_of_service_id,
            status=status,
            text=text,
        )


class BlockingTermsOfServices(BlockingTag):
    """The operations of the tag `terms_of_services`, each waited for."""

    def list(
        self,
        *,
        tos_type: Literal["external", "managed"] | UnsetType = UNSET,
    ) -> v2024_0.TermsOfServices:
        """Terms of service: List terms of services (GET /terms_of_services)."""
        return self._call(
            "get_terms_of_services",
            tos_type=tos_type,
        )

    def create(
        self,
        *,
        status: Literal["enabled", "disabled"],
        text: str,
        tos_type: Literal["external", "managed"] | UnsetType = UNSET,
    ) -> v2024_0.TermsOfService:
        """Terms of service: Create terms of service (POST /terms_of_services)."""
        return self._call(
            "post_terms_of_services",
            status=status,
            text=text,
            tos_type=tos_type,
        )

    def get(
        self,
        terms_of_service_id: str,
    ) -> v2024_0.TermsOfService:
        """Terms of service: Get terms of service (GET /terms_of_services/{terms_of_service_id})."""
        return self._call(
            "get_terms_of_services_id",
            terms_of_service_id=terms_of_service_id,
        )

    def update(
        self,
        terms_of_service_id: str,
        *,
        status: Literal["enabled", "disabled"],
        text: str,
    ) -> v2024_0.TermsOfService:
        """Terms of service: Update terms of service (PUT /terms_of_services/{terms_of_service_id})."""
        return self._call(
            "put_terms_of_services_id",
            terms_of_service_id=terms_of_service_id,
            status=status,
            text=text,
        )
