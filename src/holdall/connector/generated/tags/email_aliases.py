"""The methods of the tag `email_aliases`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class EmailAliases(Tag):
    """The operations of the tag `email_aliases`."""

    async def list_for_user(
        self,
        user_id: str,
    ) -> v2024_0.EmailAliases:
        """Email aliases: List user's email aliases (GET /users/{user_id}/email_aliases)."""
        return await self._call(
            "get_users_id_email_aliases",
            user_id=user_id,
        )

    async def create_for_user(
        self,
        user_id: str,
        *,
        email: str,
    ) -> v2024_0.EmailAlias:
        """Email aliases: Create email alias (POST /users/{user_id}/email_aliases)."""
        return await self._call(
            "post_users_id_email_aliases",
            user_id=user_id,
            email=email,
        )

    async def delete_for_user(
        self,
        user_id: str,
        email_alias_id: str,
    ) -> None:
        """Email aliases: Remove email alias (DELETE /users/{user_id}/email_aliases/{email_alias_id})."""
        await self._call(
            "delete_users_id_email_aliases_id",
            user_id=user_id,
            email_alias_id=email_alias_id,
        )


class BlockingEmailAliases(BlockingTag):
    """The operations of the tag `email_aliases`, each waited for."""

    def list_for_user(
        self,
        user_id: str,
    ) -> v2024_0.EmailAliases:
        """Email aliases: List user's email aliases (GET /users/{user_id}/email_aliases)."""
        return self._call(
            "get_users_id_email_aliases",
            user_id=user_id,
        )

    def create_for_user(
        self,
        user_id: str,
        *,
        email: str,
    ) -> v2024_0.EmailAlias:
        """Email aliases: Create email alias (POST /users/{user_id}/email_aliases)."""
        return self._call(
            "post_users_id_email_aliases",
            user_id=user_id,
            email=email,
        )

    def delete_for_user(
        self,
        user_id: str,
        email_alias_id: str,
    ) -> None:
        """Email aliases: Remove email alias (DELETE /users/{user_id}/email_aliases/{email_alias_id})."""
        self._call(
            "delete_users_id_email_aliases_id",
            user_id=user_id,
            email_alias_id=email_alias_id,
        )
