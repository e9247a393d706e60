"""Mail to owners and to those whom a policy names, before the retention of files is over.

Box writes of what ends within 14 days: https://support.box.com/hc/en-us/articles/360043694374
"""

import sqlalchemy as sa

from holdall.base.clock import DAY, LATEST, format_instant
from holdall.base.db import Transaction, contains, query
from holdall.content.access.reach import find_places
from holdall.content.directory.tables import memberships
from holdall.content.governance.assignments import Assignment
from holdall.content.governance.coverage import Cover
from holdall.content.governance.retentions import RetentionPolicy, retentions_by_id
from holdall.content.identity.tables import users
from holdall.content.mail import post_mail
from holdall.content.sharing.collaboration_tables import collaborations

NOTICE = 14 * DAY
MOST = 20
"""How many files a mail names; of the others it says how many there are."""
BATCH = 500
_NOBODY = 0

_co_owner = sa.and_(
    contains(collaborations.c.item_id, "ids"),
    collaborations.c.role == "co-owner",
    collaborations.c.status == "accepted",
)
_CO_OWNERS = query(
    sa.union(
        sa.select(collaborations.c.item_id, collaborations.c.user_id).where(
            _co_owner, collaborations.c.user_id.is_not(None)
        ),
        sa.select(collaborations.c.item_id, memberships.c.user_id)
        .join_from(collaborations, memberships, memberships.c.group_id == collaborations.c.group_id)
        .where(_co_owner),
    )
)
_LOGINS = query(
    sa.select(users.c.id, users.c.login).where(
        contains(users.c.id, "ids"),
        users.c.deleted_at.is_(None),
        users.c.status != "inactive",
        users.c.kind == "managed",
    )
)


class Notices:
    """The files of an assignment that people are to be told of: those that end soon, and that nobody was told of yet."""

    def __init__(self, assignment: Assignment, now: int) -> None:
        self._assignment = assignment
        self._after, self._until = max(assignment.notified_until, now), now + NOTICE
        self._ends: dict[int, int] = {}

    def note(self, cover: Cover) -> None:
        """Take a file in, if it is one of them."""
        if self._after < cover.ends_at <= self._until:
            self._ends[cover.file_id] = cover.ends_at

    async def send(self, tx: Transaction) -> None:
        """Part of a unit: write to everybody, one mail each."""
        found = await retentions_by_id(tx, [self._assignment.retention_policy_id or 0]) if self._ends else {}
        for policy in found.values():
            told = await self._by_person(tx, policy)
            logins = dict(await tx.all(_LOGINS, ids=list(told)))
            for user_id, login in logins.items():
                await self._write(tx, policy, login, told[user_id])

    async def _by_person(self, tx: Transaction, policy: RetentionPolicy) -> dict[int, dict[int, str]]:
        """The names of the files to tell each person of, by id."""
        told: dict[int, dict[int, str]] = {}
        if not policy.are_owners_notified and not policy.recipients:
            return told
        ids = sorted(self._ends)
        for start in range(0, len(ids), BATCH):
            places = await find_places(tx, _NOBODY, ids[start : start + BATCH])
            above = {step.id for place in places.values() for step in place.chain}
            co_owners: dict[int, list[int]] = {}
            for item_id, user_id in await tx.all(_CO_OWNERS, ids=list(above)) if policy.are_owners_notified else ():
                co_owners.setdefault(item_id, []).append(user_id)
            for file_id, place in places.items():
                people = set(policy.recipients)
                if policy.are_owners_notified:
                    people |= {place.chain[-1].owner_id or _NOBODY}
                    people |= {one for step in place.chain for one in co_owners.get(step.id, ())}
                for user_id in people:
                    told.setdefault(user_id, {})[file_id] = place.item.name
        return told

    async def _write(self, tx: Transaction, policy: RetentionPolicy, login: str, files: dict[int, str]) -> None:
        named = sorted(files, key=lambda file_id: (self._ends.get(file_id, LATEST), file_id))[:MOST]
        await post_mail(
            tx,
            enterprise_id=policy.enterprise_id,
            recipient=login,
            template="retention_ending",
            policy=policy.policy_name,
            deletes=policy.disposition_action == "permanently_delete",
            count=len(files),
            more=len(files) - len(named),
            files=[{"name": files[one], "date": format_instant(self._ends[one])[:10]} for one in named],
        )
