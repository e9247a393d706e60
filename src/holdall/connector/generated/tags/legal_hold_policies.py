"""The methods of the tag `legal_hold_policies`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class LegalHoldPolicies(Tag):
    """The operations of the tag `legal_hold_policies`."""

    async def list(
        self,
        *,
        policy_name: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.LegalHoldPolicies:
        """Retrieves a list of legal hold policies that belong to an enterprise (GET /legal_hold_policies)."""
        return await self._call(
            "get_legal_hold_policies",
            policy_name=policy_name,
            fields=fields,
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        policy_name: str,
        description: str | UnsetType = UNSET,
        filter_started_at: str | datetime | UnsetType = UNSET,
        filter_ended_at: str | datetime | UnsetType = UNSET,
        is_ongoing: bool | UnsetType = UNSET,
    ) -> v2024_0.LegalHoldPolicy:
        """Create a new legal hold policy (POST /legal_hold_policies)."""
        return await self._call(
            "post_legal_hold_policies",
            policy_name=policy_name,
            description=description,
            filter_started_at=filter_started_at,
            filter_ended_at=filter_ended_at,
            is_ongoing=is_ongoing,
        )

    async def get(
        self,
        legal_hold_policy_id: str,
    ) -> v2024_0.LegalHoldPolicy:
        """Retrieve a legal hold policy (GET /legal_hold_policies/{legal_hold_policy_id})."""
        return await self._call(
            "get_legal_hold_policies_id",
            legal_hold_policy_id=legal_hold_policy_id,
        )

    async def update(
        self,
        legal_hold_policy_id: str,
        *,
        policy_name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        release_notes: str | UnsetType = UNSET,
    ) -> v2024_0.LegalHoldPolicy:
        """Update legal hold policy (PUT /legal_hold_policies/{legal_hold_policy_id})."""
        return await self._call(
            "put_legal_hold_policies_id",
            legal_hold_policy_id=legal_hold_policy_id,
            policy_name=policy_name,
            description=description,
            release_notes=release_notes,
        )

    async def delete(
        self,
        legal_hold_policy_id: str,
    ) -> None:
        """Delete an existing legal hold policy (DELETE /legal_hold_policies/{legal_hold_policy_id})."""
        await self._call(
            "delete_legal_hold_policies_id",
            legal_hold_policy_id=legal_hold_policy_id,
        )


class BlockingLegalHoldPolicies(BlockingTag):
    """The operations of the tag `legal_hold_policies`, each waited for."""

    def list(
        self,
        *,
        policy_name: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.LegalHoldPolicies:
        """Retrieves a list of legal hold policies that belong to an enterprise (GET /legal_hold_policies)."""
        return self._call(
            "get_legal_hold_policies",
            policy_name=policy_name,
            fields=fields,
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        policy_name: str,
        description: str | UnsetType = UNSET,
        filter_started_at: str | datetime | UnsetType = UNSET,
        filter_ended_at: str | datetime | UnsetType = UNSET,
        is_ongoing: bool | UnsetType = UNSET,
    ) -> v2024_0.LegalHoldPolicy:
        """Create a new legal hold policy (POST /legal_hold_policies)."""
        return self._call(
            "post_legal_hold_policies",
            policy_name=policy_name,
            description=description,
            filter_started_at=filter_started_at,
            filter_ended_at=filter_ended_at,
            is_ongoing=is_ongoing,
        )

    def get(
        self,
        legal_hold_policy_id: str,
    ) -> v2024_0.LegalHoldPolicy:
        """Retrieve a legal hold policy (GET /legal_hold_policies/{legal_hold_policy_id})."""
        return self._call(
            "get_legal_hold_policies_id",
            legal_hold_policy_id=legal_hold_policy_id,
        )

    def update(
        self,
        legal_hold_policy_id: str,
        *,
        policy_name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        release_notes: str | UnsetType = UNSET,
    ) -> v2024_0.LegalHoldPolicy:
        """Update legal hold policy (PUT /legal_hold_policies/{legal_hold_policy_id})."""
        return self._call(
            "put_legal_hold_policies_id",
            legal_hold_policy_id=legal_hold_policy_id,
            policy_name=policy_name,
            description=description,
            release_notes=release_notes,
        )

    def delete(
        self,
        legal_hold_policy_id: str,
    ) -> None:
        """Delete an existing legal hold policy (DELETE /legal_hold_policies/{legal_hold_policy_id})."""
        self._call(
            "delete_legal_hold_policies_id",
            legal_hold_policy_id=legal_hold_policy_id,
        )
