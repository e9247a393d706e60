"""The methods of the tag `invites`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class InvitesCreateEnterprise(TypedDict, total=False):
    id: Required[str]


class InvitesCreateActionableBy(TypedDict, total=False):
    login: str


class Invites(Tag):
    """The operations of the tag `invites`."""

    async def create(
        self,
        *,
        enterprise: InvitesCreateEnterprise,
        actionable_by: InvitesCreateActionableBy,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.Invite:
        """Invites: Create user invite (POST /invites)."""
        return await self._call(
            "post_invites",
            enterprise=enterprise,
            actionable_by=actionable_by,
            fields=fields,
        )

    async def get(
        self,
        invite_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.Invite:
        """Invites: Get user invite status (GET /invites/{invite_id})."""
        return await self._call(
            "get_invites_id",
            invite_id=invite_id,
            fields=fields,
        )


class BlockingInvites(BlockingTag):
    """The operations of the tag `invites`, each waited for."""

    def create(
        self,
        *,
        enterprise: InvitesCreateEnterprise,
        actionable_by: InvitesCreateActionableBy,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.Invite:
        """Invites: Create user invite (POST /invites)."""
        return self._call(
            "post_invites",
            enterprise=enterprise,
            actionable_by=actionable_by,
            fields=fields,
        )

    def get(
        self,
        invite_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.Invite:
        """Invites: Get user invite status (GET /invites/{invite_id})."""
        return self._call(
            "get_invites_id",
            invite_id=invite_id,
            fields=fields,
        )
