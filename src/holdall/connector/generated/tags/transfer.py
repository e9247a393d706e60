"""The methods of the tag `transfer`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Required, TYPE_CHECKING, TypedDict

from msgspec import UNSET, UnsetType

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class TransferUpdateForUserOwnedBy(TypedDict, total=False):
    id: Required[str]


class Transfer(Tag):
    """The operations of the tag `transfer`."""

    async def update_for_user(
        self,
        user_id: str,
        *,
        owned_by: TransferUpdateForUserOwnedBy,
        fields: Sequence[str] | UnsetType = UNSET,
        notify: bool | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Transfer folders: Transfer owned folders (PUT /users/{user_id}/folders/0)."""
        return await self._call(
            "put_users_id_folders_0",
            user_id=user_id,
            owned_by=owned_by,
            fields=fields,
            notify=notify,
        )


class BlockingTransfer(BlockingTag):
    """The operations of the tag `transfer`, each waited for."""

    def update_for_user(
        self,
        user_id: str,
        *,
        owned_by: TransferUpdateForUserOwnedBy,
        fields: Sequence[str] | UnsetType = UNSET,
        notify: bool | UnsetType = UNSET,
    ) -> v2024_0.FolderFull:
        """Transfer folders: Transfer owned folders (PUT /users/{user_id}/folders/0)."""
        return self._call(
            "put_users_id_folders_0",
            user_id=user_id,
            owned_by=owned_by,
            fields=fields,
            notify=notify,
        )
