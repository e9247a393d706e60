"""The methods of the tag `user_collaborations`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class UserCollaborationsCreateItem(TypedDict, total=False):
    type: Literal["file", "folder"]
    id: str


class UserCollaborationsCreateAccessibleBy(TypedDict, total=False):
    type: Required[Literal["user", "group"]]
    id: str
    login: str


class UserCollaborations(Tag):
    """The operations of the tag `user_collaborations`."""

    async def get(
        self,
        collaboration_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.Collaboration:
        """Collaborations: Get collaboration (GET /collaborations/{collaboration_id})."""
        return await self._call(
            "get_collaborations_id",
            collaboration_id=collaboration_id,
            fields=fields,
        )

    async def update(
        self,
        collaboration_id: str,
        *,
        role: Literal["editor", "viewer", "previewer", "uploader", "previewer uploader", "viewer uploader", "co-owner", "owner"] | UnsetType = UNSET,
        status: Literal["pending", "accepted", "rejected"] | UnsetType = UNSET,
        expires_at: str | datetime | UnsetType = UNSET,
        can_view_path: bool | UnsetType = UNSET,
    ) -> v2024_0.Collaboration | None:
        """Collaborations: Update collaboration (PUT /collaborations/{collaboration_id})."""
        return await self._call(
            "put_collaborations_id",
            collaboration_id=collaboration_id,
            role=role,
            status=status,
            expires_at=expires_at,
            can_view_path=can_view_path,
        )

    async def delete(
        self,
        collaboration_id: str,
    ) -> None:
        """Collaborations: Remove collaboration (DELETE /collaborations/{collaboration_id})."""
        await self._call(
            "delete_collaborations_id",
            collaboration_id=collaboration_id,
        )

    async def create(
        self,
        *,
        item: UserCollaborationsCreateItem,
        accessible_by: UserCollaborationsCreateAccessibleBy,
        role: Literal["editor", "viewer", "previewer", "uploader", "previewer uploader", "viewer uploader", "co-owner"],
        fields: Sequence[str] | UnsetType = UNSET,
        notify: bool | UnsetType = UNSET,
        is_access_only: bool | UnsetType = UNSET,
        can_view_path: bool | UnsetType = UNSET,
        expires_at: str | datetime | UnsetType = UNSET,
    ) -> v2024_0.Collaboration:
        """Collaborations: Create collaboration (POST /collaborations)."""
        return await self._call(
            "post_collaborations",
            item=item,
            accessible_by=accessible_by,
            role=role,
            fields=fields,
            notify=notify,
            is_access_only=is_access_only,
            can_view_path=can_view_path,
            expires_at=expires_at,
        )


class BlockingUserCollaborations(BlockingTag):
    """The operations of the tag `user_collaborations`, each waited for."""

    def get(
        self,
        collaboration_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.Collaboration:
        """Collaborations: Get collaboration (GET /collaborations/{collaboration_id})."""
        return self._call(
            "get_collaborations_id",
            collaboration_id=collaboration_id,
            fields=fields,
        )

    def update(
        self,
        collaboration_id: str,
        *,
        role: Literal["editor", "viewer", "previewer", "uploader", "previewer uploader", "viewer uploader", "co-owner", "owner"] | UnsetType = UNSET,
        status: Literal["pending", "accepted", "rejected"] | UnsetType = UNSET,
        expires_at: str | datetime | UnsetType = UNSET,
        can_view_path: bool | UnsetType = UNSET,
    ) -> v2024_0.Collaboration | None:
        """Collaborations: Update collaboration (PUT /collaborations/{collaboration_id})."""
        return self._call(
            "put_collaborations_id",
            collaboration_id=collaboration_id,
            role=role,
            status=status,
            expires_at=expires_at,
            can_view_path=can_view_path,
        )

    def delete(
        self,
        collaboration_id: str,
    ) -> None:
        """Collaborations: Remove collaboration (DELETE /collaborations/{collaboration_id})."""
        self._call(
            "delete_collaborations_id",
            collaboration_id=collaboration_id,
        )

    def create(
        self,
        *,
        item: UserCollaborationsCreateItem,
        accessible_by: UserCollaborationsCreateAccessibleBy,
        role: Literal["editor", "viewer", "previewer", "uploader", "previewer uploader", "viewer uploader", "co-owner"],
        fields: Sequence[str] | UnsetType = UNSET,
        notify: bool | UnsetType = UNSET,
        is_access_only: bool | UnsetType = UNSET,
        can_view_path: bool | UnsetType = UNSET,
        expires_at: str | datetime | UnsetType = UNSET,
    ) -> v2024_0.Collaboration:
        """Collaborations: Create collaboration (POST /collaborations)."""
        return self._call(
            "post_collaborations",
            item=item,
            accessible_by=accessible_by,
            role=role,
            fields=fields,
            notify=notify,
            is_access_only=is_access_only,
            can_view_path=can_view_path,
            expires_at=expires_at,
        )
