"""The methods of the tag `retention_policies`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TYPE_CHECKING

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class RetentionPolicies(Tag):
    """The operations of the tag `retention_policies`."""

    async def list(
        self,
        *,
        policy_name: str | UnsetType = UNSET,
        policy_type: Literal["finite", "indefinite"] | UnsetType = UNSET,
        created_by_user_id: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicies:
        """Retention policies: List retention policies (GET /retention_policies)."""
        return await self._call(
            "get_retention_policies",
            policy_name=policy_name,
            policy_type=policy_type,
            created_by_user_id=created_by_user_id,
            fields=fields,
            limit=limit,
            marker=marker,
        )

    async def create(
        self,
        *,
        policy_name: str,
        policy_type: Literal["finite", "indefinite"],
        disposition_action: Literal["permanently_delete", "remove_retention"],
        description: str | UnsetType = UNSET,
        retention_length: str | float | None | UnsetType = UNSET,
        retention_type: Literal["modifiable", "non_modifiable"] | UnsetType = UNSET,
        can_owner_extend_retention: bool | UnsetType = UNSET,
        max_extension_length: v2024_0.RetentionPolicyMaxExtensionLengthRequest | UnsetType = UNSET,
        are_owners_notified: bool | UnsetType = UNSET,
        custom_notification_recipients: Sequence[v2024_0.UserMini] | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicy:
        """Retention policies: Create retention policy (POST /retention_policies)."""
        return await self._call(
            "post_retention_policies",
            policy_name=policy_name,
            policy_type=policy_type,
            disposition_action=disposition_action,
            description=description,
            retention_length=retention_length,
            retention_type=retention_type,
            can_owner_extend_retention=can_owner_extend_retention,
            max_extension_length=max_extension_length,
            are_owners_notified=are_owners_notified,
            custom_notification_recipients=custom_notification_recipients,
        )

    async def get(
        self,
        retention_policy_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicy:
        """Retention policies: Get retention policy (GET /retention_policies/{retention_policy_id})."""
        return await self._call(
            "get_retention_policies_id",
            retention_policy_id=retention_policy_id,
            fields=fields,
        )

    async def update(
        self,
        retention_policy_id: str,
        *,
        policy_name: str | None | UnsetType = UNSET,
        description: str | None | UnsetType = UNSET,
        disposition_action: Literal["permanently_delete", "remove_retention"] | str | None | UnsetType = UNSET,
        retention_type: str | None | UnsetType = UNSET,
        retention_length: str | float | None | UnsetType = UNSET,
        status: str | None | UnsetType = UNSET,
        can_owner_extend_retention: bool | None | UnsetType = UNSET,
        max_extension_length: v2024_0.RetentionPolicyMaxExtensionLengthRequest | UnsetType = UNSET,
        are_owners_notified: bool | None | UnsetType = UNSET,
        custom_notification_recipients: Sequence[v2024_0.UserBase] | None | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicy:
        """Retention policies: Update retention policy (PUT /retention_policies/{retention_policy_id})."""
        return await self._call(
            "put_retention_policies_id",
            retention_policy_id=retention_policy_id,
            policy_name=policy_name,
            description=description,
            disposition_action=disposition_action,
            retention_type=retention_type,
            retention_length=retention_length,
            status=status,
            can_owner_extend_retention=can_owner_extend_retention,
            max_extension_length=max_extension_length,
            are_owners_notified=are_owners_notified,
            custom_notification_recipients=custom_notification_recipients,
        )

    async def delete(
        self,
        retention_policy_id: str,
    ) -> None:
        """Retention policies: Delete retention policy (DELETE /retention_policies/{retention_policy_id})."""
        await self._call(
            "delete_retention_policies_id",
            retention_policy_id=retention_policy_id,
        )


class BlockingRetentionPolicies(BlockingTag):
    """The operations of the tag `retention_policies`, each waited for."""

    def list(
        self,
        *,
        policy_name: str | UnsetType = UNSET,
        policy_type: Literal["finite", "indefinite"] | UnsetType = UNSET,
        created_by_user_id: str | UnsetType = UNSET,
        fields: Sequence[str] | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        marker: str | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicies:
        """Retention policies: List retention policies (GET /retention_policies)."""
        return self._call(
            "get_retention_policies",
            policy_name=policy_name,
            policy_type=policy_type,
            created_by_user_id=created_by_user_id,
            fields=fields,
            limit=limit,
            marker=marker,
        )

    def create(
        self,
        *,
        policy_name: str,
        policy_type: Literal["finite", "indefinite"],
        disposition_action: Literal["permanently_delete", "remove_retention"],
        description: str | UnsetType = UNSET,
        retention_length: str | float | None | UnsetType = UNSET,
        retention_type: Literal["modifiable", "non_modifiable"] | UnsetType = UNSET,
        can_owner_extend_retention: bool | UnsetType = UNSET,
        max_extension_length: v2024_0.RetentionPolicyMaxExtensionLengthRequest | UnsetType = UNSET,
        are_owners_notified: bool | UnsetType = UNSET,
        custom_notification_recipients: Sequence[v2024_0.UserMini] | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicy:
        """Retention policies: Create retention policy (POST /retention_policies)."""
        return self._call(
            "post_retention_policies",
            policy_name=policy_name,
            policy_type=policy_type,
            disposition_action=disposition_action,
            description=description,
            retention_length=retention_length,
            retention_type=retention_type,
            can_owner_extend_retention=can_owner_extend_retention,
            max_extension_length=max_extension_length,
            are_owners_notified=are_owners_notified,
            custom_notification_recipients=custom_notification_recipients,
        )

    def get(
        self,
        retention_policy_id: str,
        *,
        fields: Sequence[str] | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicy:
        """Retention policies: Get retention policy (GET /retention_policies/{retention_policy_id})."""
        return self._call(
            "get_retention_policies_id",
            retention_policy_id=retention_policy_id,
            fields=fields,
        )

    def update(
        self,
        retention_policy_id: str,
        *,
        policy_name: str | None | UnsetType = UNSET,
        description: str | None | UnsetType = UNSET,
        disposition_action: Literal["permanently_delete", "remove_retention"] | str | None | UnsetType = UNSET,
        retention_type: str | None | UnsetType = UNSET,
        retention_length: str | float | None | UnsetType = UNSET,
        status: str | None | UnsetType = UNSET,
        can_owner_extend_retention: bool | None | UnsetType = UNSET,
        max_extension_length: v2024_0.RetentionPolicyMaxExtensionLengthRequest | UnsetType = UNSET,
        are_owners_notified: bool | None | UnsetType = UNSET,
        custom_notification_recipients: Sequence[v2024_0.UserBase] | None | UnsetType = UNSET,
    ) -> v2024_0.RetentionPolicy:
        """Retention policies: Update retention policy (PUT /retention_policies/{retention_policy_id})."""
        return self._call(
            "put_retention_policies_id",
            retention_policy_id=retention_policy_id,
            policy_name=policy_name,
            description=description,
            disposition_action=disposition_action,
            retention_type=retention_type,
            retention_length=retention_length,
            status=status,
            can_owner_extend_retention=can_owner_extend_retention,
            max_extension_length=max_extension_length,
            are_owners_notified=are_owners_notified,
            custom_notification_recipients=custom_notification_recipients,
        )

    def delete(
        self,
        retention_policy_id: str,
    ) -> None:
        """Retention policies: Delete retention policy (DELETE /retention_policies/{retention_policy_id})."""
        self._call(
            "delete_retention_policies_id",
            retention_policy_id=retention_policy_id,
        )
