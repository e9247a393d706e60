"""The methods of the tag `metadata_templates`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class MetadataTemplatesUpdateSchemaBodyItem(TypedDict, total=False):
    op: Required[Literal["editTemplate", "addField", "reorderFields", "addEnumOption", "reorderEnumOptions", "reorderMultiSelectOptions", "addMultiSelectOption", "editField", "removeField", "editEnumOption", "removeEnumOption", "editMultiSelectOption", "removeMultiSelectOption"]]
    data: Mapping[str, Any]
    fieldKey: str
    fieldKeys: Sequence[str]
    enumOptionKey: str
    enumOptionKeys: Sequence[str]
    multiSelectOptionKey: str
    multiSelectOptionKeys: Sequence[str]


class MetadataTemplatesCreateSchemaField(TypedDict, total=False):
    type: Required[Literal["string", "float", "date", "enum", "multiSelect", "taxonomy"]]
    key: Required[str]
    displayName: Required[str]
    description: str
    hidden: bool
    options: Sequence[MetadataTemplatesCreateSchemaFieldOption]
    taxonomyKey: str
    taxonomyId: str
    namespace: str
    optionsRules: MetadataTemplatesCreateSchemaFieldOptionsRules


class MetadataTemplatesCreateSchemaFieldOption(TypedDict, total=False):
    key: Required[str]


class MetadataTemplatesCreateSchemaFieldOptionsRules(TypedDict, total=False):
    multiSelect: bool
    selectableLevels: Sequence[int]


class MetadataTemplates(Tag):
    """The operations of the tag `metadata_templates`."""

    async def list(
        self,
        *,
        metadata_instance_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataTemplates:
        """Metadata templates: Find metadata template by instance ID (GET /metadata_templates)."""
        return await self._call(
            "get_metadata_templates",
            metadata_instance_id=metadata_instance_id,
            marker=marker,
            limit=limit,
        )

    async def get_schema(
        self,
        scope: Literal["global", "enterprise"],
        template_key: str,
    ) -> v2024_0.MetadataTemplate:
        """Metadata templates: Get metadata template by name (GET /metadata_templates/{scope}/{template_key}/schema)."""
        return await self._call(
            "get_metadata_templates_id_id_schema",
            scope=scope,
            template_key=template_key,
        )

    async def update_schema(
        self,
        scope: Literal["global", "enterprise"],
        template_key: str,
        *,
        body: Sequence[MetadataTemplatesUpdateSchemaBodyItem],
    ) -> v2024_0.MetadataTemplate:
        """Metadata templates: Update metadata template (PUT /metadata_templates/{scope}/{template_key}/schema)."""
        return await self._call(
            "put_metadata_templates_id_id_schema",
            scope=scope,
            template_key=template_key,
            body=body,
        )

    async def delete_schema(
        self,
        scope: Literal["global", "enterprise"],
        template_key: str,
    ) -> None:
        """Metadata templates: Remove metadata template (DELETE /metadata_templates/{scope}/{template_key}/schema)."""
        await self._call(
            "delete_metadata_templates_id_id_schema",
            scope=scope,
            template_key=template_key,
        )

    async def get(
        self,
        template_id: str,
    ) -> v2024_0.MetadataTemplate:
        """Metadata templates: Get metadata template by ID (GET /metadata_templates/{template_id})."""
        return await self._call(
            "get_metadata_templates_id",
            template_id=template_id,
        )

    async def list_global(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataTemplates:
        """Metadata templates: List all global metadata templates (GET /metadata_templates/global)."""
        return await self._call(
            "get_metadata_templates_global",
            marker=marker,
            limit=limit,
        )

    async def list_enterprise(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataTemplates:
        """Metadata templates: List all metadata templates for enterprise (GET /metadata_templates/enterprise)."""
        return await self._call(
            "get_metadata_templates_enterprise",
            marker=marker,
            limit=limit,
        )

    async def create_schema(
        self,
        *,
        scope: str,
        displayName: str,
        templateKey: str | UnsetType = UNSET,
        hidden: bool | UnsetType = UNSET,
        fields: Sequence[MetadataTemplatesCreateSchemaField] | UnsetType = UNSET,
        copyInstanceOnItemCopy: bool | UnsetType = UNSET,
    ) -> v2024_0.MetadataTemplate:
        """Metadata templates: Create metadata template (POST /metadata_templates/schema)."""
        return await self._call(
            "post_metadata_templates_schema",
            scope=scope,
            displayName=displayName,
            templateKey=templateKey,
            hidden=hidden,
            fields=fields,
            copyInstanceOnItemCopy=copyInstanceOnItemCopy,
        )


class BlockingMetadataTemplates(BlockingTag):
    """The operations of the tag `metadata_templates`, each waited for."""

    def list(
        self,
        *,
        metadata_instance_id: str,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataTemplates:
        """Metadata templates: Find metadata template by instance ID (GET /metadata_templates)."""
        return self._call(
            "get_metadata_templates",
            metadata_instance_id=metadata_instance_id,
            marker=marker,
            limit=limit,
        )

    def get_schema(
        self,
        scope: Literal["global", "enterprise"],
        template_key: str,
    ) -> v2024_0.MetadataTemplate:
        """Metadata templates: Get metadata template by name (GET /metadata_templates/{scope}/{template_key}/schema)."""
        return self._call(
            "get_metadata_templates_id_id_schema",
            scope=scope,
            template_key=template_key,
        )

    def update_schema(
        self,
        scope: Literal["global", "enterprise"],
        template_key: str,
        *,
        body: Sequence[MetadataTemplatesUpdateSchemaBodyItem],
    ) -> v2024_0.MetadataTemplate:
        """Metadata templates: Update metadata template (PUT /metadata_templates/{scope}/{template_key}/schema)."""
        return self._call(
            "put_metadata_templates_id_id_schema",
            scope=scope,
            template_key=template_key,
            body=body,
        )

    def delete_schema(
        self,
        scope: Literal["global", "enterprise"],
        template_key: str,
    ) -> None:
        """Metadata templates: Remove metadata template (DELETE /metadata_templates/{scope}/{template_key}/schema)."""
        self._call(
            "delete_metadata_templates_id_id_schema",
            scope=scope,
            template_key=template_key,
        )

    def get(
        self,
        template_id: str,
    ) -> v2024_0.MetadataTemplate:
        """Metadata templates: Get metadata template by ID (GET /metadata_templates/{template_id})."""
        return self._call(
            "get_metadata_templates_id",
            template_id=template_id,
        )

    def list_global(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataTemplates:
        """Metadata templates: List all global metadata templates (GET /metadata_templates/global)."""
        return self._call(
            "get_metadata_templates_global",
            marker=marker,
            limit=limit,
        )

    def list_enterprise(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataTemplates:
        """Metadata templates: List all metadata templates for enterprise (GET /metadata_templates/enterprise)."""
        return self._call(
            "get_metadata_templates_enterprise",
            marker=marker,
            limit=limit,
        )

    def create_schema(
        self,
        *,
        scope: str,
        displayName: str,
        templateKey: str | UnsetType = UNSET,
        hidden: bool | UnsetType = UNSET,
        fields: Sequence[MetadataTemplatesCreateSchemaField] | UnsetType = UNSET,
        copyInstanceOnItemCopy: bool | UnsetType = UNSET,
    ) -> v2024_0.MetadataTemplate:
        """Metadata templates: Create metadata template (POST /metadata_templates/schema)."""
        return self._call(
            "post_metadata_templates_schema",
            scope=scope,
            displayName=displayName,
            templateKey=templateKey,
            hidden=hidden,
            fields=fields,
            copyInstanceOnItemCopy=copyInstanceOnItemCopy,
        )
