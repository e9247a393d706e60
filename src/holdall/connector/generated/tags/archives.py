"""The methods of the tag `archives`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2025_0


class Archives(Tag):
    """The operations of the tag `archives`."""

    async def list(
        self,
        *,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2025_0.Archives:
        """List archives (GET /archives, version 2025.0)."""
        return await self._call(
            "get_archives_v2025.0",
            limit=limit,
            marker=marker,
        )

    async def create(
        self,
        *,
        name: str,
        description: str | UnsetType = UNSET,
        storage_policy_id: str | UnsetType = UNSET,
    ) -> v2025_0.Archive:
        """Create archive (POST /archives, version 2025.0)."""
        return await self._call(
            "post_archives_v2025.0",
            name=name,
            description=description,
            storage_policy_id=storage_policy_id,
        )

    async def delete(
        self,
        archive_id: str,
    ) -> None:
        """Delete archive (DELETE /archives/{archive_id}, version 2025.0)."""
        await self._call(
            "delete_archives_id_v2025.0",
            archive_id=archive_id,
        )

    async def update(
        self,
        archive_id: str,
        *,
        name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
    ) -> v2025_0.Archive:
        """Update archive (PUT /archives/{archive_id}, version 2025.0)."""
        return await self._call(
            "put_archives_id_v2025.0",
            archive_id=archive_id,
            name=name,
            description=description,
        )


class BlockingArchives(BlockingTag):
    """The operations of the tag `archives`, each waited for."""

    def list(
        self,
        *,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2025_0.Archives:
        """List archives (GET /archives, version 2025.0)."""
        return self._call(
            "get_archives_v2025.0",
            limit=limit,
            marker=marker,
        )

    def create(
        self,
        *,
        name: str,
        description: str | UnsetType = UNSET,
        storage_policy_id: str | UnsetType = UNSET,
    ) -> v2025_0.Archive:
        """Create archive (POST /archives, version 2025.0)."""
        return self._call(
            "post_archives_v2025.0",
            name=name,
            description=description,
            storage_policy_id=storage_policy_id,
        )

    def delete(
        self,
        archive_id: str,
    ) -> None:
        """Delete archive (DELETE /archives/{archive_id}, version 2025.0)."""
        self._call(
            "delete_archives_id_v2025.0",
            archive_id=archive_id,
        )

    def update(
        self,
        archive_id: str,
        *,
        name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
    ) -> v2025_0.Archive:
        """Update archive (PUT /archives/{archive_id}, version 2025.0)."""
        return self._call(
            "put_archives_id_v2025.0",
            archive_id=archive_id,
            name=name,
            description=description,
        )
