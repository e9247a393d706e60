"""The methods of the tag `hub_collaborations`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2025_0


class HubCollaborationsCreateHub(TypedDict, total=False):
    type: Required[Literal["hubs"]]
    id: Required[str]


class HubCollaborationsCreateAccessibleBy(TypedDict, total=False):
    type: Required[str]
    id: str
    login: str


class HubCollaborations(Tag):
    """The operations of the tag `hub_collaborations`."""

    async def list(
        self,
        *,
        hub_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.HubCollaborations:
        """Get Box Hub collaborations (GET /hub_collaborations, version 2025.0)."""
        return await self._call(
            "get_hub_collaborations_v2025.0",
            hub_id=hub_id,
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        hub: HubCollaborationsCreateHub,
        accessible_by: HubCollaborationsCreateAccessibleBy,
        role: str,
    ) -> v2025_0.HubCollaboration:
        """Create Box Hub collaboration (POST /hub_collaborations, version 2025.0)."""
        return await self._call(
            "post_hub_collaborations_v2025.0",
            hub=hub,
            accessible_by=accessible_by,
            role=role,
        )

    async def get(
        self,
        hub_collaboration_id: str,
    ) -> v2025_0.HubCollaboration:
        """Get Box Hub collaboration by collaboration ID (GET /hub_collaborations/{hub_collaboration_id}, version 2025.0)."""
        return await self._call(
            "get_hub_collaborations_id_v2025.0",
            hub_collaboration_id=hub_collaboration_id,
        )

    async def update(
        self,
        hub_collaboration_id: str,
        *,
        role: str | UnsetType = UNSET,
    ) -> v2025_0.HubCollaboration:
        """Update Box Hub collaboration (PUT /hub_collaborations/{hub_collaboration_id}, version 2025.0)."""
        return await self._call(
            "put_hub_collaborations_id_v2025.0",
            hub_collaboration_id=hub_collaboration_id,
            role=role,
        )

    async def delete(
        self,
        hub_collaboration_id: str,
    ) -> None:
        """Remove Box Hub collaboration (DELETE /hub_collaborations/{hub_collaboration_id}, version 2025.0)."""
        await self._call(
            "delete_hub_collaborations_id_v2025.0",
            hub_collaboration_id=hub_collaboration_id,
        )


class BlockingHubCollaborations(BlockingTag):
    """The operations of the tag `hub_collaborations`, each waited for."""

    def list(
        self,
        *,
        hub_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.HubCollaborations:
        """Get Box Hub collaborations (GET /hub_collaborations, version 2025.0)."""
        return self._call(
            "get_hub_collaborations_v2025.0",
            hub_id=hub_id,
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        hub: HubCollaborationsCreateHub,
        accessible_by: HubCollaborationsCreateAccessibleBy,
        role: str,
    ) -> v2025_0.HubCollaboration:
        """Create Box Hub collaboration (POST /hub_collaborations, version 2025.0)."""
        return self._call(
            "post_hub_collaborations_v2025.0",
            hub=hub,
            accessible_by=accessible_by,
            role=role,
        )

    def get(
        self,
        hub_collaboration_id: str,
    ) -> v2025_0.HubCollaboration:
        """Get Box Hub collaboration by collaboration ID (GET /hub_collaborations/{hub_collaboration_id}, version 2025.0)."""
        return self._call(
            "get_hub_collaborations_id_v2025.0",
            hub_collaboration_id=hub_collaboration_id,
        )

    def update(
        self,
        hub_collaboration_id: str,
        *,
        role: str | UnsetType = UNSET,
    ) -> v2025_0.HubCollaboration:
        """Update Box Hub collaboration (PUT /hub_collaborations/{hub_collaboration_id}, version 2025.0)."""
        return self._call(
            "put_hub_collaborations_id_v2025.0",
            hub_collaboration_id=hub_collaboration_id,
            role=role,
        )

    def delete(
        self,
        hub_collaboration_id: str,
    ) -> None:
        """Remove Box Hub collaboration (DELETE /hub_collaborations/{hub_collaboration_id}, version 2025.0)."""
        self._call(
            "delete_hub_collaborations_id_v2025.0",
            hub_collaboration_id=hub_collaboration_id,
        )
