"""The methods of the tag `avatars`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.content import BlockingContent, Content
    from holdall.connector.generated.records import v2024_0
    from holdall.connector.request import FileContent, Source


class Avatars(Tag):
    """The operations of the tag `avatars`."""

    async def get_for_user(
        self,
        user_id: str,
    ) -> Content:
        """User avatars: Get user avatar (GET /users/{user_id}/avatar)."""
        return await self._call(
            "get_users_id_avatar",
            user_id=user_id,
        )

    async def create_for_user(
        self,
        user_id: str,
        *,
        pic: Source | FileContent,
    ) -> v2024_0.UserAvatar:
        """User avatars: Add or update user avatar (POST /users/{user_id}/avatar)."""
        return await self._call(
            "post_users_id_avatar",
            user_id=user_id,
            pic=pic,
        )

    async def delete_for_user(
        self,
        user_id: str,
    ) -> None:
        """User avatars: Delete user avatar (DELETE /users/{user_id}/avatar)."""
        await self._call(
            "delete_users_id_avatar",
            user_id=user_id,
        )


class BlockingAvatars(BlockingTag):
    """The operations of the tag `avatars`, each waited for."""

    def get_for_user(
        self,
        user_id: str,
    ) -> BlockingContent:
        """User avatars: Get user avatar (GET /users/{user_id}/avatar)."""
        return self._call(
            "get_users_id_avatar",
            user_id=user_id,
        )

    def create_for_user(
        self,
        user_id: str,
        *,
        pic: Source | FileContent,
    ) -> v2024_0.UserAvatar:
        """User avatars: Add or update user avatar (POST /users/{user_id}/avatar)."""
        return self._call(
            "post_users_id_avatar",
            user_id=user_id,
            pic=pic,
        )

    def delete_for_user(
        self,
        user_id: str,
    ) -> None:
        """User avatars: Delete user avatar (DELETE /users/{user_id}/avatar)."""
        self._call(
            "delete_users_id_avatar",
            user_id=user_id,
        )
