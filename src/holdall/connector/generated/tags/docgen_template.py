"""The methods of the tag `docgen_template`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2025_0


class DocgenTemplate(Tag):
    """The operations of the tag `docgen_template`."""

    async def create(
        self,
        *,
        file: v2025_0.FileReference,
    ) -> v2025_0.DocGenTemplateBase:
        """Create Box Doc Gen template (POST /docgen_templates, version 2025.0)."""
        return await self._call(
            "post_docgen_templates_v2025.0",
            file=file,
        )

    async def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.DocGenTemplates:
        """List Box Doc Gen templates (GET /docgen_templates, version 2025.0)."""
        return await self._call(
            "get_docgen_templates_v2025.0",
            marker=marker,
            limit=limit,
        )

    async def delete(
        self,
        template_id: str,
    ) -> None:
        """Delete Box Doc Gen template (DELETE /docgen_templates/{template_id}, version 2025.0)."""
        await self._call(
            "delete_docgen_templates_id_v2025.0",
            template_id=template_id,
        )

    async def get(
        self,
        template_id: str,
    ) -> v2025_0.DocGenTemplate:
        """Get Box Doc Gen template by ID (GET /docgen_templates/{template_id}, version 2025.0)."""
        return await self._call(
            "get_docgen_templates_id_v2025.0",
            template_id=template_id,
        )

    async def list_tags(
        self,
        template_id: str,
        *,
        template_version_id: str | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.DocGenTags | v2025_0.DocGenTagsProcessingMessage:
        """List all Box Doc Gen template tags in template (GET /docgen_templates/{template_id}/tags, version 2025.0)."""
        return await self._call(
            "get_docgen_templates_id_tags_v2025.0",
            template_id=template_id,
            template_version_id=template_version_id,
            marker=marker,
            limit=limit,
        )

    async def list_jobs(
        self,
        template_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.DocGenJobs:
        """Get list of all Box Doc Gen jobs for template (GET /docgen_template_jobs/{template_id}, version 2025.0)."""
        return await self._call(
            "get_docgen_template_jobs_id_v2025.0",
            template_id=template_id,
            marker=marker,
            limit=limit,
        )


class BlockingDocgenTemplate(BlockingTag):
    """The operations of the tag `docgen_template`, each waited for."""

    def create(
        self,
        *,
        file: v2025_0.FileReference,
    ) -> v2025_0.DocGenTemplateBase:
        """Create Box Doc Gen template (POST /docgen_templates, version 2025.0)."""
        return self._call(
            "post_docgen_templates_v2025.0",
            file=file,
        )

    def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.DocGenTemplates:
        """List Box Doc Gen templates (GET /docgen_templates, version 2025.0)."""
        return self._call(
            "get_docgen_templates_v2025.0",
            marker=marker,
            limit=limit,
        )

    def delete(
        self,
        template_id: str,
    ) -> None:
        """Delete Box Doc Gen template (DELETE /docgen_templates/{template_id}, version 2025.0)."""
        self._call(
            "delete_docgen_templates_id_v2025.0",
            template_id=template_id,
        )

    def get(
        self,
        template_id: str,
    ) -> v2025_0.DocGenTemplate:
        """Get Box Doc Gen template by ID (GET /docgen_templates/{template_id}, version 2025.0)."""
        return self._call(
            "get_docgen_templates_id_v2025.0",
            template_id=template_id,
        )

    def list_tags(
        self,
        template_id: str,
        *,
        template_version_id: str | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.DocGenTags | v2025_0.DocGenTagsProcessingMessage:
        """List all Box Doc Gen template tags in template (GET /docgen_templates/{template_id}/tags, version 2025.0)."""
        return self._call(
            "get_docgen_templates_id_tags_v2025.0",
            template_id=template_id,
            template_version_id=template_version_id,
            marker=marker,
            limit=limit,
        )

    def list_jobs(
        self,
        template_id: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2025_0.DocGenJobs:
        """Get list of all Box Doc Gen jobs for template (GET /docgen_template_jobs/{template_id}, version 2025.0)."""
        return self._call(
            "get_docgen_template_jobs_id_v2025.0",
            template_id=template_id,
            marker=marker,
            limit=limit,
        )
