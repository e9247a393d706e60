"""The methods of the tag `webhooks`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class WebhooksCreateTarget(TypedDict, total=False):
    id: str
    type: Literal["file", "folder"]


class WebhooksUpdateTarget(TypedDict, total=False):
    id: str
    type: Literal["file", "folder"]


class Webhooks(Tag):
    """The operations of the tag `webhooks`."""

    async def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.Webhooks:
        """Webhooks: List all webhooks (GET /webhooks)."""
        return await self._call(
            "get_webhooks",
            marker=marker,
            limit=limit,
        )

    async def create(
        self,
        *,
        target: WebhooksCreateTarget,
        address: str,
        triggers: Sequence[Literal["FILE.UPLOADED", "FILE.PREVIEWED", "FILE.DOWNLOADED", "FILE.TRASHED", "FILE.DELETED", "FILE.RESTORED", "FILE.COPIED", "FILE.MOVED", "FILE.LOCKED", "FILE.UNLOCKED", "FILE.RENAMED", "COMMENT.CREATED", "COMMENT.UPDATED", "COMMENT.DELETED", "TASK_ASSIGNMENT.CREATED", "TASK_ASSIGNMENT.UPDATED", "METADATA_INSTANCE.CREATED", "METADATA_INSTANCE.UPDATED", "METADATA_INSTANCE.DELETED", "FOLDER.CREATED", "FOLDER.RENAMED", "FOLDER.DOWNLOADED", "FOLDER.RESTORED", "FOLDER.DELETED", "FOLDER.COPIED", "FOLDER.MOVED", "FOLDER.TRASHED", "WEBHOOK.DELETED", "COLLABORATION.CREATED", "COLLABORATION.ACCEPTED", "COLLABORATION.REJECTED", "COLLABORATION.REMOVED", "COLLABORATION.UPDATED", "SHARED_LINK.DELETED", "SHARED_LINK.CREATED", "SHARED_LINK.UPDATED", "SIGN_REQUEST.COMPLETED", "SIGN_REQUEST.DECLINED", "SIGN_REQUEST.EXPIRED", "SIGN_REQUEST.SIGNER_EMAIL_BOUNCED", "SIGN_REQUEST.SIGN_SIGNER_SIGNED", "SIGN_REQUEST.SIGN_DOCUMENT_CREATED", "SIGN_REQUEST.SIGN_ERROR_FINALIZING"]],
    ) -> v2024_0.Webhook:
        """Webhooks: Create webhook (POST /webhooks)."""
        return await self._call(
            "post_webhooks",
            target=target,
            address=address,
            triggers=triggers,
        )

    async def get(
        self,
        webhook_id: str,
    ) -> v2024_0.Webhook:
        """Webhooks: Get webhook (GET /webhooks/{webhook_id})."""
        return await self._call(
            "get_webhooks_id",
            webhook_id=webhook_id,
        )

    async def update(
        self,
        webhook_id: str,
        *,
        target: WebhooksUpdateTarget | UnsetType = UNSET,
        address: str | UnsetType = UNSET,
        triggers: Sequence[Literal["FILE.UPLOADED", "FILE.PREVIEWED", "FILE.DOWNLOADED", "FILE.TRASHED", "FILE.DELETED", "FILE.RESTORED", "FILE.COPIED", "FILE.MOVED", "FILE.LOCKED", "FILE.UNLOCKED", "FILE.RENAMED", "COMMENT.CREATED", "COMMENT.UPDATED", "COMMENT.DELETED", "TASK_ASSIGNMENT.CREATED", "TASK_ASSIGNMENT.UPDATED", "METADATA_INSTANCE.CREATED", "METADATA_INSTANCE.UPDATED", "METADATA_INSTANCE.DELETED", "FOLDER.CREATED", "FOLDER.RENAMED", "FOLDER.DOWNLOADED", "FOLDER.RESTORED", "FOLDER.DELETED", "FOLDER.COPIED", "FOLDER.MOVED", "FOLDER.TRASHED", "WEBHOOK.DELETED", "COLLABORATION.CREATED", "COLLABORATION.ACCEPTED", "COLLABORATION.REJECTED", "COLLABORATION.REMOVED", "COLLABORATION.UPDATED", "SHARED_LINK.DELETED", "SHARED_LINK.CREATED", "SHARED_LINK.UPDATED", "SIGN_REQUEST.COMPLETED", "SIGN_REQUEST.DECLINED", "SIGN_REQUEST.EXPIRED", "SIGN_REQUEST.SIGNER_EMAIL_BOUNCED", "SIGN_REQUEST.SIGN_SIGNER_SIGNED", "SIGN_REQUEST.SIGN_DOCUMENT_CREATED", "SIGN_REQUEST.SIGN_ERROR_FINALIZING"]] | UnsetType = UNSET,
    ) -> v2024_0.Webhook:
        """Webhooks: Update webhook (PUT /webhooks/{webhook_id})."""
        return await self._call(
            "put_webhooks_id",
            webhook_id=webhook_id,
            target=target,
            address=address,
            triggers=triggers,
        )

    async def delete(
        self,
        webhook_id: str,
    ) -> None:
        """Webhooks: Remove webhook (DELETE /webhooks/{webhook_id})."""
        await self._call(
            "delete_webhooks_id",
            webhook_id=webhook_id,
        )


class BlockingWebhooks(BlockingTag):
    """The operations of the tag `webhooks`, each waited for."""

    def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> v2024_0.Webhooks:
        """Webhooks: List all webhooks (GET /webhooks)."""
        return self._call(
            "get_webhooks",
            marker=marker,
            limit=limit,
        )

    def create(
        self,
        *,
        target: WebhooksCreateTarget,
        address: str,
        triggers: Sequence[Literal["FILE.UPLOADED", "FILE.PREVIEWED", "FILE.DOWNLOADED", "FILE.TRASHED", "FILE.DELETED", "FILE.RESTORED", "FILE.COPIED", "FILE.MOVED", "FILE.LOCKED", "FILE.UNLOCKED", "FILE.RENAMED", "COMMENT.CREATED", "COMMENT.UPDATED", "COMMENT.DELETED", "TASK_ASSIGNMENT.CREATED", "TASK_ASSIGNMENT.UPDATED", "METADATA_INSTANCE.CREATED", "METADATA_INSTANCE.UPDATED", "METADATA_INSTANCE.DELETED", "FOLDER.CREATED", "FOLDER.RENAMED", "FOLDER.DOWNLOADED", "FOLDER.RESTORED", "FOLDER.DELETED", "FOLDER.COPIED", "FOLDER.MOVED", "FOLDER.TRASHED", "WEBHOOK.DELETED", "COLLABORATION.CREATED", "COLLABORATION.ACCEPTED", "COLLABORATION.REJECTED", "COLLABORATION.REMOVED", "COLLABORATION.UPDATED", "SHARED_LINK.DELETED", "SHARED_LINK.CREATED", "SHARED_LINK.UPDATED", "SIGN_REQUEST.COMPLETED", "SIGN_REQUEST.DECLINED", "SIGN_REQUEST.EXPIRED", "SIGN_REQUEST.SIGNER_EMAIL_BOUNCED", "SIGN_REQUEST.SIGN_SIGNER_SIGNED", "SIGN_REQUEST.SIGN_DOCUMENT_CREATED", "SIGN_REQUEST.SIGN_ERROR_FINALIZING"]],
    ) -> v2024_0.Webhook:
        """Webhooks: Create webhook (POST /webhooks)."""
        return self._call(
            "post_webhooks",
            target=target,
            address=address,
            triggers=triggers,
        )

    def get(
        self,
        webhook_id: str,
    ) -> v2024_0.Webhook:
        """Webhooks: Get webhook (GET /webhooks/{webhook_id})."""
        return self._call(
            "get_webhooks_id",
            webhook_id=webhook_id,
        )

    def update(
        self,
        webhook_id: str,
        *,
        target: WebhooksUpdateTarget | UnsetType = UNSET,
        address: str | UnsetType = UNSET,
        triggers: Sequence[Literal["FILE.UPLOADED", "FILE.PREVIEWED", "FILE.DOWNLOADED", "FILE.TRASHED", "FILE.DELETED", "FILE.RESTORED", "FILE.COPIED", "FILE.MOVED", "FILE.LOCKED", "FILE.UNLOCKED", "FILE.RENAMED", "COMMENT.CREATED", "COMMENT.UPDATED", "COMMENT.DELETED", "TASK_ASSIGNMENT.CREATED", "TASK_ASSIGNMENT.UPDATED", "METADATA_INSTANCE.CREATED", "METADATA_INSTANCE.UPDATED", "METADATA_INSTANCE.DELETED", "FOLDER.CREATED", "FOLDER.RENAMED", "FOLDER.DOWNLOADED", "FOLDER.RESTORED", "FOLDER.DELETED", "FOLDER.COPIED", "FOLDER.MOVED", "FOLDER.TRASHED", "WEBHOOK.DELETED", "COLLABORATION.CREATED", "COLLABORATION.ACCEPTED", "COLLABORATION.REJECTED", "COLLABORATION.REMOVED", "COLLABORATION.UPDATED", "SHARED_LINK.DELETED", "SHARED_LINK.CREATED", "SHARED_LINK.UPDATED", "SIGN_REQUEST.COMPLETED", "SIGN_REQUEST.DECLINED", "SIGN_REQUEST.EXPIRED", "SIGN_REQUEST.SIGNER_EMAIL_BOUNCED", "SIGN_REQUEST.SIGN_SIGNER_SIGNED", "SIGN_REQUEST.SIGN_DOCUMENT_CREATED", "SIGN_REQUEST.SIGN_ERROR_FINALIZING"]] | UnsetType = UNSET,
    ) -> v2024_0.Webhook:
        """Webhooks: Update webhook (PUT /webhooks/{webhook_id})."""
        return self._call(
            "put_webhooks_id",
            webhook_id=webhook_id,
            target=target,
            address=address,
            triggers=triggers,
        )

    def delete(
        self,
        webhook_id: str,
    ) -> None:
        """Webhooks: Remove webhook (DELETE /webhooks/{webhook_id})."""
        self._call(
            "delete_webhooks_id",
            webhook_id=webhook_id,
        )
