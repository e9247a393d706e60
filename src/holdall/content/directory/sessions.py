"""Ends what users are signed in with, one by one or for whole groups.

https://developer.box.com/reference/post-users-terminate-sessions/
"""

from collections.abc import Sequence

import sqlalchemy as sa

from holdall.base.db import Transaction, contains, query
from holdall.base.errors import InsufficientPermissions, NotFound
from holdall.content.directory.tables import groups, memberships
from holdall.content.events.outbox import emit
from holdall.content.identity.subject import Subject
from holdall.content.identity.tables import users
from holdall.content.identity.tokens import end_sessions

_OWN = sa.and_(users.c.enterprise_id == sa.bindparam("enterprise_id"), users.c.deleted_at.is_(None))
_USERS = query(
    sa.select(users.c.id, users.c.login_key, users.c.role).where(
        _OWN, sa.or_(contains(users.c.id, "ids"), contains(users.c.login_key, "login_keys"))
    )
)
_GROUPS = query(
    sa.select(groups.c.id).where(contains(groups.c.id, "ids"), groups.c.enterprise_id == sa.bindparam("enterprise_id"))
)
_MEMBERS = query(
    sa.select(users.c.id, users.c.login_key, users.c.role)
    .join_from(memberships, users, users.c.id == memberships.c.user_id)
    .where(contains(memberships.c.group_id, "ids"), _OWN)
    .distinct()
)


async def end_user_sessions(tx: Transaction, subject: Subject, user_ids: Sequence[int], logins: Sequence[str]) -> None:
    """A unit: sign these users out everywhere; raises Forbidden, or NotFound naming one that is not there."""
    _require_admin(subject)
    keys = {login.strip().casefold(): login for login in logins}
    found = await tx.all(_USERS, enterprise_id=subject.enterprise_id, ids=list(user_ids), login_keys=list(keys))
    missing = [str(one) for one in user_ids if one not in {user_id for user_id, _, _ in found}]
    missing += [login for key, login in keys.items() if key not in {login_key for _, login_key, _ in found}]
    if missing:
        raise NotFound(f"There is no user {missing[0]}")
    await _end(tx, subject, found)


async def end_group_sessions(tx: Transaction, subject: Subject, group_ids: Sequence[int]) -> None:
    """A unit: sign every member of these groups out; raises Forbidden, or NotFound naming a group that is not there."""
    _require_admin(subject)
    known = {
        group_id for (group_id,) in await tx.all(_GROUPS, enterprise_id=subject.enterprise_id, ids=list(group_ids))
    }
    for group_id in group_ids:
        if group_id not in known:
            raise NotFound(f"There is no group with id {group_id}")
    await _end(tx, subject, await tx.all(_MEMBERS, enterprise_id=subject.enterprise_id, ids=list(group_ids)))


async def _end(tx: Transaction, subject: Subject, found: Sequence[tuple[int, str, str]]) -> None:
    for user_id, _, role in found:
        if role == "admin" and subject.role != "admin" and subject.kind != "service":
            raise InsufficientPermissions("Only the admin may end the sessions of the enterprise's admin")
        await end_sessions(tx, user_id)
        await emit(tx, subject, "TERMINATE_SESSIONS", source_type="user", source_id=user_id)


def _require_admin(subject: Subject) -> None:
    if not subject.is_admin:
        raise InsufficientPermissions("Only an administrator may end the sessions of others")
