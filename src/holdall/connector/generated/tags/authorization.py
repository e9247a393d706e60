"""The methods of the tag `authorization`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.content import BlockingContent, Content
    from holdall.connector.generated.records import v2024_0


class Authorization(Tag):
    """The operations of the tag `authorization`."""

    async def authorize(
        self,
        *,
        response_type: Literal["code"],
        client_id: str,
        redirect_uri: str | UnsetType = UNSET,
        state: str | UnsetType = UNSET,
        scope: str | UnsetType = UNSET,
    ) -> Content:
        """Authorization: Authorize user (GET /authorize)."""
        return await self._call(
            "get_authorize",
            response_type=response_type,
            client_id=client_id,
            redirect_uri=redirect_uri,
            state=state,
            scope=scope,
        )

    async def create_token(
        self,
        *,
        grant_type: Literal["authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:token-exchange"],
        client_id: str | UnsetType = UNSET,
        client_secret: str | UnsetType = UNSET,
        code: str | UnsetType = UNSET,
        refresh_token: str | UnsetType = UNSET,
        assertion: str | UnsetType = UNSET,
        subject_token: str | UnsetType = UNSET,
        subject_token_type: Literal["urn:ietf:params:oauth:token-type:access_token"] | UnsetType = UNSET,
        actor_token: str | UnsetType = UNSET,
        actor_token_type: Literal["urn:ietf:params:oauth:token-type:id_token"] | UnsetType = UNSET,
        scope: str | UnsetType = UNSET,
        resource: str | UnsetType = UNSET,
        box_subject_type: Literal["enterprise", "user"] | UnsetType = UNSET,
        box_subject_id: str | UnsetType = UNSET,
        box_shared_link: str | UnsetType = UNSET,
    ) -> v2024_0.AccessToken:
        """Authorization: Request access token (POST /oauth2/token)."""
        return await self._call(
            "post_oauth2_token",
            grant_type=grant_type,
            client_id=client_id,
            client_secret=client_secret,
            code=code,
            refresh_token=refresh_token,
            assertion=assertion,
            subject_token=subject_token,
            subject_token_type=subject_token_type,
            actor_token=actor_token,
            actor_token_type=actor_token_type,
            scope=scope,
            resource=resource,
            box_subject_type=box_subject_type,
            box_subject_id=box_subject_id,
            box_shared_link=box_shared_link,
        )

    async def refresh(
        self,
        *,
        grant_type: Literal["refresh_token"],
        client_id: str,
        client_secret: str,
        refresh_token: str,
    ) -> v2024_0.AccessToken:
        """Authorization: Refresh access token (POST /oauth2/token)."""
        return await self._call(
            "post_oauth2_token#refresh",
            grant_type=grant_type,
            client_id=client_id,
            client_secret=client_secret,
            refresh_token=refresh_token,
        )

    async def revoke(
        self,
        *,
        client_id: str | UnsetType = UNSET,
        client_secret: str | UnsetType = UNSET,
        token: str | UnsetType = UNSET,
    ) -> None:
        """Authorization: Revoke access token (POST /oauth2/revoke)."""
        await self._call(
            "post_oauth2_revoke",
            client_id=client_id,
            client_secret=client_secret,
            token=token,
        )


class BlockingAuthorization(BlockingTag):
    """The operations of the tag `authorization`, each waited for."""

    def authorize(
        self,
        *,
        response_type: Literal["code"],
        client_id: str,
        redirect_uri: str | UnsetType = UNSET,
        state: str | UnsetType = UNSET,
        scope: str | UnsetType = UNSET,
    ) -> BlockingContent:
        """Authorization: Authorize user (GET /authorize)."""
        return self._call(
            "get_authorize",
            response_type=response_type,
            client_id=client_id,
            redirect_uri=redirect_uri,
            state=state,
            scope=scope,
        )

    def create_token(
        self,
        *,
        grant_type: Literal["authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:token-exchange"],
        client_id: str | UnsetType = UNSET,
        client_secret: str | UnsetType = UNSET,
        code: str | UnsetType = UNSET,
        refresh_token: str | UnsetType = UNSET,
        assertion: str | UnsetType = UNSET,
        subject_token: str | UnsetType = UNSET,
        subject_token_type: Literal["urn:ietf:params:oauth:token-type:access_token"] | UnsetType = UNSET,
        actor_token: str | UnsetType = UNSET,
        actor_token_type: Literal["urn:ietf:params:oauth:token-type:id_token"] | UnsetType = UNSET,
        scope: str | UnsetType = UNSET,
        resource: str | UnsetType = UNSET,
        box_subject_type: Literal["enterprise", "user"] | UnsetType = UNSET,
        box_subject_id: str | UnsetType = UNSET,
        box_shared_link: str | UnsetType = UNSET,
    ) -> v2024_0.AccessToken:
        """Authorization: Request access token (POST /oauth2/token)."""
        return self._call(
            "post_oauth2_token",
            grant_type=grant_type,
            client_id=client_id,
            client_secret=client_secret,
            code=code,
            refresh_token=refresh_token,
            assertion=assertion,
            subject_token=subject_token,
            subject_token_type=subject_token_type,
            actor_token=actor_token,
            actor_token_type=actor_token_type,
            scope=scope,
            resource=resource,
            box_subject_type=box_subject_type,
            box_subject_id=box_subject_id,
            box_shared_link=box_shared_link,
        )

    def refresh(
        self,
        *,
        grant_type: Literal["refresh_token"],
        client_id: str,
        client_secret: str,
        refresh_token: str,
    ) -> v2024_0.AccessToken:
        """Authorization: Refresh access token (POST /oauth2/token)."""
        return self._call(
            "post_oauth2_token#refresh",
            grant_type=grant_type,
            client_id=client_id,
            client_secret=client_secret,
            refresh_token=refresh_token,
        )

    def revoke(
        self,
        *,
        client_id: str | UnsetType = UNSET,
        client_secret: str | UnsetType = UNSET,
        token: str | UnsetType = UNSET,
    ) -> None:
        """Authorization: Revoke access token (POST /oauth2/revoke)."""
        self._call(
            "post_oauth2_revoke",
            client_id=client_id,
            client_secret=client_secret,
            token=token,
        )
