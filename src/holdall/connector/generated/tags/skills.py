"""The methods of the tag `skills`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class SkillsUpdateForFileBodyItem(TypedDict, total=False):
    op: Literal["replace"]
    path: str
    value: v2024_0.SkillCard


class SkillsUpdateMetadata(TypedDict, total=False):
    cards: Sequence[v2024_0.SkillCard]


class SkillsUpdateFile(TypedDict, total=False):
    type: Literal["file"]
    id: str


class SkillsUpdateFileVersion(TypedDict, total=False):
    type: Literal["file_version"]
    id: str


class SkillsUpdateUsage(TypedDict, total=False):
    unit: str
    value: float


class Skills(Tag):
    """The operations of the tag `skills`."""

    async def get_for_file(
        self,
        file_id: str,
    ) -> v2024_0.SkillCardsMetadata:
        """Skills: List Box Skill cards on file (GET /files/{file_id}/metadata/global/boxSkillsCards)."""
        return await self._call(
            "get_files_id_metadata_global_boxSkillsCards",
            file_id=file_id,
        )

    async def create_for_file(
        self,
        file_id: str,
        *,
        cards: Sequence[v2024_0.SkillCard],
    ) -> v2024_0.SkillCardsMetadata:
        """Skills: Create Box Skill cards on file (POST /files/{file_id}/metadata/global/boxSkillsCards)."""
        return await self._call(
            "post_files_id_metadata_global_boxSkillsCards",
            file_id=file_id,
            cards=cards,
        )

    async def update_for_file(
        self,
        file_id: str,
        *,
        body: Sequence[SkillsUpdateForFileBodyItem],
    ) -> v2024_0.SkillCardsMetadata:
        """Skills: Update Box Skill cards on file (PUT /files/{file_id}/metadata/global/boxSkillsCards)."""
        return await self._call(
            "put_files_id_metadata_global_boxSkillsCards",
            file_id=file_id,
            body=body,
        )

    async def delete_for_file(
        self,
        file_id: str,
    ) -> None:
        """Skills: Remove Box Skill cards from file (DELETE /files/{file_id}/metadata/global/boxSkillsCards)."""
        await self._call(
            "delete_files_id_metadata_global_boxSkillsCards",
            file_id=file_id,
        )

    async def update(
        self,
        skill_id: str,
        *,
        status: Literal["invoked", "processing", "success", "transient_failure", "permanent_failure"],
        metadata: SkillsUpdateMetadata,
        file: SkillsUpdateFile,
        file_version: SkillsUpdateFileVersion | UnsetType = UNSET,
        usage: SkillsUpdateUsage | UnsetType = UNSET,
    ) -> None:
        """Skills: Update all Box Skill cards on file (PUT /skill_invocations/{skill_id})."""
        await self._call(
            "put_skill_invocations_id",
            skill_id=skill_id,
            status=status,
            metadata=metadata,
            file=file,
            file_version=file_version,
            usage=usage,
        )


class BlockingSkills(BlockingTag):
    """The operations of the tag `skills`, each waited for."""

    def get_for_file(
        self,
        file_id: str,
    ) -> v2024_0.SkillCardsMetadata:
        """Skills: List Box Skill cards on file (GET /files/{file_id}/metadata/global/boxSkillsCards)."""
        return self._call(
            "get_files_id_metadata_global_boxSkillsCards",
            file_id=file_id,
        )

    def create_for_file(
        self,
        file_id: str,
        *,
        cards: Sequence[v2024_0.SkillCard],
    ) -> v2024_0.SkillCardsMetadata:
        """Skills: Create Box Skill cards on file (POST /files/{file_id}/metadata/global/boxSkillsCards)."""
        return self._call(
            "post_files_id_metadata_global_boxSkillsCards",
            file_id=file_id,
            cards=cards,
        )

    def update_for_file(
        self,
        file_id: str,
        *,
        body: Sequence[SkillsUpdateForFileBodyItem],
    ) -> v2024_0.SkillCardsMetadata:
        """Skills: Update Box Skill cards on file (PUT /files/{file_id}/metadata/global/boxSkillsCards)."""
        return self._call(
            "put_files_id_metadata_global_boxSkillsCards",
            file_id=file_id,
            body=body,
        )

    def delete_for_file(
        self,
        file_id: str,
    ) -> None:
        """Skills: Remove Box Skill cards from file (DELETE /files/{file_id}/metadata/global/boxSkillsCards)."""
        self._call(
            "delete_files_id_metadata_global_boxSkillsCards",
            file_id=file_id,
        )

    def update(
        self,
        skill_id: str,
        *,
        status: Literal["invoked", "processing", "success", "transient_failure", "permanent_failure"],
        metadata: SkillsUpdateMetadata,
        file: SkillsUpdateFile,
        file_version: SkillsUpdateFileVersion | UnsetType = UNSET,
        usage: SkillsUpdateUsage | UnsetType = UNSET,
    ) -> None:
        """Skills: Update all Box Skill cards on file (PUT /skill_invocations/{skill_id})."""
        self._call(
            "put_skill_invocations_id",
            skill_id=skill_id,
            status=status,
            metadata=metadata,
            file=file,
            file_version=file_version,
            usage=usage,
        )
