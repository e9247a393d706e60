"""The methods of the tag `metadata_taxonomies`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class MetadataTaxonomies(Tag):
    """The operations of the tag `metadata_taxonomies`."""

    async def create(
        self,
        *,
        displayName: str,
        namespace: str,
        key: str | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomy:
        """Create metadata taxonomy (POST /metadata_taxonomies)."""
        return await self._call(
            "post_metadata_taxonomies",
            displayName=displayName,
            namespace=namespace,
            key=key,
        )

    async def list(
        self,
        namespace: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomies:
        """Get metadata taxonomies for namespace (GET /metadata_taxonomies/{namespace})."""
        return await self._call(
            "get_metadata_taxonomies_id",
            namespace=namespace,
            marker=marker,
            limit=limit,
        )

    async def get(
        self,
        namespace: str,
        taxonomy_key: str,
    ) -> v2024_0.MetadataTaxonomy:
        """Get metadata taxonomy by taxonomy key (GET /metadata_taxonomies/{namespace}/{taxonomy_key})."""
        return await self._call(
            "get_metadata_taxonomies_id_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
        )

    async def update(
        self,
        namespace: str,
        taxonomy_key: str,
        *,
        displayName: str,
    ) -> v2024_0.MetadataTaxonomy:
        """Update metadata taxonomy (PATCH /metadata_taxonomies/{namespace}/{taxonomy_key})."""
        return await self._call(
            "patch_metadata_taxonomies_id_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            displayName=displayName,
        )

    async def delete(
        self,
        namespace: str,
        taxonomy_key: str,
    ) -> None:
        """Remove metadata taxonomy (DELETE /metadata_taxonomies/{namespace}/{taxonomy_key})."""
        await self._call(
            "delete_metadata_taxonomies_id_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
        )

    async def create_levels(
        self,
        namespace: str,
        taxonomy_key: str,
        *,
        body: Sequence[v2024_0.MetadataTaxonomyLevel],
    ) -> v2024_0.MetadataTaxonomyLevels:
        """Create metadata taxonomy levels (POST /metadata_taxonomies/{namespace}/{taxonomy_key}/levels)."""
        return await self._call(
            "post_metadata_taxonomies_id_id_levels",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            body=body,
        )

    async def update_level(
        self,
        namespace: str,
        taxonomy_key: str,
        level_index: int,
        *,
        displayName: str,
        description: str | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomyLevel:
        """Update metadata taxonomy level (PATCH /metadata_taxonomies/{namespace}/{taxonomy_key}/levels/{level_index})."""
        return await self._call(
            "patch_metadata_taxonomies_id_id_levels_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            level_index=level_index,
            displayName=displayName,
            description=description,
        )

    async def append_levels(
        self,
        namespace: str,
        taxonomy_key: str,
        *,
        displayName: str,
        description: str | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomyLevels:
        """Add metadata taxonomy level (POST /metadata_taxonomies/{namespace}/{taxonomy_key}/levels:append)."""
        return await self._call(
            "post_metadata_taxonomies_id_id_levels:append",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            displayName=displayName,
            description=description,
        )

    async def trim_levels(
        self,
        namespace: str,
        taxonomy_key: str,
    ) -> v2024_0.MetadataTaxonomyLevels:
        """Delete metadata taxonomy level (POST /metadata_taxonomies/{namespace}/{taxonomy_key}/levels:trim)."""
        return await self._call(
            "post_metadata_taxonomies_id_id_levels:trim",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
        )

    async def list_nodes(
        self,
        namespace: str,
        taxonomy_key: str,
        *,
        level: Sequence[int] | UnsetType = UNSET,
        parent: Sequence[str] | UnsetType = UNSET,
        ancestor: Sequence[str] | UnsetType = UNSET,
        query: str | UnsetType = UNSET,
        include_total_result_count: bool | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomyNodes:
        """List metadata taxonomy nodes (GET /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes)."""
        return await self._call(
            "get_metadata_taxonomies_id_id_nodes",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            level=level,
            parent=parent,
            ancestor=ancestor,
            query=query,
            include_total_result_count=include_total_result_count,
            marker=marker,
            limit=limit,
        )

    async def create_node(
        self,
        namespace: str,
        taxonomy_key: str,
        *,
        displayName: str,
        level: int,
        parentId: str | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomyNode:
        """Create metadata taxonomy node (POST /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes)."""
        return await self._call(
            "post_metadata_taxonomies_id_id_nodes",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            displayName=displayName,
            level=level,
            parentId=parentId,
        )

    async def get_node(
        self,
        namespace: str,
        taxonomy_key: str,
        node_id: str,
    ) -> v2024_0.MetadataTaxonomyNode:
        """Get metadata taxonomy node by ID (GET /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes/{node_id})."""
        return await self._call(
            "get_metadata_taxonomies_id_id_nodes_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            node_id=node_id,
        )

    async def update_node(
        self,
        namespace: str,
        taxonomy_key: str,
        node_id: str,
        *,
        displayName: str | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomyNode:
        """Update metadata taxonomy node (PATCH /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes/{node_id})."""
        return await self._call(
            "patch_metadata_taxonomies_id_id_nodes_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            node_id=node_id,
            displayName=displayName,
        )

    async def delete_node(
        self,
        namespace: str,
        taxonomy_key: str,
        node_id: str,
    ) -> None:
        """Remove metadata taxonomy node (DELETE /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes/{node_id})."""
        await self._call(
            "delete_metadata_taxonomies_id_id_nodes_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            node_id=node_id,
        )

    async def list_options_for_field(
        self,
        namespace: str,
        template_key: str,
        field_key: str,
        *,
        level: Sequence[int] | UnsetType = UNSET,
        parent: Sequence[str] | UnsetType = UNSET,
        ancestor: Sequence[str] | UnsetType = UNSET,
        query: str | UnsetType = UNSET,
        include_total_result_count: bool | UnsetType = UNSET,
        only_selectable_options: bool | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomyNodes:
        """List metadata template's options for taxonomy field (GET /metadata_templates/{namespace}/{template_key}/fields/{field_key}/options)."""
        return await self._call(
            "get_metadata_templates_id_id_fields_id_options",
            namespace=namespace,
            template_key=template_key,
            field_key=field_key,
            level=level,
            parent=parent,
            ancestor=ancestor,
            query=query,
            include_total_result_count=include_total_result_count,
            only_selectable_options=only_selectable_options,
            marker=marker,
            limit=limit,
        )


