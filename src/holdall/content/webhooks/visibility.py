"""What the owner of a webhook may be told: no more than it may see itself, with the scopes that the webhook was made with."""

from collections.abc import Sequence

import sqlalchemy as sa

from holdall.base.db import contains, query, rows_of
from holdall.base.db.database import Reader
from holdall.content.access import Access, Action
from holdall.content.access.decision import decide
from holdall.content.access.explain import subject_for
from holdall.content.access.reach import find_places
from holdall.content.identity.tables import users
from holdall.content.identity.users import User
from holdall.content.webhooks.matching import Match

_NEEDED = {
    "COMMENT": Action.VIEW_COMMENTS,
    "TASK_ASSIGNMENT": Action.VIEW_TASKS,
    "COLLABORATION": Action.VIEW_COLLABORATORS,
}
"""What one must be allowed to do with an item to be told of what is on it."""
_OWNERS = query(
    sa.select(*rows_of(User, users)).where(
        contains(users.c.id, "ids"), users.c.deleted_at.is_(None), users.c.status != "inactive"
    ),
    into=User,
)


class Audience:
    """One user with one set of scopes, and the matches that the user may be told of if it may see their items."""

    def __init__(self, user: User, matches: Sequence[Match]) -> None:
        self._user = user
        self._subject = subject_for(user, frozenset(matches[0].webhook.scopes))
        self._matches = matches

    async def look(self, reader: Reader) -> tuple[list[Match], dict[int, Access]]:
        """The matches that the user may be told of, and the access to their items, where those are still there.

        Of an item that is gone they are told who may see a folder that it was in, or who owned it.
        """
        seen, there = await self._see(reader, {match.place.item_id for match in self._matches})
        gone = [match for match in self._matches if match.place.item_id not in there]
        above, _ = (
            await self._see(reader, {one for match in gone for one in match.place.path_ids}) if gone else ({}, ())
        )
        return [match for match in self._matches if self._may_know(match, seen, there, above)], seen

    def _may_know(self, match: Match, seen: dict[int, Access], there: set[int], above: dict[int, Access]) -> bool:
        metadata = match.event.details.get("metadata")
        if metadata is not None and metadata["scope"] not in {"global", f"enterprise_{self._user.enterprise_id}"}:
            return False  # metadata by another enterprise's template
        needed = _NEEDED.get(match.trigger.partition(".")[0], Action.VIEW)
        item_id = match.place.item_id
        if item_id in there:
            return item_id in seen and seen[item_id].allows(needed)
        was_owner = match.event.details.get("owner_id") == self._user.id
        return was_owner or any(
            folder_id in above and above[folder_id].allows(needed) for folder_id in match.place.path_ids
        )

    async def _see(self, reader: Reader, ids: set[int]) -> tuple[dict[int, Access], set[int]]:
        """The access to those of the items that the user may view, and which of them are there for anybody at all."""
        seen: dict[int, Access] = {}
        there: set[int] = set()
        for item_id, place in (await find_places(reader, self._user.id, ids)).items():
            root = place.chain[-1]
            if root.owner_id is not None and (root.trashed_at is None or root.trash_owner_id is not None):
                there.add(item_id)  # otherwise it is being removed
            access = decide(self._subject, place, reader.now)
            if access is not None and access.allows(Action.VIEW):
                seen[item_id] = access
        return seen, there


async def audiences_of(reader: Reader, matches: Sequence[Match]) -> list[Audience]:
    """The owners of the matched webhooks with their matches; those who are deleted or inactive are told nothing."""
    grouped: dict[tuple[int, tuple[str, ...]], list[Match]] = {}
    for match in matches:
        grouped.setdefault((match.webhook.user_id, tuple(match.webhook.scopes)), []).append(match)
    found = await reader.all(_OWNERS, ids=list({user_id for user_id, _ in grouped}))
    by_id = {user.id: user for user in found}
    return [Audience(by_id[user_id], group) for (user_id, _), group in grouped.items() if user_id in by_id]
