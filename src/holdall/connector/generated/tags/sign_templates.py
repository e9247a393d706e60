"""The methods of the tag `sign_templates`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class SignTemplates(Tag):
    """The operations of the tag `sign_templates`."""

    async def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.SignTemplates:
        """Sign templates: List Box Sign templates (GET /sign_templates)."""
        return await self._call(
            "get_sign_templates",
            marker=marker,
            limit=limit,
        )

    async def get(
        self,
        template_id: str,
    ) -> v2024_0.SignTemplate:
        """Sign templates: Get Box Sign template by ID (GET /sign_templates/{template_id})."""
        return await self._call(
            "get_sign_templates_id",
            template_id=template_id,
        )


class BlockingSignTemplates(BlockingTag):
    """The operations of the tag `sign_templates`, each waited for."""

    def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.SignTemplates:
        """Sign templates: List Box Sign templates (GET /sign_templates)."""
        return self._call(
            "get_sign_templates",
            marker=marker,
            limit=limit,
        )

    def get(
        self,
        template_id: str,
    ) -> v2024_0.SignTemplate:
        """Sign templates: Get Box Sign template by ID (GET /sign_templates/{template_id})."""
        return self._call(
            "get_sign_templates_id",
            template_id=template_id,
        )
