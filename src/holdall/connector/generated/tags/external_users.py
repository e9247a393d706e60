"""The methods of the tag `external_users`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2025_0


class ExternalUsers(Tag):
    """The operations of the tag `external_users`."""

    async def submit_delete_job(
        self,
        *,
        external_users: Sequence[v2025_0.UserReference],
    ) -> v2025_0.ExternalUsersSubmitDeleteJobResponse:
        """Submit job to delete external users (POST /external_users/submit_delete_job, version 2025.0)."""
        return await self._call(
            "post_external_users_submit_delete_job_v2025.0",
            external_users=external_users,
        )


class BlockingExternalUsers(BlockingTag):
    """The operations of the tag `external_users`, each waited for."""

    def submit_delete_job(
        self,
        *,
        external_users: Sequence[v2025_0.UserReference],
    ) -> v2025_0.ExternalUsersSubmitDeleteJobResponse:
        """Submit job to delete external users (POST /external_users/submit_delete_job, version 2025.0)."""
        return self._call(
            "post_external_users_submit_delete_job_v2025.0",
            external_users=external_users,
        )