class BlockingMetadataTaxonomies(BlockingTag):
    """The operations of the tag `metadata_taxonomies`, each waited for."""

    def create(
        self,
        *,
        displayName: str,
        namespace: str,
        key: str | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomy:
        """Create metadata taxonomy (POST /metadata_taxonomies)."""
        return self._call(
            "post_metadata_taxonomies",
            displayName=displayName,
            namespace=namespace,
            key=key,
        )

    def list(
        self,
        namespace: str,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomies:
        """Get metadata taxonomies for namespace (GET /metadata_taxonomies/{namespace})."""
        return self._call(
            "get_metadata_taxonomies_id",
            namespace=namespace,
            marker=marker,
            limit=limit,
        )

    def get(
        self,
        namespace: str,
        taxonomy_key: str,
    ) -> v2024_0.MetadataTaxonomy:
        """Get metadata taxonomy by taxonomy key (GET /metadata_taxonomies/{namespace}/{taxonomy_key})."""
        return self._call(
            "get_metadata_taxonomies_id_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
        )

    def update(
        self,
        namespace: str,
        taxonomy_key: str,
        *,
        displayName: str,
    ) -> v2024_0.MetadataTaxonomy:
        """Update metadata taxonomy (PATCH /metadata_taxonomies/{namespace}/{taxonomy_key})."""
        return self._call(
            "patch_metadata_taxonomies_id_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            displayName=displayName,
        )

    def delete(
        self,
        namespace: str,
        taxonomy_key: str,
    ) -> None:
        """Remove metadata taxonomy (DELETE /metadata_taxonomies/{namespace}/{taxonomy_key})."""
        self._call(
            "delete_metadata_taxonomies_id_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
        )

    def create_levels(
        self,
        namespace: str,
        taxonomy_key: str,
        *,
        body: Sequence[v2024_0.MetadataTaxonomyLevel],
    ) -> v2024_0.MetadataTaxonomyLevels:
        """Create metadata taxonomy levels (POST /metadata_taxonomies/{namespace}/{taxonomy_key}/levels)."""
        return self._call(
            "post_metadata_taxonomies_id_id_levels",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            body=body,
        )

    def update_level(
        self,
        namespace: str,
        taxonomy_key: str,
        level_index: int,
        *,
        displayName: str,
        description: str | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomyLevel:
        """Update metadata taxonomy level (PATCH /metadata_taxonomies/{namespace}/{taxonomy_key}/levels/{level_index})."""
        return self._call(
            "patch_metadata_taxonomies_id_id_levels_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            level_index=level_index,
            displayName=displayName,
            description=description,
        )

    def append_levels(
        self,
        namespace: str,
        taxonomy_key: str,
        *,
        displayName: str,
        description: str | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomyLevels:
        """Add metadata taxonomy level (POST /metadata_taxonomies/{namespace}/{taxonomy_key}/levels:append)."""
        return self._call(
            "post_metadata_taxonomies_id_id_levels:append",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            displayName=displayName,
            description=description,
        )

    def trim_levels(
        self,
        namespace: str,
        taxonomy_key: str,
    ) -> v2024_0.MetadataTaxonomyLevels:
        """Delete metadata taxonomy level (POST /metadata_taxonomies/{namespace}/{taxonomy_key}/levels:trim)."""
        return self._call(
            "post_metadata_taxonomies_id_id_levels:trim",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
        )

    def list_nodes(
        self,
        namespace: str,
        taxonomy_key: str,
        *,
        level: Sequence[int] | UnsetType = UNSET,
        parent: Sequence[str] | UnsetType = UNSET,
        ancestor: Sequence[str] | UnsetType = UNSET,
        query: str | UnsetType = UNSET,
        include_total_result_count: bool | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomyNodes:
        """List metadata taxonomy nodes (GET /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes)."""
        return self._call(
            "get_metadata_taxonomies_id_id_nodes",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            level=level,
            parent=parent,
            ancestor=ancestor,
            query=query,
            include_total_result_count=include_total_result_count,
            marker=marker,
            limit=limit,
        )

    def create_node(
        self,
        namespace: str,
        taxonomy_key: str,
        *,
        displayName: str,
        level: int,
        parentId: str | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomyNode:
        """Create metadata taxonomy node (POST /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes)."""
        return self._call(
            "post_metadata_taxonomies_id_id_nodes",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            displayName=displayName,
            level=level,
            parentId=parentId,
        )

    def get_node(
        self,
        namespace: str,
        taxonomy_key: str,
        node_id: str,
    ) -> v2024_0.MetadataTaxonomyNode:
        """Get metadata taxonomy node by ID (GET /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes/{node_id})."""
        return self._call(
            "get_metadata_taxonomies_id_id_nodes_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            node_id=node_id,
        )

    def update_node(
        self,
        namespace: str,
        taxonomy_key: str,
        node_id: str,
        *,
        displayName: str | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomyNode:
        """Update metadata taxonomy node (PATCH /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes/{node_id})."""
        return self._call(
            "patch_metadata_taxonomies_id_id_nodes_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            node_id=node_id,
            displayName=displayName,
        )

    def delete_node(
        self,
        namespace: str,
        taxonomy_key: str,
        node_id: str,
    ) -> None:
        """Remove metadata taxonomy node (DELETE /metadata_taxonomies/{namespace}/{taxonomy_key}/nodes/{node_id})."""
        self._call(
            "delete_metadata_taxonomies_id_id_nodes_id",
            namespace=namespace,
            taxonomy_key=taxonomy_key,
            node_id=node_id,
        )

    def list_options_for_field(
        self,
        namespace: str,
        template_key: str,
        field_key: str,
        *,
        level: Sequence[int] | UnsetType = UNSET,
        parent: Sequence[str] | UnsetType = UNSET,
        ancestor: Sequence[str] | UnsetType = UNSET,
        query: str | UnsetType = UNSET,
        include_total_result_count: bool | UnsetType = UNSET,
        only_selectable_options: bool | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.MetadataTaxonomyNodes:
        """List metadata template's options for taxonomy field (GET /metadata_templates/{namespace}/{template_key}/fields/{field_key}/options)."""
        return self._call(
            "get_metadata_templates_id_id_fields_id_options",
            namespace=namespace,
            template_key=template_key,
            field_key=field_key,
            level=level,
            parent=parent,
            ancestor=ancestor,
            query=query,
            include_total_result_count=include_total_result_count,
            only_selectable_options=only_selectable_options,
            marker=marker,
            limit=limit,
        )
