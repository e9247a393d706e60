"""The methods of the tag `collaboration_allowlist_exempt_targets`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class CollaborationAllowlistExemptTargetsCreateUser(TypedDict, total=False):
    id: Required[str]


class CollaborationAllowlistExemptTargets(Tag):
    """The operations of the tag `collaboration_allowlist_exempt_targets`."""

    async def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.CollaborationAllowlistExemptTargets:
        """Domain restrictions (User exemptions): List users exempt from collaboration domain restrictions (GET /collaboration_whitelist_exempt_targets)."""
        return await self._call(
            "get_collaboration_whitelist_exempt_targets",
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        user: CollaborationAllowlistExemptTargetsCreateUser,
    ) -> v2024_0.CollaborationAllowlistExemptTarget:
        """Domain restrictions (User exemptions): Create user exemption from collaboration domain restrictions (POST /collaboration_whitelist_exempt_targets)."""
        return await self._call(
            "post_collaboration_whitelist_exempt_targets",
            user=user,
        )

    async def get(
        self,
        collaboration_whitelist_exempt_target_id: str,
    ) -> v2024_0.CollaborationAllowlistExemptTarget:
        """Domain restrictions (User exemptions): Get user exempt from collaboration domain restrictions (GET /collaboration_whitelist_exempt_targets/{collaboration_whitelist_exempt_target_id})."""
        return await self._call(
            "get_collaboration_whitelist_exempt_targets_id",
            collaboration_whitelist_exempt_target_id=collaboration_whitelist_exempt_target_id,
        )

    async def delete(
        self,
        collaboration_whitelist_exempt_target_id: str,
    ) -> None:
        """Domain restrictions (User exemptions): Remove user from list of users exempt from domain restrictions (DELETE /collaboration_whitelist_exempt_targets/{collaboration_whitelist_exempt_target_id})."""
        await self._call(
            "delete_collaboration_whitelist_exempt_targets_id",
            collaboration_whitelist_exempt_target_id=collaboration_whitelist_exempt_target_id,
        )


class BlockingCollaborationAllowlistExemptTargets(BlockingTag):
    """The operations of the tag `collaboration_allowlist_exempt_targets`, each waited for."""

    def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.CollaborationAllowlistExemptTargets:
        """Domain restrictions (User exemptions): List users exempt from collaboration domain restrictions (GET /collaboration_whitelist_exempt_targets)."""
        return self._call(
            "get_collaboration_whitelist_exempt_targets",
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        user: CollaborationAllowlistExemptTargetsCreateUser,
    ) -> v2024_0.CollaborationAllowlistExemptTarget:
        """Domain restrictions (User exemptions): Create user exemption from collaboration domain restrictions (POST /collaboration_whitelist_exempt_targets)."""
        return self._call(
            "post_collaboration_whitelist_exempt_targets",
            user=user,
        )

    def get(
        self,
        collaboration_whitelist_exempt_target_id: str,
    ) -> v2024_0.CollaborationAllowlistExemptTarget:
        """Domain restrictions (User exemptions): Get user exempt from collaboration domain restrictions (GET /collaboration_whitelist_exempt_targets/{collaboration_whitelist_exempt_target_id})."""
        return self._call(
            "get_collaboration_whitelist_exempt_targets_id",
            collaboration_whitelist_exempt_target_id=collaboration_whitelist_exempt_target_id,
        )

    def delete(
        self,
        collaboration_whitelist_exempt_target_id: str,
    ) -> None:
        """Domain restrictions (User exemptions): Remove user from list of users exempt from domain restrictions (DELETE /collaboration_whitelist_exempt_targets/{collaboration_whitelist_exempt_target_id})."""
        self._call(
            "delete_collaboration_whitelist_exempt_targets_id",
            collaboration_whitelist_exempt_target_id=collaboration_whitelist_exempt_target_id,
        )
