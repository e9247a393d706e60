"""The methods of the tag `sign_requests`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class SignRequests(Tag):
    """The operations of the tag `sign_requests`."""

    async def cancel(
        self,
        sign_request_id: str,
        *,
        reason: str | UnsetType = UNSET,
    ) -> v2024_0.SignRequest:
        """Sign requests: Cancel Box Sign request (POST /sign_requests/{sign_request_id}/cancel)."""
        return await self._call(
            "post_sign_requests_id_cancel",
            sign_request_id=sign_request_id,
            reason=reason,
        )

    async def resend(
        self,
        sign_request_id: str,
    ) -> None:
        """Sign requests: Resend Box Sign request (POST /sign_requests/{sign_request_id}/resend)."""
        await self._call(
            "post_sign_requests_id_resend",
            sign_request_id=sign_request_id,
        )

    async def get(
        self,
        sign_request_id: str,
    ) -> v2024_0.SignRequest:
        """Sign requests: Get Box Sign request by ID (GET /sign_requests/{sign_request_id})."""
        return await self._call(
            "get_sign_requests_id",
            sign_request_id=sign_request_id,
        )

    async def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        senders: Sequence[str] | UnsetType = UNSET,
        shared_requests: bool | UnsetType = UNSET,
    ) -> v2024_0.SignRequests:
        """Sign requests: List Box Sign requests (GET /sign_requests)."""
        return await self._call(
            "get_sign_requests",
            marker=marker,
            limit=limit,
            senders=senders,
            shared_requests=shared_requests,
        )

    async def create(
        self,
        *,
        signers: Sequence[v2024_0.SignRequestCreateSigner],
        is_document_preparation_needed: bool | UnsetType = UNSET,
        redirect_url: str | None | UnsetType = UNSET,
        declined_redirect_url: str | None | UnsetType = UNSET,
        are_text_signatures_enabled: bool | UnsetType = UNSET,
        email_subject: str | None | UnsetType = UNSET,
        email_message: str | None | UnsetType = UNSET,
        are_reminders_enabled: bool | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        prefill_tags: Sequence[v2024_0.SignRequestPrefillTag] | UnsetType = UNSET,
        days_valid: int | None | UnsetType = UNSET,
        external_id: str | None | UnsetType = UNSET,
        template_id: str | None | UnsetType = UNSET,
        external_system_name: str | None | UnsetType = UNSET,
        request_flow: str | None | UnsetType = UNSET,
        source_files: Sequence[v2024_0.FileBase] | None | UnsetType = UNSET,
        signature_color: Literal["blue", "black", "red"] | None | UnsetType = UNSET,
        parent_folder: v2024_0.FolderMini | UnsetType = UNSET,
    ) -> v2024_0.SignRequest:
        """Sign requests: Create Box Sign request (POST /sign_requests)."""
        return await self._call(
            "post_sign_requests",
            signers=signers,
            is_document_preparation_needed=is_document_preparation_needed,
            redirect_url=redirect_url,
            declined_redirect_url=declined_redirect_url,
            are_text_signatures_enabled=are_text_signatures_enabled,
            email_subject=email_subject,
            email_message=email_message,
            are_reminders_enabled=are_reminders_enabled,
            name=name,
            prefill_tags=prefill_tags,
            days_valid=days_valid,
            external_id=external_id,
            template_id=template_id,
            external_system_name=external_system_name,
            request_flow=request_flow,
            source_files=source_files,
            signature_color=signature_color,
            parent_folder=parent_folder,
        )


class BlockingSignRequests(BlockingTag):
    """The operations of the tag `sign_requests`, each waited for."""

    def cancel(
        self,
        sign_request_id: str,
        *,
        reason: str | UnsetType = UNSET,
    ) -> v2024_0.SignRequest:
        """Sign requests: Cancel Box Sign request (POST /sign_requests/{sign_request_id}/cancel)."""
        return self._call(
            "post_sign_requests_id_cancel",
            sign_request_id=sign_request_id,
            reason=reason,
        )

    def resend(
        self,
        sign_request_id: str,
    ) -> None:
        """Sign requests: Resend Box Sign request (POST /sign_requests/{sign_request_id}/resend)."""
        self._call(
            "post_sign_requests_id_resend",
            sign_request_id=sign_request_id,
        )

    def get(
        self,
        sign_request_id: str,
    ) -> v2024_0.SignRequest:
        """Sign requests: Get Box Sign request by ID (GET /sign_requests/{sign_request_id})."""
        return self._call(
            "get_sign_requests_id",
            sign_request_id=sign_request_id,
        )

    def list(
        self,
        *,
        marker: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        senders: Sequence[str] | UnsetType = UNSET,
        shared_requests: bool | UnsetType = UNSET,
    ) -> v2024_0.SignRequests:
        """Sign requests: List Box Sign requests (GET /sign_requests)."""
        return self._call(
            "get_sign_requests",
            marker=marker,
            limit=limit,
            senders=senders,
            shared_requests=shared_requests,
        )

    def create(
        self,
        *,
        signers: Sequence[v2024_0.SignRequestCreateSigner],
        is_document_preparation_needed: bool | UnsetType = UNSET,
        redirect_url: str | None | UnsetType = UNSET,
        declined_redirect_url: str | None | UnsetType = UNSET,
        are_text_signatures_enabled: bool | UnsetType = UNSET,
        email_subject: str | None | UnsetType = UNSET,
        email_message: str | None | UnsetType = UNSET,
        are_reminders_enabled: bool | UnsetType = UNSET,
        name: str | UnsetType = UNSET,
        prefill_tags: Sequence[v2024_0.SignRequestPrefillTag] | UnsetType = UNSET,
        days_valid: int | None | UnsetType = UNSET,
        external_id: str | None | UnsetType = UNSET,
        template_id: str | None | UnsetType = UNSET,
        external_system_name: str | None | UnsetType = UNSET,
        request_flow: str | None | UnsetType = UNSET,
        source_files: Sequence[v2024_0.FileBase] | None | UnsetType = UNSET,
        signature_color: Literal["blue", "black", "red"] | None | UnsetType = UNSET,
        parent_folder: v2024_0.FolderMini | UnsetType = UNSET,
    ) -> v2024_0.SignRequest:
        """Sign requests: Create Box Sign request (POST /sign_requests)."""
        return self._call(
            "post_sign_requests",
            signers=signers,
            is_document_preparation_needed=is_document_preparation_needed,
            redirect_url=redirect_url,
            declined_redirect_url=declined_redirect_url,
            are_text_signatures_enabled=are_text_signatures_enabled,
            email_subject=email_subject,
            email_message=email_message,
            are_reminders_enabled=are_reminders_enabled,
            name=name,
            prefill_tags=prefill_tags,
            days_valid=days_valid,
            external_id=external_id,
            template_id=template_id,
            external_system_name=external_system_name,
            request_flow=request_flow,
            source_files=source_files,
            signature_color=signature_color,
            parent_folder=parent_folder,
        )
