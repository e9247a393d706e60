"""The methods of the tag `folder_classifications`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class FolderClassificationsUpdateBodyItem(TypedDict, total=False):
    op: Required[Literal["replace"]]
    path: Required[Literal["/Box__Security__Classification__Key"]]
    value: Required[str]


class FolderClassifications(Tag):
    """The operations of the tag `folder_classifications`."""

    async def get(
        self,
        folder_id: str,
    ) -> v2024_0.Classification:
        """Classifications on folders: Get classification on folder (GET /folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        return await self._call(
            "get_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            folder_id=folder_id,
        )

    async def create(
        self,
        folder_id: str,
        *,
        Box__Security__Classification__Key: str | UnsetType = UNSET,
    ) -> v2024_0.Classification:
        """Classifications on folders: Add classification to folder (POST /folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        return await self._call(
            "post_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            folder_id=folder_id,
            Box__Security__Classification__Key=Box__Security__Classification__Key,
        )

    async def update(
        self,
        folder_id: str,
        *,
        body: Sequence[FolderClassificationsUpdateBodyItem],
    ) -> v2024_0.Classification:
        """Classifications on folders: Update classification on folder (PUT /folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        return await self._call(
            "put_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            folder_id=folder_id,
            body=body,
        )

    async def delete(
        self,
        folder_id: str,
    ) -> None:
        """Classifications on folders: Remove classification from folder (DELETE /folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        await self._call(
            "delete_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            folder_id=folder_id,
        )


class BlockingFolderClassifications(BlockingTag):
    """The operations of the tag `folder_classifications`, each waited for."""

    def get(
        self,
        folder_id: str,
    ) -> v2024_0.Classification:
        """Classifications on folders: Get classification on folder (GET /folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        return self._call(
            "get_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            folder_id=folder_id,
        )

    def create(
        self,
        folder_id: str,
        *,
        Box__Security__Classification__Key: str | UnsetType = UNSET,
    ) -> v2024_0.Classification:
        """Classifications on folders: Add classification to folder (POST /folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        return self._call(
            "post_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            folder_id=folder_id,
            Box__Security__Classification__Key=Box__Security__Classification__Key,
        )

    def update(
        self,
        folder_id: str,
        *,
        body: Sequence[FolderClassificationsUpdateBodyItem],
    ) -> v2024_0.Classification:
        """Classifications on folders: Update classification on folder (PUT /folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        return self._call(
            "put_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            folder_id=folder_id,
            body=body,
        )

    def delete(
        self,
        folder_id: str,
    ) -> None:
        """Classifications on folders: Remove classification from folder (DELETE /folders/{folder_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        self._call(
            "delete_folders_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            folder_id=folder_id,
        )
