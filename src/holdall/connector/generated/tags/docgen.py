"""The methods of the tag `docgen`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2025_0


class DocgenCreateBatchDestinationFolder(TypedDict, total=False):
    type: Required[Literal["folder"]]
    id: Required[str]


class Docgen(Tag):
    """The operations of the tag `docgen`."""

    async def get_job(
        self,
        job_id: str,
    ) -> v2025_0.DocGenJob:
        """Get Box Doc Gen job by ID (GET /docgen_jobs/{job_id}, version 2025.0)."""
        return await self._call(
            "get_docgen_jobs_id_v2025.0",
            job_id=job_id,
        )

    async def list_jobs(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.DocGenJobsFull:
        """List all Box Doc Gen jobs (GET /docgen_jobs, version 2025.0)."""
        return await self._call(
            "get_docgen_jobs_v2025.0",
            marker=marker,
            limit=limit,
        )

    async def list_batch_jobs(
        self,
        batch_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.DocGenJobs:
        """Get Box Doc Gen jobs by batch ID (GET /docgen_batch_jobs/{batch_id}, version 2025.0)."""
        return await self._call(
            "get_docgen_batch_jobs_id_v2025.0",
            batch_id=batch_id,
            marker=marker,
            limit=limit,
        )

    async def create_batch(
        self,
        *,
        file: v2025_0.FileReference,
        input_source: str,
        destination_folder: DocgenCreateBatchDestinationFolder,
        output_type: str,
        document_generation_data: Sequence[v2025_0.DocGenDocumentGenerationData],
        file_version: v2025_0.FileVersionBase | UnsetType = UNSET,
    ) -> v2025_0.DocGenBatchBase:
        """Generate document using Box Doc Gen template (POST /docgen_batches, version 2025.0)."""
        return await self._call(
            "post_docgen_batches_v2025.0",
            file=file,
            input_source=input_source,
            destination_folder=destination_folder,
            output_type=output_type,
            document_generation_data=document_generation_data,
            file_version=file_version,
        )


class BlockingDocgen(BlockingTag):
    """The operations of the tag `docgen`, each waited for."""

    def get_job(
        self,
        job_id: str,
    ) -> v2025_0.DocGenJob:
        """Get Box Doc Gen job by ID (GET /docgen_jobs/{job_id}, version 2025.0)."""
        return self._call(
            "get_docgen_jobs_id_v2025.0",
            job_id=job_id,
        )

    def list_jobs(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.DocGenJobsFull:
        """List all Box Doc Gen jobs (GET /docgen_jobs, version 2025.0)."""
        return self._call(
            "get_docgen_jobs_v2025.0",
            marker=marker,
            limit=limit,
        )

    def list_batch_jobs(
        self,
        batch_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.DocGenJobs:
        """Get Box Doc Gen jobs by batch ID (GET /docgen_batch_jobs/{batch_id}, version 2025.0)."""
        return self._call(
            "get_docgen_batch_jobs_id_v2025.0",
            batch_id=batch_id,
            marker=marker,
            limit=limit,
        )

    def create_batch(
        self,
        *,
        file: v2025_0.FileReference,
        input_source: str,
        destination_folder: DocgenCreateBatchDestinationFolder,
        output_type: str,
        document_generation_data: Sequence[v2025_0.DocGenDocumentGenerationData],
        file_version: v2025_0.FileVersionBase | UnsetType = UNSET,
    ) -> v2025_0.DocGenBatchBase:
        """Generate document using Box Doc Gen template (POST /docgen_batches, version 2025.0)."""
        return self._call(
            "post_docgen_batches_v2025.0",
            file=file,
            input_source=input_source,
            destination_folder=destination_folder,
            output_type=output_type,
            document_generation_data=document_generation_data,
            file_version=file_version,
        )
