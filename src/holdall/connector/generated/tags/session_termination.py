"""The methods of the tag `session_termination`.

Generated from the contract by `python -m holdall.connector.generate`; never edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from holdall.connector.tag import BlockingTag, Tag

if TYPE_CHECKING:
    from holdall.connector.generated.records import v2024_0


class SessionTermination(Tag):
    """The operations of the tag `session_termination`."""

    async def terminate_sessions_for_users(
        self,
        *,
        user_ids: Sequence[str],
        user_logins: Sequence[str],
    ) -> v2024_0.SessionTerminationMessage:
        """Session termination: Create jobs to terminate users session (POST /users/terminate_sessions)."""
        return await self._call(
            "post_users_terminate_sessions",
            user_ids=user_ids,
            user_logins=user_logins,
        )

    async def terminate_sessions_for_groups(
        self,
        *,
        group_ids: Sequence[str],
    ) -> v2024_0.SessionTerminationMessage:
        """Session termination: Create jobs to terminate user group session (POST /groups/terminate_sessions)."""
        return await self._call(
            "post_groups_terminate_sessions",
            group_ids=group_ids,
        )


class BlockingSessionTermination(BlockingTag):
    """The operations of the tag `session_termination`, each waited for."""

    def terminate_sessions_for_users(
        self,
        *,
        user_ids: Sequence[str],
        user_logins: Sequence[str],
    ) -> v2024_0.SessionTerminationMessage:
        """Session termination: Create jobs to terminate users session (POST /users/terminate_sessions)."""
        return self._call(
            "post_users_terminate_sessions",
            user_ids=user_ids,
            user_logins=user_logins,
        )

    def terminate_sessions_for_groups(
        self,
        *,
        group_ids: Sequence[str],
    ) -> v2024_0.SessionTerminationMessage:
        """Session termination: Create jobs to terminate user group session (POST /groups/terminate_sessions)."""
        return self._call(
            "post_groups_terminate_sessions",
            group_ids=group_ids,
        )
