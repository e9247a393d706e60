"""The methods of the tag `search`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class SearchExecuteReadForMetadataQueriesOrderByItem(TypedDict, total=False):
    field_key: str
    direction: Literal["ASC", "DESC", "asc", "desc"]


class Search(Tag):
    """The operations of the tag `search`."""

    async def execute_read_for_metadata_queries(
        self,
        *,
        from_: str,
        ancestor_folder_id: str,
        query: str | UnsetType = UNSET,
        query_params: Mapping[str, Any] | UnsetType = UNSET,
        order_by: Sequence[SearchExecuteReadForMetadataQueriesOrderByItem] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.MetadataQueryResults:
        """Search: Query files/folders by metadata (POST /metadata_queries/execute_read)."""
        return await self._call(
            "post_metadata_queries_execute_read",
            from_=from_,
            ancestor_folder_id=ancestor_folder_id,
            query=query,
            query_params=query_params,
            order_by=order_by,
            limit=limit,
            marker=marker,
            fields=fields,
        )

    async def search(
        self,
        *,
        query: str | UnsetType = UNSET,
        scope: Literal["user_content", "enterprise_content"] | UnsetType = UNSET,
        file_extensions: Sequence[str] | UnsetType = UNSET,
        created_at_range: Sequence[str] | UnsetType = UNSET,
        updated_at_range: Sequence[str] | UnsetType = UNSET,
        size_range: Sequence[int] | UnsetType = UNSET,
        owner_user_ids: Sequence[str] | UnsetType = UNSET,
        recent_updater_user_ids: Sequence[str] | UnsetType = UNSET,
        ancestor_folder_ids: Sequence[str] | UnsetType = UNSET,
        content_types: Sequence[Literal["name", "description", "file_content", "comments", "tags"]] | UnsetType = UNSET,
        type: Literal["file", "folder", "web_link"] | UnsetType = UNSET,
        trash_content: Literal["non_trashed_only", "trashed_only", "all_items"] | UnsetType = UNSET,
        mdfilters: Sequence[v2024_0.MetadataFilter] | UnsetType = UNSET,
        sort: Literal["modified_at", "relevance"] | UnsetType = UNSET,
        direction: Literal["DESC", "ASC"] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        include_recent_shared_links: bool | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        deleted_user_ids: Sequence[str] | UnsetType = UNSET,
        deleted_at_range: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.SearchResultsResponse:
        """Search: Search for content (GET /search)."""
        return await self._call(
            "get_search",
            query=query,
            scope=scope,
            file_extensions=file_extensions,
            created_at_range=created_at_range,
            updated_at_range=updated_at_range,
            size_range=size_range,
            owner_user_ids=owner_user_ids,
            recent_updater_user_ids=recent_updater_user_ids,
            ancestor_folder_ids=ancestor_folder_ids,
            content_types=content_types,
            type=type,
            trash_content=trash_content,
            mdfilters=mdfilters,
            sort=sort,
            direction=direction,
            limit=limit,
            include_recent_shared_links=include_recent_shared_links,
            fields=fields,
            offset=offset,
            deleted_user_ids=deleted_user_ids,
            deleted_at_range=deleted_at_range,
        )

    async def get_metadata_query_indices(
        self,
        *,
        scope: str,
        template_key: str,
    ) -> Any:
        """cURL samples: List metadata query indices (GET /metadata_query_indices)."""
        return await self._call(
            "get_metadata_query_indices",
            scope=scope,
            template_key=template_key,
        )


class BlockingSearch(BlockingTag):
    """The operations of the tag `search`, each waited for."""

    def execute_read_for_metadata_queries(
        self,
        *,
        from_: str,
        ancestor_folder_id: str,
        query: str | UnsetType = UNSET,
        query_params: Mapping[str, Any] | UnsetType = UNSET,
        order_by: Sequence[SearchExecuteReadForMetadataQueriesOrderByItem] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.MetadataQueryResults:
        """Search: Query files/folders by metadata (POST /metadata_queries/execute_read)."""
        return self._call(
            "post_metadata_queries_execute_read",
            from_=from_,
            ancestor_folder_id=ancestor_folder_id,
            query=query,
            query_params=query_params,
            order_by=order_by,
            limit=limit,
            marker=marker,
            fields=fields,
        )

    def search(
        self,
        *,
        query: str | UnsetType = UNSET,
        scope: Literal["user_content", "enterprise_content"] | UnsetType = UNSET,
        file_extensions: Sequence[str] | UnsetType = UNSET,
        created_at_range: Sequence[str] | UnsetType = UNSET,
        updated_at_range: Sequence[str] | UnsetType = UNSET,
        size_range: Sequence[int] | UnsetType = UNSET,
        owner_user_ids: Sequence[str] | UnsetType = UNSET,
        recent_updater_user_ids: Sequence[str] | UnsetType = UNSET,
        ancestor_folder_ids: Sequence[str] | UnsetType = UNSET,
        content_types: Sequence[Literal["name", "description", "file_content", "comments", "tags"]] | UnsetType = UNSET,
        type: Literal["file", "folder", "web_link"] | UnsetType = UNSET,
        trash_content: Literal["non_trashed_only", "trashed_only", "all_items"] | UnsetType = UNSET,
        mdfilters: Sequence[v2024_0.MetadataFilter] | UnsetType = UNSET,
        sort: Literal["modified_at", "relevance"] | UnsetType = UNSET,
        direction: Literal["DESC", "ASC"] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        include_recent_shared_links: bool | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
        deleted_user_ids: Sequence[str] | UnsetType = UNSET,
        deleted_at_range: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.SearchResultsResponse:
        """Search: Search for content (GET /search)."""
        return self._call(
            "get_search",
            query=query,
            scope=scope,
            file_extensions=file_extensions,
            created_at_range=created_at_range,
            updated_at_range=updated_at_range,
            size_range=size_range,
            owner_user_ids=owner_user_ids,
            recent_updater_user_ids=recent_updater_user_ids,
            ancestor_folder_ids=ancestor_folder_ids,
            content_types=content_types,
            type=type,
            trash_content=trash_content,
            mdfilters=mdfilters,
            sort=sort,
            direction=direction,
            limit=limit,
            include_recent_shared_links=include_recent_shared_links,
            fields=fields,
            offset=offset,
            deleted_user_ids=deleted_user_ids,
            deleted_at_range=deleted_at_range,
        )

    def get_metadata_query_indices(
        self,
        *,
        scope: str,
        template_key: str,
    ) -> Any:
        """cURL samples: List metadata query indices (GET /metadata_query_indices)."""
        return self._call(
            "get_metadata_query_indices",
            scope=scope,
            template_key=template_key,
        )
