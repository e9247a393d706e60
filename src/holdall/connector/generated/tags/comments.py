"""The methods of the tag `comments`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class CommentsCreateItem(TypedDict, total=False):
    id: Required[str]
    type: Required[Literal["file", "comment"]]


class Comments(Tag):
    """The operations of the tag `comments`."""

    async def list_for_file(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.Comments:
        """Comments: List file comments (GET /files/{file_id}/comments)."""
        return await self._call(
            "get_files_id_comments",
            file_id=file_id,
            fields=fields,
            limit=limit,
            offset=offset,
        )

    async def get(
        self,
        comment_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.CommentFull:
        """Comments: Get comment (GET /comments/{comment_id})."""
        return await self._call(
            "get_comments_id",
            comment_id=comment_id,
            fields=fields,
        )

    async def update(
        self,
        comment_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        message: str | UnsetType = UNSET,
    ) -> v2024_0.CommentFull:
        """Comments: Update comment (PUT /comments/{comment_id})."""
        return await self._call(
            "put_comments_id",
            comment_id=comment_id,
            fields=fields,
            message=message,
        )

    async def delete(
        self,
        comment_id: str,
    ) -> None:
        """Comments: Remove comment (DELETE /comments/{comment_id})."""
        await self._call(
            "delete_comments_id",
            comment_id=comment_id,
        )

    async def create(
        self,
        *,
        message: str,
        item: CommentsCreateItem,
        fields: Sequence[str] | UnsetType = UNSET,
        tagged_message: str | UnsetType = UNSET,
    ) -> v2024_0.CommentFull:
        """Comments: Create comment (POST /comments)."""
        return await self._call(
            "post_comments",
            message=message,
            item=item,
            fields=fields,
            tagged_message=tagged_message,
        )


class BlockingComments(BlockingTag):
    """The operations of the tag `comments`, each waited for."""

    def list_for_file(
        self,
        file_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        offset: int | UnsetType = UNSET,
    ) -> v2024_0.Comments:
        """Comments: List file comments (GET /files/{file_id}/comments)."""
        return self._call(
            "get_files_id_comments",
            file_id=file_id,
            fields=fields,
            limit=limit,
            offset=offset,
        )

    def get(
        self,
        comment_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.CommentFull:
        """Comments: Get comment (GET /comments/{comment_id})."""
        return self._call(
            "get_comments_id",
            comment_id=comment_id,
            fields=fields,
        )

    def update(
        self,
        comment_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
        message: str | UnsetType = UNSET,
    ) -> v2024_0.CommentFull:
        """Comments: Update comment (PUT /comments/{comment_id})."""
        return self._call(
            "put_comments_id",
            comment_id=comment_id,
            fields=fields,
            message=message,
        )

    def delete(
        self,
        comment_id: str,
    ) -> None:
        """Comments: Remove comment (DELETE /comments/{comment_id})."""
        self._call(
            "delete_comments_id",
            comment_id=comment_id,
        )

    def create(
        self,
        *,
        message: str,
        item: CommentsCreateItem,
        fields: Sequence[str] | UnsetType = UNSET,
        tagged_message: str | UnsetType = UNSET,
    ) -> v2024_0.CommentFull:
        """Comments: Create comment (POST /comments)."""
        return self._call(
            "post_comments",
            message=message,
            item=item,
            fields=fields,
            tagged_message=tagged_message,
        )
