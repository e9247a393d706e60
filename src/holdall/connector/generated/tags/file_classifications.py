"""The methods of the tag `file_classifications`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class FileClassificationsUpdateBodyItem(TypedDict, total=False):
    op: Required[Literal["replace"]]
    path: Required[Literal["/Box__Security__Classification__Key"]]
    value: Required[str]


class FileClassifications(Tag):
    """The operations of the tag `file_classifications`."""

    async def get(
        self,
        file_id: str,
    ) -> v2024_0.Classification:
        """Classifications on files: Get classification on file (GET /files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        return await self._call(
            "get_files_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            file_id=file_id,
        )

    async def create(
        self,
        file_id: str,
        *,
        Box__Security__Classification__Key: str | UnsetType = UNSET,
    ) -> v2024_0.Classification:
        """Classifications on files: Add classification to file (POST /files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        return await self._call(
            "post_files_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            file_id=file_id,
            Box__Security__Classification__Key=Box__Security__Classification__Key,
        )

    async def update(
        self,
        file_id: str,
        *,
        body: Sequence[FileClassificationsUpdateBodyItem],
    ) -> v2024_0.Classification:
        """Classifications on files: Update classification on file (PUT /files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        return await self._call(
            "put_files_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            file_id=file_id,
            body=body,
        )

    async def delete(
        self,
        file_id: str,
    ) -> None:
        """Classifications on files: Remove classification from file (DELETE /files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        await self._call(
            "delete_files_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            file_id=file_id,
        )


class BlockingFileClassifications(BlockingTag):
    """The operations of the tag `file_classifications`, each waited for."""

    def get(
        self,
        file_id: str,
    ) -> v2024_0.Classification:
        """Classifications on files: Get classification on file (GET /files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        return self._call(
            "get_files_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            file_id=file_id,
        )

    def create(
        self,
        file_id: str,
        *,
        Box__Security__Classification__Key: str | UnsetType = UNSET,
    ) -> v2024_0.Classification:
        """Classifications on files: Add classification to file (POST /files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        return self._call(
            "post_files_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            file_id=file_id,
            Box__Security__Classification__Key=Box__Security__Classification__Key,
        )

    def update(
        self,
        file_id: str,
        *,
        body: Sequence[FileClassificationsUpdateBodyItem],
    ) -> v2024_0.Classification:
        """Classifications on files: Update classification on file (PUT /files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        return self._call(
            "put_files_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            file_id=file_id,
            body=body,
        )

    def delete(
        self,
        file_id: str,
    ) -> None:
        """Classifications on files: Remove classification from file (DELETE /files/{file_id}/metadata/enterprise/securityClassification-6VMVochwUWo)."""
        self._call(
            "delete_files_id_metadata_enterprise_securityClassification-6VMVochwUWo",
            file_id=file_id,
        )
